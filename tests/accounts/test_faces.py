"""The awaitable face does the same with accounts, on asyncio and on trio."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import anyio
import pytest

from figwright import AsyncActions
from figwright.errors import AccountNotActiveError, AuthorizationError, ConfigurationError, NotConnectedError

from .desk import Desk

Run = Callable[[Callable[[AsyncActions], Awaitable[None]]], None]


@pytest.fixture(params=["asyncio", "trio"])
def run(request: pytest.FixtureRequest, desk: Desk) -> Run:
    """Runs a coroutine function with a client of the awaitable face."""

    def run(main: Callable[[AsyncActions], Awaitable[None]]) -> None:
        async def opened() -> None:
            async with desk.awaitable() as actions:
                await main(actions)

        anyio.run(opened, backend=request.param)

    return run


def test_an_account_s_whole_life_awaited(desk: Desk, run: Run) -> None:
    sandbox, statuses = desk.sandbox, list[str]()

    async def main(actions: AsyncActions) -> None:
        actions.on_status_change(lambda event: statuses.append(event.new.value))
        created = await actions.get_or_create_connected_account(identifier="ann")
        assert (created.created, created.connected_account.status) == (True, "PENDING")
        link = await actions.get_authorization_link(identifier="ann", user_verify_url="https://app.example.com/")
        done = await actions.complete_authorization(sandbox.consent(link.link) or "")
        assert done.verification_required
        await actions.verify_connected_account_user(auth_request_id=done.auth_request_id, identifier="ann")
        assert (await actions.execute_tool("figma_me_get", identifier="ann"))["handle"] == sandbox.demo.user.handle
        sandbox.expire(sandbox.live_token(app=desk.app) or "")
        assert (await actions.execute_tool("figma_me_get", identifier="ann"))["handle"] == sandbox.demo.user.handle
        await actions.refresh_connected_account(identifier="ann")
        assert sandbox.refreshes() == 2
        assert (await actions.refresh_due(rate=None)).refreshed == 0
        assert (await actions.update_connected_account(identifier="ann", plan="enterprise")).plan == "enterprise"
        token = sandbox.token(kind="personal_access_token")
        assert (await actions.connect_with_token(identifier="bob", token=token)).status == "ACTIVE"
        listed = await actions.list_connected_accounts(status="ACTIVE")
        assert [account.identifier for account in listed] == ["ann", "bob"]
        assert (await actions.get_connected_account(identifier="bob")).kind == "personal_access_token"
        assert (await actions.disconnect_connected_account(identifier="ann")).status == "DISCONNECTED"
        with pytest.raises(AccountNotActiveError):
            await actions.execute_tool("figma_me_get", identifier="ann")
        await actions.delete_connected_account(identifier="ann")
        with pytest.raises(NotConnectedError):
            await actions.get_connected_account(identifier="ann")
        events = await actions.list_account_events(identifier="ann")
        assert [event.new for event in events] == ["PENDING_VERIFICATION", "ACTIVE", "DISCONNECTED", "DISCONNECTED"]

    run(main)
    assert statuses == ["PENDING_VERIFICATION", "ACTIVE", "ACTIVE", "DISCONNECTED", "DISCONNECTED"]


def test_a_start_link_awaited(desk: Desk, run: Run) -> None:
    async def main(_: AsyncActions) -> None:
        async with AsyncActions(**desk.settings(), public_url="https://app.example.com") as actions:
            link = await actions.get_authorization_link(identifier="ann")
            started = await actions.begin_authorization(link.link.rpartition("/")[2])
            callback = desk.sandbox.consent(started.location) or ""
            with pytest.raises(AuthorizationError) as refused:
                await actions.complete_authorization(callback)
            assert refused.value.fault == "other_browser"
            done = await actions.complete_authorization(callback, session=started.browser)
            assert done.connected_account.status == "ACTIVE"

    run(main)


def test_a_hundred_tasks_at_once_get_one_account_and_one_refresh(desk: Desk, run: Run) -> None:
    created, handles = list[bool](), list[str]()

    async def main(actions: AsyncActions) -> None:
        async def make() -> None:
            created.append((await actions.get_or_create_connected_account(identifier="ann")).created)

        async def call() -> None:
            handles.append((await actions.execute_tool("figma_me_get", identifier="ann"))["handle"])

        async def at_once(function: Callable[[], Coroutine[Any, Any, None]]) -> None:
            async with anyio.create_task_group() as tasks:
                for _ in range(100):
                    tasks.start_soon(function)

        await at_once(make)
        link = await actions.get_authorization_link(identifier="ann")
        await actions.complete_authorization(desk.sandbox.consent(link.link) or "")
        desk.sandbox.expire(desk.sandbox.live_token(app=desk.app) or "")
        await at_once(call)

    run(main)
    assert created.count(True) == 1
    assert handles == [desk.sandbox.demo.user.handle] * 100
    assert desk.sandbox.refreshes() == 1


def test_what_is_begun_is_finished_where_the_caller_is_cancelled(desk: Desk, run: Run) -> None:
    async def main(actions: AsyncActions) -> None:
        link = await actions.get_authorization_link(identifier="ann")
        callback = desk.sandbox.consent(link.link) or ""
        held = desk.sandbox.fail_next("oauth.token", delay=30)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(actions.complete_authorization, callback)
            await anyio.to_thread.run_sync(desk.sandbox.wait_in_flight, "oauth.token")
            tasks.cancel_scope.cancel()
            held.release()

    run(main)
    assert desk.status() == "ACTIVE"
    assert desk.handle() == desk.sandbox.demo.user.handle


def test_a_coroutine_function_cannot_listen(desk: Desk, run: Run) -> None:
    async def main(actions: AsyncActions) -> None:
        with pytest.raises(ConfigurationError, match="plain function"):
            actions.on_status_change(main)  # type: ignore[type-var]

    run(main)
