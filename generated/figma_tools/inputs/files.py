# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools take: files."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from pydantic import BeforeValidator, Field, with_config
from typing_extensions import TypedDict

from figma_tools import inputs
from figwright.connector import join_list, not_bool


@with_config(extra="forbid")
class FigmaFileGetInput(TypedDict):
    """What `figma_file_get` takes."""

    file_key: inputs.identifiers.FileKey
    """The part after /design/ or /file/ in the file's URL. A branch key works too."""
    branch_data: NotRequired[bool]
    """Pass true to learn the file's branches, or for a branch its main file."""
    depth: NotRequired[Annotated[int, Field(ge=1), BeforeValidator(not_bool)]]
    """How many levels below the root to return; 1 is the pages, 2 also what lies directly on them. Default, all."""
    geometry: NotRequired[Literal["paths"]]
    """Pass paths to get vector outlines too; they make the answer much larger."""
    ids: NotRequired[Annotated[inputs.identifiers.NodeIds, BeforeValidator(join_list)]]
    """Ids of nodes, separated by commas, to get only them, what is inside them, what leads to them and what they depend
    on. Every page comes back in any case."""
    plugin_data: NotRequired[Annotated[str, BeforeValidator(join_list)]]
    """Plugin ids, separated by commas, whose data on nodes to include as pluginData; the word shared among them
    includes sharedPluginData."""
    version: NotRequired[inputs.identifiers.VersionId]
    """The id of an older version, from the file's version history. Default, the current one."""


@with_config(extra="forbid")
class FigmaFileImageFillsGetInput(TypedDict):
    """What `figma_file_image_fills_get` takes."""

    file_key: inputs.identifiers.FileKey
    """The part after /design/ or /file/ in the file's URL. A branch key works too."""


@with_config(extra="forbid", allow_inf_nan=False)
class FigmaFileImagesRenderInput(TypedDict):
    """What `figma_file_images_render` takes."""

    file_key: inputs.identifiers.FileKey
    """The part after /design/ or /file/ in the file's URL. A branch key works too."""
    ids: Annotated[inputs.identifiers.NodeIds, BeforeValidator(join_list)]
    """Ids of the nodes to render, separated by commas, such as 1:2,1:3. A URL writes 1:2 as node-id=1-2."""
    contents_only: NotRequired[bool]
    """Whether to leave out what overlaps the node without being part of it. False is slower."""
    format: NotRequired[Literal["jpg", "png", "svg", "pdf"]]
    """The kind of image."""
    scale: NotRequired[Annotated[float, Field(ge=0.01, le=4), BeforeValidator(not_bool)]]
    """By how much to enlarge or shrink the image; 2 doubles width and height."""
    svg_include_id: NotRequired[bool]
    """For SVG, whether elements get the names of their layers as id attributes."""
    svg_include_node_id: NotRequired[bool]
    """For SVG, whether elements get the ids of their nodes as data-node-id attributes."""
    svg_outline_text: NotRequired[bool]
    """For SVG, whether to draw text as outlines, which look the same everywhere, or as text elements, which can be
    selected."""
    svg_simplify_stroke: NotRequired[bool]
    """For SVG, whether to write inner and outer strokes as plain strokes rather than masks, where possible."""
    use_absolute_bounds: NotRequired[bool]
    """Whether to use the node's full size, even where it is cropped or empty, so that text is not cut off."""
    version: NotRequired[inputs.identifiers.VersionId]
    """The id of an older version, from the file's version history. Default, the current one."""


@with_config(extra="forbid")
class FigmaFileMetaGetInput(TypedDict):
    """What `figma_file_meta_get` takes."""

    file_key: inputs.identifiers.FileKey
    """The part after /design/ or /file/ in the file's URL. A branch key works too."""


@with_config(extra="forbid")
class FigmaFileNodesGetInput(TypedDict):
    """What `figma_file_nodes_get` takes."""

    file_key: inputs.identifiers.FileKey
    """The part after /design/ or /file/ in the file's URL. A branch key works too."""
    ids: Annotated[inputs.identifiers.NodeIds, BeforeValidator(join_list)]
    """Ids of the nodes to return, separated by commas, such as 1:2,1:3. A URL writes 1:2 as node-id=1-2."""
    depth: NotRequired[Annotated[int, Field(ge=1), BeforeValidator(not_bool)]]
    """How many levels below each requested node to return; 1 is its children. Default, all."""
    geometry: NotRequired[Literal["paths"]]
    """Pass paths to get vector outlines too; they make the answer much larger."""
    plugin_data: NotRequired[Annotated[str, BeforeValidator(join_list)]]
    """Plugin ids, separated by commas, whose data on nodes to include as pluginData; the word shared among them
    includes sharedPluginData."""
    version: NotRequired[inputs.identifiers.VersionId]
    """The id of an older version, from the file's version history. Default, the current one."""


@with_config(extra="forbid")
class FigmaFileVersionsListInput(TypedDict):
    """What `figma_file_versions_list` takes."""

    file_key: inputs.identifiers.FileKey
    """The part after /design/ or /file/ in the file's URL. A branch key works too."""
    after: NotRequired[inputs.identifiers.VersionId]
    """A version id, to get the newer versions after it. It is in prev_page of the last answer."""
    before: NotRequired[inputs.identifiers.VersionId]
    """A version id, to get the older versions before it. It is in next_page of the last answer."""
    page_size: NotRequired[Annotated[int, Field(ge=1, le=50), BeforeValidator(not_bool)]]
    """How many to return at once."""


@with_config(extra="forbid")
class FigmaOembedGetInput(TypedDict):
    """What `figma_oembed_get` takes."""

    url: str
    """The address of a Figma file or of a site published with Make, as in the browser."""
    maxheight: NotRequired[Annotated[int, Field(ge=1), BeforeValidator(not_bool)]]
    """The greatest height in pixels. The size keeps to 16:9."""
    maxwidth: NotRequired[Annotated[int, Field(ge=1), BeforeValidator(not_bool)]]
    """The greatest width in pixels. The size keeps to 16:9."""
