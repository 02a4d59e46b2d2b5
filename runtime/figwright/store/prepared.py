"""One prepared statement of PostgreSQL, waited for by a thread or by an event loop.

A cursor of psycopg costs half as much again as the statement itself, and a thread for an event loop several times as
much. Here psycopg's own steps over libpq's calls, which do not wait, are taken without either.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import anyio
import psycopg
from psycopg import abc
from psycopg.abc import PQGen
from psycopg.adapt import Transformer
from psycopg.generators import execute
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult
from psycopg.waiting import Ready, Wait

from figwright.store.database import Rows

_NAME = re.compile(r"%\(([a-z_]+)\)s|%%")


class _Session(NamedTuple):
    known: set[bytes]
    rows: abc.Transformer
    """Remembers how each type is read; without the connection, which it would keep from being forgotten."""


_sessions: WeakKeyDictionary[psycopg.Connection[Any], _Session] = WeakKeyDictionary()


def run(connection: psycopg.Connection[Any], sql: str, values: dict[str, str]) -> Rows:
    """The rows of a statement in psycopg's form whose values are texts. Raises psycopg.Error."""
    return connection.wait(_steps(connection, sql, values))


async def run_on_loop(connection: psycopg.Connection[Any], sql: str, values: dict[str, str]) -> Rows:
    """The same. If it is interrupted, the connection is left active."""
    steps, socket = _steps(connection, sql, values), connection.fileno()
    try:
        wait = next(steps)
        while True:
            wait = steps.send(await _ready(socket, wait))
    except StopIteration as end:
        rows: Rows = end.value
        return rows


def _steps(connection: psycopg.Connection[Any], sql: str, values: dict[str, str]) -> PQGen[Rows]:
    session = _sessions.get(connection)
    if session is None:
        session = _sessions[connection] = _Session(set(), Transformer())
    pgconn, (name, statement, names) = connection.pgconn, _numbered(sql)
    if name not in session.known:
        pgconn.send_prepare(name, statement)
        _checked((yield from execute(pgconn))[-1])
        session.known.add(name)
    pgconn.send_query_prepared(name, [values[each].encode() for each in names])
    result = _checked((yield from execute(pgconn))[-1])
    session.rows.set_pgresult(result)
    return session.rows.load_rows(0, result.ntuples, tuple)


async def _ready(socket: int, wait: Wait) -> Ready:
    if wait & Wait.W:  # libpq may want to read meanwhile, which it does once the rest is written
        await anyio.wait_writable(socket)
        return Ready.W
    await anyio.wait_readable(socket)
    return Ready.R


def _checked(result: PGresult) -> PGresult:
    if result.status not in (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK):
        raise psycopg.errors.error_from_result(result)
    return result


@cache
def _numbered(sql: str) -> tuple[bytes, bytes, tuple[str, ...]]:
    """A name for the statement, the statement as libpq takes it, and the names of its values in their order."""
    names: dict[str, int] = {}

    def replace(token: re.Match[str]) -> str:
        return f"${names.setdefault(token[1], len(names) + 1)}" if token[1] else "%"

    statement = _NAME.sub(replace, sql).encode()
    return b"figwright_%x" % (hash(statement) & (2**64 - 1)), statement, tuple(names)
