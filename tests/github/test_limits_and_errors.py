"""What GitHub's refusals mean: both limits with the right seconds, dead tokens, missing permissions, wrong input."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from support.github import HELLO, GitHub, Limit

from figwright import Actions
from figwright.errors import Cause, ProviderError

LIST = "github_issues_list"
EXACT = {"primary": 1500, "secondary": 90, "secondary, without a time": 60, "429": 90}


def refused(actions: Actions, tool: str = LIST, **given: Any) -> ProviderError:
    with pytest.raises(ProviderError) as raised:
        actions.execute_tool(tool, identifier="ann", tool_input=HELLO | given)
    return raised.value


@pytest.mark.parametrize(("limit", "seconds"), EXACT.items())
def test_a_limit_says_how_long_to_wait_and_is_not_waited_for_beyond_the_deadline(
    connected: Actions, provider: GitHub, limit: Limit, seconds: int
) -> None:
    provider.limits = [(limit, EXACT[limit])]
    error = refused(connected)
    assert error.cause is Cause.RATE_LIMITED
    assert error.retry_after is not None
    assert seconds - 2 <= error.retry_after <= seconds
    assert f"Try again in {error.retry_after:.0f} seconds." in str(error)
    assert len(provider.requests) == 1
    assert connected.get_connected_account(identifier="ann").status == "ACTIVE"


@pytest.mark.parametrize("limit", ["primary", "secondary"])
def test_a_short_wait_is_waited_and_the_call_repeated(connected: Actions, provider: GitHub, limit: Limit) -> None:
    provider.limits = [(limit, 1)]
    begun = time.monotonic()
    connected.execute_tool("github_issue_create", identifier="ann", tool_input={**HELLO, "title": "It breaks"})
    assert time.monotonic() - begun >= (0 if limit == "primary" else 1)  # the time of a reset has whole seconds
    assert len(provider.requests) == 2


@pytest.mark.parametrize("limit", ["secondary", "secondary, without a time"])
def test_a_secondary_limit_holds_for_lists_and_searches_whichever_met_it(
    connected: Actions, provider: GitHub, limit: Limit
) -> None:
    provider.limits = [(limit, 90)]
    refused(connected)
    for tool, given in ((LIST, HELLO), ("github_issues_search", {"query": "hello"})):
        with pytest.raises(ProviderError) as raised:
            connected.execute_tool(tool, identifier="ann", tool_input=given)
        assert raised.value.cause is Cause.RATE_LIMITED
    assert len(provider.requests) == 1


def test_a_primary_limit_holds_for_its_own_kind_of_calls(connected: Actions, provider: GitHub) -> None:
    provider.limits = [("primary", 1500)]
    refused(connected)
    assert connected.execute_tool("github_issues_search", identifier="ann", tool_input={"query": "hello"}).data
    assert len(provider.requests) == 2


def test_the_time_of_a_reset_is_held_against_githubs_own_clock(connected: Actions, provider: GitHub) -> None:
    """It says an hour, whatever the clock here says."""
    headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1700003600", "Date": "Tue, 14 Nov 2023 22:13:20 GMT"}
    provider.answers = [(403, headers, json.dumps({"message": "API rate limit exceeded for user ID 1."}))]
    assert refused(connected).retry_after == 3600


@pytest.mark.parametrize("reset", [{}, {"X-RateLimit-Reset": "soon"}, {"X-RateLimit-Reset": "-5"}])
def test_a_limit_whose_end_cannot_be_read_holds_for_a_minute_and_is_not_met_again_at_once(
    connected: Actions, provider: GitHub, reset: dict[str, str]
) -> None:
    refusal = 403, {"X-RateLimit-Remaining": "0", **reset}, json.dumps({"message": "API rate limit exceeded."})
    provider.answers = [refusal] * 3
    assert refused(connected).retry_after == 60
    assert len(provider.requests) == 1


WAIT = {"Retry-After": "30"}
SSO = {"X-GitHub-SSO": "required; url=https://github.com/orgs/octo-org/sso"}
LAST = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1700003600"}


@pytest.mark.parametrize(
    ("status", "headers", "message", "cause"),
    [
        (403, {}, "Resource not accessible by integration", Cause.NO_ACCESS),
        (403, LAST, "Resource not accessible by integration", Cause.NO_ACCESS),
        (403, SSO, "Resource protected by organization SAML enforcement.", Cause.NO_ACCESS),
        (403, {}, "Must have admin rights to Repository.", Cause.NO_ACCESS),
        (403, LAST, "Must have admin rights to Repository.", Cause.NO_ACCESS),
        (451, {}, "Repository access blocked", Cause.NO_ACCESS),
        (403, {}, "Something else", Cause.UNKNOWN),
        (403, {"Retry-After": "90"}, "Something else", Cause.RATE_LIMITED),
        (403, {}, "You have triggered an abuse detection mechanism and are blocked for now.", Cause.RATE_LIMITED),
        (403, {}, "API rate limit exceeded for user ID 1.", Cause.RATE_LIMITED),
        (301, {"Location": "https://api.github.com/repositories/1"}, "Moved Permanently", Cause.NOT_FOUND),
        (307, {"Location": "https://api.github.com/repositories/1"}, "Temporary Redirect", Cause.NOT_FOUND),
        (401, {}, "Requires authentication", Cause.UNKNOWN),
        (404, {}, "Not Found", Cause.NOT_FOUND),
        (410, {}, "This issue was deleted", Cause.NOT_FOUND),
        (422, {}, "Validation Failed", Cause.INVALID_INPUT),
        (429, {}, "Slow down", Cause.RATE_LIMITED),
        (503, WAIT, "Service Unavailable", Cause.PROVIDER_DOWN),
    ],
)
def test_P6_a_refusal_has_its_cause_and_ends_no_account(
    connected: Actions, provider: GitHub, status: int, headers: dict[str, str], message: str, cause: Cause
) -> None:
    provider.answers = [(status, headers, json.dumps({"message": message}))] * 3
    error = refused(connected, "github_issue_create", title="x")
    assert (error.cause, error.status, error.provider_message) == (cause, status, message)
    assert connected.get_connected_account(identifier="ann").status == "ACTIVE"
    assert provider.asked == [], "no token is renewed for it"


def test_a_422_names_each_field_that_is_wrong(connected: Actions) -> None:
    error = refused(connected, "github_issue_create", title="taken")
    assert (error.cause, error.status) == (Cause.INVALID_INPUT, 422)
    assert "Validation Failed (Issue custom title is taken)" in str(error)


@pytest.mark.parametrize(
    ("errors", "told"),
    [
        ("Title is too long", "Validation Failed"),
        ({"field": "title", "code": "invalid"}, "Validation Failed"),
        (["Title is too long"], "Validation Failed (Title is too long)"),
        ([None, 3, [1], {"value": {"a": 1}}, "no"], "Validation Failed (no)"),
        ([{"value": {"a": 1}}], "Validation Failed"),
    ],
)
def test_of_a_list_of_details_what_can_be_read_is_said_and_empty_brackets_never(
    connected: Actions, provider: GitHub, errors: object, told: str
) -> None:
    provider.answers = [(422, {}, json.dumps({"message": "Validation Failed", "errors": errors}))]
    assert refused(connected).provider_message == told


def test_what_is_not_there_for_a_person_is_not_found(connected: Actions) -> None:
    error = refused(connected, "github_issue_get", repo="secret", issue_number=1)
    assert error.cause is Cause.NOT_FOUND
    assert "or where the app is not installed" in str(error)


def test_P14_a_page_in_between_is_nobodys_verdict(connected: Actions, provider: GitHub) -> None:
    provider.answers = [(401, {"Content-Type": "text/html"}, "<html>Bad credentials</html>")]
    assert refused(connected).cause is Cause.PROVIDER_DOWN
    assert provider.asked == []
