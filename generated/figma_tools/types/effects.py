# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools return: effects."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired, TypeAlias

from pydantic import Discriminator, Field, Tag
from typing_extensions import TypedDict

from figma_tools import types


def _tag_of_effect(value: Any) -> Any:
    return value.get("type") if isinstance(value, dict) else None


class BaseBlurEffect(TypedDict):
    """What all blurs have."""

    boundVariables: NotRequired[BlurBoundVariables]
    """The variables that set these values."""
    radius: float
    """Strength in pixels."""
    type: Literal["LAYER_BLUR", "BACKGROUND_BLUR"]
    """LAYER_BLUR blurs the layer itself, BACKGROUND_BLUR what lies behind it."""
    visible: bool
    """False where the effect is switched off."""


class BaseNoiseEffect(TypedDict):
    """What all noise effects have."""

    blendMode: types.paints.BlendMode
    color: types.paints.RGBA
    """Colour of the grains."""
    density: float
    """Share of the area that grains cover, from 0 to 1."""
    noiseSize: float
    """Size of the grains."""
    type: Literal["NOISE"]
    visible: bool
    """False where the effect is switched off."""


class BaseShadowEffect(TypedDict):
    """What all shadows have. Lengths are in pixels."""

    blendMode: types.paints.BlendMode
    boundVariables: NotRequired[ShadowBoundVariables]
    """The variables that set these values."""
    color: types.paints.RGBA
    offset: types.geometry.Vector
    """How far the shadow lies to the right, x, and below, y."""
    radius: float
    """Softness, 0 for a hard edge."""
    spread: NotRequired[float]
    """How much the shadow grows before it is softened. Negative values shrink a drop shadow. An inner shadow grows
    inwards."""
    visible: bool
    """False where the effect is switched off."""


class BlurBoundVariables(TypedDict):
    """The variables behind the values of a blur."""

    radius: NotRequired[types.variables.VariableAlias]


class DropShadowEffect(BaseShadowEffect):
    """A shadow behind the layer."""

    showShadowBehindNode: NotRequired[bool]
    """True where the shadow is seen through transparent parts of the layer. Old answers lack it."""
    type: Literal["DROP_SHADOW"]


class DuotoneNoiseEffect(BaseNoiseEffect):
    """Grain in two colours."""

    noiseType: Literal["DUOTONE"]
    secondaryColor: types.paints.RGBA
    """The second colour."""


class InnerShadowEffect(BaseShadowEffect):
    """A shadow inside the edge of the layer."""

    type: Literal["INNER_SHADOW"]


class MonotoneNoiseEffect(BaseNoiseEffect):
    """Grain in one colour."""

    noiseType: Literal["MONOTONE"]


class MultitoneNoiseEffect(BaseNoiseEffect):
    """Grain in many colours."""

    noiseType: Literal["MULTITONE"]
    opacity: float
    """Opacity of the grain, from 0 to 1."""


class NormalBlurEffect(BaseBlurEffect):
    """A blur of the same strength everywhere."""

    blurType: NotRequired[Literal["NORMAL"]]
    """May be absent, which means NORMAL."""


class ProgressiveBlurEffect(BaseBlurEffect):
    """A blur that grows from startRadius at startOffset to radius at endOffset."""

    blurType: Literal["PROGRESSIVE"]
    endOffset: types.geometry.Vector
    """Where the blur has its full strength, measured like startOffset."""
    startOffset: types.geometry.Vector
    """Where the blur starts, (0, 0) being the top left and (1, 1) the bottom right of the layer."""
    startRadius: float
    """Strength at the start in pixels."""


class ShadowBoundVariables(TypedDict):
    """The variables behind the values of a shadow."""

    color: NotRequired[types.variables.VariableAlias]
    offsetX: NotRequired[types.variables.VariableAlias]
    offsetY: NotRequired[types.variables.VariableAlias]
    radius: NotRequired[types.variables.VariableAlias]
    spread: NotRequired[types.variables.VariableAlias]


class TextureEffect(TypedDict):
    """Roughens the edges of a layer."""

    clipToShape: bool
    """True where the texture stays inside the shape."""
    noiseSize: float
    """Grain of the texture."""
    radius: float
    """How far edges are displaced, in pixels."""
    type: Literal["TEXTURE"]
    visible: bool
    """False where the effect is switched off."""


BlurEffect: TypeAlias = NormalBlurEffect | ProgressiveBlurEffect
"""A blur. It is a ProgressiveBlurEffect where blurType is PROGRESSIVE, else a NormalBlurEffect."""

NoiseEffect: TypeAlias = Annotated[
    DuotoneNoiseEffect | MonotoneNoiseEffect | MultitoneNoiseEffect, Field(discriminator="noiseType")
]
"""Grain over a layer, told apart by noiseType."""

Effect: TypeAlias = Annotated[
    Annotated[BlurEffect, Tag("LAYER_BLUR")]
    | Annotated[BlurEffect, Tag("BACKGROUND_BLUR")]
    | Annotated[DropShadowEffect, Tag("DROP_SHADOW")]
    | Annotated[InnerShadowEffect, Tag("INNER_SHADOW")]
    | Annotated[NoiseEffect, Tag("NOISE")]
    | Annotated[TextureEffect, Tag("TEXTURE")],
    Discriminator(_tag_of_effect),
]
"""A shadow, blur, texture or noise, told apart by type. LAYER_BLUR and BACKGROUND_BLUR are both blurs."""
