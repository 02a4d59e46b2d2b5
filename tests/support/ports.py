"""Ports that stay free until a server is started on them."""

from __future__ import annotations

import random
import socket

BELOW_OUTGOING = range(20_000, 32_000)
"""Systems give none of these to outgoing connections, which could take one between two starts of a server."""


def free_port() -> int:
    """A port of this host that nobody listens on."""
    for port in random.sample(BELOW_OUTGOING, 20):
        try:
            socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            continue
        return port
    raise RuntimeError(f"Twenty ports of {BELOW_OUTGOING} were taken on 127.0.0.1. Free some and run the tests again.")
