"""A place to write a description of a few lines, generate from it, and use what was generated."""

from __future__ import annotations

import importlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent, indent
from types import ModuleType
from typing import Any, Literal
from uuid import uuid4

from figwright.connector import Tool
from figwright_codegen import GenerationError, Result, generate

HEAD = """\
openapi: 3.1.0
info: {title: Shop, version: "1"}
"""
SECURITY = """\
components:
  securitySchemes:
    Token: {type: apiKey, name: X-Token, in: header}
"""
CONNECTOR = """\
connector:
  name: shop
  title: Shop
  api_url: https://shop.test
  hosts: [shop.test]
  plans: [free, paid]
  security: {Token: token, OAuth: oauth}
  credentials: {token: {header: X-Token}, oauth: {header: Authorization, prefix: "Bearer "}}
toolsets:
  things: {title: Things, instructions: Read things first.}
"""
GET_THING = """\
tools:
  shop_thing_get: {operation: getThing, title: Get a thing, description: Gets it., toolset: things}
"""


class Workshop:
    """One description and one manifest in a folder, and the package that comes of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.package = f"made_{uuid4().hex}"
        self.spec = self.write("openapi.yaml", HEAD)
        self.manifest = self.write("tools.yaml", CONNECTOR + GET_THING)

    def write(self, name: str, text: str) -> Path:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text), encoding="utf-8")
        return file

    def answers(self, schemas: str, *, version: str = "3.1.0", response: str = "{$ref: Thing}") -> None:
        """Describe one operation, getThing, that answers with the schema `Thing`. `$ref: Name` means a schema."""
        text = HEAD.replace("3.1.0", version) + OPERATION.replace("RESPONSE", response) + _under(schemas)
        self.write("openapi.yaml", _with_references(text))

    def takes(self, operation: str, schemas: str = "", *, tool: str = "") -> None:
        """Describe one operation, POST /things/{id}, by its `parameters` and `requestBody`, and more of its tool."""
        text = (
            f"paths:\n  /things/{{id}}:\n    post:\n      operationId: getThing\n{indent(dedent(operation), ' ' * 6)}\n"
        )
        text += "      responses: {'204': {description: Done.}}\n"
        self.write("openapi.yaml", _with_references(HEAD + text + _under(schemas)))
        manifest = CONNECTOR + "tools:\n  shop_thing_get:\n    operation: getThing\n    title: Get a thing\n"
        manifest += "    description: Gets it.\n    toolset: things\n" + indent(dedent(tool), " " * 4)
        self.write("tools.yaml", manifest)

    def generate(self, *, check: bool = False) -> Result:
        return generate(self.spec, self.manifest, self.folder / "out", self.package, check=check)

    def mistakes(self) -> list[str]:
        """The problems of a generation that must fail, `file:line: text`, without the folder."""
        try:
            result = self.generate()
        except GenerationError as error:
            assert not (self.folder / "out").exists(), "something was written"
            return [str(problem).split(f"{self.folder.name}/")[-1] for problem in error.problems]
        raise AssertionError(f"nothing was wrong: {result}")

    def files(self) -> dict[str, str]:
        root = self.folder / "out" / self.package
        if not root.exists():
            self.generate()
        found = sorted(file for file in root.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
        return {file.relative_to(root).as_posix(): file.read_text("utf-8") for file in found}

    def schema(self, tool: str = "shop_thing_get", kind: Literal["input", "output"] = "input") -> Any:
        """The plain schema of a tool of the toolset `things`."""
        return json.loads(self.files()[f"schemas/things.{kind}.json"])[tool]

    def module(self, name: str = "") -> ModuleType:
        """A module of the generated package; generates where that was not done."""
        root = str(self.folder / "out")
        if not (self.folder / "out").exists():
            self.generate()
        if root not in sys.path:
            sys.path.insert(0, root)
        importlib.invalidate_caches()
        return importlib.import_module(f"{self.package}.{name}".rstrip("."))

    @property
    def models(self) -> ModuleType:
        """The result types of a description of one file."""
        return self.module("types.models")

    @property
    def tool(self) -> Tool[Any]:
        tool: Tool[Any] = self.module("tools.things").SHOP_THING_GET
        return tool

    @property
    def input_type(self) -> Any:
        return self.module("inputs.things").ShopThingGetInput

    def close(self) -> None:
        sys.path[:] = [path for path in sys.path if path != str(self.folder / "out")]
        for name in [name for name in sys.modules if name.partition(".")[0] == self.package]:
            del sys.modules[name]


OPERATION = """\
paths:
  /thing:
    get:
      operationId: getThing
      responses:
        '200': {description: It., content: {application/json: {schema: RESPONSE}}}
"""


def _under(schemas: str) -> str:
    return SECURITY + ("  schemas:\n" + indent(dedent(schemas).strip("\n"), "    ") + "\n" if schemas else "")


def _with_references(text: str) -> str:
    return re.sub(r"\$ref: (\w+)", r"$ref: '#/components/schemas/\1'", text)


def workshops(folder: Path) -> Iterator[Workshop]:
    workshop = Workshop(folder)
    yield workshop
    workshop.close()
