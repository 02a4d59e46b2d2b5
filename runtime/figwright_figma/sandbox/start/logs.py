"""A year of what admins read: activity, calls of the API, AI credits, payments."""

from __future__ import annotations

from figwright_figma.sandbox.world import File, Json, User, World

from .people import People

EVENTS = (
    "fig_file_view",
    "fig_file_create",
    "fig_file_export",
    "user_login",
    "team_join",
    "fig_file_link_access_change",
)
ACTIVITIES = 1200
"""One every seven hours, more than a page holds."""
PLUGIN_ID, WIDGET_ID, COMMUNITY_FILE_ID = "958471098765432101", "1024700113245678903", "1183740265198273645"


def add_logs(world: World, people: People, file: File) -> None:
    now = int(world.clock.time())
    world.activity.extend(_activity(world, people, file, now, number) for number in range(ACTIVITIES))
    world.developer_logs.extend(_developer_log(world, people, file, number) for number in range(60))
    for days in range(45, 0, -1):
        world.ai_usage.extend(_ai_rows(world, people, days))
    world.payments.extend(_payments(world, people))


def _activity(world: World, people: People, file: File, now: int, number: int) -> Json:
    actor = (people.ada, people.grace, people.linus)[number % 3]
    event = EVENTS[number % len(EVENTS)]
    entity: Json = {"type": "user", "id": actor.id, "name": actor.handle, "email": actor.email}
    details: Json | None = None
    if event.startswith("fig_file"):
        entity = {
            "type": "file",
            "key": file.key,
            "name": file.name,
            "editor_type": "figma",
            "link_access": file.link_access,
            "proto_link_access": "inherit",
        }
        details = {"file_repo_id": world.number()}
    elif event == "team_join":
        entity = {"type": "team", "id": people.team.id, "name": people.team.name}
    return {
        "id": world.id(),
        "timestamp": now - 7 * 3600 * (ACTIVITIES - number),
        "actor": {"type": "user", "id": actor.id, "name": actor.handle, "email": actor.email},
        "action": {"type": event, "details": details},
        "entity": entity,
        "context": {
            "client_name": "Figma Web",
            "ip_address": f"192.0.2.{number % 250 + 1}",
            "is_figma_support_team_action": False,
            "org_id": people.team.plan.id,
            "team_id": people.team.id,
        },
    }


def _developer_log(world: World, people: People, file: File, number: int) -> Json:
    actor = (people.ada, people.linus)[number % 2]
    return {
        "token": f"figd_{number:035d}",
        "uuid": f"{world.randomness.getrandbits(128):032x}",
        "timestamp": world.ago(hours=11 * (number + 1)).isoformat(),
        "action": {
            "event_name": "get_file" if number % 3 else "get_design_context",
            "event_source": "rest_api" if number % 3 else "mcp_server",
        },
        "actor": {
            "user_id": actor.id,
            "user_name": actor.handle,
            "user_email": actor.email,
            "token_name": "Storybook sync" if number % 2 else "Nightly export",
            "token_type": "developer_token" if number % 2 else "oauth_token",
        },
        "resource": {"id_or_key": file.key, "name": file.name, "type": "file", "org_id": people.team.plan.id},
        "context": {"ip_address": f"198.51.100.{number + 1}", "city": "Oslo", "country_region": None, "country": "NO"},
    }


def _ai_rows(world: World, people: People, days: int) -> list[Json]:
    day = world.ago(days=days).date()
    start = day.replace(day=1)
    return [_ai_row(world, user, str(day), str(start)) for user in (people.ada, people.grace)]


def _ai_row(world: World, user: User, day: str, start: str) -> Json:
    return {
        "plan_id": user.plan.id,
        "user_id": user.id,
        "user_email": user.email,
        "day": day,
        "editor_type": "design",
        "seat_credits_sum": world.randomness.randrange(5, 90),
        "plan_credits_sum": 0,
        "workspace_id": None,
        "workspace_name": None,
        "team_id": None,
        "team_name": None,
        "license_group_id": None,
        "license_group_name": None,
        "metering_period_start": start,
        "metering_period_end": day,
    }


def _payments(world: World, people: People) -> list[Json]:
    resources = (
        (PLUGIN_ID, "PLUGIN", "PAID"),
        (WIDGET_ID, "WIDGET", "TRIAL"),
        (COMMUNITY_FILE_ID, "COMMUNITY_FILE", "PAID"),
    )
    return [
        {
            "token": f"payment-token-{kind.lower()}",
            "owner_id": people.ada.id,
            "user_id": people.grace.id,
            "resource_id": resource_id,
            "resource_type": kind,
            "payment_status": {"type": status},
            "date_of_purchase": world.ago(days=60).strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
        for resource_id, kind, status in resources
    ]
