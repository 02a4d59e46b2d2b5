"""What the statements on limits and counts promise, on both databases."""

from __future__ import annotations

from figwright.store import Database, accounts, grants, rate_limits
from figwright.store.rate_limits import MINUTE, MONTH, Told

from .rows import at_once, make_account, make_grant, run, won

TOLD = Told(429, "Slow down", "(429): Slow down.", "tin", "low", "https://example.com/more")


def tell(database: Database, place: str = "", *, tier: int = 1, seconds: float = 300.0, grant_id: str = "g") -> None:
    with database.write() as transaction:
        rate_limits.note(transaction, grant_id, tier, place, TOLD, seconds=seconds, probe_in=0.0)


def test_a_limit_is_read_with_the_account_and_by_its_tier(database: Database) -> None:
    make_account(database, grant_id=make_grant(database))
    tell(database, "here")
    tell(database, "there", seconds=100.0)
    tell(database, tier=2, seconds=50.0)
    row = accounts.read(database, "figma", "ann")
    assert row is not None
    assert row.limited_until is not None
    assert 290 < row.limited_until - row.now <= 300
    notes = {each.place: each for each in rate_limits.read(database, "g", 1)}
    assert notes.keys() == {"here", "there"}
    assert notes["here"].told == TOLD
    assert 90 < notes["there"].seconds <= 100
    assert {each.tier for each in rate_limits.read_all(database, "g")} == {1, 2}
    assert [each[:2] for each in rate_limits.waiting(database)] == [("figma", "ann")]


def test_who_waits_is_told_of_one_connection_or_all_the_longest_first(database: Database) -> None:
    for number in range(4):
        grant_id, connection = make_grant(database, f"g{number}", client_id=f"app{number % 2}"), f"figma{number % 2}"
        make_account(database, f"p{number}", connection, grant_id=grant_id)
        tell(database, grant_id=grant_id, seconds=100.0 + number)
        tell(database, grant_id=grant_id, seconds=50.0, tier=2)
    assert [each[1] for each in rate_limits.waiting(database)] == ["p3", "p2", "p1", "p0"]
    assert [each[1] for each in rate_limits.waiting(database, "figma0")] == ["p2", "p0"]
    assert rate_limits.waiting(database, "figma2") == []


def test_F40_a_limit_that_was_met_later_than_now_is_past(database: Database) -> None:
    """A clock was ten days ahead for a second, or has been set back since."""
    make_account(database, grant_id=make_grant(database))
    tell(database)
    ahead = "not_before = not_before + :days, told_at = told_at + :days, probe_at = :now + :days"
    run(database, f"UPDATE rate_limits SET {ahead}", days=864_000.0)
    assert [(each.seconds, each.free) for each in rate_limits.read(database, "g", 1)] == [(0.0, True)]
    assert rate_limits.waiting(database) == []
    run(database, "UPDATE rate_limits SET told_at = :now + 30, not_before = :now + 330")
    assert [each[1] for each in rate_limits.waiting(database)] == ["ann"]


def test_F40_calls_of_a_month_that_has_yet_to_come_are_not_counted(database: Database) -> None:
    make_grant(database)
    with database.write() as transaction:
        rate_limits.add_calls(transaction, {("g", 1): 3})
    run(
        database,
        "INSERT INTO call_counts SELECT grant_id, tier, span, start + 9e6, 1 FROM call_counts",
    )
    assert [each.calls for each in rate_limits.counts(database, "g") if each.span == MONTH] == [3]


def test_of_fifty_at_once_one_tries_first(database: Database) -> None:
    make_grant(database)
    tell(database)

    def take(_: int) -> bool:
        with database.write() as transaction:
            return rate_limits.take_probe(transaction, "g", 1, "", 60.0)

    assert len(won(at_once(50, take))) == 1
    assert [each.free for each in rate_limits.read(database, "g", 1)] == [False]


def test_a_limit_that_is_lifted_or_forgotten_holds_no_more(database: Database) -> None:
    make_account(database, grant_id=make_grant(database))
    tell(database, seconds=0.0)
    with database.write() as transaction:
        rate_limits.lift(transaction, "g", 1, "")
    assert [(each.seconds, each.lifted) for each in rate_limits.read(database, "g", 1)] == [(0, True)]
    tell(database)
    with database.write() as transaction:  # whoever tried first was sent before that
        rate_limits.lift(transaction, "g", 1, "")
    assert [(each.seconds > 290, each.lifted) for each in rate_limits.read(database, "g", 1)] == [(True, False)]
    with database.write() as transaction:
        rate_limits.forget(transaction, "g")
    row = accounts.read(database, "figma", "ann")
    assert row is not None
    assert row.limited_until == 0
    assert rate_limits.read_all(database, "g") == []


def test_counts_of_many_processes_add_up_and_go_with_their_grant(database: Database) -> None:
    make_grant(database)
    calls = {("g", 1): 2, ("g", 2): 1, ("gone", 1): 5}

    def add(_: int) -> bool:
        with database.write() as transaction:
            found = rate_limits.add_calls(transaction, calls)
        return {key: len(each) for key, each in found.items() if each} == {("g", 1): 2, ("g", 2): 2}

    assert len(won(at_once(20, add))) == 20
    month = {(each.tier, each.span): each.calls for each in rate_limits.counts(database, "g") if each.span == MONTH}
    assert month == {(1, MONTH): 40, (2, MONTH): 20}
    assert sum(row[0] for row in run(database, "SELECT calls FROM call_counts WHERE span = :span", span=MINUTE)) == 60
    tell(database)
    tell(database, grant_id="gone")
    with database.write() as transaction:
        assert grants.drop_unused(transaction, "g")
    assert run(database, "SELECT 1 FROM call_counts") == []
    assert run(database, "SELECT 1 FROM rate_limits") == []


def test_what_is_old_is_deleted(database: Database) -> None:
    make_grant(database)
    tell(database)
    with database.write() as transaction:
        rate_limits.add_calls(transaction, {("g", 1): 1})
    spans = {"notes": 1000.0, "minutes": 1000.0, "months": 1e9}
    assert not rate_limits.any_old(database, **spans)
    run(database, "UPDATE rate_limits SET noted_at = noted_at - 2000")
    run(database, "UPDATE call_counts SET start = start - 2000")
    assert rate_limits.any_old(database, **spans)
    with database.write() as transaction:
        assert not rate_limits.forget_old(transaction, **spans)
    assert run(database, "SELECT span FROM call_counts") == [(MONTH,)]
    assert run(database, "SELECT 1 FROM rate_limits") == []
