"""`due.py URL DATABASE_URL THREADS`: one sweep over what is due; where its threads' time went, in seconds."""

from __future__ import annotations

import functools
import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from benchmarks.workers.accounts import KEY, connection
from benchmarks.workers.peak import peak_mb
from figwright import Actions
from figwright.oauth.token_endpoint import TokenEndpoint
from figwright.refresh.coordinator import Refreshes

spent: Counter[str] = Counter()


def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        started = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            spent[name] += time.perf_counter() - started  # type: ignore[assignment]

    return wrapper


def main(url: str, database_url: str, threads: int) -> None:
    TokenEndpoint.refresh = timed("provider", TokenEndpoint.refresh)  # type: ignore[method-assign]
    Refreshes.refresh_claimed = timed("claimed", Refreshes.refresh_claimed)  # type: ignore[method-assign]
    with Actions([connection(url)], database_url=database_url, encryption_keys=[KEY]) as actions:
        started = time.perf_counter()
        report = actions.refresh_due(rate=None, threads=threads)
        seconds = time.perf_counter() - started
    told = {
        "refreshed": report.refreshed,
        "failed": report.failed,
        "seconds": seconds,
        "claim": threads * seconds - spent["claimed"],
        "provider": spent["provider"],
        "store": spent["claimed"] - spent["provider"],
        "peak": peak_mb(),
    }
    sys.stdout.write(json.dumps(told) + "\n")


main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
