"""How an account's credential is presented: as one thing, or as several at once where the provider wants that."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from urllib.parse import quote_plus

from figwright.connector import Connector, Credential
from figwright.errors import ConfigurationError
from figwright.redaction.secret import NOT_A_WORD, Secret


def presented(connector: Connector, kind: str, secret: Secret) -> Iterator[tuple[Credential, Secret]]:
    """What goes out of a credential, each with its secret. Raises ConfigurationError where one of several lacks."""
    credential = connector.credentials[kind]
    if not credential.parts:
        yield credential, secret
        return
    secrets = _parts(credential, secret)
    if secrets is None:
        raise ConfigurationError(f"The token of {connector.title} cannot be sent: {_wanted(connector, kind)}.")
    yield from ((connector.credentials[part], secrets[part]) for part in credential.parts)


def as_word(connector: Connector, kind: str, secret: Secret) -> Secret:
    """A credential as it is kept. Raises ConfigurationError for what could not be presented."""
    credential = connector.credentials[kind]
    if credential.parts and (parts := _parts(credential, secret)):
        held = {part: each.reveal() for part, each in parts.items()}
        secret = Secret.text(json.dumps(held, separators=(",", ":")))
    word = Secret.word(secret)
    if word is None or (credential.parts and not _parts(credential, word)):
        raise ConfigurationError(f"This cannot be a token of {connector.title}: {_wanted(connector, kind)}.")
    return word


def _parts(credential: Credential, secret: Secret) -> dict[str, Secret] | None:
    """The secrets of several parts, by their kinds; None where it does not hold just these."""
    try:
        held = json.loads(secret.reveal())
    except (ValueError, RecursionError):
        return None
    if not isinstance(held, dict) or held.keys() != set(credential.parts):
        return None
    words = {part: Secret.word(held[part]) if isinstance(held[part], str) else None for part in credential.parts}
    found = {part: word for part, word in words.items() if word}
    return found if len(found) == len(words) else None


def _wanted(connector: Connector, kind: str) -> str:
    """What a credential looks like, in words."""
    parts = connector.credentials[kind].parts
    shape = ", ".join(f'"{part}": "..."' for part in parts)
    return f"{kind} is several at once, as JSON: {{{shape}}}, and {NOT_A_WORD}" if parts else NOT_A_WORD


def merged_headers(headers: Mapping[str, str | Secret], more: Mapping[str, str | Secret]) -> dict[str, str | Secret]:
    """All headers of both; of those with one name, in whichever case, the later."""
    names = {name.lower() for name in more}
    return {**{name: value for name, value in headers.items() if name.lower() not in names}, **more}


def add_credential(
    credential: Credential, secret: Secret, headers: dict[str, str | Secret], query: Secret | None
) -> Secret | None:
    """Add a credential to what goes out; returns the query that ends the address."""
    shown = secret.in_base64() if credential.base64 else secret
    if credential.query:
        before = f"{query.reveal()}&" if query else ""
        return shown.encoded().after(f"{before}{quote_plus(credential.query)}=")
    if credential.cookie:
        others = headers.get("Cookie", "")
        text = others.reveal() if isinstance(others, Secret) else others
        headers["Cookie"] = shown.encoded().after(f"{text}; {credential.cookie}=" if text else f"{credential.cookie}=")
    else:
        more = merged_headers(headers, {credential.header: shown.after(credential.prefix)})
        headers.clear()
        headers.update(more)
    return query
