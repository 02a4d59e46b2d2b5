"""`figwright keys`: keys are made, listed by id and rotated; a wrong or missing one stops everything, unchanged."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from cli.conftest import TOKEN, Run
from support.toybox import CONNECTOR

from figwright import Actions, Connection
from figwright.crypto.key_file import read_key_file
from figwright.crypto.keyring import id_of, new_key, parse_keys
from figwright.errors import ConfigurationError

KEYS = "FIGWRIGHT_ENCRYPTION_KEYS"


def name(key: str) -> str:
    return id_of(parse_keys([key])[0])


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder of an embedded database."""
    monkeypatch.setenv("FIGWRIGHT_DATABASE_URL", f"sqlite:///{tmp_path}/kept/figwright.db")
    monkeypatch.delenv(KEYS, raising=False)
    return tmp_path / "kept"


def connect(*identifiers: str) -> None:
    """Store a token for each, with the keys of the environment."""
    connection = Connection(name="toybox", connector=CONNECTOR, api_url="http://127.0.0.1:1", allow_insecure=True)
    with Actions([connection]) as actions:
        for identifier in identifiers:
            actions.connect_with_token(identifier=identifier, token=TOKEN, kind="key", check=False)


def stored(folder: Path) -> list[Any]:
    with closing(sqlite3.connect(folder / "figwright.db")) as database:
        return database.execute("SELECT id, key_id, data_key, access FROM grants ORDER BY id").fetchall()


@pytest.fixture
def old(monkeypatch: pytest.MonkeyPatch, folder: Path) -> str:
    """The key of the environment, under which ann's and bob's tokens are stored."""
    key = new_key()
    monkeypatch.setenv(KEYS, key)
    connect("ann", "bob")
    return key


def test_a_new_key_stands_alone_on_standard_output(run: Run) -> None:
    ended = run("keys", "new")
    assert ended.code == 0
    assert len(parse_keys(ended.out.splitlines())) == 1
    assert name(ended.out.strip()) in ended.err
    assert "newest first" in ended.err
    assert ended.out.strip() not in ended.err
    assert run("keys", "new").out != ended.out


def test_a_new_key_as_json(run: Run) -> None:
    told = json.loads(run("keys", "new", "--json").out)
    assert told["id"] == name(told["key"])


def test_the_list_tells_what_needs_each_key_newest_first(run: Run, monkeypatch: Any, old: str) -> None:
    new, spare = new_key(), new_key()
    monkeypatch.setenv(KEYS, f"{new},{old},{spare}")
    told = json.loads(run("keys", "list", "--json").out)
    assert told == [
        {"id": name(new), "state": "newest", "grants": 0, "consents": 0, "webhooks": False},
        {"id": name(old), "state": "in use", "grants": 2, "consents": 0, "webhooks": False},
        {"id": name(spare), "state": "unused", "grants": 0, "consents": 0, "webhooks": False},
    ]
    out = run("keys", "list").out
    assert re.search(rf"{name(new)} +newest +0 +0\s+{name(old)} +in use +2 +0\s+{name(spare)} +unused", out)


def test_T34_the_list_names_a_key_that_is_missing(run: Run, monkeypatch: Any, old: str) -> None:
    monkeypatch.setenv(KEYS, new_key())
    ended = run("keys", "list", "--json")
    assert ended.code == 1
    assert {"id": name(old), "state": "missing", "grants": 2, "consents": 0, "webhooks": False} in json.loads(ended.out)


def test_T33_rotation_moves_every_grant_to_the_newest_key(run: Run, monkeypatch: Any, folder: Path, old: str) -> None:
    new = new_key()
    monkeypatch.setenv(KEYS, f"{new},{old}")
    ended = run("keys", "rotate")
    assert (ended.code, ended.err) == (0, "")
    assert f"2 grants moved to the key {name(new)}" in ended.out
    assert f"Nothing needs the key {name(old)} any more" in ended.out
    monkeypatch.setenv(KEYS, new)
    assert {row[1] for row in stored(folder)} == {name(new)}
    connect("carl")
    assert json.loads(run("keys", "list", "--json").out)[0]["grants"] == 3


@pytest.mark.parametrize("words", [("rotate",), ("rotate", "--json"), ("rotate", "--drop-old")])
def test_T34_with_a_wrong_key_nothing_is_changed(
    run: Run, monkeypatch: Any, folder: Path, old: str, words: tuple[str, ...]
) -> None:
    before = stored(folder)
    monkeypatch.setenv(KEYS, f"{new_key()},{new_key()}")
    ended = run("keys", *words)
    assert (ended.code, ended.out) == (2, "")
    assert stored(folder) == before


def test_T34_a_client_with_a_wrong_key_refuses_to_start_and_overwrites_nothing(
    monkeypatch: Any, folder: Path, old: str
) -> None:
    before = stored(folder)
    monkeypatch.setenv(KEYS, new_key())
    with pytest.raises(ConfigurationError, match=name(old)):
        connect("ann")
    assert stored(folder) == before
    monkeypatch.setenv(KEYS, old)
    connect("ann")


def test_T34_a_missing_key_file_is_not_made_anew_over_stored_tokens(run: Run, folder: Path) -> None:
    connect("ann")
    before, path = stored(folder), folder / "encryption.key"
    key = path.read_bytes()
    path.unlink()
    for words in ("list", "rotate"):
        ended = run("keys", words)
        assert ended.code == 2
        assert f"{path} is missing" in ended.err
    with pytest.raises(ConfigurationError, match="is missing"):
        connect("bob")
    assert not path.exists()
    assert stored(folder) == before
    path.write_bytes(key)
    path.chmod(0o600)
    assert run("keys", "list").code == 0


def test_T33_an_embedded_key_is_rotated_without_any_setting(run: Run, folder: Path) -> None:
    connect("ann")
    [before] = read_key_file(folder / "encryption.key")
    ended = run("keys", "rotate")
    assert ended.code == 0
    new, kept = read_key_file(folder / "encryption.key")
    assert kept == before
    assert f"Made the key {id_of(new)}" in ended.out
    assert f"1 grant moved to the key {id_of(new)}" in ended.out
    assert "--drop-old" in ended.out
    again = run("keys", "rotate")
    assert "Made" not in again.out
    assert read_key_file(folder / "encryption.key") == [new, before]
    dropped = run("keys", "rotate", "--drop-old", "--json")
    assert json.loads(dropped.out) == {
        "made": None,
        "rewrapped": 0,
        "broken": {},
        "dropped": [id_of(before)],
        "keys": [{"id": id_of(new), "state": "newest", "grants": 1, "consents": 0, "webhooks": False}],
    }
    assert read_key_file(folder / "encryption.key") == [new]
    connect("bob")


def test_T33_one_command_makes_moves_and_drops(run: Run, folder: Path) -> None:
    connect("ann")
    [before] = read_key_file(folder / "encryption.key")
    ended = run("keys", "rotate", "--drop-old")
    assert f"Dropped the key {id_of(before)}" in ended.out
    [new] = read_key_file(folder / "encryption.key")
    assert [row[1] for row in stored(folder)] == [id_of(new)]


def test_T36_a_grant_that_does_not_open_is_named_and_its_key_kept(run: Run, folder: Path) -> None:
    connect("ann", "bob")
    [before] = read_key_file(folder / "encryption.key")
    with closing(sqlite3.connect(folder / "figwright.db", isolation_level=None)) as database:
        database.execute(
            "UPDATE grants SET data_key = x'0102' WHERE id = (SELECT grant_id FROM accounts WHERE identifier = 'bob')"
        )
    ended = run("keys", "rotate", "--drop-old")
    assert ended.code == 1
    assert "toybox/bob" in ended.err
    assert f"The key {id_of(before)} is still needed by 1 grant." in ended.out
    assert before in read_key_file(folder / "encryption.key")


def test_rotating_with_one_key_says_how_to_get_another(run: Run, old: str) -> None:
    ended = run("keys", "rotate")
    assert ended.code == 2
    assert "figwright keys new" in ended.err


def test_keys_of_the_environment_are_dropped_there(run: Run, monkeypatch: Any, old: str) -> None:
    monkeypatch.setenv(KEYS, f"{new_key()},{old}")
    ended = run("keys", "rotate", "--drop-old")
    assert ended.code == 2
    assert KEYS in ended.err


@pytest.mark.parametrize("faulty", ["CANARY", "CANARY" * 7 + "A" * 2])
def test_T22_a_faulty_key_is_not_shown(run: Run, monkeypatch: Any, old: str, faulty: str) -> None:
    monkeypatch.setenv(KEYS, f"{old},{faulty}")
    ended = run("keys", "list")
    assert ended.code == 2
    assert "key 2" in ended.err
    assert "CANARY" not in ended.out + ended.err


def test_T22_no_command_but_new_shows_a_key_or_a_token(run: Run, monkeypatch: Any, folder: Path, old: str) -> None:
    new = new_key()
    monkeypatch.setenv(KEYS, f"{new},{old}")
    shown = [run("keys", *words) for words in (["list"], ["list", "--json"], ["rotate"], ["rotate", "--json"])]
    for ended in shown:
        assert not any(secret in ended.out + ended.err for secret in (new, old, TOKEN))


def test_T34_the_process_itself_refuses_a_wrong_key(process: Run, folder: Path, old: str) -> None:
    wrong = f"{new_key()},{new_key()}"
    ended = process("keys", "rotate", "--json", **{KEYS: wrong})
    assert (ended.code, ended.out) == (2, "")
    assert json.loads(ended.err)["error"] == "UsageError"
