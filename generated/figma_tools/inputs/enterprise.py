# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools take: enterprise."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from pydantic import BeforeValidator, Field, with_config
from typing_extensions import TypedDict

from figma_tools import inputs
from figwright.connector import join_list, lower_case, not_bool


@with_config(extra="forbid")
class FigmaActivityLogsListInput(TypedDict):
    """What `figma_activity_logs_list` takes."""

    cursor: NotRequired[str]
    """meta.cursor of the last answer."""
    end_time: NotRequired[Annotated[int, Field(ge=0), BeforeValidator(not_bool)]]
    """Unix seconds. Default, now."""
    events: NotRequired[Annotated[str, BeforeValidator(join_list)]]
    """Only these events."""
    limit: NotRequired[Annotated[int, Field(ge=1), BeforeValidator(not_bool)]]
    """How many to return."""
    order: NotRequired[Literal["asc", "desc"]]
    """asc is oldest first."""
    start_time: NotRequired[Annotated[int, Field(ge=0), BeforeValidator(not_bool)]]
    """Unix seconds. Default, a year ago."""


@with_config(extra="forbid")
class FigmaAiUsageDailyGetInput(TypedDict):
    """What `figma_ai_usage_daily_get` takes."""

    end_date: inputs.identifiers.Date
    """Last day, YYYY-MM-DD in UTC."""
    start_date: inputs.identifiers.Date
    """First day, YYYY-MM-DD in UTC."""
    cursor: NotRequired[str]
    """next_cursor of the last answer."""
    limit: NotRequired[Annotated[int, Field(ge=1, le=1000), BeforeValidator(not_bool)]]
    """Rows to return."""
    user_email: NotRequired[str]
    """Only this person."""


@with_config(extra="forbid")
class FigmaDeveloperLogsListInput(TypedDict):
    """What `figma_developer_logs_list` takes."""

    cursor: NotRequired[str]
    """meta.cursor of the last answer."""
    date_range: NotRequired[Literal["last_24h", "last_7d", "last_30d"]]
    """How far back."""
    event_source: NotRequired[Literal["rest_api", "mcp_server"]]
    """Only calls to this."""
    ip_address: NotRequired[Annotated[str, BeforeValidator(join_list)]]
    """Only addresses that begin so."""
    limit: NotRequired[Annotated[int, Field(ge=1, le=100), BeforeValidator(not_bool)]]
    """How many to return."""
    token: NotRequired[str]
    """Only requests made with these tokens, separated by commas. Each is a secret."""
    token_name: NotRequired[Annotated[str, BeforeValidator(join_list)]]
    """Only tokens whose names begin so."""
    token_type: NotRequired[Literal["plan_access_token", "developer_token", "oauth_token"]]
    """developer_token is a personal access token."""
    user_email: NotRequired[Annotated[str, BeforeValidator(join_list)]]
    """Only people whose addresses begin so."""


@with_config(extra="forbid")
class FigmaLibraryAnalyticsComponentActionsGetInput(TypedDict):
    """What `figma_library_analytics_component_actions_get` takes."""

    file_key: inputs.identifiers.MainFileKey
    """The library's key or URL."""
    group_by: Annotated[Literal["component", "team"], BeforeValidator(lower_case)]
    """What to count by."""
    cursor: NotRequired[str]
    """cursor of the last answer."""
    end_date: NotRequired[inputs.identifiers.Date]
    """YYYY-MM-DD, its week's end."""
    start_date: NotRequired[inputs.identifiers.Date]
    """YYYY-MM-DD, its week's start. Default, a year ago."""


@with_config(extra="forbid")
class FigmaLibraryAnalyticsComponentUsagesGetInput(TypedDict):
    """What `figma_library_analytics_component_usages_get` takes."""

    file_key: inputs.identifiers.MainFileKey
    """The library's key or URL."""
    group_by: Annotated[Literal["component", "file"], BeforeValidator(lower_case)]
    """What to count by."""
    cursor: NotRequired[str]
    """cursor of the last answer."""


@with_config(extra="forbid")
class FigmaLibraryAnalyticsStyleActionsGetInput(TypedDict):
    """What `figma_library_analytics_style_actions_get` takes."""

    file_key: inputs.identifiers.MainFileKey
    """The library's key or URL."""
    group_by: Annotated[Literal["style", "team"], BeforeValidator(lower_case)]
    """What to count by."""
    cursor: NotRequired[str]
    """cursor of the last answer."""
    end_date: NotRequired[inputs.identifiers.Date]
    """YYYY-MM-DD, its week's end."""
    start_date: NotRequired[inputs.identifiers.Date]
    """YYYY-MM-DD, its week's start. Default, a year ago."""


@with_config(extra="forbid")
class FigmaLibraryAnalyticsStyleUsagesGetInput(TypedDict):
    """What `figma_library_analytics_style_usages_get` takes."""

    file_key: inputs.identifiers.MainFileKey
    """The library's key or URL."""
    group_by: Annotated[Literal["style", "file"], BeforeValidator(lower_case)]
    """What to count by."""
    cursor: NotRequired[str]
    """cursor of the last answer."""


@with_config(extra="forbid")
class FigmaLibraryAnalyticsVariableActionsGetInput(TypedDict):
    """What `figma_library_analytics_variable_actions_get` takes."""

    file_key: inputs.identifiers.MainFileKey
    """The library's key or URL."""
    group_by: Annotated[Literal["variable", "team"], BeforeValidator(lower_case)]
    """What to count by."""
    cursor: NotRequired[str]
    """cursor of the last answer."""
    end_date: NotRequired[inputs.identifiers.Date]
    """YYYY-MM-DD, its week's end."""
    start_date: NotRequired[inputs.identifiers.Date]
    """YYYY-MM-DD, its week's start. Default, a year ago."""


@with_config(extra="forbid")
class FigmaLibraryAnalyticsVariableUsagesGetInput(TypedDict):
    """What `figma_library_analytics_variable_usages_get` takes."""

    file_key: inputs.identifiers.MainFileKey
    """The library's key or URL."""
    group_by: Annotated[Literal["variable", "file"], BeforeValidator(lower_case)]
    """What to count by."""
    cursor: NotRequired[str]
    """cursor of the last answer."""


@with_config(extra="forbid")
class FigmaPaymentsGetInput(TypedDict):
    """What `figma_payments_get` takes."""

    community_file_id: NotRequired[inputs.identifiers.CommunityId]
    """The number after /file/ in the URL of the Community page of a file."""
    plugin_id: NotRequired[inputs.identifiers.CommunityId]
    """The number after /plugin/ in the URL of the Community page of a plugin; its manifest has it, too."""
    plugin_payment_token: NotRequired[str]
    """A short-lived secret that the running plugin or widget gets from getPluginPaymentTokenAsync, in place of
    everything else."""
    resource_id: NotRequired[inputs.identifiers.CommunityId]
    """Its Community URL, or the number in that."""
    resource_type: NotRequired[Annotated[Literal["plugin", "widget", "community_file"], BeforeValidator(lower_case)]]
    """What was sold."""
    user_id: NotRequired[inputs.identifiers.UserId]
    """From the current-user call as that person."""
    widget_id: NotRequired[inputs.identifiers.CommunityId]
    """The number after /widget/ in the URL of the Community page of a widget; its manifest has it, too."""
