# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""Repositories, people and search: the tools as the runtime sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figwright.connector import Pagination, Parameter, Tool

if TYPE_CHECKING:
    from github_tools import types

GITHUB_ISSUES_SEARCH: Tool[types.search.IssueSearch] = Tool(
    name="github_issues_search",
    title="Search issues and pull requests",
    description=(
        "Find issues and pull requests by words and qualifiers: repo:owner/name, is:issue, is:pr, is:open, "
        "author:login, label:bug. At most 1,000 are given; if incomplete_results is true, more may fit. 30 calls a"
        " minute."
    ),
    operation="searchIssues",
    method="GET",
    path="/search/issues",
    toolset="search",
    input_type="github_tools.inputs.search:GithubIssuesSearchInput",
    input_schema="search.input.json",
    output_type="github_tools.types.search:IssueSearch",
    output_schema="search.output.json",
    parameters=(
        Parameter("query", "q", "query"),
        Parameter("order", "order", "query"),
        Parameter("page", "page", "query"),
        Parameter("per_page", "per_page", "query"),
        Parameter("sort", "sort", "query"),
    ),
    credentials=("oauth", "personal_access_token"),
    default=True,
    tier=2,
    read_only=True,
    idempotent=True,
    pagination=Pagination(input="page", header="Link", beside=("query",)),
    result_names=("incomplete_results", "items", "total_count"),
    authored={"body": "user.login", "title": "user.login"},
    aside=("id", "html_url", "repository_url", "user.id", "user.html_url", "labels.id"),
    rows=True,
)

GITHUB_ME_GET: Tool[types.people.Me] = Tool(
    name="github_me_get",
    title="Get the current user",
    description="Get the person whose token is used, with the login that other tools take as owner, creator or assignee.",
    operation="getMe",
    method="GET",
    path="/user",
    toolset="search",
    input_type="github_tools.inputs.search:GithubMeGetInput",
    input_schema="search.input.json",
    output_type="github_tools.types.people:Me",
    output_schema="search.output.json",
    credentials=("oauth", "personal_access_token"),
    default=True,
    tier=1,
    read_only=True,
    idempotent=True,
    result_names=("id", "login"),
)

GITHUB_REPO_GET: Tool[types.repositories.Repository] = Tool(
    name="github_repo_get",
    title="Get a repository",
    description="Get one repository, with its default branch, language, topics and counts, not what is in it.",
    operation="getRepository",
    method="GET",
    path="/repos/{owner}/{repo}",
    toolset="search",
    input_type="github_tools.inputs.search:GithubRepoGetInput",
    input_schema="search.input.json",
    output_type="github_tools.types.repositories:Repository",
    output_schema="search.output.json",
    parameters=(Parameter("owner", "owner", "path"), Parameter("repo", "repo", "path")),
    credentials=("oauth", "personal_access_token"),
    default=True,
    tier=1,
    read_only=True,
    idempotent=True,
    result_names=("full_name", "id", "name", "private"),
)

GITHUB_REPOS_LIST: Tool[types.repositories.ListMyRepositoriesResponse] = Tool(
    name="github_repos_list",
    title="List your repositories",
    description=(
        "List repositories that the person can see and the app is installed in, with owner and name. For others "
        "use github_repos_search."
    ),
    operation="listMyRepositories",
    method="GET",
    path="/user/repos",
    toolset="search",
    input_type="github_tools.inputs.search:GithubReposListInput",
    input_schema="search.input.json",
    output_type="github_tools.types.repositories:ListMyRepositoriesResponse",
    output_schema="search.output.json",
    parameters=(
        Parameter("direction", "direction", "query"),
        Parameter("page", "page", "query"),
        Parameter("per_page", "per_page", "query"),
        Parameter("sort", "sort", "query"),
        Parameter("visibility", "visibility", "query"),
    ),
    credentials=("oauth", "personal_access_token"),
    default=True,
    tier=1,
    read_only=True,
    idempotent=True,
    pagination=Pagination(input="page", header="Link"),
    aside=("id", "html_url", "owner.id", "owner.html_url"),
    rows=True,
)

GITHUB_REPOS_SEARCH: Tool[types.search.RepositorySearch] = Tool(
    name="github_repos_search",
    title="Search repositories",
    description=(
        "Find repositories by words and qualifiers: user:login, org:name, language:python, topic:cli. At most "
        "1,000 are given; if incomplete_results is true, more may fit. 30 calls a minute."
    ),
    operation="searchRepositories",
    method="GET",
    path="/search/repositories",
    toolset="search",
    input_type="github_tools.inputs.search:GithubReposSearchInput",
    input_schema="search.input.json",
    output_type="github_tools.types.search:RepositorySearch",
    output_schema="search.output.json",
    parameters=(
        Parameter("query", "q", "query"),
        Parameter("order", "order", "query"),
        Parameter("page", "page", "query"),
        Parameter("per_page", "per_page", "query"),
        Parameter("sort", "sort", "query"),
    ),
    credentials=("oauth", "personal_access_token"),
    default=True,
    tier=2,
    read_only=True,
    idempotent=True,
    pagination=Pagination(input="page", header="Link", beside=("query",)),
    result_names=("incomplete_results", "items", "total_count"),
    aside=("id", "html_url", "owner.id", "owner.html_url"),
    rows=True,
)
