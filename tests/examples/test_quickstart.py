"""`examples/quickstart.py` runs as it stands: alone against the sandbox, and with an app from the environment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cli.figma import Desk

from figwright_figma.sandbox import Sandbox

EXAMPLE = Path(__file__).parents[2] / "examples" / "quickstart.py"


def run(*words: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(EXAMPLE), *words],
        env=os.environ | environment,
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=100,
        check=False,
    )


def said(text: str) -> list[str]:
    """The first words of each line."""
    return [line.split(":")[0] for line in text.splitlines()]


def test_it_runs_without_anything_set_and_leaves_nothing(tmp_path: Path) -> None:
    done = run(folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert said(done.stdout) == ["Status", "Asking for", "Status", "Connected", "File", "Rendered", "Commented"]
    assert (lines[0], lines[2]) == ("Status: PENDING", "Status: ACTIVE")
    assert "current_user:read, file_comments:write, file_content:read" in lines[1]
    assert "Ada Lindqvist" in lines[3]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_with_an_app_of_ones_own_the_person_is_asked_once(sandbox: Sandbox, tmp_path: Path) -> None:
    desk = Desk(sandbox, tmp_path)
    settings = {f"FIGWRIGHT_CONNECTIONS__FIGMA__{name}": value for name, value in desk.settings.items()}
    settings["FIGWRIGHT_CONNECTIONS__FIGMA__TOOLS"] = (
        "figma_me_get,figma_file_get,figma_file_images_render,figma_file_comment_create"
    )
    first = run("--figma", sandbox.demo.file_key, folder=tmp_path, BROWSER=desk.browser, **settings)
    assert first.returncode == 0, first.stderr
    assert "Status: ACTIVE" in first.stdout
    again = run("--figma", sandbox.demo.file_key, folder=tmp_path, BROWSER="false %s", **settings)
    assert again.returncode == 0, again.stderr
    assert again.stdout.splitlines()[0] == "Status: ACTIVE"
    assert len(sandbox.requests.of("oauth.token")) == 1
    assert len(sandbox.requests.of("postComment")) == 2


def test_a_wrong_command_line_shows_how_to_run_it(tmp_path: Path) -> None:
    done = run("--figma", folder=tmp_path)
    assert done.returncode == 1
    assert "python examples/quickstart.py --figma FILE_KEY" in done.stderr
