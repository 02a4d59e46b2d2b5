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
RETRIES = (5 * 60.0, 30 * 60.0, 3 * 3600.0)
"""Seconds by the sandbox's clock, each from the attempt before, after which what had no 200 is sent again."""
_LOOK = 0.02


@dataclass
class Courier:
    """Posts on the sandbox's own loop and writes what came back into the record of the delivery."""

    clock: Clock
    loop: asyncio.AbstractEventLoop | None = None
    here: dict[str, str] = field(default_factory=dict)
    """By origin of an endpoint, the address on this machine that stands for it."""
    copies: int = 1
    """How many times each delivery is sent."""
    _client: httpx.AsyncClient | None = field(default=None, repr=False)

    def send(self, webhook: dict[str, Any], record: dict[str, Any]) -> None:
        """Set off at once, and again as Figma does; an endpoint that answers 400 stops its webhook."""
        if not is_loopback(self._address(record["request_info"]["endpoint"])):
            self._answered(record, 200)
        elif self.loop is None or self.loop.is_closed():
            record["error_msg"] = "The sandbox was not running"
        else:
            for _ in range(self.copies):
                asyncio.run_coroutine_threadsafe(self._deliver(webhook, record), self.loop)

    async def close(self) -> None:
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def _deliver(self, webhook: dict[str, Any], record: dict[str, Any]) -> None:
        for pause in (*RETRIES, None):
            begun = self.clock.time()
            status = await self._post(record)
            if status == 400:
                webhook["status"] = "PAUSED"
            if status in (200, 400) or pause is None:
                return
            while self.clock.time() < begun + pause:  # noqa: ASYNC110 - a clock that is moved by hand tells nobody
                await asyncio.sleep(_LOOK)
            if webhook["status"] != "ACTIVE":
                return

    async def _post(self, record: dict[str, Any]) -> int:
        """The status that came, 0 for none."""
        if self._client is None:
            self._client = httpx.AsyncClient(trust_env=False, timeout=PATIENCE)
        info = record["request_info"]
        headers = {"host": urlsplit(info["endpoint"]).netloc}
        try:
            response = await self._client.post(self._address(info["endpoint"]), json=info["payload"], headers=headers)
        except httpx.HTTPError as error:
            record["error_msg"] = str(error) or type(error).__name__
            return 0
        self._answered(record, response.status_code)
        return response.status_code

    def _address(self, endpoint: str) -> str:
        parts = urlsplit(endpoint)
        origin = f"{parts.scheme}://{parts.netloc}"
        return self.here.get(origin, origin) + endpoint.removeprefix(origin)

    def _answered(self, record: dict[str, Any], status: int) -> None:
        record["response_info"] = {"status": str(status), "received_at": iso(self.clock.now())}
        record["error_msg"] = None if status == 200 else f"The endpoint answered {status}"


def is_loopback(endpoint: str) -> bool:
    host = urlsplit(endpoint).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
