"""The bounds of a client's calls, and the way that they take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from figwright.redaction.secret import Secret

MAX_TOKENS = 25_000
MAX_CHARACTERS = 50_000
"""Of a result's text, where nothing else is said."""


class Bounds(TypedDict, total=False):
    """What bounds a client's calls, and its way out: see the constructor."""

    deadline: float | None
    max_response_bytes: int | None
    proxy: str | Secret | None
    ca_bundle: str | None
    trust_env: bool | None
    max_tokens: int | None
    max_characters: int | None


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds and way out of a client's calls: seconds, bytes after decompression, proxy URL, CA bundle path.

    `max_tokens` and `max_characters` are those of each result's text.
    """

    deadline: float = 60.0
    max_response_bytes: int = 256 * 2**20
    proxy: Secret | None = None
    """An address as text becomes a secret, since it may hold a password."""
    ca_bundle: str | None = None
    trust_env: bool = False
    max_tokens: int = MAX_TOKENS
    max_characters: int = MAX_CHARACTERS

    def __post_init__(self) -> None:
        if self.proxy is not None:
            object.__setattr__(self, "proxy", Secret.text(self.proxy))
