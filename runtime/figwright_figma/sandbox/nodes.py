"""What a caller asked to see of a document: depth, chosen nodes, vector paths, plugin data."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from .world import File, Json


def walk(node: Json) -> Iterator[Json]:
    """The node and everything below it."""
    yield node
    for child in node.get("children", []):
        yield from walk(child)


def find(document: Json, node_id: str) -> Json | None:
    wanted = node_id.replace("-", ":")
    return next((node for node in walk(document) if node["id"] == wanted), None)


def view(node: Json, *, depth: int | None, paths: bool, plugins: Collection[str]) -> Json:
    """A copy of the node down to `depth` levels below it, with geometry and plugin data only where asked for."""
    shown = {key: value for key, value in node.items() if key not in ("children", "pluginData", "sharedPluginData")}
    if "children" in node:
        below = None if depth is None else depth - 1
        children = node["children"] if depth is None or depth > 0 else []
        shown["children"] = [view(child, depth=below, paths=paths, plugins=plugins) for child in children]
    own = {plugin: data for plugin, data in node.get("pluginData", {}).items() if plugin in plugins}
    if own:
        shown["pluginData"] = own
    if "shared" in plugins and "sharedPluginData" in node:
        shown["sharedPluginData"] = node["sharedPluginData"]
    if paths and node.get("absoluteBoundingBox"):
        shown |= _geometry(node)
    return shown


def only(document: Json, ids: Collection[str]) -> Json:
    """The document with the chosen nodes, what is below and what is above them. Pages stay, as Figma leaves them."""
    wanted = {node_id.replace("-", ":") for node_id in ids}

    def kept(node: Json) -> Json | None:
        if node["id"] in wanted:
            return node
        children = [child for each in node.get("children", []) if (child := kept(each)) is not None]
        if children or node["type"] == "CANVAS":
            return node | {"children": children}
        return None

    pages = [page for each in document["children"] if (page := kept(each)) is not None]
    return document | {"children": pages}


def used(file: File, root: Json) -> Json:
    """The components, component sets and styles that the nodes of a tree, as it is shown, are or use."""
    component_ids: set[str] = set()
    style_ids: set[str] = set()
    set_ids: set[str] = set()
    for node in walk(root):
        style_ids.update(node.get("styles", {}).values())
        if node["type"] == "INSTANCE":
            component_ids.add(node["componentId"])
        elif node["type"] == "COMPONENT":
            component_ids.add(node["id"])
        elif node["type"] == "COMPONENT_SET":
            set_ids.add(node["id"])
    components = {key: each for key, each in file.components.items() if key in component_ids}
    set_ids |= {each["componentSetId"] for each in components.values() if "componentSetId" in each}
    return {
        "components": components,
        "componentSets": {key: each for key, each in file.component_sets.items() if key in set_ids},
        "schemaVersion": 0,
        "styles": {key: each for key, each in file.styles.items() if key in style_ids},
    }


def _geometry(node: Json) -> dict[str, Any]:
    bounds = node["absoluteBoundingBox"]
    width, height = bounds["width"], bounds["height"]
    outline = {"path": f"M0 0L{width} 0L{width} {height}L0 {height}L0 0Z", "windingRule": "NONZERO"}
    return {
        "size": {"x": width, "y": height},
        "relativeTransform": [[1, 0, bounds["x"]], [0, 1, bounds["y"]]],
        "fillGeometry": [outline] if node.get("fills") else [],
        "strokeGeometry": [outline] if node.get("strokes") else [],
    }
