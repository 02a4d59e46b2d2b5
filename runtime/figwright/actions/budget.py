"""What is left of a provider's limits, and forgetting them."""

from __future__ import annotations

from functools import partial

from figwright.calls.pipeline import Call, find_account
from figwright.calls.steps import Ask, Flow
from figwright.rate_limits.budget import TierBudget


def read_budget(call: Call) -> Flow[tuple[TierBudget, ...]]:
    access = yield from find_account(call)
    found: tuple[TierBudget, ...] = yield Ask(
        partial(call.accounts.limits.budget, call.connection.connector, access.grant_id)
    )
    return found


def forget_limits(call: Call) -> Flow[None]:
    access = yield from find_account(call)
    yield Ask(partial(call.accounts.limits.forget, access.grant_id))
