"""Who may call what: kinds and scopes as the description says, tokens that are dead, plans and seats."""

from __future__ import annotations

import httpx
import pytest

from figwright_figma.sandbox import Sandbox
from figwright_figma.sandbox.auth import SCHEMES, scopes_needed
from figwright_figma.sandbox.description import Operation

from .conftest import Caller, assert_declared, message
from .test_operations import OPERATIONS, every_operation, of_operations, send

WITH_SCOPES = [operation for operation in OPERATIONS if "OAuth2" in operation.security]


@pytest.mark.slow
@every_operation
@pytest.mark.parametrize("kind", SCHEMES)
def test_the_description_decides_which_credentials_are_taken(operation: Operation, kind: str, call: Caller) -> None:
    response = send(call, operation, kind=kind)
    if SCHEMES[kind] in operation.security:
        assert response.status_code == 200, response.text
    else:
        assert response.status_code in (401, 403)
        assert message(response).startswith("This endpoint does not support ")
        assert_declared(operation, response)


@of_operations(WITH_SCOPES)
def test_a_missing_scope_is_named_with_those_that_are_held(operation: Operation, call: Caller) -> None:
    needed = scopes_needed(operation, "oauth")
    held = ["webhooks:read"] if "webhooks:read" not in needed else ["file_content:read"]
    response = send(call, operation, token=call.sandbox.token(scopes=held))
    assert response.status_code == 403
    assert message(response) == f"Invalid scope(s): {held[0]}. This endpoint requires the {' or '.join(needed)} scope"
    assert_declared(operation, response)


@pytest.mark.slow
@of_operations(WITH_SCOPES)
def test_any_one_scope_is_enough(operation: Operation, figma: Sandbox, call: Caller) -> None:
    for scope in operation.security.get("OAuth2", ()):
        with Sandbox() as fresh:
            response = send(Caller(fresh, call.http), operation, token=fresh.token(scopes=[scope]))
        assert response.status_code == 200, (scope, response.text)


@pytest.mark.parametrize("operation_path", ["/v1/me", "/v1/files/hbmVKqA1LGjTuU3HfNLq7p/variables/local"])
def test_dead_tokens_say_why(operation_path: str, figma: Sandbox, call: Caller) -> None:
    revoked, expired, old = figma.token(), figma.token(), figma.token()
    figma.revoke(revoked)
    figma.expire(expired)
    assert message(call("GET", operation_path, token=revoked)) == "Invalid token"
    assert message(call("GET", operation_path, token="figu_" + "x" * 40)) == "Invalid token"
    assert message(call("GET", operation_path, token=expired)) == "Token expired"
    figma.clock.advance(days=91)
    assert message(call("GET", operation_path, token=old)) == "Token expired"


def test_a_token_in_the_wrong_header_is_invalid(figma: Sandbox, http: httpx.Client) -> None:
    oauth, personal = figma.token(), figma.token(kind="personal_access_token")
    for headers in ({"X-Figma-Token": oauth}, {"Authorization": f"Bearer {personal}"}):
        response = http.get(f"{figma.url}/v1/me", headers=headers)
        assert (response.status_code, response.json()) == (403, {"status": 403, "err": "Invalid token"})


def test_no_token_is_401_where_the_description_has_one(figma: Sandbox, http: httpx.Client) -> None:
    assert http.get(f"{figma.url}/v1/me").status_code == 403
    response = http.get(f"{figma.url}/v1/files/{figma.demo.file_key}/variables/local")
    assert (response.status_code, response.json()["error"]) == (401, True)


def test_a_scope_that_figma_does_not_know_cannot_be_granted(figma: Sandbox) -> None:
    with pytest.raises(ValueError, match="files:write"):
        figma.token(scopes=["files:write"])
    with pytest.raises(ValueError, match="org:activity_log_read"):
        figma.token(scopes=["org:activity_log_read"])


def test_tokens_look_like_figmas(figma: Sandbox) -> None:
    prefixes = {kind: figma.token(kind=kind)[:5] for kind in SCHEMES}
    assert set(prefixes.values()) == {"figu_", "figd_", "figp_"}
    assert all(len(figma.token(kind=kind)) >= 40 for kind in SCHEMES)


@pytest.mark.parametrize("plan", ["starter", "professional", "organization"])
def test_variables_and_analytics_need_enterprise(plan: str, figma: Sandbox, call: Caller) -> None:
    token, demo = figma.token(figma.user(plan=plan)), figma.demo
    for path in (
        f"/v1/files/{demo.file_key}/variables/local",
        f"/v1/files/{demo.library_key}/variables/published",
        f"/v1/analytics/libraries/{demo.library_key}/style/usages?group_by=style",
    ):
        response = call("GET", path, token=token)
        assert (response.status_code, message(response)) == (403, "Limited by Figma plan")


def test_a_viewer_reads_variables_and_changes_none(figma: Sandbox, call: Caller) -> None:
    token, path = figma.token(figma.user(seat="view")), f"/v1/files/{figma.demo.file_key}/variables"
    assert call("GET", f"{path}/local", token=token).status_code == 200
    change = {"variables": [{"action": "DELETE", "id": figma.demo.variable_id}]}
    response = call("POST", path, token=token, json=change)
    assert (response.status_code, message(response)) == (403, "Incorrect account type")
    assert figma.demo.variable_id in call.get(f"{path}/local")["meta"]["variables"]


def test_activity_logs_need_an_admins_consent(figma: Sandbox, call: Caller) -> None:
    member = figma.token(figma.user(), kind="org_oauth")
    response = call("GET", "/v1/activity_logs", token=member)
    assert (response.status_code, message(response)) == (403, "Incorrect account type")
    admin = figma.token(figma.user(admin=True), kind="org_oauth")
    assert call("GET", "/v1/activity_logs", token=admin).status_code == 200


@pytest.mark.parametrize(("method", "path"), [("GET", "/v1/activity_logs"), ("POST", "/v1/developer_logs")])
def test_plan_tokens_have_scopes_of_their_own(method: str, path: str, figma: Sandbox, call: Caller) -> None:
    token = figma.token(kind="plan_access_token", scopes=["file_content:read"])
    response = call(method, path, token=token, kind="plan_access_token")
    assert "This endpoint requires the org:" in message(response)


def test_a_private_file_does_not_exist_for_other_plans(figma: Sandbox, call: Caller) -> None:
    key = figma.file("Secret", private=True).key
    stranger = figma.token(figma.user(plan="organization"))
    assert call("GET", f"/v1/files/{key}", token=stranger).status_code == 404
    assert call.get(f"/v1/files/{key}")["name"] == "Secret"


def test_a_file_that_may_not_be_exported_is_refused(figma: Sandbox, call: Caller) -> None:
    response = call("GET", f"/v1/files/{figma.file(exportable=False).key}")
    assert (response.status_code, message(response)) == (403, "File not exportable")


def test_the_role_follows_plan_and_seat(figma: Sandbox, call: Caller) -> None:
    roles = {
        "owner": figma.demo.user,
        "editor": figma.user(),
        "viewer": figma.user(seat="dev"),
    }
    for role, user in roles.items():
        assert call.get(f"/v1/files/{figma.demo.file_key}?depth=1", token=figma.token(user))["role"] == role
    guest = figma.token(figma.user(plan="starter"))
    assert call.get(f"/v1/files/{figma.demo.file_key}?depth=1", token=guest)["role"] == "viewer"


def test_other_plans_teams_are_closed(figma: Sandbox, call: Caller) -> None:
    stranger = figma.token(figma.user(plan="professional"))
    for path in (f"/v1/teams/{figma.demo.team_id}/components", f"/v2/folders/{figma.demo.folder_id}/files"):
        assert call("GET", path, token=stranger).status_code == 403
