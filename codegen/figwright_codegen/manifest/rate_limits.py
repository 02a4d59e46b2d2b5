"""What a manifest says of the provider's rate limits: what tells of them, who shares one, and how large they are."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from figwright_codegen.manifest.forms import Entry


class Allowance(Entry):
    """How many calls of a tier are allowed, for estimates alone: nothing is refused for them."""

    tier: int
    """Of this tier."""
    calls: Annotated[int, Field(ge=1)]
    """So many calls."""
    per: Literal["minute", "month"] = "minute"
    """In such a time; months are those of the calendar (UTC)."""
    seat: str = ""
    """What the header `seat` says, if it matters."""
    plan: str = ""
    """What the header `plan` says, if it matters."""


class RateLimit(Entry):
    """The provider's rate-limit headers, who shares a limit, and how many calls it allows."""

    retry_after: str = "Retry-After"
    """The header that says how long to wait."""
    remaining: str = ""
    """The header with the calls that are left. Where it says 0, and `retry_after` did not come, `reset` tells how long
    to wait."""
    reset: str = ""
    """The header that says when there are calls again."""
    reset_form: Literal["epoch", "seconds"] = "epoch"
    """What `reset` holds: a time in seconds since 1970, or seconds from now."""
    plan: str = ""
    """The header that names the plan whose limit was met."""
    seat: str = ""
    """The header that names the kind of seat whose limit was met."""
    upgrade: str = ""
    """The header with a link to a higher limit."""
    homes: list[str] = []
    """Parameters of paths that name what belongs to a plan, such as a file, if limits are counted by the plan that a
    call's object belongs to. Without any, all tools of a tier share one limit of the person in the app."""
    tiers: dict[int, str] = {}
    """By number, in words, how many calls a tier allows. Tools name their tier; those of a tier share a limit."""
    seats: dict[str, str] = {}
    """In words, what the header `seat` says."""
    allowances: list[Allowance] = []
    """How many calls a tier allows, as numbers; the first that fits counts."""
