# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""Pull requests: awaitable functions, one per tool."""

from __future__ import annotations

from typing import TYPE_CHECKING

from github_tools.tools.pulls import (
    GITHUB_PULL_CREATE,
    GITHUB_PULL_FILES_LIST,
    GITHUB_PULL_GET,
    GITHUB_PULL_REVIEWS_LIST,
    GITHUB_PULLS_LIST,
)

if TYPE_CHECKING:
    from typing import Annotated, Literal

    from annotated_types import Ge, Le

    from figwright.connector import AsyncAccount
    from github_tools import types


async def github_pull_create(
    account: AsyncAccount,
    *,
    owner: str,
    repo: str,
    base: str,
    head: str,
    title: str,
    body: str | None = None,
    draft: bool | None = None,
) -> types.pulls.PullRequest:
    """Open a pull request.

    Open a pull request from one branch into another, in the person's name. Both must be pushed.

    Args:
        owner: The user or organization whose repository it is; case does not matter.
        repo: The repository's name, without its owner; case does not matter.
        base: The branch to merge into.
        head: The branch with the changes; of a fork, `owner:branch`.
        title: As the provider takes it.
        body: The text, in Markdown.
        draft: Whether it is not ready to be merged.

    Returns PullRequest: the provider's JSON, as it came. What it needs, and how it fails: see
    github_tools.pulls.github_pull_create.

    Example:
        await github_pull_create(
            account,
            owner="octo-org",
            repo="hello",
            base="main",
            head="mend-the-button",
            title="Mend the button",
        )
    """
    return await account.call(
        GITHUB_PULL_CREATE,
        {"owner": owner, "repo": repo, "base": base, "head": head, "title": title, "body": body, "draft": draft},
    )


async def github_pull_files_list(
    account: AsyncAccount,
    *,
    owner: str,
    repo: str,
    pull_number: Annotated[int, Ge(1)],
    page: int | str | None = None,
    per_page: Annotated[int, Ge(1), Le(100)] | None = None,
) -> types.pulls.ListPullRequestFilesResponse:
    """List a pull request's files.

    List the files that a pull request changes, each with its change as a diff (patch), 3,000 files at most.

    Args:
        owner: The user or organization whose repository it is; case does not matter.
        repo: The repository's name, without its owner; case does not matter.
        pull_number: The pull request's number in its repository.
        page: Which page: a number, or what an answer names for its next page. Alone, beside what stands in the path.
        per_page: How many of them a page holds, 30 if not given.

    Returns ListPullRequestFilesResponse: the provider's JSON, as it came. What it needs, and how it fails: see
    github_tools.pulls.github_pull_files_list.

    Example:
        await github_pull_files_list(account, owner="octo-org", repo="hello", pull_number=2)
    """
    return await account.call(
        GITHUB_PULL_FILES_LIST,
        {"owner": owner, "repo": repo, "pull_number": pull_number, "page": page, "per_page": per_page},
    )


async def github_pull_get(
    account: AsyncAccount, *, owner: str, repo: str, pull_number: Annotated[int, Ge(1)]
) -> types.pulls.PullRequest:
    """Read a pull request.

    Read one pull request: text, branches, size, and whether it can be merged (null while GitHub finds that out; ask
    again). Its changes come from github_pull_files_list.

    Args:
        owner: The user or organization whose repository it is; case does not matter.
        repo: The repository's name, without its owner; case does not matter.
        pull_number: The pull request's number in its repository.

    Returns PullRequest: the provider's JSON, as it came. What it needs, and how it fails: see
    github_tools.pulls.github_pull_get.

    Example:
        await github_pull_get(account, owner="octo-org", repo="hello", pull_number=2)
    """
    return await account.call(GITHUB_PULL_GET, {"owner": owner, "repo": repo, "pull_number": pull_number})


async def github_pull_reviews_list(
    account: AsyncAccount,
    *,
    owner: str,
    repo: str,
    pull_number: Annotated[int, Ge(1)],
    page: int | str | None = None,
    per_page: Annotated[int, Ge(1), Le(100)] | None = None,
) -> types.pulls.ListReviewsResponse:
    """List a pull request's reviews.

    List the reviews of a pull request, the oldest first, with who approved it or asked for changes.

    Args:
        owner: The user or organization whose repository it is; case does not matter.
        repo: The repository's name, without its owner; case does not matter.
        pull_number: The pull request's number in its repository.
        page: Which page: a number, or what an answer names for its next page. Alone, beside what stands in the path.
        per_page: How many of them a page holds, 30 if not given.

    Returns ListReviewsResponse: the provider's JSON, as it came. What it needs, and how it fails: see
    github_tools.pulls.github_pull_reviews_list.

    Example:
        await github_pull_reviews_list(account, owner="octo-org", repo="hello", pull_number=2)
    """
    return await account.call(
        GITHUB_PULL_REVIEWS_LIST,
        {"owner": owner, "repo": repo, "pull_number": pull_number, "page": page, "per_page": per_page},
    )


async def github_pulls_list(
    account: AsyncAccount,
    *,
    owner: str,
    repo: str,
    base: str | None = None,
    direction: Literal["asc", "desc"] | None = None,
    head: str | None = None,
    page: int | str | None = None,
    per_page: Annotated[int, Ge(1), Le(100)] | None = None,
    sort: Literal["created", "updated", "popularity", "long-running"] | None = None,
    state: Literal["open", "closed", "all"] | None = None,
) -> types.pulls.ListPullRequestsResponse:
    """List pull requests.

    List a repository's open pull requests, the newest first; state, head and base ask for others.

    Args:
        owner: The user or organization whose repository it is; case does not matter.
        repo: The repository's name, without its owner; case does not matter.
        base: Only those into this branch.
        direction: Which way they are sorted.
        head: Only those from this branch, as `owner:branch`.
        page: Which page: a number, or what an answer names for its next page. Alone, beside what stands in the path.
        per_page: How many of them a page holds, 30 if not given.
        sort: What they are sorted by.
        state: Only these; open if not given.

    Returns ListPullRequestsResponse: the provider's JSON, as it came. What it needs, and how it fails: see
    github_tools.pulls.github_pulls_list.

    Example:
        await github_pulls_list(account, owner="octo-org", repo="hello")
    """
    return await account.call(
        GITHUB_PULLS_LIST,
        {
            "owner": owner,
            "repo": repo,
            "base": base,
            "direction": direction,
            "head": head,
            "page": page,
            "per_page": per_page,
            "sort": sort,
            "state": state,
        },
    )
