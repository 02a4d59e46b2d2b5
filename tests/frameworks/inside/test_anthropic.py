"""Anthropic's own client against a scripted endpoint: what goes out and what goes back, in our loop and in its own."""

from __future__ import annotations

import base64
from typing import Any

import anyio
import pytest
from anthropic import Anthropic, AsyncAnthropic
from anthropic.lib.tools import ToolError
from anthropic.types import ToolUseBlock
from support.pages import example, run, snippets
from support.scripted import ScriptedApi

from figwright import Actions
from figwright.anthropic import Tools
from figwright.errors import ConfigurationError
from figwright_figma.sandbox import Sandbox

from .conftest import IDENTIFIER, PICTURE, PNG, SHOWN, alike


def asks(name: str, arguments: object, call_id: str = "toolu_1") -> dict[str, Any]:
    return {"type": "tool_use", "id": call_id, "name": name, "input": arguments}


def says(text: str) -> dict[str, Any]:
    return {"type": "text", "text": text}


def message(*content: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "scripted",
        "content": list(content),
        "stop_reason": "tool_use" if content[-1]["type"] == "tool_use" else "end_turn",
        "stop_sequence": None,
        "usage": {"input_tokens": 1, "output_tokens": 1},
    }


@pytest.fixture
def tools(actions: Actions) -> Tools:
    return Tools(actions=actions, identifier=IDENTIFIER)


def test_a_loop_calls_tools_and_reads_their_answers(tools: Tools, sandbox: Sandbox) -> None:
    comments = asks("figma_file_comments_list", {"file_key": sandbox.demo.file_key})
    script = message(says("Let me look."), comments, asks("figma_me_get", {}, "toolu_2")), message(says("Four."))
    with ScriptedApi(*script) as api:
        client = Anthropic(base_url=api.url, api_key="none")
        messages: list[Any] = [{"role": "user", "content": "How many comments?"}]
        schemas = tools.schemas(strict="figma_file_comment_create")
        while True:
            done = client.messages.create(model="m", max_tokens=9, messages=messages, tools=schemas)
            results = tools.answers(done.content)
            if not results:
                break
            messages += [{"role": "assistant", "content": done.content}, {"role": "user", "content": results}]
    assert [each["name"] for each in api.requests[0]["tools"] if each.get("strict")] == ["figma_file_comment_create"]
    assert api.requests[0]["tools"] == schemas
    first, second = api.requests[1]["messages"][-1]["content"]
    assert (first["type"], first["tool_use_id"], first["is_error"]) == ("tool_result", "toolu_1", False)
    assert "Is 24 the right padding here?" in first["content"]
    assert (second["tool_use_id"], "Ada Lindqvist" in second["content"]) == ("toolu_2", True)


def test_the_sdks_own_loop_runs_them(tools: Tools, sandbox: Sandbox) -> None:
    read = asks("figma_file_get", {"file_key": sandbox.demo.file_key, "depth": 1, "view": "outline"})
    script = message(read, asks("figma_file_get", {}, "toolu_2")), message(says("A file."))
    with ScriptedApi(*script) as api:
        runner = Anthropic(base_url=api.url, api_key="none").beta.messages.tool_runner(
            model="m", max_tokens=9, tools=tools.runnable(), messages=[{"role": "user", "content": "Read it."}]
        )
        assert runner.until_done().content[0].type == "text"
    assert api.requests[0]["tools"] == tools.schemas()
    check(*api.requests[1]["messages"][-1]["content"])


def test_and_so_does_its_loop_of_the_async_client(tools: Tools, sandbox: Sandbox) -> None:
    read = asks("figma_file_get", {"file_key": sandbox.demo.file_key, "depth": 1, "view": "outline"})
    script = message(read, asks("figma_file_get", {}, "toolu_2")), message(says("A file."))

    async def run(api: ScriptedApi) -> None:
        async with AsyncAnthropic(base_url=api.url, api_key="none") as client:
            await client.beta.messages.tool_runner(
                model="m",
                max_tokens=9,
                tools=tools.async_runnable(),
                messages=[{"role": "user", "content": "Read it."}],
            ).until_done()

    with ScriptedApi(*script) as api:
        anyio.run(run, api)
    check(*api.requests[1]["messages"][-1]["content"])


def check(read: dict[str, Any], refused: dict[str, Any]) -> None:
    assert "your role is" in str(read["content"])
    assert not read.get("is_error")
    assert "file_key" in str(refused["content"])
    assert refused["is_error"]


@pytest.mark.parametrize(
    ("name", "arguments", "told"),
    [
        ("figma_me", {}, "Did you mean figma_me_get"),
        ("figma_file_get", ["a"], "an object, not list"),
        ("figma_file_get", {"key": "a"}, "file_key"),
        ("figma_file_get", {"file_key": "a" * 22}, "404"),
    ],
)
def test_whatever_it_says_it_reads_what_was_wrong(tools: Tools, name: str, arguments: object, told: str) -> None:
    block = ToolUseBlock.construct(**asks(name, arguments))
    answer = tools.answer(block)
    assert answer["is_error"]
    assert told in str(answer["content"])
    assert alike(answer, tools.answer(asks(name, arguments)), anyio.run(tools.aanswer, block))


def test_T66_a_call_that_destroys_is_made_only_with_a_yes(tools: Tools, sandbox: Sandbox) -> None:
    arguments = {"file_key": sandbox.demo.file_key, "comment_id": sandbox.demo.own_comment_id}
    block = ToolUseBlock.construct(**asks("figma_file_comment_delete", arguments))
    before = len(sandbox.requests)
    assert tools.needs_approval(block)
    assert "waits for a person's yes" in str(tools.answer(block)["content"])
    runnable = {tool.name: tool for tool in tools.runnable()}
    with pytest.raises(ToolError, match="waits for a person's yes"):
        runnable[block.name].call(arguments)
    assert len(sandbox.requests) == before

    async def approve(call: Any) -> bool:
        return bool(call.input == arguments)

    asking = {tool.name: tool for tool in tools.async_runnable(approve=approve)}
    assert "200" in str(anyio.run(asking[block.name].call, arguments))


@pytest.mark.parametrize("said", ["yes", RuntimeError("a secret of the house")])
def test_T66_only_true_is_a_yes_and_what_approve_raises_stays_here(tools: Tools, sandbox: Sandbox, said: Any) -> None:
    def approve(call: Any) -> Any:
        if isinstance(said, Exception):
            raise said
        return said

    async def ask(call: Any) -> Any:
        return approve(call)

    arguments = {"file_key": sandbox.demo.file_key, "comment_id": "1"}
    waiting = {tool.name: tool for tool in tools.runnable(approve=approve)}["figma_file_comment_delete"]
    awaiting = {tool.name: tool for tool in tools.async_runnable(approve=ask)}["figma_file_comment_delete"]
    before = len(sandbox.requests)
    for call in (lambda: waiting.call(arguments), lambda: anyio.run(awaiting.call, arguments)):
        with pytest.raises(ToolError) as raised:
            call()
        assert "secret" not in str(raised.value)
    assert len(sandbox.requests) == before
    with pytest.raises(ConfigurationError, match="coroutine function"):
        tools.runnable(approve=ask)  # type: ignore[arg-type]


def test_a_model_sees_pictures_in_our_loop_and_in_the_sdks_own(tools: Tools) -> None:
    name, arguments = PICTURE
    (result,) = tools.answers([asks(name, arguments)])
    runnable = next(each for each in tools.runnable() if each.name == name)
    for content in (result["content"], runnable.call(arguments)):
        text, image = content
        assert SHOWN in text["text"]
        assert image["source"]["media_type"] == "image/png"
        assert base64.b64decode(image["source"]["data"]).startswith(PNG)
    (links,) = tools.answers([asks(name, arguments | {"as": "links"})])
    assert isinstance(links["content"], str)


def test_without_a_consent_a_call_answers_with_a_link(unconnected: Actions) -> None:
    answer = Tools(actions=unconnected, identifier="ann").answer(asks("figma_me_get", {}))
    assert "they open this link" in str(answer["content"])
    assert answer["is_error"]


def test_more_strict_tools_than_a_request_may_hold_are_an_error(tools: Tools) -> None:
    with pytest.raises(ConfigurationError, match="name fewer"):
        tools.schemas(strict=True)


@pytest.mark.usefixtures("configured")
def test_the_pages_loop_runs(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = {"file_key": sandbox.demo.file_key, "comment_id": "1"}
    delete = asks("figma_file_comment_delete", arguments)
    monkeypatch.setattr("builtins.input", lambda question: "yes" if str(arguments) in question else "no")
    with ScriptedApi(message(delete), message(says("There is none."))) as api:
        environment(monkeypatch, api)
        assert run(snippets("frameworks.md", "Anthropic")[0])["message"].content[0].text == "There is none."
    assert "404" in str(api.requests[1]["messages"][-1])


@pytest.mark.usefixtures("configured")
def test_the_pages_runner_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with ScriptedApi(message(asks("figma_me_get", {})), message(says("It is you."))) as api:
        environment(monkeypatch, api)
        run(snippets("frameworks.md", "Anthropic")[1])
    assert "It is you." in capsys.readouterr().out


@pytest.mark.usefixtures("configured")
def test_the_pages_own_adapter_runs(capsys: pytest.CaptureFixture[str]) -> None:
    run(snippets("frameworks.md", "Any other")[0])
    assert "Ada Lindqvist" in capsys.readouterr().out


def environment(monkeypatch: pytest.MonkeyPatch, api: ScriptedApi) -> None:
    monkeypatch.setenv("ANTHROPIC_BASE_URL", api.url)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "none")


def test_the_example_runs_and_asks() -> None:
    assert "failed: figma_file_comment_delete was not called" in example("anthropic_loop.py")
    assert "failed" not in example("anthropic_loop.py", "y")
