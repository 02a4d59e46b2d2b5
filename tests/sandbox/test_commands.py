"""`figwright sandbox` as its user meets it: a process that prints how to call it and runs until it is stopped."""

from __future__ import annotations

import json
import os
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from figwright_figma import spec

from .conftest import credential


@contextmanager
def running(*words: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "figwright.cli", "sandbox", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def test_it_prints_an_address_and_a_token_of_every_kind_and_ends_on_ctrl_c() -> None:
    with running("--json", "--big-file", "1") as process:
        assert process.stdout is not None
        told, _ = json.JSONDecoder().raw_decode("".join(iter(process.stdout.readline, "}\n")) + "}")
        for kind in ("oauth", "personal_access_token"):
            me = httpx.get(f"{told['url']}/v1/me", headers=credential(told["tokens"][kind], kind), trust_env=False)
            assert me.json()["handle"] == "Ada Lindqvist"
        assert set(told["tokens"]) == {"oauth", "org_oauth", "personal_access_token", "plan_access_token"}
        assert told["ids"].keys() >= {"file_key", "team_id", "comment_id", "big_file_key"}
        prefix = "FIGWRIGHT_CONNECTIONS__FIGMA__"
        assert told["environment"] == {
            f"{prefix}CLIENT_ID": "sandbox-demo-app",
            f"{prefix}CLIENT_SECRET": "sandbox-demo-secret",
            f"{prefix}REDIRECT_URI": "http://localhost:8765/callback/figma",
            f"{prefix}PUBLISHING_STATE": "private",
            f"{prefix}AUTHORIZATION_URL": f"{told['url']}/oauth",
            f"{prefix}TOKEN_URL": f"{told['url']}/v1/oauth/token",
            f"{prefix}REFRESH_URL": f"{told['url']}/v1/oauth/refresh",
            f"{prefix}API_URL": told["url"],
            f"{prefix}ALLOW_INSECURE": "true",
        }
        process.send_signal(signal.SIGINT)
        assert process.wait(5) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_the_example_that_it_prints_works_when_it_is_pasted() -> None:
    with running() as process:
        assert process.stdout is not None
        lines = list(iter(process.stdout.readline, "Try it:\n"))
        assert lines[0].startswith("A local Figma answers at http://127.0.0.1:")
        example = "".join(process.stdout.readline() for _ in range(3))
        assert example.lstrip().startswith("export FIGMA_TOKEN=figd_")
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        done = subprocess.run(
            ["bash", "-c", example], capture_output=True, text=True, env={**os.environ, "PATH": path}, check=False
        )
        assert '"name": "Checkout"' in done.stdout, done.stderr


def test_the_exports_that_it_prints_are_settings_that_figwright_takes() -> None:
    with running() as process:
        assert process.stdout is not None
        lines = list(iter(process.stdout.readline, "Try it:\n"))
        exports = "".join(line for line in lines if line.lstrip().startswith("export FIGWRIGHT_"))
        program = (
            "from figwright.settings import load_settings; from figwright.connections import BoundConnection;"
            "(found,) = map(BoundConnection, load_settings().named_connections());"
            "print(found.client_secret().reveal(), found.token_url)"
        )
        done = subprocess.run(
            ["bash", "-c", f"{exports}\n{sys.executable} -c {shlex.quote(program)}"],
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.stdout.startswith("sandbox-demo-secret http://127.0.0.1:"), done.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [(("--host", "0.0.0.0"), "this machine only"), (("--port", "{taken}"), "cannot be used"), (("--port", "x"), "int")],
)
def test_what_cannot_be_is_said_in_a_sentence(words: tuple[str, ...], says: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        given = [word.format(taken=taken.getsockname()[1]) for word in words]
        done = subprocess.run(
            [sys.executable, "-m", "figwright.cli", "sandbox", *given], capture_output=True, text=True, check=False
        )
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_the_description_is_found_in_a_checkout_and_in_an_installed_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (spec.spec_folder() / spec.MANIFEST).is_file()
    package = tmp_path / "figma_tools"
    (package / "spec").mkdir(parents=True)
    (package / "spec" / spec.ROOT).touch()
    monkeypatch.setattr(spec, "files", lambda name: tmp_path / name)
    monkeypatch.setattr(spec, "__file__", str(tmp_path / "site-packages" / "figwright_figma" / "spec.py"))
    assert spec.spec_folder() == package / "spec"
    (package / "spec" / spec.ROOT).unlink()
    with pytest.raises(FileNotFoundError, match="reinstall figwright"):
        spec.spec_folder()
