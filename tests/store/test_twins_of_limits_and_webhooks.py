"""The same of the statements on limits and webhooks."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from figwright.store import Database, accounts, grants, rate_limits, webhook_secrets
from figwright.store.rate_limits import MONTH, Count, Note, Told
from figwright.webhooks import inbox, registry
from figwright.webhooks.inbox import EventRow

from .twins import (
    Step,
    account,
    blobs,
    change,
    check,
    connections,
    counts,
    flags,
    grant_ids,
    identifiers,
    kept,
    look,
    moments,
    names,
    soon,
    texts,
)


def noted(notes: Sequence[Note]) -> list[Note]:
    """Whether a limit holds, in place of how long: time passes between one store and the other."""
    return [note._replace(seconds=float(note.seconds > 0)) for note in notes]


def limits(database: Database, **place: Any) -> list[Note]:
    return noted(rate_limits.read(database, **place))


def every_limit(database: Database, grant_id: str) -> list[Note]:
    return noted(rate_limits.read_all(database, grant_id))


def who_waits(database: Database, connection: str | None) -> list[tuple[str, str]]:
    return [(name, identifier) for name, identifier, _ in rate_limits.waiting(database, connection)]


def months(counts: Sequence[Count]) -> list[Count]:
    """Those of a month: one store may be asked just before a minute ends, and the other just after."""
    return sorted(each for each in counts if each.span == MONTH)


def count_calls(transaction: Any, grant_id: str, tier: int, calls: int) -> list[Count]:
    found = rate_limits.add_calls(transaction, {(grant_id, tier): calls})
    return months(found.get((grant_id, tier), []))


def counted(database: Database, grant_id: str) -> list[Count]:
    return months(rate_limits.counts(database, grant_id))


def claimed(transaction: Any, **wanted: Any) -> EventRow | None:
    row = inbox.claim(transaction, **wanted)
    return row and row._replace(id=0)


def held(transaction: Any, route: str, digest: str, owner: str) -> EventRow:
    """An event as somebody has it who claimed it in this name."""
    found = transaction.run(
        "SELECT id FROM webhook_events WHERE route = :route AND digest = :digest", route=route, digest=digest
    )
    nothing: Any = dict.fromkeys(EventRow._fields, "")
    return EventRow(**nothing | {"id": found[0][0] if found else 0, "lease_owner": owner})


def finished(transaction: Any, **event: str) -> bool:
    return inbox.finish(transaction, held(transaction, **event))


def failed(transaction: Any, pause: float, failure: str, **event: str) -> str:
    return inbox.fail(transaction, held(transaction, **event), pause=pause, failure=failure)


def renewed(transaction: Any, lease: float, **event: str) -> bool:
    return inbox.renew(transaction, held(transaction, **event), lease=lease)


def replayed(transaction: Any, connection: str, **event: str) -> bool:
    return inbox.replay(transaction, connection, held(transaction, **event).id)


def received(database: Database, **wanted: Any) -> list[EventRow]:
    return [row._replace(id=0) for row in inbox.list_events(database, after=0, **wanted)]


def keys_of_webhooks(database: Database) -> set[str]:
    return webhook_secrets.key_ids(database.read)


limit = {"grant_id": grant_ids, "tier": st.integers(1, 2), "place": st.sampled_from(["", "p"])}
told = st.builds(Told, st.integers(0, 429), texts, texts, *[st.sampled_from(["", "pro"])] * 2, texts)
owners, event_types = st.sampled_from(["me", "you"]), st.sampled_from(["MADE", "LOST"])
an_event = {"route": names, "digest": st.sampled_from(["d1", "d2", "d3"])}
steps = st.one_of(
    change(accounts.delete, **account),
    change(grants.drop_unused, grant_id=grant_ids),
    change(rate_limits.note, **limit, told=told, seconds=soon, probe_in=soon),
    change(rate_limits.answered, **limit),
    change(rate_limits.lift, **limit),
    change(rate_limits.take_probe, **limit, pause=soon),
    change(rate_limits.forget, grant_id=grant_ids),
    look(limits, grant_id=grant_ids, tier=st.integers(1, 2)),
    look(every_limit, grant_id=grant_ids),
    look(who_waits, connection=st.none() | connections),
    change(count_calls, grant_id=grant_ids, tier=st.integers(1, 2), calls=st.integers(-1, 3)),
    look(counted, grant_id=grant_ids),
    look(rate_limits.any_old, notes=soon, minutes=soon, months=soon),
    change(rate_limits.forget_old, notes=soon, minutes=soon, months=soon),
    change(
        registry.add,
        **account,
        route=names,
        event=event_types,
        context=st.just("file"),
        context_id=names,
        endpoint=texts,
        secret=blobs,
    ),
    change(registry.confirm, route=names, webhook_id=st.sampled_from(["7", "8"])),
    change(registry.set_status, route=names, status=texts),
    change(registry.begin_rotation, route=names, generation=counts, secret=blobs),
    change(registry.end_rotation, route=names, generation=counts),
    change(registry.delete, route=names),
    look(registry.find, connection=connections, route=names),
    look(registry.same, **account, event=event_types, context=st.just("file"), context_id=names),
    look(registry.list_webhooks, connection=connections, identifier=st.just("") | identifiers),
    look(keys_of_webhooks),
    change(
        kept,
        **account,
        **an_event,
        type=event_types,
        subject=st.sampled_from(["", "A"]),
        happened_at=moments,
        sealed=blobs,
        handled=flags,
        stale=st.sampled_from([1000.0, 1e10]),
    ),
    change(claimed, types=st.none() | st.sets(event_types), connections=st.sets(connections), owner=owners, lease=soon),
    change(renewed, **an_event, owner=owners, lease=soon),
    change(finished, **an_event, owner=owners),
    change(failed, **an_event, owner=owners, pause=soon, failure=texts),
    change(replayed, **an_event, owner=owners, connection=connections),
    look(
        received,
        connection=connections,
        identifier=st.just("") | identifiers,
        state=st.sampled_from(["", *inbox.STATES]),
        limit=st.integers(1, 5),
    ),
    change(inbox.forget, limit=st.just(100)),
)


@pytest.mark.slow
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, min_size=10, max_size=50))
def test_any_sequence_of_statements_on_limits_and_webhooks_says_the_same_on_both(
    twins: tuple[Database, Database], sequence: list[Step]
) -> None:
    check(twins, sequence)


@pytest.mark.parametrize("module", [rate_limits, inbox, registry])
def test_no_statement_on_limits_and_webhooks_is_left_out(module: ModuleType) -> None:
    name, folder = module.__name__.rpartition(".")[2], Path(__file__).parent
    here = "".join((folder / each).read_text("utf-8") for each in ("twins.py", Path(__file__).name))
    for function, made in inspect.getmembers(module, inspect.isfunction):
        first = next(iter(inspect.signature(made).parameters), "")
        if made.__module__ == module.__name__ and first in ("transaction", "database"):
            assert f"{name}.{function}" in here
