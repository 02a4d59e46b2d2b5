"""`figwright webhooks`: register webhooks as a user, change and end them, and see what became of their events.

No secret of a webhook is ever printed: nobody needs it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from figwright_cli.accounts import AsJson, ConnectionName, Yes, anything_stored, client, connection_of
from figwright_cli.commands import UsageError
from figwright_cli.listing import print_pages
from figwright_cli.output import confirm

if TYPE_CHECKING:
    from figwright import Actions
    from figwright.types.webhooks import ReceivedEvent, Webhook

webhooks = typer.Typer(help="Register webhooks, and see what became of their events.", no_args_is_help=True)

User = Annotated[str, typer.Option("--as", metavar="ID", help="Whose webhooks: your own name for the user.")]
WebhookId = Annotated[str, typer.Argument(metavar="[WEBHOOK]", help="One webhook, by its id.")]
EventId = Annotated[int, typer.Argument(metavar="EVENT", help="The event's number, as events shows it.", min=1)]

_AT_ONCE = 1000


@webhooks.command()
def register(
    events: Annotated[list[str], typer.Argument(metavar="EVENT...", help="What to be told of.")],
    identifier: Annotated[str, typer.Option("--as", metavar="ID", help="As whom: your own name for the user.")],
    context: Annotated[str, typer.Option(metavar="KIND", help="What to watch, such as file.")],
    context_id: Annotated[str, typer.Option(metavar="ID", help="Its id, key or address.")],
    base_url: Annotated[
        str, typer.Option(metavar="URL", help="Where the receiver is reached, if not at public_url.")
    ] = "",
    connection_name: ConnectionName = "",
    as_json: AsJson = False,
) -> None:
    """Register a webhook for each event. One that is there already is left as it is."""
    connection = connection_of(connection_name).name
    with client() as actions:
        made = actions.register_webhook(
            events=[each.upper() if each.upper() in _known(connection_name) else each for each in events],
            context=context,
            context_id=context_id,
            identifier=identifier,
            connection_name=connection,
            base_url=base_url or None,
        )
    _print(made, as_json=as_json)


@webhooks.command("list")
def listed(identifier: User = "", connection_name: ConnectionName = "", as_json: AsJson = False) -> None:
    """List the webhooks that were registered from here."""
    connection = connection_of(connection_name).name
    found: tuple[Webhook, ...] = ()
    if anything_stored():
        with client() as actions:
            found = actions.list_webhooks(identifier=identifier or None, connection_name=connection)
    _print(found, as_json=as_json)


@webhooks.command()
def rotate(
    webhook_id: WebhookId = "", identifier: User = "", connection_name: ConnectionName = "", as_json: AsJson = False
) -> None:
    """Give a webhook, or each of a user's, another secret, while events arrive. Interrupted, repeat it."""
    _print(_change("rotate", webhook_id, identifier, connection_name), as_json=as_json)


@webhooks.command()
def pause(
    webhook_id: WebhookId = "", identifier: User = "", connection_name: ConnectionName = "", as_json: AsJson = False
) -> None:
    """Let a webhook, or each of a user's, rest. What happens meanwhile is not told."""
    _print(_change("pause", webhook_id, identifier, connection_name), as_json=as_json)


@webhooks.command()
def resume(
    webhook_id: WebhookId = "", identifier: User = "", connection_name: ConnectionName = "", as_json: AsJson = False
) -> None:
    """Wake a webhook, or each of a user's, also where the provider stopped it."""
    _print(_change("resume", webhook_id, identifier, connection_name), as_json=as_json)


@webhooks.command()
def delete(
    webhook_id: WebhookId = "",
    identifier: User = "",
    connection_name: ConnectionName = "",
    yes: Yes = False,
) -> None:
    """End a webhook, or each of a user's, for good. Events that arrived are still handled."""
    _which(webhook_id, identifier)
    confirm(f"Delete {f'the webhook {webhook_id}' if webhook_id else f'every webhook of {identifier}'}?", yes)
    gone = _change("delete", webhook_id, identifier, connection_name)
    sys.stdout.write(f"Deleted {len(gone)} webhook{'' if len(gone) == 1 else 's'}.\n")


@webhooks.command()
def events(
    identifier: User = "",
    state: Annotated[
        str, typer.Option(metavar="STATE", help="Only those that are waiting, handled, dead or stale.")
    ] = "",
    after: Annotated[int, typer.Option(metavar="N", help="Only events after this number.", min=0)] = 0,
    connection_name: ConnectionName = "",
    as_json: AsJson = False,
) -> None:
    """List the events that arrived, and what became of each."""
    connection = connection_of(connection_name).name

    def pages(actions: Actions) -> Iterable[list[ReceivedEvent]]:
        seen = after
        while page := actions.list_webhook_events(
            identifier=identifier or None, connection_name=connection, state=state or None, after=seen, limit=_AT_ONCE
        ):
            yield list(page)
            seen = page[-1].event.id

    def show(found: Iterable[list[ReceivedEvent]]) -> None:
        print_pages(
            found,
            as_json=as_json,
            described=_described_event,
            headings=("event", "state", "type", "about", "as", "happened", "tries", "why"),
            cells=lambda each: (
                *(each.event.id, each.state, each.event.type, each.event.subject, each.event.identifier),
                *(f"{each.event.happened_at:%Y-%m-%d %H:%M:%S}", each.attempts or "", each.last_failure),
            ),
            wraps="why",
            nothing="No events.",
        )

    if not anything_stored():
        show(())
        return
    with client() as actions:
        show(pages(actions))


@webhooks.command()
def replay(event_id: EventId, connection_name: ConnectionName = "") -> None:
    """Let an event be handled again, also one that is dead, stale or handled."""
    connection = connection_of(connection_name).name
    with _stored() as actions:
        if not actions.replay_webhook_event(event_id, connection_name=connection):
            raise UsageError(
                f"There is no event {event_id}, or it is being handled now. See: figwright webhooks events"
            )
    sys.stdout.write(f"The event {event_id} waits for a handler.\n")


@webhooks.command("catch-up")
def catch_up(webhook_id: WebhookId = "", identifier: User = "", connection_name: ConnectionName = "") -> None:
    """After a gap, read what the provider sent of late. What is new waits for a handler."""
    connection = connection_of(connection_name).name
    with _stored() as actions:
        count = actions.catch_up_webhooks(
            webhook_id=webhook_id or None, identifier=identifier or None, connection_name=connection
        )
    sys.stdout.write(f"{count} new event{'' if count == 1 else 's'}.\n")


def _change(name: str, webhook_id: str, identifier: str, connection_name: str) -> tuple[Webhook, ...]:
    _which(webhook_id, identifier)
    connection = connection_of(connection_name).name
    with _stored() as actions:
        change: Callable[..., tuple[Webhook, ...]] = getattr(actions, f"{name}_webhooks")
        return change(webhook_id=webhook_id or None, identifier=identifier or None, connection_name=connection)


def _stored() -> Any:
    if not anything_stored():
        raise UsageError("There are no webhooks yet. See: figwright webhooks register --help")
    return client()


def _which(webhook_id: str, identifier: str) -> None:
    if not webhook_id and not identifier:
        raise UsageError("Which? Give a webhook's id, or --as ID for all of a user's. See: figwright webhooks list")


def _known(connection_name: str) -> tuple[str, ...]:
    declared = connection_of(connection_name).connector.webhooks
    return declared.events if declared else ()


def _print(found: tuple[Webhook, ...], *, as_json: bool) -> None:
    print_pages(
        [list(found)],
        as_json=as_json,
        described=_described,
        headings=("webhook", "as", "event", "watches", "status", "endpoint"),
        cells=lambda each: (
            *(each.id, each.identifier, each.event, f"{each.context} {each.context_id}"),
            *("changing its secret" if each.rotating else each.status, each.endpoint),
        ),
        wraps="endpoint",
        nothing="No webhooks.",
    )


def _described(each: Webhook) -> dict[str, Any]:
    times = {"created_at": each.created_at, "rotated_at": each.rotated_at}
    return each._asdict() | {name: None if when is None else when.isoformat() for name, when in times.items()}


def _described_event(each: ReceivedEvent) -> dict[str, Any]:
    event = each.event
    moments = {"happened_at": event.happened_at, "received_at": each.received_at, "handled_at": each.handled_at}
    return {
        "id": event.id,
        "state": each.state,
        "type": event.type,
        "subject": event.subject,
        "webhook_id": event.webhook_id,
        "connection_name": event.connection_name,
        "identifier": event.identifier,
        "attempts": each.attempts,
        "last_failure": each.last_failure,
        **{name: None if when is None else when.isoformat() for name, when in moments.items()},
        "data": event.data,
    }
