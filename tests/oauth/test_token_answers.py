"""What a provider's answer to a token request is taken for, and what is no token at all (T20, P14)."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figwright.connections import find_connector
from figwright.connector import ErrorRule, ErrorShape, RateLimit
from figwright.http.reply import Reply
from figwright.oauth.protocol import Refusal, TokenError, TokenResponse, read_tokens
from figwright.oauth.scopes import granted_scopes

FIGMA = find_connector("figma")
GOOD = {"access_token": "figu_token", "refresh_token": "figur_token", "expires_in": 7_776_000, "user_id_string": "1"}


def refusal(status: int, body: dict[str, Any]) -> Refusal:
    with pytest.raises(TokenError) as refused:
        read_tokens(FIGMA, Reply(status, {}, json.dumps(body).encode()), refreshed=False)
    return refused.value.refusal


@pytest.mark.parametrize(
    ("status", "body", "means"),
    [
        (302, {"error": "invalid_grant"}, Refusal.TRANSIENT),
        (304, {"error": "invalid_client"}, Refusal.TRANSIENT),
        (429, {"error": "invalid_grant"}, Refusal.TRANSIENT),
        (500, {"error": "invalid_grant"}, Refusal.TRANSIENT),
        (407, {"error": "invalid_grant"}, Refusal.TRANSIENT),
        (400, {"error": "invalid_grant"}, Refusal.GRANT),
        (401, {"error": "invalid_request"}, Refusal.APP),
        (401, {"error": "invalid_grant"}, Refusal.GRANT),
        (400, {"error": "invalid_client"}, Refusal.APP),
        (400, {"error": "invalid_request"}, Refusal.UNCLEAR),
        (400, {"error": "of somebody else's"}, Refusal.TRANSIENT),
        (200, {"error": "invalid_grant"}, Refusal.TRANSIENT),
    ],
)
def test_P14_a_refusal_is_a_verdict_only_with_a_status_and_words_that_say_so(
    status: int, body: dict[str, Any], means: Refusal
) -> None:
    assert refusal(status, body) is means


OTHER = FIGMA._replace(
    error_shapes=(ErrorShape("/message"),),
    oauth=FIGMA.oauth._replace(
        user_id="",
        access_token_lifetime=0,
        always_refresh_token=False,
        errors_with_200=True,
        error_codes=("gone", "who_are_you", "odd"),
        grant_errors="gone",
        app_errors="^who_are_you",
    ),
)
"""A provider that refuses in words of its own, with the status of a success."""
FORM = "application/x-www-form-urlencoded"


def answered(body: str, media: str = FORM, status: int = 200) -> TokenResponse:
    return read_tokens(OTHER, Reply(status, {"Content-Type": media}, body.encode()), refreshed=False)


@pytest.mark.parametrize(
    ("body", "means"),
    [
        ("error=gone", Refusal.GRANT),
        ("error=odd&error_description=gone+away", Refusal.GRANT),
        ("error=who_are_you&error_description=No.", Refusal.APP),
        ("error=odd", Refusal.UNCLEAR),
        ("error=invalid_client", Refusal.APP),
        ("error=nobody_knows&error_description=gone", Refusal.TRANSIENT),
        ("error=", Refusal.TRANSIENT),
        ("error=gone&error=gone", Refusal.TRANSIENT),
    ],
)
def test_P14_a_refusal_with_status_200_counts_where_the_connector_says_that_there_are_some(
    body: str, means: Refusal
) -> None:
    for text, media in ((body, FORM), (json.dumps(dict(parse_qsl(body))), "application/json")):
        if text != body and body.count("error=") > 1:
            continue
        with pytest.raises(TokenError) as refused:
            answered(text, media)
        assert (refused.value.refusal, refused.value.status) == (means, 200)


def test_a_code_says_more_than_a_401_that_comes_with_it() -> None:
    for code, means in (("gone", Refusal.GRANT), ("who_are_you", Refusal.APP), ("odd", Refusal.APP)):
        with pytest.raises(TokenError) as refused:
            answered(f"error={code}", status=401)
        assert refused.value.refusal is means


LIMITED = OTHER._replace(
    rate_limit=RateLimit(remaining="Left", reset="Reset", reset_form="seconds"),
    error_rules=(
        ErrorRule("RATE_LIMITED", status=(403,), headers={"Retry-After": "^[0-9]+$"}),
        ErrorRule("RATE_LIMITED", status=(403,), text="too fast", wait=60),
        ErrorRule("RATE_LIMITED", status=(403, 429), headers={"Left": "^0$"}),
        ErrorRule("RATE_LIMITED", status=(200,), text="odd: slow down", wait=5),
        ErrorRule("NO_ACCESS", status=(403,)),
    ),
)
"""A provider whose limits are refusals with 403, known by what its rules say."""


@pytest.mark.parametrize(
    ("status", "headers", "body", "means", "wait"),
    [
        (403, {"retry-after": "90"}, {"message": "No."}, Refusal.TRANSIENT, 90),
        (403, {"retry-after": "90"}, {"error": "gone"}, Refusal.TRANSIENT, 90),
        (403, {}, {"message": "You are too fast."}, Refusal.TRANSIENT, 60),
        (403, {"retry-after": "0"}, {"message": "You are too fast."}, Refusal.TRANSIENT, None),
        (403, {"left": "0", "reset": "1800"}, {"message": "No."}, Refusal.TRANSIENT, 1800),
        (403, {"left": "7", "reset": "1800"}, {"message": "No."}, Refusal.UNCLEAR, None),
        (403, {}, {"error": "gone"}, Refusal.GRANT, None),
        (429, {"left": "0", "reset": "1800"}, {"message": "No."}, Refusal.TRANSIENT, 1800),
        (200, {}, {"error": "odd", "error_description": "slow down"}, Refusal.TRANSIENT, 5),
        (503, {"retry-after": "7"}, {"message": "No."}, Refusal.TRANSIENT, 7),
        (400, {"retry-after": "7"}, {"message": "No."}, Refusal.UNCLEAR, None),
    ],
)
def test_P6_a_limit_of_the_token_endpoint_is_known_by_the_connectors_rules_and_comes_with_its_wait(
    status: int, headers: dict[str, str], body: dict[str, str], means: Refusal, wait: float | None
) -> None:
    with pytest.raises(TokenError) as refused:
        read_tokens(LIMITED, Reply(status, headers, json.dumps(body).encode()), refreshed=True)
    assert (refused.value.refusal, refused.value.retry_after, refused.value.lost) == (means, wait, False)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<html>",
        "%ff",
        "access_token=a&access_token=b&token_type=bearer",
        "access_token=&token_type=bearer",
        "access_token=a+b",
        "access_token=a;token_type=bearer",
        "access_token=a&refresh_token=b;expires_in=600",
        "access_token=a&refresh_token=",
        "access_token=a&expires_in=",
        "access_token=a&expires_in=soon",
        '{"access_token": "a"}',
    ],
)
def test_T20_a_form_with_one_wrong_part_holds_no_token(body: str) -> None:
    with pytest.raises(TokenError) as refused:
        answered(body)
    assert refused.value.refusal is Refusal.TRANSIENT
    assert refused.value.lost, "a token may have been given all the same"


def test_a_token_may_come_in_a_form_and_without_an_end_or_a_refresh_token() -> None:
    assert answered("access_token=a&scope=&token_type=bearer", f"{FORM}; charset=utf-8")[1:] == (None, None, "", ())
    assert answered('{"access_token": "a", "refresh_token": null, "expires_in": null}', "text/json")[1:3] == (
        None,
        None,
    )
    whole = answered("access_token=a%2Bb&refresh_token=r&expires_in=28800")
    assert (whole.access.reveal(), whole.expires_in) == ("a+b", 28_800)


@pytest.mark.parametrize(
    ("status", "body", "lost"),
    [
        (502, "<html>", True),
        (500, "", True),
        (504, "{}", True),
        (200, "<html>", True),
        (204, "", True),
        (503, "<html>", False),
        (429, "", False),
        (302, "", False),
        (403, "<html>", False),
        (500, '{"message": "No."}', False),
        (400, '{"error": "gone"}', False),
        (200, '{"error": "nobody_knows"}', False),
        (200, '{"error": "nobody_knows", "access_token": 1}', True),
    ],
)
def test_an_answer_is_lost_where_the_provider_may_have_given_a_token(status: int, body: str, lost: bool) -> None:
    with pytest.raises(TokenError) as refused:
        answered(body, "application/json", status)
    assert refused.value.lost is lost


@pytest.mark.parametrize(
    ("scope", "means"),
    [
        ("&scope=repo,read:user", ("repo", "read:user")),
        ("&scope=repo+read:user", ("repo", "read:user")),
        ("&scope=repo,+read:user,", ("repo", "read:user")),
        ("&scope=", ()),
        ("", None),
    ],
)
def test_the_granted_scopes_are_read_whatever_stands_between_them(scope: str, means: tuple[str, ...] | None) -> None:
    assert answered(f"access_token=a{scope}").scopes == means
    text = {"access_token": "a"} | ({"scope": dict(parse_qsl(scope[1:], True))["scope"]} if scope else {})
    assert answered(json.dumps(text), "application/json").scopes == means


@given(st.sets(st.sampled_from(sorted(FIGMA.oauth.scopes))), st.sets(st.sampled_from([*FIGMA.oauth.scopes, "x", "y"])))
def test_an_account_holds_what_was_answered_and_what_was_asked_for_where_the_answer_has_names_of_its_own(
    asked: set[str], answered: set[str]
) -> None:
    held = set(granted_scopes(FIGMA, asked, tuple(answered)))
    assert held == (answered if answered <= FIGMA.oauth.scopes.keys() else (answered - {"x", "y"}) | asked)
    assert set(granted_scopes(FIGMA, asked, None)) == asked


def test_a_whole_answer_is_taken() -> None:
    tokens = read_tokens(FIGMA, Reply(200, {}, json.dumps(GOOD).encode()), refreshed=False)
    assert (tokens.access.reveal(), tokens.expires_in, tokens.user) == ("figu_token", 7_776_000, "1")


@pytest.mark.parametrize(
    "wrong",
    [
        {"access_token": " figu_token"},
        {"access_token": "figu_token\n"},
        {"refresh_token": "figur token"},
        {"refresh_token": None},
        {"expires_in": True},
        {"expires_in": 59},
        {"expires_in": 10**12},
        {"expires_in": 7_776_000.5},
        {"token_type": "mac"},
        {"user_id_string": ""},
    ],
)
def test_T20_an_answer_with_one_wrong_part_holds_no_token(wrong: dict[str, Any]) -> None:
    assert refusal(200, GOOD | wrong) is Refusal.TRANSIENT


@pytest.mark.parametrize(("status", "body"), [(400, {"error": "invalid_grant"}), (503, {}), (200, {"access_token": 1})])
def test_a_failed_token_request_has_the_providers_request_id_beside_its_message(
    status: int, body: dict[str, Any]
) -> None:
    """Not in it: a message that is said again is how a repeated refusal is known."""
    with pytest.raises(TokenError) as refused:
        read_tokens(FIGMA, Reply(status, {FIGMA.request_id: "0b5c-7f"}, json.dumps(body).encode()), refreshed=True)
    assert refused.value.request_id == "0b5c-7f"
    assert "0b5c" not in refused.value.message
    assert refused.value.told.endswith("(Request id: 0b5c-7f.)")
