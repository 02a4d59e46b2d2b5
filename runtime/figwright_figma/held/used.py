"""The components, component sets and styles that belong to nodes.

As recorded answers have them: a component where a node is it or is an instance of it, each set of such a component, a
style where a node names it; in the order in which they are mentioned, so that a node's styles follow those of its
children, which Figma writes before them. A component that is only a property's value is not listed. Whether a style is
that parts of a text or of a drawing alone inherit from, no recorded answer tells; a whole file's own list may.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from typing import Any

LISTS = ("components", "componentSets", "styles")
_OWN = {"COMPONENT": "components", "COMPONENT_SET": "componentSets"}
_INHERITED = "inherited"
_PARTS = ("style", "styleOverrideTable", "fillOverrideTable")


class Rule(IntEnum):
    """What the lists of a whole file say of how they are made."""

    UNKNOWN = 0
    """They hold more or less than is used."""
    NAMED = 1
    """What nodes are, use and name."""
    INHERITED = 2
    """What parts inherit from, too."""


def used(about: dict[str, Any], document: Any, rule: Rule) -> dict[str, dict[str, Any]] | None:
    """The entries of a file's lists that the nodes of a tree are or use; None where that cannot be told."""
    found: dict[str, dict[str, Any]] = {each: {} for each in LISTS}
    inherited = set()
    for name, mentioned in _mentions(document):
        if name == _INHERITED and rule is not Rule.INHERITED:
            inherited.add(mentioned)
            continue
        kind = "styles" if name == _INHERITED else name
        entry = about[kind].get(mentioned)
        if entry is None:
            continue
        found[kind][mentioned] = entry
        set_id: Any = entry.get("componentSetId") if kind == "components" else None
        if set_id in about["componentSets"]:
            found["componentSets"][set_id] = about["componentSets"][set_id]
    return None if inherited & about["styles"].keys() - found["styles"].keys() else found


def rule_of(data: Any) -> Rule:
    """The rule by which the lists of a whole answer hold exactly what its tree uses."""
    try:
        for rule in (Rule.NAMED, Rule.INHERITED):
            found = used(data, data["document"], rule)
            if found and all(entries.keys() == data[name].keys() for name, entries in found.items()):
                return rule
    except (AttributeError, KeyError, TypeError):  # not a file's tree
        pass
    return Rule.UNKNOWN


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
        else:
            yield name, value


def _parts(node: Any) -> Iterator[tuple[str, Any]]:
    own = _OWN.get(node.get("type"))
    for key, value in node.items():
        if key == "children":
            yield key, value
        elif key == "styles":
            yield from ((key, style) for style in value.values())
        elif key == "componentId":
            yield "components", value
        elif key == "id" and own:
            yield own, value
        elif key in _PARTS:
            yield from ((_INHERITED, style) for style in _inherited(value))


def _inherited(value: Any) -> Iterator[str]:
    """The styles that a type style, or each entry of a table, inherits from."""
    for entry in (value, *value.values()) if isinstance(value, dict) else ():
        if isinstance(entry, dict):
            ids = (entry.get("inheritTextStyleId"), entry.get("inheritFillStyleId"))
            yield from (each for each in ids if isinstance(each, str))
