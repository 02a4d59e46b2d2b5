"""One call through an adapter, in an environment of its framework's lowest version: `.ci/lowest` runs it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

from figwright import Actions
from figwright_figma.sandbox import Sandbox

NAME = "figma_me_get"


def named(tools: Any) -> Any:
    return next(tool for tool in tools if getattr(tool, "name", None) == NAME)


def answered(tools: Any, call: dict[str, Any]) -> Any:
    assert tools.schemas()
    return tools.answers([call])


def pydantic_ai(module: Any, selection: dict[str, Any]) -> Any:
    from pydantic_ai import Agent
    from pydantic_ai.models.test import TestModel

    agent = Agent(TestModel(call_tools=[NAME]), toolsets=[module.get_toolset(read_only=True, **selection)])
    return asyncio.run(agent.run("Who am I?")).output


async def google_adk(module: Any, selection: dict[str, Any]) -> Any:
    tool = named(await module.Toolset(**selection).get_tools())
    return await tool.run_async(args={}, tool_context=None)


CALLS: dict[str, Callable[[Any, dict[str, Any]], Any]] = {
    "anthropic": lambda module, selection: answered(
        module.Tools(**selection), {"type": "tool_use", "id": "1", "name": NAME, "input": {}}
    ),
    "crewai": lambda module, selection: named(module.get_tools(**selection)).run(),
    "gemini": lambda module, selection: answered(module.Tools(**selection), {"name": NAME, "args": {}}),
    "google-adk": lambda module, selection: asyncio.run(google_adk(module, selection)),
    "langchain": lambda module, selection: named(module.get_tools(**selection)).invoke({}),
    "llama-index": lambda module, selection: module.get_tools(tools=NAME, **selection)[0].call().content,
    "openai": lambda module, selection: answered(
        module.Tools(**selection), {"type": "function_call", "call_id": "1", "name": NAME, "arguments": "{}"}
    ),
    "openai-agents": lambda module, selection: asyncio.run(
        named(module.get_tools(**selection)).on_invoke_tool(None, "{}")
    ),
    "pydantic-ai": pydantic_ai,
}

if __name__ == "__main__":
    extra = sys.argv[1]
    adapter = import_module(f"figwright.{extra.replace('-', '_')}")
    with Sandbox() as sandbox:
        token = sandbox.token(kind="personal_access_token")
        with Actions.with_token(token, api_url=sandbox.url, allow_insecure=True) as actions:
            told = str(CALLS[extra](adapter, {"actions": actions}))
    if sandbox.demo.user.handle not in told:
        sys.exit(f"figwright.{adapter.__name__} at its lowest version answered: {told}")
    print(f"{extra}: ok")
