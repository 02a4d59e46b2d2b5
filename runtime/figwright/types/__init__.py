"""The types of all that the client's methods take and hand back. Each loads when it is first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from figwright.rate_limits.budget import TierBudget
    from figwright.rendering.answer import Text
    from figwright.rendering.pictures import Picture, Show
    from figwright.rendering.shape import Shape, Shaping
    from figwright.types.accounts import (
        AccountEvent,
        AccountPage,
        AccountResult,
        AccountStatus,
        AuthorizationLink,
        CompletedAuthorization,
        ConnectedAccount,
        IssuedMcpToken,
        McpToken,
        McpTokenPage,
        RefreshReport,
        StartedAuthorization,
    )
    from figwright.types.events import (
        AccountConnected,
        AccountExpiring,
        AccountMessage,
        AccountNotice,
        AccountReasonChanged,
        AccountRefreshFailed,
        AccountStatusChanged,
        DeliveryReport,
        EventDelivery,
        StatusChange,
    )
    from figwright.types.files import DownloadResult, Fault, NotSaved, PicturesResult, SavedFile
    from figwright.types.results import Origin, ToolList, ToolResult
    from figwright.types.webhooks import HandledReport, ReceivedEvent, Webhook, WebhookEvent

_MODULES = {
    "AccountConnected": "types.events",
    "AccountEvent": "types.accounts",
    "AccountExpiring": "types.events",
    "AccountMessage": "types.events",
    "AccountNotice": "types.events",
    "AccountPage": "types.accounts",
    "AccountReasonChanged": "types.events",
    "AccountRefreshFailed": "types.events",
    "AccountResult": "types.accounts",
    "AccountStatus": "types.accounts",
    "AccountStatusChanged": "types.events",
    "AuthorizationLink": "types.accounts",
    "CompletedAuthorization": "types.accounts",
    "ConnectedAccount": "types.accounts",
    "DeliveryReport": "types.events",
    "DownloadResult": "types.files",
    "EventDelivery": "types.events",
    "Fault": "types.files",
    "HandledReport": "types.webhooks",
    "IssuedMcpToken": "types.accounts",
    "McpToken": "types.accounts",
    "McpTokenPage": "types.accounts",
    "NotSaved": "types.files",
    "Origin": "types.results",
    "Picture": "rendering.pictures",
    "PicturesResult": "types.files",
    "ReceivedEvent": "types.webhooks",
    "RefreshReport": "types.accounts",
    "SavedFile": "types.files",
    "Shape": "rendering.shape",
    "Shaping": "rendering.shape",
    "Show": "rendering.pictures",
    "StartedAuthorization": "types.accounts",
    "StatusChange": "types.events",
    "Text": "rendering.answer",
    "TierBudget": "rate_limits.budget",
    "ToolList": "types.results",
    "ToolResult": "types.results",
    "Webhook": "types.webhooks",
    "WebhookEvent": "types.webhooks",
}

__all__ = [
    "AccountConnected",
    "AccountEvent",
    "AccountExpiring",
    "AccountMessage",
    "AccountNotice",
    "AccountPage",
    "AccountReasonChanged",
    "AccountRefreshFailed",
    "AccountResult",
    "AccountStatus",
    "AccountStatusChanged",
    "AuthorizationLink",
    "CompletedAuthorization",
    "ConnectedAccount",
    "DeliveryReport",
    "DownloadResult",
    "EventDelivery",
    "Fault",
    "HandledReport",
    "IssuedMcpToken",
    "McpToken",
    "McpTokenPage",
    "NotSaved",
    "Origin",
    "Picture",
    "PicturesResult",
    "ReceivedEvent",
    "RefreshReport",
    "SavedFile",
    "Shape",
    "Shaping",
    "Show",
    "StartedAuthorization",
    "StatusChange",
    "Text",
    "TierBudget",
    "ToolList",
    "ToolResult",
    "Webhook",
    "WebhookEvent",
]


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"figwright.{_MODULES[name]}"), name)
