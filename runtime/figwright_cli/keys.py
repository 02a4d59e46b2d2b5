"""`figwright keys`: make encryption keys, see which are needed, and move everything to the newest (T33)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from figwright_cli.commands import UsageError
from figwright_cli.output import console, print_json, printable

if TYPE_CHECKING:
    from figwright.crypto.keyring import KeyRing
    from figwright.store import Database
    from figwright.store.key_rotation import Use

keys = typer.Typer(help="Make, list and rotate the encryption keys.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]

_SETTING = "FIGWRIGHT_ENCRYPTION_KEYS"

_HOW_TO_PUT = f"""\
Its id is {{key_id}}. The keys stand in {_SETTING}, newest first, with commas between. To rotate:
  1. Put the new key at the end, and restart every process: all can read what it seals.
  2. Put it in front, and restart every process: all seal with it. (A single process needs only this step.)
  3. Run: figwright keys rotate
  4. Take the old key away once `figwright keys list` shows it unused. Keep it with the backups it belongs to.
An embedded database without this setting keeps its key in a file beside it; for that one, just run step 3.
"""


@keys.command()
def new(as_json: AsJson = False) -> None:
    """Print a new key, on standard output, and how to put it into use, on standard error."""
    from figwright.crypto.keyring import id_of, new_key, parse_keys

    text = new_key()
    key_id = id_of(parse_keys([text])[0])
    if as_json:
        print_json({"key": text, "id": key_id})
        return
    sys.stdout.write(f"{text}\n")
    sys.stderr.write(_HOW_TO_PUT.format(key_id=key_id))


@keys.command("list")
def listed(as_json: AsJson = False) -> None:
    """List the keys by id, newest first, and what needs each: never the keys themselves."""
    from figwright.store.key_rotation import use_of_keys
    from figwright_cli.accounts import anything_stored

    if not anything_stored():
        print_json([]) if as_json else sys.stdout.write("No keys: one is made when something is first stored.\n")
        return
    with _opened() as (database, ring, path):
        rows = _rows(ring, use_of_keys(database))
    if as_json:
        print_json(rows)
    else:
        _print_rows(rows, path)
    if any(row["state"] == "missing" for row in rows):
        raise typer.Exit(1)


@keys.command()
def rotate(
    drop_old: Annotated[
        bool, typer.Option("--drop-old", help="Then take keys that nothing needs out of the key file.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Move every grant to the newest key, while everything runs.

    An embedded database's key file gets a new key first, unless it still holds an older one from a rotation before.
    It can be interrupted at any point and repeated.
    """
    from figwright.store.key_rotation import drop_unused_keys, prepend_key, use_of_keys

    with _opened() as (database, ring, path):
        if path is None and drop_old:
            raise UsageError(f"The keys come from {_SETTING}: take the old one away there, not with --drop-old.")
        if missing := sorted(set(use_of_keys(database).grants) - ring.ids):
            raise UsageError(
                f"The database needs the key {', '.join(missing)}, which is not configured. Put it back behind the "
                "newest key. Nothing was changed."
            )
        if path is None and len(ring.ids) == 1:
            raise UsageError(f"{_SETTING} holds one key, so there is none to move to. Make one: figwright keys new")
        made = prepend_key(database, path) if path else None
        rewrapped, broken = _run(database, ring)
        dropped = drop_unused_keys(database, path) if path and drop_old else []
        rows = _rows(ring, use_of_keys(database))
    if as_json:
        print_json({"made": made, "rewrapped": rewrapped, "broken": broken, "dropped": dropped, "keys": rows})
    else:
        made_text = f"Made the key {made}, in front of the others in {path}.\n" if made else ""
        sys.stdout.write(f"{made_text}{_count(rewrapped, 'grant')} moved to the key {rows[0]['id']}.\n")
        _print_outcome(rows, dropped, path)
    for grant_id, accounts in broken.items():
        whose = ", ".join(accounts) or "no account"
        sys.stderr.write(printable(f"The grant {grant_id} ({whose}) does not open with its key. Connect it again.\n"))
    if broken:
        raise typer.Exit(1)


@contextmanager
def _opened() -> Iterator[tuple[Database, KeyRing, Path | None]]:
    """The configured database, its keys, and the file that they stand in, if they do."""
    from figwright.settings import load_settings
    from figwright.store.opening import key_file, open_storage, url_of

    storage = load_settings().storage()
    database, ring = open_storage(storage)
    with closing(database):
        yield database, ring, None if storage.encryption_keys else key_file(url_of(storage))


def _run(database: Database, ring: KeyRing) -> tuple[int, dict[str, list[str]]]:
    """Rotate, with a bar where a terminal shows it: how many grants moved, and whose do not open."""
    from rich.console import Console
    from rich.progress import Progress

    from figwright.store.key_rotation import Moved, holders, rotate, use_of_keys

    screen = Console(stderr=True)
    stored = use_of_keys(database).grants
    progress = Moved(0, ())
    with Progress(console=screen, transient=True, disable=not screen.is_terminal) as bar:
        task = bar.add_task("Grants", total=stored.total() - stored[ring.newest])
        for progress in rotate(database, ring):
            bar.update(task, completed=progress.rewrapped)
    broken = {grant: [f"{name}/{who}" for name, who in holders(database, grant)] for grant in progress.broken}
    return progress.rewrapped, broken


def _rows(ring: KeyRing, use: Use) -> list[dict[str, Any]]:
    """Each key, newest first, then what is needed and not there."""
    missing = sorted((set(use.grants) | use.webhooks) - ring.ids)
    states = dict.fromkeys(ring.ids, "unused") | dict.fromkeys(use.keys & ring.ids, "in use")
    states |= {ring.newest: "newest"} | dict.fromkeys(missing, "missing")
    return [
        {
            "id": key_id,
            "state": state,
            "grants": use.grants[key_id],
            "consents": use.consents[key_id],
            "webhooks": key_id in use.webhooks,
        }
        for key_id, state in states.items()
    ]


def _print_rows(rows: list[dict[str, Any]], path: Path | None) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("key", "", "grants", "pending consents", "webhooks"):
        table.add_column(heading, no_wrap=True)
    for row in rows:
        cells = [str(row[name]) for name in ("id", "state", "grants", "consents")]
        table.add_row(*map(Text, (*cells, "yes" if row["webhooks"] else "")))
    console().print(table)
    console().print(Text(f"\nFrom {path or _SETTING}, newest first.", "dim"), soft_wrap=True)


def _print_outcome(rows: list[dict[str, Any]], dropped: list[str], path: Path | None) -> None:
    for key_id in dropped:
        sys.stdout.write(f"Dropped the key {key_id}. Backups of the database from before need it.\n")
    for row in rows[1:]:
        if row["state"] == "unused":
            how = "figwright keys rotate --drop-old" if path else f"take it out of {_SETTING}"
            sys.stdout.write(f"Nothing needs the key {row['id']} any more: {how}\n")
        else:
            needs = [(row["grants"], "grant"), (row["consents"], "pending consent")]
            need = " and ".join([*(_count(*each) for each in needs if each[0]), *["webhooks"] * row["webhooks"]])
            sys.stdout.write(f"The key {row['id']} is still needed by {need}. Run this again later.\n")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
