"""Codes and tokens: how they come about, replace each other and end.

Figma keeps one access token per app and person: a refresh or a new consent ends the one before. The refresh token is
handed out once, with the first access token, and can be used as often as one likes.
"""

from __future__ import annotations

import secrets
import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from figwright.sandbox.forms import verifies
from figwright_figma.sandbox.auth import PREFIXES, is_live
from figwright_figma.sandbox.errors import Refusal
from figwright_figma.sandbox.world import App, Kind, Token, User, World

from .apps import scopes


@dataclass(frozen=True)
class Code:
    """What a person allowed, until the app fetches it."""

    app: App
    user: User
    scopes: tuple[str, ...]
    redirect_uri: str
    challenge: str | None
    expires_at: datetime


@dataclass
class RefreshToken:
    value: str = field(repr=False)
    app: App
    user: User
    scopes: tuple[str, ...]


@dataclass
class OAuth:
    """What apps were allowed in one sandbox. Every method is safe to call from any thread.

    The fields after `signed_in` are switches: what Figma does is the default, where it is known.
    """

    world: World
    signed_in: User
    """The person at the consent page, for a browser that has not chosen another."""
    code_lifetime: float = 30
    """Seconds."""
    access_token_lifetime: int = 7_776_000
    """Seconds."""
    rotate_refresh_tokens: bool = False
    """Answer a refresh with a new refresh token and end the old one, as other providers do."""
    consent_ends_refresh_tokens: bool = False
    """Whether a new consent also ends the refresh tokens from before. What Figma does is not known."""
    body_credentials: bool = False
    """Take client id and secret in the body, too. Figma did before it asked for HTTP Basic, and may still."""
    _lock: threading.RLock = field(default_factory=threading.RLock, repr=False)
    _codes: dict[str, Code] = field(default_factory=dict, repr=False)
    _live: dict[tuple[str, str], Token] = field(default_factory=dict, repr=False)
    """(client id, user id) to the one access token."""
    _refresh_tokens: dict[str, RefreshToken] = field(default_factory=dict, repr=False)
    _refreshes: Counter[tuple[str, str]] = field(default_factory=Counter, repr=False)

    def issue_code(self, app: App, user: User, asked: tuple[str, ...], redirect_uri: str, challenge: str | None) -> str:
        """A code for what the person has just allowed."""
        expires_at = self.world.clock.now() + timedelta(seconds=self.code_lifetime)
        value = secrets.token_urlsafe(24)
        with self._lock:
            self._codes[value] = Code(app, user, asked, redirect_uri, challenge, expires_at)
        return value

    def redeem(self, app: App, code: str, redirect_uri: str, verifier: str | None) -> tuple[Token, RefreshToken]:
        """Tokens for a code, which is spent by this whatever comes of it. Refuses with 400."""
        with self._lock:
            kept = self._codes.get(code)
            if kept is None or kept.app is not app:
                raise Refusal(400, "Invalid code")
            del self._codes[code]
            if kept.expires_at <= self.world.clock.now():
                raise Refusal(400, "Code expired")
            if kept.redirect_uri != redirect_uri:
                raise Refusal(400, "Redirect URI does not match the authorization request")
            if not verifies(kept.challenge, verifier):
                raise Refusal(400, "Invalid code verifier")
            return self.grant(app, kept.user, kept.scopes)

    def grant(self, app: App, user: User, granted: tuple[str, ...]) -> tuple[Token, RefreshToken]:
        """The tokens that follow a consent."""
        with self._lock:
            if self.consent_ends_refresh_tokens:
                self._end_refresh_tokens(app, user)
            return self._replace(app, user, granted), self._new_refresh_token(app, user, granted)

    def refresh(self, app: App, refresh_token: str) -> tuple[Token, RefreshToken | None]:
        """A new access token, and a new refresh token where they rotate. Refuses with 400."""
        with self._lock:
            kept = self._refresh_tokens.get(refresh_token)
            if kept is None or kept.app is not app:
                raise Refusal(400, "Invalid refresh token")
            rotated = None
            if self.rotate_refresh_tokens:
                del self._refresh_tokens[refresh_token]
                rotated = self._new_refresh_token(app, kept.user, kept.scopes)
            self._refreshes[app.client_id, kept.user.id] += 1
            return self._replace(app, kept.user, kept.scopes), rotated

    def disconnect(self, user: User, app: App) -> None:
        """What a person does in their account settings: end everything that this app has of them."""
        with self._lock:
            if token := self._live.pop((app.client_id, user.id), None):
                token.revoked = True
            self._end_refresh_tokens(app, user)
            self._codes = {
                value: code for value, code in self._codes.items() if code.app is not app or code.user is not user
            }

    def live_token(self, user: User, app: App) -> str | None:
        """The access token that works now, if one does."""
        with self._lock:
            token = self._live.get((app.client_id, user.id))
        return token.value if token is not None and is_live(token, self.world.clock) else None

    def refreshes(self, app: App | None = None, user: User | None = None) -> int:
        """How many refreshes were carried out, whether or not their answers arrived."""
        return sum(
            count
            for (client_id, user_id), count in self.refresh_counts().items()
            if (app is None or app.client_id == client_id) and (user is None or user.id == user_id)
        )

    def live_tokens(self) -> dict[tuple[str, str], str]:
        """(client id, user id) to the access token that works now."""
        with self._lock:
            return {key: token.value for key, token in self._live.items() if is_live(token, self.world.clock)}

    def refresh_counts(self) -> Counter[tuple[str, str]]:
        """(client id, user id) to the number of refreshes that were carried out."""
        with self._lock:
            return self._refreshes.copy()

    def _replace(self, app: App, user: User, granted: tuple[str, ...]) -> Token:
        kind: Kind = "org_oauth" if scopes().organization.issuperset(granted) else "oauth"
        token = Token(
            value=PREFIXES[kind] + secrets.token_urlsafe(30),
            kind=kind,
            scopes=granted,
            plan=user.plan,
            user=user,
            expires_at=self.world.clock.now() + timedelta(seconds=self.access_token_lifetime),
            client_id=app.client_id,
        )
        if before := self._live.get((app.client_id, user.id)):
            before.revoked = True
        self._live[app.client_id, user.id] = token
        self.world.tokens[token.value] = token
        return token

    def _new_refresh_token(self, app: App, user: User, granted: tuple[str, ...]) -> RefreshToken:
        token = RefreshToken(secrets.token_urlsafe(36), app, user, granted)
        self._refresh_tokens[token.value] = token
        return token

    def _end_refresh_tokens(self, app: App, user: User) -> None:
        self._refresh_tokens = {
            value: token
            for value, token in self._refresh_tokens.items()
            if token.app is not app or token.user is not user
        }
