"""`figwright tools parse-url`: what an address of the provider's pages names, and which tools take it."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

import typer

from figwright.connector import Connector, Tool, named
from figwright.schemas import Schema, Views
from figwright_cli.command_lines import example
from figwright_cli.commands import UsageError
from figwright_cli.connectors import ConnectorName, chosen_connector
from figwright_cli.output import console, print_json, printable


class Taker(NamedTuple):
    """A tool that takes an address, and what it reads in it."""

    tool: Tool[Any]
    schema: Schema
    """As a model reads it: what must be given is required."""
    inputs: dict[str, str]

    @property
    def needs(self) -> list[str]:
        """What it wants beside that."""
        return [name for name in self.schema.get("required", ()) if name not in self.inputs]


def parse_url(
    url: Annotated[str, typer.Argument(metavar="URL", help="The address, in quotes, as the browser shows it.")],
    connector_name: ConnectorName = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show what an address names, which inputs of which tools take it, and a command line to copy."""
    connector = chosen_connector(connector_name)
    if not connector.address:
        raise UsageError(f"{connector.title} has no addresses that a tool could read.")
    try:
        parts: dict[str, str] = dict(named(connector.address)(url))
    except ValueError as error:
        message = str(error)
        raise UsageError(f"{message[:1].upper()}{message[1:]}.") from None
    found = takers(connector, url)
    best = _most_telling(found)
    command = example(connector, best.tool, best.schema, best.inputs) if best else ""
    if as_json:
        told = [{"name": each.tool.name, "inputs": each.inputs, "needs": each.needs} for each in found]
        print_json({**parts, "tools": told, "command": command or None})
    else:
        _print(parts, found, command)


def takers(connector: Connector, url: str) -> list[Taker]:
    """The tools that read something in an address; those first that need nothing else."""
    found = []
    for view in Views(connector).mcp():
        tool, schema = connector.tools[view["name"]], view["inputSchema"]
        read = {name: _read(tool.readers[name], url) for name in schema["properties"] if name in tool.readers}
        if inputs := {name: value for name, value in read.items() if value}:
            found.append(Taker(tool, schema, inputs))
    return sorted(found, key=lambda each: len(each.needs))


def _read(reader: str, url: str) -> str:
    try:
        value: str = named(reader)(url)
    except ValueError:
        return ""
    return value if value != url else ""


def _most_telling(found: list[Taker]) -> Taker | None:
    """The tool that changes nothing, is complete with what it reads, and reads the most of what it needs."""
    complete = [each for each in found if each.tool.read_only and not each.tool.deprecated and not each.needs]

    def rank(each: Taker) -> tuple[int, bool, int]:
        return len(each.schema.get("required", ())), each.tool.default, -len(each.tool.name)

    return max(complete, key=rank, default=None)


def _print(parts: dict[str, str], found: list[Taker], command: str) -> None:
    from rich.table import Table
    from rich.text import Text

    out = console()
    facts = Table(box=None, pad_edge=False, show_header=False)
    for name, value in parts.items():
        facts.add_row(Text(name, "dim"), Text(printable(value)))
    out.print(facts)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("tool", "reads", "needs besides"):
        table.add_column(heading, no_wrap=heading == "tool")
    for each in found:
        table.add_row(each.tool.name, ", ".join(each.inputs), ", ".join(each.needs))
    out.print()
    out.print(table if found else Text("No tool takes it."))
    if command:
        out.print(Text(f"\n{command}"), soft_wrap=True)
