"""Step 6 of a call, its first half: checked inputs become one HTTP request.

Every value in a path is percent-encoded, dot segments are refused, and the finished URL is compared with the place it
was meant for, so that no input can reach another endpoint or host (T44, T45). What cannot be sent is refused here, by
the name of the input, before HTTP sees it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any, NamedTuple, cast
from urllib.parse import quote, quote_plus, urlencode, urlsplit

import pydantic_core

from figwright import __version__
from figwright.connector import Case, Connector, Fixed, Pagination, Parameter, Tool
from figwright.errors import ConfigurationError, InvalidToolInputError
from figwright.page_links import is_link, page_parameters, page_query
from figwright.secrets import Secret

_LONGEST_URL = 60_000
"""HTTP servers read a request's head up to 64 KiB at most; many a provider takes less, and says so with 413 or 414."""


class Outgoing(NamedTuple):
    """One request. What is secret of it is a Secret until the HTTP library takes it."""

    method: str
    url: str
    body: bytes | Secret | None = None
    headers: Mapping[str, str | Secret] = {}


class Pair(NamedTuple):
    """One parameter of a query, and the input that it stands for."""

    name: str
    text: str
    input: str


def signed(connector: Connector, kind: str, secret: Secret, outgoing: Outgoing) -> Outgoing:
    """The request with its credential, presented as the connector says of that kind."""
    credential = connector.credentials[kind]
    headers: dict[str, str | Secret] = {
        **outgoing.headers,
        credential.header: secret.after(credential.prefix),
        "Accept": "application/json",
        "Accept-Encoding": "gzip",
        "User-Agent": f"figwright/{__version__}",
    }
    if outgoing.body is not None:
        headers["Content-Type"] = "application/json"
    return outgoing._replace(headers=headers)


def build_request(tool: Tool[Any], inputs: Mapping[str, Any], api_url: str) -> Outgoing:
    """Map validated inputs to path, query and body. Raises InvalidToolInputError where a choice is left open."""
    path: dict[str, str] = {}
    query: list[Pair] = []
    body: dict[str, Any] = {}
    sent: set[str] = set()
    for parameter, value in _placed(tool, inputs):
        sent.add(parameter.name)
        if parameter.place == "body":
            target = body.setdefault(parameter.within, {}) if parameter.within else body
            target[parameter.name] = value
        elif parameter.place == "query":
            items = value if isinstance(value, list) else [value]
            query += [
                Pair(parameter.name, wire_text(tool.name, parameter.input, each), parameter.input) for each in items
            ]
        else:
            path[parameter.name] = _segment(tool, parameter.input, value)
    missing = [p.name for p in tool.parameters if p.required and p.name not in sent]
    if missing:
        ways = [" with ".join(case.when) for case in tool.cases] + [" with ".join(missing)]
        raise InvalidToolInputError(tool.name, {"": f"give {', or '.join(ways)}"})
    place = tool.path.format_map(path)
    if tool.pagination and tool.pagination.links and tool.pagination.input in inputs:
        query = _page(tool, str(inputs[tool.pagination.input]), query, f"{api_url}{place}")
    content = None
    if any(p.place == "body" for p in tool.parameters):
        content = {tool.wrap: [body]} if tool.wrap else body
    return complete(tool.name, tool.method, api_url, place, query, content)


def _page(tool: Tool[Any], cursor: str, query: list[Pair], address: str) -> list[Pair]:
    """The query of the page that a cursor names: its own, where it is one, beside the constants of the tool."""
    where = cast(Pagination, tool.pagination)
    if not is_link(cursor):
        if any(parameter.input == where.input for parameter in tool.parameters):
            return query
        cursor = f"?{cursor}"
    try:
        page = page_parameters(page_query(cursor, [address]))
    except ValueError as error:
        text = f"is no cursor that an answer of this tool named for its next page: {error}"
        raise InvalidToolInputError(tool.name, {where.input: text}) from None
    fixed = [pair for pair in query if any(pair.name == constant.name for constant in tool.constants)]
    for pair in query:
        if pair.input != where.input and pair not in fixed and pair[:2] not in page:
            text = f"leave it out beside {where.input}, which says all of the page"
            raise InvalidToolInputError(tool.name, {pair.input: text})
    taken = {pair.name for pair in fixed}
    return [*(Pair(name, text, where.input) for name, text in page if name not in taken), *fixed]


def complete(tool: str, method: str, api_url: str, path: str, query: Sequence[Pair], body: object) -> Outgoing:
    """The request, if it can be sent; without a body where that is None. Raises InvalidToolInputError."""
    url = checked_url(api_url, path, query)
    if len(url) > _LONGEST_URL:
        raise _too_long(tool, len(url), query)
    return Outgoing(method, url, None if body is None else _json(tool, body))


def checked_url(api_url: str, path: str, query: Sequence[Pair]) -> str:
    """The full address, proven to be `path` below `api_url` and nothing else (T45). Raises ConfigurationError."""
    url = f"{api_url}{path}"
    parts, base = urlsplit(url), urlsplit(api_url)
    if (parts.scheme, parts.netloc) != (base.scheme, base.netloc) or parts.path != base.path + path:
        raise ConfigurationError(f"The address of {path[:200]!r} does not stay below {api_url}.")
    return f"{url}?{urlencode([pair[:2] for pair in query])}" if query else url


def _too_long(tool: str, length: int, query: Sequence[Pair]) -> InvalidToolInputError:
    """Blames the input that takes most of the address, and says how much of it fits."""
    sizes: dict[str, list[int]] = {}
    for name, text, input_ in query:
        parts, joint = (text.split(","), len("%2C")) if "," in text else ([text], len(f"&{name}="))
        sizes.setdefault(input_, []).extend(len(quote_plus(part)) + joint for part in parts)
    longest = max(sizes, key=lambda name: sum(sizes[name]), default="")
    items = sizes.get(longest, [])
    room = _LONGEST_URL - (length - sum(items))
    fits = sum(total <= room for total in accumulate(items))
    text = f"makes an address of {length:,} characters, and {_LONGEST_URL:,} are the most"
    if not 0 < fits < len(items):
        return InvalidToolInputError(tool, {longest: text})
    text = f"its {len(items):,} items make an address of {length:,} characters; {fits:,} of them fit"
    return InvalidToolInputError(
        tool, {longest: f"{text}. Call once for each {fits:,} of them or fewer, as Actions.batches does"}, fits=fits
    )


def _json(tool: str, body: object) -> bytes:
    try:
        content = pydantic_core.to_json(body)
        if b"NaN" in content or b"Infinity" in content:
            pydantic_core.from_json(content, allow_inf_nan=False)
    except (ValueError, RecursionError) as error:
        raise InvalidToolInputError(tool, {"": f"it cannot be sent as JSON ({str(error)[:200]})"}) from None
    return content


def _placed(tool: Tool[Any], inputs: Mapping[str, Any]) -> Iterator[tuple[Parameter | _Placed, Any]]:
    case = next((case for case in tool.cases if _fits(case, inputs)), None)
    taken = set(case.when) if case else set[str]()
    chosen = {fixed.name: _fixed_value(fixed, inputs) for fixed in case.send} if case else {}
    for fixed in case.send if case else ():
        yield _Placed.of(fixed), chosen[fixed.name]
    known = taken | {parameter.input for parameter in tool.parameters}
    for other in tool.cases:
        for name in other.when:
            if name in inputs and name not in known:
                partners = " and ".join(partner for partner in other.when if partner != name)
                raise InvalidToolInputError(tool.name, {name: f"goes with {partners or 'nothing else that was given'}"})
    for parameter in tool.parameters:
        if parameter.input in inputs and parameter.input not in taken:
            value = inputs[parameter.input]
            if parameter.name not in chosen:
                yield parameter, value
            elif value != chosen[parameter.name]:
                raise InvalidToolInputError(
                    tool.name, {parameter.input: f"contradicts {' with '.join(sorted(taken))}; give one"}
                )
    for fixed in tool.constants:
        yield _Placed.of(fixed), fixed.value


def _fits(case: Case, inputs: Mapping[str, Any]) -> bool:
    return all(name in inputs and value in (None, inputs[name]) for name, value in case.when.items())


class _Placed(NamedTuple):
    input: str
    name: str
    place: str
    within: str = ""

    @classmethod
    def of(cls, fixed: Fixed) -> _Placed:
        return cls(fixed.name, fixed.name, fixed.place)


def _fixed_value(fixed: Fixed, inputs: Mapping[str, Any]) -> Any:
    value = fixed.value
    return inputs[value[1:]] if isinstance(value, str) and value.startswith("$") else value


def wire_text(tool: str, name: str, value: Any) -> str:
    """A value as it stands in a path or query. Raises InvalidToolInputError."""
    try:
        text = str(value).lower() if isinstance(value, bool) else str(value)
        text.encode()
    except UnicodeEncodeError:
        raise InvalidToolInputError(tool, {name: "holds half a character (a lone surrogate)"}) from None
    except ValueError:
        raise InvalidToolInputError(tool, {name: "is a number of too many digits"}) from None
    if isinstance(value, float) and not math.isfinite(value):
        raise InvalidToolInputError(tool, {name: "is not a finite number"})
    return text


def _segment(tool: Tool[Any], name: str, value: Any) -> str:
    text = wire_text(tool.name, name, value)
    if text in ("", ".", ".."):
        raise InvalidToolInputError(tool.name, {name: f"{text!r} is no identifier"})
    return quote(text, safe="")
