"""Tokens renewed ahead of their time: two refreshers side by side over many due grants on PostgreSQL."""

from __future__ import annotations

import json
import subprocess
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.databases import postgresql
from benchmarks.peers import installed
from benchmarks.processes import ROOT, Bench, Section
from benchmarks.provider import Provider, provider
from benchmarks.workers.accounts import connect, stored_accounts, stored_token

REFRESHERS, THREADS = 2, 4


def measure(bench: Bench) -> Section:
    """`accounts` grants of as many people, all due."""
    work, say, accounts = bench.work, bench.say, bench.accounts or bench.size(4000, 200)
    python = installed(work, say)
    people = [f"person{number}" for number in range(accounts)]
    with postgresql() as server, server.database() as url, provider() as asked:
        say(f"storing {accounts:,} accounts")
        with stored_accounts(url):
            pass
        with ProcessPoolExecutor(REFRESHERS) as pool:
            list(pool.map(_store, [url] * REFRESHERS, [people[part::REFRESHERS] for part in range(REFRESHERS)]))
        say(f"{REFRESHERS} refreshers")
        told = _refreshed(python, asked, url)
        stats = asked.stats()
        say("reading every stored token")
        with stored_accounts(url) as stored:
            live = sum(stored_token(stored, name) == f"{name}.1" for name in people)
    section = Section(
        f"{accounts:,} due grants on PostgreSQL, {REFRESHERS} refreshers of {THREADS} threads side by side",
        f"python -m benchmarks due --accounts {accounts}",
        ("", "refreshed", "failed", "a second", "ms for each: claim", "the provider", "seal, store", "peak MB"),
    )
    for number, each in enumerate(told):
        section.rows.append((f"refresher {number + 1}", *_figures(each, each["seconds"]), f"{each['peak']:.0f}"))
    slowest = max(each["seconds"] for each in told)
    refreshed = sum(each["refreshed"] for each in told)
    section.rows.append(("together", f"{refreshed:,}", "", f"{refreshed / slowest:.0f}", "", "", "", ""))
    section.notes = [
        f"the provider counts {stats['refreshes']:,} refreshes of {stats['people']:,}, at most {stats['most']} of one",
        f"{live:,} of {accounts:,} stored tokens are the live ones",
        f"{slowest:.0f} s in all; each commit is synced to disk, and the rate is not limited (default: 1 a second)",
        f"the provider is benchmarks/provider.py; it kept {stats['seconds'] / slowest:.0%} of one core busy",
        "goal: each grant refreshed once",
    ]
    return section


def _store(url: str, people: list[str]) -> None:
    with stored_accounts(url) as stored:
        connect(stored, people, refresh_after=1.0)


def _refreshed(python: Path, asked: Provider, url: str) -> list[dict[str, Any]]:
    command = [str(python), "-m", "benchmarks.workers.due", asked.url, url, str(THREADS)]
    workers = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(REFRESHERS)]
    return [json.loads(worker.communicate()[0].splitlines()[-1]) for worker in workers]


def _figures(each: dict[str, Any], seconds: float) -> tuple[str, ...]:
    done = each["refreshed"]
    times = (each[name] / max(done, 1) * 1000 for name in ("claim", "provider", "store"))
    return f"{done:,}", f"{each['failed']:,}", f"{done / seconds:.0f}", *(f"{ms:.1f}" for ms in times)
