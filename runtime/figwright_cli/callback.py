"""A port of this machine that takes the callbacks of consents, for as long as a link is good."""

from __future__ import annotations

import threading
from contextlib import ExitStack

from figwright import Actions
from figwright.connections import BoundConnection
from figwright.errors import ConfigurationError
from figwright.web.loopback import callback_address, serve_callback

_LINK = 600.0
"""Seconds that a link is good for, and the port is held."""


def public_url(connection: BoundConnection) -> str | None:
    """What links begin with where this machine takes the callback, so that they are bound to a browser."""
    try:
        return callback_address(connection.redirect_uri, connection.name).url
    except ConfigurationError:
        return None


class Callback:
    """Holds the port only while there is something to take, so that several servers can take turns."""

    def __init__(self, actions: Actions, connection: BoundConnection, mounted: bool) -> None:
        """`mounted`: a connect app elsewhere completes the consents of links that do not lead to this machine."""
        self._actions, self._connection, self._mounted = actions, connection, mounted
        self._lock = threading.Lock()
        self._held: ExitStack | None = None
        self._timer: threading.Timer | None = None

    def open(self) -> str:
        """Be there for a link that is handed out now. What to say beside it where that cannot be, else ""."""
        if self._mounted:
            return ""
        with self._lock:
            if self._timer:
                self._timer.cancel()
            if self._held is None:
                try:
                    with ExitStack() as held:
                        held.enter_context(serve_callback(self._actions, self._connection.name))
                        self._held = held.pop_all()
                except ConfigurationError as error:
                    return f"But this program cannot take the consent. {error}"
            self._timer = threading.Timer(_LINK, self.close)
            self._timer.daemon = True
            self._timer.start()
        return ""

    def close(self) -> None:
        with self._lock:
            held, self._held = self._held, None
            if self._timer:
                self._timer.cancel()
        if held:
            held.close()
