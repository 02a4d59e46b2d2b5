"""What a call costs beyond httpx where the account is stored and its token fresh: every check and the read included."""

from __future__ import annotations

import re
from collections.abc import Callable

from benchmarks.databases import postgresql, sqlite
from benchmarks.peers import installed
from benchmarks.processes import Bench, Section, median, told_by_module
from benchmarks.provider import provider
from benchmarks.workers.accounts import CONNECTION, connect, stored_accounts
from figwright.store import accounts

ROUNDS, CALLS, ACCOUNTS = 15, 200, 1000
_WORKER = "benchmarks.workers.fresh"


def measure(bench: Bench) -> Section:
    work, say = bench.work, bench.say
    rounds, calls, accounts = bench.size(ROUNDS, 1), bench.size(CALLS, 20), bench.size(ACCOUNTS, 20)
    python = installed(work, say)
    section = Section(
        f"One call with a fresh token, of {accounts:,} stored accounts: GET /v1/me "
        f"(microseconds, medians of {rounds} interleaved rounds of {calls})",
        "make bench   # or: python -m benchmarks fresh",
        ("", "µs", "lowest", "beyond httpx's client", "beyond its bare transport"),
    )
    with provider() as asked, sqlite(work) as file, postgresql() as server, server.database() as url:
        for place in (file, url):
            with stored_accounts(place) as stored:
                connect(stored, ["ann", *(f"person{number}" for number in range(1, accounts))])
                if place == url:
                    with stored.database.write() as transaction:
                        transaction.run("ANALYZE")
                    plan = _indexes(stored.database.read)
        for face in ("sync", "async"):
            say(f"{face}, {rounds} rounds of {calls} calls")
            found = told_by_module(python, _WORKER, asked.url, file, url, str(rounds), str(calls), face)
            client, transport, *_ = found.values()
            for name, values in found.items():
                beyond = [median([a - b for a, b in zip(values, base, strict=True)]) for base in (client, transport)]
                section.rows.append(
                    (name, f"{median(values):.0f}", f"{min(values):.0f}", *(f"{x:+.0f}" for x in beyond))
                )
        say("counting statements")
        server.execute(f"ALTER DATABASE {url.rpartition('/')[2]} SET log_statement = 'all'")
        log, statements = server.folder / "log", []
        for number in (0, calls):
            before = log.stat().st_size
            told_by_module(python, _WORKER, asked.url, file, url, "1", str(number), "postgresql")
            statements.append(len(re.findall(rb"LOG:  (?:execute|statement)", log.read_bytes()[before:])))
    section.notes = [
        "ours checks input, account, credential kind, scopes, plan and policy, and reads the account anew in each call",
        f"statements in PostgreSQL's log for each call: {(statements[1] - statements[0]) / calls:g}, by {plan}",
        "goals: under +100 on SQLite, one indexed read on PostgreSQL",
    ]
    return section


def _indexes(read: Callable[..., list[tuple[object, ...]]]) -> str:
    lines = read(f"EXPLAIN {accounts._READ}", connection=CONNECTION, identifier="ann")
    scans = [str(line).split("->")[-1].strip() for (line,) in lines if " Scan " in str(line)]
    return " and ".join(scan.split("  ")[0] for scan in scans)
