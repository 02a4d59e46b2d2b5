"""Files reach their folder whole, only where they changed, and never over what somebody else wrote."""

from __future__ import annotations

import json

import pytest
from support.workshop import Workshop

from figwright_codegen import GenerationError

ONE = "Thing: {type: object, properties: {id: {type: string}}}"
TWO = "Thing: {type: object, properties: {name: {type: string}}}"


def test_check_writes_nothing_and_shows_the_difference(workshop: Workshop) -> None:
    workshop.answers(ONE)
    fresh = workshop.generate(check=True)
    assert fresh.stale
    assert not (workshop.folder / "out" / workshop.package).exists()
    workshop.generate()
    workshop.answers(TWO)
    before = workshop.files()
    stale = workshop.generate(check=True)
    assert workshop.files() == before
    assert "types/models.py" in stale.written
    assert "-    id: NotRequired[str]\n+    name: NotRequired[str]\n" in stale.diff
    workshop.generate()
    assert not workshop.generate(check=True).stale


def test_an_edit_by_hand_is_stale_and_undone(workshop: Workshop) -> None:
    workshop.answers(ONE)
    workshop.generate()
    file = workshop.folder / "out" / workshop.package / "things.py"
    before = file.read_text()
    file.write_text(before + "# mine\n")
    assert workshop.generate(check=True).written == ("things.py",)
    assert workshop.generate().written == ("things.py",)
    assert file.read_text() == before


def test_what_is_no_longer_generated_is_removed(workshop: Workshop) -> None:
    workshop.answers(ONE)
    workshop.generate()
    folder = workshop.folder / "out" / workshop.package
    (folder / "old").mkdir()
    (folder / "old" / "left.py").write_text("")
    (folder / "old" / "__pycache__").mkdir()
    (folder / "old" / "__pycache__" / "left.pyc").write_text("")
    assert workshop.generate().removed == ("old/left.py",)
    assert not (folder / "old").exists()


def test_a_folder_with_files_of_somebody_else_is_left_alone(workshop: Workshop) -> None:
    workshop.answers(ONE)
    mine = workshop.folder / "out" / workshop.package / "mine.py"
    mine.parent.mkdir(parents=True)
    mine.write_text("x = 1\n")
    with pytest.raises(GenerationError, match=r"was not generated; choose another folder or empty it"):
        workshop.generate()
    assert [file.name for file in mine.parent.iterdir()] == ["mine.py"]


def test_only_what_changed_is_touched_and_no_stage_is_left(workshop: Workshop) -> None:
    workshop.answers(ONE)
    workshop.generate()
    folder = workshop.folder / "out" / workshop.package
    untouched = folder / "connector.py"
    before = untouched.stat()
    workshop.answers(TWO)
    assert "connector.py" not in workshop.generate().written
    assert untouched.stat().st_mtime_ns == before.st_mtime_ns
    assert untouched.stat().st_ino == before.st_ino
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_the_lock_names_what_decided_the_output_and_no_time(workshop: Workshop) -> None:
    workshop.answers("", response="{$ref: 'parts/a.yaml#/A'}")
    workshop.write("parts/a.yaml", "A: {type: object, properties: {id: {type: string}}}")
    lock = json.loads(workshop.files()["LOCK.json"])
    assert sorted(lock) == ["description", "environment", "generator", "manifest", "output", "package", "spec"]
    assert (lock["description"], lock["package"]) == ("openapi.yaml", workshop.package)
    assert list(lock["spec"]) == ["openapi.yaml", "parts/a.yaml"]
    assert list(lock["manifest"]) == ["tools.yaml"]
    assert {len(digest) for digest in [lock["generator"], lock["output"], *lock["spec"].values()]} == {64}
