"""Webhooks on teams, projects and files, and what was delivered to them."""

from __future__ import annotations

from urllib.parse import urlsplit

from figwright_figma.sandbox.auth import role
from figwright_figma.sandbox.calls import Call, operation
from figwright_figma.sandbox.errors import Refusal, not_found
from figwright_figma.sandbox.events import ping
from figwright_figma.sandbox.paging import cursor_at, offset, slice_at
from figwright_figma.sandbox.world import Json, Plan, Team

LIMITS = {"TEAM": 20, "PROJECT": 5, "FILE": 3}
FILE_TOTALS = {"starter": 150, "professional": 150, "organization": 300, "enterprise": 600}
LONGEST = {"endpoint": 2048, "passcode": 100, "description": 150}
PER_PAGE = 20


@operation("getWebhooks")
def get_webhooks(call: Call) -> Json:
    query = call.query
    if query.get("plan_api_id"):
        if query.get("context") or query.get("context_id"):
            raise Refusal(400, "plan_api_id cannot be combined with context or context_id")
        if query["plan_api_id"] != call.token.plan.id:
            raise Refusal(403, "You do not have access to this plan")
        return _page_of_plan(call)
    if not query.get("context") or not query.get("context_id"):
        raise Refusal(400, "Give context and context_id, or plan_api_id")
    context, context_id = query["context"].upper(), query["context_id"]
    _context(call, context, context_id)
    return {"webhooks": [_shown(each) for each in _of_context(call, context, context_id)]}


@operation("getTeamWebhooks")
def get_team_webhooks(call: Call) -> Json:
    team = call.team()
    return {"webhooks": [_shown(each) for each in _of_context(call, "TEAM", team.id)]}


@operation("postWebhook")
def post_webhook(call: Call) -> Json:
    body = call.body
    context, context_id = body["context"].upper(), body["context_id"]
    plan, team = _context(call, context, context_id)
    if plan.tier == "starter":
        raise Refusal(403, "Limited by Figma plan")
    _check_rights(call)
    _check(body)
    if len(_of_context(call, context, context_id)) >= LIMITS[context]:
        raise Refusal(400, f"The {context.lower()} already has the maximum of {LIMITS[context]} webhooks")
    of_files = [each for each in call.world.webhooks.values() if each["context"] == "FILE"]
    if context == "FILE" and len(of_files) >= FILE_TOTALS[plan.tier]:
        raise Refusal(400, f"The plan already has the maximum of {FILE_TOTALS[plan.tier]} file webhooks")
    webhook: Json = {
        "id": call.world.id(),
        "event_type": body["event_type"],
        "team_id": team.id if team else "",
        "context": context,
        "context_id": context_id,
        "plan_api_id": plan.id,
        "status": body.get("status", "ACTIVE"),
        "client_id": call.token.client_id,
        "passcode": body["passcode"],
        "endpoint": body["endpoint"],
        "description": body.get("description"),
    }
    call.world.webhooks[webhook["id"]] = webhook
    if webhook["status"] == "ACTIVE":
        ping(call.world, webhook)
    return dict(webhook)


@operation("getWebhook")
def get_webhook(call: Call) -> Json:
    return _shown(_webhook(call))


@operation("putWebhook")
def put_webhook(call: Call) -> Json:
    webhook = _webhook(call)
    _check_rights(call)
    _check(call.body)
    changed = {
        key: call.body[key]
        for key in ("event_type", "endpoint", "passcode", "status", "description")
        if key in call.body
    }
    webhook.update(changed)
    return dict(webhook)


@operation("deleteWebhook")
def delete_webhook(call: Call) -> Json:
    webhook = _webhook(call)
    _check_rights(call)
    del call.world.webhooks[webhook["id"]]
    call.world.deliveries.pop(webhook["id"], None)
    return webhook


@operation("getWebhookRequests")
def get_webhook_requests(call: Call) -> Json:
    return {"requests": list(call.world.deliveries.get(_webhook(call)["id"], []))}


def _webhook(call: Call) -> Json:
    webhook = call.world.webhooks.get(call.path["webhook_id"])
    if webhook is None:
        raise not_found("Webhook not found")
    if webhook["plan_api_id"] != call.token.plan.id:
        raise Refusal(403, "You do not have access to this webhook")
    return webhook


def _context(call: Call, context: str, context_id: str) -> tuple[Plan, Team | None]:
    """The plan and team that a context belongs to. Refuses contexts that do not exist or are not the caller's."""
    if context not in LIMITS:
        raise Refusal(400, "Invalid context: it must be team, project or file")
    team = plan = None
    if context == "TEAM" and (team := call.world.teams.get(context_id)):
        plan = team.plan
    elif context == "PROJECT" and (folder := call.world.folders.get(context_id)):
        plan = folder.team.plan
    elif context == "FILE" and (file := call.world.files.get(context_id)) and role(call.token, file):
        plan = file.plan
    if plan is None:
        raise Refusal(400, f"The {context.lower()} {context_id} does not exist")
    if plan is not call.token.plan:
        raise Refusal(403, f"You do not have access to this {context.lower()}")
    return plan, team


def _check_rights(call: Call) -> None:
    if call.token.user is not None and call.token.user.seat != "full":
        raise Refusal(403, "You do not have permission to manage webhooks here")


def _check(body: Json) -> None:
    for name, longest in LONGEST.items():
        if len(body.get(name) or "") > longest:
            raise Refusal(400, f"{name} must not be longer than {longest} characters")
    if body.get("event_type") == "PING":
        raise Refusal(400, "Webhooks cannot subscribe to PING")
    if "endpoint" in body and urlsplit(body["endpoint"]).scheme not in ("http", "https"):
        raise Refusal(400, "endpoint must be an http or https URL")


def _of_context(call: Call, context: str, context_id: str) -> list[Json]:
    return [
        each for each in call.world.webhooks.values() if (each["context"], each["context_id"]) == (context, context_id)
    ]


def _page_of_plan(call: Call) -> Json:
    mine = [each for each in call.world.webhooks.values() if each["plan_api_id"] == call.token.plan.id]
    cursor = call.query.get("cursor")
    page, after = slice_at(mine, cursor, PER_PAGE)
    pagination = {"next_page": after} if after else {}
    if start := offset(cursor):
        pagination["prev_page"] = cursor_at(max(0, start - PER_PAGE))
    return {"webhooks": [_shown(each) for each in page], "pagination": pagination}


def _shown(webhook: Json) -> Json:
    """As reading shows it, without the passcode."""
    return webhook | {"passcode": ""}
