"""What only nodes of one type have: arcs of ellipses, operations of booleans, ends of connectors, a page's flows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import degrees, pi
from typing import Any

from figwright.rendering.compact import compact_json
from figwright_figma.view import css
from figwright_figma.view.css import quoted
from figwright_figma.view.paints import paints, radius, vector

_WORDS = {
    "RECTANGLE": "rect",
    "CANVAS": "page",
    "REGULAR_POLYGON": "polygon",
    "BOOLEAN_OPERATION": "boolean",
    "COMPONENT_SET": "component-set",
    "SHAPE_WITH_TEXT": "shape",
}


def word(kind: Any) -> str:
    """What a node of a type is called; `node` if its type is not a word."""
    return ((kind in _WORDS and _WORDS[kind]) or css.lower(kind) or "node") if isinstance(kind, str) else "node"


def special(node: dict[str, Any], kind: Any, found: dict[str, str]) -> None:
    """The terms that the node's type alone has."""
    if isinstance(kind, str) and kind in _KINDS:
        found.update((term, value) for term, value in _KINDS[kind](node) if value)


def _arc(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The part of an ellipse that is drawn, clockwise from three o'clock, and how large its hole is."""
    arc = node.get("arcData")
    if not isinstance(arc, dict):
        return
    start, end = (arc.get(name, 0) for name in ("startingAngle", "endingAngle"))
    words = []
    if css.is_number(start) and css.is_number(end) and 1e-3 < abs(end - start) < 2 * pi - 1e-3:
        first, last = (css.number(round(degrees(each), 1)) or "0" for each in sorted((start, end)))
        words.append(f"{first} to {last}deg clockwise from the right")
    if css.is_number(hole := arc.get("innerRadius")) and hole > 0:
        words.append(f"hole {css.number(100 * hole)}%")
    yield "arc", " ".join(filter(None, words))


def _connector(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    ends = [_end(node, "Start"), _end(node, "End")]
    yield "link", " ".join(filter(None, [" -> ".join(ends), css.lower(node.get("connectorLineType"))]))
    if isinstance(label := node.get("textBackground"), dict):
        corner = radius(label)
        yield "label", " ".join(filter(None, [paints(label.get("fills")), f"radius {corner}" if corner else ""]))


def _end(node: dict[str, Any], which: str) -> str:
    end, cap = node.get(f"connector{which}"), node.get(f"connector{which}StrokeCap")
    words = ["?"]
    if isinstance(end, dict):
        where = css.lower(end.get("magnet")) or vector(end.get("position"))
        words = [css.token(end.get("endpointNodeId")) or "?", "" if where == "auto" else where]
    return " ".join(filter(None, [*words, "" if cap == "NONE" else css.lower(cap)]))


def _page(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "flows", ", ".join(_flows(node.get("flowStartingPoints")))
    yield "measures", ", ".join(_measures(node.get("measurements")))
    yield "prototype", " ".join(filter(None, _prototype(node)))


def _prototype(node: dict[str, Any]) -> Iterator[str]:
    """The device that a page's prototype is shown in, and the colour around it."""
    device, around = node.get("prototypeDevice"), node.get("prototypeBackgrounds")
    if isinstance(device, dict) and (kind := css.lower(device.get("type"))) != "none":
        yield f"in {kind}"
        if isinstance(preset := device.get("presetIdentifier"), str) and preset:
            yield css.lower(preset) or quoted(preset)
        if isinstance(size := device.get("size"), dict):
            yield "x".join(filter(None, (css.number(size.get(name)) for name in ("width", "height"))))
        turn = css.lower(device.get("rotation"))
        yield turn if turn != "none" else ""
    for shade in around if isinstance(around, list) else ():
        yield f"on {said}" if (said := css.color(shade)) else ""


def _flows(given: Any) -> Iterator[str]:
    for each in given if isinstance(given, list) else ():
        if isinstance(each, dict):
            name = each.get("name")
            yield " ".join(filter(None, [quoted(name) if isinstance(name, str) else "", css.token(each.get("nodeId"))]))


def _measures(given: Any) -> Iterator[str]:
    """The distances that were pinned for developers."""
    for each in given if isinstance(given, list) else ():
        if isinstance(each, dict):
            ends = [end if isinstance(end := each.get(name), dict) else {} for name in ("start", "end")]
            words = [f"{css.token(end.get('nodeId')) or '?'} {css.lower(end.get('side'))}".strip() for end in ends]
            said = each.get("freeText")
            yield " to ".join(words) + (f" {quoted(said)}" if isinstance(said, str) and said else "")


def _operation(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "operation", css.lower(node.get("booleanOperation"))


def _section(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "contents", "hidden" if node.get("sectionContentsHidden") is True else ""


def _sticky(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "author", "shown" if node.get("authorVisible") is True else ""


def _exposed(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "exposed", "to the component around it" if node.get("isExposedInstance") is True else ""


def _shape(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "shape", css.lower(node.get("shapeType"))


def _repeats(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """How a group repeats and places what is inside it; its shape is not in Figma's description."""
    if modifiers := node.get("transformModifiers"):
        yield "repeat", compact_json(modifiers)


_KINDS: dict[str, Callable[[dict[str, Any]], Iterator[tuple[str, str]]]] = {
    "ELLIPSE": _arc,
    "CONNECTOR": _connector,
    "CANVAS": _page,
    "BOOLEAN_OPERATION": _operation,
    "SECTION": _section,
    "STICKY": _sticky,
    "INSTANCE": _exposed,
    "SHAPE_WITH_TEXT": _shape,
    "TRANSFORM_GROUP": _repeats,
}
