"""The page of one tool, from its record and its schemas."""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from figwright.connector import Connector, Tool
from figwright.schemas import Schema, Views
from figwright_cli.command_lines import example
from figwright_cli.tools import type_text


def page(connector: Connector, tool: Tool[Any]) -> str:
    views = Views(connector)
    inputs, result = views.json_schema(tool.name), views.output_schema(tool.name)
    told = sections(connector, tool)
    parts = [f"# {tool.name}\n", f"**{escaped(tool.title)}.** {escaped(tool.description)}\n"]
    parts += [f"**Deprecated.** {escaped(tool.deprecated)}\n"] if tool.deprecated else []
    parts += ["".join(f"- {label}: {text}\n" for label, text in facts(connector, tool))]
    taken = list(fields(inputs, readers=tool.readers))
    parts += ["## Inputs\n", table("input", taken) if taken else "It takes no input.\n"]
    parts += ["## Calling it\n", f"```python\n{calls(connector, tool, told['Example'])}```\n"]
    parts += [f"```sh\n{example(connector, tool, inputs)}\n```\n"]
    found = list(fields(result))
    parts += ["## Result\n", f"{code(tool.output_type.rpartition(':')[2])}: {told['Returns'].partition(': ')[2]}\n"]
    parts += [table("field", found)] if found else []
    parts += ["## Fails with\n", f"{bullets(told['Fails with'])}\n"] if "Fails with" in told else []
    return "\n".join(parts)


def facts(connector: Connector, tool: Tool[Any]) -> Iterator[tuple[str, str]]:
    old = connector.oauth.deprecated_scopes
    yield "operation", f"{code(tool.operation)}, {code(f'{tool.method} {tool.path}')}"
    together = "all of these" if connector.all_scopes else "any of these"
    scopes = [code(scope) + (" (deprecated)" if scope in old else "") for scope in tool.scopes]
    yield f"scopes ({together})", ", ".join(scopes) or "none"
    yield "credentials", ", ".join(map(code, tool.credentials)) or "none: anybody may call it"
    yield "plan", tool.plan or "any"
    limit = connector.rate_limit.tiers.get(tool.tier, "")
    yield "rate-limit tier", f"{tool.tier}{limit and f', {limit}'}" if tool.tier else "none is documented"
    hints = ["reads only"] if tool.read_only else ["destroys something" if tool.destructive else "writes"]
    yield "does", ", ".join([*hints, *(["the same again changes nothing"] if tool.idempotent else [])])
    if tool.enterprise:
        yield "in use", "only where a connection names it"
    if not tool.public_apps:
        yield "public apps", "cannot call it"
    if tool.pagination:
        yield "pages", "`actions.pages` brings one after the other"
    if tool.downloads:
        yield (
            "files",
            f"`--save DIR` and `actions.download` save them; their URLs last {tool.downloads.days} days at most",
        )


def calls(connector: Connector, tool: Tool[Any], call: str) -> str:
    """The same call with types and by name."""
    parsed = ast.parse(call, mode="eval").body
    assert isinstance(parsed, ast.Call)
    given = [f'"{each.arg}": {ast.get_source_segment(call, each.value)}' for each in parsed.keywords]
    return f"""\
from figwright import Actions
from {connector.package} import {tool.name}

actions = Actions()
account = actions.account("user_456")
result = {call}
same = actions.execute_tool(
    "{tool.name}",
    identifier="user_456",
    tool_input={{{", ".join(given)}}},
)
"""


def sections(connector: Connector, tool: Tool[Any]) -> dict[str, str]:
    """What the generated function's docstring says under each of its headings."""
    told = inspect.getdoc(getattr(importlib.import_module(connector.package), tool.name)) or ""
    found = re.findall(r"^([A-Z][a-z ]+):\n((?:    .*(?:\n|$))+)", told, flags=re.MULTILINE)
    return {name: textwrap.dedent(text).strip() for name, text in found}


def bullets(text: str) -> str:
    """`400: What it means.`, a line each or folded, as a list."""
    return "".join(f"- {escaped(line)}\n" for line in re.sub(r"\n +", " ", text).splitlines())


def fields(part: Schema, path: str = "", readers: Mapping[str, str] = {}) -> Iterator[tuple[str, str, str]]:
    """(path, type, description) of each field, once, and of those within it; what is needed comes first."""
    choices = [*part.get("anyOf", ()), *part.get("oneOf", ())]
    always = set.intersection(*(set(choice.get("required", ())) for choice in choices)) if choices else set()
    found: dict[str, tuple[str, str, str]] = {}
    for each, needed in [(part, set(part.get("required", ()))), *((choice, always) for choice in choices)]:
        for row in within(each, needed, path, readers):
            found.setdefault(row[0], row)
    yield from found.values()


def within(part: Schema, needed: set[str], path: str, readers: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    inner = sorted(part.get("properties", {}).items(), key=lambda item: item[0] not in needed)
    if isinstance(each := part.get("additionalProperties"), dict) and each:
        inner.append(("*", each))
    for name, field in inner:
        kind = type_text(field) + (" or URL" if name in readers else "") + (", needed" if name in needed else "")
        here = f"{path}.{name}" if path else name
        default = f" Default: {json.dumps(field['default'])}." if "default" in field else ""
        yield here, kind, f"{field.get('description', '')}{default}".strip()
        while field.get("type") == "array" and isinstance(field.get("items"), dict):
            field, here = field["items"], f"{here}[]"
        yield from fields(field, here)


def table(first: str, rows: Iterable[tuple[str, str, str]]) -> str:
    lines = [(first, "type", "what it is"), ("---", "---", "---")]
    lines += [(code(name), escaped(kind), escaped(" ".join(text.split()))) for name, kind, text in rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def code(text: str) -> str:
    return f"`{text}`"


def escaped(text: str) -> str:
    """Text of the description, inert in Markdown."""
    return re.sub(r"([\\`*_<>\[\]#&])", r"\\\1", text)
