"""What a person meets on the first day: extras that are missing, settings that are misspelt, lists that are empty."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cli.conftest import Ended, Run

from figma_tools.connector import CONNECTOR
from figwright import Actions
from figwright.errors import ConfigurationError, InvalidToolInputError
from figwright.settings import load_settings
from figwright_cli import main
from figwright_figma.sandbox import Sandbox

DOCS = Path(__file__).parents[2] / "docs"
WITHOUT_EXTRAS = """
import sys
EXTRAS = "starlette uvicorn jsonschema yaml mcp jinja2 openapi_pydantic psycopg psycopg_pool".split()
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in EXTRAS:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Missing())
"""


@pytest.fixture
def bare(tmp_path: Path) -> Any:
    """A process in which no extra is installed."""
    (tmp_path / "sitecustomize.py").write_text(WITHOUT_EXTRAS)

    def run(*words: str, **environment: str) -> Ended:
        home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "PYTHONPATH": str(tmp_path)}
        done = subprocess.run(
            [sys.executable, *words],
            env=os.environ | home | environment,
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    return run


@pytest.mark.parametrize(
    ("command", "extra"),
    [
        ("connect ann --json", "server"),
        pytest.param("serve --mcp", "server", marks=pytest.mark.slow),
        pytest.param("mcp --as ann", "mcp", marks=pytest.mark.slow),
        pytest.param("generate --check --list-unused", "codegen", marks=pytest.mark.slow),
        pytest.param("diff old.yaml new.yaml", "codegen", marks=pytest.mark.slow),
        pytest.param("manifest init api.yaml --out -", "codegen", marks=pytest.mark.slow),
        pytest.param("sandbox", "server", marks=pytest.mark.slow),
        pytest.param("demo", "demo", marks=pytest.mark.slow),
        ("accounts refresh --due", "postgres"),
    ],
)
def test_a_missing_extra_is_one_line_that_says_what_to_install(bare: Any, command: str, extra: str) -> None:
    app = {"FIGWRIGHT_CONNECTIONS__FIGMA__CLIENT_ID": "id", "FIGWRIGHT_CONNECTIONS__FIGMA__CLIENT_SECRET": "secret"}
    if extra == "postgres":
        app["FIGWRIGHT_DATABASE_URL"] = "postgresql://localhost/x"
    done = bare("-m", "figwright_cli", *command.split(), **app)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert f"[{extra}]" in done.err
    assert "pip install" in done.err
    assert " needs ," not in done.err
    assert "--json" not in command or json.loads(done.err)["message"]


@pytest.mark.slow
def test_the_sandbox_class_and_the_fixture_say_what_to_install(bare: Any, tmp_path: Path) -> None:
    done = bare("-c", "from figwright_figma.sandbox import Sandbox")
    last = done.err.splitlines()[-1]
    assert last.startswith("figwright.errors.MissingExtraError: The sandbox needs the extra server: pip install ")
    (tmp_path / "test_it.py").write_text("def test_it(sandbox): pass\n")
    told = bare("-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), "test_it.py").out
    assert "The sandbox needs the extra server: pip install " in told
    assert "Traceback" not in told
    assert "figwright_figma/pytest_plugin.py:" not in told


@pytest.mark.parametrize("port", [99999, 65536, -1])
def test_a_bad_port_is_one_line(run: Run, port: int) -> None:
    for command in ("sandbox", "serve"):
        done = run(command, f"--port={port}")
        assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
        assert "--port" in done.err
    with pytest.raises(ValueError, match=f"{port} is not a port"):
        Sandbox(port=port)


def test_a_taken_port_says_what_to_do() -> None:
    with Sandbox() as running, pytest.raises(OSError, match="cannot be used: Address already in use"):
        Sandbox(port=int(running.url.rpartition(":")[2])).start()


@pytest.mark.parametrize(
    "command", ["accounts list", "accounts events", "keys list", "mcp token list", "accounts show ann", "doctor"]
)
def test_a_listing_creates_no_database_and_no_key(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    for words in (command.split(), [*command.split(), "--json"]):
        done = run(*words)
        assert done.code == 0 or "show" in words or "doctor" in words
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("databse_url = 'x'", "databse_url is not the name of a setting. Did you mean database_url?"),
        ("FIGWRIGHT_DEADLINE = 5", "FIGWRIGHT_DEADLINE is not the name of a setting. Did you mean deadline?"),
        ("FIGWRIGHT_CONNECTIONS__FIGMA__PLAN = 'x'", "Did you mean connections.figma.plan?"),
        ("client_id = 'x'", "client_id is not the name of a setting. Did you mean connections.figma.client_id?"),
        ("[connection.figma]", "connection is not the name of a setting. Did you mean connections?"),
        ("[figma]", "figma is not the name of a setting. There are: "),
        (
            "[connections.figma]\nclientid = 'x'",
            "connections.figma.clientid: there is no such option; did you mean client_id?",
        ),
    ],
)
def test_a_misspelt_or_prefixed_name_in_figwright_toml_is_an_error(
    run: Run, tmp_path: Path, line: str, sentence: str
) -> None:
    (tmp_path / "figwright.toml").write_text(f"{line}\n")
    done = run("accounts", "list")
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert sentence in done.err
    with pytest.raises(ConfigurationError):
        Actions()


@pytest.mark.parametrize(
    ("variable", "meant"),
    [
        ("DATABSE_URL", "DATABASE_URL"),
        ("ENCRYPTION_KEY", "ENCRYPTION_KEYS"),
        ("CONNECTIONS_ACME_PLAN", "CONNECTIONS__ACME__PLAN"),
        ("CONNECTION__FIGMA__CLIENT_ID", "CONNECTIONS__FIGMA__CLIENT_ID"),
        ("FIGMA_CLIENT_SECRET", "CONNECTIONS__FIGMA__CLIENT_SECRET"),
        ("REDIRECT_URL", "CONNECTIONS__FIGMA__REDIRECT_URI"),
    ],
)
def test_a_misspelt_variable_is_told_by_what_fails_for_lack_of_it(
    run: Run, monkeypatch: pytest.MonkeyPatch, variable: str, meant: str
) -> None:
    """And by what shows settings; the sentence is the same everywhere."""
    monkeypatch.setenv(f"FIGWRIGHT_{variable}", "x")
    told = f"FIGWRIGHT_{variable} is set and means nothing; did you mean FIGWRIGHT_{meant}?"
    assert told in run("accounts", "show", "ann").err.splitlines()
    assert told in json.loads(run("accounts", "show", "ann", "--json").err)["message"]
    assert run("config", "show").err == f"{told}\n"
    findings = json.loads(run("doctor", "--json").out)
    assert told in [each["what"] for each in findings if each["where"] == f"FIGWRIGHT_{variable}"]


def test_a_variable_that_is_near_to_no_setting_is_told_where_settings_are_shown(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be somebody else's, and is the token's own where a command names it."""
    monkeypatch.setenv("FIGWRIGHT_HOME", "x")
    monkeypatch.setenv("FIGWRIGHT_FIGMA_TOKEN", " ")
    assert run("config", "show").err.splitlines()[-1] == "FIGWRIGHT_HOME is set and means nothing."
    assert run("call", "figma_me_get", "--token-env", "FIGWRIGHT_FIGMA_TOKEN").err.count("\n") == 1


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("deadline = 'soon'", "deadline: should be a number."),
        ("lease = 90", "lease: should be less than or equal to 20."),
        ("proxy = 3", "proxy: should be text."),
        ("encryption_keys = 3", "encryption_keys: should be a list."),
        ("connections = 3", "connections: should be options by name: [connections.name] in figwright.toml, or "),
        (
            "[connections]\nshop = 3",
            "connections.shop: should be options by name: [connections.shop] in figwright.toml",
        ),
        ("[connections.figma]\ntools = [3]", "connections.figma.tools.0: should be text."),
        ("[connections.figma]\nread_only = 'perhaps'", "connections.figma.read_only: should be true or false."),
        ("[connections.figma]\nconnector = 4", "connections.figma.connector: should be text."),
        (
            "[connections.figma]\nclient_secret_file = 4",
            "connections.figma.client_secret_file: should be the path of a",
        ),
        ("[connections.figma]\npublishing_state = 'x'", "publishing_state: should be 'draft', 'private' or 'public'."),
    ],
)
def test_a_wrong_setting_is_told_without_the_words_of_a_library(run: Run, line: str, fault: str) -> None:
    Path("figwright.toml").write_text(f"{line}\n")
    err = run("config", "show").err
    assert fault in err
    assert not re.search("[Ii]nput|dictionary|tuple|string|instance|ConnectionOptions|pathlib", err)


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("serve", "--port", "80x"), "'--port': should be a whole number."),
        (("serve", "--port", "70000"), "'--port': should be less than or equal to 65535."),
        (("accounts", "refresh", "--due", "--rate", "fast"), "'--rate': should be a number."),
    ],
)
def test_a_wrong_value_of_an_option_is_told_without_the_words_of_a_library(
    run: Run, words: tuple[str, ...], fault: str
) -> None:
    assert f"Invalid value for {fault} See: figwright {words[0]}" in run(*words).err


@pytest.mark.usefixtures("figma_configured")
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a device that is always full")
@pytest.mark.parametrize("words", [("--version",), ("tools",), ("tools", "schema", "figma_file_get")])
def test_a_full_disk_is_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    with Path("/dev/full").open("w") as full:
        monkeypatch.setattr("sys.stdout", full)
        assert main(words) == 1
    assert capsys.readouterr().err == "Not all could be written to standard output: No space left on device.\n"


def test_a_pipe_that_is_closed_early_is_no_error_to_read(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as closed:
        monkeypatch.setattr("sys.stdout", closed)
        assert main(["--version"]) == 1
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("figma_configured")
@pytest.mark.parametrize("closed", ["stdin", "stdout", "stderr"])
def test_a_closed_stream_is_an_empty_one(run: Run, monkeypatch: pytest.MonkeyPatch, closed: str) -> None:
    """Python has None in its place."""
    monkeypatch.setattr(sys, closed, None)
    assert main(["tools", "--json"]) == 0
    assert main(["call", "figma_me_get", "--token-stdin" if closed == "stdin" else "--nope"]) == 2
    getattr(sys, closed).close()


def test_settings_are_shown_where_there_is_no_home(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_DATA_HOME", "FIGWRIGHT_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    done = run("config", "show")
    assert done.code == 0
    assert "HOME is not set" in done.err
    assert "deadline" in done.out


def test_a_folder_in_place_of_figwright_toml_is_told(run: Run) -> None:
    Path("figwright.toml").mkdir()
    done = run("config", "show")
    assert done.code == 2
    assert "figwright.toml cannot be read: Is a directory" in done.err


def test_the_example_of_figwright_toml_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [example] = re.findall(r"```toml\n(.*?)```", (DOCS / "settings.md").read_text("utf-8"), re.DOTALL)
    (tmp_path / "figwright.toml").write_text(example)
    monkeypatch.chdir(tmp_path)
    settings = load_settings()
    assert settings.connections["figma"].plan == "professional"
    assert settings.public_url == "https://app.example.com/figwright"


def test_the_page_about_users_counts_the_tools_in_use() -> None:
    reading = [tool for tool in CONNECTOR.tools.values() if tool.read_only]
    in_use = [tool for tool in CONNECTOR.tools.values() if tool.default]
    assert all(tool.read_only for tool in in_use)
    page = (DOCS / "users.md").read_text("utf-8")
    assert f"Of the {len(reading)} tools that only read, {len(in_use)} are in use" in page


def test_inputs_beside_the_input_are_told_where_they_belong() -> None:
    with Actions.with_token("figd_x") as actions, pytest.raises(InvalidToolInputError) as told:
        actions.execute_tool("figma_file_get", file_key="K")  # type: ignore[call-arg]
    assert told.value.fields == {"file_key": "pass tool_input={'file_key': ...}"}


@pytest.mark.parametrize(
    "words",
    [
        ("grete", "--json"),
        ("tools", "--colour", "--json"),
        ("accounts", "list", "--json", "--status"),
        ("accounts", "show", "--json"),
        ("accounts", "disconnect", "ann", "--connection", "nope", "--json"),
        ("call", "--json"),
    ],
)
def test_usage_errors_are_json_where_that_is_asked_for(run: Run, words: tuple[str, ...]) -> None:
    done = run(*words)
    assert (done.code, done.out) == (2, "")
    assert json.loads(done.err)["error"] == "UsageError"


def test_a_usage_error_is_one_line_that_names_the_help(run: Run) -> None:
    done = run("accounts", "show")
    assert (done.code, done.err) == (2, "Missing argument 'ID'. See: figwright accounts show --help\n")


@pytest.mark.parametrize("words", [(), ("tools",), ("accounts",), ("mcp", "install"), ("connect",), ("call",)])
def test_h_is_help_everywhere(run: Run, words: tuple[str, ...]) -> None:
    done = run(*words, "-h")
    assert (done.code, done.out) == (0, run(*words, "--help").out)
    assert "Usage:" in done.out


def test_tools_follow_the_configured_connection(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("tools").err == "Which connector? Pass --connector, one of: figma, mailbox, toyshop.\n"
    default = json.loads(run("tools", "--json", "--connector", "figma").out)
    assert {tool["name"] for tool in default if tool["in_use"]} == {
        t.name for t in CONNECTOR.tools.values() if t.default
    }
    monkeypatch.setenv("FIGWRIGHT_CONNECTIONS__TOYSHOP__TOOLS", "toyshop_me_get")
    told = {tool["name"]: tool["in_use"] for tool in json.loads(run("tools", "--json").out)}
    assert told == {"toyshop_me_get": True, "toyshop_toy_get": False, "toyshop_order_create": False}
    assert "3 of 3 tools, 1 in use" in run("tools").out
    assert run("tools", "show", "toyshop_me_get").code == 0
    monkeypatch.setenv("FIGWRIGHT_CONNECTIONS__FIGMA__PLAN", "professional")
    assert "Pass --connector, one of: toyshop, figma" in run("tools").err or "figma, toyshop" in run("tools").err


def test_what_happens_is_logged_where_that_is_asked_for(process: Run) -> None:
    code = "import logging; logging.getLogger('figwright.x').debug('heard')"
    for words in (("--verbose", "greet", "Ann"), ("greet", "Ann", "--verbose")):
        assert process(*words).out == "Hello Ann\n"
    told = subprocess.run(
        [sys.executable, "-c", f"from figwright_cli import main; main(['--verbose', 'tools', 'list']); {code}"],
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    assert "DEBUG figwright.x: heard" in told


def test_config_show_names_each_setting_its_source_and_no_secret(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = "CANARYsecret"
    (tmp_path / "figwright.toml").write_text("deadline = 5\nlease = 9\n[connections.figma]\nplan = 'professional'\n")
    monkeypatch.setenv("FIGWRIGHT_LEASE", "8")
    monkeypatch.setenv("FIGWRIGHT_DATABASE_URL", f"postgresql://me:{secret}@db.example.com/x?password={secret}")
    monkeypatch.setenv("FIGWRIGHT_PROXY", f"http://me:{secret}@proxy.example.com")
    monkeypatch.setenv("FIGWRIGHT_ENCRYPTION_KEYS", secret)
    monkeypatch.setenv("FIGWRIGHT_CONNECTIONS__FIGMA__CLIENT_SECRET", secret)
    monkeypatch.setenv("FIGWRIGHT_CONNECTIONS__FIGMA__CLIENT_ID", "id")
    done = run("config", "show", "--json")
    rows = {row["name"]: (row["value"], row["source"]) for row in json.loads(done.out)}
    file = str(tmp_path / "figwright.toml")
    assert rows["deadline"] == (5, file)
    assert rows["lease"] == (8, "FIGWRIGHT_LEASE")
    assert rows["max_tokens"] == (25000, "default")
    assert rows["database_url"] == ("postgresql://...db.example.com/x?...", "FIGWRIGHT_DATABASE_URL")
    assert rows["connections.figma.plan"] == ("professional", file)
    assert rows["connections.figma.client_id"] == ("id", "FIGWRIGHT_CONNECTIONS__FIGMA__CLIENT_ID")
    assert rows["connections.figma.client_secret"] == (
        "(set, not shown)",
        "FIGWRIGHT_CONNECTIONS__FIGMA__CLIENT_SECRET",
    )
    assert rows["connections.figma.redirect_uri"] == ("http://localhost:8765/callback/figma", "default")
    assert secret not in done.out + run("config", "show").out


@pytest.mark.usefixtures("figma_configured")
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("acc", {"accounts"}),
        ("mcp uni", {"uninstall"}),
        ("call figma_me", {"figma_me_get"}),
        ("call figma_me_get --token-e", {"--token-env"}),
    ],
)
def test_a_shell_completes_commands_tools_and_options(
    run: Run, monkeypatch: pytest.MonkeyPatch, typed: str, found: set[str]
) -> None:
    words = f"figwright {typed}"
    monkeypatch.setenv("_FIGWRIGHT_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(words.count(" ")))
    assert set(run().out.split()) == found
