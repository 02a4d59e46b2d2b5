"""The official conformance scenarios, and the Inspector, over HTTP in both eras.

The scenarios know of no tokens, so a wrapper here gives each request one; the product has no such way.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send
from support.npm import run_npm

from figwright.mcp import mcp_app
from protocol.served import TOOLS, House, running

CONFORMANCE = ("@modelcontextprotocol/conformance@0.2.0-alpha.12", "node@22.23.3")
INSPECTOR = ("@modelcontextprotocol/inspector@2.12.0", "node@22.23.3")


@contextmanager
def open_house(house: House) -> Iterator[str]:
    """The address of a server that takes everybody for ann."""
    token, app = house.person(), mcp_app(house.actions)

    class Trusting:
        def __init__(self, app: ASGIApp) -> None:
            self.app = app

        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http":
                scope["headers"] = [*scope["headers"], (b"authorization", f"Bearer {token}".encode())]
            await self.app(scope, receive, send)

    with running(Trusting(app)) as port:
        yield f"http://127.0.0.1:{port}/mcp"


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("scenario", "version"),
    [
        ("server-initialize", "2025-11-25"),
        ("ping", "2025-11-25"),
        ("tools-list", "2025-06-18"),
        ("tools-list", "2025-11-25"),
        ("tools-list", "2026-07-28"),
        ("dns-rebinding-protection", "2025-11-25"),
        ("dns-rebinding-protection", "2026-07-28"),
        ("http-header-validation", "2026-07-28"),
        ("server-stateless", "2026-07-28"),
    ],
)
def test_a_conformance_scenario_passes(house: House, tmp_path: Path, scenario: str, version: str) -> None:
    with open_house(house) as url:
        words = ("server", "--url", url, "--scenario", scenario, "--spec-version", version, "-o", str(tmp_path))
        done = run_npm(CONFORMANCE, "conformance", words)
    checks: list[dict[str, Any]] = [
        check for path in tmp_path.rglob("checks.json") for check in json.loads(path.read_text())
    ]
    assert checks, done.stdout + done.stderr
    # "Not testable" are checks that want the SDK's own diagnostic tools, which a server of real ones has not.
    failed = [
        check
        for check in checks
        if check["status"] not in ("SUCCESS", "SKIPPED", "INFO")
        and not str(check.get("errorMessage")).startswith("Not testable")
    ]
    assert failed == [], [(c["name"], c.get("errorMessage")) for c in failed]
    assert any(check["status"] == "SUCCESS" for check in checks), checks


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("inspected", ["legacy", "modern"])
def test_the_inspector_lists_and_calls_with_a_token(house: House, tmp_path: Path, inspected: str) -> None:
    bearer = ("--header", f"Authorization: Bearer {house.person()}")
    own = {"MCP_CATALOG_PATH": str(tmp_path / "catalog.json")}

    def inspect(*words: str, header: tuple[str, ...] = bearer) -> tuple[int, str, str]:
        given = ("--cli", house.url, "--transport", "http", "--protocol-era", inspected, *header, *words)
        done = run_npm(INSPECTOR, "mcp-inspector", given, own)
        return done.returncode, done.stdout, done.stderr

    code, out, err = inspect("--method", "tools/list", "--strict")
    assert (code, err) == (0, "")
    assert len(json.loads(out)["tools"]) == len(TOOLS)
    code, out, err = inspect("--method", "tools/call", "--tool-name", "figma_me_get")
    assert (code, json.loads(out)["structuredContent"]["handle"]) == (0, "Ann")
    code, out, err = inspect("--method", "tools/list", header=())
    assert code != 0
