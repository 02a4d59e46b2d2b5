"""The web application: one route per operation of the description, and OAuth beside them.

Each request passes log and faults; an operation's also token, rate limit, kind and scopes, path and query and body.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from uuid import uuid4

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route

from figwright.sandbox.serving import METHODS, Answer, Traffic

from . import endpoints, oauth
from .auth import authenticate, authorise
from .calls import ENDPOINTS, Call
from .description import Operation, description
from .errors import Refusal, error_body
from .limits import Limits
from .oauth import OAuth
from .paging import by_id
from .validation import check_path, read_body, read_query
from .world import Plan, Token, World

endpoints.load()

_HEADERS = {"Cache-Control": "no-cache, no-store", "Vary": "X-Figma-Token, Authorization, Accept-Encoding"}
_REQUEST_ID = "X-Figma-REST-API-Request-Id"


@dataclass
class State:
    """What one sandbox consists of."""

    traffic: Traffic
    world: World
    limits: Limits
    oauth: OAuth


def headers() -> dict[str, str]:
    """What every answer of Figma's has."""
    return {**_HEADERS, _REQUEST_ID: str(uuid4())}


def build(state: State, unlogged: Iterable[Route] = ()) -> Starlette:
    """The ASGI application over this state; `unlogged` routes pass neither log nor faults."""

    serve = state.traffic.endpoint
    operations = [
        Route(each.path, serve(each.id, partial(_answer, state, each)), methods=[each.method])
        for each in description().operations.values()
    ]
    beside = [
        Route(each.path, serve(each.name, each.handle), methods=[each.method])
        for each in (*oauth.routes(state.oauth), *endpoints.asset_routes(state.world))
    ]
    anything = Route("/{path:path}", serve("", partial(_answer, state, None)), methods=METHODS)
    return Starlette(routes=[*operations, *beside, *unlogged, anything])


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
        url=state.traffic.url,
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
