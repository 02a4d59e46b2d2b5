"""The provider that these tests call, and the clients that call it."""

from support.faces import actions, call, connection, fetch, shelf, toybox

__all__ = ["actions", "call", "connection", "fetch", "shelf", "toybox"]
