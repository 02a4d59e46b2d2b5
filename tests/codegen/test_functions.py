"""Typed functions: what they accept, say and send."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Mapping
from typing import Any, get_args

from support.workshop import CONNECTOR, Workshop

from figwright.connector import Tool

PARAMETERS = """
    parameters:
      - {name: id, in: path, required: true, schema: {type: string, pattern: '^[0-9]+$'}, description: Its number.}
      - {name: from, in: query, schema: {type: string, enum: [a, b]}}
      - {name: 2nd-name, in: query, required: true, schema: {type: string}, example: Ann}
      - {name: account, in: query, schema: {type: integer, minimum: 1, maximum: 9, default: 3}, deprecated: true}
      - {name: ids, in: query, schema: {type: string}}
"""
TOOL = """
    inputs: {ids: {list: true}}
    scopes: []
    plan: paid
    deprecated: Use another.
"""


class Spy:
    def call(self, tool: Tool[Any], inputs: Mapping[str, object], /) -> Any:
        return tool.name, dict(inputs)


class AsyncSpy:
    async def call(self, tool: Tool[Any], inputs: Mapping[str, object], /) -> Any:
        return tool.name, dict(inputs)


def test_inputs_are_keywords_needed_ones_first_under_names_that_python_takes(workshop: Workshop) -> None:
    workshop.takes(PARAMETERS, tool=TOOL)
    function = workshop.module("things").shop_thing_get
    parameters = inspect.signature(function).parameters
    assert list(parameters) == ["account", "id", "n2nd_name", "account_", "from_", "ids"]
    assert {p.kind for p in list(parameters.values())[1:]} == {inspect.Parameter.KEYWORD_ONLY}
    assert {name: p.annotation for name, p in parameters.items()} == {
        "account": "Account",
        "id": "str | int",
        "n2nd_name": "str",
        "account_": "Annotated[int, Ge(1), Le(9)] | None",
        "from_": "Literal['a', 'b'] | None",
        "ids": "str | Sequence[str] | None",
    }
    name, inputs = function(Spy(), id=1, n2nd_name="x", from_="a")
    assert name == "shop_thing_get"
    assert inputs == {"id": 1, "2nd-name": "x", "account": None, "from": "a", "ids": None}


def test_the_tools_names_are_a_literal_that_editors_complete(workshop: Workshop) -> None:
    workshop.takes(PARAMETERS, tool=TOOL)
    assert get_args(workshop.module("connector").ToolName) == ("shop_thing_get",)


def test_the_awaitable_twin_sends_the_same(workshop: Workshop) -> None:
    workshop.takes(PARAMETERS, tool=TOOL)
    twin = workshop.module("aio").shop_thing_get
    assert asyncio.run(twin(AsyncSpy(), id="1", n2nd_name="x")) == workshop.module().shop_thing_get(
        Spy(), id="1", n2nd_name="x"
    )
    assert workshop.package + ".things.shop_thing_get" in twin.__doc__


def test_a_docstring_tells_all_that_a_caller_needs(workshop: Workshop) -> None:
    workshop.takes(PARAMETERS, tool=TOOL)
    text = inspect.getdoc(workshop.module("things").shop_thing_get)
    assert text == (
        "Get a thing.\n\nGets it.\n\nDeprecated: Use another.\n\n"
        "Args:\n"
        "    id: Its number.\n"
        "    n2nd_name: As the provider takes it.\n"
        "    account_: As the provider takes it. Deprecated. Default: 3.\n"
        "    from_: As the provider takes it.\n"
        "    ids: As the provider takes it. A list works, too.\n\n"
        "Returns:\n    Nothing.\n\n"
        "Needs:\n    plan paid.\n\n"
        "Operation getThing: POST /things/{id}.\n\n"
        'Example:\n    shop_thing_get(account, id="...", n2nd_name="Ann")'
    )


def test_every_error_that_the_description_knows_is_told(workshop: Workshop) -> None:
    workshop.answers("Thing: {type: object, properties: {id: {type: string}}}")
    text = workshop.spec.read_text()
    errors = (
        "        '404': {$ref: '#/components/responses/NotFound'}\n        default: {description: Anything else.}\n"
    )
    found = "  responses:\n    NotFound: {description: No such thing.}\n"
    workshop.spec.write_text(text.replace("components:\n", f"{errors}components:\n{found}"))
    said = inspect.getdoc(workshop.module("things").shop_thing_get) or ""
    assert "Fails with:\n    404: No such thing.\n    default: Anything else.\n" in said


def test_the_package_has_each_tool_by_name_and_the_connector(workshop: Workshop) -> None:
    workshop.write("tools.yaml", CONNECTOR + MORE)
    workshop.answers("Thing: {type: object, properties: {id: {type: string}}}")
    package = workshop.module()
    assert sorted(package.__all__) == ["CONNECTOR", "ToolName", "shop_other_get", "shop_thing_get"]
    connector = package.CONNECTOR
    assert connector.package == workshop.package
    assert list(connector.tools) == ["shop_other_get", "shop_thing_get"]
    assert connector.tools["shop_other_get"].toolset == "others"
    assert connector.toolsets["others"].instructions == "Look elsewhere."


MORE = """\
  others: {title: Others, instructions: Look elsewhere.}
tools:
  shop_thing_get: {operation: getThing, title: Get a thing, description: Gets it., toolset: things}
  shop_other_get: {operation: getThing, title: Get another, description: Gets it., toolset: others}
"""
