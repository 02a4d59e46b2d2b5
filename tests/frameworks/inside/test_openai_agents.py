"""The Agents SDK's own run loop, with a model that follows a script."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Iterator
from functools import partial
from typing import Any

import anyio
import pytest
from agents import Agent, FunctionTool, Model, ModelResponse, RunConfig, Runner, Tool, Usage, UserError
from openai.types.responses import ResponseFunctionToolCall, ResponseOutputMessage
from support.pages import example, run, snippets
from support.scripted import ScriptedApi

from figwright import Actions
from figwright.openai_agents import aget_tools, get_tools
from figwright_figma.sandbox import Sandbox

from .conftest import IDENTIFIER, OFFERED, PICTURE, PNG, SHOWN

QUIET = RunConfig(tracing_disabled=True)


@pytest.fixture(autouse=True)
def event_loop() -> Iterator[None]:
    """The loop of `run_sync`, which leaves it open."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    yield
    loop.close()


class Scripted(Model):
    """Says what it is given, one item after the other, and keeps what it was asked."""

    def __init__(self, *items: Any) -> None:
        self.items, self.inputs = iter(items), []

    async def get_response(self, system_instructions: Any, input: Any, *_: Any, **__: Any) -> ModelResponse:  # noqa: A002
        self.inputs.append(input)
        return ModelResponse(output=[next(self.items)], usage=Usage(), response_id=None)

    def stream_response(self, *_: Any, **__: Any) -> AsyncIterator[Any]:
        raise NotImplementedError

    @property
    def answers(self) -> list[str]:
        return [item["output"] for item in self.inputs[-1] if item.get("type") == "function_call_output"]


def asks(name: str, arguments: object, call_id: str = "call_1") -> ResponseFunctionToolCall:
    text = arguments if isinstance(arguments, str) else json.dumps(arguments)
    return ResponseFunctionToolCall(type="function_call", call_id=call_id, name=name, arguments=text)


def says(text: str) -> ResponseOutputMessage:
    content = [{"type": "output_text", "text": text, "annotations": []}]
    return ResponseOutputMessage.model_validate(
        {"id": "m", "type": "message", "role": "assistant", "status": "completed", "content": content}
    )


@pytest.fixture
def tools(actions: Actions) -> list[Tool]:
    return get_tools(actions=actions, identifier=IDENTIFIER)


@pytest.mark.parametrize("way", ["sync", "async"])
def test_an_agent_reads_a_file_and_answers(tools: list[Tool], sandbox: Sandbox, way: str) -> None:
    every = {"file_key": sandbox.demo.file_key, "depth": 1, "view": "outline", "ids": None, "version": None}
    model = Scripted(asks("figma_file_get", every), says("A file."))
    agent = Agent("designer", model=model, tools=tools)
    if way == "sync":
        result = Runner.run_sync(agent, "What is in it?", run_config=QUIET)
    else:

        async def run() -> Any:
            return await Runner.run(agent, "What is in it?", run_config=QUIET)

        result = anyio.run(run)
    assert result.final_output == "A file."
    assert "your role is" in model.answers[0]


@pytest.mark.parametrize("strict", [True, False])
def test_the_sdk_leaves_the_schemas_as_they_are(actions: Actions, strict: bool) -> None:
    tools = get_tools(actions=actions, identifier=IDENTIFIER, strict=strict)
    own = {each["name"]: each for each in OFFERED.openai(strict=strict, api="responses")}
    for tool in tools:
        assert isinstance(tool, FunctionTool)
        assert tool.strict_json_schema is strict
        assert tool.params_json_schema == own[tool.name]["parameters"]
        assert tool.description == own[tool.name]["description"]
    assert len(tools) > 30


@pytest.mark.parametrize(
    ("arguments", "told"),
    [({"depth": 1}, "file_key"), ("{", "not JSON"), ({"file_key": "a" * 22}, "404")],
)
def test_an_error_is_an_output_that_helps_on(tools: list[Tool], arguments: object, told: str) -> None:
    model = Scripted(asks("figma_file_get", arguments), says("I see."))
    Runner.run_sync(Agent("designer", model=model, tools=tools), "Read it.", run_config=QUIET)
    assert told in model.answers[0]


def test_a_model_sees_pictures(tools: list[Tool]) -> None:
    model = Scripted(asks(*PICTURE), says("A checkout."))
    result = Runner.run_sync(Agent("designer", model=model, tools=tools), "Look.", run_config=QUIET)
    output: Any = next(each for each in result.to_input_list() if each.get("type") == "function_call_output")["output"]
    text, image = output
    assert SHOWN in text["text"]
    assert base64.b64decode(image["image_url"].removeprefix("data:image/png;base64,")).startswith(PNG)


@pytest.mark.parametrize("approved", [True, False])
def test_T66_what_destroys_interrupts_the_run(
    actions: Actions, tools: list[Tool], sandbox: Sandbox, approved: bool
) -> None:
    word = {"file_key": sandbox.demo.file_key, "message": "A word."}
    posted = actions.execute_tool("figma_file_comment_create", identifier=IDENTIFIER, tool_input=word)
    arguments = {"file_key": sandbox.demo.file_key, "comment_id": posted["id"]}
    model = Scripted(asks("figma_file_comment_delete", arguments), says("Done."))
    agent = Agent("designer", model=model, tools=tools)
    before = len(sandbox.requests)
    result = Runner.run_sync(agent, "Delete it.", run_config=QUIET)
    (interruption,) = result.interruptions
    assert interruption.name == "figma_file_comment_delete"
    assert len(sandbox.requests) == before
    state = result.to_state()
    state.approve(interruption) if approved else state.reject(interruption)
    assert Runner.run_sync(agent, state, run_config=QUIET).final_output == "Done."
    assert len(sandbox.requests) == before + approved


def test_T65_each_run_uses_the_account_of_its_own_person(actions: Actions) -> None:
    tools = get_tools(actions=actions, identifier_of=lambda run: run.context["user"], tool_name_prefix="mine")

    def ask(context: Any) -> str:
        model = Scripted(asks("mine_figma_me_get", {}), says("You."))
        agent = Agent("designer", model=model, tools=tools)
        Runner.run_sync(agent, "Who am I?", run_config=QUIET, context=context)
        return model.answers[0]

    assert "handle" in ask({"user": IDENTIFIER})
    assert "'eve' has no account" in ask({"user": "eve"})
    assert "failed in a way that was not expected. Nothing was changed" in ask({})


def test_C_what_an_error_says_is_the_applications_to_choose(actions: Actions) -> None:
    async def told(context: Any, error: Exception) -> str:
        return f"Sorry: {type(error).__name__}"

    def ask(failure_error_function: Any) -> str:
        tools = anyio.run(
            partial(aget_tools, actions=actions, identifier=IDENTIFIER, failure_error_function=failure_error_function)
        )
        model = Scripted(asks("figma_file_get", {"depth": 1}), says("I see."))
        Runner.run_sync(Agent("designer", model=model, tools=tools), "Read it.", run_config=QUIET)
        return model.answers[0]

    assert ask(told) == "Sorry: InvalidToolInputError"
    assert ask(lambda _, error: f"No: {error}").startswith("No: figma_file_get was not called")
    with pytest.raises(UserError, match="figma_file_get"):
        ask(None)


def test_E_a_broken_modifier_is_an_output_without_its_details(
    actions: Actions, tools: list[Tool], caplog: pytest.LogCaptureFixture
) -> None:
    @actions.post_modifier()
    def broken(data: Any) -> Any:
        raise RuntimeError("a secret of the house")

    model = Scripted(asks("figma_me_get", {}), says("I see."))
    Runner.run_sync(Agent("designer", model=model, tools=tools), "Who am I?", run_config=QUIET)
    assert "was not expected" in model.answers[0]
    assert "secret" not in model.answers[0]
    assert "a secret of the house" in caplog.text


def test_without_a_consent_a_call_answers_with_a_link(unconnected: Actions) -> None:
    model = Scripted(asks("figma_me_get", {}), says("Open it."))
    agent = Agent("designer", model=model, tools=get_tools(actions=unconnected, identifier="ann"))
    Runner.run_sync(agent, "Who am I?", run_config=QUIET)
    assert "they open this link" in model.answers[0]


@pytest.mark.filterwarnings("ignore:asynchronous generator:ResourceWarning")  # of the SDK's second `run_sync`
@pytest.mark.usefixtures("configured")
def test_the_pages_agent_runs(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = {"file_key": sandbox.demo.file_key, "comment_id": "1"}
    monkeypatch.setattr("builtins.input", lambda question: "yes" if json.dumps(arguments) in question else "no")
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    monkeypatch.setenv("OPENAI_AGENTS_DISABLE_TRACING", "1")
    delete = asks("figma_file_comment_delete", arguments).model_dump()
    usage = {"input_tokens": 1, "output_tokens": 1, "total_tokens": 2}
    usage |= {"input_tokens_details": {"cached_tokens": 0}, "output_tokens_details": {"reasoning_tokens": 0}}
    response = {"id": "r", "object": "response", "created_at": 1, "model": "m", "parallel_tool_calls": True}
    response |= {"tool_choice": "auto", "tools": [], "usage": usage}
    script = response | {"output": [delete]}, response | {"output": [says("There is none.").model_dump()]}
    with ScriptedApi(*script) as api:
        monkeypatch.setenv("OPENAI_BASE_URL", api.url)
        run(snippets("frameworks.md", "OpenAI Agents")[0])
    assert capsys.readouterr().out == "There is none.\n"
    own = OFFERED.openai(strict=True, api="responses", tools=[each["name"] for each in api.requests[0]["tools"]])
    assert [each["parameters"] for each in api.requests[0]["tools"]] == [each["parameters"] for each in own]
    assert "404" in str(api.requests[1]["input"][-1])


def test_the_example_runs_and_asks() -> None:
    assert "was not approved" in example("openai_agents_agent.py")
    assert '"status":200' in example("openai_agents_agent.py", "y")
