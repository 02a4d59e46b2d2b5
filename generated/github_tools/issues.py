# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""Issues, comments and labels: typed functions, one per tool."""

from __future__ import annotations

from typing import TYPE_CHECKING

from github_tools.tools.issues import (
    GITHUB_COMMENT_DELETE,
    GITHUB_COMMENT_UPDATE,
    GITHUB_ISSUE_COMMENT_CREATE,
    GITHUB_ISSUE_COMMENTS_LIST,
    GITHUB_ISSUE_CREATE,
    GITHUB_ISSUE_GET,
    GITHUB_ISSUE_LABEL_REMOVE,
    GITHUB_ISSUE_LABELS_ADD,
    GITHUB_ISSUE_UPDATE,
    GITHUB_ISSUES_LIST,
    GITHUB_LABELS_LIST,
    GITHUB_MY_ISSUES_LIST,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Annotated, Literal

    from annotated_types import Ge, Le

    from figwright.connector import Account
    from github_tools import types


def github_comment_delete(account: Account, *, owner: str, repo: str, comment_id: Annotated[int, Ge(1)]) -> None:
    """Delete a comment.

    Delete a comment for good. To correct it use github_comment_update.

    Args:
        owner: The user or organization whose repository it is; case does not matter.
        repo: The repository's name, without its owner; case does not matter.
        comment_id: The comment's id, not its place.

    Returns:
        Nothing.

    Needs:
        token of a GitHub App for its user or personal access token; rate-limit tier 1.

    Fails with:
        401: The token is missing, wrong, expired or revoked.
        403: A limit is reached, or the app or the person may not do this.
        404: It is not there, or the person may not see it.

    Operation deleteComment: DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}.

    Example:
        github_comment_delete(account, owner="octo-org", repo="hello", comment_id=101)
    """
    return account.call(GITHUB_COMMENT_DELETE, {"owner": owner, "repo": repo, "comment_id": comment_id})


def github_comment_update(
    account: Account, *, owner: str, repo: str, comment_id: Annotated[int, Ge(1)], body: str
) -> types.issues.Comment:
    """Change a comment.

    Put another text in place of a comment's. The id comes from github_issue_comments_list.

    Args:
        owner: The user or organization whose repository it is; case does not matter.
        repo: The repository's name, without its owner; case does not matter.
        comment_id: The comment's id, not its place.
        body: The text, in Markdown.

    Returns:
        Comment: the provider's JSON, as it came.

    Needs:
        token of a GitHub App for its user or personal access token; rate-limit tier 1.

    Fails with:
        401: The token is missing, wrong, expired or revoked.
        403: A limit is reached, or the app or the person may not do this.
        404: It is not there, or the person may not see it.
        422: A value is not valid; `errors` says which.

    Operation updateComment: PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}.

    Example:
        github_comment_update(account, owner="octo-org", repo="hello", comment_id=101, body="Thanks, we see it.")
    """
    return account.call(GITHUB_COMMENT_UPDATE, {"owner": owner, "repo": repo, "comment_id": comment_id, "body": body})


def github_issue_comment_create(
    account: Account, *, owner: str, repo: str, issue_number: Annotated[int, Ge(1)], body: str
) -> types.issues.Comment:
    """Comment on an issue.

    Write a comment on an issue or a pull request, in the person's name. People who follow it are told.

    Args:
        owner: The user or organization whose repository it is; case does not matter.
        repo: The repository's name, without its owner; case does not matter.
        issue_number: The issue's number in its repository. A pull request's number works, too.
        body: The text, in Markdown.

    Returns:
        Comment: the provider's JSON, as it came.

    Needs:
        token of a GitHub App for its user or personal access token; rate-limit tier 1.

    Fails with:
        401: The token is missing, wrong, expired or revoked.
        403: A limit is reached, or the app or the person may not do this.
        404: It is not there, or the person may not see it.
        410: It was deleted, or issues are turned off in the repository.
        422: A value is not valid; `errors` says which.

    Operation createComment: POST /repos/{owner}/{repo}/issues/{issue_number}/comments.

    Example:
        github_issue_comment_create(account, owner="octo-org", repo="hello", issue_number=1, body="Thanks, we see it.")
    """
    return account.call(
        GITHUB_ISSUE_COMMENT_CREATE, {"owner": owner, "repo": repo, "issue_number": issue_number, "body": body}
    )


def github_issue_comments_list(
    account: Account,
    *,
    owner: str,
    repo: str,
    issue_number: Annotated[int, Ge(1)],
    page: int | str | None = None,
    per_page: Annotated[int, Ge(1), Le(100)] | None = None,
    since: str | None = None,
) -> types.comments.ListCommentsResponse:
    """List an issue's comments.

    List the comments on an issue, or on a pull request as a whole, the oldest first. Gives the ids that
    github_comment_update and github_comment_delete take.

    Args:
        owner: The user or organization whose repository it is; case does not matter.
        repo: The repository's name, without its owner; case does not matter.
        issue_number: The issue's number in its repository. A pull request's number works, too.
        page: Which page: a number, or what an answer names for its next page. Alone, beside what stands in the path.
        per_page: How many of them a page holds, 30 if not given.
        since: Only what was changed at this time or later, such as 2026-01-31T00:00:00Z.

    Returns:
        ListCommentsResponse: the provider's JSON, as it came.

    Needs:
        token of a GitHub App for its user or personal access token; rate-limit tier 1.

    Fails with:
        401: The token is missing, wrong, expired or revoked.
        403: A limit is reached, or the app or the person may not do this.
        404: It is not there, or the person may not see it.
        410: It was deleted, or issues are turned off in the repository.

    Operation listComments: GET /repos/{owner}/{repo}/issues/{issue_number}/comments.

    Example:
        github_issue_comments_list(account, owner="octo-org", repo="hello", issue_number=1)
    """
    return account.call(
        GITHUB_ISSUE_COMMENTS_LIST,
        {
            "owner": owner,
            "repo": repo,
            "issue_number": issue_number,
            "page": page,
            "per_page": per_page,
            "since": since,
        },
    )


def github_issue_create(
    account: Account,
    *,
    owner: str,
    repo: str,
    title: str,
    assignees: Sequence[str] | None = None,
    body: str | None = None,
    labels: Sequence[str] | None = None,
) -> types.issues.Issue:
    """Open an issue.

    Open an issue in the person's name. Search first whether there is one. Labels and assignees are left out without a
    word if the person has no right to set them.

    Args:
        owner: The user or organization whose repository it is; case does not matter.
        repo: The repository's name, without its owner; case does not matter.
        title: As the provider takes it.
        assignees: Logins. Dropped without a word if the person may not assign.
        body: The text, in Markdown.
        labels: Names of labels. Dropped without a word if the person may not set any.

    Returns:
        Issue: the provider's JSON, as it came.

    Needs:
        token of a GitHub App for its user or personal access token; rate-limit tier 1.

    Fails with:
        401: The token is missing, wrong, expired or revoked.
        403: A limit is reached, or the app or the person may not do this.
        404: It is not there, or the person may not see it.
        410: It was deleted, or issues are turned off in the repository.
        422: A value is not valid; `errors` says which.

    Operation createIssue: POST /repos/{owner}/{repo}/issues.

    Example:
        github_issue_create(account, owner="octo-org", repo="hello", title="The button does nothing")
    """
    return account.call(
        GITHUB_ISSUE_CREATE,
        {"owner": owner, "repo": repo, "title": title, "assignees": assignees, "body": body, "labels": labels},
    )


def github_issue_get(
    account: Account, *, owner: str, repo: str, issue_number: Annotated[int, Ge(1)]
) -> types.issues.Issue:
    """Read an issue.

    Read one issue: title, text, state, labels, assignees. Its comments come from github_issue_comments_list. A pull
    request's number works, too; github_pull_get tells more of it.

    Args:
        owner: The user or organization whose repository it is; case does not matter.
        repo: The repository's name, without its owner; case does not matter.
        issue_number: The issue's number in its repository. A pull request's number works, too.

    Returns:
        Issue: the provider's JSON, as it came.

    Needs:
        token of a GitHub App for its user or personal access token; rate-limit tier 1.

    Fails with:
        401: The token is missing, wrong, expired or revoked.
        403: A limit is reached, or the app or the person may not do this.
        404: It is not there, or the person may not see it.
        410: It was deleted, or issues are turned off in the repository.

    Operation getIssue: GET /repos/{owner}/{repo}/issues/{issue_number}.

    Example:
        github_issue_get(account, owner="octo-org", repo="hello", issue_number=1)
    """
    return account.call(GITHUB_ISSUE_GET, {"owner": owner, "repo": repo, "issue_number": issue_number})


def github_issue_label_remove(
    account: Account, *, owner: str, repo: str, issue_number: Annotated[int, Ge(1)], name: str
) -> types.labels.RemoveLabelResponse:
    """Remove a label from an issue.

    Take one label from an issue or a pull request. The repository keeps the label.

    Args:
        owner: The user or organization whose repository it is; case does not matter.
        repo: The repository's name, without its owner; case does not matter.
        issue_number: The issue's number in its repository. A pull request's number works, too.
        name: The label's name.

    Returns:
        RemoveLabelResponse: the provider's JSON, as it came.

    Needs:
        token of a GitHub App for its user or personal access token; rate-limit tier 1.

    Fails with:
        401: The token is missing, wrong, expired or revoked.
        403: A limit is reached, or the app or the person may not do this.
        404: It is not there, or the person may not see it.
        410: It was deleted, or issues are turned off in the repository.

    Operation removeLabel: DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}.

    Example:
        github_issue_label_remove(account, owner="octo-org", repo="hello", issue_number=1, name="bug")
    """
    return account.call(
        GITHUB_ISSUE_LABEL_REMOVE, {"owner": owner, "repo": repo, "issue_number": issue_number, "name": name}
    )


def github_issue_labels_add(
    account: Account, *, owner: str, repo: str, issue_number: Annotated[int, Ge(1)], labels: Sequence[str]
) -> types.labels.AddLabelsResponse:
    """Add labels to an issue.

    Add labels to an issue or a pull request and keep those that it has. github_labels_list knows their names.

    Args:
        owner: The user or organization whose repository it is; case does not matter.
        repo: The repository's name, without its owner; case does not matter.
        issue_number: The issue's number in its repository. A pull request's number works, too.
        labels: Names of labels. One that the repository does not have is made.

    Returns:
        AddLabelsResponse: the provider's JSON, as it came.

    Needs:
        token of a GitHub App for its user or personal access token; rate-limit tier 1.

    Fails with:
        401: The token is missing, wrong, expired or revoked.
        403: A limit is reached, or the app or the person may not do this.
        404: It is not there, or the person may not see it.
        410: It was deleted, or issues are turned off in the repository.
        422: A value is not valid; `errors` says which.

    Operation addLabels: POST /repos/{owner}/{repo}/issues/{issue_number}/labels.

    Example:
        github_issue_labels_add(account, owner="octo-org", repo="hello", issue_number=1, labels=[...])
    """
    return account.call(
        GITHUB_ISSUE_LABELS_ADD, {"owner": owner, "repo": repo, "issue_number": issue_number, "labels": labels}
    )


def github_issue_update(
    account: Account,
    *,
    owner: str,
    repo: str,
    issue_number: Annotated[int, Ge(1)],
    assignees: Sequence[str] | None = None,
    body: str | None = None,
    labels: Sequence[str] | None = None,
    state: Literal["open", "closed"] | None = None,
    state_reason: Literal["completed", "not_planned", "duplicate", "reopened"] | None = None,
    title: str | None = None,
) -> types.issues.Issue:
    """Change or close an issue.

    Change an issue or a pull request: title, text, state, labels, assignees. Close with state=closed and a
    state_reason. Labels given here replace all; to add one use github_issue_labels_add.

    Args:
        owner: The user or organization whose repository it is; case does not matter.
        repo: The repository's name, without its owner; case does not matter.
        issue_number: The issue's number in its repository. A pull request's number works, too.
        assignees: Logins of all that it is assigned to from now on.
        body: The text, in Markdown.
        labels: All of its labels from now on.
        state: As the provider takes it.
        state_reason: Why it is closed or open again; counts only beside state.
        title: As the provider takes it.

    Returns:
        Issue: the provider's JSON, as it came.

    Needs:
        token of a GitHub App for its user or personal access token; rate-limit tier 1.

    Fails with:
        401: The token is missing, wrong, expired or revoked.
        403: A limit is reached, or the app or the person may not do this.
        404: It is not there, or the person may not see it.
        410: It was deleted, or issues are turned off in the repository.
        422: A value is not valid; `errors` says which.

    Operation updateIssue: PATCH /repos/{owner}/{repo}/issues/{issue_number}.

    Example:
        github_issue_update(account, owner="octo-org", repo="hello", issue_number=1, state="closed")
    """
    return account.call(
        GITHUB_ISSUE_UPDATE,
        {
            "owner": owner,
            "repo": repo,
            "issue_number": issue_number,
            "assignees": assignees,
            "body": body,
            "labels": labels,
            "state": state,
            "state_reason": state_reason,
            "title": title,
        },
    )


def github_issues_list(
    account: Account,
    *,
    owner: str,
    repo: str,
    assignee: str | None = None,
    creator: str | None = None,
    direction: Literal["asc", "desc"] | None = None,
    labels: str | None = None,
    mentioned: str | None = None,
    page: int | str | None = None,
    per_page: Annotated[int, Ge(1), Le(100)] | None = None,
    since: str | None = None,
    sort: Literal["created", "updated", "comments"] | None = None,
    state: Literal["open", "closed", "all"] | None = None,
) -> types.issues.ListIssuesResponse:
    """List a repository's issues.

    List a repository's open issues, the newest first, pull requests among them (those have pull_request). For words in
    them use github_issues_search.

    Args:
        owner: The user or organization whose repository it is; case does not matter.
        repo: The repository's name, without its owner; case does not matter.
        assignee: A login; `none` for nobody, `*` for anybody.
        creator: The login of who opened it.
        direction: Which way they are sorted.
        labels: Names of labels, with commas between them; only what has all of them.
        mentioned: The login of who is mentioned in it.
        page: Which page: a number, or what an answer names for its next page. Alone, beside what stands in the path.
        per_page: How many of them a page holds, 30 if not given.
        since: Only what was changed at this time or later, such as 2026-01-31T00:00:00Z.
        sort: What they are sorted by.
        state: Only these; open if not given.

    Returns:
        ListIssuesResponse: the provider's JSON, as it came.

    Needs:
        token of a GitHub App for its user or personal access token; rate-limit tier 1.

    Fails with:
        401: The token is missing, wrong, expired or revoked.
        403: A limit is reached, or the app or the person may not do this.
        404: It is not there, or the person may not see it.
        422: A value is not valid; `errors` says which.

    Operation listIssues: GET /repos/{owner}/{repo}/issues.

    Example:
        github_issues_list(account, owner="octo-org", repo="hello")
    """
    return account.call(
        GITHUB_ISSUES_LIST,
        {
            "owner": owner,
            "repo": repo,
            "assignee": assignee,
            "creator": creator,
            "direction": direction,
            "labels": labels,
            "mentioned": mentioned,
            "page": page,
            "per_page": per_page,
            "since": since,
            "sort": sort,
            "state": state,
        },
    )


def github_labels_list(
    account: Account,
    *,
    owner: str,
    repo: str,
    page: int | str | None = None,
    per_page: Annotated[int, Ge(1), Le(100)] | None = None,
) -> types.labels.ListLabelsResponse:
    """List a repository's labels.

    List the labels that a repository has, with their meanings, before you set any.

    Args:
        owner: The user or organization whose repository it is; case does not matter.
        repo: The repository's name, without its owner; case does not matter.
        page: Which page: a number, or what an answer names for its next page. Alone, beside what stands in the path.
        per_page: How many of them a page holds, 30 if not given.

    Returns:
        ListLabelsResponse: the provider's JSON, as it came.

    Needs:
        token of a GitHub App for its user or personal access token; rate-limit tier 1.

    Fails with:
        401: The token is missing, wrong, expired or revoked.
        403: A limit is reached, or the app or the person may not do this.
        404: It is not there, or the person may not see it.

    Operation listLabels: GET /repos/{owner}/{repo}/labels.

    Example:
        github_labels_list(account, owner="octo-org", repo="hello")
    """
    return account.call(GITHUB_LABELS_LIST, {"owner": owner, "repo": repo, "page": page, "per_page": per_page})


def github_my_issues_list(
    account: Account,
    *,
    direction: Literal["asc", "desc"] | None = None,
    filter: Literal["assigned", "created", "mentioned", "subscribed", "repos", "all"] | None = None,
    labels: str | None = None,
    page: int | str | None = None,
    per_page: Annotated[int, Ge(1), Le(100)] | None = None,
    since: str | None = None,
    sort: Literal["created", "updated", "comments"] | None = None,
    state: Literal["open", "closed", "all"] | None = None,
) -> types.issues.ListMyIssuesResponse:
    """List your issues.

    List open issues and pull requests that are assigned to the person, in all repositories; filter and state ask for
    others. For one repository use github_issues_list.

    Args:
        direction: Which way they are sorted.
        filter: How they have to do with the person; assigned if not given.
        labels: Names of labels, with commas between them; only what has all of them.
        page: Which page: a number, or what an answer names for its next page. Alone, beside what stands in the path.
        per_page: How many of them a page holds, 30 if not given.
        since: Only what was changed at this time or later, such as 2026-01-31T00:00:00Z.
        sort: What they are sorted by.
        state: Only these; open if not given.

    Returns:
        ListMyIssuesResponse: the provider's JSON, as it came.

    Needs:
        token of a GitHub App for its user or personal access token; rate-limit tier 1.

    Fails with:
        401: The token is missing, wrong, expired or revoked.
        403: A limit is reached, or the app or the person may not do this.
        404: It is not there, or the person may not see it.
        422: A value is not valid; `errors` says which.

    Operation listMyIssues: GET /issues.

    Example:
        github_my_issues_list(account)
    """
    return account.call(
        GITHUB_MY_ISSUES_LIST,
        {
            "direction": direction,
            "filter": filter,
            "labels": labels,
            "page": page,
            "per_page": per_page,
            "since": since,
            "sort": sort,
            "state": state,
        },
    )
