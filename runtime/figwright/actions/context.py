"""What one client works with. Its methods serve the client's faces, and whatever stands on a client inside figwright.

The web app, the MCP server and the command line reach it as `actions.context`. It is not for users of the package and
may change without notice.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic

from figwright.accounts.checks import checked_identifier, checked_token, kind_by_beginning
from figwright.accounts.memory import MemoryAccounts
from figwright.calls.checks import Suspicions
from figwright.calls.modifiers import Modifiers
from figwright.calls.pipeline import Call, call_tool
from figwright.calls.steps import Ask, Flow, R
from figwright.concurrency.fork_lock import ForkLock
from figwright.connections import (
    SECRET_OPTIONS,
    BoundConnection,
    Catalog,
    Connection,
    ConnectionOptions,
    default_connections,
    find_connector,
    installed_connectors,
)
from figwright.connector import Connector, Tool
from figwright.errors import ConfigurationError, InvalidToolInputError
from figwright.http.deadline import Deadline
from figwright.http.limits import Limits
from figwright.http.transports import AnyTransports, AsyncTransports
from figwright.redaction.secret import Secret
from figwright.rendering.pictures import Show
from figwright.rendering.shape import Shape, Shaping
from figwright.types.accounts import AccountEvent, Accounts, AccountStatus, ConnectedAccount
from figwright.types.results import ToolResult

if TYPE_CHECKING:
    from figwright.accounts.authorization import Authorizations
    from figwright.accounts.client_tokens import ClientTokens
    from figwright.accounts.connected import ConnectedAccounts
    from figwright.accounts.stored import StoredAccounts
    from figwright.accounts.sweep import Sweep
    from figwright.cache.cached import CachedCalls
    from figwright.settings import Settings
    from figwright.store.opening import Storage

_IS_SET = re.compile(r"FIGWRIGHT_CONNECTIONS", re.IGNORECASE)
_SELF = "self"
"""The identifier of the one person whose token was handed in."""


class ClientContext(Generic[AnyTransports]):
    """One client's connections, bounds, HTTP connections, modifiers and accounts. Safe to share between threads."""

    def __init__(
        self,
        transports: type[AnyTransports],
        connections: Sequence[Connection] | None,
        bounds: Mapping[str, Any],
        budget: Mapping[str, Any],
        storage: Mapping[str, Any],
    ) -> None:
        """What is left out comes from the settings, the storage's when accounts are first asked for."""
        self._given_storage = storage
        self._settings: Settings | None = None
        if connections is None:
            from figwright.settings import load_settings

            self._settings = load_settings(**bounds, **budget)
            connections = self._settings.named_connections() or default_connections()
            self.limits, self.shape = self._settings.limits(), self._settings.shape()
        else:
            connections, self.limits, self.shape = _completed(connections), Limits(**bounds), Shape(**budget)
        self.catalog = Catalog([BoundConnection(connection) for connection in connections])
        self.transports: AnyTransports = transports(self.limits)
        self.before = Modifiers(self.catalog, awaited=transports is AsyncTransports)
        self.after = Modifiers(self.catalog, awaited=transports is AsyncTransports)
        self.accounts: Accounts | None = None
        """Where they are kept; None until they are first asked for."""
        self.listeners: list[Callable[[AccountEvent], object]] = []
        self.event_handlers: dict[str, list[Callable[[Any], Any]]] = {}
        self._opening = ForkLock()
        self._cached: CachedCalls | None = None
        self._suspicions = Suspicions()
        self._identifier: str | None = None

    def hand_in(self, token: Secret, kind: str | None, scopes: Iterable[str] | None, plan: str | None) -> None:
        """Work for one person with this token, and store nothing. Raises ConfigurationError."""
        connection = self.catalog.connection(None)
        kind, secret = checked_token(connection.connector, token, kind, plan)
        held = None if scopes is None else frozenset(scopes)
        account = ConnectedAccount(connection.name, _SELF, AccountStatus.ACTIVE, kind, held, plan)
        self.accounts, self._identifier = MemoryAccounts(account, secret), _SELF

    def whose(self, identifier: str | None) -> str:
        """Raises ConfigurationError for what names nobody."""
        whose = identifier or self._identifier
        if not whose:
            raise ConfigurationError("Whose account? Pass identifier=, your own name for the user.")
        return checked_identifier(whose)

    def stored(self) -> StoredAccounts:
        """The accounts of the database, opened when they are first asked for. Raises ConfigurationError."""
        from figwright.accounts.stored import StoredAccounts, open_accounts

        with self._opening:
            if self.accounts is None:
                opened = open_accounts(self._storage(), self.limits)
                opened.listeners = self.listeners
                self.accounts = opened
        if not isinstance(self.accounts, StoredAccounts):
            raise ConfigurationError("A client made with with_token stores no accounts: make one with Actions(...).")
        return self.accounts

    @property
    def cache(self) -> CachedCalls:
        """What answers are kept in: on the disk where accounts are stored, else in memory."""
        if self._cached is None:
            from figwright.cache.opening import opened_cache

            ring = getattr(self.accounts or self.stored(), "ring", None)
            with self._opening:  # the turns of all threads are taken at one
                self._cached = self._cached or opened_cache(self._storage() if ring else None, ring)
        return self._cached

    def connected_accounts(self) -> ConnectedAccounts:
        from figwright.accounts.connected import ConnectedAccounts

        return ConnectedAccounts(self.stored, self.catalog)

    def delete_account(self, connection_name: str | None, identifier: str) -> None:
        """With the last one of a connection, the answers that were kept through it."""
        accounts, connection = self.connected_accounts(), self.catalog.connection(connection_name)
        accounts.disconnect(connection.name, identifier, delete=True)
        if connection.connector.cache and not accounts.list(connection.name, None, None, 1, None):
            self.cache.shelf.clear(connection.name)

    def authorizations(self) -> Authorizations:
        """Raises ConfigurationError, also where `public_url` is no address."""
        from figwright.accounts.authorization import Authorizations

        return Authorizations(self.stored(), self.catalog, self._storage().public_url)

    def public_url(self) -> str:
        return self._storage().public_url

    def client_tokens(self) -> ClientTokens:
        from figwright.accounts.client_tokens import ClientTokens

        return ClientTokens(self.stored(), self.catalog)

    def sweep(self, *, rate: float | None, limit: int | None = None, threads: int = 4) -> Sweep:
        from figwright.accounts.sweep import Sweep

        return Sweep(self.stored(), rate=rate, limit=limit, threads=threads)

    def call_tool(
        self,
        tool_name: str | Tool[Any],
        identifier: str | None,
        tool_input: Mapping[str, object] | None,
        connection_name: str | None,
        show: Show | None,
        shaping: Shaping,
        cache: bool = True,
    ) -> Flow[ToolResult]:
        tool = self.catalog.tool(tool_name if isinstance(tool_name, str) else tool_name.name)
        if strays := shaping.keys() - Shaping.__annotations__.keys():
            raise InvalidToolInputError(
                tool.name, {name: f"pass tool_input={{{name!r}: ...}}" for name in sorted(strays)}
            )
        connection = self.catalog.connection_of(tool, connection_name)
        call_of = partial(self._call, (yield from self._opened()), connection, identifier, cache=cache)
        call = call_of(tool.name, shaping)
        flow = call_tool(call, tool, {} if tool_input is None else tool_input)
        if tool.compared and shaping.get("since"):
            from figwright.cache.versions import compared

            flow = compared(flow, call, tool, {} if tool_input is None else tool_input)
        if show is not None:
            from figwright.downloads.attachments import shown

            flow = shown(flow, show, self.catalog, call, call_of)
        return (yield from flow)

    def calling(self, identifier: str | None, connection_name: str | None, flow: Callable[[Call], Flow[R]]) -> Flow[R]:
        """A flow that is no tool's, such as an endpoint's."""
        connection = self.catalog.connection(connection_name)
        return (yield from flow(self._call((yield from self._opened()), connection, identifier)))

    def close_accounts(self) -> None:
        if self.accounts is not None:
            self.accounts.close()

    def _opened(self) -> Flow[Accounts]:
        """Opened in a thread where an event loop would wait: a server is far away, or tables have to be made."""
        return self.accounts or (yield Ask(self.stored))

    def _call(
        self,
        accounts: Accounts,
        connection: BoundConnection,
        identifier: str | None,
        tool_name: str = "",
        shaping: Shaping | None = None,
        cache: bool = True,
    ) -> Call:
        return Call(
            connection=connection,
            accounts=accounts,
            identifier=self.whose(identifier),
            deadline=Deadline(self.limits.deadline),
            max_response_bytes=self.limits.max_response_bytes,
            before=self.before.of(tool_name),
            after=self.after.of(tool_name),
            suspicions=self._suspicions,
            shaping=shaping,
            shape=self.shape,
            through=partial(self.cache.exchange, off=not cache) if connection.connector.cache else None,
        )

    def settings(self) -> Settings:
        """Those of the environment and figwright.toml. Raises ConfigurationError."""
        from figwright.settings import load_settings

        self._settings = self._settings or load_settings()
        return self._settings

    def _storage(self) -> Storage:
        return self.settings().storage(**self._given_storage)


def _completed(connections: Sequence[Connection]) -> Sequence[Connection]:
    """Each with what the settings of the same name say, option by option, where code leaves it out.

    Raises ConfigurationError where the settings are wrong.
    """
    named = _configured()
    return [_complete(each, named[each.name]) if each.name in named else each for each in connections]


def _configured() -> dict[str, ConnectionOptions]:
    """Options of the settings' connections by name. Raises ConfigurationError where the settings are wrong."""
    if not Path("figwright.toml").exists() and not any(map(_IS_SET.match, os.environ)):
        return {}  # reading settings loads a library
    from figwright.settings import load_settings

    return {name.lower(): options for name, options in load_settings().connections.items()}


def connector_of_token(token: Secret) -> Connector:
    """Of those that are configured, or else installed, the only one, or the one whose tokens begin so.

    Raises ConfigurationError where several are left.
    """
    configured = {find_connector(options.connector or name).name for name, options in _configured().items()}
    names = sorted(configured) or list(installed_connectors())
    there = [find_connector(name) for name in names]
    if len(there) > 1:
        there = [each for each in there if kind_by_beginning(each, token.reveal())]
    if len(there) != 1:
        raise ConfigurationError(f"Whose token is it? Say connector, one of: {', '.join(names) or 'none'}.")
    return there[0]


def _complete(connection: Connection, options: ConnectionOptions) -> Connection:
    left_out = options.model_fields_set - connection.model_fields_set
    if connection.model_fields_set & SECRET_OPTIONS:  # two ways to say one thing
        left_out -= SECRET_OPTIONS
    return connection.model_copy(update={name: getattr(options, name) for name in left_out})
