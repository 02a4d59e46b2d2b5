# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools take: search."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from pydantic import BeforeValidator, Field, with_config
from typing_extensions import TypedDict

from figwright.connector import not_bool


@with_config(extra="forbid")
class GithubIssuesSearchInput(TypedDict):
    """What `github_issues_search` takes."""

    query: Annotated[str, Field(min_length=1, max_length=256)]
    """Words to look for, and qualifiers such as `repo:octo-org/hello`, `author:octocat` or `is:open`."""
    order: NotRequired[Literal["asc", "desc"]]
    """Which way they are sorted; counts only beside sort."""
    page: NotRequired[Annotated[int, Field(ge=1), BeforeValidator(not_bool)] | str]
    """Which page: a number, or what an answer names for its next page. Alone, beside what stands in the path."""
    per_page: NotRequired[Annotated[int, Field(ge=1, le=100), BeforeValidator(not_bool)]]
    """How many of them a page holds, 30 if not given."""
    sort: NotRequired[Literal["comments", "created", "updated", "reactions", "interactions"]]
    """What they are sorted by; how well they fit if not given."""


@with_config(extra="forbid")
class GithubMeGetInput(TypedDict):
    """What `github_me_get` takes."""


@with_config(extra="forbid")
class GithubRepoGetInput(TypedDict):
    """What `github_repo_get` takes."""

    owner: Annotated[str, Field(min_length=1, max_length=100)]
    """The user or organization whose repository it is; case does not matter."""
    repo: Annotated[str, Field(min_length=1, max_length=100)]
    """The repository's name, without its owner; case does not matter."""


@with_config(extra="forbid")
class GithubReposListInput(TypedDict):
    """What `github_repos_list` takes."""

    direction: NotRequired[Literal["asc", "desc"]]
    """Which way they are sorted."""
    page: NotRequired[Annotated[int, Field(ge=1), BeforeValidator(not_bool)] | str]
    """Which page: a number, or what an answer names for its next page. Alone, beside what stands in the path."""
    per_page: NotRequired[Annotated[int, Field(ge=1, le=100), BeforeValidator(not_bool)]]
    """How many of them a page holds, 30 if not given."""
    sort: NotRequired[Literal["created", "updated", "pushed", "full_name"]]
    """What they are sorted by."""
    visibility: NotRequired[Literal["all", "public", "private"]]
    """Only these."""


@with_config(extra="forbid")
class GithubReposSearchInput(TypedDict):
    """What `github_repos_search` takes."""

    query: Annotated[str, Field(min_length=1, max_length=256)]
    """Words to look for, and qualifiers such as `repo:octo-org/hello`, `author:octocat` or `is:open`."""
    order: NotRequired[Literal["asc", "desc"]]
    """Which way they are sorted; counts only beside sort."""
    page: NotRequired[Annotated[int, Field(ge=1), BeforeValidator(not_bool)] | str]
    """Which page: a number, or what an answer names for its next page. Alone, beside what stands in the path."""
    per_page: NotRequired[Annotated[int, Field(ge=1, le=100), BeforeValidator(not_bool)]]
    """How many of them a page holds, 30 if not given."""
    sort: NotRequired[Literal["stars", "forks", "help-wanted-issues", "updated"]]
    """What they are sorted by; how well they fit if not given."""
