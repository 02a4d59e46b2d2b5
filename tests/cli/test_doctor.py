"""`figwright doctor`: each mistake of a setup is one finding with what to do, however badly things are broken."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from cli.conftest import Run

from figwright import Actions, Connection
from figwright.crypto.keyring import new_key
from figwright.store.schema import MIGRATIONS

SECRET = "a-client-secret-CANARY"
READS = "figma_me_get,figma_file_get"

Examine = Callable[..., dict[tuple[str, str], dict[str, str]]]


@pytest.fixture(autouse=True)
def nothing_set(own_database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the database, of what the tests' own environment may hold."""
    for name in [name for name in os.environ if name.startswith("FIGWRIGHT_") and name != "FIGWRIGHT_DATABASE_URL"]:
        monkeypatch.delenv(name)


@pytest.fixture
def setting(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Sets options of a connection; without its name, of `figma`."""

    def change(connection: str = "figma", **options: str) -> None:
        for name, value in options.items():
            monkeypatch.setenv(f"FIGWRIGHT_CONNECTIONS__{connection.upper()}__{name.upper()}", value)

    return change


@pytest.fixture
def sound(setting: Callable[..., None]) -> None:
    """A setup without a fault."""
    scopes = "current_user:read,file_content:read"
    setting(client_id="app1", client_secret=SECRET, tools=READS, scopes=scopes, publishing_state="private")


@pytest.fixture
def examine(run: Run) -> Examine:
    """What is wrong, by level and check."""

    def examine(*words: str) -> dict[tuple[str, str], dict[str, str]]:
        ended = run("doctor", "--json", *words)
        assert SECRET not in ended.out + ended.err
        found = json.loads(ended.out)
        assert ended.code == int(any(each["level"] == "error" for each in found))
        assert all(each["do"] and each["otherwise"] for each in found if each["level"] != "ok"), found
        return {(each["level"], each["check"]): each for each in found if each["level"] != "ok"}

    return examine


@pytest.mark.usefixtures("sound")
def test_a_sound_setup_has_nothing_wrong_and_nothing_is_made(run: Run, examine: Examine, tmp_path: Path) -> None:
    assert examine() == {}
    ended = run("doctor")
    assert ended.code == 0
    assert ended.out.endswith("\nNothing is wrong.\n")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_with_nothing_set_it_says_where_to_begin(examine: Examine) -> None:
    found = examine("--connection", "figma")
    assert found.keys() == {("warning", "settings"), ("warning", "app")}
    assert "FIGWRIGHT_CONNECTIONS__FIGMA__CLIENT_ID" in found["warning", "app"]["do"]


@pytest.mark.usefixtures("sound")
@pytest.mark.parametrize(
    ("options", "finding", "what", "do"),
    [
        ({"client_secret": ""}, ("error", "app"), "client_id and client_secret", "CLIENT_SECRET"),
        ({"scopes": "current_user:read"}, ("error", "scopes"), "file_content:read is needed", "Tick it in the app"),
        (
            {"scopes": "current_user:read,file_content:read,webhooks:read"},
            ("warning", "scopes"),
            "webhooks:read is declared but no tool in use needs it",
            "Untick it",
        ),
        (
            {"scopes": "current_user:read,file_content:read,files:read"},
            ("warning", "deprecated"),
            "the scope files:read is deprecated",
            "current_user:read, file_content:read",
        ),
        (
            {"tools": "figma_me_get,figma_activity_logs_list", "scopes": "current_user:read,org:activity_log_read"},
            ("error", "scopes"),
            "org:activity_log_read is granted by an organization's admin",
            "Give figma_activity_logs_list a second connection",
        ),
        ({"tools": "figma_payments_get"}, ("error", "scopes"), "no tool in use takes a consent", "TOOLS"),
        ({"publishing_state": "draft"}, ("warning", "publishing state"), "the app is a draft", "Publish it at Figma"),
        (
            {"tools": "figma_project_files_list", "scopes": "projects:read", "publishing_state": "public"},
            ("error", "publishing state"),
            "Figma closes figma_project_files_list, projects:read to public apps",
            "private app",
        ),
        (
            {"tools": "figma_project_files_list", "scopes": "projects:read"},
            ("warning", "deprecated"),
            "figma_project_files_list is deprecated",
            "",
        ),
        (
            {"tools": "figma_file_variables_local_get", "scopes": "file_variables:read", "plan": "professional"},
            ("warning", "plan"),
            "figma_file_variables_local_get (enterprise) need a plan, and most accounts are on professional",
            "out of use",
        ),
        (
            {"tools": "figma_file_variables_local_get", "scopes": "file_variables:read"},
            ("warning", "plan"),
            "the plan of most accounts is not known",
            "FIGWRIGHT_CONNECTIONS__FIGMA__PLAN",
        ),
        (
            {"tools": f"{READS},figma_payments_get"},
            ("warning", "credentials"),
            "figma_payments_get takes only a personal access token",
            "--token-stdin --kind personal_access_token",
        ),
        (
            {"client_id": "", "client_secret": "", "tools": "figma_activity_logs_list,figma_payments_get"},
            ("warning", "app"),
            "no app is configured",
            "CLIENT_ID",
        ),
        (
            {"redirect_uri": "https://a.example/callback/figma"},
            ("warning", "verification"),
            "nobody confirms",
            "required",
        ),
        (
            {"redirect_uri": "http://a.example/callback/figma", "verification": "required"},
            ("error", "redirect URI"),
            "is not https",
            "https://a.example/callback/figma",
        ),
        (
            {"redirect_uri": "https://a.example/back", "verification": "required"},
            ("warning", "redirect URI"),
            "does not end in /callback/figma",
            "REDIRECT_URI",
        ),
        (
            {"redirect_uri": "https://a.example/callback/figma?x=1", "verification": "required"},
            ("error", "redirect URI"),
            "is no plain address",
            "/callback/figma",
        ),
        (
            {"publishing_state": "public", "verification": "required"},
            ("warning", "redirect URI"),
            "is on this machine, and the app is public",
            "https://",
        ),
        (
            {"api_url": "http://proxy.example", "allow_insecure": "true"},
            ("warning", "addresses"),
            "tokens go to http://proxy.example in the clear",
            "https",
        ),
    ],
)
def test_a_mistake_is_found_with_what_to_do(
    setting: Callable[..., None],
    examine: Examine,
    options: dict[str, str],
    finding: tuple[str, str],
    what: str,
    do: str,
) -> None:
    setting(**options)
    found = examine()
    assert finding in found
    assert what in found[finding]["what"]
    assert do in found[finding]["do"]
    assert found[finding]["where"] == "figma"


def test_a_tool_that_only_a_consent_serves_needs_an_app(setting: Callable[..., None], examine: Examine) -> None:
    setting(tools="toyshop_order_create", connector="toyshop")
    assert "toyshop_order_create takes only an" in examine()["error", "credentials"]["what"]


@pytest.mark.usefixtures("sound")
def test_two_connections_with_one_app_or_one_callback_are_errors(
    setting: Callable[..., None], examine: Examine
) -> None:
    setting("admin", connector="figma", client_id="app1", client_secret=SECRET, tools="figma_activity_logs_list")
    setting("admin", scopes="org:activity_log_read", publishing_state="private")
    assert "both have the client id app1" in examine()["error", "connections"]["what"]
    setting("admin", client_id="app2", plan="enterprise")
    assert examine() == {}
    setting("admin", redirect_uri="http://localhost:8765/callback/figma")
    assert "one redirect URI" in examine()["error", "redirect URI"]["what"]


@pytest.mark.usefixtures("sound")
def test_only_the_connection_that_was_named_is_looked_at(
    setting: Callable[..., None], examine: Examine, run: Run
) -> None:
    setting("drafts", connector="figma", client_id="app2", client_secret=SECRET, tools=READS)
    assert ("warning", "publishing state") in examine()
    assert examine("--connection", "figma") == {}
    ended = run("doctor", "--connection", "figmma")
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)


@pytest.mark.usefixtures("sound")
def test_a_callback_beside_the_mounted_app_is_an_error(
    setting: Callable[..., None], examine: Examine, monkeypatch: pytest.MonkeyPatch
) -> None:
    setting(redirect_uri="https://a.example/callback/figma", verification="required")
    monkeypatch.setenv("FIGWRIGHT_PUBLIC_URL", "https://a.example/figwright")
    assert "https://a.example/figwright/callback/figma" in examine()["error", "redirect URI"]["do"]
    setting(redirect_uri="https://a.example/figwright/callback/figma")
    assert examine() == {}


@pytest.mark.usefixtures("sound")
def test_T28_a_secret_that_others_may_read_is_an_error(
    setting: Callable[..., None], examine: Examine, tmp_path: Path
) -> None:
    file = tmp_path / "secret"
    file.write_text(SECRET)
    file.chmod(0o644)
    setting(client_secret="", client_secret_file=str(file))
    assert f"chmod 600 {file}" in examine()["error", "app"]["what"]
    file.chmod(0o600)
    assert examine() == {}
    (tmp_path / "figwright.toml").write_text(f'[connections.figma]\nclient_secret = "{SECRET}"\n')
    (tmp_path / "figwright.toml").chmod(0o644)
    assert "others may read figwright.toml" in examine()["error", "settings"]["what"]


@pytest.mark.usefixtures("sound")
def test_a_misspelt_variable_is_named(examine: Examine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIGWRIGHT_DATBASE_URL", "sqlite:///elsewhere.db")
    what = examine()["warning", "settings"]["what"]
    assert what == "FIGWRIGHT_DATBASE_URL is set and means nothing; did you mean FIGWRIGHT_DATABASE_URL?"


@pytest.mark.parametrize(
    "toml", [b"[[[", b"\xff\xfe", b"deadline = 'soon'", b"[connections]\nfigma = 5", b"dead_line = 5"]
)
def test_unreadable_settings_are_one_finding(run: Run, tmp_path: Path, toml: bytes) -> None:
    (tmp_path / "figwright.toml").write_bytes(toml)
    ended = run("doctor", "--json")
    [finding] = json.loads(ended.out)
    assert (ended.code, finding["level"], finding["check"]) == (1, "error", "settings")
    assert "Traceback" not in ended.err


@pytest.mark.parametrize(
    "options",
    [{"tools": "figma_nothing"}, {"connector": "nobody"}, {"api_url": "https://evil.example"}, {"plan": "golden"}],
)
def test_a_connection_that_cannot_be_is_one_finding(
    setting: Callable[..., None], examine: Examine, options: dict[str, str]
) -> None:
    setting(**options)
    assert examine().keys() == {("error", "connection")}


def stored(tmp_path: Path) -> Path:
    """A database that holds a token; its file."""
    with Actions([Connection(name="figma")]) as actions:
        actions.connect_with_token(identifier="ann", token="figd_CANARY", check=False)
    return tmp_path / "embedded" / "figwright.db"


@pytest.mark.usefixtures("sound")
def test_T34_keys_that_stored_tokens_need_are_missed(
    examine: Examine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    key = stored(tmp_path).parent / "encryption.key"
    assert examine() == {}
    monkeypatch.setenv("FIGWRIGHT_ENCRYPTION_KEYS", new_key())
    assert "tokens need the key" in examine()["error", "keys"]["what"]
    monkeypatch.setenv("FIGWRIGHT_ENCRYPTION_KEYS", "short")
    assert "Encryption key 1 is not 32 bytes" in examine()["error", "keys"]["what"]
    monkeypatch.delenv("FIGWRIGHT_ENCRYPTION_KEYS")
    key.chmod(0o644)
    assert "Others may read the key file" in examine()["error", "keys"]["what"]
    key.unlink()
    assert "the key file is missing" in examine()["error", "keys"]["what"]
    assert not key.exists()


def _newer(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")


def _linked(database: Path) -> None:
    database.rename(database.with_name("real.db"))
    database.symlink_to(database.with_name("real.db"))


@pytest.mark.usefixtures("sound")
@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (lambda database: database.chmod(0o644), "others may read the database"),
        (lambda database: database.write_bytes(b"no database " * 1000), "the database cannot be read"),
        (_newer, "changed by a newer figwright"),
        (_linked, "is a symbolic link"),
        (Path.unlink, "is missing, and its key file"),
        (lambda database: database.parent.chmod(0o777), "others may write in the database's folder"),
    ],
)
def test_T29_a_database_that_cannot_be_used_is_one_finding(
    examine: Examine, tmp_path: Path, spoil: Callable[[Path], Any], what: str
) -> None:
    database = stored(tmp_path)
    for leftover in ("-wal", "-shm"):
        Path(f"{database}{leftover}").unlink(missing_ok=True)
    spoil(database)
    found = examine()
    assert found.keys() == {("error", "database")}
    assert what in found["error", "database"]["what"]


@pytest.mark.usefixtures("sound")
def test_F30_a_database_that_is_read_only_is_not_called_damaged(
    examine: Examine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = stored(tmp_path)
    monkeypatch.setattr(os, "access", lambda path, _: Path(path) not in (database, database.parent))
    found = examine()["error", "database"]
    assert "read-only for this user" in found["what"]
    assert found["do"] == f"Let the user that runs figwright write {database} and {database.parent}."


@pytest.mark.usefixtures("sound")
@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("mysql://there/db", "neither sqlite:///absolute/path.db nor postgresql://"),
        ("sqlite:///", "names no file"),
        ("postgresql://figwright:hunter2@127.0.0.1:1/figwright", "cannot be used"),
    ],
)
def test_a_database_that_is_not_there_is_one_finding(
    examine: Examine, monkeypatch: pytest.MonkeyPatch, url: str, what: str
) -> None:
    monkeypatch.setenv("FIGWRIGHT_DATABASE_URL", url)
    monkeypatch.setenv("FIGWRIGHT_ENCRYPTION_KEYS", new_key())
    [found] = examine().values()
    assert found["level"] == "error"
    assert what in found["what"]
    assert "hunter2" not in str(found)


@pytest.mark.usefixtures("sound")
def test_a_folder_without_room_for_the_database_is_an_error(
    examine: Examine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("FIGWRIGHT_DATABASE_URL", f"sqlite:///{tmp_path}/file/figwright.db")
    assert f"cannot be made: {tmp_path}/file cannot be written to" in examine()["error", "database"]["what"]


@pytest.mark.usefixtures("sound")
def test_a_shared_database_is_read_and_needs_its_keys(
    examine: Examine, run: Run, monkeypatch: pytest.MonkeyPatch, postgres_url: str
) -> None:
    monkeypatch.setenv("FIGWRIGHT_DATABASE_URL", postgres_url)
    assert "needs its encryption keys" in examine()["error", "keys"]["what"]
    monkeypatch.setenv("FIGWRIGHT_ENCRYPTION_KEYS", new_key())
    assert examine() == {}
    with Actions([Connection(name="figma")]) as actions:
        actions.connect_with_token(identifier="ann", token="figd_CANARY", check=False)
    assert examine() == {}
    monkeypatch.setenv("FIGWRIGHT_ENCRYPTION_KEYS", new_key())
    assert "tokens need the key" in examine()["error", "keys"]["what"]
