# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools return: dev mode."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypeAlias

from pydantic import Field
from typing_extensions import TypedDict


class DevStatus(TypedDict):
    """Hand-off state of a layer in Dev Mode."""

    description: NotRequired[str]
    """Note from the designer about what is ready or has changed."""
    type: Literal["NONE", "READY_FOR_DEV", "COMPLETED"]
    """The state."""


class Measurement(TypedDict):
    """A distance that somebody pinned in Dev Mode."""

    end: MeasurementStartEnd
    freeText: NotRequired[str]
    """Text shown in place of the measured distance."""
    id: str
    offset: MeasurementOffset
    """Where the line of the measurement is drawn."""
    start: MeasurementStartEnd


class MeasurementOffsetInner(TypedDict):
    """Drawn inside the node the measurement starts at."""

    relative: float
    """Place within that node, relative to its size."""
    type: Literal["INNER"]


class MeasurementOffsetOuter(TypedDict):
    """Drawn outside the node the measurement starts at."""

    fixed: float
    """Distance from that node in pixels."""
    type: Literal["OUTER"]


class MeasurementStartEnd(TypedDict):
    """One end of a measurement."""

    nodeId: str
    """Id of the node it is fixed to."""
    side: Literal["TOP", "RIGHT", "BOTTOM", "LEFT"]
    """Side of that node."""


MeasurementOffset: TypeAlias = Annotated[MeasurementOffsetInner | MeasurementOffsetOuter, Field(discriminator="type")]
"""Where a measurement is drawn, seen from the node it starts at. Told apart by type."""
