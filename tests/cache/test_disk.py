"""T77: what lies on the disk opens in its own place, whole, under its own key, or not at all; else it is fetched."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from figwright.cache import space
from figwright.cache.disk import DiskShelf
from figwright.cache.entries import Entry, Header
from figwright.cache.moments import Moment
from figwright.cache.questions import Place
from figwright.crypto.keyring import KeyRing

from .conftest import Read, World, later

PLACE, OTHER = Place("figma", "https://api.figma.com", "KEY"), Place("figma", "https://api.figma.com", "OTHER")
RING = KeyRing([b"k" * 32])
NOBODY = 65534


def entry(version: str = "v1", answer: bytes = b"answer") -> Entry:
    return Entry(Header(version, 5.0, False, "", 1.0, 0.0, "grant", "holder"), answer)


def shelf(folder: Path, ring: KeyRing = RING, most: int = 2**20) -> DiskShelf:
    return DiskShelf(folder, ring, most)


def loaded(shelf: DiskShelf, place: Place = PLACE, text: str = "text", version: str = "v1") -> bytes | None:
    found = [each for held in shelf.held(place, [text], version) if (each := held.load())]
    return found[0].answer if found else None


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*.*") if path.is_file() and not path.name.startswith(".")]


@contextmanager
def as_owner_who_is_not_root(folder: Path) -> Iterator[None]:
    """Root may write anywhere, so where tests are run as root somebody else does what stands below."""
    if os.geteuid():
        yield
        return
    os.chown(folder, NOBODY, -1)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_what_one_process_keeps_another_reads(folder: Path) -> None:
    shelf(folder).keep(PLACE, "text", entry())
    assert loaded(shelf(folder)) == b"answer"
    assert loaded(shelf(folder), OTHER) is None
    assert loaded(shelf(folder), version="v2") is None


def test_nobody_else_may_read_it_and_no_name_tells_what_it_is(folder: Path) -> None:
    shelf(folder).keep(PLACE, "text", entry())
    shelf(folder).notes.refuse(PLACE, "grant")
    shelf(folder).doubt(PLACE)
    there = [folder, *folder.rglob("*")]
    assert {stat.S_IMODE(each.stat().st_mode) for each in there if each.is_dir()} == {0o700}
    assert {stat.S_IMODE(each.stat().st_mode) for each in there if each.is_file()} == {0o600}
    assert not [each for each in there if "KEY" in each.name or "v1" in each.name]
    assert not [each for each in there if each.is_file() and b"answer" in each.read_bytes()]


def another_version(folder: Path) -> None:
    shelf(folder).keep(PLACE, "text", entry("v2", b"other"))
    one, two = files(folder)
    one.write_bytes(two.read_bytes())
    two.unlink()


def another_subject(folder: Path) -> None:
    shelf(folder).keep(OTHER, "text", entry(answer=b"other"))
    one, two = files(folder)
    for target, source in ((one, two.read_bytes()), (two, one.read_bytes())):
        target.write_bytes(source)


def cut(folder: Path) -> None:
    [path] = files(folder)
    path.write_bytes(path.read_bytes()[:-1])


def emptied(folder: Path) -> None:
    [path] = files(folder)
    path.write_bytes(b"")


def changed(folder: Path) -> None:
    [path] = files(folder)
    path.write_bytes(path.read_bytes()[:-1] + b"\0")


def put_back_after_it_was_cleared(folder: Path) -> None:
    [path] = files(folder)
    before = path.read_bytes()
    shelf(folder).clear()
    shelf(folder).keep(PLACE, "text", entry())
    [path] = files(folder)
    path.write_bytes(before)


def from_another_key(folder: Path) -> None:
    elsewhere = folder.with_name("elsewhere")
    shelf(elsewhere, KeyRing([b"x" * 32])).keep(PLACE, "text", entry())
    [path], [foreign] = files(folder), files(elsewhere)
    path.write_bytes(foreign.read_bytes())


def a_link(folder: Path) -> None:
    [path] = files(folder)
    path.rename(folder.with_name("moved"))
    path.symlink_to(folder.with_name("moved"))


def keys_of_another_folder(folder: Path) -> None:
    elsewhere = folder.with_name("elsewhere")
    shelf(elsewhere).keep(PLACE, "text", entry())
    shutil.copy(next(elsewhere.rglob("secrets")), next(folder.rglob("secrets")))


@pytest.mark.parametrize(
    "tamper",
    [
        another_version, another_subject, cut, emptied, changed, put_back_after_it_was_cleared, from_another_key,
        a_link, keys_of_another_folder,
    ],
)  # fmt: skip
def test_T77_a_file_that_was_tampered_with_opens_nothing(folder: Path, tamper: Callable[[Path], None]) -> None:
    shelf(folder).keep(PLACE, "text", entry())
    tamper(folder)
    assert [loaded(shelf(folder), version=version) for version in ("v1", "v2")] in ([None, None], [None, b"other"])
    shelf(folder).keep(PLACE, "text", entry(answer=b"fetched"))
    assert loaded(shelf(folder)) == b"fetched"


def test_T77_a_file_of_an_older_version_that_is_put_back_is_not_served(world: World, read: Read, folder: Path) -> None:
    file = world.file()
    read("ann", file.key)
    [old] = files(folder)
    before = old.read_bytes()
    file.version()
    world.sandbox.clock.advance(60)
    file.file.last_modified = world.sandbox.clock.now()
    assert not read("ben", file.key).from_cache
    old.write_bytes(before)
    newest = read("ben", file.key)
    assert newest.version == file.file.versions[0].id


def test_T77_entries_under_a_key_that_is_gone_are_fetched(folder: Path) -> None:
    shelf(folder).keep(PLACE, "text", entry())
    rotated = KeyRing([b"n" * 32])
    assert loaded(shelf(folder, rotated)) is None
    shelf(folder, rotated).keep(PLACE, "text", entry())
    assert loaded(shelf(folder, rotated)) == b"answer"


def test_what_was_not_used_for_longest_goes_first(folder: Path) -> None:
    small = shelf(folder, most=20_000)
    for number in range(12):
        small.keep(PLACE, f"text {number}", entry(answer=os.urandom(3000)))
        for held in small.held(PLACE, ["text 0"]):
            assert held.used()
    assert sum(path.stat().st_size for path in files(folder)) <= 20_000
    assert loaded(small, text="text 0")
    assert loaded(small, text="text 11")
    assert not loaded(small, text="text 1")


def test_many_that_write_together_keep_to_the_bound_as_one_does(folder: Path) -> None:
    many, most = [shelf(folder, most=2_000_000) for _ in range(40)], 0
    for number in range(20):
        for index, each in enumerate(many):
            each.keep(PLACE, f"text {number} of {index}", entry(answer=os.urandom(9_000)))
        most = max(most, sum(path.stat().st_size for path in files(folder)))
    assert most <= 1.5 * 2_000_000


def test_small_answers_are_bounded_by_their_number(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(space, "_FEW", 10)
    small = shelf(folder, most=20_000)
    for number in range(100):
        small.keep(PLACE, f"text {number}", entry())
    small.keep(PLACE, "text", entry(answer=os.urandom(1_000)))
    assert small.info().entries <= 10
    assert loaded(small)


def test_an_answer_of_a_known_version_is_found_without_a_look_at_all_others(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = shelf(folder)
    for number in range(3):
        kept.keep(PLACE, "text", entry(f"v{number}"))
    assert len(list(kept.held(PLACE, ["text", "other"]))) == 3
    monkeypatch.setattr("figwright.cache.disk._listed", refused)
    assert loaded(kept, version="v1")
    assert not loaded(kept, version="v3")


def test_what_others_keep_in_the_same_folder_is_left_alone(folder: Path) -> None:
    """The folder may be one that holds much else, by a setting or because an application has its own `cache` there."""
    theirs = [
        folder / "notes.txt",
        folder / "figma" / "photo.png",
        folder / "figma" / ("0" * 8) / "data.bin",
        folder / "figma" / ("0" * 8) / ("0" * 32) / f"{'0' * 32}.{'0' * 32}",
        folder / ".pyenv" / "versions" / "3.11" / "python.exe",
    ]
    for path in theirs:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.urandom(3000))
        os.utime(path, (0, 0))
    folder.chmod(0o755)
    small = shelf(folder, most=9_000)
    for number in range(5):
        small.keep(PLACE, f"text {number}", entry(answer=os.urandom(3000)))
    [key] = folder.glob("figma/*/secrets")
    (key.parent / "theirs").mkdir()
    (key.parent / "theirs" / "a.b").write_bytes(b"")
    assert small.info().entries == 2
    assert small.clear() == 2
    assert all(path.stat().st_size == 3000 for path in theirs)
    assert (key.parent / "theirs" / "a.b").exists()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755
    assert small.info().entries == 0


def test_an_answer_larger_than_all_that_may_be_kept_is_not(folder: Path) -> None:
    small = shelf(folder, most=1000)
    small.keep(PLACE, "text", entry(answer=os.urandom(3000)))
    assert not files(folder)


def test_T77_what_a_killed_process_left_half_is_removed_later(folder: Path) -> None:
    kept = shelf(folder)
    kept.keep(PLACE, "text", entry())
    [path] = files(folder)
    half = path.with_name(".draft-0123")
    half.write_bytes(b"half")
    os.utime(half, (0, 0))
    shelf(folder).keep(PLACE, "text", entry())
    assert not half.exists()


def test_a_proof_from_before_a_change_does_not_count_in_any_process(folder: Path) -> None:
    shelf(folder).doubt(PLACE)
    assert shelf(folder).doubted_at(PLACE) == 0  # nothing is kept of it
    shelf(folder).keep(PLACE, "text", entry())
    shelf(folder).doubt(PLACE)
    assert shelf(folder).doubted_at(PLACE) > 0
    assert shelf(folder).doubted_at(OTHER) == 0


def test_what_a_clock_that_was_ahead_marked_counts_where_its_time_cannot_be_set(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf(folder).keep(PLACE, "text", entry())
    with monkeypatch.context() as ahead:
        later(ahead, 86_400)
        shelf(folder).doubt(PLACE)
    monkeypatch.setattr(os, "utime", refused)
    assert shelf(folder).doubted_at(PLACE) > Moment.now().wall


def refused(*_: object, **__: object) -> None:
    raise PermissionError


@pytest.mark.parametrize("first", ["old", "new"])
def test_a_change_is_heard_of_across_a_rotation_of_keys(folder: Path, first: str) -> None:
    """Processes with the newer ring start while those with the older go on."""
    rings = {"old": KeyRing([b"o" * 32]), "new": KeyRing([b"n" * 32, b"o" * 32])}
    shelves = [shelf(folder, rings[name]) for name in (first, *(rings.keys() - {first}))]
    shelf(folder, rings["old"]).keep(PLACE, "text", entry())
    shelf(folder, rings["new"]).keep(PLACE, "text", entry())
    for writer in shelves:
        before = Moment.now().wall
        writer.doubt(PLACE)
        assert [each.doubted_at(PLACE) >= before for each in shelves] == [True, True]


def test_keys_that_were_given_up_do_not_make_each_change_one_of_all_files(folder: Path) -> None:
    shelf(folder, KeyRing([b"o" * 32])).keep(PLACE, "text", entry())
    os.utime(next(folder.rglob("secrets")), (0, 0))
    for place in (PLACE, OTHER):
        shelf(folder).keep(place, "text", entry())
    shelf(folder).doubt(PLACE)
    assert shelf(folder).doubted_at(PLACE) > shelf(folder).doubted_at(OTHER)


def test_a_folder_that_cannot_be_written_is_one_line_of_log(caplog: pytest.LogCaptureFixture) -> None:
    with TemporaryDirectory() as name, as_owner_who_is_not_root(folder := Path(name)):
        folder.chmod(0o500)
        kept = shelf(folder)
        for _ in range(3):
            kept.keep(PLACE, "text", entry())
        assert ["Permission denied" in record.getMessage() for record in caplog.records] == [True]
        folder.chmod(0o700)
        kept.keep(PLACE, "text", entry())
        assert loaded(kept) == b"answer"


def test_a_folder_that_is_a_link_or_a_file_is_not_used(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder.write_bytes(b"")
    kept = shelf(folder)
    for _ in range(3):
        kept.keep(PLACE, "text", entry())
        kept.doubt(PLACE)
        kept.notes.refuse(PLACE, "grant")
        assert loaded(kept) is None
    assert len(caplog.records) == 1
    folder.unlink()
    target = folder.with_name("target")
    target.mkdir()
    folder.symlink_to(target)
    shelf(folder).keep(PLACE, "text", entry())
    assert not list(target.rglob("*.*"))


def test_T77_a_full_disk_costs_a_fetch_and_one_line_of_log(
    world: World, read: Read, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("a device that is always full")
    file = world.file()
    monkeypatch.setattr("figwright.cache.disk._new", lambda *_: os.open("/dev/full", os.O_WRONLY))
    for _ in range(2):
        assert not read("ann", file.key).from_cache
    assert [record.getMessage().split(" (")[0] for record in caplog.records] == ["An answer could not be kept"]


def test_T77_nothing_is_written_through_a_link_that_others_may_have_laid(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    folder.mkdir(mode=0o777)
    (folder / "figma").symlink_to(elsewhere)
    shelf(folder).keep(PLACE, "text", entry())
    shelf(folder).notes.refuse(PLACE, "grant")
    assert not list(elsewhere.iterdir())
