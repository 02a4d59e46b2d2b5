"""A LangChain agent that reads the comments of one of your users' files.

    python examples/langchain_agent.py              against a local Figma, with a model that follows a script
    python examples/langchain_agent.py FILE_KEY     against Figma, with Claude (ANTHROPIC_API_KEY)

The second needs your app in the environment and user_figma_456 connected, as examples/quickstart.py does it.
Install, from the checkout: pip install '.[langchain]' langchain langchain-anthropic
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from langchain.agents import create_agent
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult

from figwright.langchain import get_tools

IDENTIFIER = "user_figma_456"  # your internal user ID


def ask(model: BaseChatModel | str, file_key: str) -> None:
    figma_tools = get_tools(connection_name="figma", identifier=IDENTIFIER, toolset=["files", "comments"])
    agent = create_agent(
        model,
        figma_tools,
        system_prompt="You are a design assistant. Use the available tools to help inspect Figma files, manage "
        "comments, and surface design system components.",
    )
    question = f"List all open comments on the file {file_key} and summarize the feedback by frame"
    result = agent.invoke({"messages": [HumanMessage(question)]})
    for message in result["messages"]:
        message.pretty_print()


class ScriptedModel(BaseChatModel):
    """In the place of a model: asks for the comments, and says how many it read."""

    file_key: str

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools: Sequence[Any], **_: Any) -> Any:
        return self

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        last = messages[-1]
        if isinstance(last, ToolMessage):  # .content is what a model reads, .artifact the data that Figma sent
            comments = last.artifact["comments"]
            frames = {comment["client_meta"]["node_id"] for comment in comments}
            answer = AIMessage(f"{len(comments)} comments on {len(frames)} frames.")
        else:
            call = {"name": "figma_file_comments_list", "args": {"file_key": self.file_key}, "id": "1"}
            answer = AIMessage("", tool_calls=[call])
        return ChatResult(generations=[ChatGeneration(message=answer)])


if __name__ == "__main__":
    if len(sys.argv) == 2:
        ask("anthropic:claude-sonnet-4-6", sys.argv[1])
    else:
        from local_figma import local_figma

        with local_figma(IDENTIFIER, "figma_file_get", "figma_file_comments_list") as file_key:
            ask(ScriptedModel(file_key=file_key), file_key)
