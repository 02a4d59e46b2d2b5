"""A thousand accounts in one process: what grows with each call, and whether anybody gets another's answer."""

from __future__ import annotations

from benchmarks.databases import postgresql, sqlite
from benchmarks.peers import installed
from benchmarks.processes import Bench, Section, told_by_module
from benchmarks.provider import provider
from benchmarks.workers.accounts import connect, stored_accounts

ACCOUNTS, THREADS, WARM_UP, ROUNDS = 1000, 8, 3, 10


def measure(bench: Bench) -> Section:
    work, say = bench.work, bench.say
    accounts, rounds = bench.size(ACCOUNTS, 20), bench.size(ROUNDS, 2)
    python = installed(work, say)
    calls = accounts * rounds
    section = Section(
        f"{accounts:,} accounts in one process, {THREADS} threads, {calls:,} calls after {WARM_UP * accounts:,} others",
        "make bench   # or: python -m benchmarks memory",
        ("", "bytes more a call", "kB for all accounts", "open files: before", "after", "threads", "after", "crossed"),
    )
    with provider() as asked, sqlite(work) as file, postgresql() as server, server.database() as url:
        for name, place in {"SQLite": file, "PostgreSQL": url}.items():
            say(name)
            with stored_accounts(place) as stored:
                connect(stored, [f"person{number}" for number in range(accounts)])
            words = ("benchmarks.workers.memory", asked.url, place, *map(str, (accounts, THREADS, WARM_UP, rounds)))
            told = told_by_module(python, *words)
            before, after = told["before"], told["after"]
            grown = (after["bytes"] - before["bytes"]) / calls
            section.rows.append(
                (
                    name,
                    f"{grown:+.2f}",
                    f"{(before['bytes'] - told['first']) / 1000:,.0f}",
                    *(str(each["files"]) for each in (before, after)),
                    *(str(each["threads"]) for each in (before, after)),
                    str(told["crossed"]),
                )
            )
    section.notes = [
        "bytes as tracemalloc counts what Python holds, after garbage collection; crossed: answers for another person",
        "goals: no growth, none crossed",
    ]
    return section
