# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools return: geometry."""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias

from typing_extensions import TypedDict

from figma_tools import types


class ArcData(TypedDict):
    """Part of an ellipse. Angles are in radians, 0 to the right, growing clockwise."""

    endingAngle: float
    """Where the arc ends."""
    innerRadius: float
    """Size of the hole as a share of the whole, 0 for none. Close to 1 leaves a thin ring."""
    startingAngle: float
    """Where the arc begins."""


class ComplexStrokeProperties(TypedDict):
    """Kind of stroke beyond weight and dashes."""

    strokeType: NotRequired[str]
    """BASIC for an ordinary stroke. Other values are not documented."""


class Constraint(TypedDict):
    """Size of an exported image."""

    type: Literal["SCALE", "WIDTH", "HEIGHT"]
    """SCALE multiplies the size, WIDTH and HEIGHT set that side and keep the ratio."""
    value: float
    """A factor for SCALE, else pixels."""


class ExportSetting(TypedDict):
    """One export preset."""

    constraint: Constraint
    """Size of the image."""
    format: Literal["JPG", "PNG", "SVG", "PDF"]
    suffix: str
    """Added to the file name, before its extension. Empty for none."""


class FrameOffset(TypedDict):
    """A place for a comment, relative to a frame."""

    node_id: types.identifiers.NodeId
    """Id of the frame."""
    node_offset: Vector
    """Pixels from its top left."""
    stable_path: NotRequired[None]


class FrameOffsetRegion(TypedDict):
    """A rectangle that a comment is about, relative to a frame, in pixels."""

    comment_pin_corner: NotRequired[CommentPinCorner]
    """Where the pin sits."""
    node_id: types.identifiers.NodeId
    """Id of the frame."""
    node_offset: Vector
    """Pixels from its top left."""
    region_height: float
    """Height, more than 0."""
    region_width: float
    """Width, more than 0."""
    stable_path: NotRequired[None]


class LayoutConstraint(TypedDict):
    """How a layer follows its frame when that is resized."""

    horizontal: Literal["LEFT", "RIGHT", "CENTER", "LEFT_RIGHT", "SCALE"]
    """LEFT, RIGHT and CENTER keep the distance to that place, LEFT_RIGHT to both edges, SCALE keeps proportions."""
    vertical: Literal["TOP", "BOTTOM", "CENTER", "TOP_BOTTOM", "SCALE"]
    """TOP, BOTTOM and CENTER keep the distance to that place, TOP_BOTTOM to both edges, SCALE keeps proportions."""


class Path(TypedDict):
    """One outline."""

    overrideID: NotRequired[int]
    """Key of this region in fillOverrideTable. Absent where the region has the fills of its node."""
    path: str
    """The outline as in the d attribute of an SVG path, such as M0 0L10 0L10 10Z."""
    windingRule: Literal["NONZERO", "EVENODD"]
    """Which parts count as inside, as in SVG."""


class Rectangle(TypedDict):
    """An upright rectangle in page coordinates, in pixels. x grows to the right and y downwards."""

    height: float
    width: float
    x: float
    """Left edge."""
    y: float
    """Top edge."""


class Region(TypedDict):
    """A rectangle on the page that a comment is about, in pixels."""

    comment_pin_corner: NotRequired[CommentPinCorner]
    """Where the pin sits."""
    region_height: float
    """Height, more than 0."""
    region_width: float
    """Width, more than 0."""
    x: float
    """Left edge."""
    y: float
    """Top edge."""


class Size(TypedDict):
    """A width and a height in pixels."""

    height: float
    width: float


class StrokeWeights(TypedDict):
    """Thickness of the stroke on each side, in pixels."""

    bottom: float
    left: float
    right: float
    top: float


class Vector(TypedDict):
    """A point, an offset, or a width and height. In pixels unless said otherwise."""

    x: float
    y: float


AxisSizingMode: TypeAlias = Literal["FIXED", "AUTO"]
"""FIXED where the designer set the length, AUTO where it follows the content."""

BooleanOperation: TypeAlias = Literal["UNION", "INTERSECT", "SUBTRACT", "EXCLUDE"]
"""How shapes are combined. SUBTRACT takes the upper shapes away from the lowest, EXCLUDE keeps what only one covers."""

CommentPinCorner: TypeAlias = Literal["top-left", "top-right", "bottom-left", "bottom-right"]
"""A corner of a commented region."""

CounterAxisAlignContent: TypeAlias = Literal["AUTO", "SPACE_BETWEEN"]
"""AUTO packs the lines of a wrapping frame with counterAxisSpacing between them, SPACE_BETWEEN spreads them evenly."""

CounterAxisAlignItems: TypeAlias = Literal["MIN", "CENTER", "MAX", "BASELINE"]
"""Place across the direction of auto layout. MIN is left or top, MAX right or bottom; BASELINE aligns text by its
baseline."""

GridChildAlign: TypeAlias = Literal["AUTO", "MIN", "CENTER", "MAX"]
"""Place of a layer within its grid cells. MIN is left or top, MAX right or bottom, AUTO leaves it to the grid."""

LayoutAlign: TypeAlias = Literal["INHERIT", "STRETCH", "MIN", "CENTER", "MAX"]
"""Alignment across the direction of an auto-layout parent. STRETCH fills it, INHERIT leaves it to the parent. MIN,
CENTER and MAX occur in old files only."""

LayoutMode: TypeAlias = Literal["NONE", "HORIZONTAL", "VERTICAL", "GRID"]
"""Kind of auto layout. HORIZONTAL is a row, VERTICAL a column, GRID a grid, NONE no auto layout."""

LayoutPositioning: TypeAlias = Literal["AUTO", "ABSOLUTE"]
"""AUTO where auto layout places the layer, ABSOLUTE where it stays where the designer put it."""

LayoutSizing: TypeAlias = Literal["FIXED", "HUG", "FILL"]
"""Where a length comes from. FIXED is set by hand, HUG follows the content, FILL takes the room the parent has left."""

LayoutWrap: TypeAlias = Literal["NO_WRAP", "WRAP"]
"""WRAP where children that do not fit go on in a new line."""

MaskType: TypeAlias = Literal["ALPHA", "VECTOR", "LUMINANCE"]
"""What of a mask counts. ALPHA takes its opacity, VECTOR its outline, LUMINANCE its brightness."""

OverflowDirection: TypeAlias = Literal[
    "HORIZONTAL_SCROLLING", "VERTICAL_SCROLLING", "HORIZONTAL_AND_VERTICAL_SCROLLING", "NONE"
]
"""Directions in which a frame scrolls."""

PrimaryAxisAlignItems: TypeAlias = Literal["MIN", "CENTER", "MAX", "SPACE_BETWEEN"]
"""Place along the direction of auto layout. MIN is left or top, MAX right or bottom; SPACE_BETWEEN spreads the children
evenly."""

ScrollBehavior: TypeAlias = Literal["SCROLLS", "FIXED", "STICKY_SCROLLS"]
"""What a layer does when its parent scrolls. SCROLLS moves along, FIXED stays, STICKY_SCROLLS moves until it reaches
the edge."""

StrokeAlign: TypeAlias = Literal["INSIDE", "OUTSIDE", "CENTER"]
"""Place of a stroke relative to the outline."""

StrokeCap: TypeAlias = Literal[
    "NONE",
    "ROUND",
    "SQUARE",
    "LINE_ARROW",
    "TRIANGLE_ARROW",
    "DIAMOND_FILLED",
    "CIRCLE_FILLED",
    "TRIANGLE_FILLED",
    "WASHI_TAPE_1",
    "WASHI_TAPE_2",
    "WASHI_TAPE_3",
    "WASHI_TAPE_4",
    "WASHI_TAPE_5",
    "WASHI_TAPE_6",
]
"""End of an open path. The WASHI_TAPE values belong to FigJam."""

StrokeJoin: TypeAlias = Literal["MITER", "BEVEL", "ROUND"]
"""Corner of a stroke. MITER is sharp, BEVEL cut off, ROUND rounded."""

Transform: TypeAlias = list[list[float]]
"""An affine transform, the upper two rows of a 3 by 3 matrix, [[a, c, tx], [b, d, ty]]. It takes (x, y) to (a x + c y +
tx, b x + d y + ty); [[1, 0, 0], [0, 1, 0]] changes nothing."""
