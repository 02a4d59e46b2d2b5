# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools return: issues."""

from __future__ import annotations

from typing import NotRequired, TypeAlias

from typing_extensions import TypedDict

from github_tools import types


class Comment(TypedDict):
    """A comment on an issue, or on a pull request as a whole."""

    body: str
    """What was written, in Markdown."""
    created_at: NotRequired[str]
    html_url: NotRequired[str]
    """Its page."""
    id: int
    updated_at: NotRequired[str]
    user: NotRequired[types.people.Account | None]
    """Who wrote it; null if the account is gone."""


class Issue(TypedDict):
    """An issue. A pull request is listed as an issue, too, and then has `pull_request`."""

    assignees: NotRequired[list[types.people.Account]]
    body: NotRequired[str | None]
    """What its author wrote, in Markdown."""
    closed_at: NotRequired[str | None]
    comments: NotRequired[int]
    """How many comments it has."""
    created_at: NotRequired[str]
    html_url: NotRequired[str]
    """Its page."""
    id: int
    """Its id in all of GitHub; tools take the number."""
    labels: NotRequired[list[types.labels.Label]]
    locked: NotRequired[bool]
    """Whether only collaborators can comment."""
    number: int
    """Its number in the repository."""
    pull_request: NotRequired[PullRequestOfIssue]
    repository: NotRequired[types.repositories.Repository]
    repository_url: NotRequired[str]
    """The API's address of its repository."""
    state: str
    """open or closed."""
    state_reason: NotRequired[str | None]
    """Why it is so: completed, reopened, not_planned or duplicate."""
    title: str
    updated_at: NotRequired[str]
    user: NotRequired[types.people.Account | None]
    """Who opened it; null if the account is gone."""


class PullRequestOfIssue(TypedDict):
    """There where what is listed as an issue is a pull request."""

    html_url: NotRequired[str | None]
    """The pull request's page."""
    merged_at: NotRequired[str | None]


ListIssuesResponse: TypeAlias = list[Issue]

ListMyIssuesResponse: TypeAlias = list[Issue]
