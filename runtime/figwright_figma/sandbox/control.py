"""The control API of Figma's sandbox: its own handles over HTTP, beside those that every sandbox has.

`GET /_sandbox/state` tells also `refreshes` (all that were carried out) and `grants` (client_id, user_id, access_token
that is live or null, refreshes of each). `POST /_sandbox/<command>`, as `figwright.sandbox.control` has it:

    user       {handle, email, plan, seat, admin}                     -> {id, handle, email}
    app        {name, client_id, client_secret, redirect_uris, scopes, publishing_state, owner}
                                                                      -> {client_id, client_secret}
    token      {user, kind, scopes, client_id}                        -> {token}
    file       {name, owner, private, ...}                            -> {key}
    consent    {url, user, approve}                                   -> {callback}, null where nobody approved
    grant      {user, app, scopes}                                    -> what the token endpoint answers
    disconnect {user, app}                                            -> {}
    secret     {app, client_secret}                                   -> {}, rotates an app's secret

`user`, `owner` and `app` are a user id and a client id.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from figwright.sandbox.control import PREFIX, Control

from .world import App, Json, User

if TYPE_CHECKING:
    from .sandbox import Sandbox

__all__ = ["PREFIX", "routes"]


def routes(sandbox: Sandbox) -> list[Route]:
    """The routes of this sandbox's control API."""
    return Control(sandbox, _COMMANDS, partial(_state, sandbox), partial(_named, sandbox)).routes()


def _named(sandbox: Sandbox, arguments: Json) -> Json:
    """The arguments, with people and apps in place of their ids."""
    users, apps = sandbox.world.users, sandbox.world.apps
    named: dict[str, dict[str, Any]] = {"user": users, "owner": users, "app": apps}
    return {
        name: named[name][value] if name in named and value is not None else value for name, value in arguments.items()
    }


def _state(sandbox: Sandbox) -> Json:
    live = sandbox.oauth.live_tokens()
    counted = sandbox.oauth.refresh_counts()
    grants = [
        {"client_id": app, "user_id": user, "access_token": live.get((app, user)), "refreshes": counted[app, user]}
        for app, user in sorted(live.keys() | counted.keys())
    ]
    return {"refreshes": sandbox.refreshes(), "grants": grants}


def _user(sandbox: Sandbox, **about: Any) -> Json:
    user = sandbox.user(**about)
    return {"id": user.id, "handle": user.handle, "email": user.email}


def _app(sandbox: Sandbox, **about: Any) -> Json:
    app = sandbox.app(**about)
    return {"client_id": app.client_id, "client_secret": app.client_secret}


def _consent(sandbox: Sandbox, url: str, user: User | None = None, approve: bool = True) -> Json:
    return {"callback": sandbox.consent(url, user, approve)}


def _disconnect(sandbox: Sandbox, user: User, app: App) -> Json:
    sandbox.disconnect(user, app)
    return {}


def _secret(_sandbox: Sandbox, app: App, client_secret: str) -> Json:
    app.client_secret = client_secret
    return {}


_COMMANDS: dict[str, Callable[..., Json]] = {
    "user": _user,
    "app": _app,
    "token": lambda sandbox, **about: {"token": sandbox.token(**about)},
    "file": lambda sandbox, **about: {"key": sandbox.file(**about).key},
    "consent": _consent,
    "grant": lambda sandbox, **about: sandbox.grant(**about),
    "disconnect": _disconnect,
    "secret": _secret,
}
