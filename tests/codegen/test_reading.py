"""Texts that stand for identifiers: the manifest names what reads them, and the generated inputs take them."""

from __future__ import annotations

import sys
from types import ModuleType

import jsonschema
import pytest
from codegen.test_inputs import checked, query, refused, schema
from support.workshop import CONNECTOR, Workshop

from figwright import errors
from figwright.inputs.validation import validate
from figwright.schemas import views as views_of

SHELF = "https://shop.test/shelf/"
SCHEMAS = """
    ThingId: {type: string, pattern: '^[0-9]+$'}
    ThingIds: {type: string, pattern: '^[0-9]+(,[0-9]+)*$'}
"""
THING = "{name: id, in: path, required: true, schema: {$ref: ThingId}}"
OPERATION = f"parameters: [{THING}, {query('ids', '{$ref: ThingIds}')}, {query('note', '{type: string}')}]"
READERS = f"""\
  readers:
    ThingId: {{read: 'shop_pages:thing_id', pattern: '^{SHELF}[0-9]+$'}}
    ThingIds: {{read: 'shop_pages:thing_id', pattern: '^{SHELF}[0-9]+$'}}
"""


def thing_id(text: str) -> str:
    if text.startswith(SHELF):
        return text.removeprefix(SHELF)
    if text.startswith("https:"):
        raise ValueError("this is another shop's; go to shop.test")
    return text


@pytest.fixture
def shop(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    pages = ModuleType("shop_pages")
    pages.thing_id = thing_id  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "shop_pages", pages)
    described(workshop, "inputs: {ids: {list: true, from: id}}")
    return workshop


def described(workshop: Workshop, tool: str = "", readers: str = READERS) -> None:
    workshop.takes(OPERATION, SCHEMAS, tool=tool)
    manifest = workshop.manifest.read_text("utf-8")
    workshop.manifest.write_text(manifest.replace(CONNECTOR, CONNECTOR.replace("toolsets:", f"{readers}toolsets:")))


def test_what_is_plain_stays_and_what_stands_for_it_is_read_before_it_is_checked(shop: Workshop) -> None:
    assert checked(shop, {"id": "7"}) == {"id": "7"}
    assert checked(shop, {"id": 7}) == {"id": "7"}
    assert checked(shop, {"id": f"{SHELF}7"}) == {"id": "7"}
    assert refused(shop, {"id": "../me"}) == refused(shop, {"id": f"{SHELF}../me"}) == [("id",)]


def test_what_cannot_be_read_is_refused_in_the_readers_words(shop: Workshop) -> None:
    with pytest.raises(errors.InvalidToolInputError) as caught:
        validate(shop.tool, {"id": "https://elsewhere.test/1"})
    assert caught.value.fields == {"id": "this is another shop's; go to shop.test"}


def test_the_record_of_a_tool_tells_what_reads_its_inputs(shop: Workshop) -> None:
    assert shop.tool.readers == {"id": "shop_pages:thing_id", "ids": "shop_pages:thing_id"}
    assert shop.tool.read_from == {"ids": "id"}


def test_the_plain_schema_has_both_forms_and_what_a_model_reads_has_one(shop: Workshop) -> None:
    part = schema(shop)["properties"]["id"]
    assert part["anyOf"] == [
        {"type": "string", "pattern": "^[0-9]+$"},
        {"type": "string", "pattern": f"^{SHELF}[0-9]+$"},
    ]
    validator = jsonschema.Draft202012Validator(schema(shop))
    assert validator.is_valid({"id": f"{SHELF}7"})
    assert not validator.is_valid({"id": "https://elsewhere.test/1"})
    [tool] = views_of(shop.module("connector").CONNECTOR).openai(api="responses")
    assert tool["parameters"]["properties"]["id"] == {"type": "string"}
    assert tool["parameters"]["properties"]["ids"] == {"type": "array", "items": {"type": "string"}}


def test_what_is_not_given_is_read_from_another_input_that_tells_it(shop: Workshop) -> None:
    assert validate(shop.tool, {"id": f"{SHELF}7"}) == {"id": "7", "ids": "7"}
    assert validate(shop.tool, {"id": f"{SHELF}7", "ids": ["8"]}) == {"id": "7", "ids": "8"}
    assert validate(shop.tool, {"id": "7"}) == {"id": "7"}


@pytest.mark.parametrize(
    ("tool", "readers", "mistake"),
    [
        ("", READERS.replace("ThingIds:", "ThingKey:"), "no input has a schema 'ThingKey'; did you mean 'ThingId"),
        ("", READERS.replace("shop_pages:thing_id", "shop_pages"), "'shop_pages' is not module:function"),
        ("", READERS.replace("[0-9]+$", "[0-9$"), "'pattern': no regular expression"),
        ("inputs: {ids: {from: thing}}", READERS, "'thing' is no other input of this tool; there are id, note"),
        ("inputs: {ids: {from: ids}}", READERS, "'ids' is no other input of this tool"),
        ("inputs: {note: {from: id}}", READERS, "nothing reads 'note'; give its schema a reader, or remove 'from'"),
    ],
)
def test_a_mistake_in_what_is_read_is_named(workshop: Workshop, tool: str, readers: str, mistake: str) -> None:
    described(workshop, tool, readers)
    assert any(mistake in each for each in workshop.mistakes()), workshop.mistakes()


def test_a_reader_needs_a_pattern_to_tell_what_is_plain(workshop: Workshop) -> None:
    described(workshop)
    workshop.spec.write_text(
        workshop.spec.read_text("utf-8").replace(
            "ThingId: {type: string, pattern: '^[0-9]+$'}", "ThingId: {type: string}"
        )
    )
    assert any("'ThingId' is no text with a pattern" in each for each in workshop.mistakes())


def test_what_needs_no_reading_may_be_less_than_what_the_schema_fits(shop: Workshop) -> None:
    readers = READERS.replace("ThingId: {", "ThingId: {plain: '^[1-9]+$', ")
    described(shop, readers=readers.replace(":thing_id", ":doubled"))
    sys.modules["shop_pages"].doubled = lambda text: text * 2  # type: ignore[attr-defined]
    assert checked(shop, {"id": "12"}) == {"id": "12"}
    assert checked(shop, {"id": "10"}) == {"id": "1010"}
