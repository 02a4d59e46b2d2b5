"""Auto layout and places in the words of CSS; of what Figma keeps from earlier settings, only what has an effect."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from figwright_figma.view import css, geometry
from figwright_figma.view.geometry import Box, Turn

_DIRECTIONS = {"HORIZONTAL": "row", "VERTICAL": "column", "GRID": "grid"}
_MAIN = {"CENTER": "justify-center", "MAX": "justify-end", "SPACE_BETWEEN": "justify-between"}
_CROSS = {"CENTER": "items-center", "MAX": "items-end", "BASELINE": "items-baseline"}
_PINS = {"LEFT": "", "TOP": ""}
_EITHER = ("center", "scale")
_SELF = {"MIN": "start", "CENTER": "center", "MAX": "end"}
PADDINGS = ("paddingTop", "paddingRight", "paddingBottom", "paddingLeft")
GAPS = frozenset(("itemSpacing", "counterAxisSpacing", "gridRowGap", "gridColumnGap"))


def flow(node: dict[str, Any], terms: dict[str, str]) -> None:
    """How a node lays out what is inside it; nothing for one without auto layout."""
    get = node.get
    mode = get("layoutMode")
    if not isinstance(mode, str) or mode not in _DIRECTIONS:
        return
    words = [_DIRECTIONS[mode]]
    if mode != "GRID":
        cross, wraps = get("counterAxisAlignItems"), _wraps(node)
        if wraps:
            words.append("wrap")
        for table, value in ((_MAIN, get("primaryAxisAlignItems")), (_CROSS, cross)):
            if isinstance(value, str) and value in table and (value != "BASELINE" or mode == "HORIZONTAL"):
                words.append(table[value])
        if wraps and get("counterAxisAlignContent") == "SPACE_BETWEEN":
            words.append("content-between")
    if get("itemReverseZIndex") is True:
        words.append("first-on-top")
    if get("strokesIncludedInLayout") is True and css.visible(get("strokes")):
        words.append("border-box")
    terms["layout"] = " ".join(words)
    if mode == "GRID":
        terms["grid"] = _tracks(node)
    gaps = [css.number(get(name, 0)) or "0" for name in gap_fields(node)]
    if any(gap != "0" for gap in gaps):
        terms["gap"] = gaps[0] if len(set(gaps)) == 1 else " ".join(gaps)
    inner = [css.number(get(name, 0)) or "0" for name in PADDINGS]
    if inner != ["0", "0", "0", "0"]:
        terms["padding"] = css.sides(inner)


def gap_fields(node: dict[str, Any]) -> tuple[str, ...]:
    """Where the gaps come from that have an effect: one for both, or row and column as CSS has them; "" where none."""
    get = node.get
    mode = get("layoutMode")
    if mode == "GRID":
        return ("gridRowGap", "gridColumnGap")
    main = "" if get("primaryAxisAlignItems") == "SPACE_BETWEEN" else "itemSpacing"
    tracks = _wraps(node) and get("counterAxisAlignContent") != "SPACE_BETWEEN"
    return ("counterAxisSpacing", main) if tracks and css.is_number(get("counterAxisSpacing")) else (main,)


def _wraps(node: dict[str, Any]) -> bool:
    """Figma wraps rows alone; a column keeps the word from when it was one."""
    return node.get("layoutWrap") == "WRAP" and node.get("layoutMode") == "HORIZONTAL"


def _tracks(node: dict[str, Any]) -> str:
    get = node.get
    words = ["x".join(filter(None, (css.number(get(name)) for name in ("gridRowCount", "gridColumnCount"))))]
    for name, word in (("gridColumnsSizing", "columns"), ("gridRowsSizing", "rows")):
        sizes = get(name)
        if isinstance(sizes, str) and sizes:
            words.append(f"{word} {css.quoted(sizes) if sizes.translate(_OF_TRACKS) else sizes}")
    return " ".join(filter(None, words))


_OF_TRACKS = dict.fromkeys(map(ord, "0123456789abcdefghijklmnopqrstuvwxyz.,()% -"))


def placed(
    node: dict[str, Any],
    parent: dict[str, Any] | None,
    turn: Turn | None,
    outer: Turn | None,
    own: Box | None,
    terms: dict[str, str],
) -> None:
    """A node's size and place; where auto layout places it, only what it adds to that."""
    get = node.get
    around = parent.get("layoutMode") if parent else None
    flows = isinstance(around, str) and around in _DIRECTIONS and get("layoutPositioning") != "ABSOLUTE"
    wide, high = _sizing(node, around if flows else None)
    if own:
        width, height = css.number(own[0]), css.number(own[1])
    else:
        box = get("absoluteBoundingBox")
        width, height = (css.number(box.get(name)) if isinstance(box, dict) else "" for name in ("width", "height"))
    if parent is None:
        wide, high = (f"fill({px})" if said == "fill" and px else said for said, px in ((wide, width), (high, height)))
    elif not flows:
        wide, high = "" if wide == "fill" else wide, "" if high == "fill" else high
    if (wide or width) and (high or height) and (wide, high) != ("hug", "hug"):
        hugs = "" if wide or high or "characters" not in node else _hugs(node)
        terms["size"] = f"{hugs}{'' if own or not width else 'box '}{wide or width}x{high or height}"
    if not flows and parent is not None:
        _position(node, parent, turn, outer, terms)
    if flows or parent is None or _is_laid_out(node):
        for term, names in (("min", ("minWidth", "minHeight")), ("max", ("maxWidth", "maxHeight"))):
            least = [css.number(value) if (value := get(name)) else "" for name in names]
            if any(least):
                terms[term] = "x".join(each or "auto" for each in least)
    if flows and around == "GRID":
        terms["grid"] = " ".join([*filter(None, [terms.get("grid")]), *_cell(node)])


def _is_laid_out(node: dict[str, Any]) -> bool:
    mode = node.get("layoutMode")
    return isinstance(mode, str) and mode in _DIRECTIONS


def _hugs(node: dict[str, Any]) -> str:
    """How the box of a text that no auto layout sizes follows its words: not at all, by its height, or whole."""
    style = node.get("style")
    grows = style.get("textAutoResize") if isinstance(style, dict) else None
    return "hug " if grows == "WIDTH_AND_HEIGHT" else "hug-height " if grows == "HEIGHT" else ""


def _cell(node: dict[str, Any]) -> list[str]:
    """Where in its parent's grid a node lies, in lines as CSS counts them, and how in its cell."""
    get = node.get
    words = []
    for word, index, span in (
        ("row", "gridRowAnchorIndex", "gridRowSpan"),
        ("column", "gridColumnAnchorIndex", "gridColumnSpan"),
    ):
        start = get(index, 0)
        if css.is_number(start):
            words.append(f"{word} {css.number(start + 1)}")
            if (across := css.number(get(span, 1))) not in ("", "1"):
                words[-1] += f"/span {across}"
    for word, name in (("justify-self", "gridChildHorizontalAlign"), ("align-self", "gridChildVerticalAlign")):
        if isinstance(value := get(name), str) and value in _SELF:
            words.append(f"{word} {_SELF[value]}")
    return words


def size(node: dict[str, Any], turn: Turn | None = None) -> str:
    """Width and height in pixels; "" where a node has none."""
    own = geometry.extent(node, turn)
    width, height = map(css.number, own) if own else ("", "")
    return f"{width}x{height}" if width and height else ""


def _position(
    node: dict[str, Any], parent: dict[str, Any], turn: Turn | None, outer: Turn | None, terms: dict[str, str]
) -> None:
    if (corner := geometry.place(node, turn, parent, outer)) is not None:
        terms["at"] = f"{css.number(corner[0]) or 0},{css.number(corner[1]) or 0}"
    held = node.get("constraints")
    if isinstance(held, dict):
        across, down = held.get("horizontal"), held.get("vertical")
        terms["pin"] = _pin(across if isinstance(across, str) else "", down if isinstance(down, str) else "")


@lru_cache(maxsize=64)
def _pin(across: str, down: str) -> str:
    across, down = (_PINS.get(where, css.lower(where)) for where in (across, down))
    if across == down:
        return across
    words = [f"{word}-{axis}" if word in _EITHER else word for word, axis in ((across, "h"), (down, "v"))]
    return " ".join(filter(None, words))


def _sizing(node: dict[str, Any], around: Any) -> tuple[str, str]:
    """`fill`, `hug` or "" for the width and for the height; from before there were sizing fields, too."""
    get = node.get
    wide, high = get("layoutSizingHorizontal"), get("layoutSizingVertical")
    mode = get("layoutMode")
    if wide is None and high is None:
        if mode in ("HORIZONTAL", "VERTICAL"):
            main = "" if get("primaryAxisSizingMode") == "FIXED" else "hug"
            cross = "" if get("counterAxisSizingMode") == "FIXED" else "hug"
            sizes = [main, cross] if mode == "HORIZONTAL" else [cross, main]
        else:
            sizes = ["", ""]
        if around in ("HORIZONTAL", "VERTICAL"):
            if get("layoutGrow") == 1:
                sizes[around == "VERTICAL"] = "fill"
            if get("layoutAlign") == "STRETCH":
                sizes[around == "HORIZONTAL"] = "fill"
        return sizes[0], sizes[1]
    hugs = _is_laid_out(node) or "characters" in node
    wide, high = ("" if each == "FIXED" or (each == "HUG" and not hugs) else css.lower(each) for each in (wide, high))
    return wide, high
