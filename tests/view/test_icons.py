"""Icons: only what looks like one, with the paint that is seen; parts that stand for themselves keep name and id."""

from __future__ import annotations

from typing import Any

import pytest

from .designs import nodes_response, shown
from .reading import read


def shape(identifier: str, kind: str = "VECTOR", red: float = 1, **more: Any) -> dict[str, Any]:
    paint = {"type": "SOLID", "color": {"r": red, "g": 0, "b": 0, "a": 1}}
    return {"id": identifier, "name": "Vector 1", "type": kind, "fills": [paint], **more}


def holding(identifier: str, name: str, *children: Any, **more: Any) -> dict[str, Any]:
    box = {"x": 0, "y": 0, "width": 24, "height": 16}
    frame = {"id": identifier, "name": name, "type": "FRAME", "fills": [], "absoluteBoundingBox": box}
    return {**frame, "children": list(children), **more}


CLICK = [{"trigger": {"type": "ON_CLICK"}, "actions": [{"type": "BACK"}]}]
TEXT = {"id": "1:3", "name": "badge", "type": "TEXT", "characters": "9+"}


@pytest.mark.parametrize(
    "part",
    [
        holding("1:2", "icon/back", shape("1:3")),
        holding("1:2", "icon/back", shape("1:3"), type="GROUP"),
        holding("1:2", "union of both", shape("1:3"), type="BOOLEAN_OPERATION"),
        holding("1:2", "Frame 3", shape("1:3"), interactions=CLICK),
        holding("1:2", "Close", shape("1:3"), type="INSTANCE", componentProperties={"On": {"value": True}}),
        shape("1:2", interactions=CLICK),
        shape("1:2", exportSettings=[{"format": "SVG"}]),
        holding("1:2", "Group 1", shape("1:4"), TEXT),
        shape("1:2", scrollBehavior="FIXED"),
        shape("1:2", isFixed=True),
        shape("1:2", boundVariables={"visible": {"type": "VARIABLE_ALIAS", "id": "VariableID:1:1"}}),
        shape("1:2", name="France"),
    ],
    ids=lambda part: f"{part['type']} {part['name']}",
)
def test_a_part_that_stands_for_itself_keeps_its_name_and_id(part: Any) -> None:
    reading = read(shown(nodes_response(holding("1:1", "Toolbar", part, shape("1:9")))), "tree")
    assert reading.tops[0].kind == "frame"
    assert reading.nodes["1:2"] >= {part["name"]}
    assert "1:9" in reading.nodes


@pytest.mark.parametrize(
    "names", [("Vector", "Vector"), ("Pixel", "Pixel"), ("Path 12", "Ellipse 3"), ("heart", "Bounding box"), ("Body",)]
)
def test_shapes_without_a_name_of_their_own_are_inside_the_icon(names: tuple[str, ...]) -> None:
    shapes = (shape(f"1:{number}", name=name) for number, name in enumerate(names, 2))
    reading = read(shown(nodes_response(holding("1:1", "icon/heart", *shapes))), "tree")
    assert reading.icons == {"1:1"}


def test_colours_that_nothing_paints_are_not_listed() -> None:
    stroke = {"strokes": shape("", red=0.4)["fills"]}
    clear = [{**shape("", red=0.6)["fills"][0], "opacity": 0}]
    shapes = shape("1:2", red=0.2, opacity=0), shape("1:3", strokeWeight=0, **stroke), shape("1:4", fills=clear)
    assert 'icon "heart" 1:1 24x16 icon #ff0000\n' in shown(nodes_response(holding("1:1", "heart", *shapes))) + "\n"


def test_parts_that_nobody_named_are_inside_the_icon() -> None:
    group = holding("1:2", "Group 12", shape("1:3"), shape("1:4", "ELLIPSE"), type="GROUP")
    reading = read(shown(nodes_response(holding("1:1", "heart", group))), "tree")
    assert reading.icons == {"1:1"}
    assert set(reading.nodes) == {"1:1"}


def test_colours_of_masks_and_of_boolean_operands_are_no_paint() -> None:
    mask = shape("1:2", red=0.2, isMask=True, maskType="ALPHA")
    union = holding("1:3", "Union", shape("1:4", red=0.4), type="BOOLEAN_OPERATION", fills=shape("", red=1)["fills"])
    icon = shown(nodes_response(holding("1:1", "heart", mask, union)))
    assert 'icon "heart" 1:1 24x16 icon #ff0000' in icon
    built = shown(
        nodes_response(holding("1:1", "card", mask, {**union, "children": [shape("1:4", red=0.4), TEXT]}, TEXT))
    )
    assert '"Union" 1:3 24x16 @0,0 #ff0000' in built
    assert "#330000" not in built
    assert "#660000" not in built


def test_a_mask_keeps_the_paint_that_decides_what_shows() -> None:
    luminance = shape("1:2", red=0.2, isMask=True, maskType="LUMINANCE")
    assert "mask luminance #330000" in shown(nodes_response(holding("1:1", "card", luminance, TEXT)))


@pytest.mark.parametrize(("sizing", "said"), [("HUG", "24x16 "), ("FIXED", "24x16 "), ("FILL", "(24x16) ")])
def test_an_icon_has_its_size_in_pixels(sizing: str, said: str) -> None:
    flow = {"layoutMode": "HORIZONTAL", "layoutSizingHorizontal": sizing, "layoutSizingVertical": sizing}
    stars = holding("1:1", "Stars", shape("1:2", "STAR"), shape("1:3", "STAR"), **flow)
    text = shown(nodes_response(holding("2:1", "Row", stars, TEXT, layoutMode="HORIZONTAL")))
    line = next(line for line in text.splitlines() if '"Stars"' in line)
    assert f"{said}icon #ff0000" in line


def test_an_instance_without_paints_says_that_it_is_an_icon() -> None:
    egg = holding("1:1", "Egg", shape("1:2", fills=[]), type="INSTANCE")
    assert 'instance "Egg" 1:1 24x16 icon unpainted' in shown(nodes_response(egg))


def test_icons_of_another_form_are_not_the_same() -> None:
    def card(number: int, **place: float) -> dict[str, Any]:
        box = {"x": 0, "y": 0, "width": 8, "height": 8, **place}
        icon = holding(f"{number}:2", "Icon", shape(f"{number}:3", absoluteBoundingBox=box))
        words = {**TEXT, "id": f"{number}:4", "characters": "words that are long enough to be worth a repetition"}
        return holding(f"{number}:1", "Card", icon, words)

    text = shown(nodes_response(holding("9:9", "All", card(1), card(2), card(3, width=4))))
    assert read(text, "tree").claims == [("2:1", "1:1")]


@pytest.mark.parametrize("paint", [{"imageRef": None}, {}, {"imageRef": None, "gifRef": None}], ids=str)
def test_a_picture_without_a_ref_asks_for_a_render_and_is_like_no_other(paint: Any) -> None:
    def card(number: int) -> dict[str, Any]:
        picture = shape(f"{number}:2", "RECTANGLE", fills=[{"type": "IMAGE", "scaleMode": "FILL", **paint}])
        words = {**TEXT, "id": f"{number}:3", "characters": "words that are long enough to be worth a repetition"}
        return holding(f"{number}:1", "Card", picture, words)

    text = shown(nodes_response(holding("9:9", "All", card(1), card(2))))
    assert text.count("image (no ref: only a render of the node shows it) fill") == 2
    assert read(text, "tree").claims == []
