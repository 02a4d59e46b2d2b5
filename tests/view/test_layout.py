"""The layout view: nothing that can be seen is lost, nothing that others wrote leaves its quotes."""

from __future__ import annotations

import json
import random
from copy import deepcopy
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from support.sizes import many

from figwright_figma.sandbox import Sandbox

from .designs import (
    BOOK,
    GARBAGE,
    TREES,
    colors,
    components,
    nodes_response,
    shown,
    strings,
    styles,
    texts,
    visible_nodes,
)

FORMS = ("tree", "yaml", "json")


@given(TREES)
@settings(deadline=None, max_examples=many(40, 400))
def test_every_visible_text_component_style_and_colour_is_in_the_layout(tree: Any) -> None:
    text = shown(nodes_response(tree))
    said = strings(text)
    if tree.get("visible") is False:
        return
    assert texts(tree) <= said
    assert components(tree, BOOK) <= said
    assert styles(tree, BOOK) <= said
    assert {color for color in colors(tree) if color not in text} == set()


@given(TREES, st.integers(2, 4))
@settings(deadline=None, max_examples=40)
def test_a_body_that_repeats_with_changes_loses_nothing(tree: Any, times: int) -> None:
    copies = [deepcopy(tree) for _ in range(times)]
    for number, copy in enumerate(copies):
        for node in visible_nodes(copy):
            node["id"] = f"{number}:{node['id'].split(':')[1]}"
            if "characters" in node:
                node["characters"] = f"{node['characters']} {number}"
    frame = {"type": "FRAME", "id": "5:5", "name": "All", "children": copies}
    text = shown(nodes_response(frame))
    assert texts(frame) <= strings(text)
    assert {color for color in colors(frame) if color not in text} == set()


def test_files_of_the_sandbox_lose_nothing_that_can_be_seen() -> None:
    with Sandbox() as figma:
        for file in list(figma.world.files.values()):
            document, text = file.document, shown(whole(file))
            pages = document["children"]
            for page in pages:
                assert texts(page) <= strings(text)
                assert {color for color in colors(page) if color not in text} == set()


def whole(file: Any) -> dict[str, Any]:
    return {
        "name": file.name,
        "document": file.document,
        "components": file.components,
        "componentSets": file.component_sets,
        "styles": file.styles,
    }


@given(TREES, st.sampled_from(FORMS), st.sampled_from(["layout", "outline", "full"]))
@settings(deadline=None, max_examples=40)
def test_the_same_node_gives_the_same_text(tree: Any, form: str, view: str) -> None:
    assert shown(nodes_response(tree), form=form, view=view) == shown(
        nodes_response(deepcopy(tree)), form=form, view=view
    )


@given(st.lists(TREES, max_size=3), st.sampled_from(["layout", "outline"]))
@settings(deadline=None, max_examples=many(20, 200))
def test_the_json_and_yaml_forms_are_json_and_yaml(trees: list[Any], view: str) -> None:
    response = nodes_response(*trees)
    as_json = json.loads(shown(response, form="json", view=view))
    as_yaml = yaml.safe_load(shown(response, form="yaml", view=view))
    if view == "layout":  # an outline has room for a third of the layout in the same form
        assert (as_json.get("nodes") or []) == (as_yaml.get("nodes") or [])


@pytest.mark.slow
@given(TREES, st.integers(0, 2**32), st.sampled_from(["layout", "outline", "full"]), st.sampled_from(FORMS))
@settings(deadline=None, max_examples=150)
def test_whatever_stands_where_a_node_is_expected_raises_nothing(tree: Any, seed: int, view: str, form: str) -> None:
    spoil(tree, random.Random(seed))
    assert shown({"nodes": {"1:2": {"document": tree, **BOOK}}}, view=view, form=form)
    assert shown({"document": tree, "name": seed, "components": tree, "styles": [tree]}, view=view, form=form)


@given(GARBAGE)
@settings(deadline=None)
def test_whatever_is_no_tree_is_shown_as_any_result(data: Any) -> None:
    assert shown(data)
    assert shown({"nodes": data, "document": data})


ODDITIES: list[Any] = [None, True, -1, 2.5, 1e300, float("inf"), "", "words"]
ODDITIES += [[], [None], [[1]], {}, {"x": "y"}, [{"a": []}], {"id": 1}]
KEYS = [
    *("constraints", "rectangleCornerRadii", "individualStrokeWeights", "layoutGrids", "interactions", "lineTypes"),
    *("exportSettings", "componentPropertyDefinitions", "fillOverrideTable", "minWidth", "blendMode", "devStatus"),
    *("relativeTransform", "size", "rotation", "annotations", "explicitVariableModes", "arcData", "measurements"),
    *("gradientHandlePositions", "imageTransform", "filters", "opentypeFlags", "lineIndentations", "startOffset"),
    *("gridColumnsSizing", "gridRowAnchorIndex", "componentPropertyReferences", "conditionalBlocks", "transition"),
    *("overflowDirection", "strokeDashes", "visible", "type", "id", "name", "children", "characters", "styles"),
]


def spoil(tree: Any, chance: random.Random) -> None:
    """Put what does not belong there into some places of a tree, at any depth."""
    places: list[Any] = [tree]
    for place in places:
        inner = place.values() if isinstance(place, dict) else place
        places += [each for each in inner if isinstance(each, dict | list)]
    for place in chance.choices(places, k=3):
        odd = deepcopy(chance.choice(ODDITIES))
        if isinstance(place, list):
            place[: chance.randint(0, 1)] = [odd]
        else:
            place[chance.choice([*place, *KEYS])] = odd


@pytest.mark.slow
def test_a_tree_deeper_than_python_calls_is_shown() -> None:
    tree: Any = {"type": "TEXT", "id": "1:1", "name": "deepest", "characters": "found"}
    for number in range(5000):
        tree = {"type": "FRAME", "id": f"2:{number}", "name": "n", "children": [tree]}
    for form in FORMS:
        assert '"found"' in shown(nodes_response(tree), form=form)


def test_hidden_nodes_and_paints_are_left_out_and_counted() -> None:
    text = shown(
        nodes_response(
            {
                "type": "FRAME",
                "id": "1:1",
                "name": "Frame",
                "fills": [{"type": "SOLID", "visible": False, "color": {"r": 1, "g": 0, "b": 0, "a": 1}}],
                "children": [
                    {"type": "GROUP", "id": "1:2", "visible": False, "children": [{"type": "TEXT", "characters": "no"}]}
                ],
            }
        )
    )
    assert "#ff0000" not in text
    assert "1:2" not in text
    assert "1 nodes, 2 hidden left out" in text


def test_a_drawing_is_one_icon_with_the_colours_of_its_shapes() -> None:
    shape = {
        "type": "VECTOR",
        "name": "Vector",
        "fills": [solid(0, 0, 1)],
        "strokes": [solid(1, 0, 0)],
        "strokeWeight": 2,
    }
    group = {"type": "GROUP", "id": "1:3", "name": "Group 1", "children": [{**shape, "id": "1:4"}]}
    text = shown(
        nodes_response({"type": "FRAME", "id": "1:1", "name": "Close", "children": [{**shape, "id": "1:2"}, group]})
    )
    assert body(text) == ['icon "Close" 1:1 icon #0000ff, stroke 2 #ff0000']


def test_layout_is_told_in_the_words_of_css() -> None:
    frame = {
        "type": "FRAME",
        "id": "1:1",
        "name": "Row",
        "layoutMode": "HORIZONTAL",
        "primaryAxisAlignItems": "SPACE_BETWEEN",
        "counterAxisAlignItems": "CENTER",
        "layoutWrap": "WRAP",
        "counterAxisSpacing": 4,
        "paddingTop": 8,
        "paddingLeft": 16,
        "paddingRight": 16,
        "paddingBottom": 8,
        "layoutSizingHorizontal": "FILL",
        "layoutSizingVertical": "HUG",
        "absoluteBoundingBox": {"x": 10, "y": 20, "width": 300, "height": 48.256},
        "fills": [solid(1, 1, 1), {**solid(0, 0, 0), "opacity": 0.25}],
        "strokes": [solid(0, 0, 0)],
        "strokeWeight": 1,
        "strokeAlign": "CENTER",
        "rectangleCornerRadii": [8, 8, 0, 0],
        "effects": [
            {
                "type": "DROP_SHADOW",
                "radius": 8,
                "spread": 1,
                "offset": {"x": 0, "y": 4},
                "color": {"r": 0, "g": 0, "b": 0, "a": 0.1},
            }
        ],
        "opacity": 0.5,
        "clipsContent": True,
        "children": [
            {
                "type": "RECTANGLE",
                "id": "1:2",
                "name": "Badge",
                "layoutPositioning": "ABSOLUTE",
                "absoluteBoundingBox": {"x": 15, "y": 18, "width": 4, "height": 4},
                "constraints": {"horizontal": "RIGHT", "vertical": "TOP"},
            }
        ],
    }
    row = (
        'frame "Row" 1:1 row wrap justify-between items-center gap 4 0 pad 8 16 fill(300)xhug overflow hidden '
        "#ffffff under rgba(0,0,0,0.25) stroke 1 #000000 center effect shadow 0 4 8 1 rgba(0,0,0,0.1) radius 8 8 0 0 "
        "opacity 0.5"
    )
    assert body(shown(nodes_response(frame))) == [row, ' rect "Badge" 1:2 4x4 @5,-2 pin right']


def test_a_gradient_is_told_in_the_words_of_css() -> None:
    gradient = {
        "type": "GRADIENT_LINEAR",
        "gradientHandlePositions": [{"x": 0, "y": 0.5}, {"x": 1, "y": 0.5}, {"x": 0, "y": 1}],
        "gradientStops": [{"position": 0, "color": rgb(1, 0, 0)}, {"position": 1, "color": rgb(0, 0, 1)}],
    }
    node = {"type": "RECTANGLE", "id": "1:1", "name": "r", "fills": [gradient]}
    assert "linear-gradient(90deg, #ff0000 0%, #0000ff 100%)" in shown(nodes_response(node))


def test_runs_of_another_look_are_told_with_their_links() -> None:
    node = {
        "type": "TEXT",
        "id": "1:1",
        "name": "t",
        "characters": "🎉 see docs",
        "style": {"fontFamily": "Inter", "fontSize": 14, "fontWeight": 400},
        "characterStyleOverrides": [0, 0, 0, 0, 0, 0, 0, 7, 7, 7, 7],
        "styleOverrideTable": {"7": {"fontWeight": 700, "hyperlink": {"type": "URL", "url": "https://a.example"}}},
    }
    text = shown(nodes_response(node))
    assert 'runs "docs" 700 14 "Inter" link "https://a.example"' in text


def test_a_style_that_repeats_is_written_once_under_a_name() -> None:
    style = {"fontFamily": "Inter", "fontSize": 14, "fontWeight": 600, "lineHeightPx": 20, "lineHeightUnit": "PIXELS"}
    words: list[dict[str, Any]] = [
        {
            "type": "TEXT",
            "id": f"1:{n}",
            "name": "t",
            "characters": f"text {n}",
            "style": style,
            "styles": {"text": "9:3"} if n else {},
        }
        for n in range(2)
    ]
    plain = [{**word, "id": word["id"].replace("1:", "2:"), "styles": {}} for word in words]
    lines = shown(
        nodes_response({"type": "FRAME", "id": "3:3", "name": "f", "children": [*words, *plain]})
    ).splitlines()
    assert ' "Body": font 600 14/20 "Inter"' in lines
    assert ' "inter-14-600": font 600 14/20 "Inter"' in lines
    assert sum('600 14/20 "Inter"' in line for line in lines) == 2
    assert ' text "t" 1:1 font "Body" "text 1"' in lines


def test_a_body_that_repeats_is_written_once_and_then_only_what_differs() -> None:
    def card(number: int, title: str) -> dict[str, Any]:
        def inner(tail: str) -> str:
            return f"I1:{number};{tail}"

        return {
            "type": "INSTANCE",
            "id": f"1:{number}",
            "name": "Card",
            "componentId": "7:1",
            "children": [
                {"type": "TEXT", "id": inner("2:1"), "name": "Title", "characters": title, "fills": [solid(0, 0, 0)]},
                {"type": "TEXT", "id": inner("2:2"), "name": "Text", "characters": "always the same words here"},
            ],
        }

    frame = {"type": "FRAME", "id": "3:3", "name": "f", "children": [card(5, "One"), card(6, "Two"), card(7, "One")]}
    assert body(shown(nodes_response(frame))) == [
        'frame "f" 3:3',
        ' instance "Card" 1:5 of "Button"',
        '  text "Title" ;2:1 #000000 "One"',
        '  text "Text" ;2:2 "always the same words here"',
        ' instance "Card" 1:6 of "Button" = 1:5',
        '  ;2:1 "Two"',
        ' instance "Card" 1:7 of "Button" = 1:5',
    ]


def test_variables_are_named_where_they_are_known_and_short_where_not() -> None:
    bound = {"itemSpacing": {"type": "VARIABLE_ALIAS", "id": "VariableID:aa/1:2"}}
    frame = {
        "type": "FRAME",
        "id": "1:1",
        "name": "f",
        "layoutMode": "VERTICAL",
        "itemSpacing": 8,
        "boundVariables": bound,
    }
    response = nodes_response(frame)
    assert "gap 8 $1:2" in shown(response)
    response["variables"] = {"VariableID:aa/1:2": {"name": "space/2"}}
    assert 'gap 8 $"space/2"' in shown(response)


def test_several_nodes_are_shown_and_missing_ones_named_with_a_reason() -> None:
    response = nodes_response(
        {"type": "FRAME", "id": "0:0", "name": "One"}, {"type": "FRAME", "id": "1:0", "name": "Two"}
    )
    response["nodes"]["9:9"] = None
    text = shown(response)
    assert body(text)[:2] == ['frame "One" 0:0', 'frame "Two" 1:0']
    assert '"9:9" is not in this file' in text


def test_the_outline_is_an_overview_of_frames_components_and_how_texts_begin() -> None:
    words = {"type": "TEXT", "id": "1:2", "name": "t", "characters": "a text of more than thirty-two characters"}
    button = {"type": "INSTANCE", "id": "1:3", "name": "Go", "componentId": "7:1", "children": [{**words, "id": "9:9"}]}
    icon = {"type": "FRAME", "id": "1:4", "name": "Close", "children": [{"type": "VECTOR", "id": "1:5", "name": "v"}]}
    box = {"x": 0, "y": 0, "width": 300, "height": 40}
    frame = {"type": "FRAME", "id": "1:1", "name": "f", "absoluteBoundingBox": box, "fills": [solid(1, 0, 0)]}
    large = {**frame, "children": [words, button, icon, *({**words, "id": f"2:{n}"} for n in range(30))]}
    text = shown(nodes_response(large), view="outline")
    says = '"a text of more than thirty-two c…"'
    assert body(text) == [
        f'frame "f" 1:1 300x40 inside 31 text says {says}, {says}, {says}, {says}',
        f' instance "Go" 1:3 of "Button" inside 1 text says {says}',
        ' icon "Close" 1:4',
    ]
    assert '"view": "layout"' in text


def test_the_full_view_keeps_hidden_nodes_and_every_key_that_holds_something() -> None:
    node = {"type": "FRAME", "id": "1:1", "name": "f", "visible": False, "pluginData": {"1": {"k": "v"}}, "odd": None}
    line = body(shown(nodes_response(node), view="full"))[0]
    assert line == 'frame "f" 1:1 hidden true pluginData {"1":{"k":"v"}}'


def test_fields_choose_what_is_told() -> None:
    node = {"type": "TEXT", "id": "1:1", "name": "n", "characters": "words", "fills": [solid(1, 0, 0)], "opacity": 0.5}
    text = shown(nodes_response(node), fields=("fill", "shade"))
    assert body(text) == ['text "n" 1:1 #ff0000']
    assert 'No field "shade". There are: component, ' in text


def solid(red: float, green: float, blue: float) -> dict[str, Any]:
    return {"type": "SOLID", "color": rgb(red, green, blue)}


def rgb(red: float, green: float, blue: float) -> dict[str, float]:
    return {"r": red, "g": green, "b": blue, "a": 1}


def body(text: str) -> list[str]:
    """The lines of the tree, without what stands before and after."""
    kinds = ("frame", "icon", "text", "instance", "rect", " ")
    lines = text.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(kinds[:-1]))
    return [line for line in lines[start:] if line.startswith(kinds)]
