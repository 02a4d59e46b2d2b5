"""What admins read, and payments and oEmbed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from figwright_figma.sandbox import Sandbox

from .conftest import Caller


def plan_get(call: Caller, path: str, **query: Any) -> Any:
    return call.get(path, kind="plan_access_token", params=query)


def test_activity_logs_are_paged_and_their_numbers_exact(call: Caller) -> None:
    first = plan_get(call, "/v1/activity_logs")["meta"]
    assert (len(first["activity_logs"]), first["next_page"]) == (1000, True)
    last = plan_get(call, "/v1/activity_logs", cursor=first["cursor"])["meta"]
    assert (len(last["activity_logs"]), last["next_page"], "cursor" in last) == (200, False, False)
    events = first["activity_logs"] + last["activity_logs"]
    assert len({event["id"] for event in events}) == 1200
    numbers = [event["action"]["details"]["file_repo_id"] for event in events if event["action"]["details"]]
    assert any(int(float(number)) != number for number in numbers)


def test_activity_logs_are_filtered_and_ordered(figma: Sandbox, call: Caller) -> None:
    since = int(figma.clock.time()) - 30 * 24 * 3600
    logs = plan_get(call, "/v1/activity_logs", events="user_login,team_join", start_time=since, order="desc")
    events = logs["meta"]["activity_logs"]
    assert {event["action"]["type"] for event in events} == {"user_login", "team_join"}
    stamps = [event["timestamp"] for event in events]
    assert stamps == sorted(stamps, reverse=True)
    assert min(stamps) >= since


def test_developer_logs_filter_by_prefix_and_never_show_a_token(figma: Sandbox, call: Caller) -> None:
    def logs(**body: Any) -> Any:
        return call("POST", "/v1/developer_logs", kind="plan_access_token", json=body).json()["meta"]

    everything = logs(limit=100)
    assert everything["has_more"] is False
    assert len(everything["items"]) == 60
    assert all("token" not in item for item in everything["items"])
    page = logs()
    assert (len(page["items"]), page["has_more"]) == (25, True)
    assert logs(cursor=page["cursor"])["items"][0] == everything["items"][25]
    assert {item["actor"]["user_email"] for item in logs(user_email="ada@,nobody")["items"]} == {figma.demo.user.email}
    assert {item["action"]["event_source"] for item in logs(event_source="mcp_server")["items"]} == {"mcp_server"}
    assert len(logs(date_range="last_24h")["items"]) < 3


def test_ai_usage_is_paged(figma: Sandbox, call: Caller) -> None:
    today = figma.clock.now().date()
    query = {"start_date": str(today - timedelta(days=20)), "end_date": str(today), "limit": 25}
    first = plan_get(call, "/v1/ai_usage/daily", **query)
    rest = plan_get(call, "/v1/ai_usage/daily", **query, cursor=first["next_cursor"])
    assert (first["has_next_page"], rest["has_next_page"], rest["next_cursor"]) == (True, False, "")
    assert len(first["rows"]) + len(rest["rows"]) == 40
    mine = plan_get(call, "/v1/ai_usage/daily", **query, user_email=figma.demo.user.email)
    assert {row["user_id"] for row in mine["rows"]} == {figma.demo.user.id}


@pytest.mark.parametrize(
    "change",
    [
        {"start_date": "2025-11-30"},
        {"start_date": "yesterday"},
        {"end_date": "2999-01-01"},
        {"user_email": "nobody@nowhere.example"},
        {"limit": 1001},
    ],
)
def test_ai_usage_refuses_what_figma_refuses(change: dict[str, Any], figma: Sandbox, call: Caller) -> None:
    today = str(figma.clock.now().date())
    query = {"start_date": today, "end_date": today} | change
    assert call("GET", "/v1/ai_usage/daily", kind="plan_access_token", params=query).status_code == 400


def test_payments_tell_only_what_the_caller_owns(figma: Sandbox, call: Caller) -> None:
    demo = figma.demo

    def payment(token: str | None = None, **query: str) -> Any:
        return call("GET", "/v1/payments", kind="personal_access_token", token=token, params=query)

    paid = payment(user_id=demo.colleague.id, plugin_id=demo.plugin_id).json()["meta"]
    assert paid["payment_status"] == {"type": "PAID"}
    assert not paid.keys() & {"token", "owner_id"}
    unpaid = payment(user_id=demo.user.id, plugin_id=demo.plugin_id).json()["meta"]
    assert unpaid["payment_status"] == {"type": "UNPAID"}
    by_token = payment(plugin_payment_token="payment-token-widget").json()["meta"]
    assert (by_token["resource_id"], by_token["payment_status"]) == (demo.widget_id, {"type": "TRIAL"})
    other = figma.token(figma.user(), kind="personal_access_token")
    assert payment(other, user_id=demo.colleague.id, plugin_id=demo.plugin_id).status_code == 403
    assert payment(user_id=demo.colleague.id).status_code == 400
    assert payment(user_id="1", plugin_id="2", widget_id="3").status_code == 400


def test_an_embed_keeps_its_proportions(figma: Sandbox, call: Caller) -> None:
    url = f"https://www.figma.com/design/{figma.demo.file_key}/Checkout?node-id=1-2"
    usual = call.get("/v1/oembed", params={"url": url})
    assert (usual["width"], usual["height"], usual["title"]) == (800, 450, "Checkout")
    small = call.get("/v1/oembed", params={"url": url, "maxwidth": 320})
    assert (small["width"], small["height"]) == (320, 180)
    assert call("GET", "/v1/oembed", params={"url": "https://example.com/design/x"}).status_code == 400


def test_folders_are_the_new_projects(figma: Sandbox, call: Caller) -> None:
    demo = figma.demo
    team = call.get(f"/v2/teams/{demo.team_id}/folders")
    projects = call.get(f"/v1/teams/{demo.team_id}/projects")
    assert [each["id"] for each in team["folders"]] == [each["id"] for each in projects["projects"]]
    assert {each["parent_folder_id"] for each in team["folders"]} == {None}
    inner = call.get(f"/v2/folders/{demo.project_id}/folders")["folders"]
    assert inner == [{"id": demo.folder_id, "name": "Autumn release", "parent_folder_id": demo.project_id}]
    (file,) = call.get(f"/v2/folders/{demo.folder_id}/files?branch_data=true")["files"]
    assert (file["key"], [each["key"] for each in file["branches"]]) == (demo.file_key, [demo.branch_key])
    meta = call.get(f"/v2/folders/{demo.folder_id}/meta")
    assert (meta["file_count"], meta["name"]) == (1, "Autumn release")
