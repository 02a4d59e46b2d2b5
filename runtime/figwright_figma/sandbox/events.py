"""What happens in files reaches webhooks, and each delivery is kept in the webhook's history."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .times import iso
from .world import File, Folder, Json, User, World

HISTORY = 200
"""Deliveries that a webhook's history keeps; Figma keeps seven days."""


def emit(world: World, event_type: str, file: File, *, triggered_by: User | None = None, **fields: Any) -> int:
    """Tell every active webhook that listens to this event of this file; returns how many there are."""
    about: Json = {"file_key": file.key, "file_name": file.name, **fields}
    if triggered_by is not None:
        about["triggered_by"] = triggered_by.public()
    told = 0
    for webhook in world.webhooks.values():
        if webhook["event_type"] == event_type and webhook["status"] == "ACTIVE" and _listens(webhook, file):
            deliver(world, webhook, event_type, about)
            told += 1
    return told


def ping(world: World, webhook: Json) -> None:
    deliver(world, webhook, "PING", {})


def deliver(world: World, webhook: Json, event_type: str, about: Json) -> None:
    """Record one delivery in the webhook's history and send it off."""
    now = iso(world.clock.now())
    payload = {
        "event_type": event_type,
        "passcode": webhook["passcode"],
        "timestamp": now,
        "webhook_id": webhook["id"],
        **about,
    }
    record: Json = {
        "webhook_id": webhook["id"],
        "request_info": {
            "id": world.id(),
            "endpoint": webhook["endpoint"],
            "payload": payload,
            "sent_at": now,
        },
        "response_info": None,
        "error_msg": None,
    }
    history = world.deliveries.setdefault(webhook["id"], [])
    history.append(record)
    del history[:-HISTORY]
    world.courier.send(webhook, record)


def _listens(webhook: Json, file: File) -> bool:
    context, context_id = webhook["context"], webhook["context_id"]
    if context == "FILE":
        return bool(context_id in (file.key, file.main_file.key if file.main_file else None))
    if context == "PROJECT":
        return any(folder.id == context_id for folder in _chain(file.folder))
    return bool(context_id == file.folder.team.id)


def _chain(folder: Folder | None) -> Iterator[Folder]:
    while folder is not None:
        yield folder
        folder = folder.parent
