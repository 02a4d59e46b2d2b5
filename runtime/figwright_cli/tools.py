"""`figwright tools`: what a connector offers, as a list or one tool in full."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from figwright.connector import Connector, Tool
from figwright.connector.former_names import find_tool as find_by_name
from figwright.schemas import Views
from figwright_cli import addresses, schemas
from figwright_cli.command_lines import example
from figwright_cli.commands import UsageError
from figwright_cli.connectors import ConnectorName, chosen_connector, tools_in_use
from figwright_cli.output import console, nearest, print_json

tools = typer.Typer(help="List the tools, or show one.", invoke_without_command=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@dataclass(frozen=True, slots=True)
class Filter:
    """What a tool must have to be listed; an empty value asks for nothing."""

    scope: str = ""
    plan: str = ""
    toolset: str = ""
    credential: str = ""
    read_only: bool = False

    def check(self, connector: Connector) -> None:
        """Raises UsageError for a name that the connector does not know."""
        known: dict[str, Iterable[str]] = {
            "scope": connector.oauth.scopes,
            "plan": connector.plans,
            "toolset": connector.toolsets,
            "credential": connector.credentials,
        }
        for name, names in known.items():
            value = getattr(self, name)
            if value and value not in names:
                raise UsageError(f"{connector.title} has no {name} {value!r}.{nearest(value, names)}")

    def admits(self, tool: Tool[Any], plans: tuple[str, ...]) -> bool:
        return (
            (not self.scope or self.scope in tool.scopes)
            and (not self.plan or not tool.plan or plans.index(tool.plan) <= plans.index(self.plan))
            and (not self.toolset or self.toolset == tool.toolset)
            and (not self.credential or self.credential in tool.credentials)
            and (not self.read_only or tool.read_only)
        )


@tools.callback()
def listed(
    context: typer.Context,
    scope: Annotated[str, typer.Option(metavar="SCOPE", help="Tools that this scope is enough for.")] = "",
    plan: Annotated[
        str, typer.Option(metavar="PLAN", help="Those that an account on this plan can use, if there are plans.")
    ] = "",
    toolset: Annotated[str, typer.Option(metavar="NAME", help="Tools of one toolset.")] = "",
    credential: Annotated[str, typer.Option(metavar="KIND", help="Tools that take this kind of credential.")] = "",
    read_only: Annotated[bool, typer.Option("--read-only", help="Tools that change nothing.")] = False,
    connector_name: ConnectorName = "",
    as_json: AsJson = False,
) -> None:
    """List the tools, or show one (`figwright tools show NAME`)."""
    if context.invoked_subcommand:
        return
    connector = chosen_connector(connector_name)
    wanted = Filter(scope, plan, toolset, credential, read_only)
    wanted.check(connector)
    found = [tool for tool in connector.tools.values() if wanted.admits(tool, connector.plans)]
    used = tools_in_use(connector)
    if as_json:
        print_json([summary(tool) | {"in_use": tool.name in used} for tool in found])
    else:
        _print_list(connector, found, used)


tools.command("list", help="List the tools.")(listed)
tools.command("schema")(schemas.schema)
tools.command("cost")(schemas.cost)
tools.command("parse-url")(addresses.parse_url)


@tools.command()
def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The tool's name.")],
    connector_name: ConnectorName = "",
    as_json: AsJson = False,
) -> None:
    """Show what one tool does, takes and needs, with a command line to copy."""
    connector = chosen_connector(connector_name)
    tool = find_tool(connector, name)
    if as_json:
        views = Views(connector)
        both = {"input_schema": views.json_schema(name), "output_schema": views.output_schema(name)}
        print_json(summary(tool) | both)
    else:
        _print_tool(connector, tool, Views(connector).json_schema(name))


def find_tool(connector: Connector, name: str) -> Tool[Any]:
    """Raises UsageError with the nearest names, and RemovedToolError."""
    tools = connector.tools
    if tools.current(name) not in tools and name not in tools.removed:
        raise UsageError(f"There is no tool {name!r}.{nearest(name, tools) or ' List them: figwright tools'}")
    return find_by_name([tools], name)


def summary(tool: Tool[Any]) -> dict[str, Any]:
    """What a program may want to know of a tool, without its schemas."""
    return {
        "name": tool.name,
        "title": tool.title,
        "description": tool.description,
        "toolset": tool.toolset,
        "operation": tool.operation,
        "method": tool.method,
        "path": tool.path,
        "scopes": list(tool.scopes),
        "credentials": list(tool.credentials),
        "plan": tool.plan or None,
        "enterprise": tool.enterprise,
        "public_apps": tool.public_apps,
        "default": tool.default,
        "tier": tool.tier or None,
        "read_only": tool.read_only,
        "destructive": tool.destructive,
        "idempotent": tool.idempotent,
        "deprecated": tool.deprecated or None,
    }


def type_text(schema: dict[str, Any]) -> str:
    """A JSON schema in a few words: `string`, `integer`, `"png" | "svg"`, `list of string`."""
    if "enum" in schema:
        return " | ".join(json.dumps(value) for value in schema["enum"])
    if "const" in schema:
        return json.dumps(schema["const"])
    for union in ("anyOf", "oneOf"):
        if union in schema:
            return " | ".join(dict.fromkeys(type_text(choice) for choice in schema[union]))
    kind = schema.get("type", "object" if "properties" in schema else "any")
    if isinstance(kind, list):
        return " | ".join(kind)
    return f"list of {type_text(schema.get('items', {}))}" if kind == "array" else str(kind)


def _print_list(connector: Connector, found: list[Tool[Any]], used: Container[str]) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    more = [_scope_heading(connector)] if connector.oauth.scopes else []
    more += ["plan"] if connector.plans else []
    for heading in ("tool", "what it does", "", "in use", *more):
        table.add_column(heading, no_wrap=heading == "tool")
    for tool in found:
        scopes = [scope for scope in tool.scopes if scope not in connector.oauth.deprecated_scopes]
        does, in_use = "reads" if tool.read_only else "writes", "yes" if tool.name in used else ""
        cells = [", ".join(scopes)] if connector.oauth.scopes else []
        table.add_row(tool.name, tool.title, does, in_use, *cells, *([tool.plan] if connector.plans else []))
    console().print(table)
    console().print(
        f"\n{len(found)} of {len(connector.tools)} tools, {sum(tool.name in used for tool in found)} in use. "
        "One in full: figwright tools show NAME",
        style="dim",
    )


def _print_tool(connector: Connector, tool: Tool[Any], input_schema: dict[str, Any]) -> None:
    from rich.table import Table
    from rich.text import Text

    out = console()
    out.print(Text(tool.name, "bold"), Text(f"  {tool.title}"))
    out.print(Text(f"\n{tool.description}\n"))
    if tool.deprecated:
        out.print(Text(f"Deprecated: {tool.deprecated}\n", "yellow"))
    required = input_schema.get("required", [])
    inputs = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("input", "type", "", "what to pass"):
        inputs.add_column(heading, no_wrap=heading == "input")
    for name, part in input_schema.get("properties", {}).items():
        row = (name, type_text(part), "needed" if name in required else "", part.get("description", ""))
        inputs.add_row(*(Text(cell) for cell in row))
    out.print(inputs if inputs.rows else Text("It takes no input."))
    facts = Table(box=None, pad_edge=False, show_header=False)
    for label, text in _facts(connector, tool):
        facts.add_row(Text(label, "dim"), Text(text))
    out.print()
    out.print(facts)
    out.print(Text(f"\n{example(connector, tool, input_schema)}"), soft_wrap=True)


def _scope_heading(connector: Connector) -> str:
    return f"scope ({'all' if connector.all_scopes else 'any'} of)"


def _facts(connector: Connector, tool: Tool[Any]) -> list[tuple[str, str]]:
    deprecated = connector.oauth.deprecated_scopes
    scopes = [f"{scope} (deprecated)" if scope in deprecated else scope for scope in tool.scopes]
    hints = [word for word, on in (("reads only", tool.read_only), ("destroys", tool.destructive)) if on] or ["writes"]
    hints += ["same again changes nothing"] if tool.idempotent else []
    limit = connector.rate_limit.tiers.get(tool.tier, "")
    facts = [
        *([(_scope_heading(connector), ", ".join(scopes) or "none")] if connector.oauth.scopes else []),
        ("credential", ", ".join(tool.credentials)),
        *([("plan", tool.plan or "any")] if connector.plans else []),
        *([("rate-limit tier", f"{tool.tier}{limit and f' ({limit})'}")] if tool.tier else []),
        ("does", ", ".join(hints)),
        ("sends", f"{tool.method} {tool.path}"),
        ("returns", tool.output_type.rpartition(":")[2]),
    ]
    if tool.downloads:
        facts.append(("files", f"--save DIR saves them; their URLs last {tool.downloads.days} days at most"))
    return facts
