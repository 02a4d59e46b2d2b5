"""A node under construction: methods add children, and auto layout puts them in their places."""

from __future__ import annotations

import copy
import hashlib
from typing import TYPE_CHECKING, Literal

from figwright_figma.sandbox.world import Json

from . import shapes

if TYPE_CHECKING:
    from .file import FileBuilder

Layout = Literal["NONE", "HORIZONTAL", "VERTICAL"]


class NodeBuilder:
    """A page, frame, component, instance or leaf. `.node` is the JSON that the sandbox serves, alive."""

    def __init__(self, file: FileBuilder, node: Json, page: int, parent: NodeBuilder | None = None) -> None:
        self.file, self.node, self.parent = file, node, parent
        self._page = page

    @property
    def id(self) -> str:
        return str(self.node["id"])

    def frame(
        self,
        name: str,
        *,
        width: float | None = None,
        height: float | None = None,
        x: float | None = None,
        y: float | None = None,
        layout: Layout = "NONE",
        padding: float = 0,
        gap: float = 0,
        fill: str | None = shapes.PAPER,
        radius: float = 0,
        node_id: str | None = None,
        kind: str = "FRAME",
    ) -> NodeBuilder:
        """A frame. With a layout and no width and height it hugs what is put into it."""
        hugs = layout != "NONE" and width is None and height is None
        start = 2 * padding if hugs else 100.0
        bounds = self._place(start if width is None else width, start if height is None else height, x, y)
        fills = [shapes.solid(fill)] if fill else []
        node = shapes.frame(node_id or self.file.new_id(self._page), name, kind, bounds, fills)
        if layout != "NONE":
            node |= shapes.auto_layout(layout, padding, gap, hugs)
        if radius:
            node["cornerRadius"] = radius
        return self._add(node)

    def group(self, name: str, *, node_id: str | None = None) -> NodeBuilder:
        return self.frame(name, fill=None, node_id=node_id, kind="GROUP")

    def section(self, name: str, width: float = 800, height: float = 600, *, fill: str = "#FFFFFF") -> NodeBuilder:
        bounds = self._place(width, height, None, None)
        return self._add(shapes.section(self.file.new_id(self._page), name, bounds, fill))

    def text(
        self,
        characters: str,
        *,
        name: str | None = None,
        size: float = 16,
        weight: int = 400,
        family: str = "Inter",
        color: str = shapes.INK,
        node_id: str | None = None,
    ) -> NodeBuilder:
        bounds = self._place(*shapes.text_size(characters, size), None, None)
        style = shapes.type_style(family, size, weight)
        return self._add(
            shapes.text(node_id or self.file.new_id(self._page), name or characters, characters, bounds, color, style)
        )

    def rectangle(
        self,
        name: str,
        width: float,
        height: float,
        *,
        fill: str = "#D9D9D9",
        image: bytes | None = None,
        radius: float = 0,
        kind: Literal["RECTANGLE", "ELLIPSE", "VECTOR", "LINE", "STAR", "REGULAR_POLYGON"] = "RECTANGLE",
        node_id: str | None = None,
    ) -> NodeBuilder:
        """A rectangle or another shape without children, filled with a colour or with an image."""
        fills = [shapes.image(self.file.add_image(image))] if image is not None else [shapes.solid(fill)]
        bounds = self._place(width, height, None, None)
        node = shapes.shape(node_id or self.file.new_id(self._page), name, kind, bounds, fills)
        if radius:
            node["cornerRadius"] = radius
        return self._add(node)

    def component(
        self,
        name: str,
        *,
        width: float | None = None,
        height: float | None = None,
        layout: Layout = "NONE",
        padding: float = 0,
        gap: float = 0,
        fill: str | None = shapes.PAPER,
        radius: float = 0,
        description: str = "",
        node_id: str | None = None,
    ) -> NodeBuilder:
        """A main component; inside a component set it is a variant."""
        made = self.frame(
            name,
            width=width,
            height=height,
            layout=layout,
            padding=padding,
            gap=gap,
            fill=fill,
            radius=radius,
            node_id=node_id,
            kind="COMPONENT",
        )
        within = self.id if self.node["type"] == "COMPONENT_SET" else None
        self.file.register_component(made.id, name, description, within)
        return made

    def component_set(self, name: str, properties: dict[str, list[str]], *, description: str = "") -> NodeBuilder:
        """A set to put variants into, named `Property=Value, Other=Value`."""
        made = self.frame(name, layout="HORIZONTAL", padding=16, gap=16, fill=None, kind="COMPONENT_SET")
        made.node["componentPropertyDefinitions"] = {
            key: {"type": "VARIANT", "defaultValue": values[0], "variantOptions": values}
            for key, values in properties.items()
        }
        self.file.register_component_set(made.id, name, description)
        return made

    def instance(
        self, component: NodeBuilder, *, name: str | None = None, texts: dict[str, str] | None = None
    ) -> NodeBuilder:
        """A copy of a component, of this file or a library; `texts` replaces the characters of text layers by name."""
        owner, main = component.file.file, component.node
        size = main["absoluteBoundingBox"]
        bounds = self._place(size["width"], size["height"], None, None)
        own_id = self.file.new_id(self._page)
        source = self.file.imports.node(owner, main)
        node = source | {
            "id": own_id,
            "name": name or main["name"].partition("=")[0],
            "type": "INSTANCE",
            "componentId": self.file.imports.component(owner, component.id),
            "componentProperties": _variant_properties(main["name"]),
            "overrides": [],
        }
        node.pop("componentPropertyDefinitions", None)
        shift = bounds["x"] - size["x"], bounds["y"] - size["y"]
        node["children"] = [
            _copied(child, own_id, shift, texts or {}, node["overrides"]) for child in source["children"]
        ]
        node["absoluteBoundingBox"], node["absoluteRenderBounds"] = bounds, dict(bounds)
        return self._add(node)

    def sticky(self, characters: str, *, fill: str = "#FFD966") -> NodeBuilder:
        bounds = self._place(240, 240, None, None)
        node = shapes.jam(self.file.new_id(self._page), characters[:40], "STICKY", bounds, fill, characters)
        return self._add(node | {"authorVisible": True})

    def shape_with_text(self, characters: str, shape: str = "ROUNDED_RECTANGLE") -> NodeBuilder:
        bounds = self._place(176, 176, None, None)
        node = shapes.jam(self.file.new_id(self._page), characters, "SHAPE_WITH_TEXT", bounds, "#C2E5FF", characters)
        return self._add(node | {"shapeType": shape, "strokes": [], "strokeWeight": 1})

    def connect(self, start: NodeBuilder, end: NodeBuilder) -> NodeBuilder:
        """A connector between two nodes of a board."""
        bounds = dict(start.node["absoluteBoundingBox"])
        return self._add(shapes.connector(self.file.new_id(self._page), start.id, end.id, bounds))

    def hide(self) -> NodeBuilder:
        """Make it invisible; such a node renders to nothing."""
        self.node["visible"] = False
        self.node["absoluteRenderBounds"] = None
        return self

    def styled(self, kind: Literal["fill", "text", "effect", "grid", "stroke"], style_id: str) -> NodeBuilder:
        """Use a style of the file."""
        self.node.setdefault("styles", {})[kind] = style_id
        return self

    def bound(self, field: str, variable_id: str) -> NodeBuilder:
        """Bind a field (`itemSpacing`, `paddingLeft`, `fills`) to a variable."""
        alias = {"type": "VARIABLE_ALIAS", "id": variable_id}
        several = field in ("fills", "strokes", "fontSize", "fontFamily", "effects")
        self.node.setdefault("boundVariables", {})[field] = [alias] if several else alias
        return self

    def ready_for_dev(self, description: str = "") -> NodeBuilder:
        self.node["devStatus"] = {"type": "READY_FOR_DEV", "description": description}
        return self

    def plugin_data(self, plugin_id: str, key: str, value: str) -> NodeBuilder:
        """Data that a plugin keeps on the node; `shared` and `namespace-key` for what all plugins see."""
        field = "sharedPluginData" if plugin_id == "shared" else "pluginData"
        if plugin_id == "shared":
            plugin_id, _, key = key.partition("-")
        self.node.setdefault(field, {}).setdefault(plugin_id, {})[key] = value
        return self

    def _add(self, node: Json) -> NodeBuilder:
        self.node["children"].append(node)
        self._grow(node.get("absoluteBoundingBox"))
        return NodeBuilder(self.file, node, self._page, self)

    def _place(self, width: float, height: float, x: float | None, y: float | None) -> Json:
        """Where the next child goes, in the page's coordinates."""
        siblings = [child["absoluteBoundingBox"] for child in self.node["children"] if "absoluteBoundingBox" in child]
        if self.node["type"] == "CANVAS":
            after = max((each["x"] + each["width"] for each in siblings), default=-100) + 100
            return shapes.box(after if x is None else x, 0 if y is None else y, width, height)
        own, mode = self.node["absoluteBoundingBox"], self.node.get("layoutMode", "NONE")
        left, top = own["x"] + (x or 0), own["y"] + (y or 0)
        if mode != "NONE":
            left, top = own["x"] + self.node["paddingLeft"], own["y"] + self.node["paddingTop"]
            gap = self.node["itemSpacing"]
            if siblings and mode == "HORIZONTAL":
                left = siblings[-1]["x"] + siblings[-1]["width"] + gap
            elif siblings:
                top = siblings[-1]["y"] + siblings[-1]["height"] + gap
        elif x is None and y is None and siblings and self.node["type"] in ("SECTION", "GROUP"):
            left = siblings[-1]["x"] + siblings[-1]["width"] + 40
        return shapes.box(left, top, width, height)

    def _grow(self, child: Json | None) -> None:
        """Let an auto-layout frame hug the child, and whatever hugs the frame grow with it."""
        if child is None or self.node.get("layoutSizingHorizontal") != "HUG":
            return
        own = self.node["absoluteBoundingBox"]
        own["width"] = max(own["width"], child["x"] + child["width"] + self.node["paddingRight"] - own["x"])
        own["height"] = max(own["height"], child["y"] + child["height"] + self.node["paddingBottom"] - own["y"])
        self.node["absoluteRenderBounds"] = dict(own)
        if self.parent is not None:
            self.parent._grow(own)


def _variant_properties(name: str) -> Json:
    pairs = [pair.partition("=") for pair in name.split(", ") if "=" in pair]
    return {key: {"type": "VARIANT", "value": value, "boundVariables": {}} for key, _, value in pairs}


def _copied(
    node: Json, instance: str, shift: tuple[float, float], texts: dict[str, str], overrides: list[Json]
) -> Json:
    """A sublayer of an instance: its id leads through the instance, its place moves with it."""
    made = copy.deepcopy(node)
    made["id"] = f"{instance if instance.startswith('I') else 'I' + instance};{node['id'].removeprefix('I')}"
    for field in ("absoluteBoundingBox", "absoluteRenderBounds"):
        if made.get(field):
            made[field]["x"] += shift[0]
            made[field]["y"] += shift[1]
    if made["type"] == "TEXT" and made["name"] in texts:
        made["characters"] = texts[made["name"]]
        overrides.append({"id": made["id"], "overriddenFields": ["characters"]})
    if "children" in node:
        made["children"] = [_copied(child, instance, shift, texts, overrides) for child in node["children"]]
    return made


def image_reference(content: bytes) -> str:
    """The name that Figma gives an image: a hash of its bytes."""
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()
