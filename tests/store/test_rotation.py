"""Keys are rotated while everything runs: at every moment each grant opens, and afterwards none needs an old key."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import closing, contextmanager
from itertools import count, cycle
from pathlib import Path

import pytest

from figwright.crypto.key_file import KeyFileRing, make_key_file, read_key_file, replace_key_file
from figwright.crypto.keyring import DataKey, KeyRing, id_of
from figwright.errors import ConfigurationError
from figwright.oauth.protocol import TokenResponse
from figwright.redaction.secret import Secret
from figwright.refresh.schedule import Schedule
from figwright.refresh.sealing import open_claim, seal
from figwright.store import Database, accounts, fault_points, grants, open_database
from figwright.store.key_rotation import Moved, drop_unused_keys, holders, prepend_key, rotate, use_of_keys

from .sealed import access_tokens, first_tokens, keep, pend

OLD, NEW, OTHER = bytes(range(32)), bytes(range(32, 64)), bytes(range(64, 96))
BEFORE, DURING, AFTER = KeyRing([OLD]), KeyRing([NEW, OLD]), KeyRing([NEW])


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    with closing(open_database(database_url)) as opened:
        yield opened


@pytest.fixture
def kept(database: Database) -> dict[str, str]:
    """Twenty grants under the old key: their users by grant id."""
    return {keep(database, BEFORE, f"user{number}"): f"user{number}" for number in range(20)}


def last(progress: Iterator[Moved]) -> Moved:
    *_, end = progress
    return end


@pytest.mark.parametrize("batch", [1, 7, 20, 500])
def test_T33_after_a_rotation_the_old_key_is_not_needed(database: Database, kept: dict[str, str], batch: int) -> None:
    assert last(rotate(database, DURING, batch)) == Moved(20, ())
    assert grants.key_ids(database) == set(AFTER.ids)
    assert access_tokens(database, AFTER, list(kept)) == first_tokens(kept)


def test_T33_a_second_rotation_changes_nothing(database: Database, kept: dict[str, str]) -> None:
    last(rotate(database, DURING))
    before = database.read("SELECT id, data_key FROM grants ORDER BY id")
    assert list(rotate(database, DURING)) == []
    assert database.read("SELECT id, data_key FROM grants ORDER BY id") == before


def test_T33_a_rotation_does_not_touch_tokens_generations_or_leases(database: Database, kept: dict[str, str]) -> None:
    untouched = "SELECT id, generation, access, refresh, lease_epoch, lease_owner, state FROM grants ORDER BY id"
    before = database.read(untouched)
    last(rotate(database, DURING))
    assert database.read(untouched) == before


@pytest.fixture
def at_point(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Callable[[], object]], None]:
    def arrange(name: str, act: Callable[[], object]) -> None:
        monkeypatch.setattr(fault_points, "hook", lambda reached: act() if reached == name else None)

    return arrange


class InterruptedRotationError(Exception):
    pass


@pytest.mark.parametrize("point", ["rotation.rewrapped", "rotation.stored"])
def test_T33_interrupted_at_any_row_all_open_and_a_repetition_finishes(
    database: Database,
    kept: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    at_point: Callable[[str, Callable[[], object]], None],
    point: str,
) -> None:
    survived = 0

    def interrupt() -> None:
        nonlocal survived
        survived += 1
        if survived == 4:
            survived = 0
            raise InterruptedRotationError

    at_point(point, interrupt)
    interruptions = 0
    while True:
        try:
            for _ in rotate(database, DURING, batch=3):
                pass
            break
        except InterruptedRotationError:
            interruptions += 1
            assert access_tokens(database, DURING, list(kept)) == first_tokens(kept)
    assert interruptions >= 1
    assert access_tokens(database, AFTER, list(kept)) == first_tokens(kept)


def test_T33_a_grant_that_is_refreshed_meanwhile_keeps_its_new_token(
    database: Database, kept: dict[str, str], at_point: Callable[[str, Callable[[], object]], None]
) -> None:
    """The refresh began before its data key was wrapped anew and is stored after: with the key that it had."""
    [grant_id, user] = next(iter(kept.items()))
    with database.write() as transaction:
        claim = grants.claim(transaction, grant_id, 1, owner="me", ttl=10)
    assert claim is not None
    last(rotate(database, DURING))
    key, _, refresh = open_claim(BEFORE, claim)
    tokens = TokenResponse(Secret(f"access-{user}-2"), refresh, 3600, user)
    with database.write() as transaction:
        sealed = seal(key, grant_id, 2, tokens, Schedule(None, None))
        assert grants.publish(transaction, claim, sealed) == 2
    assert access_tokens(database, AFTER, [grant_id]) == [f"access-{user}-2"]


def test_T33_a_consent_that_replaces_the_data_key_meanwhile_wins(
    database: Database, kept: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rotation read the old data key; until it writes, a new consent has stored another."""
    [grant_id, user] = next(iter(kept.items()))
    read = type(database).read

    def read_then_consent(self: Database, sql: str, /, **values: object) -> object:
        rows = read(self, sql, **values)
        if "data_key FROM grants WHERE key_id" in sql:
            monkeypatch.setattr(type(database), "read", read)
            assert keep(database, DURING, user) == grant_id
        return rows

    monkeypatch.setattr(type(database), "read", read_then_consent)
    assert last(rotate(database, DURING)) == Moved(19, ())
    assert access_tokens(database, AFTER, list(kept)) == first_tokens(kept)


@contextmanager
def beside(act: Callable[[], None]) -> Iterator[Future[None]]:
    """Another thread that does it again and again from before the block to its end; what it raises is raised here."""
    done, first = threading.Event(), threading.Event()

    def repeat() -> None:
        try:
            while not done.is_set():
                act()
                first.set()
        finally:
            first.set()

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(repeat)
        try:
            assert first.wait(30)
            yield running
        finally:
            done.set()
    running.result()


def test_T33_while_refreshes_run_none_fails_and_every_last_token_is_kept(
    database: Database, kept: dict[str, str]
) -> None:
    published = dict.fromkeys(kept, 1)
    turns = cycle(kept.items())

    def refresh() -> None:
        grant_id, user = next(turns)
        with database.write() as transaction:
            claim = grants.claim(transaction, grant_id, published[grant_id], owner="me", ttl=10)
        assert claim is not None
        key, access, old = open_claim(DURING, claim)
        assert access.reveal() == f"access-{user}-{claim.generation}"
        tokens = TokenResponse(Secret(f"access-{user}-{claim.generation + 1}"), old, 3600, user)
        sealed = seal(key, grant_id, claim.generation + 1, tokens, Schedule(None, None))
        with database.write() as transaction:
            assert grants.publish(transaction, claim, sealed) == claim.generation + 1
        published[grant_id] += 1

    with beside(refresh):
        for ring in (DURING, KeyRing([OLD, NEW]), DURING):
            last(rotate(database, ring, batch=2))
    expected = [f"access-{user}-{published[grant_id]}" for grant_id, user in kept.items()]
    assert access_tokens(database, AFTER, list(kept)) == expected


def test_T33_what_others_store_under_the_old_key_meanwhile_is_moved_too(
    database: Database, kept: dict[str, str]
) -> None:
    rotation = rotate(database, DURING, batch=20)
    assert next(rotation) == Moved(20, ())
    kept |= {keep(database, KeyRing([OLD, NEW]), f"late{number}"): f"late{number}" for number in range(10)}
    assert last(rotation) == Moved(30, ())
    assert access_tokens(database, AFTER, list(kept)) == first_tokens(kept)


def test_T33_two_rotations_at_once_move_each_grant_once(database: Database, kept: dict[str, str]) -> None:
    both = threading.Barrier(2)

    def run() -> int:
        both.wait(30)
        return max((moved.rewrapped for moved in rotate(database, DURING, batch=1)), default=0)

    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(run) for _ in range(2)]
    assert sum(done.result() for done in runs) == 20
    assert access_tokens(database, AFTER, list(kept)) == first_tokens(kept)


def test_T36_a_damaged_data_key_is_named_left_alone_and_stops_nothing(database: Database, kept: dict[str, str]) -> None:
    damaged = list(kept)[3]
    with database.write() as transaction:
        accounts.create(transaction, "toybox", "ann")
        accounts.attach(transaction, "toybox", "ann", damaged)
        transaction.run("UPDATE grants SET data_key = :junk WHERE id = :grant_id", junk=b"\x01junk", grant_id=damaged)
    assert last(rotate(database, DURING, batch=2)) == Moved(19, (damaged,))
    assert database.read("SELECT data_key FROM grants WHERE id = :grant_id", grant_id=damaged) == [(b"\x01junk",)]
    assert holders(database, damaged) == [("toybox", "ann")]
    assert use_of_keys(database).grants == {BEFORE.newest: 1, AFTER.newest: 19}


def test_T34_a_rotation_with_a_wrong_ring_changes_nothing(database: Database, kept: dict[str, str]) -> None:
    assert last(rotate(database, KeyRing([OTHER]))) == Moved(0, tuple(sorted(kept)))
    assert access_tokens(database, BEFORE, list(kept)) == first_tokens(kept)


def test_a_key_counts_as_used_while_a_pending_consent_needs_it(database: Database) -> None:
    pend(database, BEFORE)
    pend(database, DURING, lifetime=-1.0)
    assert use_of_keys(database).keys == {BEFORE.newest}


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[tuple[Database, Path]]:
    """An embedded database and its key file."""
    with closing(open_database(f"sqlite:///{tmp_path}/figwright.db")) as opened:
        make_key_file(tmp_path / "encryption.key")
        yield opened, tmp_path / "encryption.key"


def test_T33_a_key_file_gets_a_new_key_once_until_the_old_one_is_dropped(embedded: tuple[Database, Path]) -> None:
    database, path = embedded
    [old] = read_key_file(path)
    keep(database, KeyFileRing(path), "ann")
    made = prepend_key(database, path)
    assert [id_of(key) for key in read_key_file(path)] == [made, id_of(old)]
    assert prepend_key(database, path) is None
    assert drop_unused_keys(database, path) == []
    last(rotate(database, KeyFileRing(path)))
    assert drop_unused_keys(database, path) == [id_of(old)]
    assert [id_of(key) for key in read_key_file(path)] == [made]


def test_a_key_is_not_dropped_while_a_pending_consent_needs_it(embedded: tuple[Database, Path]) -> None:
    database, path = embedded
    pend(database, KeyFileRing(path))
    prepend_key(database, path)
    last_keys = read_key_file(path)
    assert drop_unused_keys(database, path) == []
    assert read_key_file(path) == last_keys


def test_T33_a_process_that_runs_meets_the_new_key_and_uses_it(embedded: tuple[Database, Path]) -> None:
    database, path = embedded
    running = KeyFileRing(path)
    ann = keep(database, running, "ann")
    [old] = running.ids
    made = prepend_key(database, path)
    last(rotate(database, KeyFileRing(path)))
    assert access_tokens(database, running, [ann]) == ["access-ann-1"]
    keep(database, running, "bob")
    assert grants.key_ids(database) == {made}
    assert list(running.ids) == [made, old]


@pytest.mark.parametrize("change", [prepend_key, drop_unused_keys])
def test_T33_a_key_file_does_not_change_while_a_consent_is_being_stored(
    embedded: tuple[Database, Path], change: Callable[[Database, Path], object]
) -> None:
    """What was sealed in a transaction that is not committed yet counts as stored."""
    database, path = embedded
    replace_key_file(path, [NEW, OLD] if change is drop_unused_keys else [OLD])
    with ThreadPoolExecutor(1) as pool:
        with database.write() as transaction:
            key = DataKey.make(BEFORE, "grant")
            changing = pool.submit(change, database, path)
            assert wait([changing], timeout=0.3).not_done
            grants.upsert(
                transaction,
                grant_id="grant",
                client_id="app",
                provider_user="ann",
                kind="oauth",
                scopes=None,
                seal=lambda *_: (BEFORE.newest, key.wrapped, grants.Sealed(b"", None, None, None)),
            )
        changing.result(100)
    assert grants.key_ids(database) <= KeyFileRing(path).ids


def test_T33_what_runs_through_a_whole_rotation_never_seals_with_a_dropped_key(
    embedded: tuple[Database, Path],
) -> None:
    """Consents come in without a pause while keys are made, rotated and dropped: nothing ends under a lost key."""
    database, path = embedded
    ring, kept, numbers = KeyFileRing(path), dict[str, str](), count()

    def consent() -> None:
        user = f"user{next(numbers)}"
        kept[keep(database, ring, user)] = user

    dropped = 0
    with beside(consent) as consents:
        while dropped < 5 and not consents.done():
            prepend_key(database, path)
            for _ in rotate(database, KeyFileRing(path), batch=20):
                pass
            dropped += len(drop_unused_keys(database, path))
    assert grants.key_ids(database) <= KeyFileRing(path).ids
    assert access_tokens(database, KeyFileRing(path), list(kept)) == first_tokens(kept)


def test_T33_a_process_that_starts_while_the_old_key_is_dropped_has_all_that_it_needs(
    embedded: tuple[Database, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    database, path = embedded
    keep(database, KeyFileRing(path), "ann")
    read = type(database).read

    def read_then_rotate(self: Database, sql: str, /, **values: object) -> object:
        rows = read(self, sql, **values)
        if "key_id" in sql:
            monkeypatch.setattr(type(database), "read", read)
            prepend_key(database, path)
            last(rotate(database, KeyFileRing(path)))
            assert drop_unused_keys(database, path)
        return rows

    monkeypatch.setattr(type(database), "read", read_then_rotate)
    keep(database, KeyFileRing(path), "bob")


def test_F35_a_key_file_that_is_gone_seals_nothing_more_and_what_is_known_still_opens(
    embedded: tuple[Database, Path],
) -> None:
    database, path = embedded
    running = KeyFileRing(path)
    ann = keep(database, running, "ann")
    path.rename(path.with_name("moved"))
    assert access_tokens(database, running, [ann]) == ["access-ann-1"]
    with pytest.raises(ConfigurationError, match=str(path)):
        running.seal(b"token")
    path.with_name("moved").rename(path)
    assert running.open(running.seal(b"token")) == b"token"


_KILLED = """
import os, signal, sys
from pathlib import Path
from figwright.store import fault_points, key_rotation as rotation
from figwright.store import open_database
from figwright.crypto.key_file import KeyFileRing

database, path, point, times = open_database(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
def kill(name):
    global times
    times -= name == point
    if not times:
        os.kill(os.getpid(), signal.SIGKILL)
fault_points.hook = kill
if point == "replace":
    os.replace = Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
rotation.prepend_key(database, path)
list(rotation.rotate(database, KeyFileRing(path), batch=3))
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")
@pytest.mark.parametrize(
    ("point", "times"), [("replace", 1), ("rotation.rewrapped", 1), ("rotation.rewrapped", 5), ("rotation.stored", 2)]
)
def test_T33_P2_a_rotation_that_is_killed_loses_nothing_and_is_finished_by_the_next(
    embedded: tuple[Database, Path], tmp_path: Path, point: str, times: int
) -> None:
    database, path = embedded
    kept = {keep(database, KeyFileRing(path), f"user{number}"): f"user{number}" for number in range(8)}
    words = [sys.executable, "-c", _KILLED, f"sqlite:///{tmp_path}/figwright.db", str(path), point, str(times)]
    assert subprocess.run(words, timeout=30, check=False).returncode == -signal.SIGKILL
    ring = KeyFileRing(path)
    assert access_tokens(database, ring, list(kept)) == first_tokens(kept)
    prepend_key(database, path)
    last(rotate(database, ring))
    assert len(drop_unused_keys(database, path)) == 1
    assert access_tokens(database, KeyFileRing(path), list(kept)) == first_tokens(kept)
