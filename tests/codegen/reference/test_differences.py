"""Our description beside the provider's: what is to be added, what to be changed, and what stands in ours alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.beside import beside, said
from support.compared import answering, description, edited, taking

TOYS = description(security=[{"App": ["see"]}])
TOYS["components"] = {
    "securitySchemes": {"App": {"type": "oauth2", "flows": {"authorizationCode": {"scopes": {"see": "", "touch": ""}}}}}
}
SIZE = {"name": "size", "in": "query", "schema": {"type": "integer"}}
TEXT = {"type": "string"}


def toy(**properties: Any) -> Any:
    return answering({"$ref": "#/components/schemas/Toy"}, Toy={"type": "object", "properties": properties})


OPERATIONS: dict[str, tuple[Any, tuple[str, str, str]]] = {
    "an operation": (
        lambda more: more["paths"].update({"/bears": {"get": {"operationId": "getBears", "responses": {}}}}),
        ("add", "operation", "getBears is new, GET /bears"),
    ),
    "a parameter": (
        lambda more: more["paths"]["/toys"]["put"].update(parameters=[SIZE]),
        ("add", "input", "putToy: input `size` is new"),
    ),
    "a body": (
        lambda more: more["paths"]["/toys"]["put"].update(
            requestBody={"content": {"application/json": {"schema": TEXT}}}
        ),
        ("add", "input", "putToy: the body is new"),
    ),
    "a scope": (
        lambda more: more["components"]["securitySchemes"]["App"]["flows"]["authorizationCode"]["scopes"].update(x=""),
        ("add", "scope", "scope `x` of App is new"),
    ),
    "another way to be allowed": (
        lambda more: more["paths"]["/toys"]["put"].update(security=[{"App": ["see"]}, {}]),
        ("add", "credential", "putToy takes no credential, too"),
    ),
    "a status": (
        lambda more: more["paths"]["/toys"]["put"]["responses"].update({"404": {"description": "None."}}),
        ("add", "status", "putToy: the answer can be 404"),
    ),
    "that it is deprecated": (
        lambda more: more["paths"]["/toys"]["put"].update(deprecated=True),
        ("add", "deprecated", "putToy is deprecated now"),
    ),
    "a schema that no operation leads to": (
        lambda more: more["components"].update(schemas={"Bear": {"type": "object"}}),
        ("add", "schema", "Bear is new"),
    ),
}
LOST = {
    "an operation": "getBears is gone",
    "a parameter": "putToy: input `size` is gone",
    "a body": "putToy: the body is gone",
    "a scope": "scope `x` of App is gone",
    "another way to be allowed": "putToy no longer takes no credential",
    "a status": "putToy: the answer can no longer be 404",
    "that it is deprecated": "putToy is no longer deprecated",
}


@pytest.mark.parametrize("what", OPERATIONS)
def test_what_the_reference_has_alone_is_to_be_added(what: str, tmp_path: Path) -> None:
    edit, told = OPERATIONS[what]
    assert said(beside(tmp_path, TOYS, edited(TOYS, edit))) == [told]


@pytest.mark.parametrize("what", LOST)
def test_what_ours_has_alone_is_said_to_be(what: str, tmp_path: Path) -> None:
    [(sort, _, sentence)] = said(beside(tmp_path, edited(TOYS, OPERATIONS[what][0]), TOYS))
    assert (sort, sentence) == ("ours", LOST[what])


SCHEMAS: dict[str, tuple[Any, Any, tuple[str, str, str]]] = {
    "a property": (toy(), toy(name=TEXT), ("add", "property", "Toy.name is new")),
    "a property of ours": (toy(name=TEXT), toy(), ("ours", "property", "Toy.name is gone")),
    "a value": (
        toy(name={"enum": ["a"]}),
        toy(name={"enum": ["a", "b"]}),
        ("add", "values", "Toy.name can be `b`, too"),
    ),
    "values where ours has any": (
        toy(name=TEXT),
        toy(name={**TEXT, "enum": ["a"]}),
        ("add", "values", "Toy.name has one of `a`, and had any value"),
    ),
    "any value where ours has some": (
        toy(name={**TEXT, "enum": ["a"]}),
        toy(name=TEXT),
        ("ours", "values", "Toy.name can have any value, and had one of `a`"),
    ),
    "a type": (
        toy(name=TEXT),
        toy(name={"type": ["string", "null"]}),
        ("add", "type", "Toy.name is null or a text, and was a text"),
    ),
    "another type": (
        toy(name=TEXT),
        toy(name={"type": "boolean"}),
        ("change", "type", "Toy.name is a boolean, and was a text"),
    ),
    "a whole number of ours": (
        toy(size={"type": "integer"}),
        toy(size={"type": "number"}),
        ("ours", "integer", "Toy.size is any number, and was a whole one"),
    ),
    "a bound": (
        toy(name=TEXT),
        toy(name={**TEXT, "maxLength": 3}),
        ("add", "bound", "Toy.name has maxLength 3, and had no maxLength"),
    ),
    "another bound": (
        toy(name={**TEXT, "maxLength": 2}),
        toy(name={**TEXT, "maxLength": 3}),
        ("change", "bound", "Toy.name has maxLength 3, and had maxLength 2"),
    ),
    "a pattern of ours": (
        toy(name={**TEXT, "pattern": "^a"}),
        toy(name=TEXT),
        ("ours", "pattern", "Toy.name no longer has the pattern `^a`"),
    ),
    "a format": (
        toy(name=TEXT),
        toy(name={**TEXT, "format": "date"}),
        ("add", "format", "Toy.name has the format `date` now"),
    ),
    "a default": (
        toy(name=TEXT),
        toy(name={**TEXT, "default": "a"}),
        ("add", "default", 'Toy.name is `"a"` where it is not given, and was nothing'),
    ),
}


@pytest.mark.parametrize("what", SCHEMAS)
def test_what_differs_in_schemas_says_what_it_asks_of_ours(what: str, tmp_path: Path) -> None:
    ours, theirs, told = SCHEMAS[what]
    assert said(beside(tmp_path, ours, theirs)) == [told]


def test_what_must_be_there_on_one_side_alone_contradicts_the_other(tmp_path: Path) -> None:
    demanding = edited(toy(name=TEXT), lambda new: new["components"]["schemas"]["Toy"].update(required=["name"]))
    assert said(beside(tmp_path, toy(name=TEXT), demanding)) == [("change", "required", "Toy.name is required now")]
    found = beside(tmp_path, demanding, toy(name=TEXT))
    assert said(found) == [("change", "required", "Toy.name is no longer required")]
    assert found.contradicts


def test_of_several_that_are_new_in_one_place_each_is_said(tmp_path: Path) -> None:
    more = edited(TOYS, lambda new: new["paths"]["/toys"]["put"].update(parameters=[SIZE, {**SIZE, "name": "color"}]))
    told = [("add", "input", f"putToy: input `{name}` is new") for name in ("color", "size")]
    assert said(beside(tmp_path, TOYS, more)) == told
    told = [("add", "property", f"Toy.{name} is new") for name in ("color", "name")]
    assert said(beside(tmp_path, toy(), toy(name=TEXT, color=TEXT))) == told


def test_who_may_call_is_no_contradiction_where_one_of_the_two_does_not_say(tmp_path: Path) -> None:
    silent = edited(TOYS, lambda new: new["paths"]["/toys"]["put"].pop("security"))
    told = ("ours", "credential", "putToy does not say any more who may call it")
    assert said(beside(tmp_path, TOYS, silent)) == [told]
    assert said(beside(tmp_path, silent, TOYS)) == [("add", "credential", "putToy says now who may call it")]


def test_another_name_of_an_operation_and_another_path_are_contradictions(tmp_path: Path) -> None:
    other = edited(TOYS, lambda new: new["paths"]["/toys"]["put"].update(operationId="setToy"))
    assert said(beside(tmp_path, TOYS, other)) == [("change", "operationId", "putToy is called setToy")]
    moved = edited(TOYS, lambda new: new["paths"].update({"/toy": new["paths"].pop("/toys")}))
    assert said(beside(tmp_path, TOYS, moved)) == [("change", "path", "putToy is PUT /toy, and was PUT /toys")]


def test_words_and_names_of_schemas_ask_nothing(tmp_path: Path) -> None:
    ours = answering({"type": "object", "properties": {"name": TEXT}})
    theirs = toy(name={**TEXT, "description": "Its name."})
    assert said(beside(tmp_path, ours, theirs)) == []


def test_a_default_beside_a_reference_is_that_of_the_place(tmp_path: Path) -> None:
    ours = taking({"properties": {"name": {"$ref": "#/components/schemas/Name", "default": "a"}}}, Name=TEXT)
    assert said(beside(tmp_path, ours, taking({"properties": {"name": {**TEXT, "default": "a"}}}))) == []


def test_a_place_of_several_operations_is_said_once_with_all_of_them(tmp_path: Path) -> None:
    def twice(new: Any) -> None:
        new["paths"]["/bears"] = {"put": {**new["paths"]["/toys"]["put"], "operationId": "putBear"}}

    [each] = beside(tmp_path, edited(toy(), twice), edited(toy(name=TEXT), twice)).found
    assert each.operations == ("putBear", "putToy")
    assert each.ours is not None
    assert (Path(each.ours.file).name, each.ours.pointer) == ("ours.json", "#/components/schemas/Toy")


def test_what_is_sent_to_a_callback_meets_the_schema_of_its_name(tmp_path: Path) -> None:
    def named(**properties: Any) -> Any:
        schemas = {"Told": {"type": "object", "properties": properties}}
        return edited(TOYS, lambda new: new["components"].update(schemas=schemas))

    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Told"}}}}
    call = {"{$request.query.url}": {"post": {"requestBody": body, "responses": {}}}}
    theirs = edited(named(name=TEXT), lambda new: new["paths"]["/toys"]["put"].update(callbacks={"told": call}))
    assert said(beside(tmp_path, named(), theirs)) == [("add", "property", "Told.name is new")]
