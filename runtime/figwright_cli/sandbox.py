"""`figwright sandbox`: a local provider, the connector's own where its package has one (`figwright.sandboxes`)."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Annotated, Any

import typer

from figwright.errors import FigwrightError
from figwright_cli.commands import check_sandbox, exports, run_sandbox
from figwright_cli.connectors import chosen_connector

if TYPE_CHECKING:
    from figwright.sandbox import Sandbox


def sandbox(
    connector_name: Annotated[
        str,
        typer.Option("--connector", metavar="NAME", help="Which connector's; else that of the configured connection."),
    ] = "",
    port: Annotated[int, typer.Option(metavar="N", min=0, max=65535, help="The port; 0 takes a free one.")] = 0,
    host: Annotated[str, typer.Option(help="An address of this machine; no other is possible.")] = "127.0.0.1",
    redirect_uris: Annotated[
        list[str] | None,
        typer.Option("--redirect-uri", metavar="URL", help="Where its app sends people back to; repeatable."),
    ] = None,
    as_env: Annotated[
        bool, typer.Option("--env", help="Print lines for a shell to read, and nothing else: settings and credentials.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print address, credentials and settings as JSON.")] = False,
) -> None:
    """Run a local provider to develop against, until you stop it with Ctrl-C.

    It is made of the connector's description: requests are checked, answers are examples, consents are as the manifest
    has them. In a shell: eval "$(figwright sandbox --env &)" and, when you are done, kill the process that it names.
    """
    from figwright.sandbox import Sandbox

    check_sandbox(host, redirect_uris or [], as_env=as_env, as_json=as_json)
    running = Sandbox(chosen_connector(connector_name), redirect_uris=redirect_uris or (), host=host, port=port)

    def told() -> str:
        about = _about(running)
        return _exports(about) if as_env else json.dumps(about, indent=2) + "\n" if as_json else _sheet(about)

    run_sandbox(running, told, as_env=as_env)


def command_for(words: Sequence[str]) -> Callable[..., Any]:
    """The command that a command line means: that of the connector's own sandbox, if its package brings one."""
    named = next(
        (words[at + 1] for at, word in enumerate(words[:-1]) if word == "--connector"),
        next((word.partition("=")[2] for word in words if word.startswith("--connector=")), ""),
    )
    try:
        name = chosen_connector(named).name
    except FigwrightError:
        return sandbox  # which says what is wrong, or its help
    own = _own().get(name)
    found: Callable[..., Any] = own.load() if own else sandbox
    return found


def _own() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group="figwright.sandboxes")}


def _about(running: Sandbox) -> dict[str, Any]:
    connector = running.connector
    return {
        "connector": connector.name,
        "title": connector.title,
        "url": running.api_url,
        "tokens": {kind: running.token(kind=kind) for kind in connector.credentials},
        "people": [person.login for person in running.people] if connector.oauth.token_url else [],
        "environment": running.environment(),
    }


def _exports(told: dict[str, Any]) -> str:
    """Everything as variables: `FIGWRIGHT_...` as figwright reads them, and by the connector's name the credentials."""
    name = told["connector"].upper()
    values = told["environment"] | {f"{name}_URL": told["url"]}
    values |= {f"{name}_{kind.upper()}": token for kind, token in told["tokens"].items()}
    return exports(values | {f"{name}_SANDBOX_PID": str(os.getpid())})


def _sheet(told: dict[str, Any]) -> str:
    tokens = "\n".join(f"  {kind:<22} {token}" for kind, token in told["tokens"].items())
    settings = exports(told["environment"]).replace("export", "  export")
    people = f"\nPeople at its consent page: {', '.join(told['people'])}.\n" if told["people"] else ""
    return f"""A local {told["title"]} answers at {told["url"]} (Ctrl-C stops it).

Credentials{", each with every scope" if told["people"] else ""}:
{tokens or "  none: everybody may call it"}
{people}
Settings that lead to it:
{settings}
Its tools: figwright tools list --connector {told["connector"]}
"""
