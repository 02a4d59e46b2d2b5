"""Step 4 of a call: what is known to fail is refused unsent, with what is missing and how to get it (P5)."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection
from typing import Any

from figwright.connections import BoundConnection
from figwright.connector import Connector, Tool
from figwright.errors import (
    EnterpriseRequiredError,
    MissingScopesError,
    PolicyError,
    PublishingStateError,
    WrongCredentialKindError,
)
from figwright.redaction.logs import get_logger
from figwright.types.accounts import ConnectedAccount

logger = get_logger("checks")

_REMEMBERED = 1024


def check_policy(connection: BoundConnection, tool: Tool[Any]) -> None:
    """Your own rules: allow list, read-only, Enterprise tools only by name, and what a published app may use.

    Raises EnterpriseRequiredError, PolicyError or PublishingStateError.
    """
    options = connection.options
    if not connection.uses(tool):
        if tool.enterprise and options.tools is None:
            needs = f"needs the {tool.plan} plan, so it is" if tool.plan else "is"
            raise EnterpriseRequiredError(
                f"{tool.name} {needs} used only where it was chosen: "
                f"add it to the tools of the connection {connection.name!r}."
            )
        raise PolicyError(
            f"{tool.name} is not among the tools in use on the connection {connection.name!r}. "
            "Add it to the connection's tools, or its scope to the connection's scopes."
        )
    if options.read_only and not tool.read_only:
        raise PolicyError(f"{tool.name} changes something, and the connection {connection.name!r} is read-only.")
    if not tool.public_apps and connection.publishing_state == "public":
        raise PublishingStateError(
            f"{connection.connector.title} closes {tool.name} to public apps, and {connection.name!r} is one. "
            f"{tool.deprecated or 'Use a private app for it.'}"
        )


def check_account(connection: BoundConnection, account: ConnectedAccount, tool: Tool[Any], hand_in: str = "") -> None:
    """What the credential can do. Raises WrongCredentialKindError, MissingScopesError or EnterpriseRequiredError.

    `hand_in`: how another token is handed in, if nobody connected this one.
    """
    connector = connection.connector
    if tool.credentials and account.kind not in tool.credentials:
        raise WrongCredentialKindError(
            tool.name, _title(connector, account.kind), [_title(connector, kind) for kind in tool.credentials], hand_in
        )
    if tool.scopes and account.scopes is not None and not _allows(connector, account.scopes, tool):
        needed = [scope for scope in tool.scopes if scope not in connector.oauth.deprecated_scopes]
        needed = [scope for scope in needed if scope not in account.scopes] or needed
        raise MissingScopesError(tool.name, needed or tool.scopes, account.scopes, hand_in)
    if tool.plan and account.plan and _below(connector, account.plan, tool.plan):
        raise EnterpriseRequiredError(
            f"{tool.name} needs the {tool.plan} plan; the account of {account.identifier!r} is on {account.plan}."
        )
    usual = connection.options.plan
    if tool.plan and not account.plan and usual and _below(connector, usual, tool.plan):
        logger.warning(
            "%s needs the %s plan; most accounts of %r are on %s", tool.name, tool.plan, connection.name, usual
        )


class Suspicions:
    """Where calls were refused for a plan: limits follow the plan of a file, so this warns and never blocks (P5)."""

    def __init__(self) -> None:
        self._seen: OrderedDict[tuple[str, str, str], None] = OrderedDict()

    def note(self, account: ConnectedAccount, tool: str, url: str) -> None:
        self._seen[(account.identifier, tool, url)] = None
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)

    def warn(self, account: ConnectedAccount, tool: str, url: str) -> None:
        if (account.identifier, tool, url) in self._seen:
            logger.warning("%s was refused there before for want of a plan; it is tried again", tool)


def _allows(connector: Connector, held: Collection[str], tool: Tool[Any]) -> bool:
    return set(tool.scopes) <= set(held) if connector.all_scopes else not set(tool.scopes).isdisjoint(held)


def _below(connector: Connector, plan: str, needed: str) -> bool:
    return connector.plans.index(plan) < connector.plans.index(needed)


def _title(connector: Connector, kind: str) -> str:
    return connector.credentials[kind].title or kind
