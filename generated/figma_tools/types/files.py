# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools return: files."""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias

from typing_extensions import TypedDict

from figma_tools import types


class FileBranch(TypedDict):
    """A branch of a file."""

    key: str
    """The branch's key, which works wherever a file key does."""
    last_modified: str
    """When its content last changed."""
    name: str
    thumbnail_url: str | None
    """A picture of the branch; the URL expires."""


class FileMeta(TypedDict):
    """What a file is, without its content."""

    creator: types.users.User
    """Who created the file."""
    editorType: Literal["figma", "figjam", "slides", "buzz", "sites", "make"]
    """The editor that the file is made with; figma is Figma Design."""
    folder_name: NotRequired[str]
    """The folder (once called project) that the file is in."""
    last_touched_at: str
    """When the content last changed."""
    last_touched_by: NotRequired[types.users.User]
    """Who last changed the content."""
    link_access: NotRequired[LinkAccess]
    """What anyone with the link may do."""
    name: str
    role: NotRequired[Role]
    """What the account may do with the file."""
    thumbnail_url: NotRequired[str | None]
    """A picture of the file; the URL expires."""
    url: NotRequired[str]
    """The file's address in the browser."""
    version: NotRequired[str]
    """The id of the current version; another one means that the file has changed."""


class FileNode(TypedDict):
    """One requested node with everything below it and what that refers to."""

    componentSets: dict[str, types.components.ComponentSet]
    """The component sets of these components, by node id."""
    components: dict[str, types.components.Component]
    """The components that its instances come from, by node id."""
    document: types.nodes.Node
    """The node itself, of any type."""
    schemaVersion: int
    """The version of the file format."""
    styles: dict[str, types.components.Style]
    """The styles in use, by the style ids that nodes name."""


class GetFileMetaResponse(TypedDict):
    """A file's metadata."""

    file: FileMeta


class GetFileNodesResponse(TypedDict):
    """The requested nodes of a file."""

    editorType: Literal["figma", "figjam"]
    """The editor that the file is made with; figma is Figma Design."""
    lastModified: str
    """When the file last changed."""
    linkAccess: NotRequired[LinkAccess]
    """What anyone with the link may do."""
    name: str
    """The file's name."""
    nodes: dict[str, FileNode | None]
    """Each requested id with its node; null where the file has no such node."""
    role: Role
    """What the account may do with the file."""
    thumbnailUrl: str | None
    """A picture of the file; the URL expires."""
    version: str
    """The id of the version that was read. Another one at the next call means that the file has changed."""


class GetFileResponse(TypedDict):
    """A file, or the part of it that was asked for."""

    branches: NotRequired[list[FileBranch]]
    """The file's branches. Only with branch_data."""
    componentSets: dict[str, types.components.ComponentSet]
    """The component sets of these components, by node id."""
    components: dict[str, types.components.Component]
    """The components that instances come from, by node id."""
    document: types.nodes.DocumentNode
    """The root of the tree; its children are the pages."""
    editorType: Literal["figma", "figjam"]
    """The editor that the file is made with; figma is Figma Design."""
    lastModified: str
    """When the file last changed."""
    linkAccess: NotRequired[LinkAccess]
    """What anyone with the link may do."""
    mainFileKey: NotRequired[str]
    """The key of the file that this one is a branch of. Only for branches, with branch_data."""
    name: str
    """The file's name."""
    role: Role
    """What the account may do with the file."""
    schemaVersion: int
    """The version of the file format."""
    styles: dict[str, types.components.Style]
    """The styles in use, by the style ids that nodes name."""
    thumbnailUrl: NotRequired[str | None]
    """A picture of the file; the URL expires."""
    version: str
    """The id of the version that was read. Another one at the next call means that the file has changed."""


class GetFileVersionsResponse(TypedDict):
    """A page of a file's history, newest version first."""

    pagination: types.shared.ResponsePagination
    """URLs of other pages, to be asked for with their whole query. prev_page is there on the first page, too, and what
    it leads to can hold the same versions again."""
    versions: list[Version]


class GetImageFillsResponse(types.shared.Success):
    """The pictures that were placed in a file."""

    meta: ImageFills


class GetImagesResponse(TypedDict):
    """Where to download the rendered nodes."""

    err: str | None
    """Null, or why rendering failed."""
    images: dict[str, str | None]
    """Each requested node id with the URL of its image, good for 30 days; null where rendering it failed."""


class ImageFills(TypedDict):
    """Where to download the pictures of a file."""

    images: dict[str, str]
    """Each imageRef of an image paint with the URL of its picture, good for 14 days at most."""


class Version(TypedDict):
    """A moment in a file's history, saved by a person or by Figma."""

    created_at: str
    description: str | None
    """What was written about it, if anything."""
    id: str
    """To pass as version. Beyond 2^53, so keep it a string."""
    label: str | None
    """The title it was given; null for an automatic save."""
    thumbnail_url: NotRequired[str | None]
    """A picture of the file as it was; the URL expires."""
    user: types.users.User
    """Who saved it."""


LinkAccess: TypeAlias = Literal["view", "edit", "org_view", "org_edit", "inherit"]
"""What anyone with the link may do; org_ limits it to the organization, inherit means as in the folder."""

Role: TypeAlias = Literal["owner", "editor", "viewer"]
"""What the account may do with a file."""
