"""The browser's side of a consent, to be mounted in your web application. Needs the extra `server`."""

from __future__ import annotations

from figwright.errors import MissingExtraError

try:
    from figwright.web.app import connect_app
    from figwright.web.brand import Brand
except ModuleNotFoundError as error:
    if (package := (error.name or "").partition(".")[0]) not in ("starlette", "uvicorn"):
        raise
    raise MissingExtraError("figwright.web", "server", package) from None

__all__ = ["Brand", "connect_app"]
