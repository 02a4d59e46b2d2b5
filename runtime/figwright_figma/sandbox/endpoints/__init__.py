"""What each operation does, by area. Each module registers its functions with `calls.operation`."""

from __future__ import annotations

from importlib import import_module

from figwright_figma.sandbox.calls import Named
from figwright_figma.sandbox.world import World

AREAS = (
    "comments",
    "components",
    "dev_resources",
    "files",
    "folders",
    "images",
    "library_analytics",
    "logs",
    "oembed",
    "payments",
    "users",
    "variables",
    "versions",
    "webhooks",
)


def load() -> None:
    """Import every area, which fills `calls.ENDPOINTS`."""
    for area in AREAS:
        import_module(f"{__name__}.{area}")


def asset_routes(world: World) -> list[Named]:
    """Routes of what the answers link to."""
    from . import images

    return images.routes(world)
