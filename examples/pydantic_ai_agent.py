"""A Pydantic AI agent with typed output: what is on the pages of a file.

    python examples/pydantic_ai_agent.py              against a local Figma, with a model that follows a script
    python examples/pydantic_ai_agent.py FILE_KEY     against Figma, with a model of OpenAI (OPENAI_API_KEY)

The second needs your app in the environment and user_figma_456 connected, as examples/quickstart.py does it.
Install, from the checkout: pip install '.[pydantic-ai]' 'pydantic-ai-slim[openai]'
"""

from __future__ import annotations

import sys

from pydantic import BaseModel
from pydantic_ai import Agent
from pydantic_ai.messages import ModelMessage, ModelResponse, ToolCallPart, ToolReturnPart
from pydantic_ai.models import Model
from pydantic_ai.models.function import AgentInfo, FunctionModel

from figwright.pydantic_ai import get_toolset

IDENTIFIER = "user_figma_456"  # your internal user ID


class Summary(BaseModel):
    file: str
    pages: list[str]


def ask(model: Model | str, file_key: str) -> None:
    # Read only: no tool among them changes anything, so none needs a person's yes.
    toolset = get_toolset(connection_name="figma", identifier=IDENTIFIER, read_only=True)
    agent = Agent(model, output_type=Summary, toolsets=[toolset])
    summary = agent.run_sync(f"Which pages does the file {file_key} have?").output
    print(f"{summary.file}: {', '.join(summary.pages)}")


def scripted(file_key: str) -> FunctionModel:
    """In the place of a model: asks for a wrong depth, is told so, asks again, and answers with what it read."""

    def respond(messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
        turn, last = len(messages) // 2, messages[-1].parts[-1]
        if turn == 0:
            return asks({"file_key": file_key, "depth": -1})
        if turn == 1:
            print(getattr(last, "content", ""))  # what was wrong with the depth
            return asks({"file_key": file_key, "depth": 1})
        assert isinstance(last, ToolReturnPart)
        file = last.metadata  # what Figma sent; a model reads the content
        found = {"file": file["name"], "pages": [page["name"] for page in file["document"]["children"]]}
        return ModelResponse(parts=[ToolCallPart(info.output_tools[0].name, found)])

    def asks(arguments: dict[str, object]) -> ModelResponse:
        return ModelResponse(parts=[ToolCallPart("figma_file_get", arguments)])

    return FunctionModel(respond)


if __name__ == "__main__":
    if len(sys.argv) == 2:
        ask("openai:gpt-5.5", sys.argv[1])
    else:
        from local_figma import local_figma

        with local_figma(IDENTIFIER, "figma_file_get") as file_key:
            ask(scripted(file_key), file_key)
