"""Consents that are forged, late, repeated, astray or answered with rubbish: nothing of them is stored."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from threading import Barrier
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figwright.errors import AuthorizationError, Cause, ConfigurationError, FigwrightError, ProviderError
from figwright.oauth import protocol
from figwright.redaction.secret import Secret
from figwright_figma.sandbox import Sandbox

from .desk import Desk, query, without


def fault(call: Callable[..., Any], *args: Any, **options: Any) -> str:
    """The fault that a call is refused with."""
    with pytest.raises(AuthorizationError) as refused:
        call(*args, **options)
    return refused.value.fault


def pending(desk: Desk) -> list[tuple[Any, ...]]:
    return desk.run("SELECT * FROM authorization_requests ORDER BY id")


def test_T1_a_callback_without_state_sends_nothing(any_desk: Desk) -> None:
    callback = any_desk.callback()
    before = pending(any_desk)
    complete = any_desk.actions.complete_authorization
    assert fault(complete, without(callback, "state")) == "missing_state"
    assert fault(complete, f"{without(callback, 'state')}&state=") == "missing_state"
    assert fault(complete, f"{callback}&state=another") == "missing_state"
    assert any_desk.exchanges() == 0
    assert pending(any_desk) == before
    assert complete(callback).connected_account.status == "ACTIVE"


def test_T1_a_state_that_nobody_made_is_unknown(any_desk: Desk) -> None:
    callback = any_desk.callback()
    forged = f"{without(callback, 'state')}&state={protocol.new_secret()}"
    assert fault(any_desk.actions.complete_authorization, forged) == "unknown_state"
    hashed = f"{without(callback, 'state')}&state={protocol.fingerprint(query(callback)['state'])}"
    assert fault(any_desk.actions.complete_authorization, hashed) == "unknown_state"
    assert any_desk.exchanges() == 0


@pytest.fixture(scope="module")
def shared_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One installation for properties, whose examples leave nothing behind."""
    with Sandbox() as sandbox, closing(Desk(sandbox, f"sqlite:///{tmp_path_factory.mktemp('shared')}/f.db")) as desk:
        yield desk


@pytest.mark.slow
@given(url=st.text() | st.builds("http://localhost:8765/callback/figma?{}".format, st.text()))
def test_T1_whatever_a_callback_is_it_ends_in_a_typed_error(shared_desk: Desk, url: str) -> None:
    assert fault(shared_desk.actions.complete_authorization, url) in ("missing_state", "unknown_state")


@pytest.mark.parametrize("session", [None, "", "another session", "étrangère"])
def test_T2_a_consent_bound_to_a_session_is_finished_in_it_alone(any_desk: Desk, session: str | None) -> None:
    callback = any_desk.callback(session="ann's own session")
    before = pending(any_desk)
    complete = any_desk.actions.complete_authorization
    assert fault(complete, callback, session=session) == "other_browser"
    assert any_desk.exchanges() == 0
    assert pending(any_desk) == before
    assert complete(callback, session="ann's own session").connected_account.status == "ACTIVE"


def test_T2_an_empty_session_binds_to_nobody_and_is_refused(desk: Desk) -> None:
    with pytest.raises(ConfigurationError, match="session is empty"):
        desk.actions.get_authorization_link(identifier="ann", session="")
    assert desk.rows("authorization_requests") == 0


@pytest.mark.parametrize(
    "public_url", ["app.example.com", "/figwright", "https://", "http://[::1", "https://a.example/?x"]
)
def test_a_public_url_that_leads_nowhere_is_refused_before_a_link(desk: Desk, public_url: str) -> None:
    with desk.open(public_url=public_url) as client, pytest.raises(ConfigurationError, match="where the connect app"):
        client.get_authorization_link(identifier="ann")


def test_T2_a_start_link_binds_the_consent_to_the_browser_that_opened_it(any_desk: Desk) -> None:
    any_desk.actions = actions = any_desk.open(public_url="https://app.example.com/figwright/")
    link = actions.get_authorization_link(identifier="ann")
    start = "https://app.example.com/figwright/connect/"
    assert link.link.startswith(start)
    mallory = actions.begin_authorization(link.link.removeprefix(start))
    ann = actions.begin_authorization(link.link.removeprefix(start))
    assert query(mallory.location)["state"] != query(ann.location)["state"]
    assert query(mallory.location)["code_challenge"] != query(ann.location)["code_challenge"]
    assert 590 < ann.max_age <= 600
    stale, callback = any_desk.sandbox.consent(mallory.location), any_desk.sandbox.consent(ann.location)
    assert stale is not None
    assert callback is not None
    complete = actions.complete_authorization
    assert fault(complete, stale, session=mallory.browser) == "unknown_state"
    assert fault(complete, callback, session=mallory.browser) == "other_browser"
    assert fault(complete, callback) == "other_browser"
    assert complete(callback, session=ann.browser).connected_account.status == "ACTIVE"
    assert fault(actions.begin_authorization, link.link.removeprefix(start)) == "used"
    assert fault(actions.begin_authorization, "made up") == "unknown_state"
    late = actions.get_authorization_link(identifier="ann").link.removeprefix(start)
    any_desk.age_requests(601)
    assert fault(actions.begin_authorization, late) == "expired"


def test_T3_a_callback_is_used_once(any_desk: Desk) -> None:
    callback = any_desk.callback()
    any_desk.actions.complete_authorization(callback)
    token = any_desk.stored_token()
    assert fault(any_desk.actions.complete_authorization, callback) == "used"
    assert any_desk.exchanges() == 1
    assert any_desk.stored_token() == token == any_desk.sandbox.live_token(app=any_desk.app)


def test_T3_of_a_hundred_callbacks_at_once_one_is_exchanged(any_desk: Desk) -> None:
    callback, together = any_desk.callback(), Barrier(20)
    clients = [any_desk.open() for _ in range(4)]

    def complete(number: int) -> str:
        if number < 20:
            together.wait(30)
        try:
            return clients[number % 4].complete_authorization(callback).connected_account.status
        except AuthorizationError as error:
            return error.fault

    with ThreadPoolExecutor(20) as pool:
        outcomes = Counter(pool.map(complete, range(100)))
    assert outcomes == {"ACTIVE": 1, "used": 99}
    assert any_desk.exchanges() == 1
    assert any_desk.handle() == any_desk.sandbox.demo.user.handle


def test_T4_a_state_older_than_ten_minutes_is_refused(any_desk: Desk) -> None:
    callback = any_desk.callback()
    any_desk.age_requests(599)
    before = pending(any_desk)
    any_desk.age_requests(2)
    assert fault(any_desk.actions.complete_authorization, callback) == "expired"
    assert len(pending(any_desk)) == len(before) == 1
    any_desk.actions.list_connected_accounts()
    assert pending(any_desk) == []
    assert fault(any_desk.actions.complete_authorization, callback) == "unknown_state"
    assert any_desk.exchanges() == 0
    assert any_desk.status() == "PENDING"


def test_T5_a_dump_of_the_database_cannot_complete_a_consent(any_desk: Desk) -> None:
    link = any_desk.actions.get_authorization_link(identifier="ann", session="the session").link
    state, challenge = query(link)["state"], query(link)["code_challenge"]
    assert len(base64.urlsafe_b64decode(f"{state}=")) == 32
    dump = any_desk.dump()
    assert protocol.fingerprint(state).encode() in dump
    assert b"ann" in dump
    [(row_id, sealed)] = any_desk.run("SELECT id, verifier FROM authorization_requests")
    verifier = any_desk.actions.context.stored().ring.open(bytes(sealed), row_id, "verifier")
    assert protocol.code_challenge(verifier.decode()) == challenge
    for secret in (state.encode(), verifier, b"the session", base64.urlsafe_b64decode(f"{state}=")):
        assert secret not in dump
    other = any_desk.callback("bob")
    assert any_desk.run("SELECT id FROM authorization_requests WHERE verifier = :sealed", sealed=sealed)
    any_desk.run("UPDATE authorization_requests SET verifier = :sealed", sealed=sealed)
    assert fault(any_desk.actions.complete_authorization, other) == "no_verifier"
    assert any_desk.exchanges() == 0


def test_T5_states_are_random_each_time(desk: Desk) -> None:
    links = [query(desk.actions.get_authorization_link(identifier="ann").link) for _ in range(50)]
    assert len({link["state"] for link in links}) == len({link["code_challenge"] for link in links}) == 50


def test_T6_the_challenge_of_RFC_7636_appendix_B() -> None:
    assert protocol.code_challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == (
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    )


@given(st.text(st.sampled_from("abcXYZ019-._~"), min_size=43, max_size=128))
def test_T6_the_challenge_is_the_unpadded_hash_of_the_verifier(verifier: str) -> None:
    padded = protocol.code_challenge(verifier) + "="
    assert base64.urlsafe_b64decode(padded) == hashlib.sha256(verifier.encode("ascii")).digest()
    assert "=" not in protocol.code_challenge(verifier)


@given(st.text() | st.text(st.sampled_from("ab-._~"), max_size=42) | st.text("a", min_size=129, max_size=200))
def test_T6_what_is_no_verifier_has_no_challenge(verifier: str) -> None:
    if not re.fullmatch(r"[A-Za-z0-9._~-]{43,128}", verifier):
        with pytest.raises(ValueError, match="43 to 128"):
            protocol.code_challenge(verifier)


def test_T6_verifiers_are_fresh_encrypted_and_gone_when_they_were_used(any_desk: Desk) -> None:
    assert all(re.fullmatch(r"[A-Za-z0-9._~-]{43,128}", protocol.new_verifier()) for _ in range(100))
    callback = any_desk.callback()
    any_desk.actions.complete_authorization(callback)
    assert any_desk.run("SELECT verifier FROM authorization_requests") == [(None,)]


def test_T6_the_link_asks_with_S256_and_for_nothing_unasked(desk: Desk) -> None:
    link = desk.actions.get_authorization_link(identifier="ann")
    asked = query(link.link)
    assert set(asked) == {
        "client_id",
        "redirect_uri",
        "scope",
        "state",
        "response_type",
        "code_challenge",
        "code_challenge_method",
    }
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert asked["redirect_uri"] == desk.app.redirect_uris[0]
    assert desk.app.client_secret not in link.link


def test_T7_a_stranger_s_code_under_the_victim_s_state_is_rejected(any_desk: Desk) -> None:
    mallory = any_desk.sandbox.user("Mallory")
    stolen = query(any_desk.callback("mallory", mallory))["code"]
    victim = any_desk.callback("ann")
    injected = f"{without(victim, 'code')}&code={stolen}"
    assert fault(any_desk.actions.complete_authorization, injected) == "code_rejected"
    assert any_desk.exchanges() == 1
    assert any_desk.status("ann") == "PENDING"
    assert any_desk.rows("grants") == 0
    assert fault(any_desk.actions.complete_authorization, victim) == "used"


def test_T7_an_injected_code_leaves_a_working_account_as_it_was(any_desk: Desk) -> None:
    any_desk.connect()
    token = any_desk.stored_token()
    stolen = query(any_desk.callback("mallory", any_desk.sandbox.user("Mallory")))["code"]
    injected = f"{without(any_desk.callback(), 'code')}&code={stolen}"
    assert fault(any_desk.actions.complete_authorization, injected) == "code_rejected"
    assert any_desk.stored_token() == token
    assert any_desk.handle() == any_desk.sandbox.demo.user.handle


def test_T8_a_code_is_never_sent_without_its_verifier(any_desk: Desk) -> None:
    any_desk.connect()
    [sent] = [request for request in any_desk.sandbox.requests if request.operation == "oauth.token"]
    assert b"code_verifier=" in bytes(sent.body)
    callback = any_desk.callback()
    any_desk.run("UPDATE authorization_requests SET verifier = NULL")
    assert fault(any_desk.actions.complete_authorization, callback) == "no_verifier"
    assert any_desk.exchanges() == 1
    connection = any_desk.actions.context.catalog.connection(None)
    for verifier in ("", "short", "a" * 129):
        with pytest.raises(ValueError, match="code verifier"):
            protocol.code_request(connection, Secret.text("code"), Secret.text(verifier))


def test_T9_a_consent_comes_back_on_its_own_connection_s_path(any_desk: Desk) -> None:
    second = any_desk.sandbox.app(redirect_uris=["http://localhost:8765/callback/other"])
    options = {"client_id": second.client_id, "client_secret": second.client_secret}
    other = any_desk.connection("other", redirect_uri=second.redirect_uris[0], **options)
    any_desk.actions = actions = any_desk.open([any_desk.connection(), other])
    callback = any_desk.callback(connection_name="figma")
    astray = callback.replace("/callback/figma", "/callback/other")
    before = pending(any_desk)
    complete = actions.complete_authorization
    assert fault(complete, astray) == "wrong_path"
    assert fault(complete, callback, connection_name="other") == "wrong_path"
    assert fault(complete, f"http://[/callback/figma?{callback.partition('?')[2]}") == "wrong_path"
    assert pending(any_desk) == before
    assert any_desk.exchanges() == 0
    assert complete(callback).connected_account.connection_name == "figma"


@pytest.mark.parametrize("issuer", ["https://evil.example", "https://www.figma.com/", "x"])
def test_T9_another_issuer_is_refused(any_desk: Desk, issuer: str) -> None:
    callback = any_desk.callback()
    before = pending(any_desk)
    mixed = f"{callback}&{urlencode({'iss': issuer})}"
    assert fault(any_desk.actions.complete_authorization, mixed) == "wrong_issuer"
    assert pending(any_desk) == before
    assert any_desk.exchanges() == 0
    assert any_desk.actions.complete_authorization(callback).connected_account.status == "ACTIVE"


def test_T10_the_callback_s_host_does_not_change_the_redirect_uri(any_desk: Desk) -> None:
    callback = any_desk.callback().replace("localhost:8765", "evil.example")
    assert any_desk.actions.complete_authorization(callback).connected_account.status == "ACTIVE"
    [sent] = [request for request in any_desk.sandbox.requests if request.operation == "oauth.token"]
    assert f"redirect_uri={quote(any_desk.app.redirect_uris[0], safe='')}".encode() in bytes(sent.body)


def test_a_consent_that_was_declined_ends_and_sends_nothing(any_desk: Desk) -> None:
    callback = any_desk.callback()
    declined = f"{without(callback, 'code')}&error=access_denied&error_description=%3Cscript%3E"
    with pytest.raises(AuthorizationError) as refused:
        any_desk.actions.complete_authorization(declined)
    assert refused.value.fault == "refused"
    assert "<script>" not in str(refused.value)
    assert fault(any_desk.actions.complete_authorization, callback) == "used"
    assert any_desk.exchanges() == 0
    assert any_desk.status() == "PENDING"


def test_a_callback_without_code_is_refused(any_desk: Desk) -> None:
    callback = any_desk.callback()
    assert fault(any_desk.actions.complete_authorization, without(callback, "code")) == "no_code"
    twice = f"{any_desk.callback()}&code=another"
    assert fault(any_desk.actions.complete_authorization, twice) == "no_code"
    assert any_desk.exchanges() == 0


NO_PERSON: list[Any] = [None, "", [], {}, True, 1.5]
GOOD: dict[str, Any] = {
    "user_id_string": "1",
    "access_token": "figu_" + "a" * 30,
    "token_type": "bearer",
    "expires_in": 7776000,
    "refresh_token": "r" * 30,
}


@pytest.mark.parametrize(
    "body",
    [
        {key: value for key, value in GOOD.items() if key != "refresh_token"},
        {key: value for key, value in GOOD.items() if key != "access_token"},
        {key: value for key, value in GOOD.items() if key != "user_id_string"},
        {"user_id_string": "1"},
        GOOD | {"token_type": "mac"},
        GOOD | {"token_type": None},
        GOOD | {"access_token": ""},
        GOOD | {"access_token": "two words"},
        GOOD | {"access_token": "line\r\nbreak"},
        GOOD | {"access_token": 7},
        GOOD | {"refresh_token": None},
        GOOD | {"refresh_token": ["r"]},
        *[GOOD | {"user_id_string": user} for user in NO_PERSON],
        *[GOOD | {"expires_in": seconds} for seconds in (None, True, 0, -1, 59, 1e308, "soon", "1e9", 10**12, [1])],
        [GOOD],
        "<html>",
        "",
        b"\xff\xfe",
        "null",
        '{"access_token": NaN',
    ],
)
def test_T20_an_answer_that_is_no_token_stores_nothing(desk: Desk, body: Any) -> None:
    callback = desk.callback()
    desk.sandbox.fail_next("oauth.token", status=200, body=body)
    with pytest.raises(ProviderError) as failed:
        desk.actions.complete_authorization(callback)
    assert failed.value.cause is Cause.PROVIDER_DOWN
    assert "figu_" not in str(failed.value)
    assert desk.rows("grants") == 0
    assert desk.status() == "PENDING"
    assert desk.exchanges() == 1
    assert fault(desk.actions.complete_authorization, callback) == "used"
    assert desk.connect().connected_account.status == "ACTIVE"


def test_T20_a_working_account_keeps_its_token_when_a_new_consent_fails(any_desk: Desk) -> None:
    any_desk.connect()
    token = any_desk.stored_token()
    callback = any_desk.callback()
    any_desk.sandbox.fail_next("oauth.token", status=200, body={"access_token": "x"})
    with pytest.raises(ProviderError):
        any_desk.actions.complete_authorization(callback)
    assert any_desk.stored_token() == token
    assert any_desk.handle() == any_desk.sandbox.demo.user.handle


def test_a_number_may_name_the_person(desk: Desk) -> None:
    callback = desk.callback()
    desk.sandbox.fail_next("oauth.token", status=200, body=GOOD | {"user_id_string": 12345678901234567890})
    done = desk.actions.complete_authorization(callback)
    assert done.connected_account.provider_user == "12345678901234567890"


@pytest.mark.parametrize("fault", [{"status": 500}, {"status": 429}, {"drop": "before"}, {"drop": "after"}])
def test_T21_a_code_is_sent_once_whatever_the_provider_does(any_desk: Desk, fault: dict[str, Any]) -> None:
    callback = any_desk.callback()
    any_desk.sandbox.fail_next("oauth.token", **fault)
    with pytest.raises(ProviderError, match="new link") as failed:
        any_desk.actions.complete_authorization(callback)
    assert failed.value.cause is Cause.PROVIDER_DOWN
    assert any_desk.exchanges() == 1
    with suppress(AuthorizationError):
        any_desk.actions.complete_authorization(callback)
    assert any_desk.exchanges() == 1
    assert any_desk.rows("grants") == 0


def test_T21_a_code_that_waited_too_long_says_try_again(any_desk: Desk) -> None:
    callback = any_desk.callback()
    any_desk.sandbox.clock.advance(31)
    with pytest.raises(AuthorizationError, match=r"for seconds only.*new link") as refused:
        any_desk.actions.complete_authorization(callback)
    assert refused.value.fault == "code_rejected"
    assert any_desk.exchanges() == 1
    assert any_desk.connect().connected_account.status == "ACTIVE"


def test_a_wrong_client_secret_is_a_fault_of_the_setup(any_desk: Desk) -> None:
    any_desk.app.client_secret = "rotated"
    with pytest.raises(ConfigurationError, match="client id, secret"):
        any_desk.connect()
    assert any_desk.rows("grants") == 0
    assert any_desk.status() == "PENDING"


def test_no_link_is_made_without_an_app(desk: Desk) -> None:
    for missing in ({"client_id": ""}, {"client_secret": None}):
        with desk.reopened(**missing) as actions, pytest.raises(ConfigurationError, match="register an app"):
            actions.get_authorization_link(identifier="ann")
    assert desk.rows("accounts") == 0


def test_T19_a_provider_s_words_are_short_clean_and_masked(desk: Desk) -> None:
    callback = desk.callback()
    words = "bad\x1b[31m\u202e figu_" + "C" * 40 + "x" * 5000
    desk.sandbox.fail_next("oauth.token", status=400, body={"error": True, "status": 400, "message": words})
    with pytest.raises(FigwrightError) as refused:
        desk.actions.complete_authorization(callback)
    shown = str(refused.value)
    assert len(shown) < 800
    assert "bad" in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "CCCC" not in shown


def test_the_authorization_url_is_escaped(desk: Desk) -> None:
    connection = desk.actions.context.catalog.connection(None)
    state = "a&b=c#d e"
    assert query(protocol.authorization_url(connection, ["x y&z"], state, "v" * 43))["state"] == state
