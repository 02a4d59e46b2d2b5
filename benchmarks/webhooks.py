"""Webhooks in and account events out, by one process: how many a second go through the inbox and the outbox."""

from __future__ import annotations

from benchmarks.databases import postgresql, sqlite
from benchmarks.peers import installed
from benchmarks.processes import Bench, Section, server, told_by_module
from benchmarks.workers.accounts import stored_accounts

EVENTS, ACCOUNTS = 4000, 500


def measure(bench: Bench) -> Section:
    work, say = bench.work, bench.say
    events, accounts = bench.size(EVENTS, 60), bench.size(ACCOUNTS, 20)
    python = installed(work, say)
    section = Section(
        f"{events:,} events of {accounts:,} files in, of {accounts:,} accounts out, by one process",
        "python -m benchmarks webhooks",
        ("", "received a second", "handled a second", "sent a second", "peak MB in", "out"),
    )
    with server() as receiver, sqlite(work) as file, postgresql() as servers, servers.database() as url:
        for name, place in {"SQLite": file, "PostgreSQL": url}.items():
            with stored_accounts(place):
                pass
            told = {}
            for way in ("in", "out"):
                say(f"{name}, {way}")
                words = (way, place, receiver, str(events), str(accounts))
                told[way] = told_by_module(python, "benchmarks.workers.webhooks", *words)
            rates = (events / told[way][what] for way, what in (("in", "in"), ("in", "handled"), ("out", "out")))
            peaks = (told[way]["peak"] for way in ("in", "out"))
            section.rows.append((name, *(f"{each:,.0f}" for each in rates), *(f"{each:.0f}" for each in peaks)))
    section.notes = [
        "each commit is synced to disk; received: checked and stored, by 8 threads; handled: by an empty function",
        "sent: queued, claimed, signed, posted to a server that answers at once, and noted, 8 on the wire",
        "goal: none lost, none twice",
    ]
    return section
