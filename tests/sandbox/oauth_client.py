"""An app's own side of OAuth, as plain as it can be: links, exchanges, refreshes."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx

from figwright_figma.sandbox import Sandbox
from figwright_figma.sandbox.world import App, User

VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
"""The pair of RFC 7636, appendix B."""


def s256(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def answered(callback: str | None) -> dict[str, str]:
    """The query of a callback URL."""
    assert callback is not None
    return {name: values[0] for name, values in parse_qs(urlsplit(callback).query).items()}


@dataclass
class AppClient:
    """Calls as one app. `changes` replace parameters; None leaves one out."""

    sandbox: Sandbox
    http: httpx.Client
    app: App

    def link(self, **changes: str | None) -> str:
        parameters: dict[str, str | None] = {
            "client_id": self.app.client_id,
            "redirect_uri": self.app.redirect_uris[0],
            "scope": "current_user:read file_content:read",
            "state": "af0ifjsldkj",
            "response_type": "code",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
        }
        return f"{self.sandbox.url}/oauth?{urlencode(_without_none(parameters | changes))}"

    def code(self, user: User | None = None, **changes: str | None) -> str:
        return answered(self.sandbox.consent(self.link(**changes), user))["code"]

    def exchange(self, code: str, **changes: str | None) -> httpx.Response:
        form: dict[str, str | None] = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.app.redirect_uris[0],
            "code_verifier": VERIFIER,
        }
        return self.post("/v1/oauth/token", _without_none(form | changes))

    def connect(self, user: User | None = None, **changes: str | None) -> dict[str, Any]:
        """A consent and its exchange; returns the answer's JSON."""
        response = self.exchange(self.code(user, **changes))
        assert response.status_code == 200, response.text
        return dict(response.json())

    def refresh(self, refresh_token: str) -> httpx.Response:
        return self.post("/v1/oauth/refresh", {"refresh_token": refresh_token})

    def post(self, path: str, form: dict[str, str], **options: Any) -> httpx.Response:
        options.setdefault("auth", (self.app.client_id, self.app.client_secret))
        return self.http.post(self.sandbox.url + path, data=form, **options)

    def me(self, access_token: str) -> httpx.Response:
        return self.http.get(f"{self.sandbox.url}/v1/me", headers={"Authorization": f"Bearer {access_token}"})

    def works(self, access_token: str) -> bool:
        """Whether a token is alive; a dead one is refused as Figma refuses it."""
        response = self.me(access_token)
        if response.status_code == 200:
            return True
        assert (response.status_code, response.json()["err"]) == (403, "Invalid token")
        return False


def refused(response: httpx.Response, status: int = 400) -> str:
    """The message of an OAuth error, which is written as Figma writes them."""
    assert response.status_code == status, response.text
    body = response.json()
    assert body == {"error": True, "status": status, "message": body["message"], "i18n": None}
    return str(body["message"])


def _without_none(parameters: dict[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in parameters.items() if value is not None}
