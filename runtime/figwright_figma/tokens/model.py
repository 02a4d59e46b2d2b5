"""Design tokens: values in the form of the Design Tokens Community Group's format of 2025.10, and Figma's names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from figwright_figma.view.css import is_number

DIMENSIONS = frozenset(
    (
        "CORNER_RADIUS",
        "WIDTH_HEIGHT",
        "GAP",
        "STROKE_FLOAT",
        "EFFECT_FLOAT",
        "FONT_SIZE",
        "LINE_HEIGHT",
        "LETTER_SPACING",
        "PARAGRAPH_SPACING",
        "PARAGRAPH_INDENT",
    )
)
"""Scopes of variables that are lengths in pixels."""


class Reference(NamedTuple):
    """The value of another token, by its Figma id."""

    id: str


@dataclass(frozen=True)
class Token:
    """One token. `value` and each of `modes` has the form of the format's type, or is a Reference."""

    id: str
    path: tuple[str, ...]
    """Its groups and its name, as people wrote them."""
    type: str
    """`color`, `dimension`, `number`, `fontFamily`, `fontWeight`, `typography`, `shadow` or `gradient`."""
    value: Any
    modes: Mapping[str, Any] = field(default_factory=dict)
    """By the name of a mode, where there are several."""
    mode: str = ""
    """Which of them `value` is."""
    scopes: frozenset[str] = frozenset()
    """What it is meant for, or seen at, in the words of Figma's scopes; empty for anything."""
    description: str = ""
    about: Mapping[str, Any] = field(default_factory=dict)
    """What the format has no member for."""


class Lost(NamedTuple):
    """Something that is not a token, and why."""

    name: str
    why: str
    about: Mapping[str, Any] = {}


class TokenSet(NamedTuple):
    tokens: list[Token]
    lost: list[Lost]


def dimension(value: float) -> dict[str, Any]:
    return {"value": rounded(value), "unit": "px"}


def rounded(value: float) -> float:
    near = round(value, 4)
    return int(near) if near == int(near) else near


def color(value: Any, opacity: Any = None) -> dict[str, Any] | None:
    """A colour of the format, None for anything but a colour."""
    if not isinstance(value, dict) or not all(is_number(value.get(name)) for name in "rgb"):
        return None
    channels = [rounded(min(max(value[name], 0), 1)) for name in "rgb"]
    given = value.get("a", 1)
    alpha = rounded((given if is_number(given) else 1) * (opacity if is_number(opacity) else 1))
    found: dict[str, Any] = {"colorSpace": "srgb", "components": channels}
    if alpha != 1:
        found["alpha"] = alpha
    return found | {"hex": "#" + "".join(f"{int(each * 255 + 0.5):02x}" for each in channels)}


def named_apart(names: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The names in their order, each but the first of a name with a number: `("a", "b")`, `("a", "b-2")`."""
    every = list(names)
    taken = set(every)
    seen: set[tuple[str, ...]] = set()
    found = []
    for name in every:
        apart, number = name, 2
        while apart in seen or (apart != name and apart in taken):
            apart, number = (*name[:-1], f"{name[-1]}-{number}"), number + 1
        seen.add(apart)
        found.append(apart)
    return found
