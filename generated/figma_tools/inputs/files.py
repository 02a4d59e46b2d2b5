# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools take: files."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from pydantic import BeforeValidator, Field, WrapValidator, with_config
from typing_extensions import TypedDict

from figma_tools import inputs
from figwright.connector import join_list, not_bool, whole_if_whole


@with_config(extra="forbid")
class FigmaFileGetInput(TypedDict):
    """What `figma_file_get` takes."""

    file_key: inputs.identifiers.FileKey
    """The file's key or URL."""
    branch_data: NotRequired[bool]
    """Adds the file's branches, or a branch's main file."""
    depth: NotRequired[Annotated[int, Field(ge=1), BeforeValidator(not_bool)]]
    """1 is pages, 2 their top layers too; else all."""
    geometry: NotRequired[Literal["paths"]]
    """Adds outlines; much larger."""
    ids: NotRequired[Annotated[inputs.identifiers.NodeIds, BeforeValidator(join_list)]]
    """Only these, what is inside and above them, and all pages."""
    plugin_data: NotRequired[Annotated[str, BeforeValidator(join_list)]]
    """Plugin ids; shared adds sharedPluginData."""
    version: NotRequired[inputs.identifiers.VersionId]
    """From its versions; else the current."""


@with_config(extra="forbid")
class FigmaFileImageFillsGetInput(TypedDict):
    """What `figma_file_image_fills_get` takes."""

    file_key: inputs.identifiers.FileKey
    """The file's key or URL."""


@with_config(extra="forbid", allow_inf_nan=False)
class FigmaFileImagesRenderInput(TypedDict):
    """What `figma_file_images_render` takes."""

    file_key: inputs.identifiers.FileKey
    """The file's key or URL."""
    ids: Annotated[inputs.identifiers.NodeIds, BeforeValidator(join_list)]
    """Such as 1:2, or URLs with node-id."""
    contents_only: NotRequired[bool]
    """Leave out what only overlaps the node; false is slower."""
    format: NotRequired[Literal["jpg", "png", "svg", "pdf"]]
    """The kind of image."""
    scale: NotRequired[Annotated[float, Field(ge=0.01, le=4), BeforeValidator(not_bool), WrapValidator(whole_if_whole)]]
    """2 doubles width and height."""
    svg_include_id: NotRequired[bool]
    """SVG: layer names as id attributes."""
    svg_include_node_id: NotRequired[bool]
    """SVG: node ids as data-node-id attributes."""
    svg_outline_text: NotRequired[bool]
    """SVG: text as outlines, not as text elements."""
    svg_simplify_stroke: NotRequired[bool]
    """SVG: plain strokes, not masks, where possible."""
    use_absolute_bounds: NotRequired[bool]
    """Full size even where cropped, so that text is whole."""
    version: NotRequired[inputs.identifiers.VersionId]
    """From its versions; else the current."""


@with_config(extra="forbid")
class FigmaFileMetaGetInput(TypedDict):
    """What `figma_file_meta_get` takes."""

    file_key: inputs.identifiers.FileKey
    """The file's key or URL."""


@with_config(extra="forbid")
class FigmaFileNodesGetInput(TypedDict):
    """What `figma_file_nodes_get` takes."""

    file_key: inputs.identifiers.FileKey
    """The file's key or URL."""
    ids: Annotated[inputs.identifiers.NodeIds, BeforeValidator(join_list)]
    """Such as 1:2, or URLs with node-id."""
    depth: NotRequired[Annotated[int, Field(ge=1), BeforeValidator(not_bool)]]
    """Levels below each node; else all."""
    geometry: NotRequired[Literal["paths"]]
    """Adds outlines; much larger."""
    plugin_data: NotRequired[Annotated[str, BeforeValidator(join_list)]]
    """Plugin ids; shared adds sharedPluginData."""
    version: NotRequired[inputs.identifiers.VersionId]
    """From its versions; else the current."""


@with_config(extra="forbid")
class FigmaFileVersionsListInput(TypedDict):
    """What `figma_file_versions_list` takes."""

    file_key: inputs.identifiers.FileKey
    """The file's key or URL."""
    after: NotRequired[inputs.identifiers.VersionId]
    """A version id, for those after it."""
    before: NotRequired[inputs.identifiers.VersionId]
    """A version id, for those before it."""
    cursor: NotRequired[str]
    """From an answer: its next page. Alone, beside file_key."""
    page_size: NotRequired[Annotated[int, Field(ge=1, le=50), BeforeValidator(not_bool)]]
    """How many to return."""


@with_config(extra="forbid")
class FigmaOembedGetInput(TypedDict):
    """What `figma_oembed_get` takes."""

    url: str
    """URL of a Figma file or of a published Make site."""
    maxheight: NotRequired[Annotated[int, Field(ge=1), BeforeValidator(not_bool)]]
    """In pixels."""
    maxwidth: NotRequired[Annotated[int, Field(ge=1), BeforeValidator(not_bool)]]
    """In pixels; the shape stays 16:9."""
