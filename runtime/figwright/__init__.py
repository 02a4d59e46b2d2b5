"""figwright: an AI agent's tools for a provider, called as each of your users.

`Actions` and `AsyncActions` call tools; `Connection` is your app with a provider; `ToolResult` is what comes back;
`errors` is everything that can be raised.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from figwright import errors
    from figwright.actions import Actions, AsyncActions, Refresher
    from figwright.connections import Connection
    from figwright.types.accounts import AccountStatus, ConnectedAccount
    from figwright.types.results import ToolResult

__version__ = "0.1.0"
__all__ = [
    "AccountStatus",
    "Actions",
    "AsyncActions",
    "ConnectedAccount",
    "Connection",
    "Refresher",
    "ToolResult",
    "errors",
]

_MODULES = {
    "AccountStatus": "types.accounts",
    "Actions": "actions",
    "AsyncActions": "actions",
    "ConnectedAccount": "types.accounts",
    "Connection": "connections",
    "Refresher": "actions",
    "ToolResult": "types.results",
}


def __getattr__(name: str) -> object:
    if name in ("errors", "web"):
        return import_module(f"figwright.{name}")
    if name not in _MODULES:
        raise AttributeError(f"module 'figwright' has no attribute {name!r}")
    return getattr(import_module(f"figwright.{_MODULES[name]}"), name)
