"""`figwright mcp token`: what an MCP client shows over HTTP to work for one account."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from figwright_cli.accounts import AsJson, ConnectionName, Identifier, anything_stored, client, connection_of
from figwright_cli.commands import UsageError
from figwright_cli.listing import PAGE, pages, print_pages
from figwright_cli.output import print_json, printable

if TYPE_CHECKING:
    from figwright.types.accounts import McpToken

token = typer.Typer(help="Issue, list and revoke tokens for MCP clients over HTTP.", no_args_is_help=True)

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_HOW_TO_USE = """\
It is shown this once. {whose}, until {ends}{narrowed}. A client sends it as a header:
  Authorization: Bearer fwm_...
To end it: figwright mcp token revoke {id}
"""


@token.command()
def issue(
    identifier: Identifier,
    connection_name: ConnectionName = "",
    expires: Annotated[
        str, typer.Option(metavar="30d|DATE", help="When it ends: 12h, 30d, or a date such as 2027-01-31.")
    ] = "90d",
    label: Annotated[str, typer.Option(metavar="TEXT", help="What it is for, to recognise it by.")] = "",
    read_only: Annotated[bool, typer.Option("--read-only", help="Only for tools that change nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Print a new token for a user, on standard output. The user need not have connected yet."""
    lifetime, connection = _lifetime(expires), connection_of(connection_name).name
    with client() as actions:
        issued = actions.issue_mcp_token(
            identifier=identifier,
            connection_name=connection,
            expires_in=lifetime,
            label=label,
            read_only=read_only,
        )
        status = actions.get_connected_account(identifier=identifier, connection_name=connection).status
    found = issued.mcp_token
    if as_json:
        print_json({"token": issued.token, **_described(found)})
        return
    sys.stdout.write(f"{issued.token}\n")
    narrowed = ", for reading only" if read_only else ""
    whose = f"It is good for {identifier}'s account ({status})"
    told = _HOW_TO_USE.format(whose=whose, ends=_day(found.expires_at), narrowed=narrowed, id=found.id)
    sys.stderr.write(printable(told))


@token.command("list")
def listed(
    identifier: Annotated[str, typer.Option("--as", metavar="ID", help="Only those of this user.")] = "",
    connection_name: ConnectionName = "",
    as_json: AsJson = False,
) -> None:
    """List the tokens by their ids, never the tokens themselves."""
    one = connection_of(connection_name).name if identifier else connection_name
    with ExitStack() as stack:
        found: Iterable[list[McpToken]] = ()
        if anything_stored(connection_name):
            actions = stack.enter_context(client(connection_name))
            found = pages(
                lambda page: actions.list_mcp_tokens(
                    identifier=identifier or None, connection_name=one or None, page_size=PAGE, page_token=page
                )
            )
        print_pages(
            found,
            as_json=as_json,
            described=_described,
            headings=("id", "connection", "identifier", "label", "", "ends", "last used"),
            cells=lambda each: (
                *(each.id, each.connection_name, each.identifier, each.label),
                "expired" if each.expired else "read-only" if each.read_only else "",
                *(_day(each.expires_at), _day(each.used_at)),
            ),
            wraps="label",
            nothing="No tokens.",
        )


@token.command()
def revoke(
    token_id: Annotated[str, typer.Argument(metavar="[ID]", help="The token's id, as list shows it.")] = "",
    identifier: Annotated[str, typer.Option("--as", metavar="ID", help="All tokens of this user.")] = "",
    connection_name: ConnectionName = "",
) -> None:
    """End a token, or all of a user's, at once and everywhere."""
    if bool(token_id) == bool(identifier):
        raise UsageError("Which? Give a token's id, or --as ID for all tokens of a user.")
    if token_id.startswith("fwm_"):
        raise UsageError("This is a token itself. Give its id instead, the first column of figwright mcp token list.")
    one = connection_of(connection_name).name if identifier else None
    with client(connection_name) as actions:
        ended = actions.revoke_mcp_tokens(identifier=identifier or None, token_id=token_id or None, connection_name=one)
    if token_id and not ended:
        raise UsageError(f"There is no token {token_id!r}. See: figwright mcp token list")
    sys.stdout.write(f"Revoked {ended} token{'' if ended == 1 else 's'}.\n")


def _lifetime(text: str) -> timedelta:
    """How long from now; a date ends as it begins, in UTC. Raises UsageError."""
    found = re.fullmatch(r"(\d{1,5})([mhdw])", text)
    if found:
        return timedelta(**{_UNITS[found[2]]: int(found[1])})
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--expires: {text!r} is neither a time such as 12h or 30d nor a date.") from None
    left = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - datetime.now(UTC)
    if left <= timedelta(0):
        raise UsageError(f"--expires: {text} is past.")
    return left


def _described(found: McpToken) -> dict[str, Any]:
    return {
        "id": found.id,
        "connection_name": found.connection_name,
        "identifier": found.identifier,
        "label": found.label,
        "read_only": found.read_only,
        "created_at": found.created_at.isoformat(),
        "expires_at": found.expires_at.isoformat(),
        "used_at": None if found.used_at is None else found.used_at.isoformat(),
        "expired": found.expired,
    }


def _day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else ""
