"""A provider whose refresh tokens work once: none is used again in silence, and no two refreshes run at once (F46)."""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from support import depot, github
from support.depot import Depot
from support.github_api import ME

from figwright import Actions, Connection
from figwright.errors import AccountNotActiveError

from .world import PATIENCE, Worker, until

KEY = "A" * 43
LEASE = 2.0


class Kind(NamedTuple):
    """A provider, and a call that shows that a token works there."""

    name: str
    support: Any
    tool: str
    gives: Any


DEPOT = Kind("depot", depot, "depot_boxes_list", ["a box"])
GITHUB = Kind("github", github, "github_me_get", ME)


class House:
    """One installation over a provider: `ann` is connected."""

    def __init__(self, kind: Kind, provider: Depot, database_url: str, site: Path) -> None:
        self.kind, self.provider, self.database_url, self.site = kind, provider, database_url, site
        self.actions = self.open()
        self.workers: list[Worker] = []
        self.connect()

    def open(self) -> Actions:
        settings: dict[str, Any] = {"database_url": self.database_url, "encryption_keys": [KEY], "lease": LEASE}
        options = self.kind.support.options(self.provider)
        return Actions([Connection(connector=self.kind.name, **options)], **settings)

    def connect(self) -> None:
        self.kind.support.consent(self.actions)
        self.provider.asked.clear()
        self.provider.refreshes = 0
        self.seen = max(event.id for event in self.actions.list_account_events(identifier="ann"))

    def worker(self, **settings: Any) -> Worker:
        given = self.kind.support.options(self.provider)
        name = f"FIGWRIGHT_CONNECTIONS__{given.pop('name').upper()}__"
        environment = {f"{name}{option.upper()}": str(value) for option, value in given.items()}
        environment |= {"FIGWRIGHT_DATABASE_URL": self.database_url, "FIGWRIGHT_ENCRYPTION_KEYS": KEY}
        environment["PYTHONPATH"] = str(self.site)
        worker = Worker(environment, {"lease": LEASE, "deadline": PATIENCE, "tool": self.kind.tool, **settings})
        self.workers.append(worker)
        return worker

    def due(self, left: float) -> None:
        """The token works for so many seconds yet, and whoever calls waits for another."""
        sql = f"UPDATE grants SET expires_at = :now + {left}, refresh_after = :now - 7200, next_attempt_at = 0"
        with self.actions.context.stored().database.write() as transaction:
            transaction.run(sql)

    def call(self) -> Any:
        return self.actions.execute_tool(self.kind.tool, identifier="ann").data

    def is_in_doubt(self) -> bool:
        """Whether the account is ended in doubt, as one event says; if not, that nothing ever happened."""
        account = self.actions.get_connected_account(identifier="ann")
        events = self.actions.list_account_events(identifier="ann", after=self.seen)
        if account.status == "ACTIVE":
            assert not account.status_reason.startswith("ambiguous")
            assert list(events) == []
            return False
        assert account.status == "EXPIRED"
        assert account.status_reason.startswith("ambiguous refresh: ")
        assert [(event.old.value, event.new.value) for event in events] == [("ACTIVE", "EXPIRED")]
        return True

    def check_works(self, refreshes: int) -> None:
        assert self.call() == self.kind.gives
        assert not self.is_in_doubt()
        assert (self.provider.refreshes, len(self.provider.asked)) == (refreshes, refreshes)
        assert self.provider.at_once == 1

    def check_in_doubt(self, asked: int) -> None:
        """It is said, with what to do, and as often as somebody calls; a new consent ends it."""
        for _ in range(2):
            with pytest.raises(AccountNotActiveError, match=r"ambiguous refresh: .*Its person must connect again"):
                self.call()
        assert self.is_in_doubt()
        assert len(self.provider.asked) == asked
        self.connect()
        self.check_works(0)

    def close(self) -> None:
        for worker in self.workers:
            worker.end()
        self.actions.close()


@contextmanager
def housed(kind: Kind, database_url: str, site: Path) -> Iterator[House]:
    with kind.support.running() as provider:
        house = House(kind, provider, database_url, site)
        try:
            yield house
        finally:
            house.close()


@pytest.fixture
def house(
    request: pytest.FixtureRequest, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[House]:
    kind: Kind = getattr(request, "param", DEPOT)
    site = kind.support.installed(tmp_path)
    monkeypatch.syspath_prepend(str(site))
    with housed(kind, database_url, site) as made:
        yield made


ON_GITHUB = pytest.mark.parametrize("house", [pytest.param(GITHUB, id="github")], indirect=True)


@pytest.mark.parametrize("left", [-1.0, 60.0])
@pytest.mark.parametrize(
    ("point", "asked"),
    [
        pytest.param("claim.written", None, id="before the claim is committed"),
        pytest.param("refresh.claimed", 0, id="before the request is sent"),
        pytest.param("refresh.answered", 1, id="before the answer is stored"),
        pytest.param("publish.written", 1, id="within the storing transaction"),
        pytest.param("refresh.published", None, id="after the commit"),
    ],
)
def test_F46_killed_at_a_fault_point(house: House, point: str, asked: int | None, left: float) -> None:
    house.due(left)
    worker = house.worker(at=point, fault="kill")
    worker.tell("call", identifiers=["ann"])
    assert worker.await_death() == -signal.SIGKILL
    if asked is None or (asked == 0 and left > 0):
        house.check_works(1)
    else:
        house.check_in_doubt(asked)


def test_F46_whoever_was_paused_with_the_only_answer_stores_it_and_the_account_works_again(house: House) -> None:
    house.due(-1.0)
    worker = house.worker(at="refresh.answered", fault="stop")
    worker.tell("call", identifiers=["ann"])
    worker.await_stop()

    def told() -> bool:
        with pytest.raises(AccountNotActiveError, match="ambiguous refresh"):
            house.call()
        return True

    assert told()
    worker.signal(signal.SIGCONT)
    assert worker.answer()["failures"] == []
    until(lambda: house.actions.get_connected_account(identifier="ann").status == "ACTIVE")
    assert house.call() == house.kind.gives
    assert (house.provider.refreshes, len(house.provider.asked)) == (1, 1)
    changes = house.actions.list_account_events(identifier="ann", after=house.seen)
    assert [each.new.value for each in changes] == ["EXPIRED", "ACTIVE"]


@pytest.mark.slow
@ON_GITHUB
@pytest.mark.parametrize(("point", "asked"), [("refresh.claimed", 0), ("refresh.answered", 1), ("publish.written", 1)])
def test_F46_killed_at_a_fault_point_where_a_refresh_ends_both_tokens(house: House, point: str, asked: int) -> None:
    test_F46_killed_at_a_fault_point(house, point, asked, -1.0)


@pytest.mark.timeout(600)
def test_F46_a_storm_of_calls_with_kills_never_asks_twice_and_hides_no_loss(house: House) -> None:
    storm(house, rounds=12)


@pytest.mark.slow
@pytest.mark.timeout(600)
@ON_GITHUB
def test_F46_a_storm_where_a_refresh_ends_both_tokens_never_asks_twice_and_hides_no_loss(house: House) -> None:
    storm(house, rounds=3)


def storm(house: House, rounds: int) -> None:
    """Each round ends with a token that works, or with an account that says so in one event."""
    rng, lost = random.Random(11), 0
    house.provider.delay = 0.01
    survivors = [house.worker() for _ in range(3)]
    for _ in range(rounds):
        victims = [house.worker() for _ in range(3)]
        for worker in (*survivors, *victims):
            worker.await_ready()
        house.due(-1.0)
        for worker in (*victims, *survivors):
            worker.tell("call", identifiers=["ann"], count=20, threads=4)
        for worker in victims:
            time.sleep(rng.uniform(0, 0.03))
            worker.signal(signal.SIGKILL)
        failures = [each for worker in survivors for each in worker.answer()["failures"]]
        for worker in victims:
            worker.await_death()
        assert house.provider.at_once == 1
        assert len(house.provider.asked) <= 1
        if house.is_in_doubt():
            lost += 1
            assert failures
            assert all("ambiguous refresh" in each for each in failures)
            house.connect()
        else:
            assert failures == []
            assert house.provider.refreshes == 1
            house.connect()
    print(f"{lost} of {rounds} rounds lost an answer")
    house.check_works(0)
