# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""Administration, analytics and payments: the tools as the runtime sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figwright.connector import Case, Fixed, Pagination, Parameter, Tool

if TYPE_CHECKING:
    from figma_tools import types

FIGMA_ACTIVITY_LOGS_LIST: Tool[types.activity_logs.GetActivityLogsResponse] = Tool(
    name="figma_activity_logs_list",
    title="List activity logs",
    description=(
        "List what people did in an organization: who, which event, on what, when. Enterprise only, with a plan "
        "access token or an organization admin's OAuth. For API calls use figma_developer_logs_list."
    ),
    operation="getActivityLogs",
    method="GET",
    path="/v1/activity_logs",
    toolset="enterprise",
    input_type="figma_tools.inputs.enterprise:FigmaActivityLogsListInput",
    input_schema="enterprise.input.json",
    output_type="figma_tools.types.activity_logs:GetActivityLogsResponse",
    output_schema="enterprise.output.json",
    parameters=(
        Parameter("cursor", "cursor", "query"),
        Parameter("end_time", "end_time", "query"),
        Parameter("events", "events", "query"),
        Parameter("limit", "limit", "query"),
        Parameter("order", "order", "query"),
        Parameter("start_time", "start_time", "query"),
    ),
    scopes=("org:activity_log_read",),
    credentials=("org_oauth", "plan_access_token"),
    plan="enterprise",
    enterprise=True,
    public_apps=False,
    tier=3,
    read_only=True,
    idempotent=True,
    pagination=Pagination(input="cursor", next="/meta/cursor", more="/meta/next_page"),
    result_names=("error", "meta", "status"),
)

FIGMA_AI_USAGE_DAILY_GET: Tool[types.ai_usage.GetAiUsageDailyResponse] = Tool(
    name="figma_ai_usage_daily_get",
    title="Get daily AI usage",
    description=(
        "Get each person's AI credits per day and editor, from 2025-12-01 and at most 366 days back. Only with a "
        "plan access token of scope org:ai_metering_usage_read."
    ),
    operation="getAiUsageDaily",
    method="GET",
    path="/v1/ai_usage/daily",
    toolset="enterprise",
    input_type="figma_tools.inputs.enterprise:FigmaAiUsageDailyGetInput",
    input_schema="enterprise.input.json",
    output_type="figma_tools.types.ai_usage:GetAiUsageDailyResponse",
    output_schema="enterprise.output.json",
    parameters=(
        Parameter("end_date", "end_date", "query"),
        Parameter("start_date", "start_date", "query"),
        Parameter("cursor", "cursor", "query"),
        Parameter("limit", "limit", "query"),
        Parameter("user_email", "user_email", "query"),
    ),
    credentials=("plan_access_token",),
    plan="organization",
    enterprise=True,
    tier=3,
    read_only=True,
    idempotent=True,
    pagination=Pagination(input="cursor", next="/next_cursor", more="/has_next_page"),
    result_names=("has_next_page", "next_cursor", "rows"),
    rows=True,
)

FIGMA_DEVELOPER_LOGS_LIST: Tool[types.developer_logs.PostDeveloperLogsResponse] = Tool(
    name="figma_developer_logs_list",
    title="List developer logs",
    description=(
        "List an organization's REST API and MCP requests: who, with which token, what, from where. Only with a "
        "plan access token of scope org:developer_log_read. For the editor use figma_activity_logs_list."
    ),
    operation="getDeveloperLogs",
    method="POST",
    path="/v1/developer_logs",
    toolset="enterprise",
    input_type="figma_tools.inputs.enterprise:FigmaDeveloperLogsListInput",
    input_schema="enterprise.input.json",
    output_type="figma_tools.types.developer_logs:PostDeveloperLogsResponse",
    output_schema="enterprise.output.json",
    parameters=(
        Parameter("cursor", "cursor", "body"),
        Parameter("date_range", "date_range", "body"),
        Parameter("event_source", "event_source", "body"),
        Parameter("ip_address", "ip_address", "body"),
        Parameter("limit", "limit", "body"),
        Parameter("token", "token", "body"),
        Parameter("token_name", "token_name", "body"),
        Parameter("token_type", "token_type", "body"),
        Parameter("user_email", "user_email", "body"),
    ),
    optional_body=True,
    credentials=("plan_access_token",),
    plan="organization",
    enterprise=True,
    tier=3,
    read_only=True,
    idempotent=True,
    pagination=Pagination(input="cursor", next="/meta/cursor", more="/meta/has_more"),
    result_names=("error", "meta", "status"),
    rows=True,
)

FIGMA_LIBRARY_ANALYTICS_COMPONENT_ACTIONS_GET: Tool[
    types.library_analytics.GetLibraryAnalyticsComponentActionsResponse
] = Tool(
    name="figma_library_analytics_component_actions_get",
    title="Get component actions of a library",
    description=(
        "Count how often a library's components were inserted and detached, by week. For current use: "
        "figma_library_analytics_component_usages_get. Enterprise only."
    ),
    operation="getLibraryAnalyticsComponentActions",
    method="GET",
    path="/v1/analytics/libraries/{file_key}/component/actions",
    toolset="enterprise",
    input_type="figma_tools.inputs.enterprise:FigmaLibraryAnalyticsComponentActionsGetInput",
    input_schema="enterprise.input.json",
    output_type="figma_tools.types.library_analytics:GetLibraryAnalyticsComponentActionsResponse",
    output_schema="enterprise.output.json",
    parameters=(
        Parameter("file_key", "file_key", "path"),
        Parameter("group_by", "group_by", "query"),
        Parameter("cursor", "cursor", "query"),
        Parameter("end_date", "end_date", "query"),
        Parameter("start_date", "start_date", "query"),
    ),
    scopes=("library_analytics:read",),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    plan="enterprise",
    enterprise=True,
    tier=3,
    read_only=True,
    idempotent=True,
    pagination=Pagination(input="cursor", next="/cursor", more="/next_page"),
    result_names=("next_page", "rows"),
    readers={"file_key": "figwright_figma.urls:main_file_key"},
)

FIGMA_LIBRARY_ANALYTICS_COMPONENT_USAGES_GET: Tool[
    types.library_analytics.GetLibraryAnalyticsComponentUsagesResponse
] = Tool(
    name="figma_library_analytics_component_usages_get",
    title="Get component usages of a library",
    description=(
        "Count uses of a library's components now; files out of reach are masked. Over time: "
        "figma_library_analytics_component_actions_get. Enterprise only."
    ),
    operation="getLibraryAnalyticsComponentUsages",
    method="GET",
    path="/v1/analytics/libraries/{file_key}/component/usages",
    toolset="enterprise",
    input_type="figma_tools.inputs.enterprise:FigmaLibraryAnalyticsComponentUsagesGetInput",
    input_schema="enterprise.input.json",
    output_type="figma_tools.types.library_analytics:GetLibraryAnalyticsComponentUsagesResponse",
    output_schema="enterprise.output.json",
    parameters=(
        Parameter("file_key", "file_key", "path"),
        Parameter("group_by", "group_by", "query"),
        Parameter("cursor", "cursor", "query"),
    ),
    scopes=("library_analytics:read",),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    plan="enterprise",
    enterprise=True,
    tier=3,
    read_only=True,
    idempotent=True,
    pagination=Pagination(input="cursor", next="/cursor", more="/next_page"),
    result_names=("next_page", "rows"),
    readers={"file_key": "figwright_figma.urls:main_file_key"},
)

FIGMA_LIBRARY_ANALYTICS_STYLE_ACTIONS_GET: Tool[types.library_analytics.GetLibraryAnalyticsStyleActionsResponse] = Tool(
    name="figma_library_analytics_style_actions_get",
    title="Get style actions of a library",
    description=(
        "Count how often a library's styles were inserted and detached, by week. For current use: "
        "figma_library_analytics_style_usages_get. Enterprise only."
    ),
    operation="getLibraryAnalyticsStyleActions",
    method="GET",
    path="/v1/analytics/libraries/{file_key}/style/actions",
    toolset="enterprise",
    input_type="figma_tools.inputs.enterprise:FigmaLibraryAnalyticsStyleActionsGetInput",
    input_schema="enterprise.input.json",
    output_type="figma_tools.types.library_analytics:GetLibraryAnalyticsStyleActionsResponse",
    output_schema="enterprise.output.json",
    parameters=(
        Parameter("file_key", "file_key", "path"),
        Parameter("group_by", "group_by", "query"),
        Parameter("cursor", "cursor", "query"),
        Parameter("end_date", "end_date", "query"),
        Parameter("start_date", "start_date", "query"),
    ),
    scopes=("library_analytics:read",),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    plan="enterprise",
    enterprise=True,
    tier=3,
    read_only=True,
    idempotent=True,
    pagination=Pagination(input="cursor", next="/cursor", more="/next_page"),
    result_names=("next_page", "rows"),
    readers={"file_key": "figwright_figma.urls:main_file_key"},
)

FIGMA_LIBRARY_ANALYTICS_STYLE_USAGES_GET: Tool[types.library_analytics.GetLibraryAnalyticsStyleUsagesResponse] = Tool(
    name="figma_library_analytics_style_usages_get",
    title="Get style usages of a library",
    description=(
        "Count uses of a library's styles now; files out of reach are masked. Over time: "
        "figma_library_analytics_style_actions_get. Enterprise only."
    ),
    operation="getLibraryAnalyticsStyleUsages",
    method="GET",
    path="/v1/analytics/libraries/{file_key}/style/usages",
    toolset="enterprise",
    input_type="figma_tools.inputs.enterprise:FigmaLibraryAnalyticsStyleUsagesGetInput",
    input_schema="enterprise.input.json",
    output_type="figma_tools.types.library_analytics:GetLibraryAnalyticsStyleUsagesResponse",
    output_schema="enterprise.output.json",
    parameters=(
        Parameter("file_key", "file_key", "path"),
        Parameter("group_by", "group_by", "query"),
        Parameter("cursor", "cursor", "query"),
    ),
    scopes=("library_analytics:read",),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    plan="enterprise",
    enterprise=True,
    tier=3,
    read_only=True,
    idempotent=True,
    pagination=Pagination(input="cursor", next="/cursor", more="/next_page"),
    result_names=("next_page", "rows"),
    readers={"file_key": "figwright_figma.urls:main_file_key"},
)

FIGMA_LIBRARY_ANALYTICS_VARIABLE_ACTIONS_GET: Tool[
    types.library_analytics.GetLibraryAnalyticsVariableActionsResponse
] = Tool(
    name="figma_library_analytics_variable_actions_get",
    title="Get variable actions of a library",
    description=(
        "Count how often a library's variables were inserted and detached, by week. For current use: "
        "figma_library_analytics_variable_usages_get. Enterprise only."
    ),
    operation="getLibraryAnalyticsVariableActions",
    method="GET",
    path="/v1/analytics/libraries/{file_key}/variable/actions",
    toolset="enterprise",
    input_type="figma_tools.inputs.enterprise:FigmaLibraryAnalyticsVariableActionsGetInput",
    input_schema="enterprise.input.json",
    output_type="figma_tools.types.library_analytics:GetLibraryAnalyticsVariableActionsResponse",
    output_schema="enterprise.output.json",
    parameters=(
        Parameter("file_key", "file_key", "path"),
        Parameter("group_by", "group_by", "query"),
        Parameter("cursor", "cursor", "query"),
        Parameter("end_date", "end_date", "query"),
        Parameter("start_date", "start_date", "query"),
    ),
    scopes=("library_analytics:read",),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    plan="enterprise",
    enterprise=True,
    tier=3,
    read_only=True,
    idempotent=True,
    pagination=Pagination(input="cursor", next="/cursor", more="/next_page"),
    result_names=("next_page", "rows"),
    readers={"file_key": "figwright_figma.urls:main_file_key"},
)

FIGMA_LIBRARY_ANALYTICS_VARIABLE_USAGES_GET: Tool[types.library_analytics.GetLibraryAnalyticsVariableUsagesResponse] = (
    Tool(
        name="figma_library_analytics_variable_usages_get",
        title="Get variable usages of a library",
        description=(
            "Count uses of a library's variables now; files out of reach are masked. Over time: "
            "figma_library_analytics_variable_actions_get. Enterprise only."
        ),
        operation="getLibraryAnalyticsVariableUsages",
        method="GET",
        path="/v1/analytics/libraries/{file_key}/variable/usages",
        toolset="enterprise",
        input_type="figma_tools.inputs.enterprise:FigmaLibraryAnalyticsVariableUsagesGetInput",
        input_schema="enterprise.input.json",
        output_type="figma_tools.types.library_analytics:GetLibraryAnalyticsVariableUsagesResponse",
        output_schema="enterprise.output.json",
        parameters=(
            Parameter("file_key", "file_key", "path"),
            Parameter("group_by", "group_by", "query"),
            Parameter("cursor", "cursor", "query"),
        ),
        scopes=("library_analytics:read",),
        credentials=("oauth", "personal_access_token", "plan_access_token"),
        plan="enterprise",
        enterprise=True,
        tier=3,
        read_only=True,
        idempotent=True,
        pagination=Pagination(input="cursor", next="/cursor", more="/next_page"),
        result_names=("next_page", "rows"),
        readers={"file_key": "figwright_figma.urls:main_file_key"},
    )
)

FIGMA_PAYMENTS_GET: Tool[types.payments.GetPaymentsResponse] = Tool(
    name="figma_payments_get",
    title="Get a payment status",
    description=(
        "Find out whether a person paid for your plugin, widget or Community file: paid, trial or unpaid, and "
        "since when. Only for what the connected person owns, with a personal access token."
    ),
    operation="getPayments",
    method="GET",
    path="/v1/payments",
    toolset="enterprise",
    input_type="figma_tools.inputs.enterprise:FigmaPaymentsGetInput",
    input_schema="enterprise.input.json",
    output_type="figma_tools.types.payments:GetPaymentsResponse",
    output_schema="enterprise.output.json",
    parameters=(
        Parameter("community_file_id", "community_file_id", "query"),
        Parameter("plugin_id", "plugin_id", "query"),
        Parameter("plugin_payment_token", "plugin_payment_token", "query"),
        Parameter("user_id", "user_id", "query"),
        Parameter("widget_id", "widget_id", "query"),
    ),
    cases=(
        Case({"resource_id": None, "resource_type": "plugin"}, (Fixed("plugin_id", "query", "$resource_id"),)),
        Case({"resource_id": None, "resource_type": "widget"}, (Fixed("widget_id", "query", "$resource_id"),)),
        Case(
            {"resource_id": None, "resource_type": "community_file"},
            (Fixed("community_file_id", "query", "$resource_id"),),
        ),
    ),
    credentials=("personal_access_token",),
    tier=3,
    read_only=True,
    idempotent=True,
    result_names=("error", "meta", "status"),
    example={"resource_id": "1038240021484339839"},
    needed=("resource_id", "resource_type", "user_id"),
    readers={
        "community_file_id": "figwright_figma.urls:community_id",
        "plugin_id": "figwright_figma.urls:community_id",
        "resource_id": "figwright_figma.urls:community_id",
        "widget_id": "figwright_figma.urls:community_id",
    },
)
