"""What is mounted in your web application: the browser's side of a consent, and the receiver of webhooks.

Needs the extra `server`.
"""

from __future__ import annotations

from figwright.errors import MissingExtraError

try:
    from figwright.web.app import connect_app
    from figwright.web.brand import Brand
    from figwright.web.webhooks import webhook_app
except ModuleNotFoundError as error:
    if (package := (error.name or "").partition(".")[0]) not in ("starlette", "uvicorn"):
        raise
    raise MissingExtraError("figwright.web", "server", package) from None

__all__ = ["Brand", "connect_app", "webhook_app"]
