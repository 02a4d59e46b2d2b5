"""OAuth over HTTP: which address does what, who is signed in, and how errors are written."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from starlette.requests import Request

from figwright.sandbox.forms import read_form
from figwright.sandbox.serving import Answer
from figwright_figma.sandbox.calls import Named
from figwright_figma.sandbox.errors import Refusal
from figwright_figma.sandbox.world import User

from . import tokens
from .apps import check_person
from .consent import allow, read_request
from .grants import OAuth
from .pages import cancelled_page, consent_page

COOKIE = "sandbox_person"

_Handler = Callable[[OAuth, Request, bytes], Answer]


def routes(oauth: OAuth) -> list[Named]:
    """Where people allow apps (`www.figma.com` in life) and where apps fetch tokens (`api.figma.com`)."""

    def named(name: str, method: str, path: str, handle: _Handler) -> Named:
        return Named(name, method, path, partial(_answered, handle, oauth))

    return [
        named("oauth.authorize", "GET", "/oauth", _ask),
        named("oauth.consent", "POST", "/oauth", _decide),
        named("oauth.token", "POST", "/v1/oauth/token", tokens.token),
        named("oauth.refresh", "POST", "/v1/oauth/refresh", tokens.refresh),
    ]


def _answered(handle: _Handler, oauth: OAuth, request: Request, raw: bytes) -> Answer:
    try:
        return handle(oauth, request, raw)
    except Refusal as refusal:
        body = {"error": True, "status": refusal.status, "message": refusal.text, "i18n": None}
        return Answer(body, refusal.status, {"Cache-Control": "no-store"})


def _ask(oauth: OAuth, request: Request, _raw: bytes) -> Answer:
    """The consent page. `?as=` names who is signed in, by user id or email."""
    parameters = dict(request.query_params)
    asked = read_request(oauth.world, parameters)
    person = _signed_in(oauth, request)
    check_person(asked.app, asked.scopes, person)
    return consent_page(asked, parameters, oauth.world.users.values(), person)


def _decide(oauth: OAuth, request: Request, raw: bytes) -> Answer:
    form = read_form(request, raw)
    asked = read_request(oauth.world, form)
    if form.get("decision") == "cancel":
        return cancelled_page(asked)
    if form.get("decision") != "allow":
        raise Refusal(400, "Parameter decision is required")
    person = find_person(oauth, form.get("person", ""))
    headers = {
        "Location": allow(oauth, asked, person),
        "Set-Cookie": f"{COOKIE}={person.id}; Path=/oauth; HttpOnly; SameSite=Lax",
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
    }
    return Answer(b"", 303, headers)


def _signed_in(oauth: OAuth, request: Request) -> User:
    if named := request.query_params.get("as"):
        return find_person(oauth, named)
    return oauth.world.users.get(request.cookies.get(COOKIE, "")) or oauth.signed_in


def find_person(oauth: OAuth, named: str) -> User:
    """The person with this user id or email."""
    users = oauth.world.users
    found = users.get(named) or next((user for user in users.values() if user.email == named), None)
    if found is None:
        raise Refusal(400, "No such person in this sandbox")
    return found
