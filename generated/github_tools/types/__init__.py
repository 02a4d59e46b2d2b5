# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools return, by area."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from github_tools.types import comments, issues, labels, people, pulls, repositories, search
else:

    def __getattr__(name: str) -> object:
        if name in __all__:
            return import_module(f"{__name__}.{name}")
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "comments",
    "issues",
    "labels",
    "people",
    "pulls",
    "repositories",
    "search",
]
