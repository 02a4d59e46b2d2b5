# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools return: repositories."""

from __future__ import annotations

from typing import NotRequired, TypeAlias

from typing_extensions import TypedDict

from github_tools import types


class Repository(TypedDict):
    """A repository."""

    archived: NotRequired[bool]
    """Whether it can only be read."""
    default_branch: NotRequired[str]
    description: NotRequired[str | None]
    fork: NotRequired[bool]
    forks_count: NotRequired[int]
    full_name: str
    """Owner and name with a slash between them."""
    has_issues: NotRequired[bool]
    """Whether issues are turned on."""
    html_url: NotRequired[str]
    """Its page."""
    id: int
    language: NotRequired[str | None]
    """The programming language of most of it."""
    name: str
    """Its name without the owner."""
    open_issues_count: NotRequired[int]
    """Open issues and pull requests together."""
    owner: NotRequired[types.people.Account]
    private: bool
    """Whether only some people can see it."""
    pushed_at: NotRequired[str | None]
    """When somebody last pushed to it."""
    stargazers_count: NotRequired[int]
    topics: NotRequired[list[str]]
    updated_at: NotRequired[str | None]


ListMyRepositoriesResponse: TypeAlias = list[Repository]
