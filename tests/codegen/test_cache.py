"""What a manifest says of answers that may be kept reaches the connector's record, held against tools and results."""

from __future__ import annotations

import pytest
from support.workshop import CONNECTOR, HEAD, SECURITY, Workshop

from figwright.connector import Cache, Cached
from figwright_codegen import GenerationError

PATHS = """\
paths:
  /things/{id}:
    get:
      operationId: getThing
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: version, in: query, schema: {type: string}}
        - {name: secrets, in: query, schema: {type: boolean}}
      security: [{Token: []}]
      responses:
        "200": {description: It., content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
    put:
      operationId: putThing
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      security: [{Token: []}]
      responses:
        "200": {description: It., content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
  /things/{id}/about:
    get:
      operationId: getAbout
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      security: [{Token: []}]
      responses:
        "200": {description: It., content: {application/json: {schema: {$ref: '#/components/schemas/About'}}}}
"""
SCHEMAS = """\
  schemas:
    Thing:
      type: object
      required: [version]
      properties: {version: {type: string}, role: {type: string}, at: {type: string}}
    About:
      type: object
      properties: {number: {type: string}, changed: {type: string}, mine: {type: string}}
"""
SAID = """\
  cache:
    tool: shop_about_get
    send: {id: $subject}
    subject: id
    version: /number
    touched: /changed
    version_input: version
    own: {/role: /mine}
    module: shop.kept
"""
TOOLS = """\
tools:
  shop_thing_get:
    operation: getThing
    description: Gets it.
    toolset: things
    cached: {version: /version, touched: /at, unless: [secrets]}
  shop_thing_put: {operation: putThing, description: Puts it., toolset: things}
  shop_about_get: {operation: getAbout, description: Tells of it., toolset: things}
"""


def said(workshop: Workshop, words: str = SAID, tools: str = TOOLS) -> None:
    workshop.spec.write_text(HEAD + PATHS + SECURITY + SCHEMAS, encoding="utf-8")
    connector, toolsets = CONNECTOR.split("toolsets:")
    workshop.manifest.write_text(f"{connector}{words}toolsets:{toolsets}{tools}", encoding="utf-8")


def test_what_proves_and_what_may_be_kept_are_data(workshop: Workshop) -> None:
    said(workshop)
    made = workshop.module("connector").CONNECTOR
    assert made.cache == Cache(
        tool="shop_about_get",
        send={"id": "$subject"},
        subject="id",
        version="/number",
        touched="/changed",
        version_input="version",
        own={"/role": "/mine"},
        module="shop.kept",
    )
    assert made.tools["shop_thing_get"].cached == Cached("/version", "/at", 0, ("secrets",))
    assert made.tools["shop_about_get"].cached is None


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("tool: shop_about_get", "tool: shop_abut_get", "there is no tool 'shop_abut_get'"),
        ("tool: shop_about_get", "tool: shop_thing_put", "changes something, so it proves nothing"),
        ("send: {id: $subject}", "send: {key: $subject}", "'key' is no input of shop_about_get"),
        ("send: {id: $subject}", "send: {id: fixed}", "the call does not say what it is about"),
        ("send: {id: $subject}", "send: {id: $thing}", "'$thing' stands for nothing"),
        ("    version: /number\n    touched: /changed\n", "", "nothing says whether what is held is still of today"),
        ("version: /number", "version: /none", "'/none' leads to nothing in the result of shop_about_get"),
        ("{/role: /mine}", "{/role: /none}", "'/none' leads to nothing in the result of shop_about_get"),
        ("subject: id", "subject: key", "shop_thing_get has no input 'key', which names what has versions"),
        (SAID, "", "nothing proves who may read it"),
        ("unless: [secrets]", "unless: [secret]", "'secret' is no input of shop_thing_get"),
        ("cached: {version: /version", "cached: {version: /none", "'/none' leads to nothing in the result of"),
        (
            "Puts it., toolset: things",
            "Puts it., toolset: things, cached: {}",
            "changes something, so its answer cannot",
        ),
    ],
)
def test_a_mistake_is_named_where_it_stands(workshop: Workshop, old: str, new: str, fault: str) -> None:
    assert old in SAID + TOOLS
    said(workshop, SAID.replace(old, new), TOOLS.replace(old, new))
    with pytest.raises(GenerationError) as caught:
        workshop.generate()
    assert fault in str(caught.value)
