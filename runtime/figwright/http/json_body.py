"""A body read as JSON, exactly: large integers, deep nesting, half characters (P10, T53)."""

from __future__ import annotations

import gc
import json
import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydantic_core

from figwright.connector import Connector
from figwright.errors import Cause, InvalidResponseError

_LARGE = 2**20
_SHAPE = bytes.maketrans(b"123456789E+", b"000000000ee")
_LONG = b"0" * 200
_EXPONENT = re.compile(rb"(?s:.)?[0-9][eE]\+?[0-9]{3,}([\s,\]}]|\Z)")


def parse_json(connector: Connector, body: bytes) -> Any:
    """pydantic_core first, for speed; the standard parser takes what it refuses (deep nesting, lone surrogates).

    Raises InvalidResponseError for what is no JSON, and for NaN, Infinity (RFC 8259 has none) and numbers that would be
    read as infinite.
    """
    try:
        with no_collection(len(body)):
            if not _may_overflow(body):
                return pydantic_core.from_json(body, allow_inf_nan=False)
    except ValueError:
        pass
    try:
        return json.loads(body, parse_constant=_refuse, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        what = f"something that is no JSON ({type(error).__name__}): half an answer"
        if isinstance(error, _TooLargeError):
            what = f"a number that is too large to be read ({error}): an answer that went wrong"
        raise InvalidResponseError(
            f"{connector.title} answered with {what}, or one that was changed on the way. Call once more; if it stays, "
            "whoever runs this looks at the network.",
            cause=Cause.PROVIDER_DOWN,
            status=200,
        ) from None


def _may_overflow(body: bytes) -> bool:
    """Whether a number may be beyond a float, which parsers read as infinite: 200 digits, or three of an exponent."""
    shape = body.translate(_SHAPE)
    if _LONG in shape:
        return True
    at = shape.find(b"e000")  # a regular expression over the whole takes as long as the parse
    while at >= 0:
        if _EXPONENT.match(body, max(at - 2, 0)):
            return True
        at = shape.find(b"e000", at + 1)
    return False


def _finite(text: str) -> float:
    number = float(text)
    if math.isfinite(number):
        return number
    raise _TooLargeError(text if len(text) <= 40 else f"{text[:40]}…")


class _TooLargeError(ValueError):
    """A number that JSON allows and no float holds."""


@contextmanager
def no_collection(size: int) -> Iterator[None]:
    """Pause the garbage collector while a large body becomes objects that all live: a quarter of the time otherwise."""
    if size < _LARGE or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _refuse(constant: str) -> Any:
    raise ValueError(constant)
