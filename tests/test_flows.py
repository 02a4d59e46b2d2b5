"""docs/architecture.md tells what is so: its floors are those that are checked, and each flow passes the files that it
names, in that order, when it really runs.
"""

from __future__ import annotations

import inspect
import re
import sys
import threading
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

import anyio
import grimp
import httpx
import pytest
from mcp import Client
from support.workshop import Workshop
from test_repository import ROOT

from figwright import Actions
from figwright.mcp import make_server
from figwright.toolbox import Toolbox
from figwright.web import connect_app
from figwright_cli import main
from figwright_figma.sandbox import Sandbox

PAGE = (ROOT / "docs/architecture.md").read_text("utf-8")
SOURCES = [ROOT / name for name in ("runtime", "codegen", "generated")]
URL = "http://localhost:8765"
PACKAGES = ("figwright", "figwright_cli", "figwright_codegen", "figwright_figma")


class Trace:
    """While it is entered: our files in the order in which a function of theirs was first called, on any new thread.

    What runs because a module is imported is no step of a flow, nor is the sandbox, which stands for the provider.
    """

    def __init__(self) -> None:
        self.files: list[str] = []

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        name = (
            _ours(frame.f_code.co_filename) if event == "call" and frame.f_code.co_flags & inspect.CO_OPTIMIZED else ""
        )
        if name and name not in self.files and not _importing(frame):
            self.files.append(name)

    def __enter__(self) -> Trace:
        threading.setprofile(self)
        sys.setprofile(self)
        return self

    def __exit__(self, *_: object) -> None:
        sys.setprofile(None)
        threading.setprofile(None)


@cache
def _ours(file: str) -> str:
    found = [str(Path(file).relative_to(source)) for source in SOURCES if file.startswith(f"{source}/")]
    return found[0] if found and "/sandbox/" not in file else ""


def _importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_name == "<module>" and _ours(frame.f_code.co_filename):
            return True
        frame = frame.f_back
    return False


def section(title: str) -> str:
    found = re.search(rf"^(#+) {re.escape(title)}\n(.*?)(?=^#{{1,3}} |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None, title
    return found[2]


def told(title: str) -> list[str]:
    return re.findall(r"^\d+\. `([\w/.]+)`", section(title), re.MULTILINE)


def unnamed() -> tuple[str, ...]:
    return tuple(re.findall(r"^- `([\w/.]+)`", section("What no list names"), re.MULTILINE))


@pytest.fixture
def actions(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Actions]:
    for name, value in sandbox.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("FIGWRIGHT_DATABASE_URL", f"sqlite:///{tmp_path}/figwright.db")
    with Actions() as opened:
        yield opened


@pytest.fixture
def connected(actions: Actions, sandbox: Sandbox) -> Actions:
    link = actions.get_authorization_link(identifier="ann")
    actions.complete_authorization(str(sandbox.consent(link.link)))
    return actions


def a_call(actions: Actions, sandbox: Sandbox, _: Path) -> Trace:
    with Trace() as trace:
        result = actions.execute_tool(
            "figma_file_get", identifier="ann", tool_input={"file_key": sandbox.demo.file_key}
        )
        assert result.text
    return trace


def a_refresh(actions: Actions, sandbox: Sandbox, _: Path) -> Trace:
    with Trace() as trace:
        actions.refresh_connected_account(identifier="ann")
    assert sandbox.requests.of("oauth.refresh")
    return trace


def a_consent(_: Actions, sandbox: Sandbox, __: Path) -> Trace:
    """Through the connect app, by a browser that keeps its cookies and follows no redirect by itself."""

    async def browse(actions: Actions, app: Any) -> None:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=URL) as browser:
            opened = await browser.get(actions.get_authorization_link(identifier="ben").link)
            callback = await anyio.to_thread.run_sync(sandbox.consent, opened.headers["location"])
            assert (await browser.get(str(callback))).is_success

    with Actions(public_url=URL) as actions:
        actions.list_connected_accounts()  # opens the store
        with Trace() as trace:
            anyio.run(browse, actions, connect_app(actions))
        assert actions.get_connected_account(identifier="ben").status == "ACTIVE"
    return trace


def a_regeneration(_: Actions, __: Sandbox, folder: Path) -> Trace:
    shop = Workshop(folder / "shop")
    shop.answers("Thing: {type: object, properties: {name: {type: string}}}")
    words = ["generate", "--spec", str(shop.spec), "--manifest", str(shop.manifest), "--out", str(folder / "out")]
    with Trace() as trace:
        assert main([*words, "--package", "shop"]) == 0
    return trace


def an_mcp_call(actions: Actions, sandbox: Sandbox, _: Path) -> Trace:
    toolbox = Toolbox(actions=actions, identifier="ann")

    async def call() -> None:
        async with Client(make_server(lambda _: toolbox, about=toolbox)) as client:
            with trace:
                result = await client.call_tool("figma_file_get", {"file_key": sandbox.demo.file_key})
            assert not result.is_error

    trace = Trace()
    anyio.run(call)
    return trace


RUNS: dict[str, Callable[[Actions, Sandbox, Path], Trace]] = {
    "A call": a_call,
    "A refresh": a_refresh,
    "A consent": a_consent,
    "A regeneration": a_regeneration,
    "An MCP call": an_mcp_call,
}


@pytest.mark.parametrize("flow", RUNS)
def test_a_flow_passes_the_files_that_the_page_names_in_that_order(
    flow: str, connected: Actions, sandbox: Sandbox, tmp_path: Path
) -> None:
    passed = RUNS[flow](connected, sandbox, tmp_path).files
    named = told(flow)
    assert named == [file for file in passed if file in named]
    entered = named + (told("A call") if flow == "An MCP call" else [])
    rooms = tuple({f"{Path(file).parent}/" if file.count("/") > 1 else file for file in entered})
    assert [file for file in passed if not file.startswith((*rooms, *unnamed()))] == []


@pytest.mark.parametrize("flow", RUNS)
def test_each_file_of_a_flow_is_reached_by_imports_from_one_before_it(flow: str, imports: Any) -> None:
    """Or by a name that the connector's record gives, as generated types and the view are."""
    first, *rest = [module(file) for file in told(flow) if not file.startswith(("figma_tools", "figwright_figma"))]
    before = [first]
    for name in rest:
        assert any(imports.chain_exists(importer=earlier, imported=name) for earlier in before), name
        before.append(name)


@pytest.fixture(scope="module")
def imports() -> Any:
    return grimp.build_graph(*PACKAGES)


def module(file: str) -> str:
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def test_the_floors_are_those_that_are_checked() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layered = [contract for contract in contracts if contract["type"] == "layers"]
    assert len(layered) == 2
    for contract in layered:
        checked = [{name.strip() for name in layer.split("|")} for layer in contract["layers"]]
        assert floors(f"The floors of `{contract['containers'][0]}`") == checked


def floors(title: str) -> list[set[str]]:
    """One for each line of the picture: names with `|` between them, and after two spaces what they are."""
    [picture] = re.findall(r"```text\n(.*?)```", section(title), re.DOTALL)
    lines = [line.strip().split("  ")[0] for line in re.sub(r"\n *\|", " |", picture).splitlines()]
    return [{name.strip() for name in line.split("|")} for line in lines]


def test_every_file_and_folder_that_the_page_names_is_there() -> None:
    named = re.findall(r"`([\w.]+(?:/[\w.]+)+)/?`", PAGE)
    assert len(named) > 80
    assert [name for name in named if not any((root / name).exists() for root in (ROOT, *SOURCES))] == []
