"""Endpoints: addresses of your application, checked as every address of figwright's is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import SplitResult, urlsplit

from figwright.errors import ConfigurationError
from figwright.events.messages import TYPES
from figwright.events.signing import key_of
from figwright.oauth.redirects import LOOPBACK_HOSTS
from figwright.redaction.secret import Secret

if TYPE_CHECKING:
    from figwright.settings import EventEndpointOptions

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


class Endpoint(NamedTuple):
    """One endpoint that can be delivered to. The address is a secret, since it may hold one."""

    name: str
    url: Secret
    keys: tuple[Secret, ...]
    types: frozenset[str]

    @property
    def url_digest(self) -> str:
        """What tells whether the address was changed, and not what it is."""
        return sha256(self.url.reveal().encode()).hexdigest()

    @property
    def host(self) -> str:
        """What a person may see of the address."""
        return urlsplit(self.url.reveal()).netloc


def checked_endpoints(options: Mapping[str, EventEndpointOptions]) -> tuple[Endpoint, ...]:
    """The endpoints by these names. Raises ConfigurationError for one that cannot work."""
    return tuple(_checked(name, each) for name, each in options.items())


def find_endpoint(endpoints: tuple[Endpoint, ...], name: str) -> Endpoint:
    """The endpoint of this name. Raises ConfigurationError."""
    for each in endpoints:
        if each.name == name:
            return each
    there = ", ".join(each.name for each in endpoints) or "none"
    raise ConfigurationError(f"There is no endpoint {name!r}. The settings have: {there}.")


def _checked(name: str, options: EventEndpointOptions) -> Endpoint:
    if not _NAME.fullmatch(name):
        raise ConfigurationError(f"{name!r} cannot name an endpoint: lower-case letters, digits, - and _ can.")
    whose = f"The endpoint {name!r}"
    parts = _split(options.url)
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.fragment or "@" in parts.netloc:
        raise ConfigurationError(f"{whose}: url is not an http(s) address without user and fragment.")
    if parts.scheme != "https" and parts.hostname not in LOOPBACK_HOSTS and not options.allow_insecure:
        raise ConfigurationError(
            f"{whose}: events would go to {parts.netloc} unencrypted. Use https, or set allow_insecure if that is what "
            "you want."
        )
    if not options.secret:
        raise ConfigurationError(
            f"{whose} has no secret to sign with. Make one: figwright events new-secret, and give it to the receiver, "
            "too."
        )
    if strays := sorted(set(options.types or ()) - set(TYPES)):
        raise ConfigurationError(f"{whose}: no such type: {', '.join(strays)}. There are: {', '.join(TYPES)}.")
    if options.types == ():
        raise ConfigurationError(
            f"{whose}: types is empty, so that it would hear of nothing. Leave types out for all of them, or name "
            f"some: {', '.join(TYPES)}."
        )
    keys = tuple(key_of(secret, whose) for secret in options.secret)
    return Endpoint(name, Secret.text(options.url), keys, frozenset(options.types or TYPES))


def _split(url: str) -> SplitResult:
    """The parts of an address; all of them empty if it cannot be read."""
    try:
        parts = urlsplit(url)
        return parts if parts.port != 0 and url.isascii() and url.isprintable() and " " not in url else urlsplit("")
    except ValueError:
        return urlsplit("")
