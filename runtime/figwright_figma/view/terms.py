"""What a node looks like, as terms of CSS: `layout`, `gap`, `size`, `fill`, ...; what is usual is left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from figwright_figma.view import css, geometry
from figwright_figma.view.effects import effects
from figwright_figma.view.flow import GAPS, PADDINGS, flow, gap_fields, placed
from figwright_figma.view.geometry import Box, Turn
from figwright_figma.view.paints import paints, radius, stroke, vector

TERMS = (
    *(
        "component",
        "properties",
        "description",
        "docs",
        "icon",
        "layout",
        "gap",
        "padding",
        "grid",
        "size",
        "min",
        "max",
    ),
    *("ratio", "at", "pin", "overflow", "fixed", "sticky", "mask", "font", "align", "list", "fill", "stroke", "radius"),
    *("effect", "grids", "opacity", "blend", "rotate", "mirror", "arc", "operation", "shape", "repeat", "contents"),
    *("text", "link", "label", "author", "exposed", "runs", "click", "flows", "prototype", "visible", "modes"),
    *("export", "status", "note", "measures", "published"),
)
"""The terms that `fields` can name."""

_SCROLLS = {
    "HORIZONTAL_SCROLLING": "scroll-x",
    "VERTICAL_SCROLLING": "scroll-y",
    "HORIZONTAL_AND_VERTICAL_SCROLLING": "scroll",
}
_STYLES = {"text": "font", "fill": "fill", "fills": "fill", "stroke": "stroke", "strokes": "stroke", "effect": "effect"}
_LISTS = {"fills": "fill", "strokes": "stroke", "effects": "effect", "layoutGrids": "grids"}
CORNERS = ("topLeftRadius", "topRightRadius", "bottomRightRadius", "bottomLeftRadius")
SIDED = {
    "padding": PADDINGS,
    "size": ("width", "height"),
    "min": ("minWidth", "minHeight"),
    "max": ("maxWidth", "maxHeight"),
    "radius": CORNERS,
}
"""The fields behind each term with several lengths, in their order."""
_NESTED = {
    "size": {"width": "x", "height": "y"},
    "rectangleCornerRadii": {
        "topLeftRadius": "RECTANGLE_TOP_LEFT_CORNER_RADIUS",
        "topRightRadius": "RECTANGLE_TOP_RIGHT_CORNER_RADIUS",
        "bottomRightRadius": "RECTANGLE_BOTTOM_RIGHT_CORNER_RADIUS",
        "bottomLeftRadius": "RECTANGLE_BOTTOM_LEFT_CORNER_RADIUS",
    },
}
_OF_SIDES = frozenset((*GAPS, *_NESTED, *(name for names in SIDED.values() for name in names)))
_ELSEWHERE = _OF_SIDES | _LISTS.keys()
_BOUND = {
    "textRangeFills": "runs",
    "strokeWeight": "stroke",
    "individualStrokeWeights": "stroke",
    "cornerRadius": "radius",
    "componentProperties": "properties",
    "characters": "text",
    "fontFamily": "font",
    "fontSize": "font",
    "fontStyle": "font",
    "fontWeight": "font",
    "letterSpacing": "font",
    "lineHeight": "font",
    "paragraphSpacing": "font",
    "paragraphIndent": "font",
}


def look(
    node: dict[str, Any], parent: dict[str, Any] | None, turn: Turn | None = None, outer: Turn | None = None
) -> dict[str, str]:
    """The terms of one node but for its component, text and links.

    `turn` is how the node is turned on the page, `outer` how the node around it is.
    """
    terms: dict[str, str] = {}
    get = node.get
    flow(node, terms)
    box = geometry.extent(node, turn)
    placed(node, parent, turn, outer, box, terms)
    if ratio := _ratio(node, box, terms.get("size", "")):
        terms["ratio"] = ratio
    if get("clipsContent") is True:
        terms["overflow"] = "hidden"
    if isinstance(scrolls := get("overflowDirection"), str) and scrolls in _SCROLLS:
        terms["overflow"] = _SCROLLS[scrolls]
    if (scrolls := get("scrollBehavior")) == "STICKY_SCROLLS":
        terms["sticky"] = "on scroll"
    elif scrolls == "FIXED" or get("isFixed") is True:
        terms["fixed"] = "on scroll"
    if get("isMask") is True:
        terms["mask"] = css.lower(get("maskType")) or ("vector" if get("isMaskOutline") is True else "alpha")
    terms.update(coat(node, box))
    if corner := radius(node):
        terms["radius"] = corner
    if (opacity := get("opacity")) is not None and opacity != 1:
        terms["opacity"] = css.number(opacity)
    if (blend := get("blendMode")) not in ("PASS_THROUGH", None) and (blend != "NORMAL" or get("children")):
        terms["blend"] = "isolate" if blend == "NORMAL" else css.lower(blend)
    if turn is not None and (own := geometry.turn_of(node)) is not None:
        terms.update(geometry.told(own))
    if grids := get("layoutGrids"):
        terms["grids"] = _grids(grids)
    return terms


def _ratio(node: dict[str, Any], box: Box | None, size: str) -> str:
    """Width to height where they are kept so; `locked` where the size has both."""
    target = node.get("targetAspectRatio")
    if isinstance(target, dict) and (sides := vector(target).split(","))[1:] and "0" not in sides:
        return "/".join(sides)
    if not target and node.get("preserveRatio") is not True:
        return ""
    return f"{css.number(box[0])}/{css.number(box[1])}" if box and "fill" in size else "locked"


def coat(node: dict[str, Any], box: Box | None = None, *, ends: bool = True) -> dict[str, str]:
    """Fill, stroke and effect of a node of so many pixels; `ends` for the stroke's caps and joins, too."""
    found: dict[str, str] = {}
    if (values := node.get("fills")) is None:
        values = node.get("background")  # of frames from before they had fills
    others = node.get("fillOverrideTable")
    if values or others:
        text = paints(values, box)
        if others:
            text = " + ".join(dict.fromkeys(filter(None, [text, *_parts(others, box)])))
        if text:
            found["fill"] = text
    elif values is None and (shade := node.get("backgroundColor")) and not _clear(shade):
        found["fill"] = css.color(shade)
    if node.get("strokes") and (text := stroke(node, box, ends=ends)):
        found["stroke"] = text
    if (values := node.get("effects")) and (text := effects(values)):
        found["effect"] = text
    return found


def _parts(overrides: Any, box: Box | None) -> Iterator[str]:
    """The paints of those parts of a drawing that have their own."""
    for entry in overrides.values() if isinstance(overrides, dict) else ():
        if isinstance(entry, dict):
            yield paints(entry.get("fills"), box)


def _clear(shade: Any) -> bool:
    return isinstance(shade, dict) and shade.get("a") == 0


def _grids(grids: Any) -> str:
    found = []
    for grid in css.visible(grids):
        kind, held = css.lower(grid.get("pattern")), css.lower(grid.get("alignment"))
        words = [kind]
        for name, word in _OF_GRIDS.items():
            if (size := css.number(grid.get(name))) and word not in _STALE.get(kind if kind == "grid" else held, ()):
                words.append(f"{word} {size if name != 'count' or 0 < grid[name] < 1e6 else 'auto'}")
        words += ["" if kind == "grid" else held, css.color(grid.get("color"))]
        found.append(" ".join(filter(None, words)))
    return ", ".join(found)


_OF_GRIDS = {"count": "count", "sectionSize": "size", "gutterSize": "gutter", "offset": "offset"}
_STALE = {"grid": ("count", "gutter", "offset"), "stretch": ("size",), "center": ("offset",)}
"""What does not count in squares, where columns stretch, and where they are centred."""


def published(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Which term follows which published style, by the style's id in the file."""
    styles = node.get("styles")
    if isinstance(styles, dict):
        for kind, identifier in styles.items():
            if isinstance(identifier, str):
                yield _STYLES.get(kind, "grids"), identifier


def bound(node: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Which term follows which variables, by their ids; "" for a side that follows none."""
    variables = node.get("boundVariables")
    if not variables or not isinstance(variables, dict):
        variables = {}
    else:
        yield from _of_sides(node, variables)
        for name, value in variables.items():
            if name not in _ELSEWHERE and (found := aliases(value)):
                yield _BOUND.get(name, css.lower(name)), found
    if properties := node.get("componentProperties"):
        yield from (("properties", found) for found in _of_values(properties))
    for name, term in _LISTS.items():
        if (values := node.get(name)) and isinstance(values, list):
            found = _inside(values)
            # those of parts that cannot be seen are among the node's, too
            if not found and name in variables and not any(map(_has_own, values)):
                found = aliases(variables[name])
            if found:
                yield term, found
    style = node.get("style")
    if isinstance(style, dict) and "boundVariables" in style and (found := aliases(style["boundVariables"])):
        yield "font", found
    if node.get("styleOverrideTable") and (found := list(_of_runs(node))):
        yield "runs", found


def _of_sides(node: dict[str, Any], variables: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Of terms with several lengths, a variable or "" for each, in the order of the lengths."""
    if variables.keys().isdisjoint(_OF_SIDES):
        return
    flat = variables
    for name, parts in _NESTED.items():
        if isinstance(inner := variables.get(name), dict):
            flat = dict(flat)
            own = inner if "id" in inner else None
            flat.update((each, own or inner[part]) for each, part in parts.items() if own or part in inner)
    gaps = () if flat.keys().isdisjoint(GAPS) else gap_fields(node)
    for term, names in (*SIDED.items(), ("gap", gaps)):
        if not flat.keys().isdisjoint(names):
            found = [each[0] if name in flat and (each := aliases(flat[name])) else "" for name in names]
            if any(found):
                yield term, found


def _of_values(properties: Any) -> Iterator[list[str]]:
    for each in properties.values() if isinstance(properties, dict) else ():
        if isinstance(each, dict) and (found := aliases(each.get("boundVariables"))):
            yield found


def _of_runs(node: dict[str, Any]) -> Iterator[str]:
    """The variables of the parts of a text that look unlike the whole; those of a published style go with its name."""
    table = node.get("styleOverrideTable")
    for style in table.values() if isinstance(table, dict) else ():
        if isinstance(style, dict):
            fills = style.get("fills")
            yield from _inside(fills) if isinstance(fills, list) else ()
            if not style.get("inheritTextStyleId"):
                yield from aliases(style.get("boundVariables"))


def _inside(values: list[Any]) -> list[str]:
    found: list[str] = []
    for value in values:
        if isinstance(value, dict) and value.get("visible") is not False:
            if "boundVariables" in value:
                found += aliases(value["boundVariables"])
            if "gradientStops" in value and isinstance(stops := value["gradientStops"], list):
                for stop in stops:
                    found += aliases(stop.get("boundVariables")) if isinstance(stop, dict) else []
    return found


def _has_own(value: Any) -> bool:
    return isinstance(value, dict) and bool(value.get("boundVariables"))


def aliases(value: Any) -> list[str]:
    """The ids of the variables in an alias, or in a list or an object of aliases."""
    if isinstance(value, dict):
        if isinstance(value.get("id"), str):
            return [value["id"]]
        return [each["id"] for each in value.values() if isinstance(each, dict) and isinstance(each.get("id"), str)]
    if isinstance(value, list):
        return [each["id"] for each in value if isinstance(each, dict) and isinstance(each.get("id"), str)]
    return []
