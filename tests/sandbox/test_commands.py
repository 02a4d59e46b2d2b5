"""`figwright sandbox` as its user meets it: a process that prints how to call it and runs until it is stopped."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from figwright_figma import spec

from .conftest import credential


@contextmanager
def running(*words: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "figwright_cli", "sandbox", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.slow
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
        assert process.wait(100) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
def test_env_is_for_a_shell_to_read_while_the_sandbox_goes_on() -> None:
    uri = "http://localhost:9999/a b'c/callback/figma"
    words = shlex.join([sys.executable, "-m", "figwright_cli", "sandbox", "--env", "--redirect-uri", uri])
    call = f"{sys.executable} -m figwright_cli call figma_file_get --token-env FIGMA_TOKEN --api-url $FIGMA_URL"
    done = subprocess.run(
        [
            "bash",
            "-ec",
            (
                f'eval "$({words} &)"; env | sort; {call} --allow-insecure --file-key $FIGMA_FILE_KEY --depth 1; '
                "kill $FIGMA_SANDBOX_PID"
            ),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert f"FIGWRIGHT_CONNECTIONS__FIGMA__REDIRECT_URI={uri}\n" in done.stdout
    assert '"name": "Checkout"' in done.stdout


@pytest.mark.slow
def test_env_prints_nothing_but_exports() -> None:
    with running("--env") as process:
        assert process.stdout is not None
        lines = process.stdout.read().splitlines()  # ends although the sandbox goes on
        assert process.poll() is None
    assert len(lines) > 20
    assert [line for line in lines if not re.fullmatch(r"export FIG(MA|WRIGHT)_\w+=\S+", line)] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--host", "0.0.0.0"), "this machine only"),
        (("--port", "{taken}"), "cannot be used"),
        (("--port", "x"), "whole number"),
        (("--port", "99999"), "65535"),
        (("--env", "--json"), "choose one"),
        (("--redirect-uri", "localhost/callback"), "not an http"),
        (("--redirect-uri", "http://localhost/callback?x=1"), "without a query"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(words: tuple[str, ...], says: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        given = [word.format(taken=taken.getsockname()[1]) for word in words]
        done = subprocess.run(
            [sys.executable, "-m", "figwright_cli", "sandbox", *given], capture_output=True, text=True, check=False
        )
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
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


def zipped(archive: Path) -> Path:
    """All of figwright as its wheel holds it."""
    root = Path(__file__).parents[2]
    parts = {"codegen": "", "generated": "", "runtime": "", "spec/figma": "figma_tools/spec/"}
    with zipfile.ZipFile(archive, "w") as written:
        for part, inside in parts.items():
            for path in sorted((root / part).rglob("*")):
                if path.is_file() and "__pycache__" not in path.parts:
                    written.write(path, inside + path.relative_to(root / part).as_posix())
    return archive


@pytest.mark.slow
def test_it_runs_from_a_zip(tmp_path: Path) -> None:
    program = (
        "import httpx, figwright_figma; from figwright_figma.sandbox import Sandbox; print(figwright_figma.__file__)\n"
        "with Sandbox() as figma: print(httpx.get(f'{figma.url}/v1/me', trust_env=False).text)"
    )
    archive = zipped(tmp_path / "figwright.zip")
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(archive)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.splitlines()[0].startswith(str(archive))
    assert "No token was given" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("words", ["generate --check", "tools show figma_file_get", "demo"])
def test_a_checkout_whose_path_is_not_ascii_works_where_the_locale_is_c(tmp_path: Path, words: str) -> None:
    root, checkout = (
        Path(__file__).parents[2],
        tmp_path / "caf\N{LATIN SMALL LETTER E WITH ACUTE} \N{WHITE SMILING FACE}",
    )
    for part in ("codegen", "generated", "runtime", "spec"):
        shutil.copytree(root / part, checkout / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "pyproject.toml", checkout)
    done = subprocess.run(
        [sys.executable, "-m", "figwright_cli", *words.split()],
        env={
            "PATH": os.environ["PATH"],
            "LC_ALL": "C",
            "PYTHONUTF8": "0",
            "PYTHONCOERCECLOCALE": "0",
            "HOME": str(checkout / "home"),
            "PYTHONPATH": os.pathsep.join(str(checkout / part) for part in ("codegen", "generated", "runtime")),
        },
        cwd=checkout,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr.strip()) == (0, b"")
