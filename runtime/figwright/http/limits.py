"""The bounds of a client's calls, and the way that they take."""

from __future__ import annotations

from dataclasses import dataclass

from figwright.redaction.secret import Secret


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds and way out of a client's calls: seconds, bytes after decompression, proxy URL, CA bundle path."""

    deadline: float = 60.0
    max_response_bytes: int = 256 * 2**20
    proxy: Secret | None = None
    """An address as text becomes a secret, since it may hold a password."""
    ca_bundle: str | None = None
    trust_env: bool = False

    def __post_init__(self) -> None:
        if self.proxy is not None:
            object.__setattr__(self, "proxy", Secret.text(self.proxy))
