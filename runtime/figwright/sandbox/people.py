"""The people of a sandbox, and the credentials that are theirs."""

from __future__ import annotations

import base64
import binascii
import json
import re
import secrets
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import unquote

from figwright.connector import Connector, Credential

from .clock import Clock
from .description import Operation
from .patterns import texts_of
from .refusals import Refusal
from .wire import Sent


@dataclass(frozen=True)
class Person:
    """Somebody with an account at the provider."""

    id: str
    login: str
    name: str
    email: str


PEOPLE = (
    Person("1", "ann", "Ann Example", "ann@example.com"),
    Person("2", "bob", "Bob Example", "bob@example.com"),
)


@dataclass
class Token:
    """A credential."""

    value: str = field(repr=False)
    kind: str
    person: Person
    scopes: frozenset[str] | None
    """None for all."""
    expires_at: datetime | None
    """None for never."""
    client_id: str = ""
    """The app that it was given to by a consent."""
    revoked: bool = False


class Credentials:
    """Every credential of one sandbox. Safe to use from any thread."""

    def __init__(self, connector: Connector, clock: Clock) -> None:
        self._connector, self._clock = connector, clock
        self._tokens: dict[str, Token] = {}
        self.lock = threading.RLock()

    def __getitem__(self, value: str) -> Token:
        return self._tokens[_key(value)]

    def issue(
        self,
        kind: str,
        person: Person,
        scopes: Iterable[str] | None = None,
        expires_at: datetime | None = None,
        client_id: str = "",
    ) -> Token:
        """A new credential. Raises ValueError for a kind or a scope that the connector does not know."""
        credentials, known = self._connector.credentials, self._connector.oauth.scopes
        if kind not in credentials:
            raise ValueError(f"{self._connector.title} has no {kind}; it has {', '.join(credentials)}.")
        if unknown := [scope for scope in scopes or () if scope not in known]:
            raise ValueError(f"{self._connector.title} has no scope {', '.join(unknown)}; it has {', '.join(known)}.")
        parts = credentials[kind].parts
        value = json.dumps({part: self._new(part, person) for part in parts}) if parts else self._new(kind, person)
        held = None if scopes is None else frozenset(scopes)
        token = Token(value, kind, person, held, expires_at, client_id)
        with self.lock:
            self._tokens[_key(value)] = token
        return token

    def is_live(self, token: Token) -> bool:
        return not token.revoked and (token.expires_at is None or token.expires_at > self._clock.now())

    def check(self, operation: Operation, sent: Sent) -> Token | None:
        """Whose request it is; None where anybody may ask. Refuses what the operation does not take."""
        kinds = {kind for tool in operation.tools for kind in tool.credentials}
        if not kinds:
            return None
        token = self._presented(sent)
        if token is None or not self.is_live(token):
            text = (
                "No credential was given."
                if token is None and not self._has_any(sent)
                else "The credential is not valid."
            )
            raise Refusal(401, text, cause="DEAD_TOKEN")
        if token.kind not in kinds:
            text = f"This takes no {token.kind}, only {', '.join(sorted(kinds))}."
            raise Refusal(403, text, cause="WRONG_CREDENTIAL_KIND")
        self._check_scopes(operation, token)
        return token

    def _check_scopes(self, operation: Operation, token: Token) -> None:
        needed = operation.tools[0].scopes
        if token.scopes is None or not needed:
            return
        held_scopes, wanted = token.scopes, set(needed)
        if not (wanted <= held_scopes if self._connector.all_scopes else wanted & held_scopes):
            joint = " " if self._connector.all_scopes else " or "
            held = " ".join(sorted(held_scopes)) or "none"
            text = f"This needs the scope {joint.join(needed)}, and the token has {held}."
            groups = {"needed": " ".join(needed), "held": held}
            raise Refusal(403, text, cause="MISSING_SCOPE", groups=groups)

    def _presented(self, sent: Sent) -> Token | None:
        """The token that a request carries, if there is one that is known."""
        found: dict[str, set[str]] = {}
        for kind, credential in self._connector.credentials.items():
            found[kind] = set(_secrets(credential, sent)) if not credential.parts else set()
        for kind, values in found.items():
            for value in values:
                token = self._tokens.get(_key(value))
                if token is not None and _is_presented_alike(self._connector.credentials, kind, token.kind):
                    return token
        for token in list(self._tokens.values()):
            parts = self._connector.credentials[token.kind].parts
            held: Mapping[str, str] = json.loads(token.value) if parts else {}
            if parts and all(value in found[part] for part, value in held.items()):
                return token
        return None

    def _has_any(self, sent: Sent) -> bool:
        return any(any(_secrets(each, sent)) for each in self._connector.credentials.values())

    def _new(self, kind: str, person: Person) -> str:
        """A fresh secret that looks like one of the provider's."""
        credential, pattern, random = (
            self._connector.credentials[kind],
            self._connector.secret_pattern,
            secrets.token_hex(20),
        )
        if credential.base64:
            return f"{person.login}:{random}"
        begins = [*credential.token_prefixes, ""] if credential.token_prefixes else [""]
        candidates = [f"{begin}{random}" for begin in begins]
        candidates += [f"{text}{random}" for text in (texts_of(pattern) if pattern else ())]
        fitting = (each for each in candidates if not pattern or re.fullmatch(pattern, each))
        return next(fitting, candidates[0])


def _key(value: str) -> str:
    """What a credential is kept under: its members may be written in any order."""
    if not value.startswith("{"):
        return value
    try:
        return json.dumps(json.loads(value), sort_keys=True)
    except ValueError:
        return value


def _is_presented_alike(credentials: Mapping[str, Credential], one: str, other: str) -> bool:
    def place(kind: str) -> tuple[str, str, str, str, bool]:
        each = credentials[kind]
        return each.header.lower(), each.prefix, each.query, each.cookie, each.base64

    return place(one) == place(other)


def _secrets(credential: Credential, sent: Sent) -> Iterator[str]:
    """What stands where a credential belongs."""
    if credential.header:
        text = sent.headers.get(credential.header.lower(), "")
        if text.lower().startswith(credential.prefix.lower()):
            yield from _decoded(credential, text[len(credential.prefix) :].strip())
    if credential.query:
        for name, text in sent.query:
            if name == credential.query:
                yield from _decoded(credential, text)
    if credential.cookie:
        for part in sent.headers.get("cookie", "").split("; "):
            name, _, text = part.partition("=")
            if name == credential.cookie:
                yield from _decoded(credential, unquote(text))


def _decoded(credential: Credential, text: str) -> Iterator[str]:
    if not text:
        return
    if not credential.base64:
        yield text
        return
    try:
        yield base64.b64decode(text, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return
