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

    file_key: inputs.identifiers.MainFileKey
    """The main file's key or URL."""
    name: str
    """The link's text."""
    node_id: inputs.identifiers.NodeId
    """The node, such as 1:2; reading the file shows ids."""
    url: str
    """Where the link leads."""


@with_config(extra="forbid")
class FigmaDevResourceDeleteInput(TypedDict):
    """What `figma_dev_resource_delete` takes."""

    file_key: inputs.identifiers.MainFileKey
    """The main file's key or URL."""
    dev_resource_id: inputs.identifiers.DevResourceId
    """From listing dev resources."""


@with_config(extra="forbid")
class FigmaDevResourceUpdateInput(TypedDict):
    """What `figma_dev_resource_update` takes."""

    dev_resource_id: inputs.identifiers.DevResourceId
    """From listing dev resources."""
    name: NotRequired[str]
    """The link's text."""
    url: NotRequired[str]
    """Where the link leads."""


@with_config(extra="forbid")
class FigmaDevResourcesListInput(TypedDict):
    """What `figma_dev_resources_list` takes."""

    file_key: inputs.identifiers.MainFileKey
    """The main file's key or URL."""
    node_ids: NotRequired[Annotated[inputs.identifiers.NodeIds, BeforeValidator(join_list)]]
    """Only on these nodes."""
