"""The world that a sandbox starts with: a bank's product team, its design system, its files and its logs."""

from __future__ import annotations

from figwright_figma.sandbox.world import World

from .demo import Demo
from .files import add_files
from .people import add_people


def furnish(world: World) -> Demo:
    """Fill an empty world; returns the ids that examples and tests name."""
    people = add_people(world)
    return add_files(world, people)


__all__ = ["Demo", "furnish"]
