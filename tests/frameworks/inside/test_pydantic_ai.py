"""Pydantic AI's own agents, with its function model."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import anyio
import pytest
from pydantic_ai import Agent, DeferredToolRequests, DeferredToolResults, UnexpectedModelBehavior
from pydantic_ai.messages import BinaryContent, ModelMessage, ModelResponse, TextPart, ToolCallPart, ToolReturnPart
from pydantic_ai.models.function import AgentInfo, FunctionModel
from pydantic_ai.models.test import TestModel
from support.pages import example, run, snippets
from support.scripted import ScriptedApi

from figwright import Actions, errors
from figwright.pydantic_ai import FigwrightToolset, get_toolset
from figwright_figma.sandbox import Sandbox

from .conftest import IDENTIFIER, OFFERED, PICTURE, PNG, SHOWN


@pytest.fixture(autouse=True)
def event_loop() -> Iterator[None]:
    """The loop of `run_sync`, which leaves it open."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    yield
    loop.close()


class Scripted:
    """Says what it is given, one part after the other, and keeps what it was told."""

    def __init__(self, *parts: TextPart | ToolCallPart) -> None:
        self.parts, self.told = iter(parts), list[Any]()
        self.model = FunctionModel(self._next)

    def _next(self, messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
        self.told += messages[-1].parts
        return ModelResponse(parts=[next(self.parts)])


def asks(name: str, arguments: Any) -> ToolCallPart:
    return ToolCallPart(name, arguments, tool_call_id="call_1")


@pytest.fixture
def toolset(actions: Actions) -> FigwrightToolset:
    return get_toolset(actions=actions, identifier=IDENTIFIER)


@pytest.mark.parametrize("way", ["sync", "async"])
def test_an_agent_reads_comments_and_answers(toolset: FigwrightToolset, sandbox: Sandbox, way: str) -> None:
    script = Scripted(
        asks("figma_file_comments_list", {"file_key": sandbox.demo.file_key, "as_md": None}), TextPart("Four.")
    )
    agent = Agent(script.model, toolsets=[toolset])
    result = agent.run_sync("How many?") if way == "sync" else anyio.run(agent.run, "How many?")
    assert result.output == "Four."
    returned = script.told[-1]
    assert isinstance(returned, ToolReturnPart)
    assert "Is 24 the right padding here?" in str(returned.content)
    assert len(returned.metadata["comments"]) == 4


def test_the_model_gets_the_schemas_as_they_are(toolset: FigwrightToolset) -> None:
    model = TestModel(call_tools=[])
    Agent(model, toolsets=[toolset], output_type=[str, DeferredToolRequests]).run_sync("Hello.")
    assert model.last_model_request_parameters
    own = {each["name"]: each for each in OFFERED.openai(api="responses")}
    sent = model.last_model_request_parameters.function_tools
    assert len(sent) > 30
    for tool in sent:
        assert tool.parameters_json_schema == own[tool.name]["parameters"]
        assert tool.description == own[tool.name]["description"]
        assert tool.metadata
        assert (tool.kind == "unapproved") == tool.metadata["destructive"]


@pytest.mark.parametrize("arguments", [{"depth": 1}, {"identifier": "bob"}, "{", "[1]"])
def test_what_other_arguments_would_mend_is_tried_again(
    toolset: FigwrightToolset, sandbox: Sandbox, arguments: Any
) -> None:
    right = {"file_key": sandbox.demo.file_key, "depth": 1}
    script = Scripted(asks("figma_file_get", arguments), asks("figma_file_get", right), TextPart("A file."))
    assert Agent(script.model, toolsets=[toolset]).run_sync("Read it.").output == "A file."
    retry = script.told[1]
    assert retry.outcome == "retried"
    if isinstance(arguments, dict):
        assert "file_key" in str(retry.content)


def test_a_model_sees_pictures_unless_they_are_not_wanted(actions: Actions, toolset: FigwrightToolset) -> None:
    script = Scripted(asks(*PICTURE), TextPart("A checkout."))
    Agent(script.model, toolsets=[toolset]).run_sync("Look.")
    text, picture = script.told[-1].content
    assert SHOWN in text
    assert isinstance(picture, BinaryContent)
    assert picture.data.startswith(PNG)
    script = Scripted(asks(*PICTURE), TextPart("A link."))
    links = get_toolset(actions=actions, identifier=IDENTIFIER, pictures=False)
    Agent(script.model, toolsets=[links]).run_sync("Look.")
    assert isinstance(script.told[-1].content, str)


def test_an_error_that_they_would_not_mend_fails_the_call(toolset: FigwrightToolset) -> None:
    script = Scripted(asks("figma_file_get", {"file_key": "a" * 22}), TextPart("There is none."))
    assert Agent(script.model, toolsets=[toolset]).run_sync("Read it.").output == "There is none."
    failed = script.told[-1]
    assert isinstance(failed, ToolReturnPart)
    assert (failed.outcome, "404" in str(failed.content)) == ("failed", True)


@pytest.mark.parametrize("approved", [True, False])
def test_T66_what_destroys_ends_the_run_until_a_person_decides(
    actions: Actions, toolset: FigwrightToolset, sandbox: Sandbox, approved: bool
) -> None:
    word = {"file_key": sandbox.demo.file_key, "message": "A word."}
    posted = actions.execute_tool("figma_file_comment_create", identifier=IDENTIFIER, tool_input=word)
    arguments = {"file_key": sandbox.demo.file_key, "comment_id": posted["id"]}
    script = Scripted(asks("figma_file_comment_delete", arguments), TextPart("Done."))
    agent: Agent[None, Any] = Agent(script.model, toolsets=[toolset], output_type=[str, DeferredToolRequests])
    before = len(sandbox.requests)
    waiting = agent.run_sync("Delete it.")
    assert [call.tool_name for call in waiting.output.approvals] == ["figma_file_comment_delete"]
    assert len(sandbox.requests) == before
    decided = DeferredToolResults(approvals={"call_1": approved})
    done = agent.run_sync(message_history=waiting.all_messages(), deferred_tool_results=decided)
    assert done.output == "Done."
    assert len(sandbox.requests) == before + approved


def test_T65_each_run_uses_the_account_of_its_own_person(actions: Actions) -> None:
    toolset = get_toolset(actions=actions, identifier_of=lambda ctx: ctx.deps).prefixed("mine")

    def ask(deps: Any) -> str:
        script = Scripted(asks("mine_figma_me_get", {}), TextPart("You."))
        Agent(script.model, toolsets=[toolset]).run_sync("Who am I?", deps=deps)
        return str(script.told[-1].content)

    assert "handle" in ask(IDENTIFIER)
    assert "'eve' has no account" in ask("eve")
    with pytest.raises(errors.ConfigurationError, match="Whose account"):
        ask(None)


def test_C_the_toolsets_own_arguments_hold(actions: Actions) -> None:
    wrong = asks("figma_file_get", {"depth": 1})
    script = Scripted(wrong, wrong, TextPart("I give up."))
    toolset = get_toolset(actions=actions, identifier=IDENTIFIER, max_retries=2, strict=True)
    assert Agent(script.model, toolsets=[toolset], retries=9).run_sync("Read it.").output == "I give up."
    with pytest.raises(UnexpectedModelBehavior, match="retries"):
        Agent(Scripted(wrong, wrong, wrong).model, toolsets=[toolset], retries=9).run_sync("Read it.")
    model = TestModel(call_tools=[])
    Agent(model, toolsets=[toolset], output_type=[str, DeferredToolRequests]).run_sync("Hello.")
    assert model.last_model_request_parameters
    own = {each["name"]: each for each in OFFERED.openai(api="responses", strict=True)}
    for tool in model.last_model_request_parameters.function_tools:
        assert tool.strict
        assert tool.parameters_json_schema == own[tool.name]["parameters"]


def test_D_what_the_provider_sent_can_be_left_out_of_the_history(actions: Actions, sandbox: Sandbox) -> None:
    script = Scripted(asks("figma_file_get", {"file_key": sandbox.demo.file_key}), TextPart("A file."))
    toolset = get_toolset(actions=actions, identifier=IDENTIFIER, return_metadata=False)
    result = Agent(script.model, toolsets=[toolset]).run_sync("Read it.")
    assert "your role is" in str(script.told[-1].content)
    assert script.told[-1].metadata is None
    assert b'"document"' not in result.all_messages_json()


def test_E_a_broken_modifier_fails_the_call_without_its_details(
    actions: Actions, toolset: FigwrightToolset, caplog: pytest.LogCaptureFixture
) -> None:
    @actions.post_modifier()
    def broken(data: Any) -> Any:
        raise RuntimeError("a secret of the house")

    script = Scripted(asks("figma_me_get", {}), TextPart("I see."))
    Agent(script.model, toolsets=[toolset]).run_sync("Who am I?")
    assert "was not expected" in str(script.told[-1].content)
    assert "secret" not in str(script.told[-1].content)
    assert "a secret of the house" in caplog.text


def test_without_a_consent_a_call_answers_with_a_link(unconnected: Actions) -> None:
    script = Scripted(asks("figma_me_get", {}), TextPart("Open it."))
    Agent(script.model, toolsets=[get_toolset(actions=unconnected, identifier="ann", id="ann")]).run_sync("Who am I?")
    assert "they open this link" in str(script.told[-1].content)


@pytest.mark.usefixtures("configured")
def test_the_pages_agent_runs(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = json.dumps({"file_key": sandbox.demo.file_key, "comment_id": "1"})
    monkeypatch.setattr("builtins.input", lambda question: "yes" if arguments in question else "no")
    monkeypatch.setenv("OPENAI_API_KEY", "none")

    def response(output: dict[str, Any]) -> dict[str, Any]:
        usage = {"input_tokens": 1, "output_tokens": 1, "total_tokens": 2}
        usage |= {"input_tokens_details": {"cached_tokens": 0}, "output_tokens_details": {"reasoning_tokens": 0}}
        fields = {"id": "r", "object": "response", "created_at": 1, "model": "m", "parallel_tool_calls": True}
        return fields | {"tool_choice": "auto", "tools": [], "usage": usage, "output": [output]}

    delete = {"type": "function_call", "id": "f", "call_id": "1", "name": "figma_file_comment_delete"}
    content = [{"type": "output_text", "text": "There is none.", "annotations": []}]
    said = {"type": "message", "id": "m", "role": "assistant", "status": "completed", "content": content}
    with ScriptedApi(response(delete | {"arguments": arguments}), response(said)) as api:
        monkeypatch.setenv("OPENAI_BASE_URL", api.url)
        run(snippets("frameworks.md", "Pydantic AI")[0])
    assert capsys.readouterr().out == "There is none.\n"
    assert "404" in str(api.requests[1]["input"][-1])


def test_the_example_runs() -> None:
    told, answer = example("pydantic_ai_agent.py").splitlines()
    assert "depth" in told
    assert answer == "Checkout: Screens, Local components"
