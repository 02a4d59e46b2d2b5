"""`figwright tools schema` and `figwright tools cost`: the tools as model APIs want them, and their size in tokens."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from figwright.connector import Connector
from figwright.schemas import Schema, Views
from figwright_cli.commands import UsageError
from figwright_cli.connectors import ConnectorName, chosen_connector
from figwright_cli.output import console, print_json


class Format(StrEnum):
    json = "json"
    openai = "openai"
    responses = "responses"
    anthropic = "anthropic"
    gemini = "gemini"
    mcp = "mcp"


_STRICT = (Format.openai, Format.responses, Format.anthropic)
_CHARACTERS_PER_TOKEN = 4.3
"""Of schemas in o200k_base: between 4.0 and 4.8 for each of the 55 tools that we ship."""
_RANKS = "fb374d419588a4632f3f557e76b4b70aebbca790"
"""The file in TIKTOKEN_CACHE_DIR that holds the ranks of o200k_base; without it tiktoken would fetch them."""

FormatOption = Annotated[Format, typer.Option("--format", help="Whose schema; json is the plain JSON Schema.")]
ToolsetOption = Annotated[str, typer.Option("--toolset", metavar="NAME", help="Tools of one toolset.")]
ReadOnly = Annotated[bool, typer.Option("--read-only", help="Tools that change nothing.")]


def schema(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="One tool; without it, all of them as a list.")] = "",
    format_: FormatOption = Format.json,
    strict: Annotated[bool, typer.Option("--strict", help="The strict mode of OpenAI or Anthropic.")] = False,
    toolset: ToolsetOption = "",
    read_only: ReadOnly = False,
    connector_name: ConnectorName = "",
) -> None:
    """Print what to hand to a model API as its tools."""
    if strict and format_ not in _STRICT:
        raise UsageError(f"--strict goes with --format {', '.join(_STRICT)}, not {format_}.")
    connector = chosen_connector(connector_name)
    filters = {"tools": name or None, "toolset": toolset or None, "read_only": read_only}
    found = _listed(connector, format_, strict, filters)
    print_json(found[0] if name and found else found)


def cost(
    format_: FormatOption = Format.openai,
    toolset: ToolsetOption = "",
    read_only: ReadOnly = False,
    connector_name: ConnectorName = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show how many tokens a model reads of each tool, and of all: name, description and inputs."""
    connector = chosen_connector(connector_name)
    found = _listed(connector, format_, strict=False, filters={"toolset": toolset or None, "read_only": read_only})
    count = _exact_counter()
    costs = {tool["name"]: (count or _estimate)(_read(tool)) for tool in map(_flat, found)}
    if as_json:
        print_json({"tools": costs, "total": sum(costs.values()), "exact": count is not None})
    else:
        _print_costs(costs, exact=count is not None)


def _listed(connector: Connector, format_: Format, strict: bool, filters: dict[str, Any]) -> list[Schema]:
    views = Views(connector)
    match format_:
        case Format.openai:
            return views.openai(strict=strict, **filters)
        case Format.responses:
            return views.openai(strict=strict, api="responses", **filters)
        case Format.anthropic:
            return views.anthropic(strict=strict, **filters)
        case Format.gemini:
            return views.gemini(**filters)
        case Format.mcp:
            return views.mcp(**filters)
    return [
        {"name": tool["name"], "description": tool["description"], "input_schema": views.json_schema(tool["name"])}
        for tool in views.mcp(**filters)
    ]


def _exact_counter() -> Callable[[str], int] | None:
    """Counts tokens of o200k_base; None if tiktoken or its ranks are not on this machine. Fetches nothing."""
    folder = os.environ.get("TIKTOKEN_CACHE_DIR")
    if not folder or not (Path(folder) / _RANKS).is_file():
        return None
    try:
        encoding: Any = import_module("tiktoken").get_encoding("o200k_base")
    except ImportError:
        return None
    return lambda text: len(encoding.encode(text, disallowed_special=()))


def _estimate(text: str) -> int:
    return round(len(text) / _CHARACTERS_PER_TOKEN)


def _flat(tool: Schema) -> Schema:
    flat: Schema = tool.get("function", tool)
    return flat


def _read(tool: Schema) -> str:
    """The part of a tool that a model reads, without spaces."""
    inputs = ("parameters", "input_schema", "parameters_json_schema", "inputSchema")
    parts = {key: tool[key] for key in ("name", "description", *inputs) if key in tool}
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def _print_costs(costs: dict[str, int], *, exact: bool) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("tool", no_wrap=True)
    table.add_column("tokens", justify="right")
    for name, tokens in sorted(costs.items(), key=lambda each: -each[1]):
        table.add_row(name, str(tokens))
    console().print(table)
    total = sum(costs.values())
    how = "counted with o200k_base" if exact else "estimated; install tiktoken and its ranks to count"
    console().print(f"\n{total} tokens in {len(costs)} tools, {total / max(1, len(costs)):.0f} each ({how})")
