"""An installation that receives webhooks: the sandbox delivers to the real receiver over a real socket."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from starlette.types import ASGIApp
from uvicorn import Config, Server

from figma_tools import CONNECTOR
from figwright import Actions, Connection
from figwright.connector import Connector
from figwright.crypto.keyring import new_key
from figwright.types import ReceivedEvent, Webhook
from figwright.web import webhook_app
from figwright_figma.sandbox import Sandbox

PUBLIC = "https://app.example.com"


def until(condition: Callable[[], object], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """The application on a free port of this machine."""
    server = Server(Config(app, lifespan="off", ws="none", log_config=None, timeout_graceful_shutdown=5))
    listening = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@dataclass
class Post:
    figma: Sandbox
    settings: dict[str, Any]
    actions: Actions
    address: str
    http: httpx.Client

    @property
    def file_key(self) -> str:
        return self.figma.demo.file_key

    def register(self, *events: str, identifier: str = "ann", by: Actions | None = None) -> tuple[Webhook, ...]:
        return (by or self.actions).register_webhook(
            events=events or ("FILE_COMMENT",), context="file", context_id=self.file_key, identifier=identifier
        )

    def happen(self, event: str = "FILE_COMMENT", file_key: str = "", **fields: Any) -> None:
        """Something in a file, and its delivery arrives."""
        before = len(self.inbox())
        told = self.figma.event(event, file_key or self.file_key, **fields)
        until(lambda: len(self.inbox()) == before + told)

    def inbox(self, **filters: Any) -> list[ReceivedEvent]:
        found = self.actions.list_webhook_events(limit=1000, **filters)
        return [each for each in found if each.event.type != "PING"]

    def states(self) -> list[str]:
        return [each.state for each in self.inbox()]

    def payload(self, webhook: Webhook, **changes: Any) -> dict[str, Any]:
        """What the provider would send for this webhook now."""
        return {
            "event_type": webhook.event,
            "passcode": self.figma.world.webhooks[webhook.id]["passcode"],
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "webhook_id": webhook.id,
            "file_key": self.file_key,
            "file_name": "Demo",
        } | changes

    def send(self, webhook: Webhook, body: object, **options: Any) -> int:
        """The status that somebody gets who sends this to the webhook's endpoint."""
        url = webhook.endpoint.replace(PUBLIC, self.address)
        content = {"content": body} if isinstance(body, bytes) else {"json": body}
        return self.http.post(url, **content, **options).status_code

    def status_at_figma(self, webhook: Webhook) -> str:
        found: str = self.figma.world.webhooks[webhook.id]["status"]
        return found

    def run(self, sql: str, **values: Any) -> list[tuple[Any, ...]]:
        """One statement on the database, past every method."""
        with self.actions.context.stored().database.write() as transaction:
            return transaction.run(sql, **values)


@contextmanager
def post(figma: Sandbox, database_url: str, *, connector: str | Connector = "figma") -> Iterator[Post]:
    figma.world.webhooks.clear()
    tools = tuple(name for name in CONNECTOR.tools if "webhook" in name)
    connection = Connection(name="figma", connector=connector, api_url=figma.url, allow_insecure=True, tools=tools)
    settings = {
        "connections": [connection],
        "database_url": database_url,
        "encryption_keys": [new_key()],
        "public_url": PUBLIC,
    }
    with Actions(**settings) as actions:
        token = figma.token(kind="personal_access_token")
        actions.connect_with_token(identifier="ann", token=token, kind="personal_access_token")
        with served(webhook_app(actions)) as address, httpx.Client(timeout=60, trust_env=False, verify=False) as http:
            figma.deliver_to(PUBLIC, address)
            yield Post(figma, settings, actions, address, http)
