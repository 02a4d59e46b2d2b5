# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools return: paints."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypeAlias

from pydantic import Field
from typing_extensions import TypedDict

from figma_tools import types


class BasePaint(TypedDict):
    """What all paints have."""

    blendMode: BlendMode
    opacity: NotRequired[float]
    """Opacity of the whole paint, on top of the alpha of its colours."""
    visible: NotRequired[bool]
    """False where the paint is switched off."""


class ColorStop(TypedDict):
    """One colour of a gradient."""

    boundVariables: NotRequired[ColorStopBoundVariables]
    """The variables that set these values."""
    color: RGBA
    position: float
    """Place along the gradient, 0 at its start and 1 at its end."""


class ColorStopBoundVariables(TypedDict):
    """The variables that set these values."""

    color: NotRequired[types.variables.VariableAlias]


class GradientPaint(BasePaint):
    """A gradient between two or more colours."""

    gradientHandlePositions: list[types.geometry.Vector]
    """Three points, namely start, end, and the end of the line that sets the width. (0, 0) is the top left and (1, 1)
    the bottom right of the layer."""
    gradientStops: list[ColorStop]
    """The colours in order. Between two stops the colour changes gradually."""
    type: Literal["GRADIENT_LINEAR", "GRADIENT_RADIAL", "GRADIENT_ANGULAR", "GRADIENT_DIAMOND"]
    """Shape of the gradient."""


class ImageFilters(TypedDict):
    """Corrections of an image paint. Each runs from -1 to 1, with 0 for no change."""

    contrast: NotRequired[float]
    exposure: NotRequired[float]
    highlights: NotRequired[float]
    saturation: NotRequired[float]
    shadows: NotRequired[float]
    temperature: NotRequired[float]
    tint: NotRequired[float]


class ImagePaint(BasePaint):
    """A picture, scaled or repeated."""

    filters: NotRequired[ImageFilters]
    """Corrections of the image. Absent where there are none."""
    gifRef: NotRequired[str]
    """Reference of an animated GIF, to be looked up like imageRef. Present only for GIFs."""
    imageRef: str
    """Reference of the image. The image fills of the file map it to a URL."""
    imageTransform: NotRequired[types.geometry.Transform]
    """Part of the image to show. Present only with STRETCH."""
    rotation: NotRequired[float]
    """Rotation of the image in degrees."""
    scaleMode: Literal["FILL", "FIT", "TILE", "STRETCH"]
    """FILL covers the area and crops, FIT shows the whole image, TILE repeats it, STRETCH places it by imageTransform.
    """
    scalingFactor: NotRequired[float]
    """Size of a tile relative to the image. Present only with TILE."""
    type: Literal["IMAGE"]


class PaintOverride(TypedDict):
    """Fills of one region that departs from the fills of its node."""

    fills: NotRequired[list[Paint]]
    """Paints of the region."""
    inheritFillStyleId: NotRequired[str]
    """Id of the shared style the fills come from."""


class PatternPaint(BasePaint):
    """A layer, repeated."""

    horizontalAlignment: PatternAlignment
    """Where tiling begins horizontally."""
    scalingFactor: float
    """Size of a tile relative to its source."""
    sourceNodeId: str
    """Id of the node that is repeated."""
    spacing: types.geometry.Vector
    """Gap between tiles, horizontally as x and vertically as y."""
    tileType: Literal["RECTANGULAR", "HORIZONTAL_HEXAGONAL", "VERTICAL_HEXAGONAL"]
    """RECTANGULAR sets tiles in straight rows; the others shift every second row or column by half a tile."""
    type: Literal["PATTERN"]
    verticalAlignment: PatternAlignment
    """Where tiling begins vertically."""


class RGB(TypedDict):
    """A colour without transparency. Channels run from 0 to 1, not to 255."""

    b: float
    """Blue."""
    g: float
    """Green."""
    r: float
    """Red."""


class RGBA(TypedDict):
    """A colour. Channels run from 0 to 1, not to 255."""

    a: float
    """Alpha, 1 is solid."""
    b: float
    """Blue."""
    g: float
    """Green."""
    r: float
    """Red."""


class SolidPaint(BasePaint):
    """One colour. Multiply its alpha with opacity."""

    boundVariables: NotRequired[SolidPaintBoundVariables]
    """The variables that set these values."""
    color: RGBA
    type: Literal["SOLID"]


class SolidPaintBoundVariables(TypedDict):
    """The variables that set these values."""

    color: NotRequired[types.variables.VariableAlias]


BlendMode: TypeAlias = Literal[
    "PASS_THROUGH",
    "NORMAL",
    "DARKEN",
    "MULTIPLY",
    "LINEAR_BURN",
    "COLOR_BURN",
    "LIGHTEN",
    "SCREEN",
    "LINEAR_DODGE",
    "COLOR_DODGE",
    "OVERLAY",
    "SOFT_LIGHT",
    "HARD_LIGHT",
    "DIFFERENCE",
    "EXCLUSION",
    "HUE",
    "SATURATION",
    "COLOR",
    "LUMINOSITY",
]
"""How a layer or paint mixes with what lies behind it, named as in other graphics software. PASS_THROUGH lets the
children of a container mix with the outside as if there were no container."""

Paint: TypeAlias = Annotated[GradientPaint | ImagePaint | PatternPaint | SolidPaint, Field(discriminator="type")]
"""A fill or stroke, told apart by type. Other types may appear, such as VIDEO."""

PatternAlignment: TypeAlias = Literal["START", "CENTER", "END"]
"""Where the tiles of a pattern are anchored in the layer."""
