"""One prepared statement of PostgreSQL on an event loop: handing it to a thread costs several times as much.

libpq's calls that do not wait, with anyio waiting for the socket, on a connection of the pool that threads share.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

import anyio
import psycopg
from psycopg.adapt import Transformer
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult

from figwright.store.database import Rows

_NAME = re.compile(r"%\(([a-z_]+)\)s|%%")
_prepared: WeakKeyDictionary[psycopg.Connection[Any], set[bytes]] = WeakKeyDictionary()


async def run(connection: psycopg.Connection[Any], sql: str, values: dict[str, str]) -> Rows:
    """The rows of a statement in psycopg's form whose values are texts.

    Raises psycopg.Error. If it is interrupted, the connection is left active.
    """
    statement, names = _numbered(sql)
    name = b"figwright_%x" % (hash(statement) & (2**64 - 1))
    known = _prepared.setdefault(connection, set())
    if name not in known:
        connection.pgconn.send_prepare(name, statement)
        _checked(await _result(connection))
        known.add(name)
    connection.pgconn.send_query_prepared(name, [values[each].encode() for each in names])
    result = _checked(await _result(connection))
    transformer = Transformer(connection)
    transformer.set_pgresult(result)
    return transformer.load_rows(0, result.ntuples, tuple)


async def _result(connection: psycopg.Connection[Any]) -> PGresult:
    pgconn, last = connection.pgconn, None
    while pgconn.flush():
        await anyio.wait_writable(connection.fileno())
    while True:
        while not pgconn.is_busy():
            result = pgconn.get_result()
            if result is None:
                assert last is not None
                return last
            last = result
        await anyio.wait_readable(connection.fileno())
        pgconn.consume_input()


def _checked(result: PGresult) -> PGresult:
    if result.status not in (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK):
        raise psycopg.errors.error_from_result(result)
    return result


@cache
def _numbered(sql: str) -> tuple[bytes, tuple[str, ...]]:
    """The statement as libpq takes it, and the names of its values in their order."""
    names: dict[str, int] = {}

    def replace(token: re.Match[str]) -> str:
        return f"${names.setdefault(token[1], len(names) + 1)}" if token[1] else "%"

    return _NAME.sub(replace, sql).encode(), tuple(names)
