"""Design tokens: none lost, none that refers to nothing, from variables or from what a file shows."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figma_tools.connector import CONNECTOR
from figwright import Actions
from figwright.rendering.answer import Answer
from figwright.rendering.render import render
from figwright.rendering.shape import Shape
from figwright_figma.sandbox import Sandbox
from figwright_figma.tokens import to_css, to_dtcg, to_tailwind, tokens_of_design, tokens_of_variables
from figwright_figma.tokens.command import read_tokens

SHADE = {"r": 0.1, "g": 0.2, "b": 0.3, "a": 1}


def variables(*given: tuple[str, str, dict[str, Any]], modes: tuple[str, ...] = ("Light", "Dark")) -> dict[str, Any]:
    named = [{"modeId": mode, "name": mode} for mode in modes]
    collection = {"id": "c", "name": "base", "modes": named, "defaultModeId": modes[0]}
    return {
        "variableCollections": {"c": collection},
        "variables": {
            f"V:{at}": {"id": f"V:{at}", "name": name, "resolvedType": kind, "valuesByMode": values}
            | {"variableCollectionId": "c", "description": "", "scopes": ["ALL_SCOPES"]}
            for at, (name, kind, values) in enumerate(given)
        },
    }


def alias(at: int) -> dict[str, Any]:
    return {"type": "VARIABLE_ALIAS", "id": f"V:{at}"}


def test_two_tokens_of_one_name_are_both_kept_and_each_reference_finds_its_own() -> None:
    given = variables(
        ("a.b", "FLOAT", {"Light": 1}), ("a_b", "FLOAT", {"Light": 2}), ("to", "FLOAT", {"Light": alias(1)})
    )
    base = to_dtcg(tokens_of_variables(given))["base"]
    assert {name: each["$value"] for name, each in base.items()} == {"a_b": 1, "a_b-2": 2, "to": "{base.a_b-2}"}


def test_a_token_that_is_a_group_too_is_the_root_of_the_group() -> None:
    given = variables(("blue", "COLOR", {"Light": SHADE}), ("blue/500", "COLOR", {"Light": alias(0)}))
    blue = to_dtcg(tokens_of_variables(given))["base"]["blue"]
    assert blue["$root"]["$value"]["hex"] == "#1a334d"
    assert blue["500"]["$value"] == "{base.blue.$root}"


def test_a_reference_to_what_was_deleted_has_its_value() -> None:
    given = variables(("old", "COLOR", {"Light": SHADE}), ("new", "COLOR", {"Light": alias(0)}))
    given["variables"]["V:0"]["deletedButReferenced"] = True
    assert to_dtcg(tokens_of_variables(given))["base"]["new"]["$value"]["hex"] == "#1a334d"


def test_a_variable_without_a_value_for_the_default_mode_has_that_of_another() -> None:
    token = to_dtcg(tokens_of_variables(variables(("x", "FLOAT", {"Dark": 7}))))["base"]["x"]
    assert token["$value"] == 7
    assert token["$extensions"]["com.figma"]["valueOfMode"] == "Dark"


@pytest.mark.parametrize("value", [alias(0), alias(9), None, "text"])
def test_what_has_no_value_is_named_with_the_reason(value: Any) -> None:
    found = tokens_of_variables(variables(("x", "FLOAT", {"Light": value})))
    assert not found.tokens
    assert (found.lost[0].name, bool(found.lost[0].why)) == ("base/x", True)


def test_css_and_tailwind_keep_references_and_modes() -> None:
    given = variables(
        ("blue", "COLOR", {"Light": SHADE, "Dark": SHADE | {"a": 0.5}}), ("ink", "COLOR", {"Light": alias(0)})
    )
    css, tailwind = to_css(tokens_of_variables(given)), to_tailwind(tokens_of_variables(given))
    assert "--base-blue: #1a334d;" in css
    assert "--base-ink: var(--base-blue);" in css
    assert '[data-base="Dark"] {\n  --base-blue: rgba(26,51,77,0.5);' in css
    assert "@theme {\n  --color-base-blue: #1a334d;" in tailwind


def test_no_name_or_text_ends_a_comment_a_string_or_a_rule() -> None:
    given = variables(("a*/} x{", "STRING", {"Light": '"; } </style>'}), ("b;}*/", "FLOAT", {"Light": 1}))
    given["variables"]["V:2"] = {**given["variables"]["V:0"], "id": "V:2", "scopes": ["FONT_FAMILY"]}
    css = to_css(tokens_of_variables(given))
    assert css.count("*/") == 1
    assert "</style" not in css


def styled() -> dict[str, Any]:
    """A file with a styled fill bound to a variable, the same hidden, and spacing bound to one."""
    fill = {
        "type": "SOLID",
        "color": SHADE,
        "boundVariables": {"color": {"type": "VARIABLE_ALIAS", "id": "VariableID:1:1"}},
    }
    one: dict[str, Any] = {"id": "1:1", "type": "FRAME", "fills": [fill], "styles": {"fill": "9:1"}, "itemSpacing": 8}
    spacing = {"type": "VARIABLE_ALIAS", "id": "VariableID:1:2"}
    one["boundVariables"] = {"fills": [fill["boundVariables"]["color"]], "itemSpacing": spacing}
    two = {"id": "1:3", "type": "RECTANGLE", "fills": [{"type": "SOLID", "color": SHADE}]}
    page = {"id": "0:1", "type": "CANVAS", "children": [one, one | {"id": "1:2", "visible": False}, two]}
    return {
        "name": "f",
        "document": {"id": "0:0", "type": "DOCUMENT", "children": [page]},
        "styles": {"9:1": {"name": "Brand/Ink", "styleType": "FILL", "description": "", "key": "k"}},
        "components": {},
        "componentSets": {},
    }


def test_without_variables_the_file_shows_styles_and_each_bound_variable_with_counts() -> None:
    tokens = to_dtcg(tokens_of_design(styled()))
    assert tokens["Brand"]["Ink"]["$value"]["hex"] == "#1a334d"
    ink = tokens["variables"]["color"]["1:1"]
    assert (ink["$value"]["hex"], ink["$extensions"]["com.figma"]["uses"]) == ("#1a334d", 2)
    gap = tokens["variables"]["spacing"]["1:2"]
    assert (gap["$type"], gap["$value"]) == ("dimension", {"value": 8, "unit": "px"})


def test_a_model_sees_the_values_in_use_with_how_often_and_their_names() -> None:
    tool = CONNECTOR.tools["figma_file_get"]
    shape = Shape(view="tokens", form="rows")
    text = render(Answer(tool.name, styled(), shape, tool, {"file_key": "abcdefghij"})).text
    assert '["#1a334d",2,"fill",["Brand/Ink","$VariableID:1:1"]]' in text, "what is hidden is not in use"
    assert '["8",1,"gap",["$VariableID:1:2"]]' in text


def test_a_plan_that_may_not_read_variables_gets_the_files_own(capsys: pytest.CaptureFixture[str]) -> None:
    with Sandbox() as figma:
        given: dict[str, Any] = {"api_url": figma.url, "allow_insecure": True}
        with Actions.with_token(figma.token(kind="personal_access_token"), **given) as actions:
            assert any(each.path[0] != "variables" for each in read_tokens(actions, figma.demo.file_key).tokens)
        with Actions.with_token(
            figma.token(kind="personal_access_token"), tools=("figma_file_get",), **given
        ) as actions:
            read_tokens(actions, figma.demo.file_key)
    assert "may not be read" in capsys.readouterr().err


def property_names(sheet: str) -> list[str]:
    return re.findall(r"^  (--[^:]+):", sheet, re.MULTILINE)


def font_style(name: str) -> dict[str, Any]:
    """A file with a text style and a variable for its family, of one name in the theme."""
    alias = {"type": "VARIABLE_ALIAS", "id": "VariableID:1:1"}
    style = {"fontFamily": "Inter", "fontSize": 16, "fontWeight": 400, "lineHeightPx": 24, "letterSpacing": 1}
    text = {"id": "1:1", "type": "TEXT", "style": style, "styles": {"text": "9:1"}, "boundVariables": {}}
    text["boundVariables"] = {"fontFamily": [alias]}
    entry = {"name": name, "styleType": "TEXT", "description": "", "key": "k"}
    return {"document": {"id": "0:0", "type": "DOCUMENT", "children": [text]}, "styles": {"9:1": entry}}


def test_no_two_tokens_write_one_property_of_css_or_tailwind() -> None:
    """A text style writes several, and `--font-...` once came from it and from a family's variable."""
    found = tokens_of_design(font_style("variables/font/1:1"))
    assert [each.type for each in found.tokens] == ["typography", "fontFamily"]
    for sheet in (to_tailwind(found), to_css(found)):
        names = property_names(sheet)
        assert len(names) == len(set(names)), sheet
    given = variables(
        ("size/a", "FLOAT", {"Light": 1}), ("size a", "FLOAT", {"Light": 2}), ("size-a-2", "FLOAT", {"Light": 3})
    )
    sizes = re.findall(r"--base-(\S+ [0-9])", to_tailwind(tokens_of_variables(given)))
    assert sorted(sizes) == ["size-a-2: 3", "size-a-3: 2", "size-a: 1"]


def test_letter_spacing_that_is_bound_is_a_length_in_its_namespace() -> None:
    given = font_style("Body")
    text = given["document"]["children"][0]
    text["boundVariables"] = {"letterSpacing": [{"type": "VARIABLE_ALIAS", "id": "VariableID:1:2"}]}
    assert "--tracking-variables-text-1-2: 1px;" in to_tailwind(tokens_of_design(given))


IDS = ["VariableID:1:1", "VariableID:abc/2:2", "VariableID:3:3"]
FIELDS = [
    *(
        "fills",
        "strokes",
        "effects",
        "color",
        "opacity",
        "itemSpacing",
        "fontSize",
        "letterSpacing",
        "lineHeight",
        "size",
    ),
    *(
        "offsetX",
        "rectangleCornerRadii",
        "topLeftRadius",
        "individualStrokeWeights",
        "componentProperties",
        "characters",
    ),
    *("visible", "width", "spread", "radius", "gradientStops", "textRangeFills"),
]
NUMBERS = st.integers(-9, 9) | st.sampled_from([0.5, 2**70, -1e300])
JUNK = (
    st.none() | st.booleans() | NUMBERS | st.sampled_from(["", "SOLID", "TEXT", "DROP_SHADOW", "GRADIENT_LINEAR", "x"])
)
ALIASES = st.sampled_from(IDS).map(lambda identifier: {"type": "VARIABLE_ALIAS", "id": identifier})
BOUND = (
    ALIASES
    | st.lists(ALIASES | JUNK, max_size=2)
    | st.dictionaries(st.sampled_from(["x", "y", "a"]), ALIASES, max_size=2)
)
PARTS = st.recursive(
    JUNK,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*FIELDS, "type", "r", "g", "b", "a", "offset", "position", "blendMode"]), inner, max_size=5
        )
        | st.fixed_dictionaries(
            {},
            optional={
                "boundVariables": st.dictionaries(st.sampled_from(FIELDS), BOUND, max_size=2),
                "type": JUNK,
                "color": inner,
            },
        )
    ),
    max_leaves=8,
)
NODES = st.recursive(
    st.fixed_dictionaries(
        {"type": JUNK},
        optional={
            **dict.fromkeys([*FIELDS, "style", "styleOverrideTable", "absoluteBoundingBox", "boundVariables"], PARTS),
            "boundVariables": st.dictionaries(st.sampled_from(FIELDS), BOUND, max_size=3) | JUNK,
            "styles": st.dictionaries(
                st.sampled_from(["fill", "fills", "text", "grid", "x"]), st.sampled_from(["9:1", "9:2"]) | JUNK
            )
            | JUNK,
        },
    ),
    lambda inner: st.builds(
        lambda node, below: {**node, "children": below}, inner, st.lists(inner | JUNK, max_size=3) | JUNK
    ),
    max_leaves=5,
)


def bound_in(value: Any) -> set[str]:
    """Every id of an alias anywhere."""
    if isinstance(value, dict):
        own = {value["id"]} if value.get("type") == "VARIABLE_ALIAS" else set()
        return own.union(*map(bound_in, value.values()))
    return set().union(*map(bound_in, value)) if isinstance(value, list) else set()


def test_an_object_where_a_number_should_stand_is_no_value_of_a_variable() -> None:
    bound = {"spread": {"type": "VARIABLE_ALIAS", "id": "VariableID:1:1"}}
    [lost] = tokens_of_design({"document": {"spread": {"components": 1}, "boundVariables": bound}}).lost
    assert lost.why == "No value is seen where it is bound."


@settings(deadline=None, max_examples=40)
@given(NODES, st.dictionaries(st.sampled_from(["9:1", "9:2"]), st.just({"name": "Ink", "styleType": "FILL"}) | JUNK))
def test_whatever_a_tree_holds_each_variable_and_style_is_a_token_or_named_as_lost(tree: Any, styles: Any) -> None:
    found = tokens_of_design({"document": tree, "styles": styles})
    said = {each.id for each in found.tokens} | {
        str(each.about.get("id", each.about.get("variable"))) for each in found.lost
    }
    assert bound_in(tree) <= said
    assert styles.keys() <= said
    assert all(each.why for each in found.lost)
    for written in (to_css(found), to_tailwind(found), json.dumps(to_dtcg(found), allow_nan=False)):
        assert written
