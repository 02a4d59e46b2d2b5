"""docs/generate.md: its manifests are taken as they are printed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.workshop import Workshop

PAGE = (Path(__file__).parents[2] / "docs" / "generate.md").read_text("utf-8")
LEAST, NAMES, *_ = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
DESCRIPTION = """\
openapi: 3.1.0
info: {title: Shop, version: "1"}
servers: [{url: "https://shop.test"}]
security: [{Login: []}, {ApiKey: []}]
paths:
  /orders/{order_id}:
    parameters: [{name: order_id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: getOrder
      summary: Get an order
      description: Gets it.
      responses: {"200": {description: It., content: {application/json: {schema: {type: object}}}}}
    delete:
      operationId: cancelOrder
      summary: Cancel an order
      description: Cancels it.
      responses: {"204": {description: Cancelled.}}
components:
  securitySchemes:
    ApiKey: {type: apiKey, name: X-Key, in: header}
    Login: {type: http, scheme: basic}
"""


@pytest.mark.parametrize("more", [{}, yaml.safe_load(NAMES)], ids=["the least", "names that last"])
def test_a_manifest_generates_as_it_is_printed(workshop: Workshop, more: dict[str, Any]) -> None:
    told = yaml.safe_load(LEAST)
    told |= more | {"tools": told["tools"] | more.get("tools", {})}
    workshop.write("openapi.yaml", DESCRIPTION)
    workshop.write("tools.yaml", yaml.safe_dump(told))
    tools = workshop.module("connector").CONNECTOR.tools
    assert set(tools) == {"shop_order_get", "shop_order_cancel"}
    assert set(tools.renamed) == ({"shop_get_order"} if more else set())
    assert set(tools.removed) == ({"shop_order_guess"} if more else set())
