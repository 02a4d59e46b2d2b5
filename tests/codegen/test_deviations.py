"""`spec/figma/deviations.yaml` says where ours differs from Figma's description: ours is so, and Figma's is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.beside import beside, said
from support.compared import answering, edited
from support.published import downloaded

from figwright_codegen import GenerationError
from figwright_codegen.openapi.description import Spec
from figwright_codegen.problems import Problems
from figwright_codegen.reference.comparing import Compared, Task, compared
from figwright_codegen.reference.places import Facts, facts

FOLDER = Path(__file__).parents[2] / "spec/figma"
TOYS = answering(
    {"type": "array", "items": {"$ref": "#/components/schemas/Toy"}},
    Toy={"type": "object", "properties": {"name": {"type": "string"}, "size": {"type": "integer"}}},
)
NAME, TOY = "PUT /toys 200[].name", "#/components/schemas/Toy"


def narrower(new: Any) -> None:
    new["components"]["schemas"]["Toy"].update(required=["name"])
    new["components"]["schemas"]["Toy"]["properties"]["size"] = {"type": "number"}


THEIRS = edited(TOYS, narrower)
BOTH = {NAME: {"required": False, "why": "Seen."}, "*": {"differs": ["integer"], "why": "It counts."}}


def test_entries_answer_for_differences_by_place_and_by_kind(tmp_path: Path) -> None:
    found = beside(tmp_path, TOYS, THEIRS, BOTH)
    assert (said(found), found.stale, found.known) == ([], (), 2)


@pytest.mark.parametrize(
    "place", ["ours.json", f"ours.json{TOY}", f"ours.json{TOY}/properties/size", "*"], ids=["file", "in", "at", "all"]
)
def test_an_entry_names_a_file_of_ours_or_a_place_in_one(place: str, tmp_path: Path) -> None:
    found = beside(tmp_path, TOYS, THEIRS, {place: {"differs": ["integer"], "why": "It counts."}})
    assert said(found) == [("change", "required", "Toy.name is required now")]
    beside_it = {f"ours.json{TOY}/properties/name": {"differs": ["integer"], "why": "It counts."}}
    assert len(said(beside(tmp_path, TOYS, THEIRS, beside_it))) == 2


def test_operations_are_left_out_by_a_pattern_of_method_and_path(tmp_path: Path) -> None:
    def more(new: Any) -> None:
        for path in ("/bears/{id}", "/internal/bears"):
            new["paths"][path] = {"get": {"operationId": f"get{path}", "responses": {}}}

    left_out = {"* /internal/*": {"differs": ["operation"], "why": "Not for tools."}}
    found = beside(tmp_path, TOYS, edited(TOYS, more), left_out)
    assert said(found) == [("add", "operation", "get/bears/{id} is new, GET /bears/{id}")]
    [stale] = beside(tmp_path, TOYS, TOYS, left_out).stale
    assert stale.text == "'* /internal/*' no longer applies: the two do not differ in operation there; remove it"


def test_everywhere_is_what_ours_has_no_place_for_too(tmp_path: Path) -> None:
    more = edited(TOYS, lambda new: new["components"]["schemas"].update(Bear={"type": "object"}))
    assert said(beside(tmp_path, TOYS, more, {"*": {"differs": ["schema"], "why": "Nothing here sends them."}})) == []


def test_an_entry_that_the_reference_agrees_with_no_longer_applies(tmp_path: Path) -> None:
    found = beside(tmp_path, TOYS, TOYS, BOTH)
    places = [Path(each.file).name for each in found.stale]
    assert (places, found.contradicts) == (["deviations.yaml"] * 2, True)
    assert [(each.line, each.text) for each in found.stale] == [
        (1, "'*' no longer applies: the two do not differ in integer there; remove it"),
        (5, f"{NAME!r} no longer applies: the reference says so, too; remove it"),
    ]


def test_an_entry_whose_place_the_reference_has_no_more_no_longer_applies(tmp_path: Path) -> None:
    lost = edited(TOYS, lambda new: new["components"]["schemas"]["Toy"]["properties"].pop("name"))
    [stale] = beside(tmp_path, TOYS, lost, {NAME: BOTH[NAME]}).stale
    assert stale.text == f"{NAME!r} no longer applies: the reference has no such place; remove it"


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({NAME: {"required": True, "why": "Seen."}}, "required is false in ours; correct the entry, or ours"),
        ({NAME: {"type": "array", "why": "Seen."}}, "type is string in ours; correct the entry, or ours"),
        ({NAME: {"required": False}}, "'why' is missing; say why ours differs here"),
        ({NAME: {"why": "Seen."}}, "says nothing of ours; add type, required or differs"),
        ({NAME: {"requierd": False, "why": "Seen."}}, "'requierd' is no key here; known are differs, required"),
        ({NAME: "false"}, "says nothing of ours; write what differs and why, in the keys differs, required, type, why"),
        ({f"{NAME}s": {"type": "string", "why": "Seen."}}, "ours has no such place; correct or remove it"),
        ({"toys": {"type": "string", "why": "Seen."}}, "is no place such as GET /things 200.items[].name"),
        ({"toys.yaml": {"differs": ["type"], "why": "Seen."}}, "names no place among our files"),
        ({f"ours.json{TOY}/nothing": {"differs": ["type"], "why": "Seen."}}, "names no place among our files"),
        ({"ours.json#x": {"differs": ["type"], "why": "Seen."}}, "names no place among our files"),
        ({"*": {"differs": ["typo"], "why": "Seen."}}, "'typo' is no kind of difference; did you mean 'type'?"),
        ({"*": {"differs": "type", "why": "Seen."}}, "'differs' is no list of kinds"),
        ({"*": {"differs": [], "why": "Seen."}}, "'differs' is no list of kinds"),
        ({"*": {"differs": ["type"], "type": "string", "why": "Seen."}}, "make two entries of it"),
        ({"GET /toys": {"differs": ["type"], "why": "Seen."}}, "names operations, which differ in [operation] alone"),
        (["a list"], "is no list of deviations"),
        ("a: [", "is no YAML"),
    ],
)
def test_an_entry_that_is_not_sound_or_not_so_in_ours_is_a_mistake_with_its_line(
    entry: Any, told: str, tmp_path: Path
) -> None:
    with pytest.raises(GenerationError) as raised:
        beside(tmp_path, TOYS, THEIRS, entry)
    [problem] = raised.value.problems
    assert told in problem.text
    assert Path(problem.file).name == "deviations.yaml"


def test_a_place_that_is_not_there_has_no_facts() -> None:
    ours = Spec(FOLDER / "openapi.yaml", Problems())
    assert facts(ours, "GET /v1/files/{file_key} 200.document.children[].name") == Facts("string", True)
    assert facts(ours, "GET /v1/files/{file_key}/versions query:after") == Facts("string", False)
    assert facts(ours, "GET /v1/files/{file_key} path:file_key") == Facts("string", True)
    assert facts(ours, "GET /v1/files/{file_key} header:file_key") is None
    assert facts(ours, "POST /v1/files/{file_key}/comments body.message") == Facts("string", True)
    assert facts(ours, "GET /v1/files/{file_key} 200.document.children[].nane") is None
    assert facts(ours, "GET /v1/files/{file_key} 200.document.children[].children[]<FRAMES>") is None


def figma(reference: str) -> Compared:
    return compared(Task([FOLDER / "openapi.yaml"], str(downloaded(reference))))[0]


@pytest.mark.slow
def test_ours_differs_from_figmas_own_description_in_nothing_but_its_deviations() -> None:
    found = figma("figma")
    assert (said(found), found.stale, found.warnings) == ([], (), ())
    assert found.known > 100


@pytest.mark.slow
def test_what_came_since_an_older_description_of_figmas_is_in_ours_alone() -> None:
    found = figma("figma-0.37.0")
    operations = {each.subject for each in found.of("ours") if each.kind == "operation"}
    assert operations == {
        "getAiUsageDaily", "getDeveloperLogs", "getFolderFiles", "getFolderFolders", "getFolderMeta", "getProjectMeta",
        "getTeamFolders",
    }  # fmt: skip
    assert [each.subject for each in found.of("ours") if each.kind == "values"] == ["VariableScope"]
    assert [each.subject for each in found.of("ours") if each.kind == "scope"] == [
        "scope `folder_metadata:read`", "scope `folders:read`", "scope `project_metadata:read`",
    ]  # fmt: skip
    assert found.of("change") == []
