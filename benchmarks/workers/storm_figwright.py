"""`storm_figwright.py URL DATABASE_URL CALLS CALLERS threads|tasks`: calls as one user, through figwright."""

from __future__ import annotations

import asyncio
import sys

from benchmarks.workers import accounts, storm
from figwright import Actions, AsyncActions


def main(url: str, database_url: str, calls: int, callers: int, kind: str) -> None:
    settings = {"database_url": database_url, "encryption_keys": [accounts.KEY]}
    if kind == "threads":
        with Actions([accounts.connection(url)], **settings) as actions:
            storm.in_threads(lambda: actions.execute_tool("figma_me_get", identifier="ann"), calls, callers)
        return

    async def run() -> None:
        async with AsyncActions([accounts.connection(url)], **settings) as actions:
            await storm.in_tasks(lambda: actions.execute_tool("figma_me_get", identifier="ann"), calls, callers)

    asyncio.run(run())


main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5])
