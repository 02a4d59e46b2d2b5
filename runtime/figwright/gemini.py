"""Tools for Google's own SDK: declarations to pass on, and a model's calls answered.

tools = Tools(connection_name=..., identifier=...)
response = client.models.generate_content(model=..., contents=contents, config={"tools": tools.schemas()})
contents += [response.candidates[0].content, types.UserContent(tools.answers(response.function_calls))]
"""
# pyright: reportMissingImports=false

from __future__ import annotations

from typing import Any

from figwright.frameworks.dispatch import Asked, Dispatcher, Reply, part
from figwright.toolbox import missing

try:
    from google.genai import types
except ModuleNotFoundError as error:
    raise missing("gemini", error) from error


class Tools(Dispatcher[types.Part]):
    """A call is an item of `response.function_calls` or a part that holds one, its result a part with the response."""

    def schemas(self) -> list[types.Tool]:
        """What the account can call now, as `tools` of the configuration takes it."""
        declared = self.toolbox.views.gemini(tools=[tool.name for tool in self.toolbox.tools()])
        return [types.Tool(function_declarations=[types.FunctionDeclaration(**each) for each in declared])]

    def _asked(self, call: Any) -> Asked | None:
        function = _function_call(call)
        name = part(function, "name")
        return None if name is None else Asked(name, part(function, "args"))

    def _result(self, call: Any, reply: Reply) -> types.Part:
        function = _function_call(call)
        response = types.FunctionResponse(
            id=part(function, "id"),
            name=part(function, "name"),
            response={"error" if reply.failed else "output": reply.text},
            parts=[
                types.FunctionResponsePart.from_bytes(data=each.content, mime_type=each.media_type)
                for each in reply.pictures
            ]
            or None,
        )
        return types.Part(function_response=response)


def _function_call(call: Any) -> Any:
    return part(call, "function_call") or call
