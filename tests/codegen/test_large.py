"""A toolset of more than a hundred tools: each stands in modules of its own, and one is imported without the others."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from support.workshop import CONNECTOR, HEAD, Workshop

COUNT = 101


@pytest.fixture
def large(workshop: Workshop) -> Workshop:
    paths, tools = "paths:\n", "tools:\n"
    for at in range(COUNT):
        takes = f"parameters: [{{name: page, in: query, schema: {{type: integer, minimum: {at}}}}}]"
        operation = f"operationId: getThing{at}, {takes}, responses: {{'204': {{description: Done.}}}}"
        paths += f"  /things/{at}: {{get: {{{operation}}}}}\n"
        tools += f"  shop_thing{at}_get: {{operation: getThing{at}, title: Get, description: Gets., toolset: things}}\n"
    workshop.write("openapi.yaml", HEAD + paths + "components:\n  securitySchemes: {}\n")
    workshop.write("tools.yaml", CONNECTOR + tools)
    workshop.generate()
    return workshop


def test_one_tool_loads_no_other(large: Workshop) -> None:
    program = f"""
import sys
from importlib import import_module
from {large.package} import shop_thing7_get
from {large.package}.aio import shop_thing7_get as awaitable
from {large.package} import CONNECTOR
tool = CONNECTOR.tools["shop_thing7_get"]
module, _, name = tool.input_type.partition(":")
assert getattr(import_module(module), name).__name__ == "ShopThing7GetInput"
print(*[name for name in sys.modules if "thing" in name])
read = []
sys.addaudithook(lambda event, given: read.append(str(given[0])) if event == "open" else None)
from {large.package} import schemas
assert schemas.openai(tools="shop_thing7_get")[0]["function"]["name"] == "shop_thing7_get"
assert [name for name in read if name.endswith(".json")] == [schemas.__file__.replace("__init__.py", tool.input_schema)]
"""
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=large.folder / "out")
    assert (large.folder / "out" / large.package / "schemas" / "things._shop_thing7_get.input.json").exists()
    loaded = {name.partition(".")[2] for name in done.stdout.split()}
    own = {"things._shop_thing7_get", "aio.things._shop_thing7_get", "tools.things._shop_thing7_get"}
    assert loaded == own | {"things", "aio.things", "tools.things", "inputs._things", "inputs._things.shop_thing7_get"}


def test_every_tool_is_called_as_ever(large: Workshop) -> None:
    class Account:
        def call(self, tool: Any, inputs: Any) -> Any:
            return tool.name, inputs

    things = large.module("things")
    assert len(things.__all__) == COUNT
    for at in (0, 100):
        name = f"shop_thing{at}_get"
        for holder in (things, large.module()):
            assert getattr(holder, name)(Account(), page=5) == (name, {"page": 5})
            assert getattr(holder, name) is getattr(holder, name), "also when its module is loaded"
    assert len(large.module("connector").CONNECTOR.tools) == COUNT


def test_a_toolset_of_usual_size_is_one_module(workshop: Workshop) -> None:
    workshop.answers("Thing: {type: object, properties: {id: {type: string}}}")
    assert {"things.py", "aio/things.py", "tools/things.py", "inputs/things.py"} <= workshop.files().keys()
