# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools return: node traits."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from figma_tools import types


class LayoutGrid(TypedDict):
    """A layout grid, guides that help to align things in a frame."""

    alignment: Literal["MIN", "MAX", "STRETCH", "CENTER"]
    """MIN starts at the left or top, MAX at the right or bottom, CENTER in the middle; STRETCH fills the frame."""
    boundVariables: NotRequired[LayoutGridBoundVariables]
    """The variables that set these values."""
    color: types.paints.RGBA
    count: int
    """How many bands there are."""
    gutterSize: float
    """Gap between bands in pixels."""
    offset: float
    """Distance from the edge to the first band in pixels."""
    pattern: Literal["COLUMNS", "ROWS", "GRID"]
    """COLUMNS has vertical bands, ROWS horizontal ones, GRID squares."""
    sectionSize: float
    """Width of a column, height of a row or edge of a square, in pixels."""
    visible: bool


class LayoutGridBoundVariables(TypedDict):
    """The variables that set these values."""

    gutterSize: NotRequired[types.variables.VariableAlias]
    numSections: NotRequired[types.variables.VariableAlias]
    offset: NotRequired[types.variables.VariableAlias]
    sectionSize: NotRequired[types.variables.VariableAlias]


class NodeBoundVariables(TypedDict):
    """The variables behind the properties of a node, under the names of those properties. A list has one entry per
    paint, effect, grid or stretch of text, in the same order."""

    bottomLeftRadius: NotRequired[types.variables.VariableAlias]
    bottomRightRadius: NotRequired[types.variables.VariableAlias]
    characters: NotRequired[types.variables.VariableAlias]
    """A string variable that holds the text."""
    componentProperties: NotRequired[dict[str, types.variables.VariableAlias]]
    """Variables behind component properties, by property name."""
    counterAxisSpacing: NotRequired[types.variables.VariableAlias]
    effects: NotRequired[list[types.variables.VariableAlias]]
    fills: NotRequired[list[types.variables.VariableAlias]]
    fontFamily: NotRequired[list[types.variables.VariableAlias]]
    fontSize: NotRequired[list[types.variables.VariableAlias]]
    fontStyle: NotRequired[list[types.variables.VariableAlias]]
    fontWeight: NotRequired[list[types.variables.VariableAlias]]
    individualStrokeWeights: NotRequired[NodeBoundVariablesIndividualStrokeWeights]
    itemSpacing: NotRequired[types.variables.VariableAlias]
    layoutGrids: NotRequired[list[types.variables.VariableAlias]]
    letterSpacing: NotRequired[list[types.variables.VariableAlias]]
    lineHeight: NotRequired[list[types.variables.VariableAlias]]
    maxHeight: NotRequired[types.variables.VariableAlias]
    maxWidth: NotRequired[types.variables.VariableAlias]
    minHeight: NotRequired[types.variables.VariableAlias]
    minWidth: NotRequired[types.variables.VariableAlias]
    opacity: NotRequired[types.variables.VariableAlias]
    paddingBottom: NotRequired[types.variables.VariableAlias]
    paddingLeft: NotRequired[types.variables.VariableAlias]
    paddingRight: NotRequired[types.variables.VariableAlias]
    paddingTop: NotRequired[types.variables.VariableAlias]
    paragraphIndent: NotRequired[list[types.variables.VariableAlias]]
    paragraphSpacing: NotRequired[list[types.variables.VariableAlias]]
    rectangleCornerRadii: NotRequired[NodeBoundVariablesRectangleCornerRadii]
    size: NotRequired[NodeBoundVariablesSize]
    """Variables behind width x and height y."""
    strokes: NotRequired[list[types.variables.VariableAlias]]
    textRangeFills: NotRequired[list[types.variables.VariableAlias]]
    """Variables behind the fills of stretches of text."""
    topLeftRadius: NotRequired[types.variables.VariableAlias]
    topRightRadius: NotRequired[types.variables.VariableAlias]
    visible: NotRequired[types.variables.VariableAlias]
    """A boolean variable that shows or hides the node."""


class NodeBoundVariablesIndividualStrokeWeights(TypedDict):
    bottom: NotRequired[types.variables.VariableAlias]
    left: NotRequired[types.variables.VariableAlias]
    right: NotRequired[types.variables.VariableAlias]
    top: NotRequired[types.variables.VariableAlias]


class NodeBoundVariablesRectangleCornerRadii(TypedDict):
    RECTANGLE_BOTTOM_LEFT_CORNER_RADIUS: NotRequired[types.variables.VariableAlias]
    RECTANGLE_BOTTOM_RIGHT_CORNER_RADIUS: NotRequired[types.variables.VariableAlias]
    RECTANGLE_TOP_LEFT_CORNER_RADIUS: NotRequired[types.variables.VariableAlias]
    RECTANGLE_TOP_RIGHT_CORNER_RADIUS: NotRequired[types.variables.VariableAlias]


class NodeBoundVariablesSize(TypedDict):
    """Variables behind width x and height y."""

    x: NotRequired[types.variables.VariableAlias]
    y: NotRequired[types.variables.VariableAlias]
