"""The README and the pages that it leads a newcomer to do what they say: their Python and command lines run against the
sandbox."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cli.figma import Desk

from figwright import Actions
from figwright.connections import ConnectionOptions
from figwright.settings import EventEndpointOptions, Settings
from figwright_cli import main
from figwright_figma.sandbox import Sandbox
from figwright_figma.sandbox.world import Kind

PAGES = ("README.md", "docs/install.md", "docs/calling.md", "docs/models.md", "docs/users.md", "docs/settings.md")
TEXTS = [(page, (Path(__file__).parents[1] / page).read_text("utf-8")) for page in PAGES]
EXAMPLES = [(page, code) for page, text in TEXTS for code in re.findall(r"```python\n(.*?)```", text, re.DOTALL)]
COMMAND = re.compile(r"^    (figwright (?:tools|call|scopes|doctor|connect|accounts)\b.*?)(?: +#.*)?$", re.MULTILINE)
COMMANDS = [command for _, text in TEXTS for command in COMMAND.findall(text)]
SETTINGS = [
    ("EVENTS__" in line, name)
    for line in dict(TEXTS)["docs/settings.md"].splitlines()
    for name in re.findall(r"`((?:FIGWRIGHT)?_[A-Z_]+)`", line)
]
"""Each name in the table, and whether it is an option of an endpoint for events."""


def test_the_readme_is_short_and_the_pages_have_examples() -> None:
    assert len(dict(TEXTS)["README.md"].splitlines()) <= 80
    assert len(EXAMPLES) == 3
    assert len(COMMANDS) == 13


def test_every_setting_has_its_row_and_no_other() -> None:
    for of_events, options in ((False, ConnectionOptions), (True, EventEndpointOptions)):
        named = {name.rpartition("__")[2] for here, name in SETTINGS if here == of_events and "__" in name}
        assert named == {name.upper() for name in options.model_fields if name != "connector"}
    own = {name.removeprefix("FIGWRIGHT_") for _, name in SETTINGS if name.startswith("FIGWRIGHT_")}
    own = {name for name in own if "__" not in name}
    assert own == {name.upper() for name in Settings.model_fields if name not in ("connections", "events")}


@pytest.fixture
def as_printed(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A sandbox in which the pages' tokens and file key are real, named by the environment and by nothing else."""
    for name, value in sandbox.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("FIGWRIGHT_DATABASE_URL", f"sqlite:///{tmp_path}/figwright.db")
    kinds: dict[str, Kind] = {"figd_...": "personal_access_token", "figu_...": "oauth"}
    for value, kind in kinds.items():
        token = sandbox.world.tokens[sandbox.token(kind=kind)]
        sandbox.world.tokens[value] = replace(token, value=value)
    sandbox.file("Checkout", key="FileKeyFromItsUrl").page("Home")


@pytest.mark.usefixtures("as_printed")
@pytest.mark.parametrize(("page", "example"), EXAMPLES)
def test_an_example_runs_as_it_is_printed(
    sandbox: Sandbox, page: str, example: str, capsys: pytest.CaptureFixture[str]
) -> None:
    names: dict[str, Any] = {
        "redirect": lambda link: names["actions"].complete_authorization(sandbox.consent(link)),
    }
    exec(compile(example, page, "exec"), names)
    if "actions" in names:
        names["actions"].close()
    assert len(sandbox.requests) > 0
    assert "NOT_FOUND" not in capsys.readouterr().out


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_line_runs(
    sandbox: Sandbox,
    command: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    comment = {"file_key": sandbox.demo.file_key, "message": "A word."}
    (tmp_path / "comment.json").write_text(json.dumps(comment))
    desk = Desk(sandbox, tmp_path)
    monkeypatch.chdir(tmp_path)
    desk.environment["FIGMA_TOKEN"] = sandbox.token(kind="personal_access_token")
    for name, value in desk.environ().items():
        monkeypatch.setenv(name, value)
    if "--as" in command:
        with Actions() as actions:
            link = actions.get_authorization_link(identifier="user_456")
            actions.complete_authorization(str(sandbox.consent(link.link)))
    words = shlex.split(command.replace("FileKeyFromItsUrl", sandbox.demo.file_key))[1:]
    if "connect" in words:  # it opens the browser that the environment named as the process began
        done = desk.run(*words, BROWSER=desk.browser)
        assert done.code == 0, done.err
        assert done.out
    else:
        assert main(words) == 0
        assert capsys.readouterr().out
