"""What is left of a provider's limits, as estimated: what was counted here, held against what is allowed.

Others may use the same limit, so less may be left; a call about something of another plan has another limit, so more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from figwright.connector import Connector
from figwright.store.rate_limits import MINUTE, MONTH, Count, Note

_NEAR = 2


@dataclass(frozen=True, slots=True)
class TierBudget:
    """One tier of an account, for each plan and kind of seat whose limit it has met.

    `plan`, `seat` and `upgrade_url` are what the provider said when the limit was met, "" before. `allowed` calls in a
    minute, or in a calendar month if `monthly`, and `left`, an estimate of at least 0, are None where nobody can tell.
    Until `not_before`, if there is one, the provider refuses calls. `limit` is what the tier allows, in words.
    """

    tier: int
    limit: str
    calls_this_minute: int
    calls_this_month: int
    plan: str = ""
    seat: str = ""
    upgrade_url: str = ""
    allowed: int | None = None
    monthly: bool = False
    left: int | None = None
    not_before: datetime | None = None

    @property
    def told(self) -> str:
        """One sentence for a person or a model where a limit is met or near, else ""."""
        if self.not_before is not None:
            return f"Calls of tier {self.tier} are refused until {self.not_before:%Y-%m-%d %H:%M:%S} UTC."
        if self.left is None or self.allowed is None or self.left > min(_NEAR, max(1, self.allowed // 5)):
            return ""
        span = "month" if self.monthly else "minute"
        whose = f" for {self.seat}" if self.seat else ""
        return f"Of {self.allowed} calls of tier {self.tier} a {span}{whose}, about {self.left} are left, as estimated."


def budgets(connector: Connector, notes: Sequence[Note], counts: Iterable[Count]) -> tuple[TierBudget, ...]:
    """By tier, then by plan. Tiers that the connector names are there in any case.

    What one tier told of a plan and a seat holds for every other.
    """
    calls = {(each.tier, each.span): max(each.calls, 0) for each in counts}  # a refusal may be of the minute after
    tiers = {*connector.rate_limit.tiers, *(tier for tier, _ in calls), *(each.tier for each in notes)}
    told = sorted({(each.told.plan, each.told.seat) for each in notes if each.told.status}) or [("", "")]
    found: list[TierBudget] = []
    for tier in sorted(tiers):
        minute, month = (calls.get((tier, span), 0) for span in (MINUTE, MONTH))
        for plan, seat in told:
            met = [each for each in notes if (each.tier, each.told.plan, each.told.seat) == (tier, plan, seat)]
            found.append(
                _of_tier(
                    connector, tier, plan, seat, max(met, key=lambda each: each.seconds, default=None), minute, month
                )
            )
    return tuple(found)


def _of_tier(
    connector: Connector, tier: int, plan: str, seat: str, met: Note | None, minute: int, month: int
) -> TierBudget:
    limit = connector.rate_limit
    allowed, seconds = limit.allowance(tier, seat, plan), met.seconds if met else 0.0
    left = max(allowed.calls - (month if allowed.per == MONTH else minute), 0) if allowed else None
    return TierBudget(
        tier=tier,
        limit=limit.tiers.get(tier, ""),
        calls_this_minute=minute,
        calls_this_month=month,
        plan=plan,
        seat=limit.seats.get(seat, seat),
        upgrade_url=met.told.upgrade_url if met else "",
        allowed=allowed.calls if allowed else None,
        monthly=allowed is not None and allowed.per == MONTH,
        left=0 if seconds else left,
        not_before=datetime.now(UTC) + timedelta(seconds=seconds) if seconds else None,
    )
