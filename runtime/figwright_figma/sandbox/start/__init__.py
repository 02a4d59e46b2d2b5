"""The world that a sandbox starts with: a bank's product team, its design system, its files and its logs."""

from __future__ import annotations

from dataclasses import replace

from figwright_figma.sandbox.world import World

from .demo import Demo
from .files import add_files
from .logs import add_logs
from .people import add_people
from .webhooks import add_webhooks


def furnish(world: World) -> Demo:
    """Fill an empty world; returns the ids that examples and tests name."""
    people = add_people(world)
    demo = add_files(world, people)
    add_logs(world, people, world.files[demo.file_key])
    webhook_id, spare_webhook_id = add_webhooks(world, people, demo)
    return replace(demo, webhook_id=webhook_id, spare_webhook_id=spare_webhook_id)


__all__ = ["Demo", "furnish"]
