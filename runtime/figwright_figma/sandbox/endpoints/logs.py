"""What an organization's admins read: activity, use of the API, use of AI credits."""

from __future__ import annotations

from datetime import date, timedelta

from figwright_figma.sandbox.calls import Call, operation
from figwright_figma.sandbox.errors import Refusal
from figwright_figma.sandbox.paging import slice_at
from figwright_figma.sandbox.world import Json

YEAR = 365 * 24 * 3600
AI_SINCE = date(2025, 12, 1)
_RANGES = {"last_24h": 1, "last_7d": 7, "last_30d": 30}


@operation("getActivityLogs")
def get_activity_logs(call: Call) -> Json:
    query, now = call.query, call.world.clock.time()
    start, end = query.get("start_time", now - YEAR), query.get("end_time", now)
    limit = query.get("limit", 1000)
    if limit < 1 or start > end:
        raise Refusal(400, "Invalid range: limit must be at least 1 and start_time at most end_time")
    events = [event.strip() for event in query.get("events", "").split(",") if event.strip()]
    found = [
        event
        for event in call.world.activity
        if start <= event["timestamp"] <= end and (not events or event["action"]["type"] in events)
    ]
    found.sort(key=lambda event: event["timestamp"], reverse=query["order"] == "desc")
    page, after = slice_at(found, query.get("cursor"), min(int(limit), 1000))
    meta: Json = {"activity_logs": page, "next_page": after is not None}
    return {"status": 200, "error": False, "meta": meta | ({"cursor": after} if after else {})}


@operation("getDeveloperLogs")
def get_developer_logs(call: Call) -> Json:
    wish = call.body or {}
    since = (call.world.clock.now() - timedelta(days=_RANGES[wish.get("date_range", "last_30d")])).isoformat()
    found = [log for log in call.world.developer_logs if log["timestamp"] >= since and _matches(log, wish)]
    page, after = slice_at(found, wish.get("cursor"), wish.get("limit", 25))
    items = [{key: value for key, value in log.items() if key != "token"} for log in page]
    return {"status": 200, "error": False, "meta": {"items": items, "cursor": after, "has_more": after is not None}}


@operation("getAiUsageDaily")
def get_ai_usage_daily(call: Call) -> Json:
    query, today = call.query, call.world.clock.now().date()
    start, end = _day(query["start_date"], "start_date"), _day(query["end_date"], "end_date")
    if not max(AI_SINCE, today - timedelta(days=366)) <= start <= end <= today:
        raise Refusal(
            400, f"Invalid range: start_date and end_date must lie between {AI_SINCE} and today, at most 366 days"
        )
    email = query.get("user_email")
    if email and email not in {user.email for user in call.world.users.values()}:
        raise Refusal(400, "No user with this email")
    rows = [
        row
        for row in call.world.ai_usage
        if str(start) <= row["day"] <= str(end) and (not email or row["user_email"] == email)
    ]
    page, after = slice_at(rows, query.get("cursor"), query["limit"])
    return {"rows": page, "next_cursor": after or "", "has_next_page": after is not None}


def _matches(log: Json, wish: Json) -> bool:
    """Filters are prefixes, several separated by commas; types and sources are exact."""
    actor = log["actor"]
    exact = {"token_type": actor["token_type"], "event_source": log["action"]["event_source"]}
    prefixes = {
        "token": log["token"],
        "token_name": actor["token_name"],
        "user_email": actor["user_email"] or "",
        "ip_address": log["context"]["ip_address"],
    }
    return all(wish.get(name) in (None, value) for name, value in exact.items()) and all(
        not wish.get(name) or value.startswith(tuple(each.strip() for each in wish[name].split(",")))
        for name, value in prefixes.items()
    )


def _day(text: str, name: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refusal(400, f"Invalid value for query parameter {name}: it must be YYYY-MM-DD") from error
