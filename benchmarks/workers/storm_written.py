"""`storm_written.py URL FILE CALLS CALLERS`: what is written by hand where one process was enough once.

Read the token, refresh it if its time is over, write it back.
"""

from __future__ import annotations

import sqlite3
import sys
import threading
import time

import httpx

from benchmarks.workers import storm


def main(url: str, file: str, calls: int, callers: int) -> None:
    own = threading.local()

    def call() -> object:
        if not hasattr(own, "database"):
            own.database = sqlite3.connect(file, isolation_level=None, timeout=30)
        access, refresh, expires_at = own.database.execute(
            "SELECT access, refresh, expires_at FROM tokens WHERE person = 'ann'"
        ).fetchone()
        if time.time() >= expires_at:
            answer = client.post(
                f"{url}/v1/oauth/refresh", data={"refresh_token": refresh}, auth=("benchmark", "secret")
            )
            answer.raise_for_status()
            tokens = answer.json()
            access = tokens["access_token"]
            own.database.execute(
                "UPDATE tokens SET access = ?, expires_at = ? WHERE person = 'ann'",
                (access, time.time() + tokens["expires_in"]),
            )
        answer = client.get(f"{url}/v1/me", headers={"Authorization": f"Bearer {access}"})
        answer.raise_for_status()
        return answer.json()

    with httpx.Client(timeout=30) as client:
        storm.in_threads(call, calls, callers)


main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
