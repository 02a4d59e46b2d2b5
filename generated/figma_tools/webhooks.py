# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""Webhooks: typed functions, one per tool."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figma_tools.tools.webhooks import (
    FIGMA_TEAM_WEBHOOKS_LIST,
    FIGMA_WEBHOOK_CREATE,
    FIGMA_WEBHOOK_DELETE,
    FIGMA_WEBHOOK_GET,
    FIGMA_WEBHOOK_REQUESTS_LIST,
    FIGMA_WEBHOOK_UPDATE,
    FIGMA_WEBHOOKS_LIST,
)

if TYPE_CHECKING:
    from typing import Literal

    from figma_tools import types
    from figwright.connector import Account


def figma_team_webhooks_list(account: Account, *, team_id: str | int) -> types.webhooks.GetTeamWebhooksResponse:
    """List a team's webhooks.

    List a team's webhooks. Deprecated: use figma_webhooks_list with context=team.

    Deprecated: Figma deprecated this list. Use figma_webhooks_list with context=team and context_id.

    Args:
        team_id: The team's id or page URL.

    Returns:
        GetTeamWebhooksResponse: the provider's JSON, as it came, without passcode.

    Needs:
        OAuth access token or personal access token or plan access token; scope webhooks:read or files:read
        (deprecated); rate-limit tier 2.

    Fails with:
        403: The token is dead, lacks a scope, or its owner has no access; err says which, where Figma tells.
        404: There is no such thing, or the account may not know of it.
        429: The rate limit is used up. Retry-After says how many seconds to wait.
        500: Figma failed. Very large files and renders end like this, too.

    Operation getTeamWebhooks: GET /v2/teams/{team_id}/webhooks.

    Example:
        figma_team_webhooks_list(account, team_id="1535685101263221741")
    """
    return account.call(FIGMA_TEAM_WEBHOOKS_LIST, {"team_id": team_id})


def figma_webhook_create(
    account: Account,
    *,
    endpoint: str,
    event_type: Literal[
        "FILE_UPDATE", "FILE_VERSION_UPDATE", "FILE_DELETE", "LIBRARY_PUBLISH", "FILE_COMMENT", "DEV_MODE_STATUS_UPDATE"
    ],
    passcode: str,
    context: Literal["team", "project", "file"] | None = None,
    context_id: str | None = None,
    description: str | None = None,
    file_key: str | None = None,
    project_id: str | int | None = None,
    status: Literal["ACTIVE", "PAUSED"] | None = None,
    team_id: str | int | None = None,
) -> types.webhooks.WebhookV2:
    """Create a webhook.

    Have Figma POST to your endpoint on an event in a team, project or file; each delivery carries the passcode. Needs a
    team admin or an editor of the project or file. At most 20 a team, 5 a project, 3 a file.

    Args:
        endpoint: An https URL that answers 200 quickly.
        event_type: One per webhook.
        passcode: A secret of your choice that each delivery carries.
        context: What to watch.
        context_id: Its id; for a file, its key.
        description: A note to recognise it by.
        file_key: Short for context=file with this key.
        project_id: Short for context=project with this id.
        status: ACTIVE (default) sends a PING at once, PAUSED nothing.
        team_id: The team to watch, in place of context and context_id. Deprecated.

    Returns:
        WebhookV2: the provider's JSON, as it came, without passcode.

    Needs:
        OAuth access token or personal access token or plan access token; scope webhooks:write; rate-limit tier 2.

    Fails with:
        400: Something in the request is wrong; message says what.
        403: The token is dead, lacks a scope, or its owner has no access; err says which, where Figma tells.
        429: The rate limit is used up. Retry-After says how many seconds to wait.
        500: Figma failed. Very large files and renders end like this, too.

    Operation postWebhook: POST /v2/webhooks.

    Example:
        figma_webhook_create(
            account,
            endpoint="https://hooks.example.com/figma",
            event_type="FILE_UPDATE",
            passcode="...",
        )
    """
    return account.call(
        FIGMA_WEBHOOK_CREATE,
        {
            "endpoint": endpoint,
            "event_type": event_type,
            "passcode": passcode,
            "context": context,
            "context_id": context_id,
            "description": description,
            "file_key": file_key,
            "project_id": project_id,
            "status": status,
            "team_id": team_id,
        },
    )


def figma_webhook_delete(account: Account, *, webhook_id: str | int) -> types.webhooks.WebhookV2:
    """Delete a webhook.

    Delete a webhook for good. To stop it for a while use figma_webhook_update with status=PAUSED.

    Args:
        webhook_id: From listing webhooks.

    Returns:
        WebhookV2: the provider's JSON, as it came, without passcode.

    Needs:
        OAuth access token or personal access token or plan access token; scope webhooks:write; rate-limit tier 2.

    Fails with:
        400: Something in the request is wrong; message says what.
        403: The token is dead, lacks a scope, or its owner has no access; err says which, where Figma tells.
        404: There is no such thing, or the account may not know of it.
        429: The rate limit is used up. Retry-After says how many seconds to wait.
        500: Figma failed.

    Operation deleteWebhook: DELETE /v2/webhooks/{webhook_id}.

    Example:
        figma_webhook_delete(account, webhook_id="1234")
    """
    return account.call(FIGMA_WEBHOOK_DELETE, {"webhook_id": webhook_id})


def figma_webhook_get(account: Account, *, webhook_id: str | int) -> types.webhooks.WebhookV2:
    """Get a webhook.

    Get one webhook: event, what it watches, endpoint, status. Its deliveries are in figma_webhook_requests_list.

    Args:
        webhook_id: From listing webhooks.

    Returns:
        WebhookV2: the provider's JSON, as it came, without passcode.

    Needs:
        OAuth access token or personal access token or plan access token; scope webhooks:read or files:read
        (deprecated); rate-limit tier 2.

    Fails with:
        400: Something in the request is wrong; message says what.
        403: The token is dead, lacks a scope, or its owner has no access; err says which, where Figma tells.
        404: There is no such thing, or the account may not know of it.
        429: The rate limit is used up. Retry-After says how many seconds to wait.
        500: Figma failed. Very large files and renders end like this, too.

    Operation getWebhook: GET /v2/webhooks/{webhook_id}.

    Example:
        figma_webhook_get(account, webhook_id="1234")
    """
    return account.call(FIGMA_WEBHOOK_GET, {"webhook_id": webhook_id})


def figma_webhook_requests_list(
    account: Account, *, webhook_id: str | int
) -> types.webhooks.GetWebhookRequestsResponse:
    """List a webhook's deliveries.

    List a webhook's deliveries of the last 7 days: payload, time, your endpoint's answer, any error. Use it to find out
    why an event was missed.

    Args:
        webhook_id: From listing webhooks.

    Returns:
        GetWebhookRequestsResponse: the provider's JSON, as it came, without passcode.

    Needs:
        OAuth access token or personal access token or plan access token; scope webhooks:read or files:read
        (deprecated); rate-limit tier 2.

    Fails with:
        400: Something in the request is wrong; message says what.
        403: The token is dead, lacks a scope, or its owner has no access; err says which, where Figma tells.
        404: There is no such thing, or the account may not know of it.
        429: The rate limit is used up. Retry-After says how many seconds to wait.
        500: Figma failed.

    Operation getWebhookRequests: GET /v2/webhooks/{webhook_id}/requests.

    Example:
        figma_webhook_requests_list(account, webhook_id="1234")
    """
    return account.call(FIGMA_WEBHOOK_REQUESTS_LIST, {"webhook_id": webhook_id})


def figma_webhook_update(
    account: Account,
    *,
    webhook_id: str | int,
    description: str | None = None,
    endpoint: str | None = None,
    event_type: Literal[
        "FILE_UPDATE", "FILE_VERSION_UPDATE", "FILE_DELETE", "LIBRARY_PUBLISH", "FILE_COMMENT", "DEV_MODE_STATUS_UPDATE"
    ]
    | None = None,
    passcode: str | None = None,
    status: Literal["ACTIVE", "PAUSED"] | None = None,
) -> types.webhooks.WebhookV2:
    """Change a webhook.

    Change a webhook's event, endpoint, passcode, description or status; what is left out stays. What it watches cannot
    change: create another.

    Args:
        webhook_id: From listing webhooks.
        description: A note to recognise it by.
        endpoint: The https URL.
        event_type: One per webhook.
        passcode: A new secret; let the endpoint accept both first.
        status: PAUSED stops deliveries, ACTIVE resumes them.

    Returns:
        WebhookV2: the provider's JSON, as it came, without passcode.

    Needs:
        OAuth access token or personal access token or plan access token; scope webhooks:write; rate-limit tier 2.

    Fails with:
        400: Something in the request is wrong; message says what.
        403: The token is dead, lacks a scope, or its owner has no access; err says which, where Figma tells.
        404: There is no such thing, or the account may not know of it.
        429: The rate limit is used up. Retry-After says how many seconds to wait.
        500: Figma failed. Very large files and renders end like this, too.

    Operation putWebhook: PUT /v2/webhooks/{webhook_id}.

    Example:
        figma_webhook_update(account, webhook_id="1234")
    """
    return account.call(
        FIGMA_WEBHOOK_UPDATE,
        {
            "webhook_id": webhook_id,
            "description": description,
            "endpoint": endpoint,
            "event_type": event_type,
            "passcode": passcode,
            "status": status,
        },
    )


def figma_webhooks_list(
    account: Account,
    *,
    context: Literal["team", "project", "file"] | None = None,
    context_id: str | None = None,
    cursor: str | None = None,
    plan_api_id: str | None = None,
) -> types.webhooks.GetWebhooksResponse:
    """List webhooks.

    List webhooks: of one team, project or file (context and context_id), or all that the account reaches in a plan
    (plan_api_id, paged).

    Args:
        context: What they watch; needs context_id.
        context_id: Its id; for a file, its key.
        cursor: With plan_api_id: from next_page or prev_page.
        plan_api_id: A plan, as any of its webhooks says; instead of context.

    Returns:
        GetWebhooksResponse: the provider's JSON, as it came, without passcode.

    Needs:
        OAuth access token or personal access token or plan access token; scope webhooks:read; rate-limit tier 2.

    Fails with:
        400: Something in the request is wrong; message says what.
        403: The token is dead, lacks a scope, or its owner has no access; err says which, where Figma tells.

    Operation getWebhooks: GET /v2/webhooks.

    Example:
        figma_webhooks_list(account, context="team", context_id="1535685101263221741")
    """
    return account.call(
        FIGMA_WEBHOOKS_LIST,
        {"context": context, "context_id": context_id, "cursor": cursor, "plan_api_id": plan_api_id},
    )
