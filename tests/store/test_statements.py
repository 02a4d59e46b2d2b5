"""What the statements on accounts promise, on both databases: one change, one event, and order."""

from __future__ import annotations

import unicodedata

import pytest

from figwright.store import Database, accounts

from .rows import (
    at_once,
    make_account,
    make_grant,
    run,
    won,
)


def test_a_hundred_callers_make_one_account(database: Database) -> None:
    def create(_: int) -> bool:
        with database.write() as transaction:
            return accounts.create(transaction, "figma", "ann")

    assert len(won(at_once(100, create))) == 1


def test_twenty_changes_at_once_are_one_change_and_one_event(database: Database) -> None:
    make_account(database)

    def change(_: int) -> accounts.EventRow | None:
        with database.write() as transaction:
            return accounts.change_status(transaction, "figma", "ann", "PENDING", "ACTIVE", "connected")

    [event] = won(at_once(20, change))
    assert accounts.events(database, connection="figma", identifier="ann", after=0, limit=100) == [event]
    assert (event.old_status, event.new_status, event.reason) == ("PENDING", "ACTIVE", "connected")


def test_what_is_so_already_is_no_event(database: Database) -> None:
    make_account(database)
    with database.write() as transaction:
        assert accounts.change_status(transaction, "figma", "ann", "PENDING", "PENDING") is None
        assert accounts.change_status(transaction, "figma", "ann", "ACTIVE", "REVOKED") is None
        assert accounts.change_status(transaction, "figma", "bob", "PENDING", "ACTIVE") is None
        assert accounts.change_status(transaction, "figma", "ann", "PENDING", "PENDING", "for a reason") is not None


def test_T38_a_change_is_of_one_account_of_one_connection(database: Database) -> None:
    make_grant(database)
    others = [("figma", "bob"), ("other", "ann"), ("other", "bob")]
    for connection, identifier in [("figma", "ann"), *others]:
        make_account(database, identifier, connection)
    run(database, "UPDATE accounts SET updated_at = 1")
    before = [accounts.read(database, *other) for other in others]
    with database.write() as transaction:
        accounts.lock(transaction, "figma", "ann")
        accounts.set_plan(transaction, "figma", "ann", "gold")
        accounts.attach(transaction, "figma", "ann", "g")
        accounts.change_status(transaction, "figma", "ann", "PENDING", "ACTIVE")
    row = accounts.read(database, "figma", "ann")
    assert row is not None
    assert (row.plan, row.grant_id, row.status) == ("gold", "g", "ACTIVE")
    with database.write() as transaction:
        accounts.delete(transaction, "figma", "ann")
    assert accounts.read(database, "figma", "ann") is None
    after = [accounts.read(database, *other) for other in others]
    assert [row and row._replace(now=0.0) for row in after] == [row and row._replace(now=0.0) for row in before]


def test_a_grant_tells_its_own_accounts_only(database: Database) -> None:
    make_grant(database, "g")
    make_grant(database, "other")
    for identifier, grant_id in (("ann", "g"), ("bob", "g"), ("cat", "other"), ("dan", None), ("eve", "g")):
        make_account(database, identifier, grant_id=grant_id)
    with database.write() as transaction:
        accounts.change_status(transaction, "figma", "eve", "PENDING", "DISCONNECTED")
        told = accounts.change_sharing(transaction, "g", ("PENDING",), "ACTIVE", but=("figma", "bob"))
    assert [event.identifier for event in told] == ["ann"]


def test_events_are_read_on_from_any_of_them(database: Database) -> None:
    for connection in ("figma", "other"):
        for identifier in ("ann", "bob"):
            make_account(database, identifier, connection)
            with database.write() as transaction:
                accounts.change_status(transaction, connection, identifier, "PENDING", "ACTIVE")
                accounts.change_status(transaction, connection, identifier, "ACTIVE", "REVOKED")

    def read(connection: str = "", identifier: str = "", after: int = 0, limit: int = 100) -> list[accounts.EventRow]:
        return accounts.events(database, connection=connection, identifier=identifier, after=after, limit=limit)

    every = read()
    assert len(every) == 8
    assert [event.id for event in every] == sorted(event.id for event in every)
    assert read(after=every[2].id, limit=3) == every[3:6]
    for connection in ("", "figma", "other"):
        for identifier in ("", "ann", "bob"):
            wanted = [
                event
                for event in every
                if connection in ("", event.connection) and identifier in ("", event.identifier)
            ]
            assert read(connection, identifier) == wanted
            assert read(connection, identifier, after=wanted[0].id, limit=1) == wanted[1:2]


NAMES = [
    *(
        "a/b",
        "a%2Fb",
        "a\\b",
        "A",
        "a",
        "a ",
        " a",
        "a\t",
        "a  b",
        "a b",
        "a_b",
        "a%",
        "%",
        "_",
        "''",
        '"',
        ";",
        "?",
        ":a",
    ),
    *(unicodedata.normalize("NFC", "é"), unicodedata.normalize("NFD", "é"), "ß", "ss", "ẞ", "İ", "i", "I", "ı"),
    *("Z", "z", "Ω", "\u2126", "\u200b", "a\u200b", "ﬁ", "fi", "\U0001f600", "\uffee", "1", "01", "1.0", "10", "9"),
]


def test_T39_identifiers_that_differ_in_a_byte_are_different_accounts(database: Database) -> None:
    for name in NAMES:
        with database.write() as transaction:
            assert accounts.create(transaction, "figma", name)
            assert not accounts.create(transaction, "figma", name)
            accounts.set_plan(transaction, "figma", name, f"plan of {name}")
    for name in NAMES:
        row = accounts.read(database, "figma", name)
        assert row is not None
        assert (row.identifier, row.plan) == (name, f"plan of {name}")


@pytest.mark.parametrize("connection", ["", "b"])
@pytest.mark.parametrize("size", [1, 7, 1000])
def test_T39_pages_go_through_every_account_once_in_the_order_of_bytes(
    database: Database, size: int, connection: str
) -> None:
    for name in NAMES:
        for place in ("b", "B", "a"):
            make_account(database, name, place)
    seen: list[tuple[str, str]] = []
    after = ("", "")
    while page := accounts.list_accounts(
        database, connection=connection, identifier="", status="", after=after, limit=size
    ):
        seen += [(row.connection, row.identifier) for row in page]
        after = seen[-1]
    every = [(place, name) for place in ("B", "a", "b") for name in sorted(NAMES, key=str.encode)]
    assert seen == [(place, name) for place, name in every if connection in ("", place)]


def test_lists_take_every_filter_together_with_a_position(database: Database) -> None:
    for place in ("a", "b"):
        for name in ("x", "y", "z"):
            make_account(database, name, place)
    with database.write() as transaction:
        accounts.change_status(transaction, "b", "y", "PENDING", "ACTIVE")
    every = [(place, name, "ACTIVE" if (place, name) == ("b", "y") else "PENDING") for place in "ab" for name in "xyz"]
    for connection in ("", "a", "b", "c"):
        for identifier in ("", "x", "y"):
            for status in ("", "PENDING", "ACTIVE"):
                for after in (("", ""), ("a", ""), ("a", "y"), ("b", ""), ("b", "y"), ("c", "")):
                    rows = accounts.list_accounts(
                        database, connection=connection, identifier=identifier, status=status, after=after, limit=100
                    )
                    assert [(row.connection, row.identifier, row.status) for row in rows] == [
                        (place, name, now)
                        for place, name, now in every
                        if connection in ("", place)
                        and identifier in ("", name)
                        and status in ("", now)
                        and (place, name) > after
                    ]
