# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools return, by area."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from figma_tools.types import (
        activity_logs,
        ai_usage,
        comments,
        components,
        dev_mode,
        dev_resources,
        developer_logs,
        effects,
        figjam,
        files,
        folders,
        geometry,
        identifiers,
        library_analytics,
        node_traits,
        nodes,
        oembed,
        paints,
        payments,
        projects,
        prototyping,
        shared,
        text,
        users,
        variables,
        webhooks,
    )
else:

    def __getattr__(name: str) -> object:
        if name in __all__:
            return import_module(f"{__name__}.{name}")
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "activity_logs",
    "ai_usage",
    "comments",
    "components",
    "dev_mode",
    "dev_resources",
    "developer_logs",
    "effects",
    "figjam",
    "files",
    "folders",
    "geometry",
    "identifiers",
    "library_analytics",
    "node_traits",
    "nodes",
    "oembed",
    "paints",
    "payments",
    "projects",
    "prototyping",
    "shared",
    "text",
    "users",
    "variables",
    "webhooks",
]
