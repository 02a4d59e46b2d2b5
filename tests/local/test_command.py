"""`figwright sandbox` for a connector that brings none of its own: a process that a shell reads and stops."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.depot import installed

from figwright.sandbox import Sandbox

FIGWRIGHT = f"{sys.executable} -m figwright_cli"


def run(folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FIGWRIGHT_CONNECTIONS")}
    environment = kept | {"PYTHONPATH": str(folder), "HOME": str(folder), "COLUMNS": "200"}
    words = ["bash", "-ec", script]
    return subprocess.run(words, env=environment, capture_output=True, text=True, timeout=100, check=False)


@pytest.mark.slow
def test_a_shell_reads_what_leads_to_it_and_calls(tmp_path: Path) -> None:
    done = run(
        installed(tmp_path),
        f'eval "$({FIGWRIGHT} sandbox --connector depot --env &)"; trap "kill $DEPOT_SANDBOX_PID" EXIT; '
        f"{FIGWRIGHT} call depot_user_get --connection depot --token-env DEPOT_OAUTH --json; "
        f"{FIGWRIGHT} sandbox --help; env | grep FIGWRIGHT_CONNECTIONS__DEPOT__ | wc -l",
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith('{"id":1,"login":"ann"}\n')
    assert "Run a local provider to develop against" in done.stdout, "that of the configured connection"
    assert done.stdout.endswith("8\n")


@pytest.mark.slow
def test_of_several_connectors_one_must_be_named_and_one_with_a_sandbox_of_its_own_has_that(tmp_path: Path) -> None:
    site = installed(tmp_path)
    done = run(site, f"{FIGWRIGHT} sandbox || {FIGWRIGHT} sandbox --connector figma --help")
    assert done.stderr == "Which connector? Pass --connector, one of: depot, figma.\n"
    assert "Run a local Figma to develop against" in done.stdout


def test_a_run_of_pytest_loads_no_server_before_a_test_asks_for_one() -> None:
    program = (
        "import figwright.sandbox.pytest_plugin, sys; print({'starlette', 'uvicorn', 'jsonschema'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_the_fixture_says_which_extra_is_missing(
    sandbox_of: Callable[..., Sandbox], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("figwright.sandbox")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "starlette", None)
    monkeypatch.setitem(sys.modules, "starlette.requests", None)
    with pytest.raises(pytest.fail.Exception, match=r"The sandbox needs .*server"):
        sandbox_of("figma")
