"""A command loads what it needs and no more."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cli.conftest import Run

from figwright.errors.extras import install_command


def loaded(code: str) -> set[str]:
    """The modules that a fresh interpreter has after some code."""
    told = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return set(told.stdout.split())


def test_of_our_commands_only_the_one_that_is_called_is_imported() -> None:
    modules = loaded("from figwright_cli.app import application; application(['keys', 'list'])")
    commands = {name for name in modules if name.startswith("figwright_cli.")}
    assert commands == {"figwright_cli.app", "figwright_cli.commands", "figwright_cli.output", "figwright_cli.keys"}
    assert "pydantic" not in modules


def test_http_is_loaded_with_the_first_client_and_not_by_importing_it() -> None:
    http = {"httpcore", "h11", "ssl"}
    assert not {"httpx", "anyio", *http} & loaded("from figwright import Actions, AsyncActions")
    modules = loaded("from figwright import Actions; Actions.with_token('figd_x')")
    assert http <= modules
    assert "httpx" not in modules


@pytest.mark.parametrize("words", [("mcp", "--as", "ann"), ("mcp", "--as", "ann", "--mode", "search")])
def test_without_the_sdk_the_server_says_what_to_install(process: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "sitecustomize.py").write_text("import sys; sys.modules['mcp'] = None")
    done = process(*words, PYTHONPATH=str(tmp_path))
    assert (done.code, done.out) == (2, "")
    assert done.err == f"figwright mcp needs mcp, which is not installed: {install_command('mcp')}\n"


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="elsewhere the operating system names the folder")
@pytest.mark.parametrize("home", [None, "", "here"])
@pytest.mark.parametrize("words", [("accounts", "list"), ("keys", "rotate")], ids=" ".join)
def test_without_a_home_nothing_is_made_and_what_to_set_is_told(
    tmp_path: Path, home: str | None, words: tuple[str, ...]
) -> None:
    environment = {"PATH": os.environ["PATH"]} | ({} if home is None else {"HOME": home})
    before = folders_of_root()
    done = subprocess.run(
        [sys.executable, "-m", "figwright_cli", *words],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "Set FIGWRIGHT_DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []
    assert folders_of_root() == before


def folders_of_root() -> list[str]:
    """What stands where the password database says that this user's data belongs."""
    import pwd

    data = Path(pwd.getpwuid(os.getuid()).pw_dir) / ".local" / "share"
    return sorted(path.name for path in data.iterdir()) if data.is_dir() else []
