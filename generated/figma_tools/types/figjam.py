# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools return: figjam."""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias

from typing_extensions import TypedDict

from figma_tools import types


class ConnectorEndpoint(TypedDict):
    """One end of a connector, attached to a node or free on the board. Beside the node stands position or magnet."""

    endpointNodeId: NotRequired[str]
    """Id of the node the end is attached to. Absent for a free end."""
    magnet: NotRequired[ConnectorMagnet]
    """Side of the node the end sticks to."""
    position: NotRequired[types.geometry.Vector]
    """Point relative to the node, or on the board for a free end."""


class ConnectorTextBackground(types.node_traits.CornerTrait, types.node_traits.MinimalFillsTrait):
    """Background of the label of a connector."""


ConnectorLineType: TypeAlias = Literal["STRAIGHT", "ELBOWED", "CURVED"]
"""Way of a connector. ELBOWED has right angles."""

ConnectorMagnet: TypeAlias = Literal["AUTO", "TOP", "BOTTOM", "LEFT", "RIGHT", "CENTER"]
"""Place on a node where connectors attach. AUTO takes the side that suits best."""

ConnectorStrokeCap: TypeAlias = Literal[
    "NONE", "LINE_ARROW", "TRIANGLE_ARROW", "DIAMOND_FILLED", "CIRCLE_FILLED", "TRIANGLE_FILLED"
]
"""End of a connector."""

ShapeType: TypeAlias = Literal[
    "SQUARE",
    "ELLIPSE",
    "ROUNDED_RECTANGLE",
    "DIAMOND",
    "TRIANGLE_UP",
    "TRIANGLE_DOWN",
    "PARALLELOGRAM_RIGHT",
    "PARALLELOGRAM_LEFT",
    "ENG_DATABASE",
    "ENG_QUEUE",
    "ENG_FILE",
    "ENG_FOLDER",
    "TRAPEZOID",
    "PREDEFINED_PROCESS",
    "SHIELD",
    "DOCUMENT_SINGLE",
    "DOCUMENT_MULTIPLE",
    "MANUAL_INPUT",
    "HEXAGON",
    "CHEVRON",
    "PENTAGON",
    "OCTAGON",
    "STAR",
    "PLUS",
    "ARROW_LEFT",
    "ARROW_RIGHT",
    "SUMMING_JUNCTION",
    "OR",
    "SPEECH_BUBBLE",
    "INTERNAL_STORAGE",
]
"""Shape of a FigJam shape. ENG_DATABASE is an upright cylinder and ENG_QUEUE a lying one; ENG_FILE is a sheet,
ENG_FOLDER a folder."""
