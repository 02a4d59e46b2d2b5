"""OAuth apps, and who may allow them what: scopes and publishing states as the manifest tells them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from figwright_figma.sandbox.description import description
from figwright_figma.sandbox.errors import Refusal
from figwright_figma.sandbox.world import App, PublishingState, User, World
from figwright_figma.spec import MANIFEST

REDIRECT_URI = "http://localhost:8765/callback/figma"
"""Where figwright listens by default."""


@dataclass(frozen=True)
class Scopes:
    """Every scope that Figma knows with what it allows, and those that not everybody can ask for or allow."""

    known: dict[str, str]
    enterprise: frozenset[str]
    organization: frozenset[str]
    private: frozenset[str]


@lru_cache
def scopes() -> Scopes:
    """The scopes of the description and the manifest, read once per process."""
    known = description().scopes
    oauth: Any = description().document(MANIFEST)["connector"]["oauth"]
    return Scopes(
        known["OAuth2"] | known["OrgOAuth2"],
        frozenset(oauth["enterprise_scopes"]),
        frozenset(oauth["organization_scopes"]),
        frozenset(oauth["private_scopes"]),
    )


def add_app(
    world: World,
    owner: User,
    name: str,
    *,
    client_id: str | None,
    client_secret: str | None,
    redirect_uris: list[str],
    declared: list[str] | None,
    state: PublishingState,
) -> App:
    """Register an app. Without `declared` it may ask for every scope that its state allows.

    Raises ValueError for a scope that Figma does not know and for a client id that is taken.
    """
    known = scopes()
    if declared is None:
        declared = [scope for scope in known.known if state != "public" or scope not in known.private]
    if unknown := [scope for scope in declared if scope not in known.known]:
        raise ValueError(f"Figma has no scope {', '.join(unknown)}; it has {', '.join(sorted(known.known))}.")
    if client_id in world.apps:
        raise ValueError(f"There is an app with the client id {client_id} already; choose another.")
    app = App(
        client_id=client_id or f"sandbox-app-{secrets.token_hex(6)}",
        client_secret=client_secret or f"sandbox-secret-{secrets.token_hex(12)}",
        name=name,
        owner=owner,
        redirect_uris=redirect_uris,
        scopes=declared,
        publishing_state=state,
    )
    world.apps[app.client_id] = app
    return app


def check_person(app: App, asked: tuple[str, ...], person: User) -> None:
    """Refuse, before anybody is asked, what this person cannot allow this app."""
    same_plan = person.plan is app.owner.plan
    open_to = {
        "draft": person is app.owner or (same_plan and person.admin),
        "private": same_plan,
        "public": True,
    }
    if not open_to[app.publishing_state]:
        raise Refusal(400, "This app has not been published to you")
    known = scopes()
    for scope in asked:
        if scope in known.enterprise | known.organization and person.plan.tier != "enterprise":
            # Seen by users of the live authorization page.
            raise Refusal(400, f"scope {scope} is only allowed for Enterprise users")
        if scope in known.organization and not person.admin:
            raise Refusal(400, f"scope {scope} is only allowed for organization admins")
