# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""Webhooks: the tools as the runtime sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figwright.connector import Case, Fixed, Pagination, Parameter, Tool

if TYPE_CHECKING:
    from figma_tools import types

FIGMA_TEAM_WEBHOOKS_LIST: Tool[types.webhooks.GetTeamWebhooksResponse] = Tool(
    name="figma_team_webhooks_list",
    title="List a team's webhooks",
    description="List a team's webhooks. Deprecated: use figma_webhooks_list with context=team.",
    operation="getTeamWebhooks",
    method="GET",
    path="/v2/teams/{team_id}/webhooks",
    toolset="webhooks",
    input_type="figma_tools.inputs.webhooks:FigmaTeamWebhooksListInput",
    input_schema="webhooks.input.json",
    output_type="figma_tools.types.webhooks:GetTeamWebhooksResponse",
    output_schema="webhooks.output.json",
    parameters=(Parameter("team_id", "team_id", "path"),),
    scopes=("webhooks:read", "files:read"),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    tier=2,
    read_only=True,
    idempotent=True,
    deprecated="Figma deprecated this list. Use figma_webhooks_list with context=team and context_id.",
    result_names=("webhooks",),
    redact=("/webhooks/*/passcode",),
    rows=True,
    readers={"team_id": "figwright_figma.urls:team_id"},
)

FIGMA_WEBHOOK_CREATE: Tool[types.webhooks.WebhookV2] = Tool(
    name="figma_webhook_create",
    title="Create a webhook",
    description=(
        "Have Figma POST to your endpoint on an event in a team, project or file; each delivery carries the "
        "passcode. Needs a team admin or an editor of the project or file. At most 20 a team, 5 a project, 3 a "
        "file."
    ),
    operation="postWebhook",
    method="POST",
    path="/v2/webhooks",
    toolset="webhooks",
    input_type="figma_tools.inputs.webhooks:FigmaWebhookCreateInput",
    input_schema="webhooks.input.json",
    output_type="figma_tools.types.webhooks:WebhookV2",
    output_schema="webhooks.output.json",
    parameters=(
        Parameter("endpoint", "endpoint", "body"),
        Parameter("event_type", "event_type", "body"),
        Parameter("passcode", "passcode", "body"),
        Parameter("context", "context", "body", required=True),
        Parameter("context_id", "context_id", "body", required=True),
        Parameter("description", "description", "body"),
        Parameter("status", "status", "body"),
        Parameter("team_id", "team_id", "body"),
    ),
    cases=(
        Case({"team_id": None}, (Fixed("context", "body", "team"), Fixed("context_id", "body", "$team_id"))),
        Case({"project_id": None}, (Fixed("context", "body", "project"), Fixed("context_id", "body", "$project_id"))),
        Case({"file_key": None}, (Fixed("context", "body", "file"), Fixed("context_id", "body", "$file_key"))),
    ),
    scopes=("webhooks:write",),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    tier=2,
    result_names=(
        "client_id",
        "context",
        "context_id",
        "description",
        "endpoint",
        "event_type",
        "id",
        "plan_api_id",
        "status",
        "team_id",
    ),
    redact=("/passcode",),
    example={"endpoint": "https://hooks.example.com/figma"},
    needed=("context", "context_id"),
    readers={
        "context_id": "figwright_figma.urls:webhook_context_id",
        "file_key": "figwright_figma.urls:file_key",
        "project_id": "figwright_figma.urls:folder_id",
        "team_id": "figwright_figma.urls:team_id",
    },
)

FIGMA_WEBHOOK_DELETE: Tool[types.webhooks.WebhookV2] = Tool(
    name="figma_webhook_delete",
    title="Delete a webhook",
    description="Delete a webhook for good. To stop it for a while use figma_webhook_update with status=PAUSED.",
    operation="deleteWebhook",
    method="DELETE",
    path="/v2/webhooks/{webhook_id}",
    toolset="webhooks",
    input_type="figma_tools.inputs.webhooks:FigmaWebhookDeleteInput",
    input_schema="webhooks.input.json",
    output_type="figma_tools.types.webhooks:WebhookV2",
    output_schema="webhooks.output.json",
    parameters=(Parameter("webhook_id", "webhook_id", "path"),),
    scopes=("webhooks:write",),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    tier=2,
    destructive=True,
    idempotent=True,
    result_names=(
        "client_id",
        "context",
        "context_id",
        "description",
        "endpoint",
        "event_type",
        "id",
        "plan_api_id",
        "status",
        "team_id",
    ),
    redact=("/passcode",),
)

FIGMA_WEBHOOK_GET: Tool[types.webhooks.WebhookV2] = Tool(
    name="figma_webhook_get",
    title="Get a webhook",
    description=(
        "Get one webhook: event, what it watches, endpoint, status. Its deliveries are in figma_webhook_requests_list."
    ),
    operation="getWebhook",
    method="GET",
    path="/v2/webhooks/{webhook_id}",
    toolset="webhooks",
    input_type="figma_tools.inputs.webhooks:FigmaWebhookGetInput",
    input_schema="webhooks.input.json",
    output_type="figma_tools.types.webhooks:WebhookV2",
    output_schema="webhooks.output.json",
    parameters=(Parameter("webhook_id", "webhook_id", "path"),),
    scopes=("webhooks:read", "files:read"),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    tier=2,
    read_only=True,
    idempotent=True,
    result_names=(
        "client_id",
        "context",
        "context_id",
        "description",
        "endpoint",
        "event_type",
        "id",
        "plan_api_id",
        "status",
        "team_id",
    ),
    redact=("/passcode",),
)

FIGMA_WEBHOOK_REQUESTS_LIST: Tool[types.webhooks.GetWebhookRequestsResponse] = Tool(
    name="figma_webhook_requests_list",
    title="List a webhook's deliveries",
    description=(
        "List a webhook's deliveries of the last 7 days: payload, time, your endpoint's answer, any error. Use it "
        "to find out why an event was missed."
    ),
    operation="getWebhookRequests",
    method="GET",
    path="/v2/webhooks/{webhook_id}/requests",
    toolset="webhooks",
    input_type="figma_tools.inputs.webhooks:FigmaWebhookRequestsListInput",
    input_schema="webhooks.input.json",
    output_type="figma_tools.types.webhooks:GetWebhookRequestsResponse",
    output_schema="webhooks.output.json",
    parameters=(Parameter("webhook_id", "webhook_id", "path"),),
    scopes=("webhooks:read", "files:read"),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    tier=2,
    read_only=True,
    idempotent=True,
    result_names=("requests",),
    redact=("/requests/*/request_info/payload/passcode",),
)

FIGMA_WEBHOOK_UPDATE: Tool[types.webhooks.WebhookV2] = Tool(
    name="figma_webhook_update",
    title="Change a webhook",
    description=(
        "Change a webhook's event, endpoint, passcode, description or status; what is left out stays. What it "
        "watches cannot change: create another."
    ),
    operation="putWebhook",
    method="PUT",
    path="/v2/webhooks/{webhook_id}",
    toolset="webhooks",
    input_type="figma_tools.inputs.webhooks:FigmaWebhookUpdateInput",
    input_schema="webhooks.input.json",
    output_type="figma_tools.types.webhooks:WebhookV2",
    output_schema="webhooks.output.json",
    parameters=(
        Parameter("webhook_id", "webhook_id", "path"),
        Parameter("description", "description", "body"),
        Parameter("endpoint", "endpoint", "body"),
        Parameter("event_type", "event_type", "body"),
        Parameter("passcode", "passcode", "body"),
        Parameter("status", "status", "body"),
    ),
    scopes=("webhooks:write",),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    tier=2,
    idempotent=True,
    result_names=(
        "client_id",
        "context",
        "context_id",
        "description",
        "endpoint",
        "event_type",
        "id",
        "plan_api_id",
        "status",
        "team_id",
    ),
    redact=("/passcode",),
)

FIGMA_WEBHOOKS_LIST: Tool[types.webhooks.GetWebhooksResponse] = Tool(
    name="figma_webhooks_list",
    title="List webhooks",
    description=(
        "List webhooks: of one team, project or file (context and context_id), or all that the account reaches in "
        "a plan (plan_api_id, paged)."
    ),
    operation="getWebhooks",
    method="GET",
    path="/v2/webhooks",
    toolset="webhooks",
    input_type="figma_tools.inputs.webhooks:FigmaWebhooksListInput",
    input_schema="webhooks.input.json",
    output_type="figma_tools.types.webhooks:GetWebhooksResponse",
    output_schema="webhooks.output.json",
    parameters=(
        Parameter("context", "context", "query"),
        Parameter("context_id", "context_id", "query"),
        Parameter("cursor", "cursor", "query"),
        Parameter("plan_api_id", "plan_api_id", "query"),
    ),
    scopes=("webhooks:read",),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    tier=2,
    read_only=True,
    idempotent=True,
    pagination=Pagination(input="cursor", links=("/pagination/next_page",), items="/webhooks", id="/id"),
    result_names=("webhooks",),
    redact=("/webhooks/*/passcode",),
    rows=True,
    example={"context": None, "context_id": None},
    readers={"context_id": "figwright_figma.urls:webhook_context_id"},
)
