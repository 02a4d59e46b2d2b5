"""A link to another page as a cursor: its whole query, opaque, sent to the address that the tool calls anyway.

Nothing is ever fetched from a link. One that leads to another host or path is refused (T45); of one in a header, the
path is not looked at: providers name the same list by another path there, and the tool's own is called anyway.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import SplitResult, parse_qsl, unquote, urljoin, urlsplit

_MOST_PARAMETERS = 50
_PARAMETER = r';\s*([\w!#$&+.^`|~*-]+)(?:\s*=\s*("(?:[^"\\]|\\.)*"|[^\s;,"]+))?'
_LINK = re.compile(rf"<([^<>]*)>((?:\s*{_PARAMETER})*)")


def is_link(cursor: str) -> bool:
    """Whether a cursor is a link or the query of one. Other cursors are values of a parameter."""
    return "://" in cursor or "?" in cursor


def next_link(header: str) -> str:
    """The target of the first link with the relation `next` in a Link header (RFC 8288, 3), "" without one."""
    for target, parameters, *_ in _LINK.findall(header):
        told = {name.lower(): value for name, value in reversed(re.findall(_PARAMETER, parameters))}  # the first counts
        if "next" in told.get("rel", "").strip('"').lower().split():
            return str(target)
    return ""


def page_query(link: str, addresses: Sequence[str], *, any_path: bool = False) -> str:
    """`?` and the query of a link, as it stands there. A relative link is one below the first of the addresses.

    Raises ValueError for a link that leads to none of the addresses, or that has no query that can be sent.
    """
    try:
        found = urlsplit(urljoin(addresses[0], link))
    except ValueError:
        raise ValueError("it is not an address") from None
    wanted = [urlsplit(address)._replace(**({"path": found.path} if any_path else {})) for address in addresses]
    if not any(_leads_to(found, address) for address in wanted):
        place = f"{found.netloc.rpartition('@')[2]}{found.path}"[:200]
        raise ValueError(f"it leads to {place!r}, not to the address that was called")
    cursor = f"?{found.query}"
    page_parameters(cursor)
    return cursor


def page_parameters(cursor: str) -> list[tuple[str, str]]:
    """The names and values of a query, decoded. Raises ValueError for a query that cannot be sent."""
    pairs = parse_qsl(cursor[1:], keep_blank_values=True, max_num_fields=_MOST_PARAMETERS)
    if not pairs or "=" not in cursor:
        raise ValueError("it has no query")
    if not all(part.isprintable() for pair in pairs for part in pair):
        raise ValueError("its query holds what cannot be printed")
    return pairs


def _leads_to(link: SplitResult, address: SplitResult) -> bool:
    """An address without a host is a path alone."""
    host = not address.netloc or (link.scheme, link.netloc.lower()) == (address.scheme, address.netloc.lower())
    return host and unquote(link.path) == unquote(address.path)
