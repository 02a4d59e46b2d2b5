"""uvicorn's HTTP protocol with what it leaves open: how many connections, and how long a client may take (T81).

A client that sends nothing, half a head or a body drop by drop, or that does not read its answer, holds a connection
for a bounded time. Beyond the limit of connections, the one that has waited longest without a request makes room:
whoever only holds connections never shuts out whoever asks.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from typing import Any, ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from figwright.redaction.logs import get_logger

HEAD_SECONDS = 10.0
"""For a whole head, from the connection's start or the first byte after an answer."""
BODY_SECONDS = 60.0
ANSWER_SECONDS = 60.0
"""For a client to take something of an answer that waits for it."""
AT_ONCE = 16
"""Connections that asyncio takes in one turn of its loop, its `backlog`. It takes more before those are refused, and
where files run out it logs as many tracebacks a second."""
QUEUE = 1024
"""Connections that the kernel holds until they are taken. asyncio asks for AT_ONCE: `listen` again once it serves."""


def most_connections(ceiling: int, share: float) -> int:
    """This share of the files that the process may open: the rest is for what is accepted meanwhile, and for calls."""
    if sys.platform == "win32":
        return ceiling
    import resource

    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return ceiling if files == resource.RLIM_INFINITY else max(min(ceiling, int(files * share)), 1)


class BoundedProtocol(H11Protocol):
    most: ClassVar[int] = most_connections(512, 1 / 4)
    """The limit of connections."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.access_log = False  # uvicorn's own setting for it would silence every other server of this process
        # uvicorn warns once for each request that is not HTTP: a log that whoever reaches the port can fill.
        self.logger = _logger
        self.since = self.loop.time()
        self._deadline: asyncio.TimerHandle | None = None
        self._seen: Any = None

    @property
    def is_waiting(self) -> bool:
        """Whether no whole request is being answered: one that still sends its body holds a place only."""
        sending = self.conn.their_state is h11.SEND_BODY
        return sending or self.cycle is None or self.cycle.response_complete

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._watch()
        if len(self.connections) > self.most:
            waiting = [each for each in self.connections if isinstance(each, BoundedProtocol) and each.is_waiting]
            oldest = min(waiting, key=lambda each: each.since)
            self.connections.discard(oldest)  # the loop tells it only later that it is closed
            oldest.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self._expect(None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._expect(ANSWER_SECONDS)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._seen = None
        self._watch()

    def on_response_complete(self) -> None:
        self.since = self.loop.time()
        super().on_response_complete()

    def _watch(self) -> None:
        """One deadline for each part of a request that a client sends, however it divides it."""
        state = self.conn.their_state
        if state is not self._seen:
            self._seen = state
            self._expect({h11.IDLE: HEAD_SECONDS, h11.SEND_BODY: BODY_SECONDS}.get(state))

    def _expect(self, seconds: float | None) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        self._deadline = None if seconds is None else self.loop.call_later(seconds, self.transport.abort)


_logger = get_logger("web.protocol")
_logger.setLevel(logging.ERROR)
