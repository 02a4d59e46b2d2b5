"""Step 6 of a call, its first half: checked inputs become one HTTP request.

Every value in a path is percent-encoded, dot segments are refused, and the finished URL is compared with the place it
was meant for, so that no input can reach another endpoint or host (T44, T45). What cannot be sent is refused here, by
the name of the input, before HTTP sees it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any, NamedTuple, cast
from urllib.parse import quote, quote_plus, urlsplit

from figwright import __version__
from figwright.connector import Case, Connector, Fixed, Pagination, Parameter, Tool, named
from figwright.errors import ConfigurationError, InvalidToolInputError
from figwright.http.credentials import add_credential, merged_headers, presented
from figwright.http.page_links import is_link, page_parameters, page_query
from figwright.http.parameter_styles import Writer
from figwright.http.request_body import as_json, encoded
from figwright.inputs.assertions import check_sent
from figwright.redaction.secret import Secret

_LONGEST_URL = 60_000
"""HTTP servers read a request's head up to 64 KiB at most; many a provider takes less, and says so with 413 or 414."""
_BRACES = re.compile(r"{([^}]*)}")
_HEADER = re.compile(r"[\x20-\x7e]*")
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""What a cookie may be called (RFC 6265, 4.1.1, and RFC 9110, 5.6.2)."""
_COOKIE = "!#$&'()*+-./:<=>?@[]^_`{|}~"
"""What a cookie's value may hold as it is (RFC 6265, 4.1.1)."""


class Outgoing(NamedTuple):
    """One request. What is secret of it is a Secret until the HTTP library takes it."""

    method: str
    url: str
    body: bytes | Secret | None = None
    headers: Mapping[str, str | Secret] = {}
    query: Secret | None = None
    """A credential that the provider wants in the address, as the end of its query."""

    def whole_url(self) -> str:
        """The address with its credential, for the HTTP library alone."""
        if self.query is None:
            return self.url
        return f"{self.url}{'&' if '?' in self.url else '?'}{self.query.reveal()}"


class Pair(NamedTuple):
    """One parameter of a query, and the input that it stands for."""

    name: str
    text: str
    input: str
    spaced: bool = False
    """Whether a space in it is written %20, as between the items of a list."""


def signed(connector: Connector, kind: str, secret: Secret | None, outgoing: Outgoing) -> Outgoing:
    """The request with its credential, presented as the connector says of that kind; without one where that is None."""
    headers: dict[str, str | Secret] = {
        "Accept": "application/json",
        "Accept-Encoding": "gzip",
        "User-Agent": f"figwright/{__version__}",
    }
    if outgoing.body is not None:
        headers["Content-Type"] = "application/json"
    for more in (connector.headers, outgoing.headers):
        headers = merged_headers(headers, more)
    query = outgoing.query
    for credential, each in presented(connector, kind, secret) if secret else ():
        query = add_credential(credential, each, headers, query)
    return outgoing._replace(headers=headers, query=query)


class _Places:
    """What goes where, as it is gathered from the inputs."""

    def __init__(self) -> None:
        self.path: dict[str, str] = {}
        self.query: list[Pair] = []
        self.headers: dict[str, str] = {}
        self.cookies: list[str] = []
        self.body: dict[str, Any] = {}
        self.whole: list[Any] = []
        """All of the body, where one input is."""
        self.said: dict[str, Any] = {}
        """The values by place and name, as the description's schema sees them."""


def build_request(tool: Tool[Any], inputs: Mapping[str, Any], api_url: str) -> Outgoing:
    """Map validated inputs to the places of a request. Raises InvalidToolInputError for what cannot be sent so."""
    places, sent = _Places(), set[tuple[str, str]]()
    for parameter, value in _placed(tool, inputs):
        if not _is_nothing(parameter, value):
            sent.add((parameter.place, parameter.name))
        _put(places, tool, parameter, value)
    missing = [p.name for p in tool.parameters if p.required and (p.place, p.name) not in sent]
    if missing:
        ways = [" with ".join(case.when) for case in tool.cases] + [" with ".join(missing)]
        raise InvalidToolInputError(tool.name, {"": f"give {', or '.join(ways)}"})
    if tool.open_body:
        known = named(tool.input_type).__annotations__
        places.body |= {name: value for name, value in inputs.items() if name not in known}
    content: Any = {tool.wrap: [places.body]} if tool.wrap else places.body
    if places.whole:
        content = places.whole[0]
    has_content = bool(places.whole or places.body) or (_has_body(tool) and not tool.optional_body)
    if tool.check:
        check_sent(tool, places.said | ({"body": content} if has_content else {}))
    headers = dict(places.headers)
    if places.cookies:
        headers["Cookie"] = "; ".join(places.cookies)
    if tool.accepts:
        headers["Accept"] = tool.accepts
    path = _BRACES.sub(lambda found: places.path[found[1]], tool.path)
    if tool.pagination and tool.pagination.takes_query and tool.pagination.input in inputs:
        places.query = _page(tool, str(inputs[tool.pagination.input]), places.query, f"{api_url}{path}")
    outgoing = complete(tool.name, tool.method, api_url, path, places.query, None, headers)
    if not has_content:
        return outgoing
    if not tool.media:
        return outgoing._replace(body=as_json(tool.name, content))
    body, media = encoded(tool, content)
    return outgoing._replace(body=body, headers={**headers, "Content-Type": media})


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
            same = pair.input in where.beside
            text = f"{'is another in' if same else 'leave it out beside'} {where.input}, which says all of the page"
            raise InvalidToolInputError(tool.name, {pair.input: text})
    taken = {pair.name for pair in fixed}
    return [*(Pair(name, text, where.input) for name, text in page if name not in taken), *fixed]


def _has_body(tool: Tool[Any]) -> bool:
    return tool.open_body or any(parameter.place == "body" for parameter in tool.parameters)


def _is_nothing(parameter: Parameter | _Placed, value: object) -> bool:
    """Whether a value is an empty list or object where that cannot be told from no value at all."""
    if parameter.style == "json" or parameter.place not in ("query", "header", "cookie"):
        return False
    if parameter.style == "deepObject" and isinstance(value, dict | list):
        inside = value.values() if isinstance(value, dict) else value
        return all(each is None or _is_nothing(parameter, each) for each in inside)
    return value in ([], {})


def _put(places: _Places, tool: Tool[Any], parameter: Parameter | _Placed, value: Any) -> None:
    write = Writer(tool.name, parameter.input, parameter.style, parameter.explode)
    name = parameter.name
    if parameter.place == "body":
        if not name:
            places.whole.append(value)
        else:
            target = places.body.setdefault(parameter.within, {}) if parameter.within else places.body
            target[name] = value
        return
    places.said.setdefault(parameter.place, {})[name] = value
    if _is_nothing(parameter, value):
        return
    if parameter.place == "query":
        spaced = parameter.style == "spaceDelimited"
        places.query += [Pair(key, text, parameter.input, spaced) for key, text in write.pairs(name, value)]
    elif parameter.place == "header":
        places.headers[name] = _one_line(tool, parameter.input, write.joined(value))
    elif parameter.place == "cookie":
        pairs = write.pairs(name, value)
        places.cookies += [f"{_token(tool, parameter.input, key)}={quote(text, safe=_COOKIE)}" for key, text in pairs]
    else:
        places.path[name] = _segment(tool, parameter.input, write, name, value)


def address_of(tool: Tool[Any], connector: Connector, api_url: str) -> str:
    """The address that a tool's path is below: its own server's; the same place at a stand-in, where that is called."""
    if not tool.server or api_url == connector.api_url:
        return tool.server or api_url
    return f"{api_url}{urlsplit(tool.server).path.rstrip('/')}"


def complete(
    tool: str,
    method: str,
    api_url: str,
    path: str,
    query: Sequence[Pair],
    body: object,
    headers: Mapping[str, str | Secret] = {},
) -> Outgoing:
    """The request, if it can be sent; without a body where that is None. Raises InvalidToolInputError."""
    url = checked_url(api_url, path, query)
    if len(url) > _LONGEST_URL:
        raise _too_long(tool, len(url), query)
    return Outgoing(method, url, None if body is None else as_json(tool, body), headers)


def checked_url(api_url: str, path: str, query: Sequence[Pair]) -> str:
    """The full address, proven to be `path` below `api_url` and nothing else (T45). Raises ConfigurationError."""
    url = f"{api_url}{path}"
    parts, base = urlsplit(url), urlsplit(api_url)
    if (parts.scheme, parts.netloc) != (base.scheme, base.netloc) or parts.path != base.path + path:
        raise ConfigurationError(f"The address of {path[:200]!r} does not stay below {api_url}.")
    return f"{url}?{'&'.join(map(_in_query, query))}" if query else url


def _in_query(pair: Pair) -> str:
    text = quote(pair.text, safe="") if pair.spaced else quote_plus(pair.text)
    return f"{quote_plus(pair.name)}={text}"


def _too_long(tool: str, length: int, query: Sequence[Pair]) -> InvalidToolInputError:
    """Blames the input that takes most of the address, and says how much of it fits."""
    sizes: dict[str, list[int]] = {}
    for name, text, input_, _ in query:
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
    if (paged := tool.pagination) and paged.takes_query and is_link(str(inputs.get(paged.input, ""))):
        taken.add(paged.input)  # all of the query, and no value of a parameter
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
    style: str = ""
    explode: bool = False

    @classmethod
    def of(cls, fixed: Fixed) -> _Placed:
        return cls(fixed.name, fixed.name, fixed.place)


def _fixed_value(fixed: Fixed, inputs: Mapping[str, Any]) -> Any:
    value = fixed.value
    return inputs[value[1:]] if isinstance(value, str) and value.startswith("$") else value


def _segment(tool: Tool[Any], input_: str, write: Writer, name: str, value: Any) -> str:
    text = write.path(name, value)
    if text in ("", ".", ".."):
        raise InvalidToolInputError(tool.name, {input_: f"{text!r} is no identifier"})
    return text


def _token(tool: Tool[Any], name: str, text: str) -> str:
    if not _TOKEN.fullmatch(text):
        raise InvalidToolInputError(tool.name, {name: f"{text[:60]!r} is no name that a cookie can have"})
    return text


def _one_line(tool: Tool[Any], name: str, text: str) -> str:
    if not _HEADER.fullmatch(text):
        raise InvalidToolInputError(tool.name, {name: "holds a sign that no header can: it takes printable ASCII"})
    if text != text.strip():  # RFC 9110, 5.5
        raise InvalidToolInputError(tool.name, {name: "begins or ends with a blank, which a header would lose"})
    return text
