"""`figwright events`, what `doctor` and `config show` say of endpoints, and `serve`, which delivers."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
from cli.conftest import Run
from events.office import OK, Office, office, until
from support.provider import reply

from figwright.events.endpoints import checked_endpoints
from figwright.settings import EventEndpointOptions


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, figma_configured: None) -> Iterator[Office]:
    with office(f"sqlite:///{tmp_path}/events/figwright.db", monkeypatch) as opened:
        yield opened


def test_from_a_secret_to_a_delivery_that_is_repeated(desk: Office, run: Run) -> None:
    secret = run("events", "new-secret").out.strip()
    assert checked_endpoints({"crm": EventEndpointOptions(url="https://a.example", secret=secret)})  # type: ignore[arg-type]
    assert run("events", "deliveries").out == "No deliveries.\n"
    assert run("events", "send-test").out == "The endpoint default took it.\n"
    assert run("events", "send").out == "Delivered 0; 0 failed.\n"
    desk.connect("ann")
    desk.answer(reply(status=500), OK)
    failed = run("events", "send", "--json")
    assert (failed.code, json.loads(failed.out)) == (1, {"delivered": 0, "failed": 1})
    listed = json.loads(run("events", "deliveries", "--state", "waiting", "--endpoint", "default", "--json").out)
    assert [(each["attempts"], each["last_failure"]) for each in listed] == [(1, "500"), (0, "")]
    desk.due()
    desk.run("UPDATE event_deliveries SET state = 'dead', ended_at = :now WHERE attempts = 1")
    assert "account.connected" in run("events", "deliveries", "--failed").out
    assert run("events", "resend", str(listed[0]["id"])).out == f"The delivery {listed[0]['id']} waits for a sender.\n"
    assert run("events", "send").out == "Delivered 2; 0 failed.\n"
    assert run("events", "deliveries", "--failed").out == "No deliveries.\n"
    schema = json.loads(run("events", "schema").out)
    for event in desk.told():
        jsonschema.validate(event, schema)


def test_what_is_not_there_or_not_meant_is_told(desk: Office, run: Run) -> None:
    desk.know()
    for words, sentence in (
        (("resend", "7"), "There is no delivery 7, or it is on its way now"),
        (("deliveries", "--state", "lost"), "state is one of: waiting, delivered, dead"),
        (("deliveries", "--failed", "--state", "dead"), "--failed is --state dead"),
        (("send-test", "crm"), "There is no endpoint 'crm'"),
        (("forget", "default"), "The settings have the endpoint default"),
        (("forget", "crm"), "No endpoint crm is known"),
    ):
        ended = run("events", *words)
        assert ended.code == 2, words
        assert sentence in ended.err


def test_an_endpoint_that_is_gone_from_the_settings_is_forgotten(
    desk: Office, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.know()
    desk.connect("ann")
    desk.answer(reply(status=500))
    desk.actions.send_events()
    assert len(desk.states()) == 2
    monkeypatch.delenv("FIGWRIGHT_EVENTS_URL")
    assert run("events", "forget", "default").out == "The endpoint default is forgotten.\n"
    assert desk.states() == []
    desk.connect("bob")
    assert desk.run("SELECT COUNT(*) FROM events WHERE type <> ''") == [(1,)], "what only endpoints hear of ends, too"


def test_doctor_tells_of_endpoints_that_cannot_work_are_off_or_behind(
    desk: Office, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def findings() -> str:
        return run("doctor").out

    host = desk.receiver.url.removeprefix("http://")
    assert f"default – events: account events go to {host}" in findings()
    desk.actions.list_connected_accounts()
    assert "default – events: nobody has delivered account events to it yet" in findings()
    desk.know()
    assert "nobody has delivered" not in findings()
    desk.connect("ann")
    desk.answer(reply(status=410))
    desk.actions.send_events()
    desk.run("UPDATE event_deliveries SET queued_at = queued_at - 7200")
    told = findings()
    assert "default – events: it answered 410 and is off" in told
    assert "2 account events wait, the first for 2 h" in told
    desk.run("UPDATE event_deliveries SET state = 'dead'")
    assert "2 deliveries of account events given up" in findings()
    monkeypatch.setenv("FIGWRIGHT_EVENTS_SECRET", "abc")
    broken = run("doctor")
    assert broken.code == 1
    assert "The endpoint 'default': the secret is not whsec_" in broken.out


def test_doctor_names_an_endpoint_that_was_renamed_or_taken_out(
    desk: Office, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.know()
    desk.connect("ann")
    desk.answer(reply(status=500))
    desk.actions.send_events()
    desk.run("UPDATE event_deliveries SET queued_at = queued_at - 7200")
    for name in ("URL", "SECRET"):
        monkeypatch.setenv(f"FIGWRIGHT_EVENTS__CRM__{name}", desk.environment[f"FIGWRIGHT_EVENTS_{name}"])
        monkeypatch.delenv(f"FIGWRIGHT_EVENTS_{name}")
    told = run("doctor").out
    assert "default – events: it is not in the settings, and 2 account events wait for it" in told
    assert "do: Put it back, or run: figwright events forget default" in told
    assert "crm – events: nobody has delivered account events to it yet" in told
    assert "run_event_sender or figwright serve runs, and why" not in told
    run("events", "forget", "default")
    assert "not in the settings" not in run("doctor").out


def test_config_shows_an_endpoint_and_not_its_secret(desk: Office, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIGWRIGHT_EVENTS__CRM__URL", "https://crm.example.com/hook?key=canary")
    monkeypatch.setenv("FIGWRIGHT_EVENTS__CRM__SECRET", desk.secret)
    shown = run("config", "show").out
    assert re.search(r"events\.crm\.url +https://crm\.example\.com/hook\?\.\.\. ", shown)
    assert re.search(r"events\.crm\.secret +\(set, not shown\)", shown)
    assert re.search(r"events_secret +\(set, not shown\)", shown)
    assert "canary" not in shown
    assert desk.secret not in shown


def test_a_misspelt_option_is_named_with_the_nearest(desk: Office, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIGWRIGHT_EVENTS__CRM__SECRETS", desk.secret)
    ended = run("events", "send")
    assert ended.code == 2
    assert "events.crm.secrets: there is no such option; did you mean secret?" in ended.err


@pytest.mark.slow
def test_a_process_of_its_own_delivers_until_it_is_ended(desk: Office, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "figwright_cli", "events", "send", "--every", "0.05"]
    desk.know()
    with subprocess.Popen(words, cwd=tmp_path, env=os.environ | desk.environment) as sending:
        desk.connect("ann")
        until(lambda: desk.states() == ["delivered"] * 2)
        sending.send_signal(signal.SIGTERM)
        assert sending.wait(60) == 0


@pytest.mark.slow
def test_serve_delivers_until_it_is_ended(desk: Office, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "figwright_cli", "serve", "--port", "0"]
    with subprocess.Popen(words, cwd=tmp_path, env=os.environ | desk.environment, stderr=subprocess.PIPE) as serving:
        assert serving.stderr
        said = b""
        while b"Account events go to: default" not in said:
            line = serving.stderr.readline()
            assert line, said
            said += line
        desk.connect("ann")
        until(lambda: desk.states() == ["delivered"] * 2)
        serving.send_signal(signal.SIGTERM)
        assert serving.wait(60) in (0, -signal.SIGTERM)
