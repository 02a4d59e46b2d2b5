"""A server on this machine that takes one connection's callbacks: for the command line, examples and development."""

from __future__ import annotations

import errno
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from starlette.routing import Mount, Router

from figwright.actions import Actions, AsyncActions
from figwright.connections import BoundConnection
from figwright.errors import AuthorizationError, ConfigurationError, FigwrightError
from figwright.oauth.redirects import LOOPBACK_HOSTS
from figwright.types.accounts import AuthorizationLink, CompletedAuthorization, StartedAuthorization
from figwright.web.app import UNSPENT, ConnectApp, Outcome
from figwright.web.serving import quiet_server

_GRACE = 5
"""Seconds for a page that is on its way when the server ends."""


class Address(NamedTuple):
    """What a redirect URI implies; `url` is what `public_url` has to be for links to pass the start route."""

    host: str
    port: int
    prefix: str
    url: str


def callback_address(redirect_uri: str, connection_name: str) -> Address:
    """Raises ConfigurationError unless the redirect URI is this machine's, and one that the connect app answers."""
    parts = urlsplit(redirect_uri)
    ending = f"/callback/{connection_name}"
    if parts.scheme != "http" or parts.hostname not in LOOPBACK_HOSTS or parts.query or parts.fragment:
        raise ConfigurationError(
            f"{connection_name}: {redirect_uri} does not lead to this machine. Where your application runs there, let "
            f"people connect in it; to connect from here, set redirect_uri to http://localhost:8765{ending}, and "
            "add it to the app at the provider."
        )
    if not parts.path.endswith(ending):
        raise ConfigurationError(
            f"{connection_name}: {redirect_uri} does not end in {ending}, which is where callbacks are taken. Change "
            "redirect_uri here and in the app at the provider."
        )
    prefix = parts.path.removesuffix(ending)
    return Address(parts.hostname, parts.port or 80, prefix, f"http://{parts.netloc}{prefix}")


class Serving:
    """A server that runs; `url` is its address. Safe to use from any thread."""

    def __init__(self, address: Address) -> None:
        self.url = address.url
        self._changed = threading.Condition()
        self._states: dict[str, set[str]] = {}
        self._outcomes: dict[str, CompletedAuthorization | FigwrightError] = {}
        """What was completed by its request's id, what failed by its state: a fault knows no more."""

    def wait(self, link: AuthorizationLink, timeout: float | None = None) -> CompletedAuthorization:
        """Wait until the consent of `link` is completed, at most `timeout` seconds and never beyond the link's end.

        Raises what its callback raised (AuthorizationError, ProviderError, StoreError, ConfigurationError), and
        AuthorizationError("no_callback") where none came: a provider need not say that somebody declined.
        """
        left = max((link.expiry - datetime.now(UTC)).total_seconds(), 0)
        in_link = parse_qs(urlsplit(link.link).query).get("state", [])

        def outcome() -> CompletedAuthorization | FigwrightError | None:
            keys = (link.auth_request_id, *in_link, *self._states.get(link.auth_request_id, ()))
            return next((self._outcomes[key] for key in keys if key in self._outcomes), None)

        end = time.monotonic() + (left if timeout is None else min(timeout, left))
        with self._changed:
            # In short waits: an interrupt that comes just before a long one is not noticed until its end.
            while (found := outcome()) is None and (rest := end - time.monotonic()) > 0:
                self._changed.wait(min(rest, 0.5))
        if isinstance(found, FigwrightError):
            raise found
        if found is None:
            raise AuthorizationError(
                "no_callback", "Nobody gave the consent in time, or it was declined. Ask for a new link to try again."
            )
        return found

    def observe(self, state: str, outcome: Outcome) -> None:
        """What the connect app answered. A fault that leaves the consent open is not its outcome."""
        with self._changed:
            if isinstance(outcome, StartedAuthorization):
                self._states.setdefault(outcome.auth_request_id, set()).add(state)
            elif isinstance(outcome, CompletedAuthorization):
                self._outcomes[outcome.auth_request_id] = outcome
            elif not (isinstance(outcome, AuthorizationError) and outcome.fault in UNSPENT):
                self._outcomes[state] = outcome
            self._changed.notify_all()


@contextmanager
def serve_callback(actions: Actions | AsyncActions, connection_name: str | None = None) -> Iterator[Serving]:
    """Take the callbacks of a connection whose redirect URI is on this machine, for as long as the `with` block runs.

    No other port is tried where the redirect URI's is taken: the provider compares it exactly. Raises
    ConfigurationError.
    """
    connection = actions.connection(connection_name)
    address = callback_address(connection.redirect_uri, connection.name)
    serving = Serving(address)
    app = Router([Mount(address.prefix, ConnectApp(actions, frozenset(), serving.observe))], redirect_slashes=False)
    server = quiet_server(app, _GRACE)
    listening = _listen(address, connection)
    thread = threading.Thread(target=server.run, args=(listening,), name="figwright-callback", daemon=True)
    thread.start()
    try:
        while thread.is_alive() and not server.started:
            time.sleep(0.001)
        yield serving
    finally:
        server.should_exit = True
        thread.join()


def _listen(address: Address, connection: BoundConnection) -> list[socket.socket]:
    listening: list[socket.socket] = []
    for host in ("127.0.0.1", "::1") if address.host == "localhost" else (address.host,):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            listening.append(socket.create_server((host, address.port), family=family))
        except OSError as error:
            if listening and error.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
                continue  # this machine has no ::1, so nobody else can take the callback there
            for other in listening:
                other.close()
            raise ConfigurationError(
                f"Port {address.port} on {host} cannot be used: {os.strerror(error.errno or 0)}. "
                f"{connection.connector.title} sends people back to exactly {connection.redirect_uri}, so no other "
                "port will do. End the program that uses it, or set another redirect_uri, here and in the app."
            ) from None
    return listening
