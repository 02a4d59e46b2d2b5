"""Tools and the connector as the code of the records that the runtime reads."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from figwright_codegen.annotations import py, quoted
from figwright_codegen.inputs import Input, Slot
from figwright_codegen.ir import Record, reader_of, resolved
from figwright_codegen.json_pointer import steps
from figwright_codegen.linking import Case, Sent, Tool
from figwright_codegen.manifest import HINTS, ConnectorEntry, DownloadsEntry, Entry, Toolset
from figwright_codegen.naming import Code

_LONG = 105


def call(name: str, demanded: Mapping[str, Any], more: Mapping[str, Any]) -> Code:
    """`name(key=value, ...)`, a line each; of `more`, only what is not empty."""
    given = {**demanded, **{key: value for key, value in more.items() if value}}
    return Code(f"{name}({', '.join(_terms(given))},)")


def tool_code(tool: Tool, package: str) -> Code:
    entry, operation = tool.entry, tool.operation
    demanded = {
        "name": tool.name,
        "title": entry.title,
        "description": " ".join(entry.description.split()),
        "operation": operation.id,
        "method": operation.method,
        "path": operation.path,
        "toolset": entry.toolset,
        "input_type": f"{package}.inputs.{entry.toolset}:{tool.input_type.name}",
        "input_schema": f"{tool.name}.input.json",
        "output_type": output_type(tool, package),
        "output_schema": f"{tool.name}.output.json",
    }
    more: dict[str, Any] = {
        "parameters": tuple(_parameter(each, slot) for each in tool.inputs for slot in each.slots if not each.ignored),
        "constants": tuple(_fixed(sent) for sent in tool.constants),
        "cases": tuple(_case(case) for case in tool.cases),
        "wrap": entry.wrap,
        "scopes": tuple(entry.scopes),
        "credentials": tuple(entry.credentials),
        "plan": entry.plan,
        "enterprise": entry.enterprise,
        "public_apps": "" if entry.public_apps else Code("False"),
        "default": entry.default,
        "tier": entry.tier,
        **{hint: True for hint in HINTS if hint in entry.hints},
        "pagination": entry.pagination and _entry("Pagination", entry.pagination),
        "deprecated": deprecation(tool),
        "result_names": _result_names(tool),
        "redact": tuple(entry.redact),
        "errors_at": entry.errors_at,
        "downloads": entry.downloads and _downloads(entry.downloads),
        "authored": dict(sorted(entry.authored.items())),
        "aside": tuple(entry.aside),
        "view": entry.view,
        "example": entry.example,
        "readers": {each.name: found.function for each in tool.inputs if (found := reader_of(each.field.type))},
        "read_from": {name: each.from_ for name, each in sorted(entry.inputs.items()) if each.from_},
    }
    return call("Tool", demanded, more)


def deprecation(tool: Tool) -> str:
    gone = tool.operation.source.flag("deprecated")
    return tool.entry.deprecated or ("The provider deprecated this operation." if gone else "")


def output_type(tool: Tool, package: str) -> str:
    named = tool.result
    return f"{package}.types.{named.definition.module}:{named.definition.name}" if named else ""


def _result_names(tool: Tool) -> tuple[str, ...]:
    """What tells the tool's result: the names that it must have, or all where it need have none."""
    result = resolved(tool.result) if tool.result else None
    fields = result.fields if isinstance(result, Record) else {}
    errors = steps(tool.entry.errors_at)[:1]
    needed = sorted(name for name, field in fields.items() if field.required or name in errors)
    return tuple(needed or sorted(fields))


def connector_code(
    connector: ConnectorEntry,
    toolsets: Mapping[str, Toolset],
    tools: Sequence[Tool],
    scopes: Mapping[str, str],
    package: str,
) -> Code:
    oauth = connector.oauth.model_dump() if connector.oauth else {}
    urls = {key: oauth.get(key, "") for key in ("authorization_url", "token_url", "refresh_url")}
    scopes = {scope: " ".join(meaning.split()) for scope, meaning in sorted(scopes.items())}
    modules = {tool.name: f"tools.{tool.entry.toolset}" for tool in tools}
    used = sorted({tool.entry.toolset for tool in tools})
    demanded = {
        "name": connector.name,
        "title": connector.title,
        "package": str(package),
        "api_url": connector.api_url,
        "hosts": tuple(connector.hosts),
        "credentials": {kind: _entry("Credential", each) for kind, each in sorted(connector.credentials.items())},
        "oauth": Code(f"OAuth({', '.join(_terms({**urls, **_changed(connector.oauth), 'scopes': scopes}))})"),
        "tools": Code(f"Tools({quoted(package)}, {py(modules)})"),
        "toolsets": {name: _entry("Toolset", toolsets[name]) for name in used if name in toolsets},
    }
    more: dict[str, Any] = {
        "error_shapes": tuple(_entry("ErrorShape", shape) for shape in connector.error_shapes),
        "error_rules": tuple(_entry("ErrorRule", rule) for rule in connector.error_rules),
        "rate_limit": _entry("RateLimit", connector.rate_limit),
        "plans": tuple(connector.plans),
        "secret_pattern": connector.secret_pattern,
        "identify": connector.identify,
        "person": connector.person,
        "request_id": connector.request_id,
        "download_hosts": tuple(connector.download_hosts),
        "address": connector.address,
    }
    return call("Connector", demanded, more)


def _parameter(each: Input, slot: Slot) -> Code:
    wanted = slot.wanted
    code = f"Parameter({py(each.name)}, {py(wanted.name)}, {py(wanted.place)}"
    more = f", within={py(slot.within)}" if slot.within else ""
    return Code(f"{code}{more}{', required=True' if each.demanded else ''})")


def _fixed(sent: Sent) -> Code:
    return Code(f"Fixed({py(sent.name)}, {py(sent.place)}, {py(sent.value)})")


def _case(case: Case) -> Code:
    return Code(f"Case({py(case.when)}, {py(tuple(_fixed(sent) for sent in case.send))})")


def _downloads(entry: DownloadsEntry) -> Code:
    told = _changed(entry)
    if entry.pictures:
        told["pictures"] = {name: tuple(values) for name, values in sorted(entry.pictures.items())}
    if entry.titles:
        told["titles"] = _entry("Titles", entry.titles)
    return Code(f"Downloads({', '.join(_terms(told))})")


def _entry(name: str, entry: Entry) -> Code:
    return Code(f"{name}({', '.join(_terms(_changed(entry)))})")


def _changed(entry: Entry | None) -> dict[str, Any]:
    """The fields of an entry that differ from their defaults, lists as tuples."""
    values = entry.model_dump(exclude_defaults=True) if entry else {}
    return {key: _steady(value) for key, value in values.items()}


def _steady(value: Any) -> Any:
    if isinstance(value, dict):
        return dict(sorted(value.items()))
    return tuple(value) if isinstance(value, list) else value


def _terms(values: Mapping[str, Any]) -> list[str]:
    return [f"{key}={_folded(value) if isinstance(value, str) else py(value)}" for key, value in values.items()]


def _folded(text: str) -> Code:
    """A long text as a row of strings, one per line."""
    if isinstance(text, Code) or len(text) <= _LONG:
        return py(text)
    lines = textwrap.wrap(text, _LONG, drop_whitespace=False, break_long_words=False, break_on_hyphens=False)
    return Code(f"({' '.join(map(py, lines))})") if "".join(lines) == text else py(text)
