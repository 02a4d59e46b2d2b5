"""`figwright accounts`: who is connected, what happened to them, and tokens renewed ahead of their time.

What is printed never holds a token: an account has none (T43).
"""

from __future__ import annotations

import json
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from figwright.errors import NotConnectedError
from figwright_cli.commands import UsageError
from figwright_cli.listing import PAGE, pages, print_pages
from figwright_cli.output import confirm, console, nearest, print_json, printable

if TYPE_CHECKING:
    from figwright import Actions
    from figwright.accounts.sweep import Sweep
    from figwright.connections import BoundConnection
    from figwright.connector import Connector
    from figwright.types.accounts import AccountEvent, ConnectedAccount, RefreshReport

accounts = typer.Typer(help="List, show, refresh and end connected accounts.", no_args_is_help=True)

Identifier = Annotated[str, typer.Argument(metavar="ID", help="Your own name for the user.")]
ConnectionName = Annotated[str, typer.Option("--connection", metavar="NAME", help="Which connection.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]

_POLL_SECONDS = 0.5

_WHAT_TO_DO = {
    "PENDING": "Its person has not given the consent yet: figwright connect {id}",
    "PENDING_VERIFICATION": "Confirm whose consent it was: verify_connected_account_user(...)",
    "EXPIRED": "Its person must connect again: figwright connect {id}",
    "REVOKED": "Its person must connect again. After a fault of the app: figwright accounts refresh {id}",
    "DISCONNECTED": "You ended it. To begin again: figwright connect {id}",
}

_IN_DOUBT = (
    "Its person must connect again: figwright connect {id}\n"
    "If the request never got there, the refresh token may yet work: figwright accounts refresh {id}"
)


@accounts.command("list")
def listed(
    connection_name: ConnectionName = "",
    status: Annotated[str, typer.Option(metavar="STATUS", help="Only accounts in this status.")] = "",
    identifier: Annotated[str, typer.Option(metavar="ID", help="Only accounts of this user.")] = "",
    as_json: AsJson = False,
) -> None:
    """List the connected accounts."""
    with ExitStack() as stack:
        found: Iterable[list[ConnectedAccount]] = ()
        if anything_stored(connection_name):
            actions = stack.enter_context(client(connection_name))
            found = pages(
                lambda token: actions.list_connected_accounts(
                    connection_name=connection_name or None,
                    status=status.upper() or None,
                    identifier=identifier or None,
                    page_size=PAGE,
                    page_token=token,
                )
            )
        count = print_pages(
            found,
            as_json=as_json,
            described=described,
            headings=("connection", "identifier", "status", "expires", "why"),
            cells=lambda each: (
                *(each.connection_name, each.identifier, each.status),
                *(_day(each.expires_at), each.status_reason),
            ),
            wraps="why",
            nothing="No accounts.",
        )
    if count and not as_json:
        console().print(f"\n{count} in all. One in full: figwright accounts show ID", style="dim")


@accounts.command()
def show(identifier: Identifier, connection_name: ConnectionName = "", as_json: AsJson = False) -> None:
    """Show one account, and what to do where it does not work."""
    connector = connection_of(connection_name).connector
    with existing(identifier, connection_name) as actions:
        account = actions.get_connected_account(identifier=identifier, connection_name=_one(connection_name))
    if as_json:
        print_json(described(account))
    else:
        print_account(account, connector)


@accounts.command()
def events(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="Only this user's.")] = "",
    connection_name: ConnectionName = "",
    after: Annotated[int, typer.Option(metavar="N", help="Only events after this id.", min=0, max=2**63 - 1)] = 0,
    follow: Annotated[bool, typer.Option("--follow", help="Wait for more, until you stop it with Ctrl-C.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON: one line an event.")] = False,
) -> None:
    """List every change of an account's status, oldest first."""
    stop = threading.Event()
    if not follow and not anything_stored(connection_name):
        return
    with client(connection_name) as actions, stopped_by_signals(stop.set if follow else None):
        while True:
            page = actions.list_account_events(
                identifier=identifier or None, connection_name=connection_name or None, after=after, limit=PAGE
            )
            for event in page:
                after = event.id
                sys.stdout.write(_event_line(event, as_json) + "\n")
            sys.stdout.flush()
            if len(page) == PAGE:
                continue
            if not follow or stop.wait(_POLL_SECONDS):
                return


@accounts.command()
def refresh(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="Renew this account's token now.")] = "",
    due: Annotated[bool, typer.Option("--due", help="Renew every token whose time it is.")] = False,
    rate: Annotated[float, typer.Option(min=0, help="Refreshes a second for each app; 0: as fast as they go.")] = 1.0,
    limit: Annotated[int, typer.Option(min=0, help="At most so many; 0: all that are due.")] = 0,
    every: Annotated[float, typer.Option(min=0, metavar="SECONDS", help="Look again so often, until stopped.")] = 0,
    connection_name: ConnectionName = "",
    as_json: AsJson = False,
) -> None:
    """Renew tokens: one account's, or all that are due, once or as a process of its own that runs on.

    Any number of hosts may run it. SIGTERM and Ctrl-C let refreshes that are under way finish, then it ends with 0.
    """
    if bool(identifier) == due:
        raise UsageError("Whose? Give an ID, or --due for every token whose time it is.")
    if identifier:
        if limit or every:
            raise UsageError("--limit and --every go with --due.")
        with existing(identifier, connection_name) as actions:
            account = actions.refresh_connected_account(identifier=identifier, connection_name=_one(connection_name))
        _print_changed(account, "renewed", as_json)
        return
    with client(connection_name) as actions:
        failed = _refresh_due(actions, rate or None, limit or None, every, connection_name, as_json)
    if failed:
        raise typer.Exit(1)


@accounts.command()
def disconnect(
    identifier: Identifier, connection_name: ConnectionName = "", yes: Yes = False, as_json: AsJson = False
) -> None:
    """Give an account's credential up; its tokens are deleted where no other account shares them."""
    with existing(identifier, connection_name) as actions:
        account = actions.get_connected_account(identifier=identifier, connection_name=_one(connection_name))
        confirm(f"Disconnect the account of {identifier} ({account.status})?", yes)
        account = actions.disconnect_connected_account(identifier=identifier, connection_name=_one(connection_name))
    _print_changed(account, "disconnected", as_json)


@accounts.command()
def delete(
    identifier: Identifier, connection_name: ConnectionName = "", yes: Yes = False, as_json: AsJson = False
) -> None:
    """Disconnect an account and forget that it was there; its events stay."""
    with existing(identifier, connection_name) as actions:
        account = actions.get_connected_account(identifier=identifier, connection_name=_one(connection_name))
        confirm(f"Delete the account of {identifier} ({account.status})?", yes)
        left = actions.delete_connected_account(identifier=identifier, connection_name=_one(connection_name))
    if as_json:
        print_json(
            {
                "connection_name": account.connection_name,
                "identifier": account.identifier,
                "deleted": True,
                "webhooks_left": [each.id for each in left],
            }
        )
    else:
        sys.stdout.write(printable(f"Deleted the account of {identifier}.\n"))
    for each in left:
        what = f"{each.id} ({each.event}, {each.context} {each.context_id})"
        sys.stderr.write(
            printable(f"The webhook {what} could not be ended: it stays at the provider. Delete it there.\n")
        )


def connection_of(name: str) -> BoundConnection:
    """The connection that a command means: the one named, or the only one. Raises UsageError."""
    from figwright.connections import BoundConnection, default_connections
    from figwright.settings import load_settings

    configured = {each.name: each for each in load_settings().named_connections() or default_connections()}
    if name and name not in configured:
        raise UsageError(f"There is no connection {name!r}.{nearest(name, configured)}")
    if not name and len(configured) > 1:
        raise UsageError(f"Which connection? Pass --connection, one of: {', '.join(configured)}.")
    return BoundConnection(configured[name] if name else next(iter(configured.values())))


@contextmanager
def client(connection_name: str = "", **given: Any) -> Iterator[Actions]:
    """The accounts of the settings. Raises UsageError for a connection that there is not."""
    from figwright import Actions

    if connection_name:
        connection_of(connection_name)
    with Actions(**given) as actions:
        yield actions


def anything_stored(connection_name: str = "") -> bool:
    """Whether there is a database to read: a command that only looks makes none, and no key."""
    from figwright.settings import load_settings
    from figwright.store.opening import is_new

    if connection_name:
        connection_of(connection_name)
    return not is_new(load_settings().storage())


@contextmanager
def existing(identifier: str, connection_name: str) -> Iterator[Actions]:
    """The accounts, for what is done to one that is there. Raises NotConnectedError where there can be none."""
    connection = connection_of(connection_name)
    if not anything_stored():
        raise NotConnectedError(connection.name, identifier)
    with client() as actions:
        yield actions


def described(account: ConnectedAccount) -> dict[str, Any]:
    """An account as JSON."""
    return {
        "connection_name": account.connection_name,
        "identifier": account.identifier,
        "status": account.status,
        "status_reason": account.status_reason,
        "kind": account.kind,
        "scopes": None if account.scopes is None else sorted(account.scopes),
        "plan": account.plan,
        "provider_user": account.provider_user,
        "expires_at": _iso(account.expires_at),
        "renewable": account.renewable,
        "created_at": _iso(account.created_at),
        "updated_at": _iso(account.updated_at),
    }


def print_account(account: ConnectedAccount, connector: Connector) -> None:
    """For a person: what is known of what the provider has at all, and what to do."""
    from rich.table import Table
    from rich.text import Text

    from figwright.store.grants import AMBIGUOUS

    scopes = "not known" if account.scopes is None else ", ".join(sorted(account.scopes)) or "none"
    held = connector.credentials.get(account.kind)
    ends = _day(account.expires_at) or "when the provider refuses it"
    renewed = "by itself" if account.renewable else "never: its person connects again"
    facts = {
        "connection": account.connection_name,
        "provider": connector.title,
        "status": account.status + (f" ({account.status_reason})" if account.status_reason else ""),
        "credential": f"{held.title} ({account.kind})" if held and held.title else account.kind,
        "scopes": scopes if account.kind and connector.oauth.scopes else "",
        "plan": account.plan or "",
        "provider's user": account.provider_user,
        "expires": ends if account.kind else "",
        "renewed": renewed if account.kind else "",
        "since": _day(account.created_at),
    }
    table = Table(box=None, pad_edge=False, show_header=False)
    for label, text in facts.items():
        if text:
            table.add_row(Text(label, "dim"), Text(printable(text)))
    console().print(Text(printable(account.identifier), "bold"))
    console().print(table)
    in_doubt = account.status == "EXPIRED" and account.status_reason.startswith(AMBIGUOUS)
    if advice := _IN_DOUBT if in_doubt else _WHAT_TO_DO.get(account.status):
        console().print(Text("\n" + advice.format(id=printable(account.identifier))), soft_wrap=True)


def _one(connection_name: str) -> str:
    return connection_of(connection_name).name


def _refresh_due(
    actions: Actions, rate: float | None, limit: int | None, every: float, connection_name: str, as_json: bool
) -> int:
    """Sweep once, or until a signal comes; how many failed in a single sweep."""
    from figwright.errors import StoreError

    stop = threading.Event()
    sweeps: list[Sweep] = []

    def end() -> None:
        stop.set()
        for sweep in sweeps:
            sweep.stop()

    chosen = [each for each in actions.context.catalog.connections() if connection_name in ("", each.name)]
    with stopped_by_signals(end):
        while not stop.is_set():
            sweeps[:] = [actions.context.sweep(rate=rate, limit=limit)]
            try:
                report = sweeps[0].run(chosen)
            except StoreError as error:
                if not every:
                    raise
                sys.stderr.write(printable(f"{error} It is tried again.\n"))
            else:
                if not every or any(report):
                    _print_report(report, as_json)
                if not every:
                    return 0 if stop.is_set() else report.failed
            stop.wait(every)
    return 0


def _print_report(report: RefreshReport, as_json: bool) -> None:
    text = f"{report.refreshed} renewed, {report.failed} failed"
    sys.stdout.write((json.dumps(report._asdict()) if as_json else text) + "\n")
    sys.stdout.flush()


@contextmanager
def stopped_by_signals(stop: Any) -> Iterator[None]:
    """Let the first SIGTERM or SIGINT call `stop`; the second ends the process as ever."""
    if stop is None:
        yield
        return
    signals = (signal.SIGTERM, signal.SIGINT)
    before = {each: signal.getsignal(each) for each in signals}

    def received(number: int, frame: object) -> None:
        restore()
        stop()

    def restore() -> None:
        for each, handler in before.items():
            signal.signal(each, handler)

    for each in signals:
        signal.signal(each, received)
    try:
        yield
    finally:
        restore()


def _print_changed(account: ConnectedAccount, what: str, as_json: bool) -> None:
    if as_json:
        print_json(described(account))
    else:
        until = f", until {_day(account.expires_at)}" if account.expires_at else ""
        sys.stdout.write(printable(f"{account.identifier} is {what}: {account.status}{until}\n"))


def _event_line(event: AccountEvent, as_json: bool) -> str:
    if as_json:
        return json.dumps(event._asdict() | {"at": event.at.isoformat()})
    change = f"{event.old} -> {event.new}" if event.old != event.new else str(event.new)
    reason = f"  ({event.reason})" if event.reason else ""
    return printable(
        f"{event.id}  {event.at:%Y-%m-%d %H:%M:%S}  {event.connection_name}  {event.identifier}  {change}{reason}"
    )


def _day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else ""


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
