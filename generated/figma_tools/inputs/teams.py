# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools take: teams."""

from __future__ import annotations

from typing import Any, NotRequired

from pydantic import with_config
from typing_extensions import TypedDict

from figma_tools import inputs


@with_config(extra="forbid")
class FigmaFolderFilesListInput(TypedDict):
    """What `figma_folder_files_list` takes."""

    folder_id: inputs.identifiers.FolderId
    """From folder lists, or its URL."""
    branch_data: NotRequired[bool]
    """Adds the files' branches."""


@with_config(extra="forbid")
class FigmaFolderFoldersListInput(TypedDict):
    """What `figma_folder_folders_list` takes."""

    folder_id: inputs.identifiers.FolderId
    """From folder lists, or its URL."""


@with_config(extra="forbid")
class FigmaFolderMetaGetInput(TypedDict):
    """What `figma_folder_meta_get` takes."""

    folder_id: inputs.identifiers.FolderId
    """From folder lists, or its URL."""


@with_config(extra="forbid")
class FigmaMeGetInput(TypedDict):
    """What `figma_me_get` takes."""


@with_config(extra="forbid")
class FigmaProjectFilesListInput(TypedDict):
    """What `figma_project_files_list` takes."""

    project_id: inputs.identifiers.ProjectId
    """From project lists, or its URL."""
    branch_data: NotRequired[bool]
    """Adds the files' branches."""


@with_config(extra="forbid")
class FigmaProjectMetaGetInput(TypedDict):
    """What `figma_project_meta_get` takes."""

    project_id: inputs.identifiers.ProjectId
    """From project lists, or its URL."""
    schema_version: NotRequired[Any]
    """Accepted and ignored."""
    tool_version: NotRequired[Any]
    """Accepted and ignored."""


@with_config(extra="forbid")
class FigmaTeamFoldersListInput(TypedDict):
    """What `figma_team_folders_list` takes."""

    team_id: inputs.identifiers.TeamId
    """The team's id or page URL."""


@with_config(extra="forbid")
class FigmaTeamGetInput(TypedDict):
    """What `figma_team_get` takes."""

    team_id: inputs.identifiers.TeamId
    """The team's id or page URL."""


@with_config(extra="forbid")
class FigmaTeamProjectsListInput(TypedDict):
    """What `figma_team_projects_list` takes."""

    team_id: inputs.identifiers.TeamId
    """The team's id or page URL."""
