"""10,000 calls as one user over 4 processes while the token expires: by figwright and by what others would do."""

from __future__ import annotations

import json
import math
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.databases import postgresql, sqlite
from benchmarks.peers import PEERS, environment, installed
from benchmarks.processes import ROOT, Bench, Section, median
from benchmarks.provider import Provider, provider
from benchmarks.workers.accounts import connect, stored_accounts, stored_token

CALLS, PROCESSES, CALLERS, ROUNDS = 10_000, 4, 25, 3
DELAY = 0.3
"""Seconds that the provider takes to answer a refresh."""
BEFORE = 0.3
"""Seconds of calls before the token expires."""


@dataclass
class Kept:
    """Tokens where a contender keeps them: what its workers are told, and the token that they hold in the end."""

    place: str
    token: Callable[[], str]


@dataclass(frozen=True)
class Contender:
    """`keep` stores the token of the person `ann` in the database at a URL, until the moment when it expires."""

    name: str
    python: Path
    worker: str
    words: tuple[str, ...]
    database: Callable[[], AbstractContextManager[str]]
    keep: Callable[[str, float], AbstractContextManager[Kept]]


@dataclass(frozen=True)
class Outcome:
    """Times in seconds, in order; `waited` are those of the calls that the refresh held up."""

    refreshes: int
    failures: Counter[str]
    live: bool
    total: float
    latencies: list[float]
    waited: list[float]
    provider_share: float


def measure(bench: Bench) -> Section:
    work, say = bench.work, bench.say
    calls, rounds = bench.size(CALLS, 1000), bench.size(ROUNDS, 1)
    python, authlib = installed(work, say), environment("authlib", work, say) / "python"
    section = Section(
        f"{calls:,} calls as one user over {PROCESSES} processes while the token expires; a refresh takes "
        f"{DELAY * 1000:.0f} ms ({rounds} rounds: the worst counts, median times)",
        "make bench   # or: python -m benchmarks storm",
        ("", "refreshes", "failed", "stored token lives", "seconds", "p50 ms", "p99", "max", "held up: p50", "max"),
    )
    shares: list[float] = []
    with postgresql() as server:
        contenders = _contenders(python, authlib, partial(sqlite, work), server.database)
        for contender in contenders[:: bench.size(1, 2)]:
            outcomes: list[Outcome] = []
            while len(outcomes) < rounds:
                say(f"{contender.name}, round {len(outcomes) + 1} of {rounds}")
                outcomes.append(_storm(contender, calls, BEFORE / bench.size(1, 6)))
                shares.append(outcomes[-1].provider_share)
            section.rows.append(_row(contender.name, outcomes))
            for wrong, count in sum((outcome.failures for outcome in outcomes), Counter[str]()).most_common(1):
                section.notes.append(f"{contender.name}: most failures are {wrong.splitlines()[0]} ({count:,})")
    section.notes += [
        "held up: calls that began before the first refresh was answered and ended after it",
        "goals: 1 refresh, 0 failures, 99 of 100 calls within the refresh and a second",
        f"{PEERS['authlib'][0]}: its awaitable client, the only one with a lock, one for each process",
        f"the provider is benchmarks/provider.py; it kept {median(shares):.0%} of one core busy",
    ]
    return section


def _contenders(
    python: Path,
    authlib: Path,
    on_sqlite: Callable[[], AbstractContextManager[str]],
    on_postgresql: Callable[[], AbstractContextManager[str]],
) -> list[Contender]:
    threads, tasks = (str(CALLERS), "threads"), (str(CALLERS), "tasks")
    ours = partial(Contender, python=python, worker="storm_figwright", keep=_kept_by_figwright)
    others = partial(Contender, database=on_sqlite, keep=_kept_by_hand)
    users = f"{PROCESSES} x {CALLERS}"
    return [
        ours(name=f"figwright, SQLite, {users} threads", words=threads, database=on_sqlite),
        ours(name=f"figwright, PostgreSQL, {users} threads", words=threads, database=on_postgresql),
        ours(name=f"figwright, PostgreSQL, {users} tasks", words=tasks, database=on_postgresql),
        ours(name=f"figwright, SQLite, {users} tasks", words=tasks, database=on_sqlite),
        others(
            name=f"Authlib, SQLite, {users} tasks",
            words=tasks[:1],
            python=authlib,
            worker="storm_authlib",
        ),
        others(name=f"by hand, SQLite, {users} threads", words=threads[:1], python=python, worker="storm_written"),
    ]


def _storm(contender: Contender, count: int, before: float) -> Outcome:
    allowance = 4.0
    while True:
        expiry = time.time() + allowance
        start = expiry - before
        with provider(DELAY) as asked, contender.database() as url, contender.keep(url, expiry) as kept:
            asked.expire("ann", expiry)
            calls = _calls(contender, count, asked, kept, start)
            if calls is not None:
                return _outcome(calls, asked, kept, start)
        allowance *= 1.5


def _calls(contender: Contender, count: int, asked: Provider, kept: Kept, start: float) -> list[list[Any]] | None:
    """The calls of all processes; None where the machine was too slow to have them ready at the start."""
    command = [contender.python, "-m", f"benchmarks.workers.{contender.worker}"]
    command += [asked.url, kept.place, str(count // PROCESSES), *contender.words]
    workers = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(PROCESSES)
    ]
    if [worker.stdout.readline() for worker in workers if worker.stdout] != ["ready\n"] * PROCESSES:
        raise RuntimeError(f"{contender.worker} failed before its calls began")
    late = time.time() > start - 0.1
    for worker in workers:
        assert worker.stdin is not None
        if late:
            worker.kill()
        else:
            worker.stdin.write(f"{start!r}\n")
            worker.stdin.flush()
    told = [worker.communicate()[0] for worker in workers]
    return None if late else [call for calls in told for call in json.loads(calls)]


def _outcome(calls: list[list[Any]], asked: Provider, kept: Kept, start: float) -> Outcome:
    person, total = asked.person("ann"), max(end for _, end, _ in calls) - start
    answered = next(iter(person["answered"]), math.inf)
    return Outcome(
        refreshes=person["refreshes"],
        failures=Counter(wrong for _, _, wrong in calls if wrong),
        live=kept.token() == person["live"],
        total=total,
        latencies=sorted(end - began for began, end, _ in calls),
        waited=sorted(end - began for began, end, _ in calls if began < answered < end),
        provider_share=asked.stats()["seconds"] / total,
    )


def _row(name: str, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    def ms(times: Callable[[Outcome], list[float]], share: float) -> str:
        return f"{median([_at(times(outcome), share) for outcome in outcomes]) * 1000:,.0f}"

    fewest, most = (pick(outcome.refreshes for outcome in outcomes) for pick in (min, max))
    return (
        name,
        str(most) if most == fewest else f"{fewest} to {most}",
        f"{max(outcome.failures.total() for outcome in outcomes):,}",
        f"{sum(outcome.live for outcome in outcomes)} of {len(outcomes)}",
        f"{median([outcome.total for outcome in outcomes]):.1f}",
        *(ms(lambda outcome: outcome.latencies, share) for share in (0.5, 0.99, 1.0)),
        *(ms(lambda outcome: outcome.waited, share) for share in (0.5, 1.0)),
    )


def _at(ordered: list[float], share: float) -> float:
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0


@contextmanager
def _kept_by_figwright(database_url: str, expiry: float) -> Iterator[Kept]:
    with stored_accounts(database_url) as stored:
        connect(stored, ["ann"], expires_at=expiry)
        yield Kept(database_url, lambda: stored_token(stored, "ann"))


@contextmanager
def _kept_by_hand(database_url: str, expiry: float) -> Iterator[Kept]:
    file = database_url.removeprefix("sqlite://")
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE tokens (person TEXT PRIMARY KEY, access TEXT, refresh TEXT, expires_at REAL)")
        database.execute("INSERT INTO tokens VALUES ('ann', 'ann.0', 'refresh.ann', ?)", (expiry,))
        yield Kept(file, lambda: str(database.execute("SELECT access FROM tokens").fetchone()[0]))
