"""The authorization request: what Figma checks before it asks a person, and where an answer leads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit, urlunsplit

from figwright.sandbox.forms import CHALLENGE
from figwright_figma.sandbox.errors import Refusal
from figwright_figma.sandbox.world import App, User, World

from .apps import check_person, scopes
from .grants import OAuth

PARAMETERS = (
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "response_type",
    "code_challenge",
    "code_challenge_method",
)

_REQUIRED = ("client_id", "redirect_uri", "scope", "state", "response_type")


@dataclass(frozen=True)
class Asked:
    """A request that Figma puts before a person."""

    app: App
    redirect_uri: str
    scopes: tuple[str, ...]
    state: str
    challenge: str | None


def read_request(world: World, parameters: Mapping[str, str]) -> Asked:
    """What is asked for. Refuses with 400 whatever Figma would not put before anybody."""
    for name in _REQUIRED:
        if not parameters.get(name):
            # Seen in the live service, of client_id.
            raise Refusal(400, f"Parameter {name} is required")
    app = world.apps.get(parameters["client_id"])
    if app is None:
        raise Refusal(400, "Invalid client_id")
    if parameters["redirect_uri"] not in app.redirect_uris:
        raise Refusal(400, "Invalid redirect_uri")
    if parameters["response_type"] != "code":
        raise Refusal(400, "Invalid response_type")
    asked = tuple(dict.fromkeys(scope for scope in re.split(r"[\s,]+", parameters["scope"]) if scope))
    if not asked or not set(asked) <= _possible(app):
        # Seen in the live service, of scopes that were not ticked in the app.
        raise Refusal(400, "Invalid scopes for app")
    return Asked(app, parameters["redirect_uri"], asked, parameters["state"], _challenge(parameters))


def allow(oauth: OAuth, asked: Asked, person: User) -> str:
    """The person allows it; returns the URL that their browser is sent to."""
    check_person(asked.app, asked.scopes, person)
    code = oauth.issue_code(asked.app, person, asked.scopes, asked.redirect_uri, asked.challenge)
    parts = urlsplit(asked.redirect_uri)
    added = urlencode({"code": code, "state": asked.state})
    return urlunsplit(parts._replace(query=f"{parts.query}&{added}" if parts.query else added))


def _possible(app: App) -> set[str]:
    closed = scopes().private if app.publishing_state == "public" else frozenset[str]()
    return set(app.scopes) - closed


def _challenge(parameters: Mapping[str, str]) -> str | None:
    challenge = parameters.get("code_challenge")
    method = parameters.get("code_challenge_method")
    if method not in (None, "", "S256"):
        raise Refusal(400, "Invalid code_challenge_method: only S256 is supported")
    if not challenge:
        if method:
            raise Refusal(400, "Parameter code_challenge is required")
        return None
    if not CHALLENGE.fullmatch(challenge):
        raise Refusal(400, "Invalid code_challenge")
    return challenge
