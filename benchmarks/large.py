"""A file response of 100 MB, fetched and handed back, against the parse alone; each in a fresh process."""

from __future__ import annotations

import inspect
import json
from typing import Any

from benchmarks.peers import installed
from benchmarks.processes import Bench, Section, alternating, median, server, told_by
from benchmarks.workers.peak import peak_mb

ROUNDS = 3
SIZE = 100_000_000
_START = f"import json, sys, time\nfrom pathlib import Path\n{inspect.getsource(peak_mb)}"
_END = """
print(json.dumps({"seconds": seconds, "peak": peak_mb(), "nodes": nodes}))
"""
_COUNT = """
def count(node):
    return 1 + sum(count(child) for child in node.get("children", ()))
"""
PARSE = """
import pydantic_core
body = open(sys.argv[2], "rb").read()
started = time.perf_counter()
data = pydantic_core.from_json(body)
seconds = time.perf_counter() - started
nodes = count(data["document"])
"""
FETCH_AND_PARSE = """
import httpx, pydantic_core
client = httpx.Client(timeout=60)
started = time.perf_counter()
data = pydantic_core.from_json(client.get(sys.argv[1] + "/v1/files/abc").content)
seconds = time.perf_counter() - started
nodes = count(data["document"])
"""
BY_NAME = """
from figwright import Actions
actions = Actions.with_token("figd_benchmark", api_url=sys.argv[1], allow_insecure=True)
started = time.perf_counter()
data = actions.execute_tool("figma_file_get", tool_input={"file_key": "abcdefghij"}).data
seconds = time.perf_counter() - started
nodes = count(data["document"])
"""
TYPED = """
from figwright import Actions
from figma_tools import figma_file_get
account = Actions.with_token("figd_benchmark", api_url=sys.argv[1], allow_insecure=True).account()
started = time.perf_counter()
file = figma_file_get(account, file_key="abcdefghij")
seconds = time.perf_counter() - started
nodes = count(file["document"])
"""


def measure(bench: Bench) -> Section:
    work, say = bench.work, bench.say
    rounds, size = bench.size(ROUNDS, 1), bench.size(SIZE, 2_000_000)
    python = installed(work, say)
    body = work / f"large-{size}.json"
    if not body.exists():
        say("writing the file")
        body.write_text(json.dumps(file_response(size), separators=(",", ":")))
    codes = {
        "pydantic_core.from_json alone": PARSE,
        "the same, garbage collector off": "import gc\ngc.disable()" + PARSE,
        "httpx + pydantic_core.from_json": FETCH_AND_PARSE,
        "execute_tool(...).data": BY_NAME,
        "figma_file_get(...), typed": TYPED,
    }
    peaks: dict[str, list[float]] = {name: [] for name in codes}
    nodes: set[int] = set()
    with server(body) as url:

        def timed(name: str) -> float:
            say(name)
            told = told_by(python, _START + _COUNT + codes[name] + _END, url, body)
            peaks[name].append(told["peak"])
            nodes.add(told["nodes"])
            return float(told["seconds"])

        found = alternating(rounds, **{name: lambda name=name: timed(name) for name in codes})
    assert len(nodes) == 1, nodes
    section = Section(
        f"A response of {body.stat().st_size / 1e6:.0f} MB, {nodes.pop():,} nodes (medians, {rounds} fresh processes)",
        "make bench   # or: python -m benchmarks large",
        ("", "seconds", "times", "peak MB", "times"),
    )
    seconds = {name: median(values) for name, values in found.items()}
    peak = {name: median(values) for name, values in peaks.items()}
    base = next(iter(codes))
    for name in codes:
        ratios = (seconds[name] / seconds[base], peak[name] / peak[base])
        section.rows.append((name, f"{seconds[name]:.2f}", f"{ratios[0]:.2f}", f"{peak[name]:.0f}", f"{ratios[1]:.2f}"))
    section.notes = [
        "goals: 1.3 times the time and 1.2 times the memory of the parse alone, transfer and typed access included"
    ]
    return section


def file_response(size: int) -> dict[str, Any]:
    """A file of about so many bytes as JSON: pages, frames, and in each a few dozen layers with fills and effects."""
    frame_size = len(json.dumps(_frame(0), separators=(",", ":")))
    frames = [_frame(number) for number in range(size // frame_size)]
    pages = [
        {
            "id": f"0:{page}",
            "name": f"Page {page}",
            "type": "CANVAS",
            "children": frames[page::20],
            "prototypeDevice": {"type": "NONE", "rotation": "NONE"},
        }
        for page in range(20)
    ]
    return {
        "name": "A large file",
        "role": "viewer",
        "lastModified": "2026-01-01T00:00:00Z",
        "editorType": "figma",
        "version": "2279951112045671234",
        "schemaVersion": 0,
        "components": {},
        "componentSets": {},
        "styles": {},
        "document": {
            "id": "0:0",
            "name": "Document",
            "type": "DOCUMENT",
            "scrollBehavior": "SCROLLS",
            "children": pages,
        },
    }


def _frame(number: int) -> dict[str, Any]:
    layers = [_layer(number, position) for position in range(40)]
    groups = [{**_layer(number, 100 + start), "type": "GROUP", "children": layers[start::4]} for start in range(4)]
    return {**_layer(number, 200), "type": "FRAME", "layoutMode": "VERTICAL", "itemSpacing": 8.0, "children": groups}


def _layer(frame: int, position: int) -> dict[str, Any]:
    x, y = frame * 7.25 % 4096, position * 13.5
    colour = {"r": (frame % 255) / 255, "g": 0.5215686559677124, "b": (position % 255) / 255, "a": 1.0}
    text = position % 2
    return {
        "id": f"{frame}:{position}",
        "name": f"Layer {position} of frame {frame}",
        "type": "TEXT" if text else "RECTANGLE",
        "scrollBehavior": "SCROLLS",
        "blendMode": "PASS_THROUGH",
        "absoluteBoundingBox": {"x": x, "y": y, "width": 120.0, "height": 48.5},
        "absoluteRenderBounds": {"x": x - 1.5, "y": y - 1.5, "width": 123.0, "height": 51.5},
        "constraints": {"vertical": "TOP", "horizontal": "LEFT"},
        "fills": [{"blendMode": "NORMAL", "type": "SOLID", "color": colour}],
        "strokes": [],
        "strokeWeight": 1.0,
        "strokeAlign": "INSIDE",
        "effects": [
            {
                "type": "DROP_SHADOW",
                "visible": True,
                "radius": 4.0,
                "offset": {"x": 0.0, "y": 4.0},
                "color": colour,
                "blendMode": "NORMAL",
            }
        ],
        **(
            {
                "characters": f"Übersicht {position}",
                "style": {"fontFamily": "Inter", "fontSize": 14.0, "fontWeight": 400},
            }
            if text
            else {}
        ),
        "interactions": [],
    }
