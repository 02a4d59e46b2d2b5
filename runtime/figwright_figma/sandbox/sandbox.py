"""A running local Figma and the handles by which tests shape it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import timedelta
from types import TracebackType
from typing import Any, Self

from .app import State, build
from .auth import PLAN_SCOPES, PREFIXES, SCHEMES, lifetime_days
from .build import FileBuilder
from .build.file import new_file
from .clock import Clock
from .description import description
from .events import emit
from .faults import Drop, Fault
from .limits import Limits
from .requests import RequestLog
from .server import Server
from .start import Demo, furnish
from .world import Kind, Seat, Tier, Token, User, World


class Sandbox:
    """A local Figma on a free loopback port, running within `with` (or between `start` and `stop`).

    Handles work before and while it runs. Every sandbox is a world of its own and starts with the same content; its
    ids are in `demo`.
    """

    def __init__(self, *, rate_limits: bool = False, host: str = "127.0.0.1", port: int = 0) -> None:
        self.clock = Clock()
        self.world = World(self.clock)
        self.demo: Demo = furnish(self.world)
        self._state = State(self.clock, self.world, Limits(self.clock, rate_limits))
        self._server = Server(build(self._state), self.world.courier, host, port)

    @property
    def url(self) -> str:
        """Where it answers, `http://127.0.0.1:<port>`."""
        if not self._state.url:
            raise RuntimeError("The sandbox has no address before it runs: use it in a `with` block, or call start().")
        return self._state.url

    @property
    def requests(self) -> RequestLog:
        """Everything that was received, oldest first."""
        return self._state.requests

    def start(self) -> Self:
        self._state.url = self._server.start()
        return self

    def stop(self) -> None:
        self._server.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

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

    def file(
        self,
        name: str = "Untitled",
        *,
        key: str = "",
        editor: str = "figma",
        owner: User | None = None,
        private: bool = False,
        exportable: bool = True,
        too_large: bool = False,
    ) -> FileBuilder:
        """A new empty file to build into.

        `private` hides it from other plans (404), `exportable=False` refuses to export it (403), `too_large` refuses to
        send it whole (400).
        """
        folder = self.world.folders[self.demo.folder_id]
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

        `fields` are the payload's own beyond the file's key and name; returns how many webhooks were told.
        """
        return emit(self.world, event_type, self.world.files[file_key], triggered_by=self.demo.user, **fields)

    def fail_next(
        self,
        target: str,
        *,
        status: int | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        times: int | None = 1,
        delay: float = 0,
        drop: Drop | None = None,
        drip: float = 0,
    ) -> Fault:
        """Let the next calls of `target` go wrong: an operation id, a path with `*`, or `METHOD path`.

        See `Fault` for what the other arguments mean.
        """
        return self._state.faults.add(Fault(target, status, body, dict(headers or {}), times, delay, drop, drip))

    def heal(self) -> None:
        """Take back every fault that is still to come."""
        self._state.faults.clear()

    def limit(self, tier: int, calls: int, seconds: float = 60) -> None:
        """Allow so many calls of a rate-limit tier in so much time, whatever the plan and seat."""
        self._state.limits.override[tier] = (calls, seconds)

    def _scopes(self, kind: Kind) -> frozenset[str]:
        known = description().scopes
        if kind == "plan_access_token":
            return known["OAuth2"].union(*PLAN_SCOPES.values())
        return known["OAuth2"] if kind == "personal_access_token" else known[SCHEMES[kind]]
