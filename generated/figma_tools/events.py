# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What Figma tells webhooks of. Other events may come: theirs is an open payload."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from figwright.connector import EventType

if TYPE_CHECKING:
    from figma_tools import types

if TYPE_CHECKING:
    Event: TypeAlias = (
        types.webhooks.WebhookDevModeStatusUpdatePayload
        | types.webhooks.WebhookFileCommentPayload
        | types.webhooks.WebhookFileDeletePayload
        | types.webhooks.WebhookFileUpdatePayload
        | types.webhooks.WebhookFileVersionUpdatePayload
        | types.webhooks.WebhookLibraryPublishPayload
        | types.webhooks.WebhookPingPayload
    )
    """The payload of any event that is known."""
OpenEvent: TypeAlias = dict[str, Any]
"""The payload of an event that is not known."""

DEV_MODE_STATUS_UPDATE: EventType[types.webhooks.WebhookDevModeStatusUpdatePayload] = EventType(
    "DEV_MODE_STATUS_UPDATE"
)
"""The Dev Mode status of a node has changed."""
FILE_COMMENT: EventType[types.webhooks.WebhookFileCommentPayload] = EventType("FILE_COMMENT")
"""Somebody has commented on a file."""
FILE_DELETE: EventType[types.webhooks.WebhookFileDeletePayload] = EventType("FILE_DELETE")
"""A file was deleted."""
FILE_UPDATE: EventType[types.webhooks.WebhookFileUpdatePayload] = EventType("FILE_UPDATE")
"""A file has changed and then been left alone for a while."""
FILE_VERSION_UPDATE: EventType[types.webhooks.WebhookFileVersionUpdatePayload] = EventType("FILE_VERSION_UPDATE")
"""A version of a file was given a name."""
LIBRARY_PUBLISH: EventType[types.webhooks.WebhookLibraryPublishPayload] = EventType("LIBRARY_PUBLISH")
"""A library was published."""
PING: EventType[types.webhooks.WebhookPingPayload] = EventType("PING")
"""A test, sent when a webhook is created."""
