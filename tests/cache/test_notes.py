"""Notes of who was refused what are bounded, and what is forgotten of them is to nobody's favour (P15)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from figwright.cache import notes as noting
from figwright.cache.notes import DiskNotes, memory_notes
from figwright.cache.questions import Place
from figwright.cache.shelf import Notes
from figwright.cache.space import REFUSED

MOST = 20


@pytest.fixture(params=["disk", "memory", "a disk that cannot be written"])
def notes(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Notes]:
    monkeypatch.setattr(noting, "MOST", MOST)
    folder = tmp_path / "cache"
    if request.param == "memory":
        yield memory_notes()
        return
    if request.param != "disk":
        folder.write_bytes(b"")
    yield DiskNotes(folder, lambda *_: None)
    assert sum(path.is_file() for path in folder.rglob("*")) <= 3 * (MOST + 2)


def place(number: int) -> Place:
    return Place("figma", "https://api.figma.com", f"KEY{number}")


def test_P15_many_refusals_are_bounded_and_each_of_them_counts(notes: Notes) -> None:
    notes.refuse(place(0), "other")
    for number in range(5 * MOST):
        notes.refuse(place(number), "grant")
        assert notes.refused(place(number // 2), "grant")
    assert all(notes.refused(place(number), "grant") for number in range(5 * MOST))
    assert [notes.refused(place(number), "other") for number in range(2)] == [True, False]
    assert not notes.refused(place(0)._replace(connection="another"), "grant")


def test_P15_beyond_the_bound_an_account_is_served_what_it_has_read_since(notes: Notes) -> None:
    for number in range(2 * MOST):
        notes.refuse(place(number), "grant")
    notes.forgive(place(1), "grant")
    notes.forgive(place(1_000), "grant")
    assert [notes.refused(place(number), "grant") for number in (0, 1, 1_000)] == [True, False, False]
    notes.refuse(place(1), "grant")
    assert notes.refused(place(1), "grant")
    for number in range(3 * MOST):
        notes.forgive(place(number), "grant")
        assert not notes.refused(place(number), "grant")
    assert notes.refused(place(2_000), "grant")


def test_within_the_bound_a_refusal_ends_with_the_first_answer(notes: Notes) -> None:
    notes.refuse(place(0), "grant")
    notes.forgive(place(0), "grant")
    assert not notes.refused(place(0), "grant")


def test_credentials_that_were_answered_are_bounded(notes: Notes) -> None:
    for number in range(5 * MOST):
        notes.note_able(place(0), f"credential {number}")
        assert notes.is_able(place(1), f"credential {number}")
    assert not notes.is_able(place(0), "credential 0")


@pytest.mark.parametrize("step", range(4))
def test_P15_a_process_that_ends_while_it_forgets_leaves_all_refused(
    step: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(noting, "MOST", MOST)
    notes, calls = DiskNotes(tmp_path, lambda *_: None), list[object]()
    for number in range(MOST):
        notes.refuse(place(number), "grant")
    unlink: Callable[..., None] = Path.unlink

    def killed(path: Path, **options: bool) -> None:
        calls.append(path)
        if len(calls) > step:
            raise KeyboardInterrupt
        unlink(path, **options)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", killed)
        with pytest.raises(KeyboardInterrupt):
            notes.refuse(place(MOST), "grant")
    again = DiskNotes(tmp_path, lambda *_: None)
    assert all(again.refused(place(number), "grant") for number in range(MOST + 1))
    assert list((tmp_path / "figma" / REFUSED).iterdir())
