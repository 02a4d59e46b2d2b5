"""Transactions that are carried out again where they stored nothing: others were in the way, or the server was away."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

from figwright.errors import OutcomeUnknownError, StoreBusyError, StoreError
from figwright.store.database import Database, Transaction

T = TypeVar("T")


def repeated(
    database: Database,
    work: Callable[[Transaction], T],
    *,
    seconds: float = 8.0,
    after: type[StoreError] = StoreBusyError,
) -> T:
    """What `work` returns, tried again after such errors for so many seconds.

    Raises the last error, and OutcomeUnknownError at once: only the caller can tell whether its change is there.
    """
    end, pause = time.monotonic() + seconds, 0.01
    while True:
        try:
            with database.write() as transaction:
                return work(transaction)
        except OutcomeUnknownError:
            raise
        except after:
            if time.monotonic() + pause > end:
                raise
        time.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - jitter, no secret
        pause = min(2 * pause, 0.25)
