# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools return: folders."""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict


class Folder(TypedDict):
    """A folder (once called project) of files and further folders."""

    id: str
    name: str
    parent_folder_id: str | None
    """The folder that this one is in; null at the top level of a team."""


class FolderFile(TypedDict):
    """A file in a folder or project."""

    branches: NotRequired[list[FolderFileBranch]]
    """The file's branches. Only with branch_data, and only where it has any."""
    key: str
    """The file's key."""
    last_modified: str
    """When its content last changed."""
    name: str
    thumbnail_url: NotRequired[str | None]
    """A picture of the file; the URL expires."""


class FolderFileBranch(TypedDict):
    """A branch of a file in a folder."""

    key: str
    """The branch's key, which works wherever a file key does."""
    last_modified: str
    """When its content last changed."""
    name: str
    thumbnail_url: NotRequired[str | None]
    """A picture of the branch; the URL expires."""


class FolderMeta(TypedDict):
    """What a folder or project is, without its files."""

    created_at: str
    file_count: int
    """How many files it holds."""
    id: str
    name: str
    thumbnail_url: str | None
    """A picture of it; null where it holds no files."""
    updated_at: str


class GetFolderFilesResponse(TypedDict):
    """The files directly in a folder."""

    files: list[FolderFile]
    name: str
    """The folder's name."""


class GetFolderFoldersResponse(TypedDict):
    """The folders directly in a folder."""

    folders: list[Folder]
    name: str
    """The name of the folder that was asked about."""


class GetTeamFoldersResponse(TypedDict):
    """A team's name and its folders."""

    folders: list[Folder]
    """Those at the top level; their parent_folder_id is null."""
    name: str
    """The team's name."""
