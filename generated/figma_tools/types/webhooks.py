# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools return: webhooks."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypeAlias

from pydantic import Field
from typing_extensions import TypedDict

from figma_tools import types


class GetTeamWebhooksResponse(TypedDict):
    """The webhooks of a team."""

    webhooks: list[WebhookV2]


class GetWebhookRequestsResponse(TypedDict):
    """What was sent for a webhook in the last 7 days."""

    requests: list[WebhookV2Request]


class GetWebhooksResponse(TypedDict):
    """Webhooks of a team, project, file or plan."""

    pagination: NotRequired[types.shared.ResponsePagination]
    """The pages around this one. Only for the webhooks of a plan."""
    webhooks: list[WebhookV2]


class LibraryItemData(TypedDict):
    """Something in a library, such as a component."""

    key: str
    """Its key, the same in every file."""
    name: str


class WebhookDevModeStatusUpdatePayload(TypedDict):
    """The Dev Mode status of a node has changed."""

    event_type: Literal["DEV_MODE_STATUS_UPDATE"]
    file_key: str
    file_name: str
    node_id: str
    """The node whose status has changed."""
    passcode: NotRequired[str]
    """The webhook's passcode, to compare with yours. Answer 400 to a wrong one, and the webhook stops."""
    related_links: list[types.dev_resources.DevResource]
    """The dev resources of the node."""
    status: str
    """NONE, READY_FOR_DEV or COMPLETED."""
    timestamp: str
    """When it happened."""
    triggered_by: WebhookUser
    webhook_id: str
    """The webhook that this is for."""


class WebhookFileCommentPayload(TypedDict):
    """Somebody has commented on a file."""

    comment: list[types.comments.CommentFragment]
    """The text in pieces, in order."""
    comment_id: str
    created_at: str
    event_type: Literal["FILE_COMMENT"]
    file_key: str
    file_name: str
    mentions: NotRequired[list[WebhookUser]]
    """Who is mentioned in it."""
    passcode: NotRequired[str]
    """The webhook's passcode, to compare with yours. Answer 400 to a wrong one, and the webhook stops."""
    timestamp: str
    """When it happened."""
    triggered_by: WebhookUser
    webhook_id: str
    """The webhook that this is for."""


class WebhookFileDeletePayload(TypedDict):
    """A file was deleted."""

    event_type: Literal["FILE_DELETE"]
    file_key: str
    file_name: str
    passcode: NotRequired[str]
    """The webhook's passcode, to compare with yours. Answer 400 to a wrong one, and the webhook stops."""
    timestamp: str
    """When it happened."""
    triggered_by: WebhookUser
    webhook_id: str
    """The webhook that this is for."""


class WebhookFileUpdatePayload(TypedDict):
    """A file has changed and then been left alone for a while."""

    event_type: Literal["FILE_UPDATE"]
    file_key: str
    file_name: str
    passcode: NotRequired[str]
    """The webhook's passcode, to compare with yours. Answer 400 to a wrong one, and the webhook stops."""
    timestamp: str
    """When it happened."""
    webhook_id: str
    """The webhook that this is for."""


class WebhookFileVersionUpdatePayload(TypedDict):
    """A version of a file was given a name."""

    created_at: str
    """When the version was made."""
    description: NotRequired[str]
    """What was written about the version."""
    event_type: Literal["FILE_VERSION_UPDATE"]
    file_key: str
    file_name: str
    passcode: NotRequired[str]
    """The webhook's passcode, to compare with yours. Answer 400 to a wrong one, and the webhook stops."""
    timestamp: str
    """When it happened."""
    triggered_by: WebhookUser
    version_id: str
    """To pass as version when reading the file."""
    webhook_id: str
    """The webhook that this is for."""


class WebhookLibraryPublishPayload(TypedDict):
    """A library was published."""

    created_components: list[LibraryItemData]
    created_styles: list[LibraryItemData]
    created_variables: list[LibraryItemData]
    deleted_components: list[LibraryItemData]
    deleted_styles: list[LibraryItemData]
    deleted_variables: list[LibraryItemData]
    description: NotRequired[str]
    """What was written about the publication."""
    event_type: Literal["LIBRARY_PUBLISH"]
    file_key: str
    file_name: str
    library_item: LibraryItemData
    """The library itself."""
    modified_components: list[LibraryItemData]
    modified_styles: list[LibraryItemData]
    modified_variables: list[LibraryItemData]
    passcode: NotRequired[str]
    """The webhook's passcode, to compare with yours. Answer 400 to a wrong one, and the webhook stops."""
    timestamp: str
    """When it happened."""
    triggered_by: WebhookUser
    webhook_id: str
    """The webhook that this is for."""


class WebhookPingPayload(TypedDict):
    """A test, sent when a webhook is created."""

    event_type: Literal["PING"]
    passcode: NotRequired[str]
    """The webhook's passcode, to compare with yours. Answer 400 to a wrong one, and the webhook stops."""
    timestamp: str
    """When it happened."""
    webhook_id: str
    """The webhook that this is for."""


class WebhookUser(TypedDict):
    """A person as a delivery names them, with or without a picture."""

    handle: str
    """The name they chose."""
    id: str
    """The person's id. Beyond 2^53, so keep it a string."""
    img_url: NotRequired[str]
    """The URL of their picture."""


class WebhookV2(TypedDict):
    """A webhook, by which Figma calls an endpoint of yours when something happens."""

    client_id: str | None
    """The OAuth app that created it, if one did."""
    context: str
    """What it watches, team, project or file, here in capitals."""
    context_id: str
    """The id of the team or project, or the key of the file."""
    description: str | None
    """The note that was given to it."""
    endpoint: str
    """The URL that Figma POSTs to."""
    event_type: WebhookV2Event
    """The event that it tells of."""
    id: str
    passcode: NotRequired[str]
    """The secret that deliveries carry. Empty where the webhook is only read."""
    plan_api_id: str
    """The plan that it belongs to, to pass as plan_api_id."""
    status: WebhookV2Status
    team_id: str
    """The team that it watches, as context_id says too; empty for a project or file. Deprecated."""


class WebhookV2Request(TypedDict):
    """One delivery, and what came of it."""

    error_msg: str | None
    """Why it failed; null where it did not."""
    request_info: WebhookV2RequestInfo
    response_info: WebhookV2ResponseInfo | None
    """What the endpoint answered; null where it did not."""
    webhook_id: str


class WebhookV2RequestInfo(TypedDict):
    """What was sent."""

    endpoint: str
    """Where it was sent."""
    id: str
    """The webhook's id."""
    payload: WebhookPayload
    sent_at: str


class WebhookV2ResponseInfo(TypedDict):
    """What an endpoint answered."""

    received_at: str
    status: str
    """The HTTP status."""


WebhookPayload: TypeAlias = Annotated[
    WebhookDevModeStatusUpdatePayload
    | WebhookFileCommentPayload
    | WebhookFileDeletePayload
    | WebhookFileUpdatePayload
    | WebhookFileVersionUpdatePayload
    | WebhookLibraryPublishPayload
    | WebhookPingPayload,
    Field(discriminator="event_type"),
]
"""What Figma sends to an endpoint; event_type says which event it tells of."""

WebhookV2Event: TypeAlias = Literal[
    "PING",
    "FILE_UPDATE",
    "FILE_VERSION_UPDATE",
    "FILE_DELETE",
    "LIBRARY_PUBLISH",
    "FILE_COMMENT",
    "DEV_MODE_STATUS_UPDATE",
]
"""PING is a test. FILE_UPDATE comes once a file has been left alone for a while after changes, FILE_VERSION_UPDATE when
a version is named, the others as soon as it happens."""

WebhookV2Status: TypeAlias = Literal["ACTIVE", "PAUSED"]
"""ACTIVE delivers every event, PAUSED none."""
