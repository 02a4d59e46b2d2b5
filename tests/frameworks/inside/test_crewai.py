"""CrewAI's own agents with a model that follows a script, against the sandbox."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import pytest

os.environ |= {"CREWAI_DISABLE_TELEMETRY": "true", "OTEL_SDK_DISABLED": "true", "CREWAI_TESTING": "true"}

from crewai import Agent, Crew, Task
from crewai.llms.base_llm import BaseLLM
from crewai.tools import BaseTool
from crewai.tools.tool_failure import ToolFailure
from support.pages import run as run_snippet
from support.pages import snippets

from figma_tools import schemas
from figma_tools.connector import CONNECTOR
from figwright import Actions, errors
from figwright.crewai import aget_tools, get_tools
from figwright_figma.sandbox import Sandbox

from .conftest import IDENTIFIER, PICTURE

pytestmark = pytest.mark.anyio
Call = tuple[str, dict[str, Any]]


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What CrewAI keeps goes into the test's own folder."""
    monkeypatch.setenv("CREWAI_STORAGE_DIR", str(tmp_path / "crewai"))
    monkeypatch.setenv("HOME", str(tmp_path))


class Scripted(BaseLLM):
    """A model that says a line after the other: calls for the SDK's form, or text."""

    lines: list[Any]
    natively: bool = True
    told: list[Any] = []
    read: list[Any] = []

    def call(self, messages: Any, tools: Any = None, **kwargs: Any) -> Any:
        self.told.append(tools)
        self.read.append(messages)
        return self.lines.pop(0)

    async def acall(self, messages: Any, tools: Any = None, **kwargs: Any) -> Any:
        return self.call(messages, tools)

    def supports_function_calling(self) -> bool:
        return self.natively

    def get_context_window_size(self) -> int:
        return 200_000


def called(*calls: Call) -> list[dict[str, Any]]:
    return [
        {"id": f"call_{number}", "type": "function", "function": {"name": name, "arguments": arguments}}
        for number, (name, arguments) in enumerate(calls)
    ]


def team(tools: Sequence[BaseTool], model: Scripted) -> Crew:
    agent = Agent(role="Designer", goal="Look", backstory="Looks.", tools=[*tools], llm=model, verbose=False)
    task = Task(description="Go.", expected_output="Anything.", agent=agent)
    return Crew(agents=[agent], tasks=[task], verbose=False)


def answers(model: Scripted) -> list[str]:
    return [str(each["content"]) for each in model.read[-1] if each.get("role") == "tool"]


def run(tools: Sequence[BaseTool], *turns: Sequence[Call]) -> list[str]:
    """What the tools answered in one run."""
    model = Scripted(model="scripted", lines=[*(called(*calls) for calls in turns), "done"])
    assert team(tools, model).kickoff().raw == "done"
    return answers(model)


def test_a_model_reads_the_strict_schemas(actions: Actions) -> None:
    model = Scripted(model="scripted", lines=["done"])
    team(get_tools(actions=actions, identifier=IDENTIFIER), model).kickoff()
    views = {each["function"]["name"]: each["function"] for each in schemas.openai(strict=True)}
    told = {each["function"]["name"]: each["function"] for each in model.told[0]}
    assert {"figma_file_get", "figma_file_comment_create"} <= set(told) < set(CONNECTOR.tools)
    for name, each in told.items():
        assert each["parameters"] == views[name]["parameters"], name
        assert each["description"] == views[name]["description"]


def test_an_agent_calls_tools_and_reads_their_text(actions: Actions, sandbox: Sandbox) -> None:
    asked = {"file_key": sandbox.demo.file_key, "depth": 1, "view": "outline", "ids": None, "max_tokens": None}
    tools = get_tools(actions=actions, identifier=IDENTIFIER, read_only=True)
    me, file = run(tools, [("figma_me_get", {})], [("figma_file_get", asked)])
    assert sandbox.demo.user.handle in me
    assert "your role is" in file


async def test_an_awaited_crew_works_the_same(actions: Actions, sandbox: Sandbox) -> None:
    model = Scripted(model="scripted", lines=[called(("figma_me_get", {})), "done"])
    crew = team(get_tools(actions=actions, identifier=IDENTIFIER, read_only=True), model)
    assert (await crew.kickoff_async()).raw == "done"
    assert sandbox.demo.user.handle in answers(model)[0]
    (tool,) = get_tools(actions=actions, identifier=IDENTIFIER, tools="figma_me_get")
    assert await tool.arun() == tool.run()


def test_an_agent_that_writes_its_calls_as_text_has_them_too(actions: Actions, sandbox: Sandbox) -> None:
    asked = json.dumps({"file_key": sandbox.demo.file_key, "depth": 1, "ids": None, "view": "outline"})
    look = f"Thought: look.\nAction: figma_file_get\nAction Input: {asked}"
    model = Scripted(model="scripted", lines=[look, "Thought: I now know.\nFinal Answer: done"], natively=False)
    assert team(get_tools(actions=actions, identifier=IDENTIFIER, read_only=True), model).kickoff().raw == "done"
    assert "your role is" in str(model.read[-1])


def test_crews_for_several_inputs_have_the_tools_each(actions: Actions) -> None:
    model = Scripted(model="scripted", lines=[called(("figma_me_get", {})), "done"] * 2)
    crew = team(get_tools(actions=actions, identifier=IDENTIFIER, read_only=True), model)
    assert [each.raw for each in crew.kickoff_for_each([{}, {}])] == ["done", "done"]


def test_an_error_is_an_answer_that_says_what_to_do_and_a_failure(actions: Actions, sandbox: Sandbox) -> None:
    before = len(sandbox.requests)
    tools = get_tools(actions=actions, identifier=IDENTIFIER)
    model = Scripted(model="scripted", lines=[called(("figma_file_get", {"depth": "deep", "file_kee": "x"})), "done"])
    output = team(tools, model).kickoff()
    (refused,) = answers(model)
    for part in ("file_key: is needed", "depth", "file_kee"):
        assert part in refused
    assert len(sandbox.requests) == before
    (failure,) = output.tasks_output[0].tool_failures
    assert failure.failure.code == "INVALID_INPUT"


def test_what_holds_text_alone_has_links(actions: Actions) -> None:
    tool = next(each for each in get_tools(actions=actions, identifier=IDENTIFIER) if each.name == PICTURE[0])
    assert "as" not in tool.args_schema.model_json_schema()["properties"]
    text = tool.run(**PICTURE[1])
    assert isinstance(text, str)
    assert "expires=" in text


def test_what_was_read_is_read_anew(actions: Actions, sandbox: Sandbox) -> None:
    tools = get_tools(actions=actions, identifier=IDENTIFIER, tools="figma_me_get")
    before = len(sandbox.requests)
    run(tools, [("figma_me_get", {})], [("figma_me_get", {})])
    assert len(sandbox.requests) == before + 2


@pytest.mark.parametrize("said", [True, False])
def test_T66_what_destroys_waits_for_a_persons_yes(actions: Actions, sandbox: Sandbox, said: bool) -> None:
    asked = []

    def confirm(name: str, arguments: Any) -> bool:
        asked.append((name, dict(arguments)))
        return said

    tools = get_tools(actions=actions, identifier=IDENTIFIER, toolset="comments", confirm=confirm)
    delete = ("figma_file_comment_delete", comment(actions, sandbox))
    before = len(sandbox.requests)
    (answer,) = run(tools, [delete])
    assert asked == [delete]
    assert len(sandbox.requests) == before + said
    assert ("waits for a person's yes, and none was given" in answer) != said


@pytest.mark.parametrize(("typed", "yes"), [("yes", True), ("go on", False), ("", False), (None, False)])
def test_T66_it_is_asked_on_the_terminal(
    actions: Actions, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, typed: str | None, yes: bool
) -> None:
    def type_it(prompt: str = "") -> str:
        if typed is None:
            raise EOFError
        return typed

    monkeypatch.setattr("builtins.input", type_it)
    (tool,) = get_tools(actions=actions, identifier=IDENTIFIER, tools="figma_file_comment_delete")
    assert isinstance(tool.run(**comment(actions, sandbox)), ToolFailure) != yes


async def awaited(name: str, arguments: Any) -> bool:
    return True


@pytest.mark.parametrize("confirm", [None, True, "yes", awaited])
def test_T66_what_cannot_be_asked_is_refused_where_it_is_written(actions: Actions, confirm: Any) -> None:
    with pytest.raises(errors.ConfigurationError, match="confirm"):
        get_tools(actions=actions, identifier=IDENTIFIER, confirm=confirm)


@pytest.mark.parametrize("said", ["no", "yes", 1, None, RuntimeError("a secret of the house")])
def test_T66_only_true_is_a_yes(actions: Actions, sandbox: Sandbox, said: Any) -> None:
    def confirm(name: str, arguments: Any) -> Any:
        if isinstance(said, Exception):
            raise said
        return said

    (tool,) = get_tools(
        actions=actions,
        identifier=IDENTIFIER,
        tools="figma_file_comment_delete",
        confirm=confirm,
        tool_name_prefix="mine",
    )
    assert tool.name == "mine_figma_file_comment_delete"
    asked = comment(actions, sandbox)
    before = len(sandbox.requests)
    failure = tool.run(**asked)
    assert isinstance(failure, ToolFailure)
    assert "secret" not in failure.message
    assert len(sandbox.requests) == before


def test_E_a_broken_modifier_is_a_failure_without_its_details(
    actions: Actions, caplog: pytest.LogCaptureFixture
) -> None:
    @actions.post_modifier()
    def broken(data: Any) -> Any:
        raise RuntimeError("a secret of the house")

    (answer,) = run(anyio.run(partial(aget_tools, actions=actions, identifier=IDENTIFIER)), [("figma_me_get", {})])
    assert "was not expected" in answer
    assert "secret" not in answer
    assert "a secret of the house" in caplog.text


def comment(actions: Actions, sandbox: Sandbox) -> dict[str, Any]:
    """What deletes a comment that was just made."""
    key = sandbox.demo.file_key
    made = actions.execute_tool(
        "figma_file_comment_create", identifier=IDENTIFIER, tool_input={"file_key": key, "message": "a"}
    )
    return {"file_key": key, "comment_id": made["id"]}


def test_an_account_that_is_not_connected_answers_with_a_link(unconnected: Actions, sandbox: Sandbox) -> None:
    (answer,) = run(get_tools(actions=unconnected, identifier="new"), [("figma_me_get", {})])
    assert f"they open this link, good for ten minutes and one consent: {sandbox.url}" in answer


@pytest.mark.usefixtures("configured")
def test_the_pages_crew_asks_before_it_deletes(
    actions: Actions, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = comment(actions, sandbox)
    model = Scripted(model="scripted", lines=[called(("figma_file_comment_delete", asked)), "done"])
    monkeypatch.setattr("builtins.input", lambda prompt="": "yes")
    monkeypatch.setattr("builtins.scripted", model, raising=False)
    run_snippet(snippets("frameworks.md", "CrewAI")[0].replace('"openai/gpt-5.5"', "scripted"))
    assert capsys.readouterr().out.endswith("done\n")
    assert [json.loads(each) for each in answers(model)] == [{"error": False, "status": 200, "i18n": None}]
