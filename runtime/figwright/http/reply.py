"""What came of a request: a whole response, or an error that says whether the provider may have got it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn, Protocol

from figwright.redaction.secret import refuse_pickle


@dataclass(slots=True)
class Reply:
    """A whole response: status, headers (lower-case names), decompressed body, which may hold tokens."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    def __post_init__(self) -> None:
        self.headers = {name.lower(): value for name, value in self.headers.items()}

    def __reduce__(self) -> NoReturn:
        refuse_pickle(self)

    @property
    def media_type(self) -> str:
        """Without parameters, in lower case; "" where none is said."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Sink(Protocol):
    """Takes the body of a 200 as it arrives, so that it is never in memory as a whole. What it raises ends the call."""

    limit: int
    """The most bytes that it takes."""

    def write(self, data: bytes, /) -> object: ...


class NoReplyError(Exception):
    """No whole response. `headers` are those of what came of one, and this very mapping where nothing came."""

    headers: Mapping[str, str] = {}


class TransportError(NoReplyError):
    """No response, or half of one. `sent` is False where the provider provably never got the request."""

    def __init__(self, reason: str, *, sent: bool) -> None:
        super().__init__(reason)
        self.sent = sent


class OutOfTimeError(TransportError):
    """The deadline passed."""

    def __init__(self, *, sent: bool) -> None:
        super().__init__("the deadline passed", sent=sent)


class TooLargeError(NoReplyError):
    """The body is larger than the limit. `size` is its bytes, where the response says them."""

    def __init__(self, size: int | None = None) -> None:
        super().__init__("its answer is too large")
        self.size = size
