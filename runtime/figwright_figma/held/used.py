"""The components, component sets and styles that belong to nodes.

As recorded answers have them: a component where a node is it or is an instance of it, each set of such a component, a
style where a node names it; in the order in which they are mentioned, so that a node's styles follow those of its
children, which Figma writes before them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

LISTS = ("components", "componentSets", "styles")


def used(about: dict[str, Any], document: Any) -> dict[str, dict[str, Any]]:
    """The entries of a file's lists that the nodes of a tree are or use."""
    found: dict[str, dict[str, Any]] = {each: {} for each in LISTS}
    for name, mentioned in _mentions(document):
        entry = about[name].get(mentioned)
        if entry is None:
            continue
        found[name][mentioned] = entry
        set_id: Any = entry.get("componentSetId") if name == "components" else None
        if set_id in about["componentSets"]:
            found["componentSets"][set_id] = about["componentSets"][set_id]
    return found


def explains(data: Any) -> bool:
    """Whether the lists of a whole answer hold exactly what `used` finds for its tree."""
    try:
        return all(entries.keys() == data[name].keys() for name, entries in used(data, data["document"]).items())
    except (AttributeError, KeyError, TypeError):  # not a file's tree
        return False


def _mentions(document: Any) -> Iterator[tuple[str, Any]]:
    """What nodes are and use, with the name of its list."""
    stack = [_parts(document)] if document else []
    while stack:
        part = next(stack[-1], None)
        if part is None:
            stack.pop()
            continue
        name, value = part
        if name == "children":
            stack.extend(_parts(child) for child in reversed(value))
        elif name == "styles":
            yield from ((name, style) for style in value.values())
        else:
            yield name, value


def _parts(node: Any) -> Iterator[tuple[str, Any]]:
    own = {"COMPONENT": "components", "COMPONENT_SET": "componentSets"}.get(node.get("type"))
    for key, value in node.items():
        if key in ("children", "styles"):
            yield key, value
        elif key == "componentId":
            yield "components", value
        elif key == "id" and own:
            yield own, value
