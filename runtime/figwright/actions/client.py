"""What both faces of the client have in common: how one is made, and what neither has to wait for."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, Self, TypedDict, TypeVar, Unpack

from figwright.actions.context import ClientContext, connector_of_token
from figwright.calls.tool_list import list_tools
from figwright.connections import BoundConnection, Connection, find_connector
from figwright.connector import Connector
from figwright.errors import ConfigurationError
from figwright.http.transports import AnyTransports
from figwright.redaction.secret import Secret
from figwright.types.accounts import AccountEvent
from figwright.types.results import ToolList
from figwright.webhooks import methods

Listener = TypeVar("Listener", bound=Callable[[AccountEvent], Any])


class Bounds(TypedDict, total=False):
    """What bounds a client's calls, and its way out: see the constructor."""

    deadline: float | None
    max_response_bytes: int | None
    proxy: str | Secret | None
    ca_bundle: str | None
    trust_env: bool | None
    max_tokens: int | None
    max_characters: int | None


class Client(Generic[AnyTransports]):
    """`context` is what the client works with, and is not for users of the package."""

    _transports_type: type[AnyTransports]

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
        storage = _given(database_url=database_url, encryption_keys=encryption_keys, public_url=public_url, lease=lease)
        self.context: ClientContext[AnyTransports] = ClientContext(
            self._transports_type, connections, bounds, budget, storage
        )

    @classmethod
    def with_token(
        cls,
        token: str | Secret,
        *,
        kind: str | None = None,
        connector: str | Connector | None = None,
        scopes: Iterable[str] | None = None,
        plan: str | None = None,
        read_only: bool = False,
        tools: Sequence[str] | None = None,
        api_url: str | None = None,
        download_hosts: Sequence[str] | None = None,
        cache: bool | None = None,
        allow_insecure: bool = False,
        **limits: Unpack[Bounds],
    ) -> Self:
        """One person with one token: nothing is stored, and no call needs an identifier.

        Without `connector` it is that of the only configured connection, or the only one installed; of several, the one
        that the token's beginning tells. `kind` is one of its credential kinds; without it, the one that the beginning
        tells, else the one that people make and paste there. All tools are in use unless `tools` names some. `scopes`
        and `plan`, where you know them, let a call be refused before it is sent. Addresses, `download_hosts`,
        `read_only` and `cache` that are not given are those of the connection that the settings have for this
        connector, if they have one. `limits` are the constructor's: `deadline`, `max_response_bytes`, `proxy`,
        `ca_bundle`, `trust_env`, `max_tokens`, `max_characters`.
        """
        token = Secret.text(token)
        if wrong := sorted(limits.keys() - Bounds.__annotations__.keys()):
            known = ", ".join(Bounds.__annotations__)
            raise TypeError(f"with_token() has no argument {wrong[0]!r}. Limits are: {known}.")
        found = connector_of_token(token) if connector is None else find_connector(connector)
        chosen = _given(api_url=api_url, download_hosts=download_hosts, cache=cache)
        chosen |= _given(read_only=read_only or None, allow_insecure=allow_insecure or None)
        chosen["tools"] = tuple(found.tools if tools is None else tools)
        actions = cls([Connection(name=found.name, connector=found, scopes=None, **chosen)], **limits)
        actions.context.hand_in(token, kind, scopes, plan)
        return actions

    def connection(self, name: str | None = None) -> BoundConnection:
        """The connection of that name, or the only one. Raises ConfigurationError."""
        return self.context.catalog.connection(name)

    @property
    def max_characters(self) -> int:
        """How long a result's `.text` may be, unless a call asks for another bound."""
        return self.context.shape.max_characters

    def tools_in_use(self, *, connection_name: str | None = None) -> ToolList:
        """The tools that the connection allows, whatever an account can call; `.refused` says why not the others."""
        return list_tools(self.context.catalog.connection(connection_name), None)

    on_event = methods.on_event
    parse_event = methods.parse_event

    def on_status_change(self, listener: Listener) -> Listener:
        """Decorate a function (AccountEvent) -> None, called after each change that this client makes.

        It runs in the thread that made the change, so it may not be a coroutine function; what other processes change
        is in `list_account_events`.
        """
        if inspect.iscoroutinefunction(listener):
            raise ConfigurationError("A listener for status changes is a plain function: it runs in a thread.")
        if self.context.accounts is not None:
            self.context.stored()  # refuses a client that stores none; it is not opened for this
        self.context.listeners.append(listener)
        return listener


def _given(**options: Any) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}
