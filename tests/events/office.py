"""An installation whose account events go to a receiver on a real socket."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook
from support.provider import Answer, Provider, Received, provider, reply

from figwright import Actions, Connection
from figwright.crypto.keyring import new_key
from figwright.events.signing import new_secret

TOKEN = "figd_" + "a" * 40
OK = reply(b"")


def until(condition: Callable[[], object], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


@dataclass
class Office:
    """`secret` is that of the endpoint called default, at `receiver`; `environment` is what other processes need."""

    actions: Actions
    receiver: Provider
    environment: dict[str, str]
    secret: str = field(default_factory=new_secret)

    def know(self) -> None:
        """Let the endpoints hear of what happens from now on."""
        self.actions.send_events()

    def connect(self, *identifiers: str) -> None:
        """Two events each: connected, and its status changed to ACTIVE."""
        for identifier in identifiers:
            self.actions.connect_with_token(identifier=identifier, token=TOKEN, check=False)

    def change(self, identifier: str, times: int = 1) -> None:
        """So many changes of an account's status."""
        for _ in range(times):
            status = self.actions.get_connected_account(identifier=identifier).status
            other = "REVOKED" if status == "ACTIVE" else "ACTIVE"
            self.run(
                "UPDATE accounts SET status = :new WHERE identifier = :whose AND status = :old",
                new=other,
                old=status.value,
                whose=identifier,
            )
            self.run(
                """INSERT INTO events (at, connection, identifier, old_status, new_status, reason)
                VALUES (:now, 'figma', :whose, :old, :new, '')""",
                new=other,
                old=status.value,
                whose=identifier,
            )

    def told(self, name: str = "") -> list[dict[str, Any]]:
        """What the receiver took, each verified, in the order of arrival."""
        bodies = [self.opened(each) for each in self.receiver.received]
        return [each for each in bodies if name in ("", each["type"])]

    def opened(self, received: Received) -> Any:
        return Webhook(self.secret).verify(received.body, received.headers)

    def answer(self, *answers: Answer) -> None:
        """What the receiver says from now on."""
        self.receiver.received.clear()
        self.receiver.answer(*answers)

    def states(self) -> list[str]:
        return [each.state for each in self.actions.list_event_deliveries(limit=1000)]

    def due(self) -> None:
        """Let every pause and every lease be over."""
        self.run("UPDATE event_deliveries SET next_attempt_at = 0, lease_until = 0")

    def run(self, sql: str, **values: Any) -> list[tuple[Any, ...]]:
        with self.actions.context.stored().database.write() as transaction:
            return transaction.run(sql, **values)


@contextmanager
def office(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    with provider() as receiver:
        receiver.answer(OK)
        secret = new_secret()
        environment = {
            "FIGWRIGHT_EVENTS_URL": f"{receiver.url}/hook?key=1",
            "FIGWRIGHT_EVENTS_SECRET": secret,
            "FIGWRIGHT_DATABASE_URL": database_url,
            "FIGWRIGHT_ENCRYPTION_KEYS": new_key(),
        }
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        with Actions([Connection(name="figma", connector="figma")]) as actions:
            yield Office(actions, receiver, environment, secret)


def body_of(received: Received) -> Any:
    return json.loads(received.body)
