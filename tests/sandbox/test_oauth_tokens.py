"""Codes, tokens and refreshes: what each answer holds, what replaces what, and what ends it all."""

from __future__ import annotations

import threading
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figwright_figma.sandbox import Refusal, Sandbox
from figwright_figma.sandbox.oauth.grants import verifies
from figwright_figma.sandbox.world import App, User

from .oauth_client import CHALLENGE, VERIFIER, AppClient, refused, s256

OTHER_VERIFIER = "x" * 43


def test_an_exchange_answers_as_figma_does(client: AppClient) -> None:
    response = client.exchange(client.code())
    body = response.json()
    user = client.sandbox.demo.user
    assert body == {
        "user_id": int(user.id),
        "user_id_string": user.id,
        "access_token": body["access_token"],
        "token_type": "bearer",
        "expires_in": 7_776_000,
        "refresh_token": body["refresh_token"],
    }
    assert int(float(body["user_id"])) != body["user_id"]
    assert response.headers["cache-control"] == "no-store"
    assert body["access_token"].startswith("figu_")
    assert client.me(body["access_token"]).json()["id"] == body["user_id_string"]
    assert client.sandbox.live_token() == body["access_token"]


def test_a_token_holds_the_scopes_that_were_asked_for(client: AppClient) -> None:
    token = client.connect(scope="file_content:read")["access_token"]
    assert client.me(token).json()["err"] == (
        "Invalid scope(s): file_content:read. This endpoint requires the current_user:read or files:read scope"
    )


@pytest.mark.parametrize("grant", ["refresh", "token"])
def test_a_refresh_answers_without_a_refresh_token_and_kills_the_access_token(grant: str, client: AppClient) -> None:
    first = client.connect()
    form = {"refresh_token": first["refresh_token"]}
    path = f"/v1/oauth/{grant}"
    response = client.post(path, form if grant == "refresh" else form | {"grant_type": "refresh_token"})
    assert response.json().keys() == {"access_token", "token_type", "expires_in"}
    assert not client.works(first["access_token"])
    assert client.works(response.json()["access_token"])
    assert client.sandbox.refreshes() == 1


def test_a_refresh_token_is_reusable(client: AppClient) -> None:
    refresh_token = client.connect()["refresh_token"]
    tokens = [client.refresh(refresh_token).json()["access_token"] for _ in range(5)]
    assert [client.works(token) for token in tokens] == [False, False, False, False, True]
    assert client.sandbox.live_token() == tokens[-1]
    assert client.sandbox.refreshes() == 5


def test_a_new_consent_kills_the_access_token_of_that_person_and_app_alone(client: AppClient) -> None:
    figma = client.sandbox
    other_app = AppClient(figma, client.http, figma.app())
    grace = figma.demo.colleague
    first, of_grace, elsewhere = client.connect(), client.connect(grace), other_app.connect()
    second = client.connect()
    assert not client.works(first["access_token"])
    assert all(client.works(each["access_token"]) for each in (second, of_grace, elsewhere))
    client.refresh(first["refresh_token"])
    assert not client.works(second["access_token"])
    assert client.works(of_grace["access_token"])
    assert (figma.refreshes(), figma.refreshes(client.app), figma.refreshes(client.app, grace)) == (1, 1, 0)


def test_a_consent_that_nobody_fetches_kills_nothing(client: AppClient) -> None:
    first = client.connect()
    client.code()
    assert client.works(first["access_token"])


def test_a_grant_is_a_consent_and_an_exchange_in_one_step(client: AppClient) -> None:
    grace = client.sandbox.demo.colleague
    first = client.connect(grace)
    second = client.sandbox.grant(grace, scopes=["current_user:read"])
    assert second.keys() == first.keys()
    assert (client.works(first["access_token"]), client.works(second["access_token"])) == (False, True)
    assert client.works(client.refresh(second["refresh_token"]).json()["access_token"])
    with pytest.raises(Refusal, match="organization admins"):
        client.sandbox.grant(grace, scopes=["org:activity_log_read"])


def test_other_providers_rotate_refresh_tokens(client: AppClient) -> None:
    client.sandbox.oauth.rotate_refresh_tokens = True
    first = client.connect()["refresh_token"]
    second = client.refresh(first).json()["refresh_token"]
    assert refused(client.refresh(first)) == "Invalid refresh token"
    assert client.refresh(second).status_code == 200
    assert client.sandbox.refreshes() == 2


@pytest.mark.parametrize("ends", [False, True])
def test_whether_a_new_consent_ends_old_refresh_tokens_is_a_switch(ends: bool, client: AppClient) -> None:
    client.sandbox.oauth.consent_ends_refresh_tokens = ends
    first, second = client.connect(), client.connect()
    assert client.refresh(first["refresh_token"]).status_code == (400 if ends else 200)
    assert client.refresh(second["refresh_token"]).status_code == 200


def test_T21_a_code_lives_30_seconds(client: AppClient) -> None:
    in_time, late = client.code(), client.code()
    client.sandbox.clock.advance(29)
    assert client.exchange(in_time).status_code == 200
    client.sandbox.clock.advance(2)
    assert refused(client.exchange(late)) == "Code expired"


def test_a_code_is_used_once(client: AppClient) -> None:
    code = client.code()
    token = client.exchange(code).json()["access_token"]
    assert refused(client.exchange(code)) == "Invalid code"
    assert client.works(token)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"code_verifier": OTHER_VERIFIER}, "Invalid code verifier"),
        ({"code_verifier": None}, "Invalid code verifier"),
        ({"code_verifier": CHALLENGE}, "Invalid code verifier"),
        ({"redirect_uri": "http://localhost:8765/callback/other"}, "does not match"),
    ],
)
def test_T7_a_code_is_bound_to_its_challenge_and_redirect_uri_and_spent_by_a_wrong_use(
    changes: dict[str, str | None], says: str, client: AppClient
) -> None:
    client.app.redirect_uris.append("http://localhost:8765/callback/other")
    code = client.code()
    assert says in refused(client.exchange(code, **changes))
    assert refused(client.exchange(code)) == "Invalid code"
    assert client.sandbox.live_token() is None


def test_T8_a_verifier_without_a_challenge_is_refused(client: AppClient) -> None:
    none = {"code_challenge": None, "code_challenge_method": None}
    assert refused(client.exchange(client.code(**none))) == "Invalid code verifier"
    assert client.exchange(client.code(**none), code_verifier=None).status_code == 200


def test_another_app_can_use_neither_code_nor_refresh_token(client: AppClient) -> None:
    thief = AppClient(client.sandbox, client.http, client.sandbox.app())
    code = client.code()
    assert refused(thief.exchange(code)) == "Invalid code"
    tokens = client.exchange(code).json()
    assert refused(thief.refresh(tokens["refresh_token"])) == "Invalid refresh token"
    assert client.works(tokens["access_token"])
    assert client.sandbox.refreshes() == 0


def test_T6_the_pair_of_the_rfc_verifies() -> None:
    assert verifies(CHALLENGE, VERIFIER)
    assert verifies(None, None)


UNRESERVED = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~", min_size=43, max_size=128)


@given(verifier=UNRESERVED, other=UNRESERVED)
def test_T6_a_challenge_is_answered_by_its_own_verifier_alone(verifier: str, other: str) -> None:
    assert verifies(s256(verifier), verifier)
    assert verifies(s256(verifier), other) == (verifier == other)
    for bad in (verifier[:42], (verifier * 3)[:129], verifier[:-1] + " ", verifier[:-1] + "é"):
        assert not verifies(s256(bad), bad)


@pytest.mark.parametrize(
    ("path", "form", "says"),
    [
        ("/v1/oauth/token", {}, "Parameter grant_type is required"),
        ("/v1/oauth/token", {"grant_type": "password"}, "Invalid grant_type"),
        ("/v1/oauth/token", {"grant_type": "authorization_code"}, "Parameter code is required"),
        ("/v1/oauth/token", {"grant_type": "authorization_code", "code": "x"}, "Parameter redirect_uri is required"),
        ("/v1/oauth/token", {"grant_type": "refresh_token"}, "Parameter refresh_token is required"),
        ("/v1/oauth/refresh", {}, "Parameter refresh_token is required"),
        ("/v1/oauth/refresh", {"refresh_token": ""}, "Parameter refresh_token is required"),
        ("/v1/oauth/refresh", {"refresh_token": "nothing"}, "Invalid refresh token"),
    ],
)
def test_what_is_missing_or_wrong_is_named(path: str, form: dict[str, str], says: str, client: AppClient) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert refused(client.post(path, form, headers=headers)) == says


@pytest.mark.parametrize("body", [b"\xff", b"refresh_token=%ff", b"refresh_token", b"refresh_token=a&refresh_token=b"])
def test_a_body_that_is_no_form_is_refused(body: bytes, client: AppClient) -> None:
    url, auth = f"{client.sandbox.url}/v1/oauth/refresh", (client.app.client_id, client.app.client_secret)
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    refused(client.http.post(url, content=body, headers=headers, auth=auth))
    assert refused(client.http.post(url, json={"refresh_token": "x"}, auth=auth)).startswith("Content-Type must be")


@pytest.mark.parametrize("path", ["/v1/oauth/token", "/v1/oauth/refresh"])
def test_F23_a_rotated_secret_is_refused_until_the_app_knows_it(path: str, client: AppClient) -> None:
    refresh_token = client.connect()["refresh_token"]
    form = {"grant_type": "refresh_token", "refresh_token": refresh_token}
    old = (client.app.client_id, client.app.client_secret)
    client.app.client_secret = "another"
    assert refused(client.post(path, form, auth=old), 401) == "Invalid client credentials"
    assert client.sandbox.refreshes() == 0
    assert client.post(path, form).status_code == 200


@pytest.mark.parametrize(
    "header", ["Basic", "Basic  !", "Basic !", "Basic eA==", "Basic /w==", "Bearer x", "Basic c2FuZGJveC1kZW1vLWFwcDo="]
)
def test_a_client_that_does_not_prove_itself_is_refused(header: str, client: AppClient) -> None:
    headers = {"Authorization": header}
    refused(client.post("/v1/oauth/refresh", {"refresh_token": "x"}, auth=None, headers=headers), 401)


def test_credentials_in_the_body_are_a_switch(client: AppClient) -> None:
    form = {
        "refresh_token": client.connect()["refresh_token"],
        "client_id": client.app.client_id,
        "client_secret": client.app.client_secret,
    }
    assert "HTTP Basic" in refused(client.post("/v1/oauth/refresh", form, auth=None), 401)
    client.sandbox.oauth.body_credentials = True
    assert client.post("/v1/oauth/refresh", form, auth=None).status_code == 200
    refused(client.post("/v1/oauth/refresh", form | {"client_secret": "wrong"}, auth=None), 401)


def test_F24_who_disconnects_an_app_ends_its_tokens_and_codes(client: AppClient) -> None:
    figma = client.sandbox
    tokens, of_grace, code = client.connect(), client.connect(figma.demo.colleague), client.code()
    figma.disconnect(figma.demo.user, client.app)
    assert not client.works(tokens["access_token"])
    assert refused(client.refresh(tokens["refresh_token"])) == "Invalid refresh token"
    assert refused(client.exchange(code)) == "Invalid code"
    assert figma.live_token() is None
    assert client.works(of_grace["access_token"])
    assert client.works(client.connect()["access_token"])


def test_F33_an_access_token_expires_by_the_sandboxs_clock_and_can_still_be_refreshed(client: AppClient) -> None:
    client.sandbox.oauth.access_token_lifetime = 60
    tokens = client.connect()
    assert tokens["expires_in"] == 60
    client.sandbox.clock.advance(61)
    assert client.me(tokens["access_token"]).json()["err"] == "Token expired"
    assert client.sandbox.live_token() is None
    assert client.works(client.refresh(tokens["refresh_token"]).json()["access_token"])


def test_refreshes_from_many_threads_leave_one_live_token(client: AppClient) -> None:
    refresh_token = client.connect()["refresh_token"]
    answers: list[str] = []
    start = threading.Barrier(8)

    def refresh() -> None:
        start.wait()
        answers.extend(client.refresh(refresh_token).json()["access_token"] for _ in range(10))

    threads = [threading.Thread(target=refresh) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [token for token in answers if client.works(token)] == [client.sandbox.live_token()]
    assert client.sandbox.refreshes() == 80


STEPS = st.lists(
    st.tuples(st.sampled_from(["connect", "refresh", "disconnect"]), st.integers(0, 1), st.integers(0, 1)), max_size=25
)


@settings(deadline=None)
@given(steps=STEPS)
def test_the_last_token_of_each_app_and_person_is_the_live_one(steps: list[tuple[str, int, int]]) -> None:
    apps, users = (FIGMA.app(), FIGMA.app()), (FIGMA.user(), FIGMA.user())
    last: dict[tuple[int, int], Any] = {}
    refreshed = 0
    for what, app_index, user_index in steps:
        app, user, key = apps[app_index], users[user_index], (app_index, user_index)
        if what == "connect":
            last[key] = redeemed(app, user)
        elif what == "refresh" and key in last:
            last[key] = (FIGMA.oauth.refresh(app, last[key][1])[0].value, last[key][1])
            refreshed += 1
        elif what == "disconnect":
            FIGMA.disconnect(user, app)
            if gone := last.pop(key, None):
                with pytest.raises(Refusal, match="Invalid refresh token"):
                    FIGMA.oauth.refresh(app, gone[1])
    for app_index, app in enumerate(apps):
        for user_index, user in enumerate(users):
            expected = last.get((app_index, user_index), (None,))[0]
            assert FIGMA.live_token(user, app) == expected
    assert sum(FIGMA.refreshes(app) for app in apps) == refreshed
    alive = [token for token in FIGMA.world.tokens.values() if token.user in users and not token.revoked]
    assert sorted(token.value for token in alive) == sorted(value for value, _ in last.values())


FIGMA = Sandbox()


def redeemed(app: App, user: User) -> tuple[str, str]:
    code = FIGMA.oauth.issue_code(app, user, ("current_user:read",), "http://localhost/", None)
    token, refresh_token = FIGMA.oauth.redeem(app, code, "http://localhost/", None)
    return token.value, refresh_token.value


def test_ids_and_secrets_of_the_demo_look_like_no_real_ones(figma: Sandbox, http: httpx.Client) -> None:
    app = figma.demo.app
    assert (app.client_id, app.client_secret) == ("sandbox-demo-app", "sandbox-demo-secret")
    assert app.redirect_uris == ["http://localhost:8765/callback/figma"]
    assert app.client_secret not in repr(figma.world)
    assert http.get(f"{figma.url}/v1/oauth/token").status_code == 404
