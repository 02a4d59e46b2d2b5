"""The control API: a sandbox's handles over HTTP, for tests whose processes do not share memory with it.

`GET /_sandbox/state` tells what is so: `now` (seconds by the sandbox's clock), `requests` (how many of each operation),
`in_flight`, and what a sandbox adds. `POST /_sandbox/<command>` takes a JSON object and answers with one:

    clock      {seconds, days}                                        -> {now}
    fail       {target, status, body, headers, times, delay, hold, acts, drop, drip} -> {}
    release    {target}, heal {}                                      -> {}
    wait       {target, count, timeout}   -> {in_flight}, once so many requests of the target are waiting

and the commands that a sandbox adds. What is left out is as in the handle of that name, to which every command comes
down. Answers are 200, 400 with `{error}`, or 408 if what `wait` waited for did not happen. Only JSON that is addressed
to this machine by a loopback name is taken, so that no web page can reach it. Nothing of this appears in the request
log or meets a fault.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .local import Local
from .refusals import Refusal
from .server import LOOPBACK

PREFIX = "/_sandbox"
Command = Callable[..., dict[str, Any]]
_LOOK = 0.005
"""Seconds between two looks at what is in flight."""


@dataclass(frozen=True)
class Control:
    """What one sandbox adds to its control API. `sandbox` may be under construction."""

    sandbox: Local
    commands: Mapping[str, Command]
    """By name, called with the sandbox and the arguments; KeyError says that there is nothing with an id."""
    state: Callable[[], dict[str, Any]] = field(default=dict)
    named: Callable[[dict[str, Any]], dict[str, Any]] = field(default=dict)
    """The arguments of its own commands, with things in place of their ids."""

    def routes(self) -> list[Route]:
        """The routes of the API."""
        listed = [*self.commands, *_COMMANDS, "wait"]
        commands = [Route(f"{PREFIX}/{name}", self._command(name), methods=["POST"]) for name in listed]
        methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"]
        anything = Route(PREFIX + "/{path:path}", _unknown, methods=methods)
        return [Route(f"{PREFIX}/state", self._state, methods=["GET"]), *commands, anything]

    def _command(self, name: str) -> Callable[[Request], Awaitable[Response]]:
        async def run(request: Request) -> Response:
            return await self._run(name, request)

        return run

    async def _state(self, request: Request) -> Response:
        if not _from_here(request):
            return _refused("Not from this machine")
        told = {
            "now": self.sandbox.clock.time(),
            "requests": Counter(received.operation for received in list(self.sandbox.requests)),
            "in_flight": self.sandbox.in_flight(),
        }
        return JSONResponse(told | self.state())

    async def _run(self, name: str, request: Request) -> Response:
        if not _from_here(request) or request.headers.get("content-type", "").partition(";")[0] != "application/json":
            return _refused("Send JSON, from this machine")
        try:
            arguments = json.loads(await request.body())
            if not isinstance(arguments, dict):
                raise TypeError("Send a JSON object")
            if name == "wait":
                return await _wait(self.sandbox, **arguments)
            if name in self.commands:
                return JSONResponse(self.commands[name](self.sandbox, **self.named(arguments)))
            return JSONResponse(_COMMANDS[name](self.sandbox, **arguments))
        except KeyError as error:
            return _refused(f"Nothing here has the id {error}")
        except (TypeError, ValueError, Refusal) as error:
            return _refused(str(error))


async def _unknown(request: Request) -> Response:
    return JSONResponse({"error": f"There is no {request.method} {request.url.path}"}, 404)


def _from_here(request: Request) -> bool:
    return request.url.hostname in LOOPBACK


def _refused(text: str) -> Response:
    return JSONResponse({"error": text}, 400)


async def _wait(sandbox: Local, target: str, count: int = 1, timeout: float = 60) -> Response:  # noqa: ASYNC109
    until = time.monotonic() + timeout
    while (waiting := sandbox.in_flight(target)) < count:
        if time.monotonic() > until:
            return JSONResponse({"error": f"{waiting} of {count} requests came in {timeout:g} s"}, 408)
        await asyncio.sleep(_LOOK)
    return JSONResponse({"in_flight": waiting})


def _clock(sandbox: Local, seconds: float = 0, days: float = 0) -> dict[str, Any]:
    sandbox.clock.advance(seconds, days=days)
    return {"now": sandbox.clock.time()}


def _fail(sandbox: Local, target: str, **how: Any) -> dict[str, Any]:
    sandbox.fail_next(target, **how)
    return {}


def _release(sandbox: Local, target: str) -> dict[str, Any]:
    sandbox.release(target)
    return {}


def _heal(sandbox: Local) -> dict[str, Any]:
    sandbox.heal()
    return {}


_COMMANDS: Mapping[str, Command] = {"clock": _clock, "fail": _fail, "release": _release, "heal": _heal}
