"""`webhooks.py in|out DATABASE_URL URL EVENTS ACCOUNTS`: through the inbox, or to a receiver; seconds, peak memory."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from benchmarks.workers.accounts import CONNECTION, KEY, connection
from benchmarks.workers.peak import peak_mb
from figwright import Actions
from figwright.events.signing import new_secret
from figwright.store import accounts
from figwright.store.webhook_secrets import context_of
from figwright.types import WebhookEvent
from figwright.webhooks import registry
from figwright.webhooks.receiving import receive

THREADS = 8
_TOKEN = "figd_".ljust(45, "a")
_SECRET = "s" * 43
_BATCH = 200


@contextmanager
def timed(told: dict[str, float], name: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    told[name] = time.perf_counter() - started


def received(actions: Actions, events: int, people: list[str]) -> dict[str, float]:
    """Deliveries of as many files as there are people: checked and stored, then handed to a function."""
    stored, told = actions.context.stored(), dict[str, float]()
    actions.connect_with_token(identifier=people[0], token=_TOKEN, check=False)
    route, whose = "0" * 32, {"connection": CONNECTION, "identifier": people[0]}
    with stored.database.write() as transaction:
        sealed = stored.ring.seal(_SECRET.encode(), *context_of(CONNECTION, people[0], route, 1))
        new = {"event": "FILE_UPDATE", "context": "file", "context_id": "a", "endpoint": "https://app.example.com"}
        registry.add(transaction, secret=sealed, route=route, **whose, **new)
        registry.confirm(transaction, route, "1")
    declared = actions.connection().connector.webhooks
    assert declared is not None
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())

    def deliver(number: int) -> int:
        body = {
            "event_type": "FILE_UPDATE",
            "passcode": _SECRET,
            "timestamp": now,
            "webhook_id": "1",
            "retries": number,
        }
        body |= {"file_key": people[number % len(people)], "file_name": "A file of a team"}
        raw = json.dumps(body).encode()
        return receive(stored.database, stored.ring, declared, CONNECTION, route, {}, raw).status

    with timed(told, "in"), ThreadPoolExecutor(THREADS) as threads:
        assert set(threads.map(deliver, range(events))) == {200}

    @actions.on_event()
    def handle(event: WebhookEvent[object]) -> None:
        pass

    with timed(told, "handled"):
        assert actions.handle_events() == (events, 0)
    return told


def sent(actions: Actions, events: int, people: list[str]) -> dict[str, float]:
    """Changes of so many accounts, told to one endpoint."""
    database, told = actions.context.stored().database, dict[str, float]()
    with database.write() as transaction:
        for name in people:
            accounts.create(transaction, CONNECTION, name)
    actions.send_events()
    changes = [("PENDING", "DISCONNECTED"), ("DISCONNECTED", "PENDING")]
    for start in range(0, events, _BATCH):
        with database.write() as transaction:
            for number in range(start, min(start + _BATCH, events)):
                old, new = changes[number // len(people) % 2]
                assert accounts.change_status(transaction, CONNECTION, people[number % len(people)], old, new)
    with timed(told, "out"):
        assert actions.send_events() == (events, 0)
    return told


def main(way: str, database_url: str, url: str, events: int, number: int) -> None:
    os.environ |= {"FIGWRIGHT_EVENTS_URL": url, "FIGWRIGHT_EVENTS_SECRET": new_secret()}
    people = [f"{way}{each}" for each in range(number)]
    with Actions([connection(url)], database_url=database_url, encryption_keys=[KEY]) as actions:
        told = (received if way == "in" else sent)(actions, events, people)
    sys.stdout.write(json.dumps(told | {"peak": peak_mb()}) + "\n")


main(*sys.argv[1:4], *map(int, sys.argv[4:6]))
