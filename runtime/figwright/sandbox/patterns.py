"""A text that a regular expression fits, as its parsed form tells."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

_parser: Any = import_module("re._parser")
_SIGNS = string.ascii_lowercase + string.digits + string.ascii_uppercase + "-_. " + string.punctuation
_CLASSES = {"DIGIT": r"\d", "NOT_DIGIT": r"\D", "SPACE": r"\s", "NOT_SPACE": r"\S", "WORD": r"\w", "NOT_WORD": r"\W"}
_LONGEST = 500
_UNBOUNDED = int(_parser.MAXREPEAT)


def texts_of(pattern: str, groups: Mapping[str, str] = {}, least: int = 0) -> Iterator[str]:
    """Texts that the expression should fit, most of them from short to long; one has about the `least` length.

    `groups` says what stands in the named groups.

    Look-around is not followed, so what comes is to be tried.
    """
    try:
        parsed = _parser.parse(pattern)
    except (re.error, RecursionError, OverflowError):
        return
    named = {number: groups[name] for name, number in parsed.state.groupdict.items() if name in groups}
    known = set[str]()
    shortest = len(_Writer(named, 0).all(parsed))
    counts = (0, 1, 2, 4, 8, 16, 32, 64, max(least - shortest, 0))
    for more, bounded in ((more, bounded) for more in counts for bounded in (False, True)):
        text = _Writer(named, more, bounded).all(parsed)
        if text not in known:
            known.add(text)
            yield text


class _Writer:
    """Writes one text: repeats what it may so many times more than it must, with `bounded` also what has an end."""

    def __init__(self, groups: Mapping[int, str], more: int, bounded: bool = False) -> None:
        self._groups, self._more, self._bounded = dict(groups), more, bounded

    def all(self, parsed: Any) -> str:
        return "".join(self._one(str(operation), value) for operation, value in parsed)

    def _one(self, operation: str, value: Any) -> str:
        match operation:
            case "LITERAL":
                return chr(value)
            case "NOT_LITERAL":
                return next(sign for sign in _SIGNS if sign != chr(value))
            case "ANY":
                return "a"
            case "IN":
                return str(next((sign for sign in _SIGNS if _is_in(value, sign)), _first(value)))
            case "BRANCH":
                return self.all(value[1][0])
            case "SUBPATTERN":
                return self._group(*value)
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                least, most, inner = int(value[0]), int(value[1]), value[2]
                grows = self._bounded or most == _UNBOUNDED
                return self.all(inner) * (min(least + self._more, most, max(least, _LONGEST)) if grows else least)
            case "ATOMIC_GROUP":
                return self.all(value)
            case "GROUPREF":
                return self._groups.get(value, "")
        return ""

    def _group(self, number: int | None, _add: int, _drop: int, inner: Any) -> str:
        if number is None:
            return self.all(inner)
        if number not in self._groups:
            self._groups[number] = self.all(inner)
        return self._groups[number]


def _is_in(members: Any, sign: str) -> bool:
    negated, found = False, False
    for operation, value in members:
        match str(operation):
            case "NEGATE":
                negated = True
            case "LITERAL":
                found |= sign == chr(value)
            case "RANGE":
                found |= value[0] <= ord(sign) <= value[1]
            case "CATEGORY":
                name = str(value).removeprefix("CATEGORY_").removeprefix("UNI_")
                found |= re.fullmatch(_CLASSES.get(name, r"(?!)"), sign) is not None
    return found is not negated


def _first(members: Any) -> str:
    """A sign that is none of the usual ones."""
    for operation, value in members:
        if str(operation) in ("LITERAL", "RANGE"):
            return chr(value if isinstance(value, int) else value[0])
    return ""
