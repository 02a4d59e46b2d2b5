"""How an operation's request is sent: to which place, and in which form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from figwright_codegen.manifest.file import Manifest
from figwright_codegen.manifest.models import ToolEntry
from figwright_codegen.openapi.operations import Operation
from figwright_codegen.problems import Problems
from figwright_codegen.tools.access import address
from figwright_codegen.tools.inputs import Slot, by_api_name
from figwright_codegen.types.allof import constants
from figwright_codegen.types.ir import NULL, ListOf, Literal, MapOf, Record, Scalar, Type, choices, resolved

_BRACKETED = "deepObject"


@dataclass(frozen=True, slots=True)
class Sent:
    """A constant, or `$input` for the value of an input."""

    name: str
    place: str
    value: Any


def stated(operation: Operation, entry: ToolEntry) -> tuple[Sent, ...]:
    """What the description itself fixes: required parameters of one value, and a query that stands in the path."""
    found = [Sent(name, "query", value) for name, value in parse_qsl(split_path(operation.path)[1], True)]
    for each in operation.parameters:
        values: list[Any] = constants([each.schema]) or [] if isinstance(each.schema.value, dict) else []
        if each.required and each.place in ("header", "cookie") and each.style != "json" and len(values) == 1:
            found.append(Sent(each.name, each.place, values[0]))
    return tuple(sent for sent in found if sent.name not in {*entry.constants, *by_api_name(entry)})


def split_path(path: str) -> tuple[str, str]:
    """The path proper, and the query that some descriptions write behind it."""
    path, _, query = path.partition("#")[0].partition("?")
    return path, query


def unsendable(slot: Slot) -> str:
    """Why a value has no text where it goes, as OpenAPI's styles have it; empty for one that has."""
    wanted = slot.wanted
    if wanted.style in ("", "json") or (wanted.place == "body" and "/" in wanted.style):
        return ""
    found = [_inside(resolved(type_)) for type_ in choices(slot.field.type)]
    if wanted.style == _BRACKETED:
        if wanted.place == "query" and not any(found):
            return f"{wanted.name!r} is no object, and the style deepObject is for objects; correct the style"
        return ""
    for inside in found:
        if any(_is_nested(each) for each in inside):
            text = f"{wanted.name!r} may be lists or objects inside one another, or null"
            return f"{text}, for which the style {wanted.style} has no form; describe less"
    return ""


def _inside(type_: Type | Record) -> list[Type]:
    """The types of the items of a list or an object."""
    if isinstance(type_, Record):
        return [field.type for field in type_.fields.values()]
    return [type_.item] if isinstance(type_, ListOf) else [type_.value] if isinstance(type_, MapOf) else []


def _is_nested(type_: Type) -> bool:
    return any(not isinstance(each, Scalar | Literal) or each == NULL for each in choices(type_))


def placed(operation: Operation, manifest: Manifest, problems: Problems) -> tuple[str, str]:
    """The path below the connector's address, and the address of another server where the operation has one.

    A server may be relative, and has variables with defaults (OpenAPI, Server Object).
    """
    connector, (path, _) = manifest.connector, split_path(operation.path)
    if connector is None or not connector.api_url or operation.server is None:
        return path, ""
    url = address(operation.server)
    if "{" in url:
        problems.add(operation.server, f"{url!r} has a variable without a default; give it one")
        return path, ""
    home, there = urlsplit(connector.api_url), urlsplit(urljoin(f"{connector.api_url}/", url))
    if there.query or there.fragment:
        problems.add(operation.server, f"{url!r} has more than a path, to which none can be appended; correct it")
    base = there.path.rstrip("/")
    if there.netloc == home.netloc:
        above = home.path.rstrip("/")
        if not f"{base}/".startswith(f"{above}/"):
            place = manifest.root / "connector" / "api_url"
            problems.add(place, f"{connector.api_url!r} is not above {url!r}, where {operation.id} is; correct one")
        return f"{base.removeprefix(above)}{path}", ""
    if there.netloc not in connector.hosts:
        text = f"{operation.id} is at {there.netloc}, where no credential may go; add it to the connector's hosts, or"
        problems.add(operation.server, f"{text} correct the server")
    elif there.scheme != "https":
        text = f"{operation.id} is at {url}, where a credential could be read on the way; write https"
        problems.add(operation.server, text)
    return path, f"{there.scheme}://{there.netloc}{base}"
