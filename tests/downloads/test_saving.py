"""T50: names of files from any id, kinds from any content."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figwright.downloads.files import Part, kind_of, stems

DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
IDS = st.lists(st.text(max_size=200) | st.sampled_from(["1:2", "1-2", "1;2", "I1:2;3:4", "CON", "..", "aB", "Ab"]))
NODE_ID = st.from_regex(r"I?[0-9]{1,5}:[0-9]{1,5}(;[0-9]{1,5}:[0-9]{1,5}){0,3}", fullmatch=True)


@given(IDS)
def test_T50_every_id_has_a_name_of_its_own_that_every_system_takes(ids: list[str]) -> None:
    named = stems(ids)
    assert list(named) == list(dict.fromkeys(ids))
    assert len({stem.lower() for stem in named.values()}) == len(named)
    for stem in named.values():
        assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,99}", stem)
        assert stem.lower() not in DEVICES


@given(IDS)
def test_a_name_does_not_hang_on_the_order(ids: list[str]) -> None:
    assert stems(ids) == stems(reversed(ids))


@given(NODE_ID)
def test_a_plain_id_keeps_a_name_to_be_recognised_by(id_: str) -> None:
    assert stems([id_]) == {id_: id_.replace(":", "-").replace(";", "-")}


def test_T50_a_name_that_was_made_up_to_meet_a_marked_one_does_not() -> None:
    marked = stems(["1:2", "1-2"])["1:2"]
    assert re.fullmatch(r"1-2-[0-9a-f]{16}", marked)
    assert len(set(stems(["1:2", "1-2", marked]).values())) == 3


@given(st.binary(max_size=2000))
def test_any_content_has_a_kind_or_none(head: bytes) -> None:
    kind = kind_of(head)
    assert kind is None or kind.extension in ("png", "jpg", "gif", "webp", "pdf", "svg")


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"<html><svg></svg>",
        b"<!DOCTYPE html><svg>",
        b"<svgx>",
        b"text <svg>",
        b'{"err": "<svg>"}',
        b"\x89PNG",
        b"RIFF    WAVE",
        b"<!--" * 200,
        b"<!-- -->" * 100 + b"<html>",
        b"MZ\x90\0",
        b"\x7fELF",
    ],
)
def test_T50_what_only_looks_like_an_image_is_none(head: bytes) -> None:
    assert kind_of(head) is None


def test_a_part_that_stands_already_is_not_written_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("secrets.token_hex", lambda _: "guessed")
    (tmp_path / ".guessed.part").symlink_to(tmp_path / "elsewhere")
    part = Part(tmp_path, 100)
    with pytest.raises(FileExistsError):
        part.write(b"x")
    part.discard()
    assert [each.name for each in tmp_path.iterdir()] == [".guessed.part"]


@pytest.mark.skipif(sys.platform == "win32", reason="no limits of a process")
@pytest.mark.parametrize("sizes", [(5000,), (9, 9, 9)], ids=["while it is written", "when it is closed"])
def test_T50_a_full_disk_is_an_error_and_leaves_nothing(tmp_path: Path, sizes: tuple[int, ...]) -> None:
    import resource

    part, (soft, hard) = Part(tmp_path, 10_000), resource.getrlimit(resource.RLIMIT_FSIZE)
    part.write(b"")
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, hard))
    try:
        with pytest.raises(OSError, match="too large"):
            _write_and_keep(part, sizes)
        part.discard()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(tmp_path.iterdir()) == []


def _write_and_keep(part: Part, sizes: tuple[int, ...]) -> None:
    for size in sizes:
        part.write(b"x" * size)
    part.keep("a.png")
