"""The command line itself: commands that packages add, what is missing, and what is loaded."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest
from cli.conftest import Run

from figwright.errors.extras import install_command
from figwright_cli import main


def test_an_added_command_runs(run: Run) -> None:
    assert run("greet", "Ann", "--loudly").out == "Hello ANN\n"


def test_the_help_lists_added_commands_and_what_one_of_them_lacks(run: Run) -> None:
    out = " ".join(run("--help").out.replace("│", " ").split())
    assert "Greet somebody." in out
    assert "unpack needs a_library_that_nobody_has" in out


def test_a_missing_library_is_a_sentence_with_the_extra(process: Run) -> None:
    done = process("unpack")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "figwright unpack needs a_library_that_nobody_has, which is not installed: "
        f"{install_command('server', 'toyshop')}\n"
    )


def test_an_unknown_command_and_an_unknown_option_are_usage_errors(run: Run) -> None:
    assert run("grete").code == 2
    assert run("tools", "--colour").code == 2


def test_the_version_is_the_packages(process: Run) -> None:
    from figwright import __version__

    assert process("--version").out == f"figwright {__version__}\n"


def test_a_command_loads_no_library_that_it_does_not_need(process: Run) -> None:
    loaded = process("greet", "Ann", PYTHONPROFILEIMPORTTIME="1").err
    for library in ("httpx", "cryptography", "jinja2", "starlette", "rich", "toyshop.connector"):
        assert f" {library}\n" not in loaded, library


def test_whoever_stops_it_while_it_loads_sees_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopped(ModuleType):
        def __getattr__(self, name: str) -> object:
            raise KeyboardInterrupt

    monkeypatch.setitem(sys.modules, "figwright_cli.app", Stopped("figwright_cli.app"))
    assert main(["--version"]) == 130
