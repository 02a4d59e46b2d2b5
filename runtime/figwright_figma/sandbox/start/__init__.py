"""The world that a sandbox starts with: a bank's product team, its design system, its files and its logs."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache

from figwright.sandbox.clock import Clock
from figwright_figma.sandbox.world import Json, World

from .demo import Demo
from .files import add_files
from .logs import add_logs
from .people import add_people
from .webhooks import add_webhooks


def furnish(world: World) -> Demo:
    """Fill an empty world; returns the ids that examples and tests name.

    Test suites start a sandbox for each test. A copy takes a fraction of the time that building takes, so the content
    is built once a minute and as at its beginning. All worlds share the entries of the logs, which nothing changes.
    """
    demo: Demo
    copied, logs = _content(int(world.clock.time() // 60))
    demo, content = pickle.loads(copied)  # noqa: S301 - made here
    vars(world).update(content, **{name: list(entries) for name, entries in logs.items()})
    return demo


@lru_cache(maxsize=1)
def _content(minute: int) -> tuple[bytes, dict[str, list[Json]]]:
    """What each world has a copy of, and the logs by the names of the world's fields."""
    clock = Clock()
    clock.set(datetime.fromtimestamp(minute * 60, UTC))
    world = World(clock)
    people = add_people(world)
    demo = add_files(world, people)
    add_logs(world, people, world.files[demo.file_key])
    webhook_id, spare_webhook_id = add_webhooks(world, people, demo)
    demo = replace(demo, webhook_id=webhook_id, spare_webhook_id=spare_webhook_id)
    logs = {name: vars(world)[name] for name in ("activity", "developer_logs", "ai_usage", "payments")}
    copied = {name: value for name, value in vars(world).items() if name not in ("clock", "courier", *logs)}
    return pickle.dumps((demo, copied), pickle.HIGHEST_PROTOCOL), logs


__all__ = ["Demo", "furnish"]
