"""`figwright cache`: what is kept of answers, and dropping it. No account, key or provider is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from figwright_cli.accounts import AsJson
from figwright_cli.commands import ConnectionName
from figwright_cli.output import console, print_json, printable

if TYPE_CHECKING:
    from pathlib import Path

    from figwright.settings import Settings

cache = typer.Typer(help="See what answers are kept by version on this host, and drop them.", no_args_is_help=True)


@cache.command("info")
def info(connection_name: ConnectionName = "", as_json: AsJson = False) -> None:
    """Show where answers are kept, how many there are and how much room they take."""
    from figwright.cache import space

    settings, folder = _opened(connection_name)
    found = space.info(folder, connection_name or None, settings.cache_max_bytes)
    if as_json:
        oldest: Any = found.oldest
        print_json({**found._asdict(), "oldest": oldest.isoformat(timespec="seconds") if oldest else None})
        return
    out = console()
    out.print(printable(f"{found.where}: {told(found)}"), soft_wrap=True)
    if found.oldest:
        out.print(f"The one that was not used for longest was used at {found.oldest:%Y-%m-%d %H:%M:%S} UTC.")


@cache.command("clear")
def clear(connection_name: ConnectionName = "", as_json: AsJson = False) -> None:
    """Drop the answers that are kept, of one connection or of all; what is asked next is sent to the provider."""
    from figwright.cache import space

    _, folder = _opened(connection_name)
    gone = space.clear(folder, connection_name or None)
    if as_json:
        print_json({"dropped": gone})
    else:
        console().print(f"Dropped {gone} answer{'' if gone == 1 else 's'}.")


def told(found: Any) -> str:
    """What is kept, in words."""
    answers, versions = (
        f"{number} {word}{'' if number == 1 else 's'}"
        for number, word in ((found.entries, "answer"), (found.versions, "version"))
    )
    return f"{answers} of {versions}, {found.bytes:,} of {found.max_bytes:,} bytes"


def _opened(connection_name: str) -> tuple[Settings, Path]:
    """Raises ConfigurationError where there is no such connection, or no place."""
    from figwright.cache.opening import folder_of
    from figwright.errors import ConfigurationError
    from figwright.settings import load_settings
    from figwright_cli.accounts import connection_of

    if connection_name:
        connection_of(connection_name)
    settings = load_settings()
    folder = folder_of(settings.storage())
    if folder is None:
        raise ConfigurationError(
            "There is no place for a cache, so answers are kept in memory: set FIGWRIGHT_CACHE_DIR."
        )
    return settings, folder
