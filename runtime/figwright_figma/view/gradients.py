"""Figma's gradients in the words of CSS, from all three handles.

Handles are places in the node's own box, whose corners are (0,0) and (1,1): where the gradient begins, where it ends,
and a third one. Colours run along the line from the first handle to the second; lines of one colour are parallel to
that from the first to the third. Radial, angular and diamond gradients have the first handle as centre and the lines
to the other two as radii. CSS measures in pixels, in which those lines are seldom at right angles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from math import atan2, ceil, cos, degrees, hypot, pi, radians, sin, sqrt
from typing import Any, NamedTuple

from figwright_figma.view.css import color, is_number, number

Box = tuple[float, float]
"""Width and height in pixels."""
_NAMES = {
    "GRADIENT_LINEAR": "linear-gradient",
    "GRADIENT_RADIAL": "radial-gradient",
    "GRADIENT_ANGULAR": "conic-gradient",
    "GRADIENT_DIAMOND": "diamond-gradient",
}
KINDS = tuple(_NAMES)
_TOLERANCE = 0.01
"""How far a rounded angle may move a colour, as a part of the way between the handles."""
_Stop = tuple[dict[str, Any], float | None]
"""A colour as Figma has it, and its place on the way between the handles, where it has one."""
_SHADE = 0.02
"""How far a colour between two stops of a conic gradient may be off, as a part of the range of its channels."""
_STEPS = 64
"""Into how many parts a turn is cut to find where stops are needed."""


class _Handles(NamedTuple):
    """The centre of a gradient in the box, and the ways to its other handles in pixels."""

    x: float
    y: float
    along: tuple[float, float]
    across: tuple[float, float]
    width: float
    height: float

    @property
    def turn(self) -> float:
        """The area between the two ways: positive where the third handle lies clockwise of the second."""
        return self.along[0] * self.across[1] - self.along[1] * self.across[0]


def gradient(value: dict[str, Any], box: Box | None) -> str:
    """A gradient as a function of CSS; `diamond-gradient`, which CSS lacks, as `radial-gradient`."""
    opacity, given = value.get("opacity"), value.get("gradientStops")
    stops: list[_Stop] = []
    for stop in given if isinstance(given, list) else ():
        shade = stop.get("color") if isinstance(stop, dict) else None
        if isinstance(shade, dict) and color(shade):
            place = stop.get("position")
            stops.append((shade, place if is_number(place) and -10 < place < 10 else None))
    if not stops:
        return ""
    if all(place is not None for _, place in stops):
        stops.sort(key=lambda stop: stop[1] or 0)
    kind, handles = value["type"], _handles(value, box)
    about, place_of = _PLANS[kind](handles) if handles else ("", _same)
    if kind == "GRADIENT_ANGULAR" and handles:
        stops = list(_bent(stops, place_of))
        if handles.turn < 0:
            stops.reverse()
    shades = ((color(shade, opacity), place) for shade, place in stops)
    words = [shade if place is None else f"{shade} {_percent(place_of(place)) or '0%'}" for shade, place in shades]
    return f"{_NAMES[kind]}({', '.join([about, *words] if about else words)})"


def _handles(value: dict[str, Any], box: Box | None) -> _Handles | None:
    """None where the handles are not three places apart."""
    width, height = (box[0] or 1, box[1] or 1) if box else (1, 1)
    given: Any = value.get("gradientHandlePositions")
    try:
        (x, y), (x1, y1) = ((float(each["x"]), float(each["y"])) for each in given[:2])
        along = (x1 - x) * width, (y1 - y) * height
        across = -along[1], along[0]
        if len(given) > 2:
            across = (float(given[2]["x"]) - x) * width, (float(given[2]["y"]) - y) * height
    except (KeyError, TypeError, IndexError, ValueError, OverflowError):
        return None
    found = _Handles(x, y, along, across, width, height)
    one, other = hypot(*along), hypot(*across)
    usual = all(1e-6 < each < 1e9 for each in (one, other, abs(width), abs(height)))
    return found if usual and abs(found.turn) > 1e-6 * one * other else None


def _same(place: float) -> float:
    return place


def _linear(handles: _Handles) -> tuple[str, Callable[[float], float]]:
    """The angle, and where on CSS's line, whose ends lie where the corners' colours are, a stop lies."""
    (across, down), turn = handles.across, handles.turn
    # The colour of a place p is (p - start) . slope: it is 0 at the start, 1 at the end, and does not change across.
    slope = down / turn, -across / turn
    steep = hypot(*slope)
    width, height = handles.width, handles.height
    length = (abs(width * slope[0]) + abs(height * slope[1])) / steep
    middle = (0.5 - handles.x) * width * slope[0] + (0.5 - handles.y) * height * slope[1]
    angle = degrees(atan2(slope[0], -slope[1]))
    spread = max(1.0, steep * length)
    for decimals in (0, 1, 2):
        near = round(angle, decimals) % 360
        x, y = sin(radians(near)), -cos(radians(near))
        size = abs(width * x) + abs(height * y)
        moved = [
            abs(across_ * (x / size - slope[0] / steep / length) + down_ * (y / size - slope[1] / steep / length))
            for across_, down_ in ((width / 2, height / 2), (width / 2, -height / 2))
        ]
        if max(moved) * spread <= _TOLERANCE:
            break
    return f"{number(near)}deg", lambda place: 0.5 + (place - middle) / (steep * length)


def _radial(handles: _Handles) -> tuple[str, Callable[[float], float]]:
    """The radii of the ellipse that both ways span, which need not be its axes."""
    (a, b), (c, d) = handles.along, handles.across
    total, area = a * a + b * b + c * c + d * d, abs(handles.turn)
    wide = sqrt(max(total + 2 * area, 0))
    narrow = sqrt(max(total - 2 * area, 0))
    long, short = (wide + narrow) / 2, (wide - narrow) / 2
    tilt = degrees(atan2(2 * (a * b + c * d), a * a + c * c - b * b - d * d)) / 2 if long - short > 1e-3 * long else 0
    return _ellipse(handles, long, short, tilt), _same


def _diamond(handles: _Handles) -> tuple[str, Callable[[float], float]]:
    (a, b), (c, d) = handles.along, handles.across
    text = _ellipse(handles, hypot(a, b), hypot(c, d), degrees(atan2(b, a)))
    skew = degrees(atan2(handles.turn, a * c + b * d))
    return text if abs(abs(skew) - 90) < 0.2 else f"{text} corners {number(round(skew, 1))}deg apart", _same


def _ellipse(handles: _Handles, first: float, second: float, tilt: float) -> str:
    """Radii as parts of the box where they lie along its sides; otherwise in pixels, with how they are turned."""
    place = f"at {_percent(handles.x) or '0%'} {_percent(handles.y) or '0%'}"
    tilt %= 180
    if 45 <= tilt < 135:
        first, second, tilt = second, first, tilt - 90
    elif tilt >= 135:
        tilt -= 180
    if abs(tilt) < 0.1:
        return f"{_percent(first / handles.width)} {_percent(second / handles.height)} {place}"
    return f"{number(first)}px {number(second)}px {place} rotated {number(round(tilt, 1))}deg"


def _conic(handles: _Handles) -> tuple[str, Callable[[float], float]]:
    """From where, and at which part of a turn a stop lies: where one way is the longer, not at its part of a turn."""
    (a, b), (c, d) = handles.along, handles.across
    start = atan2(b, a)

    def place_of(place: float) -> float:
        whole, part = divmod(place, 1)
        x, y = cos(2 * pi * part), sin(2 * pi * part)
        turned = (atan2(x * b + y * d, x * a + y * c) - start) / (2 * pi)
        return whole + turned % 1 if handles.turn > 0 else 1 - whole - -turned % 1

    about = f"from {number((degrees(start) + 90) % 360)}deg"
    return f"{about} at {_percent(handles.x) or '0%'} {_percent(handles.y) or '0%'}", place_of


def _bent(stops: list[_Stop], place_of: Callable[[float], float]) -> Iterator[_Stop]:
    """The stops, and between them those that CSS needs: its colours change evenly with the angle, Figma's need not.

    Each reaches as far as the colours up to the next one stay within `_SHADE` of Figma's.
    """
    for (shade, start), (other, end) in pairwise(stops):
        yield shade, start
        if start is None or end is None or start >= end:
            continue
        channels = {name: (_share(shade.get(name, 1)), _share(other.get(name, 1))) for name in "rgba"}
        allowed = _SHADE / max(1e-9, *(abs(one - two) for one, two in channels.values()))
        steps = ceil(min(1, end - start) * _STEPS)
        turns = [place_of(start + (end - start) * step / steps) for step in range(steps + 1)]
        near = 0
        while (far := _reach(turns, near, allowed * steps)) < steps:
            near, part = far, far / steps
            mixed = {name: one + (two - one) * part for name, (one, two) in channels.items()}
            yield mixed, start + (end - start) * part
    yield stops[-1]


def _share(channel: float) -> float:
    return min(max(channel, 0), 1)


def _reach(turns: list[float], near: int, allowed: float) -> int:
    """The furthest step to which an even change from `near` on is at each step off by no more steps than allowed."""
    for far in range(near + 2, len(turns)):
        whole = turns[far] - turns[near]
        parts = ((turns[step] - turns[near]) / whole * (far - near) for step in range(near + 1, far)) if whole else ()
        if any(abs(part - step) > allowed for step, part in enumerate(parts, 1)):
            return far - 1
    return len(turns) - 1


def _percent(part: float) -> str:
    text = number(100 * part)
    return f"{text}%" if text else ""


_PLANS: dict[str, Callable[[_Handles], tuple[str, Callable[[float], float]]]] = {
    "GRADIENT_LINEAR": _linear,
    "GRADIENT_RADIAL": _radial,
    "GRADIENT_ANGULAR": _conic,
    "GRADIENT_DIAMOND": _diamond,
}
