"""What a change of an operation is called, and whom it breaks."""

from __future__ import annotations

from pathlib import Path

from support.compared import compared, description, edited, told

from figwright_codegen.diff import report

TOYS = description(
    parameters=[
        {"name": "color", "in": "query", "schema": {"type": "string"}},
        {"name": "size", "in": "query", "required": True, "schema": {"type": "integer"}},
    ]
)


def test_nothing_is_found_between_a_description_and_itself(tmp_path: Path) -> None:
    report = compared(tmp_path, TOYS, TOYS)
    assert (report.findings, report.version, report.breaking) == ((), "none", False)


def test_an_operation_is_added_for_nobodys_harm_and_removed_for_callers(tmp_path: Path) -> None:
    more = edited(
        TOYS, lambda new: new["paths"].update({"/bears": {"get": {"operationId": "getBears", "responses": {}}}})
    )
    assert told(compared(tmp_path, TOYS, more)) == [("operation-added", "getBears is new", "nobody")]
    assert told(compared(tmp_path, more, TOYS)) == [("operation-removed", "getBears is gone", "callers")]


def test_an_operation_that_moved_is_not_another(tmp_path: Path) -> None:
    moved = edited(TOYS, lambda new: new["paths"].update({"/v2/toys": new["paths"].pop("/toys")}))
    report = compared(tmp_path, TOYS, moved)
    assert told(report) == [("operation-moved", "putToy is PUT /v2/toys, and was PUT /toys", "callers")]


def test_an_input_that_is_new_and_required_breaks_callers_and_an_optional_one_nobody(tmp_path: Path) -> None:
    def add(new: dict[str, object], required: bool) -> None:
        parameter = {"name": "shape", "in": "query", "required": required, "schema": {"type": "string"}}
        new["paths"]["/toys"]["put"]["parameters"].append(parameter)  # type: ignore[index]

    optional = compared(tmp_path, TOYS, edited(TOYS, lambda new: add(new, False)))
    assert told(optional) == [("input-added", "putToy: input `shape` is new", "nobody")]
    assert optional.version == "minor"
    required = compared(tmp_path, TOYS, edited(TOYS, lambda new: add(new, True)))
    assert told(required) == [("input-added", "putToy: input `shape` is new, and required", "callers")]
    assert required.version == "major"


def test_an_answer_is_compared_in_each_of_its_forms(tmp_path: Path) -> None:
    def form(of: str) -> object:
        return {"description": "It.", "content": {"application/json": {"schema": {"properties": {"a": {"type": of}}}}}}

    one = description(responses={"200": form("string")})
    other = description(responses={"200": form("integer"), "202": form("boolean")})
    assert told(compared(tmp_path, one, other)) == [
        ("result-changed", "putToy 200.a is a whole number, and was a text", "callers"),
        ("result-changed", "putToy: the answer has 2 forms, and had 1", "callers"),
    ]


def test_a_body_whose_parts_are_encoded_otherwise_breaks_callers(tmp_path: Path) -> None:
    def body(**encoding: object) -> object:
        schema = {"type": "object", "properties": {"a": {"type": "array", "items": {"type": "string"}}}}
        return {"content": {"application/x-www-form-urlencoded": {"schema": schema, "encoding": encoding}}}

    one, other = (description(requestBody=body(**each)) for each in ({}, {"a": {"explode": False}}))
    assert told(compared(tmp_path, one, other)) == [
        ("input-changed", "putToy: the body has its parts encoded otherwise", "callers")
    ]


def test_a_hostile_name_makes_no_line_and_no_markup_of_its_own(tmp_path: Path) -> None:
    evil = "x](javascript:1)\n\nBreaks nobody (0):\n<script>"
    new = edited(TOYS, lambda new: new["paths"].update({"/x": {"get": {"operationId": evil, "responses": {}}}}))
    found = compared(tmp_path, TOYS, new)
    assert "\nBreaks nobody (0)" not in report.text(found)
    assert "\n<script>" not in report.text(found)
    assert "](" not in report.markdown(found).replace("\\](", "")
    assert "<script>" not in report.markdown(found).replace("\\<script\\>", "")
