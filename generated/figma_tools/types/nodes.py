# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools return: nodes."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypeAlias

from pydantic import Field
from typing_extensions import TypedDict

from figma_tools import types


class HasChildrenTrait(TypedDict):
    """What every container has."""

    children: list[SubcanvasNode]
    """The layers directly inside, from back to front."""


class BooleanOperationNode(
    types.node_traits.HasBlendModeAndOpacityTrait,
    HasChildrenTrait,
    types.node_traits.HasEffectsTrait,
    types.node_traits.HasExportSettingsTrait,
    types.node_traits.HasGeometryTrait,
    types.node_traits.HasLayoutTrait,
    types.node_traits.HasMaskTrait,
    types.node_traits.IsLayerTrait,
    types.node_traits.TransitionSourceTrait,
):
    """A shape computed from its children, such as their union. Draw this node, not the children."""

    booleanOperation: types.geometry.BooleanOperation
    """How the children are combined."""
    type: Literal["BOOLEAN_OPERATION"]


class CanvasNode(types.node_traits.HasExportSettingsTrait, types.node_traits.IsLayerTrait):
    """A page of a file."""

    backgroundColor: types.paints.RGBA
    """Colour of the page behind all layers."""
    children: list[SubcanvasNode]
    """The layers directly on the page, from back to front."""
    flowStartingPoints: NotRequired[list[types.prototyping.FlowStartingPoint]]
    """Where the prototype flows of the page begin, in the order shown to the designer. Old answers lack it."""
    measurements: NotRequired[list[types.dev_mode.Measurement]]
    """Distances that somebody pinned in Dev Mode."""
    prototypeBackgrounds: NotRequired[list[types.paints.RGBA]]
    """Colour around the prototype when it is presented. At most one entry so far."""
    prototypeDevice: NotRequired[types.prototyping.PrototypeDevice]
    """The device that frames a prototype of this page. Very old answers lack it."""
    prototypeStartNodeID: str | None
    """Id of the frame a prototype began with before pages had several flows; null where there is none. Use
    flowStartingPoints. Deprecated."""
    type: Literal["CANVAS"]


class FrameTraits(
    types.node_traits.ComplexStrokesTrait,
    types.node_traits.CornerTrait,
    types.node_traits.DevStatusTrait,
    types.node_traits.HasBlendModeAndOpacityTrait,
    HasChildrenTrait,
    types.node_traits.HasEffectsTrait,
    types.node_traits.HasExportSettingsTrait,
    types.node_traits.HasFramePropertiesTrait,
    types.node_traits.HasGeometryTrait,
    types.node_traits.HasLayoutTrait,
    types.node_traits.HasMaskTrait,
    types.node_traits.IndividualStrokesTrait,
    types.node_traits.IsLayerTrait,
    types.node_traits.TransitionSourceTrait,
):
    """Everything that frames, groups, components, component sets and instances have in common."""


class ComponentNode(types.node_traits.ComponentPropertiesTrait, FrameTraits):
    """A main component, the master that instances copy. With variants it stands inside a COMPONENT_SET."""

    type: Literal["COMPONENT"]


class ComponentSetNode(types.node_traits.ComponentPropertiesTrait, FrameTraits):
    """A group of components that are variants of one another. The children are the variants."""

    type: Literal["COMPONENT_SET"]


class ConnectorNode(
    types.node_traits.HasBlendModeAndOpacityTrait,
    types.node_traits.HasEffectsTrait,
    types.node_traits.HasExportSettingsTrait,
    types.node_traits.HasLayoutTrait,
    types.node_traits.HasTextSublayerTrait,
    types.node_traits.IsLayerTrait,
    types.node_traits.MinimalStrokesTrait,
):
    """A FigJam connector, the line between two things, with an optional label."""

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
    textBackground: NotRequired[types.figjam.ConnectorTextBackground]
    """Fill and corners behind the label."""
    type: Literal["CONNECTOR"]


class DocumentNode(types.node_traits.IsLayerTrait):
    """The root of a file. Its children are the pages."""

    children: list[CanvasNode]
    """The pages, in the order of the page list."""
    type: Literal["DOCUMENT"]


class EllipseNode(types.node_traits.DefaultShapeTraits):
    """An ellipse, or a part of one such as an arc, a pie or a ring."""

    arcData: types.geometry.ArcData
    """Which part of the ellipse is drawn."""
    type: Literal["ELLIPSE"]


class EmbedNode(types.node_traits.HasExportSettingsTrait, types.node_traits.IsLayerTrait):
    """Foreign content embedded in a FigJam board, such as a video."""

    type: Literal["EMBED"]


class FrameNode(FrameTraits):
    """A frame, the usual container. It has a size of its own, may clip its content and may lay out its children."""

    type: Literal["FRAME"]


class GroupNode(FrameTraits):
    """A group of layers. Its bounds follow its children."""

    type: Literal["GROUP"]


class InstanceNode(FrameTraits):
    """A copy of a component. Its children are spelled out in full, so nothing needs to be looked up to draw it."""

    componentId: str
    """Node id of the main component, also a key of the components map of the same answer. The component may live in
    another file."""
    componentProperties: NotRequired[dict[str, types.components.ComponentProperty]]
    """The values of the component properties, by property name. Names of all kinds but VARIANT end in a hash sign and
    an id."""
    exposedInstances: NotRequired[list[str]]
    """Ids of nested instances whose properties are offered on this instance."""
    isExposedInstance: NotRequired[bool]
    """True where the properties of this nested instance are offered on the component around it."""
    overrides: list[types.components.Overrides]
    """What was changed on this very instance, one entry per changed node. Changes it inherits are not listed."""
    type: Literal["INSTANCE"]
    uniformScaleFactor: NotRequired[float]
    """Factor by which the scale tool resized the instance, 1 being the size of the component. Real answers hold it
    though Figma does not document it."""


class LineNode(types.node_traits.DefaultShapeTraits):
    """A straight line. Its height is 0."""

    type: Literal["LINE"]


class LinkUnfurlNode(types.node_traits.HasExportSettingsTrait, types.node_traits.IsLayerTrait):
    """A FigJam preview card of a web link."""

    type: Literal["LINK_UNFURL"]


class RectangleNode(types.node_traits.RectangularShapeTraits):
    """A rectangle. Images usually are rectangles with an IMAGE fill."""

    type: Literal["RECTANGLE"]


class RegularPolygonNode(types.node_traits.CornerRadiusShapeTraits):
    """A polygon with equal sides, such as a triangle or hexagon."""

    type: Literal["REGULAR_POLYGON"]


class SectionNode(
    types.node_traits.DevStatusTrait,
    HasChildrenTrait,
    types.node_traits.HasGeometryTrait,
    types.node_traits.HasLayoutTrait,
    types.node_traits.IsLayerTrait,
):
    """A section, a labelled area that groups frames on the canvas."""

    sectionContentsHidden: bool
    """True where the section is collapsed and does not show what it holds."""
    type: Literal["SECTION"]


class ShapeWithTextNode(
    types.node_traits.CornerTrait,
    types.node_traits.HasBlendModeAndOpacityTrait,
    types.node_traits.HasEffectsTrait,
    types.node_traits.HasExportSettingsTrait,
    types.node_traits.HasLayoutTrait,
    types.node_traits.HasMaskTrait,
    types.node_traits.HasTextSublayerTrait,
    types.node_traits.IsLayerTrait,
    types.node_traits.MinimalFillsTrait,
    types.node_traits.MinimalStrokesTrait,
):
    """A FigJam shape with text in it, as in a flow chart."""

    shapeType: types.figjam.ShapeType
    """Which shape it is."""
    type: Literal["SHAPE_WITH_TEXT"]


class SliceNode(types.node_traits.IsLayerTrait):
    """An invisible rectangle that marks a region to export."""

    type: Literal["SLICE"]


class StarNode(types.node_traits.CornerRadiusShapeTraits):
    """A star."""

    type: Literal["STAR"]


class StickyNode(
    types.node_traits.HasBlendModeAndOpacityTrait,
    types.node_traits.HasEffectsTrait,
    types.node_traits.HasExportSettingsTrait,
    types.node_traits.HasLayoutTrait,
    types.node_traits.HasMaskTrait,
    types.node_traits.HasTextSublayerTrait,
    types.node_traits.IsLayerTrait,
    types.node_traits.MinimalFillsTrait,
):
    """A FigJam sticky note."""

    authorVisible: NotRequired[bool]
    """True where the note shows who wrote it."""
    type: Literal["STICKY"]


class TableCellNode(
    types.node_traits.HasLayoutTrait,
    types.node_traits.HasTextSublayerTrait,
    types.node_traits.IsLayerTrait,
    types.node_traits.MinimalFillsTrait,
):
    """One cell of a FigJam table."""

    type: Literal["TABLE_CELL"]


class TableNode(
    types.node_traits.HasBlendModeAndOpacityTrait,
    HasChildrenTrait,
    types.node_traits.HasEffectsTrait,
    types.node_traits.HasExportSettingsTrait,
    types.node_traits.HasLayoutTrait,
    types.node_traits.IsLayerTrait,
    types.node_traits.MinimalStrokesTrait,
):
    """A FigJam table. The children are its cells."""

    type: Literal["TABLE"]


class TextNode(types.node_traits.DefaultShapeTraits, types.node_traits.TypePropertiesTrait):
    """A text layer."""

    type: Literal["TEXT"]


class TextPathNode(types.node_traits.DefaultShapeTraits, types.node_traits.TextPathPropertiesTrait):
    """Text that runs along a path."""

    type: Literal["TEXT_PATH"]


class TransformGroupNode(FrameTraits):
    """A group whose children are repeated or otherwise transformed as a whole."""

    type: Literal["TRANSFORM_GROUP"]


class VectorNode(types.node_traits.CornerRadiusShapeTraits):
    """A free shape drawn with the pen or pencil. Ask for geometry=paths to receive its outline."""

    type: Literal["VECTOR"]


class WashiTapeNode(types.node_traits.DefaultShapeTraits):
    """A strip of FigJam washi tape."""

    type: Literal["WASHI_TAPE"]


class WidgetNode(HasChildrenTrait, types.node_traits.HasExportSettingsTrait, types.node_traits.IsLayerTrait):
    """A widget, placed on the board by an extension."""

    type: Literal["WIDGET"]


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
