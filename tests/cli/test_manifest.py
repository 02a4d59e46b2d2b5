"""`figwright manifest init`: a manifest beside a description, never over one that is there, that generates at once."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from cli.conftest import Run

DESCRIPTION = """\
openapi: 3.1.0
info: {title: Shop, version: "1"}
servers: [{url: https://api.shop.test}]
paths:
  /orders:
    get: {operationId: listOrders, tags: [Orders], summary: Orders., responses: {'204': {description: None.}}}
  /door:
    post: {operationId: openDoor, tags: [Door], summary: Open it., responses: {'204': {description: Done.}}}
"""
NEXT = "figwright generate --spec api.yaml --out . --package shop_tools"


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    file = tmp_path / "api.yaml"
    file.write_text(DESCRIPTION)
    return file


def test_what_it_writes_is_generated_by_the_line_that_it_says(run: Run, spec: Path, tmp_path: Path) -> None:
    done = run("manifest", "init", "api.yaml")
    assert (done.code, done.err) == (0, "")
    assert done.out == f"tools.yaml: 2 tools in 2 toolsets.\nNext: {NEXT}\n"
    first = (tmp_path / "tools.yaml").read_text().splitlines()[0]
    schema = tmp_path / first.removeprefix("# yaml-language-server: $schema=")
    assert "removed_tools" in json.loads(schema.read_text())["properties"]
    made = run(*NEXT.split()[1:])
    assert (made.code, made.err) == (0, "")
    assert (tmp_path / "shop_tools" / "connector.py").exists()


def test_nothing_that_is_there_is_written_over_unless_forced(run: Run, spec: Path, tmp_path: Path) -> None:
    (tmp_path / "tools.yaml").write_text("mine")
    (tmp_path / "manifest.schema.json").write_text("mine, too")
    refused = run("manifest", "init", "api.yaml")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == "tools.yaml is there already, and was left as it is. To write over it, say --force.\n"
    assert run("manifest", "init", "api.yaml", "--out", "other.yaml").out.splitlines()[1] == (
        "Next: figwright generate --spec api.yaml --manifest other.yaml --out . --package shop_tools"
    )
    assert [(tmp_path / name).read_text() for name in ("tools.yaml", "manifest.schema.json")] == ["mine", "mine, too"]
    assert run("manifest", "init", "api.yaml", "--force").code == 0
    assert "mine" not in (tmp_path / "tools.yaml").read_text()


def test_a_dash_prints_it_and_writes_nothing(run: Run, spec: Path, tmp_path: Path) -> None:
    done = run("manifest", "init", "api.yaml", "--out", "-", "--name", "corner", "--tag", "Orders")
    assert done.code == 0
    assert "  corner_orders_list:\n    operation: listOrders\n" in done.out
    assert "openDoor" not in done.out
    assert [each.name for each in tmp_path.iterdir()] == ["api.yaml"]
    assert "openDoor" in run("manifest", "init", "api.yaml", "--out", "-", "--only", "/door").out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("api.yaml", "--only", "nothing"), "Nothing was proposed: the description has no such operation.\n"),
        (("api.yaml", "--name", "A b"), "Nothing was proposed: 'A b' is no name: a-z, 0-9 and _, at most 32.\n"),
        (("none.yaml",), "nothing was proposed.\n"),
        ((".",), ". is a folder: name the description's file.\n"),
        (("words.yaml",), "is no OpenAPI description; it has no key openapi\n1 mistake; nothing was proposed.\n"),
        (("api.yaml", "--out", "none/tools.yaml"), "none/tools.yaml cannot be written: No such file or directory.\n"),
    ],
)
def test_what_cannot_be_proposed_says_why(run: Run, spec: Path, words: tuple[str, ...], told: str) -> None:
    spec.with_name("words.yaml").write_text("Words.\n", "utf-8")
    done = run("manifest", "init", *words)
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith(told)


def test_a_manifest_is_written_whole_or_not_at_all(
    run: Run, spec: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "tools.yaml").write_text("mine")
    monkeypatch.setattr("os.fsync", full)
    done = run("manifest", "init", "api.yaml", "--force")
    assert (done.code, done.out) == (2, "")
    assert done.err == "tools.yaml cannot be written: No space left on device.\n"
    assert (tmp_path / "tools.yaml").read_text() == "mine"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["api.yaml", "tools.yaml"]


def test_what_it_writes_keeps_the_mode_of_a_file_and_the_link_to_it(run: Run, spec: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.yaml").write_text("mine")
    (tmp_path / "elsewhere.yaml").chmod(0o640)
    (tmp_path / "tools.yaml").symlink_to("elsewhere.yaml")
    assert run("manifest", "init", "api.yaml", "--force").code == 0
    assert (tmp_path / "tools.yaml").is_symlink()
    assert (tmp_path / "elsewhere.yaml").stat().st_mode & 0o777 == 0o640
    assert "tools:" in (tmp_path / "elsewhere.yaml").read_text()


def test_overlays_come_first_and_the_next_line_has_them(run: Run, spec: Path, tmp_path: Path) -> None:
    actions = "actions: [{target: \"$.paths['/door']\", remove: true}]"
    (tmp_path / "ours.yaml").write_text(f"overlay: 1.1.0\ninfo: {{title: Ours, version: '1'}}\n{actions}\n")
    done = run("manifest", "init", "api.yaml", "--overlay", "ours.yaml")
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "tools.yaml: 1 tool in 1 toolset.\n"
        "Next: figwright generate --spec api.yaml --overlay ours.yaml --out . --package shop_tools\n"
    )
    assert run(*done.out.splitlines()[1].removeprefix("Next: ").split()[1:]).code == 0


def test_without_the_extra_an_overlay_says_what_to_install(
    run: Run, spec: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ours.yaml").write_text(
        "overlay: 1.1.0\ninfo: {title: Ours, version: '1'}\nactions: [{target: $.info, update: {}}]\n"
    )
    monkeypatch.setitem(sys.modules, "jsonpath", None)
    done = run("diff", "api.yaml", "api.yaml", "--overlay", "ours.yaml")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("figwright diff needs jsonpath, which is not installed: pip install ")
    assert "[overlay]" in done.err
