"""A connection: your registered app with a provider, and which of the connector's tools it uses."""

from __future__ import annotations

import re
from functools import cache
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, InstanceOf

from figwright.connector import Connector, Tool
from figwright.errors import ConfigurationError

DEFAULT_CONNECTOR = "figma"
"""The connector of a connection that names none, and the connection of a call that names none."""


def _names(value: object) -> object:
    return [name for name in re.split(r"[\s,]+", value) if name] if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_names)]
"""Names in a sequence, or in one text with commas or spaces between them."""


class ConnectionOptions(BaseModel):
    """What a connection may say of itself; see the table of settings in the README."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    connector: str | InstanceOf[Connector] = ""
    """The connector, or the name of an installed one; empty where the connection itself is called so."""
    scopes: Names | None = None
    """Scopes declared in the app; without `tools`, the tools they cover are in use."""
    tools: Names | None = None
    """Tools in use, by name: the only way to use one that needs an Enterprise plan."""
    read_only: bool = False
    """Refuse every tool that changes something."""
    publishing_state: Literal["draft", "private", "public"] = "draft"
    plan: str | None = None
    """The plan that most users have, where it is known."""
    api_url: str | None = None
    allow_insecure: bool = False
    """Allow an `api_url` that is not https to one of the connector's own hosts."""


class Connection(ConnectionOptions):
    """One registered app. Several connections may share a connector, each with a name of its own."""

    name: str = DEFAULT_CONNECTOR


class BoundConnection:
    """A connection with its connector found and its settings checked: what a call works with."""

    def __init__(self, connection: Connection) -> None:
        """Raises ConfigurationError for an unknown connector, tool, scope, plan or a forbidden `api_url`."""
        self.name = connection.name
        self.options = connection
        self.connector = find_connector(connection.connector or connection.name)
        self.api_url = self._checked_api_url()
        self.tools_in_use = self._tools_in_use()

    def _checked_api_url(self) -> str:
        url = (self.options.api_url or self.connector.api_url).rstrip("/")
        parts = urlsplit(url)
        if (
            parts.scheme not in ("https", "http")
            or not parts.hostname
            or parts.query
            or parts.fragment
            or parts.username
        ):
            raise ConfigurationError(
                f"{self.name}: api_url is not an http(s) address without user, query and fragment."
            )
        known = parts.scheme == "https" and parts.netloc in self.connector.hosts
        if not known and not self.options.allow_insecure:
            raise ConfigurationError(
                f"{self.name}: a token would go to {url}, which is not https to {' or '.join(self.connector.hosts)}. "
                "If that is what you want, set allow_insecure."
            )
        return url

    def _tools_in_use(self) -> frozenset[str]:
        tools = self.connector.tools
        if self.options.plan and self.options.plan not in self.connector.plans:
            raise ConfigurationError(
                f"{self.name}: plan {self.options.plan!r} is none of {', '.join(self.connector.plans)}."
            )
        if unknown := set(self.options.scopes or ()) - set(self.connector.oauth.scopes):
            raise ConfigurationError(f"{self.name}: no such scope: {', '.join(sorted(unknown))}.")
        if self.options.tools is not None:
            if unknown := set(self.options.tools) - set(tools):
                raise ConfigurationError(f"{self.name}: no such tool: {', '.join(sorted(unknown))}.")
            return frozenset(self.options.tools)
        if self.options.scopes is not None:
            declared = set(self.options.scopes)
            return frozenset(t.name for t in tools.values() if not t.enterprise and declared.intersection(t.scopes))
        return frozenset(t.name for t in tools.values() if t.default)

    def uses(self, tool: Tool[object]) -> bool:
        return tool.name in self.tools_in_use


def find_connector(connector: str | Connector) -> Connector:
    """The installed connector of that name (entry-point group `figwright.connectors`), or the one handed in."""
    return connector if isinstance(connector, Connector) else _installed(connector)


@cache
def _installed(name: str) -> Connector:
    from importlib.metadata import entry_points

    found = {point.name: point for point in entry_points(group="figwright.connectors")}
    if name not in found:
        raise ConfigurationError(
            f"No connector {name!r} is installed. Installed: {', '.join(sorted(found)) or 'none'}."
        )
    connector: Connector = found[name].load()
    return connector
