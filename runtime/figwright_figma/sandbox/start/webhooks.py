"""A few webhooks with something in their history."""

from __future__ import annotations

from figwright_figma.sandbox.events import emit, ping
from figwright_figma.sandbox.world import Json, World

from .demo import Demo
from .people import People


def add_webhooks(world: World, people: People, demo: Demo) -> tuple[str, str]:
    """Add them and let something happen; returns the ids of the one that hears of comments and of a spare one."""
    contexts = (
        ("FILE_COMMENT", "TEAM", people.team.id, "Comments to the chat"),
        ("LIBRARY_PUBLISH", "TEAM", people.team.id, "Regenerate the components"),
        ("FILE_UPDATE", "FILE", demo.file_key, None),
    )
    ids = []
    for event_type, context, context_id, description in contexts:
        webhook: Json = {
            "id": world.id(),
            "event_type": event_type,
            "team_id": people.team.id if context == "TEAM" else "",
            "context": context,
            "context_id": context_id,
            "plan_api_id": people.team.plan.id,
            "status": "ACTIVE",
            "client_id": None,
            "passcode": "open sesame",
            "endpoint": f"https://hooks.northwind.example/figma/{event_type.lower()}",
            "description": description,
        }
        world.webhooks[webhook["id"]] = webhook
        ping(world, webhook)
        ids.append(webhook["id"])
    file = world.files[demo.file_key]
    comment = file.comments[0]
    emit(
        world,
        "FILE_COMMENT",
        file,
        triggered_by=people.grace,
        comment=[{"text": comment["message"]}],
        comment_id=comment["id"],
        created_at=comment["created_at"],
        mentions=[],
    )
    emit(world, "FILE_UPDATE", file)
    return ids[0], ids[-1]
