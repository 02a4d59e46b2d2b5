"""`figwright diff`: what the change of a description does to tools, and to whoever calls them."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from figwright_cli.accounts import anything_stored, client
from figwright_cli.commands import UsageError
from figwright_cli.generate import Overlays, print_problems
from figwright_cli.listing import PAGE, pages
from figwright_cli.output import print_json, printable

if TYPE_CHECKING:
    from figwright.types.accounts import ConnectedAccount
    from figwright_codegen.diff import Counted, Report

CHANGED, BREAKING = 1, 3


class Format(StrEnum):
    text = "text"
    markdown = "markdown"
    json = "json"


def diff(
    old: Annotated[
        str, typer.Argument(metavar="OLD", help="A description: a file, a folder, or REVISION:PATH of git.")
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The description to compare it with.")],
    manifest: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The tool manifest for both.", show_default="tools.yaml in either folder"),
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="How to write what was found.")] = Format.text,
    accounts: Annotated[
        bool, typer.Option("--accounts", help="Count the connected accounts that must consent again.")
    ] = False,
    overlay: Overlays = None,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
) -> None:
    """Compare two descriptions as tools see them: what changed, whom it breaks, and which version follows.

    Exits with 0 where no tool sees a difference, 1 where one does, 3 where something breaks.
    """
    from figwright_codegen import GenerationError
    from figwright_codegen.diff import compare, report

    machine = as_json or form is Format.json
    try:
        found = compare(old, new, manifest, overlay or ())
    except GenerationError as error:
        print_problems(error.problems, error.warnings, machine, "nothing was compared")
        raise typer.Exit(2) from None
    if accounts:
        found = replace(found, accounts=tuple(counted(found)))
    if machine:
        print_json(report.data(found))
    else:
        for warning in found.warnings:
            sys.stderr.write(f"{printable(warning)}\n")
        written = report.markdown(found) if form is Format.markdown else report.text(found)
        sys.stdout.write(printable(written))
    if found.findings:
        raise typer.Exit(BREAKING if found.breaking else CHANGED)


def counted(report: Report) -> Iterator[Counted]:
    """The accounts of each connection with the connector that a report is about. Raises UsageError."""
    from figwright.connections import BoundConnection, default_connections
    from figwright.settings import load_settings
    from figwright_codegen.diff import Counted

    if not report.connector:
        raise UsageError("--accounts: whose connector is it? Name its manifest, --manifest FILE.")
    configured = load_settings().named_connections() or default_connections()
    found = [each for each in map(BoundConnection, configured) if each.connector.name == report.connector]
    if not found:
        raise UsageError(f"--accounts: no connection has the connector {report.connector!r} of the manifest.")
    for connection in found:
        count = Counter[str]()
        for account in _active(connection.name) if anything_stored() else ():
            count.update({"active", *_effects(report, account, connection.tools_in_use)})
        yield Counted(connection.name, count["active"], count["again"], count["other"], count["new"])


def _active(connection_name: str) -> Iterator[ConnectedAccount]:
    with client() as actions:
        for page in pages(
            lambda token: actions.list_connected_accounts(
                connection_name=connection_name, status="ACTIVE", page_size=PAGE, page_token=token
            )
        ):
            yield from page


def _effects(report: Report, account: ConnectedAccount, in_use: Collection[str]) -> set[str]:
    """What is asked of an account: to consent `again`, an`other` credential, a consent before it uses `new` tools."""
    from figwright_codegen.diff import allows

    schemes = frozenset(scheme for scheme, kind in report.kinds.items() if kind == account.kind)
    found = set[str]()
    for name, needs in report.needs.items():
        if needs.old and name not in in_use:
            continue
        known = account.scopes  # where nobody knows them, whatever is needed is there
        every = frozenset(scope for _, scopes in (*needs.old, *needs.new) for scope in scopes)
        has = schemes, every if known is None else known
        if allows(needs.new, has) or (needs.old and not allows(needs.old, has)):
            continue
        if any(each[0] <= schemes for each in needs.new):
            found.add("again" if needs.old else "new")
        elif needs.old:
            found.add("other")
    return found
