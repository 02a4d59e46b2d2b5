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
    """meta.cursor of the last answer, to get the next page. Leave out for the first."""
    end_time: NotRequired[Annotated[int, Field(ge=0), BeforeValidator(not_bool)]]
    """Only events up to this time, in Unix seconds. Default, now."""
    events: NotRequired[Annotated[str, BeforeValidator(join_list)]]
    """Names of events, separated by commas, to get only those. Default, all."""
    limit: NotRequired[Annotated[int, Field(ge=1), BeforeValidator(not_bool)]]
    """How many to return at once."""
    order: NotRequired[Literal["asc", "desc"]]
    """asc for the oldest first, desc for the newest."""
    start_time: NotRequired[Annotated[int, Field(ge=0), BeforeValidator(not_bool)]]
    """Only events from this time on, in Unix seconds. Default, a year ago."""


@with_config(extra="forbid")
class FigmaAiUsageDailyGetInput(TypedDict):
    """What `figma_ai_usage_daily_get` takes."""

    end_date: inputs.identifiers.Date
    """The last day, YYYY-MM-DD, in UTC; from start_date to today."""
    start_date: inputs.identifiers.Date
    """The first day, YYYY-MM-DD, in UTC; not before 2025-12-01 and at most 366 days ago."""
    cursor: NotRequired[str]
    """next_cursor of the last answer, to get the next page. Leave out for the first."""
    limit: NotRequired[Annotated[int, Field(ge=1, le=1000), BeforeValidator(not_bool)]]
    """How many rows to return at once."""
    user_email: NotRequired[str]
    """The address of one person, to get only their usage. Default, everybody."""


@with_config(extra="forbid")
class FigmaDeveloperLogsListInput(TypedDict):
    """What `figma_developer_logs_list` takes."""

    cursor: NotRequired[str]
    """meta.cursor of the last answer, to get the next page."""
    date_range: NotRequired[Literal["last_24h", "last_7d", "last_30d"]]
    """How far back to look."""
    event_source: NotRequired[Literal["rest_api", "mcp_server"]]
    """Only calls to the REST API, or only those to the MCP server."""
    ip_address: NotRequired[Annotated[str, BeforeValidator(join_list)]]
    """Only IP addresses that begin so; several beginnings are separated by commas."""
    limit: NotRequired[Annotated[int, Field(ge=1, le=100), BeforeValidator(not_bool)]]
    """How many to return at once."""
    token: NotRequired[str]
    """Only requests made with these tokens, separated by commas. Each is a secret."""
    token_name: NotRequired[Annotated[str, BeforeValidator(join_list)]]
    """Only tokens whose names begin so; several beginnings are separated by commas."""
    token_type: NotRequired[Literal["plan_access_token", "developer_token", "oauth_token"]]
    """Only requests made with this kind of token; developer_token is a personal access token."""
    user_email: NotRequired[Annotated[str, BeforeValidator(join_list)]]
    """Only people whose addresses begin so; several beginnings are separated by commas."""


@with_config(extra="forbid")
class FigmaLibraryAnalyticsComponentActionsGetInput(TypedDict):
    """What `figma_library_analytics_component_actions_get` takes."""

    file_key: inputs.identifiers.FileKey
    """The part after /design/ or /file/ in the URL of the published library file."""
    group_by: Annotated[Literal["component", "team"], BeforeValidator(lower_case)]
    """Whether to count for each component or for each team."""
    cursor: NotRequired[str]
    """The cursor of the last answer, to get the next page. Leave out for the first."""
    end_date: NotRequired[inputs.identifiers.Date]
    """The last day to count, YYYY-MM-DD, moved forward to the end of its week. Default, the latest week there is."""
    start_date: NotRequired[inputs.identifiers.Date]
    """The first day to count, YYYY-MM-DD, moved back to the start of its week. Default, a year ago."""


@with_config(extra="forbid")
class FigmaLibraryAnalyticsComponentUsagesGetInput(TypedDict):
    """What `figma_library_analytics_component_usages_get` takes."""

    file_key: inputs.identifiers.FileKey
    """The part after /design/ or /file/ in the URL of the published library file."""
    group_by: Annotated[Literal["component", "file"], BeforeValidator(lower_case)]
    """Whether to count for each component or for each file that uses the library."""
    cursor: NotRequired[str]
    """The cursor of the last answer, to get the next page. Leave out for the first."""


@with_config(extra="forbid")
class FigmaLibraryAnalyticsStyleActionsGetInput(TypedDict):
    """What `figma_library_analytics_style_actions_get` takes."""

    file_key: inputs.identifiers.FileKey
    """The part after /design/ or /file/ in the URL of the published library file."""
    group_by: Annotated[Literal["style", "team"], BeforeValidator(lower_case)]
    """Whether to count for each style or for each team."""
    cursor: NotRequired[str]
    """The cursor of the last answer, to get the next page. Leave out for the first."""
    end_date: NotRequired[inputs.identifiers.Date]
    """The last day to count, YYYY-MM-DD, moved forward to the end of its week. Default, the latest week there is."""
    start_date: NotRequired[inputs.identifiers.Date]
    """The first day to count, YYYY-MM-DD, moved back to the start of its week. Default, a year ago."""


@with_config(extra="forbid")
class FigmaLibraryAnalyticsStyleUsagesGetInput(TypedDict):
    """What `figma_library_analytics_style_usages_get` takes."""

    file_key: inputs.identifiers.FileKey
    """The part after /design/ or /file/ in the URL of the published library file."""
    group_by: Annotated[Literal["style", "file"], BeforeValidator(lower_case)]
    """Whether to count for each style or for each file that uses the library."""
    cursor: NotRequired[str]
    """The cursor of the last answer, to get the next page. Leave out for the first."""


@with_config(extra="forbid")
class FigmaLibraryAnalyticsVariableActionsGetInput(TypedDict):
    """What `figma_library_analytics_variable_actions_get` takes."""

    file_key: inputs.identifiers.FileKey
    """The part after /design/ or /file/ in the URL of the published library file."""
    group_by: Annotated[Literal["variable", "team"], BeforeValidator(lower_case)]
    """Whether to count for each variable or for each team."""
    cursor: NotRequired[str]
    """The cursor of the last answer, to get the next page. Leave out for the first."""
    end_date: NotRequired[inputs.identifiers.Date]
    """The last day to count, YYYY-MM-DD, moved forward to the end of its week. Default, the latest week there is."""
    start_date: NotRequired[inputs.identifiers.Date]
    """The first day to count, YYYY-MM-DD, moved back to the start of its week. Default, a year ago."""


@with_config(extra="forbid")
class FigmaLibraryAnalyticsVariableUsagesGetInput(TypedDict):
    """What `figma_library_analytics_variable_usages_get` takes."""

    file_key: inputs.identifiers.FileKey
    """The part after /design/ or /file/ in the URL of the published library file."""
    group_by: Annotated[Literal["variable", "file"], BeforeValidator(lower_case)]
    """Whether to count for each variable or for each file that uses the library."""
    cursor: NotRequired[str]
    """The cursor of the last answer, to get the next page. Leave out for the first."""


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
    resource_id: NotRequired[Annotated[str, Field(pattern="^[0-9]+$", coerce_numbers_to_str=True)]]
    """Its id, the number after plugin/, widget/ or file/ in the URL of its Community page."""
    resource_type: NotRequired[Annotated[Literal["plugin", "widget", "community_file"], BeforeValidator(lower_case)]]
    """What was sold."""
    user_id: NotRequired[inputs.identifiers.UserId]
    """The id of the person, from the current-user call with their credential."""
    widget_id: NotRequired[inputs.identifiers.CommunityId]
    """The number after /widget/ in the URL of the Community page of a widget; its manifest has it, too."""
