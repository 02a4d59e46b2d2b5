# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools take: dev resources."""

from __future__ import annotations

from typing import Annotated, NotRequired

from pydantic import BeforeValidator, with_config
from typing_extensions import TypedDict

from figma_tools import inputs
from figwright.connector import join_list


@with_config(extra="forbid")
class FigmaDevResourceCreateInput(TypedDict):
    """What `figma_dev_resource_create` takes."""

    file_key: inputs.identifiers.FileKey
    """The part after /design/ or /file/ in the file's URL. It must be the main file's, not a branch's."""
    name: str
    """The text that Dev Mode shows for the link."""
    node_id: inputs.identifiers.NodeId
    """The node to attach it to, such as 1:2. Reading the file shows the ids."""
    url: str
    """Where the link leads. A node cannot have the same URL twice."""


@with_config(extra="forbid")
class FigmaDevResourceDeleteInput(TypedDict):
    """What `figma_dev_resource_delete` takes."""

    file_key: inputs.identifiers.FileKey
    """The part after /design/ or /file/ in the file's URL. It must be the main file's, not a branch's."""
    dev_resource_id: inputs.identifiers.DevResourceId
    """The dev resource's id, from the list of the file's dev resources."""


@with_config(extra="forbid")
class FigmaDevResourceUpdateInput(TypedDict):
    """What `figma_dev_resource_update` takes."""

    dev_resource_id: inputs.identifiers.DevResourceId
    """The dev resource's id, from the list of the file's dev resources."""
    name: NotRequired[str]
    """The new text that Dev Mode shows for the link."""
    url: NotRequired[str]
    """Where the link leads from now on."""


@with_config(extra="forbid")
class FigmaDevResourcesListInput(TypedDict):
    """What `figma_dev_resources_list` takes."""

    file_key: inputs.identifiers.FileKey
    """The part after /design/ or /file/ in the file's URL. It must be the main file's, not a branch's."""
    node_ids: NotRequired[Annotated[inputs.identifiers.NodeIds, BeforeValidator(join_list)]]
    """Ids of nodes, separated by commas, to get only their links. Default, those of the whole file."""
