"""The web application: one route per operation of the description, and OAuth beside them.

Each request passes log and faults; an operation's also token, rate limit, kind and scopes, path and query and body.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from uuid import uuid4

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from . import endpoints, oauth
from .auth import authenticate, authorise
from .big_file import Stream, gzipped
from .calls import ENDPOINTS, Answer, Call, Handler
from .clock import Clock
from .description import Operation, description
from .errors import Refusal, error_body
from .faults import Fault, Faults
from .limits import Limits
from .oauth import OAuth
from .paging import by_id
from .requests import InFlight, Received, RequestLog
from .validation import check_path, read_body, read_query
from .world import Plan, Token, World

endpoints.load()

_GZIP_FROM = 500
_GZIP_HEADERS = {"Content-Encoding": "gzip"}
_HEADERS = {"Cache-Control": "no-cache, no-store", "Vary": "X-Figma-Token, Authorization, Accept-Encoding"}
_REQUEST_ID = "X-Figma-REST-API-Request-Id"


@dataclass
class State:
    """What one sandbox consists of."""

    clock: Clock
    world: World
    limits: Limits
    oauth: OAuth
    faults: Faults = field(default_factory=Faults)
    requests: RequestLog = field(default_factory=RequestLog)
    in_flight: InFlight = field(default_factory=InFlight)
    url: str = ""


def build(state: State, unlogged: Iterable[Route] = ()) -> Starlette:
    """The ASGI application over this state; `unlogged` routes pass neither log nor faults."""

    def serve(name: str, handle: Handler) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            return await _serve(state, name, handle, request)

        return endpoint

    operations = [
        Route(each.path, serve(each.id, partial(_answer, state, each)), methods=[each.method])
        for each in description().operations.values()
    ]
    beside = [
        Route(each.path, serve(each.name, each.handle), methods=[each.method])
        for each in (*oauth.routes(state.oauth), *endpoints.asset_routes(state.world))
    ]
    methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"]
    anything = Route("/{path:path}", serve("", partial(_answer, state, None)), methods=methods)
    return Starlette(routes=[*operations, *beside, *unlogged, anything])


async def _serve(state: State, name: str, handle: Handler, request: Request) -> Response:
    raw = await request.body()
    path = request.scope["raw_path"].decode()
    received = Received(request.method, path, request.url.query, dict(request.headers), raw, name, state.clock.now())
    state.requests.append(received)
    state.in_flight.enter(received)
    try:
        fault = state.faults.take(name, request.method, request.scope["path"])
        if fault is not None:
            return await _faulty(fault, received, handle, request)
        answer = handle(request, raw)
        received.status = answer.status
        return _send(answer, request, None)
    finally:
        state.in_flight.leave(received)


async def _faulty(fault: Fault, received: Received, handle: Handler, request: Request) -> Response:
    if fault.hold == "before":
        await fault.wait()
    if fault.drop == "before":
        return await _dropped(request)
    if fault.replaces:
        if fault.acts:
            handle(request, received.body)
        answer = Answer(fault.raw_body(), fault.status or 200, dict(fault.headers))
    else:
        answer = handle(request, received.body)
        answer.headers.update(fault.headers)
    if fault.hold == "after":
        await fault.wait()
    if fault.drop == "after":
        return await _dropped(request)
    received.status = answer.status
    return _send(answer, request, fault)


def _answer(state: State, operation: Operation | None, request: Request, raw: bytes) -> Answer:
    try:
        if operation is None:
            raise Refusal(404, "Not found")
        return _carry_out(state, operation, request, raw)
    except Refusal as refusal:
        body = error_body(operation, refusal.status, refusal.text)
        return Answer(body, refusal.status, refusal.headers)


def _carry_out(state: State, operation: Operation, request: Request, raw: bytes) -> Answer:
    token = authenticate(state.world, operation, request.headers)
    path = {name: str(value) for name, value in request.path_params.items()}
    state.limits.spend(operation, token, _plan_of_resource(state.world, path, token))
    authorise(operation, token)
    check_path(operation, path)
    call = Call(
        world=state.world,
        operation=operation,
        token=token,
        path=path,
        query=read_query(operation, by_id(request.query_params)),
        body=read_body(operation, raw),
        url=state.url,
        size=len(raw),
    )
    result = ENDPOINTS[operation.id](call)
    answer = result if isinstance(result, Answer) else Answer(result)
    return answer if operation.method == "GET" else _tagged(answer)


def _tagged(answer: Answer) -> Answer:
    """With the weak ETag that was seen on answers of writes."""
    content = json.dumps(answer.body).encode()
    answer.headers["ETag"] = f'W/"{len(content):x}-{sha256(content).hexdigest()[:27]}"'
    return answer


def _plan_of_resource(world: World, path: dict[str, str], token: Token) -> Plan:
    file = world.files.get(path.get("file_key", ""))
    team = world.teams.get(path.get("team_id", ""))
    return file.plan if file else team.plan if team else token.plan


def _send(answer: Answer, request: Request, fault: Fault | None) -> Response:
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        **_HEADERS,
        _REQUEST_ID: str(uuid4()),
    } | answer.headers
    if isinstance(answer.body, bytes):
        body = answer.body
    elif isinstance(answer.body, Stream):
        return _streamed(answer.body, answer.status, headers, request)
    else:
        body = json.dumps(answer.body, ensure_ascii=False, separators=(",", ":")).encode()
    written = {name.lower() for name in headers}
    if len(body) >= _GZIP_FROM and _takes_gzip(request) and "content-encoding" not in written:
        headers |= _GZIP_HEADERS
        body = b"".join(gzipped([body]))
    if fault is not None and (fault.drip or fault.drop == "midway"):
        headers["Content-Length"] = str(len(body))
        return StreamingResponse(_broken(body, fault, request), answer.status, headers)
    return Response(body, answer.status, headers)


def _streamed(body: Stream, status: int, headers: dict[str, str], request: Request) -> Response:
    if _takes_gzip(request):
        return Response(body.packed(), status, headers | _GZIP_HEADERS)

    async def handed_over() -> AsyncIterator[bytes]:
        for piece in body.pieces():
            yield piece
            await asyncio.sleep(0)

    return StreamingResponse(handed_over(), status, headers)


def _takes_gzip(request: Request) -> bool:
    return "gzip" in request.headers.get("accept-encoding", "")


async def _broken(body: bytes, fault: Fault, request: Request) -> AsyncIterator[bytes]:
    if fault.drop == "midway":
        yield body[: len(body) // 2]
        await _abort(request)
        return
    for byte in body:
        yield bytes([byte])
        await asyncio.sleep(fault.drip)


async def _dropped(request: Request) -> Response:
    await _abort(request)
    return Response(status_code=503)


async def _abort(request: Request) -> None:
    """Close the connection; what is sent afterwards goes nowhere."""
    request.scope["state"]["transport"].abort()
    for _ in range(3):  # until the server has noticed
        await asyncio.sleep(0)
