# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools return: node traits."""

from __future__ import annotations

from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

from figma_tools import types


class ComplexStrokesTrait(TypedDict):
    """Strokes beyond plain lines, such as brush strokes. Figma names this group but publishes no property of it."""

    complexStrokeProperties: NotRequired[types.geometry.ComplexStrokeProperties]
    """The kind of stroke. Real answers hold it though Figma does not document it."""


class ComponentPropertiesTrait(TypedDict):
    """What users of a component can set."""

    componentPropertyDefinitions: NotRequired[dict[str, types.components.ComponentPropertyDefinition]]
    """The properties of the component or set, by name. Names of all kinds but VARIANT end in a hash sign and an id."""


class CornerTrait(TypedDict):
    """Rounded corners."""

    cornerRadius: NotRequired[float]
    """Radius of all four corners in pixels. Where they differ, see rectangleCornerRadii."""
    cornerSmoothing: NotRequired[float]
    """From 0, circular corners, to 1, fully smoothed; 0.6 resembles app icons on iOS."""
    rectangleCornerRadii: NotRequired[list[float]]
    """Radii in pixels, clockwise from top left, thus top left, top right, bottom right, bottom left."""


class HasBlendModeAndOpacityTrait(TypedDict):
    """How a node mixes with what lies behind it."""

    blendMode: types.paints.BlendMode
    opacity: NotRequired[float]
    """From 0, invisible, to 1, solid. Applies to the children as well."""


class HasEffectsTrait(TypedDict):
    """Shadows, blurs and the like."""

    effects: list[types.effects.Effect]
    """The effects in order. Empty where there are none."""


class HasExportSettingsTrait(TypedDict):
    """Export presets of a node."""

    exportSettings: NotRequired[list[types.geometry.ExportSetting]]
    """The images a designer set up for export, one entry each."""


class HasLayoutTrait(TypedDict):
    """Place and size of a node, and how it behaves inside its parent. Lengths are in pixels."""

    absoluteBoundingBox: types.geometry.Rectangle | None
    """Upright box around the node in page coordinates, rotation included, shadows and strokes not. Null where the node
    has none."""
    absoluteRenderBounds: NotRequired[types.geometry.Rectangle | None]
    """Upright box around all that is painted, shadows and thick strokes included, in page coordinates. Null where
    nothing is painted, as for a hidden node. Old answers lack it."""
    constraints: NotRequired[types.geometry.LayoutConstraint]
    """How the node moves and stretches when its parent is resized."""
    gridChildHorizontalAlign: NotRequired[types.geometry.GridChildAlign]
    """Horizontal place within its grid cells. For children of a GRID frame."""
    gridChildVerticalAlign: NotRequired[types.geometry.GridChildAlign]
    """Vertical place within its grid cells. For children of a GRID frame."""
    gridColumnAnchorIndex: NotRequired[int]
    """First column this child of a GRID frame covers, counted from 0."""
    gridColumnCount: NotRequired[int]
    """Number of columns of a GRID frame."""
    gridColumnGap: NotRequired[float]
    """Distance between columns of a GRID frame."""
    gridColumnSpan: NotRequired[int]
    """How many columns this child of a GRID frame covers."""
    gridColumnsSizing: NotRequired[str]
    """Widths of the columns of a GRID frame, written as in the CSS property grid-template-columns."""
    gridRowAnchorIndex: NotRequired[int]
    """First row this child of a GRID frame covers, counted from 0."""
    gridRowCount: NotRequired[int]
    """Number of rows of a GRID frame."""
    gridRowGap: NotRequired[float]
    """Distance between rows of a GRID frame."""
    gridRowSpan: NotRequired[int]
    """How many rows this child of a GRID frame covers."""
    gridRowsSizing: NotRequired[str]
    """Heights of the rows of a GRID frame, written as in the CSS property grid-template-rows."""
    layoutAlign: NotRequired[types.geometry.LayoutAlign]
    """Alignment across the direction of an auto-layout parent."""
    layoutGrow: NotRequired[Literal[0, 1]]
    """1 where the node fills the free space along the direction of its auto-layout parent, 0 where its length is fixed.
    """
    layoutPositioning: NotRequired[types.geometry.LayoutPositioning]
    """Whether an auto-layout parent places this node."""
    layoutSizingHorizontal: NotRequired[types.geometry.LayoutSizing]
    """Where the width comes from, in auto layout."""
    layoutSizingVertical: NotRequired[types.geometry.LayoutSizing]
    """Where the height comes from, in auto layout."""
    maxHeight: NotRequired[float]
    """Largest height auto layout may give."""
    maxWidth: NotRequired[float]
    """Largest width auto layout may give."""
    minHeight: NotRequired[float]
    """Smallest height auto layout may give."""
    minWidth: NotRequired[float]
    """Smallest width auto layout may give."""
    preserveRatio: NotRequired[bool]
    """True where resizing keeps the ratio of width to height."""
    relativeTransform: NotRequired[types.geometry.Transform]
    """Position and rotation relative to the parent. Present only with geometry=paths."""
    size: NotRequired[types.geometry.Vector]
    """Width x and height y before rotation. Present only with geometry=paths."""
    targetAspectRatio: NotRequired[types.geometry.Vector]
    """The ratio to keep, as width x and height y. Real answers hold it though Figma does not document it."""


class HasMaskTrait(TypedDict):
    """Use of a node as a mask."""

    isMask: NotRequired[bool]
    """True where the node masks the siblings in front of it."""
    isMaskOutline: NotRequired[bool]
    """True where maskType is VECTOR. Use maskType. Deprecated."""
    maskType: NotRequired[types.geometry.MaskType]
    """What of the mask decides how visible the masked layers are."""


class IsLayerTrait(TypedDict):
    """What every node has."""

    boundVariables: NotRequired[NodeBoundVariables]
    """Which properties take their value from a variable."""
    componentPropertyReferences: NotRequired[dict[str, str]]
    """Which component property controls which property of this layer, for instance characters, visible or
    mainComponent. Values are keys of componentPropertyDefinitions on the component."""
    explicitVariableModes: NotRequired[dict[str, str]]
    """Mode chosen on this layer, by variable collection id. Layers inside inherit it."""
    id: str
    """Id of the node, unique within the file, such as 12:34. Inside instances it is a path such as I12:34;56:78. URLs
    write 12-34 instead."""
    isFixed: NotRequired[bool]
    """True where the layer stays in place while its parent scrolls. Use scrollBehavior. Deprecated."""
    locked: NotRequired[bool]
    """True where the layer cannot be selected or changed on the canvas."""
    name: str
    """Name in the layer list."""
    pluginData: NotRequired[Any]
    """Private data of plugins, by plugin id and then by key. Present only for the plugin ids asked for in plugin_data.
    """
    rotation: NotRequired[float]
    """Rotation in radians. Absent where the layer is not rotated."""
    scrollBehavior: NotRequired[types.geometry.ScrollBehavior]
    """What happens to the layer when its parent scrolls in a prototype. Old answers lack it."""
    sharedPluginData: NotRequired[Any]
    """Data that plugins left for everybody, by namespace and then by key. Present where plugin_data contains shared."""
    visible: NotRequired[bool]
    """False for a hidden layer. Its children are hidden with it, whatever they say themselves."""


class MinimalFillsTrait(TypedDict):
    """Fills of a node."""

    fills: list[types.paints.Paint]
    """Paints of the area, the first at the bottom. Empty where the node is not filled."""
    styles: NotRequired[dict[str, str]]
    """Shared styles in use, by what they style, such as fill, stroke, text, effect or grid. Values are keys of the
    styles map of the same answer."""


class MinimalStrokesTrait(TypedDict):
    """Strokes of a node."""

    strokeAlign: NotRequired[types.geometry.StrokeAlign]
    """Where the stroke lies relative to the outline."""
    strokeDashes: NotRequired[list[float]]
    """Lengths of dash and gap by turns, in pixels. Absent for a solid line."""
    strokeJoin: NotRequired[types.geometry.StrokeJoin]
    """How corners of the stroke are drawn."""
    strokeWeight: NotRequired[float]
    """Thickness in pixels."""
    strokes: NotRequired[list[types.paints.Paint]]
    """Paints of the outline, the first at the bottom. Empty where there is no stroke."""


class TransitionSourceTrait(TypedDict):
    """What happens in a prototype when somebody acts on the node. The transition properties tell of a single
    navigation; interactions holds everything."""

    interactions: NotRequired[list[types.prototyping.Interaction]]
    """Triggers and the actions they start."""
    transitionDuration: NotRequired[float]
    """Length of the animation in milliseconds."""
    transitionEasing: NotRequired[types.prototyping.EasingType]
    """Pace of the animation."""
    transitionNodeID: NotRequired[str]
    """Id of the node to go to."""


class HasGeometryTrait(MinimalFillsTrait, MinimalStrokesTrait):
    """Fills, strokes and outlines of a shape."""

    fillGeometry: NotRequired[list[types.geometry.Path]]
    """Outlines of the filled area, in coordinates of the node. Present only with geometry=paths."""
    fillOverrideTable: NotRequired[dict[str, types.paints.PaintOverride | None]]
    """Fills of single regions, by the overrideID of a path in fillGeometry. Null stands for no override. Of use only
    together with geometry=paths."""
    strokeCap: NotRequired[types.geometry.StrokeCap]
    """How the ends of open paths are drawn."""
    strokeGeometry: NotRequired[list[types.geometry.Path]]
    """Outlines of the stroke, as an area to fill, in coordinates of the node. Present only with geometry=paths."""
    strokeMiterAngle: NotRequired[float]
    """Corner angle in degrees below which a MITER join is drawn as BEVEL."""


class DefaultShapeTraits(
    ComplexStrokesTrait,
    HasBlendModeAndOpacityTrait,
    HasEffectsTrait,
    HasExportSettingsTrait,
    HasGeometryTrait,
    HasLayoutTrait,
    HasMaskTrait,
    IsLayerTrait,
    TransitionSourceTrait,
):
    """Everything that shapes and text layers have in common."""


class CornerRadiusShapeTraits(CornerTrait, DefaultShapeTraits):
    """A shape with one corner radius."""


class DevStatusTrait(TypedDict):
    """Hand-off state in Dev Mode."""

    devStatus: NotRequired[types.dev_mode.DevStatus]
    """The state a designer gave the node. Absent where none was given."""


class HasFramePropertiesTrait(TypedDict):
    """How a frame clips, scrolls and lays out its children. Lengths are in pixels. The primary axis is the direction of
    layoutMode, the counter axis the other one; without auto layout both mean nothing."""

    background: NotRequired[list[types.paints.Paint]]
    """Old name of fills. Deprecated."""
    backgroundColor: NotRequired[types.paints.RGBA]
    """Old form of a single solid fill. Use fills. Deprecated."""
    clipsContent: bool
    """True where children are cut off at the edge of the frame."""
    counterAxisAlignContent: NotRequired[types.geometry.CounterAxisAlignContent]
    """How the lines of a wrapping frame share the counter axis."""
    counterAxisAlignItems: NotRequired[types.geometry.CounterAxisAlignItems]
    """Where the children stand along the counter axis."""
    counterAxisSizingMode: NotRequired[types.geometry.AxisSizingMode]
    """Where the length along the counter axis comes from."""
    counterAxisSpacing: NotRequired[float]
    """Gap between the lines of a wrapping frame."""
    itemReverseZIndex: NotRequired[bool]
    """True where the first child lies on top, false where the last one does."""
    itemSpacing: NotRequired[float]
    """Gap between neighbours along the primary axis. Negative values overlap them."""
    layoutGrids: NotRequired[list[LayoutGrid]]
    """Column, row and square grids shown as guides. Groups have none."""
    layoutMode: NotRequired[types.geometry.LayoutMode]
    """Whether and in which direction auto layout places the children."""
    layoutWrap: NotRequired[types.geometry.LayoutWrap]
    """Whether children go on in a new line when the first is full."""
    overflowDirection: NotRequired[types.geometry.OverflowDirection]
    """Directions in which the content scrolls in a prototype."""
    paddingBottom: NotRequired[float]
    """Auto-layout padding at the bottom."""
    paddingLeft: NotRequired[float]
    """Auto-layout padding on the left."""
    paddingRight: NotRequired[float]
    """Auto-layout padding on the right."""
    paddingTop: NotRequired[float]
    """Auto-layout padding at the top."""
    primaryAxisAlignItems: NotRequired[types.geometry.PrimaryAxisAlignItems]
    """Where the children stand along the primary axis."""
    primaryAxisSizingMode: NotRequired[types.geometry.AxisSizingMode]
    """Where the length along the primary axis comes from."""
    strokesIncludedInLayout: NotRequired[bool]
    """True where strokes take up room in auto layout, as with box-sizing border-box in CSS."""


class HasTextSublayerTrait(TypedDict):
    """Text inside a FigJam object."""

    characters: str
    """The text, empty where nothing was written."""


class IndividualStrokesTrait(TypedDict):
    """Strokes that differ from side to side."""

    individualStrokeWeights: NotRequired[types.geometry.StrokeWeights]
    """Thickness of each side. Present only where the sides differ; it then replaces strokeWeight."""


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


class RectangularShapeTraits(CornerTrait, DefaultShapeTraits, IndividualStrokesTrait):
    """A shape whose corners and sides can differ."""


class TextPathPropertiesTrait(TypedDict):
    """Content and formatting of text along a path."""

    characterStyleOverrides: list[int]
    """One number per character, a key of styleOverrideTable or 0 for style. May be shorter than the text; the rest then
    has style."""
    characters: str
    """The text."""
    layoutVersion: NotRequired[int]
    """Internal to Figma. Deprecated."""
    style: types.text.TextPathTypeStyle
    """Formatting of all characters that have no override."""
    styleOverrideTable: dict[str, types.text.TextPathTypeStyle]
    """Formatting that departs from style, by the number in characterStyleOverrides."""


class TypePropertiesTrait(TypedDict):
    """Content and formatting of a text layer."""

    characterStyleOverrides: list[int]
    """One number per character, a key of styleOverrideTable or 0 for style. May be shorter than the text; the rest then
    has style."""
    characters: str
    """The text. Lines end in a newline or a line separator."""
    layoutVersion: NotRequired[int]
    """Internal to Figma. Deprecated."""
    lineIndentations: NotRequired[list[int]]
    """Indentation level of each line, one entry per line, 0 for none. Old answers lack it."""
    lineTypes: NotRequired[list[types.text.LineType]]
    """What kind of list each line belongs to, one entry per line. Old answers lack it."""
    style: types.text.TypeStyle
    """Formatting of all characters that have no override."""
    styleOverrideTable: dict[str, types.text.TypeStyle]
    """Formatting that departs from style, by the number in characterStyleOverrides. An entry need not be complete."""
