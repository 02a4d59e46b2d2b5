"""ADK's own runner with a model that follows a script, against the sandbox."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from typing import Any

import pytest
from google.adk.agents import Agent
from google.adk.events import Event
from google.adk.models import BaseLlm, LlmRequest, LlmResponse
from google.adk.runners import InMemoryRunner
from google.genai import types
from support.pages import run as run_snippet
from support.pages import snippets

from figma_tools.connector import CONNECTOR
from figwright import Actions, errors
from figwright.google_adk import Toolset, get_tools
from figwright_figma.sandbox import Sandbox

from .conftest import IDENTIFIER, OFFERED, PICTURE, PNG, SHOWN

pytestmark = pytest.mark.anyio
Call = tuple[str, dict[str, Any]]
ASKED = "adk_request_confirmation"


class Scripted(BaseLlm):
    """A model that makes the calls of each turn, and then says that it is done."""

    turns: list[Sequence[Call]]
    seen: list[LlmRequest] = []

    async def generate_content_async(
        self, llm_request: LlmRequest, stream: bool = False
    ) -> AsyncGenerator[LlmResponse, None]:
        self.seen.append(llm_request.model_copy(deep=True))
        calls = [types.Part.from_function_call(name=name, args=args) for name, args in self.turns.pop(0)]
        yield LlmResponse(content=types.Content(role="model", parts=calls or [types.Part(text="done")]))


class Run:
    """One conversation of a user with an agent."""

    def __init__(self, tools: list[Any], *turns: Sequence[Call], user: str = "somebody") -> None:
        self.model = Scripted(model="scripted", turns=[*turns, []])
        self.runner = InMemoryRunner(Agent(name="designer", model=self.model, tools=tools), app_name="app")
        self.runner.auto_create_session = True
        self.user = user

    async def go(self, part: types.Part | None = None) -> list[Event]:
        content = types.Content(role="user", parts=[part or types.Part(text="Go.")])
        events = self.runner.run_async(user_id=self.user, session_id="s", new_message=content)
        return [event async for event in events]


def answers(events: list[Event]) -> list[dict[str, Any]]:
    return [dict(each.response or {}) for event in events for each in event.get_function_responses()]


def reply(events: list[Event], confirmed: bool) -> types.Part:
    """What a person answers to the one question in the events."""
    (asked,) = [call for event in events for call in event.get_function_calls() if call.name == ASKED]
    response = types.FunctionResponse(id=asked.id, name=ASKED, response={"confirmed": confirmed})
    return types.Part(function_response=response)


async def test_a_model_reads_the_schemas_as_they_are(actions: Actions) -> None:
    run = Run(list(get_tools(actions=actions, identifier=IDENTIFIER)))
    await run.go()
    (told,) = run.model.seen[0].config.tools
    views = {each["name"]: each for each in OFFERED.openai(api="responses")}
    for each in told.function_declarations:
        assert each.parameters_json_schema == views[each.name]["parameters"]
        assert each.description == views[each.name]["description"]
    named = {each.name for each in told.function_declarations}
    assert {"figma_file_get", "figma_file_comment_create"} <= named < set(CONNECTOR.tools)


async def test_an_agent_calls_tools_and_reads_their_text(actions: Actions, sandbox: Sandbox) -> None:
    asked = {"file_key": sandbox.demo.file_key, "depth": 1, "view": "outline", "ids": None}
    tools = get_tools(actions=actions, identifier=IDENTIFIER, read_only=True)
    run = Run(list(tools), [("figma_me_get", {})], [("figma_file_get", asked)])
    me, file = answers(await run.go())
    assert sandbox.demo.user.handle in me["result"]
    assert "your role is" in file["result"]


async def test_a_model_sees_pictures(actions: Actions) -> None:
    run = Run(list(get_tools(actions=actions, identifier=IDENTIFIER)), [PICTURE])
    (event,) = [each for each in await run.go() if each.get_function_responses()]
    (response,) = event.get_function_responses()
    assert SHOWN in (response.response or {})["result"]
    (picture,) = response.parts or []
    assert picture.inline_data
    assert (picture.inline_data.data or b"").startswith(PNG)


async def test_an_error_is_an_answer_that_says_what_to_do(actions: Actions, sandbox: Sandbox) -> None:
    wrong = ("figma_file_get", {"depth": "deep", "file_kee": "x"})
    run = Run(list(get_tools(actions=actions, identifier=IDENTIFIER)), [wrong])
    before = len(sandbox.requests)
    (refused,) = answers(await run.go())
    for part in ("file_key: is needed", "depth", "file_kee"):
        assert part in refused["error"]
    assert len(sandbox.requests) == before


@pytest.mark.parametrize("confirmed", [False, True])
async def test_T66_what_destroys_waits_for_a_persons_yes(actions: Actions, sandbox: Sandbox, confirmed: bool) -> None:
    key = sandbox.demo.file_key
    made = actions.execute_tool(
        "figma_file_comment_create", identifier=IDENTIFIER, tool_input={"file_key": key, "message": "a"}
    )
    delete = ("figma_file_comment_delete", {"file_key": key, "comment_id": made["id"]})
    run = Run(list(get_tools(actions=actions, identifier=IDENTIFIER, toolset="comments")), [delete])
    before = len(sandbox.requests)
    asked = await run.go()
    assert len(sandbox.requests) == before
    (answer,) = answers(await run.go(reply(asked, confirmed)))
    assert ("error" in answer) != confirmed
    assert len(sandbox.requests) == before + confirmed
    if not confirmed:
        assert "rejected" in answer["error"]


async def test_what_only_writes_waits_where_that_is_wanted_and_nothing_where_not(
    actions: Actions, sandbox: Sandbox
) -> None:
    create = ("figma_file_comment_create", {"file_key": sandbox.demo.file_key, "message": "a"})
    delete = ("figma_file_comment_delete", {"file_key": sandbox.demo.file_key, "comment_id": "0"})
    asking = Run(list(get_tools(actions=actions, identifier=IDENTIFIER, approve="writes")), [create])
    assert reply(await asking.go(), True)
    free = Run(list(get_tools(actions=actions, identifier=IDENTIFIER, approve="nothing")), [delete])
    (answer,) = answers(await free.go())
    assert "0" in answer["error"]


async def test_an_account_that_is_not_connected_answers_with_a_link(unconnected: Actions, sandbox: Sandbox) -> None:
    run = Run(list(get_tools(actions=unconnected, identifier="new")), [("figma_me_get", {})])
    (answer,) = answers(await run.go())
    assert f"they open this link, good for ten minutes and one consent: {sandbox.url}" in answer["error"]


async def test_T65_a_toolset_serves_each_user_with_an_account_of_their_own(actions: Actions) -> None:
    toolset = Toolset(identifier_of=lambda context: context.user_id, actions=actions, toolset="files")
    connected = Run([toolset], [("figma_file_get", {})], user=IDENTIFIER)
    (answer,) = answers(await connected.go())
    assert "file_key: is needed" in answer["error"]
    other = Run([toolset], [("figma_file_meta_get", {"file_key": "a" * 22, "identifier": IDENTIFIER})], user="eve")
    (refused,) = answers(await other.go())
    assert "identifier" in refused["error"]
    stranger = Run([toolset], [("figma_file_meta_get", {"file_key": "a" * 22})], user="eve")
    (answer,) = answers(await stranger.go())
    assert "'eve' has no account" in answer["error"]
    assert await toolset.get_tools() == []
    fixed = Toolset(actions=actions, identifier=IDENTIFIER, read_only=True)
    assert {tool.name for tool in await fixed.get_tools()} >= {"figma_file_get", "figma_me_get"}


@pytest.mark.parametrize(
    ("selection", "told"),
    [
        ({"tools": "figma_file_gett"}, "Did you mean figma_file_get"),
        ({"tool_filter": ["figma_file_gett"]}, "Did you mean figma_file_get"),
        ({"toolset": "filez"}, "filez"),
        ({"connection_name": "figmaa"}, "figmaa"),
        ({"approve": "write"}, "approve='write'"),
        ({"identifier": "ann"}, "not both"),
        ({"tool_name_prefix": "of ann"}, "no name for a tool"),
    ],
)
def test_C_a_toolset_checks_what_it_is_given_when_it_is_made(
    actions: Actions, selection: dict[str, Any], told: str
) -> None:
    with pytest.raises(errors.FigwrightError, match=told):
        Toolset(identifier_of=lambda context: context.user_id, actions=actions, **selection)


async def test_C_a_toolset_has_the_filters_and_prefixes_of_every_toolset(actions: Actions) -> None:
    def reads(tool: Any, context: Any = None) -> bool:
        return bool(tool.custom_metadata["read_only"])

    async def told(**options: Any) -> set[str]:
        run = Run([Toolset(actions=actions, identifier=IDENTIFIER, toolset="comments", **options)])
        await run.go()
        (tools,) = run.model.seen[0].config.tools
        return {each.name for each in tools.function_declarations}

    assert await told(tool_filter=["figma_file_comments_list"]) == {"figma_file_comments_list"}
    assert await told(tool_filter=reads) == {"figma_comment_reactions_list", "figma_file_comments_list"}
    assert "mine_figma_file_comments_list" in await told(tool_name_prefix="mine")
    run = Run([Toolset(actions=actions, identifier=IDENTIFIER, tool_name_prefix="mine")], [("mine_figma_me_get", {})])
    (me,) = answers(await run.go())
    assert "handle" in me["result"]


async def test_C_what_cannot_be_listed_is_said_at_a_call_and_not_left_out(
    actions: Actions, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(**options: Any) -> Any:
        raise errors.StoreBusyError("The database is away.")

    monkeypatch.setattr(actions, "list_tools", away)
    fixed = Run([Toolset(actions=actions, identifier=IDENTIFIER)], [("figma_me_get", {})])
    assert "handle" in answers(await fixed.go())[0]["result"]
    unknown = Run([Toolset(actions=actions, identifier_of=lambda context: {}["user"])], [("figma_me_get", {})])
    assert "was not expected" in answers(await unknown.go())[0]["error"]


async def test_E_a_broken_modifier_is_an_error_without_its_details(
    actions: Actions, caplog: pytest.LogCaptureFixture
) -> None:
    @actions.post_modifier()
    def broken(data: Any) -> Any:
        raise RuntimeError("a secret of the house")

    run = Run(list(get_tools(actions=actions, identifier=IDENTIFIER)), [("figma_me_get", {})])
    (answer,) = answers(await run.go())
    assert "was not expected" in answer["error"]
    assert "secret" not in answer["error"]
    assert "a secret of the house" in caplog.text


@pytest.mark.usefixtures("configured")
async def test_the_pages_agent_serves_a_user(sandbox: Sandbox) -> None:
    agent = run_snippet(snippets("frameworks.md", "Google ADK")[0])["root_agent"]
    agent.model = Scripted(model="scripted", turns=[[("figma_me_get", {})], []])
    runner = InMemoryRunner(agent, app_name="app")
    runner.auto_create_session = True
    content = types.Content(role="user", parts=[types.Part(text="Who am I?")])
    events = [each async for each in runner.run_async(user_id=IDENTIFIER, session_id="s", new_message=content)]
    (me,) = answers(events)
    assert sandbox.demo.user.handle in me["result"]
