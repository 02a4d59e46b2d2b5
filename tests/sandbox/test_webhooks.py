"""Webhooks: their life, their limits, and a history of deliveries that really arrive on this machine."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from figwright_figma.sandbox import Sandbox
from figwright_figma.sandbox.description import Place, description

from .conftest import Caller, message


class Endpoint:
    """An HTTP server that keeps what it is sent."""

    def __init__(self) -> None:
        self.received: list[dict[str, Any]] = []
        self.answer = 200
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body, answer = self.rfile.read(int(self.headers["Content-Length"])), endpoint.answer
                endpoint.received.append(json.loads(body))
                self.send_response(answer)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    endpoint = Endpoint()
    thread = threading.Thread(target=endpoint.server.serve_forever, args=(0.02,))
    thread.start()
    yield endpoint
    endpoint.server.shutdown()
    endpoint.server.server_close()
    thread.join()


def until(condition: Callable[[], object], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def create(call: Caller, **changes: Any) -> Any:
    body = {
        "event_type": "FILE_COMMENT",
        "context": "file",
        "context_id": call.sandbox.demo.file_key,
        "endpoint": "https://hooks.example/figma",
        "passcode": "open sesame",
    }
    return call("POST", "/v2/webhooks", json=body | changes)


def test_reading_never_shows_the_passcode(figma: Sandbox, call: Caller) -> None:
    made = create(call).json()
    assert made["passcode"] == "open sesame"
    assert call.get(f"/v2/webhooks/{made['id']}")["passcode"] == ""
    listed = call.get("/v2/webhooks", params={"context": "file", "context_id": figma.demo.file_key})["webhooks"]
    assert {each["passcode"] for each in listed} == {""}


def test_a_new_webhook_is_pinged_unless_it_is_paused(call: Caller) -> None:
    active, paused = create(call).json(), create(call, status="PAUSED").json()
    (ping,) = call.get(f"/v2/webhooks/{active['id']}/requests")["requests"]
    assert ping["request_info"]["payload"]["event_type"] == "PING"
    assert ping["response_info"]["status"] == "200"
    assert call.get(f"/v2/webhooks/{paused['id']}/requests")["requests"] == []


def test_a_comment_is_delivered_to_who_listens(endpoint: Endpoint, figma: Sandbox, call: Caller) -> None:
    made = create(call, endpoint=endpoint.url).json()
    until(lambda: len(endpoint.received) == 1)  # the ping; deliveries have no order
    comment = call("POST", f"/v1/files/{figma.demo.file_key}/comments", json={"message": "Ping!"}).json()
    until(lambda: len(endpoint.received) == 2)
    payload = endpoint.received[1]
    assert (payload["event_type"], payload["comment_id"]) == ("FILE_COMMENT", comment["id"])
    assert (payload["passcode"], payload["webhook_id"]) == ("open sesame", made["id"])
    requests = f"/v2/webhooks/{made['id']}/requests"
    until(lambda: call.get(requests)["requests"][1]["response_info"])
    assert call.get(requests)["requests"][1]["request_info"]["payload"] == payload


def test_an_endpoint_that_answers_400_stops_its_webhook(endpoint: Endpoint, figma: Sandbox, call: Caller) -> None:
    endpoint.answer = 400
    made = create(call, endpoint=endpoint.url).json()
    until(lambda: call.get(f"/v2/webhooks/{made['id']}")["status"] == "PAUSED")
    (ping,) = call.get(f"/v2/webhooks/{made['id']}/requests")["requests"]
    assert (ping["response_info"]["status"], ping["error_msg"]) == ("400", "The endpoint answered 400")


def test_what_gets_no_200_comes_again_after_5_minutes_30_minutes_and_3_hours_by_the_clock(
    endpoint: Endpoint, figma: Sandbox, call: Caller
) -> None:
    endpoint.answer = 500
    made = create(call, endpoint=endpoint.url).json()
    for number, pause in enumerate((0, 5 * 60, 30 * 60, 3 * 3600), 1):
        before = len(endpoint.received)
        figma.clock.advance(max(pause - 2, 0))
        assert len(endpoint.received) == before, "not before its time"
        figma.clock.advance(3)
        until(lambda number=number: len(endpoint.received) == number)  # type: ignore[misc]
        until(lambda: call.get(f"/v2/webhooks/{made['id']}/requests")["requests"][0]["response_info"])
    assert [each["event_type"] for each in endpoint.received] == ["PING"] * 4
    assert len({json.dumps(each) for each in endpoint.received}) == 1, "the same body each time"
    figma.clock.advance(days=2)
    comment = figma.event("FILE_COMMENT", figma.demo.file_key)
    until(lambda: len(endpoint.received) == 5)
    assert (comment, endpoint.received[4]["event_type"]) == (2, "FILE_COMMENT")
    assert call.get(f"/v2/webhooks/{made['id']}")["status"] == "ACTIVE"


def test_what_is_answered_at_last_comes_no_more_and_a_400_ends_what_was_to_come(
    endpoint: Endpoint, figma: Sandbox, call: Caller
) -> None:
    endpoint.answer = 503
    made = create(call, endpoint=endpoint.url).json()
    until(lambda: len(endpoint.received) == 1)
    endpoint.answer = 200
    figma.clock.advance(301)
    until(lambda: len(endpoint.received) == 2)
    endpoint.answer = 503
    figma.event("FILE_COMMENT", figma.demo.file_key)
    until(lambda: len(endpoint.received) == 3)
    endpoint.answer = 400
    figma.clock.advance(301)
    until(lambda: call.get(f"/v2/webhooks/{made['id']}")["status"] == "PAUSED")
    assert figma.event("FILE_COMMENT", figma.demo.file_key) == 1, "the one of the beginning alone"
    assert [each["event_type"] for each in endpoint.received] == ["PING", "PING", *["FILE_COMMENT"] * 2]


def test_each_delivery_comes_twice_where_that_is_asked_for(endpoint: Endpoint, figma: Sandbox, call: Caller) -> None:
    figma.deliver_to("https://app.example.com", endpoint.url.removesuffix("/hook"), copies=2)
    create(call, endpoint="https://app.example.com/hook")
    figma.event("FILE_COMMENT", figma.demo.file_key, comment_id="7")
    until(lambda: len(endpoint.received) == 4)
    assert sorted(each["event_type"] for each in endpoint.received) == ["FILE_COMMENT"] * 2 + ["PING"] * 2


def test_what_is_to_be_delivered_as_the_sandbox_stops_is_not_left_in_the_middle(
    endpoint: Endpoint, figma: Sandbox, call: Caller
) -> None:
    create(call, endpoint=endpoint.url)
    until(lambda: endpoint.received)
    loop, begun = figma.world.courier.loop, threading.Event()
    assert loop is not None

    async def comments_at_the_end() -> None:
        begun.set()
        try:
            await asyncio.sleep(3600)
        finally:
            figma.event("FILE_COMMENT", figma.demo.file_key)

    asyncio.run_coroutine_threadsafe(comments_at_the_end(), loop)
    assert begun.wait(60)
    figma.stop()
    assert asyncio.all_tasks(loop) == set()


def test_a_starter_plan_has_no_webhooks(figma: Sandbox, call: Caller) -> None:
    user = figma.user(plan="starter")
    file = figma.file("Mine", owner=user, plan="starter")
    body = {"event_type": "FILE_UPDATE", "context": "file", "context_id": file.key, "passcode": "p"}
    body |= {"endpoint": "https://hooks.example/figma"}
    refused = call("POST", "/v2/webhooks", token=figma.token(user), json=body)
    assert (refused.status_code, message(refused)) == (403, "Limited by Figma plan")


def test_an_endpoint_that_is_not_there_is_an_error_in_the_history(call: Caller) -> None:
    made = create(call, endpoint="http://127.0.0.1:9/hook").json()
    until(lambda: call.get(f"/v2/webhooks/{made['id']}/requests")["requests"][0]["error_msg"])


def test_events_reach_the_file_its_folders_and_its_team(figma: Sandbox, call: Caller) -> None:
    contexts = [("file", figma.demo.file_key), ("project", figma.demo.project_id), ("team", figma.demo.team_id)]
    made = [
        create(call, event_type="FILE_DELETE", context=context, context_id=context_id).json()["id"]
        for context, context_id in contexts
    ]
    assert figma.event("FILE_DELETE", figma.demo.file_key) == 3
    assert figma.event("FILE_DELETE", figma.demo.board_key) == 1
    for webhook_id in made:
        history = call.get(f"/v2/webhooks/{webhook_id}/requests")["requests"]
        assert [each["request_info"]["payload"]["event_type"] for each in history][:2] == ["PING", "FILE_DELETE"]


EVENTS = (
    "FILE_UPDATE",
    "FILE_DELETE",
    "FILE_VERSION_UPDATE",
    "FILE_COMMENT",
    "LIBRARY_PUBLISH",
    "DEV_MODE_STATUS_UPDATE",
)


def test_what_is_delivered_is_what_the_description_declares(figma: Sandbox, call: Caller) -> None:
    for event in EVENTS:
        create(call, event_type=event, context="team", context_id=figma.demo.team_id)
        figma.event(event, figma.demo.file_key)
    payloads = [each["request_info"]["payload"] for history in figma.world.deliveries.values() for each in history]
    assert {payload["event_type"] for payload in payloads} == {"PING", *EVENTS}
    for payload in payloads:
        name = payload["event_type"].title().replace("_", "")
        schema = Place(description(), "schemas/webhooks.yaml", (f"Webhook{name}Payload",))
        assert [error.message for error in description().validator(schema).iter_errors(payload)] == []


def test_a_paused_webhook_hears_nothing(figma: Sandbox, call: Caller) -> None:
    webhook_id = create(call).json()["id"]
    assert call("PUT", f"/v2/webhooks/{webhook_id}", json={"status": "PAUSED"}).json()["status"] == "PAUSED"
    call("POST", f"/v1/files/{figma.demo.file_key}/comments", json={"message": "Quiet"})
    assert len(call.get(f"/v2/webhooks/{webhook_id}/requests")["requests"]) == 1


@pytest.mark.parametrize(("context", "most"), [("team", 20), ("project", 5), ("file", 3)])
def test_each_context_has_a_limit(context: str, most: int, figma: Sandbox, call: Caller) -> None:
    figma.world.webhooks.clear()
    ids = {"team": figma.demo.team_id, "project": figma.demo.project_id, "file": figma.demo.file_key}
    for _ in range(most):
        assert create(call, context=context, context_id=ids[context]).status_code == 200
    assert f"maximum of {most}" in message(create(call, context=context, context_id=ids[context]))


@pytest.mark.parametrize(
    "changes",
    [
        {"event_type": "PING"},
        {"event_type": "FILE_OPENED"},
        {"context": "planet"},
        {"context_id": "999"},
        {"endpoint": "ftp://hooks.example"},
        {"endpoint": "https://hooks.example/" + "x" * 2048},
        {"passcode": "x" * 101},
        {"description": "x" * 151},
        {"status": "SLEEPING"},
    ],
)
def test_what_figma_refuses_is_refused(changes: dict[str, str], call: Caller) -> None:
    assert create(call, **changes).status_code == 400


def test_a_deleted_webhook_is_gone(figma: Sandbox, call: Caller) -> None:
    path = f"/v2/webhooks/{figma.demo.webhook_id}"
    assert call("DELETE", path).json()["id"] == figma.demo.webhook_id
    assert call("GET", path).status_code == 404
    assert call("GET", f"{path}/requests").status_code == 404


def test_other_plans_webhooks_are_closed_and_a_dev_seat_creates_none(figma: Sandbox, call: Caller) -> None:
    stranger, developer = figma.token(figma.user(plan="organization")), figma.token(figma.user(seat="dev"))
    assert call("GET", f"/v2/webhooks/{figma.demo.webhook_id}", token=stranger).status_code == 403
    assert call("DELETE", f"/v2/webhooks/{figma.demo.webhook_id}", token=developer).status_code == 403


def test_all_webhooks_of_a_plan_are_paged_by_cursors(figma: Sandbox, call: Caller) -> None:
    plan = figma.demo.user.plan.id
    for _ in range(18):
        create(call, context="team", context_id=figma.demo.team_id)
    for _ in range(5):
        create(call, context="project", context_id=figma.demo.project_id)
    first = call.get("/v2/webhooks", params={"plan_api_id": plan})
    rest = call.get("/v2/webhooks", params={"plan_api_id": plan, "cursor": first["pagination"]["next_page"]})
    ids = [each["id"] for each in first["webhooks"] + rest["webhooks"]]
    assert ids == list(figma.world.webhooks)
    assert "next_page" not in rest["pagination"]
    both = {"plan_api_id": plan, "context": "team", "context_id": figma.demo.team_id}
    assert call("GET", "/v2/webhooks", params=both).status_code == 400
    assert call("GET", "/v2/webhooks").status_code == 400
