"""What a node looks like, as terms of CSS: `layout`, `gap`, `size`, `fill`, ...; what is usual is left out."""

from __future__ import annotations

from collections.abc import Iterator
from math import degrees
from typing import Any

from figwright_figma.view import css

TERMS = (
    "component",
    "properties",
    "description",
    "icon",
    "layout",
    "gap",
    "padding",
    "grid",
    "size",
    "min",
    "max",
    "at",
    "pin",
    "overflow",
    "fixed",
    "mask",
    "font",
    "align",
    "list",
    "fill",
    "stroke",
    "radius",
    "effect",
    "grids",
    "opacity",
    "blend",
    "rotate",
    "text",
    "link",
    "runs",
    "click",
    "export",
    "status",
)
"""The terms that `fields` can name."""

_DIRECTIONS = {"HORIZONTAL": "row", "VERTICAL": "column", "GRID": "grid"}
_MAIN = {"CENTER": "justify-center", "MAX": "justify-end", "SPACE_BETWEEN": "justify-between"}
_CROSS = {"CENTER": "items-center", "MAX": "items-end", "BASELINE": "items-baseline"}
_SCROLLS = {
    "HORIZONTAL_SCROLLING": "scroll-x",
    "VERTICAL_SCROLLING": "scroll-y",
    "HORIZONTAL_AND_VERTICAL_SCROLLING": "scroll",
}
_PINS = {"LEFT": "", "TOP": "", "LEFT_RIGHT": "left-right", "TOP_BOTTOM": "top-bottom"}
_EITHER = ("center", "scale")
_PADDINGS = ("paddingTop", "paddingRight", "paddingBottom", "paddingLeft")
_STYLES = {"text": "font", "fill": "fill", "fills": "fill", "stroke": "stroke", "strokes": "stroke", "effect": "effect"}
_BOUND = {
    "fills": "fill",
    "textRangeFills": "fill",
    "strokes": "stroke",
    "strokeWeight": "stroke",
    "individualStrokeWeights": "stroke",
    "effects": "effect",
    "itemSpacing": "gap",
    "counterAxisSpacing": "gap",
    "gridRowGap": "gap",
    "gridColumnGap": "gap",
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
    "layoutGrids": "grids",
    "componentProperties": "component",
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


def look(node: dict[str, Any], parent: dict[str, Any] | None) -> dict[str, str]:
    """The terms of one node but for its component, text and links."""
    terms: dict[str, str] = {}
    get = node.get
    mode = get("layoutMode")
    if mode in ("HORIZONTAL", "VERTICAL", "GRID"):
        _flow(node, mode, terms)
    _place(node, parent, terms)
    if get("clipsContent") is True:
        terms["overflow"] = "hidden"
    if scrolls := get("overflowDirection"):
        terms["overflow"] = _SCROLLS.get(scrolls, "") if isinstance(scrolls, str) else ""
    if get("isFixed") is True:
        terms["fixed"] = "on scroll"
    if get("isMask") is True:
        terms["mask"] = css.lower(get("maskType")) or "alpha"
    terms.update(coat(node))
    if corner := css.radius(node):
        terms["radius"] = corner
    if (opacity := get("opacity")) is not None and opacity != 1:
        terms["opacity"] = css.number(opacity)
    if (blend := get("blendMode")) not in ("PASS_THROUGH", "NORMAL", None):
        terms["blend"] = css.lower(blend)
    if css.is_number(turn := get("rotation")) and turn and -1e6 < turn < 1e6:
        turned = css.number(round(-degrees(turn), 1))
        if turned not in ("0", "-0"):
            terms["rotate"] = turned
    if grids := get("layoutGrids"):
        terms["grids"] = _grids(grids)
    return terms


def coat(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Fill, stroke and effect."""
    if values := node.get("fills"):
        text = css.paints(values, node.get("absoluteBoundingBox"))
        if others := node.get("fillOverrideTable"):
            text = " + ".join(dict.fromkeys(filter(None, [text, *_parts(others)])))
        if text:
            yield "fill", text
    elif values is None and (shade := node.get("backgroundColor")) and not _clear(shade):
        yield "fill", css.color(shade)
    if node.get("strokes") and (text := css.stroke(node)):
        yield "stroke", text
    if (values := node.get("effects")) and (text := css.effects(values)):
        yield "effect", text


def _parts(overrides: Any) -> Iterator[str]:
    """The paints of those parts of a drawing that have their own."""
    for entry in overrides.values() if isinstance(overrides, dict) else ():
        if isinstance(entry, dict):
            yield css.paints(entry.get("fills"))


def _clear(shade: Any) -> bool:
    return isinstance(shade, dict) and shade.get("a") == 0


def _flow(node: dict[str, Any], mode: str, terms: dict[str, str]) -> None:
    get = node.get
    words = [_DIRECTIONS[mode]]
    if get("layoutWrap") == "WRAP":
        words.append("wrap")
    spread = get("primaryAxisAlignItems")
    for table, value in ((_MAIN, spread), (_CROSS, get("counterAxisAlignItems"))):
        if isinstance(value, str) and value in table:
            words.append(table[value])
    if get("counterAxisAlignContent") == "SPACE_BETWEEN":
        words.append("content-between")
    if get("itemReverseZIndex") is True:
        words.append("first-on-top")
    terms["layout"] = " ".join(words)
    if mode == "GRID":
        gaps = [css.number(get(name, 0)) or "0" for name in ("gridRowGap", "gridColumnGap")]
        counts = [css.number(get(name)) for name in ("gridRowCount", "gridColumnCount")]
        terms["grid"] = "x".join(filter(None, counts))
    else:
        gaps = [css.number(get("itemSpacing", 0)) or "0"]
        if between := css.number(get("counterAxisSpacing")):
            gaps.append(between)
        if spread == "SPACE_BETWEEN":
            gaps = []
    if gaps and any(gap != "0" for gap in gaps):
        terms["gap"] = gaps[0] if len(set(gaps)) == 1 else " ".join(gaps)
    inner = [css.number(get(name, 0)) or "0" for name in _PADDINGS]
    if inner != ["0", "0", "0", "0"]:
        terms["padding"] = css.sides(inner)


def _place(node: dict[str, Any], parent: dict[str, Any] | None, terms: dict[str, str]) -> None:
    get = node.get
    flow = parent.get("layoutMode") if parent else None
    flows = flow in ("HORIZONTAL", "VERTICAL", "GRID") and get("layoutPositioning") != "ABSOLUTE"
    box = get("absoluteBoundingBox")
    if isinstance(box, dict):
        wide, high = _sizing(node, flow if flows else None)
        width = wide or css.number(box.get("width"))
        height = high or css.number(box.get("height"))
        if width and height and (width, height) != ("hug", "hug"):
            terms["size"] = f"{width}x{height}"
        if not flows and parent is not None:
            _position(node, box, parent, terms)
    for term, names in (("min", ("minWidth", "minHeight")), ("max", ("maxWidth", "maxHeight"))):
        least = [css.number(get(name)) for name in names]
        if any(least):
            terms[term] = "x".join(each or "auto" for each in least)
    if flow == "GRID":
        spans = [css.number(get(name)) for name in ("gridRowSpan", "gridColumnSpan")]
        starts = [css.number(get(name)) for name in ("gridRowAnchorIndex", "gridColumnAnchorIndex")]
        words = [f"at {starts[0]},{starts[1]}"] if all(starts) else []
        if any(span not in ("", "1") for span in spans):
            words.append(f"span {spans[0] or 1}x{spans[1] or 1}")
        if words:
            terms["grid"] = " ".join([*filter(None, [terms.get("grid")]), *words])


def size(node: dict[str, Any]) -> str:
    """Width and height in pixels; "" where a node has none."""
    box = node.get("absoluteBoundingBox")
    if not isinstance(box, dict):
        return ""
    width, height = css.number(box.get("width")), css.number(box.get("height"))
    return f"{width}x{height}" if width and height else ""


def _position(node: dict[str, Any], box: dict[str, Any], parent: dict[str, Any], terms: dict[str, str]) -> None:
    outer = parent.get("absoluteBoundingBox")
    left, top = (outer.get("x"), outer.get("y")) if isinstance(outer, dict) else (0, 0)
    x, y = box.get("x"), box.get("y")
    if css.is_number(x) and css.is_number(y):
        x -= left if css.is_number(left) else 0
        y -= top if css.is_number(top) else 0
        terms["at"] = f"{css.number(x) or 0},{css.number(y) or 0}"
    held = node.get("constraints")
    if isinstance(held, dict):
        across, down = (
            _PINS.get(where, css.lower(where)) if isinstance(where, str) else ""
            for where in (held.get("horizontal"), held.get("vertical"))
        )
        if across == down:
            terms["pin"] = across
        else:
            words = [f"{word}-{axis}" if word in _EITHER else word for word, axis in ((across, "h"), (down, "v"))]
            terms["pin"] = " ".join(filter(None, words))


def _sizing(node: dict[str, Any], flow: Any) -> tuple[str, str]:
    """`fill`, `hug` or "" for the width and for the height; from before there were sizing fields, too."""
    get = node.get
    wide, high = get("layoutSizingHorizontal"), get("layoutSizingVertical")
    if wide is None and high is None:
        mode = get("layoutMode")
        if mode in ("HORIZONTAL", "VERTICAL"):
            main = "" if get("primaryAxisSizingMode") == "FIXED" else "hug"
            cross = "" if get("counterAxisSizingMode") == "FIXED" else "hug"
            sizes = [main, cross] if mode == "HORIZONTAL" else [cross, main]
        else:
            sizes = ["", ""]
        if flow in ("HORIZONTAL", "VERTICAL"):
            if get("layoutGrow") == 1:
                sizes[flow == "VERTICAL"] = "fill"
            if get("layoutAlign") == "STRETCH":
                sizes[flow == "HORIZONTAL"] = "fill"
        return sizes[0], sizes[1]
    return "" if wide == "FIXED" else css.lower(wide), "" if high == "FIXED" else css.lower(high)


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
        padding = [next(iter(aliases(variables.get(name))), "") for name in _PADDINGS]
        if any(padding):
            yield "padding", padding
        for name, value in variables.items():
            if name not in _PADDINGS and (found := aliases(value)):
                yield _BOUND.get(name, css.lower(name)), found
    for name, term in (("fills", "fill"), ("strokes", "stroke"), ("effects", "effect")):
        values = node.get(name)
        if values and isinstance(values, list) and (term != "effect" or name not in variables):
            found = _inside(values) if name not in variables else []
            if found:
                yield term, found


def _inside(values: list[Any]) -> list[str]:
    found: list[str] = []
    for value in values:
        if isinstance(value, dict) and value.get("visible") is not False:
            found += aliases(value.get("boundVariables"))
            stops = value.get("gradientStops")
            for stop in stops if isinstance(stops, list) else ():
                found += aliases(stop.get("boundVariables")) if isinstance(stop, dict) else []
    return found


def aliases(value: Any) -> list[str]:
    """The ids of the variables in an alias, or in a list or an object of aliases."""
    if isinstance(value, dict):
        if isinstance(value.get("id"), str):
            return [value["id"]]
        return [each["id"] for each in value.values() if isinstance(each, dict) and isinstance(each.get("id"), str)]
    if isinstance(value, list):
        return [each["id"] for each in value if isinstance(each, dict) and isinstance(each.get("id"), str)]
    return []
