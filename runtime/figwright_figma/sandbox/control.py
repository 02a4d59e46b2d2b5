"""The control API: a sandbox's handles over HTTP, for tests whose processes do not share memory with it.

`GET /_sandbox/state` tells what is so: `now` (seconds by the sandbox's clock), `refreshes` (all that were carried
out), `grants` (client_id, user_id, access_token that is live or null, refreshes of each), `requests` (by name) and
`in_flight`. `POST /_sandbox/<command>` takes a JSON object and answers with one:

    user       {handle, email, plan, seat, admin}                     -> {id, handle, email}
    app        {name, client_id, client_secret, redirect_uris, scopes, publishing_state, owner}
                                                                      -> {client_id, client_secret}
    token      {user, kind, scopes, client_id}                        -> {token}
    file       {name, owner, private, ...}                            -> {key}
    consent    {url, user, approve}                                   -> {callback}, null where nobody approved
    grant      {user, app, scopes}                                    -> what the token endpoint answers
    disconnect {user, app}                                            -> {}
    secret     {app, client_secret}                                   -> {}, rotates an app's secret
    clock      {seconds, days}                                        -> {now}
    fail       {target, status, body, headers, times, delay, hold, acts, drop, drip} -> {}
    release    {target}, heal {}                                      -> {}
    wait       {target, count, timeout}   -> {in_flight}, once so many requests of the target are waiting

`user`, `owner` and `app` are a user id and a client id; what is left out is as in the handle of that name, to which
every command comes down. Answers are 200, 400 with `{error}`, or 408 if what `wait` waited for did not happen. Only
JSON that is addressed to this machine by a loopback name is taken, so that no web page can reach it. Nothing of this
appears in the request log or meets a fault.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from figwright.sandbox.server import LOOPBACK

from .errors import Refusal
from .world import App, Json, User

if TYPE_CHECKING:
    from .sandbox import Sandbox

PREFIX = "/_sandbox"
_LOOK = 0.005
"""Seconds between two looks at what is in flight."""


def routes(sandbox: Sandbox) -> list[Route]:
    """The routes of this sandbox's control API."""

    async def state(request: Request) -> Response:
        return JSONResponse(_state(sandbox)) if _from_here(request) else _refused("Not from this machine")

    def command(name: str) -> Callable[[Request], Awaitable[Response]]:
        async def run(request: Request) -> Response:
            return await _run(sandbox, name, request)

        return run

    async def unknown(request: Request) -> Response:
        return JSONResponse({"error": f"There is no {request.method} {request.url.path}"}, 404)

    listed = [Route(f"{PREFIX}/{name}", command(name), methods=["POST"]) for name in [*_COMMANDS, "wait"]]
    anything = Route(PREFIX + "/{path:path}", unknown, methods=["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
    return [Route(f"{PREFIX}/state", state, methods=["GET"]), *listed, anything]


async def _run(sandbox: Sandbox, name: str, request: Request) -> Response:
    if not _from_here(request) or request.headers.get("content-type", "").partition(";")[0] != "application/json":
        return _refused("Send JSON, from this machine")
    try:
        arguments = json.loads(await request.body())
        if not isinstance(arguments, dict):
            raise TypeError("Send a JSON object")
        if name == "wait":
            return await _wait(sandbox, **arguments)
        return JSONResponse(_COMMANDS[name](sandbox, **_named(sandbox, arguments)))
    except KeyError as error:
        return _refused(f"Nothing here has the id {error}")
    except (TypeError, ValueError, Refusal) as error:
        return _refused(str(error))


def _from_here(request: Request) -> bool:
    return request.url.hostname in LOOPBACK


def _refused(text: str) -> Response:
    return JSONResponse({"error": text}, 400)


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
    return {
        "now": sandbox.clock.time(),
        "refreshes": sandbox.refreshes(),
        "grants": grants,
        "requests": Counter(request.operation for request in list(sandbox.requests)),
        "in_flight": sandbox.in_flight(),
    }


async def _wait(sandbox: Sandbox, target: str, count: int = 1, timeout: float = 60) -> Response:  # noqa: ASYNC109
    until = time.monotonic() + timeout
    while (waiting := sandbox.in_flight(target)) < count:
        if time.monotonic() > until:
            return JSONResponse({"error": f"{waiting} of {count} requests came in {timeout:g} s"}, 408)
        await asyncio.sleep(_LOOK)
    return JSONResponse({"in_flight": waiting})


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


def _clock(sandbox: Sandbox, seconds: float = 0, days: float = 0) -> Json:
    sandbox.clock.advance(seconds, days=days)
    return {"now": sandbox.clock.time()}


def _fail(sandbox: Sandbox, target: str, **how: Any) -> Json:
    sandbox.fail_next(target, **how)
    return {}


def _release(sandbox: Sandbox, target: str) -> Json:
    sandbox.release(target)
    return {}


def _heal(sandbox: Sandbox) -> Json:
    sandbox.heal()
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
    "clock": _clock,
    "fail": _fail,
    "release": _release,
    "heal": _heal,
}
