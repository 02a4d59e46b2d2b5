"""`figwright budget`: what is left of a provider's limits, as estimated, and who waits for one to be over."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from figwright_cli.accounts import AsJson, anything_stored, client, existing
from figwright_cli.commands import ConnectionName, Identifier, UsageError
from figwright_cli.output import console, print_json, printable

if TYPE_CHECKING:
    from figwright.connector import RateLimit
    from figwright.types import TierBudget

_MOST = 100


def budget(
    identifier: Identifier = "",
    connection_name: ConnectionName = "",
    forget: Annotated[
        bool,
        typer.Option("--forget", help="Send calls again, whatever limit they met: somebody knows that it is over."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show what is left of the provider's limits for an account, as estimated; without --as, who waits for one.

    Calls are counted here, in this minute and this month (UTC), and nothing is asked of the provider. Others may use
    the same limit. Only what the provider refused is refused here, until the time that it named.
    """
    if not identifier:
        if forget:
            raise UsageError("Whose limits? Name the account: figwright budget --as ID --forget")
        _print_waiting(connection_name, as_json)
        return
    asked: dict[str, Any] = {"identifier": identifier, "connection_name": connection_name or None}
    with existing(identifier, connection_name) as actions:
        if forget:
            actions.forget_limits(**asked)
        found = actions.budget(**asked)
        limit = actions.connection(connection_name or None).connector.rate_limit
    if as_json:
        print_json([_described(each) for each in found])
    else:
        _print(found, limit)


def _described(each: TierBudget) -> dict[str, Any]:
    until = each.not_before
    return {**asdict(each), "not_before": until.isoformat(timespec="seconds") if until else None}


def _print(found: tuple[TierBudget, ...], limit: RateLimit) -> None:
    """Plan and seat only where the provider tells them."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="dim")
    whose = [heading for heading in ("plan", "seat") if getattr(limit, heading)]
    for heading in ("tier", "this minute", "this month", "left", *whose, "refused until"):
        table.add_column(heading, overflow="fold")
    for each in found:
        span = "month" if each.monthly else "minute"
        left = "unknown" if each.left is None else f"about {each.left}"
        left += f" of {each.allowed} a {span}" if each.allowed is not None else ""
        told = [getattr(each, heading) for heading in whose]
        cells = (each.tier, each.calls_this_minute, each.calls_this_month, left, *told, _when(each))
        table.add_row(*(printable(str(cell)) for cell in cells))
    console().print(table)
    for each in {each.tier: each for each in found}.values():
        if each.limit:
            console().print(printable(f"Tier {each.tier} allows {each.limit}."), style="dim", soft_wrap=True)
    for link in sorted({each.upgrade_url for each in found if each.upgrade_url}):
        console().print(printable(f"A higher limit: {link}"), style="dim", soft_wrap=True)


def _when(each: TierBudget) -> str:
    return f"{each.not_before:%Y-%m-%d %H:%M:%S} UTC" if each.not_before else ""


def _print_waiting(connection_name: str, as_json: bool) -> None:
    from figwright.store import rate_limits

    waiting: list[tuple[str, str, float]] = []
    if anything_stored(connection_name):
        with client(connection_name) as actions:
            waiting = rate_limits.waiting(actions.context.stored().database, connection_name or None)
    now = datetime.now(UTC)
    found: list[dict[str, Any]] = [
        {"connection": connection, "identifier": identifier, "not_before": now + timedelta(seconds=seconds)}
        for connection, identifier, seconds in waiting
    ]
    if as_json:
        print_json([{**each, "not_before": each["not_before"].isoformat(timespec="seconds")} for each in found])
        return
    if not found:
        console().print("Nobody waits for a limit. One account in full: figwright budget --as ID")
    for each in found[:_MOST]:
        line = f"{each['connection']}  {each['identifier']}  refused until {each['not_before']:%Y-%m-%d %H:%M:%S} UTC"
        console().print(printable(line), soft_wrap=True)
    if (more := len(found) - _MOST) > 0:
        console().print(f"And {more:,} more. All of them: figwright budget --json", style="dim")
