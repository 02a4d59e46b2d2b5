"""The connector's module that answers further calls from a whole answer that is held, if the manifest names one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Protocol, cast

from figwright.connector import Connector


class Tree(Protocol):
    """A whole answer that others are derived from."""

    def answer(self, tool_name: str, inputs: Mapping[str, object]) -> Any | None: ...
    def data(self) -> Any: ...


class Deriving(Protocol):
    """The connector's module that knows how."""

    def is_whole(self, tool_name: str, inputs: Mapping[str, object]) -> bool: ...
    def pack(self, data: Any) -> bytes: ...
    def opened(self, packed: bytes) -> Tree: ...


def deriving(connector: Connector) -> Deriving | None:
    if not connector.cache or not connector.cache.module:
        return None
    return cast(Deriving, import_module(connector.cache.module))


def form_of(connector: Connector) -> str:
    """How the module packs: what another form of it wrote, it does not read."""
    return str(getattr(deriving(connector), "FORMAT", 1))


def may_derive(connector: Connector, tool_name: str, inputs: Mapping[str, object]) -> bool:
    """Whether a whole answer may answer this, as far as the module says so beforehand."""
    module = deriving(connector)
    if module is None:
        return False
    asked: Callable[..., bool] | None = getattr(module, "derives", None)
    return asked is None or asked(tool_name, inputs)
