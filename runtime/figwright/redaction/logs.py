"""Loggers of ours: silent until an application listens to `figwright`, and nothing hides in what they say (T80)."""

from __future__ import annotations

import logging

from figwright.redaction.escaping import make_visible

logging.getLogger("figwright").addHandler(logging.NullHandler())


def get_logger(name: str) -> logging.Logger:
    """The logger `figwright.NAME`."""
    logger = logging.getLogger(f"figwright.{name}")
    logger.addFilter(_with_nothing_hidden)
    return logger


def _with_nothing_hidden(record: logging.LogRecord) -> bool:
    said = record.getMessage()
    if (seen := make_visible(said)) != said:
        record.msg, record.args = seen, None
    return True
