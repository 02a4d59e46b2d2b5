"""What the docstring of a typed function says: what it does, what to pass, what comes back, what it needs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from figwright_codegen.json_pointer import steps
from figwright_codegen.manifest.provider import ConnectorEntry
from figwright_codegen.render.annotations import py
from figwright_codegen.render.records import deprecation
from figwright_codegen.tools.inputs import Input
from figwright_codegen.tools.link import Tool
from figwright_codegen.types.ir import ListOf, Literal, MapOf, Record, Scalar, resolved

_WIDTH = 116


def function_text(tool: Tool, connector: ConnectorEntry, twin: str = "") -> str:
    """Plain text; the template escapes it. An awaitable one refers to its `twin` for what is not about the call."""
    entry, operation = tool.entry, tool.operation
    title, description = f"{entry.title.rstrip('.')}.", _wrapped(entry.description)
    parts = [title] if title.rstrip(".") == description.rstrip(".") else [title, description]
    if why := deprecation(tool):
        parts.append(_wrapped(f"Deprecated: {why}"))
    if tool.inputs:
        parts.append("Args:\n" + "\n".join(_argument(each) for each in tool.inputs))
    if twin:
        returned = _returned(tool).removesuffix(".")
        parts.append(_wrapped(f"Returns {returned}. What it needs, and how it fails: see {twin}.{tool.name}."))
    else:
        parts.append("Returns:\n" + _wrapped(_returned(tool), 4))
        if needs := list(_needs(tool, connector)):
            parts.append("Needs:\n" + _wrapped(f"{'; '.join(needs)}.", 4))
        lines = (f"{status}: {' '.join(text.split())}" for status, text in sorted(operation.errors.items()))
        parts += ["Fails with:\n" + "\n".join(_wrapped(line, 4, 8) for line in lines)] if operation.errors else []
        parts.append(_wrapped(f"Operation {operation.id}: {operation.method} {operation.path}."))
    parts.append("Example:\n" + _example(tool, awaitable=bool(twin)))
    return "\n\n".join(parts)


def _argument(each: Input) -> str:
    field = each.field
    text = " ".join(field.description.split()) or "As the provider takes it."
    if each.joined:
        text += " A list works, too."
    if field.deprecated:
        text += " Deprecated."
    if field.default is not None:
        text += f" Default: {_shown(field.default)}."
    return _wrapped(f"{each.parameter}: {text}", 4, 8)


def _returned(tool: Tool) -> str:
    if tool.operation.result.reads != "json":
        return f"What was answered, {tool.operation.result.media}, as it came."
    if tool.result is None:
        return "Nothing."
    hidden = sorted({steps(pointer)[-1] for pointer in tool.entry.redact})
    text = f"{tool.result.definition.name}: the provider's JSON, as it came"
    return f"{text}, without {', '.join(hidden)}." if hidden else f"{text}."


def _needs(tool: Tool, connector: ConnectorEntry) -> Iterator[str]:
    entry = tool.entry
    kinds = [connector.credentials[kind].title or kind for kind in entry.credentials if kind in connector.credentials]
    if kinds:
        yield " or ".join(kinds)
    if entry.scopes:
        old = connector.oauth.deprecated_scopes if connector.oauth else []
        between = " and " if connector.scope_rule == "all" else " or "
        yield f"scope {between.join(f'{s} (deprecated)' if s in old else s for s in entry.scopes)}"
    if entry.plan:
        yield f"plan {entry.plan}"
    if not entry.public_apps:
        yield "an app that is not public"
    if entry.tier:
        yield f"rate-limit tier {entry.tier}"


def _example(tool: Tool, *, awaitable: bool) -> str:
    """A call, indented; on several lines where one would be too long."""
    given = tool.entry.example
    inputs = [
        f"{each.parameter}={_sample(each) if (value := given.get(each.name)) is None else _shown(value)}"
        for each in tool.inputs
        if each.field.required or each.name in given
    ]
    call = f"{'await ' if awaitable else ''}{tool.name}("
    line = f"    {call}{', '.join(['account', *inputs])})"
    if len(line) <= _WIDTH:
        return line
    return "\n".join([f"    {call}", *(f"        {each}," for each in ["account", *inputs]), "    )"])


def _shown(value: object) -> str:
    """A Python literal, in double quotes where it can be."""
    code = py(value)
    return f'"{code[1:-1]}"' if code.startswith("'") and '"' not in code else code


def _sample(each: Input) -> str:
    given = each.field.example
    if isinstance(given, str | int | float):
        return f"[{_shown(given)}]" if each.joined else _shown(given)
    found = resolved(each.field.type)
    match found:
        case Literal():
            return _shown(found.values[0])
        case Scalar(kind="integer" | "number"):
            return "1"
        case Scalar(kind="boolean"):
            return "True"
        case Record() | MapOf():
            return "{...}"
        case ListOf():
            return "[...]"
    return '["..."]' if each.joined else '"..."'


def _wrapped(text: str, indent: int = 0, hanging: int | None = None) -> str:
    return textwrap.fill(
        " ".join(text.split()),
        _WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent if hanging is None else hanging),
        break_long_words=False,
        break_on_hyphens=False,
    )
