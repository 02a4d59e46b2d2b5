# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools return: projects."""

from __future__ import annotations

from typing_extensions import TypedDict

from figma_tools import types


class GetProjectFilesResponse(TypedDict):
    """The files of a project."""

    files: list[types.folders.FolderFile]
    name: str
    """The project's name."""


class GetTeamProjectsResponse(TypedDict):
    """The projects of a team."""

    name: str
    """The team's name."""
    projects: list[Project]
    """Those that the account can see."""


class Project(TypedDict):
    """A project, which is a folder of files at the top level of a team."""

    id: str
    """The project's id, a folder id as well."""
    name: str
