"""Which scopes a connection needs: the least set that covers its tools, granular, never a deprecated one.

Scopes of higher plans and of organizations are asked for only by a link that says so (T17); what the app did not
declare, and what a public app cannot have, is refused before any address is built (T16, T18).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from figwright.connections import BoundConnection
from figwright.connector import Connector, Tool
from figwright.errors import ConfigurationError


class NeededScopes(NamedTuple):
    """`by_tool` maps each tool to the scopes of the set that let it be called; `left_out` scopes to why."""

    scopes: tuple[str, ...]
    by_tool: Mapping[str, tuple[str, ...]]
    left_out: Mapping[str, str]


def needed_scopes(
    connection: BoundConnection, tools: Iterable[str] | None = None, *, enterprise: bool = False
) -> NeededScopes:
    """The least scopes for `tools` (without: those that the connection uses and a consent can serve).

    `enterprise` takes in the scopes that only people on higher plans or an organization's admins can grant.
    """
    all_tools = connection.connector.tools
    used = [all_tools[name] for name in sorted(connection.tools_in_use if tools is None else tools)]
    asking = [tool for tool in used if tool.scopes and _takes_consent(connection, tool)]
    candidates = [_candidates(connection, tool) for tool in asking]
    chosen: set[str] = set()
    for enough in sorted(candidates, key=len):
        if chosen.isdisjoint(enough):
            chosen.add(enough[0])
    for scope in sorted(chosen):
        if all((chosen - {scope}).intersection(enough) for enough in candidates):
            chosen.remove(scope)
    left_out = (
        {} if enterprise else {scope: _why(connection, scope) for scope in sorted(chosen) if _opt_in(connection, scope)}
    )
    scopes = tuple(sorted(chosen.difference(left_out)))
    return NeededScopes(scopes, {tool.name: tuple(s for s in tool.scopes if s in chosen) for tool in asking}, left_out)


def check_scopes(connection: BoundConnection, requested: Sequence[str]) -> None:
    """Raises ConfigurationError for scopes that are unknown, deprecated, not declared, or not for this app."""
    oauth, title, name = connection.connector.oauth, connection.connector.title, connection.name
    if unknown := [scope for scope in requested if scope not in oauth.scopes]:
        raise ConfigurationError(f"{title} has no scope {', '.join(unknown)}. It has: {', '.join(oauth.scopes)}.")
    if old := [scope for scope in requested if scope in oauth.deprecated_scopes]:
        raise ConfigurationError(f"The scope {', '.join(old)} is deprecated: ask for the narrower ones instead.")
    declared = connection.options.scopes
    if declared is not None and (more := [scope for scope in requested if scope not in declared]):
        raise ConfigurationError(
            f"{name}: {', '.join(more)} would be asked for but is not declared. "
            f"Declared: {', '.join(declared) or 'none'}. Tick it in the app's settings at {title} "
            "and add it to the connection's scopes, or use fewer tools."
        )
    private = [scope for scope in requested if scope in oauth.private_scopes]
    if private and connection.publishing_state == "public":
        raise ConfigurationError(
            f"{name}: {title} does not give {', '.join(private)} to public apps. "
            "Use a private app, or tools without it."
        )
    organization = [scope for scope in requested if scope in oauth.organization_scopes]
    if organization and len(organization) < len(requested):
        raise ConfigurationError(
            f"{name}: {', '.join(organization)} is granted by an organization's admin and to a token of its own. "
            f"Make a second app and a second connection for the tools that need it."
        )
    if not requested and not needs_no_scope(connection):
        raise ConfigurationError(f"{name}: the tools in use need no consent. Name scopes, or tools that have some.")


def granted_scopes(connector: Connector, asked: Iterable[str], answered: Sequence[str] | None) -> tuple[str, ...]:
    """What an account holds after a consent: what the answer names, which may be less than was asked for.

    Nothing is missing for certain from an answer that names scopes in a way of its own, with one that the connector
    does not know; what it knows of them counts then beside what was asked for.
    """
    if answered is None:
        return tuple(asked)
    known = {scope for scope in answered if scope in connector.oauth.scopes}
    return tuple(sorted(known if len(known) == len(set(answered)) else known.union(asked)))


def needs_no_scope(connection: BoundConnection) -> bool:
    """Whether a tool in use takes what a consent to nothing by name gives: the app's own permissions, say."""
    tools = (connection.connector.tools[each] for each in connection.tools_in_use)
    return any(_takes_consent(connection, tool) and not tool.scopes for tool in tools)


def _takes_consent(connection: BoundConnection, tool: Tool[Any]) -> bool:
    oauth = connection.connector.oauth
    return not {oauth.credential, oauth.organization_credential}.isdisjoint(tool.credentials)


def _candidates(connection: BoundConnection, tool: Tool[Any]) -> list[str]:
    """Scopes that would do, the most fitting first: declared ones, then those without conditions."""
    declared, oauth = connection.options.scopes or (), connection.connector.oauth
    granular = [scope for scope in tool.scopes if scope not in oauth.deprecated_scopes] or list(tool.scopes)
    return sorted(granular, key=lambda scope: (scope not in declared, _opt_in(connection, scope), scope))


def _opt_in(connection: BoundConnection, scope: str) -> bool:
    oauth = connection.connector.oauth
    return scope in oauth.enterprise_scopes or scope in oauth.organization_scopes


def _why(connection: BoundConnection, scope: str) -> str:
    whose = (
        "an organization's admins"
        if scope in connection.connector.oauth.organization_scopes
        else "people on a higher plan"
    )
    return f"only {whose} can grant it, and others would be stopped at the consent: pass enterprise=True for them"
