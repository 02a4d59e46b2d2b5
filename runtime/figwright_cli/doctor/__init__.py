"""`figwright doctor`: what is wrong with a setup, and what users would meet, before they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from figwright_cli.accounts import AsJson, ConnectionName
from figwright_cli.output import console, print_json, printable

if TYPE_CHECKING:
    from figwright_cli.doctor.findings import Finding

_STYLES = {"error": "bold red", "warning": "yellow", "ok": "green"}


def doctor(connection_name: ConnectionName = "", as_json: AsJson = False) -> None:
    """Check the whole setup without asking the provider anything; exit 1 where something cannot work."""
    from figwright_cli.doctor.examination import examine
    from figwright_cli.doctor.findings import Level

    found = examine(connection_name or None)
    if as_json:
        print_json([finding._asdict() for finding in found])
    else:
        _print(found)
    if any(finding.level == Level.ERROR for finding in found):
        raise typer.Exit(1)


def _print(found: list[Finding]) -> None:
    from rich.text import Text

    out = console()
    for each in found:
        where = printable(f" {each.where} \u2013 {each.check}: {each.what}")
        out.print(Text.assemble((f"{each.level:<8}", _STYLES[each.level]), where), soft_wrap=True)
        for label, text in (("do", each.do), ("else", each.otherwise)):
            if text:
                out.print(Text.assemble((f"{label:>12}: ", "dim"), printable(text)), soft_wrap=True)
    counts = {level: sum(each.level == level for each in found) for level in ("error", "warning")}
    told = [f"{count} {level}{'' if count == 1 else 's'}" for level, count in counts.items() if count]
    out.print(f"\n{' and '.join(told) or 'Nothing is wrong'}.", style="bold")
