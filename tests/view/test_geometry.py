"""Turned nodes and gradients as CSS has them, against geometry worked out here by other means than in the view."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from math import atan2, cos, hypot, pi, radians, sin
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from .designs import nodes_response, shown

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
"""x' = a x + c y + e, y' = b x + d y + f, in the order of CSS: a, b, c, d, e, f."""
RED, BLUE = {"r": 1, "g": 0, "b": 0, "a": 1}, {"r": 0, "g": 0, "b": 1, "a": 1}


def after(outer: Matrix, inner: Matrix) -> Matrix:
    (a, b, c, d, e, f), (g, h, i, j, k, m) = outer, inner
    return a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f


def moved(matrix: Matrix, point: Point) -> Point:
    a, b, c, d, e, f = matrix
    return a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f


def corners(matrix: Matrix, width: float, height: float) -> list[Point]:
    return [moved(matrix, corner) for corner in ((0, 0), (width, 0), (width, height), (0, height))]


def turned(degrees: float, *, mirrored: bool, x: float, y: float) -> Matrix:
    way, flip = radians(degrees), -1 if mirrored else 1
    return cos(way) * flip, sin(way) * flip, -sin(way), cos(way), x, y


def node(kind: str, name: str, matrix: Matrix, own: Matrix, size: Point, *, paths: bool) -> dict[str, Any]:
    """A node as Figma describes it: with its transform and size only where geometry=paths was asked for."""
    points = corners(matrix, *size)
    left, top = (min(point[axis] for point in points) for axis in (0, 1))
    right, bottom = (max(point[axis] for point in points) for axis in (0, 1))
    a, b, c, d, e, f = own
    found = {
        "id": f"1:{name}",
        "name": name,
        "type": kind,
        "absoluteBoundingBox": {"x": left, "y": top, "width": right - left, "height": bottom - top},
    }
    if abs(b) > 1e-9 or a < 0:
        found["rotation"] = atan2(b, a)
    if paths:
        found |= {"relativeTransform": [[a, c, e], [b, d, f]], "size": {"x": size[0], "y": size[1]}}
    return found


LINE = re.compile(
    r'"(?P<name>\d)" \S+ (?P<width>[\d.]+)x(?P<height>[\d.]+)(?: @(?P<x>[-\d.]+),(?P<y>[-\d.]+))?(?: pin \S+)?'
    r"(?: rotate (?P<rotate>[-\d.]+))?(?: mirror (?P<mirror>\S+))?$"
)


def of_css(line: str, around: Matrix) -> tuple[Matrix, Point]:
    """Where a line of the view puts a node by the rules of CSS: laid out upright, then turned about its centre."""
    told = LINE.search(line)
    assert told, line
    width, height = float(told["width"]), float(told["height"])
    wide, high = {None: (1, 1), "scaleX(-1)": (-1, 1), "scaleY(-1)": (1, -1)}[told["mirror"]]
    way = radians(float(told["rotate"] or 0))
    middle = (1.0, 0.0, 0.0, 1.0, float(told["x"] or 0) + width / 2, float(told["y"] or 0) + height / 2)
    turn = (cos(way) * wide, sin(way) * wide, -sin(way) * high, cos(way) * high, 0.0, 0.0)
    return after(after(after(around, middle), turn), (1, 0, 0, 1, -width / 2, -height / 2)), (width, height)


ANGLES = st.floats(-180, 180).filter(lambda angle: abs(abs(angle) % 90 - 45) > 3)
SIZES = st.tuples(st.integers(20, 400), st.integers(20, 400))


@given(st.lists(st.tuples(ANGLES, st.booleans(), SIZES), min_size=1, max_size=3), st.booleans())
@settings(deadline=None, max_examples=60)
def test_css_puts_a_turned_node_where_figma_has_it(turns: list[tuple[float, bool, Point]], paths: bool) -> None:
    page: Matrix = (1, 0, 0, 1, 0, 0)
    tree = outermost = node("FRAME", "0", page, page, (900, 700), paths=paths)
    truth, here, total = [], page, 0.0
    for number, (angle, mirrored, size) in enumerate(turns, 1):
        total += angle
        assume(paths or abs(abs(total) % 90 - 45) > 2)
        own = turned(angle, mirrored=mirrored and paths, x=30 * number, y=11 * number)
        here = after(here, own)
        inner = node("FRAME", str(number), here, own, size, paths=paths)
        tree["children"] = [inner]
        truth.append((here, size))
        tree = inner
    lines = [line for line in shown(nodes_response(outermost)).splitlines() if 'frame "' in line]
    around, _ = of_css(lines[0], page)
    for line, (matrix, size) in zip(lines[1:], truth, strict=True):
        around, told = of_css(line, around)
        for found, right in zip(corners(around, *told), corners(matrix, *size), strict=True):
            assert hypot(found[0] - right[0], found[1] - right[1]) < 3, line


def test_a_node_whose_size_the_box_around_it_cannot_tell_says_that_it_is_the_box() -> None:
    inner = {"type": "RECTANGLE", "id": "1:2", "name": "r", "rotation": pi / 4}
    inner["absoluteBoundingBox"] = {"x": 10, "y": 10, "width": 85, "height": 85}
    frame = {"type": "FRAME", "id": "1:1", "name": "f", "children": [inner]}
    frame["absoluteBoundingBox"] = {"x": 0, "y": 0, "width": 200, "height": 200}
    assert 'rect "r" 1:2 box 85x85 @10,10 rotate 45' in shown(nodes_response(frame))


BOXES = st.tuples(st.integers(20, 800), st.integers(20, 800))
PLACES = st.tuples(st.floats(-0.5, 1.5), st.floats(-0.5, 1.5))
HANDLES = st.tuples(PLACES, PLACES, PLACES)


def gradient(kind: str, handles: tuple[Point, ...], box: Point, positions: tuple[float, ...] = (0, 1)) -> str:
    """The gradient in the view of a node of that size."""
    colors = (RED, BLUE, RED, BLUE)
    fill = {
        "type": kind,
        "gradientHandlePositions": [{"x": x, "y": y} for x, y in handles],
        "gradientStops": [{"position": place, "color": colors[at]} for at, place in enumerate(positions)],
    }
    size = {"x": 0, "y": 0, "width": box[0], "height": box[1]}
    text = shown(
        nodes_response({"type": "RECTANGLE", "id": "1:1", "name": "r", "absoluteBoundingBox": size, "fills": [fill]})
    )
    found = re.search(r"[a-z]+-gradient\(.*\)", text)
    assert found, text
    return found[0]


def in_pixels(handles: tuple[Point, ...], box: Point) -> tuple[Point, Point, Point]:
    """The first handle, and the ways to the second and to the third."""
    (x, y), *others = ((each[0] * box[0], each[1] * box[1]) for each in handles)
    along, across = ((other[0] - x, other[1] - y) for other in others)
    sine = abs(along[0] * across[1] - along[1] * across[0])
    assume(min(hypot(*along), hypot(*across)) > 0.2 * max(box) and sine > 0.3 * hypot(*along) * hypot(*across))
    return (x, y), along, across


def parts(point: Point, start: Point, along: Point, across: Point) -> Point:
    """How far a point is along, and how far across."""
    x, y = point[0] - start[0], point[1] - start[1]
    area = along[0] * across[1] - along[1] * across[0]
    return (x * across[1] - y * across[0]) / area, (along[0] * y - along[1] * x) / area


def stops(text: str) -> list[float]:
    return [float(each) / 100 for each in re.findall(r"#[0-9a-f]{6} ([-\d.]+)%", text)]


def samples(box: Point) -> Iterator[Point]:
    for x in (0, 0.2, 0.5, 0.9, 1):
        for y in (0, 0.3, 0.5, 0.7, 1):
            yield x * box[0], y * box[1]


@given(HANDLES, BOXES)
@settings(deadline=None, max_examples=60)
def test_a_linear_gradient_has_its_colours_where_figma_has_them(handles: tuple[Point, ...], box: Point) -> None:
    start, along, across = in_pixels(handles, box)
    text = gradient("GRADIENT_LINEAR", handles, box)
    told = re.match(r"linear-gradient\(([\d.]+)deg, ", text)
    assert told, text
    way = radians(float(told[1]))
    length = abs(box[0] * sin(way)) + abs(box[1] * cos(way))
    first, last = stops(text)
    for x, y in samples(box):
        place = 0.5 + ((x - box[0] / 2) * sin(way) - (y - box[1] / 2) * cos(way)) / length
        assert (place - first) / (last - first) == pytest.approx(parts((x, y), start, along, across)[0], abs=0.03)


@given(HANDLES, BOXES)
@settings(deadline=None, max_examples=60)
def test_a_radial_gradient_has_the_centre_and_the_radii_of_figmas(handles: tuple[Point, ...], box: Point) -> None:
    start, along, across = in_pixels(handles, box)
    text = gradient("GRADIENT_RADIAL", handles, box)
    middle, radii, tilt = ellipse(text, "radial", box)
    assert stops(text) == [0, 1]
    for point in samples(box):
        x, y = point[0] - middle[0], point[1] - middle[1]
        far = hypot((x * cos(tilt) + y * sin(tilt)) / radii[0], (y * cos(tilt) - x * sin(tilt)) / radii[1])
        assert far == pytest.approx(hypot(*parts(point, start, along, across)), rel=0.02, abs=0.02)


@given(HANDLES, BOXES)
@settings(deadline=None, max_examples=40)
def test_a_diamond_gradient_has_the_centre_and_the_radii_of_figmas(handles: tuple[Point, ...], box: Point) -> None:
    start, along, across = in_pixels(handles, box)
    text = gradient("GRADIENT_DIAMOND", handles, box)
    if "apart" in text:
        return
    middle, radii, tilt = ellipse(text, "diamond", box)
    for point in samples(box):
        x, y = point[0] - middle[0], point[1] - middle[1]
        far = abs((x * cos(tilt) + y * sin(tilt)) / radii[0]) + abs((y * cos(tilt) - x * sin(tilt)) / radii[1])
        assert far == pytest.approx(sum(map(abs, parts(point, start, along, across))), rel=0.03, abs=0.03)


def ellipse(text: str, name: str, box: Point) -> tuple[Point, Point, float]:
    told = re.match(
        rf"{name}-gradient\(([\d.]+)(%|px) ([\d.]+)(?:%|px) at ([-\d.]+)% ([-\d.]+)%(?: rotated ([-\d.]+)deg)?", text
    )
    assert told, text
    middle = float(told[4]) / 100 * box[0], float(told[5]) / 100 * box[1]
    radii = float(told[1]), float(told[3])
    if told[2] == "%":
        radii = radii[0] / 100 * box[0], radii[1] / 100 * box[1]
    return middle, radii, radians(float(told[6] or 0))


def mixed(stops: list[tuple[float, Point]], place: float) -> Point:
    """Red and blue at a place between stops."""
    stops = [(-9.0, stops[0][1]), *stops, (9.0, stops[-1][1])]
    for (start, one), (end, other) in pairwise(stops):
        if start <= place <= end and start < end:
            part = (place - start) / (end - start)
            return one[0] + (other[0] - one[0]) * part, one[1] + (other[1] - one[1]) * part
    raise AssertionError(place)


def conic(text: str, box: Point) -> tuple[Point, float, list[tuple[float, Point]]]:
    """The centre, from where, and the stops with how red and how blue they are."""
    told = re.match(r"conic-gradient\(from ([\d.]+)deg at ([-\d.]+)% ([-\d.]+)%, ", text)
    assert told, text
    shades = re.findall(r"#([0-9a-f]{2})00([0-9a-f]{2}) ([-\d.]+)%", text)
    found = [(float(place) / 100, (int(red, 16) / 255, int(blue, 16) / 255)) for red, blue, place in shades]
    return (float(told[2]) / 100 * box[0], float(told[3]) / 100 * box[1]), radians(float(told[1])), found


@given(HANDLES, BOXES)
@settings(deadline=None, max_examples=60)
def test_an_angular_gradient_has_its_colours_in_figmas_directions(handles: tuple[Point, ...], box: Point) -> None:
    start, along, across = in_pixels(handles, box)
    right = list(zip((0.0, 0.2, 0.45, 0.9), ((1, 0), (0, 1), (1, 0), (0, 1)), strict=True))
    centre, first, found = conic(gradient("GRADIENT_ANGULAR", handles, box, tuple(each for each, _ in right)), box)
    assert centre == pytest.approx(start, abs=0.1)
    places = [place for place, _ in found]
    assert places == sorted(places)
    for step in range(180):
        way = first + 2 * pi * (step + 0.5) / 180
        x, y = parts((sin(way), -cos(way)), (0, 0), along, across)
        assert mixed(found, (step + 0.5) / 180) == pytest.approx(mixed(right, atan2(y, x) / 2 / pi % 1), abs=0.03)


def test_an_angular_gradient_has_more_stops_only_where_the_box_bends_it() -> None:
    handles = ((0.5, 0.5), (1, 0.5), (0.5, 1))
    assert len(conic(gradient("GRADIENT_ANGULAR", handles, (300, 300)), (300, 300))[2]) == 2
    assert 6 < len(conic(gradient("GRADIENT_ANGULAR", handles, (400, 40)), (400, 40))[2]) < 14


def test_the_gradient_of_a_turned_node_runs_in_its_own_box() -> None:
    fill = {
        "type": "GRADIENT_LINEAR",
        "gradientHandlePositions": [{"x": 0, "y": 0}, {"x": 1, "y": 1}, {"x": -0.5, "y": 0.5}],
        "gradientStops": [{"position": 0, "color": RED}, {"position": 1, "color": BLUE}],
    }
    size = {"x": 0, "y": 0, "width": 100, "height": 200}
    turned = {"type": "RECTANGLE", "id": "1:1", "name": "r", "absoluteBoundingBox": size, "rotation": pi / 2}
    assert "200x100 linear-gradient(153deg, #ff0000 0%, #0000ff 100%)" in shown(
        nodes_response({**turned, "fills": [fill]})
    )
