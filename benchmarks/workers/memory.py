"""`memory.py URL DATABASE_URL ACCOUNTS THREADS WARM_UP ROUNDS`: what is held before and after many calls."""

from __future__ import annotations

import gc
import json
import sys
import threading
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.workers.accounts import KEY, connection
from figwright import Actions


def main(url: str, database_url: str, accounts: int, threads: int, warm_up: int, rounds: int) -> None:
    people = [f"person{number}" for number in range(accounts)]
    tracemalloc.start()
    with (
        Actions([connection(url)], database_url=database_url, encryption_keys=[KEY]) as actions,
        ThreadPoolExecutor(threads) as pool,
    ):

        def crossed(person: str) -> bool:
            return bool(actions.execute_tool("figma_me_get", identifier=person)["id"] != person)

        wrong = sum(pool.map(crossed, people[:threads] * 5))
        first = _held()["bytes"]
        for _ in range(warm_up):
            wrong += sum(pool.map(crossed, people))
        before = _held()
        for _ in range(rounds):
            wrong += sum(pool.map(crossed, people))
        after = _held()
    sys.stdout.write(json.dumps({"first": first, "before": before, "after": after, "crossed": wrong}) + "\n")


def _held() -> dict[str, int]:
    gc.collect()
    files = len(list(Path("/dev/fd").iterdir()))
    return {"bytes": tracemalloc.get_traced_memory()[0], "files": files, "threads": threading.active_count()}


main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:7]))
