"""One request to an endpoint, and what its answer means.

The body of an answer is never kept: what is read of it is dropped, and little is read (T88). Redirects lead nowhere.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import replace
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from figwright import __version__
from figwright.errors import ConfigurationError
from figwright.events.endpoints import Endpoint
from figwright.events.signing import headers
from figwright.http.deadline import Deadline
from figwright.http.limits import Limits
from figwright.http.reply import NoReplyError
from figwright.http.request import Outgoing
from figwright.http.transports import Transports
from figwright.oauth.redirects import LOOPBACK_HOSTS
from figwright.redaction.cleaning import clean_text

if TYPE_CHECKING:
    from figwright.http.transport import Transport

SECONDS = 10.0
"""For a whole request."""
_MOST_READ = 64 * 1024
_SECONDS = re.compile(r"[0-9]+")
_GONE = 410


class Answer(NamedTuple):
    """What came of one attempt: `failure` is "" where it was delivered; `retry_after` in seconds, 0 if not said."""

    failure: str = ""
    retry_after: float = 0.0
    gone: bool = False


class Receivers:
    """Delivers to endpoints. Safe to share between threads."""

    def __init__(self, limits: Limits) -> None:
        limits = replace(limits, max_response_bytes=_MOST_READ)
        self._away, self._here = Transports(limits), Transports(replace(limits, proxy=None, trust_env=False))

    def deliver(self, endpoint: Endpoint, message_id: str, body: str, *, now: float) -> Answer:
        """Send a message once, signed for the moment `now` by the store's clock, which all hosts share."""
        raw = body.encode()
        told = {
            "Content-Type": "application/json",
            "User-Agent": f"figwright/{__version__}",
            **headers(message_id, int(now), raw, endpoint.keys),
        }
        try:
            reply = self._transport(endpoint).send(
                Outgoing("POST", endpoint.url.reveal(), raw, told), Deadline(SECONDS), _Nowhere()
            )
        except NoReplyError as error:
            if (
                error.headers is not NoReplyError.headers
            ):  # of a 200, whose body did not end, or not soon: any other is not read at all
                return Answer()
            return Answer(clean_text(str(error), "") or type(error).__name__)
        except ConfigurationError as error:
            return Answer(str(error))
        if 200 <= reply.status < 300:
            return Answer()
        return Answer(_told(reply.status), _retry_after(reply.headers), reply.status == _GONE)

    def close(self) -> None:
        for transport in (*self._away.take(), *self._here.take()):
            transport.close()

    def _transport(self, endpoint: Endpoint) -> Transport:
        """No proxy stands between two programs of this machine."""
        url = endpoint.url.reveal()
        return (self._here if urlsplit(url).hostname in LOOPBACK_HOSTS else self._away).of(url)


class _Nowhere:
    """Drops the body of a 200, so that its connection can be used again."""

    limit = _MOST_READ

    def write(self, data: bytes, /) -> None: ...


def _told(status: int) -> str:
    if 300 <= status < 400:
        return f"{status}: redirects are not followed"
    return str(status)


def _retry_after(headers: Mapping[str, str]) -> float:
    """Seconds (RFC 9110, 10.2.3), 0 if they are not said; to a date by the clock of the answer, if it has one."""
    said = headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(said):
        return float(said)
    end, now = _moment(said), _moment(headers.get("date", ""))
    return 0.0 if end is None else max(end - (time.time() if now is None else now), 0.0)


def _moment(date: str) -> float | None:
    try:
        return parsedate_to_datetime(date).timestamp()
    except (ValueError, OverflowError):
        return None
