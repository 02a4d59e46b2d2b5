"""`figwright spec compare`: what it reads, how it ends, and what it says where it cannot compare."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from cli.conftest import Run
from support.compared import description, edited

TOYS = description(parameters=[{"name": "size", "in": "query", "schema": {"type": "integer"}}])
MORE = edited(TOYS, lambda new: new["paths"].update({"/bears": {"get": {"operationId": "getBears", "responses": {}}}}))
TEXT = edited(TOYS, lambda new: new["paths"]["/toys"]["put"]["parameters"][0].update(schema={"type": "string"}))
DEVIATIONS = {"PUT /toys query:size": {"type": "integer", "why": "It counts."}}
MANIFEST = {
    "connector": {"name": "toys", "title": "Toys", "api_url": "https://toys.test"},
    "tools": {"toys_put": {"operation": "putToy"}},
}


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """A checkout with one description, beside descriptions of others."""
    folder = tmp_path / "spec/toys"
    folder.mkdir(parents=True)
    (folder / "openapi.yaml").write_text(yaml.safe_dump(TOYS), "utf-8")
    (folder / "tools.yaml").write_text(yaml.safe_dump(MANIFEST), "utf-8")
    for name, content in (("same", TOYS), ("more", MORE), ("text", TEXT)):
        (tmp_path / f"{name}.json").write_text(json.dumps(content), "utf-8")
    return folder


@pytest.mark.usefixtures("ours")
def test_it_ends_with_0_where_nothing_differs_1_where_something_is_to_add_and_3_at_a_contradiction(run: Run) -> None:
    assert run("spec", "compare", "same.json").code == 0
    assert run("spec", "compare", "more.json").code == 1
    ended = run("spec", "compare", "text.json")
    assert ended.code == 3
    assert "type: putToy: input `size` is a text, and was a whole number" in ended.out
    assert "[toys_put]" in ended.out


def test_a_deviation_answers_for_what_differs_until_it_no_longer_applies(run: Run, ours: Path) -> None:
    (ours / "deviations.yaml").write_text(yaml.safe_dump(DEVIATIONS), "utf-8")
    assert run("spec", "compare", "text.json").code == 0
    ended = run("spec", "compare", "same.json")
    assert ended.code == 3
    told = (
        "spec/toys/deviations.yaml:1: 'PUT /toys query:size' no longer applies: the reference says so, too; remove it"
    )
    assert told in ended.out


@pytest.mark.usefixtures("ours")
def test_each_format_has_what_differs_and_where_it_is_to_be_edited(run: Run) -> None:
    found = json.loads(run("spec", "compare", "more.json", "--format", "json").out)
    assert [each["subject"] for each in found["add"]] == ["getBears"]
    assert found["add"][0]["reference"] == {"file": "more.json", "line": 1, "pointer": "#/paths/~1bears/get"}
    assert (found["change"], found["ours_alone"], found["stale_deviations"]) == ([], [], [])
    assert "### To add: what the reference has, and ours lacks (1)" in (
        run("spec", "compare", "more.json", "--format", "markdown").out
    )
    assert json.loads(run("spec", "compare", "more.json", "--json").out) == found


@pytest.mark.usefixtures("ours")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("none.json",), "none.json: there is no such file or folder"),
        (("spec/toys/tools.yaml",), "is no OpenAPI description"),
        (("same.json", "--spec", "none.yaml"), "none.yaml: there is no such file or folder"),
        (("same.json", "--deviations", "none.yaml"), "none.yaml: there is no such file"),
        (("same.json", "--manifest", "none.yaml"), "none.yaml: there is no such file"),
        (
            ("other.json",),
            "other.json:1: has no operation that spec/toys/openapi.yaml has; name a description of the same API",
        ),
        (("bad.yaml",), "bad.yaml:2: is no YAML"),
    ],
)
def test_what_cannot_be_read_is_one_error_and_2(run: Run, tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    (tmp_path / "other.json").write_text(json.dumps(edited(MORE, lambda new: new["paths"].pop("/toys"))), "utf-8")
    (tmp_path / "bad.yaml").write_text("a: [", "utf-8")
    ended = run("spec", "compare", *words)
    assert (ended.code, ended.out) == (2, "")
    assert told in ended.err
    assert ended.err.endswith("nothing was compared.\n")


def test_of_several_descriptions_ours_is_the_one_that_has_what_the_reference_has(run: Run, ours: Path) -> None:
    (ours.parent / "bears").mkdir()
    (ours.parent / "bears/openapi.yaml").write_text("openapi: 3.1.0\ninfo: {title: Bears, version: '1'}\npaths: {}\n")
    assert run("spec", "compare", "same.json").out.startswith("spec/toys/openapi.yaml (1) beside same.json (1)\n")
    (ours / "openapi.yaml").write_text(yaml.safe_dump({**TOYS, "paths": {}}))
    ended = run("spec", "compare", "same.json")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        "same.json:1: has no operation that one of spec/bears/openapi.yaml, spec/toys/openapi.yaml has; name a "
        "description of the same API\n1 mistake; nothing was compared.\n"
    )


def test_a_scaffold_says_what_it_wrote_and_ends_with_what_is_left(run: Run, ours: Path) -> None:
    ended = run("spec", "compare", "more.json", "--scaffold")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == (
        "spec/toys/openapi.yaml (1) beside more.json (1)\nThey say the same.\n\n"
        "Scaffolded getBears, in:\n  spec/toys/tools.yaml\n  spec/toys/openapi.yaml\n"
        "4 sentences are to be written, where it says TO BE WRITTEN: figwright generate names each, with its line.\n"
    )
    refused = run("generate", "--out", "out")
    assert refused.code == 2
    assert "spec/toys/tools.yaml:10: the title of toys_bears_list is still to be written" in refused.err
    told = json.loads(run("spec", "compare", "more.json", "--scaffold", "--json").out)
    assert told["scaffold"] == {"operations": [], "files": [], "unwritten": 0}
    assert (
        "No such operation is missing; nothing was scaffolded." in run("spec", "compare", "more.json", "--scaffold").out
    )


def test_a_scaffold_that_cannot_be_written_changes_nothing(
    run: Run, ours: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    before = {file.name: file.read_text() for file in ours.iterdir()}
    monkeypatch.setattr("os.fsync", full)
    ended = run("spec", "compare", "more.json", "--scaffold")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.endswith("tools.yaml cannot be written: No space left on device. Nothing was.\n")
    assert {file.name: file.read_text() for file in ours.iterdir()} == before


@pytest.mark.usefixtures("ours")
def test_a_scaffold_into_a_folder_that_cannot_be_written_to_names_the_file(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(place: object, **_: object) -> None:
        raise OSError(30, "Read-only file system", str(place))

    monkeypatch.setattr("os.fsync", read_only)
    monkeypatch.setattr(Path, "unlink", read_only)  # as it is there of a file that is not there
    ended = run("spec", "compare", "more.json", "--scaffold")
    assert ended.err.endswith("tools.yaml cannot be written: Read-only file system. Nothing was.\n")


def test_an_overlay_changes_the_reference_first(run: Run, ours: Path, tmp_path: Path) -> None:
    actions = [{"target": "$.paths['/bears']", "remove": True}]
    overlay = {"overlay": "1.0.0", "info": {"title": "No bears", "version": "1"}, "actions": actions}
    (tmp_path / "no-bears.yaml").write_text(yaml.safe_dump(overlay), "utf-8")
    assert run("spec", "compare", "more.json", "--overlay", "no-bears.yaml").code == 0
    ended = run("spec", "compare", "same.json", "--overlay", "no-bears.yaml")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        "no-bears.yaml:2: target $.paths['/bears'] selects nothing in same.json; correct it, or remove the action\n"
        "1 mistake; nothing was compared.\n"
    )


def test_only_what_is_asked_for_is_scaffolded(run: Run, ours: Path) -> None:
    assert "nothing was scaffolded" in run("spec", "compare", "more.json", "--scaffold", "--only", "wolf").out
    assert "getBears" in run("spec", "compare", "more.json", "--scaffold", "--only", "^get|/bears").out
    for words, told in (
        (("--only", "x"), "--only is of --scaffold: add that, or leave it out."),
        (("--scaffold", "--only", "("), "--only: '(' is no regular expression"),
        (("--scaffold", "--spec", "v1:spec/toys"), "v1:spec/toys is not there"),
    ):
        ended = run("spec", "compare", "more.json", *words)
        assert (ended.code, ended.out) == (2, "")
        assert ended.err.startswith(told)
