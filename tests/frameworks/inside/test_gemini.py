"""Google's own client against a scripted endpoint: what goes out and what goes back."""

from __future__ import annotations

from typing import Any

import anyio
import pytest
from google import genai
from google.genai import types
from support.pages import run, snippets
from support.scripted import ScriptedApi

from figwright import Actions
from figwright.gemini import Tools
from figwright_figma.sandbox import Sandbox

from .conftest import IDENTIFIER, PICTURE, PNG, SHOWN, alike


def asks(name: str, arguments: dict[str, Any], call_id: str = "1") -> dict[str, Any]:
    return {"functionCall": {"id": call_id, "name": name, "args": arguments}}


def answer(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"candidates": [{"content": {"role": "model", "parts": list(parts)}, "finishReason": "STOP"}]}


def client(api: ScriptedApi) -> genai.Client:
    return genai.Client(api_key="none", http_options=types.HttpOptions(base_url=api.url))


@pytest.fixture
def tools(actions: Actions) -> Tools:
    return Tools(actions=actions, identifier=IDENTIFIER)


def test_a_loop_calls_tools_and_reads_their_answers(tools: Tools, sandbox: Sandbox) -> None:
    comments = asks("figma_file_comments_list", {"file_key": sandbox.demo.file_key})
    script = answer({"text": "Let me look."}, comments, asks("figma_me_get", {}, "2")), answer({"text": "Four."})
    with ScriptedApi(*script) as api, client(api) as gemini:
        contents: list[Any] = [types.UserContent("How many comments?")]
        config = types.GenerateContentConfig(tools=[*tools.schemas()])
        while True:
            done = gemini.models.generate_content(model="m", contents=contents, config=config)
            results = tools.answers(done.function_calls)
            if not results:
                break
            assert done.candidates
            contents += [done.candidates[0].content, types.UserContent(results)]
    assert done.text == "Four."
    sent = api.requests[0]["tools"][0]["functionDeclarations"]
    declared = tools.toolbox.views.gemini(tools=[each["name"] for each in sent])
    assert sent == declared
    first, second = (each["functionResponse"] for each in api.requests[1]["contents"][-1]["parts"])
    assert (first["id"], first["name"]) == ("1", "figma_file_comments_list")
    assert "Is 24 the right padding here?" in first["response"]["output"]
    assert "Ada Lindqvist" in second["response"]["output"]


def test_the_async_client_makes_calls_at_once(tools: Tools, sandbox: Sandbox) -> None:
    read = asks("figma_file_get", {"file_key": sandbox.demo.file_key, "depth": 1, "view": "outline"})
    script = answer(read, asks("figma_file_get", {}, "2")), answer({"text": "A file."})

    async def run(api: ScriptedApi) -> str | None:
        gemini, contents = client(api).aio, [types.UserContent("Read it.")]
        config = types.GenerateContentConfig(tools=[*tools.schemas()])
        done = await gemini.models.generate_content(model="m", contents=[*contents], config=config)
        assert done.candidates
        assert done.candidates[0].content
        said = done.candidates[0].content
        replies = types.UserContent(await tools.aanswers(said.parts))
        done = await gemini.models.generate_content(model="m", contents=[*contents, said, replies], config=config)
        await gemini.aclose()
        return done.text

    with ScriptedApi(*script) as api:
        assert anyio.run(run, api) == "A file."
    first, second = (each["functionResponse"] for each in api.requests[1]["contents"][-1]["parts"])
    assert "your role is" in first["response"]["output"]
    assert "file_key" in second["response"]["error"]


@pytest.mark.parametrize(
    ("name", "arguments", "told"),
    [
        ("figma_me", {}, "Did you mean figma_me_get"),
        ("figma_file_get", None, "file_key"),
        ("figma_file_get", {"file_key": "a" * 22}, "404"),
    ],
)
def test_whatever_it_says_it_reads_what_was_wrong(
    tools: Tools, name: str, arguments: dict[str, Any] | None, told: str
) -> None:
    call = types.FunctionCall(name=name, args=arguments)
    part = tools.answer(call)
    assert part.function_response
    assert told in (part.function_response.response or {})["error"]
    assert alike(part, tools.answer(types.Part(function_call=call)), anyio.run(tools.aanswer, call))


def test_T66_a_call_that_destroys_is_made_only_with_a_yes(tools: Tools, sandbox: Sandbox) -> None:
    arguments = {"file_key": sandbox.demo.file_key, "comment_id": sandbox.demo.own_comment_id}
    call = types.FunctionCall(name="figma_file_comment_delete", args=arguments)
    before = len(sandbox.requests)
    assert tools.needs_approval(call)
    (part,) = tools.answers([call])
    assert "waits for a person's yes" in str(part)
    assert len(sandbox.requests) == before
    (part,) = tools.answers([call], approve=lambda asked: asked is call)
    assert part.function_response
    assert "output" in (part.function_response.response or {})


def test_a_model_sees_pictures(tools: Tools) -> None:
    (part,) = tools.answers([types.FunctionCall(name=PICTURE[0], args=PICTURE[1])])
    response = part.function_response
    assert response
    assert response.response
    assert SHOWN in response.response["output"]
    (picture,) = response.parts or []
    assert picture.inline_data
    assert picture.inline_data.mime_type == "image/png"
    assert (picture.inline_data.data or b"").startswith(PNG)


def test_without_a_consent_a_call_answers_with_a_link(unconnected: Actions) -> None:
    tools = Tools(actions=unconnected, identifier="ann")
    assert "they open this link" in str(tools.answer(types.FunctionCall(name="figma_me_get", args={})))


@pytest.mark.usefixtures("configured")
def test_the_pages_loop_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("GEMINI_API_KEY", "none")
    with ScriptedApi(answer(asks("figma_me_get", {})), answer({"text": "It is you."})) as api:
        monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", api.url)
        run(snippets("frameworks.md", "Gemini")[0])
    assert capsys.readouterr().out == "It is you.\n"
    assert "Ada Lindqvist" in str(api.requests[1])
