"""The embedded database's file: its owner's alone, in a folder that nobody else may write (T29)."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from figwright.errors import ConfigurationError
from figwright.store import accounts
from figwright.store.database import sqlite_path
from figwright.store.sqlite import SQLite

posix = pytest.mark.skipif(os.name != "posix", reason="the operating system has neither modes nor forks")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "made" / "here" / "figwright.db"


def connect_user(database: SQLite, identifier: str, connection: str = "figma") -> None:
    with database.write() as transaction:
        accounts.create(transaction, connection, identifier)


@posix
@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_T29_what_is_made_belongs_to_its_owner_alone_whatever_the_umask(path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        with closing(SQLite(path)) as database:
            connect_user(database, "ann")
            modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
            folders = [stat.S_IMODE(folder.stat().st_mode) for folder in (path.parent, path.parent.parent)]
    finally:
        os.umask(before)
    assert modes == {"figwright.db": 0o600, "figwright.db-wal": 0o600, "figwright.db-shm": 0o600}
    assert folders == [0o700, 0o700]


@posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o620, 0o602])
def test_T29_a_file_that_others_may_open_is_refused(path: Path, mode: int) -> None:
    SQLite(path).close()
    path.chmod(mode)
    with pytest.raises(ConfigurationError, match=f"Others may read .*chmod 600 {path}"):
        SQLite(path)


@posix
@pytest.mark.parametrize("mode", [0o770, 0o707, 0o1777])
def test_T29_a_folder_that_others_may_write_into_is_refused(path: Path, mode: int) -> None:
    SQLite(path).close()
    path.parent.chmod(mode)
    with pytest.raises(ConfigurationError, match=f"Others may write .*chmod go-w {path.parent}"):
        SQLite(path)


@posix
def test_T29_a_folder_that_others_may_only_look_into_will_do(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    SQLite(tmp_path / "figwright.db").close()


@posix
def test_T29_a_symbolic_link_is_refused_whether_or_not_it_leads_somewhere(path: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.db"
    path.parent.mkdir(mode=0o700, parents=True)
    path.symlink_to(elsewhere)
    with pytest.raises(ConfigurationError, match="symbolic link"):
        SQLite(path)
    assert not elsewhere.exists()
    elsewhere.touch(0o600)
    with pytest.raises(ConfigurationError, match="symbolic link"):
        SQLite(path)
    assert elsewhere.read_bytes() == b""


@pytest.mark.parametrize("make", [Path.mkdir, *([os.mkfifo] if hasattr(os, "mkfifo") else [])])
def test_T29_what_is_no_file_is_refused(path: Path, make: Callable[[Path], None]) -> None:
    path.parent.mkdir(mode=0o700, parents=True)
    make(path)
    with pytest.raises(ConfigurationError, match="no file"):
        SQLite(path)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConfigurationError, match=r"file/figwright\.db cannot be opened"):
        SQLite(tmp_path / "file" / "figwright.db")


def test_a_path_with_the_characters_of_a_query_names_that_very_file(tmp_path: Path) -> None:
    path = tmp_path / "a%20b #1 é" / "figwright.db"
    with closing(SQLite(path)) as database:
        connect_user(database, "ann")
    assert sorted(file.name for file in path.parent.iterdir()) == ["figwright.db"]


def test_an_address_names_its_file_with_or_without_a_fourth_slash() -> None:
    assert sqlite_path("sqlite:///srv/figwright.db") == sqlite_path("sqlite:////srv/figwright.db")
    for wrong in ("sqlite:", "sqlite://", "sqlite:///", "sqlite:////", "sqlite://srv/x.db", "sqlite:///x.db?mode=ro"):
        with pytest.raises(ConfigurationError, match="names no file"):
            sqlite_path(wrong)
