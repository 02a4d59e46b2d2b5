"""Your side of a consent, played against the sandbox: apps, connections, clients, people who allow and calls made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from figwright import Actions, AsyncActions, Connection
from figwright.crypto.keyring import new_key
from figwright.types.accounts import Access, AccountEvent, CompletedAuthorization
from figwright_figma.sandbox import Sandbox
from figwright_figma.sandbox.world import App, User

KEY = new_key()


def connection_options(sandbox: Sandbox, app: App) -> dict[str, Any]:
    """What makes a connection of ours to an app in the sandbox; other than the connection, it may be pickled."""
    return {
        "name": "figma",
        "connector": "figma",
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "redirect_uri": app.redirect_uris[0],
        "publishing_state": app.publishing_state,
        "api_url": sandbox.url,
        "authorization_url": f"{sandbox.url}/oauth",
        "token_url": f"{sandbox.url}/v1/oauth/token",
        "refresh_url": f"{sandbox.url}/v1/oauth/refresh",
        "allow_insecure": True,
    }


def connection(sandbox: Sandbox, app: App, name: str = "figma", **options: Any) -> Connection:
    return Connection(**(connection_options(sandbox, app) | {"name": name} | options))


class Desk:
    """One installation: an app in the sandbox, a database, and as many clients as a test opens."""

    def __init__(self, sandbox: Sandbox, database_url: str) -> None:
        self.sandbox, self.database_url = sandbox, database_url
        self.app = sandbox.app()
        self.link_options: dict[str, Any] = {}
        self._opened: list[Actions] = []
        self.actions = self.open()

    def connection(self, name: str = "figma", **options: Any) -> Connection:
        return connection(self.sandbox, self.app, name, **options)

    def open(self, connections: Iterable[Connection] | None = None, **settings: Any) -> Actions:
        """Another client on the same database, as another process would be."""
        chosen = [self.connection()] if connections is None else list(connections)
        given = {"database_url": self.database_url, "encryption_keys": [KEY], **settings}
        actions = Actions(chosen, **given)
        self._opened.append(actions)
        return actions

    @contextmanager
    def reopened(self, **options: Any) -> Iterator[Actions]:
        """A client whose connection has these options."""
        with self.open([self.connection(**options)]) as actions:
            yield actions

    def settings(self, **options: Any) -> dict[str, Any]:
        """What a client of this installation is made with; `options` are its connection's."""
        return {
            "connections": [self.connection(**options)],
            "database_url": self.database_url,
            "encryption_keys": [KEY],
        }

    def awaitable(self) -> AsyncActions:
        return AsyncActions(**self.settings())

    def callback(
        self, identifier: str = "ann", user: User | None = None, *, by: Actions | None = None, **options: Any
    ) -> str:
        """Make a link and have `user` allow what it asks for; where their browser is sent then."""
        link = (by or self.actions).get_authorization_link(identifier=identifier, **self.link_options, **options)
        url = self.sandbox.consent(link.link, user)
        assert url is not None
        return url

    def connect(
        self, identifier: str = "ann", user: User | None = None, *, by: Actions | None = None, **options: Any
    ) -> CompletedAuthorization:
        """A whole consent."""
        url = self.callback(identifier, user, by=by, **options)
        return (by or self.actions).complete_authorization(url, session=options.get("session"))

    def handle(self, identifier: str = "ann", *, by: Actions | None = None, **options: Any) -> str:
        """Who answers to calls as `identifier`."""
        found: str = (by or self.actions).execute_tool("figma_me_get", identifier=identifier, **options)["handle"]
        return found

    def status(self, identifier: str = "ann", **options: Any) -> str:
        return self.actions.get_connected_account(identifier=identifier, **options).status

    def events(self, identifier: str | None = "ann", after: int = 0) -> list[tuple[str, str, str]]:
        """(old, new, reason) of each."""
        found = self.actions.list_account_events(identifier=identifier, after=after, limit=1000)
        return [(event.old.value, event.new.value, event.reason) for event in found]

    def last_event(self) -> int:
        found: tuple[AccountEvent, ...] = self.actions.list_account_events(limit=100000)
        return found[-1].id if found else 0

    def exchanges(self) -> int:
        """How many requests for tokens the provider saw."""
        return self.requests("oauth.token") + self.requests("oauth.refresh")

    def requests(self, operation: str) -> int:
        return sum(request.operation == operation for request in self.sandbox.requests)

    def run(self, sql: str, **values: Any) -> list[tuple[Any, ...]]:
        """One statement on the database, past every method."""
        with self.actions.context.stored().database.write() as transaction:
            return transaction.run(sql, **values)

    def rows(self, table: str) -> int:
        [(count,)] = self.run(f"SELECT COUNT(*) FROM {table}")
        return int(count)

    def dump(self) -> bytes:
        """Every byte that somebody sees who takes the database away."""
        if self.database_url.startswith("sqlite"):
            folder = Path(self.database_url.removeprefix("sqlite:///")).parent
            return b"".join(path.read_bytes() for path in folder.glob("figwright.db*"))
        tables = ("grants", "accounts", "authorization_requests", "events", "app_faults", "breakers", "mcp_tokens")
        cells = (cell for table in tables for row in self.run(f"SELECT * FROM {table}") for cell in row)
        return b"\n".join(bytes(cell) if isinstance(cell, bytes) else str(cell).encode() for cell in cells)

    def age_requests(self, seconds: float) -> None:
        """Let pending consents have been made so much earlier."""
        self.run("UPDATE authorization_requests SET expires_at = expires_at - :seconds", seconds=seconds)

    def stored_token(self, identifier: str = "ann", connection_name: str = "figma") -> str:
        stored = self.actions.context.stored()
        access = stored.find(self.actions.context.catalog.connection(connection_name), identifier)
        assert isinstance(access, Access)
        assert access.token is not None
        return access.token.secret.reveal()

    def close(self) -> None:
        for actions in self._opened:
            actions.close()


def query(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query, keep_blank_values=True).items()}


def without(url: str, *names: str) -> str:
    """The URL without these query parameters."""
    base, _, text = url.partition("?")
    return f"{base}?{'&'.join(part for part in text.split('&') if part.partition('=')[0] not in names)}"


NewDesk = Callable[..., Desk]
