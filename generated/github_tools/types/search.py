# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools return: search."""

from __future__ import annotations

from typing_extensions import TypedDict

from github_tools import types


class IssueSearch(TypedDict):
    """Issues and pull requests that were found, 1,000 at most."""

    incomplete_results: bool
    """Whether the search ran out of time and more may fit."""
    items: list[types.issues.Issue]
    total_count: int
    """How many there are, beyond 1,000 too."""


class RepositorySearch(TypedDict):
    """Repositories that were found, 1,000 at most."""

    incomplete_results: bool
    """Whether the search ran out of time and more may fit."""
    items: list[types.repositories.Repository]
    total_count: int
    """How many there are, beyond 1,000 too."""
