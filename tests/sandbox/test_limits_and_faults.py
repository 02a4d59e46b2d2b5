"""Rate limits by tier, plan and seat, and every fault that a call can be made to meet."""

from __future__ import annotations

import gzip
import math
import time
from typing import Any

import httpx
import pytest

from figwright.sandbox.clock import Clock
from figwright_figma.sandbox import Sandbox
from figwright_figma.sandbox.description import description
from figwright_figma.sandbox.errors import Refusal
from figwright_figma.sandbox.limits import Limits
from figwright_figma.sandbox.world import Token, World

from .conftest import Caller

OF_TIER = ("getFile", "getComments", "getMe")


def calls_until_refused(call: Caller, path: str, token: str, kind: Any = "oauth") -> tuple[int, httpx.Response]:
    for count in range(1000):
        response = call("GET", path, token=token, kind=kind)
        if response.status_code == 429:
            return count, response
    raise AssertionError("never refused")


@pytest.mark.parametrize(
    ("plan", "seat", "tier_1", "tier_2", "tier_3", "kind"),
    [
        pytest.param("enterprise", "full", 20, 100, 150, "high", marks=pytest.mark.slow),
        ("enterprise", "view", 6, 5, 10, "low"),
        pytest.param("enterprise", "dev", 20, 100, 150, "high", marks=pytest.mark.slow),
    ],
)
def test_figmas_numbers(
    plan: str, seat: str, tier_1: int, tier_2: int, tier_3: int, kind: str, http: httpx.Client
) -> None:
    with Sandbox(rate_limits=True) as figma:
        # No time passes between the calls, so that nothing leaks out of the buckets.
        now = figma.clock.time()
        figma.clock.time = lambda: now  # type: ignore[method-assign]
        call, token = Caller(figma, http), figma.token(figma.user(plan=plan, seat=seat))
        file = f"/v1/files/{figma.demo.file_key}"
        for path, expected in ((f"{file}?depth=1", tier_1), (f"{file}/comments", tier_2), (f"{file}/meta", tier_3)):
            count, response = calls_until_refused(call, path, token)
            assert count == expected
            assert response.headers["x-figma-rate-limit-type"] == kind
            assert response.headers["x-figma-plan-tier"] == "enterprise"
            assert response.headers["x-figma-upgrade-link"].startswith("https://www.figma.com/")
            assert int(response.headers["retry-after"]) > 0


LOW = (6, 5, 10)
HIGH = {"professional": (10, 25, 50), "organization": (15, 50, 100), "enterprise": (20, 100, 150)}
PLANS = {"starter": "starter", "professional": "pro", "organization": "org", "enterprise": "enterprise"}


@pytest.mark.parametrize("seat", ["view", "collab", "dev", "full"])
@pytest.mark.parametrize(("plan", "told"), PLANS.items())
def test_each_plan_and_seat_has_its_calls_in_each_tier_and_is_told_so(plan: Any, seat: Any, told: str) -> None:
    """As Figma's page of November 2025 has it; nothing leaks meanwhile, since the clock stands."""
    clock = Clock()
    now = clock.time()
    clock.time = lambda: now  # type: ignore[method-assign]
    world, limits = World(clock), Limits(clock, enabled=True)
    user = world.add_user("Ann", "ann@x.example", plan, seat, False)
    token = Token("figu_x", "oauth", (), user.plan, user, clock.now(), "app")
    kind = "high" if seat in ("dev", "full") and plan != "starter" else "low"
    for tier, (operation, allowed) in enumerate(zip(OF_TIER, HIGH[plan] if kind == "high" else LOW, strict=True), 1):
        for _ in range(allowed):
            limits.spend(description().operations[operation], token, user.plan)
        with pytest.raises(Refusal) as refused:
            limits.spend(description().operations[operation], token, user.plan)
        span = 30 * 86400 if (tier, kind) == (1, "low") else 60
        assert refused.value.status == 429
        assert refused.value.headers == {
            "Retry-After": str(math.ceil(span / allowed)),
            "X-Figma-Plan-Tier": told,
            "X-Figma-Rate-Limit-Type": kind,
            "X-Figma-Upgrade-Link": "https://www.figma.com/files?api_paywall=true",
        }


def test_calls_are_counted_by_person_plan_and_app_and_the_plan_is_that_of_the_file(http: httpx.Client) -> None:
    with Sandbox(rate_limits=True) as limited:
        call, studio = Caller(limited, http), limited.user(plan="professional", seat="view")
        ours, theirs = limited.file("Ours", plan="professional"), limited.file("Theirs", plan="organization")
        token = limited.token(studio)
        count, response = calls_until_refused(call, f"/v1/files/{ours.key}?depth=1", token)
        assert (count, response.headers["x-figma-plan-tier"]) == (6, "pro")
        count, response = calls_until_refused(call, f"/v1/files/{theirs.key}?depth=1", token)
        assert (count, response.headers["x-figma-plan-tier"]) == (6, "org")
        others = limited.token(studio, client_id="another-app"), limited.token(limited.user(plan="professional"))
        for other in others:
            assert call("GET", f"/v1/files/{ours.key}?depth=1", token=other).status_code == 200
        for left in (6, 0):  # two tokens of one person share what there is
            pasted = limited.token(studio, "personal_access_token")
            path = f"/v1/files/{ours.key}?depth=1"
            assert calls_until_refused(call, path, pasted, "personal_access_token")[0] == left
        for _ in range(2):  # each token of a plan has a limit of its own
            of_plan = limited.token(studio, "plan_access_token")
            assert calls_until_refused(call, path, of_plan, "plan_access_token")[0] == 10


def test_limits_are_off_unless_asked_for(figma: Sandbox, call: Caller) -> None:
    token = figma.token(figma.user(seat="view"))
    assert {call("GET", f"/v1/files/{figma.demo.file_key}/meta", token=token).status_code for _ in range(20)} == {200}


def test_a_bucket_leaks_and_belongs_to_one_person_and_app(figma: Sandbox, call: Caller) -> None:
    figma.limit(3, calls=2, seconds=60)
    token, other_app = figma.token(), figma.token(client_id="another-app")
    count, response = calls_until_refused(call, "/v1/me", token)
    assert (count, response.headers["retry-after"]) == (2, "30")
    assert call("GET", "/v1/me", token=figma.token()).status_code == 429
    assert call("GET", "/v1/me", token=other_app).status_code == 200
    assert call("GET", "/v1/me", token=figma.token(figma.user())).status_code == 200
    figma.clock.advance(31)
    assert call("GET", "/v1/me", token=token).status_code == 200
    assert call("GET", "/v1/me", token=token).status_code == 429


def test_six_a_month_means_days_of_waiting(http: httpx.Client) -> None:
    with Sandbox(rate_limits=True) as figma:
        call, token = Caller(figma, http), figma.token(figma.user(plan="starter"))
        _, response = calls_until_refused(call, f"/v1/files/{figma.demo.file_key}?depth=1", token)
        assert int(response.headers["retry-after"]) > 4 * 24 * 3600


@pytest.mark.parametrize("target", ["getMe", "/v1/me", "GET /v1/*", "*"])
def test_a_fault_hits_so_many_calls_and_no_more(target: str, figma: Sandbox, call: Caller) -> None:
    figma.fail_next(target, status=503, body={"status": 503, "err": "Down"}, times=2)
    assert [call("GET", "/v1/me").status_code for _ in range(3)] == [503, 503, 200]


def test_a_fault_hits_nothing_else(figma: Sandbox, call: Caller) -> None:
    figma.fail_next("getFile", status=500)
    assert call("GET", "/v1/me").status_code == 200
    assert call("GET", f"/v1/files/{figma.demo.file_key}").status_code == 500
    figma.fail_next("getMe", status=500, times=None)
    assert {call("GET", "/v1/me").status_code for _ in range(5)} == {500}
    figma.heal()
    assert call("GET", "/v1/me").status_code == 200


def test_T54_a_connection_can_drop_before_or_after_the_call_was_carried_out(figma: Sandbox, call: Caller) -> None:
    path = f"/v1/files/{figma.demo.file_key}/comments"
    comments = figma.world.files[figma.demo.file_key].comments
    count = len(comments)
    for drop, expected in (("before", count), ("after", count + 1)):
        figma.fail_next("postComment", drop=drop)
        with pytest.raises(httpx.RemoteProtocolError):
            call("POST", path, json={"message": "Lost?"})
        assert len(comments) == expected
        assert figma.requests[-1].status is None


def test_an_answer_can_break_off_midway(figma: Sandbox, call: Caller) -> None:
    figma.fail_next("getFile", drop="midway")
    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete"):
        call("GET", f"/v1/files/{figma.demo.file_key}")
    assert call("GET", f"/v1/files/{figma.demo.file_key}").status_code == 200


def test_T54_an_answer_can_come_too_late_although_the_call_was_carried_out(figma: Sandbox, call: Caller) -> None:
    comments = figma.world.files[figma.demo.file_key].comments
    count = len(comments)
    figma.fail_next("postComment", delay=30)
    with pytest.raises(httpx.ReadTimeout):
        call("POST", f"/v1/files/{figma.demo.file_key}/comments", json={"message": "Slow"}, timeout=0.2)
    assert len(comments) == count + 1


def test_T52_an_answer_can_drip(figma: Sandbox, call: Caller) -> None:
    figma.fail_next("getMe", drip=0.002)
    started = time.monotonic()
    assert call("GET", "/v1/me").json()["handle"] == figma.demo.user.handle
    assert time.monotonic() - started > 0.1


def test_T51_T53_T55_answers_can_be_anything(figma: Sandbox, call: Caller) -> None:
    bomb = gzip.compress(b"0" * 1_000_000)
    figma.fail_next("getMe", status=200, body=bomb, headers={"Content-Encoding": "gzip"})
    assert len(call("GET", "/v1/me").content) == 1_000_000
    figma.fail_next("getMe", body="<html>Bad gateway</html>", status=502, headers={"Content-Type": "text/html"})
    assert call("GET", "/v1/me").text == "<html>Bad gateway</html>"
    figma.fail_next("getMe", body=b"\xff\xfe", status=200)
    assert call("GET", "/v1/me").content == b"\xff\xfe"
    figma.fail_next("getMe", status=429, headers={"Retry-After": "396749"})
    assert call("GET", "/v1/me").headers["retry-after"] == "396749"
    figma.fail_next("getMe", status=302, headers={"Location": "https://elsewhere.example/"})
    assert call("GET", "/v1/me").headers["location"] == "https://elsewhere.example/"


def test_a_fault_can_add_headers_to_the_real_answer(figma: Sandbox, call: Caller) -> None:
    figma.fail_next("getMe", headers={"X-Extra": "yes"})
    response = call("GET", "/v1/me")
    assert (response.headers["x-extra"], response.json()["handle"]) == ("yes", figma.demo.user.handle)
