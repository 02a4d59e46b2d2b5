# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""Pull requests: the tools as the runtime sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figwright.connector import Pagination, Parameter, Tool

if TYPE_CHECKING:
    from github_tools import types

GITHUB_PULL_CREATE: Tool[types.pulls.PullRequest] = Tool(
    name="github_pull_create",
    title="Open a pull request",
    description="Open a pull request from one branch into another, in the person's name. Both must be pushed.",
    operation="createPullRequest",
    method="POST",
    path="/repos/{owner}/{repo}/pulls",
    toolset="pulls",
    input_type="github_tools.inputs.pulls:GithubPullCreateInput",
    input_schema="pulls.input.json",
    output_type="github_tools.types.pulls:PullRequest",
    output_schema="pulls.output.json",
    parameters=(
        Parameter("owner", "owner", "path"),
        Parameter("repo", "repo", "path"),
        Parameter("base", "base", "body"),
        Parameter("head", "head", "body"),
        Parameter("title", "title", "body"),
        Parameter("body", "body", "body"),
        Parameter("draft", "draft", "body"),
    ),
    credentials=("oauth", "personal_access_token"),
    default=True,
    tier=1,
    result_names=("id", "number", "state", "title"),
)

GITHUB_PULL_FILES_LIST: Tool[types.pulls.ListPullRequestFilesResponse] = Tool(
    name="github_pull_files_list",
    title="List a pull request's files",
    description="List the files that a pull request changes, each with its change as a diff (patch), 3,000 files at most.",
    operation="listPullRequestFiles",
    method="GET",
    path="/repos/{owner}/{repo}/pulls/{pull_number}/files",
    toolset="pulls",
    input_type="github_tools.inputs.pulls:GithubPullFilesListInput",
    input_schema="pulls.input.json",
    output_type="github_tools.types.pulls:ListPullRequestFilesResponse",
    output_schema="pulls.output.json",
    parameters=(
        Parameter("owner", "owner", "path"),
        Parameter("repo", "repo", "path"),
        Parameter("pull_number", "pull_number", "path"),
        Parameter("page", "page", "query"),
        Parameter("per_page", "per_page", "query"),
    ),
    credentials=("oauth", "personal_access_token"),
    default=True,
    tier=1,
    read_only=True,
    idempotent=True,
    pagination=Pagination(input="page", header="Link"),
    rows=True,
)

GITHUB_PULL_GET: Tool[types.pulls.PullRequest] = Tool(
    name="github_pull_get",
    title="Read a pull request",
    description=(
        "Read one pull request: text, branches, size, and whether it can be merged (null while GitHub finds that "
        "out; ask again). Its changes come from github_pull_files_list."
    ),
    operation="getPullRequest",
    method="GET",
    path="/repos/{owner}/{repo}/pulls/{pull_number}",
    toolset="pulls",
    input_type="github_tools.inputs.pulls:GithubPullGetInput",
    input_schema="pulls.input.json",
    output_type="github_tools.types.pulls:PullRequest",
    output_schema="pulls.output.json",
    parameters=(
        Parameter("owner", "owner", "path"),
        Parameter("repo", "repo", "path"),
        Parameter("pull_number", "pull_number", "path"),
    ),
    credentials=("oauth", "personal_access_token"),
    default=True,
    tier=1,
    read_only=True,
    idempotent=True,
    result_names=("id", "number", "state", "title"),
    authored={"body": "user.login", "title": "user.login"},
    rows=True,
)

GITHUB_PULL_REVIEWS_LIST: Tool[types.pulls.ListReviewsResponse] = Tool(
    name="github_pull_reviews_list",
    title="List a pull request's reviews",
    description="List the reviews of a pull request, the oldest first, with who approved it or asked for changes.",
    operation="listReviews",
    method="GET",
    path="/repos/{owner}/{repo}/pulls/{pull_number}/reviews",
    toolset="pulls",
    input_type="github_tools.inputs.pulls:GithubPullReviewsListInput",
    input_schema="pulls.input.json",
    output_type="github_tools.types.pulls:ListReviewsResponse",
    output_schema="pulls.output.json",
    parameters=(
        Parameter("owner", "owner", "path"),
        Parameter("repo", "repo", "path"),
        Parameter("pull_number", "pull_number", "path"),
        Parameter("page", "page", "query"),
        Parameter("per_page", "per_page", "query"),
    ),
    credentials=("oauth", "personal_access_token"),
    default=True,
    tier=1,
    read_only=True,
    idempotent=True,
    pagination=Pagination(input="page", header="Link"),
    authored={"body": "user.login"},
    aside=("html_url", "user.id", "user.html_url"),
    rows=True,
)

GITHUB_PULLS_LIST: Tool[types.pulls.ListPullRequestsResponse] = Tool(
    name="github_pulls_list",
    title="List pull requests",
    description="List a repository's open pull requests, the newest first; state, head and base ask for others.",
    operation="listPullRequests",
    method="GET",
    path="/repos/{owner}/{repo}/pulls",
    toolset="pulls",
    input_type="github_tools.inputs.pulls:GithubPullsListInput",
    input_schema="pulls.input.json",
    output_type="github_tools.types.pulls:ListPullRequestsResponse",
    output_schema="pulls.output.json",
    parameters=(
        Parameter("owner", "owner", "path"),
        Parameter("repo", "repo", "path"),
        Parameter("base", "base", "query"),
        Parameter("direction", "direction", "query"),
        Parameter("head", "head", "query"),
        Parameter("page", "page", "query"),
        Parameter("per_page", "per_page", "query"),
        Parameter("sort", "sort", "query"),
        Parameter("state", "state", "query"),
    ),
    credentials=("oauth", "personal_access_token"),
    default=True,
    tier=1,
    read_only=True,
    idempotent=True,
    pagination=Pagination(input="page", header="Link"),
    authored={"body": "user.login", "title": "user.login"},
    aside=("id", "html_url", "user.id", "user.html_url", "labels.id", "head.sha", "base.sha"),
    rows=True,
)
