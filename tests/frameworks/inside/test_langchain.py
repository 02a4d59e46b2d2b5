"""LangChain's own agents, with a model that follows a script."""

from __future__ import annotations

import asyncio
import base64
import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import anyio
import pytest
from langchain.agents import create_agent
from langchain.agents.middleware import HumanInTheLoopMiddleware
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, ToolMessage
from langchain_core.tools import BaseTool, ToolException
from langchain_core.utils.function_calling import convert_to_openai_tool
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.runtime import get_runtime
from langgraph.types import Command
from support.pages import example, run, snippets
from support.scripted import ScriptedApi

from figwright import Actions
from figwright.langchain import aget_tools, get_tools, interrupt_on
from figwright_figma.sandbox import Sandbox

from .conftest import IDENTIFIER, OFFERED, PICTURE, PNG, SHOWN


class Scripted(GenericFakeChatModel):
    """Says what it is given, one message after the other."""

    bound: list[Any] = []

    def bind_tools(self, tools: Sequence[Any], **_: Any) -> Any:
        self.bound.extend(map(convert_to_openai_tool, tools))
        return self


def asks(name: str, arguments: dict[str, Any], call_id: str = "call_1") -> AIMessage:
    return AIMessage("", tool_calls=[{"name": name, "args": arguments, "id": call_id, "type": "tool_call"}])


def scripted(*messages: AIMessage) -> Scripted:
    return Scripted(messages=iter(messages))


def results(state: dict[str, Any]) -> list[ToolMessage]:
    return [message for message in state["messages"] if isinstance(message, ToolMessage)]


@pytest.fixture
def tools(actions: Actions) -> list[BaseTool]:
    return get_tools(actions=actions, identifier=IDENTIFIER, connection_name="figma")


def named(tools: list[BaseTool], name: str) -> BaseTool:
    return next(tool for tool in tools if tool.name == name)


@pytest.mark.parametrize("way", ["sync", "async"])
def test_an_agent_reads_comments_and_answers(tools: list[BaseTool], sandbox: Sandbox, way: str) -> None:
    model = scripted(asks("figma_file_comments_list", {"file_key": sandbox.demo.file_key}), AIMessage("Four comments."))
    agent = create_agent(model, tools)
    question = {"messages": [("human", "What do they say?")]}
    state = agent.invoke(question) if way == "sync" else anyio.run(agent.ainvoke, question)
    assert state["messages"][-1].content == "Four comments."
    (message,) = results(state)
    assert message.status == "success"
    assert "Is 24 the right padding here?" in message.content
    assert message.artifact["comments"][0]["message"] == "Is 24 the right padding here? The grid says 16."
    assert json.loads(json.dumps(message.artifact)) == message.artifact, "a checkpointer can keep it"


def test_the_model_gets_the_schemas_as_they_are(tools: list[BaseTool]) -> None:
    model = scripted(AIMessage("Nothing to do."))
    create_agent(model, tools).invoke({"messages": [("human", "Hello.")]})
    sent = {each["function"]["name"]: each["function"]["parameters"] for each in model.bound}
    own = {each["name"]: each["parameters"] for each in OFFERED.openai(api="responses", tools=sent)}
    assert sent == own
    assert len(sent) > 30


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"depth": "two"}, "file_key"),
        ({"file_key": "a" * 22}, "404"),
        ({"identifier": "bob"}, "identifier"),
        ({"self": 1, "config": 2, "run_manager": 3}, "config: is no input"),
    ],
)
@pytest.mark.parametrize("way", ["sync", "async"])
def test_an_error_is_a_message_that_helps_on(
    tools: list[BaseTool], arguments: dict[str, Any], told: str, way: str
) -> None:
    agent = create_agent(scripted(asks("figma_file_get", arguments), AIMessage("I see.")), tools)
    question = {"messages": [("human", "Read it.")]}
    state = agent.invoke(question) if way == "sync" else anyio.run(agent.ainvoke, question)
    (message,) = results(state)
    assert (message.status, told in message.content) == ("error", True)


def test_on_its_own_a_tool_answers_with_its_text_or_raises_where_it_is_told_to(
    tools: list[BaseTool], sandbox: Sandbox
) -> None:
    read = named(tools, "figma_file_get")
    assert "your role is" in read.invoke({"file_key": sandbox.demo.file_key, "depth": 1, "version": None})
    assert "file_key" in read.invoke({})
    read.handle_tool_error = False
    with pytest.raises(ToolException, match="file_key"):
        read.invoke({})


@pytest.mark.parametrize("response_format", ["content", "content_and_artifact"])
def test_a_model_sees_pictures(actions: Actions, response_format: Any) -> None:
    tools = get_tools(actions=actions, identifier=IDENTIFIER, response_format=response_format)
    call = asks(*PICTURE).tool_calls[0]
    message = named(tools, PICTURE[0]).invoke(call)
    text, image = message.content_blocks
    assert SHOWN in text["text"]
    assert image["mime_type"] == "image/png"
    assert base64.b64decode(image["base64"]).startswith(PNG)


def test_a_call_that_becomes_no_message_answers_with_text(actions: Actions) -> None:
    """AgentExecutor calls so, and writes blocks out as JSON: a megabyte of base64."""
    tools = get_tools(actions=actions, identifier=IDENTIFIER, response_format="content")
    for answer in (named(tools, PICTURE[0]).run(PICTURE[1]), anyio.run(named(tools, PICTURE[0]).arun, PICTURE[1])):
        assert "expires=" in answer
        assert SHOWN not in answer


def test_a_tool_says_what_it_is(tools: list[BaseTool]) -> None:
    delete = named(tools, "figma_file_comment_delete")
    assert delete.tags == ["comments"]
    assert delete.metadata is not None
    assert (delete.metadata["destructive"], delete.metadata["read_only"]) == (True, False)


@pytest.mark.parametrize("decision", ["approve", "reject"])
def test_T66_what_destroys_waits_for_a_person(tools: list[BaseTool], sandbox: Sandbox, decision: str) -> None:
    posted = named(tools, "figma_file_comment_create").run({"file_key": sandbox.demo.file_key, "message": "A word."})
    arguments = {"file_key": sandbox.demo.file_key, "comment_id": json.loads(posted.splitlines()[-1])["id"]}
    asking = HumanInTheLoopMiddleware(interrupt_on(tools))
    model = scripted(asks("figma_file_comment_delete", arguments), AIMessage("Done."))
    agent = create_agent(model, tools, middleware=[asking], checkpointer=InMemorySaver())
    thread: Any = {"configurable": {"thread_id": "1"}}
    before = len(sandbox.requests)
    state = agent.invoke({"messages": [("human", "Delete it.")]}, thread)
    (interrupt,) = state["__interrupt__"]
    assert interrupt.value["action_requests"][0]["name"] == "figma_file_comment_delete"
    assert len(sandbox.requests) == before
    agent.invoke(Command(resume={"decisions": [{"type": decision}]}), thread)
    assert len(sandbox.requests) == before + (decision == "approve")


def test_only_what_needs_a_yes_interrupts(actions: Actions, tools: list[BaseTool]) -> None:
    assert "figma_file_comment_delete" in interrupt_on(tools)
    assert "figma_file_comment_create" not in interrupt_on(tools)
    writing = get_tools(actions=actions, identifier=IDENTIFIER, approve="writes")
    assert "figma_file_comment_create" in interrupt_on(writing)


@dataclass
class Person:
    name: str


@pytest.mark.parametrize("way", ["sync", "async"])
def test_T65_each_run_uses_the_account_of_its_own_person(actions: Actions, way: str) -> None:
    """Found in the configuration of the run, or in its context."""

    def ask(identifier_of: Any, *config: Any, **more: Any) -> str:
        tools = get_tools(actions=actions, identifier_of=identifier_of, tool_name_prefix="mine")
        agent = create_agent(scripted(asks("mine_figma_me_get", {}), AIMessage("You.")), tools, context_schema=Person)
        question = {"messages": [("human", "Who am I?")]}
        call = partial(agent.invoke, question, *config, **more)
        awaitable = partial(agent.ainvoke, question, *config, **more)
        return str(results(call() if way == "sync" else anyio.run(awaitable))[0].content)

    assert '"handle"' in ask(lambda config: config["configurable"]["user"], {"configurable": {"user": IDENTIFIER}})
    assert "'eve' has no account" in ask(lambda _: get_runtime(Person).context.name, context=Person("eve"))
    assert "failed in a way that was not expected" in ask(lambda config: config["configurable"]["user"])


def test_D_the_artifact_can_be_left_out_of_what_a_checkpointer_keeps(actions: Actions, sandbox: Sandbox) -> None:
    tools = get_tools(actions=actions, identifier=IDENTIFIER, response_format="content")
    model = scripted(asks("figma_file_get", {"file_key": sandbox.demo.file_key}), AIMessage("A file."))
    saver = InMemorySaver()
    thread: Any = {"configurable": {"thread_id": "1"}}
    agent = create_agent(model, tools, checkpointer=saver)
    (message,) = results(agent.invoke({"messages": [("human", "Read it.")]}, thread))
    assert "your role is" in message.content
    assert message.artifact is None
    assert '"document"' not in str(list(saver.list(thread)))


def test_D_listing_tools_does_not_hold_up_the_event_loop(actions: Actions, monkeypatch: pytest.MonkeyPatch) -> None:
    """The loop goes on while the store is read: what it waits for comes from the loop itself."""
    going, listed = threading.Event(), actions.list_tools

    def slow(**options: Any) -> Any:
        assert going.wait(10), "the loop stood still"
        return listed(**options)

    monkeypatch.setattr(actions, "list_tools", slow)

    async def together() -> list[str]:
        asyncio.get_running_loop().call_later(0.05, going.set)
        return [tool.name for tool in await aget_tools(actions=actions, identifier=IDENTIFIER)]

    assert "figma_file_get" in asyncio.run(together())


@pytest.mark.parametrize("way", ["sync", "async"])
def test_E_a_broken_modifier_is_a_message_without_its_details(
    actions: Actions, tools: list[BaseTool], way: str, caplog: pytest.LogCaptureFixture
) -> None:
    @actions.post_modifier()
    def broken(data: Any) -> Any:
        raise RuntimeError("a secret of the house")

    agent = create_agent(scripted(asks("figma_me_get", {}), AIMessage("I see.")), tools)
    question = {"messages": [("human", "Who am I?")]}
    (message,) = results(agent.invoke(question) if way == "sync" else anyio.run(agent.ainvoke, question))
    assert (message.status, "was not expected" in message.content) == ("error", True)
    assert "secret" not in message.content
    assert "a secret of the house" in caplog.text


def test_without_a_consent_a_call_answers_with_a_link(unconnected: Actions) -> None:
    tools = get_tools(actions=unconnected, identifier="ann", tools="figma_me_get")
    assert "they open this link" in tools[0].invoke({})


@pytest.mark.usefixtures("configured")
@pytest.mark.parametrize(
    "snippet", snippets("frameworks.md", "LangChain"), ids=["create_agent", "many people", "AgentExecutor"]
)
def test_the_pages_agents_run(snippet: str, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the provider's real chat model; the second is step 5 of the guide that these names follow."""
    monkeypatch.setenv("ANTHROPIC_API_KEY", "none")
    read = {"type": "tool_use", "id": "toolu_1", "name": "figma_file_comments_list"}
    read |= {"input": {"file_key": sandbox.demo.file_key}}
    usage = {"input_tokens": 1, "output_tokens": 1}
    fields = {"id": "m", "type": "message", "role": "assistant", "model": "m", "stop_sequence": None, "usage": usage}
    script = (
        fields | {"stop_reason": "tool_use", "content": [read]},
        fields | {"stop_reason": "end_turn", "content": [{"type": "text", "text": "Four comments."}]},
    )
    with ScriptedApi(*script) as api:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", api.url)
        monkeypatch.setenv("ANTHROPIC_API_URL", api.url)
        result = run(snippet)["result"]
    assert "Four comments." in str(result)
    sent = {each["name"]: each["input_schema"] for each in api.requests[0]["tools"]}
    assert sent == {each["name"]: each["input_schema"] for each in OFFERED.anthropic(tools=sent)}
    assert "Is 24 the right padding here?" in str(api.requests[1]["messages"][-1])


def test_the_example_runs() -> None:
    assert "4 comments on 2 frames." in example("langchain_agent.py")
