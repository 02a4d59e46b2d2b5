"""Access logs of the servers and middlewares around the connect app: no start token, state or code reaches them (T79).

The app takes them out of the scope that it was given. Where a middleware before it made a copy, the server still has
what came in, so the records of servers' access loggers are cleared, too.
"""

from __future__ import annotations

import logging
import re
from collections.abc import MutableMapping
from typing import Any

_LOGGERS = ("uvicorn.access", "hypercorn.access", "gunicorn.access", "granian.access", "daphne.access")
_CALLBACK = re.compile(r"(/callback/[^/?\s\"']+\?)[^\s\"']+")
_START = re.compile(r"(/connect/)[\w%-]{20,}")


def clear_access_logs() -> None:
    """Let the known access loggers leave out what is secret in requests for these routes. Repeating it does no harm."""
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_cleared)


def _cleared(record: logging.LogRecord) -> bool:
    record.msg = _clear(record.msg)
    if isinstance(record.args, tuple):
        record.args = tuple(map(_clear, record.args))
    elif isinstance(record.args, MutableMapping):  # whoever runs the server chose the format
        changed = {name: _clear(value) for name, value in record.args.items()}
        if changed != record.args:
            record.args.update(changed | {"q": "-"})
    return True


def _clear(value: Any) -> Any:
    return _START.sub(r"\1-", _CALLBACK.sub(r"\1-", value)) if isinstance(value, str) else value
