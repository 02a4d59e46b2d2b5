"""One app, its accounts in a database, the processes that use them, and the oracle: what must be so at the end."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from figwright import Actions, Connection
from figwright.accounts.stored import StoredAccounts
from figwright.crypto.keyring import DataKey, KeyRing, new_key, parse_keys
from figwright.http.limits import Limits
from figwright.oauth.protocol import TokenResponse
from figwright.oauth.token_endpoint import TokenEndpoint
from figwright.redaction.secret import Secret
from figwright.refresh.schedule import Schedule
from figwright.store import Database, accounts, open_database
from figwright.store.database import sqlite_path
from figwright.types.accounts import AccountStatus
from figwright_figma.sandbox import Sandbox
from figwright_figma.sandbox.world import User

from . import workers

TOOL = "figma_me_get"
CONNECTION = "figma"
PATIENCE = 60.0
"""Seconds until whatever does not come about counts as hanging."""
LIFETIME = 7_776_000.0
LEASE = 5.0
"""A request has 4 s, so that one in good health is not late on a busy machine."""
HASTY = 1.0
"""A lease under which no refresh is to succeed, so that what waits for it is over soon."""


def until(condition: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    """What the condition says once it is true; TimeoutError where it never is."""
    end = time.monotonic() + seconds
    while not (said := condition()):
        if time.monotonic() > end:
            raise TimeoutError("what was waited for did not come about")
        time.sleep(0.005)
    return said


LOADED = [
    *(
        f"figwright.{name}"
        for name in ("accounts.connected", "settings", "http.transport", "store.sqlite", "store.postgres")
    ),
    *(workers.__name__, "httpcore", "psycopg_pool", "figma_tools.connector", "figma_tools.tools"),
]
"""What a worker needs for a call."""


class Worker:
    """A process of `workers.py`, forked from one that has loaded the package already: storms start hundreds of them."""

    _processes = multiprocessing.get_context("forkserver")
    _processes.set_forkserver_preload(LOADED)

    def __init__(self, environment: dict[str, str], settings: dict[str, Any]) -> None:
        self.pipe, pipe_inside = self._processes.Pipe()
        self.process = self._processes.Process(target=workers.main, args=(pipe_inside, environment, settings))
        self.process.start()
        pipe_inside.close()
        self.ready = False

    def await_ready(self) -> None:
        if not self.ready:
            self.ready = "ready" in self.answer()

    def tell(self, do: str, **options: Any) -> None:
        self.await_ready()
        self.pipe.send({"do": do, **options})

    def answer(self, seconds: float = PATIENCE) -> Any:
        if not self.pipe.poll(seconds):
            raise TimeoutError("the worker does not answer")
        return self.pipe.recv()

    def ask(self, do: str, **options: Any) -> Any:
        self.tell(do, **options)
        return self.answer()

    def signal(self, number: int) -> None:
        assert self.process.pid
        os.kill(self.process.pid, number)

    def await_death(self) -> int:
        """The exit code of a process that ends by itself or was killed."""
        self.process.join(PATIENCE)
        assert self.process.exitcode is not None
        return self.process.exitcode

    def await_stop(self) -> None:
        until(lambda: Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()[0] == "T")

    def end(self) -> None:
        """A stopped one, too: nothing goes on after SIGKILL."""
        self.process.kill()
        self.process.join(PATIENCE)
        self.process.close()
        self.pipe.close()


@dataclass
class World:
    """`lease` in seconds holds for everybody who refreshes here."""

    sandbox: Sandbox
    database_url: str
    lease: float = LEASE
    key: str = field(default_factory=new_key)
    _workers: list[Worker] = field(default_factory=list)
    _database: Database | None = None
    _seen: int = 0

    @property
    def database(self) -> Database:
        """The test's own way into the store."""
        if self._database is None:
            self._database = open_database(self.database_url)
        return self._database

    @property
    def path(self) -> Path:
        return sqlite_path(self.database_url)

    def connection(self, **options: Any) -> Connection:
        app, url = self.sandbox.demo.app, self.sandbox.url
        chosen = {
            "client_secret": app.client_secret,
            "authorization_url": f"{url}/oauth",
            "token_url": f"{url}/v1/oauth/token",
            "refresh_url": f"{url}/v1/oauth/refresh",
            "api_url": url,
            "publishing_state": app.publishing_state,
            **options,
        }
        return Connection(name=CONNECTION, client_id=app.client_id, allow_insecure=True, **chosen)

    @property
    def environment(self) -> dict[str, str]:
        """What connects another process with all this."""
        store = {"FIGWRIGHT_DATABASE_URL": self.database_url, "FIGWRIGHT_ENCRYPTION_KEYS": self.key}
        return {**self.sandbox.environment(), **store}

    def settings(self, **options: Any) -> dict[str, Any]:
        return {"database_url": self.database_url, "encryption_keys": [self.key], "lease": self.lease, **options}

    @contextmanager
    def actions(self, *, database: Database | None = None, **options: Any) -> Iterator[Actions]:
        """A client of its own, over another database object where one is given."""
        about = {name: options.pop(name) for name in ("refresh_url", "client_secret", "token_url") if name in options}
        with Actions([self.connection(**about)], **self.settings(**options)) as actions:
            if database is not None:
                ring = KeyRing(parse_keys([self.key]))
                actions.context.accounts = StoredAccounts(database, ring, TokenEndpoint(Limits()), self.lease)
            yield actions

    def worker(self, **settings: Any) -> Worker:
        """Another process, started but not waited for; `at` and `fault` name what befalls it and where."""
        worker = Worker(self.environment, {"lease": self.lease, "deadline": PATIENCE, **settings})
        self._workers.append(worker)
        return worker

    def connect(self, *identifiers: str, user: User | None = None) -> None:
        """ACTIVE accounts that share the grant of this person, by default the demo's."""
        person = user or self.sandbox.demo.user
        given = self.sandbox.grant(person)
        tokens = TokenResponse(
            Secret(given["access_token"]), Secret(given["refresh_token"]), given["expires_in"], person.id
        )
        with closing(TokenEndpoint(Limits())) as provider:
            stored = StoredAccounts(self.database, KeyRing(parse_keys([self.key])), provider, 10.0)
            with self.database.write() as transaction:
                grant_id = stored.store_consent(
                    transaction,
                    client_id=self.sandbox.demo.app.client_id,
                    provider_user=person.id,
                    kind="oauth",
                    tokens=tokens,
                    when=lambda _: Schedule(time.time() + LIFETIME, time.time() + LIFETIME * 0.95),
                    scopes={"current_user:read", "file_content:read"},
                )
                for identifier in identifiers:
                    accounts.create(transaction, CONNECTION, identifier)
                    accounts.attach(transaction, CONNECTION, identifier, grant_id)
                    accounts.change_status(transaction, CONNECTION, identifier, "PENDING", "ACTIVE")
        self._seen = max((event.id for event in self._events(0)), default=0)

    def people(self, number: int) -> list[str]:
        """So many accounts, each of a person of their own."""
        names = [f"user{index}" for index in range(number)]
        for name in names:
            self.connect(name, user=self.sandbox.user(name))
        return names

    def sql(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        with self.database.write() as transaction:
            return transaction.run(statement, **values)

    def expire(self) -> None:
        """Every stored token is past its time."""
        self.sql("UPDATE grants SET expires_at = :now - 1, refresh_after = :now - 2")

    def make_due(self, expires_in: float = 3600.0) -> None:
        """Every stored token is due, and works for so many seconds yet."""
        self.sql("UPDATE grants SET expires_at = :now + :left, refresh_after = :now - :left", left=expires_in)

    def move_holder(self) -> None:
        """Nobody can tell whether the holder of a lease lives: it is on another host."""
        self.sql("UPDATE grants SET lease_owner = 'elsewhere/1/1/1.1' WHERE lease_until > :now")

    def pass_backoff(self) -> None:
        """The time for another attempt has come."""
        self.sql("UPDATE grants SET next_attempt_at = 0")

    def heal(self) -> None:
        """Whatever went wrong is over, nobody has to wait any more, and a refresh has the time it needs."""
        self.sandbox.heal()
        self.pass_backoff()
        self.lease = LEASE

    def row(self, columns: str) -> Any:
        """Columns of the only grant; one value where one column was asked for."""
        [row] = self.sql(f"SELECT {columns} FROM grants")
        found: Any = row
        return found if len(found) > 1 else found[0]

    def status(self, identifier: str = "ann") -> str:
        row = accounts.read(self.database, CONNECTION, identifier)
        assert row is not None
        return row.status

    def stored_token(self, identifier: str = "ann") -> str:
        """The access token that the store holds, opened with nothing but the key."""
        row = accounts.read(self.database, CONNECTION, identifier)
        assert row is not None
        assert row.grant_id
        assert row.data_key
        assert row.access
        key = DataKey.unwrap(KeyRing(parse_keys([self.key])), row.data_key, row.grant_id)
        return key.open(row.access, row.grant_id, "access", row.generation or 0)

    def changes(self) -> list[tuple[str, str]]:
        """(old status, new status) of every event since the accounts were connected."""
        return [(event.old_status, event.new_status) for event in self._events(self._seen)]

    def check(
        self,
        refreshes: int | Iterable[int],
        *,
        identifier: str = "ann",
        user: User | None = None,
        changes: list[tuple[str, str]] | None = None,
    ) -> None:
        """So many refreshes were carried out, the stored token is the live one, and all is as if nothing had been."""
        allowed = [refreshes] if isinstance(refreshes, int) else list(refreshes)
        assert self.sandbox.refreshes() in allowed
        assert self.stored_token(identifier) == self.sandbox.live_token(user)
        with self.actions() as actions:
            actions.execute_tool(TOOL, identifier=identifier)
        assert self.sandbox.refreshes() in allowed, "the last call had to heal"
        assert self.status(identifier) == AccountStatus.ACTIVE
        assert self.changes() == (changes or [])
        assert self.sql("SELECT id FROM grants WHERE lease_until > :now OR state <> 'live'") == []
        self.check_file()

    def check_after(self, refreshes: int, *, identifier: str = "ann") -> None:
        """What went wrong is over: the next call renews the token, and all is well."""
        self.heal()
        with self.actions() as actions:
            actions.execute_tool(TOOL, identifier=identifier)
        self.check(refreshes, identifier=identifier)

    def check_file(self) -> None:
        """The file is whole, and holds no token that can be read."""
        if self.database_url.startswith("sqlite"):
            assert self.database.read("PRAGMA integrity_check") == [("ok",)]
            kept = b"".join(file.read_bytes() for file in self.path.parent.glob(f"{self.path.name}*"))
            assert b"figu_" not in kept

    def close(self) -> None:
        self.sandbox.heal()
        for worker in self._workers:
            worker.end()
        if self._database is not None:
            self._database.close()

    def _events(self, after: int) -> list[accounts.EventRow]:
        return accounts.events(self.database, connection="", identifier="", after=after, limit=10_000)
