"""Files that a result links to, fetched into a folder, or a few of them as pictures for a model (T50).

The addresses come from outside: only https to a known host is followed, no redirect, and no credential goes with it.
They are keys to the files, too, so no message shows more of one than its host. Each file succeeds or fails on its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import partial
from os import PathLike
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar
from urllib.parse import urlsplit, urlunsplit

from figwright import __version__
from figwright.calls.retry import seconds_to_wait
from figwright.calls.steps import Ask, Flow, Send, Together, Wait
from figwright.connections import BoundConnection, Catalog
from figwright.connector import Downloads
from figwright.downloads.files import Held, Part, kind_of, stems
from figwright.errors import Cause, ConfigurationError, InvalidResponseError, ProviderError
from figwright.http.deadline import Deadline
from figwright.http.limits import Limits
from figwright.http.reply import OutOfTimeError, Reply, TooLargeError, TransportError
from figwright.http.request import Outgoing
from figwright.http.response import request_id, said_retry_after
from figwright.json_pointer import look_up
from figwright.redaction.cleaning import clean_text
from figwright.rendering.pictures import LARGEST, LONGEST_SIDE, Kind, Picture, picture
from figwright.types.files import DownloadResult, Fault, NotSaved, PicturesResult, SavedFile
from figwright.types.results import Origin, ToolResult

AT_ONCE = 8
_OK = 200
_GONE = (401, 403, 404, 410)
_LONGEST_URL = 8000
_UNKNOWN_SIZE = 4 * LARGEST
"""Taken for a picture whose size was not said: half the scale."""
_WIRE = re.compile(r"[!-~]+")
_HEADERS = {
    "Accept": "image/*, application/pdf",
    "Accept-Encoding": "gzip",
    "User-Agent": f"figwright/{__version__}",
}


Incoming = TypeVar("Incoming", Part, Held)
Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class _Job(Generic[Incoming, Kept]):
    """What all downloads of one result share. `max_bytes` bounds each file, the deadline all of them."""

    connection: BoundConnection
    tool: str
    where: Downloads
    deadline: Deadline
    max_bytes: int
    begin: Callable[[], Incoming]
    keep: Callable[[str, Incoming, Kind], Kept | NotSaved]
    """Called in a thread where that may block. May raise OSError."""
    too_large: dict[str, int | None] = field(default_factory=dict)
    """The bytes of what was larger, where they are known."""


def download_within(
    limits: Limits,
    catalog: Catalog,
    result: ToolResult,
    folder: str | PathLike[str],
    deadline: float | None,
    max_bytes: int | None,
    only: Collection[str] | None,
) -> Flow[DownloadResult]:
    """`download` with what a client's limits say where the caller says nothing: seconds, and bytes of each file."""
    until = Deadline(limits.deadline if deadline is None else deadline)
    most = limits.max_response_bytes if max_bytes is None else max_bytes
    return download(catalog, result, Path(folder), until, most, only)


def download(
    catalog: Catalog,
    result: ToolResult,
    folder: Path,
    deadline: Deadline,
    max_bytes: int,
    only: Collection[str] | None = None,
) -> Flow[DownloadResult]:
    """Fetch what the result links to. What goes wrong with a file stands in `failed` and ends no other.

    Raises ConfigurationError for a result without files and for a folder that cannot be had; nothing is sent then.
    """
    where, urls = links(result, only)
    fault: str = yield Ask(partial(_make, folder))
    if fault:
        raise ConfigurationError(f"Files cannot be saved in {folder}: {fault}.")
    names = stems(links(result, None)[1])

    def keep(id_: str, part: Part, kind: Kind) -> SavedFile:
        return SavedFile(id_, part.keep(f"{names[id_]}.{kind.extension}"), part.size, kind.media_type)

    connection = catalog.connection((result.origin or Origin()).connection)
    job = _Job(connection, result.tool, where, deadline, max_bytes, partial(Part, folder, max_bytes), keep)
    outcomes: list[SavedFile | NotSaved] = yield Together(
        [_fetch(job, id_, url) for id_, url in urls.items()], AT_ONCE, deadline
    )
    return DownloadResult(
        tuple(each for each in outcomes if isinstance(each, SavedFile)),
        tuple(each for each in outcomes if isinstance(each, NotSaved)),
    )


def fetch_pictures(
    catalog: Catalog, result: ToolResult, only: Collection[str], deadline: Deadline
) -> Flow[PicturesResult]:
    """Fetch what the result links to, as far as `only` names it, into memory: pictures that a model can be shown.

    Raises ConfigurationError for a result without files.
    """
    where, urls = links(result, only)
    over: dict[str, float] = {}

    def keep(id_: str, held: Held, kind: Kind) -> Picture | NotSaved:
        found = picture(id_, held.content, kind)
        if found is None:
            return NotSaved(id_, "no_image", f"It is {kind.extension.upper()}, or damaged, and no picture to look at.")
        if (longest := max(found.width, found.height)) > LONGEST_SIDE:
            over[id_] = longest / LONGEST_SIDE
            return NotSaved(id_, "too_large", f"It has {found.width} x {found.height} pixels: too many to look at.")
        return found

    connection = catalog.connection((result.origin or Origin()).connection)
    job = _Job(connection, result.tool, where, deadline, LARGEST, partial(Held, LARGEST), keep)
    outcomes: list[Picture | NotSaved] = yield Together(
        [_fetch(job, id_, url) for id_, url in urls.items()], AT_ONCE, deadline
    )
    over |= {id_: ((size or _UNKNOWN_SIZE) / LARGEST) ** 0.5 for id_, size in job.too_large.items()}
    return PicturesResult(
        tuple(each for each in outcomes if isinstance(each, Picture)),
        tuple(each for each in outcomes if isinstance(each, NotSaved)),
        over,
    )


def links(result: ToolResult, only: Collection[str] | None) -> tuple[Downloads, dict[str, object]]:
    """Where a result has its links, and those that `only` names, or all. Raises FigwrightError if there are none."""
    tool = (result.origin or Origin()).tool
    where = tool.downloads if tool else None
    if where is None:
        raise ConfigurationError(f"{result.tool} links to no files, so there is nothing to download.")
    urls = look_up(result.data, where.at)
    if not isinstance(urls, dict):
        raise InvalidResponseError(f"{result.tool} has no links at {where.at}.", cause=Cause.PROVIDER_DOWN)
    return where, urls if only is None else {id_: url for id_, url in urls.items() if id_ in only}


def _make(folder: Path) -> str:
    """Make the folder, unless it is there; what went wrong, or nothing."""
    try:
        folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    except OSError as error:
        return error.strerror or type(error).__name__
    except ValueError as error:  # a NUL in the path
        return str(error)
    return ""


def _fetch(job: _Job[Incoming, Kept], id_: str, url: object) -> Flow[Kept | NotSaved]:
    """One file, tried again where that may help."""
    if url is None:
        return NotSaved(id_, "missing", job.where.missing or "There is no URL for it.")
    outgoing = _request(job.connection, url)
    if outgoing is None:
        return NotSaved(id_, "address", _strange(job.connection, url))
    attempt = 1
    while True:
        outcome = yield from _attempt(job, id_, outgoing)
        if isinstance(outcome, _Done):
            return outcome.kept
        error = _as_error(job.connection, outcome)
        wait = seconds_to_wait(error, attempt, read_only=True, remaining=job.deadline.remaining())
        if wait is None:
            if isinstance(outcome, TooLargeError):
                job.too_large[id_] = outcome.size
            return _not_saved(job, id_, *_why(job, outgoing, outcome), getattr(outcome, "headers", {}))
        yield Wait(wait)
        attempt += 1


class _Done(NamedTuple, Generic[Kept]):
    kept: Kept | NotSaved


def _attempt(job: _Job[Incoming, Kept], id_: str, outgoing: Outgoing) -> Flow[_Done[Kept] | Reply | Exception]:
    """The file, or why there is none, or what came instead. What is not kept is removed, also when this is cut."""
    part = job.begin()
    try:
        answer: Reply | Exception = yield Send(outgoing, job.deadline, part)
        if not isinstance(answer, Reply) or answer.status != _OK:
            return answer
        kept: Kept | NotSaved = yield Ask(partial(_keep, job, id_, part, answer))
        return _Done(kept)
    finally:
        part.discard()


def _request(connection: BoundConnection, url: object) -> Outgoing | None:
    """The request for an address that may be followed, or None.

    The address is put together again from the parts that were looked at, so that nobody reads it in another way.
    """
    if not isinstance(url, str) or len(url) > _LONGEST_URL or not _WIRE.fullmatch(url) or "\\" in url:
        return None
    if not connection.may_download(url):
        return None
    parts = urlsplit(url)
    return Outgoing("GET", urlunsplit((parts.scheme, parts.netloc, parts.path or "/", parts.query, "")), None, _HEADERS)


def _strange(connection: BoundConnection, url: object) -> str:
    text = url if isinstance(url, str) else ""
    try:
        parts = urlsplit(text)
        leads = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}" if parts.netloc else "nowhere"
    except ValueError:
        leads = "nowhere"
    leads = clean_text(leads[:200], connection.connector.secret_pattern)
    known = ", ".join(connection.download_hosts) or "none"
    return (
        f"Its URL leads to {leads}, and only https to a known host is followed: {known}. "
        f"If the host is {connection.connector.title}'s own, add it to the connection's download_hosts."
    )


def _keep(job: _Job[Incoming, Kept], id_: str, part: Incoming, reply: Reply) -> Kept | NotSaved:
    kind = kind_of(part.head)
    if kind is None:
        said = clean_text(reply.headers.get("content-type", ""), job.connection.connector.secret_pattern)
        reason = f"What came is no image{f', but {said}' if said else ''}."
        return _not_saved(job, id_, "no_image", reason, reply.headers)
    try:
        return job.keep(id_, part, kind)
    except OSError as error:
        return NotSaved(id_, "not_written", _unwritten(error))


def _not_saved(job: _Job[Any, Any], id_: str, fault: Fault, reason: str, headers: Mapping[str, str]) -> NotSaved:
    asked = request_id(job.connection.connector, headers)
    return NotSaved(id_, fault, f"{reason} (Request id: {asked}.)" if asked else reason, asked)


def _as_error(connection: BoundConnection, answer: Reply | Exception) -> ProviderError:
    """The failure as retrying understands it."""
    if isinstance(answer, Reply):
        cause = Cause.RATE_LIMITED if answer.status == 429 else Cause.UNKNOWN
        return ProviderError(
            "",
            cause=Cause.PROVIDER_DOWN if answer.status >= 500 else cause,
            status=answer.status,
            retry_after=said_retry_after(connection.connector, answer),
        )
    return ProviderError("", cause=Cause.PROVIDER_DOWN if isinstance(answer, TransportError) else Cause.UNKNOWN)


def _why(job: _Job[Any, Any], outgoing: Outgoing, answer: Reply | Exception) -> tuple[Fault, str]:
    """The fault and the sentence for an answer that is not a file."""
    host = urlsplit(outgoing.url).netloc
    match answer:
        case Reply(status=status) if status in _GONE:
            return "expired", (
                f"Its URL does not work any more ({host} answered {status}). Such a URL lasts {job.where.days} days at "
                f"most: call {job.tool} again for a new one."
            )
        case Reply(status=status) if 300 <= status < 400:
            return "redirect", f"{host} answered {status}, and redirects are not followed."
        case Reply(status=status):
            return "refused", f"{host} answered {status}. Try again later."
        case TooLargeError():
            return "too_large", f"It is larger than {job.max_bytes:,} bytes. Raise max_bytes to have it."
        case OutOfTimeError():
            return (
                "out_of_time",
                "It did not arrive before the deadline of all downloads. Give a longer one, or ask for less.",
            )
        case OSError():
            return "not_written", _unwritten(answer)
        case _:
            reason = clean_text(str(answer), job.connection.connector.secret_pattern)
            return "unreachable", f"{host} could not be reached: {reason}. Try again later."


def _unwritten(error: OSError) -> str:
    return f"It could not be written: {error.strerror or type(error).__name__}."
