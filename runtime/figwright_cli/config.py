"""`figwright config show`: which settings hold, and where each comes from. A secret is said to be set, and no more."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import typer

from figwright_cli.accounts import AsJson
from figwright_cli.commands import say, veiled
from figwright_cli.output import console, print_json, printable

if TYPE_CHECKING:
    from figwright.settings import Settings

config = typer.Typer(help="Show the settings that hold.", no_args_is_help=True)

_PRIVATE = re.compile(r"(?<=://)[^/]*@|(?<=\?).*")
"""Of an address: user, password and all parameters."""
_SECRET = "(set, not shown)"  # noqa: S105


class Row(NamedTuple):
    name: str
    """As figwright.toml has it, with dots."""
    value: Any
    source: str


@config.command()
def show(as_json: AsJson = False) -> None:
    """Show each setting, its value and where it comes from: the environment, figwright.toml, or nowhere (default)."""
    from figwright.settings import load_settings, stray_variables

    rows = list(_rows(load_settings()))
    for sentence in stray_variables().values():
        say(sentence)
    if as_json:
        print_json([row._asdict() for row in rows])
        return
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("setting", "value", "from"):
        table.add_column(heading, no_wrap=heading == "setting", overflow="fold")
    for row in rows:
        shown = ", ".join(row.value) if isinstance(row.value, list) else "" if row.value is None else str(row.value)
        style = "dim" if row.source == "default" else ""
        table.add_row(*(Text(printable(cell), style) for cell in (row.name, shown, row.source)))
    console().print(table)


@config.callback()
def _group() -> None:
    """Show the settings that hold."""


def _rows(settings: Settings) -> Iterator[Row]:
    from figwright.connections import BoundConnection, Connection
    from figwright.errors import ConfigurationError
    from figwright.settings import named_places
    from figwright.store.opening import default_database_url

    places = named_places()
    addresses = {"database_url": settings.database_url.reveal()}
    try:
        addresses["database_url"] = addresses["database_url"] or default_database_url()
    except ConfigurationError as error:
        say(str(error))
    addresses["proxy"] = settings.proxy.reveal() if settings.proxy else ""
    for name in type(settings).model_fields:
        if name not in ("connections", "events"):
            value = addresses.get(name, getattr(settings, name))
            yield Row(name, _shown(value), _source((name,), places))
    for name, options in settings.connections.items():
        redirect_uri = BoundConnection(Connection(name=name.lower(), **dict(options))).redirect_uri
        for option in type(options).model_fields:
            value = getattr(options, option) or (redirect_uri if option == "redirect_uri" else None)
            yield Row(f"connections.{name}.{option}", _shown(value), _source(("connections", name, option), places))
    for name, endpoint in settings.events.items():
        for option in type(endpoint).model_fields:
            yield Row(
                f"events.{name}.{option}", _shown(getattr(endpoint, option)), _source(("events", name, option), places)
            )


def _source(path: Sequence[str], places: Mapping[str, Mapping[str, Any]]) -> str:
    for place, found in places.items():
        value: Any = found
        for step in path:
            value = value.get(step) if isinstance(value, Mapping) else None
        if value is not None:
            return _variable(path) if place == "environment" else str(Path(place).absolute())
    return "default"


def _variable(path: Sequence[str]) -> str:
    """The variable that says it: its own, or one that holds a part of the settings as JSON."""
    present = {name.upper() for name in os.environ}
    names = [f"FIGWRIGHT_{'__'.join(path[:end])}".upper() for end in range(len(path), 0, -1)]
    return next((name for name in names if name in present), names[0])


def _shown(value: object) -> Any:
    """What is not plainly text or a number is a secret."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str | Path):
        return veiled(_PRIVATE.sub("...", str(value)))
    if isinstance(value, tuple | list):
        return [_shown(each) for each in value]
    return _SECRET
