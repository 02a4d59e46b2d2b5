"""A running local Figma and the handles by which tests shape it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from figwright.sandbox.clock import Clock
from figwright.sandbox.local import Local
from figwright.sandbox.server import LOOPBACK
from figwright.sandbox.serving import Traffic

from . import control
from .app import State, build, headers
from .auth import PLAN_SCOPES, PREFIXES, SCHEMES, lifetime_days
from .build import FileBuilder
from .build.file import new_file
from .courier import is_loopback
from .description import description
from .events import emit, usual
from .limits import Limits
from .oauth import OAuth
from .oauth.apps import REDIRECT_URI, add_app, check_person
from .oauth.consent import allow, read_request
from .oauth.tokens import token_answer
from .start import Demo, furnish
from .times import iso
from .world import App, Json, Kind, PublishingState, Seat, Tier, Token, User, World


class Sandbox(Local):
    """A local Figma on a free loopback port, running within `with` (or between `start` and `stop`).

    Handles work before and while it runs. Every sandbox is a world of its own and starts with the same content; its
    ids are in `demo`.
    """

    def __init__(self, *, rate_limits: bool = False, host: str = "127.0.0.1", port: int = 0) -> None:
        clock = Clock()
        self.world = World(clock)
        self.demo: Demo = furnish(self.world)
        self.oauth = OAuth(self.world, self.demo.user)
        self._state = State(Traffic(clock, headers), self.world, Limits(clock, rate_limits), self.oauth)
        app = build(self._state, control.routes(self))
        super().__init__(self._state.traffic, app, self.world.courier, host, port)

    def user(
        self,
        handle: str = "Test User",
        *,
        email: str | None = None,
        plan: Tier = "enterprise",
        seat: Seat = "full",
        admin: bool = False,
    ) -> User:
        """A new person. On the Enterprise plan they are a member of the organization that owns the starting files."""
        address = email or f"user{len(self.world.users) + 1}@{plan}.example"
        return self.world.add_user(handle, address, plan, seat, admin)

    def token(
        self,
        user: User | None = None,
        kind: Kind = "oauth",
        scopes: Iterable[str] | None = None,
        *,
        client_id: str | None = None,
    ) -> str:
        """A live token of this kind. By default it is the demo user's, with every scope that the kind can have.

        Raises ValueError for a scope that Figma does not know.
        """
        person = user or self.demo.user
        known = self._scopes(kind)
        chosen = tuple(sorted(known)) if scopes is None else tuple(scopes)
        if unknown := [scope for scope in chosen if scope not in known]:
            raise ValueError(f"No {kind} has the scope {', '.join(unknown)}; it can have {', '.join(sorted(known))}.")
        token = Token(
            value=PREFIXES[kind] + secrets.token_urlsafe(30),
            kind=kind,
            scopes=chosen,
            plan=person.plan,
            user=None if kind == "plan_access_token" else person,
            expires_at=self.clock.now() + timedelta(days=lifetime_days(kind)),
            client_id=(client_id or "sandbox-app") if SCHEMES[kind].endswith("OAuth2") else None,
        )
        self.world.tokens[token.value] = token
        return token.value

    def revoke(self, token: str) -> None:
        """From now on calls with this token get 403 `Invalid token`."""
        self.world.tokens[token].revoked = True

    def expire(self, token: str) -> None:
        """From now on calls with this token get 403 `Token expired`."""
        self.world.tokens[token].expires_at = self.clock.now()

    def app(
        self,
        name: str = "Test app",
        *,
        client_id: str | None = None,
        client_secret: str | None = None,
        redirect_uris: Iterable[str] = (REDIRECT_URI,),
        scopes: Iterable[str] | None = None,
        publishing_state: PublishingState = "private",
        owner: User | None = None,
    ) -> App:
        """A new OAuth app, by default of the demo user and with every scope that its publishing state allows.

        What it returns can be changed: assigning `client_secret` rotates it, `redirect_uris` and `scopes` are lists.
        Raises ValueError for a scope that Figma does not know and for a client id that is taken.
        """
        return add_app(
            self.world,
            owner or self.demo.user,
            name,
            client_id=client_id,
            client_secret=client_secret,
            redirect_uris=list(redirect_uris),
            declared=None if scopes is None else list(scopes),
            state=publishing_state,
        )

    def environment(self, app: App | None = None) -> dict[str, str]:
        """The variables that connect figwright with this sandbox as an app, the demo's unless another is named."""
        chosen = app or self.demo.app
        settings = {
            "CLIENT_ID": chosen.client_id,
            "CLIENT_SECRET": chosen.client_secret,
            "REDIRECT_URI": chosen.redirect_uris[0],
            "PUBLISHING_STATE": chosen.publishing_state,
            "AUTHORIZATION_URL": f"{self.url}/oauth",
            "TOKEN_URL": f"{self.url}/v1/oauth/token",
            "REFRESH_URL": f"{self.url}/v1/oauth/refresh",
            "API_URL": self.url,
            "ALLOW_INSECURE": "true",
        }
        return {f"FIGWRIGHT_CONNECTIONS__FIGMA__{name}": value for name, value in settings.items()}

    def consent(self, url: str, user: User | None = None, approve: bool = True) -> str | None:
        """Play the person whom an authorization URL is put before, by default the one who is signed in.

        Returns the URL that their browser is sent to, or None where they do not approve: Figma tells nobody. It does
        what the page does, without HTTP: the request log does not show it and faults do not meet it.

        Raises Refusal for what Figma refuses before or instead of asking, ValueError for another server's URL.
        """
        parts = urlsplit(url)
        here = urlsplit(self._traffic.url or url)
        if parts.path != "/oauth" or parts.hostname not in LOOPBACK or parts.port != here.port:
            raise ValueError(f"{parts.scheme}://{parts.netloc}{parts.path} is not this sandbox's authorization page.")
        query = parse_qs(parts.query, keep_blank_values=True)
        asked = read_request(self.world, {name: values[-1] for name, values in query.items()})
        person = user or self.oauth.signed_in
        if approve:
            return allow(self.oauth, asked, person)
        check_person(asked.app, asked.scopes, person)
        return None

    def grant(
        self,
        user: User | None = None,
        app: App | None = None,
        scopes: Iterable[str] = ("current_user:read", "file_content:read"),
    ) -> Json:
        """A consent and its exchange in one step, for those who need many: returns what `/v1/oauth/token` answers.

        Raises Refusal where this person cannot allow this.
        """
        person, chosen, asked = user or self.demo.user, app or self.demo.app, tuple(scopes)
        check_person(chosen, asked, person)
        return token_answer(self.oauth, *self.oauth.grant(chosen, person, asked))

    def disconnect(self, user: User | None = None, app: App | None = None) -> None:
        """A person revokes an app in their account settings: its tokens are dead, its refresh tokens refused."""
        self.oauth.disconnect(user or self.demo.user, app or self.demo.app)

    def live_token(self, user: User | None = None, app: App | None = None) -> str | None:
        """The one access token of this person and app that works now, if there is one; by default the demo's."""
        return self.oauth.live_token(user or self.demo.user, app or self.demo.app)

    def refreshes(self, app: App | None = None, user: User | None = None) -> int:
        """How many refreshes were carried out, of this app and person or of all, whether or not answers arrived."""
        return self.oauth.refreshes(app, user)

    def file(
        self,
        name: str = "Untitled",
        *,
        key: str = "",
        editor: str = "figma",
        owner: User | None = None,
        plan: Tier = "enterprise",
        private: bool = False,
        exportable: bool = True,
        too_large: bool = False,
    ) -> FileBuilder:
        """A new empty file to build into, in a team of this plan, by which the limits of whoever reads it are counted.

        `private` hides it from other plans (404), `exportable=False` refuses to export it (403), `too_large` refuses to
        send it whole (400).
        """
        home = self.demo.folder_id
        folder = self.world.folders[home] if plan == "enterprise" else self.world.home(plan)
        file = new_file(self.world, folder, name, owner or self.demo.user, key=key, editor=editor)
        file.link_access = "inherit" if private else "view"
        file.exportable, file.too_large = exportable, too_large
        return FileBuilder(self.world, file)

    def big_file(self, megabytes: float = 100) -> str:
        """A file of about this size, generated as it is sent; returns its key."""
        builder = self.file(f"{megabytes:g} megabytes")
        builder.file.big = megabytes
        return builder.key

    def event(self, event_type: str, file_key: str, **fields: Any) -> int:
        """Let something happen in a file (`FILE_UPDATE`, `LIBRARY_PUBLISH`, ...): webhooks that listen hear of it.

        `fields` are the payload's own beyond the file's key and name, where the usual ones are not meant; returns how
        many webhooks were told.
        """
        file, who = self.world.files[file_key], None if event_type == "FILE_UPDATE" else self.demo.user
        fields = usual(event_type, file, iso(self.clock.now())) | fields
        return emit(self.world, event_type, file, triggered_by=who, **fields)

    def deliver_to(self, origin: str, address: str, *, copies: int = 1) -> None:
        """Let what is sent to endpoints of `origin`, `https://app.example.com`, arrive at an address of this machine.

        Each delivery is sent so many times, as Figma repeats one whose answer it missed. What is not answered with 200
        comes again after 5 minutes, 30 minutes and 3 hours by the sandbox's clock; a 400 stops the webhook.
        """
        if not is_loopback(address):
            raise ValueError(f"{address} is not on this machine: the sandbox delivers nowhere else.")
        self.world.courier.here[origin.rstrip("/")] = address.rstrip("/")
        self.world.courier.copies = copies

    def limit(self, tier: int, calls: int, seconds: float = 60) -> None:
        """Allow so many calls of a rate-limit tier in so much time, whatever the plan and seat."""
        self._state.limits.override[tier] = (calls, seconds)

    def _scopes(self, kind: Kind) -> frozenset[str]:
        known = {scheme: frozenset(scopes) for scheme, scopes in description().scopes.items()}
        if kind == "plan_access_token":
            return known["OAuth2"].union(*PLAN_SCOPES.values())
        return known["OAuth2"] if kind == "personal_access_token" else known[SCHEMES[kind]]
