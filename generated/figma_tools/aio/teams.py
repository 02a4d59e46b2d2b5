# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""People, teams and folders: awaitable functions, one per tool."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figma_tools.tools.teams import (
    FIGMA_FOLDER_FILES_LIST,
    FIGMA_FOLDER_FOLDERS_LIST,
    FIGMA_FOLDER_META_GET,
    FIGMA_ME_GET,
    FIGMA_PROJECT_FILES_LIST,
    FIGMA_PROJECT_META_GET,
    FIGMA_TEAM_FOLDERS_LIST,
    FIGMA_TEAM_GET,
    FIGMA_TEAM_PROJECTS_LIST,
)

if TYPE_CHECKING:
    from figma_tools import types
    from figwright.connector import AsyncAccount


async def figma_folder_files_list(
    account: AsyncAccount, *, folder_id: str | int, branch_data: bool | None = None
) -> types.folders.GetFolderFilesResponse:
    """List a folder's files.

    List the files directly inside a folder: key, name, thumbnail, last change. For subfolders use
    figma_folder_folders_list, for a count figma_folder_meta_get.

    Args:
        folder_id: From folder lists, or its URL.
        branch_data: Adds the files' branches. Default: False.

    Returns GetFolderFilesResponse: the provider's JSON, as it came. What it needs, and how it fails: see
    figma_tools.teams.figma_folder_files_list.

    Example:
        await figma_folder_files_list(account, folder_id="98765432")
    """
    return await account.call(FIGMA_FOLDER_FILES_LIST, {"folder_id": folder_id, "branch_data": branch_data})


async def figma_folder_folders_list(
    account: AsyncAccount, *, folder_id: str | int
) -> types.folders.GetFolderFoldersResponse:
    """List a folder's subfolders.

    List the folders directly inside a folder from figma_team_folders_list or this tool. For its files use
    figma_folder_files_list.

    Args:
        folder_id: From folder lists, or its URL.

    Returns GetFolderFoldersResponse: the provider's JSON, as it came. What it needs, and how it fails: see
    figma_tools.teams.figma_folder_folders_list.

    Example:
        await figma_folder_folders_list(account, folder_id="98765432")
    """
    return await account.call(FIGMA_FOLDER_FOLDERS_LIST, {"folder_id": folder_id})


async def figma_folder_meta_get(account: AsyncAccount, *, folder_id: str | int) -> types.folders.FolderMeta:
    """Get a folder's metadata.

    Get a folder's name, thumbnail, times and number of files. Takes no personal access token. For the files use
    figma_folder_files_list.

    Args:
        folder_id: From folder lists, or its URL.

    Returns FolderMeta: the provider's JSON, as it came. What it needs, and how it fails: see
    figma_tools.teams.figma_folder_meta_get.

    Example:
        await figma_folder_meta_get(account, folder_id="98765432")
    """
    return await account.call(FIGMA_FOLDER_META_GET, {"folder_id": folder_id})


async def figma_me_get(account: AsyncAccount) -> types.users.Me:
    """Get the connected person.

    Get the connected person: id, handle, email and picture. Use it to check a connection. Plan access tokens cannot
    call it. It lists no teams or files.

    Returns Me: the provider's JSON, as it came. What it needs, and how it fails: see figma_tools.teams.figma_me_get.

    Example:
        await figma_me_get(account)
    """
    return await account.call(FIGMA_ME_GET, {})


async def figma_project_files_list(
    account: AsyncAccount, *, project_id: str | int, branch_data: bool | None = None
) -> types.projects.GetProjectFilesResponse:
    """List a project's files.

    List a project's files: key, name, thumbnail, last change. Deprecated and closed to public apps: use
    figma_folder_files_list.

    Deprecated: Figma replaced projects by folders. Use figma_folder_files_list.

    Args:
        project_id: From project lists, or its URL.
        branch_data: Adds the files' branches. Default: False.

    Returns GetProjectFilesResponse: the provider's JSON, as it came. What it needs, and how it fails: see
    figma_tools.teams.figma_project_files_list.

    Example:
        await figma_project_files_list(account, project_id="98765432")
    """
    return await account.call(FIGMA_PROJECT_FILES_LIST, {"project_id": project_id, "branch_data": branch_data})


async def figma_project_meta_get(
    account: AsyncAccount,
    *,
    project_id: str | int,
    schema_version: object | None = None,
    tool_version: object | None = None,
) -> types.folders.FolderMeta:
    """Get a project's metadata.

    Get a project's name, thumbnail, times and number of files. Deprecated and closed to public apps: use
    figma_folder_meta_get.

    Deprecated: Figma replaced projects by folders. Use figma_folder_meta_get.

    Args:
        project_id: From project lists, or its URL.
        schema_version: Accepted and ignored.
        tool_version: Accepted and ignored.

    Returns FolderMeta: the provider's JSON, as it came. What it needs, and how it fails: see
    figma_tools.teams.figma_project_meta_get.

    Example:
        await figma_project_meta_get(account, project_id="98765432")
    """
    return await account.call(
        FIGMA_PROJECT_META_GET,
        {"project_id": project_id, "schema_version": schema_version, "tool_version": tool_version},
    )


async def figma_team_folders_list(account: AsyncAccount, *, team_id: str | int) -> types.folders.GetTeamFoldersResponse:
    """List a team's folders.

    List a team's top-level folders, id and name. Go on with figma_folder_folders_list or figma_folder_files_list.

    Args:
        team_id: The team's id or page URL.

    Returns GetTeamFoldersResponse: the provider's JSON, as it came. What it needs, and how it fails: see
    figma_tools.teams.figma_team_folders_list.

    Example:
        await figma_team_folders_list(account, team_id="1535685101263221741")
    """
    return await account.call(FIGMA_TEAM_FOLDERS_LIST, {"team_id": team_id})


async def figma_team_get(account: AsyncAccount, *, team_id: str | int) -> types.folders.GetTeamFoldersResponse:
    """Get a team.

    Get a team's name and top-level folders; Figma tells no more of a team. No tool finds its id: ask for the URL of its
    page.

    Args:
        team_id: The team's id or page URL.

    Returns GetTeamFoldersResponse: the provider's JSON, as it came. What it needs, and how it fails: see
    figma_tools.teams.figma_team_get.

    Example:
        await figma_team_get(account, team_id="1535685101263221741")
    """
    return await account.call(FIGMA_TEAM_GET, {"team_id": team_id})


async def figma_team_projects_list(
    account: AsyncAccount, *, team_id: str | int
) -> types.projects.GetTeamProjectsResponse:
    """List a team's projects.

    List a team's projects (now called folders). Deprecated and closed to public apps: use figma_team_folders_list.

    Deprecated: Figma replaced projects by folders. Use figma_team_folders_list.

    Args:
        team_id: The team's id or page URL.

    Returns GetTeamProjectsResponse: the provider's JSON, as it came. What it needs, and how it fails: see
    figma_tools.teams.figma_team_projects_list.

    Example:
        await figma_team_projects_list(account, team_id="1535685101263221741")
    """
    return await account.call(FIGMA_TEAM_PROJECTS_LIST, {"team_id": team_id})
