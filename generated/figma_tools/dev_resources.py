# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""Dev resources: typed functions, one per tool."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figma_tools.tools.dev_resources import (
    FIGMA_DEV_RESOURCE_CREATE,
    FIGMA_DEV_RESOURCE_DELETE,
    FIGMA_DEV_RESOURCE_UPDATE,
    FIGMA_DEV_RESOURCES_LIST,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from figma_tools import types
    from figwright.connector import Account


def figma_dev_resource_create(
    account: Account, *, file_key: str, name: str, node_id: str, url: str
) -> types.dev_resources.PostDevResourcesResponse:
    """Attach a dev resource.

    Attach a named link (Storybook, ticket, source code) to a node, shown in Dev Mode. A node holds up to 10 and no URL
    twice. To change one use figma_dev_resource_update.

    Args:
        file_key: The main file's key or URL.
        name: The link's text.
        node_id: The node, such as 1:2; reading the file shows ids.
        url: Where the link leads.

    Returns:
        PostDevResourcesResponse: the provider's JSON, as it came.

    Needs:
        OAuth access token or personal access token or plan access token; scope file_dev_resources:write; rate-limit
        tier 2.

    Fails with:
        400: Something in the request is wrong; message says what.
        401: There is no credential, or it is not valid.
        403: The token lacks a scope, or its owner the access, the plan or the seat; message says which.
        429: The rate limit is used up. Retry-After says how many seconds to wait.
        500: Figma failed.

    Operation postDevResources: POST /v1/dev_resources.

    Example:
        figma_dev_resource_create(account, file_key="aB3dE6gH9jK2mN5pQ8sT1v", name="...", node_id="1:2", url="...")
    """
    return account.call(FIGMA_DEV_RESOURCE_CREATE, {"file_key": file_key, "name": name, "node_id": node_id, "url": url})


def figma_dev_resource_delete(account: Account, *, file_key: str, dev_resource_id: str) -> None:
    """Delete a dev resource.

    Remove a dev resource from its node for good. To correct one use figma_dev_resource_update.

    Args:
        file_key: The main file's key or URL.
        dev_resource_id: From listing dev resources.

    Returns:
        Nothing.

    Needs:
        OAuth access token or personal access token or plan access token; scope file_dev_resources:write; rate-limit
        tier 2.

    Fails with:
        401: There is no credential, or it is not valid.
        403: The token lacks a scope, or its owner the access, the plan or the seat; message says which.
        404: There is no such thing, or the account may not know of it.
        429: The rate limit is used up. Retry-After says how many seconds to wait.
        500: Figma failed.

    Operation deleteDevResource: DELETE /v1/files/{file_key}/dev_resources/{dev_resource_id}.

    Example:
        figma_dev_resource_delete(
            account,
            file_key="aB3dE6gH9jK2mN5pQ8sT1v",
            dev_resource_id="aeb0e4b5-9d3f-4f8c-9a41-0f6a1a1b2c3d",
        )
    """
    return account.call(FIGMA_DEV_RESOURCE_DELETE, {"file_key": file_key, "dev_resource_id": dev_resource_id})


def figma_dev_resource_update(
    account: Account, *, dev_resource_id: str, name: str | None = None, url: str | None = None
) -> types.dev_resources.PutDevResourcesResponse:
    """Change a dev resource.

    Change a dev resource's name or URL; what is left out stays. To move it to another node, delete it and create it
    there.

    Args:
        dev_resource_id: From listing dev resources.
        name: The link's text.
        url: Where the link leads.

    Returns:
        PutDevResourcesResponse: the provider's JSON, as it came.

    Needs:
        OAuth access token or personal access token or plan access token; scope file_dev_resources:write; rate-limit
        tier 2.

    Fails with:
        400: Something in the request is wrong; message says what.
        401: There is no credential, or it is not valid.
        403: The token lacks a scope, or its owner the access, the plan or the seat; message says which.
        429: The rate limit is used up. Retry-After says how many seconds to wait.
        500: Figma failed.

    Operation putDevResources: PUT /v1/dev_resources.

    Example:
        figma_dev_resource_update(account, dev_resource_id="aeb0e4b5-9d3f-4f8c-9a41-0f6a1a1b2c3d")
    """
    return account.call(FIGMA_DEV_RESOURCE_UPDATE, {"dev_resource_id": dev_resource_id, "name": name, "url": url})


def figma_dev_resources_list(
    account: Account, *, file_key: str, node_ids: str | Sequence[str] | None = None
) -> types.dev_resources.GetDevResourcesResponse:
    """List a file's dev resources.

    List the links to code, tickets or documents on nodes of a file, shown in Dev Mode: id, name, URL and node.

    Args:
        file_key: The main file's key or URL.
        node_ids: Only on these nodes. A list works, too.

    Returns:
        GetDevResourcesResponse: the provider's JSON, as it came.

    Needs:
        OAuth access token or personal access token or plan access token; scope file_dev_resources:read; rate-limit tier
        2.

    Fails with:
        400: Something in the request is wrong; message says what.
        401: There is no credential, or it is not valid.
        403: The token lacks a scope, or its owner the access, the plan or the seat; message says which.
        404: There is no such thing, or the account may not know of it.
        429: The rate limit is used up. Retry-After says how many seconds to wait.
        500: Figma failed.

    Operation getDevResources: GET /v1/files/{file_key}/dev_resources.

    Example:
        figma_dev_resources_list(account, file_key="aB3dE6gH9jK2mN5pQ8sT1v")
    """
    return account.call(FIGMA_DEV_RESOURCES_LIST, {"file_key": file_key, "node_ids": node_ids})
