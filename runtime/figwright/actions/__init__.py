"""The client: `Actions` waits for each call (`sync`), `AsyncActions` is its awaitable twin (`aio`).

How one is made, and what neither has to wait for, stands in `client`; what both work with is `context`.
"""

from __future__ import annotations

from figwright.actions.aio import AsyncAccount, AsyncActions
from figwright.actions.client import Bounds
from figwright.actions.refresher import Refresher
from figwright.actions.sync import Account, Actions, Asked
from figwright.events.runner import EventSender
from figwright.webhooks.runner import EventRunner

__all__ = [
    "Account",
    "Actions",
    "Asked",
    "AsyncAccount",
    "AsyncActions",
    "Bounds",
    "EventRunner",
    "EventSender",
    "Refresher",
]
