"""How long a limit lasts, where other headers than Retry-After say so, or none does."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.toybox import CONNECTOR

from figwright.connector import ErrorRule, ErrorShape, RateLimit
from figwright.errors import Cause, ProviderError
from figwright.http.reply import Reply
from figwright.http.response import read_error

LIMITED = CONNECTOR._replace(
    error_shapes=(ErrorShape("/message", details="/errors"),),
    error_rules=(
        ErrorRule("NO_ACCESS", (403,), headers={"X-Lock": "^on"}),
        ErrorRule("RATE_LIMITED", (403, 429), headers={"X-Left": "^0$"}),
        ErrorRule("RATE_LIMITED", (403,), "slow down", wait=60),
    ),
    rate_limit=RateLimit(remaining="X-Left", reset="X-Reset", reset_form="seconds"),
)
BY_CLOCK = LIMITED._replace(rate_limit=LIMITED.rate_limit._replace(reset_form="epoch"))
DATE = "Tue, 14 Nov 2023 22:13:20 GMT"
NOW = 1_700_000_000


def error(headers: dict[str, str], *, status: int = 403, message: str = "No.", by_clock: bool = False) -> ProviderError:
    body = json.dumps({"message": message}).encode()
    return read_error(BY_CLOCK if by_clock else LIMITED, None, Reply(status, headers, body))


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"X-Left": "0", "X-Reset": "17"}, 17),
        ({"X-Left": "0", "X-Reset": "17", "Retry-After": "5"}, 5),
        ({"X-Left": "0", "X-Reset": "soon"}, None),
        ({"X-Left": "0", "X-Reset": "-1"}, None),
        ({"X-Left": "0"}, None),
    ],
)
@pytest.mark.parametrize("status", [403, 429])
def test_a_limit_without_calls_left_ends_when_it_is_reset(
    status: int, headers: dict[str, str], seconds: float | None
) -> None:
    found = error(headers, status=status)
    assert (found.cause, found.retry_after) == (Cause.RATE_LIMITED, seconds)


@given(st.integers(-(10**6), 10**6))
def test_a_time_is_held_against_the_clock_that_the_answer_shows(ahead: int) -> None:
    found = error({"X-Left": "0", "X-Reset": str(NOW + ahead), "Date": DATE}, by_clock=True)
    assert found.retry_after == max(ahead, 1)


@pytest.mark.parametrize("date", [{}, {"Date": "today"}])
def test_without_such_a_clock_ours_counts(date: dict[str, str]) -> None:
    found = error({"X-Left": "0", "X-Reset": str(int(time.time()) + 500), **date}, by_clock=True)
    assert found.retry_after == pytest.approx(500, abs=60)


def test_a_rule_says_how_long_where_nothing_else_does_and_a_reset_counts_only_where_nothing_is_left() -> None:
    assert error({"X-Left": "12", "X-Reset": "17"}, message="Slow down!").retry_after == 60
    assert error({"Retry-After": "9"}, message="Slow down!").retry_after == 9


def test_a_header_tells_two_refusals_of_one_status_apart() -> None:
    assert error({"X-Lock": "on; until=x", "X-Left": "0"}).cause is Cause.NO_ACCESS
    assert error({"X-Lock": "off", "X-Left": "0"}).cause is Cause.RATE_LIMITED
    assert error({}).cause is Cause.UNKNOWN
    assert error({"Retry-After": "9"}).retry_after is None, "no limit, so nothing is waited for"


def test_the_details_of_an_error_stand_behind_its_message() -> None:
    def told(errors: object) -> str:
        body = json.dumps({"message": "Wrong.", "errors": errors}).encode()
        return read_error(LIMITED, None, Reply(422, {}, body)).provider_message

    assert told(["a", {"field": "name", "code": "missing", "more": [1]}, 7, "", {}]) == "Wrong (a; name missing)"
    assert told("x") == told([]) == told(None) == "Wrong."
