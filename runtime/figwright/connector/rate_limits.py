"""A provider's rate limits as data: what tells of them, who shares one, and how large they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple


class Allowance(NamedTuple):
    """So many calls of a tier a minute or month, where the headers name this seat and plan; "" for any."""

    tier: int
    calls: int
    per: Literal["minute", "month"] = "minute"
    seat: str = ""
    plan: str = ""

    @property
    def words(self) -> str:
        return f"{self.calls} {'call' if self.calls == 1 else 'calls'} a {self.per}"


class RateLimit(NamedTuple):
    """The provider's rate-limit headers, who shares a limit, and how many calls each tier allows where it says."""

    retry_after: str = "Retry-After"
    remaining: str = ""
    """The header with the calls that are left. Where it says 0 and no `retry_after` came, `reset` tells the wait."""
    reset: str = ""
    """The header that says when there are calls again."""
    reset_form: Literal["epoch", "seconds"] = "epoch"
    """A time in seconds since 1970, or seconds from now."""
    plan: str = ""
    seat: str = ""
    upgrade: str = ""
    homes: tuple[str, ...] = ()
    """Path parameters that name what belongs to a plan; without any, a tier has one limit for each grant."""
    tiers: Mapping[int, str] = {}
    seats: Mapping[str, str] = {}
    """What the header `seat` says, in words."""
    allowances: tuple[Allowance, ...] = ()

    def allowance(self, tier: int, seat: str, plan: str) -> Allowance | None:
        """What a tier allows by what the headers said; None if they do not tell."""
        fitting = (
            each
            for each in self.allowances
            if each.tier == tier and each.seat in ("", seat) and each.plan in ("", plan)
        )
        return next(fitting, None)

    def told(self, tier: int, seat: str, plan: str) -> str:
        """A sentence, after a space, on the limit that was met; "" if the headers do not tell."""
        allowed, whose = self.allowance(tier, seat, plan), self.seats.get(seat, "")
        if not allowed or not whose:
            return f" This limit is that of {whose}." if whose else ""
        return f" This limit is {allowed.words} for {whose}."
