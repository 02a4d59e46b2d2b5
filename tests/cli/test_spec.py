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
        (("none.json",), "none.json:1: there is no such file or folder"),
        (("spec/toys/tools.yaml",), "is no OpenAPI description"),
        (("same.json", "--spec", "none.yaml"), "none.yaml:1: there is no such file or folder"),
        (("same.json", "--deviations", "none.yaml"), "none.yaml:1: there is no such file"),
        (("same.json", "--manifest", "none.yaml"), "none.yaml:1: there is no such file"),
        (("other.json",), "other.json:1: has no operation that ours has; name a description of the same API"),
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


def test_which_description_is_ours_is_asked_where_there_are_several(run: Run, ours: Path) -> None:
    (ours.parent / "bears").mkdir()
    (ours.parent / "bears/openapi.yaml").write_text("openapi: 3.1.0", "utf-8")
    ended = run("spec", "compare", "same.json")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        "Which description is ours? Name one of spec/bears/openapi.yaml, spec/toys/openapi.yaml: --spec FILE.\n"
    )
