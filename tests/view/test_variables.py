"""Variables as a model reads them: a row each, a value for each mode, and pages of them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figma_tools.connector import CONNECTOR
from figwright.rendering.answer import Answer, Text
from figwright.rendering.render import render
from figwright.rendering.shape import Shape

LOCAL = CONNECTOR.tools["figma_file_variables_local_get"]
PUBLISHED = CONNECTOR.tools["figma_file_variables_published_get"]
SHADE = {"r": 0.1, "g": 0.2, "b": 0.3, "a": 1}
NAMES = ["id", "name", "modes", "modeId", "valuesByMode", "variableOverrides", "variableCollectionId", "scopes"]


def collection(name: str, *modes: str, **more: Any) -> dict[str, Any]:
    named = [{"modeId": f"{name}:{mode}", "name": mode} for mode in modes]
    return {"id": name, "name": name, "modes": named, "defaultModeId": f"{name}:{modes[0]}", "variableIds": [], **more}


def variable(name: str, home: str, values: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": f"VariableID:{home}/{name}",
        "name": name,
        "key": "a" * 40,
        "variableCollectionId": home,
        "resolvedType": "COLOR",
        "valuesByMode": {f"{home}:{mode}": value for mode, value in values.items()},
        "scopes": ["ALL_SCOPES"],
        "remote": False,
        "description": "",
        "codeSyntax": {},
    } | more


def answer(collections: list[dict[str, Any]], variables: list[dict[str, Any]]) -> dict[str, Any]:
    by_id = ({each["id"]: each for each in every} for every in (variables, collections))
    return {"status": 200, "error": False, "meta": dict(zip(("variables", "variableCollections"), by_id, strict=True))}


def text(data: Any, tool: Any = LOCAL, **shape: Any) -> Text:
    return render(Answer(tool.name, data, Shape(**shape), tool, {"file_key": "abcdefghij"}))


def rows(text: str) -> list[list[Any]]:
    return [json.loads(line) for line in text.splitlines() if line.startswith("[")]


def alias(name: str) -> dict[str, Any]:
    return {"type": "VARIABLE_ALIAS", "id": f"VariableID:{name}"}


def test_a_row_is_a_variable_with_a_value_for_each_mode_of_its_collection() -> None:
    data = answer(
        [collection("base", "Value"), collection("theme", "Light", "Dark")],
        [
            variable("surface", "theme", {"Light": alias("base/blue"), "Dark": SHADE | {"a": 0.5}}),
            variable("blue", "base", {"Value": SHADE}),
            variable("gap", "base", {"Value": 16.0}, resolvedType="FLOAT", scopes=["GAP"]),
            variable("far", "theme", {"Light": alias("gone/1:2"), "Dark": None}),
        ],
    )
    seen = text(data).text
    assert "variables (4): name, id, collection, type, values, scopes" in seen
    assert [[row[0], *row[2:]] for row in rows(seen)] == [
        ["blue", "base", "COLOR", "#1a334d"],
        ["gap", "base", "FLOAT", 16.0, "GAP"],
        ["surface", "theme", "COLOR", ["-> blue", "rgba(26,51,77,0.5)"]],
        ["far", "theme", "COLOR", ["-> VariableID:gone/1:2 (not in this answer)", None]],
    ]
    assert '["theme","theme",{"theme:Light":"Light","theme:Dark":"Dark"}]' in seen


def test_names_that_several_have_come_with_their_collection() -> None:
    two = [variable("blue", home, {"A": SHADE}) for home in ("one", "two")]
    pointing = variable("x", "one", {"A": alias("two/blue")})
    assert '"-> blue of two"' in text(answer([collection("one", "A"), collection("two", "A")], [*two, pointing])).text


def test_what_an_extension_overrides_and_opacities_from_variables_are_told() -> None:
    own = {"VariableID:base/blue": {"more:A": SHADE}}
    data = answer(
        [collection("base", "A"), collection("more", "A", "B", variableOverrides=own)],
        [variable("blue", "base", {"A": {"color": alias("base/blue"), "opacity": 0.25}})],
    )
    assert [[row[0], *row[2:5]] for row in rows(text(data, form="rows").text)] == [
        ["blue", "base", "COLOR", "-> blue opacity 0.25"],
        ["blue", "more", "COLOR", ["#1a334d", None]],
    ]


def test_the_rest_comes_by_fields_and_is_named() -> None:
    data = answer([collection("base", "A")], [variable(f"v{each}", "base", {"A": SHADE}) for each in range(3)])
    assert "Not shown unless named in fields: key." in text(data).text
    assert ["v0", "a" * 40] in rows(text(data, fields=("name", "key")).text)


def test_a_published_variable_is_a_row_with_the_id_that_other_files_use() -> None:
    one = {"id": "VariableID:1:2", "subscribed_id": "VariableID:k/1:2", "name": "blue", "key": "k"}
    data = answer(
        [{"id": "c", "name": "base"}], [one | {"resolvedDataType": "COLOR", "variableCollectionId": "c", "id": "v"}]
    )
    seen = text(data, PUBLISHED).text
    assert all(part in seen for part in ("blue", "base", "COLOR", "VariableID:k/1:2")), seen
    assert "scopes" not in seen


def test_a_whole_number_is_told_as_one() -> None:
    one = variable("gap", "c", {"Value": 16.0}, resolvedType="FLOAT")
    half = variable("half", "c", {"Value": 0.123456}, resolvedType="FLOAT")
    seen = text(answer([collection("c", "Value")], [one, half])).text
    assert ",16," in seen.replace("]", ",")
    assert "0.1235" in seen


@pytest.mark.parametrize("tokens", [6000, 25_000])
def test_every_one_of_1000_variables_is_read_page_by_page(tokens: int) -> None:
    modes = [f"mode {each}" for each in range(4)]
    every = [variable(f"blue/{each}", f"c{each % 3}", dict.fromkeys(modes, SHADE)) for each in range(1000)]
    data = answer([collection(f"c{each}", *modes) for each in range(3)], every)
    names: list[str] = []
    pages = 0
    while len(names) < 1000:
        page = text(data, max_tokens=tokens, offset=len(names))
        found = rows(page.text)
        assert found, page.text
        assert (f'"offset": {len(names) + len(found)}' in page.text) == page.truncated
        names += [row[0] for row in found]
        pages += 1
    assert sorted(names) == sorted(each["name"] for each in every)
    assert pages * tokens < 75_000 + tokens


FOUND = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(NAMES), inner),
    max_leaves=12,
)


@given(FOUND)
@settings(deadline=None, max_examples=60)
def test_nothing_that_stands_there_is_an_error(found: Any) -> None:
    text({"meta": {"variables": {"a": found, "b": {"name": found}}, "variableCollections": {"c": found}}})
