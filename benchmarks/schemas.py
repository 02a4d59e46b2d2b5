"""What a model and a host read of all tools: ours, and what FastMCP makes of the same description."""

from __future__ import annotations

import json
from typing import Any

import yaml

from benchmarks.bundle import bundle
from benchmarks.peers import ROOT, environment
from benchmarks.processes import Bench, Section, run
from benchmarks.tokens import count
from figma_tools import schemas

_PEER = """
import asyncio, json, sys
import fastmcp, httpx2, yaml
text = open(sys.argv[1]).read()
spec = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
server = fastmcp.FastMCP.from_openapi(spec, client=httpx2.AsyncClient(base_url="https://figma.invalid"))
async def listed():
    async with fastmcp.Client(server) as client:
        return [tool.model_dump(by_alias=True, exclude_none=True) for tool in await client.list_tools()]
print(json.dumps(asyncio.run(listed())))
"""


def measure(bench: Bench) -> Section:
    work, say, spec = bench.work, bench.say, bench.spec
    lists = {"figwright, mcp": schemas.mcp(), "figwright, openai": schemas.openai(api="responses")}
    lists["figwright, openai strict"] = schemas.openai(api="responses", strict=True)
    python = environment("fastmcp", work, say) / "python"
    say("FastMCP")
    if spec is None:
        spec = work / "openapi.yaml"
        spec.write_text(yaml.safe_dump(bundle(ROOT / "spec" / "figma" / "openapi.yaml"), sort_keys=False))
    told = run([python, "-c", _PEER, spec], FASTMCP_LOG_LEVEL="ERROR")
    lists["FastMCP from_openapi, the same description"] = json.loads(told.splitlines()[-1])
    say("counting")
    read = [json.dumps(_read(tool), separators=(",", ":"), ensure_ascii=False) for t in lists.values() for tool in t]
    whole = [json.dumps(tool, separators=(",", ":"), ensure_ascii=False) for t in lists.values() for tool in t]
    tokens = count(read + whole, work)
    section = Section(
        "Size of all tools (tokens of o200k_base)",
        "make bench SECTIONS=schemas   # or: python -m benchmarks schemas",
        ("", "tools", "name, description, inputs", "a tool", "whole list", "bytes of it"),
    )
    at = 0
    for name, tools in lists.items():
        end = at + len(tools)
        size = sum(len(text.encode()) for text in whole[at:end])
        if tokens:
            model, host = sum(tokens[at:end]), sum(tokens[len(read) + at : len(read) + end])
            row = (f"{model:,}", f"{model / len(tools):.0f}", f"{host:,}")
        else:
            row = ("?", "?", "?")
        section.rows.append((name, str(len(tools)), *row, f"{size:,}"))
        at = end
    section.notes.append("Goal: 8,250 for name, description and inputs of all tools, 150 a tool.")
    if not tokens:
        section.notes.append("Tokens are counted by an npm package; there is no npm here.")
    return section


def _read(tool: dict[str, Any]) -> dict[str, Any]:
    return {key: tool[key] for key in ("name", "description", "inputSchema", "parameters") if key in tool}
