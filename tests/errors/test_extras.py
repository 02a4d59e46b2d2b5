"""What an error says to install is what brings the extra, from where figwright came."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from figwright.errors.extras import install_command

ROOT = Path(__file__).parents[2]


def installed(folder: Path, origin: dict[str, Any] | None) -> None:
    """A distribution `parcel`, as an installer leaves it (PEP 610)."""
    info = folder / "parcel-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: parcel\nVersion: 1.0\n")
    if origin is not None:
        (info / "direct_url.json").write_text(json.dumps(origin))


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        ({"url": "file:///srv/my%20parcel", "dir_info": {"editable": True}}, ["-e", "/srv/my parcel[server]"]),
        ({"url": "file:///srv/parcel", "dir_info": {}}, ["/srv/parcel[server]"]),
        (
            {"url": "file:///srv/parcel-1.0-py3-none-any.whl", "archive_info": {}},
            ["/srv/parcel-1.0-py3-none-any.whl[server]"],
        ),
        (
            {"url": "https://git.example/parcel", "vcs_info": {"vcs": "git", "commit_id": "1f"}},
            ["parcel[server] @ git+https://git.example/parcel"],
        ),
        (
            {"url": "https://files.example/parcel.whl", "archive_info": {}},
            ["parcel[server] @ https://files.example/parcel.whl"],
        ),
        (None, ["path/to/parcel[server]"]),
    ],
    ids=["a checkout", "a folder", "a wheel", "a repository", "an address", "nobody knows"],
)
def test_the_command_names_where_the_distribution_came_from(
    origin: dict[str, Any] | None, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(tmp_path, origin)
    monkeypatch.syspath_prepend(str(tmp_path))
    assert shlex.split(install_command("server", "parcel")) == ["pip", "install", *words]


@pytest.mark.slow
def test_pip_takes_the_command(tmp_path: Path) -> None:
    """Asked without carrying it out: what would be installed is figwright and what the extra adds."""
    words = shlex.split(install_command("postgres"))
    words[1:2] = [
        "install",
        "--dry-run",
        "--no-deps",
        "--no-build-isolation",
        "--quiet",
        "--report",
        str(tmp_path / "report.json"),
    ]
    subprocess.run([sys.executable, "-m", *words], check=True, capture_output=True, cwd=tmp_path)
    [planned] = json.loads((tmp_path / "report.json").read_text())["install"]
    assert planned["metadata"]["name"] == "figwright"
    assert planned["requested_extras"] == ["postgres"]


def test_nobody_is_sent_to_an_index_for_the_name() -> None:
    """Whoever registers the name there would be installed."""
    told = re.compile(
        r"""(?:pip|pipx|uv|uvx|uv pip|uv tool)\s+(?:install|add|run)\s+['"]?figwright\b|uvx\s+['"]?figwright\b"""
    )
    files = [
        ROOT / "README.md",
        *(
            path
            for folder in ("docs", "examples", "runtime", "codegen")
            for path in (ROOT / folder).rglob("*.[pm][yd]")
        ),
    ]
    assert [path.name for path in files if told.search(path.read_text("utf-8"))] == []
