"""Our files in the order in which a flow first enters them, as JSON: `python -m support.flows FLOW FOLDER`.

In a process of its own: what another flow has loaded is not entered again.
"""

from __future__ import annotations

import inspect
import json
import os
import sys
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

import anyio
import httpx
from mcp import Client

from figma_tools import CONNECTOR
from figwright import Actions, Connection
from figwright.events.signing import new_secret
from figwright.mcp import make_server
from figwright.toolbox import Toolbox
from figwright.web import connect_app, webhook_app
from figwright_cli import main
from figwright_figma.sandbox import Sandbox
from support.checkout import Checkout
from support.provider import provider
from support.workshop import Workshop

ROOT = Path(__file__).parents[2]
SOURCES = [ROOT / name for name in ("runtime", "codegen", "generated")]
URL = "http://localhost:8765"


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
    return found[0] if found and "/sandbox/" not in found[0] else ""


def _importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_name == "<module>" and _ours(frame.f_code.co_filename):
            return True
        frame = frame.f_back
    return False


def a_call(actions: Actions, sandbox: Sandbox, _: Path) -> Trace:
    with Trace() as trace:
        result = actions.execute_tool(
            "figma_file_get", identifier="ann", tool_input={"file_key": sandbox.demo.file_key}
        )
        assert result.text
    return trace


def a_cached_call(actions: Actions, sandbox: Sandbox, _: Path) -> Trace:
    """The file is held, and the account has yet to prove that it may read it."""
    asked = {"identifier": "ann", "tool_input": {"file_key": sandbox.demo.file_key}}
    actions.execute_tool("figma_file_get", **asked)
    actions.context.cache.proofs.clear()
    with Trace() as trace:
        assert actions.execute_tool("figma_file_get", **asked).from_cache
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


def a_comparison(_: Actions, __: Sandbox, folder: Path) -> Trace:
    task = Checkout(folder).task()
    with Trace() as trace:
        assert main(["spec", "compare", task.reference, "--spec", str(task.specs[0]), "--scaffold"]) == 1
    return trace


def a_diff(_: Actions, __: Sandbox, folder: Path) -> Trace:
    """Of two folders, of which the second has another schema, and a schema that no operation sees."""
    sides = [Workshop(folder / name) for name in ("old", "new")]
    for shop, kind in zip(sides, ("string", "integer"), strict=True):
        shop.answers(f"Thing: {{type: object, properties: {{name: {{type: {kind}}}}}}}")
    with Trace() as trace:
        assert main(["diff", *(str(shop.folder) for shop in sides)]) == 3
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


def a_delivery(_: Actions, sandbox: Sandbox, __: Path) -> Trace:
    """From the provider's request, by the receiver, to a handler."""
    tools = tuple(name for name in CONNECTOR.tools if "webhook" in name)
    figma = Connection(name="figma", api_url=sandbox.url, allow_insecure=True, tools=tools)
    token, where = sandbox.token(kind="personal_access_token"), "https://app.example.com"
    seen: list[str] = []

    async def deliver(app: Any, path: str, payload: dict[str, str]) -> None:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=URL) as provider:
            assert (await provider.post(path, json=payload)).status_code == 200

    with Actions([figma], public_url=where) as actions:
        actions.connect_with_token(identifier="cleo", token=token, kind="personal_access_token")
        [webhook] = actions.register_webhook(
            events=["FILE_UPDATE"], context="file", context_id=sandbox.demo.file_key, identifier="cleo"
        )
        actions.on_event("FILE_UPDATE")(lambda event: seen.append(event.type))
        payload = {"event_type": "FILE_UPDATE", "webhook_id": webhook.id, "file_key": sandbox.demo.file_key}
        payload |= {"passcode": sandbox.world.webhooks[webhook.id]["passcode"]}
        app = webhook_app(actions)
        with Trace() as trace:
            anyio.run(deliver, app, webhook.endpoint.removeprefix(where), payload)
            actions.handle_events()
    assert seen == ["FILE_UPDATE"]
    return trace


def an_account_event(_: Actions, __: Sandbox, ___: Path) -> Trace:
    """From a change of an account to the application that is told of it."""
    with provider() as receiver:
        os.environ |= {"FIGWRIGHT_EVENTS_URL": receiver.url, "FIGWRIGHT_EVENTS_SECRET": new_secret()}
        with Actions() as actions:
            actions.send_events()
            with Trace() as trace:
                actions.disconnect_connected_account(identifier="ann")
                assert actions.send_events() == (1, 0)
        assert len(receiver.received) == 1
    return trace


RUNS: dict[str, Callable[[Actions, Sandbox, Path], Trace]] = {
    "A call": a_call,
    "A cached call": a_cached_call,
    "A refresh": a_refresh,
    "A consent": a_consent,
    "A regeneration": a_regeneration,
    "A comparison": a_comparison,
    "A diff": a_diff,
    "An account event": an_account_event,
    "An MCP call": an_mcp_call,
    "A delivery": a_delivery,
}


def run(flow: str, folder: Path) -> list[str]:
    with Sandbox() as sandbox:
        os.environ |= sandbox.environment() | {"FIGWRIGHT_DATABASE_URL": f"sqlite:///{folder}/figwright.db"}
        with Actions() as actions:
            link = actions.get_authorization_link(identifier="ann")
            actions.complete_authorization(str(sandbox.consent(link.link)))
            return RUNS[flow](actions, sandbox, folder).files


if __name__ == "__main__":
    found = run(sys.argv[1], Path(sys.argv[2]))
    print(f"\n{json.dumps(found)}")  # on a line after what the command line printed
