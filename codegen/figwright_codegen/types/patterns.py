r"""Patterns of JSON Schema (ECMA-262, with its `u` flag) as Python and pydantic read them, where that is exact.

What comes out is still ECMA-262, and means there what it meant: `\d` is spelled out, as it has every script's digits
elsewhere, and so are `\w`, `\s`, `\b` and `.`. A `$` of Python matches before a line's end, too: `$(?!\n)` does not.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from functools import cache

from pydantic_core import SchemaError, SchemaValidator, ValidationError, core_schema

_DIGITS = ((0x30, 0x39),)
_WORDS = ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A))
_SPACES = (
    (0x9, 0xD), (0x20, 0x20), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F),
    (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF),
)  # fmt: skip
_SETS = {"d": _DIGITS, "w": _WORDS, "s": _SPACES}
_LAST = 0x10FFFF
_DOT = r"[^\n\r\u2028\u2029]"
_SIGNS = {"n": "\n", "r": "\r", "t": "\t", "v": "\v", "f": "\f", "0": "\0"}
_SPELLED = {value: f"\\{key}" for key, value in _SIGNS.items() if key != "0"}
_SYNTAX = frozenset("^$\\.*+?()[]{}|/")
_IN_CLASS = frozenset("\\]^-[&~")
_QUANTIFIER = re.compile(r"\{(\d+)(,(\d*))?\}")
_GROUP = re.compile(r"\?(?::|=|!|<=|<!)")
_NAME = re.compile(r"\?P?<([A-Za-z_]\w*)>")
_HEX = re.compile(r"x([0-9a-fA-F]{2})|u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})")
_LOW = re.compile(r"\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_PROPERTY = re.compile(r"[pP]\{[A-Za-z_=]+\}")

Ranges = tuple[tuple[int, int], ...]


class UncheckedError(ValueError):
    """Why a pattern cannot be checked exactly."""

    @property
    def told(self) -> str:
        return f"inputs are not held against this pattern: {self}; the provider may refuse some of them"


class NoPatternError(ValueError):
    """Why a text is not a pattern in any language."""


def translated(pattern: str) -> str:
    """The same pattern as pydantic's own engine or Python's reads it. Raises UncheckedError, NoPatternError."""
    found = "".join(_Reader(pattern).all())
    return found if is_plain(found) else for_python(pattern)


def can_check(pattern: str) -> bool:
    """Whether some engine reads it exactly."""
    try:
        translated(pattern)
    except (UncheckedError, NoPatternError):
        return False
    return True


@cache
def is_plain(pattern: str) -> bool:
    """Whether pydantic's own engine takes it, which looks neither ahead nor behind."""
    try:
        _validator(pattern)
    except SchemaError:
        return False
    return True


def is_python(pattern: str) -> bool:
    """Whether Python's engine takes it, which knows no properties of characters."""
    try:
        compiled(pattern)
    except re.error:
        return False
    return True


def fits(pattern: str, text: str) -> bool:
    """Whether a translated pattern is found in a text."""
    if not is_plain(pattern):
        return compiled(pattern).search(text) is not None
    try:
        _validator(pattern).validate_python(text)
    except ValidationError:
        return False
    return True


def for_python(pattern: str) -> str:
    """The same pattern as Python's engine alone reads it. Raises UncheckedError, NoPatternError."""
    found = "".join(_Reader(pattern, end=r"$(?!\n)").all())
    try:
        compiled(found)
    except (re.error, OverflowError, RecursionError) as error:
        raise UncheckedError(str(error)) from None
    return found


def joined(patterns: Sequence[str]) -> str:
    """One pattern for several translated ones that must all fit. Raises UncheckedError."""
    if len(patterns) < 2:
        return "".join(patterns)
    return translated("^" + "".join(f"(?=[^]*?(?:{pattern}))" for pattern in patterns))


def compiled(pattern: str) -> re.Pattern[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("error", FutureWarning)
        warnings.simplefilter("error", DeprecationWarning)
        return re.compile(pattern)


def _validator(pattern: str) -> SchemaValidator:
    return SchemaValidator(core_schema.str_schema(pattern=pattern))


class _Reader:
    def __init__(self, pattern: str, *, end: str = "$") -> None:
        self._text, self._at, self._end = pattern, 0, end
        self._depth = 0

    def all(self) -> Iterator[str]:
        quantified = True  # nothing stands before that could be repeated
        while self._at < len(self._text):
            char = self._take()
            if char in "*+?" or (char == "{" and _QUANTIFIER.match(self._text, self._at - 1)):
                if quantified:
                    raise NoPatternError(f"nothing to repeat at position {self._at - 1}")
                yield self._quantifier(char)
                quantified = True
                continue
            quantified = char in "(|^"
            yield self._one(char)
        if self._depth:
            raise NoPatternError("a parenthesis is not closed")

    def _one(self, char: str) -> str:
        match char:
            case "\\":
                return self._escape()
            case "[":
                return self._class()
            case ".":
                return _DOT
            case "$":
                return self._end
            case "(":
                self._depth += 1
                return f"({self._group()}"
            case ")":
                self._depth -= 1
                if self._depth < 0:
                    raise NoPatternError(f"unbalanced parenthesis at position {self._at - 1}")
                return char
            case "^" | "|":
                return char
        return _spelled(char, _SYNTAX)

    def _take(self) -> str:
        if self._at >= len(self._text):
            raise NoPatternError("it ends too early")
        self._at += 1
        return self._text[self._at - 1]

    def _matched(self, expression: re.Pattern[str]) -> re.Match[str] | None:
        found = expression.match(self._text, self._at)
        if found:
            self._at = found.end()
        return found

    def _quantifier(self, char: str) -> str:
        if char == "{":
            self._at -= 1
            found = self._matched(_QUANTIFIER)
            char = found[0] if found else char
        if self._text[self._at : self._at + 1] == "?":
            self._at += 1
            char += "?"
        if self._text[self._at : self._at + 1] in ("+", "*"):
            raise NoPatternError(f"nothing to repeat at position {self._at}")
        return char

    def _group(self) -> str:
        if self._text[self._at : self._at + 1] != "?":
            return ""
        if found := self._matched(_GROUP):
            return found[0]
        if found := self._matched(_NAME):
            return "?:"  # no reference to it is translated
        raise UncheckedError(f"unknown kind of group at position {self._at - 1}")

    def _escape(self) -> str:
        """What a backslash outside a class begins."""
        if found := self._matched(_PROPERTY):
            return f"\\{found[0]}"
        char = self._take()
        if char.lower() in _SETS:
            return f"[{'^' if char.isupper() else ''}{_ranges(_SETS[char.lower()])}]"
        if char in "bB":
            word = f"[{_ranges(_WORDS)}]"
            inside, outside = f"(?<={word})(?={word})", f"(?<!{word})(?!{word})"
            edges = f"(?<={word})(?!{word})|(?<!{word})(?={word})"
            return f"(?:{edges if char == 'b' else f'{inside}|{outside}'})"
        if char in "123456789k":
            raise UncheckedError(f"it refers back to a group at position {self._at - 2}")
        return _spelled(self._sign(char, _SYNTAX | {"-"}), _SYNTAX)

    def _sign(self, char: str, plain: frozenset[str]) -> str:
        """The one character that an escape stands for; `char` is what follows the backslash."""
        self._at -= 1
        if found := self._matched(_HEX):
            code = int(found[1] or found[2] or found[3], 16)
            if 0xD800 <= code < 0xDC00 and (low := self._matched(_LOW)):
                code = 0x10000 + ((code - 0xD800) << 10) + int(low[1], 16) - 0xDC00
            if 0xD800 <= code < 0xE000 or code > _LAST:
                raise UncheckedError(f"\\{found[0]} is no character")
            return chr(code)
        self._at += 1
        if char == "c" and self._text[self._at : self._at + 1].isalpha() and self._text[self._at].isascii():
            return chr(ord(self._take()) % 32)
        if char in _SIGNS:
            return _SIGNS[char]
        if char in plain or not (char.isascii() and char.isalnum()):
            return char
        raise UncheckedError(f"\\{char} at position {self._at - 2} means nothing")

    def _class(self) -> str:
        """What a bracket begins, its members in their order."""
        negated = self._text[self._at : self._at + 1] == "^"
        self._at += negated
        parts, ranges = list[str](), list[tuple[int, int]]()
        while (char := self._take()) != "]":
            first = self._member(char, parts, ranges)
            if first is None or self._text[self._at : self._at + 1] != "-" or self._text[self._at + 1 :][:1] == "]":
                ranges += [(ord(first), ord(first))] if first else []
                continue
            self._at += 1
            last = self._member(self._take(), parts, ranges)
            if last is None or ord(last) < ord(first):
                raise NoPatternError(f"bad character range at position {self._at}")
            ranges.append((ord(first), ord(last)))
        if not parts and not ranges:
            return r"[\u0000-\U0010ffff]".replace(r"\U0010ffff", chr(_LAST)) if negated else r"(?!)"
        hyphen = ranges[-1:] == [(0x2D, 0x2D)]
        members = _ranges(ranges[:-1] if hyphen else ranges) + "".join(parts) + ("-" if hyphen else "")
        return f"[{'^' if negated else ''}{members}]"

    def _member(self, char: str, parts: list[str], ranges: list[tuple[int, int]]) -> str | None:
        """One character of a class; None for a set of characters, which is noted."""
        if char != "\\":
            return char
        if found := self._matched(_PROPERTY):
            parts.append(f"\\{found[0]}")
            return None
        char = self._take()
        if char.lower() in _SETS:
            own = _SETS[char.lower()]
            ranges += _complement(own) if char.isupper() else own
            return None
        return "\b" if char == "b" else self._sign(char, _SYNTAX | {"-"})


def _complement(ranges: Ranges) -> Ranges:
    starts = [0, *(last + 1 for _, last in ranges)]
    ends = [*(first - 1 for first, _ in ranges), _LAST]
    return tuple((first, last) for first, last in zip(starts, ends, strict=True) if first <= last)


def _ranges(ranges: Sequence[tuple[int, int]]) -> str:
    return "".join(_range(first, last) for first, last in ranges)


def _range(first: int, last: int) -> str:
    ends = [_spelled(chr(code), _IN_CLASS) for code in (first, last)]
    return ends[0] if first == last else "".join(ends) if last == first + 1 else "-".join(ends)


def _spelled(char: str, syntax: frozenset[str]) -> str:
    if char in syntax:
        return f"\\{char}" if char != "/" else char
    if char in _SPELLED:
        return _SPELLED[char]
    return char if char.isprintable() or ord(char) > 0xFFFF else f"\\u{ord(char):04x}"
