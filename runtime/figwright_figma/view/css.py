"""Lengths, colours and words as CSS writes them. Values of the wrong shape are left out, never an error."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from json.encoder import encode_basestring
from marshal import dumps, loads
from typing import Any, TypeGuard

_LARGEST = 1e15
_REMEMBERED, _LONGEST = 1024, 1024
"""How many values are remembered, and of how many bytes each is at most."""


def remembered(write: Callable[[Any], str]) -> Callable[[Any], str]:
    """`write`, which need not write again what it wrote lately, for what repeats all over a design.

    Values are told apart by their bytes, since those of a design are lists and objects.
    """
    known = lru_cache(maxsize=_REMEMBERED)(lambda packed: write(loads(packed)))  # noqa: S302 - bytes of our own

    def written(value: Any) -> str:
        try:
            packed = dumps(value, 2)  # the version in which a value's bytes do not depend on who else holds its parts
        except ValueError:  # nested too deeply
            return write(value)
        return known(packed) if len(packed) <= _LONGEST else write(value)

    return written


def is_number(value: Any) -> TypeGuard[float]:
    """Whether a value is a number to reckon with: not a boolean, NaN, or one so large that arithmetic overflows."""
    kind = type(value)
    return (kind is int or kind is float) and -_LARGEST < value < _LARGEST


def number(value: Any) -> str:
    """A length as people write it: at most two decimals, no trailing zeros; "" for anything but a number."""
    kind = type(value)
    return _number(value) if kind is float or kind is int else ""


@lru_cache(maxsize=4096)
def _number(value: float) -> str:
    if not -_LARGEST < value < _LARGEST:
        return f"{float(value):.3g}" if -1e300 < value < 1e300 else ""
    if (whole := int(value)) == value:
        return str(whole)
    text = f"{value:.2f}"
    if text[-1] == "0":
        text = text.rstrip("0").rstrip(".")
    return text if text != "-0" else "0"


def numbers(values: Any) -> list[str]:
    return [number(value) for value in values] if isinstance(values, list) else []


def sides(values: list[str]) -> str:
    """Four sides as CSS abbreviates them: top, right, bottom, left."""
    top, right, bottom, left = values
    if right == left:
        if top == bottom:
            return top if top == right else f"{top} {right}"
        return f"{top} {right} {bottom}"
    return f"{top} {right} {bottom} {left}"


def color(value: Any, opacity: Any = 1) -> str:
    """`#rrggbb`, or `rgba(r,g,b,a)` where it shows what is behind; "" for anything but a colour."""
    if not isinstance(value, dict):
        return ""
    try:
        alpha = value.get("a", 1)
        if opacity is not None and opacity != 1 and is_number(alpha):
            alpha *= opacity if is_number(opacity) else 1
        red, green, blue = int(value["r"] * 255 + 0.5), int(value["g"] * 255 + 0.5), int(value["b"] * 255 + 0.5)
        if not (0 <= red <= 255 and 0 <= green <= 255 and 0 <= blue <= 255):
            red, green, blue = (min(max(each, 0), 255) for each in (red, green, blue))
        if alpha >= 0.995:
            return f"#{_HEX[red]}{_HEX[green]}{_HEX[blue]}"
        return f"rgba({red},{green},{blue},{number(float(alpha)) or 0})"
    except (KeyError, TypeError, ValueError, OverflowError):
        return ""


_HEX = [f"{each:02x}" for each in range(256)]


def visible(values: Any) -> list[dict[str, Any]]:
    """The paints or effects of a list that can be seen."""
    if not values or not isinstance(values, list):
        return []
    return [
        value
        for value in values
        if isinstance(value, dict) and value.get("visible") is not False and value.get("opacity") != 0
    ]


def lower(value: Any) -> str:
    """A word of Figma's as CSS writes it; "" for anything but a word, so that no text of others comes through here."""
    return _lower(value) if isinstance(value, str) and len(value) < 40 else ""


@lru_cache(maxsize=1024)
def _lower(value: str) -> str:
    return value.lower().replace("_", "-") if value.isascii() and value.replace("_", "").isalnum() else ""


def quoted(text: str) -> str:
    """Text of others as JSON writes it: it cannot leave its quotes, nor its line."""
    return encode_basestring(text)


def token(value: Any) -> str:
    """An id or a reference; in quotes where it has signs that none of Figma's has, "" if it is not a text."""
    if not isinstance(value, str):
        return ""
    return quoted(value) if value.translate(_OF_IDS) else value


_OF_IDS = dict.fromkeys(map(ord, "0123456789abcdefI:;-"))
