"""The cookie that binds a consent to the browser that started it (T2; RFC 9700, 4.7).

One cookie for each consent, so that two tabs do not break each other. Its name follows from the state, which start and
callback both see; its value is a secret that neither the provider nor an address ever holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from starlette.responses import Response

_PREFIX = "figwright-"
_MOST = 6
"""Consents that one browser can have open at once: the oldest makes room."""


class Binding(NamedTuple):
    """Where and how the cookies of a redirect URI are set: its scheme and path are what browsers see."""

    prefix: str
    path: str
    secure: bool

    @classmethod
    def of(cls, redirect_uri: str) -> Binding:
        """Over https the name starts with `__Host-`, so that no sibling domain can set it; else the path is narrow."""
        parts = urlsplit(redirect_uri)
        if parts.scheme == "https":
            return cls(f"__Host-{_PREFIX}", "/", True)
        return cls(_PREFIX, parts.path.rpartition("/callback/")[0] or "/", False)

    def name(self, state: str) -> str:
        return self.prefix + hashlib.sha256(state.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def set(self, response: Response, state: str, secret: str, max_age: int) -> None:
        response.set_cookie(self.name(state), secret, max_age=max_age, **self._attributes())

    def delete(self, response: Response, name: str) -> None:
        response.delete_cookie(name, **self._attributes())

    def surplus(self, sent: Mapping[str, str]) -> list[str]:
        """The cookies to delete before another is set; browsers send the oldest first (RFC 6265, 5.4)."""
        ours = [name for name in sent if name.startswith(self.prefix)]
        return ours[: max(len(ours) + 1 - _MOST, 0)]

    def _attributes(self) -> dict[str, Any]:
        return {"path": self.path, "secure": self.secure, "httponly": True, "samesite": "lax"}
