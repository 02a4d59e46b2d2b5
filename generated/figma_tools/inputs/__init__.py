# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools take, by area."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from figma_tools.inputs import (
        comments,
        components,
        dev_resources,
        enterprise,
        files,
        geometry,
        identifiers,
        paints,
        prototyping,
        teams,
        variables,
        webhooks,
    )
else:

    def __getattr__(name: str) -> object:
        if name in __all__:
            return import_module(f"{__name__}.{name}")
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "comments",
    "components",
    "dev_resources",
    "enterprise",
    "files",
    "geometry",
    "identifiers",
    "paints",
    "prototyping",
    "teams",
    "variables",
    "webhooks",
]
