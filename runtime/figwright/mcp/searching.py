"""Two tools in place of all: one finds tools by words, one calls what was found. For models with little room."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from figwright.toolbox import Toolbox

FIND, CALL = "find_tools", "call_tool"
_WITH_INPUT = 3
"""How many of the best are told with their inputs."""
_MOST = 10
_WEIGHTS = {"name": 4, "title": 3, "toolset": 2, "description": 1, "inputs": 1}
_WORD = re.compile(r"[a-z]+|[0-9]+")
_FIRST = re.compile(r"(?<=\.)\s")
_ENDINGS = re.compile(r"(?<=..)(?:ies|ing|ed|es|s|y|e)$")
_COMMON = frozenset(("a", "an", "and", "for", "from", "in", "of", "on", "or", "that", "the", "this", "to", "with"))
_SAME = {
    "create": "add leave make new post reply write",
    "delete": "clear destroy drop erase remove",
    "get": "fetch read see show",
    "list": "all every find",
    "me": "am i my myself who",
    "update": "change edit modify rename set",
    "image": "export picture png jpg svg screenshot",
}
"""Other words for those that names are made of."""
_BEND, _LENGTH = 1.2, 0.5
"""BM25's k1 and b."""


def listed(about: Toolbox) -> list[dict[str, Any]]:
    """The two tools. What the second may do is what the most dangerous of those behind it may."""
    title, behind = about.connection.connector.title, about.allowed()
    writes = [tool for tool in behind if not tool.read_only]
    calling = {
        "readOnlyHint": not writes,
        "destructiveHint": any(tool.destructive for tool in behind),
        "idempotentHint": all(tool.idempotent for tool in behind),
        "openWorldHint": True,
    }
    finding = {"readOnlyHint": True, "destructiveHint": False, "idempotentHint": True, "openWorldHint": False}
    query = {"type": "string", "description": "What to do, in a few words."}
    return [
        _tool(FIND, f"Find {title} tools", "Names, purposes and inputs of tools by words.", {"query": query}, finding),
        _tool(
            CALL,
            f"Call a {title} tool",
            f"Call a tool that {FIND} named, with its inputs.",
            {"name": {"type": "string"}, "arguments": {"type": "object", "description": "The tool's inputs."}},
            calling,
        ),
    ]


def _tool(name: str, title: str, description: str, inputs: dict[str, Any], hints: dict[str, bool]) -> dict[str, Any]:
    required = [each for each in inputs if each != "arguments"]
    schema = {"type": "object", "properties": inputs, "required": required, "additionalProperties": False}
    return {"name": name, "title": title, "description": description, "inputSchema": schema, "annotations": hints}


def found(toolbox: Toolbox, query: str) -> str:
    """The tools that answer the query best, for a model: the first with their inputs. Blocks."""
    tools = [toolbox.views.mcp_tool(tool.name) for tool in toolbox.tools()]
    toolsets = {tool.name: tool.toolset for tool in toolbox.allowed()}
    titles = toolbox.connection.connector.toolsets
    documents = [_weighed(tool, titles[toolsets[tool["name"]]].title) for tool in tools]
    words = [_synonyms().get(word, word) for word in _words(query)]
    best = [tools[number] for number in _ranked(documents, words)[:_MOST]]
    if not best:
        names = ", ".join(tool["name"] for tool in tools)
        return f"No tool has a word of {json.dumps(query)}. There are: {names}"
    lines = []
    for number, tool in enumerate(best):
        if number >= _WITH_INPUT:
            lines.append(f"{tool['name']}: {_FIRST.split(tool['description'], maxsplit=1)[0]}")
            continue
        lines.append(f"{tool['name']}: {tool['description']}")
        lines.append(f"  inputs: {json.dumps(tool['inputSchema'], ensure_ascii=False, separators=(',', ':'))}")
    return "\n".join(lines)


def _weighed(tool: dict[str, Any], toolset: str) -> Counter[str]:
    parts = {
        "name": tool["name"],
        "title": tool["title"],
        "toolset": toolset,
        "description": tool["description"],
        "inputs": " ".join(tool["inputSchema"]["properties"]),
    }
    words: Counter[str] = Counter()
    for part, text in parts.items():
        for word in _words(text):
            words[word] += _WEIGHTS[part]
    return words


def _ranked(documents: Sequence[Counter[str]], query: Iterable[str]) -> list[int]:
    """The documents that have a word of the query, best first (Okapi BM25), in their own order where equal."""
    mean = sum(document.total() for document in documents) / len(documents) if documents else 1
    scores: Counter[int] = Counter()
    for word in dict.fromkeys(query):
        having = [number for number, document in enumerate(documents) if word in document]
        rare = math.log(1 + (len(documents) - len(having) + 0.5) / (len(having) + 0.5))
        for number in having:
            times = documents[number][word]
            long = 1 - _LENGTH + _LENGTH * documents[number].total() / mean
            scores[number] += rare * times * (_BEND + 1) / (times + _BEND * long)  # type: ignore[assignment]
    return sorted(scores, key=lambda number: (-scores[number], number))


def _words(text: str) -> list[str]:
    return [_ENDINGS.sub("", word) for word in _WORD.findall(text.lower()) if word not in _COMMON]


@cache
def _synonyms() -> dict[str, str]:
    return {_ENDINGS.sub("", word): _ENDINGS.sub("", name) for name, words in _SAME.items() for word in words.split()}
