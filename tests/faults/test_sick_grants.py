"""A few grants that are refused, or one app that hangs, stop nobody else (F41)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from figwright import Actions, Connection
from figwright.accounts.sweep import Sweep
from figwright.errors import ConfigurationError, FigwrightError, ProviderError
from figwright.store import breakers
from figwright.types.accounts import RefreshReport

from .gatekeeper import Gatekeeper
from .world import TOOL, World, until

GOOD, SICK = 40, 30


@pytest.fixture
def gate(world: World) -> Iterator[Gatekeeper]:
    with Gatekeeper(world.sandbox) as made:
        yield made


def make_people(world: World, prefix: str, number: int) -> dict[str, str]:
    """Names and ids of so many people, each connected under their name."""
    people = {}
    for index in range(number):
        user = world.sandbox.user(f"{prefix}{index}")
        world.connect(user.handle, user=user)
        people[user.handle] = user.id
    return people


def date_back(world: World, people: dict[str, str], seconds: float) -> None:
    """Their tokens have been due for longer."""
    for person in people.values():
        world.sql(
            "UPDATE grants SET refresh_after = refresh_after - :seconds WHERE provider_user = :person",
            seconds=seconds,
            person=person,
        )


def renewed(world: World) -> int:
    count: int = world.sql("SELECT COUNT(*) FROM grants WHERE generation > 1")[0][0]
    return count


@pytest.mark.parametrize(
    ("status", "sick_first"),
    [
        pytest.param(400, True, id="in unknown words, due longest"),
        pytest.param(400, False, id="in unknown words, due last"),
        pytest.param(401, False, id="as if the app were unknown, which has just shown that it works"),
    ],
)
def test_F41_a_sweep_renews_every_sound_grant_among_sick_ones(
    status: int, sick_first: bool, world: World, gate: Gatekeeper
) -> None:
    sick = make_people(world, "sick", SICK)
    make_people(world, "good", GOOD - 1)
    world.expire()
    date_back(world, sick, 100.0 if sick_first else -1.0)
    gate.refuse(*sick.values(), status=status)
    with world.actions(refresh_url=gate.refresh_url) as actions:
        report = actions.refresh_due(rate=None, threads=4)
        assert report.refreshed == GOOD == renewed(world)
        assert max(gate.asked[person] for person in sick.values()) <= 1, "what failed in a sweep waits for another"
        assert world.changes() == []
        world.pass_backoff()
        again = actions.refresh_due(rate=None, threads=4)
        assert again == RefreshReport(0, SICK)
    assert world.sandbox.refreshes() == GOOD


def test_F41_people_in_good_standing_are_served_while_others_are_refused(
    world: World, gate: Gatekeeper, caplog: pytest.LogCaptureFixture
) -> None:
    sick, good = make_people(world, "sick", 5), make_people(world, "good", 10)
    world.lease = 3
    world.expire()
    gate.refuse(*sick.values())
    with world.actions(refresh_url=gate.refresh_url) as actions, ThreadPoolExecutor(5) as threads:
        calls = [threads.submit(actions.execute_tool, TOOL, identifier=name) for name in sick]
        assert all(isinstance(each.exception(), (ProviderError, ConfigurationError)) for each in calls)
        assert world.sql("SELECT reason FROM breakers WHERE open_until > :now") == [
            ("Figma refused a token request with 400: No.",)
        ]
        for each in [threads.submit(actions.execute_tool, TOOL, identifier=name) for name in good]:
            each.result()
        assert world.sql("SELECT reason FROM breakers WHERE open_until > :now") == []
        for name in sick:
            with pytest.raises(ProviderError, match="cannot be renewed just now"):
                actions.execute_tool(TOOL, identifier=name)
    assert world.sql("SELECT reason FROM breakers WHERE open_until > :now") == []
    assert [record.levelname for record in caplog.records if record.levelno >= logging.ERROR] == ["ERROR"]
    assert world.changes() == []


def test_F41_grants_that_the_api_calls_dead_are_revoked_and_blame_nobody_else(world: World, gate: Gatekeeper) -> None:
    sick, good = make_people(world, "sick", 6), make_people(world, "good", 3)
    world.lease = 3
    world.make_due(expires_in=60.0)
    gate.refuse(*sick.values())
    for name in sick:
        world.sandbox.revoke(world.stored_token(name))
    with world.actions(refresh_url=gate.refresh_url) as actions:
        for _ in range(2):
            for name in sick:
                with pytest.raises(FigwrightError) as raised:
                    actions.execute_tool(TOOL, identifier=name)
                assert not isinstance(raised.value, ConfigurationError)
            world.pass_backoff()
        for name in good:
            actions.execute_tool(TOOL, identifier=name)
    assert {world.status(name) for name in sick} == {"REVOKED"}
    assert world.sql("SELECT client_id FROM breakers WHERE openings > 0") == []


def test_F41_grants_that_failed_before_the_last_good_refresh_blame_no_app(world: World, gate: Gatekeeper) -> None:
    """An installation of few people has a good refresh every few weeks."""
    sick = make_people(world, "sick", 5)
    world.expire()
    gate.refuse(*sick.values())
    with world.actions(refresh_url=gate.refresh_url) as actions:
        assert actions.refresh_due(rate=None, threads=1) == RefreshReport(1, 5)
        world.sql("UPDATE breakers SET good_at = :now - 100000")
        world.sql("UPDATE grants SET failing_since = :now - 200000 WHERE failures > 0")
        world.pass_backoff()
        assert actions.refresh_due(rate=None, threads=1) == RefreshReport(0, 5)
        assert world.sql("SELECT client_id FROM breakers WHERE openings > 0") == []


def test_F41_a_suspect_app_is_tried_with_a_few_people_and_then_once_a_minute(world: World, gate: Gatekeeper) -> None:
    everybody = make_people(world, "sick", 9) | {"ann": world.sandbox.demo.user.id}
    world.expire()
    gate.refuse(*everybody.values())
    with world.actions(refresh_url=gate.refresh_url) as actions:
        with world.database.write() as transaction:
            breakers.open_breaker(transaction, world.sandbox.demo.app.client_id, "No", first=60.0, probe_in=0.0)
        world.sql("UPDATE breakers SET probes = 27")
        assert actions.refresh_due(rate=None, threads=4) == RefreshReport(0, 4)
        assert actions.refresh_due(rate=None, threads=4) == RefreshReport(0, 0)
        for name in everybody:
            with pytest.raises(ConfigurationError, match="client id and secret"):
                actions.execute_tool(TOOL, identifier=name)
        assert gate.asked.total() == 4
        world.sql("UPDATE breakers SET probe_at = :now")
        assert actions.refresh_due(rate=None, threads=4) == RefreshReport(0, 1)
    assert world.changes() == []


class Two:
    """Two apps of one sandbox; the first has a refresh endpoint of its own."""

    def __init__(self, world: World, gate: Gatekeeper) -> None:
        self.world, self.second = world, world.sandbox.app()
        first, app = world.connection(), self.second
        second = Connection(
            name="second",
            connector="figma",
            client_id=app.client_id,
            client_secret=app.client_secret,
            redirect_uri=app.redirect_uris[0],
            publishing_state=app.publishing_state,
            allow_insecure=True,
            **{name: getattr(first, name) for name in ("authorization_url", "token_url", "refresh_url", "api_url")},
        )
        self.connections = [world.connection(refresh_url=gate.refresh_url), second]

    def actions(self, **options: Any) -> Actions:
        return Actions(self.connections, **self.world.settings(**options))

    def connect(self, actions: Actions, name: str) -> None:
        link = actions.get_authorization_link(connection_name="second", identifier=name, scopes=["current_user:read"])
        callback = self.world.sandbox.consent(link.link, self.world.sandbox.user(name))
        assert callback
        actions.complete_authorization(callback, connection_name="second")


@pytest.fixture
def two(world: World, gate: Gatekeeper) -> Two:
    return Two(world, gate)


def test_F41_an_app_that_hangs_holds_up_nobody_of_another(two: Two, world: World, gate: Gatekeeper) -> None:
    world.lease = 10
    people = make_people(world, "hanging", 70)
    gate.held = set(people.values())
    with two.actions(deadline=5.0) as actions, ThreadPoolExecutor(70) as threads:
        two.connect(actions, "ben")
        world.expire()
        calls = [
            threads.submit(actions.execute_tool, TOOL, connection_name="figma", identifier=name) for name in people
        ]
        for _ in range(60):
            assert gate.holding.acquire(timeout=60)
        actions.execute_tool(TOOL, connection_name="second", identifier="ben")
        gate.release()
        for each in calls:
            each.exception()


def test_F41_a_sweep_renews_one_app_while_another_hangs(two: Two, world: World, gate: Gatekeeper) -> None:
    world.lease = 10
    people = make_people(world, "hanging", 5)
    gate.held = set(people.values())
    names = [f"ben{index}" for index in range(6)]
    with two.actions() as actions, ThreadPoolExecutor(1) as thread:
        for name in names:
            two.connect(actions, name)
        world.expire()
        sweep = thread.submit(actions.refresh_due, rate=None, threads=4)
        assert gate.holding.acquire(timeout=60)
        until(lambda: world.sandbox.refreshes(two.second) == len(names), 6.0)
        assert not sweep.done()
        gate.release()
        assert sweep.result() == RefreshReport(len(people) + 1 + len(names), 0)


@pytest.mark.parametrize("threads", [1, 4])
def test_F41_apps_take_turns_in_a_sweep_that_ends_early(threads: int, two: Two, world: World) -> None:
    make_people(world, "first", 6)
    with two.actions() as actions:
        for index in range(6):
            two.connect(actions, f"ben{index}")
        world.expire()
        stored = actions.context.stored()
        sweep = Sweep(stored, rate=None, limit=6, threads=threads)
        assert sweep.run(actions.context.catalog.connections()) == RefreshReport(6, 0)
        assert 0 < world.sandbox.refreshes(two.second) < 6
        assert actions.refresh_due(rate=None, limit=100) == RefreshReport(7, 0)
