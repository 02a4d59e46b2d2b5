"""Tokens out of what a file itself shows: its styles under their names, its bound variables under their ids.

A file says which variable a value is bound to and not what the variable is called; only the plan that reads variables
tells that. So such a token has the id for a name, and the value that is seen most often where it is bound.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from figwright_figma.tokens.design import CORNERS, SPACING, Design
from figwright_figma.tokens.model import Lost, Token, TokenSet, color, dimension, rounded
from figwright_figma.view.css import is_number
from figwright_figma.view.effects import effects
from figwright_figma.view.gradients import KINDS
from figwright_figma.view.paints import paint, paints
from figwright_figma.view.wording import font

_SCOPES = {
    "fontSize": "FONT_SIZE",
    "lineHeight": "LINE_HEIGHT",
    "letterSpacing": "LETTER_SPACING",
    "paragraphSpacing": "PARAGRAPH_SPACING",
    "paragraphIndent": "PARAGRAPH_INDENT",
    "fontWeight": "FONT_WEIGHT",
    "fontFamily": "FONT_FAMILY",
    "rectangleCornerRadii": "CORNER_RADIUS",
    "cornerRadius": "CORNER_RADIUS",
    **dict.fromkeys(CORNERS, "CORNER_RADIUS"),
    **dict.fromkeys(SPACING, "GAP"),
    **dict.fromkeys(("size", "minWidth", "maxWidth", "minHeight", "maxHeight"), "WIDTH_HEIGHT"),
    **dict.fromkeys(("strokeWeight", "individualStrokeWeights"), "STROKE_FLOAT"),
    **dict.fromkeys(("radius", "spread", "offsetX", "offsetY"), "EFFECT_FLOAT"),
}
"""What a variable that is bound to a field is for."""
_GROUPS = {
    "GAP": "spacing",
    "CORNER_RADIUS": "radius",
    "WIDTH_HEIGHT": "size",
    "STROKE_FLOAT": "border",
    "EFFECT_FLOAT": "effect",
    "FONT_FAMILY": "font",
}


def tokens_of_design(data: Any) -> TokenSet:
    """The tokens of a file's answer: its styles under their names, its bound variables under their ids."""
    design, found = Design.of(data), TokenSet([], [])
    for made in (*_of_styles(design), *_of_variables(design)):
        (found.tokens if isinstance(made, Token) else found.lost).append(made)  # type: ignore[arg-type]
    return found


def _of_styles(design: Design) -> Iterator[Token | Lost]:
    for identifier, style in design.styles.items():
        name = style.entry.get("name")
        name = name if isinstance(name, str) and name else identifier
        about: dict[str, Any] = {
            "style": style.entry.get("styleType"),
            "key": style.entry.get("key"),
            "uses": style.values.total(),
        }
        if not style.values:
            yield Lost(
                name,
                "Nothing in the answer follows this style, so its value is not there.",
                {"id": identifier, **about},
            )
            continue
        (first, _), *others = style.values.most_common()
        found = _styled_token(json.loads(first), about)
        if found is None:
            said = _said(json.loads(first))
            yield Lost(name, "The format has no type for it.", {"id": identifier, **about, "value": said})
            continue
        if others:
            about["otherValues"] = [{"value": _said(json.loads(value)), "uses": uses} for value, uses in others]
        described = style.entry.get("description")
        yield Token(
            identifier,
            tuple(name.split("/")),
            *found,
            description=described if isinstance(described, str) else "",
            about=about,
        )


def _styled_token(value: Any, about: dict[str, Any]) -> tuple[str, Any] | None:
    """The type and value of a style; what they leave out goes into `about`."""
    if isinstance(value, dict):
        return _typography(value, about)
    kinds = [each.get("type") for each in value]
    if kinds == ["SOLID"] and (shade := color(value[0].get("color"), value[0].get("opacity"))):
        return "color", shade
    if len(kinds) == 1 and kinds[0] in KINDS and (stops := _stops(value[0])):
        if not (text := paint(value[0])).startswith("diamond"):
            about["css"] = text
        return "gradient", stops
    shadows = [each for each in value if each.get("type") in ("DROP_SHADOW", "INNER_SHADOW")]
    if shadows and (made := [shadow for each in shadows if (shadow := _shadow(each))]):
        if len(made) < len(value):
            about["effects"] = effects(value)
        return "shadow", made if len(made) > 1 else made[0]
    return None


def _typography(style: dict[str, Any], about: dict[str, Any]) -> tuple[str, Any] | None:
    size, family, weight = style.get("fontSize"), style.get("fontFamily"), style.get("fontWeight")
    if not is_number(size) or size <= 0 or not isinstance(family, str):
        return None
    spacing, line = style.get("letterSpacing"), style.get("lineHeightPx")
    found: dict[str, Any] = {"fontFamily": family, "fontSize": dimension(size)}
    if is_number(weight):
        found["fontWeight"] = rounded(weight)
    found["letterSpacing"] = dimension(spacing if is_number(spacing) else 0)
    if is_number(line):
        found["lineHeight"] = rounded(line / size)
    about["font"] = font(style)
    return "typography", found


def _shadow(effect: dict[str, Any]) -> dict[str, Any] | None:
    shade, offset = color(effect.get("color")), effect.get("offset")
    if shade is None:
        return None
    x, y = (offset.get("x"), offset.get("y")) if isinstance(offset, dict) else (0, 0)
    lengths = {"offsetX": x, "offsetY": y, "blur": effect.get("radius"), "spread": effect.get("spread")}
    made = {name: dimension(each if is_number(each) else 0) for name, each in lengths.items()}
    return {"color": shade, **made, "inset": effect.get("type") == "INNER_SHADOW"}


def _stops(gradient: dict[str, Any]) -> list[dict[str, Any]]:
    given = gradient.get("gradientStops")
    return [
        {"color": shade, "position": rounded(min(max(stop["position"], 0), 1))}
        for stop in (given if isinstance(given, list) else ())
        if isinstance(stop, dict)
        and is_number(stop.get("position"))
        and (shade := color(stop.get("color"), gradient.get("opacity")))
    ]


def _said(value: Any) -> str:
    """A style's value in words of CSS."""
    if isinstance(value, dict):
        return font(value)
    return (
        paints(value)
        if any("blendMode" in each and "color" in each and "radius" not in each for each in value)
        else effects(value) or paints(value)
    )


def _of_variables(design: Design) -> Iterator[Token | Lost]:
    for identifier, bindings in design.variables.items():
        fields = Counter({field: 0 for field, _ in bindings})
        values: Counter[str] = Counter()
        for (field, value), uses in bindings.items():
            fields[field] += uses
            if value != "null":
                values[value] += uses
        about: dict[str, Any] = {
            "variable": identifier,
            "uses": bindings.total(),
            "boundTo": dict(fields.most_common()),
        }
        if not values:
            yield Lost(identifier, "No value is seen where it is bound.", about)
            continue
        (first, _), *others = values.most_common()
        scopes = frozenset(_SCOPES[field] for field in fields if field in _SCOPES)
        found = _typed(json.loads(first), scopes)
        if found is None:
            seen = dict(values.most_common())
            yield Lost(identifier, "The format has no type for its values.", about | {"values": seen})
            continue
        kind, value = found
        if others:
            about["otherValues"] = [{"value": json.loads(each), "uses": uses} for each, uses in others]
        group = (
            kind
            if kind == "color"
            else next((name for scope, name in _GROUPS.items() if scope in scopes), "text" if scopes else "other")
        )
        named = identifier.removeprefix("VariableID:").rpartition("/")[2]
        yield Token(identifier, ("variables", group, named), kind, value, scopes=scopes, about=about)


def _typed(value: Any, scopes: frozenset[str]) -> tuple[str, Any] | None:
    if isinstance(value, dict):
        return "color", value
    if isinstance(value, str) and scopes == {"FONT_FAMILY"}:
        return "fontFamily", value
    if not is_number(value):
        return None
    if scopes == {"FONT_WEIGHT"}:
        return "fontWeight", rounded(value)
    return ("dimension", dimension(value)) if scopes and "FONT_WEIGHT" not in scopes else ("number", rounded(value))
