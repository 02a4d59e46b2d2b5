"""`figwright serve`: the pages on which people connect and, if asked for, tools over HTTP and a webhook receiver."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable, Sequence
from contextlib import nullcontext, suppress
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

import typer

from figwright.errors import ConfigurationError
from figwright.oauth.redirects import LOOPBACK_HOSTS
from figwright_cli.commands import UsageError
from figwright_cli.mcp_options import ModeName, ReadOnly, Tools, Toolsets, checked_mode, selection
from figwright_cli.output import printable

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from figwright import Actions
    from figwright.connections import BoundConnection

_MCP = "/mcp"
_WEBHOOKS = "/webhooks"

AllowedHosts = Annotated[
    list[str] | None,
    typer.Option("--allowed-host", metavar="HOST", help="Another name that clients reach this server by; repeatable."),
]
AllowedOrigins = Annotated[
    list[str] | None,
    typer.Option("--allowed-origin", metavar="URL", help="A site whose pages may call the tools; repeatable."),
]


def serve(
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="N", min=0, max=65535, help="The port; 0 takes a free one.")] = 8765,
    with_mcp: Annotated[bool, typer.Option("--mcp", help="Serve the tools to MCP clients at /mcp, too.")] = False,
    with_webhooks: Annotated[
        bool, typer.Option("--webhooks", help="Receive what providers send to webhooks, too.")
    ] = False,
    allowed_hosts: AllowedHosts = None,
    allowed_origins: AllowedOrigins = None,
    read_only: ReadOnly = False,
    toolsets: Toolsets = "",
    tools: Tools = "",
    mode: ModeName = "full",
) -> None:
    """Serve the pages on which people connect and, with --mcp, the tools to MCP clients over HTTP.

    With --webhooks, events of webhooks are received and stored. Your own program handles them, with on_event.
    Where the settings have endpoints for account events, these are delivered.
    Clients send a token that `figwright mcp token issue` printed. SIGTERM and Ctrl-C let what is under way finish.
    """
    narrowed, how = selection(toolsets, tools, read_only), checked_mode(mode)
    if not with_mcp and (read_only or toolsets or tools or mode != "full" or allowed_origins):
        raise UsageError("--read-only, --toolsets, --tools, --mode and --allowed-origin go with --mcp.")
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    from starlette.routing import Router

    from figwright import Actions
    from figwright.connections import BoundConnection, default_connections
    from figwright.settings import load_settings
    from figwright.web.hosts import Hosts, host_of
    from figwright.web.serving import Guarded, address_of, listening, run

    settings = load_settings()
    connections = [BoundConnection(each) for each in settings.named_connections() or default_connections()]
    _check_reach(host, [*filter(None, [host_of(settings.public_url)]), *(allowed_hosts or ())])
    with listening(host, port) as opened:
        address = address_of(opened)
        public_url = settings.public_url or _own_url(connections, address)
        names = [*filter(None, [host_of(public_url)]), *(allowed_hosts or ())]
        hosts = Hosts(names, allowed_origins or ())
        told = settings.event_endpoints()
        with Actions(public_url=public_url or None) as actions, actions.run_event_sender() if told else nullcontext():
            routes: list[BaseRoute] = []
            if with_mcp:
                routes += _tools(actions, public_url, names, allowed_origins or (), {**narrowed, "mode": how})
            if with_webhooks:
                routes += _receiver(actions, public_url)
            routes += _pages(actions, public_url, connections)
            _tell(connections, address, public_url, with_mcp, with_webhooks)
            if told:
                sys.stderr.write(f"Account events go to: {', '.join(told)}\n")
            run(Guarded(Router(routes, redirect_slashes=False), hosts), opened)


def _pages(actions: Actions, public_url: str, connections: Sequence[BoundConnection]) -> list[BaseRoute]:
    """The connect app where the redirect URIs lead."""
    from starlette.routing import Mount

    from figwright.web import connect_app

    path = urlsplit(public_url).path.rstrip("/") if public_url else _prefix(connections[0])
    return [Mount(path, connect_app(actions))]


def _receiver(actions: Actions, public_url: str) -> list[BaseRoute]:
    """The receiver at `/webhooks`, and beside the pages where a proxy passes only their path on."""
    from starlette.routing import Mount

    from figwright.web import webhook_app

    app, beside = webhook_app(actions), urlsplit(public_url).path.rstrip("/") + _WEBHOOKS
    return [Mount(path, app) for path in dict.fromkeys((_WEBHOOKS, beside))]


def _tools(
    actions: Actions, public_url: str, names: Iterable[str], origins: Iterable[str], about: dict[str, Any]
) -> list[BaseRoute]:
    """The tools at `/mcp`, and beside the pages where a proxy passes only their path on."""
    from starlette.routing import Route

    from figwright.mcp import mcp_app

    app = mcp_app(actions, allowed_hosts=names, allowed_origins=origins, **about)
    beside = urlsplit(public_url).path.rstrip("/") + _MCP
    return [Route(path, app) for path in dict.fromkeys((_MCP, beside))]


def _own_url(connections: Iterable[BoundConnection], address: str) -> str:
    """What links begin with where the redirect URIs lead to this very program, so that they are bound to a browser."""
    from figwright.web.loopback import callback_address

    for connection in connections:
        with suppress(ConfigurationError):
            found = callback_address(connection.redirect_uri, connection.name)
            if found.port == urlsplit(address).port:
                return found.url
    return ""


def _prefix(connection: BoundConnection) -> str:
    return urlsplit(connection.redirect_uri).path.removesuffix(f"/callback/{connection.name}").rstrip("/")


def _check_reach(host: str, names: Sequence[str]) -> None:
    """Who listens to other machines is called by a name that only its operator knows."""
    if host not in LOOPBACK_HOSTS and all(urlsplit(f"//{name}").hostname in LOOPBACK_HOSTS for name in names):
        raise UsageError(
            f"--host {host} listens to other machines. Say by which name they reach this server, so that requests for "
            "any other are refused: --allowed-host app.example.com, or public_url in the settings."
        )


def _tell(
    connections: Iterable[BoundConnection], address: str, public_url: str, with_mcp: bool, with_webhooks: bool
) -> None:
    say = [f"Listening on {address}"]
    if with_mcp:
        say.append(
            f"MCP clients: {(public_url or address).rstrip('/')}{_MCP}, with a token of figwright mcp token issue"
        )
    if with_webhooks:
        say.append(f"Webhooks arrive at {(public_url or address).rstrip('/')}{_WEBHOOKS}/..., and are stored")
    if public_url:
        say.append(f"People connect at {public_url}/connect/..., by the links that they are given")
    say += (
        f"Consents of {each.name} come back to {each.redirect_uri}, and not here. Set redirect_uri to this address, "
        "here and in the app at the provider, or take its port."
        for each in connections
        if urlsplit(each.redirect_uri).hostname in LOOPBACK_HOSTS and not public_url
    )
    sys.stderr.write(printable("\n".join(say)) + "\n")
    sys.stderr.flush()
