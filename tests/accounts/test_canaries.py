"""No secret leaves the place where it is used: a whole life of accounts, watched at every way out (T22-T26)."""

from __future__ import annotations

import copy
import dataclasses
import io
import json
import logging
import pickle
import traceback
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from typing import Any
from urllib.parse import quote

import pytest
from support.canaries import LogWatch

from figwright import Actions
from figwright.errors import FigwrightError
from figwright.store import fault_points
from figwright_cli import main

from .desk import KEY, Desk, query

CLIENT_SECRET = "CANARY-client-secret-0123456789"
SESSION = "CANARY-session-of-the-person"


class Watch:
    """Collects what is shown and knows every secret there is."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.shown, self.stored, self.secrets = desk, io.StringIO(), b"", {CLIENT_SECRET, SESSION, KEY}

    def show(self, *things: object) -> None:
        """Everything that printing, logging, copying or pickling of a public object gives away."""
        for thing in things:
            views: list[Callable[[Any], object]] = [
                repr,
                str,
                format,
                vars,
                dataclasses.asdict,
                copy.copy,
                copy.deepcopy,
            ]
            views += [
                pickle.dumps,
                lambda it: f"{it!r:>5}",
                lambda it: it.model_dump(),
                lambda it: it.model_dump_json(),
            ]
            views.append(lambda it: json.dumps(it, default=repr))
            for view in views:
                try:
                    print(view(thing), file=self.shown)
                except (TypeError, AttributeError, ValueError, pickle.PicklingError) as error:
                    print(repr(error), file=self.shown)

    def attempt(self, call: Callable[[], object]) -> None:
        """A call whose result or error is shown, with its traceback."""
        try:
            self.show(call())
        except FigwrightError as error:
            self.show(error)
            lines = traceback.TracebackException.from_exception(error, capture_locals=False).format()
            print(*lines, repr(error.args), repr(error.__dict__), file=self.shown)

    def learn(self) -> None:
        """Take note of the secrets that there are by now."""
        oauth, stored = self.desk.sandbox.oauth, self.desk.actions.context.stored()
        self.secrets |= {token.value for token in self.desk.sandbox.world.tokens.values()}
        self.secrets |= set(oauth._refresh_tokens) | set(oauth._codes)
        for request_id, sealed in self.desk.run("SELECT id, verifier FROM authorization_requests"):
            if sealed is not None:
                self.secrets.add(stored.ring.open(bytes(sealed), request_id, "verifier").decode())
        self.stored += self.desk.dump()

    def check(self, logged: str = "", *, least: int = 5) -> None:
        shown = self.shown.getvalue()
        assert len(self.secrets) >= least
        for secret in self.secrets:
            for form in {secret, quote(secret), secret.encode().hex()}:
                for text in (shown, logged):
                    assert form not in text, text[max(0, text.index(form) - 300) : text.index(form) + 100]
                assert form.encode() not in self.stored


@pytest.fixture
def watch(any_desk: Desk) -> Iterator[Watch]:
    any_desk.app.client_secret = CLIENT_SECRET
    any_desk.actions = any_desk.open()
    yield Watch(any_desk)
    fault_points.hook = None


def echo(status: int, *secrets: str) -> dict[str, Any]:
    """What a careless provider answers: it repeats what it was sent."""
    return {"status": status, "err": f"cannot take {' or '.join(secrets)}", "error": " ".join(secrets)}


@pytest.mark.slow
def test_T22_T26_a_whole_life_shows_no_secret(watch: Watch, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    desk, sandbox, actions = watch.desk, watch.desk.sandbox, watch.desk.actions
    events: list[Any] = []
    actions.on_status_change(events.append)
    watch.attempt(lambda: actions.get_or_create_connected_account(identifier="ann"))

    def consent(**options: Any) -> str:
        link = actions.get_authorization_link(identifier="ann", session=SESSION, **options)
        watch.secrets |= {query(link.link)["state"]}
        print(repr(link), str(link), f"{link}", file=watch.shown)
        watch.learn()
        callback = sandbox.consent(link.link)
        watch.learn()
        assert callback is not None
        return callback

    for broken in (
        {"status": 500},
        {"status": 400, "body": {"message": "Invalid code"}},
        {"status": 200, "body": {"access_token": "figu_" + "CANARY" * 8, "token_type": "mac"}},
        {"drop": "after"},
    ):
        callback = consent()
        sandbox.fail_next("oauth.token", **broken)
        watch.attempt(partial(actions.complete_authorization, callback, session=SESSION))
    callback = consent()
    verifier = next(iter(desk.run("SELECT id, verifier FROM authorization_requests WHERE used_at IS NULL")))
    code_verifier = actions.context.stored().ring.open(bytes(verifier[1]), verifier[0], "verifier").decode()
    sandbox.fail_next("oauth.token", status=400, body=echo(400, query(callback)["code"], code_verifier, CLIENT_SECRET))
    watch.attempt(lambda: actions.complete_authorization(callback, session=SESSION))
    callback = consent()
    watch.attempt(lambda: actions.complete_authorization(callback, session="another"))
    watch.attempt(lambda: actions.complete_authorization(callback, session=SESSION))
    watch.attempt(lambda: actions.complete_authorization(callback, session=SESSION))
    watch.learn()

    token, refresh = desk.stored_token(), next(reversed(sandbox.oauth._refresh_tokens))
    for operation, broken in (
        ("GET /v1/me", {"status": 403, "body": echo(403, token)}),
        ("GET /v1/me", {"status": 500, "body": token}),
        ("GET /v1/me", {"status": 200, "body": f"<html>{token}"}),
        ("GET /v1/me", {"status": 429, "body": echo(429, token), "headers": {"Retry-After": "999"}}),
        ("oauth.refresh", {"status": 400, "body": echo(400, refresh, CLIENT_SECRET)}),
        ("oauth.refresh", {"status": 500, "body": echo(500, refresh)}),
        ("oauth.refresh", {"status": 200, "body": refresh}),
        ("oauth.refresh", {"status": 200, "body": {"access_token": "figu_" + "CANARY" * 8, "expires_in": refresh}}),
        ("oauth.refresh", {"drop": "after"}),
    ):
        desk.run("UPDATE grants SET next_attempt_at = 0, heals = 0")
        sandbox.fail_next(operation, **broken)
        if operation == "oauth.refresh":
            watch.attempt(lambda: actions.refresh_due(rate=None))
            desk.run("UPDATE grants SET refresh_after = :now - 1")
            watch.attempt(lambda: actions.refresh_due(rate=None))
        watch.attempt(lambda: actions.execute_tool("figma_me_get", identifier="ann"))
        sandbox.heal()
        watch.learn()
    watch.attempt(lambda: actions.refresh_connected_account(identifier="ann"))
    watch.learn()

    personal = sandbox.token(kind="personal_access_token")
    watch.attempt(lambda: actions.connect_with_token(identifier="bob", token=personal))
    watch.attempt(lambda: actions.connect_with_token(identifier="bob", token=f"{personal} {personal}"))
    sandbox.revoke(personal)
    watch.attempt(lambda: actions.connect_with_token(identifier="cy", token=personal))
    watch.attempt(lambda: actions.execute_tool("figma_me_get", identifier="bob"))
    sandbox.disconnect(app=desk.app)
    watch.attempt(lambda: actions.execute_tool("figma_me_get", identifier="ann"))
    watch.learn()

    stored = actions.context.stored()
    watch.show(actions, actions.account("ann"), stored)
    watch.show(stored.ring, stored.refreshes, stored.provider, stored.database, *events)
    watch.show(*actions.list_account_events(), *actions.list_connected_accounts(), actions.list_connected_accounts())
    for access in stored._tokens.values():
        watch.show(access, access.secret)
    bound = actions.context.catalog.connection(None)
    shown = (bound, vars(bound), bound.options, bound.options.model_dump(), bound.options.model_dump_json())
    print(*shown, vars(actions.context.catalog), file=watch.shown)
    watch.check(caplog.text + "".join(repr(vars(record)) for record in caplog.records), least=25)


def test_T22_a_start_link_s_cookie_and_state_are_not_shown(watch: Watch, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    desk = watch.desk
    with desk.open(public_url="https://app.example.com") as actions:
        link = actions.get_authorization_link(identifier="ann")
        started = actions.begin_authorization(link.link.rpartition("/")[2])
    for view in (repr, str, format):
        for secret in (link.link.rpartition("/")[2], started.browser, query(started.location)["state"]):
            assert secret not in view(link) + view(started)
            assert secret.encode() not in desk.dump()
            assert secret not in caplog.text


def test_T22_the_command_line_shows_no_secret(
    watch: Watch, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    desk = watch.desk
    for name, value in desk.sandbox.environment(desk.app).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("FIGWRIGHT_DATABASE_URL", desk.database_url)
    monkeypatch.setenv("FIGWRIGHT_ENCRYPTION_KEYS", KEY)
    monkeypatch.chdir(tmp_path_factory.mktemp("empty"))
    desk.connect("ann")
    watch.secrets.add(desk.actions.issue_mcp_token(identifier="ann").token)
    watch.learn()
    for words in (
        ("accounts", "list"),
        ("accounts", "show", "ann"),
        ("accounts", "events"),
        ("accounts", "refresh", "ann"),
        ("accounts", "refresh", "--due"),
        ("call", "--as", "ann", "figma_me_get"),
        ("keys", "list"),
        ("doctor",),
        ("mcp", "token", "list"),
        ("mcp", "token", "revoke", "--as", "ann"),
        ("accounts", "disconnect", "ann", "--yes"),
        ("call", "--as", "ann", "figma_me_get"),
    ):
        with redirect_stdout(watch.shown), redirect_stderr(watch.shown):
            main(words)
        watch.learn()
    watch.check()
    assert "ann" in watch.shown.getvalue()


def test_T22_a_token_in_a_log_fails_whichever_test_logs_it(log_watch: LogWatch) -> None:
    log, token = logging.getLogger("figwright.calls"), "figu_" + "x" * 40
    log.warning("nothing to see: figma_file_variables_published_get, figwright_figma")
    assert log_watch.found == []
    log.warning("sent %s", token)
    log.warning("sent", extra={"header": token})
    try:
        raise ValueError(token)
    except ValueError:
        log.exception("failed")
    assert len(log_watch.found) == 3
    log_watch.found.clear()


def test_T28_a_client_s_settings_show_no_key(desk: Desk) -> None:
    from figwright.settings import load_settings

    loaded = load_settings(encryption_keys=KEY, connections={"figma": {"client_secret": CLIENT_SECRET}})
    shown = repr(loaded) + str(loaded) + loaded.model_dump_json() + repr(loaded.model_dump())
    assert KEY not in shown
    assert CLIENT_SECRET not in shown


def test_T25_no_result_holds_a_secret(watch: Watch) -> None:
    desk = watch.desk
    desk.connect("ann")
    watch.learn()
    actions: Actions = desk.actions
    for tool, given in (("figma_me_get", {}), ("figma_file_get", {"file_key": desk.sandbox.demo.file_key, "depth": 2})):
        result = actions.execute_tool(tool, identifier="ann", tool_input=given)
        print(result, result.data, repr(result), vars(type(result)), file=watch.shown)
    watch.check()
