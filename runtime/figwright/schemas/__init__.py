"""A connector's tools as model APIs want them, and what models answer as the tools take it.

A package holds one plain schema of each tool's input (`stored`). What models read is made from it when it is first
asked for (`model_form`), the strict modes' forms from that (`strict`); around one of these goes each API's envelope
(`providers`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from figwright.connector import Connector, Tool
from figwright.connector.former_names import find_tool
from figwright.errors import ConfigurationError, InvalidToolInputError
from figwright.inputs.coercion import is_unset
from figwright.inputs.former_names import current_inputs
from figwright.redaction.logs import get_logger
from figwright.rendering.pictures import Way
from figwright.rendering.shape import Shaping
from figwright.schemas import providers
from figwright.schemas.providers import Api
from figwright.schemas.stored import Schema as Schema
from figwright.schemas.stored import copied, stored
from figwright.schemas.strict import check_grammar
from figwright.schemas.strict import from_strict as from_strict

Names = str | Iterable[str]
logger = get_logger("schemas")
_SHAPINGS = frozenset(Shaping.__annotations__)


class Views:
    """The tools of one connector, as lists to hand to a model API. Each call returns a copy of its own.

    `toolset` and `tools` are a name or several, `read_only` leaves out what changes something; together they narrow.
    Raises UnknownToolError or ConfigurationError with the nearest names.
    """

    def __init__(self, connector: Connector, ways: Sequence[Way] = ()) -> None:
        """`ways` are those in which whoever calls can show what results link to: a model may choose among them."""
        self._connector, self._package, self._ways = connector, connector.package, ways
        self._listed: dict[str, Schema] = {}

    def openai(
        self,
        *,
        strict: bool = False,
        api: Api = "chat",
        toolset: Names | None = None,
        tools: Names | None = None,
        read_only: bool = False,
    ) -> list[Schema]:
        """Function tools of OpenAI's Chat Completions or Responses API.

        With `strict`, a call names every input and says null for what it leaves out: see `from_strict`.
        """
        chosen = self._chosen(toolset, tools, read_only)
        return copied([providers.openai(self._package, tool, self._ways, strict=strict, api=api) for tool in chosen])

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
        chosen = self._chosen(toolset, tools, read_only)
        wanted = {tool.name for tool in chosen if strict is True}
        if not isinstance(strict, bool):
            wanted = self.select(None, strict, read_only=False)
        found = [providers.anthropic(self._package, tool, self._ways, strict=tool.name in wanted) for tool in chosen]
        check_grammar([tool for tool in found if tool.get("strict")])
        return copied(found)

    def gemini(
        self, *, toolset: Names | None = None, tools: Names | None = None, read_only: bool = False
    ) -> list[Schema]:
        """Function declarations of Gemini, for `types.Tool(function_declarations=...)`."""
        chosen = self._chosen(toolset, tools, read_only)
        return copied([providers.gemini(self._package, tool, self._ways) for tool in chosen])

    def mcp(self, *, toolset: Names | None = None, tools: Names | None = None, read_only: bool = False) -> list[Schema]:
        """Tools as the Model Context Protocol lists them, with title, output schema and every hint."""
        return copied([self.mcp_tool(tool.name) for tool in self._chosen(toolset, tools, read_only)])

    def mcp_tool(self, name: str) -> Schema:
        """One entry of `mcp()`, shared by all who ask: not to be changed."""
        if name not in self._listed:
            self._listed[name] = providers.mcp(self._package, self._tool(name), self._ways)
        return self._listed[name]

    def json_schema(self, name: str) -> Schema:
        """The plain JSON Schema (2020-12) of one tool's input, with all that the validator checks by pattern."""
        return copied(self._input(self._tool(name)))

    def output_schema(self, name: str) -> Schema:
        """The plain JSON Schema of one tool's result: a sketch that demands nothing."""
        tool = self._tool(name)
        return copied(stored(self._package, tool.output_schema, tool.name))

    def taken(self, name: str, arguments: Mapping[str, Any]) -> tuple[dict[str, Any], Shaping]:
        """A model's arguments as `execute_tool` takes them: the tool's input, and how its text is to look.

        Whatever view the model read: its names, and nulls and pairs of strict mode, are undone. Raises
        InvalidToolInputError for what a model has to give and whose place only inputs could take that it does not see;
        all else is checked by the call.
        """
        tool = self._tool(name)
        schema = self._input(tool)
        names = {said: own for own, said in tool.model_names.items()}
        named = {names.get(key, key): value for key, value in arguments.items()}
        named = dict(current_inputs(tool, named, logger.warning))
        own = {key: value for key, value in named.items() if key in schema["properties"] or key not in _SHAPINGS}
        shaping = {key: value for key, value in named.items() if key not in own and value is not None}
        if not tool.open_body:  # what is no input of such a tool, and null, was left out
            own = {key: value for key, value in own.items() if value is not None or key in schema["properties"]}
        _check_needed(tool, schema, own)
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

    def _tool(self, name: str) -> Tool[Any]:
        return find_tool([self._connector.tools], name)

    def _input(self, tool: Tool[Any]) -> Schema:
        return stored(self._package, tool.input_schema, tool.name)

    def _chosen(self, toolset: Names | None, tools: Names | None, read_only: bool) -> list[Tool[Any]]:
        selected = self.select(toolset, tools, read_only=read_only)
        return [self._connector.tools[name] for name in self._connector.tools if name in selected]


def views(connector: Connector) -> Views:
    """The connector's tools as model APIs want them, read from its package when they are first asked for."""
    return Views(connector)


def _check_needed(tool: Tool[Any], schema: Schema, given: Mapping[str, Any]) -> None:
    needed = [each for each in schema["properties"] if each in tool.needed and each not in schema.get("required", ())]
    missing = [each for each in needed if given.get(each) is None or is_unset(given[each])]
    if missing and given.keys() <= schema["properties"].keys():
        raise InvalidToolInputError(tool.name, dict.fromkeys(missing, "is needed"))


def _each(names: Names) -> list[str]:
    return [names] if isinstance(names, str) else list(names)
