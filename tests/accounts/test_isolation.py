"""Nobody acts as somebody else, whatever the identifiers, the threads, the processes and the number of accounts."""

from __future__ import annotations

import gc
import multiprocessing
import random
import sys
import unicodedata
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import count
from multiprocessing.connection import Connection as Pipe
from typing import Any

import anyio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from figwright import Actions, AsyncActions, Connection
from figwright.errors import AccountNotActiveError, ConfigurationError, NotConnectedError
from figwright_figma.sandbox import Sandbox
from figwright_figma.sandbox.world import User

from .desk import KEY, Desk, connection_options

People = dict[str, User]


def connect_people(desk: Desk, number: int) -> People:
    """So many people with an account each."""
    people = {f"user {index:04}": desk.sandbox.user(f"Person {index:04}") for index in range(number)}
    for identifier, user in people.items():
        desk.connect(identifier, user)
    return people


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, People]]:
    with Sandbox() as sandbox, closing(Desk(sandbox, f"sqlite:///{tmp_path_factory.mktemp('crowd')}/f.db")) as desk:
        desk.actions = desk.open([desk.connection(tools=("figma_me_get", "figma_file_comment_create"))])
        yield desk, connect_people(desk, 12)


FILE_KEY = Sandbox().demo.file_key  # the same in each
TOOLS: dict[str, Callable[[Any, str], str]] = {
    "execute_tool": lambda actions, who: actions.execute_tool("figma_me_get", identifier=who),
    "request": lambda actions, who: actions.request(method="GET", path="/v1/me", identifier=who),
    "comment": lambda actions, who: actions.execute_tool(
        "figma_file_comment_create", identifier=who, tool_input={"file_key": FILE_KEY, "message": who}
    ),
}


def owner(result: Any) -> str:
    """Whom the provider took the caller for."""
    handle: str = result["handle"] if "handle" in result else result["user"]["handle"]
    return handle


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(calls=st.lists(st.tuples(st.integers(0, 11), st.sampled_from(sorted(TOOLS))), min_size=1, max_size=60))
def test_T37_every_answer_is_the_caller_s_own_in_threads(
    crowd: tuple[Desk, People], calls: list[tuple[int, str]]
) -> None:
    desk, people = crowd
    names = list(people)

    def call(asked: tuple[int, str]) -> tuple[str, str]:
        who = names[asked[0]]
        return people[who].handle, owner(TOOLS[asked[1]](desk.actions, who))

    if calls[0][0] % 3 == 0:
        token = desk.sandbox.live_token(people[names[calls[0][0]]], desk.app)
        desk.sandbox.expire(token or "")
        desk.sandbox.clock.advance(301)
        desk.run("UPDATE grants SET heals = 0, next_attempt_at = 0")
    with ThreadPoolExecutor(8) as pool:
        for expected, found in pool.map(call, calls):
            assert found == expected


@pytest.mark.parametrize("backend", ["asyncio", pytest.param("trio", marks=pytest.mark.slow)])
def test_T37_every_answer_is_the_caller_s_own_in_tasks(crowd: tuple[Desk, People], backend: str) -> None:
    desk, people = crowd
    rng, wrong = random.Random(37), []

    async def caller(actions: Any, who: str) -> None:
        for _ in range(10):
            tool = TOOLS[rng.choice(sorted(TOOLS))]
            if owner(await tool(actions, who)) != people[who].handle:  # type: ignore[misc]
                wrong.append(who)

    async def main() -> None:
        async with (
            AsyncActions(**desk.settings(tools=("figma_me_get", "figma_file_comment_create"))) as actions,
            anyio.create_task_group() as tasks,
        ):
            for who in [*people, *people]:
                tasks.start_soon(caller, actions, who)

    anyio.run(main, backend=backend)
    assert wrong == []


def test_T37_each_call_carries_its_own_account_s_token(any_desk: Desk) -> None:
    people = connect_people(any_desk, 5)
    tokens = {any_desk.stored_token(who): who for who in people}
    assert len(tokens) == 5
    any_desk.sandbox.requests.clear()
    order = [random.Random(1).choice(list(people)) for _ in range(50)]
    for who in order:
        any_desk.handle(who)
    sent = [tokens[request.headers["authorization"].removeprefix("Bearer ")] for request in any_desk.sandbox.requests]
    assert sent == order


ALIKE = [
    "a/b",
    "a%2Fb",
    "A",
    "a",
    "a b",
    "a  b",
    "é",
    "e",
    "ａ",
    "аnn",
    "ann",
    "a'; DROP TABLE accounts; --",
    'a" OR "1"="1',
    "a%",
    "a_",
    "*",
    "a:b",
    ":",
    "..",
    "0",
    "00",
    "1.0",
    "1",
    "null",
    "None",
    "\U0001f600",
    "x" * 255,
    "x" * 254,
    "ﬁ",
    "fi",
]


def test_T39_identifiers_that_look_alike_are_different_people(any_desk: Desk) -> None:
    token = any_desk.sandbox.token(kind="personal_access_token")
    for identifier in ALIKE:
        found = any_desk.actions.get_or_create_connected_account(identifier=identifier)
        assert found.created, identifier
        assert found.connected_account.identifier == identifier
    any_desk.actions.connect_with_token(identifier="ann", token=token)
    assert [account.identifier for account in any_desk.actions.list_connected_accounts(status="ACTIVE")] == ["ann"]
    for identifier in ALIKE:
        [listed] = any_desk.actions.list_connected_accounts(identifier=identifier)
        assert listed.identifier == identifier
        if identifier != "ann":
            with pytest.raises(AccountNotActiveError):
                any_desk.handle(identifier)
    seen, page_token = [], None
    while True:
        page = any_desk.actions.list_connected_accounts(page_size=7, page_token=page_token)
        seen += [account.identifier for account in page]
        page_token = page.next_page_token
        if page_token is None:
            break
    assert sorted(seen) == sorted(ALIKE)


REFUSED = [
    "",
    " ",
    "a ",
    " a",
    "a\n",
    "a\x00b",
    "\x00",
    "e\u0301",
    "x" * 256,
    "x" * 10_240,
    "\ud800",
    "a\x7f",
    "\u0085",
]


@pytest.mark.parametrize("identifier", [*REFUSED, None, 5, b"ann", True])
def test_T39_what_could_be_taken_for_another_identifier_is_refused_everywhere(desk: Desk, identifier: Any) -> None:
    for name in ("ann", "5", "1", "a", "é", "None"):
        desk.actions.get_or_create_connected_account(identifier=name)
    actions, token = desk.actions, desk.sandbox.token(kind="personal_access_token")
    methods: list[Callable[[], object]] = [
        lambda: actions.get_or_create_connected_account(identifier=identifier),
        lambda: actions.get_connected_account(identifier=identifier),
        lambda: actions.update_connected_account(identifier=identifier, plan=None),
        lambda: actions.disconnect_connected_account(identifier=identifier),
        lambda: actions.delete_connected_account(identifier=identifier),
        lambda: actions.connect_with_token(identifier=identifier, token=token),
        lambda: actions.get_authorization_link(identifier=identifier),
        lambda: actions.refresh_connected_account(identifier=identifier),
        lambda: actions.verify_connected_account_user(auth_request_id="x", identifier=identifier),
        lambda: actions.execute_tool("figma_me_get", identifier=identifier),
        lambda: actions.request(method="GET", path="/v1/me", identifier=identifier),
        lambda: actions.list_tools(identifier=identifier),
        lambda: actions.account(identifier),
    ]
    if identifier is not None:
        methods.append(lambda: actions.list_connected_accounts(identifier=identifier))
        methods.append(lambda: actions.list_account_events(identifier=identifier))
    for method in methods:
        with pytest.raises(ConfigurationError):
            method()
    assert desk.rows("accounts") == 6
    assert len(desk.sandbox.requests) == 0


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with Sandbox() as sandbox, closing(Desk(sandbox, f"sqlite:///{tmp_path_factory.mktemp('names')}/f.db")) as desk:
        yield desk


@settings(deadline=None)
@given(one=st.text(max_size=20), other=st.text(max_size=20))
def test_T39_any_two_identifiers_are_two_accounts_or_refused(names: Desk, one: str, other: str) -> None:
    found = []
    for identifier in (one, other, unicodedata.normalize("NFD", one), one.upper(), f"{one} "):
        try:
            names.actions.get_or_create_connected_account(identifier=identifier)
        except ConfigurationError:
            continue
        found.append(identifier)
        assert names.actions.get_connected_account(identifier=identifier).identifier == identifier
    stored = {row[0] for row in names.run("SELECT identifier FROM accounts")}
    assert set(found) <= stored


def test_T40_a_disconnect_holds_in_every_other_client_at_its_next_call(any_desk: Desk) -> None:
    other = any_desk.open()
    any_desk.connect("ann")
    any_desk.connect("bob", any_desk.sandbox.user("Bob"))
    assert any_desk.handle(by=other) == any_desk.handle()
    any_desk.actions.disconnect_connected_account(identifier="ann")
    any_desk.sandbox.requests.clear()
    with pytest.raises(AccountNotActiveError) as refused:
        any_desk.handle(by=other)
    assert refused.value.status == "DISCONNECTED"
    any_desk.actions.delete_connected_account(identifier="ann")
    with pytest.raises(NotConnectedError):
        any_desk.handle(by=other)
    assert len(any_desk.sandbox.requests) == 0
    any_desk.connect("ann", any_desk.sandbox.user("Another Ann"))
    assert any_desk.handle(by=other) == "Another Ann"
    assert any_desk.handle("bob", by=other) == "Bob"


def test_T40_a_token_that_another_client_replaced_is_never_sent_from_memory(any_desk: Desk) -> None:
    """One call, one request: it is not the provider's refusal that brings the new token."""
    other = any_desk.open()
    any_desk.connect("ann")
    assert any_desk.handle(by=other) == any_desk.handle()
    for replace in (any_desk.actions.refresh_connected_account, any_desk.connect):
        replace(identifier="ann")
        any_desk.sandbox.requests.clear()
        assert any_desk.handle(by=other) == any_desk.sandbox.demo.user.handle
        assert [(request.operation, request.status) for request in any_desk.sandbox.requests] == [("getMe", 200)]


def answer(pipe: Pipe, options: dict[str, Any], database_url: str, key: str) -> None:
    """Another process: calls as whomever it is told to, and says who answered or what was raised."""
    with Actions([Connection(**options)], database_url=database_url, encryption_keys=[key]) as actions:
        while (identifier := pipe.recv()) is not None:
            try:
                pipe.send(actions.execute_tool("figma_me_get", identifier=identifier)["handle"])
            except Exception as error:  # noqa: BLE001 - it is handed over
                pipe.send(error)


@pytest.mark.slow
def test_T40_a_disconnect_holds_in_another_process_at_its_next_call(any_desk: Desk) -> None:
    any_desk.connect()
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    process = spawn.Process(
        target=answer, args=(there, connection_options(any_desk.sandbox, any_desk.app), any_desk.database_url, KEY)
    )
    process.start()
    try:

        def ask(identifier: str) -> Any:
            here.send(identifier)
            assert here.poll(30)
            return here.recv()

        assert ask("ann") == ask("ann") == any_desk.sandbox.demo.user.handle
        any_desk.actions.disconnect_connected_account(identifier="ann")
        refused = ask("ann")
        assert isinstance(refused, AccountNotActiveError)
        assert refused.status == "DISCONNECTED"
        any_desk.connect(user=any_desk.sandbox.user("Bea"))
        assert ask("ann") == "Bea"
        any_desk.actions.delete_connected_account(identifier="ann")
        assert isinstance(ask("ann"), NotConnectedError)
    finally:
        here.send(None)
        process.join(30)
        here.close()
        there.close()
    assert process.exitcode == 0
    process.close()


def test_T43_lists_show_no_ciphertext_and_one_person_s_when_asked_for_one(any_desk: Desk) -> None:
    connect_people(any_desk, 3)
    stored = [bytes(cell) for row in any_desk.run("SELECT access, refresh, data_key FROM grants") for cell in row]
    shown = repr(any_desk.actions.list_connected_accounts()) + repr(any_desk.actions.list_account_events())
    assert not any(repr(blob)[2:20] in shown for blob in stored)
    assert "figu_" not in shown
    one = any_desk.actions.list_connected_accounts(identifier="user 0001")
    assert {account.identifier for account in one} == {"user 0001"}
    events = any_desk.actions.list_account_events(identifier="user 0001")
    assert {event.identifier for event in events} == {"user 0001"}


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_thousand_accounts_in_one_process_neither_mix_nor_grow(desk: Desk) -> None:
    people = connect_people(desk, 1000)
    names, log = list(people), desk.sandbox.requests
    handles = {name: user.handle for name, user in people.items()}

    def round_of_calls() -> None:
        for name in names:
            assert desk.actions.execute_tool("figma_me_get", identifier=name)["handle"] == handles[name]
        log.clear()
        desk.actions.context.stored().limits.counts.flush()
        gc.collect()

    round_of_calls()
    objects, blocks = len(gc.get_objects()), sys.getallocatedblocks()
    for _ in range(2):
        round_of_calls()
    assert len(gc.get_objects()) - objects < 200, "objects that stay of 2,000 calls"
    assert sys.getallocatedblocks() - blocks < 2000, "blocks of memory that stay of 2,000 calls"


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_T37_hundreds_of_accounts_called_by_many_threads_do_not_mix(desk: Desk) -> None:
    people = connect_people(desk, 300)
    names, rng = list(people), random.Random(5)
    numbers = count()

    def call(_: int) -> bool:
        who = names[(next(numbers) * 7 + rng.randrange(50)) % len(names)]
        return desk.handle(who) == people[who].handle

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(call, range(1000)))


def test_T42_the_last_account_s_ciphertext_leaves_the_database_file(desk: Desk) -> None:
    desk.connect()
    sealed = [bytes(cell) for row in desk.run("SELECT access, refresh, data_key FROM grants") for cell in row]
    assert all(blob in desk.dump() for blob in sealed)
    desk.actions.delete_connected_account(identifier="ann")
    desk.actions.context.stored().database.read("PRAGMA wal_checkpoint(TRUNCATE)")
    assert not any(blob in desk.dump() for blob in sealed)
