"""`figwright connect`: a person gives their consent in a browser, or hands in a token, and is an account.

What a person reads while they wait goes to standard error; standard output holds what came of it.
"""

from __future__ import annotations

import os
import secrets
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

import typer

from figwright.errors import AuthorizationError, ProviderError, RefusedError
from figwright_cli.accounts import AsJson, ConnectionName, Identifier, client, connection_of, described, print_account
from figwright_cli.commands import Kind, UsageError, read_hidden, read_token, say
from figwright_cli.output import print_json, printable

if TYPE_CHECKING:
    from figwright import Actions
    from figwright.connections import BoundConnection
    from figwright.types.accounts import AuthorizationLink, CompletedAuthorization, ConnectedAccount


def connect(
    identifier: Identifier,
    connection_name: ConnectionName = "",
    scopes: Annotated[
        str, typer.Option(metavar="A,B", help="Ask for these scopes; else for the least that the tools need.")
    ] = "",
    enterprise: Annotated[
        bool, typer.Option("--enterprise", help="Ask for scopes, too, that not everybody can grant.")
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Let another person at the provider take the account over.")
    ] = False,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Print the link to open, instead of opening it.")
    ] = False,
    paste: Annotated[
        bool,
        typer.Option("--paste", help="The browser is on another machine (SSH): paste the address that it ends at."),
    ] = False,
    timeout: Annotated[
        float, typer.Option(metavar="SECONDS", min=0, help="How long to wait; 0: for as long as the link is good.")
    ] = 0,
    token_stdin: Annotated[
        bool, typer.Option("--token-stdin", help="Connect a token, read from standard input, instead of a consent.")
    ] = False,
    kind: Kind = "",
    expires: Annotated[
        str, typer.Option(metavar="DATE", help="When the token ends: 2026-12-31, or a time with its zone.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Connect a user's account: open the consent in a browser and wait until it was given."""
    connection = connection_of(connection_name)
    if token_stdin:
        if scopes or enterprise or replace or no_browser or timeout or paste:
            raise UsageError("--token-stdin takes --kind and --expires: there is no consent.")
        _connect_token(connection, identifier, kind, expires, as_json)
        return
    if expires or kind:
        raise UsageError("--kind and --expires describe a token: give --token-stdin, too.")
    if paste and (no_browser or timeout):
        raise UsageError("--paste opens no browser here and waits for what is pasted: leave the other option out.")
    asked = {"scopes": scopes or None, "enterprise": enterprise, "replace": replace}
    try:
        if paste:
            _paste(connection, identifier, asked, as_json)
        elif _is_elsewhere(connection):
            _print_link(connection, identifier, asked, as_json)
        else:
            _consent(connection, identifier, asked, no_browser, timeout, as_json)
    except KeyboardInterrupt:
        say("\nStopped. Nothing was connected.")
        raise typer.Exit(130) from None


def _connect_token(connection: BoundConnection, identifier: str, kind: str, expires: str, as_json: bool) -> None:
    expires_at = _moment(expires)
    token = read_token("", connection.connector, kind)
    with client() as actions:
        account = actions.connect_with_token(
            identifier=identifier,
            connection_name=connection.name,
            token=token,
            kind=kind or None,
            expires_at=expires_at,
        )
        _print_connected(actions, connection, account, as_json)


def _consent(
    connection: BoundConnection,
    identifier: str,
    asked: dict[str, Any],
    no_browser: bool,
    timeout: float,
    as_json: bool,
) -> None:
    from figwright.web.loopback import callback_address, serve_callback

    address = callback_address(connection.redirect_uri, connection.name)
    with client(public_url=address.url) as actions, serve_callback(actions, connection.name) as serving:
        link = actions.get_authorization_link(identifier=identifier, connection_name=connection.name, **asked)
        _tell(connection, link)
        _open(link.link, no_browser)
        if "SSH_CONNECTION" in os.environ:
            say("You came here by SSH: if your browser is where you sit, end this with Ctrl-C and add --paste.")
        how_long = f"for {timeout:g} s" if timeout else f"until {link.expiry:%H:%M} UTC"
        reported = connection.connector.oauth.declines_reported
        silent = "" if reported else " Who declines it is not reported to us: then end this with Ctrl-C."
        say(f"Waiting for the consent {how_long}.{silent}")
        try:
            done = serving.wait(link, timeout or None)
        except AuthorizationError as error:
            if error.fault != "no_callback":
                raise
            silent = "" if reported else f", or it was declined: {connection.connector.title} does not tell"
            raise AuthorizationError(
                error.fault,
                f"No consent came in time{silent}. To try again: figwright connect {identifier}",
            ) from None
        _print_done(actions, connection, identifier, done, as_json)


def _paste(connection: BoundConnection, identifier: str, asked: dict[str, Any], as_json: bool) -> None:
    """The browser is elsewhere, so what it is sent back to is carried here by hand. It is bound to this process."""
    session = secrets.token_urlsafe()
    with client(public_url="") as actions:
        link = actions.get_authorization_link(
            identifier=identifier, connection_name=connection.name, session=session, **asked
        )
        _tell(connection, link)
        _print_to_open("Open this in your browser, wherever that is:", link.link)
        say(
            f"Allow it. The browser then goes to {connection.redirect_uri}?..., which it may not reach; that does no "
            "harm. Copy the whole address from its address bar, and paste it here at once: it is good for "
            f"{connection.connector.oauth.code_lifetime} seconds."
        )
        pasted = read_hidden("Address (not shown): ")
        if not pasted:
            raise UsageError("Nothing was pasted, and nothing was connected.")
        if not pasted.startswith(connection.redirect_uri):
            raise UsageError(
                f"That is not where {connection.connector.title} sends people back to. The address begins with "
                f"{connection.redirect_uri}?"
            )
        done = actions.complete_authorization(pasted, session=session, connection_name=connection.name)
        _print_done(actions, connection, identifier, done, as_json)


def _print_done(
    actions: Actions, connection: BoundConnection, identifier: str, done: CompletedAuthorization, as_json: bool
) -> None:
    if done.verification_required:
        say(
            "The consent was given, and waits ten minutes to be confirmed: verify_connected_account_user("
            f"auth_request_id={done.auth_request_id!r}, identifier={identifier!r})"
        )
    _print_connected(actions, connection, done.connected_account, as_json)


def _print_link(connection: BoundConnection, identifier: str, asked: dict[str, Any], as_json: bool) -> None:
    """People come back to another machine, where the application completes the consent."""
    with client() as actions:
        link = actions.get_authorization_link(identifier=identifier, connection_name=connection.name, **asked)
    _tell(connection, link)
    if as_json:
        shown = {"link": link.link, "expiry": link.expiry.isoformat(), "auth_request_id": link.auth_request_id}
        print_json(shown | {"scopes": list(link.scopes), "warnings": list(link.warnings)})
        return
    say(
        f"{connection.connector.title} sends people back to {connection.redirect_uri}, where the connect app must be "
        "mounted on the same database (figwright.web.connect_app); it completes the consent, and this command does "
        f"not wait. Then see: figwright accounts show {identifier}\nUntil {link.expiry:%H:%M} UTC the person can open:"
    )
    sys.stdout.write(f"{link.link}\n")


def _is_elsewhere(connection: BoundConnection) -> bool:
    from figwright.oauth.redirects import LOOPBACK_HOSTS

    return urlsplit(connection.redirect_uri).hostname not in LOOPBACK_HOSTS


def _tell(connection: BoundConnection, link: AuthorizationLink) -> None:
    for warning in link.warnings:
        say(f"Warning: {warning}")
    say(f"{connection.connector.title} will ask for: {', '.join(link.scopes) or 'what the app is set up for there'}")


def _open(link: str, no_browser: bool) -> None:
    import webbrowser

    if no_browser or not webbrowser.open(link):
        _print_to_open("Open this in a browser on this machine:", link)
    else:
        _print_to_open("A browser opens. If it does not, open this in one on this machine:", link)


def _print_to_open(sentence: str, link: str) -> None:
    """The link is for whoever reads this, whole: it is what they are here for."""
    sys.stderr.write(printable(f"{sentence}\n{link}\n"))
    sys.stderr.flush()


def _print_connected(actions: Actions, connection: BoundConnection, account: ConnectedAccount, as_json: bool) -> None:
    who = _who(actions, connection, account)
    if as_json:
        print_json(described(account) | {"who": who})
        return
    print_account(account, connection.connector)
    if who:
        sys.stdout.write(printable(f"\nThis is: {who}\n"))


def _who(actions: Actions, connection: BoundConnection, account: ConnectedAccount) -> str:
    """What the provider says of the person, where the account may ask it."""
    tool = connection.connector.identify
    if not tool or account.status != "ACTIVE":
        return ""
    try:
        data = actions.execute_tool(tool, identifier=account.identifier, connection_name=connection.name).data
    except (RefusedError, ProviderError):
        return ""
    data = data if isinstance(data, dict) else {}
    person = connection.connector.person
    told = [data.get(name) for name in (person, "email")] if data.get(person) else data.values()
    return ", ".join(text for text in told if isinstance(text, str) and text and "://" not in text)


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--expires: {text!r} is no date. Write 2026-12-31, or 2026-12-31T18:00+01:00.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
