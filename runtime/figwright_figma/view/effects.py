"""Shadows, blurs and other effects in the words of CSS.

CSS blurs with half of Figma's radius (its length is a standard deviation, Figma's is two of them); shadows are alike.
"""

from __future__ import annotations

from typing import Any

from figwright_figma.view.css import color, is_number, lower, number, visible
from figwright_figma.view.paints import BLEND_DEFAULTS, vector

_SHADOWS = {"DROP_SHADOW": "shadow", "INNER_SHADOW": "inset-shadow"}
_BLURS = {"LAYER_BLUR": "blur", "BACKGROUND_BLUR": "backdrop-blur"}


def effects(values: Any) -> str:
    seen = visible(values)
    return _effect(seen[0]) if len(seen) == 1 else ", ".join(filter(None, map(_effect, seen)))


def _effect(value: dict[str, Any]) -> str:
    kind = value.get("type")
    if not isinstance(kind, str):
        return ""
    if kind in _SHADOWS:
        return _shadow(_SHADOWS[kind], value)
    if kind in _BLURS:
        return _blur(_BLURS[kind], value)
    return " ".join(filter(None, [lower(kind), *_parameters(value)]))


def _shadow(name: str, value: dict[str, Any]) -> str:
    get = value.get
    offset, spread = get("offset"), get("spread")
    x, y = (offset.get("x"), offset.get("y")) if isinstance(offset, dict) else (0, 0)
    text = f"{name} {number(x) or 0} {number(y) or 0} {number(get('radius')) or 0}"
    if spread and (wider := number(spread)) not in ("", "0"):
        text += f" {wider}"
    if shade := color(get("color")):
        text += f" {shade}"
    if (mode := get("blendMode")) not in BLEND_DEFAULTS and (word := lower(mode)):
        text += f" {word}"
    return f"{text} behind-node" if get("showShadowBehindNode") is True else text


def _blur(name: str, value: dict[str, Any]) -> str:
    radius = _half(value.get("radius"))
    if value.get("blurType") != "PROGRESSIVE":
        return f"{name} {radius}".rstrip()
    start, end = (vector(value.get(place)) for place in ("startOffset", "endOffset"))
    words = [f"progressive {_half(value.get('startRadius', 0)) or '?'} to {radius or '?'}"]
    words += [f"from {start}"] if start else []
    words += [f"to {end}"] if end else []
    return f"{name} {' '.join(words)}"


def _half(radius: Any) -> str:
    return number(radius / 2) if is_number(radius) else ""


def _parameters(value: dict[str, Any]) -> list[str]:
    """Every parameter of an effect that CSS does not have, under its own name: noise, texture, glass, what comes."""
    words = []
    for name, given in value.items():
        if name in ("type", "visible", "boundVariables") or (name == "blendMode" and given in BLEND_DEFAULTS):
            continue
        said = number(given) or lower(given) or color(given) or vector(given)
        if name == "color" or name == "secondaryColor" or name in ("noiseType", "blendMode"):
            words.append(said)
        elif said and (word := _dashed(name)):
            words.append(f"{word} {said}")
        elif given is True and (word := _dashed(name)):
            words.append(word)
    return words


def _dashed(name: str) -> str:
    return lower("".join(f"-{sign}" if sign.isupper() else sign for sign in name).replace("-", "_"))
