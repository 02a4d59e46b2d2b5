"""What a provider's answer to a token request is taken for, and what is no token at all (T20, P14)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from figwright.connections import find_connector
from figwright.http.reply import Reply
from figwright.oauth.protocol import Refusal, TokenError, read_tokens

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
        (400, {"error": "invalid_client"}, Refusal.APP),
        (400, {"error": "invalid_request"}, Refusal.UNCLEAR),
        (400, {"error": "of somebody else's"}, Refusal.TRANSIENT),
    ],
)
def test_P14_a_refusal_is_a_verdict_only_with_a_status_and_words_that_say_so(
    status: int, body: dict[str, Any], means: Refusal
) -> None:
    assert refusal(status, body) is means


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
