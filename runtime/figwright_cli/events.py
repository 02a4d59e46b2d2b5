"""`figwright events`: what became of the account events that your application is sent, and how to try that.

No secret of an endpoint is printed but the one that `new-secret` makes.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from figwright_cli.accounts import AsJson, anything_stored, client, stopped_by_signals
from figwright_cli.commands import UsageError
from figwright_cli.listing import print_pages
from figwright_cli.output import print_json

if TYPE_CHECKING:
    from figwright import Actions
    from figwright.types.events import EventDelivery

events = typer.Typer(help="Account events on their way to your application.", no_args_is_help=True)

_AT_ONCE = 1000


@events.command()
def deliveries(
    failed: Annotated[bool, typer.Option("--failed", help="Only those that were given up.")] = False,
    state: Annotated[str, typer.Option(metavar="STATE", help="Only those that are waiting, delivered or dead.")] = "",
    endpoint: Annotated[str, typer.Option(metavar="NAME", help="Only those to this endpoint.")] = "",
    after: Annotated[int, typer.Option(metavar="N", help="Only deliveries after this number.", min=0)] = 0,
    as_json: AsJson = False,
) -> None:
    """List deliveries of account events, oldest first, and what became of each."""
    if failed and state:
        raise UsageError("--failed is --state dead: give one of them.")
    chosen = "dead" if failed else state

    def pages(actions: Actions) -> Iterable[list[EventDelivery]]:
        seen = after
        while page := actions.list_event_deliveries(
            endpoint=endpoint or None, state=chosen or None, after=seen, limit=_AT_ONCE
        ):
            yield list(page)
            seen = page[-1].id

    if not anything_stored():
        _print((), as_json=as_json)
        return
    with client() as actions:
        _print(pages(actions), as_json=as_json)


@events.command()
def resend(delivery: Annotated[int, typer.Argument(metavar="DELIVERY", help="Its number.", min=1)]) -> None:
    """Let a delivery be made again, also one that was made or given up."""
    found = False
    if anything_stored():
        with client() as actions:
            found = actions.resend_event(delivery)
    if not found:
        raise UsageError(f"There is no delivery {delivery}, or it is on its way now. See: figwright events deliveries")
    sys.stdout.write(f"The delivery {delivery} waits for a sender.\n")


@events.command()
def send(
    every: Annotated[float, typer.Option(min=0, metavar="SECONDS", help="Look again so often, until stopped.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Deliver what is due, once for a cron job, or as a process of its own that runs on, as `figwright serve` does.

    Any number of hosts may run it. SIGTERM and Ctrl-C let deliveries that are under way finish, then it ends with 0.
    """
    with client() as actions:
        if every:
            stop = threading.Event()
            with stopped_by_signals(stop.set), actions.run_event_sender(every=every):
                stop.wait()
            return
        report = actions.send_events()
    if as_json:
        print_json(report._asdict())
    else:
        sys.stdout.write(f"Delivered {report.delivered}; {report.failed} failed.\n")
    if report.failed:
        raise typer.Exit(1)


@events.command("send-test")
def send_test(
    endpoint: Annotated[str, typer.Argument(metavar="[ENDPOINT]", help="Its name in the settings.")] = "default",
) -> None:
    """Send an event of the type figwright.test to an endpoint now. One that was off is on again if it takes it."""
    with client() as actions:
        actions.send_test_event(endpoint)
    sys.stdout.write(f"The endpoint {endpoint} took it.\n")


@events.command()
def forget(endpoint: Annotated[str, typer.Argument(metavar="ENDPOINT", help="Its name.")]) -> None:
    """Forget an endpoint that is no longer in the settings, and all that waits for it."""
    from figwright.events import outbox
    from figwright.settings import load_settings
    from figwright.store.repeating import repeated

    if endpoint in load_settings().event_endpoints():
        raise UsageError(f"The settings have the endpoint {endpoint}. Take it out there first, in every process.")
    known = False
    if anything_stored():
        with client() as actions:
            known = repeated(actions.context.stored().database, lambda transaction: outbox.leave(transaction, endpoint))
    if not known:
        raise UsageError(f"No endpoint {endpoint} is known.")
    sys.stdout.write(f"The endpoint {endpoint} is forgotten.\n")


@events.command("new-secret")
def new_secret() -> None:
    """Print a new secret for an endpoint: for the settings here, and for the receiver."""
    from figwright.events import signing

    sys.stdout.write(f"{signing.new_secret()}\n")


@events.command()
def schema() -> None:
    """Print the JSON Schema of what is sent."""
    from figwright.events.messages import schema as message_schema

    print_json(message_schema())


def _print(found: Iterable[list[EventDelivery]], *, as_json: bool) -> None:
    print_pages(
        found,
        as_json=as_json,
        described=_described,
        headings=("delivery", "endpoint", "state", "type", "as", "queued", "tries", "why"),
        cells=lambda each: (
            *(each.id, each.endpoint, each.state, each.type, each.identifier),
            *(f"{each.queued_at:%Y-%m-%d %H:%M:%S}", each.attempts or "", each.last_failure),
        ),
        wraps="why",
        nothing="No deliveries.",
    )


def _described(each: EventDelivery) -> dict[str, Any]:
    times = {"queued_at": each.queued_at, "ended_at": each.ended_at, "next_attempt_at": each.next_attempt_at}
    return each._asdict() | {name: None if when is None else when.isoformat() for name, when in times.items()}
