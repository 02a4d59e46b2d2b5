"""Carries webhook deliveries: really posted to endpoints of this machine; any other is said to have answered 200."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import httpx

from figwright.sandbox.clock import Clock

from .times import iso

PATIENCE = 5.0
"""Seconds that an endpoint has to answer."""


@dataclass
class Courier:
    """Posts on the sandbox's own loop and writes what came back into the record of the delivery."""

    clock: Clock
    loop: asyncio.AbstractEventLoop | None = None
    _client: httpx.AsyncClient | None = field(default=None, repr=False)

    def send(self, webhook: dict[str, Any], record: dict[str, Any]) -> None:
        """Set off at once; an endpoint that answers 400 stops its webhook."""
        if not is_loopback(record["request_info"]["endpoint"]):
            self._answered(record, 200)
        elif self.loop is None or self.loop.is_closed():
            record["error_msg"] = "The sandbox was not running"
        else:
            asyncio.run_coroutine_threadsafe(self._post(webhook, record), self.loop)

    async def close(self) -> None:
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def _post(self, webhook: dict[str, Any], record: dict[str, Any]) -> None:
        if self._client is None:
            self._client = httpx.AsyncClient(trust_env=False, timeout=PATIENCE)
        info = record["request_info"]
        try:
            response = await self._client.post(info["endpoint"], json=info["payload"])
        except httpx.HTTPError as error:
            record["error_msg"] = str(error) or type(error).__name__
            return
        self._answered(record, response.status_code)
        if response.status_code == 400:
            webhook["status"] = "PAUSED"

    def _answered(self, record: dict[str, Any], status: int) -> None:
        record["response_info"] = {"status": str(status), "received_at": iso(self.clock.now())}
        if status != 200:
            record["error_msg"] = f"The endpoint answered {status}"


def is_loopback(endpoint: str) -> bool:
    host = urlsplit(endpoint).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
