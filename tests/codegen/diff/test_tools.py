"""Two manifests: tools that are new, gone, renamed or changed, beside the operations that they stand on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.compared import description, edited, told

from figwright_codegen.diff import Report, compare

TOYS = description(
    parameters=[
        {"name": "color", "in": "query", "schema": {"type": "string"}},
        {"name": "size", "in": "query", "schema": {"type": "integer"}},
    ],
    security=[{"App": ["see", "touch"]}],
)
TOYS["components"] = {"securitySchemes": {"App": {"type": "oauth2", "flows": {"authorizationCode": {"scopes": {}}}}}}
MANIFEST: dict[str, Any] = {
    "connector": {"name": "toys", "title": "Toys", "api_url": "https://toys.test", "plans": ["tin", "gold"]},
    "tools": {"toys_put": {"operation": "putToy", "inputs": {"colour": {"api_name": "color"}}}},
}


def folder(at: Path, name: str, spec: Any, manifest: Any) -> str:
    (at / name).mkdir()
    (at / name / "openapi.json").write_text(json.dumps(spec), "utf-8")
    (at / name / "tools.yaml").write_text(yaml.safe_dump(manifest), "utf-8")
    return str(at / name)


def diffed(at: Path, manifest: Any, spec: Any = TOYS) -> Report:
    return compare(folder(at, "old", TOYS, MANIFEST), folder(at, "new", spec, manifest))


CHANGES: dict[str, tuple[Any, tuple[str, str, str]]] = {
    "another name": (
        lambda new: new["tools"].update(toys_set=new["tools"].pop("toys_put")),
        ("tool-renamed", "toys_put is called toys_set now", "callers"),
    ),
    "another name, and the former one works": (
        lambda new: new["tools"].update(toys_set=new["tools"].pop("toys_put") | {"aliases": {"toys_put": "2.0"}}),
        ("tool-renamed", "toys_put is called toys_set now, and its former name works", "nobody"),
    ),
    "one more": (
        lambda new: new["tools"].update(toys_set={"operation": "putToy"}),
        ("tool-added", "toys_set is new", "nobody"),
    ),
    "a higher plan": (
        lambda new: new["tools"]["toys_put"].update(plan="gold"),
        ("tool-plan", "toys_put takes the plan gold, and took any", "callers"),
    ),
    "a tier": (
        lambda new: new["connector"].update(rate_limit={"tiers": {1: "few"}}),
        ("tier-changed", "the connector allows in tier 1 few, and allowed nothing", "nobody"),
    ),
    "by name only": (
        lambda new: new["tools"]["toys_put"].update(enterprise=True),
        ("tool-enterprise", "toys_put is used only where it is chosen by name now", "callers"),
    ),
    "deprecated": (
        lambda new: new["tools"]["toys_put"].update(deprecated="Use another."),
        ("tool-deprecated", "toys_put is deprecated now: Use another.", "nobody"),
    ),
    "an input's name": (
        lambda new: new["tools"]["toys_put"].update(inputs={"shade": {"api_name": "color"}}),
        ("input-renamed", "toys_put input `shade` was called `colour`", "callers"),
    ),
    "an input that is demanded": (
        lambda new: new["tools"]["toys_put"]["inputs"].update(size={"required": True}),
        ("input-required", "toys_put input `size` is required now by the manifest", "callers"),
    ),
    "an input that is not sent": (
        lambda new: new["tools"]["toys_put"]["inputs"].update(size={"ignored": True}),
        ("input-ignored", "toys_put input `size` is taken and no longer sent", "callers"),
    ),
    "any case": (
        lambda new: new["tools"]["toys_put"]["inputs"]["colour"].update(case="lower"),
        ("input-widened", "toys_put input `colour` takes any case, too", "nobody"),
    ),
    "words": (
        lambda new: new["tools"]["toys_put"].update(title="Put"),
        ("described", "toys_put has another title", "nobody"),
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_of_the_manifest_is_one_finding_about_its_tool(tmp_path: Path, name: str) -> None:
    edit, expected = CHANGES[name]
    assert told(diffed(tmp_path, edited(MANIFEST, edit))) == [expected]


def test_a_tool_goes_with_its_operation(tmp_path: Path) -> None:
    other = edited(TOYS, lambda new: new.update(paths={}))
    found = diffed(tmp_path, MANIFEST, other)
    assert {(each.kind, each.tools) for each in found.findings} == {
        ("operation-removed", ("toys_put",)),
        ("tool-removed", ("toys_put",)),
    }


def test_a_renamed_operation_breaks_nobody_where_its_tool_stays(tmp_path: Path) -> None:
    other = edited(TOYS, lambda new: new["paths"]["/toys"]["put"].update(operationId="setToy"))
    stays = edited(MANIFEST, lambda new: new["tools"]["toys_put"].update(operation="setToy"))
    assert told(diffed(tmp_path, stays, other)) == [("operation-renamed", "setToy was called putToy", "nobody")]


def test_one_scope_less_is_enough_where_any_is_and_eases_where_all_are_needed(tmp_path: Path) -> None:
    less = edited(TOYS, lambda new: new["paths"]["/toys"]["put"].update(security=[{"App": ["see"]}]))
    assert [each.breaks for each in diffed(tmp_path, MANIFEST, less).findings] == ["nobody"]
    either = edited(MANIFEST, lambda new: new["connector"].update(scope_rule="any"))
    (tmp_path / "tools.yaml").write_text(yaml.safe_dump(either), "utf-8")
    report = compare(str(tmp_path / "old"), str(tmp_path / "new"), tmp_path / "tools.yaml")
    [finding] = report.findings
    assert (finding.kind, finding.breaks, finding.tools) == ("scope-needed", "callers", ("toys_put",))
    assert [(each.scopes, each.tools, each.is_new) for each in report.demands] == [((("see",),), ("toys_put",), False)]


def test_a_manifest_of_one_side_alone_names_tools_and_is_no_difference(tmp_path: Path) -> None:
    """Nor is how it reads several scopes."""
    with_manifest = folder(
        tmp_path, "new", TOYS, edited(MANIFEST, lambda new: new["connector"].update(scope_rule="any"))
    )
    (tmp_path / "old.json").write_text(json.dumps(TOYS), "utf-8")
    for sides in ((str(tmp_path / "old.json"), with_manifest), (with_manifest, str(tmp_path / "old.json"))):
        assert told(compare(*sides)) == []
    (tmp_path / "old.json").write_text(
        json.dumps(edited(TOYS, lambda new: new["paths"]["/toys"]["put"].pop("security")))
    )
    [found] = compare(with_manifest, str(tmp_path / "old.json")).findings
    assert found.tools == ("toys_put",)
