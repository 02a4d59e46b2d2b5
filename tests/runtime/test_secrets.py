"""P4: no secret in any log, repr, traceback, URL, pickle, tool result or error text."""

from __future__ import annotations

import copy
import dataclasses
import logging
import pickle
import traceback
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.provider import Connection, Provider, reply

from figwright import Actions, errors
from figwright.accounts import LiveToken
from figwright.secrets import Secret, clean_text

CANARY = "toy_CANARYCANARY"


@pytest.mark.parametrize(
    "show", [repr, str, "{}".format, "%s".__mod__, lambda s: repr([s]), lambda s: repr(LiveToken(s))]
)
def test_T22_a_secret_does_not_show_itself(show: Any) -> None:
    assert "CANARY" not in show(Secret(CANARY))


@pytest.mark.parametrize("move", [pickle.dumps, copy.copy, copy.deepcopy, lambda s: dataclasses.asdict(LiveToken(s))])
def test_T22_a_secret_does_not_travel(move: Any) -> None:
    with pytest.raises(TypeError, match="cannot be pickled"):
        move(Secret(CANARY))


@pytest.mark.parametrize("token", ["", "a b", "a\r\nX-Evil: 1", "a\x00", "tökén", "a\n"])
def test_T48_what_cannot_stand_in_a_header_is_no_secret(token: str) -> None:
    with pytest.raises(ValueError, match="printable ASCII"):
        Secret(token)


@pytest.mark.parametrize(
    "answer",
    [
        reply({"ok": True}),
        reply({"err": f"Invalid token {CANARY}"}, 403),
        reply({"message": CANARY}, 500),
        reply(b"no json " + CANARY.encode()),
        Connection.reset,
        Connection.hang,
    ],
)
def test_T22_T23_no_log_and_no_traceback_of_a_call_holds_the_token(
    call: Any, toybox: Provider, caplog: pytest.LogCaptureFixture, answer: Any
) -> None:
    toybox.answer(answer)
    caplog.set_level(logging.DEBUG)
    shown = ""
    try:
        call("toy_me", deadline=0.5)
    except errors.FigwrightError as error:
        shown = "".join(traceback.TracebackException.from_exception(error).format()) + repr(vars(error))
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("figwright")]
    assert "CANARY" not in shown + "".join(ours)
    assert all(CANARY not in request.target for request in toybox.received)


def test_T23_the_http_librarys_own_debug_log_does_not_hold_the_token(
    call: Any, toybox: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    call("toy_me", kind="key")
    assert "CANARY" not in caplog.text


def test_T22_the_client_itself_does_not_show_or_pickle_the_token(actions: Actions) -> None:
    assert "CANARY" not in repr(actions) + repr(vars(actions)) + repr(vars(actions._accounts))
    with pytest.raises(TypeError):
        pickle.dumps(actions)


@given(st.text(), st.text())
def test_T26_a_token_never_survives_cleaning(before: str, after: str) -> None:
    assert "toy_CANARYCANARY" not in clean_text(f"{before}toy_CANARYCANARY{after}", r"toy_[A-Za-z0-9]{8,}")
