"""Tools for OpenAI's own SDK, Chat Completions and Responses: schemas to pass on, and a model's calls answered.

    tools = Tools(connection_name=..., identifier=...)
    completion = client.chat.completions.create(model=..., messages=messages, tools=tools.schemas())
    messages += [completion.choices[0].message, *tools.answers(completion.choices[0].message.tool_calls)]

All of it are plain dicts, so whatever else speaks the protocol takes them, too.
"""
# pyright: reportMissingImports=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias, overload

from figwright.frameworks.dispatch import Asked, Dispatcher, Reply, part

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletionToolMessageParam, ChatCompletionToolParam
    from openai.types.responses import FunctionToolParam
    from openai.types.responses.response_input_param import FunctionCallOutput

    Result: TypeAlias = ChatCompletionToolMessageParam | FunctionCallOutput


class Tools(Dispatcher[Any]):
    """A call is an item of `message.tool_calls` or of `response.output`, its result of the same API."""

    @overload
    def schemas(self, *, strict: bool = ..., api: Literal["chat"] = ...) -> list[ChatCompletionToolParam]: ...

    @overload
    def schemas(self, *, strict: bool = ..., api: Literal["responses"]) -> list[FunctionToolParam]: ...

    def schemas(self, *, strict: bool = False, api: Literal["chat", "responses"] = "chat") -> Any:
        """What the account can call now, as `tools=` takes it. In strict mode a call names every argument."""
        names = [tool.name for tool in self.toolbox.tools()]
        return self.toolbox.views.openai(strict=strict, api=api, tools=names)

    def _asked(self, call: Any) -> Asked | None:
        if part(call, "type") == "function_call":
            return Asked(part(call, "name"), part(call, "arguments"))
        function = part(call, "function")
        return None if function is None else Asked(part(function, "name"), part(function, "arguments"))

    def _takes_pictures(self, call: Any) -> bool:
        """Those of Chat Completions are text alone."""
        return bool(part(call, "type") == "function_call")

    def _result(self, call: Any, reply: Reply) -> Result:
        if part(call, "type") == "function_call":
            output: Any = reply.text
            if reply.pictures:
                output = [{"type": "input_text", "text": reply.text}]
                output += [{"type": "input_image", "image_url": each.url} for each in reply.pictures]
            return {"type": "function_call_output", "call_id": part(call, "call_id"), "output": output}
        return {"role": "tool", "tool_call_id": part(call, "id"), "content": reply.text}
