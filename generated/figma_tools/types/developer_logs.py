# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools return: developer logs."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from figma_tools import types


class DeveloperLog(TypedDict):
    """One request to the REST API or the MCP server."""

    action: DeveloperLogAction
    actor: DeveloperLogActor
    context: DeveloperLogContext
    resource: DeveloperLogResource
    timestamp: str
    """When the request was made, ISO 8601."""
    uuid: str
    """The id of the entry."""


class DeveloperLogAction(TypedDict):
    """What was called."""

    event_name: str
    """The path of the REST operation or the name of the MCP tool."""
    event_source: Literal["rest_api", "mcp_server"]


class DeveloperLogActor(TypedDict):
    """Who called, with which token. A plan access token belongs to nobody, so the user is null."""

    token_name: str
    """The token's name; for OAuth, the app's."""
    token_type: Literal["developer_token", "plan_access_token", "oauth_token"]
    """developer_token is a personal access token."""
    user_email: NotRequired[str | None]
    user_id: NotRequired[str | None]
    user_name: NotRequired[str | None]


class DeveloperLogContext(TypedDict):
    """Where the call came from."""

    city: NotRequired[str | None]
    country: NotRequired[str | None]
    country_region: NotRequired[str | None]
    ip_address: str


class DeveloperLogPage(TypedDict):
    """A page of the developer log."""

    cursor: NotRequired[str | None]
    """To pass as cursor for the next page; null on the last."""
    has_more: bool
    items: list[DeveloperLog]
    """The newest first."""


class DeveloperLogResource(TypedDict):
    """What was called about. Null where a call concerns no file, team or project."""

    id_or_key: NotRequired[str | None]
    """The key of a file, the id of a team or project."""
    name: NotRequired[str | None]
    org_id: str
    """The organization concerned."""
    type: NotRequired[Literal["file", "team", "project"] | None]


class PostDeveloperLogsResponse(types.shared.Success):
    """What was asked of the REST API and the MCP server."""

    meta: DeveloperLogPage
