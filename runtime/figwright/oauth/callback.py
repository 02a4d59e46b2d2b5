"""What a provider's callback says: a parameter that comes twice says nothing (RFC 6749, 3.1)."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from figwright.redaction.secret import Secret


class Callback(NamedTuple):
    """Each is "" where the URL does not say it once."""

    path: str
    state: Secret
    code: Secret
    issuer: str
    refused: bool


def read_callback(url: Secret) -> Callback:
    base, _, text = url.reveal().partition("?")
    query = parse_qs(text.partition("#")[0], keep_blank_values=True)
    state, code = (Secret.text(_only(query, name)) for name in ("state", "code"))
    return Callback(_path(base), state, code, _only(query, "iss"), "error" in query)


def _only(query: dict[str, list[str]], name: str) -> str:
    values = query.get(name, [])
    return values[0] if len(values) == 1 else ""


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""
