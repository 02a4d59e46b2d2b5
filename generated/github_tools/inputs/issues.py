# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools take: issues."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from pydantic import BeforeValidator, Field, with_config
from typing_extensions import TypedDict

from figwright.connector import not_bool


@with_config(extra="forbid")
class GithubCommentDeleteInput(TypedDict):
    """What `github_comment_delete` takes."""

    owner: Annotated[str, Field(min_length=1, max_length=100)]
    """The user or organization whose repository it is; case does not matter."""
    repo: Annotated[str, Field(min_length=1, max_length=100)]
    """The repository's name, without its owner; case does not matter."""
    comment_id: Annotated[int, Field(ge=1), BeforeValidator(not_bool)]
    """The comment's id, not its place."""


@with_config(extra="forbid")
class GithubCommentUpdateInput(TypedDict):
    """What `github_comment_update` takes."""

    owner: Annotated[str, Field(min_length=1, max_length=100)]
    """The user or organization whose repository it is; case does not matter."""
    repo: Annotated[str, Field(min_length=1, max_length=100)]
    """The repository's name, without its owner; case does not matter."""
    comment_id: Annotated[int, Field(ge=1), BeforeValidator(not_bool)]
    """The comment's id, not its place."""
    body: Annotated[str, Field(min_length=1, max_length=65536)]
    """The text, in Markdown."""


@with_config(extra="forbid")
class GithubIssueCommentCreateInput(TypedDict):
    """What `github_issue_comment_create` takes."""

    owner: Annotated[str, Field(min_length=1, max_length=100)]
    """The user or organization whose repository it is; case does not matter."""
    repo: Annotated[str, Field(min_length=1, max_length=100)]
    """The repository's name, without its owner; case does not matter."""
    issue_number: Annotated[int, Field(ge=1), BeforeValidator(not_bool)]
    """The issue's number in its repository. A pull request's number works, too."""
    body: Annotated[str, Field(min_length=1, max_length=65536)]
    """The text, in Markdown."""


@with_config(extra="forbid")
class GithubIssueCommentsListInput(TypedDict):
    """What `github_issue_comments_list` takes."""

    owner: Annotated[str, Field(min_length=1, max_length=100)]
    """The user or organization whose repository it is; case does not matter."""
    repo: Annotated[str, Field(min_length=1, max_length=100)]
    """The repository's name, without its owner; case does not matter."""
    issue_number: Annotated[int, Field(ge=1), BeforeValidator(not_bool)]
    """The issue's number in its repository. A pull request's number works, too."""
    page: NotRequired[Annotated[int, Field(ge=1), BeforeValidator(not_bool)] | str]
    """Which page: a number, or what an answer names for its next page. Alone, beside what stands in the path."""
    per_page: NotRequired[Annotated[int, Field(ge=1, le=100), BeforeValidator(not_bool)]]
    """How many of them a page holds, 30 if not given."""
    since: NotRequired[str]
    """Only what was changed at this time or later, such as 2026-01-31T00:00:00Z."""


@with_config(extra="forbid")
class GithubIssueCreateInput(TypedDict):
    """What `github_issue_create` takes."""

    owner: Annotated[str, Field(min_length=1, max_length=100)]
    """The user or organization whose repository it is; case does not matter."""
    repo: Annotated[str, Field(min_length=1, max_length=100)]
    """The repository's name, without its owner; case does not matter."""
    title: Annotated[str, Field(min_length=1, max_length=256)]
    assignees: NotRequired[Annotated[list[str], Field(max_length=10)]]
    """Logins. Dropped without a word if the person may not assign."""
    body: NotRequired[Annotated[str, Field(max_length=65536)]]
    """The text, in Markdown."""
    labels: NotRequired[list[str]]
    """Names of labels. Dropped without a word if the person may not set any."""


@with_config(extra="forbid")
class GithubIssueGetInput(TypedDict):
    """What `github_issue_get` takes."""

    owner: Annotated[str, Field(min_length=1, max_length=100)]
    """The user or organization whose repository it is; case does not matter."""
    repo: Annotated[str, Field(min_length=1, max_length=100)]
    """The repository's name, without its owner; case does not matter."""
    issue_number: Annotated[int, Field(ge=1), BeforeValidator(not_bool)]
    """The issue's number in its repository. A pull request's number works, too."""


@with_config(extra="forbid")
class GithubIssueLabelRemoveInput(TypedDict):
    """What `github_issue_label_remove` takes."""

    owner: Annotated[str, Field(min_length=1, max_length=100)]
    """The user or organization whose repository it is; case does not matter."""
    repo: Annotated[str, Field(min_length=1, max_length=100)]
    """The repository's name, without its owner; case does not matter."""
    issue_number: Annotated[int, Field(ge=1), BeforeValidator(not_bool)]
    """The issue's number in its repository. A pull request's number works, too."""
    name: Annotated[str, Field(min_length=1)]
    """The label's name."""


@with_config(extra="forbid")
class GithubIssueLabelsAddInput(TypedDict):
    """What `github_issue_labels_add` takes."""

    owner: Annotated[str, Field(min_length=1, max_length=100)]
    """The user or organization whose repository it is; case does not matter."""
    repo: Annotated[str, Field(min_length=1, max_length=100)]
    """The repository's name, without its owner; case does not matter."""
    issue_number: Annotated[int, Field(ge=1), BeforeValidator(not_bool)]
    """The issue's number in its repository. A pull request's number works, too."""
    labels: Annotated[list[str], Field(min_length=1)]
    """Names of labels. One that the repository does not have is made."""


@with_config(extra="forbid")
class GithubIssueUpdateInput(TypedDict):
    """What `github_issue_update` takes."""

    owner: Annotated[str, Field(min_length=1, max_length=100)]
    """The user or organization whose repository it is; case does not matter."""
    repo: Annotated[str, Field(min_length=1, max_length=100)]
    """The repository's name, without its owner; case does not matter."""
    issue_number: Annotated[int, Field(ge=1), BeforeValidator(not_bool)]
    """The issue's number in its repository. A pull request's number works, too."""
    assignees: NotRequired[Annotated[list[str], Field(max_length=10)]]
    """Logins of all that it is assigned to from now on."""
    body: NotRequired[Annotated[str, Field(max_length=65536)]]
    """The text, in Markdown."""
    labels: NotRequired[list[str]]
    """All of its labels from now on."""
    state: NotRequired[Literal["open", "closed"]]
    state_reason: NotRequired[Literal["completed", "not_planned", "duplicate", "reopened"]]
    """Why it is closed or open again; counts only beside state."""
    title: NotRequired[Annotated[str, Field(min_length=1, max_length=256)]]


@with_config(extra="forbid")
class GithubIssuesListInput(TypedDict):
    """What `github_issues_list` takes."""

    owner: Annotated[str, Field(min_length=1, max_length=100)]
    """The user or organization whose repository it is; case does not matter."""
    repo: Annotated[str, Field(min_length=1, max_length=100)]
    """The repository's name, without its owner; case does not matter."""
    assignee: NotRequired[str]
    """A login; `none` for nobody, `*` for anybody."""
    creator: NotRequired[str]
    """The login of who opened it."""
    direction: NotRequired[Literal["asc", "desc"]]
    """Which way they are sorted."""
    labels: NotRequired[str]
    """Names of labels, with commas between them; only what has all of them."""
    mentioned: NotRequired[str]
    """The login of who is mentioned in it."""
    page: NotRequired[Annotated[int, Field(ge=1), BeforeValidator(not_bool)] | str]
    """Which page: a number, or what an answer names for its next page. Alone, beside what stands in the path."""
    per_page: NotRequired[Annotated[int, Field(ge=1, le=100), BeforeValidator(not_bool)]]
    """How many of them a page holds, 30 if not given."""
    since: NotRequired[str]
    """Only what was changed at this time or later, such as 2026-01-31T00:00:00Z."""
    sort: NotRequired[Literal["created", "updated", "comments"]]
    """What they are sorted by."""
    state: NotRequired[Literal["open", "closed", "all"]]
    """Only these; open if not given."""


@with_config(extra="forbid")
class GithubLabelsListInput(TypedDict):
    """What `github_labels_list` takes."""

    owner: Annotated[str, Field(min_length=1, max_length=100)]
    """The user or organization whose repository it is; case does not matter."""
    repo: Annotated[str, Field(min_length=1, max_length=100)]
    """The repository's name, without its owner; case does not matter."""
    page: NotRequired[Annotated[int, Field(ge=1), BeforeValidator(not_bool)] | str]
    """Which page: a number, or what an answer names for its next page. Alone, beside what stands in the path."""
    per_page: NotRequired[Annotated[int, Field(ge=1, le=100), BeforeValidator(not_bool)]]
    """How many of them a page holds, 30 if not given."""


@with_config(extra="forbid")
class GithubMyIssuesListInput(TypedDict):
    """What `github_my_issues_list` takes."""

    direction: NotRequired[Literal["asc", "desc"]]
    """Which way they are sorted."""
    filter: NotRequired[Literal["assigned", "created", "mentioned", "subscribed", "repos", "all"]]
    """How they have to do with the person; assigned if not given."""
    labels: NotRequired[str]
    """Names of labels, with commas between them; only what has all of them."""
    page: NotRequired[Annotated[int, Field(ge=1), BeforeValidator(not_bool)] | str]
    """Which page: a number, or what an answer names for its next page. Alone, beside what stands in the path."""
    per_page: NotRequired[Annotated[int, Field(ge=1, le=100), BeforeValidator(not_bool)]]
    """How many of them a page holds, 30 if not given."""
    since: NotRequired[str]
    """Only what was changed at this time or later, such as 2026-01-31T00:00:00Z."""
    sort: NotRequired[Literal["created", "updated", "comments"]]
    """What they are sorted by."""
    state: NotRequired[Literal["open", "closed", "all"]]
    """Only these; open if not given."""
