"""Two published descriptions of Figma, with our manifest: what is found is what a person finds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.published import downloaded

from figwright_codegen.diff import Report, compare, report

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.slow
EXPECTED: dict[str, dict[str, list[str]]] = yaml.safe_load((Path(__file__).parent / "figma.yaml").read_text("utf-8"))
LIST = sorted(
    (kind, breaks, each) for kind, some in EXPECTED.items() for breaks, names in some.items() for each in names
)
COUNTS = {
    "accepted credentials": {"PlanAccessToken": 37},
    "operations": {"added": 7, "newly deprecated": 2},
    "schemas": {"added": 8, "changed": 4},
    "scopes": {"added": 3},
}


@pytest.fixture(scope="module")
def found() -> Report:
    before, after = str(downloaded("figma-0.37.0")), str(downloaded("figma"))
    return compare(before, after, ROOT / "spec/figma/tools.yaml")


def test_json_has_each_change_and_nothing_else(found: Report) -> None:
    told: dict[str, Any] = json.loads(json.dumps(report.data(found)))
    assert sorted((each["kind"], each["breaks"], each["subject"]) for each in told["findings"]) == LIST
    assert told["summary"].items() >= COUNTS.items()
    assert (told["version"], told["breaking"], told["warnings"]) == ("major", True, [])
    for each in told["findings"]:
        for place in filter(None, (each["old"], each["new"])):
            assert Path(place["file"]).read_text("utf-8").count("\n") >= place["line"] > 0


@pytest.mark.parametrize("write", [report.text, report.markdown])
def test_text_and_markdown_have_each_change_under_whom_it_breaks(found: Report, write: Any) -> None:
    text = write(found)
    under = text.split("Breaks ")
    for kind, breaks, name in LIST:
        [section] = [each for each in under if each.startswith(breaks)]
        assert name.replace("*", "\\*" if write is report.markdown else "*") in section, (kind, name)
    assert "PlanAccessToken accepted by 37 operations" in text
    assert "schemas: 8 added, 4 changed" in text


def test_what_connections_must_declare_is_for_new_tools_alone(found: Report) -> None:
    demands = {each.scopes: each.tools for each in found.demands}
    assert all(each.is_new for each in found.demands)
    assert demands == {
        (("folder_metadata:read",),): ("figma_folder_meta_get",),
        (("folders:read",),): (
            "figma_folder_files_list",
            "figma_folder_folders_list",
            "figma_team_folders_list",
            "figma_team_get",
        ),
        (("project_metadata:read",),): ("figma_project_meta_get",),
    }


def test_each_is_the_same_as_itself() -> None:
    for name in ("figma", "figma-0.37.0"):
        file = str(downloaded(name))
        assert compare(file, file).findings == ()
