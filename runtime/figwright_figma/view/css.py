"""Lengths, colours and words as CSS writes them. Values of the wrong shape are left out, never an error."""

from __future__ import annotations

import json
from typing import Any, TypeGuard


def is_number(value: Any) -> TypeGuard[float]:
    return type(value) is int or type(value) is float


def number(value: Any) -> str:
    """A length as people write it: at most two decimals, no trailing zeros; "" for what is no number."""
    if type(value) is int and -(10**15) < value < 10**15:
        return str(value)
    if not is_number(value):
        return ""
    if not -1e15 < value < 1e15:
        return f"{float(value):.3g}" if -1e300 < value < 1e300 else ""
    whole = round(value)
    if abs(value - whole) < 0.005:
        return str(whole)
    return f"{value:.2f}".rstrip("0")


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
    """`#rrggbb`, or `rgba(r,g,b,a)` where it shows what is behind; "" for what is no colour."""
    if not isinstance(value, dict):
        return ""
    try:
        alpha = value.get("a", 1) * (1 if opacity is None else opacity)
        parts = [min(max(int(value[name] * 255 + 0.5), 0), 255) for name in "rgb"]
        if alpha >= 0.995:
            return f"#{parts[0]:02x}{parts[1]:02x}{parts[2]:02x}"
        return f"rgba({parts[0]},{parts[1]},{parts[2]},{number(float(alpha)) or 0})"
    except (KeyError, TypeError, ValueError, OverflowError):
        return ""


def visible(values: Any) -> list[dict[str, Any]]:
    """The paints or effects of a list that can be seen."""
    if not values or not isinstance(values, list):
        return []
    return [value for value in values if isinstance(value, dict) and value.get("visible") is not False]


def lower(value: Any) -> str:
    """A word of Figma's as CSS writes it; "" for what is no word, so that no text of others comes through here."""
    if isinstance(value, str) and len(value) < 40 and value.isascii() and value.replace("_", "").isalnum():
        return value.lower().replace("_", "-")
    return ""


def quoted(text: str) -> str:
    """Text of others as JSON writes it: it cannot leave its quotes, nor its line."""
    return json.dumps(text, ensure_ascii=False)


def token(value: Any) -> str:
    """An id or a reference; in quotes where it has signs that none of Figma's has, "" where it is no text."""
    if not isinstance(value, str):
        return ""
    return quoted(value) if value.translate(_OF_IDS) else value


_OF_IDS = dict.fromkeys(map(ord, "0123456789abcdefI:;-"))
