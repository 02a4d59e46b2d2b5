"""What nobody sees, written as the escapes of JSON: the one table for all that a person, a terminal or a model reads.

Control and format characters, halves of surrogate pairs, private and unassigned characters are known by their Unicode
category, so that a newer Unicode needs no new table (T80). Tabs and line ends stay, and so do the signs that join an
emoji's parts, where they do join some.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any
from unicodedata import category

import pydantic_core

_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
_BLANK = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0\U0001d159"
    + "".join(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
)
"""Letters, marks and symbols without a shape (Default_Ignorable_Code_Point; blank patterns), variation selectors."""
_SEEN = "\t\n"
_EMOJI = range(0x1F000, 0x1FB00)
"""Kept for emoji: what this Python does not know there is one of a newer Unicode."""
_JOINER, _AS_EMOJI, _KEYCAP = "\u200d", "\ufe0f", "\u20e3"


def make_visible(text: str, form: str = "") -> str:
    """The text with what hides in it, or turns its direction, as the escapes of JSON, or of YAML in its form."""
    if _is_plain(text):
        return text
    unseen = frozenset(filter(is_unseen, set(text)))
    if not unseen:
        return text
    write = _escaped_in_yaml if form == "yaml" else _escaped
    return _pattern(unseen).sub(lambda found: found[0] if _joins(found) else write(found[0]), text)


def _is_plain(text: str) -> bool:
    """Whether a text is known to be visible at little cost; no sign of Latin 1 that can be printed is blank."""
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return text.replace("\n", "").replace("\t", "").isprintable()


def visible_data(data: Any) -> Any:
    """JSON whose texts and names are visible; the same object where they were."""
    if isinstance(data, str):
        return make_visible(data)
    if isinstance(data, dict):
        named = {make_visible(name): visible_data(value) for name, value in data.items()}
        return data if _is_same(data, named) else named
    if isinstance(data, list):
        items = list(map(visible_data, data))
        return data if all(old is new for old, new in zip(data, items, strict=True)) else items
    return data


def one_line(text: str) -> str:
    """The text with one space in place of each run of what hides, tabs and line ends."""
    unseen = frozenset(filter(is_unseen, set(text))) | set(_SEEN)
    return re.sub(f"{_pattern(unseen).pattern}+", " ", text).strip()


@lru_cache(maxsize=4096)
def is_unseen(sign: str) -> bool:
    """Whether one character shows nothing of itself, or steers what shows the others."""
    kind = category(sign)
    if kind not in _HIDDEN:
        return sign in _BLANK
    return sign not in _SEEN and not (kind == "Cn" and ord(sign) in _EMOJI)


@lru_cache(maxsize=64)
def _pattern(signs: frozenset[str]) -> re.Pattern[str]:
    return re.compile(f"[{''.join(map(re.escape, sorted(signs)))}]")


def _joins(found: re.Match[str]) -> bool:
    """Whether a joiner or selector stands where an emoji has it: it hides nothing there."""
    sign, text, at = found[0], found.string, found.start()
    if sign not in (_JOINER, _AS_EMOJI) or at == 0:
        return False
    before, after = text[at - 1], text[at + 1 : at + 2]
    if before != _AS_EMOJI and is_unseen(before):
        return False
    if sign == _AS_EMOJI:
        return category(before) in ("So", "Sm") or before in "‼⁉〰ℹ" or after == _KEYCAP
    return (before == _AS_EMOJI or category(before) in ("So", "Sk")) and after != "" and category(after) in ("So", "Sm")


def _is_same(data: dict[str, Any], named: dict[str, Any]) -> bool:
    return data.keys() == named.keys() and all(value is named[name] for name, value in data.items())


def _escaped(sign: str) -> str:
    return json.dumps(sign)[1:-1]


def _escaped_in_yaml(sign: str) -> str:
    return f"\\U{ord(sign):08x}"


def is_sayable(value: object) -> bool:
    """Whether UTF-8 has all of a value's texts: not where one holds half a character (a lone surrogate)."""
    try:
        pydantic_core.to_json(value, bytes_mode="base64")
    except pydantic_core.PydanticSerializationError as error:
        return "surrogates not allowed" not in str(error)
    return True
