"""A connector's tools as model APIs want them, read from the files that the generator wrote, and the way back.

The package holds one file for each view, so nothing is converted here. Only what a strict call says with null or with
pairs becomes an input as the tool takes it (`from_strict`).
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from functools import cache
from importlib.resources import files
from typing import Any, Literal, cast

from figwright.connector import NOT_GIVEN, Connector, Tool
from figwright.errors import ConfigurationError, InvalidToolInputError, UnknownToolError
from figwright.inputs.coercion import is_unset
from figwright.rendering.pictures import Way, show_inputs
from figwright.rendering.shape import Shaping

Schema = dict[str, Any]
Names = str | Iterable[str]
_SHAPINGS = frozenset(Shaping.__annotations__)
_MOST_STRICT, _MOST_OPTIONAL, _MOST_UNIONS = 20, 24, 16
"""What one request to Anthropic may hold of strict tools, and these of optional inputs and unions."""


class Views:
    """The tools of one connector, as lists to hand to a model API. Each call returns a copy of its own.

    `toolset` and `tools` are a name or several, `read_only` leaves out what changes something; together they narrow.
    Raises UnknownToolError or ConfigurationError with the nearest names.
    """

    def __init__(self, connector: Connector, ways: Sequence[Way] = ()) -> None:
        """`ways` are those in which whoever calls can show what results link to: a model may choose among them."""
        self._connector, self._ways = connector, ways

    def openai(
        self,
        *,
        strict: bool = False,
        api: Literal["chat", "responses"] = "chat",
        toolset: Names | None = None,
        tools: Names | None = None,
        read_only: bool = False,
    ) -> list[Schema]:
        """Function tools of OpenAI's Chat Completions or Responses API.

        With `strict`, a call names every input and says null for what it leaves out: see `from_strict`.
        """
        name = "openai_strict" if strict else "openai"
        if api == "responses":
            return self._view(name, toolset, tools, read_only)
        found = self._view(name, toolset, tools, read_only, [way for way in self._ways if way != "images"])
        return [{"type": tool.pop("type"), "function": tool} for tool in found]

    def anthropic(
        self,
        *,
        strict: bool | Names = False,
        toolset: Names | None = None,
        tools: Names | None = None,
        read_only: bool = False,
    ) -> list[Schema]:
        """Tools of Anthropic's Messages API, those that `strict` names in strict mode; True means all.

        Raises ConfigurationError where these are more than one request may hold.
        """
        found = self._view("anthropic", toolset, tools, read_only)
        wanted = {tool["name"] for tool in found} if strict is True else set()
        if not isinstance(strict, bool):
            wanted = self.select(None, strict, read_only=False)
        by_name = {tool["name"]: tool for tool in self._view("anthropic_strict", None, wanted, False)} if wanted else {}
        _check_grammar([tool for tool in by_name.values() if tool.get("strict")])
        return [by_name.get(tool["name"], tool) for tool in found]

    def gemini(
        self, *, toolset: Names | None = None, tools: Names | None = None, read_only: bool = False
    ) -> list[Schema]:
        """Function declarations of Gemini, for `types.Tool(function_declarations=...)`."""
        return self._view("gemini", toolset, tools, read_only)

    def mcp(self, *, toolset: Names | None = None, tools: Names | None = None, read_only: bool = False) -> list[Schema]:
        """Tools as the Model Context Protocol lists them, with title, output schema and every hint."""
        return self._view("mcp", toolset, tools, read_only)

    def mcp_tool(self, name: str) -> Schema:
        """One entry of `mcp()`, shared by all who ask: not to be changed."""
        tool = published(self._connector.package, "mcp.json")[self._tool(name).name]
        return _with_ways(tool, self._tool(name), self._ways, "mcp") if self._ways else tool

    def json_schema(self, name: str) -> Schema:
        """The plain JSON Schema (2020-12) of one tool's input, with all that the validator checks by pattern."""
        return deepcopy(_loaded(self._connector.package, self._tool(name).input_schema))

    def taken(self, name: str, arguments: Mapping[str, Any]) -> tuple[dict[str, Any], Shaping]:
        """A model's arguments as `execute_tool` takes them: the tool's input, and how its text is to look.

        Whatever view the model read: its names, and nulls and pairs of strict mode, are undone. Raises
        InvalidToolInputError for what a model has to give and whose place only inputs could take that it does not see;
        all else is checked by the call.
        """
        tool = self._tool(name)
        schema = _loaded(self._connector.package, tool.input_schema)
        names = {said: own for own, said in tool.model_names.items()}
        named = {names.get(key, key): value for key, value in arguments.items()}
        own = {key: value for key, value in named.items() if key in schema["properties"] or key not in _SHAPINGS}
        shaping = {key: value for key, value in named.items() if key not in own and value is not None}
        if not tool.open_body:  # what is no input of such a tool, and null, was left out
            own = {key: value for key, value in own.items() if value is not None or key in schema["properties"]}
        self._check_needed(name, schema, own, names)
        return from_strict(schema, own), cast(Shaping, shaping)

    def select(self, toolset: Names | None, tools: Names | None, *, read_only: bool) -> set[str]:
        """The names that the filters leave."""
        names = list(self._connector.tools) if tools is None else [self._tool(name).name for name in _each(tools)]
        toolsets = self._connector.toolsets if toolset is None else _each(toolset)
        for name in toolsets:
            if name not in self._connector.toolsets:
                known = ", ".join(sorted(self._connector.toolsets))
                raise ConfigurationError(f"{self._connector.title} has no toolset {name!r}; there are {known}.")
        found = (self._connector.tools[name] for name in names)
        return {t.name for t in found if t.toolset in toolsets and (t.read_only or not read_only)}

    def _check_needed(self, name: str, schema: Schema, given: Mapping[str, Any], names: Mapping[str, str]) -> None:
        seen = published(self._connector.package, "openai.json")[name]["parameters"].get("required", ())
        needed = [names.get(each, each) for each in seen]
        unset = [each for each in needed if given.get(each) is None or is_unset(given[each])]
        missing = [each for each in unset if each not in schema.get("required", ())]
        if missing and given.keys() <= schema["properties"].keys():
            raise InvalidToolInputError(name, dict.fromkeys(missing, "is needed"))

    def _tool(self, name: str) -> Tool[Any]:
        known = self._connector.tools
        if name not in known:
            raise UnknownToolError(name, difflib.get_close_matches(str(name), known, 3), len(known))
        return known[name]

    def _view(
        self,
        name: str,
        toolset: Names | None,
        tools: Names | None,
        read_only: bool,
        ways: Sequence[Way] | None = None,
    ) -> list[Schema]:
        selected = self.select(toolset, tools, read_only=read_only)
        every = _loaded(self._connector.package, f"{name}.json")
        found = [deepcopy(tool) for tool in every if tool["name"] in selected]
        ways = self._ways if ways is None else ways
        return [_with_ways(tool, self._tool(tool["name"]), ways, name) for tool in found] if ways else found


def _with_ways(told: Schema, tool: Tool[Any], ways: Sequence[Way], view: str) -> Schema:
    """A tool of a view with the inputs that say how to show what its result links to."""
    more = show_inputs(tool, ways)
    if not more:
        return told
    key = next(key for key in ("parameters", "input_schema", "parameters_json_schema", "inputSchema") if key in told)
    schema = {**told[key], "properties": {**told[key]["properties"], **more}}
    if view == "openai_strict" and told["strict"]:
        schema["properties"] |= {name: {"anyOf": [each, {"type": "null"}]} for name, each in more.items()}
        schema["required"] = list(schema["properties"])
    return {**told, key: schema}


def from_strict(schema: Schema, value: Any) -> Any:
    """A strict call's arguments as the tool takes them. `schema` is the tool's plain input schema.

    What stands for "not given" is dropped: null or, where null is a value of its own, the text for it. Pairs for an
    object with free keys become that object. What does not fit the schema stays as it is, for the validator to name.
    """
    return _as_taken([schema], value, schema.get("$defs", {}))


def _as_taken(schemas: Iterable[Schema], value: Any, defs: Schema) -> Any:
    kinds = list(_options(schemas, defs))
    if isinstance(value, list):
        free = [kind["additionalProperties"] for kind in kinds if isinstance(kind.get("additionalProperties"), dict)]
        if free and all(isinstance(pair, dict) and set(pair) == {"key", "value"} for pair in value):
            return {str(pair["key"]): _as_taken(free, pair["value"], defs) for pair in value}
        items = [kind["items"] for kind in kinds if "items" in kind]
        return [_as_taken(items, item, defs) for item in value]
    if not isinstance(value, dict):
        return value
    found = {}
    for name, each in value.items():
        having = [kind for kind in kinds if name in kind.get("properties", {})]
        if having and each in (None, NOT_GIVEN.value):
            nullable = any(_takes_null(kind, name, defs) for kind in having)
            demanded = all(name in kind.get("required", ()) for kind in kinds if "properties" in kind)
            if (not nullable) if each is None else (nullable and not demanded):
                continue
        found[name] = _as_taken([kind["properties"][name] for kind in having], each, defs)
    return found


def _options(schemas: Iterable[Schema], defs: Schema) -> Iterator[Schema]:
    """The schemas without the unions and references around them."""
    for schema in schemas:
        if "$ref" in schema:
            yield from _options([defs[schema["$ref"].rpartition("/")[2]]], defs)
        elif "anyOf" in schema:
            yield from _options(schema["anyOf"], defs)
        else:
            yield schema


def _takes_null(kind: Schema, name: str, defs: Schema) -> bool:
    return any(option.get("type") == "null" for option in _options([kind["properties"][name]], defs))


def _each(names: Names) -> list[str]:
    return [names] if isinstance(names, str) else list(names)


def _check_grammar(strict: Collection[Schema]) -> None:
    """All strict tools of a request share one grammar. Raises ConfigurationError for more than it may hold."""
    counts = [_count(tool["input_schema"]) for tool in strict]
    optional, unions = sum(count[0] for count in counts), sum(count[1] for count in counts)
    for number, most, what in (
        (len(strict), _MOST_STRICT, "strict tools"),
        (optional, _MOST_OPTIONAL, "optional inputs in strict tools"),
        (unions, _MOST_UNIONS, "unions in strict tools"),
    ):
        if number > most:
            raise ConfigurationError(
                f"Anthropic takes {most} {what} in a request, and these have {number}; "
                "name fewer: strict=[...], best those that write."
            )


def _count(schema: Schema) -> tuple[int, int]:
    """How many optional properties and how many unions a schema has, at any depth."""
    properties = schema.get("properties", {})
    inner = [*properties.values(), *schema.get("anyOf", ())]
    inner += [schema["items"]] if "items" in schema else []
    counts = [_count(each) for each in inner]
    optional = len(properties.keys() - set(schema.get("required", ())))
    return optional + sum(count[0] for count in counts), ("anyOf" in schema) + sum(count[1] for count in counts)


@cache
def published(package: str, file: str) -> dict[str, Schema]:
    """A view's tools by name, as its file has them: shared, so not to be changed."""
    return {tool["name"]: tool for tool in _loaded(package, file)}


@cache
def _loaded(package: str, file: str) -> Any:
    try:
        return json.loads(files(package).joinpath("schemas", file).read_text("utf-8"))
    except FileNotFoundError:
        text = f"The package {package} has no schemas/{file}; generate it again (figwright generate)."
        raise ConfigurationError(text) from None


def views(connector: Connector) -> Views:
    """The connector's tools as model APIs want them, read from its package when they are first asked for."""

    return Views(connector)
