# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools take: geometry."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypeAlias

from pydantic import BeforeValidator, WrapValidator, with_config
from typing_extensions import TypedDict

from figma_tools import inputs
from figwright.connector import not_bool, whole_if_whole


@with_config(extra="forbid")
class FrameOffset(TypedDict):
    """A place for a comment, relative to a frame."""

    node_id: inputs.identifiers.NodeId
    """Id of the frame."""
    node_offset: Vector
    """Pixels from its top left."""


@with_config(extra="forbid", allow_inf_nan=False)
class FrameOffsetRegion(TypedDict):
    """A rectangle that a comment is about, relative to a frame, in pixels."""

    comment_pin_corner: NotRequired[CommentPinCorner]
    """Where the pin sits."""
    node_id: inputs.identifiers.NodeId
    """Id of the frame."""
    node_offset: Vector
    """Pixels from its top left."""
    region_height: Annotated[float, BeforeValidator(not_bool), WrapValidator(whole_if_whole)]
    """Height, more than 0."""
    region_width: Annotated[float, BeforeValidator(not_bool), WrapValidator(whole_if_whole)]
    """Width, more than 0."""


@with_config(extra="forbid", allow_inf_nan=False)
class Region(TypedDict):
    """A rectangle on the page that a comment is about, in pixels."""

    comment_pin_corner: NotRequired[CommentPinCorner]
    """Where the pin sits."""
    region_height: Annotated[float, BeforeValidator(not_bool), WrapValidator(whole_if_whole)]
    """Height, more than 0."""
    region_width: Annotated[float, BeforeValidator(not_bool), WrapValidator(whole_if_whole)]
    """Width, more than 0."""
    x: Annotated[float, BeforeValidator(not_bool), WrapValidator(whole_if_whole)]
    """Left edge."""
    y: Annotated[float, BeforeValidator(not_bool), WrapValidator(whole_if_whole)]
    """Top edge."""


@with_config(extra="forbid", allow_inf_nan=False)
class Vector(TypedDict):
    """A point, an offset, or a width and height. In pixels unless said otherwise."""

    x: Annotated[float, BeforeValidator(not_bool), WrapValidator(whole_if_whole)]
    y: Annotated[float, BeforeValidator(not_bool), WrapValidator(whole_if_whole)]


CommentPinCorner: TypeAlias = Literal["top-left", "top-right", "bottom-left", "bottom-right"]
"""A corner of a commented region."""
