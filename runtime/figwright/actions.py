"""The public face: `Actions` and its awaitable twin. Both prepare the same flows; only carrying them out differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, Self, TypedDict, TypeVar, Unpack, overload

from figwright import DEFAULT_CONNECTOR
from figwright.accounts.client_tokens import AsyncMcpTokenMethods, McpTokenMethods
from figwright.accounts.memory import MemoryAccounts
from figwright.accounts.methods import (
    AccountBase,
    AccountMethods,
    AsyncAccountMethods,
    checked_identifier,
    checked_token,
    in_thread,
    told_kind,
)
from figwright.calls.catalog import Catalog, completed
from figwright.calls.checks import Suspicions
from figwright.calls.drivers import drive, drive_async
from figwright.calls.modifiers import AsyncModifierMethods, ModifierMethods, Registered
from figwright.calls.paging import AsyncPageMethods, PageMethods
from figwright.calls.pipeline import Call, call_tool, find_account
from figwright.calls.raw_request import call_endpoint
from figwright.calls.steps import Flow
from figwright.calls.tool_list import list_tools
from figwright.concurrency.fork_lock import ForkLock
from figwright.connections import BoundConnection, Connection, Given, find_connector
from figwright.connector import Connector, Tool
from figwright.downloads.fetch import AsyncDownloadMethods, DownloadMethods
from figwright.errors import ConfigurationError, InvalidToolInputError
from figwright.http.limits import Limits
from figwright.http.transport import AnyTransport, AsyncTransport, Deadline, Transport, Transports
from figwright.redaction.secret import Secret
from figwright.rendering.pictures import Show
from figwright.rendering.shape import Shape, Shaping
from figwright.types.accounts import Accounts, AccountStatus, ConnectedAccount
from figwright.types.results import ToolList, ToolResult

if TYPE_CHECKING:
    from figwright.accounts.authorization import Authorizations
    from figwright.accounts.stored import StoredAccounts
    from figwright.settings import Settings


T = TypeVar("T")
R = TypeVar("R")
_SELF = "self"
"""The identifier of the one person behind `with_token`."""


class Asked(Shaping, total=False):
    """Whose call, what goes in, and how its text looks."""

    identifier: str | None
    tool_input: Mapping[str, object] | None
    connection_name: str | None
    show: Show | None


class Bounds(TypedDict, total=False):
    """What bounds a client's calls, and its way out: see the constructor."""

    deadline: float | None
    max_response_bytes: int | None
    proxy: str | Secret | None
    ca_bundle: str | None
    trust_env: bool | None
    max_tokens: int | None
    max_characters: int | None


class _Face(AccountBase, Generic[AnyTransport]):
    """What both faces share: connections, accounts, modifiers, and one pool of HTTP connections per origin."""

    _transport_type: type[AnyTransport]

    def __init__(
        self,
        connections: Sequence[Connection] | None = None,
        *,
        database_url: str | Secret | None = None,
        encryption_keys: Sequence[str | Secret] | None = None,
        public_url: str | None = None,
        lease: float | None = None,
        deadline: float | None = None,
        max_response_bytes: int | None = None,
        proxy: str | Secret | None = None,
        ca_bundle: str | None = None,
        trust_env: bool | None = None,
        max_tokens: int | None = None,
        max_characters: int | None = None,
    ) -> None:
        """Without arguments everything comes from the environment and `figwright.toml`.

        The database is opened when accounts are first asked for, with those of its settings that are not given here.
        `public_url` is where the connect app is mounted. `lease` bounds a refresh, `deadline` a whole call, both in
        seconds; `max_response_bytes` counts after decompression; `max_tokens` and `max_characters` bound each result's
        `.text`. What a connection of `connections` leaves out is taken, option by option, from the settings of the
        connection of its name; other connections of the settings are left out. Raises ConfigurationError for a
        connection that cannot work.
        """
        database_url = None if database_url is None else Secret.text(database_url)
        encryption_keys = None if encryption_keys is None else tuple(map(Secret.text, encryption_keys))
        proxy = None if proxy is None else Secret.text(proxy)
        bounds = _given(deadline=deadline, max_response_bytes=max_response_bytes)
        bounds |= _given(proxy=proxy, ca_bundle=ca_bundle, trust_env=trust_env)
        budget = _given(max_tokens=max_tokens, max_characters=max_characters)
        self._settings: Settings | None = None
        if connections is None:
            from figwright.settings import load_settings

            self._settings = load_settings(**bounds, **budget)
            connections = self._settings.named_connections() or [Connection()]
            self._limits, self._shape = self._settings.limits(), self._settings.shape()
        else:
            connections, self._limits, self._shape = completed(connections), Limits(**bounds), Shape(**budget)
        self._catalog = Catalog([BoundConnection(connection) for connection in connections])
        self._storage = _given(
            database_url=database_url, encryption_keys=encryption_keys, public_url=public_url, lease=lease
        )
        self._opening = ForkLock()
        self._accounts: Accounts | None = None
        self._consents: Authorizations | None = None
        self._identifier: str | None = None
        self._before: list[Registered] = []
        self._after: list[Registered] = []
        self._suspicions = Suspicions()
        self._transports: Transports[AnyTransport] = Transports(self._transport_type, self._limits)

    @classmethod
    def with_token(
        cls,
        token: str | Secret,
        *,
        kind: str | None = None,
        connector: str | Connector = DEFAULT_CONNECTOR,
        scopes: Iterable[str] | None = None,
        plan: str | None = None,
        read_only: bool = False,
        tools: Sequence[str] | None = None,
        api_url: str | None = None,
        download_hosts: Sequence[str] | None = None,
        allow_insecure: bool = False,
        **limits: Unpack[Bounds],
    ) -> Self:
        """One person with one token: nothing is stored, and no call needs an identifier.

        `kind` is one of the connector's credential kinds; without it, the one that the token's beginning tells, else
        `personal_access_token`. All tools are in use unless `tools` names some. `scopes` and `plan`, where you know
        them, let a call be refused before it is sent. Addresses, `download_hosts` and `read_only` that are not given
        are those of the connection that the settings have for this connector, if they have one. `limits` are the
        constructor's: `deadline`, `max_response_bytes`, `proxy`, `ca_bundle`, `trust_env`, `max_tokens`,
        `max_characters`.
        """
        token = Secret.text(token)
        if wrong := sorted(limits.keys() - Bounds.__annotations__.keys()):
            known = ", ".join(Bounds.__annotations__)
            raise TypeError(f"with_token() has no argument {wrong[0]!r}. Limits are: {known}.")
        found = find_connector(connector)
        chosen = tuple(found.tools if tools is None else tools)
        said: Given = {"name": found.name, "connector": found, "tools": chosen, "scopes": None}
        if read_only:
            said["read_only"] = True
        if api_url is not None:
            said["api_url"] = api_url
        if download_hosts is not None:
            said["download_hosts"] = tuple(download_hosts)
        if allow_insecure:
            said["allow_insecure"] = True
        actions = cls([Connection(**said)], **limits)
        kind = kind or told_kind(found, token)
        secret = checked_token(actions._catalog.connection(None), token, kind, plan)
        held = None if scopes is None else frozenset(scopes)
        accounts = MemoryAccounts()
        accounts.connect(ConnectedAccount(found.name, _SELF, AccountStatus.ACTIVE, kind, held, plan), secret)
        actions._accounts, actions._identifier = accounts, _SELF
        return actions

    def _call(
        self, connection: BoundConnection, identifier: str | None, tool_name: str = "", shaping: Shaping | None = None
    ) -> Call:
        return Call(
            connection=connection,
            accounts=self._accounts or self._stored(),
            identifier=self._whose(identifier),
            deadline=Deadline(self._limits.deadline),
            max_response_bytes=self._limits.max_response_bytes,
            before=tuple(function for names, function in self._before if not names or tool_name in names),
            after=tuple(function for names, function in self._after if not names or tool_name in names),
            suspicions=self._suspicions,
            shaping=shaping,
            shape=self._shape,
        )

    def _whose(self, identifier: str | None) -> str:
        whose = identifier or self._identifier
        if not whose:
            raise ConfigurationError("Whose account? Pass identifier=, your own name for the user.")
        return checked_identifier(whose)

    def _tool_call(
        self,
        tool_name: str | Tool[Any],
        identifier: str | None,
        tool_input: Mapping[str, object] | None,
        connection_name: str | None,
        show: Show | None,
        shaping: Shaping,
    ) -> Flow[ToolResult]:
        tool = self._catalog.tool(tool_name if isinstance(tool_name, str) else tool_name.name)
        if strays := shaping.keys() - Shaping.__annotations__.keys():
            raise InvalidToolInputError(
                tool.name, {name: f"pass tool_input={{{name!r}: ...}}" for name in sorted(strays)}
            )
        connection = self._catalog.connection_of(tool, connection_name)
        call = self._call(connection, identifier, tool.name, shaping)
        flow = call_tool(call, tool, {} if tool_input is None else tool_input)
        if show is None:
            return flow
        from figwright.downloads.attachments import shown

        return shown(flow, show, self._catalog, call, partial(self._call, connection, identifier))

    def _stored(self) -> StoredAccounts:
        """The accounts of the database, opened when they are first asked for."""
        from figwright.accounts.stored import StoredAccounts

        with self._opening:
            if self._accounts is None:
                from figwright.accounts.opening import open_accounts
                from figwright.settings import load_settings

                self._settings = self._settings or load_settings()
                self._accounts = open_accounts(self._settings.storage(**self._storage), self._limits)
        if not isinstance(self._accounts, StoredAccounts):
            raise ConfigurationError("A client made with with_token stores no accounts: make one with Actions(...).")
        return self._accounts

    def _close_accounts(self) -> None:
        if self._accounts is not None:
            self._accounts.close()

    def _authorizations(self) -> Authorizations:
        from figwright.accounts.authorization import Authorizations

        stored = self._stored()
        if self._consents is None:
            assert self._settings is not None
            public_url = self._settings.storage(**self._storage).public_url
            self._consents = Authorizations(stored, self._catalog, public_url)
        return self._consents

    def connection(self, name: str | None = None) -> BoundConnection:
        """The connection of that name, or the only one. Raises ConfigurationError."""
        return self._catalog.connection(name)

    @property
    def max_characters(self) -> int:
        """How long a result's `.text` may be, unless a call asks for another bound."""
        return self._shape.max_characters

    def tools_in_use(self, *, connection_name: str | None = None) -> ToolList:
        """The tools that the connection allows, whatever an account can call; `.refused` says why not the others."""
        return list_tools(self._catalog.connection(connection_name), None)

    def _list_tools(self, connection: BoundConnection, identifier: str | None) -> Flow[ToolList]:
        call = self._call(connection, identifier)
        access = yield from find_account(call)
        return list_tools(connection, access.account, call.accounts.hand_in)


def _given(**options: Any) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}


class Account:
    """One user's account in the sync face: the first argument of every typed tool function."""

    def __init__(self, actions: Actions, identifier: str | None, connection_name: str | None) -> None:
        self._actions, self._identifier, self._connection_name = actions, identifier, connection_name

    def call(self, tool: Tool[T], inputs: Mapping[str, object], /) -> T:
        """The tool's result as the provider sent it. What typed functions do."""
        result = self._actions.execute_tool(
            tool.name, identifier=self._identifier, tool_input=inputs, connection_name=self._connection_name
        )
        data: T = result.data
        return data


class AsyncAccount:
    """One user's account in the awaitable face."""

    def __init__(self, actions: AsyncActions, identifier: str | None, connection_name: str | None) -> None:
        self._actions, self._identifier, self._connection_name = actions, identifier, connection_name

    async def call(self, tool: Tool[T], inputs: Mapping[str, object], /) -> T:
        """The tool's result as the provider sent it. What typed functions do."""
        result = await self._actions.execute_tool(
            tool.name, identifier=self._identifier, tool_input=inputs, connection_name=self._connection_name
        )
        data: T = result.data
        return data


class Actions(_Face[Transport], ModifierMethods, AccountMethods, DownloadMethods, McpTokenMethods, PageMethods):
    """Calls tools as your users, waiting for each. Safe to share between threads; a context manager."""

    _transport_type = Transport

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
        **shaping: Unpack[Shaping],
    ) -> ToolResult:
        """Call a tool as `identifier`, by its name or its record. Raises any of figwright.errors; see there.

        `view`, `fields`, `form`, `max_tokens`, ... (`types.Shaping`) say how `.text` looks, and change nothing else.
        `show` fetches what the result links to, too: a few pictures (`.pictures`), or files into a folder.
        """
        flow = self._tool_call(tool_name, identifier, tool_input, connection_name, show, shaping)
        return drive(flow, self._transports)

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
        connection = self._catalog.connection(connection_name)
        flow = call_endpoint(self._call(connection, identifier), method, path, query, body)
        return drive(flow, self._transports)

    def list_tools(self, *, identifier: str | None = None, connection_name: str | None = None) -> ToolList:
        """The tools that this account can call now; `.refused` says why not the others."""
        connection = self._catalog.connection(connection_name)
        return drive(self._list_tools(connection, identifier), self._transports)

    def account(self, identifier: str | None = None, *, connection_name: str | None = None) -> Account:
        """The first argument of the typed tool functions."""
        return Account(self, self._whose(identifier), connection_name)

    def close(self) -> None:
        """Wait for refreshes under way and close all connections. A later call opens new ones."""
        for transport in self._transports.take():
            transport.close()
        self._close_accounts()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncActions(
    _Face[AsyncTransport],
    AsyncModifierMethods,
    AsyncAccountMethods,
    AsyncDownloadMethods,
    AsyncMcpTokenMethods,
    AsyncPageMethods,
):
    """Calls tools as your users, awaiting each, on asyncio or trio; an async context manager, for one event loop."""

    _transport_type = AsyncTransport

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
        **shaping: Unpack[Shaping],
    ) -> ToolResult:
        """Call a tool as `Actions.execute_tool` does."""
        await self._opened()
        flow = self._tool_call(tool_name, identifier, tool_input, connection_name, show, shaping)
        return await drive_async(flow, self._transports)

    async def request(
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
        connection = self._catalog.connection(connection_name)
        await self._opened()
        flow = call_endpoint(self._call(connection, identifier), method, path, query, body)
        return await drive_async(flow, self._transports)

    async def list_tools(self, *, identifier: str | None = None, connection_name: str | None = None) -> ToolList:
        """The tools that this account can call now; `.refused` says why not the others."""
        connection = self._catalog.connection(connection_name)
        await self._opened()
        return await drive_async(self._list_tools(connection, identifier), self._transports)

    def account(self, identifier: str | None = None, *, connection_name: str | None = None) -> AsyncAccount:
        """The first argument of the typed tool functions of the `aio` package."""
        return AsyncAccount(self, self._whose(identifier), connection_name)

    async def close(self) -> None:
        """Wait for refreshes under way and close all connections. A later call opens new ones."""
        for transport in self._transports.take():
            await transport.close()
        await in_thread(_Face._close_accounts)(self)

    async def _opened(self) -> None:
        """Open the database in a thread: a server far away, or tables to be made, would stop the event loop."""
        if self._accounts is None:
            await in_thread(_Face._stored)(self)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
