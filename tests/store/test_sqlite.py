"""The embedded database: who waits for whom, and what a broken disk, file or fork may not do."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from figwright.errors import FigwrightError, StoreBusyError, StoreError
from figwright.store import accounts, sqlite
from figwright.store.sqlite import SQLite

posix = pytest.mark.skipif(os.name != "posix", reason="the operating system has neither modes nor forks")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "made" / "here" / "figwright.db"


@pytest.fixture
def database(path: Path) -> Iterator[SQLite]:
    with closing(SQLite(path)) as opened:
        yield opened


def connect_user(database: SQLite, identifier: str, connection: str = "figma") -> None:
    with database.write() as transaction:
        accounts.create(transaction, connection, identifier)


def identifiers(database: SQLite) -> list[str]:
    return [identifier for (identifier,) in database.read("SELECT identifier FROM accounts ORDER BY identifier")]


@contextmanager
def raw(path: Path) -> Iterator[sqlite3.Connection]:
    """Another program's connection."""
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as connection:
        yield connection


def in_another_process(path: Path, statement: str) -> str:
    program = (
        "import contextlib, sqlite3, sys\n"
        "with contextlib.closing(sqlite3.connect(sys.argv[1], isolation_level=None)) as connection:\n"
        "    print(connection.execute(sys.argv[2]).fetchall())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path), statement], capture_output=True, text=True, check=True, timeout=30
    )
    return done.stdout.strip()


def open_descriptors(path: Path) -> int:
    wanted, count = path.stat().st_ino, 0
    for descriptor in Path("/dev/fd").iterdir():
        try:
            count += os.fstat(int(descriptor.name)).st_ino == wanted
        except OSError:  # the listing's own descriptor is gone by now
            continue
    return count


def test_F28_a_writer_waits_for_another_process(database: SQLite, path: Path) -> None:
    started = threading.Event()

    def write() -> None:
        started.set()
        connect_user(database, "ann")

    with raw(path) as other, ThreadPoolExecutor() as threads:
        other.execute("BEGIN IMMEDIATE")
        writing = threads.submit(write)
        started.wait()
        assert database.read("SELECT 1") == [(1,)]  # readers wait for nobody
        assert not writing.done()
        other.execute("COMMIT")
        writing.result(timeout=10)
    assert identifiers(database) == ["ann"]


def test_F28_a_writer_gives_up_at_its_bound(path: Path) -> None:
    with closing(SQLite(path, busy_seconds=0.05)) as database, raw(path) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusyError, match=r"Others held the database .*figwright\.db for 0\.05 s. Try again"):
            connect_user(database, "ann")
        other.execute("ROLLBACK")
        connect_user(database, "ann")


def test_F28_a_thread_gives_up_on_another_at_the_same_bound(path: Path) -> None:
    with closing(SQLite(path, busy_seconds=0.05)) as database, ThreadPoolExecutor() as threads:
        with database.write(), pytest.raises(StoreBusyError):
            threads.submit(connect_user, database, "ann").result()
        threads.submit(connect_user, database, "ann").result()


def test_F28_a_database_opens_while_somebody_writes(database: SQLite, path: Path) -> None:
    with database.write(), closing(SQLite(path, busy_seconds=0.0)) as other:
        assert identifiers(other) == []


def test_F28_a_new_database_waits_for_who_makes_it_at_the_same_moment(path: Path) -> None:
    """SQLite asks no busy handler while it turns a file's log on."""
    path.parent.mkdir(mode=0o700, parents=True)
    path.touch(0o600)
    with raw(path) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusyError):
            SQLite(path, busy_seconds=0.1)
        leave = threading.Timer(0.3, other.rollback)
        leave.start()
        with closing(SQLite(path)) as database:
            connect_user(database, "ann")
        leave.join()
        with closing(SQLite(path)) as database:
            assert identifiers(database) == ["ann"]


@pytest.mark.slow
def test_F28_twenty_processes_make_one_new_database_at_once(path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from figwright.store.sqlite import SQLite\n"
        "print('ready', flush=True); sys.stdin.read()\n"
        "for number in range(5): SQLite(Path(f'{sys.argv[1]}.{number}')).close()\n"
    )
    command = [sys.executable, "-c", program, str(path)]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    processes = [subprocess.Popen(command, text=True, **pipes) for _ in range(20)]
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin
        process.stdin.close()
        process.stdin = None
    assert [process.communicate(timeout=60)[1] for process in processes] == [""] * 20


def test_32_threads_that_read_and_write_meet_no_locked_database(database: SQLite, path: Path) -> None:
    start = threading.Barrier(32)

    def work(number: int) -> None:
        start.wait()
        for turn in range(10):
            connect_user(database, f"{number:02d}-{turn}")
            assert accounts.read(database, "figma", f"{number:02d}-{turn}") is not None

    with ThreadPoolExecutor(32) as threads:
        list(threads.map(work, range(32)))
    assert len(identifiers(database)) == 320
    assert open_descriptors(path) <= 16


def test_closing_breaks_nobody_who_works(database: SQLite, path: Path) -> None:
    stop = threading.Event()

    def work(number: int) -> int:
        turns = 0
        while not stop.is_set() or turns == 0:
            connect_user(database, f"{number}-{turns}")
            assert accounts.read(database, "figma", f"{number}-{turns}") is not None
            turns += 1
        return turns

    with ThreadPoolExecutor(4) as threads:
        working = [threads.submit(work, number) for number in range(4)]
        for _ in range(100):
            database.close()
        stop.set()
        done = sum(future.result() for future in working)
    assert len(identifiers(database)) == done
    database.close()
    assert open_descriptors(path) == 0


def test_what_was_in_use_while_closing_is_closed_when_it_is_given_back(database: SQLite, path: Path) -> None:
    with database.write() as transaction:
        database.close()
        accounts.create(transaction, "figma", "ann")
    assert open_descriptors(path) == 0
    assert identifiers(database) == ["ann"]


def test_a_second_opening_in_one_process_keeps_the_locks_of_the_first(database: SQLite, path: Path) -> None:
    connect_user(database, "ann")
    with closing(SQLite(path)) as second:
        in_another_process(path, "SELECT 1")  # would take the log with it, if it believed to be the last
        assert path.with_name("figwright.db-wal").exists()
        connect_user(second, "bob")
    in_another_process(path, "SELECT 1")
    assert path.with_name("figwright.db-wal").exists()
    connect_user(database, "cat")
    assert in_another_process(path, "SELECT COUNT(*) FROM accounts") == "[(3,)]"


def test_F29_a_full_disk_stores_nothing_and_leaves_what_was_there(database: SQLite) -> None:
    connect_user(database, "ann")
    [(pages,)] = database.read("PRAGMA page_count")
    database.read(f"PRAGMA max_page_count = {pages}")

    def connect_many() -> None:
        with database.write() as transaction:
            for number in range(100):
                accounts.create(transaction, "figma", f"{number}" + "x" * 1000)

    with pytest.raises(StoreError, match="free some disk space"):
        connect_many()
    assert identifiers(database) == ["ann"]
    database.read(f"PRAGMA max_page_count = {pages + 1000}")
    connect_user(database, "bob")
    assert identifiers(database) == ["ann", "bob"]


def test_F30_a_deleted_file_is_neither_written_nor_made_anew(database: SQLite, path: Path) -> None:
    connect_user(database, "ann")
    path.unlink()
    with pytest.raises(StoreError, match="deleted or replaced"):
        connect_user(database, "bob")
    database.close()
    with pytest.raises(StoreError, match=r"cannot be opened|deleted or replaced"):
        identifiers(database)
    assert not path.exists()


def test_F30_a_file_put_in_place_of_the_open_one_is_neither_read_nor_written(database: SQLite, path: Path) -> None:
    connect_user(database, "ann")
    with closing(SQLite(path.with_name("other.db"))) as other:
        connect_user(other, "somebody else")
    path.with_name("other.db").replace(path)
    with pytest.raises(StoreError, match="deleted or replaced"):
        connect_user(database, "bob")
    database.close()
    with pytest.raises(StoreError, match="deleted or replaced"):
        identifiers(database)


def test_F30_a_file_deleted_within_a_transaction_stores_nothing(database: SQLite, path: Path) -> None:
    transaction = database.write()
    accounts.create(transaction.__enter__(), "figma", "ann")
    path.unlink()
    with pytest.raises(StoreError, match="deleted or replaced"):
        transaction.__exit__(None, None, None)


def test_F30_a_damaged_page_says_what_to_do(path: Path) -> None:
    with closing(SQLite(path)) as database, database.write() as transaction:
        for number in range(1000):
            accounts.create(transaction, "figma", f"{number}" + "x" * 100)
    content = path.read_bytes()
    path.write_bytes(content[:-100_000] + b"\xa5" * 100_000)
    with closing(SQLite(path)) as database:
        with pytest.raises(StoreError, match="is damaged: restore it from a backup"):
            identifiers(database)
        with pytest.raises(StoreError, match="is damaged"):
            connect_user(database, "ann")


@pytest.mark.parametrize("content", [b"no database at all, but long enough to look at" * 100, b"\x00" * 5000])
def test_F30_a_file_of_something_else_is_left_as_it_is(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True)
    path.touch(0o600)
    path.write_bytes(content)
    with pytest.raises(StoreError, match="is damaged"):
        SQLite(path)
    assert path.read_bytes() == content


@posix
def test_F30_a_read_only_file_is_not_written() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "figwright.db"
        with closing(SQLite(path)) as database:
            connect_user(database, "ann")
        path.chmod(0o400)
        if os.geteuid() == 0:
            os.chown(path, 65534, 65534)
            os.chown(folder, 65534, 65534)

        def write_as_nobody() -> str:
            if os.geteuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            with closing(SQLite(path)) as database:
                try:
                    connect_user(database, "bob")
                except FigwrightError as error:
                    return f"{type(error).__name__}: {error}"
            return "stored"

        assert "StoreError: " in (said := in_a_child(write_as_nobody))
        assert "is read-only, and nothing was stored" in said


def in_a_child(work: Callable[[], str]) -> str:
    """What a forked child has to say."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python warns of forks beside threads, which are meant
        child = os.fork()
    if child == 0:
        said = "nothing"
        try:
            said = work()
        except BaseException as error:  # noqa: BLE001 - nothing may leave the child
            said = f"{type(error).__name__}: {error}"
        finally:
            os.write(writing, said.encode())
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return said


@posix
def test_F36_what_a_child_stores_after_its_parent_has_closed_stays(database: SQLite, path: Path) -> None:
    connect_user(database, "ann")
    ready, go = os.pipe(), os.pipe()

    def work() -> str:
        identifiers(database)
        os.write(ready[1], b"x")
        os.read(go[0], 1)
        connect_user(database, "child")
        return ",".join(identifiers(database))

    with ThreadPoolExecutor() as threads:
        child = threads.submit(in_a_child, work)
        os.read(ready[0], 1)
        connect_user(database, "bob")
        database.close()
        in_another_process(path, "SELECT 1")  # closes as the last one, if the child holds no lock of its own
        os.write(go[1], b"x")
        assert child.result() == "ann,bob,child"
    for descriptor in (*ready, *go):
        os.close(descriptor)
    assert in_another_process(path, "SELECT identifier FROM accounts") == "[('ann',), ('bob',), ('child',)]"


@posix
def test_F36_forks_beside_threads_that_read_and_write_lose_nothing(database: SQLite, path: Path) -> None:
    stop = threading.Event()

    def work(number: int) -> int:
        turns = 0
        while not stop.is_set():
            connect_user(database, f"thread-{number}-{turns}")
            identifiers(database)
            turns += 1
        return turns

    def child(number: int) -> str:
        connect_user(database, f"child-{number}")
        return f"{len([name for name in identifiers(database) if name.startswith('child')])}"

    with ThreadPoolExecutor(4) as threads:
        working = [threads.submit(work, number) for number in range(4)]
        counts = [in_a_child(lambda number=number: child(number)) for number in range(10)]  # type: ignore[misc]
        stop.set()
        turns = sum(future.result() for future in working)
    assert counts == [f"{number}" for number in range(1, 11)]
    assert len(identifiers(database)) == turns + 10


@posix
def test_F36_a_child_of_a_fork_inside_a_transaction_refuses(database: SQLite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "_FORK_SECONDS", 0.01)
    with database.write() as transaction:
        accounts.create(transaction, "figma", "ann")
        said = in_a_child(lambda: ",".join(identifiers(database)))
    assert said.startswith("StoreError: This process was forked while")
    assert identifiers(database) == ["ann"]


def test_T42_deleted_and_replaced_ciphertexts_are_not_in_the_file(database: SQLite, path: Path) -> None:
    def update(statement: str, **values: bytes) -> None:
        with database.write() as transaction:
            transaction.run(statement, **values)

    secrets = [os.urandom(20).hex().encode() + os.urandom(size) for size in (60, 60, 8000)]
    update(
        "INSERT INTO grants (id, client_id, provider_user, kind, state, state_reason, generation, key_id, data_key, "
        "access, refresh) VALUES ('g', 'app', 'user', 'oauth', 'live', '', 0, 'k', :key, :access, :refresh)",
        key=secrets[0],
        access=secrets[1],
        refresh=secrets[2],
    )
    in_another_process(path, "PRAGMA wal_checkpoint(TRUNCATE)")
    assert all(secret[:40] in path.read_bytes() for secret in secrets)
    update("UPDATE grants SET access = :access", access=b"new")
    update("DELETE FROM grants")
    database.close()
    assert not path.with_name("figwright.db-wal").exists()
    assert not any(secret[:40] in path.read_bytes() for secret in secrets)
