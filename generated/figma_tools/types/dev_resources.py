# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools return: dev resources."""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict


class DevResource(TypedDict):
    """A link from a node to code, a ticket or a document, shown in Dev Mode."""

    file_key: str
    """The file that the node is in."""
    id: str
    name: str
    node_id: str
    """The node that the link is attached to."""
    url: str


class DevResourceCreateError(TypedDict):
    """Why one link was not attached."""

    error: str
    """What went wrong, in Figma's words."""
    file_key: NotRequired[str | None]
    """The file that was asked for."""
    node_id: NotRequired[str | None]
    """The node that was asked for."""


class DevResourceUpdateError(TypedDict):
    """Why one link was not changed."""

    error: str
    """What went wrong, in Figma's words."""
    id: NotRequired[str]
    """The dev resource that was asked for."""


class GetDevResourcesResponse(TypedDict):
    """The links of a file."""

    dev_resources: list[DevResource]


class PostDevResourcesResponse(TypedDict):
    """What was attached and what was not; the request as a whole succeeds either way."""

    errors: NotRequired[list[DevResourceCreateError]]
    """One for each link that was refused, because its file is missing, its node is full or has the URL."""
    links_created: list[DevResource]


class PutDevResourcesResponse(TypedDict):
    """What was changed and what was not; the request as a whole succeeds either way."""

    errors: NotRequired[list[DevResourceUpdateError]]
    """One for each link that was not changed."""
    links_updated: list[DevResource]
