# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""Components and styles: awaitable functions, one per tool."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figma_tools.tools.components import (
    FIGMA_COMPONENT_GET,
    FIGMA_COMPONENT_SET_GET,
    FIGMA_FILE_COMPONENT_SETS_LIST,
    FIGMA_FILE_COMPONENTS_LIST,
    FIGMA_FILE_STYLES_LIST,
    FIGMA_STYLE_GET,
    FIGMA_TEAM_COMPONENT_SETS_LIST,
    FIGMA_TEAM_COMPONENTS_LIST,
    FIGMA_TEAM_STYLES_LIST,
)

if TYPE_CHECKING:
    from typing import Annotated

    from annotated_types import Ge, Le

    from figma_tools import types
    from figwright.connector import AsyncAccount


async def figma_component_get(account: AsyncAccount, *, key: str) -> types.components.GetComponentResponse:
    """Get a component.

    Get one published component by key: file, node id, name, description, frame. For its layers use
    figma_file_nodes_get.

    Args:
        key: From component lists; no node id.

    Returns GetComponentResponse: the provider's JSON, as it came. What it needs, and how it fails: see
    figma_tools.components.figma_component_get.

    Example:
        await figma_component_get(account, key="3f9489391619753868b8abc26c94d77a48669c26")
    """
    return await account.call(FIGMA_COMPONENT_GET, {"key": key})


async def figma_component_set_get(account: AsyncAccount, *, key: str) -> types.components.GetComponentSetResponse:
    """Get a component set.

    Get one published component set (a group of variants) by key: file, node id, name, description, author.

    Args:
        key: From component set lists; no node id.

    Returns GetComponentSetResponse: the provider's JSON, as it came. What it needs, and how it fails: see
    figma_tools.components.figma_component_set_get.

    Example:
        await figma_component_set_get(account, key="3f9489391619753868b8abc26c94d77a48669c26")
    """
    return await account.call(FIGMA_COMPONENT_SET_GET, {"key": key})


async def figma_file_component_sets_list(
    account: AsyncAccount, *, file_key: str
) -> types.components.GetFileComponentSetsResponse:
    """List a file's component sets.

    List the component sets (groups of variants) that a file publishes: key, node id, name, description. Single variants
    are in figma_file_components_list.

    Args:
        file_key: The main file's key or URL.

    Returns GetFileComponentSetsResponse: the provider's JSON, as it came. What it needs, and how it fails: see
    figma_tools.components.figma_file_component_sets_list.

    Example:
        await figma_file_component_sets_list(account, file_key="aB3dE6gH9jK2mN5pQ8sT1v")
    """
    return await account.call(FIGMA_FILE_COMPONENT_SETS_LIST, {"file_key": file_key})


async def figma_file_components_list(
    account: AsyncAccount, *, file_key: str
) -> types.components.GetFileComponentsResponse:
    """List a file's components.

    List the components that a file publishes: key, node id, name, description, thumbnail. Unpublished ones are in
    figma_file_get; a team's in figma_team_components_list.

    Args:
        file_key: The main file's key or URL.

    Returns GetFileComponentsResponse: the provider's JSON, as it came. What it needs, and how it fails: see
    figma_tools.components.figma_file_components_list.

    Example:
        await figma_file_components_list(account, file_key="aB3dE6gH9jK2mN5pQ8sT1v")
    """
    return await account.call(FIGMA_FILE_COMPONENTS_LIST, {"file_key": file_key})


async def figma_file_styles_list(account: AsyncAccount, *, file_key: str) -> types.components.GetFileStylesResponse:
    """List a file's styles.

    List the color, text, effect and grid styles that a file publishes: key, node id, type, name. For a style's value
    read its node with figma_file_nodes_get.

    Args:
        file_key: The main file's key or URL.

    Returns GetFileStylesResponse: the provider's JSON, as it came. What it needs, and how it fails: see
    figma_tools.components.figma_file_styles_list.

    Example:
        await figma_file_styles_list(account, file_key="aB3dE6gH9jK2mN5pQ8sT1v")
    """
    return await account.call(FIGMA_FILE_STYLES_LIST, {"file_key": file_key})


async def figma_style_get(account: AsyncAccount, *, key: str) -> types.components.GetStyleResponse:
    """Get a style.

    Get one published style by key: file, node id, type, name, author. For its value read its node with
    figma_file_nodes_get.

    Args:
        key: From style lists; no node id.

    Returns GetStyleResponse: the provider's JSON, as it came. What it needs, and how it fails: see
    figma_tools.components.figma_style_get.

    Example:
        await figma_style_get(account, key="85ddd83b0860d4aea56af03e788d63702ba552c4")
    """
    return await account.call(FIGMA_STYLE_GET, {"key": key})


async def figma_team_component_sets_list(
    account: AsyncAccount,
    *,
    team_id: str | int,
    after: int | None = None,
    before: int | None = None,
    page_size: Annotated[int, Ge(1)] | None = None,
) -> types.components.GetTeamComponentSetsResponse:
    """List a team's component sets.

    List the component sets (groups of variants) in all libraries of a team, page by page. For one file use
    figma_file_component_sets_list.

    Args:
        team_id: The team's id or page URL.
        after: meta.cursor.after of the last answer.
        before: meta.cursor.before of the last answer; not with after.
        page_size: How many to return. Default: 30.

    Returns GetTeamComponentSetsResponse: the provider's JSON, as it came. What it needs, and how it fails: see
    figma_tools.components.figma_team_component_sets_list.

    Example:
        await figma_team_component_sets_list(account, team_id="1535685101263221741")
    """
    return await account.call(
        FIGMA_TEAM_COMPONENT_SETS_LIST, {"team_id": team_id, "after": after, "before": before, "page_size": page_size}
    )


async def figma_team_components_list(
    account: AsyncAccount,
    *,
    team_id: str | int,
    after: int | None = None,
    before: int | None = None,
    page_size: Annotated[int, Ge(1), Le(1000)] | None = None,
) -> types.components.GetTeamComponentsResponse:
    """List a team's components.

    List the components in all libraries of a team, page by page. For one file use figma_file_components_list.

    Args:
        team_id: The team's id or page URL.
        after: meta.cursor.after of the last answer.
        before: meta.cursor.before of the last answer; not with after.
        page_size: How many to return. Default: 30.

    Returns GetTeamComponentsResponse: the provider's JSON, as it came. What it needs, and how it fails: see
    figma_tools.components.figma_team_components_list.

    Example:
        await figma_team_components_list(account, team_id="1535685101263221741")
    """
    return await account.call(
        FIGMA_TEAM_COMPONENTS_LIST, {"team_id": team_id, "after": after, "before": before, "page_size": page_size}
    )


async def figma_team_styles_list(
    account: AsyncAccount,
    *,
    team_id: str | int,
    after: int | None = None,
    before: int | None = None,
    page_size: Annotated[int, Ge(1)] | None = None,
) -> types.components.GetTeamStylesResponse:
    """List a team's styles.

    List the styles in all libraries of a team, page by page. For one file use figma_file_styles_list.

    Args:
        team_id: The team's id or page URL.
        after: meta.cursor.after of the last answer.
        before: meta.cursor.before of the last answer; not with after.
        page_size: How many to return. Default: 30.

    Returns GetTeamStylesResponse: the provider's JSON, as it came. What it needs, and how it fails: see
    figma_tools.components.figma_team_styles_list.

    Example:
        await figma_team_styles_list(account, team_id="1535685101263221741")
    """
    return await account.call(
        FIGMA_TEAM_STYLES_LIST, {"team_id": team_id, "after": after, "before": before, "page_size": page_size}
    )
