"""`AsyncActions`: the client whose calls are awaited."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Mapping
from typing import Any, Self, TypeVar, Unpack, overload

from figwright.actions.client import Client
from figwright.actions.sync import Actions, Asked
from figwright.calls.batches import batches
from figwright.calls.drivers import drive_async
from figwright.calls.modifiers import AsyncPostModifier, AsyncPreModifier
from figwright.calls.page_walk import Walk
from figwright.calls.steps import Flow, R
from figwright.concurrency.twins import awaited, in_thread
from figwright.connector import Tool
from figwright.http.transports import AsyncTransports
from figwright.rendering.pictures import Show
from figwright.rendering.shape import Shaping
from figwright.types.results import ToolResult

T = TypeVar("T")


class AsyncAccount:
    """One user's account in the awaitable face."""

    def __init__(self, actions: AsyncActions, **whose: Unpack[Asked]) -> None:
        self._actions, self._whose = actions, whose

    async def call(self, tool: Tool[T], inputs: Mapping[str, object], /) -> T:
        """The tool's result as the provider sent it. What typed functions do."""
        asked: Asked = {**self._whose, "tool_input": inputs}
        return (await self._actions.execute_tool(tool, **asked)).data


class AsyncActions(Client[AsyncTransports]):
    """Calls tools as your users, awaiting each, on asyncio or trio; an async context manager, for one event loop."""

    _transports_type = AsyncTransports

    @overload
    async def execute_tool(self, tool_name: Tool[T], **asked: Unpack[Asked]) -> ToolResult[T]: ...
    @overload
    async def execute_tool(self, tool_name: str, **asked: Unpack[Asked]) -> ToolResult: ...
    async def execute_tool(
        self,
        tool_name: str | Tool[Any],
        *,
        identifier: str | None = None,
        tool_input: Mapping[str, object] | None = None,
        connection_name: str | None = None,
        show: Show | None = None,
        cache: bool = True,
        **shaping: Unpack[Shaping],
    ) -> ToolResult:
        """Call a tool as `Actions.execute_tool` does."""
        flow = self.context.call_tool(tool_name, identifier, tool_input, connection_name, show, shaping, cache)
        return await self._run(flow)

    request = awaited(Actions.request)
    download = awaited(Actions.download)
    list_tools = awaited(Actions.list_tools)
    budget = awaited(Actions.budget)
    forget_limits = awaited(Actions.forget_limits)

    async def pages(
        self,
        tool_name: str,
        *,
        identifier: str | None = None,
        tool_input: Mapping[str, object] | None = None,
        connection_name: str | None = None,
    ) -> AsyncIterator[ToolResult]:
        """The results of a paginated tool, page after page, each fetched when it is asked for.

        Where the provider links to pages, what an earlier page held is left out, and so is a page without anything new.
        Raises InvalidResponseError for a link that leads elsewhere, and where pages of cursors go round.
        """
        walk = Walk(self.context.catalog.tool(tool_name), tool_input or {})
        for asked in walk:
            result = await self.execute_tool(
                tool_name, identifier=identifier, tool_input=asked, connection_name=connection_name
            )
            if page := walk.take(result):
                yield page

    async def batches(
        self,
        tool_name: str,
        *,
        over: str,
        size: int | None = None,
        identifier: str | None = None,
        tool_input: Mapping[str, object] | None = None,
        connection_name: str | None = None,
    ) -> AsyncIterator[ToolResult]:
        """The results of a tool called once for each batch of a long list, as `Actions.batches` gives them."""
        for batch in batches(self.context.catalog, tool_name, connection_name, tool_input or {}, over, size):
            yield await self.execute_tool(
                tool_name, identifier=identifier, tool_input=batch, connection_name=connection_name
            )

    def account(
        self, identifier: str | None = None, *, connection_name: str | None = None, cache: bool = True
    ) -> AsyncAccount:
        """The first argument of the typed tool functions of the `aio` package."""
        whose = self.context.whose(identifier)
        return AsyncAccount(self, identifier=whose, connection_name=connection_name, cache=cache)

    def pre_modifier(
        self, *, tool_names: Iterable[str] | str | None = None
    ) -> Callable[[AsyncPreModifier], AsyncPreModifier]:
        """Decorate a function (tool_input) -> tool_input that runs before the check; a coroutine function is awaited.

        Without names, for every tool.
        """
        return self.context.before.decorator(tool_names)

    def post_modifier(
        self, *, tool_names: Iterable[str] | str | None = None
    ) -> Callable[[AsyncPostModifier], AsyncPostModifier]:
        """Decorate a function (data) -> data that runs on the result; a coroutine function is awaited.

        Without names, for every tool.
        """
        return self.context.after.decorator(tool_names)

    get_or_create_connected_account = in_thread(Actions.get_or_create_connected_account)
    get_connected_account = in_thread(Actions.get_connected_account)
    list_connected_accounts = in_thread(Actions.list_connected_accounts)
    update_connected_account = in_thread(Actions.update_connected_account)
    disconnect_connected_account = in_thread(Actions.disconnect_connected_account)
    delete_connected_account = in_thread(Actions.delete_connected_account)
    list_account_events = in_thread(Actions.list_account_events)
    connect_with_token = in_thread(Actions.connect_with_token)
    get_authorization_link = in_thread(Actions.get_authorization_link)
    begin_authorization = in_thread(Actions.begin_authorization)
    complete_authorization = in_thread(Actions.complete_authorization)
    verify_connected_account_user = in_thread(Actions.verify_connected_account_user)
    refresh_connected_account = in_thread(Actions.refresh_connected_account)
    refresh_due = in_thread(Actions.refresh_due)
    run_refresher = in_thread(Actions.run_refresher)
    issue_mcp_token = in_thread(Actions.issue_mcp_token)
    list_mcp_tokens = in_thread(Actions.list_mcp_tokens)
    revoke_mcp_tokens = in_thread(Actions.revoke_mcp_tokens)
    check_mcp_token = in_thread(Actions.check_mcp_token)
    register_webhook = awaited(Actions.register_webhook)
    list_webhooks = awaited(Actions.list_webhooks)
    rotate_webhooks = awaited(Actions.rotate_webhooks)
    pause_webhooks = awaited(Actions.pause_webhooks)
    resume_webhooks = awaited(Actions.resume_webhooks)
    delete_webhooks = awaited(Actions.delete_webhooks)
    catch_up_webhooks = awaited(Actions.catch_up_webhooks)
    list_webhook_events = awaited(Actions.list_webhook_events)
    replay_webhook_event = awaited(Actions.replay_webhook_event)
    handle_events = awaited(Actions.handle_events)
    run_event_handlers = in_thread(Actions.run_event_handlers)
    run_event_sender = in_thread(Actions.run_event_sender)
    send_events = awaited(Actions.send_events)
    list_event_deliveries = awaited(Actions.list_event_deliveries)
    resend_event = awaited(Actions.resend_event)
    send_test_event = awaited(Actions.send_test_event)

    async def close(self) -> None:
        """Wait for refreshes under way and close all connections. A later call opens new ones."""
        import anyio.to_thread

        for transport in self.context.transports.take():
            await transport.close()
        await anyio.to_thread.run_sync(self.context.close_accounts)

    def _run(self, flow: Flow[R]) -> Coroutine[Any, Any, R]:
        return drive_async(flow, self.context.transports)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
