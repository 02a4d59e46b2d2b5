"""What a file itself shows of its tokens: the values in use with how often, its styles, and its bound variables."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from figwright_figma.tokens.model import color
from figwright_figma.view import css
from figwright_figma.view.css import is_number, number, visible
from figwright_figma.view.effects import effects
from figwright_figma.view.geometry import Box
from figwright_figma.view.gradients import KINDS
from figwright_figma.view.paints import paint, radius
from figwright_figma.view.terms import aliases
from figwright_figma.view.wording import font

FAMILIES = ("colors", "gradients", "type", "spacing", "radii", "shadows", "borders")
_STYLED = {
    "fill": "fills",
    "fills": "fills",
    "stroke": "strokes",
    "strokes": "strokes",
    "effect": "effects",
    "text": "style",
}
SPACING = (
    "paddingTop",
    "paddingRight",
    "paddingBottom",
    "paddingLeft",
    "itemSpacing",
    "counterAxisSpacing",
    "gridRowGap",
    "gridColumnGap",
)
CORNERS = ("topLeftRadius", "topRightRadius", "bottomRightRadius", "bottomLeftRadius")
_TEXT = frozenset(
    (
        "fontFamily",
        "fontStyle",
        "fontSize",
        "fontWeight",
        "letterSpacing",
        "lineHeight",
        "paragraphSpacing",
        "paragraphIndent",
    )
)
_WHOLE = ("fills", "strokes", "effects", "layoutGrids", "textRangeFills")
"""Fields whose bindings stand in their parts, too."""


class Used(NamedTuple):
    """One value in use: how often, as what, and under which names."""

    where: Counter[str]
    names: Counter[str]


class Binding(NamedTuple):
    """Where a variable is bound: the field, and the value that it has there as JSON."""

    field: str
    value: str


class Style(NamedTuple):
    """A style, with how often each value is seen where it is applied."""

    entry: dict[str, Any]
    values: Counter[str]


class Design(NamedTuple):
    """What trees show."""

    values: dict[str, dict[str, Used]]
    """By family, then by the value in words of CSS. Hidden nodes do not count."""
    variables: dict[str, Counter[Binding]]
    styles: dict[str, Style]
    nodes: int

    @classmethod
    def of(cls, data: Any) -> Design:
        """All trees of a file's or of nodes' answer. What has not the shape that Figma describes is left out."""
        found: dict[str, dict[str, Used]] = {family: {} for family in FAMILIES}
        variables: dict[str, Counter[Binding]] = defaultdict(Counter)
        styles: dict[str, Style] = {}
        nodes = 0
        for root, known in _roots(data):
            stack = [(root, True)]
            while stack:
                node, shown = stack.pop()
                shown = shown and node.get("visible") is not False
                names = _names(node, known)
                bound = list(_bindings(node))
                for identifier, binding in bound:
                    variables[identifier][binding] += 1
                for identifier, value in _styled(node):
                    style = styles.setdefault(identifier, Style(known.get(identifier, {}), Counter()))
                    if value:
                        style.values[_json(value)] += 1
                if shown:
                    nodes += node.get("type") != "DOCUMENT"  # which holds the pages, and is counted in no view
                    _count(node, found, names, bound)
                below = node.get("children")
                stack += (
                    (each, shown) for each in (below if isinstance(below, list) else ()) if isinstance(each, dict)
                )
            for identifier, entry in known.items():
                styles.setdefault(identifier, Style(entry, Counter()))
        return cls(found, variables, styles, nodes)


def _roots(data: Any) -> Iterator[tuple[dict[str, Any], dict[str, dict[str, Any]]]]:
    """Each tree, with the styles that it refers to."""
    if not isinstance(data, dict):
        return
    nodes = data.get("nodes")
    for entry in (data, *(nodes.values() if isinstance(nodes, dict) else ())):
        if isinstance(entry, dict) and isinstance(entry.get("document"), dict):
            styles = entry.get("styles")
            known = styles if isinstance(styles, dict) else {}
            yield entry["document"], {name: each if isinstance(each, dict) else {} for name, each in known.items()}


def _references(node: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Which field of what follows which style: of the node, and of runs of its text."""
    styles, table = node.get("styles"), node.get("styleOverrideTable")
    for kind, identifier in styles.items() if isinstance(styles, dict) else ():
        if isinstance(identifier, str):
            yield _STYLED.get(str(kind), ""), identifier, node
    for run in table.values() if isinstance(table, dict) else ():
        if isinstance(run, dict):
            base = node.get("style")
            merged = {**(base if isinstance(base, dict) else {}), **run}
            for name, field in (("inheritTextStyleId", "style"), ("inheritFillStyleId", "fills")):
                if isinstance(identifier := run.get(name), str):
                    yield field, identifier, {"style": merged, "fills": run.get("fills")}


def _styled(node: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The styles that a node follows, each with the value that it has there, None where none can be read."""
    for field, identifier, owner in _references(node):
        value = owner.get(field)
        if field in ("fills", "strokes", "effects"):
            yield identifier, [_unbound(each) for each in visible(value)]
        else:
            yield identifier, value if field == "style" and isinstance(value, dict) else None


def _unbound(paint: dict[str, Any]) -> dict[str, Any]:
    return {name: each for name, each in paint.items() if name != "boundVariables"}


def _names(node: dict[str, Any], known: dict[str, dict[str, Any]]) -> dict[str, str]:
    """The names of the styles that the node itself follows, by field."""
    styles = node.get("styles")
    found = {}
    for kind, identifier in styles.items() if isinstance(styles, dict) else ():
        if (
            kind in _STYLED
            and isinstance(identifier, str)
            and isinstance(name := known.get(identifier, {}).get("name"), str)
        ):
            found[_STYLED[kind]] = name
    return found


def _count(
    node: dict[str, Any], found: dict[str, dict[str, Used]], names: dict[str, str], bound: list[tuple[str, Binding]]
) -> None:
    by_field: dict[str, dict[str, None]] = defaultdict(dict)
    for identifier, binding in bound:
        by_field[binding.field][f"${identifier}"] = None

    def add(family: str, value: str, where: str, *fields: str, ids: list[str] | None = None) -> None:
        if value:
            used = found[family].setdefault(value, Used(Counter(), Counter()))
            used.where[where] += 1
            called = [names[field] for field in fields if field in names]
            if not called or family != "type":  # a text style has a variable for each of its parts
                called += [name for field in fields for name in by_field[field]] if ids is None else ids
            used.names.update(called)

    _count_paints(node, add)
    if visible(node.get("strokes")):
        add("borders", number(node.get("strokeWeight")), "stroke", "strokeWeight", "individualStrokeWeights")
    if node.get("type") == "TEXT":
        add("type", font(node.get("style")), "text", "style", *_TEXT)
    for field in SPACING:
        if is_number(value := node.get(field)) and value != 0:
            add("spacing", number(value), "padding" if field.startswith("padding") else "gap", field)
    add("radii", radius(node), "radius", "rectangleCornerRadii", "cornerRadius", *CORNERS)
    add("shadows", effects(node.get("effects")), "effect", "effects", "radius", "spread", "offsetX", "offsetY")


def _count_paints(node: dict[str, Any], add: Callable[..., None]) -> None:
    box = _box(node)
    for field, where in (("fills", "text" if node.get("type") == "TEXT" else "fill"), ("strokes", "stroke")):
        seen = visible(node.get(field))
        for each in seen:
            ids = [f"${name}" for name in aliases(each.get("boundVariables"))] or ([] if len(seen) > 1 else None)
            if each.get("type") == "SOLID":
                add("colors", css.color(each.get("color"), each.get("opacity")), where, field, ids=ids)
            elif each.get("type") in KINDS:
                add("gradients", paint(each, box), where, field, "gradientStops", ids=ids)


def _bindings(node: dict[str, Any]) -> Iterator[tuple[str, Binding]]:
    """Every variable that is bound to the node or to a part of what it says, with the value that is seen there."""
    inside: set[str] = set()
    stack: list[tuple[str, Any]] = [
        (name, each) for name, each in node.items() if name not in ("children", "background", "boundVariables")
    ]
    while stack:
        field, value = stack.pop()
        if isinstance(value, list):
            stack += ((field, each) for each in value)
        elif isinstance(value, dict):
            stack += (
                (name if isinstance(each, dict) else field, each)
                for name, each in value.items()
                if name != "boundVariables"
            )
            for identifier, binding in _bound(value, field):
                inside.add(identifier)
                yield identifier, binding
    for identifier, binding in _bound(node, ""):
        if binding.field not in _WHOLE or identifier not in inside:
            yield identifier, binding


def _bound(owner: dict[str, Any], around: str) -> Iterator[tuple[str, Binding]]:
    """The bindings of one object; colours are named after the list that they stand in."""
    variables = owner.get("boundVariables")
    for field, given in variables.items() if isinstance(variables, dict) else ():
        parts = [("", given)]
        if isinstance(given, list):
            parts = [(str(at), each) for at, each in enumerate(given)]
        elif isinstance(given, dict) and not isinstance(given.get("id"), str):
            parts = list(given.items())
        named = around if field == "color" and around else field
        for part, alias in parts:
            if isinstance(alias, dict) and isinstance(identifier := alias.get("id"), str):
                yield identifier, Binding(named, _json(_seen(owner, field, part)))


def _seen(owner: dict[str, Any], field: str, part: str) -> Any:
    """The value of a field, or of a part of it, where a variable is bound; None where it is not there."""
    if field == "color":
        return color(owner.get("color"), owner.get("opacity"))
    if field in _WHOLE:
        values = owner.get(field)
        at = int(part) if part.isdecimal() else 0
        each = values[at] if isinstance(values, list) and at < len(values) else None
        return color(each.get("color"), each.get("opacity")) if isinstance(each, dict) else None
    value = _plain(owner, field, part)
    return None if isinstance(value, dict | list) else value


def _plain(owner: dict[str, Any], field: str, part: str) -> Any:
    """The value of a field that holds a number, a text or a truth."""
    if field in _TEXT:
        style = owner.get("style")
        value = (style if isinstance(style, dict) else owner).get("lineHeightPx" if field == "lineHeight" else field)
        return 0 if value is None and field in ("letterSpacing", "paragraphSpacing", "paragraphIndent") else value
    if field in ("offsetX", "offsetY"):
        offset = owner.get("offset")
        return offset.get(field[-1].lower()) if isinstance(offset, dict) else None
    if field == "size":
        width, height = _box(owner) or (None, None)
        return width if part == "x" else height
    if field in ("rectangleCornerRadii", *CORNERS):
        return _corner(owner, part or field)
    if field == "individualStrokeWeights":
        each, side = owner.get(field), part.removeprefix("BORDER_").removesuffix("_WEIGHT").lower()
        return each.get(side) if isinstance(each, dict) and side in each else owner.get("strokeWeight")
    if field == "componentProperties":
        return None
    return owner.get(field, 0 if field in (*SPACING, "spread") else None)


def _corner(owner: dict[str, Any], part: str) -> Any:
    """Of four radii, that of the corner that is named, in whichever way."""
    radii, name = owner.get("rectangleCornerRadii"), part.replace("_", "").lower()
    order = ("topleft", "topright", "bottomright", "bottomleft")
    at = next((at for at, corner in enumerate(order) if corner in name), 0)
    return radii[at] if isinstance(radii, list) and len(radii) == 4 else owner.get("cornerRadius", 0)


def _box(node: dict[str, Any]) -> Box | None:
    for name, wide, high in (("size", "x", "y"), ("absoluteBoundingBox", "width", "height")):
        size = node.get(name)
        if isinstance(size, dict) and is_number(width := size.get(wide)) and is_number(height := size.get(high)):
            return width, height
    return None


def _json(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
