"""Where a browser may be sent after a consent: a path of our own origin, or an address on an origin that was allowed.

Browsers, proxies and frameworks read a malformed address in different ways, so whatever is not plainly one of the two
is refused, never repaired (T11; RFC 9700, 4.11).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from urllib.parse import unquote, urlencode, urlsplit

from figwright.errors import ConfigurationError
from figwright.redaction.escaping import is_unseen

LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "::1")

_SEGMENT = re.compile(r"(?:[A-Za-z0-9\-._~:@!$&'()*+,;=]|%(?!25|2[ef]|5c|[01][0-9a-f]|7f)[0-9a-f]{2})+", re.IGNORECASE)
"""One part of a path (RFC 3986, 3.3), without an escape that hides a percent, dot, slash, backslash or control sign."""
_URL = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
_DEFAULT_PORTS = {"https": 443, "http": 80}


def origin_of(url: str) -> str | None:
    """`https://host` or `https://host:port`, and http only of this machine; None for what is no such URL."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if not _URL.fullmatch(url) or not host or "@" in parts.netloc:
        return None
    if parts.scheme != "https" and not (parts.scheme == "http" and host in LOOPBACK_HOSTS):
        return None
    named = f"{parts.scheme}://[{host}]" if ":" in host else f"{parts.scheme}://{host}"
    return named if port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{named}:{port}"


def is_address(url: str) -> bool:
    """Whether `url` is an http(s) address with a host, and has neither query nor fragment."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in _DEFAULT_PORTS and bool(parts.hostname) and not (parts.query or parts.fragment)


def check_return(setting: str, url: str) -> None:
    """Raises ConfigurationError unless `url` is empty, a path, or an https URL, whichever its origin."""
    if url and not is_path(url) and origin_of(url) is None:
        raise ConfigurationError(
            f"{setting} is neither a path such as /settings nor an https URL, or it has parts that browsers read "
            "differently: user names, backslashes, spaces, letters beyond ASCII. Nobody is sent there."
        )


def safe_return(url: str, origins: Collection[str]) -> str:
    """`url` where it is a path or stands on one of `origins`; otherwise ""."""
    return url if is_path(url) or origin_of(url) in origins else ""


def with_query(url: str, **added: str) -> str:
    parts = urlsplit(url)
    return parts._replace(query="&".join(filter(None, (parts.query, urlencode(added))))).geturl()


def checked_origins(setting: str, origins: Iterable[str]) -> frozenset[str]:
    """Origins as `origin_of` writes them. Raises ConfigurationError for what is none, or says more than one."""
    if isinstance(origins, str):
        origins = [origins]
    found: set[str] = set()
    for given in origins:
        origin = origin_of(given)
        if origin is None or urlsplit(given)._replace(scheme="", netloc="").geturl() not in ("", "/"):
            raise ConfigurationError(
                f"{setting}: {given!r} is no origin. Write https://host or https://host:port; http is for localhost."
            )
        found.add(origin)
    return frozenset(found)


def is_path(url: str) -> bool:
    if not url.startswith("/") or not _URL.fullmatch(url):
        return False
    path = re.split(r"[?#]", url, maxsplit=1)[0]
    segments = path[1:].removesuffix("/").split("/") if path != "/" else []
    plain = all(_SEGMENT.fullmatch(each) and each.strip(".") for each in segments)
    return plain and not any(is_unseen(sign) or sign == "\ufffd" for sign in unquote(path))
