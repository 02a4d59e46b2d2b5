# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools take: pulls."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from pydantic import BeforeValidator, Field, with_config
from typing_extensions import TypedDict

from figwright.connector import not_bool


@with_config(extra="forbid")
class GithubPullCreateInput(TypedDict):
    """What `github_pull_create` takes."""

    owner: Annotated[str, Field(min_length=1, max_length=100)]
    """The user or organization whose repository it is; case does not matter."""
    repo: Annotated[str, Field(min_length=1, max_length=100)]
    """The repository's name, without its owner; case does not matter."""
    base: Annotated[str, Field(min_length=1)]
    """The branch to merge into."""
    head: Annotated[str, Field(min_length=1)]
    """The branch with the changes; of a fork, `owner:branch`."""
    title: Annotated[str, Field(min_length=1, max_length=256)]
    body: NotRequired[Annotated[str, Field(max_length=65536)]]
    """The text, in Markdown."""
    draft: NotRequired[bool]
    """Whether it is not ready to be merged."""


@with_config(extra="forbid")
class GithubPullFilesListInput(TypedDict):
    """What `github_pull_files_list` takes."""

    owner: Annotated[str, Field(min_length=1, max_length=100)]
    """The user or organization whose repository it is; case does not matter."""
    repo: Annotated[str, Field(min_length=1, max_length=100)]
    """The repository's name, without its owner; case does not matter."""
    pull_number: Annotated[int, Field(ge=1), BeforeValidator(not_bool)]
    """The pull request's number in its repository."""
    page: NotRequired[Annotated[int, Field(ge=1), BeforeValidator(not_bool)] | str]
    """Which page: a number, or what an answer names for its next page. Alone, beside what stands in the path."""
    per_page: NotRequired[Annotated[int, Field(ge=1, le=100), BeforeValidator(not_bool)]]
    """How many of them a page holds, 30 if not given."""


@with_config(extra="forbid")
class GithubPullGetInput(TypedDict):
    """What `github_pull_get` takes."""

    owner: Annotated[str, Field(min_length=1, max_length=100)]
    """The user or organization whose repository it is; case does not matter."""
    repo: Annotated[str, Field(min_length=1, max_length=100)]
    """The repository's name, without its owner; case does not matter."""
    pull_number: Annotated[int, Field(ge=1), BeforeValidator(not_bool)]
    """The pull request's number in its repository."""


@with_config(extra="forbid")
class GithubPullReviewsListInput(TypedDict):
    """What `github_pull_reviews_list` takes."""

    owner: Annotated[str, Field(min_length=1, max_length=100)]
    """The user or organization whose repository it is; case does not matter."""
    repo: Annotated[str, Field(min_length=1, max_length=100)]
    """The repository's name, without its owner; case does not matter."""
    pull_number: Annotated[int, Field(ge=1), BeforeValidator(not_bool)]
    """The pull request's number in its repository."""
    page: NotRequired[Annotated[int, Field(ge=1), BeforeValidator(not_bool)] | str]
    """Which page: a number, or what an answer names for its next page. Alone, beside what stands in the path."""
    per_page: NotRequired[Annotated[int, Field(ge=1, le=100), BeforeValidator(not_bool)]]
    """How many of them a page holds, 30 if not given."""


@with_config(extra="forbid")
class GithubPullsListInput(TypedDict):
    """What `github_pulls_list` takes."""

    owner: Annotated[str, Field(min_length=1, max_length=100)]
    """The user or organization whose repository it is; case does not matter."""
    repo: Annotated[str, Field(min_length=1, max_length=100)]
    """The repository's name, without its owner; case does not matter."""
    base: NotRequired[str]
    """Only those into this branch."""
    direction: NotRequired[Literal["asc", "desc"]]
    """Which way they are sorted."""
    head: NotRequired[str]
    """Only those from this branch, as `owner:branch`."""
    page: NotRequired[Annotated[int, Field(ge=1), BeforeValidator(not_bool)] | str]
    """Which page: a number, or what an answer names for its next page. Alone, beside what stands in the path."""
    per_page: NotRequired[Annotated[int, Field(ge=1, le=100), BeforeValidator(not_bool)]]
    """How many of them a page holds, 30 if not given."""
    sort: NotRequired[Literal["created", "updated", "popularity", "long-running"]]
    """What they are sorted by."""
    state: NotRequired[Literal["open", "closed", "all"]]
    """Only these; open if not given."""
