"""Text of a design with its font, its runs of another look, and its links."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from figwright_figma.view import css
from figwright_figma.view.css import quoted
from figwright_figma.view.paints import paints

_ALIGN = {"CENTER": "center", "RIGHT": "right", "JUSTIFIED": "justify"}
_VERTICAL = {"CENTER": "middle", "BOTTOM": "bottom"}
_CASES = {
    "UPPER": "uppercase",
    "LOWER": "lowercase",
    "TITLE": "capitalize",
    "SMALL_CAPS": "small-caps",
    "SMALL_CAPS_FORCED": "all-small-caps",
}
_DECORATIONS = {"UNDERLINE": "underline", "STRIKETHROUGH": "line-through"}


def font(style: Any) -> str:
    """`weight size/line-height family`, then what is not usual."""
    if not isinstance(style, dict):
        return ""
    get = style.get
    size, family = css.number(get("fontSize")), get("fontFamily")
    if size and get("lineHeightUnit") in ("PIXELS", "FONT_SIZE_%") and (line := css.number(get("lineHeightPx"))):
        size = f"{size}/{line}"
    words = [css.number(get("fontWeight")), size]
    if isinstance(family, str):
        words.append(quoted(family))
    if get("italic") is True:
        words.append("italic")
    for table, name in ((_CASES, "textCase"), (_DECORATIONS, "textDecoration")):
        value = get(name)
        if isinstance(value, str) and value in table:
            words.append(table[value])
    for name, term in (("letterSpacing", "spacing"), ("paragraphSpacing", "paragraph"), ("paragraphIndent", "indent")):
        if (value := css.number(get(name))) not in ("", "0"):
            words.append(f"{term} {value}")
    if get("textTruncation") == "ENDING":
        words.append("ellipsis")
    if lines := css.number(get("maxLines")):
        words.append(f"lines {lines}")
    return " ".join(filter(None, words))


def align(style: Any) -> str:
    if not isinstance(style, dict):
        return ""
    across, down = style.get("textAlignHorizontal"), style.get("textAlignVertical")
    words = [
        table[value]
        for table, value in ((_ALIGN, across), (_VERTICAL, down))
        if isinstance(value, str) and value in table
    ]
    return " ".join(words)


def lists(node: dict[str, Any]) -> str:
    kinds = node.get("lineTypes")
    if not isinstance(kinds, list) or not any(kind in ("ORDERED", "UNORDERED") for kind in kinds):
        return ""
    words = [css.lower(kind) for kind in kinds]
    return words[0] if len(set(words)) == 1 else " ".join(words)


def link(style: Any) -> str:
    target = style.get("hyperlink") if isinstance(style, dict) else None
    if not isinstance(target, dict):
        return ""
    if isinstance(target.get("url"), str):
        return quoted(target["url"])
    return css.token(target.get("nodeID"))


def runs(node: dict[str, Any], characters: str, title: Callable[[Any], str]) -> str:
    """The parts of a text that look unlike the whole, each with what differs. `title` names styles by their ids.

    Overrides are counted in UTF-16 code units, the way Figma counts characters.
    """
    overrides, table = node.get("characterStyleOverrides"), node.get("styleOverrideTable")
    if not overrides or not isinstance(overrides, list) or not isinstance(table, dict):
        return ""
    wide = not characters.isascii() and any(ord(sign) > 0xFFFF for sign in characters)
    units = characters.encode("utf-16-le", "surrogatepass") if wide else b""
    base = node.get("style")
    found: list[str] = []
    start, count = 0, len(overrides)
    while start < count:
        key, end = overrides[start], start + 1
        while end < count and overrides[end] == key:
            end += 1
        style = table.get(str(key)) if key and isinstance(key, int) else None
        if isinstance(style, dict):
            part = units[2 * start : 2 * end].decode("utf-16-le", "surrogatepass") if wide else characters[start:end]
            if part and (terms := _differences(style, base, title)):
                found.append(f"{quoted(part)} {terms}")
        start = end
    return "; ".join(found)


def _differences(style: dict[str, Any], base: Any, title: Callable[[Any], str]) -> str:
    whole = {**base, **style} if isinstance(base, dict) else style
    own, shade, target = font(whole), paints(style.get("fills")), link(style)
    names = [title(style.get(name)) for name in ("inheritTextStyleId", "inheritFillStyleId")]
    words = [
        *(quoted(name) for name in names if name),
        own if own != font(base) else "",
        shade,
        f"link {target}" if target else "",
    ]
    return " ".join(filter(None, words))
