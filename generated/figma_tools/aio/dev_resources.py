# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""Dev resources: awaitable functions, one per tool."""

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
    from figwright.connector import AsyncAccount


async def figma_dev_resource_create(
    account: AsyncAccount, *, file_key: str, name: str, node_id: str, url: str
) -> types.dev_resources.PostDevResourcesResponse:
    """Attach a dev resource.

    Attach a named link (Storybook, ticket, source code) to a node, shown in Dev Mode. A node holds up to 10 and no URL
    twice. To change one use figma_dev_resource_update.

    Args:
        file_key: The main file's key or URL.
        name: The link's text.
        node_id: The node, such as 1:2; reading the file shows ids.
        url: Where the link leads.

    Returns PostDevResourcesResponse: the provider's JSON, as it came. What it needs, and how it fails: see
    figma_tools.dev_resources.figma_dev_resource_create.

    Example:
        await figma_dev_resource_create(
            account,
            file_key="aB3dE6gH9jK2mN5pQ8sT1v",
            name="...",
            node_id="1:2",
            url="...",
        )
    """
    return await account.call(
        FIGMA_DEV_RESOURCE_CREATE, {"file_key": file_key, "name": name, "node_id": node_id, "url": url}
    )


async def figma_dev_resource_delete(account: AsyncAccount, *, file_key: str, dev_resource_id: str) -> None:
    """Delete a dev resource.

    Remove a dev resource from its node for good. To correct one use figma_dev_resource_update.

    Args:
        file_key: The main file's key or URL.
        dev_resource_id: From listing dev resources.

    Returns Nothing. What it needs, and how it fails: see figma_tools.dev_resources.figma_dev_resource_delete.

    Example:
        await figma_dev_resource_delete(
            account,
            file_key="aB3dE6gH9jK2mN5pQ8sT1v",
            dev_resource_id="aeb0e4b5-9d3f-4f8c-9a41-0f6a1a1b2c3d",
        )
    """
    return await account.call(FIGMA_DEV_RESOURCE_DELETE, {"file_key": file_key, "dev_resource_id": dev_resource_id})


async def figma_dev_resource_update(
    account: AsyncAccount, *, dev_resource_id: str, name: str | None = None, url: str | None = None
) -> types.dev_resources.PutDevResourcesResponse:
    """Change a dev resource.

    Change a dev resource's name or URL; what is left out stays. To move it to another node, delete it and create it
    there.

    Args:
        dev_resource_id: From listing dev resources.
        name: The link's text.
        url: Where the link leads.

    Returns PutDevResourcesResponse: the provider's JSON, as it came. What it needs, and how it fails: see
    figma_tools.dev_resources.figma_dev_resource_update.

    Example:
        await figma_dev_resource_update(account, dev_resource_id="aeb0e4b5-9d3f-4f8c-9a41-0f6a1a1b2c3d")
    """
    return await account.call(FIGMA_DEV_RESOURCE_UPDATE, {"dev_resource_id": dev_resource_id, "name": name, "url": url})


async def figma_dev_resources_list(
    account: AsyncAccount, *, file_key: str, node_ids: str | Sequence[str] | None = None
) -> types.dev_resources.GetDevResourcesResponse:
    """List a file's dev resources.

    List the links to code, tickets or documents on nodes of a file, shown in Dev Mode: id, name, URL and node.

    Args:
        file_key: The main file's key or URL.
        node_ids: Only on these nodes. A list works, too.

    Returns GetDevResourcesResponse: the provider's JSON, as it came. What it needs, and how it fails: see
    figma_tools.dev_resources.figma_dev_resources_list.

    Example:
        await figma_dev_resources_list(account, file_key="aB3dE6gH9jK2mN5pQ8sT1v")
    """
    return await account.call(FIGMA_DEV_RESOURCES_LIST, {"file_key": file_key, "node_ids": node_ids})
