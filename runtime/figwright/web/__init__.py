"""The browser's side of a consent, to be mounted in your web application. Needs the extra `server`."""

from __future__ import annotations

try:
    from figwright.web.app import connect_app
except ModuleNotFoundError as error:
    if (error.name or "").partition(".")[0] != "starlette":
        raise
    from figwright.extras import install_command

    raise ImportError(f"figwright.web needs the extra server: {install_command('server')}") from error

__all__ = ["connect_app"]
