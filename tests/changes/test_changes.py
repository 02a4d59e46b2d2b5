"""What changed between two versions is said, once, and is true (P13)."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.drawn_files import drawn_file
from support.edited_files import edited, every
from support.sizes import many
from view.designs import BOOK, GARBAGE, TREES

from figwright.rendering.token_count import estimate_tokens
from figwright_figma.changes import Changes, changes
from figwright_figma.view.css import quoted
from figwright_figma.view.sameness import said_by

Json = dict[str, Any]
EXAMPLES = settings(max_examples=many(15, 2_000), deadline=None)
UNBOUNDED = 10**9
BOXES = {"absoluteBoundingBox", "absoluteRenderBounds"}
RANDOMS = st.randoms(use_true_random=False)


def file(document: Json, version: str = "1", **more: Any) -> Json:
    lists: Json = {"components": {}, "componentSets": {}, "styles": {}}
    return {"name": "Shop", "version": version, "document": document} | lists | more


def drawn_pair(random: Random) -> tuple[Json, Json]:
    drawn = drawn_file(random)
    lists = {"components": drawn.components, "componentSets": drawn.component_sets, "styles": drawn.styles}
    after = edited(random, drawn.document, random.randint(1, 8))
    return file(drawn.document, **lists), file(after, "2", **lists)


def test_P13_what_no_node_of_its_own_tells_of_is_a_change_all_the_same() -> None:
    text = {"id": "1:2", "type": "TEXT", "name": "Text"}
    twice = {"id": "0:0", "type": "DOCUMENT", "children": [text, text]}
    for other in (twice | {"children": [text, text | {"opacity": 0.5}]}, twice | {"name": "Renamed"}):
        found = changes(file(twice), file(other, "2"))
        assert found
        assert "nothing changed" not in found.text


@pytest.mark.parametrize("text", ["before", "after"])
def test_a_tree_may_be_deeper_than_calls_go(text: str) -> None:
    def deep(text: str) -> Json:
        node: Json = {"id": "9:0", "type": "TEXT", "characters": text}
        for number in range(1, 5_000):
            node = {"id": f"9:{number}", "type": "FRAME", "children": [node]}
        return {"id": "0:0", "type": "DOCUMENT", "children": [{"id": "0:1", "type": "CANVAS", "children": [node]}]}

    assert ('text "before" -> "after"' in changes(file(deep("before")), file(deep(text), "2")).text) == (
        text == "after"
    )


@given(RANDOMS)
@EXAMPLES
def test_between_a_file_and_itself_nothing_changed(random: Random) -> None:
    before, _ = drawn_pair(random)
    found = changes(before, copy.deepcopy(before) | {"version": "2", "role": "viewer", "thumbnailUrl": "x"})
    assert not found
    assert found.text == '"Shop": nothing changed between version 1 and version 2.'


def test_ids_that_several_nodes_have_make_no_change() -> None:
    def twice(inside: str) -> Json:
        frames: list[Json] = [{"id": "1:1", "children": [{"id": name, "children": []}]} for name in ("1:2", inside)]
        return file({"id": "0:0", "children": [*frames, {"id": "1:3", "children": [{"id": "1:1"}, {"id": "1:2"}]}]})

    assert not changes(twice("1:4"), twice("1:4"))


@given(RANDOMS)
@EXAMPLES
def test_P13_each_node_that_is_new_gone_elsewhere_or_otherwise_is_said_once(random: Random) -> None:
    before, after = drawn_pair(random)
    found = changes(before, after)
    was, now = every(before["document"]), every(after["document"])
    both = was.keys() & now.keys()
    assert once(found.data["added"]) == now.keys() - was.keys()
    assert once(found.data["removed"]) == was.keys() - now.keys()
    moved = [each["id"] for each in found.data["moved"] if each["from"]["in"] != each["to"]["in"]]
    assert sorted(moved) == sorted(name for name in both if was[name][1] != now[name][1])
    differing = {name: keys for name in both if (keys := differing_keys(was[name][0], now[name][0]))}
    assert {each["id"]: set(each["keys"]) for each in found.data["changed"]} == {
        name: keys for name, keys in differing.items() if not keys <= BOXES
    }
    assert all(each["differences"] for each in found.data["changed"])
    assert sorted(found.data["shifted"]) == sorted(name for name, keys in differing.items() if keys <= BOXES)


def once(entries: list[Json]) -> set[str]:
    names = [name for each in entries for name in (each["id"], *each["inside"])]
    assert len(names) == len(set(names))
    return set(names)


def differing_keys(one: Json, other: Json) -> set[str]:
    return {key for key in one.keys() | other.keys() if key != "children" and one.get(key, ...) != other.get(key, ...)}


@given(RANDOMS)
@EXAMPLES
def test_nodes_that_are_not_said_to_have_moved_are_in_their_former_order(random: Random) -> None:
    before, after = drawn_pair(random)
    gone = {each["id"] for each in changes(before, after).data["moved"]}
    was, now = every(before["document"]), every(after["document"])
    for holder, _ in was.values():
        if holder["id"] in now and "children" in holder:
            names = [each["id"] for each in holder["children"] if each["id"] not in gone]
            new = [each["id"] for each in now[holder["id"]][0].get("children", [])]
            stayed = [name for name in names if name in new]
            assert [name for name in new if name in stayed] == stayed


@given(RANDOMS)
@EXAMPLES
def test_P13_the_whole_text_has_every_node_and_what_is_new_about_it(random: Random) -> None:
    before, after = drawn_pair(random)
    found = changes(before, after)
    text = found.render(max_tokens=UNBOUNDED)
    now = every(after["document"])
    swapped = {each["id"] for each in found.data["changed"] if {"componentId", "type"} & set(each["keys"])}
    for each in (*found.data["added"], *found.data["removed"], *found.data["moved"], *found.data["changed"]):
        if swapped.isdisjoint(each["path"]):  # what is inside these is counted in their lines
            assert re.search(rf"(^|[ :]){re.escape(each['id'])}($|[ ;:,])", text, re.MULTILINE), each
    for each in found.data["changed"]:
        node = now[each["id"]][0]
        said = {difference["term"]: difference["after"] for difference in each["differences"]}
        if "characters" in each["keys"]:
            assert said["text"] == quoted(node["characters"])
            assert said["text"] in text or not swapped.isdisjoint(each["path"])
        if "name" in each["keys"] and "characters" not in each["keys"]:
            assert said["name"] == quoted(node["name"])
            assert said["name"] in text or not swapped.isdisjoint(each["path"])
        if "somethingNew" in each["keys"]:
            assert said["somethingNew"] == str(node["somethingNew"])


@given(RANDOMS, st.integers(1, 600))
@EXAMPLES
def test_P13_what_does_not_fit_is_counted_and_what_has_room_for_it_is_true(random: Random, most: int) -> None:
    found = changes(*drawn_pair(random), file_key="hbmVKqA1LGjTuU3HfNLq7p")
    text = found.render(max_tokens=most)
    assert estimate_tokens(text) <= most
    if enough := re.search(r"max_tokens=(\d+)", text):
        whole = found.render(max_tokens=int(enough[1]))
        assert whole == found.render(max_tokens=UNBOUNDED)
        assert "cut" not in whole.lower()
    else:
        assert text in ("", found.render(max_tokens=UNBOUNDED))


@given(GARBAGE, GARBAGE)
@EXAMPLES
def test_whatever_the_nodes_hold_nothing_is_raised(one: Any, other: Any) -> None:
    def around(value: Any) -> Json:
        node = {"id": "1:1", "type": value, "name": value, "children": value, "componentId": value, "fills": value}
        node |= {"characters": value, "styles": value, "boundVariables": value, "componentProperties": {"a": value}}
        pages = [value, {"id": "0:1", "type": "CANVAS", "children": [node, value]}]
        return file({"id": "0:0", "children": pages}) | {"components": value, "styles": {"1:1": value}}

    found = changes(around(one), around(other))
    assert found.text
    assert found.data


LABEL: Json = {"id": "1:4", "name": "Label", "type": "TEXT", "characters": "Pay now", "style": {"fontSize": 14}}
LABEL |= {"fills": [{"type": "SOLID", "color": {"r": 0, "g": 0, "b": 0, "a": 1}}]}
PAY: Json = {"id": "1:3", "name": "Pay", "type": "INSTANCE", "componentId": "7:1", "children": []}
PAY |= {"componentProperties": {"Show icon#7:0": {"type": "BOOLEAN", "value": True}}}
CHECKOUT: Json = {"id": "1:2", "name": "Checkout", "type": "FRAME", "layoutMode": "VERTICAL", "itemSpacing": 8}
CHECKOUT |= {"absoluteBoundingBox": {"x": 0, "y": 0, "width": 390, "height": 844}, "children": [LABEL, PAY]}
COMPONENTS: Json = {
    "7:1": {"key": "a", "name": "Size=lg", "componentSetId": "7:0", "description": "Starts it."},
    "7:2": {"key": "b", "name": "Size=sm", "componentSetId": "7:0"},
}
SHOP = file(
    {"id": "0:0", "children": [{"id": "0:1", "name": "Screens", "type": "CANVAS", "children": [CHECKOUT]}]},
    components=COMPONENTS,
    componentSets={"7:0": {"key": "s", "name": "Button"}},
    styles={"9:1": {"key": "f", "name": "Ink", "styleType": "FILL"}},
)  # fmt: skip
PATHS = {"file": (), "document": ("document",), "page": ("document", "children", 0)}
PATHS["frame"] = (*PATHS["page"], "children", 0)
PATHS["label"] = (*PATHS["frame"], "children", 0)
PATHS["pay"] = (*PATHS["frame"], "children", 1)
ALIAS = {"type": "VARIABLE_ALIAS", "id": "VariableID:ab12/3:4"}


def after(where: str, change: Json | Callable[[Any], object]) -> Changes:
    """The shop with one change."""
    made = copy.deepcopy(SHOP)
    target: Any = made
    for step in PATHS[where]:
        target = target[step]
    target.update(change) if isinstance(change, dict) else change(target)
    return changes(SHOP, made)


def swapped(frame: Json) -> None:
    frame["children"].reverse()


def out_of_the_frame(page: Json) -> None:
    page["children"].append(page["children"][0]["children"].pop(0))


RED = {"fills": [{"type": "SOLID", "color": {"r": 1, "g": 0, "b": 0, "a": 1}}]}
BOUND = {"fills": [LABEL["fills"][0] | {"boundVariables": {"color": ALIAS}}]}
LONG = "x" * 200


LINES = {
    "label": 'text "Label" 1:4 in frame "Checkout" 1:2',
    "pay": 'instance "Pay" 1:3 in frame "Checkout" 1:2',
    "frame": 'frame "Checkout" 1:2 in page "Screens" 0:1',
}


@pytest.mark.parametrize(
    ("where", "change", "line"),
    [
        ("label", {"characters": "Pay 12,50"}, '{label}: text "Pay now" -> "Pay 12,50"'),
        ("label", RED, '{label}: fill #000000 -> #ff0000'),
        ("label", {"styles": {"fill": "9:1"}}, '{label}: fill #000000 -> "Ink" #000000'),
        ("label", BOUND, '{label}: fill #000000 -> #000000 $3:4'),
        ("label", {"visible": False}, '{label}: hidden'),
        ("label", {"visible": True}, "{label}: visible now true"),
        ("label", {"inside": 1, "component": 2}, "{label}: inside now 1; component now 2"),
        ("label", {"name": "Words"}, 'text "Words" 1:4 in frame "Checkout" 1:2: renamed from "Label"'),
        ("label", {"style": {"fontSize": 16}}, '{label}: font 14 -> 16'),
        ("label", {"hyphens": "AUTO"}, '{label}: hyphens now "AUTO"'),
        ("label", {"hyphens": LONG}, '{label}: hyphens now otherwise'),
        ("frame", {"itemSpacing": 12}, '{frame}: gap 8 -> 12'),
        ("frame", {"type": "COMPONENT"}, 'component "Checkout" 1:2 in page "Screens" 0:1: frame -> component'),
        ("pay", {"componentId": "7:2"}, '{pay}: of "Button" "Size=lg" -> of "Button" "Size=sm"'),
        ("pay", {"type": "FRAME"}, 'frame "Pay" 1:3 in frame "Checkout" 1:2: instance -> frame'),
        ("pay", {"componentProperties": {"Show icon#7:0": {"type": "BOOLEAN", "value": False}}},
         '{pay}: property "Show icon" true -> false'),
        ("pay", {"exposedInstances": ["1:3"]}, '{pay}: exposedInstances now ["1:3"]'),
        ("pay", {"overrides": [{"id": "1:3"}]}, '{pay}: overrides now others'),
        ("page", {"name": "Flows"}, 'page "Flows" 0:1: renamed from "Screens"'),
        ("frame", swapped, 'text "Label" 1:4 in frame "Checkout" 1:2 from place 1 to 2'),
        ("page", out_of_the_frame, 'text "Label" 1:4 from frame "Checkout" 1:2 to page "Screens" 0:1'),
        ("file", {"name": "Shop 2"}, 'file: renamed from "Shop" to "Shop 2"'),
        ("file", {"components": {**COMPONENTS, "7:1": COMPONENTS["7:1"] | {"description": "Ends it."}}},
         'component 7:1: description "Starts it." -> "Ends it."'),
    ],
)  # fmt: skip
def test_a_line_says_what_changed(where: str, change: Any, line: str) -> None:
    line = line.format(**LINES)
    assert line in [each.strip() for each in after(where, change).text.splitlines()]


def test_P13_of_versions_in_the_wrong_order_the_text_says_which_is_the_earlier_one() -> None:
    first, second = (SHOP | {"lastModified": f"2026-11-0{day}T10:00:00Z"} for day in (1, 2))
    assert "the earlier version" not in changes(first, second).text
    assert "and the earlier version 1 (2026-11-01T10:00:00Z)" in changes(second, first).text


def test_P13_where_no_line_has_room_the_text_counts_what_changed() -> None:
    found = after("label", {"characters": "Pay 12,50"})
    assert found.render(max_tokens=24).startswith("1 node changed. Cut: max_tokens=")


STYLE = {"fontSize": 14, "fontWeight": 400, "fontFamily": "Inter", "lineHeightPx": 20, "lineHeightUnit": "PIXELS"}


def style_changes(change: Json, **box: Json) -> list[str]:
    """What is said of a text of which that of the style is other."""
    texts = [LABEL | {"style": style} | box for style in (STYLE, STYLE | change)]
    before, after = (
        file({"id": "0:0", "children": [{"id": "0:1", "type": "CANVAS", "children": [each]}]}) for each in texts
    )
    [line] = changes(before, after).text.splitlines()[2:]
    return line.partition(": ")[2].split("; ")


KEYS = ("hangingList", "somethingNew", "maxLines", "isOverrideOverTextStyle", "textAutoResize", "inheritTextStyleId")


@pytest.mark.parametrize("key", KEYS)
def test_P13_each_key_of_a_style_that_no_term_says_is_told_beside_what_one_says(key: str) -> None:
    alone = f"style.{key} now 7"
    assert style_changes({key: 7}) == [alone]
    assert style_changes({key: 7, "fontSize": 16}) == ['font 400 14/20 "Inter" -> 400 16/20 "Inter"', alone]


def test_what_terms_say_of_a_style_is_told_once() -> None:
    bold = {"fontWeight": 700, "fontPostScriptName": "Inter-Bold", "fontStyle": "Bold", "lineHeightPercent": 117.2}
    assert style_changes(bold) == ['font 400 14/20 "Inter" -> 700 14/20 "Inter"']
    cut = {"textTruncation": "ENDING", "maxLines": 2}
    assert style_changes(cut) == ['font 400 14/20 "Inter" -> 400 14/20 "Inter" ellipsis lines 2']
    assert style_changes({"textAlignVertical": "CENTER", "textAlignHorizontal": "RIGHT"}) == ["align now right middle"]
    assert style_changes({"fontPostScriptName": "Inter-Bold"}) == ['style.fontPostScriptName now "Inter-Bold"']


def test_a_property_of_another_type_is_told_as_the_key() -> None:
    text = after("pay", {"componentProperties": {"Show icon#7:0": {"type": "TEXT", "value": True}}}).text
    assert (
        'componentProperties {"Show icon#7:0":{"type":"BOOLEAN","value":true}} -> {"Show icon#7:0":{"type":"TEXT"'
        in text
    )


def test_what_is_new_is_one_line_with_what_it_says() -> None:
    new: Json = {"id": "2:1", "name": "Promo", "type": "FRAME", "children": [LABEL | {"id": "2:2"}]}
    found = after("frame", lambda frame: frame["children"].append(new))
    assert ' frame "Promo" 2:1 in frame "Checkout" 1:2, 1 inside, says "Pay now"' in found.text.splitlines()
    gone = changes(SHOP | {"document": SHOP["document"]}, file({"id": "0:0", "children": []}))
    assert ' page "Screens" 0:1, 3 inside, says "Pay now"' in gone.text.splitlines()


def test_what_is_inside_a_swapped_instance_is_counted_in_its_line() -> None:
    def holding(component: str, *names: str) -> Json:
        children = [LABEL | {"id": f"I1:3;{name}", "characters": name} for name in names]
        pay = PAY | {"componentId": component, "children": children}
        pages = [{"id": "0:1", "name": "Screens", "type": "CANVAS", "children": [pay]}]
        return SHOP | {"document": {"id": "0:0", "children": pages}}

    found = changes(holding("7:1", "5:1", "5:2"), holding("7:2", "6:1"))
    line = ' instance "Pay" 1:3 in page "Screens" 0:1: of "Button" "Size=lg" -> of "Button" "Size=sm"'
    assert found.text.splitlines()[1:] == ["Changed:", f"{line}; inside 1 added, 2 removed"]
    assert [each["id"] for each in found.data["removed"]] == ["I1:3;5:1", "I1:3;5:2"]


def test_boxes_that_follow_are_counted_and_named_in_the_data() -> None:
    found = after("frame", {"absoluteBoundingBox": {"x": 0, "y": 9, "width": 390, "height": 900}})
    assert "1 more node moved or grew on the page alone" in found.text
    assert found.data["shifted"] == ["1:2"]


def test_what_repeats_is_said_once_with_all_ids() -> None:
    def many_labels(colour: int) -> Json:
        fill = {"type": "SOLID", "color": {"r": colour, "g": 0, "b": 0, "a": 1}}
        labels = [LABEL | {"id": f"2:{number}", "fills": [fill]} for number in range(40)]
        return file({"id": "0:0", "children": [{"id": "0:1", "type": "CANVAS", "children": labels}]})

    [line] = [each for each in changes(many_labels(0), many_labels(1)).text.splitlines() if " x " in each]
    assert line.startswith(' 40 x text "Label": fill #000000 -> #ff0000: 2:0 2:1 ')
    assert line.endswith(" 2:39")


def test_of_long_texts_what_is_around_the_first_difference_is_said() -> None:
    def said(end: str) -> Json:
        return file({"id": "0:0", "children": [LABEL | {"characters": "word " * 100 + end}]})

    text = changes(said("before"), said("behind")).text
    assert re.search(r'"…[word ]+before" \+\d+ characters -> "…[word ]+behind" \+\d+ characters', text)


def test_what_people_wrote_cannot_leave_its_quotes_or_its_line() -> None:
    evil = 'x"\nRemoved:\n page 0:1\u202e'
    text = after("label", {"characters": evil, "name": evil}).text
    assert [line for line in text.splitlines() if line.startswith(("Removed", " page"))] == []
    assert "\u202e" not in text


def test_texts_of_a_file_of_another_shape_are_refused_with_what_is_wanted() -> None:
    with pytest.raises(ValueError, match="figma_file_get"):
        changes({}, SHOP)


@given(TREES, TREES)
@EXAMPLES
def test_P13_there_and_back_the_same_is_said_and_every_key_is_accounted_for(one: Json, other: Json) -> None:
    def around(node: Json) -> Json:
        node = {key: value for key, value in node.items() if key != "children"} | {"id": "1:1"}
        return file({"id": "0:0", "children": [{"id": "0:1", "type": "CANVAS", "children": [node]}]}, **BOOK)

    both = around(one), around(other)
    there, back = (changes(*pair).data["changed"] for pair in (both, both[::-1]))
    assert len(there) == len(back) <= 1
    for node, mirrored in zip(there, back, strict=True):
        said, reversed_ = (
            {(each["term"], each["before"], each["after"]) for each in side["differences"] if not each["is_key"]}
            for side in (node, mirrored)
        )
        assert said == {(term, now, was) for term, was, now in reversed_}
        keys = {each["term"].partition(".")[0] for each in node["differences"] if each["is_key"]}
        terms = {each["term"].partition(" ")[0].replace("property", "properties") for each in node["differences"]}
        for key in set(node["keys"]) - BOXES:
            if all(each.get(key) in (None, {}) for each in (one, other)):
                continue  # one lacks it, and in the other it is empty
            subkeys = SUBKEYS.get(key, (key,))
            assert key in keys | terms or any(said_by(each) & terms for each in subkeys), key


SUBKEYS = {"styles": ("fill", "text"), "boundVariables": ("fills", "itemSpacing")}
