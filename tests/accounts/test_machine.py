"""Accounts under any sequence of consents, calls, revocations, crashes and time: none is lost, none is crossed.

Two clients share a database as two processes would, so what each remembers differs. A crash is an exception that no
code catches, raised at a fault point: what is stored by then is what a kill would leave. Waiting moves the clock, which
is the store's and the sandbox's at once.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from support.sizes import many

from figwright import Actions
from figwright.errors import AccountNotActiveError, AuthorizationError, ConfigurationError, NotConnectedError
from figwright.refresh import job
from figwright.store import fault_points
from figwright_figma.sandbox import Sandbox
from figwright_figma.sandbox.auth import is_live
from figwright_figma.sandbox.world import User

from .desk import KEY, connection

CRASHES = ("claim.written", "refresh.claimed", "refresh.answered", "publish.written", "refresh.published")
IDENTIFIERS = st.sampled_from(["ann", "ann at work", "bob"])
CLIENTS, PEOPLE = st.integers(0, 1), st.integers(0, 1)


class Killed(BaseException):
    """The end of a process."""


class Machine(RuleBasedStateMachine):
    """`holds` maps each account to whose grant, or which token, it should have; `ended` is who revoked the app."""

    sandbox: Sandbox
    links = Bundle("links")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="figwright-machine-"))
        self.app = self.sandbox.app()
        self.people = [self.sandbox.user("Ann"), self.sandbox.user("Bob")]
        self.clients = [self.open(), self.open()]
        self.status: dict[str, str] = {}
        self.holds: dict[str, User | str] = {}
        self.ended: set[str] = set()
        self.left: dict[str, float] = {}
        self.generations: dict[str, int] = {}
        self.last_event, self.chain = 0, dict[str, str]()

    def open(self) -> Actions:
        actions = Actions(
            [connection(self.sandbox, self.app)],
            database_url=f"sqlite:///{self.folder}/figwright.db",
            encryption_keys=[KEY],
        )
        actions.context.stored().database._clock = self.sandbox.clock.time  # type: ignore[attr-defined]
        return actions

    @initialize()
    def begin(self) -> None:
        for identifier, person in (("ann", 0), ("ann at work", 0), ("bob", 1)):
            self.reconnect(0, identifier, person)

    # What people and providers do

    @rule(target=links, client=CLIENTS, identifier=IDENTIFIERS, replace=st.booleans())
    def ask(self, client: int, identifier: str, replace: bool) -> tuple[str, str, bool, float]:
        link = self.clients[client].get_authorization_link(identifier=identifier, replace=replace)
        self.status.setdefault(identifier, "PENDING")
        return identifier, link.link, replace, self.sandbox.clock.time()

    @rule(client=CLIENTS, link=consumes(links), person=PEOPLE)
    def consent(self, client: int, link: tuple[str, str, bool, float], person: int) -> None:
        identifier, url, replace, made_at = link
        user, before = self.people[person], self.holds.get(identifier)
        callback = self.sandbox.consent(url, user)
        assert callback is not None
        try:
            done = self.clients[client].complete_authorization(callback)
        except AuthorizationError as error:
            if error.fault == "other_user":
                assert isinstance(before, User)
                assert before is not user
                assert not replace
            else:
                old = self.sandbox.clock.time() - made_at > 600
                assert (error.fault in ("unknown_state", "expired")) is (old or self.left_since(identifier, made_at))  # noqa: PT017
            return
        assert done.connected_account.status == "ACTIVE"
        assert replace or before is user or not isinstance(before, User), "another person took the account over"
        self.holds[identifier] = user
        self.ended.discard(user.id)
        for other, holder in self.holds.items():
            if holder is user:
                self.status[other] = "ACTIVE"

    @rule(client=CLIENTS, identifier=IDENTIFIERS, person=PEOPLE)
    def reconnect(self, client: int, identifier: str, person: int) -> None:
        self.consent(client, self.ask(client, identifier, True), person)

    @rule(client=CLIENTS, identifier=IDENTIFIERS, person=PEOPLE)
    def hand_in(self, client: int, identifier: str, person: int) -> None:
        token = self.sandbox.token(self.people[person], "personal_access_token")
        self.clients[client].connect_with_token(identifier=identifier, token=token)
        self.holds[identifier], self.status[identifier] = token, "ACTIVE"

    @rule(person=PEOPLE, elsewhere=st.booleans())
    def end_token(self, person: int, elsewhere: bool) -> None:
        """The live token ends before its time: by the provider, or by somebody who gets one for the same app."""
        self.pass_time(301)
        user = self.people[person]
        token = self.sandbox.live_token(user, self.app)
        if token is not None and elsewhere:
            self.sandbox.grant(user, self.app, self.sandbox.world.tokens[token].scopes)
        elif token is not None:
            self.sandbox.expire(token)

    @rule(person=PEOPLE)
    def revoke(self, person: int) -> None:
        self.sandbox.disconnect(self.people[person], self.app)
        self.ended.add(self.people[person].id)

    @rule(identifier=IDENTIFIERS)
    def revoke_token(self, identifier: str) -> None:
        if isinstance(token := self.holds.get(identifier), str):
            self.sandbox.revoke(token)

    @rule(seconds=st.sampled_from([1, 60, 601, 86400, 80 * 86400, 89 * 86400 + 80000, 100 * 86400]))
    def pass_time(self, seconds: float) -> None:
        self.sandbox.clock.advance(seconds)

    # What your side does

    @rule(client=CLIENTS, identifier=IDENTIFIERS)
    def call(self, client: int, identifier: str) -> None:
        actions, status = self.clients[client], self.status.get(identifier)
        works = status == "ACTIVE" and not self.is_ended(identifier)
        try:
            handle = actions.execute_tool("figma_me_get", identifier=identifier)["handle"]
        except NotConnectedError:
            assert status is None
        except AccountNotActiveError:
            assert not works
            if status == "ACTIVE":
                self.bury(identifier)
        else:
            assert works
            assert handle == self.owner(identifier).handle, "somebody else's token"
            self.idle(actions)
            if isinstance(holder := self.holds[identifier], User):
                assert self.stored_token(actions, identifier) == self.sandbox.live_token(holder, self.app)
        self.idle(actions)

    @rule(client=CLIENTS, identifier=IDENTIFIERS)
    def refresh(self, client: int, identifier: str) -> None:
        holder = self.holds.get(identifier)
        self.pass_time(301)
        try:
            self.clients[client].refresh_connected_account(identifier=identifier)
        except NotConnectedError:
            assert identifier not in self.status
        except ConfigurationError:
            assert not isinstance(holder, User)
        except AccountNotActiveError:
            assert self.is_ended(identifier)
            self.bury(identifier)
        else:
            assert not self.is_ended(identifier)

    @rule(client=CLIENTS)
    def sweep(self, client: int) -> None:
        report = self.clients[client].refresh_due(rate=None, threads=1)
        assert report.failed == 0 or self.ended
        self.take_over_revoked()

    @rule(client=CLIENTS, identifier=IDENTIFIERS)
    def disconnect(self, client: int, identifier: str) -> None:
        with suppress(NotConnectedError):
            self.clients[client].disconnect_connected_account(identifier=identifier)
            self.left[identifier] = self.sandbox.clock.time()
            self.status[identifier] = "DISCONNECTED"
            self.holds.pop(identifier, None)

    @rule(client=CLIENTS, identifier=IDENTIFIERS)
    def delete(self, client: int, identifier: str) -> None:
        with suppress(NotConnectedError):
            self.clients[client].delete_connected_account(identifier=identifier)
            self.left[identifier] = self.sandbox.clock.time()
            del self.status[identifier]
            self.holds.pop(identifier, None)

    @rule(client=CLIENTS, identifier=IDENTIFIERS, point=st.sampled_from(CRASHES), by_hand=st.booleans())
    def crash(self, client: int, identifier: str, point: str, by_hand: bool) -> None:
        """A process dies in the middle of a refresh, and another takes its place."""
        if isinstance(holder := self.holds.get(identifier), User) and not by_hand:
            self.end_token(self.people.index(holder), False)

        def die(name: str) -> None:
            if name == point:
                raise Killed

        fault_points.hook = die
        try:
            with suppress(Killed):
                self.refresh(client, identifier) if by_hand else self.call(client, identifier)
            self.idle(self.clients[client])
        finally:
            fault_points.hook = None
        self.clients[client].close()
        self.clients[client] = self.open()

    # What must always hold

    @invariant()
    def statuses_are_those_of_the_model(self) -> None:
        found = {account.identifier: str(account.status) for account in self.clients[0].list_connected_accounts()}
        assert found == self.status

    @invariant()
    def there_is_one_grant_for_each_holder_and_generations_grow(self) -> None:
        grants: dict[str, int] = dict(self.run("SELECT id, generation FROM grants"))
        holders = [holder.id if isinstance(holder, User) else name for name, holder in self.holds.items()]
        assert len(grants) == len(set(holders))
        for grant_id, generation in grants.items():
            assert generation >= self.generations.get(grant_id, 0)
        self.generations = grants

    @invariant()
    def events_form_a_chain(self) -> None:
        for event in self.clients[1].list_account_events(after=self.last_event, limit=1000):
            assert event.old == self.chain.get(event.identifier, "PENDING")
            self.chain[event.identifier] = "PENDING" if event.reason == "deleted" else event.new
            self.last_event = event.id
        assert {name: self.chain.get(name, "PENDING") for name in self.status} == self.status

    def teardown(self) -> None:
        try:
            for person in (0, 1):
                self.end_token(person, False)
            for identifier in ("ann", "ann at work", "bob"):
                for client in (0, 1):
                    self.call(client, identifier)
            self.statuses_are_those_of_the_model()
            self.events_form_a_chain()
        finally:
            for actions in self.clients:
                actions.close()
            shutil.rmtree(self.folder)

    def owner(self, identifier: str) -> User:
        holder = self.holds[identifier]
        user = self.sandbox.world.tokens[holder].user if isinstance(holder, str) else holder
        assert user is not None
        return user

    def is_ended(self, identifier: str) -> bool:
        holder = self.holds.get(identifier)
        if isinstance(holder, str):
            return not is_live(self.sandbox.world.tokens[holder], self.sandbox.clock)
        return holder is not None and holder.id in self.ended

    def bury(self, identifier: str) -> None:
        """The account is REVOKED, and so is every other on its grant."""
        for other, holder in self.holds.items():
            if holder is self.holds[identifier]:
                self.status[other] = "REVOKED"

    def take_over_revoked(self) -> None:
        """A sweep finds out about some of those who revoked the app: nobody else may be REVOKED."""
        for account in self.clients[0].list_connected_accounts(status="REVOKED"):
            if self.status[account.identifier] == "ACTIVE":
                assert self.is_ended(account.identifier)
                self.bury(account.identifier)

    def left_since(self, identifier: str, moment: float) -> bool:
        """Whether a link of then was forgotten with its account."""
        return self.left.get(identifier, 0) >= moment

    def stored_token(self, actions: Actions, identifier: str) -> str:
        access = actions.context.stored().find(actions.context.catalog.connection(None), identifier)
        assert access.token is not None
        return access.token.secret.reveal()

    def idle(self, actions: Actions) -> None:
        """Wait for what runs in the background."""
        for future in list(actions.context.stored().refreshes._running.values()):
            future.exception()

    def run(self, sql: str, **values: Any) -> list[tuple[Any, ...]]:
        return self.clients[0].context.stored().database.read(sql, **values)


@pytest.fixture
def machine(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], None]]:
    """Runs so many examples."""
    clock = sandbox.clock
    monkeypatch.setattr(job, "time", SimpleNamespace(monotonic=clock.time, sleep=clock.advance))
    started = type("Machine", (Machine,), {"sandbox": sandbox})

    def run(examples: int) -> None:
        unhurried = settings(
            max_examples=examples,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        run_state_machine_as_test(started, settings=unhurried)

    yield run
    fault_points.hook = None


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_no_sequence_of_events_loses_or_crosses_an_account(machine: Callable[[int], None]) -> None:
    machine(30)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("part", range(4))
def test_many_sequences_lose_and_cross_no_account(machine: Callable[[int], None], part: int) -> None:
    machine(many(60, 250))
