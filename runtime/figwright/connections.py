"""Connections: your registered apps with providers, and which of the connectors' tools they use."""

from __future__ import annotations

import re
import stat
from collections.abc import Sequence
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypedDict, TypeVar, Unpack, cast
from urllib.parse import SplitResult, urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, InstanceOf, SecretStr, ValidationError

from figwright.connector import Connector, Tool
from figwright.connector.former_names import find_tool
from figwright.errors import ConfigurationError, RemovedToolError
from figwright.errors.validation import told
from figwright.redaction.secret import NOT_A_WORD, Secret

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

T = TypeVar("T")
DEFAULT_CALLBACK = "http://localhost:8765"
"""Where the connect app listens on this machine, where a connection names no redirect URI."""
SECRET_OPTIONS = frozenset(("client_secret", "client_secret_file"))
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_PUBLIC_HOST = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
"""A name with a dot in it: no `localhost`, no address in numbers however it is written, no port."""


def split_names(value: T) -> T | list[str]:
    """Names from one text with commas or spaces between them (a before-validator)."""
    return [name for name in re.split(r"[\s,]+", value) if name] if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(split_names)]
"""Names in a sequence, or in one text with commas or spaces between them."""
PublishingState = Literal["draft", "private", "public"]
Verification = Literal["none", "required"]
CacheMode = Literal["shared", "own"] | bool


class ConnectionOptions(BaseModel):
    """What a connection may say of itself; see the table in docs/settings.md."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True, hide_input_in_errors=True)

    connector: str | InstanceOf[Connector] = ""
    """The connector, or the name of an installed one; empty where the connection itself is called so."""
    client_id: str = ""
    """Of your app at the provider; without it, accounts are connected by token only."""
    client_secret: Secret | None = None
    client_secret_file: Path | None = None
    """A file that holds the secret and nothing else, which only its owner may read."""
    redirect_uri: str = ""
    """Where the provider sends people back to, exactly as the app declares it."""
    scopes: Names | None = None
    """Scopes declared in the app; without `tools`, the tools they cover are in use."""
    tools: Names | None = None
    """Tools in use, by name: the only way to use one that needs an Enterprise plan."""
    read_only: bool = False
    """Refuse every tool that changes something."""
    publishing_state: PublishingState = "draft"
    plan: str | None = None
    """The plan that most users have, where it is known."""
    verification: Verification = "none"
    """Whether a new account waits for `verify_connected_account_user` after its consent."""
    api_url: str | None = None
    authorization_url: str | None = None
    token_url: str | None = None
    refresh_url: str | None = None
    download_hosts: Names | None = None
    """Hosts that files may be downloaded from beside the connector's own."""
    cache: CacheMode = "shared"
    """Whom answers that are kept by version serve: every account with its own proof, "own" the one that fetched them,
    False nobody: none are kept."""
    allow_insecure: bool = False
    """Allow addresses that are not https to one of the connector's own hosts."""


class Given(TypedDict, total=False):
    """The options of a connection as code gives them: sequences for names, plain text for a secret."""

    name: str
    connector: str | Connector
    client_id: str
    client_secret: str | Secret | SecretStr | None
    client_secret_file: Path | str | None
    redirect_uri: str
    scopes: Sequence[str] | None
    tools: Sequence[str] | None
    read_only: bool
    publishing_state: PublishingState
    plan: str | None
    verification: Verification
    api_url: str | None
    authorization_url: str | None
    token_url: str | None
    refresh_url: str | None
    download_hosts: Sequence[str] | None
    cache: CacheMode
    allow_insecure: bool


class Connection(ConnectionOptions):
    """One registered app. Several connections may share a connector, each with a name of its own."""

    name: str = Field(default_factory=lambda given: _name_of(given["connector"]))
    """Without one, that of its connector, or of the only connector that is installed."""

    def __init__(self, **options: Unpack[Given]) -> None:
        """Raises ConfigurationError, which names each option that is wrong and never its value."""
        try:
            super().__init__(**cast(Any, options))
            return
        except ValidationError as error:
            faults = named_faults(error)
        del options  # crash reporters show the locals of each frame
        raise ConfigurationError(f"The connection is set up wrongly. {faults}.")


def named_faults(error: ValidationError) -> str:
    """What is wrong, option by option, without what was given."""
    faults: dict[str, str] = {}
    for fault in error.errors(include_url=False, include_context=False, include_input=False):
        path = [str(step) for step in fault["loc"] if step != "str" and "[" not in str(step)]  # no options of a union
        faults.setdefault(".".join(path), _told(fault, path))
    return "; ".join(f"{name}: {text}" for name, text in faults.items())


def _told(fault: Any, path: Sequence[str]) -> str:
    if path[0] == "connections" and len(path) <= 2:
        _, name, *_ = *path, "name"
        return (
            f"should be options by name: [connections.{name}] in figwright.toml, or variables such as "
            f"FIGWRIGHT_CONNECTIONS__{name.upper()}__CLIENT_ID"
        )
    if fault["type"] != "extra_forbidden":
        return told(fault)
    known = ("url", "secret", "types", "allow_insecure") if path[0] == "events" else ConnectionOptions.model_fields
    near = get_close_matches(str(fault["loc"][-1]).lower(), known, 1)
    return f"there is no such option{f'; did you mean {near[0]}?' if near else ''}"


class BoundConnection:
    """A connection with its connector found and its settings checked: what a call works with."""

    def __init__(self, connection: Connection) -> None:
        """Raises ConfigurationError for an unknown connector, tool, scope, plan or a forbidden address."""
        if not _NAME.fullmatch(connection.name):
            raise ConfigurationError(
                f"{connection.name!r} cannot name a connection: lower-case letters, digits, - and _ can."
            )
        self.name = connection.name
        self.options = connection
        self.connector = find_connector(connection.connector or connection.name)
        oauth = self.connector.oauth
        self.api_url = self._checked_url("api_url", connection.api_url or self.connector.api_url).rstrip("/")
        self.token_url = self._checked_url("token_url", connection.token_url or oauth.token_url)
        self.refresh_url = self._checked_url("refresh_url", connection.refresh_url or oauth.refresh_url)
        self.authorization_url = self._checked_url(
            "authorization_url", connection.authorization_url or oauth.authorization_url, secret=False
        )
        self.redirect_uri = connection.redirect_uri or f"{DEFAULT_CALLBACK}/callback/{self.name}"
        if _split(self.redirect_uri).scheme not in ("https", "http") or not _split(self.redirect_uri).hostname:
            raise ConfigurationError(f"{self.name}: redirect_uri {self.redirect_uri} is no http(s) address.")
        self.download_hosts = (
            *self.connector.download_hosts,
            *map(self._checked_host, connection.download_hosts or ()),
        )
        self.publishing_state = self._publishing_state()
        """"" where the connector's apps have none."""
        self.tools_in_use = self._tools_in_use()

    def client_secret(self) -> Secret:
        """The app's secret. Raises ConfigurationError if it is missing, or its file is open to others (T28)."""
        options = self.options
        if not self.connector.oauth.token_url:
            raise ConfigurationError(
                f"{self.name}: {self.connector.title} is described without OAuth, so no consent can be asked for. "
                "Connect accounts by their tokens."
            )
        if not options.client_id or not (options.client_secret or options.client_secret_file):
            raise ConfigurationError(
                f"{self.name}: register an app at {self.connector.title} and set its client_id and client_secret."
            )
        if options.client_secret:
            found = Secret.word(options.client_secret)
        else:
            assert options.client_secret_file is not None
            found = Secret.word(_read_secret(self.name, options.client_secret_file))
        if found is None:
            raise ConfigurationError(f"{self.name}: client_secret is not right: {NOT_A_WORD}.")
        return found

    def _checked_url(self, setting: str, url: str, *, secret: bool = True) -> str:
        if not url and setting != "api_url":  # a connector without OAuth
            return ""
        parts = _split(url)
        if (
            parts.scheme not in ("https", "http")
            or not parts.hostname
            or parts.query
            or parts.fragment
            or parts.username
        ):
            raise ConfigurationError(
                f"{self.name}: {setting} is not an http(s) address without user, query and fragment."
            )
        hosts = self.connector.hosts
        if not secret:
            hosts = (*hosts, urlsplit(self.connector.oauth.authorization_url).netloc)
        known = parts.scheme == "https" and parts.netloc in hosts
        if not known and not self.options.allow_insecure:
            sent = "a token would go to" if secret else "people would be sent to"
            raise ConfigurationError(
                f"{self.name}: {sent} {url}, which is not https to {' or '.join(hosts)}. "
                "If that is what you want, set allow_insecure."
            )
        return url

    def _checked_host(self, host: str) -> str:
        if not _PUBLIC_HOST.fullmatch(host.lower()) and not self.options.allow_insecure:
            raise ConfigurationError(
                f"{self.name}: download_hosts takes public host names, such as files.example.com, and not {host!r}. "
                "If that is what you want, set allow_insecure."
            )
        return host.lower()

    def may_download(self, url: str) -> bool:
        """Whether files may come from this address: https to a known host, nothing else in it that steers (T50).

        With `allow_insecure` also from where the API is, and over http.
        """
        parts = _split(url)
        host = parts.netloc.lower()
        if not self.options.allow_insecure:
            return parts.scheme == "https" and host.removesuffix(":443") in self.download_hosts
        return parts.scheme in ("https", "http") and host in (*self.download_hosts, _split(self.api_url).netloc.lower())

    def _publishing_state(self) -> str:
        states, state = self.connector.publishing_states, self.options.publishing_state
        if state not in states and state != ConnectionOptions.model_fields["publishing_state"].default:
            there = f"has only {', '.join(states)}" if states else "has none"
            raise ConfigurationError(
                f"{self.name}: an app of {self.connector.title} {there}: publishing_state {state!r} means nothing."
            )
        return state if states else ""

    def _tools_in_use(self) -> frozenset[str]:
        tools = self.connector.tools
        if self.options.plan and self.options.plan not in self.connector.plans:
            known = f"is none of {', '.join(self.connector.plans)}" if self.connector.plans else "means nothing here"
            raise ConfigurationError(f"{self.name}: plan {self.options.plan!r} {known}.")
        if unknown := set(self.options.scopes or ()) - set(self.connector.oauth.scopes):
            raise ConfigurationError(f"{self.name}: no such scope: {', '.join(sorted(unknown))}.")
        if self.options.tools is not None:
            if unknown := set(self.options.tools) - {*tools, *tools.renamed, *tools.removed}:
                raise ConfigurationError(f"{self.name}: no such tool: {', '.join(sorted(unknown))}.")
            try:
                return frozenset(find_tool([tools], name).name for name in self.options.tools)
            except RemovedToolError as error:
                raise ConfigurationError(f"{self.name}: {error} Take it out of the connection's tools.") from None
        if self.options.scopes is not None:
            declared = set(self.options.scopes)
            return frozenset(t.name for t in tools.values() if not t.enterprise and declared.intersection(t.scopes))
        return frozenset(t.name for t in tools.values() if t.default)

    def uses(self, tool: Tool[object]) -> bool:
        return tool.name in self.tools_in_use


class Catalog:
    """The connections of one client and the tools of their connectors."""

    def __init__(self, connections: Sequence[BoundConnection]) -> None:
        """Raises ConfigurationError where two connections share a name."""
        self._connections = {connection.name: connection for connection in connections}
        if len(self._connections) < len(connections):
            raise ConfigurationError("Two connections have the same name; give each its own.")

    def tool(self, name: str) -> Tool[Any]:
        """The tool of this name; a former one warns. Raises UnknownToolError with the nearest names."""
        return find_tool((connection.connector.tools for connection in self._connections.values()), name)

    def connection(self, name: str | None) -> BoundConnection:
        """The connection of that name, or the only one. Raises ConfigurationError."""
        if name is None and len(self._connections) == 1:
            return next(iter(self._connections.values()))
        if name is None or name not in self._connections:
            wrong = "Which connection?" if name is None else f"There is no connection {name!r}."
            raise ConfigurationError(
                f"{wrong} Pass connection_name=, one of: {', '.join(self._connections) or 'none'}."
            )
        return self._connections[name]

    def connections(self) -> list[BoundConnection]:
        return list(self._connections.values())

    def connection_of(self, tool: Tool[Any], name: str | None) -> BoundConnection:
        """The connection to call a tool through: the one named, or the only one that has it in use."""
        if name is not None or len(self._connections) == 1:
            connection = self.connection(name)
            if tool.name not in connection.connector.tools:
                raise ConfigurationError(f"The connection {connection.name!r} has no tool {tool.name!r}.")
            return connection
        having = [c for c in self._connections.values() if tool.name in c.connector.tools]
        using = [c for c in having if c.uses(tool)] or having
        if len(using) > 1:
            names = ", ".join(connection.name for connection in using)
            raise ConfigurationError(
                f"{tool.name} could go through several connections: pass connection_name=, one of: {names}."
            )
        return using[0]


def _split(url: str) -> SplitResult:
    """The parts of an address; all of them empty if it cannot be read, or its port is not a number."""
    try:
        parts = urlsplit(url)
        return parts if parts.port != 0 else urlsplit("")
    except ValueError:
        return urlsplit("")


def _read_secret(name: str, path: Path) -> Secret:
    try:
        mode = path.stat().st_mode
        text = Secret.text(path.read_bytes().decode("utf-8", "replace"))
    except OSError as error:
        raise ConfigurationError(f"{name}: client_secret_file {path} cannot be read: {error.strerror}.") from None
    if stat.S_IMODE(mode) & 0o077:
        raise ConfigurationError(f"{name}: others may read {path}. Run: chmod 600 {path}")
    return text


def find_connector(connector: str | Connector) -> Connector:
    """The installed connector of that name (entry-point group `figwright.connectors`), or the one handed in."""
    return connector if isinstance(connector, Connector) else _installed(connector)


def installed_connectors() -> dict[str, EntryPoint]:
    """Entry points of the connectors that are installed, by name."""
    from importlib.metadata import entry_points

    return {point.name: point for point in sorted(entry_points(group="figwright.connectors"))}


def default_connections() -> list[Connection]:
    """What there is where no connection is configured: one of each installed connector.

    Raises ConfigurationError where none is installed.
    """
    found = [Connection(name=name) for name in installed_connectors()]
    if not found:
        raise ConfigurationError("No connector is installed: install a package that brings one.")
    return found


@cache
def _installed(name: str) -> Connector:
    found = installed_connectors()
    if name not in found:
        raise ConfigurationError(f"No connector {name!r} is installed. Installed: {', '.join(found) or 'none'}.")
    connector: Connector = found[name].load()
    return connector


def _name_of(connector: str | Connector) -> str:
    if connector:
        return connector if isinstance(connector, str) else connector.name
    found = list(installed_connectors())
    if len(found) != 1:
        raise ConfigurationError(f"Which connector? Give the connection a name, one of: {', '.join(found) or 'none'}.")
    return found[0]
