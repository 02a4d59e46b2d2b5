"""What figwright logs in any test holds no token (T22)."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

SECRET = re.compile(r"\b(fig[a-z]{0,2}[dopru]|fwm)_[\w=-]{20,}|CANARY")


class LogWatch(logging.Handler):
    """`found` are the records that held a token, as they would have been written, tracebacks and all."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if SECRET.search(text := f"{self.format(record)} {vars(record)}"):
            self.found.append(text)


@contextmanager
def watched_logs() -> Iterator[LogWatch]:
    """Sees every record of ours that the levels in force let through."""
    watch, loggers = LogWatch(), [logging.getLogger(name) for name in ("figwright", "figwright_figma")]
    for logger in loggers:
        logger.addHandler(watch)
    try:
        yield watch
    finally:
        for logger in loggers:
            logger.removeHandler(watch)
