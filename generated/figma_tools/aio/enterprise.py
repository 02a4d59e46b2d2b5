# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""Administration, analytics and payments: awaitable functions, one per tool."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figma_tools.tools.enterprise import (
    FIGMA_ACTIVITY_LOGS_LIST,
    FIGMA_AI_USAGE_DAILY_GET,
    FIGMA_DEVELOPER_LOGS_LIST,
    FIGMA_LIBRARY_ANALYTICS_COMPONENT_ACTIONS_GET,
    FIGMA_LIBRARY_ANALYTICS_COMPONENT_USAGES_GET,
    FIGMA_LIBRARY_ANALYTICS_STYLE_ACTIONS_GET,
    FIGMA_LIBRARY_ANALYTICS_STYLE_USAGES_GET,
    FIGMA_LIBRARY_ANALYTICS_VARIABLE_ACTIONS_GET,
    FIGMA_LIBRARY_ANALYTICS_VARIABLE_USAGES_GET,
    FIGMA_PAYMENTS_GET,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Annotated, Literal

    from annotated_types import Ge, Le

    from figma_tools import types
    from figwright.connector import AsyncAccount


async def figma_activity_logs_list(
    account: AsyncAccount,
    *,
    cursor: str | None = None,
    end_time: Annotated[int, Ge(0)] | None = None,
    events: str | Sequence[str] | None = None,
    limit: Annotated[int, Ge(1)] | None = None,
    order: Literal["asc", "desc"] | None = None,
    start_time: Annotated[int, Ge(0)] | None = None,
) -> types.activity_logs.GetActivityLogsResponse:
    """List activity logs.

    List what people did in an organization: who, which event, on what, when. Enterprise only, with a plan access token
    or an organization admin's OAuth. For API calls use figma_developer_logs_list.

    Args:
        cursor: meta.cursor of the last answer.
        end_time: Unix seconds. Default, now.
        events: Only these events. A list works, too.
        limit: How many to return. Default: 1000.
        order: asc is oldest first. Default: "asc".
        start_time: Unix seconds. Default, a year ago.

    Returns GetActivityLogsResponse: the provider's JSON, as it came. What it needs, and how it fails: see
    figma_tools.enterprise.figma_activity_logs_list.

    Example:
        await figma_activity_logs_list(account)
    """
    return await account.call(
        FIGMA_ACTIVITY_LOGS_LIST,
        {
            "cursor": cursor,
            "end_time": end_time,
            "events": events,
            "limit": limit,
            "order": order,
            "start_time": start_time,
        },
    )


async def figma_ai_usage_daily_get(
    account: AsyncAccount,
    *,
    end_date: str,
    start_date: str,
    cursor: str | None = None,
    limit: Annotated[int, Ge(1), Le(1000)] | None = None,
    user_email: str | None = None,
) -> types.ai_usage.GetAiUsageDailyResponse:
    """Get daily AI usage.

    Get each person's AI credits per day and editor, from 2025-12-01 and at most 366 days back. Only with a plan access
    token of scope org:ai_metering_usage_read.

    Args:
        end_date: Last day, YYYY-MM-DD in UTC.
        start_date: First day, YYYY-MM-DD in UTC.
        cursor: next_cursor of the last answer.
        limit: Rows to return. Default: 1000.
        user_email: Only this person.

    Returns GetAiUsageDailyResponse: the provider's JSON, as it came. What it needs, and how it fails: see
    figma_tools.enterprise.figma_ai_usage_daily_get.

    Example:
        await figma_ai_usage_daily_get(account, end_date="2026-03-31", start_date="2026-03-31")
    """
    return await account.call(
        FIGMA_AI_USAGE_DAILY_GET,
        {"end_date": end_date, "start_date": start_date, "cursor": cursor, "limit": limit, "user_email": user_email},
    )


async def figma_developer_logs_list(
    account: AsyncAccount,
    *,
    cursor: str | None = None,
    date_range: Literal["last_24h", "last_7d", "last_30d"] | None = None,
    event_source: Literal["rest_api", "mcp_server"] | None = None,
    ip_address: str | Sequence[str] | None = None,
    limit: Annotated[int, Ge(1), Le(100)] | None = None,
    token: str | None = None,
    token_name: str | Sequence[str] | None = None,
    token_type: Literal["plan_access_token", "developer_token", "oauth_token"] | None = None,
    user_email: str | Sequence[str] | None = None,
) -> types.developer_logs.PostDeveloperLogsResponse:
    """List developer logs.

    List an organization's REST API and MCP requests: who, with which token, what, from where. Only with a plan access
    token of scope org:developer_log_read. For the editor use figma_activity_logs_list.

    Args:
        cursor: meta.cursor of the last answer.
        date_range: How far back. Default: "last_30d".
        event_source: Only calls to this.
        ip_address: Only addresses that begin so. A list works, too.
        limit: How many to return. Default: 25.
        token: Only requests made with these tokens, separated by commas. Each is a secret.
        token_name: Only tokens whose names begin so. A list works, too.
        token_type: developer_token is a personal access token.
        user_email: Only people whose addresses begin so. A list works, too.

    Returns PostDeveloperLogsResponse: the provider's JSON, as it came. What it needs, and how it fails: see
    figma_tools.enterprise.figma_developer_logs_list.

    Example:
        await figma_developer_logs_list(account)
    """
    return await account.call(
        FIGMA_DEVELOPER_LOGS_LIST,
        {
            "cursor": cursor,
            "date_range": date_range,
            "event_source": event_source,
            "ip_address": ip_address,
            "limit": limit,
            "token": token,
            "token_name": token_name,
            "token_type": token_type,
            "user_email": user_email,
        },
    )


async def figma_library_analytics_component_actions_get(
    account: AsyncAccount,
    *,
    file_key: str,
    group_by: Literal["component", "team"],
    cursor: str | None = None,
    end_date: str | None = None,
    start_date: str | None = None,
) -> types.library_analytics.GetLibraryAnalyticsComponentActionsResponse:
    """Get component actions of a library.

    Count how often a library's components were inserted and detached, by week. For current use:
    figma_library_analytics_component_usages_get. Enterprise only.

    Args:
        file_key: The library's key or URL.
        group_by: What to count by.
        cursor: cursor of the last answer.
        end_date: YYYY-MM-DD, its week's end.
        start_date: YYYY-MM-DD, its week's start. Default, a year ago.

    Returns GetLibraryAnalyticsComponentActionsResponse: the provider's JSON, as it came. What it needs, and how it
    fails: see figma_tools.enterprise.figma_library_analytics_component_actions_get.

    Example:
        await figma_library_analytics_component_actions_get(
            account,
            file_key="aB3dE6gH9jK2mN5pQ8sT1v",
            group_by="component",
        )
    """
    return await account.call(
        FIGMA_LIBRARY_ANALYTICS_COMPONENT_ACTIONS_GET,
        {"file_key": file_key, "group_by": group_by, "cursor": cursor, "end_date": end_date, "start_date": start_date},
    )


async def figma_library_analytics_component_usages_get(
    account: AsyncAccount, *, file_key: str, group_by: Literal["component", "file"], cursor: str | None = None
) -> types.library_analytics.GetLibraryAnalyticsComponentUsagesResponse:
    """Get component usages of a library.

    Count uses of a library's components now; files out of reach are masked. Over time:
    figma_library_analytics_component_actions_get. Enterprise only.

    Args:
        file_key: The library's key or URL.
        group_by: What to count by.
        cursor: cursor of the last answer.

    Returns GetLibraryAnalyticsComponentUsagesResponse: the provider's JSON, as it came. What it needs, and how it
    fails: see figma_tools.enterprise.figma_library_analytics_component_usages_get.

    Example:
        await figma_library_analytics_component_usages_get(
            account,
            file_key="aB3dE6gH9jK2mN5pQ8sT1v",
            group_by="component",
        )
    """
    return await account.call(
        FIGMA_LIBRARY_ANALYTICS_COMPONENT_USAGES_GET, {"file_key": file_key, "group_by": group_by, "cursor": cursor}
    )


async def figma_library_analytics_style_actions_get(
    account: AsyncAccount,
    *,
    file_key: str,
    group_by: Literal["style", "team"],
    cursor: str | None = None,
    end_date: str | None = None,
    start_date: str | None = None,
) -> types.library_analytics.GetLibraryAnalyticsStyleActionsResponse:
    """Get style actions of a library.

    Count how often a library's styles were inserted and detached, by week. For current use:
    figma_library_analytics_style_usages_get. Enterprise only.

    Args:
        file_key: The library's key or URL.
        group_by: What to count by.
        cursor: cursor of the last answer.
        end_date: YYYY-MM-DD, its week's end.
        start_date: YYYY-MM-DD, its week's start. Default, a year ago.

    Returns GetLibraryAnalyticsStyleActionsResponse: the provider's JSON, as it came. What it needs, and how it fails:
    see figma_tools.enterprise.figma_library_analytics_style_actions_get.

    Example:
        await figma_library_analytics_style_actions_get(account, file_key="aB3dE6gH9jK2mN5pQ8sT1v", group_by="style")
    """
    return await account.call(
        FIGMA_LIBRARY_ANALYTICS_STYLE_ACTIONS_GET,
        {"file_key": file_key, "group_by": group_by, "cursor": cursor, "end_date": end_date, "start_date": start_date},
    )


async def figma_library_analytics_style_usages_get(
    account: AsyncAccount, *, file_key: str, group_by: Literal["style", "file"], cursor: str | None = None
) -> types.library_analytics.GetLibraryAnalyticsStyleUsagesResponse:
    """Get style usages of a library.

    Count uses of a library's styles now; files out of reach are masked. Over time:
    figma_library_analytics_style_actions_get. Enterprise only.

    Args:
        file_key: The library's key or URL.
        group_by: What to count by.
        cursor: cursor of the last answer.

    Returns GetLibraryAnalyticsStyleUsagesResponse: the provider's JSON, as it came. What it needs, and how it fails:
    see figma_tools.enterprise.figma_library_analytics_style_usages_get.

    Example:
        await figma_library_analytics_style_usages_get(account, file_key="aB3dE6gH9jK2mN5pQ8sT1v", group_by="style")
    """
    return await account.call(
        FIGMA_LIBRARY_ANALYTICS_STYLE_USAGES_GET, {"file_key": file_key, "group_by": group_by, "cursor": cursor}
    )


async def figma_library_analytics_variable_actions_get(
    account: AsyncAccount,
    *,
    file_key: str,
    group_by: Literal["variable", "team"],
    cursor: str | None = None,
    end_date: str | None = None,
    start_date: str | None = None,
) -> types.library_analytics.GetLibraryAnalyticsVariableActionsResponse:
    """Get variable actions of a library.

    Count how often a library's variables were inserted and detached, by week. For current use:
    figma_library_analytics_variable_usages_get. Enterprise only.

    Args:
        file_key: The library's key or URL.
        group_by: What to count by.
        cursor: cursor of the last answer.
        end_date: YYYY-MM-DD, its week's end.
        start_date: YYYY-MM-DD, its week's start. Default, a year ago.

    Returns GetLibraryAnalyticsVariableActionsResponse: the provider's JSON, as it came. What it needs, and how it
    fails: see figma_tools.enterprise.figma_library_analytics_variable_actions_get.

    Example:
        await figma_library_analytics_variable_actions_get(
            account,
            file_key="aB3dE6gH9jK2mN5pQ8sT1v",
            group_by="variable",
        )
    """
    return await account.call(
        FIGMA_LIBRARY_ANALYTICS_VARIABLE_ACTIONS_GET,
        {"file_key": file_key, "group_by": group_by, "cursor": cursor, "end_date": end_date, "start_date": start_date},
    )


async def figma_library_analytics_variable_usages_get(
    account: AsyncAccount, *, file_key: str, group_by: Literal["variable", "file"], cursor: str | None = None
) -> types.library_analytics.GetLibraryAnalyticsVariableUsagesResponse:
    """Get variable usages of a library.

    Count uses of a library's variables now; files out of reach are masked. Over time:
    figma_library_analytics_variable_actions_get. Enterprise only.

    Args:
        file_key: The library's key or URL.
        group_by: What to count by.
        cursor: cursor of the last answer.

    Returns GetLibraryAnalyticsVariableUsagesResponse: the provider's JSON, as it came. What it needs, and how it fails:
    see figma_tools.enterprise.figma_library_analytics_variable_usages_get.

    Example:
        await figma_library_analytics_variable_usages_get(
            account,
            file_key="aB3dE6gH9jK2mN5pQ8sT1v",
            group_by="variable",
        )
    """
    return await account.call(
        FIGMA_LIBRARY_ANALYTICS_VARIABLE_USAGES_GET, {"file_key": file_key, "group_by": group_by, "cursor": cursor}
    )


async def figma_payments_get(
    account: AsyncAccount,
    *,
    community_file_id: str | int | None = None,
    plugin_id: str | int | None = None,
    plugin_payment_token: str | None = None,
    resource_id: str | int | None = None,
    resource_type: Literal["plugin", "widget", "community_file"] | None = None,
    user_id: str | int | None = None,
    widget_id: str | int | None = None,
) -> types.payments.GetPaymentsResponse:
    """Get a payment status.

    Find out whether a person paid for your plugin, widget or Community file: paid, trial or unpaid, and since when.
    Only for what the connected person owns, with a personal access token.

    Args:
        community_file_id: The number after /file/ in the URL of the Community page of a file.
        plugin_id: The number after /plugin/ in the URL of the Community page of a plugin; its manifest has it, too.
        plugin_payment_token: A short-lived secret that the running plugin or widget gets from
            getPluginPaymentTokenAsync, in place of everything else.
        resource_id: Its Community URL, or the number in that.
        resource_type: What was sold.
        user_id: From the current-user call as that person.
        widget_id: The number after /widget/ in the URL of the Community page of a widget; its manifest has it, too.

    Returns GetPaymentsResponse: the provider's JSON, as it came. What it needs, and how it fails: see
    figma_tools.enterprise.figma_payments_get.

    Example:
        await figma_payments_get(account, resource_id="1038240021484339839")
    """
    return await account.call(
        FIGMA_PAYMENTS_GET,
        {
            "community_file_id": community_file_id,
            "plugin_id": plugin_id,
            "plugin_payment_token": plugin_payment_token,
            "resource_id": resource_id,
            "resource_type": resource_type,
            "user_id": user_id,
            "widget_id": widget_id,
        },
    )
