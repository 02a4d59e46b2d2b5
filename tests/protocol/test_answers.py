"""What a call answers: one JSON twice, within the budget, never cut without a word, and as the output schema says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mcp import Client

from figma_tools.connector import CONNECTOR
from figwright import Actions
from figwright.mcp import make_server
from figwright.mcp.content import within_budget
from figwright.redaction.escaping import make_visible, visible_data
from figwright.rendering.shape import Shape
from figwright.rendering.token_count import estimate_tokens
from figwright.toolbox import Toolbox
from figwright.types.results import Origin, ToolResult
from figwright_figma.sandbox import Sandbox
from protocol.conftest import text

LISTING = "figma_file_components_list"
PATH = "GET /v1/files/*/components"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


def call(actions: Actions, name: str, *inputs: dict[str, Any], mode: str = "auto") -> list[Any]:
    """The answers of some calls through the official client, which checks structured content."""
    toolbox, answers = Toolbox(actions=actions), []

    async def run() -> None:
        async with Client(make_server(lambda _: toolbox, about=toolbox), mode=mode) as client:
            await client.list_tools()
            answers.extend([await client.call_tool(name, each) for each in inputs])

    anyio.run(run)
    return answers


def components(count: int, **more: Any) -> dict[str, Any]:
    rows = [
        {
            "key": f"{number:040x}",
            "name": f"Button {number}",
            "description": "A button.",
            "node_id": f"1:{number}",
            "containing_frame": {"name": f"Frame {number}", "pageName": "Page"},
            **more,
        }
        for number in range(count)
    ]
    return {"status": 200, "error": False, "meta": {"components": rows}}


def check(answer: Any) -> dict[str, Any]:
    """Structured content, which the text is, too."""
    assert not answer.is_error, text(answer)
    assert json.loads(text(answer)) == answer.structured_content
    found: dict[str, Any] = answer.structured_content
    return found


def test_a_long_list_is_read_to_its_end_by_the_calls_that_it_names(
    one_person: Actions, sandbox: Sandbox, era: str
) -> None:
    sandbox.fail_next(PATH, status=200, body=components(400), times=None)
    arguments: dict[str, Any] = {"file_key": sandbox.demo.library_key, "max_tokens": 6000}
    seen: list[str] = []
    while True:
        (answer,) = call(one_person, LISTING, arguments, mode=era)
        data = check(answer)
        assert estimate_tokens(text(answer)) <= 6000
        seen += [row["key"] for row in data["meta"]["components"]]
        if "truncated" not in data:
            break
        assert data["truncated"] is True
        assert "of 400 meta.components are shown" in data["note"]
        named = re.search(LISTING + r" (\{.*?\})", data["note"])
        assert named
        arguments = json.loads(named[1]) | {"max_tokens": 6000}
    sandbox.heal()
    assert seen == [f"{number:040x}" for number in range(400)]
    assert re.match(r"These are the last \d+ of 400 meta.components.", data["note"])


def test_what_fits_is_not_touched_and_has_no_note(one_person: Actions, sandbox: Sandbox) -> None:
    (answer,) = call(one_person, "figma_dev_resources_list", {"file_key": sandbox.demo.file_key})
    assert check(answer).keys() == {"dev_resources"}


def test_rows_leave_out_what_no_model_uses_and_the_note_names_it(one_person: Actions, sandbox: Sandbox) -> None:
    key = {"file_key": sandbox.demo.library_key}
    short, whole = call(one_person, LISTING, key, key | {"fields": ["name", "user", "thumbnail_url"]})
    data = check(short)
    assert "thumbnail_url" in data["note"]
    assert "truncated" not in data
    assert all("img_url" not in row["user"] and "thumbnail_url" not in row for row in data["meta"]["components"])
    assert all(row["user"]["img_url"] for row in check(whole)["meta"]["components"])


def test_fields_leave_rows_of_these_alone(one_person: Actions, sandbox: Sandbox) -> None:
    key = {"file_key": sandbox.demo.library_key}
    chosen, inside, vain, half = call(
        one_person,
        LISTING,
        key | {"fields": ["name", "key"]},
        key | {"fields": ["containing_frame.name"]},
        key | {"fields": ["nam"]},
        key | {"fields": ["name", "nam"]},
    )
    assert all(row.keys() == {"key", "name", "user"} for row in check(chosen)["meta"]["components"]), "and who named it"
    frames = [row.get("containing_frame") for row in check(inside)["meta"]["components"]]
    assert any(frames)
    assert all(frame.keys() == {"name"} for frame in frames if frame is not None)
    assert check(vain)["note"].startswith('No field "nam". There are: ')
    assert check(vain)["meta"]["components"][0]["node_id"]
    assert check(half)["meta"]["components"][0].keys() == {"name", "user"}
    assert 'No field "nam"' in check(half)["note"]


def test_fields_of_an_answer_without_rows_are_its_own(one_person: Actions) -> None:
    (answer,) = call(one_person, "figma_me_get", {"fields": ["handle"]})
    assert check(answer) == {"handle": "Ada Lindqvist"}


def test_fewer_fields_stay_chosen_in_the_next_call(one_person: Actions, sandbox: Sandbox) -> None:
    sandbox.fail_next(PATH, status=200, body=components(400))
    inputs = {"file_key": sandbox.demo.library_key, "fields": ["name"], "max_tokens": 500}
    (answer,) = call(one_person, LISTING, inputs)
    assert '"fields": ["name"], "offset": ' in check(answer)["note"]


def test_a_row_that_does_not_fit_has_its_texts_cut(one_person: Actions, sandbox: Sandbox) -> None:
    sandbox.fail_next(PATH, status=200, body=components(3, description="words and words " * 2000))
    (answer,) = call(one_person, LISTING, {"file_key": sandbox.demo.library_key, "max_tokens": 1000})
    data = check(answer)
    assert data["truncated"] is True
    assert "Cut to fit: texts after" in data["note"]
    assert " characters" in data["meta"]["components"][0]["description"][-20:]


def test_what_does_not_fit_at_all_is_an_error_that_says_how_it_would(one_person: Actions) -> None:
    for budget in (1, 5, 20):
        (answer,) = call(one_person, "figma_me_get", {"max_tokens": budget})
        assert answer.is_error
        assert estimate_tokens(text(answer)) <= budget
    (answer,) = call(one_person, "figma_me_get", {"max_tokens": 60, "max_characters": 90})
    assert answer.is_error
    assert len(text(answer)) <= 90


def test_a_write_is_never_to_be_repeated_for_the_rest_of_its_answer(one_person: Actions, sandbox: Sandbox) -> None:
    name, arguments = "figma_dev_resource_create", {"name": "a", "url": "https://a.example", "node_id": "1:2"}
    for count, size in ((300, 10), (1, 60_000)):
        created = [
            {"name": "n" * size, "url": "https://a.example", "file_key": "k", "node_id": "1:2", "id": "1"}
        ] * count
        for budget in (40, 300, 3000):
            sandbox.fail_next("POST /v1/dev_resources", status=200, body={"links_created": created, "errors": []})
            inputs = arguments | {"file_key": sandbox.demo.file_key, "max_tokens": budget, "max_characters": 9000}
            (answer,) = call(one_person, name, inputs)
            assert "carried out: do not repeat it" in text(answer)
            assert name not in text(answer)
            assert not answer.is_error or budget == 40


def test_what_a_person_wrote_comes_with_who_wrote_it(one_person: Actions, sandbox: Sandbox) -> None:
    (answer,) = call(
        one_person, "figma_file_versions_list", {"file_key": sandbox.demo.file_key, "fields": ["description", "id"]}
    )
    for version in check(answer)["versions"]:
        assert version.keys() == {"id", "description", "user"}
        assert version["user"].keys() == {"handle"}


def test_there_is_a_next_page_and_the_call_for_it_is_named(one_person: Actions, sandbox: Sandbox) -> None:
    first, second = {"team_id": sandbox.demo.team_id, "page_size": 1}, {"max_tokens": 400}
    answers = call(one_person, "figma_team_components_list", first, first | second)
    data = check(answers[0])
    assert " Next page: figma_team_components_list {" in data["note"]
    named = json.loads(data["note"].partition("figma_team_components_list ")[2])
    assert named["after"] == data["meta"]["cursor"]["after"]
    assert "truncated" not in data


def test_what_the_provider_documents_otherwise_is_left_out_and_told(
    one_person: Actions, sandbox: Sandbox, era: str
) -> None:
    """The client would refuse the whole answer, and the model would see nothing."""
    body = components(3, name=None)
    body["meta"]["components"][2]["key"] = 17
    body["meta"]["components"].append("no row")
    sandbox.fail_next(PATH, status=200, body=body)
    (answer,) = call(one_person, LISTING, {"file_key": sandbox.demo.library_key}, mode=era)
    data = check(answer)
    assert [row.get("node_id") for row in data["meta"]["components"]] == ["1:0", "1:1", "1:2"]
    assert data["note"] == (
        'Left out, because it is not as documented: meta.components[] ("no row"), meta.components[].key (17), '
        "meta.components[].name (null, 3 times)."
    )


def test_an_answer_that_is_not_as_documented_fits_all_the_same(one_person: Actions, sandbox: Sandbox) -> None:
    for budget in (20, 100, 200, 400, 1000):
        sandbox.fail_next(PATH, status=200, body=components(50, name=None))
        inputs = {"file_key": sandbox.demo.library_key, "max_tokens": budget}
        (answer,) = call(one_person, LISTING, inputs)
        assert estimate_tokens(text(answer)) <= budget
        assert answer.is_error or "Left out" in check(answer)["note"] or "meta" not in check(answer)


@pytest.mark.parametrize("body", ["null", "[]", "[1,2]", '"text"', "{}"])
def test_an_answer_that_is_no_object_becomes_one(one_person: Actions, sandbox: Sandbox, body: str, era: str) -> None:
    """Of the one tool that has no result: from any other, only an object is the provider's."""
    sandbox.fail_next("deleteDevResource", status=200, body=body)
    gone = {"file_key": sandbox.demo.file_key, "dev_resource_id": sandbox.demo.spare_dev_resource_id}
    (answer,) = call(one_person, "figma_dev_resource_delete", gone, mode=era)
    assert check(answer) in ({}, {"result": json.loads(body)})


@pytest.mark.parametrize("body", ["null", "[]", "[1,2]", '"text"'])
def test_P14_an_answer_that_cannot_be_the_tools_is_an_error(
    one_person: Actions, sandbox: Sandbox, body: str, era: str
) -> None:
    sandbox.fail_next("GET /v1/me", status=200, body=body)
    (answer,) = call(one_person, "figma_me_get", {}, mode=era)
    assert answer.is_error
    assert "is not in Figma's words" in text(answer)


@pytest.mark.parametrize("name", ['"\\ud800"', '"' + "\\u200b" + 'x"', '"\\u202ex"', '"\\u0000"', '"\\ufffe"'])
def test_T66_unseen_signs_are_seen_in_the_text_and_nothing_breaks_the_wire(
    one_person: Actions, sandbox: Sandbox, name: str, era: str
) -> None:
    body = json.dumps(components(1)).replace('"Button 0"', name)
    sandbox.fail_next(PATH, status=200, body=body.encode())
    (answer,) = call(one_person, LISTING, {"file_key": sandbox.demo.library_key}, mode=era)
    check(answer)
    assert text(answer).isascii()


UNSEEN = "\u200b\u200d\u202e\u2066\u001b\u009b\ufeff\u00ad\u2800\ufe0f\ue000\U000e0041\U000e0100"


def test_T80_what_nobody_sees_is_visible_in_structured_content_too(
    one_person: Actions, sandbox: Sandbox, era: str
) -> None:
    body = components(2, name=f"a{UNSEEN}b", description="👩‍💻 ❤️ caf\u00e9\tx\ny")
    body["meta"][f"m{UNSEEN}"] = UNSEEN
    sandbox.fail_next(PATH, status=200, body=body)
    (answer,) = call(one_person, LISTING, {"file_key": sandbox.demo.library_key}, mode=era)
    data = check(answer)
    assert not set(UNSEEN) & set((json.dumps(data, ensure_ascii=False) + text(answer)).replace("👩‍💻 ❤️", ""))
    row = data["meta"]["components"][0]
    assert row["name"] == f"a{make_visible(UNSEEN)}b"
    assert "\\udb40\\udc41" in row["name"]
    assert row["description"] == "👩‍💻 ❤️ caf\u00e9\tx\ny"


def test_an_answer_too_deep_for_clients_is_cut_where_it_is(one_person: Actions, sandbox: Sandbox, era: str) -> None:
    for depth in (40, 190, 400):
        deep = "[" * depth + "]" * depth
        sandbox.fail_next("GET /v1/me", status=200, body=f'{{"id":"1","deep":{deep}}}'.encode())
        (answer,) = call(one_person, "figma_me_get", {}, mode=era)
        assert check(answer)["id"] == "1"
        assert ("inside" in text(answer)) == (depth > 50 + 140)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=40) | st.text("ab ", min_size=200, max_size=900),
    lambda inner: st.lists(inner, max_size=12) | st.dictionaries(st.text("abc.é", max_size=5), inner, max_size=8),
    max_leaves=60,
)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(
    data=st.dictionaries(st.text("abcde", min_size=1, max_size=4), JSON, max_size=8),
    tokens=st.integers(1, 900),
    offset=st.integers(0, 9),
    fields=st.none() | st.lists(st.sampled_from(["a", "b", "ab", "a.b", "c"]), min_size=1, max_size=3).map(tuple),
)
def test_whatever_is_answered_fits_and_both_are_the_same(
    data: dict[str, Any], tokens: int, offset: int, fields: tuple[str, ...] | None
) -> None:
    shape = Shape(max_tokens=tokens, offset=offset, fields=fields)
    result = ToolResult("figma_me_get", data, Origin(CONNECTOR.tools["figma_me_get"], {}, shape))
    found = within_budget(result)
    assert shape.fits(found.text)
    if found.failed:
        assert found.structured is None
        return
    assert json.loads(found.text) == found.structured
    assert found.structured is not None
    left_out = [name for name in data if name not in found.structured]
    assert not left_out or fields is not None or found.structured["truncated"]
    if offset == 0 and fields is None and found.structured.keys() == data.keys():
        assert found.structured == visible_data(data), "what is cut has a note"
