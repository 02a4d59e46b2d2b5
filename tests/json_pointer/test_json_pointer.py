"""RFC 6901, and what is taken out of a result at such pointers (P10)."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.toybox import TOY_LIST

from figwright.connections import find_connector
from figwright.connector import Pagination
from figwright.http.pagination import hops
from figwright.http.reply import Reply
from figwright.http.response import read_result
from figwright.json_pointer import look_up, steps, written
from figwright.redaction.cleaning import take_out
from figwright.redaction.secret import REDACTED
from figwright_codegen import json_pointer as generators
from figwright_codegen.openapi.description import Source, Spec
from figwright_codegen.problems import Problems

FIGMA = find_connector("figma")
SECRET = "s3cr3t-CANARY"
DOCUMENT = {
    "foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, 'k"l': 6, " ": 7, "m~n": 8,
    "~1": 9,
}  # fmt: skip


CASES: list[tuple[str, object]] = [
    ("", DOCUMENT), ("/foo", ["bar", "baz"]), ("/foo/0", "bar"), ("/", 0), ("/a~1b", 1), ("/c%d", 2), ("/e^f", 3),
    ("/g|h", 4), ("/i\\j", 5), ('/k"l', 6), ("/ ", 7), ("/m~0n", 8), ("/~01", 9), ("/foo/2", None), ("/foo/00", None),
    ("/foo/\u0661", None), ("/foo/-", None), ("/foo/bar", None), ("/nothing/there", None), ("/foo/0/0", None),
]  # fmt: skip
"""The examples of RFC 6901, section 5 (of section 6 as fragments of an address), and paths that end early."""
NO_POINTERS = ["/a~", "/a~2", "/~x/b"]


@pytest.mark.parametrize(("pointer", "value"), CASES)
def test_the_runtime_reads_a_pointer_as_the_standard_says(pointer: str, value: object) -> None:
    assert look_up(DOCUMENT, pointer) == value


@pytest.mark.parametrize(("pointer", "value"), CASES)
def test_the_generator_reads_a_pointer_as_the_standard_says(tmp_path: Path, pointer: str, value: object) -> None:
    spec, found = referred(tmp_path, pointer)
    assert (None if found is None else found.value) == value
    assert [problem.text for problem in spec.problems if "leads to nothing" not in problem.text] == []


def referred(folder: Path, pointer: str) -> tuple[Spec, Source | None]:
    """What the generator finds at a pointer in the document, by a `$ref` of another file."""
    (folder / "document.json").write_text(json.dumps(DOCUMENT))
    (folder / "root.json").write_text(json.dumps({"at": {"$ref": f"document.json#{quote(pointer)}"}}))
    spec = Spec(folder / "root.json", Problems())
    return spec, spec.target(spec.root / "at")


@pytest.mark.parametrize("text", ["foo", *NO_POINTERS])
def test_what_is_not_a_pointer_is_refused_and_not_read_in_another_way(text: str) -> None:
    with pytest.raises(ValueError, match="not a JSON pointer"):
        take_out({}, [text])


@pytest.mark.parametrize("text", NO_POINTERS)
def test_what_is_not_a_pointer_is_a_problem_to_the_generator(tmp_path: Path, text: str) -> None:
    spec, found = referred(tmp_path, text)
    assert found is None
    assert ["not a JSON pointer" in problem.text for problem in spec.problems] == [True]


@given(st.lists(st.text()))
def test_both_read_what_both_write(keys: list[str]) -> None:
    pointer = written(keys)
    assert steps(pointer) == generators.steps(pointer) == tuple(keys)
    assert generators.written(keys) == f"#{pointer}"


def test_a_cursor_stands_where_an_escaped_pointer_leads() -> None:
    tool = TOY_LIST._replace(pagination=Pagination(next="/page~1next/0", input="cursor"))
    assert [hop.cursor for hop in hops(tool, {}, {"page/next": ["c2"]})] == ["c2"]


@pytest.mark.parametrize(
    ("pointer", "answer"),
    [
        ("/hook~1secret", {"hook/secret": SECRET}),
        ("/m~0n", {"m~n": SECRET}),
        ("/hooks/0/secret", {"hooks": [{"secret": SECRET}]}),
        ("/secret", [{"secret": SECRET}]),
        ("/secret", {"hook": {"secret": SECRET}}),
        ("/secret", {"Secret": SECRET}),
        ("/secret", SECRET),
        ("/secret", {"secret": {"value": SECRET}}),
        ("/secret", {"secret": [SECRET]}),
        ("/hooks/*/secret", [{"secret": SECRET}]),
        ("/hooks/*/secret", {"secret": SECRET}),
        ("/hooks/*/secret", {"hooks": {"secret": SECRET}}),
        ("/hooks/*/secret", {"hooks": [[{"secret": SECRET}]]}),
        ("/hooks/*/secret", {"hooks": [SECRET]}),
        ("/hooks/*/secret", {"hooks": json.dumps([{"secret": SECRET}])}),
        ("/hooks/*/secret", {"hooks": [], "raw": json.dumps({"secret": SECRET})}),
        ("/hooks/*/secret", {"log": f"called with secret={SECRET}"}),
        ("/hooks/*/secret", {"log": json.dumps(json.dumps({"secret": SECRET}))}),
        ("/secrets/*", {"secrets": [SECRET]}),
        ("/secrets/*", {"data": {"secrets": {"a": SECRET}}}),
        ("/secrets/*", {"secrets": SECRET}),
        ("/secrets/0", {"secrets": [SECRET]}),
        ("/secrets/0", {"secrets": {"0": SECRET}}),
        ("/secrets/0", {"secrets": {"first": SECRET}}),
        ("/hooks/0/value", {"hooks": {"first": {"value": SECRET}}}),
        ("/codes/00", {"other": {"00": SECRET}}),
        ("/codes/\u0663", {"other": {"\u0663": SECRET}}),
        ("/codes/\u00b2", {"other": {"\u00b2": SECRET}}),
        ("/codes/-", {"codes": {"-": SECRET}}),
    ],
)  # fmt: skip
def test_P10_a_secret_is_taken_out_of_an_answer_of_another_shape_too(pointer: str, answer: Any) -> None:
    assert "CANARY" not in json.dumps(take_out(copy.deepcopy(answer), [pointer]))


@pytest.mark.parametrize(
    ("pointer", "answer"),
    [
        ("/secret/value", {"secret": 4711}),
        ("/secrets/*", {"secrets": 4711}),
        ("/hooks/*/secret", {"hooks": [4711]}),
        ("/secret/value", {"secret": [[4711]]}),
    ],
)
def test_P10_a_number_in_place_of_an_object_is_taken_out_too(pointer: str, answer: Any) -> None:
    assert "4711" not in json.dumps(take_out(answer, [pointer]))


def test_P10_what_is_no_secret_stays_as_it_came() -> None:
    answer = {"hooks": [{"id": 1, "secret": SECRET, "note": "a secret hook"}, {"id": 2, "secret": None}], "next": ""}
    assert take_out(copy.deepcopy(answer), ["/hooks/*/secret"]) == {
        "hooks": [{"id": 1, "secret": REDACTED, "note": "a secret hook"}, {"id": 2, "secret": None}], "next": "",
    }  # fmt: skip
    assert take_out(copy.deepcopy(answer), []) == answer


SIGNS = [
    "passcode={}", "passcode: {}", "passcode%3D{}", "passcode%253D{}", "a=1&webhook_passcode={}", "PassCode = {}",
    "pass-code={}", "X-Webhook-Passcode: {}", "webhookPasscode={}", "pass\u200bcode={}", "\uff50asscode={}",
    "passcode_value={}", "passcode2={}", "key=passcode value={}", "<passcode>{}</passcode>",
    "<hook passcode='{}'/>", '<field name="passcode">{}</field>', "&lt;passcode&gt;{}",
    '{{"name": "passcode", "value": "{}"}}',
    '["passcode", "{}"]', '{{\\"passcode\\": \\"{}\\"}}', '{{"p\\u0061sscode": "{}"}}', "%22passcode%22%3A%22{}%22",
]  # fmt: skip


@pytest.mark.parametrize("written", SIGNS)
def test_P10_a_text_that_gives_the_name_a_value_is_taken_out_in_any_dress(written: str) -> None:
    text = written.format(SECRET)
    for answer in ({"log": text}, {"log": [json.dumps({"said": text})]}):
        assert "CANARY" not in json.dumps(take_out(answer, ["/hooks/*/passcode"]))


@pytest.mark.parametrize(
    "answer",
    [
        {"webhook_passcode": SECRET},
        {"webhookPasscode": {"value": SECRET}},
        {"pass code": SECRET},
        {"PASS-CODE ": [SECRET]},
        {"pass\u200bcode": SECRET},
        {"passcodes": [[SECRET]]},
        {"passcode%20": SECRET},
        {"name": "passcode", "value": SECRET},
        {"name": "Passcode", "type": "text", "Value": {"text": SECRET}},
        {"key": "webhook_passcode", "content": SECRET},
        {"headers": [["X-Passcode", SECRET]]},
    ],
    ids=str,
)
def test_P10_a_key_or_a_pair_of_that_name_is_taken_out_in_any_dress(answer: Any) -> None:
    assert "CANARY" not in json.dumps(take_out(answer, ["/hooks/*/passcode"]))


BETWEEN = st.text(alphabet=" -_.\u200b\u00ad\ufeff/", max_size=2)


@given(st.lists(BETWEEN, min_size=7, max_size=7), st.booleans(), st.integers(0, 3))
def test_P10_neither_separators_nor_case_nor_escapes_hide_a_name(between: list[str], upper: bool, escapes: int) -> None:
    name = "".join(a + b for a, b in zip("passcode", [*between, ""], strict=True))
    name = name.upper() if upper else name
    text = f"{name}={SECRET}"
    for _ in range(escapes):
        text = quote(text)
    assert "CANARY" not in json.dumps(take_out([{name: SECRET}, text, json.dumps({name: SECRET})], ["/passcode"]))


@pytest.mark.parametrize("answer", [
    {"secret": [[SECRET]]}, {"secret": [[{"value": SECRET}]]}, {"secret": [[[{"x": {"value": SECRET}}]]]},
    {"secret": [["value", SECRET]]}, [[{"secret": [{"value": [SECRET]}]}]],
])  # fmt: skip
def test_P10_lists_of_lists_on_the_way_hide_no_secret(answer: Any) -> None:
    assert "CANARY" not in json.dumps(take_out(answer, ["/secret/value"]))


def test_P10_prose_truths_and_other_names_stay_as_they_are() -> None:
    answer = {
        "description": "The passcode is in the vault. Ask Ann for the passcode, please.",
        "has_passcode": True,
        "bypasscode": "open: yes",
        "passcoder": {"id": "1:2"},
        "endpoint": "https://example.com/hook?id=7&state=x",
        "node": {"id": "1:2", "name": "passcode", "type": "TEXT", "characters": "hello"},
    }
    assert take_out(copy.deepcopy(answer), ["/hooks/*/passcode"]) == answer


def test_P10_what_a_design_says_of_a_passcode_is_its_content() -> None:
    node = {"id": "1:2", "name": "passcode", "characters": "passcode: 1234", "passcode": "value"}
    answer = {**dict.fromkeys(FIGMA.tools["figma_file_get"].result_names), "document": node}
    reply = Reply(200, {}, json.dumps(answer).encode())
    assert read_result(FIGMA, FIGMA.tools["figma_file_get"], reply, read_only=True)["document"] == node


JSON = st.recursive(
    st.none() | st.integers() | st.text(),
    lambda part: st.lists(part) | st.dictionaries(st.text() | st.sampled_from(["a", "b", "hook/secret"]), part),
)


@given(JSON, st.lists(st.sampled_from(["*", "a", "b", "", "0", "hook~1secret"]), min_size=1).map("/".join))
def test_taking_out_never_fails_on_what_a_provider_may_send(answer: Any, pointer: str) -> None:
    take_out(answer, [f"/{pointer}"])


@given(st.lists(st.sampled_from(["a", "b", "*"])), st.recursive(st.just({"pin": SECRET}), lambda part: (
    st.lists(part) | st.dictionaries(st.sampled_from(["a", "b", "c"]), part)
)))  # fmt: skip
def test_P10_no_shape_lets_a_secret_pass_under_its_own_name(way: list[str], answer: Any) -> None:
    assert "CANARY" not in json.dumps(take_out(answer, ["/".join(["", *way, "pin"])]))
