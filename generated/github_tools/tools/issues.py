# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""Issues, comments and labels: the tools as the runtime sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figwright.connector import Pagination, Parameter, Tool

if TYPE_CHECKING:
    from github_tools import types

GITHUB_COMMENT_DELETE: Tool[None] = Tool(
    name="github_comment_delete",
    title="Delete a comment",
    description="Delete a comment for good. To correct it use github_comment_update.",
    operation="deleteComment",
    method="DELETE",
    path="/repos/{owner}/{repo}/issues/comments/{comment_id}",
    toolset="issues",
    input_type="github_tools.inputs.issues:GithubCommentDeleteInput",
    input_schema="issues.input.json",
    output_type="",
    output_schema="issues.output.json",
    parameters=(
        Parameter("owner", "owner", "path"),
        Parameter("repo", "repo", "path"),
        Parameter("comment_id", "comment_id", "path"),
    ),
    credentials=("oauth", "personal_access_token"),
    default=True,
    tier=1,
    destructive=True,
    idempotent=True,
)

GITHUB_COMMENT_UPDATE: Tool[types.issues.Comment] = Tool(
    name="github_comment_update",
    title="Change a comment",
    description="Put another text in place of a comment's. The id comes from github_issue_comments_list.",
    operation="updateComment",
    method="PATCH",
    path="/repos/{owner}/{repo}/issues/comments/{comment_id}",
    toolset="issues",
    input_type="github_tools.inputs.issues:GithubCommentUpdateInput",
    input_schema="issues.input.json",
    output_type="github_tools.types.issues:Comment",
    output_schema="issues.output.json",
    parameters=(
        Parameter("owner", "owner", "path"),
        Parameter("repo", "repo", "path"),
        Parameter("comment_id", "comment_id", "path"),
        Parameter("body", "body", "body"),
    ),
    credentials=("oauth", "personal_access_token"),
    default=True,
    tier=1,
    idempotent=True,
    result_names=("body", "id"),
)

GITHUB_ISSUE_COMMENT_CREATE: Tool[types.issues.Comment] = Tool(
    name="github_issue_comment_create",
    title="Comment on an issue",
    description="Write a comment on an issue or a pull request, in the person's name. People who follow it are told.",
    operation="createComment",
    method="POST",
    path="/repos/{owner}/{repo}/issues/{issue_number}/comments",
    toolset="issues",
    input_type="github_tools.inputs.issues:GithubIssueCommentCreateInput",
    input_schema="issues.input.json",
    output_type="github_tools.types.issues:Comment",
    output_schema="issues.output.json",
    parameters=(
        Parameter("owner", "owner", "path"),
        Parameter("repo", "repo", "path"),
        Parameter("issue_number", "issue_number", "path"),
        Parameter("body", "body", "body"),
    ),
    credentials=("oauth", "personal_access_token"),
    default=True,
    tier=1,
    result_names=("body", "id"),
)

GITHUB_ISSUE_COMMENTS_LIST: Tool[types.comments.ListCommentsResponse] = Tool(
    name="github_issue_comments_list",
    title="List an issue's comments",
    description=(
        "List the comments on an issue, or on a pull request as a whole, the oldest first. Gives the ids that "
        "github_comment_update and github_comment_delete take."
    ),
    operation="listComments",
    method="GET",
    path="/repos/{owner}/{repo}/issues/{issue_number}/comments",
    toolset="issues",
    input_type="github_tools.inputs.issues:GithubIssueCommentsListInput",
    input_schema="issues.input.json",
    output_type="github_tools.types.comments:ListCommentsResponse",
    output_schema="issues.output.json",
    parameters=(
        Parameter("owner", "owner", "path"),
        Parameter("repo", "repo", "path"),
        Parameter("issue_number", "issue_number", "path"),
        Parameter("page", "page", "query"),
        Parameter("per_page", "per_page", "query"),
        Parameter("since", "since", "query"),
    ),
    check="github_issue_comments_list.check.json",
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

GITHUB_ISSUE_CREATE: Tool[types.issues.Issue] = Tool(
    name="github_issue_create",
    title="Open an issue",
    description=(
        "Open an issue in the person's name. Search first whether there is one. Labels and assignees are left out "
        "without a word if the person has no right to set them."
    ),
    operation="createIssue",
    method="POST",
    path="/repos/{owner}/{repo}/issues",
    toolset="issues",
    input_type="github_tools.inputs.issues:GithubIssueCreateInput",
    input_schema="issues.input.json",
    output_type="github_tools.types.issues:Issue",
    output_schema="issues.output.json",
    parameters=(
        Parameter("owner", "owner", "path"),
        Parameter("repo", "repo", "path"),
        Parameter("title", "title", "body"),
        Parameter("assignees", "assignees", "body"),
        Parameter("body", "body", "body"),
        Parameter("labels", "labels", "body"),
    ),
    credentials=("oauth", "personal_access_token"),
    default=True,
    tier=1,
    result_names=("id", "number", "state", "title"),
)

GITHUB_ISSUE_GET: Tool[types.issues.Issue] = Tool(
    name="github_issue_get",
    title="Read an issue",
    description=(
        "Read one issue: title, text, state, labels, assignees. Its comments come from github_issue_comments_list."
        " A pull request's number works, too; github_pull_get tells more of it."
    ),
    operation="getIssue",
    method="GET",
    path="/repos/{owner}/{repo}/issues/{issue_number}",
    toolset="issues",
    input_type="github_tools.inputs.issues:GithubIssueGetInput",
    input_schema="issues.input.json",
    output_type="github_tools.types.issues:Issue",
    output_schema="issues.output.json",
    parameters=(
        Parameter("owner", "owner", "path"),
        Parameter("repo", "repo", "path"),
        Parameter("issue_number", "issue_number", "path"),
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

GITHUB_ISSUE_LABEL_REMOVE: Tool[types.labels.RemoveLabelResponse] = Tool(
    name="github_issue_label_remove",
    title="Remove a label from an issue",
    description="Take one label from an issue or a pull request. The repository keeps the label.",
    operation="removeLabel",
    method="DELETE",
    path="/repos/{owner}/{repo}/issues/{issue_number}/labels/{name}",
    toolset="issues",
    input_type="github_tools.inputs.issues:GithubIssueLabelRemoveInput",
    input_schema="issues.input.json",
    output_type="github_tools.types.labels:RemoveLabelResponse",
    output_schema="issues.output.json",
    parameters=(
        Parameter("owner", "owner", "path"),
        Parameter("repo", "repo", "path"),
        Parameter("issue_number", "issue_number", "path"),
        Parameter("name", "name", "path"),
    ),
    credentials=("oauth", "personal_access_token"),
    default=True,
    tier=1,
    destructive=True,
    idempotent=True,
)

GITHUB_ISSUE_LABELS_ADD: Tool[types.labels.AddLabelsResponse] = Tool(
    name="github_issue_labels_add",
    title="Add labels to an issue",
    description=(
        "Add labels to an issue or a pull request and keep those that it has. github_labels_list knows their names."
    ),
    operation="addLabels",
    method="POST",
    path="/repos/{owner}/{repo}/issues/{issue_number}/labels",
    toolset="issues",
    input_type="github_tools.inputs.issues:GithubIssueLabelsAddInput",
    input_schema="issues.input.json",
    output_type="github_tools.types.labels:AddLabelsResponse",
    output_schema="issues.output.json",
    parameters=(
        Parameter("owner", "owner", "path"),
        Parameter("repo", "repo", "path"),
        Parameter("issue_number", "issue_number", "path"),
        Parameter("labels", "labels", "body"),
    ),
    credentials=("oauth", "personal_access_token"),
    default=True,
    tier=1,
    idempotent=True,
)

GITHUB_ISSUE_UPDATE: Tool[types.issues.Issue] = Tool(
    name="github_issue_update",
    title="Change or close an issue",
    description=(
        "Change an issue or a pull request: title, text, state, labels, assignees. Close with state=closed and a "
        "state_reason. Labels given here replace all; to add one use github_issue_labels_add."
    ),
    operation="updateIssue",
    method="PATCH",
    path="/repos/{owner}/{repo}/issues/{issue_number}",
    toolset="issues",
    input_type="github_tools.inputs.issues:GithubIssueUpdateInput",
    input_schema="issues.input.json",
    output_type="github_tools.types.issues:Issue",
    output_schema="issues.output.json",
    parameters=(
        Parameter("owner", "owner", "path"),
        Parameter("repo", "repo", "path"),
        Parameter("issue_number", "issue_number", "path"),
        Parameter("assignees", "assignees", "body"),
        Parameter("body", "body", "body"),
        Parameter("labels", "labels", "body"),
        Parameter("state", "state", "body"),
        Parameter("state_reason", "state_reason", "body"),
        Parameter("title", "title", "body"),
    ),
    check="github_issue_update.check.json",
    credentials=("oauth", "personal_access_token"),
    default=True,
    tier=1,
    idempotent=True,
    result_names=("id", "number", "state", "title"),
    example={"state": "closed"},
)

GITHUB_ISSUES_LIST: Tool[types.issues.ListIssuesResponse] = Tool(
    name="github_issues_list",
    title="List a repository's issues",
    description=(
        "List a repository's open issues, the newest first, pull requests among them (those have pull_request). "
        "For words in them use github_issues_search."
    ),
    operation="listIssues",
    method="GET",
    path="/repos/{owner}/{repo}/issues",
    toolset="issues",
    input_type="github_tools.inputs.issues:GithubIssuesListInput",
    input_schema="issues.input.json",
    output_type="github_tools.types.issues:ListIssuesResponse",
    output_schema="issues.output.json",
    parameters=(
        Parameter("owner", "owner", "path"),
        Parameter("repo", "repo", "path"),
        Parameter("assignee", "assignee", "query"),
        Parameter("creator", "creator", "query"),
        Parameter("direction", "direction", "query"),
        Parameter("labels", "labels", "query"),
        Parameter("mentioned", "mentioned", "query"),
        Parameter("page", "page", "query"),
        Parameter("per_page", "per_page", "query"),
        Parameter("since", "since", "query"),
        Parameter("sort", "sort", "query"),
        Parameter("state", "state", "query"),
    ),
    check="github_issues_list.check.json",
    credentials=("oauth", "personal_access_token"),
    default=True,
    tier=1,
    read_only=True,
    idempotent=True,
    pagination=Pagination(input="page", header="Link"),
    authored={"body": "user.login", "title": "user.login"},
    aside=("id", "html_url", "repository_url", "user.id", "user.html_url", "labels.id"),
    rows=True,
)

GITHUB_LABELS_LIST: Tool[types.labels.ListLabelsResponse] = Tool(
    name="github_labels_list",
    title="List a repository's labels",
    description="List the labels that a repository has, with their meanings, before you set any.",
    operation="listLabels",
    method="GET",
    path="/repos/{owner}/{repo}/labels",
    toolset="issues",
    input_type="github_tools.inputs.issues:GithubLabelsListInput",
    input_schema="issues.input.json",
    output_type="github_tools.types.labels:ListLabelsResponse",
    output_schema="issues.output.json",
    parameters=(
        Parameter("owner", "owner", "path"),
        Parameter("repo", "repo", "path"),
        Parameter("page", "page", "query"),
        Parameter("per_page", "per_page", "query"),
    ),
    credentials=("oauth", "personal_access_token"),
    default=True,
    tier=1,
    read_only=True,
    idempotent=True,
    pagination=Pagination(input="page", header="Link"),
    aside=("id", "color"),
    rows=True,
)

GITHUB_MY_ISSUES_LIST: Tool[types.issues.ListMyIssuesResponse] = Tool(
    name="github_my_issues_list",
    title="List your issues",
    description=(
        "List open issues and pull requests that are assigned to the person, in all repositories; filter and state"
        " ask for others. For one repository use github_issues_list."
    ),
    operation="listMyIssues",
    method="GET",
    path="/issues",
    toolset="issues",
    input_type="github_tools.inputs.issues:GithubMyIssuesListInput",
    input_schema="issues.input.json",
    output_type="github_tools.types.issues:ListMyIssuesResponse",
    output_schema="issues.output.json",
    parameters=(
        Parameter("direction", "direction", "query"),
        Parameter("filter", "filter", "query"),
        Parameter("labels", "labels", "query"),
        Parameter("page", "page", "query"),
        Parameter("per_page", "per_page", "query"),
        Parameter("since", "since", "query"),
        Parameter("sort", "sort", "query"),
        Parameter("state", "state", "query"),
    ),
    check="github_my_issues_list.check.json",
    credentials=("oauth", "personal_access_token"),
    default=True,
    tier=1,
    read_only=True,
    idempotent=True,
    pagination=Pagination(input="page", header="Link"),
    authored={"body": "user.login", "title": "user.login"},
    aside=("id", "html_url", "repository_url", "user.id", "user.html_url", "labels.id"),
    rows=True,
)
