"""`figwright cache`: what is kept is told without keys, and dropped on demand; the doctor tells of it, too."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cli.conftest import Run

from figwright import Actions
from figwright_figma.sandbox import Sandbox

Setting = Callable[..., None]


@pytest.fixture
def setting(monkeypatch: pytest.MonkeyPatch) -> Setting:
    """Options of the connection to Figma."""

    def said(**options: str) -> None:
        for name, value in options.items():
            monkeypatch.setenv(f"FIGWRIGHT_CONNECTIONS__FIGMA__{name}", value)

    return said


@pytest.fixture
def file_key(own_database: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A file that was read as ann, whose account the environment's connection has."""
    with Sandbox() as sandbox:
        for name, value in sandbox.environment().items():
            monkeypatch.setenv(name, value)
        token = sandbox.token(kind="personal_access_token")
        with Actions() as actions:
            actions.connect_with_token(identifier="ann", token=token, kind="personal_access_token", check=False)
            asked = {"file_key": sandbox.demo.file_key}
            actions.execute_tool("figma_file_get", identifier="ann", tool_input=asked)
        yield sandbox.demo.file_key


def test_what_is_kept_is_told_and_dropped(file_key: str, run: Run) -> None:
    told = json.loads(run("cache", "info", "--json").out)
    assert (told["entries"], told["versions"]) == (1, 1)
    assert 0 < told["bytes"] < told["max_bytes"]
    assert "1 answer of 1 version" in run("cache", "info", "--connection", "figma").out
    assert "1 answer of 1 version" in run("doctor").out
    assert file_key not in run("cache", "info").out
    assert run("cache", "clear").out == "Dropped 1 answer.\n"
    assert json.loads(run("cache", "info", "--json").out)["entries"] == 0


def test_a_call_may_leave_what_is_kept_alone(file_key: str, run: Run) -> None:
    words = ("call", "figma_file_get", "--as", "ann", "--file-key", file_key, "--json")
    held, fetched = run(*words), run(*words, "--no-cache")
    assert (held.code, fetched.code) == (0, 0)
    assert json.loads(held.out) == json.loads(fetched.out)


def test_a_connection_that_is_not_there_is_a_mistake(run: Run, own_database: None) -> None:
    assert run("cache", "clear", "--connection", "nothing").code == 2


def test_the_doctor_says_where_consents_lack_what_proves(run: Run, own_database: None, setting: Setting) -> None:
    setting(CLIENT_ID="app", CLIENT_SECRET="secret", TOOLS="figma_file_get")
    assert "serve no account whose consent lacks file_metadata:read" in run("doctor").out
    setting(TOOLS="figma_file_get,figma_file_meta_get")
    assert "serve no account" not in run("doctor").out


def test_the_doctor_sees_a_folder_that_is_none(
    run: Run, own_database: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("FIGWRIGHT_CACHE_DIR", str(tmp_path / "file"))
    assert "it is a link, no folder, or cannot be written" in run("doctor").out
