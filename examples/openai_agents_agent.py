"""An agent of the OpenAI Agents SDK that tidies up comments, and asks a person before it deletes one.

    python examples/openai_agents_agent.py              against a local Figma, with a model that follows a script
    python examples/openai_agents_agent.py FILE_KEY     against Figma, with OpenAI's default model (OPENAI_API_KEY)

The second needs your app in the environment and user_figma_456 connected, as examples/quickstart.py does it.
Install, from the checkout: pip install '.[openai-agents]'
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from typing import Any

from agents import Agent, Model, ModelResponse, RunConfig, Runner, Usage
from openai.types.responses import ResponseFunctionToolCall, ResponseOutputMessage, ResponseOutputText

from figwright.openai_agents import get_tools

IDENTIFIER = "user_figma_456"  # your internal user ID


async def ask(model: Model | None, file_key: str) -> None:
    agent = Agent(
        name="Design assistant",
        instructions="You help to tidy up Figma files.",
        tools=get_tools(connection_name="figma", identifier=IDENTIFIER, toolset="comments"),
        model=model,
    )
    quiet = RunConfig(tracing_disabled=True)
    result = await Runner.run(agent, f"Delete my comments on {file_key}.", run_config=quiet)
    while result.interruptions:  # what destroys something waits here for a person's yes
        state = result.to_state()
        for call in result.interruptions:
            if allowed(f"{call.name} {call.arguments}"):
                state.approve(call)
            else:
                state.reject(call)
        result = await Runner.run(agent, state, run_config=quiet)
    print(result.final_output)


def allowed(what: str) -> bool:
    try:
        return input(f"Allow {what}? [y/N] ") == "y"
    except EOFError:
        return False


class ScriptedModel(Model):
    """In the place of a model: asks for the comments, then to delete one of them, and says what it was told."""

    def __init__(self, file_key: str) -> None:
        self.file_key = file_key

    async def get_response(self, system_instructions: Any, input: Any, *_: Any, **__: Any) -> ModelResponse:  # noqa: A002
        answers = [item["output"] for item in input if item.get("type") == "function_call_output"]
        if not answers:
            output = self.call("figma_file_comments_list", as_md=None)
        elif len(answers) == 1:  # each line of the text that it read is a comment, its id first
            mine = next(line.split()[0] for line in answers[0].splitlines() if '"Ada Lindqvist"' in line)
            output = self.call("figma_file_comment_delete", comment_id=mine)
        else:
            text = ResponseOutputText(type="output_text", text=f"I was told: {answers[-1]}", annotations=[])
            output = ResponseOutputMessage(id="1", type="message", role="assistant", status="completed", content=[text])
        return ModelResponse(output=[output], usage=Usage(), response_id=None)

    def call(self, name: str, **arguments: Any) -> Any:
        text = json.dumps({"file_key": self.file_key} | arguments)
        return ResponseFunctionToolCall(type="function_call", call_id=name, name=name, arguments=text)

    def stream_response(self, *_: Any, **__: Any) -> AsyncIterator[Any]:
        raise NotImplementedError


if __name__ == "__main__":
    if len(sys.argv) == 2:
        asyncio.run(ask(None, sys.argv[1]))
    else:
        from local_figma import local_figma

        with local_figma(IDENTIFIER, "figma_file_comments_list", "figma_file_comment_delete") as file_key:
            asyncio.run(ask(ScriptedModel(file_key), file_key))
