"""A former name of a tool or an input works, warns, and is not listed; what is gone says what to do instead."""

from __future__ import annotations

import asyncio
import json
import logging
import pickle
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from support.renamed import renamed
from support.shop import Server, serving
from support.workshop import Workshop, workshops

from figwright import Actions, AsyncActions, Connection, errors
from figwright.connections import BoundConnection
from figwright.openai import Tools
from figwright.schemas import views
from figwright.toolbox import Toolbox

FOUND = b'{"things": ["bear"]}'


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    for workshop in workshops(tmp_path_factory.mktemp("shop")):
        renamed(workshop)
        yield workshop


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as kept:
        kept.answer = (200, "application/json", FOUND)
        yield kept


@pytest.fixture
def actions(made: Workshop, server: Server) -> Iterator[Actions]:
    with Actions.with_token("tok", **chosen(made, server)) as client:
        yield client


def chosen(made: Workshop, server: Server) -> dict[str, Any]:
    connector = made.module("connector").CONNECTOR
    return {"kind": "token", "connector": connector, "api_url": server.url, "allow_insecure": True}


def asked(name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    return {"type": "function_call", "call_id": "1", "name": name, "arguments": json.dumps(arguments)}


def sent(server: Server) -> list[str]:
    return [target for _, target, _, _ in server.asked]


def test_a_tool_is_called_by_the_name_that_it_had_and_the_caller_is_warned(actions: Actions, server: Server) -> None:
    with pytest.warns(errors.FormerNameWarning, match="'shop_search' is called 'shop_thing_find'") as caught:
        result = actions.execute_tool("shop_search", tool_input={"name": "bear"})
    assert [each.filename for each in caught] == [__file__], "it is at the line that says the name"
    assert issubclass(errors.FormerNameWarning, DeprecationWarning)
    assert (result.tool, result.data) == ("shop_thing_find", json.loads(FOUND))
    assert sent(server) == ["/things?name=bear"]


def test_an_input_is_given_by_the_name_that_it_had(actions: Actions, server: Server) -> None:
    with pytest.warns(errors.FormerNameWarning, match="shop_thing_find: The input 'title' is called 'name'"):
        result = actions.execute_tool("shop_thing_find", tool_input={"title": "bear"})
    assert sent(server) == ["/things?name=bear"]
    assert result.origin is not None
    assert result.origin.tool_input == {"name": "bear"}, "a next call has the names of today"


def test_a_function_and_its_input_by_former_names_warn_of_both_where_they_are_named(
    made: Workshop, actions: Actions, server: Server
) -> None:
    with pytest.warns(DeprecationWarning, match="is called") as caught:
        made.module().shop_search(actions.account(), title="bear")
    assert [each.filename for each in caught] == [__file__] * 2
    assert sent(server) == ["/things?name=bear"]


def test_an_awaited_call_warns_its_caller_too(made: Workshop, server: Server) -> None:
    async def main() -> None:
        async with AsyncActions.with_token("tok", **chosen(made, server)) as client:
            await client.execute_tool("shop_search", tool_input={"title": "bear"})

    with pytest.warns(errors.FormerNameWarning) as caught:
        asyncio.run(main())
    assert [each.filename for each in caught] == [__file__] * 2


def test_one_input_under_two_names_is_an_error_and_nothing_is_sent(actions: Actions, server: Server) -> None:
    with pytest.raises(errors.InvalidToolInputError, match=r"title: is called name since .*, and that is given, too"):
        actions.execute_tool("shop_thing_find", tool_input={"title": "a", "name": "b"})
    with pytest.raises(errors.InvalidToolInputError):
        actions.execute_tool("shop_thing_find", tool_input={"title": "a", "ti[tle]": "b"})
    assert sent(server) == []
    actions.execute_tool("shop_thing_find", tool_input={"title": None, "name": "b"})
    assert sent(server) == ["/things?name=b"], "null is nothing there"


def test_what_is_gone_says_since_when_and_what_instead(actions: Actions, server: Server) -> None:
    with pytest.raises(errors.RemovedToolError) as gone:
        actions.execute_tool("shop_thing_paint", tool_input={})
    assert str(gone.value) == "The tool 'shop_thing_paint' is gone since 2.0. Call shop_thing_find."
    assert (gone.value.since, gone.value.instead) == ("2.0", "Call shop_thing_find.")
    assert str(pickle.loads(pickle.dumps(gone.value))) == str(gone.value)
    with pytest.raises(errors.InvalidToolInputError, match=r"colour: is gone since 1\.3\. Look at the result\.$"):
        actions.execute_tool("shop_thing_find", tool_input={"name": "a", "colour": "red"})
    assert sent(server) == []


def test_a_modifier_that_guards_an_input_sees_it_whatever_it_was_called(actions: Actions, server: Server) -> None:
    def guard(given: dict[str, Any]) -> dict[str, Any]:
        return given | {"name": "nothing secret"}

    with pytest.warns(errors.FormerNameWarning, match="shop_search"):
        actions.pre_modifier(tool_names=["shop_search"])(guard)
    with pytest.warns(errors.FormerNameWarning, match="title"):
        actions.execute_tool("shop_thing_find", tool_input={"title": "secret"})
    assert sent(server) == ["/things?name=nothing+secret"]

    @actions.pre_modifier()
    def of_old(given: dict[str, Any]) -> dict[str, Any]:
        return {"title": given["name"]}

    with pytest.warns(errors.FormerNameWarning, match="title"):
        actions.execute_tool("shop_thing_find", tool_input={"name": "a"})


def test_pages_and_batches_go_by_the_names_of_today(actions: Actions, server: Server) -> None:
    with pytest.warns(errors.FormerNameWarning):
        assert len(list(actions.pages("shop_search", tool_input={"title": "a", "cursor": "2"}))) == 1
    asked = {"title": "a", "keys": ["1", "2"]}
    with pytest.warns(errors.FormerNameWarning):
        assert len(list(actions.batches("shop_search", tool_input=asked, over="keys", size=1))) == 2
    assert sent(server) == ["/things?name=a&page=2", "/things?name=a&ids=1", "/things?name=a&ids=2"]


def test_an_allow_list_takes_former_names_and_refuses_what_is_gone(made: Workshop) -> None:
    connector = made.module("connector").CONNECTOR

    def bound(*tools: str) -> BoundConnection:
        return BoundConnection(Connection(name="shop", connector=connector, tools=tools))

    with pytest.warns(errors.FormerNameWarning):
        assert bound("shop_thing_search").tools_in_use == {"shop_thing_find"}
    with pytest.raises(errors.ConfigurationError, match="Call shop_thing_find"):
        bound("shop_thing_paint")


def test_a_tool_that_is_not_in_use_is_refused_under_its_former_name_too(made: Workshop, server: Server) -> None:
    with Actions.with_token("tok", **chosen(made, server), tools=["shop_things_drop"]) as actions:
        with pytest.warns(errors.FormerNameWarning), pytest.raises(errors.PolicyError):
            actions.execute_tool("shop_search", tool_input={"name": "a"})
        with pytest.raises(errors.PolicyError):
            Toolbox(actions=actions, tools=["shop_things_drop"]).call("shop_search", {"name": "a"})
    assert sent(server) == []


def test_models_are_shown_the_names_of_today_alone(made: Workshop) -> None:
    module = made.module("connector")
    told = json.dumps([views(module.CONNECTOR).openai(), views(module.CONNECTOR).mcp()])
    assert list(module.CONNECTOR.tools) == ["shop_thing_find", "shop_things_drop"]
    assert not any(name in told for name in ("shop_search", "shop_thing_search", "title\\", "cursor", "keys", "paint"))


def test_filters_and_schemas_are_asked_for_by_former_names(made: Workshop) -> None:
    view = views(made.module("connector").CONNECTOR)
    with pytest.warns(errors.FormerNameWarning):
        assert [each["name"] for each in view.anthropic(tools="shop_search")] == ["shop_thing_find"]
    with pytest.warns(errors.FormerNameWarning):
        assert view.json_schema("shop_search") == view.json_schema("shop_thing_find")
    with pytest.warns(errors.FormerNameWarning):
        assert view.output_schema("shop_search") == view.output_schema("shop_thing_find")


@pytest.mark.parametrize("title", ["title", "ti[tle]", "ti_tle"])
def test_a_models_stored_call_is_answered_and_logged_without_a_word_to_the_model(
    actions: Actions, server: Server, caplog: pytest.LogCaptureFixture, title: str
) -> None:
    """What a model learned of a strict schema, or one whose names no model API took, works, too."""
    call = asked("shop_search", {title: "bear", "cursor": None})
    with caplog.at_level(logging.WARNING, "figwright"), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        answer = Tools(actions=actions).answer(call)
        plain = Toolbox(actions=actions).call("shop_thing_find", {"name": "bear"})
    assert not caught, "no code is to blame"
    assert answer["output"] == plain.text
    assert sent(server) == ["/things?name=bear"] * 2
    assert [each.levelname for each in caplog.records] == ["WARNING"] * 2
    assert "'shop_search' is called 'shop_thing_find'" in caplog.text
    assert "is called 'name'" in caplog.text


def test_a_tool_that_waits_for_a_yes_waits_under_its_former_name_too(actions: Actions, server: Server) -> None:
    call = asked("shop_things_delete", {"name": "all"})
    tools = Tools(actions=actions)
    assert tools.needs_approval(call)
    assert "waits for a person's yes" in tools.answer(call)["output"]
    assert sent(server) == []


def test_a_model_is_told_what_is_gone(actions: Actions) -> None:
    answer = Tools(actions=actions).answer(asked("shop_thing_paint", {}))
    assert "gone since 2.0. Call shop_thing_find." in answer["output"]
