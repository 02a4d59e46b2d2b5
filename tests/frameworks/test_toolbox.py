"""A model's tools are those of one account, narrowed; what it says is checked, and what it is told helps it on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import pytest

from figwright import Actions, Connection, errors
from figwright.frameworks.run_context import RunTools
from figwright.openai import Tools
from figwright.toolbox import Toolbox
from figwright_figma.sandbox import Sandbox

TOOLS = ("figma_me_get", "figma_file_get", "figma_file_comment_create", "figma_file_comment_delete")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture
def one_person(sandbox: Sandbox) -> Iterator[Actions]:
    token = sandbox.token(kind="personal_access_token")
    with Actions.with_token(token, api_url=sandbox.url, allow_insecure=True) as actions:
        yield actions


@pytest.fixture
def unconnected(sandbox: Sandbox, tmp_path: Path) -> Iterator[Actions]:
    connection = Connection(
        name="figma",
        client_id=sandbox.demo.app.client_id,
        client_secret=sandbox.demo.app.client_secret,
        publishing_state="private",
        tools=TOOLS,
        api_url=sandbox.url,
        authorization_url=f"{sandbox.url}/oauth",
        token_url=f"{sandbox.url}/v1/oauth/token",
        refresh_url=f"{sandbox.url}/v1/oauth/refresh",
        allow_insecure=True,
    )
    with Actions([connection], database_url=f"sqlite:///{tmp_path}/figwright.db", public_url="") as actions:
        yield actions


def names(toolbox: Toolbox) -> list[str]:
    return [tool.name for tool in toolbox.tools()]


def test_the_tools_are_those_that_the_account_can_call_within_the_selection(one_person: Actions) -> None:
    every = names(Toolbox(actions=one_person))
    assert "figma_file_get" in every
    assert "figma_activity_logs_list" not in every, "no personal token is taken there"
    reading = names(Toolbox(actions=one_person, toolset="comments", read_only=True))
    assert reading == ["figma_comment_reactions_list", "figma_file_comments_list"]


def test_what_a_model_says_in_any_form_is_a_call(one_person: Actions, sandbox: Sandbox) -> None:
    toolbox = Toolbox(actions=one_person)
    asked = {"file_key": sandbox.demo.file_key, "depth": 1, "ids": None, "view": "outline", "max_tokens": 500}
    assert "your role is" in toolbox.call("figma_file_get", asked).text
    assert toolbox.call("figma_file_get", json.dumps(asked)).text == toolbox.call("figma_file_get", asked).text
    assert toolbox.call("figma_me_get", None)["handle"] == toolbox.call("figma_me_get", "")["handle"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("{", "not JSON"),
        ("[1]", "an object, not list"),
        ({"identifier": "other"}, "identifier"),
        ({"file_key": "../me"}, "file_key"),
    ],
)
def test_T56_wrong_arguments_are_refused_by_name_and_nothing_is_sent(
    one_person: Actions, sandbox: Sandbox, arguments: object, told: str
) -> None:
    before = len(sandbox.requests)
    with pytest.raises(errors.InvalidToolInputError, match=told):
        Toolbox(actions=one_person).call("figma_file_get", arguments)  # type: ignore[arg-type]
    assert len(sandbox.requests) == before


def test_T66_a_tool_outside_the_selection_cannot_be_called(one_person: Actions) -> None:
    toolbox = Toolbox(actions=one_person, read_only=True)
    with pytest.raises(errors.PolicyError, match="not among the tools that you were given"):
        toolbox.call("figma_file_comment_delete", {"file_key": "a" * 22, "comment_id": "1"})
    with pytest.raises(errors.UnknownToolError, match="figma_me_get"):
        toolbox.call("figma_me", {})


def test_T66_what_destroys_waits_for_a_person_unless_said_otherwise(one_person: Actions) -> None:
    def waiting(**selection: object) -> set[str]:
        toolbox = Toolbox(actions=one_person, toolset="comments", **selection)  # type: ignore[arg-type]
        return {tool.name for tool in toolbox.tools() if toolbox.needs_approval(tool)}

    assert waiting() == {"figma_comment_reaction_delete", "figma_file_comment_delete"}
    assert waiting(approve="writes") == waiting() | {"figma_comment_reaction_create", "figma_file_comment_create"}
    assert waiting(approve="nothing") == set()


@pytest.mark.parametrize("approve", ["Destructive", "write", "all", "", True, False, None, 1, ["writes"], {}])
def test_T66_an_approve_that_is_not_understood_is_refused_where_it_is_written(
    one_person: Actions, approve: object
) -> None:
    with pytest.raises(errors.ConfigurationError, match="'destructive', 'writes', 'nothing'"):
        Toolbox(actions=one_person, approve=approve)  # type: ignore[arg-type]
    with pytest.raises(errors.ConfigurationError, match="'destructive', 'writes', 'nothing'"):
        Tools(actions=one_person, approve=approve)  # type: ignore[arg-type]


def test_T66_what_is_not_understood_asks_before_everything_that_writes(one_person: Actions) -> None:
    toolbox = Toolbox(actions=one_person)
    toolbox._approve = "write"  # type: ignore[assignment]
    assert all(toolbox.needs_approval(tool) != tool.read_only for tool in toolbox.tools())


async def coroutine_function(call: object) -> bool:
    return True


@pytest.mark.parametrize("approve", ["writes", True, coroutine_function])
def test_T66_what_cannot_be_asked_is_refused_before_any_call(one_person: Actions, approve: Any) -> None:
    with pytest.raises(errors.ConfigurationError, match="approve"):
        Tools(actions=one_person).answers([], approve=approve)


@pytest.mark.parametrize("said", ["no", "yes", 1, None, coroutine_function])
def test_T66_only_true_is_a_yes(one_person: Actions, sandbox: Sandbox, said: Any) -> None:
    read = call("figma_me_get", {})
    delete = call("figma_file_comment_delete", {"file_key": sandbox.demo.file_key, "comment_id": "1"})
    tools, before = Tools(actions=one_person), len(sandbox.requests)

    def approve(call: object) -> Any:
        return said(call) if callable(said) else said

    async def ask(call: object) -> Any:
        return said

    with pytest.raises(errors.ConfigurationError, match="neither True nor False"):
        tools.answers([read, delete], approve=approve)
    with pytest.raises(errors.ConfigurationError, match="neither True nor False"):
        anyio.run(partial(tools.aanswers, [read, delete], approve=ask))
    with pytest.raises(errors.ConfigurationError, match="neither True nor False"):
        tools.answer(delete, approved=said)
    assert len(sandbox.requests) == before, "nothing of a turn is carried out before all of it is decided"


def call(name: str, arguments: object) -> dict[str, Any]:
    return {"type": "function_call", "call_id": name, "name": name, "arguments": json.dumps(arguments)}


@pytest.mark.parametrize("stage", ["before", "after"])
def test_a_broken_modifier_is_the_tools_error_without_its_details(
    one_person: Actions, sandbox: Sandbox, caplog: pytest.LogCaptureFixture, stage: str
) -> None:
    @(one_person.pre_modifier() if stage == "before" else one_person.post_modifier())
    def broken(value: Any) -> Any:
        raise RuntimeError("a secret of the house")

    write = {"file_key": sandbox.demo.file_key, "message": "A word."}
    read, written = Tools(actions=one_person).answers(
        [call("figma_me_get", {}), call("figma_file_comment_create", write)]
    )
    for answer in (read, written):
        assert "failed in a way that was not expected" in answer["output"]
        assert "secret" not in answer["output"]
    assert "Nothing was changed" in read["output"]
    assert "It may have been carried out: look before you call it again" in written["output"]
    assert caplog.text.count("RuntimeError: a secret of the house") == 2
    with pytest.raises(errors.ToolBrokenError) as raised:
        anyio.run(Toolbox(actions=one_person).acall, "figma_me_get", {})
    assert raised.value.__suppress_context__
    with pytest.raises(RuntimeError, match="a secret of the house"):
        one_person.execute_tool("figma_me_get")


def test_a_modifiers_own_words_reach_the_model(one_person: Actions) -> None:
    @one_person.pre_modifier(tool_names="figma_me_get")
    def closed(value: Any) -> Any:
        raise errors.PolicyError("Not on Sundays.")

    with pytest.raises(errors.PolicyError, match="Not on Sundays"):
        Toolbox(actions=one_person).call("figma_me_get", {})


@pytest.mark.parametrize("identifier", [None, "", 7, True])
def test_T65_a_run_that_names_nobody_has_no_account(one_person: Actions, identifier: Any) -> None:
    run: RunTools[None] = RunTools(lambda _: identifier, {"actions": one_person})
    with pytest.raises(errors.ConfigurationError, match="Whose account"):
        run.call(None, "figma_me_get", {})


def test_T65_whose_account_is_said_once(one_person: Actions) -> None:
    with pytest.raises(errors.ConfigurationError, match="not both"):
        RunTools(lambda _: "ann", {"actions": one_person, "identifier": "bob"})


def test_finding_whose_account_it_is_fails_as_the_tool_does(
    one_person: Actions, caplog: pytest.LogCaptureFixture
) -> None:
    run: RunTools[dict[str, str]] = RunTools(lambda context: context["user"], {"actions": one_person})
    with pytest.raises(errors.ToolBrokenError, match="Nothing was changed"):
        run.call({}, "figma_file_comment_create", {})
    assert "KeyError: 'user'" in caplog.text


@pytest.mark.parametrize("prefix", ["of ann", "a" * 60, "ä"])
def test_a_prefix_that_makes_no_names_is_refused(one_person: Actions, prefix: str) -> None:
    assert RunTools(None, {"actions": one_person}, tool_name_prefix="ann").name("figma_me_get") == "ann_figma_me_get"
    with pytest.raises(errors.ConfigurationError, match="no name for a tool"):
        RunTools(None, {"actions": one_person}, tool_name_prefix=prefix)


def test_an_account_without_a_consent_has_its_tools_and_a_call_answers_with_a_link(
    unconnected: Actions, sandbox: Sandbox
) -> None:
    toolbox = Toolbox(actions=unconnected, identifier="ann")
    assert names(toolbox) == sorted(TOOLS)
    with pytest.raises(errors.NotConnectedError, match="they open this link") as refused:
        toolbox.call("figma_me_get", {})
    unconnected.complete_authorization(sandbox.consent(refused.value.link))
    assert toolbox.call("figma_me_get", {})["handle"]
    unconnected.disconnect_connected_account(identifier="ann")
    with pytest.raises(errors.AccountNotActiveError, match="DISCONNECTED") as ended:
        toolbox.call("figma_me_get", {})
    assert ended.value.link.startswith(sandbox.url)
    assert ended.value.status == "DISCONNECTED"


def test_calls_of_one_event_loop_wait_for_the_provider_side_by_side(one_person: Actions) -> None:
    toolbox, seen = Toolbox(actions=one_person), []

    async def call() -> None:
        seen.append((await toolbox.acall("figma_me_get", {}))["handle"])

    async def together() -> None:
        async with anyio.create_task_group() as tasks:
            for _ in range(20):
                tasks.start_soon(call)

    for backend in ("asyncio", "trio", "asyncio"):
        anyio.run(together, backend=backend)
    assert len(seen) == 60
