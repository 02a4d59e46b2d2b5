"""P4: no secret in any log, repr, traceback, URL, pickle, tool result or error text."""

from __future__ import annotations

import copy
import dataclasses
import logging
import pickle
import traceback
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.crashes import every_local, shown
from support.provider import Connection, Provider, reply
from support.toybox import CONNECTOR

from figwright import Actions, errors
from figwright import Connection as Given
from figwright.connections import BoundConnection
from figwright.crypto.keyring import KeyRing, new_key, parse_keys
from figwright.http.limits import Limits
from figwright.http.reply import Reply
from figwright.oauth.protocol import new_secret
from figwright.redaction.cleaning import clean_text
from figwright.redaction.secret import Secret
from figwright.settings import Settings, load_settings
from figwright.types.accounts import LiveToken, StartedAuthorization

CANARY = "toy_CANARYCANARY"


@pytest.mark.parametrize(
    "show", [repr, str, "{}".format, "%s".__mod__, lambda s: repr([s]), lambda s: repr(LiveToken(s))]
)
def test_T22_a_secret_does_not_show_itself(show: Any) -> None:
    assert "CANARY" not in show(Secret(CANARY))


@pytest.mark.parametrize("hold", [Secret, lambda text: [Secret(text)], lambda text: LiveToken(Secret(text))])
def test_T22_a_secret_does_not_travel(hold: Any) -> None:
    with pytest.raises(TypeError, match="cannot be pickled"):
        pickle.dumps(hold(CANARY))


@pytest.mark.parametrize("move", [copy.copy, copy.deepcopy, lambda s: dataclasses.asdict(LiveToken(s))["secret"]])
def test_T22_a_copy_of_a_secret_is_the_same_object_and_shows_no_more(move: Any) -> None:
    secret = Secret(CANARY)
    assert move(secret) is secret


def test_secrets_compare_by_what_they_hold() -> None:
    assert Secret(CANARY) == Secret.text(CANARY) == Secret.text(Secret.text(CANARY))
    assert Secret(CANARY) != Secret(CANARY + "1")
    assert Secret(CANARY) != CANARY
    assert len({Secret(CANARY), Secret(CANARY)}) == 1
    assert not Secret.text("")


@pytest.mark.parametrize("token", ["", "a b", "a\r\nX-Evil: 1", "a\x00", "tökén", "a\n", "x" * 900_000])
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


KEY = new_key()
URL = f"postgresql://ann:{CANARY}@db.example/app"
PROXY = f"http://ann:{CANARY}@proxy.example:3128"


def settings() -> Settings:
    return load_settings(
        database_url=URL,
        encryption_keys=f"{KEY},{new_key()}",
        proxy=PROXY,
        connections={"toybox": {"client_id": "app", "client_secret": CANARY}},
    )


HOLDERS: dict[str, Callable[[], Any]] = {
    "Settings": settings,
    "Connection": lambda: settings().named_connections()[0],
    "BoundConnection": lambda: BoundConnection(
        Given(name="toybox", connector=CONNECTOR, client_id="app", client_secret=CANARY)
    ),
    "Storage": lambda: settings().storage(),
    "Limits": lambda: settings().limits(),
    "Limits of a text": lambda: Limits(proxy=PROXY),  # type: ignore[arg-type]
    "KeyRing": lambda: KeyRing(parse_keys([KEY])),
    "Actions": lambda: Actions(
        [Given(name="toybox", connector=CONNECTOR, client_secret=CANARY)],
        database_url=URL,
        encryption_keys=[KEY],
        proxy=PROXY,
    ),
}


@pytest.mark.parametrize("holder", HOLDERS)
def test_T79_what_is_set_up_with_secrets_neither_shows_nor_pickles_them(holder: str) -> None:
    made = HOLDERS[holder]()
    for text in shown(made):
        assert "CANARY" not in text, holder
        assert KEY not in text, holder
    with pytest.raises(TypeError, match=r"cannot be pickled|cannot pickle"):
        pickle.dumps(made)


@pytest.mark.parametrize(
    "made",
    [
        Reply(200, {"Set-Cookie": CANARY}, CANARY.encode()),
        StartedAuthorization(f"https://toybox.example/?state={CANARY}", CANARY, 60, "1"),
    ],
    ids=lambda made: type(made).__name__,
)
def test_T79_what_passes_with_secrets_in_it_neither_shows_nor_pickles_them(made: object) -> None:
    assert "CANARY" not in f"{made} {made!r}"
    with pytest.raises(TypeError, match="cannot be pickled"):
        pickle.dumps([made])


@pytest.mark.parametrize("holder", ["Settings", "Connection", "Storage"])
def test_what_is_set_up_with_secrets_can_be_copied_within_its_process(holder: str) -> None:
    made = HOLDERS[holder]()
    assert copy.deepcopy(made) == made == copy.copy(made)


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_secret": 5},
        {"client_secret": {"CANARY": "CANARY"}},
        {"plan": ["CANARY"]},
        {"publishing_state": "CANARY"},
        {"scopes": [{"CANARY": 1}]},
        {"client_secret_value": "CANARY"},
        {"client_secret_file": {"CANARY"}},
    ],
)
def test_T79_an_error_of_a_connection_names_the_option_and_never_its_value(wrong: Any) -> None:
    with pytest.raises(errors.ConfigurationError, match=next(iter(wrong))) as raised:
        Given(**wrong)
    assert "CANARY" not in "".join([*every_local(raised.value), str(raised.value), repr(raised.value)])
    with pytest.raises(errors.ConfigurationError, match=next(iter(wrong))) as raised:
        load_settings(connections={"toybox": wrong})
    assert "CANARY" not in str(raised.value)
    assert raised.value.__context__ is None


def test_T22_the_client_itself_does_not_show_or_pickle_the_token(actions: Actions) -> None:
    assert "CANARY" not in repr(actions) + repr(vars(actions)) + repr(vars(actions.context.accounts))
    with pytest.raises(TypeError):
        pickle.dumps(actions)


@given(st.text(), st.text())
def test_T26_a_token_never_survives_cleaning(before: str, after: str) -> None:
    assert "toy_CANARYCANARY" not in clean_text(f"{before}toy_CANARYCANARY{after}", r"toy_[A-Za-z0-9]{8,}")


@pytest.mark.parametrize("pattern", ["", "toy_[A-Z]+"])
def test_T26_a_token_of_ours_is_masked_in_a_provider_s_words_whatever_its_own_look_like(pattern: str) -> None:
    ours = f"fwm_{new_secret()}"
    assert clean_text(f"unknown: {ours}!", pattern) == "unknown: [redacted]!"
