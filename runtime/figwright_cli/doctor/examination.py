"""What is wrong with a setup, found offline: nothing is asked of a provider, nothing is made, changed or printed.

A check that is broken off by what it looks at is a finding itself, so the rest is still looked at.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from figwright.connections import BoundConnection, Connection, default_connections
from figwright.connector import Tool
from figwright.errors import ConfigurationError, FigwrightError
from figwright.errors.extras import install_command
from figwright.oauth.redirects import LOOPBACK_HOSTS
from figwright.oauth.scopes import needed_scopes, needs_no_scope
from figwright.settings import Settings, load_settings, stray_variables
from figwright_cli.doctor.findings import Finding, Findings, Level

_SETTINGS_FILE = Path("figwright.toml")
_PREFIX = "FIGWRIGHT_"
_SECRETS = ("encryption_keys", "events_secret", "client_secret", "secret")


def examine(connection_name: str | None = None) -> list[Finding]:
    """Check everything, or leave out the other connections. Raises ConfigurationError for a name that there is not."""
    from figwright_cli.doctor.cache import check_cache
    from figwright_cli.doctor.events import check_endpoints
    from figwright_cli.doctor.store import check_store

    where = f"{_PREFIX}... or {_SETTINGS_FILE}"
    try:
        settings = load_settings()
    except (FigwrightError, OSError, ValueError) as error:
        what = str(error) if isinstance(error, FigwrightError) else f"The settings cannot be read: {error}."
        otherwise = "Nothing starts, and nothing else can be checked."
        return [Finding(Level.ERROR, "settings", where, what, "Correct what it names.", otherwise)]
    found = _run("settings", where, lambda: _check_settings(settings), "every setting is known")
    named = settings.named_connections() or default_connections()
    if connection_name is not None and connection_name not in {connection.name for connection in named}:
        names = ", ".join(connection.name for connection in named)
        raise ConfigurationError(f"There is no connection {connection_name!r}. There is: {names}.")
    bound: list[BoundConnection] = []
    for connection in named:
        found += _run("connection", connection.name, lambda each=connection: _bind(each, bound), "")  # type: ignore[misc]
    found += _run("connections", "all connections", lambda: _check_together(bound), "none is in another's way")
    for each in bound:
        if connection_name in (None, each.name):
            found += _check_connection(each, settings)
    found += _run("events", "account events", lambda: check_endpoints(settings), "")
    found += _run("storage", "database and keys", lambda: check_store(settings.storage()), "")
    found += _run("cache", "kept answers", lambda: check_cache(settings, bound), "")
    return found


def _run(check: str, where: str, findings: Callable[[], Iterable[Finding]], fine: str) -> list[Finding]:
    """The findings, or what broke them off, or that all is fine."""
    found: list[Finding] = []
    try:
        for finding in findings():
            found.append(finding)  # noqa: PERF402 - what was found before an error stays
    except (FigwrightError, OSError, ValueError, ImportError) as error:
        otherwise = "No client starts with this setup."
        found.append(Finding(Level.ERROR, check, where, str(error), "Correct what it names.", otherwise))
    return found or ([Finding(Level.OK, check, where, fine)] if fine else [])


def _bind(connection: Connection, bound: list[BoundConnection]) -> Findings:
    bound.append(BoundConnection(connection))
    yield from ()


def _check_settings(settings: Settings) -> Findings:
    if _SETTINGS_FILE.exists():
        values = tomllib.loads(_SETTINGS_FILE.read_text("utf-8"))
        if os.name == "posix" and _holds_secret(values) and _SETTINGS_FILE.stat().st_mode & 0o077:
            what = f"others may read {_SETTINGS_FILE}, which holds a secret"
            do = f"Run: chmod 600 {_SETTINGS_FILE}"
            yield Finding(Level.ERROR, "settings", str(_SETTINGS_FILE), what, do, "The secret is everybody's here.")
    for name, what in stray_variables().items():
        do = f"Correct or remove it. There are: {', '.join(sorted(Settings.model_fields))}."
        yield Finding(Level.WARNING, "settings", name, what, do, "The default holds where you meant another.")
    for name, options in settings.connections.items():
        said = ", ".join(option.upper() for option in sorted(options.model_fields_set))
        what = f"code that makes Connection(name={name.lower()!r}) itself wins, option by option, over {said}"
        yield Finding(Level.OK, "settings", name.lower(), what)
    if not settings.connections:
        what, do = "no connection is configured, so the default one is used", "Set what docs/settings.md names."
        yield Finding(Level.WARNING, "settings", f"{_PREFIX}CONNECTIONS", what, do, "Nobody can give a consent.")


def _holds_secret(values: dict[str, Any]) -> bool:
    named = [values.get("connections"), values.get("events")]
    tables = [table for each in named if isinstance(each, dict) for table in each.values() if isinstance(table, dict)]
    return any(name in table for table in (values, *tables) for name in _SECRETS)


def _check_together(bound: Sequence[BoundConnection]) -> Findings:
    """What two connections may not share."""
    for index, first in enumerate(bound):
        for second in bound[index + 1 :]:
            names = f"{first.name}, {second.name}"
            if first.name == second.name:
                do = "Give each its own."
                yield Finding(Level.ERROR, "connections", names, "two connections have one name", do, "Nothing starts.")
            same_connector = first.connector.name == second.connector.name
            if same_connector and first.options.client_id and first.options.client_id == second.options.client_id:
                yield Finding(
                    Level.ERROR,
                    "connections",
                    names,
                    f"both have the client id {first.options.client_id}",
                    "Register an app of its own for one of them.",
                    "A person who connects through one ends, or changes the scopes of, their token of the other.",
                )
            if first.options.client_id and second.options.client_id and first.redirect_uri == second.redirect_uri:
                do = f"Let each end in its own name: .../callback/{second.name}"
                otherwise = "Consents of one connection arrive at the other and are refused."
                what = "both have one redirect URI"
                yield Finding(Level.ERROR, "redirect URI", names, what, do, otherwise)


def _check_connection(connection: BoundConnection, settings: Settings) -> list[Finding]:
    """In the order in which a setup goes."""
    public_url = settings.storage().public_url
    checks: list[tuple[str, Callable[[], Findings], str]] = [
        ("app", lambda: _check_app(connection), "client id and secret are there")
    ]
    if connection.options.client_id:
        checks += [
            ("scopes", lambda: _check_scopes(connection), "declared are exactly those that the tools need"),
            ("publishing state", lambda: _check_publishing(connection), connection.publishing_state),
            ("redirect URI", lambda: _check_redirect(connection, public_url), connection.redirect_uri),
            ("verification", lambda: _check_verification(connection), _verified(connection)),
        ]
    connector, count = connection.connector, len(connection.tools_in_use)
    checks += [
        ("plan", lambda: _check_plan(connection), "no tool in use needs a higher one" if connector.plans else ""),
        ("credentials", lambda: _check_credentials(connection), f"every tool in use ({count}) can be called"),
        ("deprecated", lambda: _check_deprecated(connection), "nothing in use is deprecated"),
        ("addresses", lambda: _check_addresses(connection), connection.api_url),
    ]
    return [finding for name, check, fine in checks for finding in _run(name, connection.name, check, fine)]


def _check_app(connection: BoundConnection) -> Findings:
    options = connection.options
    if not connection.connector.oauth.token_url:  # nobody gives a consent there
        return
    if not options.client_id and not options.client_secret and not options.client_secret_file:
        yield Finding(
            Level.WARNING,
            "app",
            connection.name,
            "no app is configured",
            f"Register one at {connection.connector.title} and set {_setting(connection, 'CLIENT_ID')} and "
            "..._CLIENT_SECRET, unless you connect by token only.",
            "There are no links to connect with; accounts can be connected by token only.",
        )
        return
    try:
        connection.client_secret()
    except ConfigurationError as error:
        otherwise = "No link can be made and no token renewed."
        do = f"See {_setting(connection, 'CLIENT_ID')}, ..._CLIENT_SECRET and ..._CLIENT_SECRET_FILE."
        yield Finding(Level.ERROR, "app", connection.name, str(error), do, otherwise)


def _check_scopes(connection: BoundConnection) -> Findings:
    oauth, title, name = connection.connector.oauth, connection.connector.title, connection.name
    needed, setting = needed_scopes(connection, enterprise=True), _setting(connection, "SCOPES")
    declared = connection.options.scopes
    if not needed.scopes and not needs_no_scope(connection):
        what, do = "no tool in use takes a consent", f"Choose tools that do ({_setting(connection, 'TOOLS')})."
        yield Finding(Level.ERROR, "scopes", name, what, do, "Every link is refused.")
    elif declared is None and needed.scopes:
        what = "the scopes that are ticked in the app are not declared here, so links cannot be checked against them"
        do = f"Tick {', '.join(needed.scopes)} in the app at {title}, and set {setting} to the same."
        otherwise = f"A scope that is not ticked stops everybody at {title}, with an error that they cannot resolve."
        yield Finding(Level.WARNING, "scopes", name, what, do, otherwise)
    elif undeclared := [scope for scope in needed.scopes if scope not in (declared or ())]:
        what = f"{', '.join(undeclared)} is needed but not declared, for {_needing(needed.by_tool, undeclared)}"
        do = f"Tick it in the app at {title} and add it to {setting}, or take the tools out of use."
        yield Finding(Level.ERROR, "scopes", name, what, do, "Links that ask for it are refused.")
    surplus = [scope for scope in declared or () if scope not in needed.scopes and scope not in oauth.deprecated_scopes]
    if surplus and connection.options.tools is not None:
        what, do = f"{', '.join(surplus)} is declared but no tool in use needs it", "Untick it in the app and here."
        yield Finding(Level.WARNING, "scopes", name, what, do, "A reviewer of the app asks what it is for.")
    organization = [scope for scope in needed.scopes if scope in oauth.organization_scopes]
    if organization and len(organization) < len(needed.scopes):
        yield Finding(
            Level.ERROR,
            "scopes",
            name,
            f"{', '.join(organization)} is granted by an organization's admin, and to a token of its own",
            f"Give {_needing(needed.by_tool, organization)} a second connection, with an app of its own.",
            "No consent covers it together with other scopes: links that ask for all of them are refused.",
        )


def _check_publishing(connection: BoundConnection) -> Findings:
    oauth, title, state = connection.connector.oauth, connection.connector.title, connection.publishing_state
    if state == "draft":
        what, do = "the app is a draft", f"Publish it at {title}, then set {_setting(connection, 'PUBLISHING_STATE')}."
        who = connection.connector.publishing_states[state]
        otherwise = f"{who[:1].upper()}{who[1:]}; everybody else is refused."
        yield Finding(Level.WARNING, "publishing state", connection.name, what, do, otherwise)
    if state == "public":
        closed = [tool.name for tool in _used(connection) if not tool.public_apps]
        private = [s for s in needed_scopes(connection, enterprise=True).scopes if s in oauth.private_scopes]
        if closed or private:
            what = f"{title} closes {', '.join([*closed, *private])} to public apps"
            do = "Use a private app for it, or take it out of use."
            otherwise = "Links that ask for it are refused, and so are calls."
            yield Finding(Level.ERROR, "publishing state", connection.name, what, do, otherwise)


def _check_redirect(connection: BoundConnection, public_url: str) -> Findings:
    name, uri = connection.name, connection.redirect_uri
    parts, ending = urlsplit(uri), f"/callback/{connection.name}"
    local = parts.hostname in LOOPBACK_HOSTS

    def finding(level: Level, what: str, do: str, otherwise: str) -> Finding:
        return Finding(level, "redirect URI", name, what, do, otherwise)

    both = f"Set {_setting(connection, 'REDIRECT_URI')} and the app's own to"
    if parts.query or parts.fragment or not parts.hostname or parts.scheme not in ("http", "https"):
        what, do = f"{uri} is no plain address", f"{both} https://your.host{ending}"
        yield finding(Level.ERROR, what, do, "The provider refuses it.")
    elif parts.scheme == "http" and not local:
        what, do = f"{uri} is not https", f"{both} https://{parts.netloc}{parts.path}"
        yield finding(Level.ERROR, what, do, "Codes cross the network in the clear.")
    if not parts.path.endswith(ending):
        what, do = f"{uri} does not end in {ending}, which the connect app answers", f"{both} one that does."
        otherwise = "People end on a page that is not there, unless a route of yours calls complete_authorization."
        yield finding(Level.WARNING, what, do, otherwise)
    elif public_url and uri != f"{public_url.rstrip('/')}{ending}":
        what = f"{uri} is not below {_PREFIX}PUBLIC_URL, {public_url}"
        do = f"{both} {public_url.rstrip('/')}{ending}"
        yield finding(Level.ERROR, what, do, "The cookie of the start page does not come back: consents are refused.")
    if local and connection.publishing_state == "public":
        what, do = f"{uri} is on this machine, and the app is public", f"{both} https://your.host{ending}"
        yield finding(Level.WARNING, what, do, "Only who sits at this machine can connect.")
    if local and not find_spec("starlette"):
        what, do = "the connect app is not installed", f"Run: {install_command('server')}"
        yield finding(Level.WARNING, what, do, "figwright connect takes no callbacks.")


def _check_verification(connection: BoundConnection) -> Findings:
    local = urlsplit(connection.redirect_uri).hostname in LOOPBACK_HOSTS
    if connection.options.verification == "required" or (local and connection.publishing_state != "public"):
        return
    yield Finding(
        Level.WARNING,
        "verification",
        connection.name,
        "nobody confirms whose consent it was, and others than you can connect",
        f"Set {_setting(connection, 'VERIFICATION')}=required and call verify_connected_account_user, or pass "
        "user_verify_url or session to every get_authorization_link.",
        "Who opens a link that was made for somebody else connects their own account under that person's name.",
    )


def _verified(connection: BoundConnection) -> str:
    required = connection.options.verification == "required"
    return "accounts wait to be confirmed" if required else "none, and only who sits at this machine can connect"


def _check_plan(connection: BoundConnection) -> Findings:
    plans, usual = connection.connector.plans, connection.options.plan
    planned = [tool for tool in _used(connection) if tool.plan]
    above = [tool for tool in planned if not usual or plans.index(tool.plan) > plans.index(usual)]
    if not above:
        return
    listed = ", ".join(f"{tool.name} ({tool.plan})" for tool in above)
    most = f"most accounts are on {usual}" if usual else "the plan of most accounts is not known"
    do = "Take them out of use where your users lack the plan" + (
        "." if usual else f", or set {_setting(connection, 'PLAN')}."
    )
    otherwise = "The provider refuses the call, or the consent itself, on a lower plan."
    yield Finding(Level.WARNING, "plan", connection.name, f"{listed} need a plan, and {most}", do, otherwise)


def _check_credentials(connection: BoundConnection) -> Findings:
    connector, has_app = connection.connector, bool(connection.options.client_id)
    consents = {connector.oauth.credential, connector.oauth.organization_credential}
    for tool in _used(connection):
        takes = " or ".join(connector.credentials[kind].title or kind for kind in tool.credentials)
        if has_app and consents.isdisjoint(tool.credentials):
            what = f"{tool.name} takes only a {takes}, which no consent gives"
            do = f"Connect such an account by token: figwright connect ID --token-stdin --kind {tool.credentials[0]}"
            otherwise = "Accounts that were connected by consent cannot call it."
            yield Finding(Level.WARNING, "credentials", connection.name, what, do, otherwise)
        if not has_app and consents.issuperset(tool.credentials):
            what, do = (
                f"{tool.name} takes only an {takes}, and there is no app",
                "Configure one, or take it out of use.",
            )
            yield Finding(Level.ERROR, "credentials", connection.name, what, do, "No account can call it.")


def _check_deprecated(connection: BoundConnection) -> Findings:
    for tool in _used(connection):
        if tool.deprecated and connection.options.tools is not None:
            what, do = f"{tool.name} is deprecated", tool.deprecated
            yield Finding(Level.WARNING, "deprecated", connection.name, what, do, "It will stop working one day.")
    oauth = connection.connector.oauth
    if old := [scope for scope in connection.options.scopes or () if scope in oauth.deprecated_scopes]:
        do = f"Untick it and declare: {', '.join(needed_scopes(connection, enterprise=True).scopes)}."
        what = f"the scope {', '.join(old)} is deprecated"
        yield Finding(Level.WARNING, "deprecated", connection.name, what, do, "It is never asked for.")


def _check_addresses(connection: BoundConnection) -> Findings:
    for url in dict.fromkeys((connection.api_url, connection.token_url, connection.refresh_url)):
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.hostname not in LOOPBACK_HOSTS:
            what, do = f"tokens go to {url} in the clear", "Use https."
            otherwise = "Everybody on the way reads your users' tokens."
            yield Finding(Level.WARNING, "addresses", connection.name, what, do, otherwise)


def _used(connection: BoundConnection) -> list[Tool[Any]]:
    return [connection.connector.tools[name] for name in sorted(connection.tools_in_use)]


def _needing(by_tool: Any, scopes: Sequence[str]) -> str:
    return ", ".join(tool for tool, some in by_tool.items() if set(some).intersection(scopes))


def _setting(connection: BoundConnection, name: str) -> str:
    return f"{_PREFIX}CONNECTIONS__{connection.name.upper()}__{name}"
