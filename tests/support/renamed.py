"""A connector whose tools and inputs had other names, or are gone; called over a socket."""

from __future__ import annotations

from support.workshop import Workshop

DESCRIPTION = """\
openapi: 3.1.0
info: {title: Shop, version: "2"}
security: [{Token: []}]
components:
  securitySchemes: {Token: {type: http, scheme: bearer}}
paths:
  /things:
    get:
      operationId: findThings
      parameters:
        - {name: name, in: query, required: true, schema: {type: string}, description: What it is called.}
        - {name: page, in: query, schema: {type: string}}
        - {name: ids, in: query, schema: {type: array, items: {type: string}}, explode: false}
      responses:
        '200': {description: Things., content: {application/json: {schema: {$ref: '#/components/schemas/P'}}}}
    delete:
      operationId: dropThings
      parameters: [{name: name, in: query, required: true, schema: {type: string}}]
      responses: {'204': {description: Done.}}
"""
SCHEMAS = """\
  schemas:
    P: {type: object, properties: {next: {type: string}, things: {type: array, items: {type: string}}}}
"""
MANIFEST = """\
connector: {name: shop, title: Shop, api_url: 'https://shop.test'}
tools:
  shop_thing_find:
    operation: findThings
    title: Find things
    description: Finds things.
    aliases: {shop_thing_search: '1.2', shop_search: '1.1'}
    inputs:
      name: {aliases: {title: '1.2', 'ti[tle]': '1.1'}}
      page: {aliases: {cursor: 2026-11-01}}
      ids: {aliases: {keys: '1.2'}}
    removed_inputs: {colour: {since: '1.3', instead: Look at the result.}}
    pagination: {input: page, next: /next}
  shop_things_drop:
    operation: dropThings
    title: Drop things
    description: Drops things.
    aliases: {shop_things_delete: '1.2'}
removed_tools: {shop_thing_paint: {since: '2.0', instead: Call shop_thing_find.}}
"""


def described(workshop: Workshop, manifest: str = MANIFEST) -> None:
    workshop.write("openapi.yaml", DESCRIPTION.replace("paths:", f"{SCHEMAS}paths:"))
    workshop.write("tools.yaml", manifest)


def renamed(workshop: Workshop) -> None:
    described(workshop)
    workshop.generate()
