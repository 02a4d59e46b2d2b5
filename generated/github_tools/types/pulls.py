# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools return: pulls."""

from __future__ import annotations

from typing import NotRequired, TypeAlias

from typing_extensions import TypedDict

from github_tools import types


class Branch(TypedDict):
    """One side of a pull request."""

    label: NotRequired[str]
    """Owner and branch with a colon between them."""
    ref: NotRequired[str]
    """The branch's name."""
    sha: NotRequired[str]
    """The commit."""


class ChangedFile(TypedDict):
    """A file that a pull request changes."""

    additions: NotRequired[int]
    changes: NotRequired[int]
    deletions: NotRequired[int]
    filename: str
    patch: NotRequired[str]
    """The change as a diff. Binary and very large files have none."""
    previous_filename: NotRequired[str]
    """Its former name, if it was renamed."""
    sha: NotRequired[str | None]
    status: str
    """added, removed, modified, renamed, copied, changed or unchanged."""


class PullRequest(TypedDict):
    """A pull request."""

    additions: NotRequired[int]
    """Lines that were added."""
    assignees: NotRequired[list[types.people.Account]]
    base: NotRequired[Branch]
    body: NotRequired[str | None]
    """What its author wrote, in Markdown."""
    changed_files: NotRequired[int]
    closed_at: NotRequired[str | None]
    comments: NotRequired[int]
    commits: NotRequired[int]
    created_at: NotRequired[str]
    deletions: NotRequired[int]
    """Lines that were taken away."""
    draft: NotRequired[bool]
    """Whether its author is not done."""
    head: NotRequired[Branch]
    html_url: NotRequired[str]
    """Its page."""
    id: int
    labels: NotRequired[list[types.labels.Label]]
    mergeable: NotRequired[bool | None]
    """Whether it can be merged; null while GitHub finds that out."""
    merged: NotRequired[bool]
    """Only where one is read alone, as what follows."""
    merged_at: NotRequired[str | None]
    number: int
    """Its number in the repository."""
    requested_reviewers: NotRequired[list[types.people.Account]]
    state: str
    """open or closed; a merged one is closed."""
    title: str
    updated_at: NotRequired[str]
    user: NotRequired[types.people.Account | None]
    """Who opened it; null if the account is gone."""


class Review(TypedDict):
    """A review of a pull request."""

    body: NotRequired[str]
    """What was written, in Markdown."""
    commit_id: NotRequired[str | None]
    """The commit that was reviewed."""
    html_url: NotRequired[str]
    """Its page."""
    id: int
    state: str
    """APPROVED, CHANGES_REQUESTED, COMMENTED, DISMISSED or PENDING."""
    submitted_at: NotRequired[str]
    user: NotRequired[types.people.Account | None]
    """Who wrote it; null if the account is gone."""


ListPullRequestFilesResponse: TypeAlias = list[ChangedFile]

ListPullRequestsResponse: TypeAlias = list[PullRequest]

ListReviewsResponse: TypeAlias = list[Review]
