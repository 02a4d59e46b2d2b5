"""The tools over the Model Context Protocol, on the official SDK. Needs the extra `mcp`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from figwright.mcp.http import mcp_app
    from figwright.mcp.server import make_server

_MODULES = {"make_server": "figwright.mcp.server", "mcp_app": "figwright.mcp.http"}

__all__ = ["make_server", "mcp_app"]


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        return getattr(import_module(_MODULES[name]), name)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("mcp", "mcp_types", "starlette"):
            raise
        from figwright.toolbox import missing

        raise missing("mcp", error) from error
