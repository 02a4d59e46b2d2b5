"""What a node looks like, as terms of CSS: `layout`, `gap`, `size`, `fill`, ...; what is usual is left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from figwright_figma.view import css, geometry
from figwright_figma.view.effects import effects
from figwright_figma.view.flow import GAPS, PADDINGS, flow, gap_fields, placed
from figwright_figma.view.geometry import Box, Turn
from figwright_figma.view.paints import paints, radius, stroke

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
_PADDED = frozenset(PADDINGS)
_ELSEWHERE = frozenset((*PADDINGS, *GAPS, *_LISTS))
_BOUND = {
    "textRangeFills": "fill",
    "strokeWeight": "stroke",
    "individualStrokeWeights": "stroke",
    "size": "size",
    "minWidth": "min",
    "minHeight": "min",
    "maxWidth": "max",
    "maxHeight": "max",
    "rectangleCornerRadii": "radius",
    "cornerRadius": "radius",
    "topLeftRadius": "radius",
    "topRightRadius": "radius",
    "bottomRightRadius": "radius",
    "bottomLeftRadius": "radius",
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
    if get("preserveRatio") is True or get("targetAspectRatio"):
        terms["ratio"] = "locked"
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
    if (blend := get("blendMode")) not in ("PASS_THROUGH", "NORMAL", None):
        terms["blend"] = css.lower(blend)
    if turn is not None and (own := geometry.turn_of(node)) is not None:
        terms.update(geometry.told(own))
    if grids := get("layoutGrids"):
        terms["grids"] = _grids(grids)
    return terms


def coat(node: dict[str, Any], box: Box | None = None, *, ends: bool = True) -> Iterator[tuple[str, str]]:
    """Fill, stroke and effect of a node of so many pixels; `ends` for the stroke's caps and joins, too."""
    if (values := node.get("fills")) is None:
        values = node.get("background")  # of frames from before they had fills
    others = node.get("fillOverrideTable")
    if values or others:
        text = paints(values, box)
        if others:
            text = " + ".join(dict.fromkeys(filter(None, [text, *_parts(others, box)])))
        if text:
            yield "fill", text
    elif values is None and (shade := node.get("backgroundColor")) and not _clear(shade):
        yield "fill", css.color(shade)
    if node.get("strokes") and (text := stroke(node, box, ends=ends)):
        yield "stroke", text
    if (values := node.get("effects")) and (text := effects(values)):
        yield "effect", text


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
        sizes = [css.number(grid.get(name)) for name in ("count", "sectionSize", "gutterSize", "offset")]
        pairs = zip(("count", "size", "gutter", "offset"), sizes, strict=True)
        words = " ".join(f"{name} {size}" for name, size in pairs if size)
        about = [css.lower(grid.get("pattern")), words, css.lower(grid.get("alignment")), css.color(grid.get("color"))]
        found.append(" ".join(filter(None, about)))
    return ", ".join(found)


def published(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Which term follows which published style, by the style's id in the file."""
    styles = node.get("styles")
    if isinstance(styles, dict):
        for kind, identifier in styles.items():
            if isinstance(identifier, str):
                yield _STYLES.get(kind, "grids"), identifier


def bound(node: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Which term follows which variables, by their ids; four for padding whose sides differ."""
    variables = node.get("boundVariables")
    if not isinstance(variables, dict):
        variables = {}
    if variables:
        yield from _of_spaces(node, variables)
        for name, value in variables.items():
            if name not in _ELSEWHERE and (found := aliases(value)):
                yield _BOUND.get(name, css.lower(name)), found
    for name, term in _LISTS.items():
        if (values := node.get(name)) and isinstance(values, list):
            found = _inside(values)
            # those of parts that cannot be seen are among the node's, too
            if not found and name in variables and not any(map(_has_own, values)):
                found = aliases(variables[name])
            if found:
                yield term, found
    if isinstance(style := node.get("style"), dict) and (found := aliases(style.get("boundVariables"))):
        yield "font", found


def _of_spaces(node: dict[str, Any], variables: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    if not _PADDED.isdisjoint(variables):
        padding = [next(iter(aliases(variables.get(name))), "") for name in PADDINGS]
        if any(padding):
            yield "padding", padding
    if not GAPS.isdisjoint(variables):
        gaps = [each for name in gap_fields(node) for each in aliases(variables.get(name))]
        if gaps:
            yield "gap", gaps


def _inside(values: list[Any]) -> list[str]:
    found: list[str] = []
    for value in values:
        if isinstance(value, dict) and value.get("visible") is not False:
            if own := value.get("boundVariables"):
                found += aliases(own)
            stops = value.get("gradientStops")
            for stop in stops if isinstance(stops, list) else ():
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
