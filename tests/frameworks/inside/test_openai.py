"""OpenAI's own client, both APIs, against a scripted endpoint: what goes out and what goes back."""

from __future__ import annotations

import base64
import json
from typing import Any

import anyio
import pytest
from openai import AsyncOpenAI, OpenAI
from openai.types.chat import ChatCompletionMessageFunctionToolCall
from support.pages import run, snippets
from support.scripted import ScriptedApi

from figwright import Actions
from figwright.openai import Tools
from figwright_figma.sandbox import Sandbox

from .conftest import IDENTIFIER, PICTURE, PNG, SHOWN, alike


def chat_call(name: str, arguments: object, call_id: str = "call_1") -> dict[str, Any]:
    text = arguments if isinstance(arguments, str) else json.dumps(arguments)
    return {"id": call_id, "type": "function", "function": {"name": name, "arguments": text}}


def completion(*calls: dict[str, Any], content: str | None = None) -> dict[str, Any]:
    message = {"role": "assistant", "content": content} | ({"tool_calls": list(calls)} if calls else {})
    choice = {"index": 0, "finish_reason": "tool_calls" if calls else "stop", "message": message}
    return {"id": "c", "object": "chat.completion", "created": 1, "model": "scripted", "choices": [choice]}


def response_call(name: str, arguments: object, call_id: str = "call_1") -> dict[str, Any]:
    return {
        "type": "function_call",
        "id": f"fc_{call_id}",
        "call_id": call_id,
        "name": name,
        "arguments": json.dumps(arguments),
        "status": "completed",
    }


def response(*output: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": "r",
        "object": "response",
        "created_at": 1,
        "model": "scripted",
        "output": list(output),
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
    }


def said(text: str) -> dict[str, Any]:
    content = [{"type": "output_text", "text": text, "annotations": []}]
    return {"type": "message", "id": "m", "role": "assistant", "status": "completed", "content": content}


@pytest.fixture
def tools(actions: Actions) -> Tools:
    return Tools(actions=actions, identifier=IDENTIFIER)


def test_a_chat_completion_calls_tools_and_reads_their_answers(tools: Tools, sandbox: Sandbox) -> None:
    comments = chat_call("figma_file_comments_list", {"file_key": sandbox.demo.file_key})
    script = completion(comments, chat_call("figma_me_get", {}, "call_2")), completion(content="Four comments.")
    with ScriptedApi(*script) as api:
        client = OpenAI(base_url=api.url, api_key="none")
        messages: list[Any] = [{"role": "user", "content": "What do they say?"}]
        while True:
            done = client.chat.completions.create(model="m", messages=messages, tools=tools.schemas(strict=True))
            message = done.choices[0].message
            messages.append(message)
            if not message.tool_calls:
                break
            messages += tools.answers(message.tool_calls)
    assert message.content == "Four comments."
    sent = api.requests[0]["tools"]
    assert sent == tools.toolbox.views.openai(strict=True, tools=[each["function"]["name"] for each in sent])
    first, second = api.requests[1]["messages"][-2:]
    assert (first["role"], first["tool_call_id"], second["tool_call_id"]) == ("tool", "call_1", "call_2")
    assert "Is 24 the right padding here?" in first["content"]
    assert "Ada Lindqvist" in second["content"]


def test_a_response_calls_tools_at_once_and_reads_their_answers(tools: Tools, sandbox: Sandbox) -> None:
    outline = {"file_key": sandbox.demo.file_key, "depth": 1, "view": "outline", "version": None}
    script = (
        response(
            said("Let me look."), response_call("figma_file_get", outline), response_call("figma_me_get", {}, "2")
        ),
        response(said("A file.")),
    )

    async def run(api: ScriptedApi) -> str:
        async with AsyncOpenAI(base_url=api.url, api_key="none") as client:
            items: list[Any] = [{"role": "user", "content": "What is in it?"}]
            schemas = tools.schemas(api="responses", strict=True)
            while True:
                done = await client.responses.create(model="m", input=items, tools=schemas)
                results = await tools.aanswers(done.output)
                if not results:
                    return done.output_text
                items += [*done.output, *results]

    with ScriptedApi(*script) as api:
        assert anyio.run(run, api) == "A file."
    first, second = api.requests[1]["input"][-2:]
    assert (first["type"], first["call_id"], second["call_id"]) == ("function_call_output", "call_1", "2")
    assert "your role is" in first["output"]
    assert "Ada Lindqvist" in second["output"]


@pytest.mark.parametrize(
    ("name", "arguments", "told"),
    [
        ("figma_me", "{}", "Did you mean figma_me_get"),
        ("figma_me_get", "{", "not JSON"),
        ("figma_file_get", {"key": "a"}, "file_key"),
        ("figma_file_get", {"file_key": "a" * 22}, "404"),
    ],
)
def test_whatever_it_says_it_reads_what_was_wrong(tools: Tools, name: str, arguments: object, told: str) -> None:
    call = ChatCompletionMessageFunctionToolCall.model_validate(chat_call(name, arguments))
    answer = tools.answer(call)
    assert told in str(answer["content"])
    assert alike(answer, tools.answer(call.model_dump()), anyio.run(tools.aanswer, call))


def test_T66_a_call_that_destroys_is_made_only_with_a_yes(tools: Tools, sandbox: Sandbox) -> None:
    delete = {"file_key": sandbox.demo.file_key, "comment_id": sandbox.demo.own_comment_id}
    call, asked = chat_call("figma_file_comment_delete", delete), []

    def approve(call: Any) -> bool:
        asked.append(call["function"]["name"])
        return len(asked) == 2

    assert tools.needs_approval(call)
    assert not tools.needs_approval(chat_call("figma_me_get", {}))
    before = len(sandbox.requests)
    assert "waits for a person's yes" in tools.answer(call)["content"]
    assert "waits for a person's yes" in anyio.run(tools.aanswer, call)["content"]
    assert "waits for a person's yes" in tools.answers([call], approve=approve)[0]["content"]
    assert len(sandbox.requests) == before
    assert "200" in tools.answers([call, chat_call("figma_me_get", {})], approve=approve)[0]["content"]
    assert asked == ["figma_file_comment_delete"] * 2


def test_without_a_consent_a_call_answers_with_a_link(unconnected: Actions) -> None:
    tools = Tools(actions=unconnected, identifier="ann")
    assert "they open this link" in tools.answer(chat_call("figma_me_get", {}))["content"]


def test_a_model_sees_pictures_in_responses_and_has_links_in_chat_completions(tools: Tools) -> None:
    name, arguments = PICTURE
    (result,) = tools.answers([response_call(name, arguments)])
    text, image = result["output"]
    assert SHOWN in text["text"]
    assert base64.b64decode(image["image_url"].removeprefix("data:image/png;base64,")).startswith(PNG)
    (result,) = tools.answers([chat_call(name, arguments)])
    assert "expires=" in result["content"]
    assert SHOWN not in result["content"]
    for api, offered in (("responses", True), ("chat", False)):
        told: Any = next(each for each in tools.schemas(api=api, strict=True) if name in str(each))  # type: ignore[call-overload]
        assert ("as" in told.get("function", told)["parameters"]["properties"]) is offered


def test_what_is_no_call_is_no_answer(tools: Tools) -> None:
    assert tools.answers(None) == []
    assert tools.answers([said("Hello.")]) == []
    with pytest.raises(TypeError, match="no call of a function tool"):
        tools.answer(said("Hello."))


@pytest.mark.usefixtures("configured")
@pytest.mark.parametrize("api_name", ["chat", "responses"])
def test_the_pages_loops_run(
    api_name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    snippet = snippets("frameworks.md", "OpenAI")[api_name == "responses"]
    chat = completion(chat_call("figma_me_get", {})), completion(content="It is you.")
    script = chat if api_name == "chat" else (response(response_call("figma_me_get", {})), response(said("It is you.")))
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    with ScriptedApi(*script) as api:
        monkeypatch.setenv("OPENAI_BASE_URL", api.url)
        run(snippet)
    assert capsys.readouterr().out == "It is you.\n"
    assert "Ada Lindqvist" in str(api.requests[1])
