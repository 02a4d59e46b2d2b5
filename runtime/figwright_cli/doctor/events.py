"""The doctor's look at account events: endpoints that cannot work, are off or behind, and what was given up."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from figwright.events.endpoints import checked_endpoints
from figwright.settings import Settings, load_settings
from figwright_cli.doctor.findings import Finding, Level

_BEHIND = 3600.0

_DEAD = "SELECT COUNT(*) FROM event_deliveries WHERE state = 'dead'"
_WAITING = "SELECT endpoint, COUNT(*), MIN(queued_at) FROM event_deliveries WHERE state = 'waiting' GROUP BY endpoint"
_KNOWN = "SELECT name FROM event_endpoints"
_OFF = "SELECT name FROM event_endpoints WHERE off_at IS NOT NULL ORDER BY name"


def check_endpoints(settings: Settings) -> Iterator[Finding]:
    """Raises ConfigurationError for an endpoint that cannot work."""
    for each in checked_endpoints(settings.event_endpoints()):
        keys = f", signed with {len(each.keys)} secrets" if len(each.keys) > 1 else ""
        yield Finding(Level.OK, "events", each.name, f"account events go to {each.host}{keys}")


def check_deliveries(where: str, read: Callable[[str], list[tuple[Any, ...]]]) -> Iterator[Finding]:
    """What became of deliveries, and to which of the endpoints that are configured nobody has delivered."""
    [(dead,)] = read(_DEAD)
    there, known = load_settings().event_endpoints().keys(), {name for (name,) in read(_KNOWN)}
    waiting = {name: (number, since) for name, number, since in read(_WAITING)}
    for name in sorted(known - there):
        number, _ = waiting.pop(name, (0, 0.0))
        what = f"it is not in the settings, and {_events(number)} for it" if number else "it is not in the settings"
        do = f"Put it back, or run: figwright events forget {name}"
        yield Finding(Level.WARNING, "events", name, what, do, "What it should hear of is kept, and never sent.")
    for name in sorted(there - known):
        do = "Let run_event_sender, figwright serve or figwright events send run."
        what = "nobody has delivered account events to it yet"
        yield Finding(Level.WARNING, "events", name, what, do, "It hears of what happens from then on.")
    for (name,) in read(_OFF):
        do = f"Change its url, or see that it works and run: figwright events send-test {name}"
        otherwise = "It hears of nothing until then."
        yield Finding(Level.WARNING, "events", name, "it answered 410 and is off", do, otherwise)
    if dead:
        what = f"{dead} {'deliveries' if dead > 1 else 'delivery'} of account events given up"
        do = "See why: figwright events deliveries --failed. Then: figwright events resend NUMBER"
        yield Finding(Level.WARNING, "events", where, what, do, "The endpoint never heard of these.")
    since = min((each for _, each in waiting.values()), default=time.time())
    if (behind := time.time() - since) > _BEHIND:
        what = f"{_events(sum(number for number, _ in waiting.values()))}, the first for {behind / 3600:.0f} h"
        do = "See that run_event_sender or figwright serve runs, and why: figwright events deliveries --state waiting"
        yield Finding(Level.WARNING, "events", where, what, do, "Endpoints hear of what happens late.")


def _events(number: int) -> str:
    return f"{number} account event{'s wait' if number > 1 else ' waits'}"
