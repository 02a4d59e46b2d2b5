# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""Repositories, people and search: awaitable functions, one per tool."""

from __future__ import annotations

from typing import TYPE_CHECKING

from github_tools.tools.search import (
    GITHUB_ISSUES_SEARCH,
    GITHUB_ME_GET,
    GITHUB_REPO_GET,
    GITHUB_REPOS_LIST,
    GITHUB_REPOS_SEARCH,
)

if TYPE_CHECKING:
    from typing import Annotated, Literal

    from annotated_types import Ge, Le

    from figwright.connector import AsyncAccount
    from github_tools import types


async def github_issues_search(
    account: AsyncAccount,
    *,
    query: str,
    order: Literal["asc", "desc"] | None = None,
    page: int | str | None = None,
    per_page: Annotated[int, Ge(1), Le(100)] | None = None,
    sort: Literal["comments", "created", "updated", "reactions", "interactions"] | None = None,
) -> types.search.IssueSearch:
    """Search issues and pull requests.

    Find issues and pull requests by words and qualifiers: repo:owner/name, is:issue, is:pr, is:open, author:login,
    label:bug. At most 1,000 are given; if incomplete_results is true, more may fit. 30 calls a minute.

    Args:
        query: Words to look for, and qualifiers such as `repo:octo-org/hello`, `author:octocat` or `is:open`.
        order: Which way they are sorted; counts only beside sort.
        page: Which page: a number, or what an answer names for its next page. Alone, beside what stands in the path.
        per_page: How many of them a page holds, 30 if not given.
        sort: What they are sorted by; how well they fit if not given.

    Returns IssueSearch: the provider's JSON, as it came. What it needs, and how it fails: see
    github_tools.search.github_issues_search.

    Example:
        await github_issues_search(account, query="is:issue is:open crash")
    """
    return await account.call(
        GITHUB_ISSUES_SEARCH, {"query": query, "order": order, "page": page, "per_page": per_page, "sort": sort}
    )


async def github_me_get(account: AsyncAccount) -> types.people.Me:
    """Get the current user.

    Get the person whose token is used, with the login that other tools take as owner, creator or assignee.

    Returns Me: the provider's JSON, as it came. What it needs, and how it fails: see github_tools.search.github_me_get.

    Example:
        await github_me_get(account)
    """
    return await account.call(GITHUB_ME_GET, {})


async def github_repo_get(account: AsyncAccount, *, owner: str, repo: str) -> types.repositories.Repository:
    """Get a repository.

    Get one repository, with its default branch, language, topics and counts, not what is in it.

    Args:
        owner: The user or organization whose repository it is; case does not matter.
        repo: The repository's name, without its owner; case does not matter.

    Returns Repository: the provider's JSON, as it came. What it needs, and how it fails: see
    github_tools.search.github_repo_get.

    Example:
        await github_repo_get(account, owner="octo-org", repo="hello")
    """
    return await account.call(GITHUB_REPO_GET, {"owner": owner, "repo": repo})


async def github_repos_list(
    account: AsyncAccount,
    *,
    direction: Literal["asc", "desc"] | None = None,
    page: int | str | None = None,
    per_page: Annotated[int, Ge(1), Le(100)] | None = None,
    sort: Literal["created", "updated", "pushed", "full_name"] | None = None,
    visibility: Literal["all", "public", "private"] | None = None,
) -> types.repositories.ListMyRepositoriesResponse:
    """List your repositories.

    List repositories that the person can see and the app is installed in, with owner and name. For others use
    github_repos_search.

    Args:
        direction: Which way they are sorted.
        page: Which page: a number, or what an answer names for its next page. Alone, beside what stands in the path.
        per_page: How many of them a page holds, 30 if not given.
        sort: What they are sorted by.
        visibility: Only these.

    Returns ListMyRepositoriesResponse: the provider's JSON, as it came. What it needs, and how it fails: see
    github_tools.search.github_repos_list.

    Example:
        await github_repos_list(account)
    """
    return await account.call(
        GITHUB_REPOS_LIST,
        {"direction": direction, "page": page, "per_page": per_page, "sort": sort, "visibility": visibility},
    )


async def github_repos_search(
    account: AsyncAccount,
    *,
    query: str,
    order: Literal["asc", "desc"] | None = None,
    page: int | str | None = None,
    per_page: Annotated[int, Ge(1), Le(100)] | None = None,
    sort: Literal["stars", "forks", "help-wanted-issues", "updated"] | None = None,
) -> types.search.RepositorySearch:
    """Search repositories.

    Find repositories by words and qualifiers: user:login, org:name, language:python, topic:cli. At most 1,000 are
    given; if incomplete_results is true, more may fit. 30 calls a minute.

    Args:
        query: Words to look for, and qualifiers such as `repo:octo-org/hello`, `author:octocat` or `is:open`.
        order: Which way they are sorted; counts only beside sort.
        page: Which page: a number, or what an answer names for its next page. Alone, beside what stands in the path.
        per_page: How many of them a page holds, 30 if not given.
        sort: What they are sorted by; how well they fit if not given.

    Returns RepositorySearch: the provider's JSON, as it came. What it needs, and how it fails: see
    github_tools.search.github_repos_search.

    Example:
        await github_repos_search(account, query="is:issue is:open crash")
    """
    return await account.call(
        GITHUB_REPOS_SEARCH, {"query": query, "order": order, "page": page, "per_page": per_page, "sort": sort}
    )
