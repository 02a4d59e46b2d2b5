"""What happens in files reaches webhooks, and each delivery is kept in the webhook's history."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .times import iso
from .world import File, Folder, Json, User, World

_HOW = ("created", "modified", "deleted")
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


def usual(event_type: str, file: File, now: str) -> Json:
    """What the payload of an event has beside the file and who did it, where nothing else is said."""
    match event_type:
        case "FILE_COMMENT":
            said = file.comments[-1] if file.comments else {"message": "How about this?", "id": "1"}
            return {"comment": [{"text": said["message"]}], "comment_id": said["id"], "created_at": now, "mentions": []}
        case "FILE_VERSION_UPDATE":
            return {"created_at": now, "version_id": file.version}
        case "DEV_MODE_STATUS_UPDATE":
            page = file.document["children"][0]
            return {"node_id": page["id"], "related_links": [], "status": "READY_FOR_DEV"}
        case "LIBRARY_PUBLISH":
            kinds = (f"{how}_{what}" for how in _HOW for what in ("components", "styles", "variables"))
            return {"library_item": {"key": file.key, "name": file.name}, **{kind: [] for kind in kinds}}
    return {}


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
