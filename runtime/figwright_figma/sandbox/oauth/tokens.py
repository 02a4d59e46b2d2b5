"""The token endpoints: a code or a refresh token, the app's secret as HTTP Basic, a form; JSON comes back."""

from __future__ import annotations

import secrets

from starlette.requests import Request

from figwright.sandbox.forms import basic, read_form
from figwright.sandbox.serving import Answer
from figwright_figma.sandbox.errors import Refusal
from figwright_figma.sandbox.world import App, Json, Token

from .grants import OAuth, RefreshToken


def token(oauth: OAuth, request: Request, raw: bytes) -> Answer:
    """`POST /v1/oauth/token`: exchange a code, or refresh as RFC 6749 section 6 has it."""
    form = read_form(request, raw)
    app = _client(oauth, request, form)
    grant_type = _required(form, "grant_type")
    if grant_type == "refresh_token":
        return _refreshed(oauth, app, form)
    if grant_type != "authorization_code":
        raise Refusal(400, "Invalid grant_type")
    code, redirect_uri = _required(form, "code"), _required(form, "redirect_uri")
    access, refresh_token = oauth.redeem(app, code, redirect_uri, form.get("code_verifier"))
    return _answer(token_answer(oauth, access, refresh_token))


def refresh(oauth: OAuth, request: Request, raw: bytes) -> Answer:
    """`POST /v1/oauth/refresh`: a new access token, and nothing else."""
    form = read_form(request, raw)
    return _refreshed(oauth, _client(oauth, request, form), form)


def token_answer(oauth: OAuth, access: Token, refresh_token: RefreshToken) -> Json:
    """What Figma answers to a code."""
    user = refresh_token.user
    return {
        "user_id": int(user.id),  # deprecated, and beyond what a float holds
        "user_id_string": user.id,
        "access_token": access.value,
        "token_type": "bearer",
        "expires_in": oauth.access_token_lifetime,
        "refresh_token": refresh_token.value,
    }


def _refreshed(oauth: OAuth, app: App, form: dict[str, str]) -> Answer:
    access, rotated = oauth.refresh(app, _required(form, "refresh_token"))
    body = {"access_token": access.value, "token_type": "bearer", "expires_in": oauth.access_token_lifetime}
    return _answer(body | ({"refresh_token": rotated.value} if rotated else {}))


def _client(oauth: OAuth, request: Request, form: dict[str, str]) -> App:
    """The app that calls. Refuses with 401 unless it proves its secret."""
    header = request.headers.get("authorization", "")
    if header.lower().startswith("basic "):
        client_id, secret = basic(header) or ("", "")
    elif oauth.body_credentials:
        client_id, secret = _required(form, "client_id"), _required(form, "client_secret")
    else:
        raise Refusal(401, "Client credentials are required as HTTP Basic authentication")
    app = oauth.world.apps.get(client_id)
    if app is None or not secrets.compare_digest(app.client_secret.encode(), secret.encode()):
        raise Refusal(401, "Invalid client credentials")
    return app


def _required(form: dict[str, str], name: str) -> str:
    if not form.get(name):
        raise Refusal(400, f"Parameter {name} is required")
    return form[name]


def _answer(body: Json) -> Answer:
    return Answer(body, headers={"Cache-Control": "no-store"})
