"""`storm_authlib.py URL FILE CALLS CALLERS`: Authlib's client for httpx, one in each process, tokens kept in SQLite.

The awaitable client, because only that one has a lock around its refresh.
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import warnings

from benchmarks.workers import storm

with warnings.catch_warnings(record=True):  # it announces httpx2
    from authlib.integrations.httpx_client import AsyncOAuth2Client


async def main(url: str, file: str, calls: int, callers: int) -> None:
    database = sqlite3.connect(file, isolation_level=None, timeout=30)
    access, refresh, expires_at = database.execute(
        "SELECT access, refresh, expires_at FROM tokens WHERE person = 'ann'"
    ).fetchone()

    async def update_token(token: dict[str, object], **_: object) -> None:
        database.execute(
            "UPDATE tokens SET access = ?, expires_at = ? WHERE person = 'ann'",
            (token["access_token"], token["expires_at"]),
        )

    async with AsyncOAuth2Client(
        "benchmark",
        "secret",
        token={"access_token": access, "refresh_token": refresh, "token_type": "bearer", "expires_at": expires_at},
        token_endpoint=f"{url}/v1/oauth/refresh",
        update_token=update_token,
        leeway=0,
        timeout=30,
    ) as client:

        async def call() -> object:
            answer = await client.get(f"{url}/v1/me")
            answer.raise_for_status()
            return answer.json()

        await storm.in_tasks(call, calls, callers)
    database.close()


asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
