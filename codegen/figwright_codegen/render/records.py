"""Tools and the connector as the code of the records that the runtime reads."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from figwright_codegen.identifiers import Code
from figwright_codegen.json_pointer import steps
from figwright_codegen.manifest.cache import CachedEntry
from figwright_codegen.manifest.forms import Entry
from figwright_codegen.manifest.models import HINTS, DownloadsEntry, PaginationEntry, RemovedEntry, Toolset
from figwright_codegen.manifest.provider import ConnectorEntry
from figwright_codegen.manifest.rate_limits import RateLimit
from figwright_codegen.manifest.webhooks import WebhooksEntry
from figwright_codegen.openapi.media_types import JSON
from figwright_codegen.render.annotations import py, quoted
from figwright_codegen.render.json_schema import Schema, has_rows
from figwright_codegen.tools.former_names import renamed_inputs
from figwright_codegen.tools.inputs import Input, Slot
from figwright_codegen.tools.link import Case, Tool
from figwright_codegen.tools.request import Sent
from figwright_codegen.tools.webhooks import CALLS
from figwright_codegen.types.ir import ListOf, Literal, MapOf, Record, Scalar, choices, reader_of, resolved

_LONG = 105


def call(name: str, demanded: Mapping[str, Any], more: Mapping[str, Any]) -> Code:
    """`name(key=value, ...)`, a line each; of `more`, only what is not empty."""
    given = {**demanded, **{key: value for key, value in more.items() if value}}
    return Code(f"{name}({', '.join(_terms(given))},)")


def tool_code(tool: Tool, package: str, output: Schema) -> Code:
    entry, operation = tool.entry, tool.operation
    demanded = {
        "name": tool.name,
        "title": entry.title,
        "description": " ".join(entry.description.split()),
        "operation": operation.id,
        "method": operation.method,
        "path": tool.path,
        "toolset": entry.toolset,
        "input_type": f"{package}.inputs.{tool.input_type.module}:{tool.input_type.name}",
        "input_schema": input_file(tool),
        "output_type": output_type(tool, package),
        "output_schema": output_file(tool),
    }
    more: dict[str, Any] = {
        "parameters": tuple(_parameter(each, slot) for each in tool.inputs for slot in each.slots if not each.ignored),
        "constants": tuple(_fixed(sent) for sent in tool.constants),
        "cases": tuple(_case(case) for case in tool.cases),
        "wrap": entry.wrap,
        "server": tool.server,
        "media": _media(tool),
        "optional_body": operation.body is not None and not operation.body.required,
        "open_body": tool.open_body is not None,
        "reads": "" if operation.result.reads == "json" else operation.result.reads,
        "accepts": operation.result.media,
        "may_be_nothing": operation.result.may_be_nothing,
        "check": f"{tool.name}.check.json" if tool.check else "",
        "scopes": tuple(entry.scopes),
        "credentials": tuple(entry.credentials),
        "plan": entry.plan,
        "enterprise": entry.enterprise,
        "public_apps": "" if entry.public_apps else Code("False"),
        "default": entry.enabled_by_default,
        "tier": entry.tier,
        **{hint: True for hint in HINTS if hint in entry.hints},
        "pagination": entry.pagination and _pagination(tool, entry.pagination),
        "deprecated": deprecation(tool),
        "result_names": _result_names(tool),
        "redact": tuple(entry.redact),
        "errors_at": entry.errors_at,
        "downloads": entry.downloads and _downloads(entry.downloads),
        "cached": entry.cached and _cached(entry.cached, entry.downloads),
        "authored": dict(sorted(entry.authored.items())),
        "aside": tuple(entry.aside),
        "view": entry.view,
        "views": tuple(entry.views),
        "compared": entry.compared,
        "rows": "read_only" in entry.hints and not entry.views and has_rows(output),
        "example": entry.example,
        "needed": tuple(sorted(name for name, each in entry.inputs.items() if each.required == "for_models")),
        "renamed_inputs": {old: _renamed(now, since) for old, (now, since) in renamed_inputs(tool).items()},
        "removed_inputs": {name: _removed(each) for name, each in sorted(tool.entry.removed_inputs.items())},
        "model_names": {each.name: each.model_name for each in tool.inputs if each.model_name != each.name},
        "readers": {each.name: found.function for each in tool.inputs if (found := reader_of(each.field.type))},
        "read_from": {name: each.from_ for name, each in sorted(entry.inputs.items()) if each.from_},
    }
    return call("Tool", demanded, more)


def _renamed(now: str, since: str) -> Code:
    return Code(f"Renamed({py(now)}, {py(since)})")


def _removed(entry: RemovedEntry) -> Code:
    return Code(f"Removed({py(entry.since)}, {py(' '.join(entry.instead.split()))})")


def input_file(tool: Tool) -> str:
    """The file of its input's schema. Like the module of its record, a toolset has one, or each tool of a large one."""
    return f"{tool.module}.input.json"


def output_file(tool: Tool) -> str:
    return f"{tool.module}.output.json"


def deprecation(tool: Tool) -> str:
    gone = tool.operation.source.flag("deprecated")
    return tool.entry.deprecated or ("The provider deprecated this operation." if gone else "")


def output_type(tool: Tool, package: str) -> str:
    named = tool.result
    if tool.operation.result.reads != "json":
        return f"builtins:{'str' if tool.operation.result.reads == 'text' else 'bytes'}"
    return f"{package}.types.{named.definition.module}:{named.definition.name}" if named else ""


def _result_names(tool: Tool) -> tuple[str, ...]:
    """What tells the tool's result: the names that it must have, or all where it need have none."""
    found = [resolved(each) for each in choices(tool.result)] if tool.result else []
    kinds = [each.fields for each in found if isinstance(each, Record)]
    if len(kinds) < len(found):
        return ()
    errors = steps(tool.entry.errors_at)[:1]
    names: set[str] = set()
    for fields in kinds:
        needed = {name for name, field in fields.items() if field.required or name in errors}
        names |= needed or set(fields)
    return tuple(sorted(names))


def connector_code(
    connector: ConnectorEntry,
    toolsets: Mapping[str, Toolset],
    tools: Sequence[Tool],
    removed: Mapping[str, RemovedEntry],
    scopes: Mapping[str, str],
    package: str,
    events: Iterable[str] = (),
) -> Code:
    oauth = connector.oauth.model_dump() if connector.oauth else {}
    urls = {key: oauth.get(key, "") for key in ("authorization_url", "token_url", "refresh_url")}
    scopes = {scope: " ".join(meaning.split()) for scope, meaning in sorted(scopes.items())}
    modules = {tool.name: f"tools.{tool.module}" for tool in tools}
    used = sorted({tool.entry.toolset for tool in tools})
    renamed = {old: _renamed(tool.name, since) for tool in tools for old, since in tool.entry.aliases.items()}
    former = {"renamed": dict(sorted(renamed.items())), "removed": {n: _removed(e) for n, e in sorted(removed.items())}}
    former = {key: value for key, value in former.items() if value}
    demanded = {
        "name": connector.name,
        "title": connector.title,
        "package": str(package),
        "api_url": connector.api_url,
        "hosts": tuple(connector.hosts),
        "credentials": {kind: _entry("Credential", each) for kind, each in sorted(connector.credentials.items())},
        "oauth": Code(f"OAuth({', '.join(_terms({**urls, **_changed(connector.oauth), 'scopes': scopes}))})"),
        "tools": Code(f"Tools({', '.join([quoted(package), py(modules), *_terms(former)])})"),
        "toolsets": {name: _entry("Toolset", toolsets[name]) for name in used if name in toolsets},
    }
    more: dict[str, Any] = {
        "error_shapes": tuple(_entry("ErrorShape", shape) for shape in connector.error_shapes),
        "error_rules": tuple(_entry("ErrorRule", rule) for rule in connector.error_rules),
        "rate_limit": _rate_limit(connector.rate_limit),
        "plans": tuple(connector.plans),
        "publishing_states": dict(sorted(connector.publishing_states.items())),
        "secret_pattern": connector.secret_pattern,
        "identify": connector.identify,
        "person": connector.person,
        "person_id": connector.person_id,
        "request_id": connector.request_id,
        "headers": dict(sorted(connector.headers.items())),
        "all_scopes": connector.scope_rule == "all" and any(len(tool.entry.scopes) > 1 for tool in tools),
        "download_hosts": tuple(connector.download_hosts),
        "address": connector.address,
        "webhooks": connector.webhooks and _webhooks(connector.webhooks, events),
        "cache": connector.cache and _entry("Cache", connector.cache),
    }
    return call("Connector", demanded, more)


def _parameter(each: Input, slot: Slot) -> Code:
    wanted = slot.wanted
    told: dict[str, Any] = {
        "within": slot.within,
        "required": each.demanded or (each.field.required and _may_be_nothing(slot)),
        "style": _style(slot),
        "explode": wanted.explode and _style(slot) != "",
        "nullable": wanted.nullable,
        "may_be_empty": wanted.place == "query" and _may_be_empty(slot),
    }
    more = [f", {key}={py(value)}" for key, value in told.items() if value]
    return Code(f"Parameter({py(each.name)}, {py(wanted.name)}, {py(wanted.place)}{''.join(more)})")


def _may_be_empty(slot: Slot) -> bool:
    """Whether the description names an empty text as a value."""
    told = [each.values for each in choices(slot.field.type) if isinstance(each, Literal)]
    told += [each.values for each in choices(slot.field.type) if isinstance(each, Scalar)]
    return slot.wanted.source.flag("allowEmptyValue") or any("" in each or '""' in each for each in told)


def _may_be_nothing(slot: Slot) -> bool:
    """Whether a value may be an empty list or object, which leaves nothing of it in a query, a header or a cookie."""
    plain = all(isinstance(resolved(each), Scalar | Literal) for each in choices(slot.field.type))
    return slot.wanted.place in ("query", "header", "cookie") and slot.wanted.style != "json" and not plain


def _style(slot: Slot) -> str:
    """The style, where it is not what the place has anyway: a list in a query as a parameter for each item."""
    wanted = slot.wanted
    usual = {"query": ("form", True), "path": ("simple", False), "header": ("simple", False), "body": ("form", True)}
    inside = any(isinstance(resolved(each), ListOf | Record | MapOf) for each in choices(slot.field.type))
    if (wanted.style, wanted.explode) == usual.get(wanted.place):
        return wanted.style if inside and not (wanted.place in ("query", "body") and _is_list(slot)) else ""
    return wanted.style if inside or wanted.style in ("label", "matrix", "json") or "/" in wanted.style else ""


def _is_list(slot: Slot) -> bool:
    return all(isinstance(each, ListOf | Scalar | Literal) for each in choices(slot.field.type))


def _media(tool: Tool) -> str:
    """The media type of the body, where it is not plain JSON."""
    body = tool.operation.body
    return "" if body is None or body.media == JSON else body.media


def _fixed(sent: Sent) -> Code:
    return Code(f"Fixed({py(sent.name)}, {py(sent.place)}, {py(sent.value)})")


def _case(case: Case) -> Code:
    return Code(f"Case({py(case.when)}, {py(tuple(_fixed(sent) for sent in case.send))})")


def _pagination(tool: Tool, entry: PaginationEntry) -> Code:
    told, in_query = (
        _changed(entry),
        [each for each in tool.inputs if any(s.wanted.place == "query" for s in each.slots)],
    )
    if (entry.links or entry.header) and (needed := tuple(each.name for each in in_query if each.field.required)):
        told["beside"] = needed
    return Code(f"Pagination({', '.join(_terms(told))})")


def _downloads(entry: DownloadsEntry) -> Code:
    told = _changed(entry)
    if entry.pictures:
        told["pictures"] = {name: tuple(values) for name, values in sorted(entry.pictures.items())}
    if entry.titles:
        told["titles"] = _entry("Titles", entry.titles)
    return Code(f"Downloads({', '.join(_terms(told))})")


def _cached(entry: CachedEntry, downloads: DownloadsEntry | None) -> Code:
    days = entry.days or (downloads.days if downloads else 0)
    return _entry("Cached", entry.model_copy(update={"days": days}))


def _rate_limit(entry: RateLimit) -> Code:
    told = _changed(entry)
    if entry.allowances:
        told["allowances"] = tuple(_entry("Allowance", each) for each in entry.allowances)
    return Code(f"RateLimit({', '.join(_terms(told))})")


def _webhooks(entry: WebhooksEntry, events: Iterable[str]) -> Code:
    told = {"events": tuple(events), **_changed(entry.model_copy(update={"events": {}}))}
    calls = {key: call for key in CALLS if (call := getattr(entry, key))}
    told = {key.rstrip("_"): _entry("WebhookCall", calls[key]) if key in calls else each for key, each in told.items()}
    if entry.signature:
        told["signature"] = _entry("Signature", entry.signature)
    return Code(f"Webhooks({', '.join(_terms(told))})")


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
