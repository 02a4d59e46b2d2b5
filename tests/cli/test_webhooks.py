"""`figwright webhooks` and `serve --webhooks`: registered, received, listed and ended from a command line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cli.conftest import Run
from cli.figma import Desk
from webhooks.post import PUBLIC, Post, post, until

from figwright.crypto.keyring import new_key
from figwright_figma.sandbox import Sandbox


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    with Sandbox() as figma, post(figma, f"sqlite:///{tmp_path}/figwright.db") as running:
        settings = {
            "FIGWRIGHT_DATABASE_URL": running.settings["database_url"],
            "FIGWRIGHT_ENCRYPTION_KEYS": running.settings["encryption_keys"][0],
            "FIGWRIGHT_PUBLIC_URL": PUBLIC,
            "FIGWRIGHT_CONNECTIONS__FIGMA__CONNECTOR": "figma",
            "FIGWRIGHT_CONNECTIONS__FIGMA__API_URL": figma.url,
            "FIGWRIGHT_CONNECTIONS__FIGMA__ALLOW_INSECURE": "true",
            "FIGWRIGHT_CONNECTIONS__FIGMA__TOOLS": ",".join(running.settings["connections"][0].tools),
        }
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        yield running


def told(run: Run, *words: str) -> Any:
    ended = run("webhooks", *words, "--json")
    assert (ended.code, ended.err) == (0, "")
    return json.loads(ended.out)


def test_from_a_registration_to_a_deletion(office: Post, run: Run) -> None:
    where = ("--as", "ann", "--context", "file", "--context-id", office.file_key)
    [made] = told(run, "register", "file_comment", *where)
    assert (made["event"], made["status"], made["identifier"]) == ("FILE_COMMENT", "active", "ann")
    assert office.figma.world.webhooks[made["id"]]["passcode"] not in json.dumps(made)
    office.happen(comment_id="1")
    office.figma.deliver_to(PUBLIC, "http://127.0.0.1:9")
    office.figma.event("FILE_COMMENT", office.file_key, comment_id="2")
    assert run("webhooks", "catch-up", "--as", "ann").out == "1 new event.\n"
    waiting = told(run, "events", "--state", "waiting")
    assert sorted(each["data"]["comment_id"] for each in waiting) == ["1", "2"]
    office.run(
        "UPDATE webhook_events SET state = 'dead', last_failure = 'KeyError' WHERE id = :id", id=waiting[0]["id"]
    )
    assert "KeyError" in run("webhooks", "events", "--state", "dead").out
    assert run("webhooks", "replay", str(waiting[0]["id"])).code == 0
    assert len(told(run, "events", "--state", "waiting")) == 2
    for word, status in (("pause", "paused"), ("resume", "active"), ("rotate", "active")):
        assert [each["status"] for each in told(run, word, made["id"])] == [status]
    assert made["id"] in run("webhooks", "list", "--as", "ann").out
    assert run("webhooks", "delete", made["id"], "--yes").out == "Deleted 1 webhook.\n"
    assert office.figma.world.webhooks == {}
    assert run("webhooks", "list").out == "No webhooks.\n"


def test_a_webhook_that_stays_at_the_provider_is_named_when_its_account_is_deleted(office: Post, run: Run) -> None:
    one, _ = office.register("FILE_COMMENT", "FILE_UPDATE")
    office.figma.fail_next("deleteWebhook", status=403)
    ended = run("accounts", "delete", "ann", "--yes")
    assert (ended.code, ended.out) == (0, "Deleted the account of ann.\n")
    assert f"The webhook {one.id} (FILE_COMMENT, file {office.file_key}) could not be ended" in ended.err


def test_the_keys_that_webhooks_need_are_named(office: Post, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    office.register()
    [old], new = office.settings["encryption_keys"], new_key()
    monkeypatch.setenv("FIGWRIGHT_ENCRYPTION_KEYS", f"{new},{old}")
    rows = json.loads(run("keys", "list", "--json").out)
    assert [(row["state"], row["webhooks"]) for row in rows] == [("newest", False), ("in use", True)]
    assert "yes" in run("keys", "list").out
    monkeypatch.setenv("FIGWRIGHT_ENCRYPTION_KEYS", new)
    office.run("UPDATE accounts SET grant_id = NULL")
    office.run("DELETE FROM grants")
    missing = run("keys", "list", "--json")
    assert [row["state"] for row in json.loads(missing.out)] == ["newest", "missing"]
    assert missing.code == 1


def test_what_is_not_there_and_what_is_not_said_is_told(office: Post, run: Run) -> None:
    for words, sentence in (
        (("rotate",), "Which? Give a webhook's id, or --as ID"),
        (("delete", "7", "--yes"), "There is no webhook '7'"),
        (("replay", "7"), "There is no event 7"),
        (("events", "--state", "lost"), "state is one of: waiting, handled, dead, stale"),
    ):
        ended = run("webhooks", *words)
        assert ended.code == 2
        assert sentence in ended.err


@pytest.mark.slow
def test_serve_receives_what_a_running_program_handles(tmp_path: Path) -> None:
    with Sandbox() as figma:
        figma.world.webhooks.clear()
        figma.world.deliveries.clear()
        desk = Desk(figma, tmp_path)
        desk.environment |= {"FIGWRIGHT_DATABASE_URL": f"sqlite:///{tmp_path}/figwright.db"}
        desk.environment |= {"FIGWRIGHT_PUBLIC_URL": f"{PUBLIC}/figwright"}
        desk.settings["TOOLS"] = "figma_webhook_create"
        token = figma.token(kind="personal_access_token")
        given = desk.run("connect", "ann", "--token-stdin", "--kind", "personal_access_token", stdin=f"{token}\n")
        assert given.code == 0, given.err
        with desk.begin("serve", "--webhooks", "--port", "0") as process:
            assert process.stderr is not None
            address = re.search(r"http://\S+", process.stderr.readline())
            assert address is not None
            figma.deliver_to(PUBLIC, address[0])
            where = ("--as", "ann", "--context", "file", "--context-id", figma.demo.file_key)
            made = desk.run("webhooks", "register", "FILE_UPDATE", *where)
            assert made.code == 0, made.err
            figma.event("FILE_UPDATE", figma.demo.file_key)
            [history] = figma.world.deliveries.values()
            until(
                lambda: [each["response_info"] and each["response_info"]["status"] for each in history] == ["200"] * 2
            )
            process.terminate()
        listed = json.loads(desk.run("webhooks", "events", "--json").out)
        assert sorted((each["type"], each["state"]) for each in listed) == [
            ("FILE_UPDATE", "waiting"),
            ("PING", "handled"),
        ]
