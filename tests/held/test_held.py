"""A whole file that is held answers as the provider would, or not at all (P10)."""

from __future__ import annotations

import json
from functools import cache
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.drawn_files import ODD, Drawn, drawn_file
from support.sizes import many

from figwright_figma.held import Held, derives, is_whole, opened, pack, tree
from figwright_figma.sandbox import Sandbox
from figwright_figma.sandbox.build.file import new_file
from figwright_figma.sandbox.calls import ENDPOINTS, Call
from figwright_figma.sandbox.description import description
from figwright_figma.sandbox.world import File

Json = dict[str, Any]
EMPTY: Json = {"components": {}, "componentSets": {}, "styles": {}, "schemaVersion": 0}
FILE, NODES = "figma_file_get", "figma_file_nodes_get"
OPERATIONS = {FILE: "getFile", NODES: "getFileNodes"}
EXAMPLES = settings(max_examples=many(25, 2_000), deadline=None)
JSON = st.recursive(
    st.sampled_from(ODD) | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


@cache
def sandbox() -> Sandbox:
    return Sandbox()


def fetched(file: File, tool: str, **inputs: Any) -> Any:
    """What the sandbox answers, without a socket."""
    running = sandbox()
    operation = description().operations[OPERATIONS[tool]]
    token = running.world.tokens[running.token()]
    query = {"branch_data": False} | inputs
    call = Call(running.world, operation, token, {"file_key": file.key}, query, None, "")
    return json.loads(json.dumps(ENDPOINTS[OPERATIONS[tool]](call)))


def in_the_sandbox(drawn: Drawn) -> File:
    file = new_file(
        sandbox().world, sandbox().world.files[sandbox().demo.file_key].folder, "Drawn", sandbox().demo.user
    )
    file.document, file.components, file.styles = drawn.document, drawn.components, drawn.styles
    file.component_sets = drawn.component_sets
    return file


def as_text(data: Any) -> str:
    """With the order of keys, and 1 apart from 1.0."""
    return json.dumps(data)


def held(data: Any) -> Held:
    return opened(pack(data))


@given(JSON)
@EXAMPLES
def test_P10_any_json_comes_back_as_it_was(data: Any) -> None:
    assert as_text(held(data).data()) == as_text(data)


@given(st.randoms(use_true_random=False))
@EXAMPLES
def test_P10_a_file_comes_back_with_the_order_of_its_keys_and_each_number_as_it_was(random: Random) -> None:
    drawn = drawn_file(random)
    data = {"name": "x", "document": drawn.document, "components": drawn.components, "last": random.choice(ODD)}
    assert as_text(held(data).data()) == as_text(data)


@given(st.randoms(use_true_random=False))
@EXAMPLES
def test_what_is_derived_is_what_would_be_fetched(random: Random) -> None:
    drawn = drawn_file(random)
    file = in_the_sandbox(drawn)
    kept = held(fetched(file, FILE))
    for _ in range(4):
        inputs: dict[str, Any] = {}
        if random.random() < 0.5:
            inputs["depth"] = random.randint(1, 5)
        ids = random.choices(drawn.ids, k=random.randint(1, 3))
        nodes = fetched(file, NODES, ids=",".join(ids), **inputs)
        derived = kept.answer(NODES, {"file_key": file.key, "ids": ids, **inputs})
        assert derived == nodes
        assert [as_text(each["document"]) for each in derived["nodes"].values()] == [
            as_text(each["document"]) for each in nodes["nodes"].values()
        ]
        assert kept.answer(FILE, inputs) == fetched(file, FILE, **inputs)
        around = kept.answer(FILE, {"ids": ids})
        assert around in (None, fetched(file, FILE, ids=",".join(ids)))


@pytest.mark.parametrize("name", ["file_key", "library_key", "board_key", "branch_key"])
def test_each_file_of_the_sandbox_answers_for_each_of_its_nodes(name: str) -> None:
    file = _file(name)
    kept = held(fetched(file, FILE))
    ids = list(_ids(file.document))
    everything = fetched(file, NODES, ids=",".join(ids))
    assert kept.answer(NODES, {"ids": ids}) == everything
    for depth in range(1, 5):
        assert kept.answer(FILE, {"depth": depth}) == fetched(file, FILE, depth=depth)
    for each in ids:
        assert kept.answer(NODES, {"ids": each})["nodes"][each] == everything["nodes"][each]


def _file(name: str) -> File:
    files = sandbox().world.files
    return files[getattr(sandbox().demo, name)]


def _ids(node: dict[str, Any]) -> list[str]:
    return [node["id"], *(each for child in node.get("children", []) for each in _ids(child))]


def demo() -> tuple[File, Held]:
    file = _file("file_key")
    return file, held(fetched(file, FILE))


def test_ids_are_taken_as_addresses_have_them_and_answered_as_they_are_sent() -> None:
    file, kept = demo()
    assert kept.answer(NODES, {"ids": "1-2, 1:3"}) == fetched(file, NODES, ids="1:2,1:3")
    inside = next(each for each in _ids(file.document) if each.startswith("I"))
    assert kept.answer(NODES, {"ids": [inside.replace(":", "-")]}) == fetched(file, NODES, ids=inside)


def test_a_file_around_chosen_nodes_is_derived_unless_they_depend_on_a_node_that_is_not_in_it() -> None:
    """Figma says that it "may" add the component of an instance, with what is above it."""
    file, kept = demo()
    assert kept.answer(FILE, {"ids": ["1:3"]}) == fetched(file, FILE, ids="1:3")  # its instance is of a library
    assert kept.answer(FILE, {"ids": ["1:2"]}) is None  # one of its instances is of this file
    both = ["1:2", *file.components]
    assert kept.answer(FILE, {"ids": [each for each in both if each in _ids(file.document)]}) is not None


def test_a_sublayer_that_an_instance_has_not_is_null_and_any_other_unknown_id_is_asked_for() -> None:
    file, kept = demo()
    inside = next(each for each in _ids(file.document) if each.startswith("I"))
    gone = inside.partition(";")[0] + ";9:99999"
    assert kept.answer(NODES, {"ids": [gone, "1:2"]}) == fetched(file, NODES, ids=f"{gone},1:2")
    assert kept.answer(NODES, {"ids": ["9:99999", "1:2"]}) is None  # a style has a node that is in no tree
    assert kept.answer(NODES, {"ids": ["I9:99999;1:1"]}) is None
    assert kept.answer(FILE, {"ids": ["9:99999"]}) is None


@pytest.mark.parametrize(
    "inputs",
    [
        {"geometry": "paths"},
        {"plugin_data": ["shared"]},
        {"branch_data": True},
        {"version": "123"},
        {"depth": 0},
        {"depth": 1.5},
        {"depth": float("inf")},
        {"ids": "1:2", "depth": 2},
        {"something": "new"},
    ],
)
def test_what_cannot_be_told_is_not_derived(inputs: dict[str, Any]) -> None:
    assert demo()[1].answer(FILE, inputs) is None
    if set(inputs) != {"ids", "depth"}:
        assert demo()[1].answer(NODES, {"ids": "1:2"} | inputs) is None


def test_a_tree_of_a_version_answers_calls_for_that_version_alone() -> None:
    data = fetched(_file("file_key"), FILE)
    kept = opened(pack(data, {"version": "77"}))
    assert kept.answer(FILE, {"version": "77"}) == data
    assert kept.answer(FILE, {}) is None


def test_other_tools_and_a_call_without_ids_get_nothing() -> None:
    _, kept = demo()
    assert kept.answer("figma_file_images_render", {"ids": "1:2"}) is None
    assert kept.answer(NODES, {}) is None


def test_nothing_is_derived_where_the_lists_hold_what_no_node_explains() -> None:
    data = fetched(_file("file_key"), FILE)
    data["styles"]["99:1"] = {"key": "x", "name": "Unused", "styleType": "FILL"}
    assert held(data).answer(FILE, {"depth": 1}) is None
    assert held(data).answer(NODES, {"ids": "1:2"}) is None
    assert held(data).data() == data


def test_a_key_that_no_recorded_answer_has_is_not_handed_on_with_nodes() -> None:
    data = fetched(_file("branch_key"), FILE) | {"mainFileKey": "hbmVKqA1LGjTuU3HfNLq7p"}
    assert held(data).answer(NODES, {"ids": "1:2"}) is None
    assert held(data).answer(FILE, {"depth": 1})["mainFileKey"] == "hbmVKqA1LGjTuU3HfNLq7p"


def inheriting(*others: Json) -> Held:
    """A file with a text of which a part alone follows a style."""
    part: Json = {"id": "1:1", "type": "TEXT", "styleOverrideTable": {"3": {"inheritTextStyleId": "8:1"}}}
    page = {"id": "0:1", "type": "CANVAS", "children": [part, *others]}
    return held(EMPTY | {"document": {"id": "0:0", "type": "DOCUMENT", "children": [page]}, "styles": {"8:1": {}}})


def test_a_style_that_a_part_inherits_from_is_listed_where_the_file_shows_that_it_would_be() -> None:
    assert inheriting().answer(NODES, {"ids": "1:1"})["nodes"]["1:1"]["styles"] == {"8:1": {}}


def test_it_is_not_told_where_the_file_lists_the_style_for_another_reason() -> None:
    other = {"id": "1:2", "type": "TEXT", "styles": {"text": "8:1"}}
    kept = inheriting(other)
    assert kept.answer(NODES, {"ids": "1:1"}) is None
    assert kept.answer(NODES, {"ids": "1:2"})["nodes"]["1:2"]["styles"] == {"8:1": {}}
    assert kept.answer(NODES, {"ids": "0:1"})["nodes"]["0:1"]["styles"] == {"8:1": {}}


@pytest.mark.parametrize("children", [None, 3, ["x"], [None], [{"name": "without an id"}], [{"id": 5}], {"id": "1:1"}])
def test_a_tree_of_an_unknown_shape_is_kept_whole_and_answers_nothing(children: Any) -> None:
    data = fetched(_file("board_key"), FILE)
    data["document"]["children"][0]["children"] = children
    assert held(data).data() == data
    assert held(data).answer(FILE, {"depth": 1}) is None


def test_an_answer_is_the_callers_own() -> None:
    _, kept = demo()
    first = kept.answer(NODES, {"ids": "1:2,1:3"})
    before = as_text(first)
    for each in first["nodes"]["1:2"]["components"].values():
        each["name"] = "changed"
    assert as_text(first["nodes"]["1:3"]) in before
    first["nodes"].clear()
    assert as_text(kept.answer(NODES, {"ids": "1:2,1:3"})) == before


def test_a_large_file_is_read_in_pieces_between_which_other_threads_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = in_the_sandbox(drawn_file(Random(1)))
    data = fetched(whole, "figma_file_get")
    page = data["document"]["children"][0]
    page["children"] += [
        {"id": f"8:{number}", "type": "FRAME", "children": [{"id": f"9:{number}", "type": "TEXT", "text": "x" * 4_000}]}
        for number in range(200)
    ]
    kept, sizes, parsed = held(data), list[int](), tree._parsed
    monkeypatch.setattr(tree, "_parsed", lambda text: sizes.append(len(text)) or parsed(text))
    assert as_text(kept.data()) == as_text(data)
    assert sum(sizes) > 800_000
    assert max(sizes) <= tree._AT_ONCE


def test_bytes_that_are_cut_or_foreign_open_nothing() -> None:
    packed = pack(fetched(_file("board_key"), FILE))
    for wrong in (b"", b"{}", packed[:-1], packed + b" ", packed[1:]):
        with pytest.raises(ValueError, match="bytes"):
            opened(wrong)


def test_a_very_deep_tree_is_packed_and_cut() -> None:
    document: dict[str, Any] = {"id": "1:5000", "type": "FRAME", "children": []}
    for number in range(400, 0, -1):
        document = {"id": f"1:{number}", "type": "FRAME", "children": [document]}
    data = {"document": document, "components": {}, "componentSets": {}, "styles": {}, "schemaVersion": 0}
    kept = held(data)
    assert kept.data() == data
    assert kept.answer(FILE, {"depth": 399})["document"]["children"][0]["id"] == "1:2"


@pytest.mark.parametrize(
    ("tool", "inputs", "whole"),
    [
        (FILE, {"file_key": "x"}, True),
        (FILE, {"file_key": "x", "version": "7", "depth": None, "ids": [], "branch_data": False}, True),
        (FILE, {"file_key": "x", "depth": 2}, False),
        (FILE, {"file_key": "x", "ids": ["1:2"]}, False),
        (FILE, {"file_key": "x", "geometry": "paths"}, False),
        (NODES, {"file_key": "x"}, False),
    ],
)
def test_a_whole_tree_is_what_a_file_answers_without_bounds(tool: str, inputs: dict[str, Any], whole: bool) -> None:
    assert is_whole(tool, inputs) is whole


@pytest.mark.parametrize(
    ("tool", "inputs", "likely"),
    [
        (FILE, {"file_key": "x"}, True),
        (FILE, {"depth": 2}, True),
        (NODES, {"ids": ["1:2"], "depth": 2}, True),
        (NODES, {"ids": ["1:2"], "geometry": "paths"}, False),
        (FILE, {"ids": ["1:2"], "depth": 2}, False),
        ("figma_file_images_render", {"ids": ["1:2"]}, False),
    ],
)
def test_whether_an_answer_has_a_chance_is_known_without_a_tree(
    tool: str, inputs: dict[str, Any], likely: bool
) -> None:
    assert derives(tool, inputs) is likely
    assert likely or demo()[1].answer(tool, inputs) is None


RECORDED: dict[str, Any] = {
    "document": {
        "id": "1:1", "type": "FRAME", "children": [
            {"id": "2:1", "type": "INSTANCE", "componentId": "9:1", "children": [
                {"id": "I2:1;9:2", "type": "TEXT", "styles": {"text": "8:1"}}], "styles": {"effect": "8:2"}},
            {"id": "2:2", "type": "INSTANCE", "componentId": "9:3", "children": []}]},
    "components": {"9:1": {"componentSetId": "9:9"}, "9:3": {}},
    "componentSets": {"9:9": {}},
    "schemaVersion": 0,
    "styles": {"8:1": {}, "8:2": {}},
    "name": "x",
}  # fmt: skip


def test_lists_are_in_the_order_of_recorded_answers() -> None:
    """A component comes where its instance begins, the style of a node after those of its children."""
    node = held(RECORDED).answer(NODES, {"ids": "1:1"})["nodes"]["1:1"]
    assert as_text(node) == as_text({key: value for key, value in RECORDED.items() if key != "name"})


def test_with_a_depth_the_lists_hold_what_is_shown_and_cut_nodes_have_no_children() -> None:
    """As recorded of a file with dozens of components: with depth 1 all three lists are empty."""
    node = held(RECORDED).answer(NODES, {"ids": "1:1", "depth": 1})["nodes"]["1:1"]
    assert [each["children"] for each in node["document"]["children"]] == [[], []]
    assert list(node["styles"]) == ["8:2"]
    assert held(RECORDED).answer(NODES, {"ids": "I2:1;9:2"})["nodes"]["I2:1;9:2"]["components"] == {}
