"""A manifest proposed for a description: it generates as it is, and says where a person has to look."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.drawn import Drawing
from support.sizes import many

from figwright_codegen import GenerationError, generate
from figwright_codegen.proposal import Proposal, propose

DESCRIPTION = """\
openapi: 3.1.0
info: {title: Corner Shop REST API v2, version: "2"}
servers: [{url: https://api.corner-shop.test/v2}]
security: [{Login: [orders]}, {ApiKey: []}]
components:
  securitySchemes:
    ApiKey: {type: apiKey, in: header, name: X-Key}
    Device: {type: http, scheme: digest}
    Login:
      type: oauth2
      flows:
        authorizationCode:
          authorizationUrl: https://corner-shop.test/consent
          tokenUrl: /oauth/token
          scopes: {orders: Orders.}
  schemas:
    One:
      type: object
      properties: {id: {type: string}, pickup_secret: {type: string}, pin: {type: string, format: password}}
    All:
      type: object
      properties:
        orders: {type: array, items: {$ref: '#/components/schemas/One'}}
        paging: {type: object, properties: {next_cursor: {type: string}, has_more: {type: boolean}}}
paths:
  /orders:
    get:
      operationId: listOrders
      tags: [Orders]
      summary: List the orders.
      parameters: [{name: cursor, in: query, schema: {type: string}}]
      responses: {'200': {description: Ok., content: {application/json: {schema: {$ref: '#/components/schemas/All'}}}}}
    post:
      operationId: create-order
      tags: [Orders]
      description: Orders something.
      requestBody: {required: true, content: {application/json: {schema: {type: array, items: {type: string}}}}}
      responses: {'201': {description: Made.}}
  /orders/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: getOrderById
      tags: [Orders]
      description: One order.
      responses: {'200': {description: Ok., content: {application/json: {schema: {$ref: '#/components/schemas/One'}}}}}
  /orders/{id}/cancel:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    post:
      responses: {'204': {description: Done.}}
  /shelves/search:
    post:
      operationId: searchShelves
      tags: [The shelves]
      summary: Search the shelves.
      parameters: [{name: page, in: query, schema: {type: integer}}]
      requestBody: {content: {application/json: {schema: {type: object, properties: {text: {type: string}}}}}}
      responses: {'200': {description: Ok., content: {application/json: {schema: {type: object}}}}}
  /door:
    get:
      operationId: getDoor
      security: [{Device: []}]
      responses: {'200': {description: Ok.}}
"""
PROPOSED = """\
# yaml-language-server: $schema=manifest.schema.json
# Proposed for openapi.yaml by `figwright manifest init`. It generates as it is; edit it.

connector:
  name: corner_shop
  title: Corner Shop
  api_url: https://api.corner-shop.test/v2
  credentials:
    api_key: {title: an API key}
    login: {title: an OAuth token}
  # Look at what the provider says of OAuth: is the app's secret sent as Basic, as here, or in the body
  #   (client_authentication: body)? How long do tokens live, and does a refresh bring another refresh token?
  oauth:
    authorization_url: https://corner-shop.test/consent
    token_url: https://api.corner-shop.test/oauth/token
    refresh_url: https://api.corner-shop.test/oauth/token
    credential: login
  # Worth adding: error_shapes and error_rules (what an error means, and which of them is a dead token),
  #   rate_limit, identify (the tool that tells whose a credential is).

toolsets:
  orders: {title: Orders}
  the_shelves: {title: "The shelves"}

tools:
  # Orders
  # POST /orders/{id}/cancel
  corner_shop_order_cancel:
    operation: POST /orders/{id}/cancel
    toolset: orders
    # the description says too little or too much: write what a model should know
    description: "Post orders id cancel: POST /orders/{id}/cancel."
    hints: [destructive]  # it seems to destroy: a person is asked first
  # POST /orders
  corner_shop_order_create:
    operation: create-order
    toolset: orders
    body: body  # the whole body is this one input
  # GET /orders/{id}
  corner_shop_order_get:
    operation: getOrderById
    toolset: orders
    redact: [/pickup_secret, /pin]  # it looks secret, so nobody sees it; remove what a caller needs
  # GET /orders: List the orders.
  corner_shop_orders_list:
    operation: listOrders
    toolset: orders
    # check that the pointer holds the cursor of the next page
    pagination: {input: cursor, next: /paging/next_cursor, more: /paging/has_more}
    # it looks secret, so nobody sees it; remove what a caller needs
    redact: ["/orders/*/pickup_secret", "/orders/*/pin"]
  # The shelves
  # POST /shelves/search: Search the shelves.
  corner_shop_shelves_search:
    operation: searchShelves
    toolset: the_shelves
    hints: [read_only, idempotent]  # a POST that seems to read: check, since what reads is repeated

# Operations that cannot become tools, and why:
# getDoor: nothing says how the credential of its security scheme 'Device' is sent; add one to 'credentials',
#   and its name to 'security'
"""


def proposed(folder: Path, description: str = DESCRIPTION, **options: Any) -> Proposal:
    spec = folder / "openapi.yaml"
    spec.write_text(description, "utf-8")
    found = propose(spec, **options)
    (folder / "tools.yaml").write_text(found.text, "utf-8")
    generate(spec, folder / "tools.yaml", folder, "made", check=True)
    return found


PAGED = """\
openapi: 3.1.0
info: {title: Shop, version: '1'}
servers: [{url: https://shop.test}]
paths:
  /orders:
    get:
      operationId: listOrders
      summary: List the orders.
      parameters: [{name: PAGE, in: query, schema: SCHEMA}, {name: limit, in: query, schema: {type: integer}}]
      responses:
        '200': {description: Ok., HEADERS content: {application/json: {schema: ANSWER}}}
"""
LIST = "{type: object, properties: {orders: {type: array, items: {}}, total: {type: integer}}}"


@pytest.mark.parametrize(
    ("page", "schema", "linked", "answer", "pagination"),
    [
        ("page", "{type: integer}", True, LIST, {"input": "page", "header": "Link"}),
        ("cursor", "{type: string}", True, LIST, {"input": "cursor", "header": "Link"}),
        ("page", "{type: integer}", False, LIST, {"input": "page", "counts": "pages", "first": 1, "items": "/orders"}),
        ("page", "{type: integer, minimum: 0}", False, LIST, {"input": "page", "counts": "pages", "items": "/orders"}),
        ("offset", "{type: integer}", False, "{type: array, items: {}}", {"input": "offset", "counts": "items"}),
        ("offset", "{type: integer}", False, LIST.replace("integer", "array"), None),
        ("page", "{type: integer}", False, "{type: object}", None),
    ],
)
def test_pages_by_a_link_header_or_by_number_are_proposed(
    tmp_path: Path, page: str, schema: str, linked: bool, answer: str, pagination: dict[str, Any] | None
) -> None:
    headers = "headers: {Link: {schema: {type: string}}}," if linked else ""
    text = PAGED.replace("PAGE", page).replace("SCHEMA", schema).replace("ANSWER", answer).replace("HEADERS", headers)
    [tool] = tools(proposed(tmp_path, text)).values()
    assert tool.get("pagination") == pagination
    retyped = linked and page == "page"
    either = {"page": {"schema": {"anyOf": [{"type": "integer"}, {"type": "string"}]}}}
    assert tool.get("inputs") == (either if retyped else None)


def tools(found: Proposal) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(found.text)["tools"]
    return read


def test_names_hints_pages_credentials_and_secrets_are_proposed_and_the_rest_is_said(tmp_path: Path) -> None:
    found = proposed(tmp_path)
    assert found.text == PROPOSED
    assert (found.name, found.tools, found.toolsets, found.left_out) == ("corner_shop", 5, 2, 1)


def test_the_host_that_tokens_come_from_is_one_of_the_connectors(tmp_path: Path) -> None:
    elsewhere = DESCRIPTION.replace("tokenUrl: /oauth/token", "tokenUrl: https://id.corner-shop.test/token")
    assert "  hosts: [api.corner-shop.test, id.corner-shop.test]\n" in proposed(tmp_path, elsewhere).text


def test_the_order_of_a_description_and_what_comes_to_it_change_no_name(tmp_path: Path) -> None:
    before = proposed(tmp_path)
    read = yaml.safe_load(DESCRIPTION)
    paths = list(read["paths"].items())
    random.Random(1).shuffle(paths)
    assert proposed(tmp_path, json.dumps({**read, "paths": dict(paths)})).text == before.text
    read["paths"]["/orders/{id}"]["delete"] = {
        "operationId": "deleteOrder", "parameters": [], "responses": {"204": {"description": "Gone."}},
    }  # fmt: skip
    assert tools(proposed(tmp_path, json.dumps(read))).keys() - tools(before).keys() == {"corner_shop_order_delete"}


def test_operations_are_chosen_by_words_and_tags(tmp_path: Path) -> None:
    assert list(tools(proposed(tmp_path, only="^getOrder|POST /orders$"))) == [
        "corner_shop_order_create", "corner_shop_order_get",
    ]  # fmt: skip
    assert list(tools(proposed(tmp_path, tags=["The shelves"], name="shop"))) == ["shop_shelves_search"]
    for wrong, told in (
        ({"only": "nothing"}, "no such operation"),
        ({"only": "("}, "no regular"),
        ({"name": "A"}, "no name"),
    ):
        with pytest.raises(ValueError, match=told):
            proposed(tmp_path, **wrong)


def test_two_operations_of_one_name_both_get_longer_ones_that_a_generator_takes(tmp_path: Path) -> None:
    ids = ("getThing", "get-thing", "thing.get", f"get{'x' * 70}", f"get{'x' * 70}Y", "übergröße")
    done = {"204": {"description": "Done."}}
    paths = {
        f"/{path}": {"get": {"operationId": id_, "responses": done}} for path, id_ in zip("abcdef", ids, strict=True)
    }
    found = proposed(tmp_path, json.dumps({"openapi": "3.1.0", "info": {"title": "", "version": "1"}, "paths": paths}))
    names = list(tools(found))
    assert len(names) == 6
    assert all(len(name) <= 64 and name.startswith("api_") for name in names)
    assert yaml.safe_load(found.text)["connector"]["api_url"] == "https://api.invalid"
    assert "names no https address" in found.text


def test_what_a_description_says_is_inert(tmp_path: Path) -> None:
    evil = "x: {y}\u2028\x85# \"'\\ %TAG !\t- a\n\ntools: {evil: {operation: evil}} shop_evil_get"
    operation = {"operationId": evil, "tags": [evil], "summary": evil, "description": evil * 40,
                 "responses": {"204": {"description": "Done."}}}  # fmt: skip
    found = proposed(tmp_path, json.dumps({"openapi": "3.1.0", "info": {"title": "shop", "version": "1"},
                                           "paths": {"/a": {"get": operation}}}))  # fmt: skip
    [entry] = tools(found).values()
    assert entry["operation"] == evil
    assert list(yaml.safe_load(found.text)) == ["connector", "toolsets", "tools"]


def test_a_description_that_cannot_be_read_is_an_error_and_nothing_is_proposed(tmp_path: Path) -> None:
    for text in ("openapi: [", "openapi: 2.0.0\ninfo: {title: A, version: '1'}\npaths: {/a: {get: {responses: {}}}}"):
        with pytest.raises(GenerationError):
            proposed(tmp_path, text)


def test_operations_without_an_id_and_with_anothers_are_named_by_method_and_path(tmp_path: Path) -> None:
    done = {"204": {"description": "Done."}}
    paths: dict[str, Any] = {
        "/v1/orders": {"get": {"responses": done}, "post": {"operationId": "go", "responses": done}}
    }
    paths["/v1/orders/{id}"] = {"delete": {"operationId": "go", "responses": done, "parameters": [
        {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}]}}  # fmt: skip
    found = proposed(
        tmp_path, json.dumps({"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}, "paths": paths})
    )
    assert {name: each["operation"] for name, each in tools(found).items()} == {
        "shop_order_delete": "DELETE /v1/orders/{id}",
        "shop_order_create": "POST /v1/orders",
        "shop_orders_list": "GET /v1/orders",
    }


@pytest.mark.parametrize("seed", [4])
def test_drawn_descriptions_are_proposed_so_that_they_generate(tmp_path: Path, seed: int) -> None:
    hold(tmp_path, seed)


@pytest.mark.slow
@pytest.mark.parametrize("shard", range(4))
def test_many_drawn_descriptions_are_proposed_so_that_they_generate(tmp_path: Path, shard: int) -> None:
    for seed in range(shard, many(40, 400), 4):
        hold(tmp_path, seed)


def hold(folder: Path, seed: int) -> None:
    drawn = Drawing(seed, ("3.0.3", "3.1.0")[seed % 2]).description(6)
    found = proposed(folder, json.dumps(drawn.spec()))
    assert found.tools + found.left_out == 6
    assert found.tools
