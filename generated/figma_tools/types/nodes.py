# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools return: nodes."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired, TypeAlias

from pydantic import Field
from typing_extensions import TypedDict

from figma_tools import types


class BooleanOperationNode(TypedDict):
    """A shape computed from its children, such as their union. Draw this node, not the children."""

    absoluteBoundingBox: types.geometry.Rectangle | None
    """Upright box around the node in page coordinates, rotation included, shadows and strokes not. Null where the node
    has none."""
    absoluteRenderBounds: NotRequired[types.geometry.Rectangle | None]
    """Upright box around all that is painted, shadows and thick strokes included, in page coordinates. Null where
    nothing is painted, as for a hidden node. Old answers lack it."""
    blendMode: types.paints.BlendMode
    booleanOperation: types.geometry.BooleanOperation
    """How the children are combined."""
    boundVariables: NotRequired[types.node_traits.NodeBoundVariables]
    """Which properties take their value from a variable."""
    children: list[SubcanvasNode]
    """The layers directly inside, from back to front."""
    componentPropertyReferences: NotRequired[dict[str, str]]
    """Which component property controls which property of this layer, for instance characters, visible or
    mainComponent. Values are keys of componentPropertyDefinitions on the component."""
    constraints: NotRequired[types.geometry.LayoutConstraint]
    """How the node moves and stretches when its parent is resized."""
    effects: list[types.effects.Effect]
    """The effects in order. Empty where there are none."""
    explicitVariableModes: NotRequired[dict[str, str]]
    """Mode chosen on this layer, by variable collection id. Layers inside inherit it."""
    exportSettings: NotRequired[list[types.geometry.ExportSetting]]
    """The images a designer set up for export, one entry each."""
    fillGeometry: NotRequired[list[types.geometry.Path]]
    """Outlines of the filled area, in coordinates of the node. Present only with geometry=paths."""
    fillOverrideTable: NotRequired[dict[str, types.paints.PaintOverride | None]]
    """Fills of single regions, by the overrideID of a path in fillGeometry. Null stands for no override. Of use only
    together with geometry=paths."""
    fills: list[types.paints.Paint]
    """Paints of the area, the first at the bottom. Empty where the node is not filled."""
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
    id: str
    """Id of the node, unique within the file, such as 12:34. Inside instances it is a path such as I12:34;56:78. URLs
    write 12-34 instead."""
    interactions: NotRequired[list[types.prototyping.Interaction]]
    """Triggers and the actions they start."""
    isFixed: NotRequired[bool]
    """True where the layer stays in place while its parent scrolls. Use scrollBehavior. Deprecated."""
    isMask: NotRequired[bool]
    """True where the node masks the siblings in front of it."""
    isMaskOutline: NotRequired[bool]
    """True where maskType is VECTOR. Use maskType. Deprecated."""
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
    locked: NotRequired[bool]
    """True where the layer cannot be selected or changed on the canvas."""
    maskType: NotRequired[types.geometry.MaskType]
    """What of the mask decides how visible the masked layers are."""
    maxHeight: NotRequired[float]
    """Largest height auto layout may give."""
    maxWidth: NotRequired[float]
    """Largest width auto layout may give."""
    minHeight: NotRequired[float]
    """Smallest height auto layout may give."""
    minWidth: NotRequired[float]
    """Smallest width auto layout may give."""
    name: str
    """Name in the layer list."""
    opacity: NotRequired[float]
    """From 0, invisible, to 1, solid. Applies to the children as well."""
    pluginData: NotRequired[Any]
    """Private data of plugins, by plugin id and then by key. Present only for the plugin ids asked for in plugin_data.
    """
    preserveRatio: NotRequired[bool]
    """True where resizing keeps the ratio of width to height."""
    relativeTransform: NotRequired[types.geometry.Transform]
    """Position and rotation relative to the parent. Present only with geometry=paths."""
    rotation: NotRequired[float]
    """Rotation in radians. Absent where the layer is not rotated."""
    scrollBehavior: NotRequired[types.geometry.ScrollBehavior]
    """What happens to the layer when its parent scrolls in a prototype. Old answers lack it."""
    sharedPluginData: NotRequired[Any]
    """Data that plugins left for everybody, by namespace and then by key. Present where plugin_data contains shared."""
    size: NotRequired[types.geometry.Vector]
    """Width x and height y before rotation. Present only with geometry=paths."""
    strokeAlign: NotRequired[types.geometry.StrokeAlign]
    """Where the stroke lies relative to the outline."""
    strokeCap: NotRequired[types.geometry.StrokeCap]
    """How the ends of open paths are drawn."""
    strokeDashes: NotRequired[list[float]]
    """Lengths of dash and gap by turns, in pixels. Absent for a solid line."""
    strokeGeometry: NotRequired[list[types.geometry.Path]]
    """Outlines of the stroke, as an area to fill, in coordinates of the node. Present only with geometry=paths."""
    strokeJoin: NotRequired[types.geometry.StrokeJoin]
    """How corners of the stroke are drawn."""
    strokeMiterAngle: NotRequired[float]
    """Corner angle in degrees below which a MITER join is drawn as BEVEL."""
    strokeWeight: NotRequired[float]
    """Thickness in pixels."""
    strokes: NotRequired[list[types.paints.Paint]]
    """Paints of the outline, the first at the bottom. Empty where there is no stroke."""
    styles: NotRequired[dict[str, str]]
    """Shared styles in use, by what they style, such as fill, stroke, text, effect or grid. Values are keys of the
    styles map of the same answer."""
    targetAspectRatio: NotRequired[types.geometry.Vector]
    """The ratio to keep, as width x and height y. Real answers hold it though Figma does not document it."""
    transitionDuration: NotRequired[float]
    """Length of the animation in milliseconds."""
    transitionEasing: NotRequired[types.prototyping.EasingType]
    """Pace of the animation."""
    transitionNodeID: NotRequired[str]
    """Id of the node to go to."""
    type: Literal["BOOLEAN_OPERATION"]
    """Kind of the node, such as FRAME or TEXT. New kinds may appear."""
    visible: NotRequired[bool]
    """False for a hidden layer. Its children are hidden with it, whatever they say themselves."""


class CanvasNode(TypedDict):
    """A page of a file."""

    backgroundColor: types.paints.RGBA
    """Colour of the page behind all layers."""
    boundVariables: NotRequired[types.node_traits.NodeBoundVariables]
    """Which properties take their value from a variable."""
    children: list[SubcanvasNode]
    """The layers directly on the page, from back to front."""
    componentPropertyReferences: NotRequired[dict[str, str]]
    """Which component property controls which property of this layer, for instance characters, visible or
    mainComponent. Values are keys of componentPropertyDefinitions on the component."""
    explicitVariableModes: NotRequired[dict[str, str]]
    """Mode chosen on this layer, by variable collection id. Layers inside inherit it."""
    exportSettings: NotRequired[list[types.geometry.ExportSetting]]
    """The images a designer set up for export, one entry each."""
    flowStartingPoints: NotRequired[list[types.prototyping.FlowStartingPoint]]
    """Where the prototype flows of the page begin, in the order shown to the designer. Old answers lack it."""
    id: str
    """Id of the node, unique within the file, such as 12:34. Inside instances it is a path such as I12:34;56:78. URLs
    write 12-34 instead."""
    isFixed: NotRequired[bool]
    """True where the layer stays in place while its parent scrolls. Use scrollBehavior. Deprecated."""
    locked: NotRequired[bool]
    """True where the layer cannot be selected or changed on the canvas."""
    measurements: NotRequired[list[types.dev_mode.Measurement]]
    """Distances that somebody pinned in Dev Mode."""
    name: str
    """Name in the layer list."""
    pluginData: NotRequired[Any]
    """Private data of plugins, by plugin id and then by key. Present only for the plugin ids asked for in plugin_data.
    """
    prototypeBackgrounds: NotRequired[list[types.paints.RGBA]]
    """Colour around the prototype when it is presented. At most one entry so far."""
    prototypeDevice: NotRequired[types.prototyping.PrototypeDevice]
    """The device that frames a prototype of this page. Very old answers lack it."""
    prototypeStartNodeID: str | None
    """Id of the frame a prototype began with before pages had several flows; null where there is none. Use
    flowStartingPoints. Deprecated."""
    rotation: NotRequired[float]
    """Rotation in radians. Absent where the layer is not rotated."""
    scrollBehavior: NotRequired[types.geometry.ScrollBehavior]
    """What happens to the layer when its parent scrolls in a prototype. Old answers lack it."""
    sharedPluginData: NotRequired[Any]
    """Data that plugins left for everybody, by namespace and then by key. Present where plugin_data contains shared."""
    type: Literal["CANVAS"]
    """Kind of the node, such as FRAME or TEXT. New kinds may appear."""
    visible: NotRequired[bool]
    """False for a hidden layer. Its children are hidden with it, whatever they say themselves."""


class ComponentNode(TypedDict):
    """A main component, the master that instances copy. With variants it stands inside a COMPONENT_SET."""

    absoluteBoundingBox: types.geometry.Rectangle | None
    """Upright box around the node in page coordinates, rotation included, shadows and strokes not. Null where the node
    has none."""
    absoluteRenderBounds: NotRequired[types.geometry.Rectangle | None]
    """Upright box around all that is painted, shadows and thick strokes included, in page coordinates. Null where
    nothing is painted, as for a hidden node. Old answers lack it."""
    background: NotRequired[list[types.paints.Paint]]
    """Old name of fills. Deprecated."""
    backgroundColor: NotRequired[types.paints.RGBA]
    """Old form of a single solid fill. Use fills. Deprecated."""
    blendMode: types.paints.BlendMode
    boundVariables: NotRequired[types.node_traits.NodeBoundVariables]
    """Which properties take their value from a variable."""
    children: list[SubcanvasNode]
    """The layers directly inside, from back to front."""
    clipsContent: bool
    """True where children are cut off at the edge of the frame."""
    complexStrokeProperties: NotRequired[types.geometry.ComplexStrokeProperties]
    """The kind of stroke. Real answers hold it though Figma does not document it."""
    componentPropertyDefinitions: NotRequired[dict[str, types.components.ComponentPropertyDefinition]]
    """The properties of the component or set, by name. Names of all kinds but VARIANT end in a hash sign and an id."""
    componentPropertyReferences: NotRequired[dict[str, str]]
    """Which component property controls which property of this layer, for instance characters, visible or
    mainComponent. Values are keys of componentPropertyDefinitions on the component."""
    constraints: NotRequired[types.geometry.LayoutConstraint]
    """How the node moves and stretches when its parent is resized."""
    cornerRadius: NotRequired[float]
    """Radius of all four corners in pixels. Where they differ, see rectangleCornerRadii."""
    cornerSmoothing: NotRequired[float]
    """From 0, circular corners, to 1, fully smoothed; 0.6 resembles app icons on iOS."""
    counterAxisAlignContent: NotRequired[types.geometry.CounterAxisAlignContent]
    """How the lines of a wrapping frame share the counter axis."""
    counterAxisAlignItems: NotRequired[types.geometry.CounterAxisAlignItems]
    """Where the children stand along the counter axis."""
    counterAxisSizingMode: NotRequired[types.geometry.AxisSizingMode]
    """Where the length along the counter axis comes from."""
    counterAxisSpacing: NotRequired[float]
    """Gap between the lines of a wrapping frame."""
    devStatus: NotRequired[types.dev_mode.DevStatus]
    """The state a designer gave the node. Absent where none was given."""
    effects: list[types.effects.Effect]
    """The effects in order. Empty where there are none."""
    explicitVariableModes: NotRequired[dict[str, str]]
    """Mode chosen on this layer, by variable collection id. Layers inside inherit it."""
    exportSettings: NotRequired[list[types.geometry.ExportSetting]]
    """The images a designer set up for export, one entry each."""
    fillGeometry: NotRequired[list[types.geometry.Path]]
    """Outlines of the filled area, in coordinates of the node. Present only with geometry=paths."""
    fillOverrideTable: NotRequired[dict[str, types.paints.PaintOverride | None]]
    """Fills of single regions, by the overrideID of a path in fillGeometry. Null stands for no override. Of use only
    together with geometry=paths."""
    fills: list[types.paints.Paint]
    """Paints of the area, the first at the bottom. Empty where the node is not filled."""
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
    id: str
    """Id of the node, unique within the file, such as 12:34. Inside instances it is a path such as I12:34;56:78. URLs
    write 12-34 instead."""
    individualStrokeWeights: NotRequired[types.geometry.StrokeWeights]
    """Thickness of each side. Present only where the sides differ; it then replaces strokeWeight."""
    interactions: NotRequired[list[types.prototyping.Interaction]]
    """Triggers and the actions they start."""
    isFixed: NotRequired[bool]
    """True where the layer stays in place while its parent scrolls. Use scrollBehavior. Deprecated."""
    isMask: NotRequired[bool]
    """True where the node masks the siblings in front of it."""
    isMaskOutline: NotRequired[bool]
    """True where maskType is VECTOR. Use maskType. Deprecated."""
    itemReverseZIndex: NotRequired[bool]
    """True where the first child lies on top, false where the last one does."""
    itemSpacing: NotRequired[float]
    """Gap between neighbours along the primary axis. Negative values overlap them."""
    layoutAlign: NotRequired[types.geometry.LayoutAlign]
    """Alignment across the direction of an auto-layout parent."""
    layoutGrids: NotRequired[list[types.node_traits.LayoutGrid]]
    """Column, row and square grids shown as guides. Groups have none."""
    layoutGrow: NotRequired[Literal[0, 1]]
    """1 where the node fills the free space along the direction of its auto-layout parent, 0 where its length is fixed.
    """
    layoutMode: NotRequired[types.geometry.LayoutMode]
    """Whether and in which direction auto layout places the children."""
    layoutPositioning: NotRequired[types.geometry.LayoutPositioning]
    """Whether an auto-layout parent places this node."""
    layoutSizingHorizontal: NotRequired[types.geometry.LayoutSizing]
    """Where the width comes from, in auto layout."""
    layoutSizingVertical: NotRequired[types.geometry.LayoutSizing]
    """Where the height comes from, in auto layout."""
    layoutWrap: NotRequired[types.geometry.LayoutWrap]
    """Whether children go on in a new line when the first is full."""
    locked: NotRequired[bool]
    """True where the layer cannot be selected or changed on the canvas."""
    maskType: NotRequired[types.geometry.MaskType]
    """What of the mask decides how visible the masked layers are."""
    maxHeight: NotRequired[float]
    """Largest height auto layout may give."""
    maxWidth: NotRequired[float]
    """Largest width auto layout may give."""
    minHeight: NotRequired[float]
    """Smallest height auto layout may give."""
    minWidth: NotRequired[float]
    """Smallest width auto layout may give."""
    name: str
    """Name in the layer list."""
    opacity: NotRequired[float]
    """From 0, invisible, to 1, solid. Applies to the children as well."""
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
    pluginData: NotRequired[Any]
    """Private data of plugins, by plugin id and then by key. Present only for the plugin ids asked for in plugin_data.
    """
    preserveRatio: NotRequired[bool]
    """True where resizing keeps the ratio of width to height."""
    primaryAxisAlignItems: NotRequired[types.geometry.PrimaryAxisAlignItems]
    """Where the children stand along the primary axis."""
    primaryAxisSizingMode: NotRequired[types.geometry.AxisSizingMode]
    """Where the length along the primary axis comes from."""
    rectangleCornerRadii: NotRequired[list[float]]
    """Radii in pixels, clockwise from top left, thus top left, top right, bottom right, bottom left."""
    relativeTransform: NotRequired[types.geometry.Transform]
    """Position and rotation relative to the parent. Present only with geometry=paths."""
    rotation: NotRequired[float]
    """Rotation in radians. Absent where the layer is not rotated."""
    scrollBehavior: NotRequired[types.geometry.ScrollBehavior]
    """What happens to the layer when its parent scrolls in a prototype. Old answers lack it."""
    sharedPluginData: NotRequired[Any]
    """Data that plugins left for everybody, by namespace and then by key. Present where plugin_data contains shared."""
    size: NotRequired[types.geometry.Vector]
    """Width x and height y before rotation. Present only with geometry=paths."""
    strokeAlign: NotRequired[types.geometry.StrokeAlign]
    """Where the stroke lies relative to the outline."""
    strokeCap: NotRequired[types.geometry.StrokeCap]
    """How the ends of open paths are drawn."""
    strokeDashes: NotRequired[list[float]]
    """Lengths of dash and gap by turns, in pixels. Absent for a solid line."""
    strokeGeometry: NotRequired[list[types.geometry.Path]]
    """Outlines of the stroke, as an area to fill, in coordinates of the node. Present only with geometry=paths."""
    strokeJoin: NotRequired[types.geometry.StrokeJoin]
    """How corners of the stroke are drawn."""
    strokeMiterAngle: NotRequired[float]
    """Corner angle in degrees below which a MITER join is drawn as BEVEL."""
    strokeWeight: NotRequired[float]
    """Thickness in pixels."""
    strokes: NotRequired[list[types.paints.Paint]]
    """Paints of the outline, the first at the bottom. Empty where there is no stroke."""
    strokesIncludedInLayout: NotRequired[bool]
    """True where strokes take up room in auto layout, as with box-sizing border-box in CSS."""
    styles: NotRequired[dict[str, str]]
    """Shared styles in use, by what they style, such as fill, stroke, text, effect or grid. Values are keys of the
    styles map of the same answer."""
    targetAspectRatio: NotRequired[types.geometry.Vector]
    """The ratio to keep, as width x and height y. Real answers hold it though Figma does not document it."""
    transitionDuration: NotRequired[float]
    """Length of the animation in milliseconds."""
    transitionEasing: NotRequired[types.prototyping.EasingType]
    """Pace of the animation."""
    transitionNodeID: NotRequired[str]
    """Id of the node to go to."""
    type: Literal["COMPONENT"]
    """Kind of the node, such as FRAME or TEXT. New kinds may appear."""
    visible: NotRequired[bool]
    """False for a hidden layer. Its children are hidden with it, whatever they say themselves."""


class ComponentSetNode(TypedDict):
    """A group of components that are variants of one another. The children are the variants."""

    absoluteBoundingBox: types.geometry.Rectangle | None
    """Upright box around the node in page coordinates, rotation included, shadows and strokes not. Null where the node
    has none."""
    absoluteRenderBounds: NotRequired[types.geometry.Rectangle | None]
    """Upright box around all that is painted, shadows and thick strokes included, in page coordinates. Null where
    nothing is painted, as for a hidden node. Old answers lack it."""
    background: NotRequired[list[types.paints.Paint]]
    """Old name of fills. Deprecated."""
    backgroundColor: NotRequired[types.paints.RGBA]
    """Old form of a single solid fill. Use fills. Deprecated."""
    blendMode: types.paints.BlendMode
    boundVariables: NotRequired[types.node_traits.NodeBoundVariables]
    """Which properties take their value from a variable."""
    children: list[SubcanvasNode]
    """The layers directly inside, from back to front."""
    clipsContent: bool
    """True where children are cut off at the edge of the frame."""
    complexStrokeProperties: NotRequired[types.geometry.ComplexStrokeProperties]
    """The kind of stroke. Real answers hold it though Figma does not document it."""
    componentPropertyDefinitions: NotRequired[dict[str, types.components.ComponentPropertyDefinition]]
    """The properties of the component or set, by name. Names of all kinds but VARIANT end in a hash sign and an id."""
    componentPropertyReferences: NotRequired[dict[str, str]]
    """Which component property controls which property of this layer, for instance characters, visible or
    mainComponent. Values are keys of componentPropertyDefinitions on the component."""
    constraints: NotRequired[types.geometry.LayoutConstraint]
    """How the node moves and stretches when its parent is resized."""
    cornerRadius: NotRequired[float]
    """Radius of all four corners in pixels. Where they differ, see rectangleCornerRadii."""
    cornerSmoothing: NotRequired[float]
    """From 0, circular corners, to 1, fully smoothed; 0.6 resembles app icons on iOS."""
    counterAxisAlignContent: NotRequired[types.geometry.CounterAxisAlignContent]
    """How the lines of a wrapping frame share the counter axis."""
    counterAxisAlignItems: NotRequired[types.geometry.CounterAxisAlignItems]
    """Where the children stand along the counter axis."""
    counterAxisSizingMode: NotRequired[types.geometry.AxisSizingMode]
    """Where the length along the counter axis comes from."""
    counterAxisSpacing: NotRequired[float]
    """Gap between the lines of a wrapping frame."""
    devStatus: NotRequired[types.dev_mode.DevStatus]
    """The state a designer gave the node. Absent where none was given."""
    effects: list[types.effects.Effect]
    """The effects in order. Empty where there are none."""
    explicitVariableModes: NotRequired[dict[str, str]]
    """Mode chosen on this layer, by variable collection id. Layers inside inherit it."""
    exportSettings: NotRequired[list[types.geometry.ExportSetting]]
    """The images a designer set up for export, one entry each."""
    fillGeometry: NotRequired[list[types.geometry.Path]]
    """Outlines of the filled area, in coordinates of the node. Present only with geometry=paths."""
    fillOverrideTable: NotRequired[dict[str, types.paints.PaintOverride | None]]
    """Fills of single regions, by the overrideID of a path in fillGeometry. Null stands for no override. Of use only
    together with geometry=paths."""
    fills: list[types.paints.Paint]
    """Paints of the area, the first at the bottom. Empty where the node is not filled."""
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
    id: str
    """Id of the node, unique within the file, such as 12:34. Inside instances it is a path such as I12:34;56:78. URLs
    write 12-34 instead."""
    individualStrokeWeights: NotRequired[types.geometry.StrokeWeights]
    """Thickness of each side. Present only where the sides differ; it then replaces strokeWeight."""
    interactions: NotRequired[list[types.prototyping.Interaction]]
    """Triggers and the actions they start."""
    isFixed: NotRequired[bool]
    """True where the layer stays in place while its parent scrolls. Use scrollBehavior. Deprecated."""
    isMask: NotRequired[bool]
    """True where the node masks the siblings in front of it."""
    isMaskOutline: NotRequired[bool]
    """True where maskType is VECTOR. Use maskType. Deprecated."""
    itemReverseZIndex: NotRequired[bool]
    """True where the first child lies on top, false where the last one does."""
    itemSpacing: NotRequired[float]
    """Gap between neighbours along the primary axis. Negative values overlap them."""
    layoutAlign: NotRequired[types.geometry.LayoutAlign]
    """Alignment across the direction of an auto-layout parent."""
    layoutGrids: NotRequired[list[types.node_traits.LayoutGrid]]
    """Column, row and square grids shown as guides. Groups have none."""
    layoutGrow: NotRequired[Literal[0, 1]]
    """1 where the node fills the free space along the direction of its auto-layout parent, 0 where its length is fixed.
    """
    layoutMode: NotRequired[types.geometry.LayoutMode]
    """Whether and in which direction auto layout places the children."""
    layoutPositioning: NotRequired[types.geometry.LayoutPositioning]
    """Whether an auto-layout parent places this node."""
    layoutSizingHorizontal: NotRequired[types.geometry.LayoutSizing]
    """Where the width comes from, in auto layout."""
    layoutSizingVertical: NotRequired[types.geometry.LayoutSizing]
    """Where the height comes from, in auto layout."""
    layoutWrap: NotRequired[types.geometry.LayoutWrap]
    """Whether children go on in a new line when the first is full."""
    locked: NotRequired[bool]
    """True where the layer cannot be selected or changed on the canvas."""
    maskType: NotRequired[types.geometry.MaskType]
    """What of the mask decides how visible the masked layers are."""
    maxHeight: NotRequired[float]
    """Largest height auto layout may give."""
    maxWidth: NotRequired[float]
    """Largest width auto layout may give."""
    minHeight: NotRequired[float]
    """Smallest height auto layout may give."""
    minWidth: NotRequired[float]
    """Smallest width auto layout may give."""
    name: str
    """Name in the layer list."""
    opacity: NotRequired[float]
    """From 0, invisible, to 1, solid. Applies to the children as well."""
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
    pluginData: NotRequired[Any]
    """Private data of plugins, by plugin id and then by key. Present only for the plugin ids asked for in plugin_data.
    """
    preserveRatio: NotRequired[bool]
    """True where resizing keeps the ratio of width to height."""
    primaryAxisAlignItems: NotRequired[types.geometry.PrimaryAxisAlignItems]
    """Where the children stand along the primary axis."""
    primaryAxisSizingMode: NotRequired[types.geometry.AxisSizingMode]
    """Where the length along the primary axis comes from."""
    rectangleCornerRadii: NotRequired[list[float]]
    """Radii in pixels, clockwise from top left, thus top left, top right, bottom right, bottom left."""
    relativeTransform: NotRequired[types.geometry.Transform]
    """Position and rotation relative to the parent. Present only with geometry=paths."""
    rotation: NotRequired[float]
    """Rotation in radians. Absent where the layer is not rotated."""
    scrollBehavior: NotRequired[types.geometry.ScrollBehavior]
    """What happens to the layer when its parent scrolls in a prototype. Old answers lack it."""
    sharedPluginData: NotRequired[Any]
    """Data that plugins left for everybody, by namespace and then by key. Present where plugin_data contains shared."""
    size: NotRequired[types.geometry.Vector]
    """Width x and height y before rotation. Present only with geometry=paths."""
    strokeAlign: NotRequired[types.geometry.StrokeAlign]
    """Where the stroke lies relative to the outline."""
    strokeCap: NotRequired[types.geometry.StrokeCap]
    """How the ends of open paths are drawn."""
    strokeDashes: NotRequired[list[float]]
    """Lengths of dash and gap by turns, in pixels. Absent for a solid line."""
    strokeGeometry: NotRequired[list[types.geometry.Path]]
    """Outlines of the stroke, as an area to fill, in coordinates of the node. Present only with geometry=paths."""
    strokeJoin: NotRequired[types.geometry.StrokeJoin]
    """How corners of the stroke are drawn."""
    strokeMiterAngle: NotRequired[float]
    """Corner angle in degrees below which a MITER join is drawn as BEVEL."""
    strokeWeight: NotRequired[float]
    """Thickness in pixels."""
    strokes: NotRequired[list[types.paints.Paint]]
    """Paints of the outline, the first at the bottom. Empty where there is no stroke."""
    strokesIncludedInLayout: NotRequired[bool]
    """True where strokes take up room in auto layout, as with box-sizing border-box in CSS."""
    styles: NotRequired[dict[str, str]]
    """Shared styles in use, by what they style, such as fill, stroke, text, effect or grid. Values are keys of the
    styles map of the same answer."""
    targetAspectRatio: NotRequired[types.geometry.Vector]
    """The ratio to keep, as width x and height y. Real answers hold it though Figma does not document it."""
    transitionDuration: NotRequired[float]
    """Length of the animation in milliseconds."""
    transitionEasing: NotRequired[types.prototyping.EasingType]
    """Pace of the animation."""
    transitionNodeID: NotRequired[str]
    """Id of the node to go to."""
    type: Literal["COMPONENT_SET"]
    """Kind of the node, such as FRAME or TEXT. New kinds may appear."""
    visible: NotRequired[bool]
    """False for a hidden layer. Its children are hidden with it, whatever they say themselves."""


class ConnectorNode(TypedDict):
    """A FigJam connector, the line between two things, with an optional label."""

    absoluteBoundingBox: types.geometry.Rectangle | None
    """Upright box around the node in page coordinates, rotation included, shadows and strokes not. Null where the node
    has none."""
    absoluteRenderBounds: NotRequired[types.geometry.Rectangle | None]
    """Upright box around all that is painted, shadows and thick strokes included, in page coordinates. Null where
    nothing is painted, as for a hidden node. Old answers lack it."""
    blendMode: types.paints.BlendMode
    boundVariables: NotRequired[types.node_traits.NodeBoundVariables]
    """Which properties take their value from a variable."""
    characters: str
    """The text, empty where nothing was written."""
    componentPropertyReferences: NotRequired[dict[str, str]]
    """Which component property controls which property of this layer, for instance characters, visible or
    mainComponent. Values are keys of componentPropertyDefinitions on the component."""
    connectorEnd: types.figjam.ConnectorEndpoint
    """Where the line ends."""
    connectorEndStrokeCap: types.figjam.ConnectorStrokeCap
    """How the end of the line is drawn."""
    connectorLineType: types.figjam.ConnectorLineType
    """The way the line takes."""
    connectorStart: types.figjam.ConnectorEndpoint
    """Where the line begins."""
    connectorStartStrokeCap: types.figjam.ConnectorStrokeCap
    """How the beginning of the line is drawn."""
    constraints: NotRequired[types.geometry.LayoutConstraint]
    """How the node moves and stretches when its parent is resized."""
    effects: list[types.effects.Effect]
    """The effects in order. Empty where there are none."""
    explicitVariableModes: NotRequired[dict[str, str]]
    """Mode chosen on this layer, by variable collection id. Layers inside inherit it."""
    exportSettings: NotRequired[list[types.geometry.ExportSetting]]
    """The images a designer set up for export, one entry each."""
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
    id: str
    """Id of the node, unique within the file, such as 12:34. Inside instances it is a path such as I12:34;56:78. URLs
    write 12-34 instead."""
    isFixed: NotRequired[bool]
    """True where the layer stays in place while its parent scrolls. Use scrollBehavior. Deprecated."""
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
    locked: NotRequired[bool]
    """True where the layer cannot be selected or changed on the canvas."""
    maxHeight: NotRequired[float]
    """Largest height auto layout may give."""
    maxWidth: NotRequired[float]
    """Largest width auto layout may give."""
    minHeight: NotRequired[float]
    """Smallest height auto layout may give."""
    minWidth: NotRequired[float]
    """Smallest width auto layout may give."""
    name: str
    """Name in the layer list."""
    opacity: NotRequired[float]
    """From 0, invisible, to 1, solid. Applies to the children as well."""
    pluginData: NotRequired[Any]
    """Private data of plugins, by plugin id and then by key. Present only for the plugin ids asked for in plugin_data.
    """
    preserveRatio: NotRequired[bool]
    """True where resizing keeps the ratio of width to height."""
    relativeTransform: NotRequired[types.geometry.Transform]
    """Position and rotation relative to the parent. Present only with geometry=paths."""
    rotation: NotRequired[float]
    """Rotation in radians. Absent where the layer is not rotated."""
    scrollBehavior: NotRequired[types.geometry.ScrollBehavior]
    """What happens to the layer when its parent scrolls in a prototype. Old answers lack it."""
    sharedPluginData: NotRequired[Any]
    """Data that plugins left for everybody, by namespace and then by key. Present where plugin_data contains shared."""
    size: NotRequired[types.geometry.Vector]
    """Width x and height y before rotation. Present only with geometry=paths."""
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
    targetAspectRatio: NotRequired[types.geometry.Vector]
    """The ratio to keep, as width x and height y. Real answers hold it though Figma does not document it."""
    textBackground: NotRequired[types.figjam.ConnectorTextBackground]
    """Fill and corners behind the label."""
    type: Literal["CONNECTOR"]
    """Kind of the node, such as FRAME or TEXT. New kinds may appear."""
    visible: NotRequired[bool]
    """False for a hidden layer. Its children are hidden with it, whatever they say themselves."""


class DocumentNode(TypedDict):
    """The root of a file. Its children are the pages."""

    boundVariables: NotRequired[types.node_traits.NodeBoundVariables]
    """Which properties take their value from a variable."""
    children: list[CanvasNode]
    """The pages, in the order of the page list."""
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
    type: Literal["DOCUMENT"]
    """Kind of the node, such as FRAME or TEXT. New kinds may appear."""
    visible: NotRequired[bool]
    """False for a hidden layer. Its children are hidden with it, whatever they say themselves."""


class EllipseNode(TypedDict):
    """An ellipse, or a part of one such as an arc, a pie or a ring."""

    absoluteBoundingBox: types.geometry.Rectangle | None
    """Upright box around the node in page coordinates, rotation included, shadows and strokes not. Null where the node
    has none."""
    absoluteRenderBounds: NotRequired[types.geometry.Rectangle | None]
    """Upright box around all that is painted, shadows and thick strokes included, in page coordinates. Null where
    nothing is painted, as for a hidden node. Old answers lack it."""
    arcData: types.geometry.ArcData
    """Which part of the ellipse is drawn."""
    blendMode: types.paints.BlendMode
    boundVariables: NotRequired[types.node_traits.NodeBoundVariables]
    """Which properties take their value from a variable."""
    complexStrokeProperties: NotRequired[types.geometry.ComplexStrokeProperties]
    """The kind of stroke. Real answers hold it though Figma does not document it."""
    componentPropertyReferences: NotRequired[dict[str, str]]
    """Which component property controls which property of this layer, for instance characters, visible or
    mainComponent. Values are keys of componentPropertyDefinitions on the component."""
    constraints: NotRequired[types.geometry.LayoutConstraint]
    """How the node moves and stretches when its parent is resized."""
    effects: list[types.effects.Effect]
    """The effects in order. Empty where there are none."""
    explicitVariableModes: NotRequired[dict[str, str]]
    """Mode chosen on this layer, by variable collection id. Layers inside inherit it."""
    exportSettings: NotRequired[list[types.geometry.ExportSetting]]
    """The images a designer set up for export, one entry each."""
    fillGeometry: NotRequired[list[types.geometry.Path]]
    """Outlines of the filled area, in coordinates of the node. Present only with geometry=paths."""
    fillOverrideTable: NotRequired[dict[str, types.paints.PaintOverride | None]]
    """Fills of single regions, by the overrideID of a path in fillGeometry. Null stands for no override. Of use only
    together with geometry=paths."""
    fills: list[types.paints.Paint]
    """Paints of the area, the first at the bottom. Empty where the node is not filled."""
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
    id: str
    """Id of the node, unique within the file, such as 12:34. Inside instances it is a path such as I12:34;56:78. URLs
    write 12-34 instead."""
    interactions: NotRequired[list[types.prototyping.Interaction]]
    """Triggers and the actions they start."""
    isFixed: NotRequired[bool]
    """True where the layer stays in place while its parent scrolls. Use scrollBehavior. Deprecated."""
    isMask: NotRequired[bool]
    """True where the node masks the siblings in front of it."""
    isMaskOutline: NotRequired[bool]
    """True where maskType is VECTOR. Use maskType. Deprecated."""
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
    locked: NotRequired[bool]
    """True where the layer cannot be selected or changed on the canvas."""
    maskType: NotRequired[types.geometry.MaskType]
    """What of the mask decides how visible the masked layers are."""
    maxHeight: NotRequired[float]
    """Largest height auto layout may give."""
    maxWidth: NotRequired[float]
    """Largest width auto layout may give."""
    minHeight: NotRequired[float]
    """Smallest height auto layout may give."""
    minWidth: NotRequired[float]
    """Smallest width auto layout may give."""
    name: str
    """Name in the layer list."""
    opacity: NotRequired[float]
    """From 0, invisible, to 1, solid. Applies to the children as well."""
    pluginData: NotRequired[Any]
    """Private data of plugins, by plugin id and then by key. Present only for the plugin ids asked for in plugin_data.
    """
    preserveRatio: NotRequired[bool]
    """True where resizing keeps the ratio of width to height."""
    relativeTransform: NotRequired[types.geometry.Transform]
    """Position and rotation relative to the parent. Present only with geometry=paths."""
    rotation: NotRequired[float]
    """Rotation in radians. Absent where the layer is not rotated."""
    scrollBehavior: NotRequired[types.geometry.ScrollBehavior]
    """What happens to the layer when its parent scrolls in a prototype. Old answers lack it."""
    sharedPluginData: NotRequired[Any]
    """Data that plugins left for everybody, by namespace and then by key. Present where plugin_data contains shared."""
    size: NotRequired[types.geometry.Vector]
    """Width x and height y before rotation. Present only with geometry=paths."""
    strokeAlign: NotRequired[types.geometry.StrokeAlign]
    """Where the stroke lies relative to the outline."""
    strokeCap: NotRequired[types.geometry.StrokeCap]
    """How the ends of open paths are drawn."""
    strokeDashes: NotRequired[list[float]]
    """Lengths of dash and gap by turns, in pixels. Absent for a solid line."""
    strokeGeometry: NotRequired[list[types.geometry.Path]]
    """Outlines of the stroke, as an area to fill, in coordinates of the node. Present only with geometry=paths."""
    strokeJoin: NotRequired[types.geometry.StrokeJoin]
    """How corners of the stroke are drawn."""
    strokeMiterAngle: NotRequired[float]
    """Corner angle in degrees below which a MITER join is drawn as BEVEL."""
    strokeWeight: NotRequired[float]
    """Thickness in pixels."""
    strokes: NotRequired[list[types.paints.Paint]]
    """Paints of the outline, the first at the bottom. Empty where there is no stroke."""
    styles: NotRequired[dict[str, str]]
    """Shared styles in use, by what they style, such as fill, stroke, text, effect or grid. Values are keys of the
    styles map of the same answer."""
    targetAspectRatio: NotRequired[types.geometry.Vector]
    """The ratio to keep, as width x and height y. Real answers hold it though Figma does not document it."""
    transitionDuration: NotRequired[float]
    """Length of the animation in milliseconds."""
    transitionEasing: NotRequired[types.prototyping.EasingType]
    """Pace of the animation."""
    transitionNodeID: NotRequired[str]
    """Id of the node to go to."""
    type: Literal["ELLIPSE"]
    """Kind of the node, such as FRAME or TEXT. New kinds may appear."""
    visible: NotRequired[bool]
    """False for a hidden layer. Its children are hidden with it, whatever they say themselves."""


class EmbedNode(TypedDict):
    """Foreign content embedded in a FigJam board, such as a video."""

    boundVariables: NotRequired[types.node_traits.NodeBoundVariables]
    """Which properties take their value from a variable."""
    componentPropertyReferences: NotRequired[dict[str, str]]
    """Which component property controls which property of this layer, for instance characters, visible or
    mainComponent. Values are keys of componentPropertyDefinitions on the component."""
    explicitVariableModes: NotRequired[dict[str, str]]
    """Mode chosen on this layer, by variable collection id. Layers inside inherit it."""
    exportSettings: NotRequired[list[types.geometry.ExportSetting]]
    """The images a designer set up for export, one entry each."""
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
    type: Literal["EMBED"]
    """Kind of the node, such as FRAME or TEXT. New kinds may appear."""
    visible: NotRequired[bool]
    """False for a hidden layer. Its children are hidden with it, whatever they say themselves."""


class FrameNode(TypedDict):
    """A frame, the usual container. It has a size of its own, may clip its content and may lay out its children."""

    absoluteBoundingBox: types.geometry.Rectangle | None
    """Upright box around the node in page coordinates, rotation included, shadows and strokes not. Null where the node
    has none."""
    absoluteRenderBounds: NotRequired[types.geometry.Rectangle | None]
    """Upright box around all that is painted, shadows and thick strokes included, in page coordinates. Null where
    nothing is painted, as for a hidden node. Old answers lack it."""
    background: NotRequired[list[types.paints.Paint]]
    """Old name of fills. Deprecated."""
    backgroundColor: NotRequired[types.paints.RGBA]
    """Old form of a single solid fill. Use fills. Deprecated."""
    blendMode: types.paints.BlendMode
    boundVariables: NotRequired[types.node_traits.NodeBoundVariables]
    """Which properties take their value from a variable."""
    children: list[SubcanvasNode]
    """The layers directly inside, from back to front."""
    clipsContent: bool
    """True where children are cut off at the edge of the frame."""
    complexStrokeProperties: NotRequired[types.geometry.ComplexStrokeProperties]
    """The kind of stroke. Real answers hold it though Figma does not document it."""
    componentPropertyReferences: NotRequired[dict[str, str]]
    """Which component property controls which property of this layer, for instance characters, visible or
    mainComponent. Values are keys of componentPropertyDefinitions on the component."""
    constraints: NotRequired[types.geometry.LayoutConstraint]
    """How the node moves and stretches when its parent is resized."""
    cornerRadius: NotRequired[float]
    """Radius of all four corners in pixels. Where they differ, see rectangleCornerRadii."""
    cornerSmoothing: NotRequired[float]
    """From 0, circular corners, to 1, fully smoothed; 0.6 resembles app icons on iOS."""
    counterAxisAlignContent: NotRequired[types.geometry.CounterAxisAlignContent]
    """How the lines of a wrapping frame share the counter axis."""
    counterAxisAlignItems: NotRequired[types.geometry.CounterAxisAlignItems]
    """Where the children stand along the counter axis."""
    counterAxisSizingMode: NotRequired[types.geometry.AxisSizingMode]
    """Where the length along the counter axis comes from."""
    counterAxisSpacing: NotRequired[float]
    """Gap between the lines of a wrapping frame."""
    devStatus: NotRequired[types.dev_mode.DevStatus]
    """The state a designer gave the node. Absent where none was given."""
    effects: list[types.effects.Effect]
    """The effects in order. Empty where there are none."""
    explicitVariableModes: NotRequired[dict[str, str]]
    """Mode chosen on this layer, by variable collection id. Layers inside inherit it."""
    exportSettings: NotRequired[list[types.geometry.ExportSetting]]
    """The images a designer set up for export, one entry each."""
    fillGeometry: NotRequired[list[types.geometry.Path]]
    """Outlines of the filled area, in coordinates of the node. Present only with geometry=paths."""
    fillOverrideTable: NotRequired[dict[str, types.paints.PaintOverride | None]]
    """Fills of single regions, by the overrideID of a path in fillGeometry. Null stands for no override. Of use only
    together with geometry=paths."""
    fills: list[types.paints.Paint]
    """Paints of the area, the first at the bottom. Empty where the node is not filled."""
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
    id: str
    """Id of the node, unique within the file, such as 12:34. Inside instances it is a path such as I12:34;56:78. URLs
    write 12-34 instead."""
    individualStrokeWeights: NotRequired[types.geometry.StrokeWeights]
    """Thickness of each side. Present only where the sides differ; it then replaces strokeWeight."""
    interactions: NotRequired[list[types.prototyping.Interaction]]
    """Triggers and the actions they start."""
    isFixed: NotRequired[bool]
    """True where the layer stays in place while its parent scrolls. Use scrollBehavior. Deprecated."""
    isMask: NotRequired[bool]
    """True where the node masks the siblings in front of it."""
    isMaskOutline: NotRequired[bool]
    """True where maskType is VECTOR. Use maskType. Deprecated."""
    itemReverseZIndex: NotRequired[bool]
    """True where the first child lies on top, false where the last one does."""
    itemSpacing: NotRequired[float]
    """Gap between neighbours along the primary axis. Negative values overlap them."""
    layoutAlign: NotRequired[types.geometry.LayoutAlign]
    """Alignment across the direction of an auto-layout parent."""
    layoutGrids: NotRequired[list[types.node_traits.LayoutGrid]]
    """Column, row and square grids shown as guides. Groups have none."""
    layoutGrow: NotRequired[Literal[0, 1]]
    """1 where the node fills the free space along the direction of its auto-layout parent, 0 where its length is fixed.
    """
    layoutMode: NotRequired[types.geometry.LayoutMode]
    """Whether and in which direction auto layout places the children."""
    layoutPositioning: NotRequired[types.geometry.LayoutPositioning]
    """Whether an auto-layout parent places this node."""
    layoutSizingHorizontal: NotRequired[types.geometry.LayoutSizing]
    """Where the width comes from, in auto layout."""
    layoutSizingVertical: NotRequired[types.geometry.LayoutSizing]
    """Where the height comes from, in auto layout."""
    layoutWrap: NotRequired[types.geometry.LayoutWrap]
    """Whether children go on in a new line when the first is full."""
    locked: NotRequired[bool]
    """True where the layer cannot be selected or changed on the canvas."""
    maskType: NotRequired[types.geometry.MaskType]
    """What of the mask decides how visible the masked layers are."""
    maxHeight: NotRequired[float]
    """Largest height auto layout may give."""
    maxWidth: NotRequired[float]
    """Largest width auto layout may give."""
    minHeight: NotRequired[float]
    """Smallest height auto layout may give."""
    minWidth: NotRequired[float]
    """Smallest width auto layout may give."""
    name: str
    """Name in the layer list."""
    opacity: NotRequired[float]
    """From 0, invisible, to 1, solid. Applies to the children as well."""
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
    pluginData: NotRequired[Any]
    """Private data of plugins, by plugin id and then by key. Present only for the plugin ids asked for in plugin_data.
    """
    preserveRatio: NotRequired[bool]
    """True where resizing keeps the ratio of width to height."""
    primaryAxisAlignItems: NotRequired[types.geometry.PrimaryAxisAlignItems]
    """Where the children stand along the primary axis."""
    primaryAxisSizingMode: NotRequired[types.geometry.AxisSizingMode]
    """Where the length along the primary axis comes from."""
    rectangleCornerRadii: NotRequired[list[float]]
    """Radii in pixels, clockwise from top left, thus top left, top right, bottom right, bottom left."""
    relativeTransform: NotRequired[types.geometry.Transform]
    """Position and rotation relative to the parent. Present only with geometry=paths."""
    rotation: NotRequired[float]
    """Rotation in radians. Absent where the layer is not rotated."""
    scrollBehavior: NotRequired[types.geometry.ScrollBehavior]
    """What happens to the layer when its parent scrolls in a prototype. Old answers lack it."""
    sharedPluginData: NotRequired[Any]
    """Data that plugins left for everybody, by namespace and then by key. Present where plugin_data contains shared."""
    size: NotRequired[types.geometry.Vector]
    """Width x and height y before rotation. Present only with geometry=paths."""
    strokeAlign: NotRequired[types.geometry.StrokeAlign]
    """Where the stroke lies relative to the outline."""
    strokeCap: NotRequired[types.geometry.StrokeCap]
    """How the ends of open paths are drawn."""
    strokeDashes: NotRequired[list[float]]
    """Lengths of dash and gap by turns, in pixels. Absent for a solid line."""
    strokeGeometry: NotRequired[list[types.geometry.Path]]
    """Outlines of the stroke, as an area to fill, in coordinates of the node. Present only with geometry=paths."""
    strokeJoin: NotRequired[types.geometry.StrokeJoin]
    """How corners of the stroke are drawn."""
    strokeMiterAngle: NotRequired[float]
    """Corner angle in degrees below which a MITER join is drawn as BEVEL."""
    strokeWeight: NotRequired[float]
    """Thickness in pixels."""
    strokes: NotRequired[list[types.paints.Paint]]
    """Paints of the outline, the first at the bottom. Empty where there is no stroke."""
    strokesIncludedInLayout: NotRequired[bool]
    """True where strokes take up room in auto layout, as with box-sizing border-box in CSS."""
    styles: NotRequired[dict[str, str]]
    """Shared styles in use, by what they style, such as fill, stroke, text, effect or grid. Values are keys of the
    styles map of the same answer."""
    targetAspectRatio: NotRequired[types.geometry.Vector]
    """The ratio to keep, as width x and height y. Real answers hold it though Figma does not document it."""
    transitionDuration: NotRequired[float]
    """Length of the animation in milliseconds."""
    transitionEasing: NotRequired[types.prototyping.EasingType]
    """Pace of the animation."""
    transitionNodeID: NotRequired[str]
    """Id of the node to go to."""
    type: Literal["FRAME"]
    """Kind of the node, such as FRAME or TEXT. New kinds may appear."""
    visible: NotRequired[bool]
    """False for a hidden layer. Its children are hidden with it, whatever they say themselves."""


class GroupNode(TypedDict):
    """A group of layers. Its bounds follow its children."""

    absoluteBoundingBox: types.geometry.Rectangle | None
    """Upright box around the node in page coordinates, rotation included, shadows and strokes not. Null where the node
    has none."""
    absoluteRenderBounds: NotRequired[types.geometry.Rectangle | None]
    """Upright box around all that is painted, shadows and thick strokes included, in page coordinates. Null where
    nothing is painted, as for a hidden node. Old answers lack it."""
    background: NotRequired[list[types.paints.Paint]]
    """Old name of fills. Deprecated."""
    backgroundColor: NotRequired[types.paints.RGBA]
    """Old form of a single solid fill. Use fills. Deprecated."""
    blendMode: types.paints.BlendMode
    boundVariables: NotRequired[types.node_traits.NodeBoundVariables]
    """Which properties take their value from a variable."""
    children: list[SubcanvasNode]
    """The layers directly inside, from back to front."""
    clipsContent: bool
    """True where children are cut off at the edge of the frame."""
    complexStrokeProperties: NotRequired[types.geometry.ComplexStrokeProperties]
    """The kind of stroke. Real answers hold it though Figma does not document it."""
    componentPropertyReferences: NotRequired[dict[str, str]]
    """Which component property controls which property of this layer, for instance characters, visible or
    mainComponent. Values are keys of componentPropertyDefinitions on the component."""
    constraints: NotRequired[types.geometry.LayoutConstraint]
    """How the node moves and stretches when its parent is resized."""
    cornerRadius: NotRequired[float]
    """Radius of all four corners in pixels. Where they differ, see rectangleCornerRadii."""
    cornerSmoothing: NotRequired[float]
    """From 0, circular corners, to 1, fully smoothed; 0.6 resembles app icons on iOS."""
    counterAxisAlignContent: NotRequired[types.geometry.CounterAxisAlignContent]
    """How the lines of a wrapping frame share the counter axis."""
    counterAxisAlignItems: NotRequired[types.geometry.CounterAxisAlignItems]
    """Where the children stand along the counter axis."""
    counterAxisSizingMode: NotRequired[types.geometry.AxisSizingMode]
    """Where the length along the counter axis comes from."""
    counterAxisSpacing: NotRequired[float]
    """Gap between the lines of a wrapping frame."""
    devStatus: NotRequired[types.dev_mode.DevStatus]
    """The state a designer gave the node. Absent where none was given."""
    effects: list[types.effects.Effect]
    """The effects in order. Empty where there are none."""
    explicitVariableModes: NotRequired[dict[str, str]]
    """Mode chosen on this layer, by variable collection id. Layers inside inherit it."""
    exportSettings: NotRequired[list[types.geometry.ExportSetting]]
    """The images a designer set up for export, one entry each."""
    fillGeometry: NotRequired[list[types.geometry.Path]]
    """Outlines of the filled area, in coordinates of the node. Present only with geometry=paths."""
    fillOverrideTable: NotRequired[dict[str, types.paints.PaintOverride | None]]
    """Fills of single regions, by the overrideID of a path in fillGeometry. Null stands for no override. Of use only
    together with geometry=paths."""
    fills: list[types.paints.Paint]
    """Paints of the area, the first at the bottom. Empty where the node is not filled."""
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
    id: str
    """Id of the node, unique within the file, such as 12:34. Inside instances it is a path such as I12:34;56:78. URLs
    write 12-34 instead."""
    individualStrokeWeights: NotRequired[types.geometry.StrokeWeights]
    """Thickness of each side. Present only where the sides differ; it then replaces strokeWeight."""
    interactions: NotRequired[list[types.prototyping.Interaction]]
    """Triggers and the actions they start."""
    isFixed: NotRequired[bool]
    """True where the layer stays in place while its parent scrolls. Use scrollBehavior. Deprecated."""
    isMask: NotRequired[bool]
    """True where the node masks the siblings in front of it."""
    isMaskOutline: NotRequired[bool]
    """True where maskType is VECTOR. Use maskType. Deprecated."""
    itemReverseZIndex: NotRequired[bool]
    """True where the first child lies on top, false where the last one does."""
    itemSpacing: NotRequired[float]
    """Gap between neighbours along the primary axis. Negative values overlap them."""
    layoutAlign: NotRequired[types.geometry.LayoutAlign]
    """Alignment across the direction of an auto-layout parent."""
    layoutGrids: NotRequired[list[types.node_traits.LayoutGrid]]
    """Column, row and square grids shown as guides. Groups have none."""
    layoutGrow: NotRequired[Literal[0, 1]]
    """1 where the node fills the free space along the direction of its auto-layout parent, 0 where its length is fixed.
    """
    layoutMode: NotRequired[types.geometry.LayoutMode]
    """Whether and in which direction auto layout places the children."""
    layoutPositioning: NotRequired[types.geometry.LayoutPositioning]
    """Whether an auto-layout parent places this node."""
    layoutSizingHorizontal: NotRequired[types.geometry.LayoutSizing]
    """Where the width comes from, in auto layout."""
    layoutSizingVertical: NotRequired[types.geometry.LayoutSizing]
    """Where the height comes from, in auto layout."""
    layoutWrap: NotRequired[types.geometry.LayoutWrap]
    """Whether children go on in a new line when the first is full."""
    locked: NotRequired[bool]
    """True where the layer cannot be selected or changed on the canvas."""
    maskType: NotRequired[types.geometry.MaskType]
    """What of the mask decides how visible the masked layers are."""
    maxHeight: NotRequired[float]
    """Largest height auto layout may give."""
    maxWidth: NotRequired[float]
    """Largest width auto layout may give."""
    minHeight: NotRequired[float]
    """Smallest height auto layout may give."""
    minWidth: NotRequired[float]
    """Smallest width auto layout may give."""
    name: str
    """Name in the layer list."""
    opacity: NotRequired[float]
    """From 0, invisible, to 1, solid. Applies to the children as well."""
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
    pluginData: NotRequired[Any]
    """Private data of plugins, by plugin id and then by key. Present only for the plugin ids asked for in plugin_data.
    """
    preserveRatio: NotRequired[bool]
    """True where resizing keeps the ratio of width to height."""
    primaryAxisAlignItems: NotRequired[types.geometry.PrimaryAxisAlignItems]
    """Where the children stand along the primary axis."""
    primaryAxisSizingMode: NotRequired[types.geometry.AxisSizingMode]
    """Where the length along the primary axis comes from."""
    rectangleCornerRadii: NotRequired[list[float]]
    """Radii in pixels, clockwise from top left, thus top left, top right, bottom right, bottom left."""
    relativeTransform: NotRequired[types.geometry.Transform]
    """Position and rotation relative to the parent. Present only with geometry=paths."""
    rotation: NotRequired[float]
    """Rotation in radians. Absent where the layer is not rotated."""
    scrollBehavior: NotRequired[types.geometry.ScrollBehavior]
    """What happens to the layer when its parent scrolls in a prototype. Old answers lack it."""
    sharedPluginData: NotRequired[Any]
    """Data that plugins left for everybody, by namespace and then by key. Present where plugin_data contains shared."""
    size: NotRequired[types.geometry.Vector]
    """Width x and height y before rotation. Present only with geometry=paths."""
    strokeAlign: NotRequired[types.geometry.StrokeAlign]
    """Where the stroke lies relative to the outline."""
    strokeCap: NotRequired[types.geometry.StrokeCap]
    """How the ends of open paths are drawn."""
    strokeDashes: NotRequired[list[float]]
    """Lengths of dash and gap by turns, in pixels. Absent for a solid line."""
    strokeGeometry: NotRequired[list[types.geometry.Path]]
    """Outlines of the stroke, as an area to fill, in coordinates of the node. Present only with geometry=paths."""
    strokeJoin: NotRequired[types.geometry.StrokeJoin]
    """How corners of the stroke are drawn."""
    strokeMiterAngle: NotRequired[float]
    """Corner angle in degrees below which a MITER join is drawn as BEVEL."""
    strokeWeight: NotRequired[float]
    """Thickness in pixels."""
    strokes: NotRequired[list[types.paints.Paint]]
    """Paints of the outline, the first at the bottom. Empty where there is no stroke."""
    strokesIncludedInLayout: NotRequired[bool]
    """True where strokes take up room in auto layout, as with box-sizing border-box in CSS."""
    styles: NotRequired[dict[str, str]]
    """Shared styles in use, by what they style, such as fill, stroke, text, effect or grid. Values are keys of the
    styles map of the same answer."""
    targetAspectRatio: NotRequired[types.geometry.Vector]
    """The ratio to keep, as width x and height y. Real answers hold it though Figma does not document it."""
    transitionDuration: NotRequired[float]
    """Length of the animation in milliseconds."""
    transitionEasing: NotRequired[types.prototyping.EasingType]
    """Pace of the animation."""
    transitionNodeID: NotRequired[str]
    """Id of the node to go to."""
    type: Literal["GROUP"]
    """Kind of the node, such as FRAME or TEXT. New kinds may appear."""
    visible: NotRequired[bool]
    """False for a hidden layer. Its children are hidden with it, whatever they say themselves."""


class InstanceNode(TypedDict):
    """A copy of a component. Its children are spelled out in full, so nothing needs to be looked up to draw it."""

    absoluteBoundingBox: types.geometry.Rectangle | None
    """Upright box around the node in page coordinates, rotation included, shadows and strokes not. Null where the node
    has none."""
    absoluteRenderBounds: NotRequired[types.geometry.Rectangle | None]
    """Upright box around all that is painted, shadows and thick strokes included, in page coordinates. Null where
    nothing is painted, as for a hidden node. Old answers lack it."""
    background: NotRequired[list[types.paints.Paint]]
    """Old name of fills. Deprecated."""
    backgroundColor: NotRequired[types.paints.RGBA]
    """Old form of a single solid fill. Use fills. Deprecated."""
    blendMode: types.paints.BlendMode
    boundVariables: NotRequired[types.node_traits.NodeBoundVariables]
    """Which properties take their value from a variable."""
    children: list[SubcanvasNode]
    """The layers directly inside, from back to front."""
    clipsContent: bool
    """True where children are cut off at the edge of the frame."""
    complexStrokeProperties: NotRequired[types.geometry.ComplexStrokeProperties]
    """The kind of stroke. Real answers hold it though Figma does not document it."""
    componentId: str
    """Node id of the main component, also a key of the components map of the same answer. The component may live in
    another file."""
    componentProperties: NotRequired[dict[str, types.components.ComponentProperty]]
    """The values of the component properties, by property name. Names of all kinds but VARIANT end in a hash sign and
    an id."""
    componentPropertyReferences: NotRequired[dict[str, str]]
    """Which component property controls which property of this layer, for instance characters, visible or
    mainComponent. Values are keys of componentPropertyDefinitions on the component."""
    constraints: NotRequired[types.geometry.LayoutConstraint]
    """How the node moves and stretches when its parent is resized."""
    cornerRadius: NotRequired[float]
    """Radius of all four corners in pixels. Where they differ, see rectangleCornerRadii."""
    cornerSmoothing: NotRequired[float]
    """From 0, circular corners, to 1, fully smoothed; 0.6 resembles app icons on iOS."""
    counterAxisAlignContent: NotRequired[types.geometry.CounterAxisAlignContent]
    """How the lines of a wrapping frame share the counter axis."""
    counterAxisAlignItems: NotRequired[types.geometry.CounterAxisAlignItems]
    """Where the children stand along the counter axis."""
    counterAxisSizingMode: NotRequired[types.geometry.AxisSizingMode]
    """Where the length along the counter axis comes from."""
    counterAxisSpacing: NotRequired[float]
    """Gap between the lines of a wrapping frame."""
    devStatus: NotRequired[types.dev_mode.DevStatus]
    """The state a designer gave the node. Absent where none was given."""
    effects: list[types.effects.Effect]
    """The effects in order. Empty where there are none."""
    explicitVariableModes: NotRequired[dict[str, str]]
    """Mode chosen on this layer, by variable collection id. Layers inside inherit it."""
    exportSettings: NotRequired[list[types.geometry.ExportSetting]]
    """The images a designer set up for export, one entry each."""
    exposedInstances: NotRequired[list[str]]
    """Ids of nested instances whose properties are offered on this instance."""
    fillGeometry: NotRequired[list[types.geometry.Path]]
    """Outlines of the filled area, in coordinates of the node. Present only with geometry=paths."""
    fillOverrideTable: NotRequired[dict[str, types.paints.PaintOverride | None]]
    """Fills of single regions, by the overrideID of a path in fillGeometry. Null stands for no override. Of use only
    together with geometry=paths."""
    fills: list[types.paints.Paint]
    """Paints of the area, the first at the bottom. Empty where the node is not filled."""
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
    id: str
    """Id of the node, unique within the file, such as 12:34. Inside instances it is a path such as I12:34;56:78. URLs
    write 12-34 instead."""
    individualStrokeWeights: NotRequired[types.geometry.StrokeWeights]
    """Thickness of each side. Present only where the sides differ; it then replaces strokeWeight."""
    interactions: NotRequired[list[types.prototyping.Interaction]]
    """Triggers and the actions they start."""
    isExposedInstance: NotRequired[bool]
    """True where the properties of this nested instance are offered on the component around it."""
    isFixed: NotRequired[bool]
    """True where the layer stays in place while its parent scrolls. Use scrollBehavior. Deprecated."""
    isMask: NotRequired[bool]
    """True where the node masks the siblings in front of it."""
    isMaskOutline: NotRequired[bool]
    """True where maskType is VECTOR. Use maskType. Deprecated."""
    itemReverseZIndex: NotRequired[bool]
    """True where the first child lies on top, false where the last one does."""
    itemSpacing: NotRequired[float]
    """Gap between neighbours along the primary axis. Negative values overlap them."""
    layoutAlign: NotRequired[types.geometry.LayoutAlign]
    """Alignment across the direction of an auto-layout parent."""
    layoutGrids: NotRequired[list[types.node_traits.LayoutGrid]]
    """Column, row and square grids shown as guides. Groups have none."""
    layoutGrow: NotRequired[Literal[0, 1]]
    """1 where the node fills the free space along the direction of its auto-layout parent, 0 where its length is fixed.
    """
    layoutMode: NotRequired[types.geometry.LayoutMode]
    """Whether and in which direction auto layout places the children."""
    layoutPositioning: NotRequired[types.geometry.LayoutPositioning]
    """Whether an auto-layout parent places this node."""
    layoutSizingHorizontal: NotRequired[types.geometry.LayoutSizing]
    """Where the width comes from, in auto layout."""
    layoutSizingVertical: NotRequired[types.geometry.LayoutSizing]
    """Where the height comes from, in auto layout."""
    layoutWrap: NotRequired[types.geometry.LayoutWrap]
    """Whether children go on in a new line when the first is full."""
    locked: NotRequired[bool]
    """True where the layer cannot be selected or changed on the canvas."""
    maskType: NotRequired[types.geometry.MaskType]
    """What of the mask decides how visible the masked layers are."""
    maxHeight: NotRequired[float]
    """Largest height auto layout may give."""
    maxWidth: NotRequired[float]
    """Largest width auto layout may give."""
    minHeight: NotRequired[float]
    """Smallest height auto layout may give."""
    minWidth: NotRequired[float]
    """Smallest width auto layout may give."""
    name: str
    """Name in the layer list."""
    opacity: NotRequired[float]
    """From 0, invisible, to 1, solid. Applies to the children as well."""
    overflowDirection: NotRequired[types.geometry.OverflowDirection]
    """Directions in which the content scrolls in a prototype."""
    overrides: list[types.components.Overrides]
    """What was changed on this very instance, one entry per changed node. Changes it inherits are not listed."""
    paddingBottom: NotRequired[float]
    """Auto-layout padding at the bottom."""
    paddingLeft: NotRequired[float]
    """Auto-layout padding on the left."""
    paddingRight: NotRequired[float]
    """Auto-layout padding on the right."""
    paddingTop: NotRequired[float]
    """Auto-layout padding at the top."""
    pluginData: NotRequired[Any]
    """Private data of plugins, by plugin id and then by key. Present only for the plugin ids asked for in plugin_data.
    """
    preserveRatio: NotRequired[bool]
    """True where resizing keeps the ratio of width to height."""
    primaryAxisAlignItems: NotRequired[types.geometry.PrimaryAxisAlignItems]
    """Where the children stand along the primary axis."""
    primaryAxisSizingMode: NotRequired[types.geometry.AxisSizingMode]
    """Where the length along the primary axis comes from."""
    rectangleCornerRadii: NotRequired[list[float]]
    """Radii in pixels, clockwise from top left, thus top left, top right, bottom right, bottom left."""
    relativeTransform: NotRequired[types.geometry.Transform]
    """Position and rotation relative to the parent. Present only with geometry=paths."""
    rotation: NotRequired[float]
    """Rotation in radians. Absent where the layer is not rotated."""
    scrollBehavior: NotRequired[types.geometry.ScrollBehavior]
    """What happens to the layer when its parent scrolls in a prototype. Old answers lack it."""
    sharedPluginData: NotRequired[Any]
    """Data that plugins left for everybody, by namespace and then by key. Present where plugin_data contains shared."""
    size: NotRequired[types.geometry.Vector]
    """Width x and height y before rotation. Present only with geometry=paths."""
    strokeAlign: NotRequired[types.geometry.StrokeAlign]
    """Where the stroke lies relative to the outline."""
    strokeCap: NotRequired[types.geometry.StrokeCap]
    """How the ends of open paths are drawn."""
    strokeDashes: NotRequired[list[float]]
    """Lengths of dash and gap by turns, in pixels. Absent for a solid line."""
    strokeGeometry: NotRequired[list[types.geometry.Path]]
    """Outlines of the stroke, as an area to fill, in coordinates of the node. Present only with geometry=paths."""
    strokeJoin: NotRequired[types.geometry.StrokeJoin]
    """How corners of the stroke are drawn."""
    strokeMiterAngle: NotRequired[float]
    """Corner angle in degrees below which a MITER join is drawn as BEVEL."""
    strokeWeight: NotRequired[float]
    """Thickness in pixels."""
    strokes: NotRequired[list[types.paints.Paint]]
    """Paints of the outline, the first at the bottom. Empty where there is no stroke."""
    strokesIncludedInLayout: NotRequired[bool]
    """True where strokes take up room in auto layout, as with box-sizing border-box in CSS."""
    styles: NotRequired[dict[str, str]]
    """Shared styles in use, by what they style, such as fill, stroke, text, effect or grid. Values are keys of the
    styles map of the same answer."""
    targetAspectRatio: NotRequired[types.geometry.Vector]
    """The ratio to keep, as width x and height y. Real answers hold it though Figma does not document it."""
    transitionDuration: NotRequired[float]
    """Length of the animation in milliseconds."""
    transitionEasing: NotRequired[types.prototyping.EasingType]
    """Pace of the animation."""
    transitionNodeID: NotRequired[str]
    """Id of the node to go to."""
    type: Literal["INSTANCE"]
    """Kind of the node, such as FRAME or TEXT. New kinds may appear."""
    uniformScaleFactor: NotRequired[float]
    """Factor by which the scale tool resized the instance, 1 being the size of the component. Real answers hold it
    though Figma does not document it."""
    visible: NotRequired[bool]
    """False for a hidden layer. Its children are hidden with it, whatever they say themselves."""


class LineNode(TypedDict):
    """A straight line. Its height is 0."""

    absoluteBoundingBox: types.geometry.Rectangle | None
    """Upright box around the node in page coordinates, rotation included, shadows and strokes not. Null where the node
    has none."""
    absoluteRenderBounds: NotRequired[types.geometry.Rectangle | None]
    """Upright box around all that is painted, shadows and thick strokes included, in page coordinates. Null where
    nothing is painted, as for a hidden node. Old answers lack it."""
    blendMode: types.paints.BlendMode
    boundVariables: NotRequired[types.node_traits.NodeBoundVariables]
    """Which properties take their value from a variable."""
    complexStrokeProperties: NotRequired[types.geometry.ComplexStrokeProperties]
    """The kind of stroke. Real answers hold it though Figma does not document it."""
    componentPropertyReferences: NotRequired[dict[str, str]]
    """Which component property controls which property of this layer, for instance characters, visible or
    mainComponent. Values are keys of componentPropertyDefinitions on the component."""
    constraints: NotRequired[types.geometry.LayoutConstraint]
    """How the node moves and stretches when its parent is resized."""
    effects: list[types.effects.Effect]
    """The effects in order. Empty where there are none."""
    explicitVariableModes: NotRequired[dict[str, str]]
    """Mode chosen on this layer, by variable collection id. Layers inside inherit it."""
    exportSettings: NotRequired[list[types.geometry.ExportSetting]]
    """The images a designer set up for export, one entry each."""
    fillGeometry: NotRequired[list[types.geometry.Path]]
    """Outlines of the filled area, in coordinates of the node. Present only with geometry=paths."""
    fillOverrideTable: NotRequired[dict[str, types.paints.PaintOverride | None]]
    """Fills of single regions, by the overrideID of a path in fillGeometry. Null stands for no override. Of use only
    together with geometry=paths."""
    fills: list[types.paints.Paint]
    """Paints of the area, the first at the bottom. Empty where the node is not filled."""
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
    id: str
    """Id of the node, unique within the file, such as 12:34. Inside instances it is a path such as I12:34;56:78. URLs
    write 12-34 instead."""
    interactions: NotRequired[list[types.prototyping.Interaction]]
    """Triggers and the actions they start."""
    isFixed: NotRequired[bool]
    """True where the layer stays in place while its parent scrolls. Use scrollBehavior. Deprecated."""
    isMask: NotRequired[bool]
    """True where the node masks the siblings in front of it."""
    isMaskOutline: NotRequired[bool]
    """True where maskType is VECTOR. Use maskType. Deprecated."""
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
    locked: NotRequired[bool]
    """True where the layer cannot be selected or changed on the canvas."""
    maskType: NotRequired[types.geometry.MaskType]
    """What of the mask decides how visible the masked layers are."""
    maxHeight: NotRequired[float]
    """Largest height auto layout may give."""
    maxWidth: NotRequired[float]
    """Largest width auto layout may give."""
    minHeight: NotRequired[float]
    """Smallest height auto layout may give."""
    minWidth: NotRequired[float]
    """Smallest width auto layout may give."""
    name: str
    """Name in the layer list."""
    opacity: NotRequired[float]
    """From 0, invisible, to 1, solid. Applies to the children as well."""
    pluginData: NotRequired[Any]
    """Private data of plugins, by plugin id and then by key. Present only for the plugin ids asked for in plugin_data.
    """
    preserveRatio: NotRequired[bool]
    """True where resizing keeps the ratio of width to height."""
    relativeTransform: NotRequired[types.geometry.Transform]
    """Position and rotation relative to the parent. Present only with geometry=paths."""
    rotation: NotRequired[float]
    """Rotation in radians. Absent where the layer is not rotated."""
    scrollBehavior: NotRequired[types.geometry.ScrollBehavior]
    """What happens to the layer when its parent scrolls in a prototype. Old answers lack it."""
    sharedPluginData: NotRequired[Any]
    """Data that plugins left for everybody, by namespace and then by key. Present where plugin_data contains shared."""
    size: NotRequired[types.geometry.Vector]
    """Width x and height y before rotation. Present only with geometry=paths."""
    strokeAlign: NotRequired[types.geometry.StrokeAlign]
    """Where the stroke lies relative to the outline."""
    strokeCap: NotRequired[types.geometry.StrokeCap]
    """How the ends of open paths are drawn."""
    strokeDashes: NotRequired[list[float]]
    """Lengths of dash and gap by turns, in pixels. Absent for a solid line."""
    strokeGeometry: NotRequired[list[types.geometry.Path]]
    """Outlines of the stroke, as an area to fill, in coordinates of the node. Present only with geometry=paths."""
    strokeJoin: NotRequired[types.geometry.StrokeJoin]
    """How corners of the stroke are drawn."""
    strokeMiterAngle: NotRequired[float]
    """Corner angle in degrees below which a MITER join is drawn as BEVEL."""
    strokeWeight: NotRequired[float]
    """Thickness in pixels."""
    strokes: NotRequired[list[types.paints.Paint]]
    """Paints of the outline, the first at the bottom. Empty where there is no stroke."""
    styles: NotRequired[dict[str, str]]
    """Shared styles in use, by what they style, such as fill, stroke, text, effect or grid. Values are keys of the
    styles map of the same answer."""
    targetAspectRatio: NotRequired[types.geometry.Vector]
    """The ratio to keep, as width x and height y. Real answers hold it though Figma does not document it."""
    transitionDuration: NotRequired[float]
    """Length of the animation in milliseconds."""
    transitionEasing: NotRequired[types.prototyping.EasingType]
    """Pace of the animation."""
    transitionNodeID: NotRequired[str]
    """Id of the node to go to."""
    type: Literal["LINE"]
    """Kind of the node, such as FRAME or TEXT. New kinds may appear."""
    visible: NotRequired[bool]
    """False for a hidden layer. Its children are hidden with it, whatever they say themselves."""


class LinkUnfurlNode(TypedDict):
    """A FigJam preview card of a web link."""

    boundVariables: NotRequired[types.node_traits.NodeBoundVariables]
    """Which properties take their value from a variable."""
    componentPropertyReferences: NotRequired[dict[str, str]]
    """Which component property controls which property of this layer, for instance characters, visible or
    mainComponent. Values are keys of componentPropertyDefinitions on the component."""
    explicitVariableModes: NotRequired[dict[str, str]]
    """Mode chosen on this layer, by variable collection id. Layers inside inherit it."""
    exportSettings: NotRequired[list[types.geometry.ExportSetting]]
    """The images a designer set up for export, one entry each."""
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
    type: Literal["LINK_UNFURL"]
    """Kind of the node, such as FRAME or TEXT. New kinds may appear."""
    visible: NotRequired[bool]
    """False for a hidden layer. Its children are hidden with it, whatever they say themselves."""


class RectangleNode(TypedDict):
    """A rectangle. Images usually are rectangles with an IMAGE fill."""

    absoluteBoundingBox: types.geometry.Rectangle | None
    """Upright box around the node in page coordinates, rotation included, shadows and strokes not. Null where the node
    has none."""
    absoluteRenderBounds: NotRequired[types.geometry.Rectangle | None]
    """Upright box around all that is painted, shadows and thick strokes included, in page coordinates. Null where
    nothing is painted, as for a hidden node. Old answers lack it."""
    blendMode: types.paints.BlendMode
    boundVariables: NotRequired[types.node_traits.NodeBoundVariables]
    """Which properties take their value from a variable."""
    complexStrokeProperties: NotRequired[types.geometry.ComplexStrokeProperties]
    """The kind of stroke. Real answers hold it though Figma does not document it."""
    componentPropertyReferences: NotRequired[dict[str, str]]
    """Which component property controls which property of this layer, for instance characters, visible or
    mainComponent. Values are keys of componentPropertyDefinitions on the component."""
    constraints: NotRequired[types.geometry.LayoutConstraint]
    """How the node moves and stretches when its parent is resized."""
    cornerRadius: NotRequired[float]
    """Radius of all four corners in pixels. Where they differ, see rectangleCornerRadii."""
    cornerSmoothing: NotRequired[float]
    """From 0, circular corners, to 1, fully smoothed; 0.6 resembles app icons on iOS."""
    effects: list[types.effects.Effect]
    """The effects in order. Empty where there are none."""
    explicitVariableModes: NotRequired[dict[str, str]]
    """Mode chosen on this layer, by variable collection id. Layers inside inherit it."""
    exportSettings: NotRequired[list[types.geometry.ExportSetting]]
    """The images a designer set up for export, one entry each."""
    fillGeometry: NotRequired[list[types.geometry.Path]]
    """Outlines of the filled area, in coordinates of the node. Present only with geometry=paths."""
    fillOverrideTable: NotRequired[dict[str, types.paints.PaintOverride | None]]
    """Fills of single regions, by the overrideID of a path in fillGeometry. Null stands for no override. Of use only
    together with geometry=paths."""
    fills: list[types.paints.Paint]
    """Paints of the area, the first at the bottom. Empty where the node is not filled."""
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
    id: str
    """Id of the node, unique within the file, such as 12:34. Inside instances it is a path such as I12:34;56:78. URLs
    write 12-34 instead."""
    individualStrokeWeights: NotRequired[types.geometry.StrokeWeights]
    """Thickness of each side. Present only where the sides differ; it then replaces strokeWeight."""
    interactions: NotRequired[list[types.prototyping.Interaction]]
    """Triggers and the actions they start."""
    isFixed: NotRequired[bool]
    """True where the layer stays in place while its parent scrolls. Use scrollBehavior. Deprecated."""
    isMask: NotRequired[bool]
    """True where the node masks the siblings in front of it."""
    isMaskOutline: NotRequired[bool]
    """True where maskType is VECTOR. Use maskType. Deprecated."""
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
    locked: NotRequired[bool]
    """True where the layer cannot be selected or changed on the canvas."""
    maskType: NotRequired[types.geometry.MaskType]
    """What of the mask decides how visible the masked layers are."""
    maxHeight: NotRequired[float]
    """Largest height auto layout may give."""
    maxWidth: NotRequired[float]
    """Largest width auto layout may give."""
    minHeight: NotRequired[float]
    """Smallest height auto layout may give."""
    minWidth: NotRequired[float]
    """Smallest width auto layout may give."""
    name: str
    """Name in the layer list."""
    opacity: NotRequired[float]
    """From 0, invisible, to 1, solid. Applies to the children as well."""
    pluginData: NotRequired[Any]
    """Private data of plugins, by plugin id and then by key. Present only for the plugin ids asked for in plugin_data.
    """
    preserveRatio: NotRequired[bool]
    """True where resizing keeps the ratio of width to height."""
    rectangleCornerRadii: NotRequired[list[float]]
    """Radii in pixels, clockwise from top left, thus top left, top right, bottom right, bottom left."""
    relativeTransform: NotRequired[types.geometry.Transform]
    """Position and rotation relative to the parent. Present only with geometry=paths."""
    rotation: NotRequired[float]
    """Rotation in radians. Absent where the layer is not rotated."""
    scrollBehavior: NotRequired[types.geometry.ScrollBehavior]
    """What happens to the layer when its parent scrolls in a prototype. Old answers lack it."""
    sharedPluginData: NotRequired[Any]
    """Data that plugins left for everybody, by namespace and then by key. Present where plugin_data contains shared."""
    size: NotRequired[types.geometry.Vector]
    """Width x and height y before rotation. Present only with geometry=paths."""
    strokeAlign: NotRequired[types.geometry.StrokeAlign]
    """Where the stroke lies relative to the outline."""
    strokeCap: NotRequired[types.geometry.StrokeCap]
    """How the ends of open paths are drawn."""
    strokeDashes: NotRequired[list[float]]
    """Lengths of dash and gap by turns, in pixels. Absent for a solid line."""
    strokeGeometry: NotRequired[list[types.geometry.Path]]
    """Outlines of the stroke, as an area to fill, in coordinates of the node. Present only with geometry=paths."""
    strokeJoin: NotRequired[types.geometry.StrokeJoin]
    """How corners of the stroke are drawn."""
    strokeMiterAngle: NotRequired[float]
    """Corner angle in degrees below which a MITER join is drawn as BEVEL."""
    strokeWeight: NotRequired[float]
    """Thickness in pixels."""
    strokes: NotRequired[list[types.paints.Paint]]
    """Paints of the outline, the first at the bottom. Empty where there is no stroke."""
    styles: NotRequired[dict[str, str]]
    """Shared styles in use, by what they style, such as fill, stroke, text, effect or grid. Values are keys of the
    styles map of the same answer."""
    targetAspectRatio: NotRequired[types.geometry.Vector]
    """The ratio to keep, as width x and height y. Real answers hold it though Figma does not document it."""
    transitionDuration: NotRequired[float]
    """Length of the animation in milliseconds."""
    transitionEasing: NotRequired[types.prototyping.EasingType]
    """Pace of the animation."""
    transitionNodeID: NotRequired[str]
    """Id of the node to go to."""
    type: Literal["RECTANGLE"]
    """Kind of the node, such as FRAME or TEXT. New kinds may appear."""
    visible: NotRequired[bool]
    """False for a hidden layer. Its children are hidden with it, whatever they say themselves."""


class RegularPolygonNode(TypedDict):
    """A polygon with equal sides, such as a triangle or hexagon."""

    absoluteBoundingBox: types.geometry.Rectangle | None
    """Upright box around the node in page coordinates, rotation included, shadows and strokes not. Null where the node
    has none."""
    absoluteRenderBounds: NotRequired[types.geometry.Rectangle | None]
    """Upright box around all that is painted, shadows and thick strokes included, in page coordinates. Null where
    nothing is painted, as for a hidden node. Old answers lack it."""
    blendMode: types.paints.BlendMode
    boundVariables: NotRequired[types.node_traits.NodeBoundVariables]
    """Which properties take their value from a variable."""
    complexStrokeProperties: NotRequired[types.geometry.ComplexStrokeProperties]
    """The kind of stroke. Real answers hold it though Figma does not document it."""
    componentPropertyReferences: NotRequired[dict[str, str]]
    """Which component property controls which property of this layer, for instance characters, visible or
    mainComponent. Values are keys of componentPropertyDefinitions on the component."""
    constraints: NotRequired[types.geometry.LayoutConstraint]
    """How the node moves and stretches when its parent is resized."""
    cornerRadius: NotRequired[float]
    """Radius of all four corners in pixels. Where they differ, see rectangleCornerRadii."""
    cornerSmoothing: NotRequired[float]
    """From 0, circular corners, to 1, fully smoothed; 0.6 resembles app icons on iOS."""
    effects: list[types.effects.Effect]
    """The effects in order. Empty where there are none."""
    explicitVariableModes: NotRequired[dict[str, str]]
    """Mode chosen on this layer, by variable collection id. Layers inside inherit it."""
    exportSettings: NotRequired[list[types.geometry.ExportSetting]]
    """The images a designer set up for export, one entry each."""
    fillGeometry: NotRequired[list[types.geometry.Path]]
    """Outlines of the filled area, in coordinates of the node. Present only with geometry=paths."""
    fillOverrideTable: NotRequired[dict[str, types.paints.PaintOverride | None]]
    """Fills of single regions, by the overrideID of a path in fillGeometry. Null stands for no override. Of use only
    together with geometry=paths."""
    fills: list[types.paints.Paint]
    """Paints of the area, the first at the bottom. Empty where the node is not filled."""
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
    id: str
    """Id of the node, unique within the file, such as 12:34. Inside instances it is a path such as I12:34;56:78. URLs
    write 12-34 instead."""
    interactions: NotRequired[list[types.prototyping.Interaction]]
    """Triggers and the actions they start."""
    isFixed: NotRequired[bool]
    """True where the layer stays in place while its parent scrolls. Use scrollBehavior. Deprecated."""
    isMask: NotRequired[bool]
    """True where the node masks the siblings in front of it."""
    isMaskOutline: NotRequired[bool]
    """True where maskType is VECTOR. Use maskType. Deprecated."""
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
    locked: NotRequired[bool]
    """True where the layer cannot be selected or changed on the canvas."""
    maskType: NotRequired[types.geometry.MaskType]
    """What of the mask decides how visible the masked layers are."""
    maxHeight: NotRequired[float]
    """Largest height auto layout may give."""
    maxWidth: NotRequired[float]
    """Largest width auto layout may give."""
    minHeight: NotRequired[float]
    """Smallest height auto layout may give."""
    minWidth: NotRequired[float]
    """Smallest width auto layout may give."""
    name: str
    """Name in the layer list."""
    opacity: NotRequired[float]
    """From 0, invisible, to 1, solid. Applies to the children as well."""
    pluginData: NotRequired[Any]
    """Private data of plugins, by plugin id and then by key. Present only for the plugin ids asked for in plugin_data.
    """
    preserveRatio: NotRequired[bool]
    """True where resizing keeps the ratio of width to height."""
    rectangleCornerRadii: NotRequired[list[float]]
    """Radii in pixels, clockwise from top left, thus top left, top right, bottom right, bottom left."""
    relativeTransform: NotRequired[types.geometry.Transform]
    """Position and rotation relative to the parent. Present only with geometry=paths."""
    rotation: NotRequired[float]
    """Rotation in radians. Absent where the layer is not rotated."""
    scrollBehavior: NotRequired[types.geometry.ScrollBehavior]
    """What happens to the layer when its parent scrolls in a prototype. Old answers lack it."""
    sharedPluginData: NotRequired[Any]
    """Data that plugins left for everybody, by namespace and then by key. Present where plugin_data contains shared."""
    size: NotRequired[types.geometry.Vector]
    """Width x and height y before rotation. Present only with geometry=paths."""
    strokeAlign: NotRequired[types.geometry.StrokeAlign]
    """Where the stroke lies relative to the outline."""
    strokeCap: NotRequired[types.geometry.StrokeCap]
    """How the ends of open paths are drawn."""
    strokeDashes: NotRequired[list[float]]
    """Lengths of dash and gap by turns, in pixels. Absent for a solid line."""
    strokeGeometry: NotRequired[list[types.geometry.Path]]
    """Outlines of the stroke, as an area to fill, in coordinates of the node. Present only with geometry=paths."""
    strokeJoin: NotRequired[types.geometry.StrokeJoin]
    """How corners of the stroke are drawn."""
    strokeMiterAngle: NotRequired[float]
    """Corner angle in degrees below which a MITER join is drawn as BEVEL."""
    strokeWeight: NotRequired[float]
    """Thickness in pixels."""
    strokes: NotRequired[list[types.paints.Paint]]
    """Paints of the outline, the first at the bottom. Empty where there is no stroke."""
    styles: NotRequired[dict[str, str]]
    """Shared styles in use, by what they style, such as fill, stroke, text, effect or grid. Values are keys of the
    styles map of the same answer."""
    targetAspectRatio: NotRequired[types.geometry.Vector]
    """The ratio to keep, as width x and height y. Real answers hold it though Figma does not document it."""
    transitionDuration: NotRequired[float]
    """Length of the animation in milliseconds."""
    transitionEasing: NotRequired[types.prototyping.EasingType]
    """Pace of the animation."""
    transitionNodeID: NotRequired[str]
    """Id of the node to go to."""
    type: Literal["REGULAR_POLYGON"]
    """Kind of the node, such as FRAME or TEXT. New kinds may appear."""
    visible: NotRequired[bool]
    """False for a hidden layer. Its children are hidden with it, whatever they say themselves."""


class SectionNode(TypedDict):
    """A section, a labelled area that groups frames on the canvas."""

    absoluteBoundingBox: types.geometry.Rectangle | None
    """Upright box around the node in page coordinates, rotation included, shadows and strokes not. Null where the node
    has none."""
    absoluteRenderBounds: NotRequired[types.geometry.Rectangle | None]
    """Upright box around all that is painted, shadows and thick strokes included, in page coordinates. Null where
    nothing is painted, as for a hidden node. Old answers lack it."""
    boundVariables: NotRequired[types.node_traits.NodeBoundVariables]
    """Which properties take their value from a variable."""
    children: list[SubcanvasNode]
    """The layers directly inside, from back to front."""
    componentPropertyReferences: NotRequired[dict[str, str]]
    """Which component property controls which property of this layer, for instance characters, visible or
    mainComponent. Values are keys of componentPropertyDefinitions on the component."""
    constraints: NotRequired[types.geometry.LayoutConstraint]
    """How the node moves and stretches when its parent is resized."""
    devStatus: NotRequired[types.dev_mode.DevStatus]
    """The state a designer gave the node. Absent where none was given."""
    explicitVariableModes: NotRequired[dict[str, str]]
    """Mode chosen on this layer, by variable collection id. Layers inside inherit it."""
    fillGeometry: NotRequired[list[types.geometry.Path]]
    """Outlines of the filled area, in coordinates of the node. Present only with geometry=paths."""
    fillOverrideTable: NotRequired[dict[str, types.paints.PaintOverride | None]]
    """Fills of single regions, by the overrideID of a path in fillGeometry. Null stands for no override. Of use only
    together with geometry=paths."""
    fills: list[types.paints.Paint]
    """Paints of the area, the first at the bottom. Empty where the node is not filled."""
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
    id: str
    """Id of the node, unique within the file, such as 12:34. Inside instances it is a path such as I12:34;56:78. URLs
    write 12-34 instead."""
    isFixed: NotRequired[bool]
    """True where the layer stays in place while its parent scrolls. Use scrollBehavior. Deprecated."""
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
    locked: NotRequired[bool]
    """True where the layer cannot be selected or changed on the canvas."""
    maxHeight: NotRequired[float]
    """Largest height auto layout may give."""
    maxWidth: NotRequired[float]
    """Largest width auto layout may give."""
    minHeight: NotRequired[float]
    """Smallest height auto layout may give."""
    minWidth: NotRequired[float]
    """Smallest width auto layout may give."""
    name: str
    """Name in the layer list."""
    pluginData: NotRequired[Any]
    """Private data of plugins, by plugin id and then by key. Present only for the plugin ids asked for in plugin_data.
    """
    preserveRatio: NotRequired[bool]
    """True where resizing keeps the ratio of width to height."""
    relativeTransform: NotRequired[types.geometry.Transform]
    """Position and rotation relative to the parent. Present only with geometry=paths."""
    rotation: NotRequired[float]
    """Rotation in radians. Absent where the layer is not rotated."""
    scrollBehavior: NotRequired[types.geometry.ScrollBehavior]
    """What happens to the layer when its parent scrolls in a prototype. Old answers lack it."""
    sectionContentsHidden: bool
    """True where the section is collapsed and does not show what it holds."""
    sharedPluginData: NotRequired[Any]
    """Data that plugins left for everybody, by namespace and then by key. Present where plugin_data contains shared."""
    size: NotRequired[types.geometry.Vector]
    """Width x and height y before rotation. Present only with geometry=paths."""
    strokeAlign: NotRequired[types.geometry.StrokeAlign]
    """Where the stroke lies relative to the outline."""
    strokeCap: NotRequired[types.geometry.StrokeCap]
    """How the ends of open paths are drawn."""
    strokeDashes: NotRequired[list[float]]
    """Lengths of dash and gap by turns, in pixels. Absent for a solid line."""
    strokeGeometry: NotRequired[list[types.geometry.Path]]
    """Outlines of the stroke, as an area to fill, in coordinates of the node. Present only with geometry=paths."""
    strokeJoin: NotRequired[types.geometry.StrokeJoin]
    """How corners of the stroke are drawn."""
    strokeMiterAngle: NotRequired[float]
    """Corner angle in degrees below which a MITER join is drawn as BEVEL."""
    strokeWeight: NotRequired[float]
    """Thickness in pixels."""
    strokes: NotRequired[list[types.paints.Paint]]
    """Paints of the outline, the first at the bottom. Empty where there is no stroke."""
    styles: NotRequired[dict[str, str]]
    """Shared styles in use, by what they style, such as fill, stroke, text, effect or grid. Values are keys of the
    styles map of the same answer."""
    targetAspectRatio: NotRequired[types.geometry.Vector]
    """The ratio to keep, as width x and height y. Real answers hold it though Figma does not document it."""
    type: Literal["SECTION"]
    """Kind of the node, such as FRAME or TEXT. New kinds may appear."""
    visible: NotRequired[bool]
    """False for a hidden layer. Its children are hidden with it, whatever they say themselves."""


class ShapeWithTextNode(TypedDict):
    """A FigJam shape with text in it, as in a flow chart."""

    absoluteBoundingBox: types.geometry.Rectangle | None
    """Upright box around the node in page coordinates, rotation included, shadows and strokes not. Null where the node
    has none."""
    absoluteRenderBounds: NotRequired[types.geometry.Rectangle | None]
    """Upright box around all that is painted, shadows and thick strokes included, in page coordinates. Null where
    nothing is painted, as for a hidden node. Old answers lack it."""
    blendMode: types.paints.BlendMode
    boundVariables: NotRequired[types.node_traits.NodeBoundVariables]
    """Which properties take their value from a variable."""
    characters: str
    """The text, empty where nothing was written."""
    componentPropertyReferences: NotRequired[dict[str, str]]
    """Which component property controls which property of this layer, for instance characters, visible or
    mainComponent. Values are keys of componentPropertyDefinitions on the component."""
    constraints: NotRequired[types.geometry.LayoutConstraint]
    """How the node moves and stretches when its parent is resized."""
    cornerRadius: NotRequired[float]
    """Radius of all four corners in pixels. Where they differ, see rectangleCornerRadii."""
    cornerSmoothing: NotRequired[float]
    """From 0, circular corners, to 1, fully smoothed; 0.6 resembles app icons on iOS."""
    effects: list[types.effects.Effect]
    """The effects in order. Empty where there are none."""
    explicitVariableModes: NotRequired[dict[str, str]]
    """Mode chosen on this layer, by variable collection id. Layers inside inherit it."""
    exportSettings: NotRequired[list[types.geometry.ExportSetting]]
    """The images a designer set up for export, one entry each."""
    fills: list[types.paints.Paint]
    """Paints of the area, the first at the bottom. Empty where the node is not filled."""
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
    id: str
    """Id of the node, unique within the file, such as 12:34. Inside instances it is a path such as I12:34;56:78. URLs
    write 12-34 instead."""
    isFixed: NotRequired[bool]
    """True where the layer stays in place while its parent scrolls. Use scrollBehavior. Deprecated."""
    isMask: NotRequired[bool]
    """True where the node masks the siblings in front of it."""
    isMaskOutline: NotRequired[bool]
    """True where maskType is VECTOR. Use maskType. Deprecated."""
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
    locked: NotRequired[bool]
    """True where the layer cannot be selected or changed on the canvas."""
    maskType: NotRequired[types.geometry.MaskType]
    """What of the mask decides how visible the masked layers are."""
    maxHeight: NotRequired[float]
    """Largest height auto layout may give."""
    maxWidth: NotRequired[float]
    """Largest width auto layout may give."""
    minHeight: NotRequired[float]
    """Smallest height auto layout may give."""
    minWidth: NotRequired[float]
    """Smallest width auto layout may give."""
    name: str
    """Name in the layer list."""
    opacity: NotRequired[float]
    """From 0, invisible, to 1, solid. Applies to the children as well."""
    pluginData: NotRequired[Any]
    """Private data of plugins, by plugin id and then by key. Present only for the plugin ids asked for in plugin_data.
    """
    preserveRatio: NotRequired[bool]
    """True where resizing keeps the ratio of width to height."""
    rectangleCornerRadii: NotRequired[list[float]]
    """Radii in pixels, clockwise from top left, thus top left, top right, bottom right, bottom left."""
    relativeTransform: NotRequired[types.geometry.Transform]
    """Position and rotation relative to the parent. Present only with geometry=paths."""
    rotation: NotRequired[float]
    """Rotation in radians. Absent where the layer is not rotated."""
    scrollBehavior: NotRequired[types.geometry.ScrollBehavior]
    """What happens to the layer when its parent scrolls in a prototype. Old answers lack it."""
    shapeType: types.figjam.ShapeType
    """Which shape it is."""
    sharedPluginData: NotRequired[Any]
    """Data that plugins left for everybody, by namespace and then by key. Present where plugin_data contains shared."""
    size: NotRequired[types.geometry.Vector]
    """Width x and height y before rotation. Present only with geometry=paths."""
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
    styles: NotRequired[dict[str, str]]
    """Shared styles in use, by what they style, such as fill, stroke, text, effect or grid. Values are keys of the
    styles map of the same answer."""
    targetAspectRatio: NotRequired[types.geometry.Vector]
    """The ratio to keep, as width x and height y. Real answers hold it though Figma does not document it."""
    type: Literal["SHAPE_WITH_TEXT"]
    """Kind of the node, such as FRAME or TEXT. New kinds may appear."""
    visible: NotRequired[bool]
    """False for a hidden layer. Its children are hidden with it, whatever they say themselves."""


class SliceNode(TypedDict):
    """An invisible rectangle that marks a region to export."""

    boundVariables: NotRequired[types.node_traits.NodeBoundVariables]
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
    type: Literal["SLICE"]
    """Kind of the node, such as FRAME or TEXT. New kinds may appear."""
    visible: NotRequired[bool]
    """False for a hidden layer. Its children are hidden with it, whatever they say themselves."""


class StarNode(TypedDict):
    """A star."""

    absoluteBoundingBox: types.geometry.Rectangle | None
    """Upright box around the node in page coordinates, rotation included, shadows and strokes not. Null where the node
    has none."""
    absoluteRenderBounds: NotRequired[types.geometry.Rectangle | None]
    """Upright box around all that is painted, shadows and thick strokes included, in page coordinates. Null where
    nothing is painted, as for a hidden node. Old answers lack it."""
    blendMode: types.paints.BlendMode
    boundVariables: NotRequired[types.node_traits.NodeBoundVariables]
    """Which properties take their value from a variable."""
    complexStrokeProperties: NotRequired[types.geometry.ComplexStrokeProperties]
    """The kind of stroke. Real answers hold it though Figma does not document it."""
    componentPropertyReferences: NotRequired[dict[str, str]]
    """Which component property controls which property of this layer, for instance characters, visible or
    mainComponent. Values are keys of componentPropertyDefinitions on the component."""
    constraints: NotRequired[types.geometry.LayoutConstraint]
    """How the node moves and stretches when its parent is resized."""
    cornerRadius: NotRequired[float]
    """Radius of all four corners in pixels. Where they differ, see rectangleCornerRadii."""
    cornerSmoothing: NotRequired[float]
    """From 0, circular corners, to 1, fully smoothed; 0.6 resembles app icons on iOS."""
    effects: list[types.effects.Effect]
    """The effects in order. Empty where there are none."""
    explicitVariableModes: NotRequired[dict[str, str]]
    """Mode chosen on this layer, by variable collection id. Layers inside inherit it."""
    exportSettings: NotRequired[list[types.geometry.ExportSetting]]
    """The images a designer set up for export, one entry each."""
    fillGeometry: NotRequired[list[types.geometry.Path]]
    """Outlines of the filled area, in coordinates of the node. Present only with geometry=paths."""
    fillOverrideTable: NotRequired[dict[str, types.paints.PaintOverride | None]]
    """Fills of single regions, by the overrideID of a path in fillGeometry. Null stands for no override. Of use only
    together with geometry=paths."""
    fills: list[types.paints.Paint]
    """Paints of the area, the first at the bottom. Empty where the node is not filled."""
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
    id: str
    """Id of the node, unique within the file, such as 12:34. Inside instances it is a path such as I12:34;56:78. URLs
    write 12-34 instead."""
    interactions: NotRequired[list[types.prototyping.Interaction]]
    """Triggers and the actions they start."""
    isFixed: NotRequired[bool]
    """True where the layer stays in place while its parent scrolls. Use scrollBehavior. Deprecated."""
    isMask: NotRequired[bool]
    """True where the node masks the siblings in front of it."""
    isMaskOutline: NotRequired[bool]
    """True where maskType is VECTOR. Use maskType. Deprecated."""
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
    locked: NotRequired[bool]
    """True where the layer cannot be selected or changed on the canvas."""
    maskType: NotRequired[types.geometry.MaskType]
    """What of the mask decides how visible the masked layers are."""
    maxHeight: NotRequired[float]
    """Largest height auto layout may give."""
    maxWidth: NotRequired[float]
    """Largest width auto layout may give."""
    minHeight: NotRequired[float]
    """Smallest height auto layout may give."""
    minWidth: NotRequired[float]
    """Smallest width auto layout may give."""
    name: str
    """Name in the layer list."""
    opacity: NotRequired[float]
    """From 0, invisible, to 1, solid. Applies to the children as well."""
    pluginData: NotRequired[Any]
    """Private data of plugins, by plugin id and then by key. Present only for the plugin ids asked for in plugin_data.
    """
    preserveRatio: NotRequired[bool]
    """True where resizing keeps the ratio of width to height."""
    rectangleCornerRadii: NotRequired[list[float]]
    """Radii in pixels, clockwise from top left, thus top left, top right, bottom right, bottom left."""
    relativeTransform: NotRequired[types.geometry.Transform]
    """Position and rotation relative to the parent. Present only with geometry=paths."""
    rotation: NotRequired[float]
    """Rotation in radians. Absent where the layer is not rotated."""
    scrollBehavior: NotRequired[types.geometry.ScrollBehavior]
    """What happens to the layer when its parent scrolls in a prototype. Old answers lack it."""
    sharedPluginData: NotRequired[Any]
    """Data that plugins left for everybody, by namespace and then by key. Present where plugin_data contains shared."""
    size: NotRequired[types.geometry.Vector]
    """Width x and height y before rotation. Present only with geometry=paths."""
    strokeAlign: NotRequired[types.geometry.StrokeAlign]
    """Where the stroke lies relative to the outline."""
    strokeCap: NotRequired[types.geometry.StrokeCap]
    """How the ends of open paths are drawn."""
    strokeDashes: NotRequired[list[float]]
    """Lengths of dash and gap by turns, in pixels. Absent for a solid line."""
    strokeGeometry: NotRequired[list[types.geometry.Path]]
    """Outlines of the stroke, as an area to fill, in coordinates of the node. Present only with geometry=paths."""
    strokeJoin: NotRequired[types.geometry.StrokeJoin]
    """How corners of the stroke are drawn."""
    strokeMiterAngle: NotRequired[float]
    """Corner angle in degrees below which a MITER join is drawn as BEVEL."""
    strokeWeight: NotRequired[float]
    """Thickness in pixels."""
    strokes: NotRequired[list[types.paints.Paint]]
    """Paints of the outline, the first at the bottom. Empty where there is no stroke."""
    styles: NotRequired[dict[str, str]]
    """Shared styles in use, by what they style, such as fill, stroke, text, effect or grid. Values are keys of the
    styles map of the same answer."""
    targetAspectRatio: NotRequired[types.geometry.Vector]
    """The ratio to keep, as width x and height y. Real answers hold it though Figma does not document it."""
    transitionDuration: NotRequired[float]
    """Length of the animation in milliseconds."""
    transitionEasing: NotRequired[types.prototyping.EasingType]
    """Pace of the animation."""
    transitionNodeID: NotRequired[str]
    """Id of the node to go to."""
    type: Literal["STAR"]
    """Kind of the node, such as FRAME or TEXT. New kinds may appear."""
    visible: NotRequired[bool]
    """False for a hidden layer. Its children are hidden with it, whatever they say themselves."""


class StickyNode(TypedDict):
    """A FigJam sticky note."""

    absoluteBoundingBox: types.geometry.Rectangle | None
    """Upright box around the node in page coordinates, rotation included, shadows and strokes not. Null where the node
    has none."""
    absoluteRenderBounds: NotRequired[types.geometry.Rectangle | None]
    """Upright box around all that is painted, shadows and thick strokes included, in page coordinates. Null where
    nothing is painted, as for a hidden node. Old answers lack it."""
    authorVisible: NotRequired[bool]
    """True where the note shows who wrote it."""
    blendMode: types.paints.BlendMode
    boundVariables: NotRequired[types.node_traits.NodeBoundVariables]
    """Which properties take their value from a variable."""
    characters: str
    """The text, empty where nothing was written."""
    componentPropertyReferences: NotRequired[dict[str, str]]
    """Which component property controls which property of this layer, for instance characters, visible or
    mainComponent. Values are keys of componentPropertyDefinitions on the component."""
    constraints: NotRequired[types.geometry.LayoutConstraint]
    """How the node moves and stretches when its parent is resized."""
    effects: list[types.effects.Effect]
    """The effects in order. Empty where there are none."""
    explicitVariableModes: NotRequired[dict[str, str]]
    """Mode chosen on this layer, by variable collection id. Layers inside inherit it."""
    exportSettings: NotRequired[list[types.geometry.ExportSetting]]
    """The images a designer set up for export, one entry each."""
    fills: list[types.paints.Paint]
    """Paints of the area, the first at the bottom. Empty where the node is not filled."""
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
    id: str
    """Id of the node, unique within the file, such as 12:34. Inside instances it is a path such as I12:34;56:78. URLs
    write 12-34 instead."""
    isFixed: NotRequired[bool]
    """True where the layer stays in place while its parent scrolls. Use scrollBehavior. Deprecated."""
    isMask: NotRequired[bool]
    """True where the node masks the siblings in front of it."""
    isMaskOutline: NotRequired[bool]
    """True where maskType is VECTOR. Use maskType. Deprecated."""
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
    locked: NotRequired[bool]
    """True where the layer cannot be selected or changed on the canvas."""
    maskType: NotRequired[types.geometry.MaskType]
    """What of the mask decides how visible the masked layers are."""
    maxHeight: NotRequired[float]
    """Largest height auto layout may give."""
    maxWidth: NotRequired[float]
    """Largest width auto layout may give."""
    minHeight: NotRequired[float]
    """Smallest height auto layout may give."""
    minWidth: NotRequired[float]
    """Smallest width auto layout may give."""
    name: str
    """Name in the layer list."""
    opacity: NotRequired[float]
    """From 0, invisible, to 1, solid. Applies to the children as well."""
    pluginData: NotRequired[Any]
    """Private data of plugins, by plugin id and then by key. Present only for the plugin ids asked for in plugin_data.
    """
    preserveRatio: NotRequired[bool]
    """True where resizing keeps the ratio of width to height."""
    relativeTransform: NotRequired[types.geometry.Transform]
    """Position and rotation relative to the parent. Present only with geometry=paths."""
    rotation: NotRequired[float]
    """Rotation in radians. Absent where the layer is not rotated."""
    scrollBehavior: NotRequired[types.geometry.ScrollBehavior]
    """What happens to the layer when its parent scrolls in a prototype. Old answers lack it."""
    sharedPluginData: NotRequired[Any]
    """Data that plugins left for everybody, by namespace and then by key. Present where plugin_data contains shared."""
    size: NotRequired[types.geometry.Vector]
    """Width x and height y before rotation. Present only with geometry=paths."""
    styles: NotRequired[dict[str, str]]
    """Shared styles in use, by what they style, such as fill, stroke, text, effect or grid. Values are keys of the
    styles map of the same answer."""
    targetAspectRatio: NotRequired[types.geometry.Vector]
    """The ratio to keep, as width x and height y. Real answers hold it though Figma does not document it."""
    type: Literal["STICKY"]
    """Kind of the node, such as FRAME or TEXT. New kinds may appear."""
    visible: NotRequired[bool]
    """False for a hidden layer. Its children are hidden with it, whatever they say themselves."""


class TableCellNode(TypedDict):
    """One cell of a FigJam table."""

    absoluteBoundingBox: types.geometry.Rectangle | None
    """Upright box around the node in page coordinates, rotation included, shadows and strokes not. Null where the node
    has none."""
    absoluteRenderBounds: NotRequired[types.geometry.Rectangle | None]
    """Upright box around all that is painted, shadows and thick strokes included, in page coordinates. Null where
    nothing is painted, as for a hidden node. Old answers lack it."""
    boundVariables: NotRequired[types.node_traits.NodeBoundVariables]
    """Which properties take their value from a variable."""
    characters: str
    """The text, empty where nothing was written."""
    componentPropertyReferences: NotRequired[dict[str, str]]
    """Which component property controls which property of this layer, for instance characters, visible or
    mainComponent. Values are keys of componentPropertyDefinitions on the component."""
    constraints: NotRequired[types.geometry.LayoutConstraint]
    """How the node moves and stretches when its parent is resized."""
    explicitVariableModes: NotRequired[dict[str, str]]
    """Mode chosen on this layer, by variable collection id. Layers inside inherit it."""
    fills: list[types.paints.Paint]
    """Paints of the area, the first at the bottom. Empty where the node is not filled."""
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
    id: str
    """Id of the node, unique within the file, such as 12:34. Inside instances it is a path such as I12:34;56:78. URLs
    write 12-34 instead."""
    isFixed: NotRequired[bool]
    """True where the layer stays in place while its parent scrolls. Use scrollBehavior. Deprecated."""
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
    locked: NotRequired[bool]
    """True where the layer cannot be selected or changed on the canvas."""
    maxHeight: NotRequired[float]
    """Largest height auto layout may give."""
    maxWidth: NotRequired[float]
    """Largest width auto layout may give."""
    minHeight: NotRequired[float]
    """Smallest height auto layout may give."""
    minWidth: NotRequired[float]
    """Smallest width auto layout may give."""
    name: str
    """Name in the layer list."""
    pluginData: NotRequired[Any]
    """Private data of plugins, by plugin id and then by key. Present only for the plugin ids asked for in plugin_data.
    """
    preserveRatio: NotRequired[bool]
    """True where resizing keeps the ratio of width to height."""
    relativeTransform: NotRequired[types.geometry.Transform]
    """Position and rotation relative to the parent. Present only with geometry=paths."""
    rotation: NotRequired[float]
    """Rotation in radians. Absent where the layer is not rotated."""
    scrollBehavior: NotRequired[types.geometry.ScrollBehavior]
    """What happens to the layer when its parent scrolls in a prototype. Old answers lack it."""
    sharedPluginData: NotRequired[Any]
    """Data that plugins left for everybody, by namespace and then by key. Present where plugin_data contains shared."""
    size: NotRequired[types.geometry.Vector]
    """Width x and height y before rotation. Present only with geometry=paths."""
    styles: NotRequired[dict[str, str]]
    """Shared styles in use, by what they style, such as fill, stroke, text, effect or grid. Values are keys of the
    styles map of the same answer."""
    targetAspectRatio: NotRequired[types.geometry.Vector]
    """The ratio to keep, as width x and height y. Real answers hold it though Figma does not document it."""
    type: Literal["TABLE_CELL"]
    """Kind of the node, such as FRAME or TEXT. New kinds may appear."""
    visible: NotRequired[bool]
    """False for a hidden layer. Its children are hidden with it, whatever they say themselves."""


class TableNode(TypedDict):
    """A FigJam table. The children are its cells."""

    absoluteBoundingBox: types.geometry.Rectangle | None
    """Upright box around the node in page coordinates, rotation included, shadows and strokes not. Null where the node
    has none."""
    absoluteRenderBounds: NotRequired[types.geometry.Rectangle | None]
    """Upright box around all that is painted, shadows and thick strokes included, in page coordinates. Null where
    nothing is painted, as for a hidden node. Old answers lack it."""
    blendMode: types.paints.BlendMode
    boundVariables: NotRequired[types.node_traits.NodeBoundVariables]
    """Which properties take their value from a variable."""
    children: list[SubcanvasNode]
    """The layers directly inside, from back to front."""
    componentPropertyReferences: NotRequired[dict[str, str]]
    """Which component property controls which property of this layer, for instance characters, visible or
    mainComponent. Values are keys of componentPropertyDefinitions on the component."""
    constraints: NotRequired[types.geometry.LayoutConstraint]
    """How the node moves and stretches when its parent is resized."""
    effects: list[types.effects.Effect]
    """The effects in order. Empty where there are none."""
    explicitVariableModes: NotRequired[dict[str, str]]
    """Mode chosen on this layer, by variable collection id. Layers inside inherit it."""
    exportSettings: NotRequired[list[types.geometry.ExportSetting]]
    """The images a designer set up for export, one entry each."""
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
    id: str
    """Id of the node, unique within the file, such as 12:34. Inside instances it is a path such as I12:34;56:78. URLs
    write 12-34 instead."""
    isFixed: NotRequired[bool]
    """True where the layer stays in place while its parent scrolls. Use scrollBehavior. Deprecated."""
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
    locked: NotRequired[bool]
    """True where the layer cannot be selected or changed on the canvas."""
    maxHeight: NotRequired[float]
    """Largest height auto layout may give."""
    maxWidth: NotRequired[float]
    """Largest width auto layout may give."""
    minHeight: NotRequired[float]
    """Smallest height auto layout may give."""
    minWidth: NotRequired[float]
    """Smallest width auto layout may give."""
    name: str
    """Name in the layer list."""
    opacity: NotRequired[float]
    """From 0, invisible, to 1, solid. Applies to the children as well."""
    pluginData: NotRequired[Any]
    """Private data of plugins, by plugin id and then by key. Present only for the plugin ids asked for in plugin_data.
    """
    preserveRatio: NotRequired[bool]
    """True where resizing keeps the ratio of width to height."""
    relativeTransform: NotRequired[types.geometry.Transform]
    """Position and rotation relative to the parent. Present only with geometry=paths."""
    rotation: NotRequired[float]
    """Rotation in radians. Absent where the layer is not rotated."""
    scrollBehavior: NotRequired[types.geometry.ScrollBehavior]
    """What happens to the layer when its parent scrolls in a prototype. Old answers lack it."""
    sharedPluginData: NotRequired[Any]
    """Data that plugins left for everybody, by namespace and then by key. Present where plugin_data contains shared."""
    size: NotRequired[types.geometry.Vector]
    """Width x and height y before rotation. Present only with geometry=paths."""
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
    targetAspectRatio: NotRequired[types.geometry.Vector]
    """The ratio to keep, as width x and height y. Real answers hold it though Figma does not document it."""
    type: Literal["TABLE"]
    """Kind of the node, such as FRAME or TEXT. New kinds may appear."""
    visible: NotRequired[bool]
    """False for a hidden layer. Its children are hidden with it, whatever they say themselves."""


class TextNode(TypedDict):
    """A text layer."""

    absoluteBoundingBox: types.geometry.Rectangle | None
    """Upright box around the node in page coordinates, rotation included, shadows and strokes not. Null where the node
    has none."""
    absoluteRenderBounds: NotRequired[types.geometry.Rectangle | None]
    """Upright box around all that is painted, shadows and thick strokes included, in page coordinates. Null where
    nothing is painted, as for a hidden node. Old answers lack it."""
    blendMode: types.paints.BlendMode
    boundVariables: NotRequired[types.node_traits.NodeBoundVariables]
    """Which properties take their value from a variable."""
    characterStyleOverrides: list[int]
    """One number per character, a key of styleOverrideTable or 0 for style. May be shorter than the text; the rest then
    has style."""
    characters: str
    """The text. Lines end in a newline or a line separator."""
    complexStrokeProperties: NotRequired[types.geometry.ComplexStrokeProperties]
    """The kind of stroke. Real answers hold it though Figma does not document it."""
    componentPropertyReferences: NotRequired[dict[str, str]]
    """Which component property controls which property of this layer, for instance characters, visible or
    mainComponent. Values are keys of componentPropertyDefinitions on the component."""
    constraints: NotRequired[types.geometry.LayoutConstraint]
    """How the node moves and stretches when its parent is resized."""
    effects: list[types.effects.Effect]
    """The effects in order. Empty where there are none."""
    explicitVariableModes: NotRequired[dict[str, str]]
    """Mode chosen on this layer, by variable collection id. Layers inside inherit it."""
    exportSettings: NotRequired[list[types.geometry.ExportSetting]]
    """The images a designer set up for export, one entry each."""
    fillGeometry: NotRequired[list[types.geometry.Path]]
    """Outlines of the filled area, in coordinates of the node. Present only with geometry=paths."""
    fillOverrideTable: NotRequired[dict[str, types.paints.PaintOverride | None]]
    """Fills of single regions, by the overrideID of a path in fillGeometry. Null stands for no override. Of use only
    together with geometry=paths."""
    fills: list[types.paints.Paint]
    """Paints of the area, the first at the bottom. Empty where the node is not filled."""
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
    id: str
    """Id of the node, unique within the file, such as 12:34. Inside instances it is a path such as I12:34;56:78. URLs
    write 12-34 instead."""
    interactions: NotRequired[list[types.prototyping.Interaction]]
    """Triggers and the actions they start."""
    isFixed: NotRequired[bool]
    """True where the layer stays in place while its parent scrolls. Use scrollBehavior. Deprecated."""
    isMask: NotRequired[bool]
    """True where the node masks the siblings in front of it."""
    isMaskOutline: NotRequired[bool]
    """True where maskType is VECTOR. Use maskType. Deprecated."""
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
    layoutVersion: NotRequired[int]
    """Internal to Figma. Deprecated."""
    lineIndentations: NotRequired[list[int]]
    """Indentation level of each line, one entry per line, 0 for none. Old answers lack it."""
    lineTypes: NotRequired[list[types.text.LineType]]
    """What kind of list each line belongs to, one entry per line. Old answers lack it."""
    locked: NotRequired[bool]
    """True where the layer cannot be selected or changed on the canvas."""
    maskType: NotRequired[types.geometry.MaskType]
    """What of the mask decides how visible the masked layers are."""
    maxHeight: NotRequired[float]
    """Largest height auto layout may give."""
    maxWidth: NotRequired[float]
    """Largest width auto layout may give."""
    minHeight: NotRequired[float]
    """Smallest height auto layout may give."""
    minWidth: NotRequired[float]
    """Smallest width auto layout may give."""
    name: str
    """Name in the layer list."""
    opacity: NotRequired[float]
    """From 0, invisible, to 1, solid. Applies to the children as well."""
    pluginData: NotRequired[Any]
    """Private data of plugins, by plugin id and then by key. Present only for the plugin ids asked for in plugin_data.
    """
    preserveRatio: NotRequired[bool]
    """True where resizing keeps the ratio of width to height."""
    relativeTransform: NotRequired[types.geometry.Transform]
    """Position and rotation relative to the parent. Present only with geometry=paths."""
    rotation: NotRequired[float]
    """Rotation in radians. Absent where the layer is not rotated."""
    scrollBehavior: NotRequired[types.geometry.ScrollBehavior]
    """What happens to the layer when its parent scrolls in a prototype. Old answers lack it."""
    sharedPluginData: NotRequired[Any]
    """Data that plugins left for everybody, by namespace and then by key. Present where plugin_data contains shared."""
    size: NotRequired[types.geometry.Vector]
    """Width x and height y before rotation. Present only with geometry=paths."""
    strokeAlign: NotRequired[types.geometry.StrokeAlign]
    """Where the stroke lies relative to the outline."""
    strokeCap: NotRequired[types.geometry.StrokeCap]
    """How the ends of open paths are drawn."""
    strokeDashes: NotRequired[list[float]]
    """Lengths of dash and gap by turns, in pixels. Absent for a solid line."""
    strokeGeometry: NotRequired[list[types.geometry.Path]]
    """Outlines of the stroke, as an area to fill, in coordinates of the node. Present only with geometry=paths."""
    strokeJoin: NotRequired[types.geometry.StrokeJoin]
    """How corners of the stroke are drawn."""
    strokeMiterAngle: NotRequired[float]
    """Corner angle in degrees below which a MITER join is drawn as BEVEL."""
    strokeWeight: NotRequired[float]
    """Thickness in pixels."""
    strokes: NotRequired[list[types.paints.Paint]]
    """Paints of the outline, the first at the bottom. Empty where there is no stroke."""
    style: types.text.TypeStyle
    """Formatting of all characters that have no override."""
    styleOverrideTable: dict[str, types.text.TypeStyle]
    """Formatting that departs from style, by the number in characterStyleOverrides. An entry need not be complete."""
    styles: NotRequired[dict[str, str]]
    """Shared styles in use, by what they style, such as fill, stroke, text, effect or grid. Values are keys of the
    styles map of the same answer."""
    targetAspectRatio: NotRequired[types.geometry.Vector]
    """The ratio to keep, as width x and height y. Real answers hold it though Figma does not document it."""
    transitionDuration: NotRequired[float]
    """Length of the animation in milliseconds."""
    transitionEasing: NotRequired[types.prototyping.EasingType]
    """Pace of the animation."""
    transitionNodeID: NotRequired[str]
    """Id of the node to go to."""
    type: Literal["TEXT"]
    """Kind of the node, such as FRAME or TEXT. New kinds may appear."""
    visible: NotRequired[bool]
    """False for a hidden layer. Its children are hidden with it, whatever they say themselves."""


class TextPathNode(TypedDict):
    """Text that runs along a path."""

    absoluteBoundingBox: types.geometry.Rectangle | None
    """Upright box around the node in page coordinates, rotation included, shadows and strokes not. Null where the node
    has none."""
    absoluteRenderBounds: NotRequired[types.geometry.Rectangle | None]
    """Upright box around all that is painted, shadows and thick strokes included, in page coordinates. Null where
    nothing is painted, as for a hidden node. Old answers lack it."""
    blendMode: types.paints.BlendMode
    boundVariables: NotRequired[types.node_traits.NodeBoundVariables]
    """Which properties take their value from a variable."""
    characterStyleOverrides: list[int]
    """One number per character, a key of styleOverrideTable or 0 for style. May be shorter than the text; the rest then
    has style."""
    characters: str
    """The text."""
    complexStrokeProperties: NotRequired[types.geometry.ComplexStrokeProperties]
    """The kind of stroke. Real answers hold it though Figma does not document it."""
    componentPropertyReferences: NotRequired[dict[str, str]]
    """Which component property controls which property of this layer, for instance characters, visible or
    mainComponent. Values are keys of componentPropertyDefinitions on the component."""
    constraints: NotRequired[types.geometry.LayoutConstraint]
    """How the node moves and stretches when its parent is resized."""
    effects: list[types.effects.Effect]
    """The effects in order. Empty where there are none."""
    explicitVariableModes: NotRequired[dict[str, str]]
    """Mode chosen on this layer, by variable collection id. Layers inside inherit it."""
    exportSettings: NotRequired[list[types.geometry.ExportSetting]]
    """The images a designer set up for export, one entry each."""
    fillGeometry: NotRequired[list[types.geometry.Path]]
    """Outlines of the filled area, in coordinates of the node. Present only with geometry=paths."""
    fillOverrideTable: NotRequired[dict[str, types.paints.PaintOverride | None]]
    """Fills of single regions, by the overrideID of a path in fillGeometry. Null stands for no override. Of use only
    together with geometry=paths."""
    fills: list[types.paints.Paint]
    """Paints of the area, the first at the bottom. Empty where the node is not filled."""
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
    id: str
    """Id of the node, unique within the file, such as 12:34. Inside instances it is a path such as I12:34;56:78. URLs
    write 12-34 instead."""
    interactions: NotRequired[list[types.prototyping.Interaction]]
    """Triggers and the actions they start."""
    isFixed: NotRequired[bool]
    """True where the layer stays in place while its parent scrolls. Use scrollBehavior. Deprecated."""
    isMask: NotRequired[bool]
    """True where the node masks the siblings in front of it."""
    isMaskOutline: NotRequired[bool]
    """True where maskType is VECTOR. Use maskType. Deprecated."""
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
    layoutVersion: NotRequired[int]
    """Internal to Figma. Deprecated."""
    locked: NotRequired[bool]
    """True where the layer cannot be selected or changed on the canvas."""
    maskType: NotRequired[types.geometry.MaskType]
    """What of the mask decides how visible the masked layers are."""
    maxHeight: NotRequired[float]
    """Largest height auto layout may give."""
    maxWidth: NotRequired[float]
    """Largest width auto layout may give."""
    minHeight: NotRequired[float]
    """Smallest height auto layout may give."""
    minWidth: NotRequired[float]
    """Smallest width auto layout may give."""
    name: str
    """Name in the layer list."""
    opacity: NotRequired[float]
    """From 0, invisible, to 1, solid. Applies to the children as well."""
    pluginData: NotRequired[Any]
    """Private data of plugins, by plugin id and then by key. Present only for the plugin ids asked for in plugin_data.
    """
    preserveRatio: NotRequired[bool]
    """True where resizing keeps the ratio of width to height."""
    relativeTransform: NotRequired[types.geometry.Transform]
    """Position and rotation relative to the parent. Present only with geometry=paths."""
    rotation: NotRequired[float]
    """Rotation in radians. Absent where the layer is not rotated."""
    scrollBehavior: NotRequired[types.geometry.ScrollBehavior]
    """What happens to the layer when its parent scrolls in a prototype. Old answers lack it."""
    sharedPluginData: NotRequired[Any]
    """Data that plugins left for everybody, by namespace and then by key. Present where plugin_data contains shared."""
    size: NotRequired[types.geometry.Vector]
    """Width x and height y before rotation. Present only with geometry=paths."""
    strokeAlign: NotRequired[types.geometry.StrokeAlign]
    """Where the stroke lies relative to the outline."""
    strokeCap: NotRequired[types.geometry.StrokeCap]
    """How the ends of open paths are drawn."""
    strokeDashes: NotRequired[list[float]]
    """Lengths of dash and gap by turns, in pixels. Absent for a solid line."""
    strokeGeometry: NotRequired[list[types.geometry.Path]]
    """Outlines of the stroke, as an area to fill, in coordinates of the node. Present only with geometry=paths."""
    strokeJoin: NotRequired[types.geometry.StrokeJoin]
    """How corners of the stroke are drawn."""
    strokeMiterAngle: NotRequired[float]
    """Corner angle in degrees below which a MITER join is drawn as BEVEL."""
    strokeWeight: NotRequired[float]
    """Thickness in pixels."""
    strokes: NotRequired[list[types.paints.Paint]]
    """Paints of the outline, the first at the bottom. Empty where there is no stroke."""
    style: types.text.TextPathTypeStyle
    """Formatting of all characters that have no override."""
    styleOverrideTable: dict[str, types.text.TextPathTypeStyle]
    """Formatting that departs from style, by the number in characterStyleOverrides."""
    styles: NotRequired[dict[str, str]]
    """Shared styles in use, by what they style, such as fill, stroke, text, effect or grid. Values are keys of the
    styles map of the same answer."""
    targetAspectRatio: NotRequired[types.geometry.Vector]
    """The ratio to keep, as width x and height y. Real answers hold it though Figma does not document it."""
    transitionDuration: NotRequired[float]
    """Length of the animation in milliseconds."""
    transitionEasing: NotRequired[types.prototyping.EasingType]
    """Pace of the animation."""
    transitionNodeID: NotRequired[str]
    """Id of the node to go to."""
    type: Literal["TEXT_PATH"]
    """Kind of the node, such as FRAME or TEXT. New kinds may appear."""
    visible: NotRequired[bool]
    """False for a hidden layer. Its children are hidden with it, whatever they say themselves."""


class TransformGroupNode(TypedDict):
    """A group whose children are repeated or otherwise transformed as a whole."""

    absoluteBoundingBox: types.geometry.Rectangle | None
    """Upright box around the node in page coordinates, rotation included, shadows and strokes not. Null where the node
    has none."""
    absoluteRenderBounds: NotRequired[types.geometry.Rectangle | None]
    """Upright box around all that is painted, shadows and thick strokes included, in page coordinates. Null where
    nothing is painted, as for a hidden node. Old answers lack it."""
    background: NotRequired[list[types.paints.Paint]]
    """Old name of fills. Deprecated."""
    backgroundColor: NotRequired[types.paints.RGBA]
    """Old form of a single solid fill. Use fills. Deprecated."""
    blendMode: types.paints.BlendMode
    boundVariables: NotRequired[types.node_traits.NodeBoundVariables]
    """Which properties take their value from a variable."""
    children: list[SubcanvasNode]
    """The layers directly inside, from back to front."""
    clipsContent: bool
    """True where children are cut off at the edge of the frame."""
    complexStrokeProperties: NotRequired[types.geometry.ComplexStrokeProperties]
    """The kind of stroke. Real answers hold it though Figma does not document it."""
    componentPropertyReferences: NotRequired[dict[str, str]]
    """Which component property controls which property of this layer, for instance characters, visible or
    mainComponent. Values are keys of componentPropertyDefinitions on the component."""
    constraints: NotRequired[types.geometry.LayoutConstraint]
    """How the node moves and stretches when its parent is resized."""
    cornerRadius: NotRequired[float]
    """Radius of all four corners in pixels. Where they differ, see rectangleCornerRadii."""
    cornerSmoothing: NotRequired[float]
    """From 0, circular corners, to 1, fully smoothed; 0.6 resembles app icons on iOS."""
    counterAxisAlignContent: NotRequired[types.geometry.CounterAxisAlignContent]
    """How the lines of a wrapping frame share the counter axis."""
    counterAxisAlignItems: NotRequired[types.geometry.CounterAxisAlignItems]
    """Where the children stand along the counter axis."""
    counterAxisSizingMode: NotRequired[types.geometry.AxisSizingMode]
    """Where the length along the counter axis comes from."""
    counterAxisSpacing: NotRequired[float]
    """Gap between the lines of a wrapping frame."""
    devStatus: NotRequired[types.dev_mode.DevStatus]
    """The state a designer gave the node. Absent where none was given."""
    effects: list[types.effects.Effect]
    """The effects in order. Empty where there are none."""
    explicitVariableModes: NotRequired[dict[str, str]]
    """Mode chosen on this layer, by variable collection id. Layers inside inherit it."""
    exportSettings: NotRequired[list[types.geometry.ExportSetting]]
    """The images a designer set up for export, one entry each."""
    fillGeometry: NotRequired[list[types.geometry.Path]]
    """Outlines of the filled area, in coordinates of the node. Present only with geometry=paths."""
    fillOverrideTable: NotRequired[dict[str, types.paints.PaintOverride | None]]
    """Fills of single regions, by the overrideID of a path in fillGeometry. Null stands for no override. Of use only
    together with geometry=paths."""
    fills: list[types.paints.Paint]
    """Paints of the area, the first at the bottom. Empty where the node is not filled."""
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
    id: str
    """Id of the node, unique within the file, such as 12:34. Inside instances it is a path such as I12:34;56:78. URLs
    write 12-34 instead."""
    individualStrokeWeights: NotRequired[types.geometry.StrokeWeights]
    """Thickness of each side. Present only where the sides differ; it then replaces strokeWeight."""
    interactions: NotRequired[list[types.prototyping.Interaction]]
    """Triggers and the actions they start."""
    isFixed: NotRequired[bool]
    """True where the layer stays in place while its parent scrolls. Use scrollBehavior. Deprecated."""
    isMask: NotRequired[bool]
    """True where the node masks the siblings in front of it."""
    isMaskOutline: NotRequired[bool]
    """True where maskType is VECTOR. Use maskType. Deprecated."""
    itemReverseZIndex: NotRequired[bool]
    """True where the first child lies on top, false where the last one does."""
    itemSpacing: NotRequired[float]
    """Gap between neighbours along the primary axis. Negative values overlap them."""
    layoutAlign: NotRequired[types.geometry.LayoutAlign]
    """Alignment across the direction of an auto-layout parent."""
    layoutGrids: NotRequired[list[types.node_traits.LayoutGrid]]
    """Column, row and square grids shown as guides. Groups have none."""
    layoutGrow: NotRequired[Literal[0, 1]]
    """1 where the node fills the free space along the direction of its auto-layout parent, 0 where its length is fixed.
    """
    layoutMode: NotRequired[types.geometry.LayoutMode]
    """Whether and in which direction auto layout places the children."""
    layoutPositioning: NotRequired[types.geometry.LayoutPositioning]
    """Whether an auto-layout parent places this node."""
    layoutSizingHorizontal: NotRequired[types.geometry.LayoutSizing]
    """Where the width comes from, in auto layout."""
    layoutSizingVertical: NotRequired[types.geometry.LayoutSizing]
    """Where the height comes from, in auto layout."""
    layoutWrap: NotRequired[types.geometry.LayoutWrap]
    """Whether children go on in a new line when the first is full."""
    locked: NotRequired[bool]
    """True where the layer cannot be selected or changed on the canvas."""
    maskType: NotRequired[types.geometry.MaskType]
    """What of the mask decides how visible the masked layers are."""
    maxHeight: NotRequired[float]
    """Largest height auto layout may give."""
    maxWidth: NotRequired[float]
    """Largest width auto layout may give."""
    minHeight: NotRequired[float]
    """Smallest height auto layout may give."""
    minWidth: NotRequired[float]
    """Smallest width auto layout may give."""
    name: str
    """Name in the layer list."""
    opacity: NotRequired[float]
    """From 0, invisible, to 1, solid. Applies to the children as well."""
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
    pluginData: NotRequired[Any]
    """Private data of plugins, by plugin id and then by key. Present only for the plugin ids asked for in plugin_data.
    """
    preserveRatio: NotRequired[bool]
    """True where resizing keeps the ratio of width to height."""
    primaryAxisAlignItems: NotRequired[types.geometry.PrimaryAxisAlignItems]
    """Where the children stand along the primary axis."""
    primaryAxisSizingMode: NotRequired[types.geometry.AxisSizingMode]
    """Where the length along the primary axis comes from."""
    rectangleCornerRadii: NotRequired[list[float]]
    """Radii in pixels, clockwise from top left, thus top left, top right, bottom right, bottom left."""
    relativeTransform: NotRequired[types.geometry.Transform]
    """Position and rotation relative to the parent. Present only with geometry=paths."""
    rotation: NotRequired[float]
    """Rotation in radians. Absent where the layer is not rotated."""
    scrollBehavior: NotRequired[types.geometry.ScrollBehavior]
    """What happens to the layer when its parent scrolls in a prototype. Old answers lack it."""
    sharedPluginData: NotRequired[Any]
    """Data that plugins left for everybody, by namespace and then by key. Present where plugin_data contains shared."""
    size: NotRequired[types.geometry.Vector]
    """Width x and height y before rotation. Present only with geometry=paths."""
    strokeAlign: NotRequired[types.geometry.StrokeAlign]
    """Where the stroke lies relative to the outline."""
    strokeCap: NotRequired[types.geometry.StrokeCap]
    """How the ends of open paths are drawn."""
    strokeDashes: NotRequired[list[float]]
    """Lengths of dash and gap by turns, in pixels. Absent for a solid line."""
    strokeGeometry: NotRequired[list[types.geometry.Path]]
    """Outlines of the stroke, as an area to fill, in coordinates of the node. Present only with geometry=paths."""
    strokeJoin: NotRequired[types.geometry.StrokeJoin]
    """How corners of the stroke are drawn."""
    strokeMiterAngle: NotRequired[float]
    """Corner angle in degrees below which a MITER join is drawn as BEVEL."""
    strokeWeight: NotRequired[float]
    """Thickness in pixels."""
    strokes: NotRequired[list[types.paints.Paint]]
    """Paints of the outline, the first at the bottom. Empty where there is no stroke."""
    strokesIncludedInLayout: NotRequired[bool]
    """True where strokes take up room in auto layout, as with box-sizing border-box in CSS."""
    styles: NotRequired[dict[str, str]]
    """Shared styles in use, by what they style, such as fill, stroke, text, effect or grid. Values are keys of the
    styles map of the same answer."""
    targetAspectRatio: NotRequired[types.geometry.Vector]
    """The ratio to keep, as width x and height y. Real answers hold it though Figma does not document it."""
    transitionDuration: NotRequired[float]
    """Length of the animation in milliseconds."""
    transitionEasing: NotRequired[types.prototyping.EasingType]
    """Pace of the animation."""
    transitionNodeID: NotRequired[str]
    """Id of the node to go to."""
    type: Literal["TRANSFORM_GROUP"]
    """Kind of the node, such as FRAME or TEXT. New kinds may appear."""
    visible: NotRequired[bool]
    """False for a hidden layer. Its children are hidden with it, whatever they say themselves."""


class VectorNode(TypedDict):
    """A free shape drawn with the pen or pencil. Ask for geometry=paths to receive its outline."""

    absoluteBoundingBox: types.geometry.Rectangle | None
    """Upright box around the node in page coordinates, rotation included, shadows and strokes not. Null where the node
    has none."""
    absoluteRenderBounds: NotRequired[types.geometry.Rectangle | None]
    """Upright box around all that is painted, shadows and thick strokes included, in page coordinates. Null where
    nothing is painted, as for a hidden node. Old answers lack it."""
    blendMode: types.paints.BlendMode
    boundVariables: NotRequired[types.node_traits.NodeBoundVariables]
    """Which properties take their value from a variable."""
    complexStrokeProperties: NotRequired[types.geometry.ComplexStrokeProperties]
    """The kind of stroke. Real answers hold it though Figma does not document it."""
    componentPropertyReferences: NotRequired[dict[str, str]]
    """Which component property controls which property of this layer, for instance characters, visible or
    mainComponent. Values are keys of componentPropertyDefinitions on the component."""
    constraints: NotRequired[types.geometry.LayoutConstraint]
    """How the node moves and stretches when its parent is resized."""
    cornerRadius: NotRequired[float]
    """Radius of all four corners in pixels. Where they differ, see rectangleCornerRadii."""
    cornerSmoothing: NotRequired[float]
    """From 0, circular corners, to 1, fully smoothed; 0.6 resembles app icons on iOS."""
    effects: list[types.effects.Effect]
    """The effects in order. Empty where there are none."""
    explicitVariableModes: NotRequired[dict[str, str]]
    """Mode chosen on this layer, by variable collection id. Layers inside inherit it."""
    exportSettings: NotRequired[list[types.geometry.ExportSetting]]
    """The images a designer set up for export, one entry each."""
    fillGeometry: NotRequired[list[types.geometry.Path]]
    """Outlines of the filled area, in coordinates of the node. Present only with geometry=paths."""
    fillOverrideTable: NotRequired[dict[str, types.paints.PaintOverride | None]]
    """Fills of single regions, by the overrideID of a path in fillGeometry. Null stands for no override. Of use only
    together with geometry=paths."""
    fills: list[types.paints.Paint]
    """Paints of the area, the first at the bottom. Empty where the node is not filled."""
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
    id: str
    """Id of the node, unique within the file, such as 12:34. Inside instances it is a path such as I12:34;56:78. URLs
    write 12-34 instead."""
    interactions: NotRequired[list[types.prototyping.Interaction]]
    """Triggers and the actions they start."""
    isFixed: NotRequired[bool]
    """True where the layer stays in place while its parent scrolls. Use scrollBehavior. Deprecated."""
    isMask: NotRequired[bool]
    """True where the node masks the siblings in front of it."""
    isMaskOutline: NotRequired[bool]
    """True where maskType is VECTOR. Use maskType. Deprecated."""
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
    locked: NotRequired[bool]
    """True where the layer cannot be selected or changed on the canvas."""
    maskType: NotRequired[types.geometry.MaskType]
    """What of the mask decides how visible the masked layers are."""
    maxHeight: NotRequired[float]
    """Largest height auto layout may give."""
    maxWidth: NotRequired[float]
    """Largest width auto layout may give."""
    minHeight: NotRequired[float]
    """Smallest height auto layout may give."""
    minWidth: NotRequired[float]
    """Smallest width auto layout may give."""
    name: str
    """Name in the layer list."""
    opacity: NotRequired[float]
    """From 0, invisible, to 1, solid. Applies to the children as well."""
    pluginData: NotRequired[Any]
    """Private data of plugins, by plugin id and then by key. Present only for the plugin ids asked for in plugin_data.
    """
    preserveRatio: NotRequired[bool]
    """True where resizing keeps the ratio of width to height."""
    rectangleCornerRadii: NotRequired[list[float]]
    """Radii in pixels, clockwise from top left, thus top left, top right, bottom right, bottom left."""
    relativeTransform: NotRequired[types.geometry.Transform]
    """Position and rotation relative to the parent. Present only with geometry=paths."""
    rotation: NotRequired[float]
    """Rotation in radians. Absent where the layer is not rotated."""
    scrollBehavior: NotRequired[types.geometry.ScrollBehavior]
    """What happens to the layer when its parent scrolls in a prototype. Old answers lack it."""
    sharedPluginData: NotRequired[Any]
    """Data that plugins left for everybody, by namespace and then by key. Present where plugin_data contains shared."""
    size: NotRequired[types.geometry.Vector]
    """Width x and height y before rotation. Present only with geometry=paths."""
    strokeAlign: NotRequired[types.geometry.StrokeAlign]
    """Where the stroke lies relative to the outline."""
    strokeCap: NotRequired[types.geometry.StrokeCap]
    """How the ends of open paths are drawn."""
    strokeDashes: NotRequired[list[float]]
    """Lengths of dash and gap by turns, in pixels. Absent for a solid line."""
    strokeGeometry: NotRequired[list[types.geometry.Path]]
    """Outlines of the stroke, as an area to fill, in coordinates of the node. Present only with geometry=paths."""
    strokeJoin: NotRequired[types.geometry.StrokeJoin]
    """How corners of the stroke are drawn."""
    strokeMiterAngle: NotRequired[float]
    """Corner angle in degrees below which a MITER join is drawn as BEVEL."""
    strokeWeight: NotRequired[float]
    """Thickness in pixels."""
    strokes: NotRequired[list[types.paints.Paint]]
    """Paints of the outline, the first at the bottom. Empty where there is no stroke."""
    styles: NotRequired[dict[str, str]]
    """Shared styles in use, by what they style, such as fill, stroke, text, effect or grid. Values are keys of the
    styles map of the same answer."""
    targetAspectRatio: NotRequired[types.geometry.Vector]
    """The ratio to keep, as width x and height y. Real answers hold it though Figma does not document it."""
    transitionDuration: NotRequired[float]
    """Length of the animation in milliseconds."""
    transitionEasing: NotRequired[types.prototyping.EasingType]
    """Pace of the animation."""
    transitionNodeID: NotRequired[str]
    """Id of the node to go to."""
    type: Literal["VECTOR"]
    """Kind of the node, such as FRAME or TEXT. New kinds may appear."""
    visible: NotRequired[bool]
    """False for a hidden layer. Its children are hidden with it, whatever they say themselves."""


class WashiTapeNode(TypedDict):
    """A strip of FigJam washi tape."""

    absoluteBoundingBox: types.geometry.Rectangle | None
    """Upright box around the node in page coordinates, rotation included, shadows and strokes not. Null where the node
    has none."""
    absoluteRenderBounds: NotRequired[types.geometry.Rectangle | None]
    """Upright box around all that is painted, shadows and thick strokes included, in page coordinates. Null where
    nothing is painted, as for a hidden node. Old answers lack it."""
    blendMode: types.paints.BlendMode
    boundVariables: NotRequired[types.node_traits.NodeBoundVariables]
    """Which properties take their value from a variable."""
    complexStrokeProperties: NotRequired[types.geometry.ComplexStrokeProperties]
    """The kind of stroke. Real answers hold it though Figma does not document it."""
    componentPropertyReferences: NotRequired[dict[str, str]]
    """Which component property controls which property of this layer, for instance characters, visible or
    mainComponent. Values are keys of componentPropertyDefinitions on the component."""
    constraints: NotRequired[types.geometry.LayoutConstraint]
    """How the node moves and stretches when its parent is resized."""
    effects: list[types.effects.Effect]
    """The effects in order. Empty where there are none."""
    explicitVariableModes: NotRequired[dict[str, str]]
    """Mode chosen on this layer, by variable collection id. Layers inside inherit it."""
    exportSettings: NotRequired[list[types.geometry.ExportSetting]]
    """The images a designer set up for export, one entry each."""
    fillGeometry: NotRequired[list[types.geometry.Path]]
    """Outlines of the filled area, in coordinates of the node. Present only with geometry=paths."""
    fillOverrideTable: NotRequired[dict[str, types.paints.PaintOverride | None]]
    """Fills of single regions, by the overrideID of a path in fillGeometry. Null stands for no override. Of use only
    together with geometry=paths."""
    fills: list[types.paints.Paint]
    """Paints of the area, the first at the bottom. Empty where the node is not filled."""
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
    id: str
    """Id of the node, unique within the file, such as 12:34. Inside instances it is a path such as I12:34;56:78. URLs
    write 12-34 instead."""
    interactions: NotRequired[list[types.prototyping.Interaction]]
    """Triggers and the actions they start."""
    isFixed: NotRequired[bool]
    """True where the layer stays in place while its parent scrolls. Use scrollBehavior. Deprecated."""
    isMask: NotRequired[bool]
    """True where the node masks the siblings in front of it."""
    isMaskOutline: NotRequired[bool]
    """True where maskType is VECTOR. Use maskType. Deprecated."""
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
    locked: NotRequired[bool]
    """True where the layer cannot be selected or changed on the canvas."""
    maskType: NotRequired[types.geometry.MaskType]
    """What of the mask decides how visible the masked layers are."""
    maxHeight: NotRequired[float]
    """Largest height auto layout may give."""
    maxWidth: NotRequired[float]
    """Largest width auto layout may give."""
    minHeight: NotRequired[float]
    """Smallest height auto layout may give."""
    minWidth: NotRequired[float]
    """Smallest width auto layout may give."""
    name: str
    """Name in the layer list."""
    opacity: NotRequired[float]
    """From 0, invisible, to 1, solid. Applies to the children as well."""
    pluginData: NotRequired[Any]
    """Private data of plugins, by plugin id and then by key. Present only for the plugin ids asked for in plugin_data.
    """
    preserveRatio: NotRequired[bool]
    """True where resizing keeps the ratio of width to height."""
    relativeTransform: NotRequired[types.geometry.Transform]
    """Position and rotation relative to the parent. Present only with geometry=paths."""
    rotation: NotRequired[float]
    """Rotation in radians. Absent where the layer is not rotated."""
    scrollBehavior: NotRequired[types.geometry.ScrollBehavior]
    """What happens to the layer when its parent scrolls in a prototype. Old answers lack it."""
    sharedPluginData: NotRequired[Any]
    """Data that plugins left for everybody, by namespace and then by key. Present where plugin_data contains shared."""
    size: NotRequired[types.geometry.Vector]
    """Width x and height y before rotation. Present only with geometry=paths."""
    strokeAlign: NotRequired[types.geometry.StrokeAlign]
    """Where the stroke lies relative to the outline."""
    strokeCap: NotRequired[types.geometry.StrokeCap]
    """How the ends of open paths are drawn."""
    strokeDashes: NotRequired[list[float]]
    """Lengths of dash and gap by turns, in pixels. Absent for a solid line."""
    strokeGeometry: NotRequired[list[types.geometry.Path]]
    """Outlines of the stroke, as an area to fill, in coordinates of the node. Present only with geometry=paths."""
    strokeJoin: NotRequired[types.geometry.StrokeJoin]
    """How corners of the stroke are drawn."""
    strokeMiterAngle: NotRequired[float]
    """Corner angle in degrees below which a MITER join is drawn as BEVEL."""
    strokeWeight: NotRequired[float]
    """Thickness in pixels."""
    strokes: NotRequired[list[types.paints.Paint]]
    """Paints of the outline, the first at the bottom. Empty where there is no stroke."""
    styles: NotRequired[dict[str, str]]
    """Shared styles in use, by what they style, such as fill, stroke, text, effect or grid. Values are keys of the
    styles map of the same answer."""
    targetAspectRatio: NotRequired[types.geometry.Vector]
    """The ratio to keep, as width x and height y. Real answers hold it though Figma does not document it."""
    transitionDuration: NotRequired[float]
    """Length of the animation in milliseconds."""
    transitionEasing: NotRequired[types.prototyping.EasingType]
    """Pace of the animation."""
    transitionNodeID: NotRequired[str]
    """Id of the node to go to."""
    type: Literal["WASHI_TAPE"]
    """Kind of the node, such as FRAME or TEXT. New kinds may appear."""
    visible: NotRequired[bool]
    """False for a hidden layer. Its children are hidden with it, whatever they say themselves."""


class WidgetNode(TypedDict):
    """A widget, placed on the board by an extension."""

    boundVariables: NotRequired[types.node_traits.NodeBoundVariables]
    """Which properties take their value from a variable."""
    children: list[SubcanvasNode]
    """The layers directly inside, from back to front."""
    componentPropertyReferences: NotRequired[dict[str, str]]
    """Which component property controls which property of this layer, for instance characters, visible or
    mainComponent. Values are keys of componentPropertyDefinitions on the component."""
    explicitVariableModes: NotRequired[dict[str, str]]
    """Mode chosen on this layer, by variable collection id. Layers inside inherit it."""
    exportSettings: NotRequired[list[types.geometry.ExportSetting]]
    """The images a designer set up for export, one entry each."""
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
    type: Literal["WIDGET"]
    """Kind of the node, such as FRAME or TEXT. New kinds may appear."""
    visible: NotRequired[bool]
    """False for a hidden layer. Its children are hidden with it, whatever they say themselves."""


Node: TypeAlias = Annotated[
    BooleanOperationNode
    | CanvasNode
    | ComponentNode
    | ComponentSetNode
    | ConnectorNode
    | DocumentNode
    | EllipseNode
    | EmbedNode
    | FrameNode
    | GroupNode
    | InstanceNode
    | LineNode
    | LinkUnfurlNode
    | RectangleNode
    | RegularPolygonNode
    | SectionNode
    | ShapeWithTextNode
    | SliceNode
    | StarNode
    | StickyNode
    | TableCellNode
    | TableNode
    | TextNode
    | TextPathNode
    | TransformGroupNode
    | VectorNode
    | WashiTapeNode
    | WidgetNode,
    Field(discriminator="type"),
]
"""Any node of a file, the document and its pages included. Read type first; it decides which other properties exist."""

SubcanvasNode: TypeAlias = Annotated[
    BooleanOperationNode
    | ComponentNode
    | ComponentSetNode
    | ConnectorNode
    | EllipseNode
    | EmbedNode
    | FrameNode
    | GroupNode
    | InstanceNode
    | LineNode
    | LinkUnfurlNode
    | RectangleNode
    | RegularPolygonNode
    | SectionNode
    | ShapeWithTextNode
    | SliceNode
    | StarNode
    | StickyNode
    | TableCellNode
    | TableNode
    | TextNode
    | TextPathNode
    | TransformGroupNode
    | VectorNode
    | WashiTapeNode
    | WidgetNode,
    Field(discriminator="type"),
]
"""Any node that can stand on a page, thus every kind but the document and the page itself."""
