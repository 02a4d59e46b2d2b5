"""`Actions`: the client that waits for each call."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from os import PathLike
from typing import Any, Self, TypeVar, Unpack, overload

from figwright.actions.budget import forget_limits, read_budget
from figwright.actions.client import Client
from figwright.actions.refresher import Refresher
from figwright.calls.batches import batches
from figwright.calls.drivers import drive
from figwright.calls.modifiers import PostModifier, PreModifier
from figwright.calls.page_walk import Walk
from figwright.calls.raw_request import call_endpoint
from figwright.calls.steps import Flow, R
from figwright.calls.tool_list import list_callable
from figwright.connector import Tool
from figwright.downloads.fetch import download_within
from figwright.events import methods as out
from figwright.http.transports import Transports
from figwright.rate_limits.budget import TierBudget
from figwright.redaction.secret import Secret
from figwright.rendering.pictures import Show
from figwright.rendering.shape import Shaping
from figwright.types.accounts import (
    AccountEvent,
    AccountPage,
    AccountResult,
    AuthorizationLink,
    CompletedAuthorization,
    ConnectedAccount,
    IssuedMcpToken,
    McpToken,
    McpTokenPage,
    RefreshReport,
    StartedAuthorization,
)
from figwright.types.files import DownloadResult
from figwright.types.results import ToolList, ToolResult
from figwright.types.webhooks import Webhook
from figwright.webhooks import methods

T = TypeVar("T")
DEFAULT_LIFETIME = timedelta(days=90)


class Asked(Shaping, total=False):
    """Whose call, what goes in, and how its text looks."""

    identifier: str | None
    tool_input: Mapping[str, object] | None
    connection_name: str | None
    show: Show | None
    cache: bool


class Account:
    """One user's account in the sync face: the first argument of every typed tool function."""

    def __init__(self, actions: Actions, **whose: Unpack[Asked]) -> None:
        self._actions, self._whose = actions, whose

    def call(self, tool: Tool[T], inputs: Mapping[str, object], /) -> T:
        """The tool's result as the provider sent it. What typed functions do."""
        asked: Asked = {**self._whose, "tool_input": inputs}
        return self._actions.execute_tool(tool, **asked).data


class Actions(Client[Transports]):
    """Calls tools as your users, waiting for each. Safe to share between threads; a context manager."""

    _transports_type = Transports

    @overload
    def execute_tool(self, tool_name: Tool[T], **asked: Unpack[Asked]) -> ToolResult[T]: ...
    @overload
    def execute_tool(self, tool_name: str, **asked: Unpack[Asked]) -> ToolResult: ...
    def execute_tool(
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
        """Call a tool as `identifier`, by its name or its record. Raises any of figwright.errors; see there.

        `view`, `fields`, `form`, `max_tokens`, ... (`types.Shaping`) say how `.text` looks, and change nothing else.
        `show` fetches what the result links to, too: a few pictures (`.pictures`), or files into a folder.
        `cache=False` asks the provider, whatever is held, and keeps nothing.
        """
        flow = self.context.call_tool(tool_name, identifier, tool_input, connection_name, show, shaping, cache)
        return self._run(flow)

    def request(
        self,
        *,
        method: str,
        path: str,
        identifier: str | None = None,
        query: Mapping[str, object] | None = None,
        body: object | None = None,
        connection_name: str | None = None,
    ) -> ToolResult:
        """Call an endpoint by its path, `method="GET", path="/v1/me"`, under the same checks as the tools."""
        flow = partial(call_endpoint, method=method, path=path, query=query, body=body)
        return self._run(self.context.calling(identifier, connection_name, flow))

    def pages(
        self,
        tool_name: str,
        *,
        identifier: str | None = None,
        tool_input: Mapping[str, object] | None = None,
        connection_name: str | None = None,
    ) -> Iterator[ToolResult]:
        """The results of a paginated tool, page after page, each fetched when it is asked for.

        Where the provider links to pages, what an earlier page held is left out, and so is a page without anything new.
        Raises InvalidResponseError for a link that leads elsewhere, and where pages of cursors go round.
        """
        walk = Walk(self.context.catalog.tool(tool_name), tool_input or {})
        for asked in walk:
            result = self.execute_tool(
                tool_name, identifier=identifier, tool_input=asked, connection_name=connection_name
            )
            if page := walk.take(result):
                yield page

    def batches(
        self,
        tool_name: str,
        *,
        over: str,
        size: int | None = None,
        identifier: str | None = None,
        tool_input: Mapping[str, object] | None = None,
        connection_name: str | None = None,
    ) -> Iterator[ToolResult]:
        """The results of a tool called once for each batch of a long list: `over="ids", size=500`.

        Without a `size`, as many items go into a call as its address can hold; the provider may take fewer. Each batch
        is a call, counted by the provider's limits, and is made when it is asked for.
        """
        for batch in batches(self.context.catalog, tool_name, connection_name, tool_input or {}, over, size):
            yield self.execute_tool(tool_name, identifier=identifier, tool_input=batch, connection_name=connection_name)

    def download(
        self,
        result: ToolResult,
        folder: str | PathLike[str],
        *,
        deadline: float | None = None,
        max_bytes: int | None = None,
        only: Collection[str] | None = None,
    ) -> DownloadResult:
        """Save the files that a result links to, such as rendered images, in a folder, which is made if need be.

        A file of the same name is replaced. One that cannot be had raises nothing: see `.failed`. `deadline` bounds
        all of it in seconds, `max_bytes` each file; without them, the client's own do. `only` names the files to have
        by their ids. Raises ConfigurationError.
        """
        limits, catalog = self.context.limits, self.context.catalog
        return self._run(download_within(limits, catalog, result, folder, deadline, max_bytes, only))

    def list_tools(self, *, identifier: str | None = None, connection_name: str | None = None) -> ToolList:
        """The tools that this account can call now; `.refused` says why not the others."""
        return self._run(self.context.calling(identifier, connection_name, list_callable))

    def budget(self, *, identifier: str | None = None, connection_name: str | None = None) -> tuple[TierBudget, ...]:
        """What is left of the provider's limits, tier by tier, as estimated from the calls that were counted here.

        Nothing is asked of the provider. Nothing is refused on an estimate, but what the provider refused is, until the
        time that it named.
        """
        return self._run(self.context.calling(identifier, connection_name, read_budget))

    def forget_limits(self, *, identifier: str | None = None, connection_name: str | None = None) -> None:
        """Send the account's calls again before a limit that it met is over, because its seat or plan was changed."""
        self._run(self.context.calling(identifier, connection_name, forget_limits))

    def account(
        self, identifier: str | None = None, *, connection_name: str | None = None, cache: bool = True
    ) -> Account:
        """The first argument of the typed tool functions. `cache=False`: they ask the provider, whatever is held."""
        whose = self.context.whose(identifier)
        return Account(self, identifier=whose, connection_name=connection_name, cache=cache)

    def pre_modifier(self, *, tool_names: Iterable[str] | str | None = None) -> Callable[[PreModifier], PreModifier]:
        """Decorate a function (tool_input) -> tool_input that runs before the check.

        Without names, for every tool. Raises ConfigurationError for a coroutine function.
        """
        return self.context.before.decorator(tool_names)

    def post_modifier(self, *, tool_names: Iterable[str] | str | None = None) -> Callable[[PostModifier], PostModifier]:
        """Decorate a function (data) -> data that runs on the result.

        Without names, for every tool. Raises ConfigurationError for a coroutine function.
        """
        return self.context.after.decorator(tool_names)

    def get_or_create_connected_account(self, *, identifier: str, connection_name: str | None = None) -> AccountResult:
        """The account of your user, PENDING where it is new; the same one for everybody who asks at once."""
        return self.context.connected_accounts().get_or_create(connection_name, identifier)

    def get_connected_account(self, *, identifier: str, connection_name: str | None = None) -> ConnectedAccount:
        """Raises NotConnectedError where there is no such account."""
        return self.context.connected_accounts().get(connection_name, identifier)

    def list_connected_accounts(
        self,
        *,
        connection_name: str | None = None,
        identifier: str | None = None,
        status: str | None = None,
        page_size: int = 100,
        page_token: str | None = None,
    ) -> AccountPage:
        """The accounts that fit every filter given, at most `page_size` (1 to 1000) at a time.

        Raises ConfigurationError for an unknown status or connection, or a token that is not of such a list.
        """
        return self.context.connected_accounts().list(connection_name, identifier, status, page_size, page_token)

    def update_connected_account(
        self, *, identifier: str, plan: str | None, connection_name: str | None = None
    ) -> ConnectedAccount:
        """Say which plan the account's person is on; None where you do not know."""
        return self.context.connected_accounts().set_plan(connection_name, identifier, plan)

    def disconnect_connected_account(self, *, identifier: str, connection_name: str | None = None) -> ConnectedAccount:
        """Give the account's credential up: DISCONNECTED, its tokens deleted where no other account shares them.

        The provider keeps its own record of the consent, which its person can end in the settings there. The account's
        webhooks are paused first, as far as the provider answers in fifteen seconds; what is not, is logged.
        """
        methods.stop_webhooks(self, identifier, connection_name, pause=True)
        accounts = self.context.connected_accounts()
        accounts.disconnect(connection_name, identifier, delete=False)
        return accounts.read(connection_name, identifier)

    def delete_connected_account(self, *, identifier: str, connection_name: str | None = None) -> tuple[Webhook, ...]:
        """Disconnect the account and forget that it was there; its events stay.

        Its webhooks are ended at the provider first, in fifteen seconds at most; those that stay there are returned.
        The last account of a connection takes along the answers that were kept through it.
        """
        left = methods.stop_webhooks(self, identifier, connection_name)
        self.context.delete_account(connection_name, identifier)
        return left

    def list_account_events(
        self, *, connection_name: str | None = None, identifier: str | None = None, after: int = 0, limit: int = 100
    ) -> tuple[AccountEvent, ...]:
        """Changes of status after the event with the id `after`, oldest first, whichever process made them.

        At most `limit` at a time. None is skipped: an event that another process is just storing holds back those after
        it for that moment. How long events are kept is a setting (`event_retention_days`). Raises ConfigurationError
        where either is no such number.
        """
        return self.context.connected_accounts().events(connection_name, identifier, after, limit)

    def connect_with_token(
        self,
        *,
        identifier: str,
        token: str | Secret,
        kind: str | None = None,
        connection_name: str | None = None,
        scopes: Iterable[str] | None = None,
        plan: str | None = None,
        expires_at: datetime | None = None,
        check: bool = True,
    ) -> ConnectedAccount:
        """Connect with a token that the person made at the provider. It is tried with one call, unless not `check`.

        Without `kind` it is the one that the token's beginning tells, else what people make and paste. `expires_at` has
        a time zone; from then on the account is EXPIRED. Raises ConfigurationError for what cannot be such a token,
        ProviderError where the provider refuses it or cannot be asked; then nothing is stored.
        """
        token = Secret.text(token)
        return self.context.connected_accounts().connect_with_token(
            connection_name, identifier, token, kind, scopes=scopes, plan=plan, expires_at=expires_at, check=check
        )

    def get_authorization_link(
        self,
        *,
        identifier: str,
        connection_name: str | None = None,
        scopes: Iterable[str] | None = None,
        enterprise: bool = False,
        return_to: str | None = None,
        user_verify_url: str | None = None,
        session: str | Secret | None = None,
        replace: bool = False,
    ) -> AuthorizationLink:
        """A link for your user's browser, good for ten minutes and one consent.

        It asks for the least scopes that the connection's tools need, or for `scopes`; `enterprise` takes in those that
        only people on higher plans can grant. `session`, a secret of the user's session with you, must come back to
        `complete_authorization`. With `user_verify_url` the account waits until you confirm its person. `replace` lets
        another person at the provider take the account over. Raises ConfigurationError.
        """
        session = None if session is None else Secret.text(session)
        return self.context.authorizations().link(
            connection_name, identifier, scopes, enterprise, return_to, user_verify_url, session, replace
        )

    def begin_authorization(self, started: str | Secret) -> StartedAuthorization:
        """Bind a start link's consent to the browser that opened it: what the connect app's start route does."""
        started = Secret.text(started)
        return self.context.authorizations().begin(started)

    def complete_authorization(
        self, callback_url: str | Secret, *, session: str | Secret | None = None, connection_name: str | None = None
    ) -> CompletedAuthorization:
        """Turn the provider's callback into an account, at once: a code lives for seconds.

        `session` is what the consent was bound to, `connection_name` the connection whose callback route was called;
        without it the URL's path tells. Raises AuthorizationError, whose `fault` says what was wrong, ProviderError or
        ConfigurationError; the account is then as it was.
        """
        callback_url, session = Secret.text(callback_url), None if session is None else Secret.text(session)
        return self.context.authorizations().complete(callback_url, session, connection_name)

    def verify_connected_account_user(self, *, auth_request_id: str, identifier: str) -> ConnectedAccount:
        """Confirm a consent; `identifier` is from your own session, never from the request (T13)."""
        return self.context.authorizations().verify(auth_request_id, identifier)

    def refresh_connected_account(self, *, identifier: str, connection_name: str | None = None) -> ConnectedAccount:
        """Renew the account's token now, also where it is REVOKED or EXPIRED: after a repaired client secret, say."""
        return self.context.connected_accounts().refresh(connection_name, identifier)

    def refresh_due(self, *, rate: float | None = 1.0, limit: int | None = None, threads: int = 4) -> RefreshReport:
        """Renew what is due now, at most `limit` grants and `rate` a second for each app, in `threads` threads."""
        sweep = self.context.sweep(rate=rate, limit=limit, threads=threads)
        return sweep.run(self.context.catalog.connections())

    def run_refresher(self, *, every: float = 60.0, rate: float | None = 1.0) -> Refresher:
        """Renew tokens ahead of their time in a thread, looking every so many seconds: a context manager.

        Any number of processes and hosts may do so. `rate`: refreshes a second for each app. A sweep that fails is
        logged and repeated. Raises what opening the store raises.
        """
        return Refresher(partial(self.context.sweep, rate=rate), self.context.catalog.connections(), every)

    def issue_mcp_token(
        self,
        *,
        identifier: str,
        connection_name: str | None = None,
        expires_in: timedelta = DEFAULT_LIFETIME,
        label: str = "",
        read_only: bool = False,
    ) -> IssuedMcpToken:
        """A token for an MCP client of this user. Where the user has no account yet, one is made, PENDING.

        `expires_in` is between a minute and ten years; `label` says what the token is for, in up to 100 characters;
        `read_only` leaves it the tools that change nothing. Raises ConfigurationError.
        """
        return self.context.client_tokens().issue(connection_name, identifier, expires_in, label, read_only=read_only)

    def list_mcp_tokens(
        self,
        *,
        identifier: str | None = None,
        connection_name: str | None = None,
        page_size: int = 100,
        page_token: str | None = None,
    ) -> McpTokenPage:
        """The tokens of an account, of a connection, or all, at most `page_size` (1 to 1000) at a time.

        They come by account, then from old to new; those that ended stay for thirty days. Raises ConfigurationError for
        an unknown connection, or a page token that is not of such a list.
        """
        return self.context.client_tokens().list(connection_name, identifier, page_size, page_token)

    def revoke_mcp_tokens(
        self, *, identifier: str | None = None, token_id: str | None = None, connection_name: str | None = None
    ) -> int:
        """End all tokens of an account, or the one of this id, at once and everywhere; how many there were.

        With both, it is ended only where it is this account's: what a user asks of your application.
        """
        return self.context.client_tokens().revoke(connection_name, identifier, token_id)

    def check_mcp_token(self, token: str) -> McpToken | None:
        """The token, if it is ours and good now; what every request over HTTP begins with (T65)."""
        return self.context.client_tokens().check(token)

    register_webhook = methods.register_webhook
    list_webhooks = methods.list_webhooks
    rotate_webhooks = methods.rotate_webhooks
    pause_webhooks = methods.pause_webhooks
    resume_webhooks = methods.resume_webhooks
    delete_webhooks = methods.delete_webhooks
    catch_up_webhooks = methods.catch_up_webhooks
    list_webhook_events = methods.list_webhook_events
    replay_webhook_event = methods.replay_webhook_event
    handle_events = methods.handle_events
    run_event_handlers = methods.run_event_handlers
    run_event_sender = out.run_event_sender
    send_events = out.send_events
    list_event_deliveries = out.list_event_deliveries
    resend_event = out.resend_event
    send_test_event = out.send_test_event

    def close(self) -> None:
        """Wait for refreshes under way and close all connections. A later call opens new ones."""
        for transport in self.context.transports.take():
            transport.close()
        self.context.close_accounts()

    def _run(self, flow: Flow[R]) -> R:
        return drive(flow, self.context.transports)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
