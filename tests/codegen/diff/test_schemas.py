"""Two schemas: what means the same is no change, and what a change refuses or takes is said by where it stands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.compared import answering, compared, taking, told

TEXT, NUMBER, NULL = {"type": "string"}, {"type": "number"}, {"type": "null"}
BEAR = {"type": "object", "required": ["name"], "properties": {"name": TEXT, "age": {"type": "integer"}}}
LIST = {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/List"}, "value": TEXT}}
REFERENCE = {"$ref": "#/components/schemas/Bear"}
NODES = [
    {"type": "object", "required": ["kind", "of"], "properties": {"kind": {"enum": [each]}, "of": TEXT}}
    for each in "abc"
]

SAME: dict[str, tuple[Any, Any]] = {
    "keys and enums in another order": (
        {"type": "object", "properties": {"a": {"enum": ["x", "y"], "type": "string"}, "b": TEXT}},
        {"properties": {"b": TEXT, "a": {"type": "string", "enum": ["y", "x"]}}, "type": "object"},
    ),
    "a reference and what it names": ({"properties": {"bear": BEAR}}, {"properties": {"bear": REFERENCE}}),
    "allOf of one": (BEAR, {"allOf": [REFERENCE]}),
    "allOf of two halves": (
        BEAR,
        {"allOf": [{"required": ["name"], "properties": {"name": TEXT}}, {"properties": {"age": {"type": "integer"}}}],
         "type": "object"},
    ),
    "a list of types and anyOf": ({"type": ["string", "null"]}, {"anyOf": [NULL, TEXT]}),
    "oneOf and anyOf that nothing is both of": ({"oneOf": [TEXT, NUMBER]}, {"anyOf": [TEXT, NUMBER]}),
    "options in another order": ({"oneOf": NODES}, {"oneOf": NODES[::-1]}),
    "options within options": ({"oneOf": NODES}, {"oneOf": [NODES[0], {"oneOf": NODES[1:]}]}),
    "an enum of one and a constant": ({"enum": ["x"]}, {"const": "x"}),
    "an enum and options of one value each": ({"enum": ["x", "y"]}, {"oneOf": [{"const": "x"}, {"const": "y"}]}),
    "a bound that everything is within": (TEXT, {**TEXT, "minLength": 0}),
    "a bound of OpenAPI 3.0 and the same of whole numbers": (
        {"type": "integer", "minimum": 1},
        {"type": "integer", "exclusiveMinimum": 0},
    ),
    "an extension": (TEXT, {**TEXT, "x-internal": True}),
    "a text with other line breaks": ({**TEXT, "description": "A\ntext."}, {**TEXT, "description": "A text."}),
    "a recursion that is unrolled once": (
        {"$ref": "#/components/schemas/List"},
        {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/List"}, "value": TEXT}},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
@pytest.mark.parametrize("made", [taking, answering])
def test_another_spelling_is_no_change(tmp_path: Path, name: str, made: Any) -> None:
    one, other = (made({"type": "object", "properties": {"it": each}}, Bear=BEAR, List=LIST) for each in SAME[name])
    assert told(compared(tmp_path, one, other)) == []
    assert told(compared(tmp_path, other, one)) == []


WIDER: dict[str, tuple[Any, Any, str, str, str]] = {
    "another value": ({"enum": ["x"]}, {"enum": ["x", "y"]}, "stored schemas", "can be `y`, too", "is no longer `y`"),
    "any value": (
        {"enum": ["x"]},
        TEXT,
        "stored schemas",
        "can have any value, and had one of `x`",
        "has one of `x`, and had any value",
    ),
    "null": (
        TEXT,
        {"type": ["string", "null"]},
        "callers",
        "is null or a text, and was a text",
        "is a text, and was null or a text",
    ),
    "any number": (
        {"type": "integer"},
        NUMBER,
        "stored schemas",
        "is any number, and was a whole one",
        "is a whole number, and was any",
    ),
    "a larger maximum": (
        {**NUMBER, "maximum": 1},
        {**NUMBER, "maximum": 2},
        "stored schemas",
        "has maximum 2, and had maximum 1",
        "has maximum 1, and had maximum 2",
    ),
    "no pattern": (
        {**TEXT, "pattern": "^a$"},
        TEXT,
        "stored schemas",
        "no longer has the pattern `^a$`",
        "has the pattern `^a$` now",
    ),
    "another option": (
        {"oneOf": NODES[:2]},
        {"oneOf": NODES},
        "stored schemas",
        "can be an object c, too",
        "is no longer an object c",
    ),
    "an option that says nothing of itself": (
        {"anyOf": NODES[:2]},
        {"anyOf": [*NODES[:2], {"type": "object"}]},
        "stored schemas",
        "can be any object, too",
        "is no longer any object",
    ),
}


@pytest.mark.parametrize("name", WIDER)
def test_a_wider_input_breaks_nobody_and_a_narrower_one_callers(tmp_path: Path, name: str) -> None:
    narrow, wide, _, wider, narrower = WIDER[name]
    one, other = (taking({"type": "object", "properties": {"it": each}}) for each in (narrow, wide))
    widened = compared(tmp_path, one, other)
    assert told(widened) == [("input-widened", f"putToy body.it {wider}", "nobody")]
    assert widened.version == "minor"
    narrowed = compared(tmp_path, other, one)
    assert told(narrowed) == [("input-narrowed", f"putToy body.it {narrower}", "callers")]
    assert narrowed.version == "major"


@pytest.mark.parametrize("name", WIDER)
def test_a_wider_result_breaks_who_relies_on_what_it_was_and_a_narrower_one_nobody(tmp_path: Path, name: str) -> None:
    narrow, wide, breaks, wider, narrower = WIDER[name]
    one, other = (answering({"type": "object", "properties": {"it": each}}) for each in (narrow, wide))
    assert told(compared(tmp_path, one, other)) == [("result-widened", f"putToy 200.it {wider}", breaks)]
    assert told(compared(tmp_path, other, one)) == [("result-narrowed", f"putToy 200.it {narrower}", "nobody")]


def test_an_option_that_may_overlap_with_another_of_oneof_can_refuse_what_was_taken(tmp_path: Path) -> None:
    begins, ends = {**TEXT, "pattern": "^a"}, {**TEXT, "pattern": "b$"}
    one, other = (taking({"oneOf": options}) for options in ([begins], [begins, ends]))  # "ab" is both now
    assert any(each.breaks == "callers" for each in compared(tmp_path, one, other).findings)


def test_an_option_that_nothing_else_can_be_breaks_nobody(tmp_path: Path) -> None:
    color = {"type": "object", "required": ["r"], "properties": {"r": NUMBER}}
    alias = {"type": "object", "required": ["id"], "properties": {"id": TEXT}}
    one, other = (taking({"oneOf": options}) for options in ([color, TEXT], [color, TEXT, alias]))
    assert [each.breaks for each in compared(tmp_path, one, other).findings] == ["nobody"]


def test_another_tag_of_the_same_option_is_another_option_on_the_wire(tmp_path: Path) -> None:
    def tagged(value: str) -> Any:
        mapping = {value: "#/components/schemas/Bear"}
        return taking({"oneOf": [REFERENCE], "discriminator": {"propertyName": "kind", "mapping": mapping}}, Bear=BEAR)

    assert told(compared(tmp_path, tagged("a"), tagged("b"))) == [
        ("input-changed", "Bear has the tag `kind: b`, and had `kind: a`", "callers")
    ]


def test_a_property_that_is_new_is_blamed_rather_than_its_schema(tmp_path: Path) -> None:
    open_one = {"type": "object", "additionalProperties": NUMBER}
    one, other = (taking({**open_one, "properties": each}, Bear=BEAR) for each in ({}, {"bear": REFERENCE}))
    assert told(compared(tmp_path, one, other)) == [
        ("input-added", "putToy body.bear is new, and was any other property", "callers")
    ]
    assert [each[0] for each in told(compared(tmp_path, other, one))] == ["input-removed"]
    one, other = (answering({**open_one, "properties": each}, Bear=BEAR) for each in ({}, {"bear": REFERENCE}))
    assert told(compared(tmp_path, one, other)) == [
        ("result-added", "putToy 200.bear is new, and was any other property", "stored schemas")
    ]


CHAINS: dict[str, Any] = {
    "references": lambda below: below,
    "references with words": lambda below: {**below, "description": f"Like {below}."},
    "properties": lambda below: {"type": "object", "properties": {"next": below}},
    "lists": lambda below: {"type": "array", "items": below},
    "allOf": lambda below: {"allOf": [below]},
}


@pytest.mark.parametrize("name", CHAINS)
def test_a_long_chain_is_one_finding_at_its_end(tmp_path: Path, name: str) -> None:
    chain = {f"S{at}": CHAINS[name]({"$ref": f"#/components/schemas/S{at + 1}"}) for at in range(300)}
    one, other = (taking({"$ref": "#/components/schemas/S0"}, **chain, S300=end) for end in (TEXT, NUMBER))
    [finding] = compared(tmp_path, one, other).findings
    assert finding.subject == "S300"


def test_a_condition_that_refers_to_very_much_is_compared_all_the_same(tmp_path: Path) -> None:
    def twice(at: int) -> Any:
        below = {"$ref": f"#/components/schemas/S{at}"}
        return {"type": "object", "properties": {"a": below, "b": below}}  # 2 to the 60th leaves

    many = {f"S{at}": twice(at + 1) for at in range(60)}
    one, other = (taking({"not": {"$ref": "#/components/schemas/S0"}}, **many, S60=end) for end in (TEXT, NUMBER))
    assert compared(tmp_path, one, one).findings == ()
    found = compared(tmp_path, one, other).findings
    assert [(each.subject, each.breaks) for each in found if each.operations] == [("putToy body", "callers")]


def test_a_child_of_a_parent_with_a_discriminator_is_an_option(tmp_path: Path) -> None:
    parent = {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": TEXT},
        "discriminator": {"propertyName": "kind"},
    }
    child = {"allOf": [{"$ref": "#/components/schemas/Toy"}, {"properties": {"size": NUMBER}}]}
    one = taking({"$ref": "#/components/schemas/Toy"}, Toy=parent, Bear=child)
    other = taking({"$ref": "#/components/schemas/Toy"}, Toy=parent, Bear=child, Cat=child)
    assert ("input-widened", "putToy body can be an object Cat, too", "nobody") in told(compared(tmp_path, one, other))
    assert ("input-narrowed", "putToy body is no longer an object Cat", "callers") in told(
        compared(tmp_path, other, one)
    )


def test_options_that_a_discriminator_tells_apart_say_nothing_of_each_other(tmp_path: Path) -> None:
    def pets(*names: str) -> dict[str, Any]:
        kinds = {"required": ["kind"], "type": "object"}
        named = {each: {**kinds, "properties": {"kind": TEXT, each.lower(): TEXT}} for each in ("Cat", "Dog", "Cow")}
        refs = [{"$ref": f"#/components/schemas/{name}"} for name in names]
        return taking({"oneOf": refs, "discriminator": {"propertyName": "kind"}}, **named)

    fewer, more = pets("Cat", "Dog"), pets("Cat", "Dog", "Cow")
    assert [each for _, _, each in told(compared(tmp_path, fewer, more))] == ["nobody"]
    assert [each for _, _, each in told(compared(tmp_path, more, fewer))] == ["callers"]
    any_of = json.loads(json.dumps(fewer).replace("oneOf", "anyOf"))
    assert told(compared(tmp_path, fewer, any_of)) == told(compared(tmp_path, any_of, fewer)) == []


@pytest.mark.parametrize("made", [taking, answering])
def test_a_property_that_is_new_is_told_once_whatever_else_is_said_of_it(tmp_path: Path, made: Any) -> None:
    choice = {"anyOf": [TEXT, {"$ref": "#/components/schemas/Toy"}]}
    old = made(choice, Toy={"type": "object", "properties": {}})
    new = made(choice, Toy={"type": "object", "properties": {"a": TEXT}})
    found = compared(tmp_path, old, new).findings
    assert [each.kind.partition("-")[2] for each in found if "is new" in each.text] == ["added"]
