"""Whatever senders, receivers and the clock do: nothing is lost, and each account's events arrive in their order."""

from __future__ import annotations

import itertools
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from support.sizes import many

from figwright.events import outbox
from figwright.events.messages import Message
from figwright.events.outbox import DeliveryRow
from figwright.store.sqlite import SQLite

ACCOUNTS, ENDPOINTS = ("ann", "bob", "cy"), ("crm", "desk")
PLACES = [outbox.START, *(("figma", name) for name in ACCOUNTS)]
LEASE = 60.0
HOUR = 3600.0
endpoint, account = st.sampled_from(ENDPOINTS), st.sampled_from(ACCOUNTS)
Line = tuple[str, str]
"""An endpoint and an account: what has an order."""


class Outbox(RuleBasedStateMachine):
    """Two endpoints, three accounts, any number of senders: whoever claimed may send now, later, or die.

    `arrived` is what each receiver got, in order, of each account, and `dead` what was given up, both as event ids.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.now = 1_800_000_000.0
        self.database = SQLite(Path(self.folder.name) / "figwright.db", clock=lambda: self.now)
        self.events: list[tuple[int, str]] = []
        self.claimed: list[tuple[DeliveryRow, float]] = []
        self.arrived: dict[Line, list[int]] = {line: [] for line in itertools.product(ENDPOINTS, ACCOUNTS)}
        self.dead: dict[Line, set[int]] = {line: set() for line in self.arrived}
        self.resent: set[tuple[str, int]] = set()

    @initialize()
    def known(self) -> None:
        for name in ENDPOINTS:
            outbox.enter(self.database, name, "")

    @rule(whose=account)
    def happens(self, whose: str) -> None:
        sql = """INSERT INTO events (at, connection, identifier, old_status, new_status, reason)
          VALUES (:now, 'figma', :whose, 'ACTIVE', 'REVOKED', '') RETURNING id"""
        with self.database.write() as transaction:
            self.events.append((transaction.run(sql, whose=whose)[0][0], whose))

    @rule(name=endpoint, limit=st.integers(1, 3))
    def queued(self, name: str, limit: int) -> None:
        place = outbox.place(self.database, name)
        assert place is not None
        found, to = outbox.events_after(self.database, place.last_event, limit)
        messages = [(each, Message(str(each.id), "account.status_changed", "{}")) for each in found]
        with self.database.write() as transaction:
            outbox.queue(transaction, name, messages, after=place.last_event, to=to)
            assert not outbox.queue(transaction, name, messages, after=place.last_event, to=to), "a second sender"

    @rule(name=endpoint, limit=st.integers(1, 4), dies=st.booleans(), after=st.sampled_from(PLACES))
    def claims(self, name: str, limit: int, dies: bool, after: outbox.Account = outbox.START) -> None:
        owner = f"{len(self.claimed)}"
        with self.database.write() as transaction:
            rows = outbox.claim(transaction, name, owner=owner, lease=LEASE, limit=limit, after=after)
        accounts = [row.identifier for row in rows]
        assert len(set(accounts)) == len(accounts)
        held = {(each.endpoint, each.identifier) for each, until in self.claimed if until > self.now}
        assert not held & {(name, each) for each in accounts}
        if not dies:
            self.claimed += [(row, self.now + LEASE) for row in rows]

    @rule(which=st.integers(0, 9), arrives=st.booleans(), notes=st.booleans())
    def sends(self, which: int, arrives: bool, notes: bool) -> None:
        """The request arrives or not; what came of it is noted, unless the sender dies first."""
        if not self.claimed:
            return
        row, _ = self.claimed.pop(which % len(self.claimed))
        if arrives:
            self.arrived[row.endpoint, row.identifier].append(int(row.message_id))
        if not notes:
            return
        with self.database.write() as transaction:
            if arrives:
                outbox.finish(transaction, row)
            elif outbox.fail(transaction, row, pause=5.0, failure="500") == outbox.DEAD:
                self.dead[row.endpoint, row.identifier].add(int(row.message_id))

    @rule(seconds=st.sampled_from([1.0, LEASE + 1, HOUR, 4 * 24 * HOUR]))
    def passes(self, seconds: float) -> None:
        self.now += seconds

    @rule(back=st.sampled_from([100.0, 100 * 24 * HOUR]))
    def is_wrong_for_a_second(self, back: float) -> None:
        """What is claimed then is dated far ahead, and is not held for longer for that. A lease that held is over."""
        right, self.now = self.now, self.now + back
        with self.database.write() as transaction:
            outbox.claim(transaction, "crm", owner="wrong", lease=LEASE, limit=1)
        self.claimed = [(row, 0.0 if row.endpoint == "crm" else until) for row, until in self.claimed]
        self.now = right

    @rule(which=st.integers(0, 9))
    def asked_for_again(self, which: int) -> None:
        ended = [row for row in self.listed() if row.state != outbox.WAITING]
        if ended:
            row = ended[which % len(ended)]
            with self.database.write() as transaction:
                assert outbox.resend(transaction, row.id)
            self.resent.add((row.endpoint, int(row.message_id)))
            self.dead[row.endpoint, row.identifier].discard(int(row.message_id))

    @invariant()
    def each_account_s_events_first_arrive_in_their_order(self) -> None:
        for (name, _), ids in self.arrived.items():
            firsts = [each for each in dict.fromkeys(ids) if (name, each) not in self.resent]
            assert firsts == sorted(firsts)

    @invariant()
    def nothing_is_given_up_before_its_time(self) -> None:
        for row in self.listed():
            assert row.state != outbox.DEAD or row.attempts >= outbox.ATTEMPTS

    def teardown(self) -> None:
        """All senders die, and another one goes on at receivers that take everything."""
        with closing(self.database), self.folder:
            self.claimed.clear()
            for name in ENDPOINTS:
                for _ in range(2 * len(self.events) + 2):
                    self.queued(name, 3)
                    self.now += LEASE + HOUR
                    self.claims(name, 4, dies=False)
                    while self.claimed:
                        self.sends(0, arrives=True, notes=True)
            self.each_account_s_events_first_arrive_in_their_order()
            for (name, whose), ids in self.arrived.items():
                happened = {each for each, its in self.events if its == whose}
                assert set(ids) | self.dead[name, whose] == happened

    def listed(self) -> list[DeliveryRow]:
        return outbox.list_deliveries(self.database, name="", state="", after=0, limit=1000)


@pytest.mark.slow
def test_F44_whatever_happens_nothing_is_lost_and_each_account_keeps_its_order() -> None:
    run_state_machine_as_test(
        Outbox, settings=settings(max_examples=many(40, 1000), stateful_step_count=40, deadline=None)
    )
