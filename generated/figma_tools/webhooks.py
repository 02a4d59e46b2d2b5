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

    List the webhooks that are registered for a team. Deprecated: use figma_webhooks_list with context=team and
    context_id, unless the account has only the older scope.

    Deprecated: Figma deprecated this list. Use figma_webhooks_list with context=team and context_id.

    Args:
        team_id: The number after /team/ in the URL of the team's page. No call lists the teams of a person.

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
        "PING",
        "FILE_UPDATE",
        "FILE_VERSION_UPDATE",
        "FILE_DELETE",
        "LIBRARY_PUBLISH",
        "FILE_COMMENT",
        "DEV_MODE_STATUS_UPDATE",
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

    Have Figma POST to your endpoint when something happens in a team, project or file: give context and context_id. Any
    event but PING can be subscribed to, one per webhook. Each delivery carries the passcode, so that the endpoint can
    check it. A PING is sent at once unless status is PAUSED. Needs a team admin (team) or editor (project, file). At
    most 20 a team, 5 a project, 3 a file.

    Args:
        endpoint: The https URL that Figma will POST to. It has to answer 200 quickly.
        event_type: The event to be told of, any but PING. Another event needs another webhook.
        passcode: A secret of your choice, at most 100 characters, that each delivery will carry.
        context: What to watch.
        context_id: Its id; for a file, its key.
        description: A note to recognise the webhook by, at most 150 characters.
        file_key: Short for context=file with this key.
        project_id: Short for context=project with this id.
        status: ACTIVE, the default, sends a PING at once. PAUSED sends nothing until it is changed.
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
        figma_webhook_create(account, endpoint="...", event_type="PING", passcode="...")
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

    Delete a webhook for good; nothing is delivered any more. To stop it for a while, use figma_webhook_update with
    status=PAUSED. Ids come from figma_webhooks_list.

    Args:
        webhook_id: The webhook's id, from creating or listing webhooks.

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

    Get one webhook by its id: event, team, project or file, endpoint, status and description. Ids come from
    figma_webhooks_list. Whether deliveries succeed is in figma_webhook_requests_list.

    Args:
        webhook_id: The webhook's id, from creating or listing webhooks.

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

    List what Figma sent for a webhook in the last 7 days: payload, time, your endpoint's answer and any error. Use it
    to find out why an endpoint missed an event. Ids come from figma_webhooks_list.

    Args:
        webhook_id: The webhook's id, from creating or listing webhooks.

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
        "PING",
        "FILE_UPDATE",
        "FILE_VERSION_UPDATE",
        "FILE_DELETE",
        "LIBRARY_PUBLISH",
        "FILE_COMMENT",
        "DEV_MODE_STATUS_UPDATE",
    ]
    | None = None,
    passcode: str | None = None,
    status: Literal["ACTIVE", "PAUSED"] | None = None,
) -> types.webhooks.WebhookV2:
    """Change a webhook.

    Change a webhook's event, endpoint, passcode, description or status (PAUSED stops deliveries, ACTIVE resumes them);
    what is left out stays. Before a new passcode, let the endpoint accept both: answering a delivery with 400 stops the
    webhook. Team, project or file cannot change: create another webhook.

    Args:
        webhook_id: The webhook's id, from creating or listing webhooks.
        description: A note to recognise the webhook by, at most 150 characters.
        endpoint: The https URL that Figma will POST to from now on.
        event_type: The event to be told of, any but PING.
        passcode: The new secret, at most 100 characters. Let the endpoint accept both before changing it.
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

    List webhooks: either of one team, project or file (context with context_id), or all that the account can reach in a
    plan (plan_api_id, which every webhook in a result carries; paged). Do not combine the two ways.

    Args:
        context: What the webhooks watch. Goes with context_id, not with plan_api_id.
        context_id: The id of that team or project, or the key of that file.
        cursor: With plan_api_id, next_page or prev_page of the last answer, to get that page.
        plan_api_id: The id of a plan, from plan_api_id of any of its webhooks, in place of context and context_id.

    Returns:
        GetWebhooksResponse: the provider's JSON, as it came, without passcode.

    Needs:
        OAuth access token or personal access token or plan access token; scope webhooks:read; rate-limit tier 2.

    Fails with:
        400: Something in the request is wrong; message says what.
        403: The token is dead, lacks a scope, or its owner has no access; err says which, where Figma tells.

    Operation getWebhooks: GET /v2/webhooks.

    Example:
        figma_webhooks_list(account)
    """
    return account.call(
        FIGMA_WEBHOOKS_LIST,
        {"context": context, "context_id": context_id, "cursor": cursor, "plan_api_id": plan_api_id},
    )
