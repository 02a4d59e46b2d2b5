"""The lease of an event, renewed while a handler has it, so that nobody else takes what is merely slow."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from time import monotonic

from figwright.accounts.stored import StoredAccounts
from figwright.redaction.logs import get_logger
from figwright.store.repeating import repeated
from figwright.webhooks import inbox
from figwright.webhooks.inbox import EventRow

logger = get_logger("webhooks")


class LeaseKeeper:
    """Renews every third of a lease what is held, for an hour in all: a handler that hangs keeps an event no longer."""

    def __init__(self, stored: Callable[[], StoredAccounts], lease: float) -> None:
        self._stored, self._lease = stored, lease
        self._held: tuple[EventRow, float] | None = None
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    @contextmanager
    def held(self, event: EventRow) -> Iterator[None]:
        """Renew the lease of this event within."""
        self._held = event, monotonic() + inbox.LONGEST_LEASE - self._lease
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="figwright-lease", daemon=True)
            self._thread.start()
        try:
            yield
        finally:
            self._held = None

    def close(self) -> None:
        self._over.set()

    def _run(self) -> None:
        while not self._over.wait(self._lease / 3):
            held = self._held
            if held is None or monotonic() > held[1]:
                continue
            try:
                repeated(self._stored().database, partial(inbox.renew, event=held[0], lease=self._lease))
            except Exception as error:  # noqa: BLE001 - there is another third, and then another host may have it
                logger.warning("The lease of event %d could not be renewed: %s", held[0].id, error)
