"""A tool call from its input to its result."""

from __future__ import annotations

import os
import threading
from functools import partial
from typing import Any

import pytest
from support.provider import Provider, reply
from support.toybox import CONNECTOR

from figwright import Actions, errors


def test_a_call_sends_the_mapped_request_with_the_credential(call: Any, toybox: Provider) -> None:
    toybox.answer(reply({"id": "t1", "name": "Bear"}))
    result = call("toy_get", {"toy_id": "t1", "colour": "red", "depth": "2", "broken": True})
    assert result["name"] == "Bear"
    assert dict(result) == result.data == {"id": "t1", "name": "Bear"}
    [request] = toybox.received
    assert (request.method, request.target) == ("GET", "/v1/toys/t1?color=red&depth=2&broken=true")
    assert request.headers["authorization"] == "Bearer toy_CANARYCANARY"
    assert request.headers["accept-encoding"] == "gzip"
    assert "content-type" not in request.headers


def test_each_kind_of_credential_has_its_own_header(call: Any, toybox: Provider) -> None:
    call("toy_me", kind="key")
    assert toybox.received[0].headers["x-toy-key"] == "toy_CANARYCANARY"
    assert "authorization" not in toybox.received[0].headers


def test_a_body_is_flattened_wrapped_and_completed_by_constants(call: Any, toybox: Provider) -> None:
    call("toy_create", {"name": "Bear", "price": 2})
    assert toybox.received[0].json == {"toys": [{"name": "Bear", "shop": {"price": 2.0}, "source": "figwright"}]}
    assert toybox.received[0].headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("tool_input", "body"),
    [
        ({"child_id": "c1"}, {"owner_kind": "child", "owner_id": "c1"}),
        ({"owner_kind": "shop", "owner_id": "s1"}, {"owner_kind": "shop", "owner_id": "s1"}),
        ({"child_id": "c1", "note": "new"}, {"owner_kind": "child", "owner_id": "c1", "note": "new"}),
    ],
)
def test_a_choice_sends_what_its_case_says(call: Any, toybox: Provider, tool_input: object, body: object) -> None:
    call("toy_assign", tool_input)
    assert toybox.received[0].json == body


def test_a_choice_left_open_is_refused_with_the_ways_to_make_it(call: Any, toybox: Provider) -> None:
    with pytest.raises(errors.InvalidToolInputError, match="child_id, or owner_kind with owner_id"):
        call("toy_assign", {"note": "new"})
    assert toybox.received == []


def test_a_choice_that_is_contradicted_is_refused(call: Any, toybox: Provider) -> None:
    with pytest.raises(errors.InvalidToolInputError, match="contradicts child_id") as raised:
        call("toy_assign", {"child_id": "c1", "owner_kind": "shop"})
    assert list(raised.value.fields) == ["owner_kind"]
    assert toybox.received == []
    call("toy_assign", {"child_id": "c1", "owner_kind": "child", "owner_id": "c1"})
    assert toybox.received[0].json == {"owner_kind": "child", "owner_id": "c1"}


def test_none_means_not_given(call: Any, toybox: Provider) -> None:
    call("toy_get", {"toy_id": "t1", "colour": None})
    assert toybox.received[0].target == "/v1/toys/t1"


def test_an_empty_answer_is_none(call: Any, toybox: Provider) -> None:
    toybox.answer(reply(None, 204))
    result = call("toy_me")
    assert result.data is None
    assert result
    assert dict(result) == {}


def test_a_success_that_reports_a_failure_is_an_error(call: Any, toybox: Provider) -> None:
    toybox.answer(reply({"toys": [], "errors": [{"error": "no such shop"}]}))
    with pytest.raises(errors.ProviderError, match="no such shop") as raised:
        call("toy_create", {"name": "Bear"})
    assert raised.value.cause is errors.Cause.INVALID_INPUT


def test_P10_integers_arrive_exact_and_secrets_are_taken_out(call: Any, toybox: Provider) -> None:
    big = 2**63 + 1
    toybox.answer(reply({"toys": [{"id": big, "secret": "s3"}, {"secret": ""}], "owner": {"pin": "1234"}}))
    data = call("toy_create", {"name": "Bear"}).data
    assert data == {
        "toys": [{"id": big, "secret": "[redacted]"}, {"secret": ""}],
        "owner": {"pin": "[redacted]"},
    }


def test_an_unknown_tool_names_the_nearest(call: Any) -> None:
    with pytest.raises(errors.UnknownToolError, match="toy_create") as raised:
        call("toys_create")
    assert "toy_create" in raised.value.nearest


def test_a_modifier_changes_what_is_sent_and_what_comes_back(call: Any, toybox: Provider) -> None:
    toybox.answer(reply({"id": "t2"}))

    def setup(actions: Any) -> None:
        @actions.pre_modifier(tool_names=["toy_get"])
        def other_toy(tool_input: dict[str, Any]) -> dict[str, Any]:
            return {**tool_input, "toy_id": "t2"}

        @actions.post_modifier(tool_names="toy_get")
        def shout(data: dict[str, Any]) -> dict[str, Any]:
            return {"id": data["id"].upper()}

        @actions.pre_modifier(tool_names=["toy_me"])
        def never(tool_input: dict[str, Any]) -> dict[str, Any]:
            raise AssertionError

    assert call("toy_get", {"toy_id": "t1"}, setup=setup).data == {"id": "T2"}
    assert toybox.received[0].target == "/v1/toys/t2"


class Slow:
    async def __call__(self, data: Any) -> Any:
        return data


async def slowly(data: Any) -> Any:
    return data


@pytest.mark.parametrize("modifier", [slowly, Slow(), partial(slowly)])
def test_a_coroutine_function_is_no_modifier_of_the_waiting_face(actions: Any, modifier: Any) -> None:
    for decorate in (actions.pre_modifier(), actions.post_modifier(tool_names="toy_me")):
        with pytest.raises(errors.ConfigurationError, match="only AsyncActions awaits"):
            decorate(modifier)


def test_what_a_modifier_returns_to_be_awaited_is_an_error_in_the_waiting_face(actions: Any, toybox: Provider) -> None:
    actions.pre_modifier()(lambda tool_input: slowly(tool_input))
    with pytest.raises(errors.ConfigurationError, match="only AsyncActions awaits"):
        actions.execute_tool("toy_me", identifier="ann")
    assert toybox.received == []


def test_a_tool_s_record_calls_it_as_its_name_does(actions: Actions, toybox: Provider) -> None:
    toybox.answer(reply({"id": "t1"}))
    found = actions.execute_tool(CONNECTOR.tools["toy_get"], identifier="ann", tool_input={"toy_id": "t1"})
    assert (found.tool, found.data) == ("toy_get", {"id": "t1"})


def test_with_token_takes_no_misspelt_limit() -> None:
    for wrong in ("deadlin", "database_url", "lease"):
        with pytest.raises(TypeError, match=rf"no argument '{wrong}'\. Limits are: deadline, "):
            Actions.with_token("toy_1234567890", connector=CONNECTOR, **{wrong: 5})  # type: ignore[arg-type]


def test_a_modifier_for_an_unknown_tool_is_refused_at_once(actions: Actions) -> None:
    with pytest.raises(errors.UnknownToolError):
        actions.pre_modifier(tool_names=["toy_gett"])


def test_what_a_modifier_returns_is_checked_too(actions: Actions, toybox: Provider) -> None:
    actions.pre_modifier()(lambda tool_input: {"toy_id": "../me"})
    with pytest.raises(errors.InvalidToolInputError):
        actions.execute_tool("toy_get", identifier="ann", tool_input={"toy_id": "t1"})
    assert toybox.received == []


def test_an_identifier_without_an_account_is_not_connected(actions: Actions, toybox: Provider) -> None:
    with pytest.raises(errors.NotConnectedError, match="bob"):
        actions.execute_tool("toy_me", identifier="bob")
    with pytest.raises(errors.ConfigurationError, match="identifier="):
        actions.execute_tool("toy_me")
    assert toybox.received == []


def test_pages_follow_the_cursor_to_the_last(actions: Actions, toybox: Provider) -> None:
    toybox.answer(
        reply({"toys": [1], "next": "https://api.toybox.example/v1/toys?after=b&x=1"}),
        reply({"toys": [2], "next": None}),
    )
    pages = list(actions.pages("toy_list", identifier="ann"))
    assert [page["toys"] for page in pages] == [[1], [2]]
    assert [request.target for request in toybox.received] == ["/v1/toys", "/v1/toys?after=b&x=1"]


def test_a_page_that_names_itself_as_the_next_ends_in_an_error(actions: Actions, toybox: Provider) -> None:
    toybox.answer(reply({"next": "/v1/toys?after=b"}))
    with pytest.raises(errors.InvalidResponseError, match="same page"):
        list(actions.pages("toy_list", identifier="ann"))
    assert len(toybox.received) == 2


def test_a_tool_without_pages_is_not_walked(actions: Actions) -> None:
    with pytest.raises(errors.ConfigurationError, match="execute_tool"):
        list(actions.pages("toy_me", identifier="ann"))


def test_threads_share_one_client_and_each_gets_its_own_users_answer(actions: Actions, toybox: Provider) -> None:
    def echo(connection: Any) -> None:
        reply({"token": connection.request.headers["authorization"]})(connection)

    toybox.answer(echo)
    wrong: list[object] = []

    def work(user: str) -> None:
        actions.connect_with_token(identifier=user, token=f"token-{user}", kind="oauth", check=False)
        for _ in range(20):
            answer = actions.execute_tool("toy_me", identifier=user)
            if answer["token"] != f"Bearer token-{user}":
                wrong.append((user, answer))

    threads = [threading.Thread(target=work, args=(f"u{n}",)) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_forked_child_opens_connections_of_its_own(actions: Actions, toybox: Provider) -> None:
    actions.execute_tool("toy_me", identifier="ann")
    before = actions.context.transports.of(toybox.url)
    actions.context.transports._process = os.getpid() - 1
    assert actions.context.transports.of(toybox.url) is not before
    before.close()
