"""The page on which Figma asks a person, and what it says to one who declines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from figwright.sandbox import pages
from figwright.sandbox.serving import Answer
from figwright_figma.sandbox.world import User

from .apps import scopes
from .consent import PARAMETERS, Asked


def consent_page(asked: Asked, parameters: Mapping[str, str], people: Iterable[User], person: User) -> Answer:
    """Asks a person whether they allow an app what it wants, and lets the tester say who they are."""
    return pages.consent_page(
        pages.Consent(
            "Figma",
            asked.app.name,
            {scope: scopes().known[scope] for scope in asked.scopes},
            {each.id: f"{each.handle} ({each.email}, {each.plan.tier})" for each in people},
            person.id,
            asked.redirect_uri,
            "/oauth",
            {name: parameters[name] for name in PARAMETERS if name in parameters},
        )
    )


def cancelled_page(asked: Asked) -> Answer:
    """What a person sees who did not allow it. The app is told nothing."""
    return pages.cancelled_page("Figma", asked.app.name)
