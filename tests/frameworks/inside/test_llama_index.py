"""LlamaIndex's own agents with a model that follows a script, against the sandbox."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from llama_index.core.agent.workflow import FunctionAgent, ReActAgent
from llama_index.core.base.llms.types import ChatMessage, ToolCallBlock
from llama_index.core.llms import ImageBlock
from llama_index.core.llms.mock import MockFunctionCallingLLM
from llama_index.core.tools import FunctionTool, ToolOutput
from llama_index.core.tools.calling import acall_tool, call_tool
from llama_index.core.workflow import Context
from support.pages import run as run_snippet
from support.pages import snippets

from figma_tools.connector import CONNECTOR
from figwright import Actions, errors
from figwright.llama_index import ApprovalRequired, aget_tools, get_tools
from figwright_figma.sandbox import Sandbox

from .conftest import IDENTIFIER, OFFERED, PICTURE, PNG, SHOWN

pytestmark = pytest.mark.anyio
Call = tuple[str, dict[str, Any]]


def tools_of(actions: Actions, **selection: Any) -> dict[str | None, FunctionTool]:
    return {tool.metadata.name: tool for tool in get_tools(actions=actions, identifier=IDENTIFIER, **selection)}


def scripted(*turns: Sequence[Call]) -> MockFunctionCallingLLM:
    """A model that makes the calls of each turn, and then says that it is done."""
    left = list(turns)

    def say(messages: Sequence[ChatMessage], **kwargs: Any) -> ChatMessage:
        if not left:
            return ChatMessage(role="assistant", content="done")
        calls = [
            ToolCallBlock(tool_call_id=f"{len(left)}-{number}", tool_name=name, tool_kwargs=arguments)
            for number, (name, arguments) in enumerate(left.pop(0))
        ]
        return ChatMessage(role="assistant", blocks=calls)

    return MockFunctionCallingLLM(response_generator=say)


async def run(
    tools: list[FunctionTool], *turns: Sequence[Call], said: Sequence[str] = (), times: int = 1, **state: Any
) -> list[ToolOutput]:
    """What the tools answered in one run; `said` is what a person says when asked, so many times."""
    agent = FunctionAgent(tools=tools, llm=scripted(*turns), streaming=False)
    context = Context(agent)
    for name, value in state.items():
        await context.store.set(name, value)
    handler, answers = agent.run("Go.", ctx=context), list(said)
    async for event in handler.stream_events():
        if isinstance(event, ApprovalRequired):
            reply = event.answer(answers.pop(0))
            for _ in range(times):
                handler.ctx.send_event(reply)
    result = await handler
    assert str(result) == "done"
    assert not answers
    return [call.tool_output for call in result.tool_calls]


def test_a_model_reads_the_schemas_as_they_are(actions: Actions) -> None:
    told = {name: tool.metadata.to_openai_tool()["function"] for name, tool in tools_of(actions).items()}
    assert {"figma_file_get", "figma_file_comment_create"} <= set(told) < set(CONNECTOR.tools)
    views = {each["name"]: each for each in OFFERED.openai(api="responses")}
    assert all({**each, "strict": False, "type": "function"} == views[name] for name, each in told.items())
    schema = tools_of(actions)["figma_file_get"].metadata.fn_schema
    assert schema.model_json_schema() == views["figma_file_get"]["parameters"]


async def test_an_agent_calls_tools_and_reads_their_text(actions: Actions, sandbox: Sandbox) -> None:
    tools = tools_of(actions, read_only=True)
    asked = {"file_key": sandbox.demo.file_key, "depth": 1, "view": "outline", "ids": None}
    me, file = await run([*tools.values()], [("figma_me_get", {})], [("figma_file_get", asked)])
    assert me.raw_output["handle"] == sandbox.demo.user.handle
    assert sandbox.demo.user.handle in me.content
    assert file.raw_output["name"] in file.content
    assert "your role is" in file.content
    assert not file.is_error


async def test_an_agent_that_writes_its_calls_as_text_has_them_too(actions: Actions) -> None:
    lines = ["Thought: look.\nAction: figma_me_get\nAction Input: {}", "Thought: I can answer.\nAnswer: done"]

    def say(messages: Sequence[ChatMessage], **kwargs: Any) -> ChatMessage:
        return ChatMessage(role="assistant", content=lines.pop(0))

    llm = MockFunctionCallingLLM(response_generator=say, is_chat_model=True)
    agent = ReActAgent(tools=[*tools_of(actions, read_only=True).values()], llm=llm, streaming=False)
    result = await agent.run("Who am I?")
    assert result.tool_calls[0].tool_output.raw_output["handle"]


async def test_a_tool_is_called_without_an_agent_waiting_or_awaited(actions: Actions) -> None:
    tool = tools_of(actions)["figma_me_get"]
    waited, awaited = tool.call(), await tool.acall()
    assert waited.content == awaited.content
    assert waited.raw_output == awaited.raw_output


async def test_a_model_sees_pictures(actions: Actions) -> None:
    (output,) = await run(list(tools_of(actions).values()), [PICTURE])
    text, picture = output.blocks
    assert SHOWN in output.content
    assert SHOWN in getattr(text, "text", "")
    assert isinstance(picture, ImageBlock)
    assert picture.resolve_image().read().startswith(PNG)


async def test_an_error_is_an_output_that_says_what_to_do(actions: Actions, sandbox: Sandbox) -> None:
    tools = tools_of(actions)
    before = len(sandbox.requests)
    (wrong,) = await run([*tools.values()], [("figma_file_get", {"depth": "deep", "file_kee": "x"})])
    assert wrong.is_error
    for part in ("file_key: is needed", "depth", "file_kee"):
        assert part in wrong.content
    assert len(sandbox.requests) == before
    (missing,) = await run([*tools.values()], [("figma_file_get", {"file_key": "x" * 22})])
    assert missing.is_error
    assert missing.raw_input == {"file_key": "x" * 22}
    for output in (call_tool(tools["figma_file_get"], {}), await acall_tool(tools["figma_file_get"], {})):
        assert output.is_error
        assert isinstance(output.exception, errors.InvalidToolInputError)


async def test_T66_what_destroys_waits_for_a_persons_yes(actions: Actions, sandbox: Sandbox) -> None:
    tools = tools_of(actions, toolset="comments")
    made = tools["figma_file_comment_create"].call(file_key=sandbox.demo.file_key, message="a")
    delete = [("figma_file_comment_delete", {"file_key": sandbox.demo.file_key, "comment_id": made.raw_output["id"]})]
    before = len(sandbox.requests)
    (refused,) = await run([*tools.values()], delete, said=["no"])
    assert refused.is_error
    assert "did not say yes" in refused.content
    assert len(sandbox.requests) == before
    (deleted,) = await run([*tools.values()], delete, said=[" Yes"])
    assert not deleted.is_error


async def test_T66_one_yes_is_for_one_call(actions: Actions, sandbox: Sandbox) -> None:
    tools, key = tools_of(actions, toolset="comments"), sandbox.demo.file_key
    made = [tools["figma_file_comment_create"].call(file_key=key, message="a").raw_output["id"] for _ in range(2)]
    both = [("figma_file_comment_delete", {"file_key": key, "comment_id": each}) for each in made]
    one, other = await run([*tools.values()], both, said=["yes", "no"])
    assert sorted((one.is_error, other.is_error)) == [False, True]


@pytest.mark.parametrize("said", [["yes", "yes"], ["yes", "no"], ["no", "yes"], ["no", "no"]])
@pytest.mark.parametrize("times", [1, 2])
async def test_T66_each_of_two_identical_calls_is_approved_by_itself(
    actions: Actions, sandbox: Sandbox, said: list[str], times: int
) -> None:
    """An answer that is sent twice counts once."""
    tools, key = tools_of(actions, toolset="comments", approve="writes"), sandbox.demo.file_key
    same = ("figma_file_comment_create", {"file_key": key, "message": "the same"})
    before = len(posted(sandbox))
    outputs = await run([*tools.values()], [same, same], said=said, times=times)
    made = [output for output in outputs if not output.is_error]
    assert len(outputs) == 2
    assert len(made) == said.count("yes") == len(posted(sandbox)) - before
    assert len({output.raw_output["id"] for output in made}) == len(made), "each tells of its own"
    assert all("did not say yes" in output.content for output in outputs if output.is_error)


def posted(sandbox: Sandbox) -> list[Any]:
    return [request for request in sandbox.requests if request.method == "POST"]


async def test_T66_the_same_call_in_a_later_turn_is_asked_about_again(actions: Actions, sandbox: Sandbox) -> None:
    tools, key = tools_of(actions, toolset="comments", approve="writes"), sandbox.demo.file_key
    same = ("figma_file_comment_create", {"file_key": key, "message": "the same"})
    first, second = await run([*tools.values()], [same], [same], said=["yes", "no"])
    assert (first.is_error, second.is_error) == (False, True)


async def test_T65_each_run_uses_the_account_of_its_own_person(actions: Actions) -> None:
    tools = get_tools(actions=actions, identifier_of=lambda ctx: ctx.store.get("user"), tool_name_prefix="mine")
    asked = [("mine_figma_me_get", {})]
    (mine,) = await run(tools, asked, user=IDENTIFIER)
    assert mine.raw_output["handle"]
    (other,) = await run(tools, asked, user="eve")
    assert "'eve' has no account" in other.content
    (nobody,) = await run(tools, asked)
    assert "failed in a way that was not expected" in nobody.content
    me = next(tool for tool in tools if tool.metadata.name == "mine_figma_me_get")
    with pytest.raises(errors.PolicyError, match="only an agent's run can say"):
        me.call()


async def test_what_the_provider_sent_can_be_left_out(actions: Actions) -> None:
    (tool,) = await aget_tools(actions=actions, identifier=IDENTIFIER, tools="figma_me_get", raw_output=False)
    (output,) = await run([tool], [("figma_me_get", {})])
    assert "handle" in output.content
    assert output.raw_output is None


async def test_a_broken_modifier_is_an_output_without_its_details(actions: Actions) -> None:
    @actions.post_modifier()
    def broken(data: Any) -> Any:
        raise RuntimeError("a secret of the house")

    (output,) = await run([*tools_of(actions).values()], [("figma_me_get", {})])
    assert output.is_error
    assert "failed in a way that was not expected" in output.content
    assert "secret" not in str(output)


async def test_T66_nobody_to_ask_is_a_no_unless_nobody_is_to_be_asked(actions: Actions, sandbox: Sandbox) -> None:
    tool = tools_of(actions)["figma_file_comment_delete"]
    asked = {"file_key": sandbox.demo.file_key, "comment_id": "0"}
    with pytest.raises(errors.PolicyError, match="waits for a person's yes"):
        tool(**asked)
    with pytest.raises(errors.PolicyError, match="waits for a person's yes"):
        await tool.acall(**asked)
    with pytest.raises(errors.ProviderError):
        tools_of(actions, approve="nothing")["figma_file_comment_delete"].call(**asked)


async def test_an_account_that_is_not_connected_answers_with_a_link(unconnected: Actions, sandbox: Sandbox) -> None:
    tools = get_tools(actions=unconnected, identifier="new")
    (output,) = await run(tools, [("figma_me_get", {})])
    assert output.is_error
    assert f"they open this link, good for ten minutes and one consent: {sandbox.url}" in output.content
    assert isinstance(output.exception, errors.NotConnectedError)
    unconnected.complete_authorization(sandbox.consent(output.exception.link))
    (connected,) = await run(tools, [("figma_me_get", {})])
    assert connected.raw_output["handle"]


@pytest.mark.usefixtures("configured")
def test_the_pages_snippet_asks_before_it_deletes(
    actions: Actions, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    key = sandbox.demo.file_key
    made = tools_of(actions)["figma_file_comment_create"].call(file_key=key, message="a").raw_output["id"]
    llm = scripted([("figma_file_comment_delete", {"file_key": key, "comment_id": made})])
    provider: Any = SimpleNamespace(OpenAI=lambda model: llm)
    monkeypatch.setitem(sys.modules, "llama_index.llms.openai", provider)
    asked: list[str] = []
    monkeypatch.setattr("builtins.input", lambda prompt: asked.append(prompt) or "yes")
    run_snippet(snippets("frameworks.md", "LlamaIndex")[0])
    assert capsys.readouterr().out == "done\n"
    assert asked == [
        f'Call figma_file_comment_delete with {{"comment_id": "{made}", "file_key": "{key}"}}? yes or no: '
    ]
    comments = tools_of(actions)["figma_file_comments_list"].call(file_key=key).raw_output["comments"]
    assert made not in [each["id"] for each in comments]
