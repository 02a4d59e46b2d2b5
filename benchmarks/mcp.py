"""The MCP server beside a bare one of the same SDK: what a call costs beyond it, when it is ready, its lists."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.processes import Bench, Section, alternating, median, server, told_by
from benchmarks.tokens import count

ROUNDS, CALLS, STARTS = 7, 200, 7

_OVERHEAD = """
import json, sys, time
from contextlib import AsyncExitStack
from functools import partial
import anyio
import anyio.to_thread
import mcp_types as types
from mcp import Client
from mcp.server.lowlevel import Server
from figwright import Actions
from figwright.mcp import make_server
from figwright.toolbox import Toolbox

url, rounds, calls = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
actions = Actions.with_token("figd_benchmark", api_url=url, allow_insecure=True)
toolbox = Toolbox(actions=actions)
tool = types.Tool.model_validate(toolbox.views.mcp_tool("figma_me_get"))
data = actions.execute_tool("figma_me_get").data
text = json.dumps(data, separators=(",", ":"))

async def listed(context, params):
    return types.ListToolsResult(tools=[tool])

async def constant(context, params):
    return types.CallToolResult(content=[types.TextContent(text=text)], structured_content=data)

async def by_hand(context, params):
    call = partial(actions.execute_tool, params.name, tool_input=params.arguments)
    data = (await anyio.to_thread.run_sync(call)).data
    text = json.dumps(data, separators=(",", ":"))
    return types.CallToolResult(content=[types.TextContent(text=text)], structured_content=data)

bare = Server("bare", on_list_tools=listed, on_call_tool=constant)
handmade = Server("handmade", on_list_tools=listed, on_call_tool=by_hand)
ours = make_server(lambda context: toolbox, about=toolbox)

async def main():
    found = {mode: {"bare": [], "handmade": [], "ours": [], "call": []} for mode in ("legacy", "auto")}
    for mode, times in found.items():
        async with AsyncExitStack() as stack:
            clients = {
                "bare": await stack.enter_async_context(Client(bare, mode=mode)),
                "handmade": await stack.enter_async_context(Client(handmade, mode=mode)),
                "ours": await stack.enter_async_context(Client(ours, mode=mode)),
            }

            async def ask(client):
                for _ in range(calls):
                    assert (await client.call_tool("figma_me_get", {})).structured_content["id"] == data["id"]

            async def call(_):
                for _ in range(calls):
                    assert actions.execute_tool("figma_me_get").data == data

            for client in clients.values():
                await client.list_tools()
            for round in range(rounds + 1):
                for name in times:
                    started = time.perf_counter()
                    await (ask if name in clients else call)(clients.get(name))
                    if round:
                        times[name].append((time.perf_counter() - started) / calls * 1e6)
    print(json.dumps(found))

anyio.run(main)
"""
_BARE = """
import anyio
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

async def main():
    server = Server("bare")
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())

anyio.run(main)
"""
_INITIALIZE = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-11-25",
        "capabilities": {},
        "clientInfo": {"name": "benchmark", "version": "1"},
    },
}


def measure(bench: Bench) -> Section:
    work, say = bench.work, bench.say
    rounds, calls, starts = bench.size(ROUNDS, 1), bench.size(CALLS, 10), bench.size(STARTS, 1)
    section = Section(
        "MCP server and a bare server of its SDK",
        "make bench SECTIONS=mcp   # or: python -m benchmarks mcp",
        ("", "bare SDK", "figwright", "beyond it"),
    )
    say(f"{rounds} rounds of {calls} calls")
    with server() as url:
        found = told_by(Path(sys.executable), _OVERHEAD, url, str(rounds), str(calls))
        say(f"{starts} starts")
        starts = _starts(work, url, starts)
    for mode, era in (("legacy", "2025-11-25"), ("auto", "2026-07-28")):
        section.rows.append(_overhead(f"a call, in memory, {era} (µs)", found[mode]))
    bare = starts.pop("bare")
    for name, seconds in starts.items():
        ratio = median([ours / theirs for ours, theirs in zip(seconds, bare, strict=True)])
        row = (f"{median(bare) * 1e3:.0f}", f"{median(seconds) * 1e3:.0f}", f"x {ratio:.2f}")
        section.rows.append((f"ready on stdio, {name} (ms)", *row))
    say("counting")
    section.rows += _lists(work)
    section.notes = [
        "a call: GET /v1/me at a local server; the official client checks the answers against the output schema",
        "bare SDK: ten lines by hand that await actions.execute_tool in a thread (goal of what is beyond: under +300)",
        f"apart, 2025-11-25: a constant answer, execute_tool alone, the rest of ours: {_apart(found['legacy'])}",
        f"apart, 2026-07-28: {_apart(found['auto'])}; threads cost what is more than the sum",
        "ready: from the start of the process to its answer to initialize (goal: under x 1.3)",
        "lists: the whole tools/list in tokens of o200k_base (goal of search: under 300)",
    ]
    return section


def _overhead(name: str, times: dict[str, list[float]]) -> tuple[str, ...]:
    beyond = [ours - theirs for ours, theirs in zip(times["ours"], times["handmade"], strict=True)]
    return name, f"{median(times['handmade']):.0f}", f"{median(times['ours']):.0f}", f"{median(beyond):+.0f}"


def _apart(times: dict[str, list[float]]) -> str:
    rest = [o - b - c for o, b, c in zip(times["ours"], times["bare"], times["call"], strict=True)]
    return f"{median(times['bare']):.0f}, {median(times['call']):.0f}, {median(rest):+.0f}"


def _starts(work: Path, url: str, starts: int) -> dict[str, list[float]]:
    program = [sys.executable, "-m", "figwright_cli", "mcp"]
    environment = {"TOKEN": "figd_benchmark", "FIGWRIGHT_DATABASE_URL": f"sqlite:///{work}/mcp/figwright.db"}
    commands = {
        "bare": [sys.executable, "-c", _BARE],
        "--token-env": [*program, "--token-env", "TOKEN", "--api-url", url, "--allow-insecure"],
        "--as": [*program, "--as", "ann"],
    }
    for command in commands.values() if starts > 1 else ():
        _ready(command, environment)  # writes the bytecode
    return alternating(
        starts, **{name: lambda command=command: _ready(command, environment) for name, command in commands.items()}
    )


def _ready(command: list[str], environment: dict[str, str]) -> float:
    started = time.perf_counter()
    with subprocess.Popen(
        command, env=os.environ | environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps(_INITIALIZE) + "\n")
        process.stdin.flush()
        answer: dict[str, Any] = json.loads(process.stdout.readline())
        seconds = time.perf_counter() - started
        assert "result" in answer
        process.stdin.close()
        process.wait()
    return seconds


def _lists(work: Path) -> list[tuple[str, ...]]:
    from figma_tools import schemas
    from figwright import Actions
    from figwright.mcp import searching
    from figwright.toolbox import Toolbox

    with Actions.with_token("figd_benchmark") as actions:
        two = searching.listed(Toolbox(actions=actions))
    lists = {"full": schemas.mcp(), "search": two}
    texts = [json.dumps(tools, separators=(",", ":"), ensure_ascii=False) for tools in lists.values()]
    counts = count(texts, work) or ["?"] * len(texts)
    return [
        (f"list, {name}, {len(tools)} tools (tokens)", "", f"{number:,}" if isinstance(number, int) else number, "")
        for (name, tools), number in zip(lists.items(), counts, strict=True)
    ]
