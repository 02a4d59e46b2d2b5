"""What httpcore's pools are told of one origin: where it is, whose certificates count, and the proxy on the way.

Nothing comes from the environment unless it is asked for (T57).
"""

from __future__ import annotations

import ssl
from functools import lru_cache
from importlib.util import find_spec
from typing import Any
from urllib.parse import unquote, urlsplit

import certifi
import httpcore
import idna

from figwright.errors import ConfigurationError
from figwright.http.limits import Limits
from figwright.redaction.secret import Secret

_PORTS = {"http": 80, "https": 443, "socks5": 1080, "socks5h": 1080}


def origin_of(url: str) -> httpcore.URL:
    """Where requests to an address go, the host as DNS has it. Raises ConfigurationError for what is no address."""
    try:
        parts = urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname or not url.isprintable():
            raise ValueError("it needs a scheme, a host, and signs that can be printed")
        host = parts.hostname.encode() if parts.hostname.isascii() else idna.encode(parts.hostname)
        port = None if parts.port == _PORTS[parts.scheme] else parts.port
    except ValueError as error:
        raise ConfigurationError(f"{url[:200]!r} is no address ({error}).") from None
    return httpcore.URL(scheme=parts.scheme, host=host, port=port, target="/")


def pool_options(url: str, limits: Limits) -> dict[str, Any]:
    """What a pool for this origin takes, sync or async. Raises ConfigurationError."""
    proxy = limits.proxy or (_environment_proxy(url) if limits.trust_env else None)
    try:
        context = ssl_context(limits.ca_bundle) if urlsplit(url).scheme == "https" else None
        way = _proxy(proxy, limits.ca_bundle) if proxy else None
    except OSError as error:
        raise ConfigurationError(f"ca_bundle {limits.ca_bundle!r} cannot be read: {error.strerror}.") from None
    return {
        "ssl_context": context,
        "proxy": way,
        "max_connections": 100,
        "max_keepalive_connections": 20,
        "keepalive_expiry": 5.0,
    }


@lru_cache(maxsize=8)
def ssl_context(ca_bundle: str | None) -> ssl.SSLContext:
    """One context per CA bundle and process: making one costs 20 ms."""
    return ssl.create_default_context(cafile=ca_bundle or certifi.where())


def _environment_proxy(url: str) -> Secret | None:
    from urllib.request import getproxies, proxy_bypass

    parts, proxies = urlsplit(url), getproxies()
    found = proxies.get(parts.scheme) or proxies.get("all")
    if not found or proxy_bypass(parts.netloc) or proxy_bypass(parts.hostname or ""):  # an IPv6 address has no brackets
        return None
    return Secret.text(found if "://" in found else f"http://{found}")


def _proxy(address: Secret, ca_bundle: str | None) -> httpcore.Proxy:
    found = _read_proxy(address.reveal())
    if found is None:
        raise ConfigurationError("proxy is no address like http://host:port.")
    if found.url.scheme.startswith(b"socks") and find_spec("socksio") is None:
        raise ConfigurationError("A SOCKS proxy needs the package socksio: install httpcore[socks].")
    if found.url.scheme == b"https":
        found.ssl_context = ssl_context(ca_bundle)  # httpcore's own trusts what the environment names
    return found


class _Hidden(bytes):
    """What a SOCKS proxy is told, which httpcore writes into its logs (P4)."""

    def __repr__(self) -> str:
        return "..."


def _read_proxy(address: str) -> httpcore.Proxy | None:
    """None for what is no address: an error raised here would show the password in it (T24)."""
    try:
        url, parts = origin_of(address), urlsplit(address)
    except ConfigurationError:
        return None
    user, password = (_Hidden(unquote(part or "").encode()) for part in (parts.username, parts.password))
    return httpcore.Proxy(url, (user, password) if user or password else None)
