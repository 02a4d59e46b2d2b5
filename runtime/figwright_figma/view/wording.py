"""Text of a design with its font, its runs of another look, and its links."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
_WEIGHTS = frozenset(
    (
        *("thin", "hairline", "light", "regular", "normal", "book", "roman", "medium", "bold", "black", "heavy"),
        *("extra", "ultra", "semi", "demi", "extralight", "ultralight", "semibold", "demibold", "extrabold"),
        *("ultrabold", "extrablack", "ultrablack"),
    )
)
_SLANTS = frozenset(("italic", "oblique"))
"""Words of a font style that weight and slant say already."""
_DECORATIONS = {"UNDERLINE": "underline", "STRIKETHROUGH": "line-through"}
_ITALIC = {True: "italic"}
_LENGTHS = (
    ("letterSpacing", "spacing"),
    ("paragraphSpacing", "paragraph"),
    ("paragraphIndent", "indent"),
    ("listSpacing", "list"),
)


@css.remembered
def font(style: Any) -> str:
    """`weight size/line-height family`, then what is not usual."""
    if not isinstance(style, dict):
        return ""
    get = style.get
    size, family = css.number(get("fontSize")), get("fontFamily")
    if size and _has_line_height(get) and (line := css.number(get("lineHeightPx"))):
        size = f"{size}/{line}"
    weight = css.number(get("fontWeight")) or _semantic(get("semanticWeight"))
    slant = get("italic") if isinstance(get("italic"), bool) else get("semanticItalic") == "ITALIC"
    words = [weight, size]
    if isinstance(family, str):
        words.append(quoted(family))
    words.append(_face(get("fontStyle"), _SLANTS if slant else frozenset(), _WEIGHTS if weight else frozenset()))
    if slant:
        words.append("italic")
    for table, name in ((_CASES, "textCase"), (_DECORATIONS, "textDecoration")):
        value = get(name)
        if isinstance(value, str) and value in table:
            words.append(table[value])
    for name, term in _LENGTHS:
        if (value := css.number(get(name))) not in ("", "0"):
            words.append(f"{term} {value}")
    return " ".join(filter(None, [*words, *_limits(get)]))


def _has_line_height(get: Callable[[str], Any]) -> bool:
    """Whether a line height was set, rather than left to the font."""
    unit = get("lineHeightUnit")
    share = get("lineHeightPercent")
    return unit in ("PIXELS", "FONT_SIZE_%") or (
        unit == "INTRINSIC_%" and css.is_number(share) and abs(share - 100) > 0.1
    )


def _limits(get: Callable[[str], Any]) -> Iterator[str]:
    """Where a text ends, how its box is trimmed, and the features of its font."""
    if get("textTruncation") == "ENDING" or get("textAutoResize") == "TRUNCATE":
        yield "ellipsis"
        if lines := css.number(get("maxLines")):
            yield f"lines {lines}"
    if (trim := get("leadingTrim")) not in (None, "NONE"):
        yield f"trim {css.lower(trim)}"
    if isinstance(flags := get("opentypeFlags"), dict) and (features := _features(flags)):
        yield f"features {features}"


def _semantic(weight: Any) -> str:
    return css.lower(weight) if weight in ("BOLD", "NORMAL") else ""


def _face(name: Any, *told: frozenset[str]) -> str:
    """What the name of a style says that is not told: `Condensed` of `Condensed Bold Italic`."""
    if not isinstance(name, str):
        return ""
    words = [word for word in name.split() if not any(word.lower().replace("-", "") in each for each in told)]
    return quoted(" ".join(words)) if words else ""


def _features(flags: dict[str, Any]) -> str:
    found = ((css.lower(name), value) for name, value in flags.items())
    return " ".join(f"{name}{'' if value == 1 else f'={css.number(value)}'}" for name, value in found if name)


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
    """How each line is marked, with its level where that is not the first; once where all lines are alike."""
    kinds, levels = node.get("lineTypes"), node.get("lineIndentations")
    kinds = kinds if isinstance(kinds, list) else []
    levels = levels if isinstance(levels, list) else []
    if "ORDERED" not in kinds and "UNORDERED" not in kinds and not any(levels):
        return ""
    words = []
    for place in range(max(len(kinds), len(levels))):
        kind = css.lower(kinds[place]) if place < len(kinds) else ""
        level = css.number(levels[place]) if place < len(levels) else ""
        usual = ("", "0") if kind in ("", "none") else ("", "0", "1")
        words.append((kind or "none") + ("" if level in usual else f"/{level}"))
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
    base = base if isinstance(base, dict) else {}
    whole = {**base, **style}
    if "semanticWeight" in style and "fontWeight" not in style:
        whole.pop("fontWeight", None)
    if "semanticItalic" in style and "italic" not in style:
        whole.pop("italic", None)
    own, target = font(whole), link(style)
    shade = paints(style.get("fills")) or ("unpainted" if "fills" in style else "")
    names = [title(style.get(name)) for name in ("inheritTextStyleId", "inheritFillStyleId")]
    words = [
        *(quoted(name) for name in names if name),
        own if own != font(base) else "",
        *_taken(whole, base),
        shade,
        f"link {target}" if target else "",
    ]
    return " ".join(filter(None, words))


def _taken(whole: dict[str, Any], base: dict[str, Any]) -> Iterator[str]:
    """What a part lacks that the whole text has: its font cannot say so by leaving it out."""
    for name, table in (("italic", _ITALIC), ("textCase", _CASES), ("textDecoration", _DECORATIONS)):
        said, own = (next((word for key, word in table.items() if each.get(name) == key), "") for each in (base, whole))
        if said and not own:
            yield f"no-{said}"
    for name, term in _LENGTHS:
        if css.number(base.get(name)) not in ("", "0") and css.number(whole.get(name)) in ("", "0"):
            yield f"{term} 0"
