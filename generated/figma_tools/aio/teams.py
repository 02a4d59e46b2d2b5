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

    List the files directly inside a folder: key, name, thumbnail and last change. Folder ids come from
    figma_team_folders_list or figma_folder_folders_list; files of subfolders are not included. To count them use
    figma_folder_meta_get.

    Args:
        folder_id: The folder's id, from a list of folders or the number after /project/ in the URL of its page.
        branch_data: Pass true to get the files' branches too. Default: False.

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

    List the folders directly inside a folder, with id and name. Folder ids come from figma_team_folders_list or from
    this tool. For the files in it use figma_folder_files_list.

    Args:
        folder_id: The folder's id, from a list of folders or the number after /project/ in the URL of its page.

    Returns GetFolderFoldersResponse: the provider's JSON, as it came. What it needs, and how it fails: see
    figma_tools.teams.figma_folder_folders_list.

    Example:
        await figma_folder_folders_list(account, folder_id="98765432")
    """
    return await account.call(FIGMA_FOLDER_FOLDERS_LIST, {"folder_id": folder_id})


async def figma_folder_meta_get(account: AsyncAccount, *, folder_id: str | int) -> types.folders.FolderMeta:
    """Get a folder's metadata.

    Get a folder's name, thumbnail, number of files and times, without the files (see figma_folder_files_list). Folder
    ids come from figma_team_folders_list or figma_folder_folders_list. Takes no personal access token.

    Args:
        folder_id: The folder's id, from a list of folders or the number after /project/ in the URL of its page.

    Returns FolderMeta: the provider's JSON, as it came. What it needs, and how it fails: see
    figma_tools.teams.figma_folder_meta_get.

    Example:
        await figma_folder_meta_get(account, folder_id="98765432")
    """
    return await account.call(FIGMA_FOLDER_META_GET, {"folder_id": folder_id})


async def figma_me_get(account: AsyncAccount) -> types.users.Me:
    """Get the connected person.

    Get the person that the credential belongs to: id, handle, email and picture. Use it to check that a connection
    works and whose it is. Plan access tokens belong to nobody and cannot call it. It does not list teams or files.

    Returns Me: the provider's JSON, as it came. What it needs, and how it fails: see figma_tools.teams.figma_me_get.

    Example:
        await figma_me_get(account)
    """
    return await account.call(FIGMA_ME_GET, {})


async def figma_project_files_list(
    account: AsyncAccount, *, project_id: str | int, branch_data: bool | None = None
) -> types.projects.GetProjectFilesResponse:
    """List a project's files.

    List the files of a project (now called folder): key, name, thumbnail and last change. Project ids come from
    figma_team_projects_list. Deprecated and closed to public apps: use figma_folder_files_list.

    Deprecated: Figma replaced projects by folders. Use figma_folder_files_list.

    Args:
        project_id: The project's id, from a list of projects or the number after /project/ in the URL of its page.
        branch_data: Pass true to get the files' branches too. Default: False.

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

    Get a project's (now called folder's) name, thumbnail, number of files and times. Deprecated: use
    figma_folder_meta_get, which takes no personal access token, though. Project ids come from figma_team_projects_list.

    Deprecated: Figma replaced projects by folders. Use figma_folder_meta_get.

    Args:
        project_id: The project's id, from a list of projects or the number after /project/ in the URL of its page.
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

    List the top-level folders (once called projects) of a team that the account can see, with id and name. Go on with
    figma_folder_folders_list for subfolders or figma_folder_files_list for files. The team's id is the number after
    /team/ in the URL of its page; no tool can find it.

    Args:
        team_id: The number after /team/ in the URL of the team's page. No call lists the teams of a person.

    Returns GetTeamFoldersResponse: the provider's JSON, as it came. What it needs, and how it fails: see
    figma_tools.teams.figma_team_folders_list.

    Example:
        await figma_team_folders_list(account, team_id="1535685101263221741")
    """
    return await account.call(FIGMA_TEAM_FOLDERS_LIST, {"team_id": team_id})


async def figma_team_get(account: AsyncAccount, *, team_id: str | int) -> types.folders.GetTeamFoldersResponse:
    """Get a team.

    Get a team's name and its top-level folders. Figma tells nothing else about a team: no members, no member count. The
    id is the number after /team/ in the URL of the team's page; no tool can find it. figma_team_folders_list is the
    same call.

    Args:
        team_id: The number after /team/ in the URL of the team's page. No call lists the teams of a person.

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

    List the projects (now called folders) of a team that the account can see, with id and name. Deprecated and closed
    to public apps: use figma_team_folders_list.

    Deprecated: Figma replaced projects by folders. Use figma_team_folders_list.

    Args:
        team_id: The number after /team/ in the URL of the team's page. No call lists the teams of a person.

    Returns GetTeamProjectsResponse: the provider's JSON, as it came. What it needs, and how it fails: see
    figma_tools.teams.figma_team_projects_list.

    Example:
        await figma_team_projects_list(account, team_id="1535685101263221741")
    """
    return await account.call(FIGMA_TEAM_PROJECTS_LIST, {"team_id": team_id})
