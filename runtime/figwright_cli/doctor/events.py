"""The doctor's look at account events: endpoints that cannot work, are off or behind, and what was given up."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from figwright.events.endpoints import checked_endpoints
from figwright.settings import Settings, load_settings
from figwright_cli.doctor.examination import Finding, Level

_BEHIND = 3600.0

_STANDING = """
SELECT (SELECT COUNT(*) FROM event_deliveries WHERE state = 'dead'),
  (SELECT COUNT(*) FROM event_deliveries WHERE state = 'waiting'),
  (SELECT MIN(queued_at) FROM event_deliveries WHERE state = 'waiting')
"""
_KNOWN = "SELECT name FROM event_endpoints"
_OFF = "SELECT name FROM event_endpoints WHERE off_at IS NOT NULL ORDER BY name"


def check_endpoints(settings: Settings) -> Iterator[Finding]:
    """Raises ConfigurationError for an endpoint that cannot work."""
    for each in checked_endpoints(settings.event_endpoints()):
        keys = f", signed with {len(each.keys)} secrets" if len(each.keys) > 1 else ""
        yield Finding(Level.OK, "events", each.name, f"account events go to {each.host}{keys}")


def check_deliveries(where: str, read: Callable[[str], list[tuple[Any, ...]]]) -> Iterator[Finding]:
    """What became of deliveries, and to which of the endpoints that are configured nobody has delivered."""
    [(dead, waiting, since)] = read(_STANDING)
    for name in sorted(load_settings().event_endpoints().keys() - {known for (known,) in read(_KNOWN)}):
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
    hours = (time.time() - since) / 3600 if since else 0.0
    if waiting and hours * 3600 > _BEHIND:
        what = f"{waiting} account event{'s wait' if waiting > 1 else ' waits'}, the first for {hours:.0f} h"
        do = "See that run_event_sender or figwright serve runs, and why: figwright events deliveries --state waiting"
        yield Finding(Level.WARNING, "events", where, what, do, "Endpoints hear of what happens late.")
