"""Which operation a manifest means, and where a description puts it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.workshop import Workshop

OK = {"204": {"description": "Done."}}
ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}


def described(workshop: Workshop, paths: dict[str, Any], *operations: str, **more: Any) -> None:
    """A description of some paths, and a tool for each of some operations."""
    spec = {"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}, "paths": paths, "security": [], **more}
    workshop.spec = workshop.write("openapi.json", json.dumps(spec, indent=1))
    tools = {f"shop_{at}": {"operation": name, "description": "Does it."} for at, name in enumerate(operations)}
    connector = {"name": "shop", "title": "Shop", "api_url": "https://shop.test"}
    workshop.write("tools.yaml", json.dumps({"connector": connector, "tools": tools}))


def test_an_operation_without_an_id_is_named_by_its_method_and_path(workshop: Workshop) -> None:
    answer = {"200": {"description": "It.", "content": {"application/json": {"schema": {
        "type": "object", "properties": {"id": {"type": "string"}}}}}}}  # fmt: skip
    both = {"get": {"parameters": [ID], "responses": answer}, "delete": {"parameters": [ID], "responses": answer}}
    described(workshop, {"/things/{id}": both, "/rest": {"get": {"responses": OK}}},
              "GET /things/{id}", "DELETE /things/{id}")  # fmt: skip
    result = workshop.generate()
    tools = workshop.module("connector").CONNECTOR.tools
    assert [(each.method, each.path) for each in tools.values()] == [
        ("GET", "/things/{id}"), ("DELETE", "/things/{id}")
    ]  # fmt: skip
    assert tools["shop_1"].title == "Delete things id"
    assert tools["shop_0"].output_type.endswith(":GetThingsIdResponse")
    assert result.unused == ("GET /rest",)


def test_of_two_operations_with_one_id_either_is_named_by_its_path(workshop: Workshop) -> None:
    paths = {path: {"get": {"operationId": "same", "responses": OK}} for path in ("/a", "/b")}
    described(workshop, paths, "same")
    assert "is taken by openapi.json:10; give each its own, or name them as in 'GET /b'" in workshop.mistakes()[0]
    described(workshop, paths, "GET /a", "GET /b")
    workshop.generate()
    assert [each.path for each in workshop.module("connector").CONNECTOR.tools.values()] == ["/a", "/b"]


def test_an_extension_among_the_paths_is_no_path(workshop: Workshop) -> None:
    operation = {"get": {"operationId": "getThing", "responses": OK}}
    described(workshop, {"/things": operation, "x-old": operation}, "getThing")
    workshop.generate()
    assert workshop.module("connector").CONNECTOR.tools["shop_0"].path == "/things"


def test_what_stands_beside_the_reference_of_a_path_is_a_mistake(workshop: Workshop) -> None:
    item = {"get": {"operationId": "getThing", "responses": OK}}
    limit = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
    path = {"$ref": "#/components/pathItems/Thing", "summary": "Fine.", "parameters": [limit]}
    described(workshop, {"/things": path}, "getThing", components={"pathItems": {"Thing": item}})
    assert "'parameters' stands beside the $ref of a path, where it is not read" in workshop.mistakes()[0]


@pytest.mark.parametrize(
    ("path", "responses", "said"),
    [("things", OK, "the path 'things' does not begin with '/'"),
     ("/things", {"302": {"description": "There."}, "404": {"description": "No."}},
      "getThing succeeds with a redirection alone (302), which no tool follows")],
)  # fmt: skip
def test_what_no_call_could_succeed_at_is_a_mistake(
    workshop: Workshop, path: str, responses: dict[str, Any], said: str
) -> None:
    described(workshop, {path: {"get": {"operationId": "getThing", "responses": responses}}}, "getThing")
    assert said in workshop.mistakes()[0]


def test_a_server_to_which_no_path_can_be_appended_is_a_mistake(workshop: Workshop) -> None:
    paths = {"/things": {"get": {"operationId": "getThing", "responses": OK}}}
    described(workshop, paths, "getThing", servers=[{"url": "https://shop.test/v1?key=1"}])
    assert "'https://shop.test/v1?key=1' has more than a path" in workshop.mistakes()[0]


def test_a_way_to_be_authorised_that_no_credential_can_go_is_left_out_where_there_is_another(
    workshop: Workshop,
) -> None:
    schemes = {"Token": {"type": "http", "scheme": "bearer"}, "Card": {"type": "mutualTLS"}}
    paths = {"/things": {"get": {"operationId": "getThing", "responses": OK}}}
    described(workshop, paths, "getThing", security=[{"Card": []}, {"Token": []}],
              components={"securitySchemes": schemes})  # fmt: skip
    [warning] = workshop.generate().warnings
    assert "no credential can be presented as the scheme 'Card' of getThing says" in warning.text
    assert workshop.module("connector").CONNECTOR.tools["shop_0"].credentials == ("token",)
    described(workshop, paths, "getThing", security=[{"Card": []}], components={"securitySchemes": schemes})
    workshop.folder.joinpath("out").rename(workshop.folder / "before")
    assert "nothing says how the scheme 'Card' of getThing is presented" in workshop.mistakes()[0]
