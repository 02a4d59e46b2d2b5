"""OpenAPI Overlays 1.0 and 1.1: what each action does to a description, and what is said of one that does nothing."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.workshop import Workshop

from figwright_codegen import GenerationError, generate
from figwright_codegen.problems import Problems
from figwright_codegen.sources.documents import Document
from figwright_codegen.sources.overlays import overlaid

SHOP: dict[str, Any] = {
    "info": {"title": "Shop"},
    "paths": {"/a": {"get": {"tags": ["x", "y"], "z": 1}}, "/b": {"get": {"tags": ["x"]}, "post": {}}},
    "list": [1, 2, 3],
}
INFO = {"title": "Ours", "version": "1"}


def after(folder: Path, document: Any, *actions: Any, version: str = "1.1.0", **more: Any) -> Any:
    """The document after these actions. Raises GenerationError."""
    (folder / "shop.yaml").write_text(yaml.safe_dump(document), "utf-8")
    overlay = {"overlay": version, "info": INFO, "actions": list(actions), **more}
    (folder / "ours.yaml").write_text(yaml.safe_dump(overlay, sort_keys=False), "utf-8")
    problems = Problems()
    read = Document(folder / "shop.yaml", problems)
    found = overlaid(read, [folder / "ours.yaml"], problems)
    problems.raise_any()
    return found.data


def mistake(folder: Path, *actions: Any, **more: Any) -> str:
    with pytest.raises(GenerationError) as raised:
        after(folder, SHOP, *actions, **more)
    [problem] = raised.value.problems
    assert Path(problem.file).name == "ours.yaml"
    return problem.text


def edited(*steps: str | int, to: Any = None, remove: bool = False) -> Any:
    made = copy.deepcopy(SHOP)
    *above, last = steps
    at = made
    for step in above:
        at = at[step]  # type: ignore[index]
    if remove:
        del at[last]  # type: ignore[arg-type]
    else:
        at[last] = to  # type: ignore[index]
    return made


ACTIONS: dict[str, tuple[Any, Any]] = {
    "a property of an object": (
        {"target": "$.info", "update": {"version": "2"}},
        edited("info", to={"title": "Shop", "version": "2"}),
    ),
    "what is inside": (
        {"target": "$", "update": {"paths": {"/a": {"get": {"z": 2, "tags": ["z"]}}}}},
        edited("paths", "/a", "get", to={"tags": ["x", "y", "z"], "z": 2}),
    ),
    "an item for a list": ({"target": "$.list", "update": 4}, edited("list", to=[1, 2, 3, 4])),
    "a list for a list": ({"target": "$.list", "update": [4, 5]}, edited("list", to=[1, 2, 3, 4, 5])),
    "another text": ({"target": "$.info.title", "update": "Store"}, edited("info", "title", to="Store")),
    "null for a text": ({"target": "$.info.title", "update": None}, edited("info", "title", to=None)),
    "an operation that is gone": (
        {"target": "$.paths['/b'].post", "remove": True},
        edited("paths", "/b", "post", remove=True),
    ),
    "items that are gone": ({"target": "$.list[0,2]", "remove": True}, edited("list", to=[2])),
    "all items": ({"target": "$.list[*]", "remove": True}, edited("list", to=[])),
    "what a filter selects": (
        {"target": "$.paths['/a'].get.tags[?@ == 'x']", "remove": True},
        edited("paths", "/a", "get", "tags", to=["y"]),
    ),
    "what is inside of what is gone, too": (
        {"target": "$..['/a','get','post']", "remove": True},
        edited("paths", to={"/b": {}}),
    ),
    "a copy": (
        {"target": "$.paths['/b'].post", "copy": "$.paths['/a'].get"},
        edited("paths", "/b", "post", to={"tags": ["x", "y"], "z": 1}),
    ),
    "a copy of an object within itself": (
        {"target": "$.info", "copy": "$"},
        edited("info", to={"title": "Shop", "info": {"title": "Shop"}, "paths": SHOP["paths"], "list": [1, 2, 3]}),
    ),
    "a copy of a value": ({"target": "$.info.title", "copy": "$.list[1]"}, edited("info", "title", to=2)),
}


@pytest.mark.parametrize("what", ACTIONS)
def test_an_action_changes_what_its_target_selects(what: str, tmp_path: Path) -> None:
    action, changed = ACTIONS[what]
    assert after(tmp_path, SHOP, action) == changed


def test_actions_follow_each_other_and_each_selects_of_what_is_left(tmp_path: Path) -> None:
    away, back = {"target": "$.info", "remove": True}, {"target": "$", "update": {"info": {"title": "Store"}}}
    assert after(tmp_path, SHOP, away, back) == edited("info", to={"title": "Store"})


def test_what_stands_in_two_places_by_an_anchor_is_changed_in_one(tmp_path: Path) -> None:
    same = {"get": {"tags": ["x"]}}
    found = after(tmp_path, {"paths": {"/a": same, "/b": same}}, {"target": "$.paths['/a'].get.tags", "update": "y"})
    assert found == {"paths": {"/a": {"get": {"tags": ["x", "y"]}}, "/b": {"get": {"tags": ["x"]}}}}


WRONG: dict[str, tuple[list[Any], dict[str, Any], str]] = {
    "selects nothing": ([{"target": "$.nothing", "remove": True}], {}, "target $.nothing selects nothing in"),
    "copies nothing": ([{"target": "$.info", "copy": "$.nothing"}], {}, "copy $.nothing selects nothing in"),
    "copies several": ([{"target": "$.info", "copy": "$.paths.*"}], {}, "copy $.paths.* selects 2 places; name one"),
    "no JSONPath": ([{"target": "$.paths[", "remove": True}], {}, "'$.paths[' is no JSONPath (RFC 9535): unexpected"),
    "no root": ([{"target": "paths", "remove": True}], {}, "'paths' is no JSONPath (RFC 9535)"),
    "a pointer": ([{"target": "/paths", "remove": True}], {}, "'/paths' is no JSONPath (RFC 9535)"),
    "an extension": ([{"target": "$.paths.~", "remove": True}], {}, "is no JSONPath (RFC 9535)"),
    "all of it": ([{"target": "$", "remove": True}], {}, "target $ is all of the description"),
    "an object for a list": (
        [{"target": "$", "update": {"list": {}}}],
        {},
        "#/list is a list, and cannot be updated with an object",
    ),
    "a text for an object": (
        [{"target": "$.info", "update": "x"}],
        {},
        "#/info is an object, and cannot be updated with a value",
    ),
    "a value in a list": (
        [{"target": "$", "update": {"list": 4}}],
        {},
        "#/list is a list, and cannot be updated with a value",
    ),
    "forms at once": ([{"target": "$.*", "update": {}}], {}, "target $.* selects list, object at once"),
    "no target": ([{"remove": True}], {}, "the action has no target"),
    "nothing to do": ([{"target": "$.info"}], {}, "the action does nothing"),
    "not removed": ([{"target": "$.info", "remove": False}], {}, "the action does nothing"),
    "two to do": ([{"target": "$.info", "remove": True, "update": {}}], {}, "the action has update and remove"),
    "no boolean": ([{"target": "$.info", "remove": "yes"}], {}, "'remove' is neither true nor false"),
    "another key": (
        [{"target": "$.info", "delete": True, "remove": True}],
        {},
        "'delete' is no key here; known are target,",
    ),
    "no action": ([], {}, "there are no actions"),
    "an action that is a text": (["remove"], {}, "action is no mapping"),
    "no title": ([{"target": "$.info", "remove": True}], {"info": {"version": "1"}}, "info has no title"),
    "another version": (
        [{"target": "$.info", "remove": True}],
        {"version": "2.0.0"},
        "is of Overlay 2.0.0; 1.0 and 1.1",
    ),
    "a copy in 1.0": ([{"target": "$.info", "copy": "$.paths"}], {"version": "1.0.0"}, "'copy' is of Overlay 1.1"),
    "lists in 1.0": ([{"target": "$.list", "update": [4]}], {"version": "1.0.1"}, "are lists, which 1.0 and 1.1 join"),
}


@pytest.mark.parametrize("what", WRONG)
def test_an_action_that_cannot_do_what_it_says_is_a_mistake_with_its_line(what: str, tmp_path: Path) -> None:
    actions, more, told = WRONG[what]
    assert told in mistake(tmp_path, *actions, **more)


@pytest.mark.parametrize("content", ["- a", "a: [", "", "openapi: 3.1.0"])
def test_what_is_no_overlay_is_one_mistake(content: str, tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text(yaml.safe_dump(SHOP), "utf-8")
    (tmp_path / "ours.yaml").write_text(content, "utf-8")
    for name in ("ours.yaml", "none.yaml"):
        problems = Problems()
        overlaid(Document(tmp_path / "shop.yaml", problems), [tmp_path / name], problems)
        [problem] = problems
        assert Path(problem.file).name == name


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from("ab"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)
OBJECTS = st.dictionaries(st.sampled_from("abc"), VALUES, max_size=3)


def merged(one: Any, other: Any) -> Any:
    """What the specification says of an update. Raises ValueError where it says that there is none."""
    if isinstance(one, dict) and isinstance(other, dict):
        return {**one, **{key: merged(one[key], each) if key in one else each for key, each in other.items()}}
    if isinstance(one, list) and isinstance(other, list):
        return one + other
    if isinstance(one, dict | list) or isinstance(other, dict | list):
        raise ValueError
    return other


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(OBJECTS, OBJECTS)
def test_drawn_updates_merge_as_the_specification_says(tmp_path: Path, document: Any, update: Any) -> None:
    document = {"first": 1, **document}
    try:
        expected = merged(document, update)
    except ValueError:
        with pytest.raises(GenerationError):
            after(tmp_path, document, {"target": "$", "update": update})
    else:
        assert after(tmp_path, document, {"target": "$", "update": update}) == expected


GET = {"operationId": "getThing", "responses": {"204": {"description": "Done."}}}
OVERLAY = """\
overlay: 1.1.0
info: {title: Ours, version: "1"}
actions:
  - target: $.paths
    update: {/things: {get: {operationId: getThing, responses: {'204': {description: Done.}}, PARAMETERS}}}
"""


def test_a_package_is_generated_of_the_description_after_its_overlays(workshop: Workshop) -> None:
    workshop.write("openapi.yaml", yaml.safe_dump({"openapi": "3.1.0", "info": INFO, "paths": {}}))
    overlay = workshop.write("more/ours.yaml", OVERLAY.replace(", PARAMETERS", ""))
    words = (workshop.spec, workshop.manifest, workshop.folder / "out", workshop.package)
    assert generate(*words, overlays=[overlay]).stale
    assert not generate(*words, check=True, quick=True, overlays=[overlay]).stale
    overlay.write_text(
        OVERLAY.replace("PARAMETERS", "parameters: [{name: size, in: query, schema: {type: integer}}]"), "utf-8"
    )
    assert generate(*words, check=True, quick=True, overlays=[overlay]).stale
    with pytest.raises(GenerationError):
        generate(*words, check=True, quick=True)


def test_a_mistake_in_what_an_overlay_brought_names_the_line_of_the_overlay(workshop: Workshop) -> None:
    workshop.write("openapi.yaml", yaml.safe_dump({"openapi": "3.1.0", "info": INFO, "paths": {}}))
    overlay = workshop.write("ours.yaml", OVERLAY.replace("PARAMETERS", "parameters: [{$ref: '#/nothing'}]"))
    with pytest.raises(GenerationError) as raised:
        generate(workshop.spec, workshop.manifest, workshop.folder / "out", workshop.package, overlays=[overlay])
    [problem] = raised.value.problems
    assert Path(problem.file).name == "openapi.yaml"
    assert problem.text.startswith("#/paths/~1things/get/parameters/0/$ref (")
    assert "ours.yaml:4): $ref '#/nothing' leads to nothing" in problem.text


def test_lines_of_what_an_overlay_left_are_those_of_the_description(tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text("list:\n  - 1\n  - 2\n  - {a: 3}\n", "utf-8")
    (tmp_path / "ours.yaml").write_text(
        yaml.safe_dump({"overlay": "1.0.0", "info": INFO, "actions": [{"target": "$.list[0]", "remove": True}]}),
        "utf-8",
    )
    problems = Problems()
    found = overlaid(Document(tmp_path / "shop.yaml", problems), [tmp_path / "ours.yaml"], problems)
    assert found.data == {"list": [2, {"a": 3}]}
    assert [found.line(("list", 0)), found.line(("list", 1, "a")), found.line(("list", 5))] == [3, 4, 1]
