"""A body becomes an event: what the connector says of it, and nothing else, is read (T61).

The secret is taken out before anything else sees the body. Two bodies that are equal without it are one event, unless
the provider names each delivery.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from copy import copy
from datetime import UTC, datetime
from typing import Any, NamedTuple, NoReturn

import pydantic_core

from figwright.connector import Webhooks
from figwright.json_pointer import look_up, steps

Payload = dict[str, Any]
LARGEST = 2**20
"""Bytes of a body."""
_LONGEST = 200
"""Characters of an id, a type or a subject."""


class Parsed(NamedTuple):
    """What is known of an event by its payload alone."""

    type: str
    payload: Payload
    happened_at: float | None
    webhook_id: str
    subject: str
    digest: str


def read(body: bytes) -> Payload | None:
    """The JSON object that a body holds, integers exact; None for anything else."""
    found: object = None
    try:
        found = pydantic_core.from_json(body, allow_inf_nan=False)
    except ValueError:
        with suppress(ValueError, RecursionError):  # the standard parser takes halves of characters, too
            found = json.loads(body, parse_constant=_refuse)
    return found if isinstance(found, dict) else None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def without_secret(declared: Webhooks, payload: Payload) -> tuple[Payload, object]:
    """The payload without its secret, and that secret, which may be anything or None."""
    if not declared.secret:
        return payload, None
    *way, last = steps(declared.secret)
    inner = cleared = copy(payload)
    for step in way:
        if not isinstance(inner.get(step), dict):
            return cleared, None
        inner[step] = copy(inner[step])
        inner = inner[step]
    return cleared, inner.pop(last, None)


def parse(declared: Webhooks, payload: Payload, headers: Mapping[str, str], body: bytes = b"") -> Parsed:
    """What an event says of itself; `payload` has no secret any more. Header names are in lower case."""
    delivery = headers.get(declared.delivery.lower(), "") if declared.delivery else ""
    kind = _text(look_up(payload, declared.type)) if declared.type else headers.get(declared.type_header.lower(), "")
    return Parsed(
        kind[:_LONGEST],
        payload,
        _moment(look_up(payload, declared.time)) if declared.time else None,
        _text(look_up(payload, declared.webhook)) if declared.webhook else "",
        _text(look_up(payload, declared.subject)) if declared.subject else "",
        _digest(delivery.encode("utf-8", "surrogatepass") or _canonical(payload)),
    )


def written(payload: Payload) -> str:
    """The payload as it is stored: JSON, in which every character can be stored by any database."""
    return json.dumps(payload, separators=(",", ":"))


def _canonical(payload: Payload) -> bytes:
    return json.dumps(payload, sort_keys=True, separators=(",", ":")).encode()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _text(value: object) -> str:
    """An identifier: a text, or a number where the provider is not sure (a bool is neither)."""
    if isinstance(value, str):
        return value[:_LONGEST].encode("utf-8", "replace").decode().replace("\x00", "")
    return str(value)[:_LONGEST] if isinstance(value, int) and not isinstance(value, bool) else ""


def _moment(value: object) -> float | None:
    """Seconds since the epoch; None for what is no time."""
    if not isinstance(value, str):
        return None
    try:
        when = datetime.fromisoformat(value)
        seconds = (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
        return datetime.fromtimestamp(seconds, UTC).timestamp()
    except (ValueError, OverflowError):  # no time, or one in UTC's year 0 or 10,000, which no datetime has
        return None
