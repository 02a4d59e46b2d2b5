"""Which Host and Origin headers a server answers to: what a page on a rebound name sends is not among them (T64).

A name that was made to point here is the attacker's, so only the port may differ from what is allowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit

from figwright.errors import ConfigurationError
from figwright.oauth.redirects import LOOPBACK_HOSTS, checked_origins

_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?)(?::(?P<port>[0-9]{1,5}))?")

Headers = Iterable[tuple[bytes, bytes]]


class Refused(NamedTuple):
    """`status` of the answer, and a sentence for whoever set this up."""

    status: int
    message: str


class Hosts:
    """Allowed hosts, this machine's own names always among them, and allowed origins of other sites' pages."""

    def __init__(self, hosts: Iterable[str] = (), origins: Iterable[str] = ()) -> None:
        """A host is a name or address, `app.example.com` or `[::1]`, with a port where only that one is meant.

        Raises ConfigurationError for anything else, such as `*`.
        """
        own = (f"[{name}]" if ":" in name else name for name in LOOPBACK_HOSTS)
        self._hosts = frozenset((*own, *map(checked_host, hosts)))
        self.origins = checked_origins("allowed_origins", origins)

    def refusal(self, headers: Headers) -> Refused | None:
        """What is wrong with a request's Host (421) or Origin (403); None where nothing is.

        A page of the very host that is asked for has its Origin; programs have none.
        """
        sent = [value for name, value in headers if name == b"host"]
        host = sent[0].decode("latin-1").strip().lower() if len(sent) == 1 else ""
        found = _HOST.fullmatch(host)
        if not found or not {found["name"], host} & self._hosts:
            return Refused(421, "This server does not answer to the Host of this request. allowed_hosts names others.")
        for origin in (value.decode("latin-1").strip().lower() for name, value in headers if name == b"origin"):
            if origin not in self.origins and origin not in (f"http://{host}", f"https://{host}"):
                return Refused(403, "Pages of this Origin may not call this server. allowed_origins names others.")
        return None


def checked_host(host: str) -> str:
    """The host as it is compared. Raises ConfigurationError."""
    named = host.strip().lower()
    if not _HOST.fullmatch(named):
        raise ConfigurationError(
            f"{host!r} is no host. Write the name or address that clients use, such as app.example.com, with :port "
            "where only that port is meant."
        )
    return named


def host_of(url: str) -> str:
    """The host of an address, with the port that it names; "" if there is no address."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()
