"""Errors are written as the description declares them, and what it refuses is a 400 that changes nothing."""

from __future__ import annotations

import httpx
import pytest

from figwright_figma.sandbox import Sandbox
from figwright_figma.sandbox.description import Operation, description
from figwright_figma.sandbox.errors import error_body

from .conftest import Caller, assert_declared, message
from .requests_by_operation import kinds_of
from .test_operations import OPERATIONS, every_operation, of_operations, send


@pytest.mark.slow
@every_operation
def test_every_declared_error_has_its_declared_shape(operation: Operation, call: Caller) -> None:
    for status in operation.error_shapes:
        body = error_body(operation, status, "Something")
        schema = operation.place / "responses" / str(status) / "content" / "application/json" / "schema"
        assert list(description().validator(schema).iter_errors(body)) == []


def test_one_operation_can_write_its_errors_in_two_shapes(figma: Sandbox, call: Caller) -> None:
    path = f"/v1/files/{figma.demo.file_key}/comments"
    assert call("POST", path, json={}).json().keys() == {"error", "status", "message"}
    assert call("POST", path, json={"message": "x"}, token="figu_dead").json().keys() == {"status", "err"}


def required_query(operation: Operation) -> list[str]:
    return [each.name for each in operation.parameters if each.where == "query" and each.required]


@of_operations(filter(required_query, OPERATIONS))
def test_a_required_query_parameter_that_is_missing_is_named(operation: Operation, call: Caller) -> None:
    required = required_query(operation)
    response = send(call, operation, kind=kinds_of(operation)[0], without=required)
    assert response.status_code == 400
    assert required[0] in message(response)
    assert_declared(operation, response)


@pytest.mark.parametrize(
    "query",
    [
        {"scale": "5"},
        {"scale": "0"},
        {"scale": "big"},
        {"scale": "nan"},
        {"format": "gif"},
        {"svg_include_id": "maybe"},
        {"ids": " , "},
    ],
)
def test_values_outside_the_description_are_refused(query: dict[str, str], figma: Sandbox, call: Caller) -> None:
    response = call("GET", f"/v1/images/{figma.demo.file_key}", params={"ids": "1:2"} | query)
    assert response.status_code == 400
    assert next(iter(query)) in message(response)


@pytest.mark.parametrize("depth", ["0", "-1", "1.5", "two"])
def test_depth_is_a_positive_integer(depth: str, figma: Sandbox, call: Caller) -> None:
    assert call("GET", f"/v1/files/{figma.demo.file_key}", params={"depth": depth}).status_code == 400


def test_parameters_that_nobody_declared_are_ignored(figma: Sandbox, call: Caller) -> None:
    assert call("GET", f"/v1/files/{figma.demo.file_key}", params={"dept": "x", "depth": 1}).status_code == 200


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'"text"', b"null", b'{"message": 5}', b'{"message": NaN}', b"\xff\xfe", b"[" * 100_000],
)
def test_a_body_that_is_not_what_is_asked_for_is_refused(body: bytes, figma: Sandbox, call: Caller) -> None:
    before = len(figma.world.files[figma.demo.file_key].comments)
    response = call("POST", f"/v1/files/{figma.demo.file_key}/comments", content=body)
    assert (response.status_code, response.json()["error"]) == (400, True)
    assert len(figma.world.files[figma.demo.file_key].comments) == before


def test_a_bad_body_is_refused_with_the_place_of_the_mistake(figma: Sandbox, call: Caller) -> None:
    body = {"variables": [{"action": "CREATE", "name": "x", "variableCollectionId": "c", "resolvedType": "INT"}]}
    response = call("POST", f"/v1/files/{figma.demo.file_key}/variables", json=body)
    assert response.status_code == 400
    assert "variables[0]" in message(response)


@pytest.mark.parametrize(
    "path",
    [
        "/v1/files/{file_key}/comments/999/reactions",
        "/v1/files/nosuchfile",
        "/v1/components/0000000000000000000000000000000000000000",
        "/v2/webhooks/999",
        "/v2/folders/999/meta",
        "/v1/files/{file_key}?version=999",
        "/v1/oembed?url=https://www.figma.com/design/nosuchfile/x",
    ],
)
def test_what_does_not_exist_is_404(path: str, figma: Sandbox, call: Caller) -> None:
    response = call("GET", path.format(file_key=figma.demo.file_key))
    assert response.status_code == 404
    assert message(response)


@pytest.mark.parametrize("path", ["/v1/nothing", "/", "/v1/files", "/v3/me", "/v1/files/a/b/c"])
def test_paths_that_do_not_exist_are_404_in_json(path: str, figma: Sandbox, http: httpx.Client) -> None:
    response = http.get(figma.url + path)
    assert (response.status_code, response.json()) == (404, {"status": 404, "err": "Not found"})


def test_an_escaped_slash_reaches_no_other_endpoint(figma: Sandbox, call: Caller) -> None:
    response = call("GET", "/v1/files/..%2Fme")
    assert response.status_code == 404
    assert figma.requests[-1].operation != "getMe"


def test_a_file_that_is_too_large_wants_a_filter(figma: Sandbox, call: Caller) -> None:
    builder = figma.file(too_large=True)
    builder.page("One").frame("Home")
    response = call("GET", f"/v1/files/{builder.key}")
    assert response.status_code == 400
    assert message(response).startswith("Request too large")
    assert call.get(f"/v1/files/{builder.key}?depth=1")["document"]["children"]
