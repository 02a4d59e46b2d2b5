"""T56: inputs are checked before any token is read, and each faulty one is named."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import anyio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.provider import Provider
from support.toybox import CONNECTOR

from figma_tools.connector import CONNECTOR as FIGMA
from figwright import Actions, AsyncActions, errors
from figwright.inputs.validation import validate
from figwright_figma.sandbox import Sandbox


@pytest.mark.parametrize(
    ("tool_input", "field", "text"),
    [
        ({}, "toy_id", "is needed"),
        ({"toy_id": "t1", "color": "red"}, "color", "did you mean colour"),
        ({"toy_id": "t1", "zzz": 1}, "zzz", "there are toy_id, colour"),
        ({"toy_id": "t1", "colour": "green"}, "colour", "'red' or 'blue', not 'green'"),
        ({"toy_id": "t1", "depth": 0}, "depth", "greater than or equal to 1, not 0"),
        ({"toy_id": "t1", "depth": "many"}, "depth", "should be a whole number"),
        ({"toy_id": "t1", "depth": [1]}, "depth", "should be a whole number"),
        ({"toy_id": {"a": 1}}, "toy_id", "should be text"),
        ("t1", "", "an object, not str"),
        ([("toy_id", "t1")], "", "an object, not list"),
    ],
)
def test_T56_wrong_input_is_refused_by_name_and_nothing_is_sent(
    call: Any, toybox: Provider, tool_input: object, field: str, text: str
) -> None:
    with pytest.raises(errors.InvalidToolInputError) as raised:
        call("toy_get", tool_input)
    assert text in raised.value.fields[field]
    assert raised.value.cause is errors.Cause.INVALID_INPUT
    assert toybox.received == []


def test_T56_all_faults_are_named_at_once(call: Any) -> None:
    with pytest.raises(errors.InvalidToolInputError) as raised:
        call("toy_get", {"depth": 99, "colour": "green", "extra": 1})
    assert set(raised.value.fields) == {"toy_id", "depth", "colour", "extra"}


@pytest.mark.parametrize("field", ["file_key", "message"])
def test_text_that_utf_8_cannot_say_is_refused_by_name(field: str) -> None:
    """As it comes from a command line where the locale is C and Python's UTF-8 mode is off."""
    given = {"file_key": "FileKeyFromItsUrl", "message": "Bear"}
    with pytest.raises(errors.InvalidToolInputError) as raised:
        validate(FIGMA.tools["figma_file_comment_create"], given | {field: "B\udcc3\udca9r"})
    assert list(raised.value.fields) == [field]
    assert str(raised.value).isascii()


def test_the_input_is_checked_before_the_account_is_looked_for(actions: Actions) -> None:
    with pytest.raises(errors.InvalidToolInputError):
        actions.execute_tool("toy_get", identifier="nobody", tool_input={})


def test_a_long_text_is_not_repeated_in_the_message(call: Any) -> None:
    with pytest.raises(errors.InvalidToolInputError) as raised:
        call("toy_create", {"name": "a passcode that is too long"})
    assert "passcode" not in str(raised.value)


def test_numbers_are_accepted_as_identifiers(call: Any, toybox: Provider) -> None:
    call("toy_get", {"toy_id": 12345678901234567890})
    assert toybox.received[0].target == "/v1/toys/12345678901234567890"


def test_a_list_that_is_too_long_is_refused_unsent_with_the_number_that_fits(sandbox: Sandbox) -> None:
    """5,000 ids end in an exception of the HTTP library otherwise."""
    ids = [f"{number}:{number}" for number in range(1000, 10_000)]
    with _client(sandbox) as actions, pytest.raises(errors.InvalidToolInputError, match=r"Actions\.batches") as raised:
        actions.execute_tool("figma_file_nodes_get", tool_input={"file_key": sandbox.demo.file_key, "ids": ids})
    fits = raised.value.fits
    assert fits
    assert "9,000 items make an address of 1" in raised.value.fields["ids"]
    assert f"{fits:,} of them fit" in raised.value.fields["ids"]
    with _client(sandbox) as actions:
        call = {"file_key": sandbox.demo.file_key, "ids": ids}
        with pytest.raises(errors.InvalidToolInputError):
            actions.execute_tool("figma_file_nodes_get", tool_input={**call, "ids": ids[: fits + 1]})
        assert len(sandbox.requests) == 0
        actions.execute_tool("figma_file_nodes_get", tool_input={**call, "ids": ids[:fits]})


def test_a_long_list_is_called_for_in_batches_where_that_is_asked_for(sandbox: Sandbox) -> None:
    ids = [f"{number}:{number}" for number in range(1000, 9000)]
    call = {"file_key": sandbox.demo.file_key, "ids": ids}
    with _client(sandbox) as actions:
        sizes = [len(part["nodes"]) for part in actions.batches("figma_file_nodes_get", over="ids", tool_input=call)]
        assert sum(sizes) == 8000
        assert len(sizes) == 2
        parts = actions.batches("figma_file_nodes_get", over="ids", size=3000, tool_input=call)
        assert [len(part["nodes"]) for part in parts] == [3000, 3000, 2000]

    async def awaited() -> list[int]:
        options: Any = {"connector": "figma", "api_url": sandbox.url, "allow_insecure": True}
        async with AsyncActions.with_token(sandbox.token(kind="personal_access_token"), **options) as actions:
            found = actions.batches("figma_file_nodes_get", over="ids", tool_input=call)
            return [len(part["nodes"]) async for part in found]

    assert anyio.run(awaited) == sizes


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"over": "ids", "tool_input": {"ids": "1:2,1:3"}}, "ids"),
        ({"over": "ids", "tool_input": {"ids": []}}, "ids"),
        ({"over": "nothing", "tool_input": {"ids": ["1:2"]}}, "nothing"),
        ({"over": "ids", "size": 0, "tool_input": {"ids": ["1:2"]}}, "size"),
    ],
)
def test_batches_need_a_list(sandbox: Sandbox, options: Any, field: str) -> None:
    with _client(sandbox) as actions, pytest.raises(errors.InvalidToolInputError) as raised:
        next(actions.batches("figma_file_nodes_get", **options))
    assert field in raised.value.fields
    assert len(sandbox.requests) == 0


def test_a_long_path_or_query_of_a_request_is_refused_unsent(actions: Actions, toybox: Provider) -> None:
    for options in ({"path": f"/v9/{'x' * 70_000}"}, {"path": "/v9/x", "query": {"q": "ä" * 30_000}}):
        with pytest.raises(errors.InvalidToolInputError, match="characters, and 60,000 are the most"):
            actions.request(method="GET", identifier="ann", **options)
    with pytest.raises(errors.InvalidToolInputError, match="fit") as raised:
        actions.request(method="GET", path="/v9/x", identifier="ann", query={"id": ["abc"] * 20_000})
    assert raised.value.fits
    actions.request(method="GET", path="/v9/x", identifier="ann", query={"id": ["abc"] * raised.value.fits})
    assert len(toybox.received) == 1


UNSENDABLE = [
    {"query": {"q": "\ud800"}},
    {"query": {"\ud800": "q"}},
    {"query": {"q": 10**5000}},
    {"query": {"q": float("nan")}},
    {"query": {"q": {"a": 1}}},
    {"query": {"q": b"x"}},
    {"body": {"q": float("nan")}},
    {"body": ["Infinity", float("-inf")]},
    {"body": {"q": "\ud800"}},
    {"body": object()},
    {"body": b"\xff"},
]


@pytest.mark.parametrize("options", UNSENDABLE, ids=range(len(UNSENDABLE)))
def test_what_cannot_be_sent_is_an_error_of_ours(actions: Actions, toybox: Provider, options: Any) -> None:
    with pytest.raises(errors.InvalidToolInputError):
        actions.request(method="POST", path="/v9/x", identifier="ann", **options)
    assert toybox.received == []


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.characters(categories=["Cs"]),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=3), part, max_size=3),
    max_leaves=5,
)


@given(path=st.text(), query=st.dictionaries(st.text(), VALUES, max_size=3), body=VALUES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_no_input_of_a_request_ends_in_a_foreign_exception(
    actions: Actions, path: str, query: dict[str, Any], body: Any
) -> None:
    for each in (path, "/v9/x"):
        with suppress(errors.FigwrightError):
            actions.request(method="POST", path=each, identifier="ann", query=query, body=body)


@given(name=VALUES, price=VALUES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_no_input_of_a_tool_ends_in_a_foreign_exception(actions: Actions, name: Any, price: Any) -> None:
    with suppress(errors.FigwrightError):
        actions.execute_tool("toy_create", identifier="ann", tool_input={"name": name, "price": price})


@pytest.mark.parametrize(
    "url", ["http://a..b", f"http://{'a' * 70}.example", "http://\u2028", "http://xn--\xff.example"]
)
def test_an_address_that_no_request_can_go_to_is_an_error_of_ours(url: str) -> None:
    options: Any = {"connector": CONNECTOR, "allow_insecure": True, "kind": "key"}
    with pytest.raises(errors.FigwrightError), Actions.with_token("t", api_url=url, deadline=2, **options) as actions:
        actions.execute_tool("toy_me")


def _client(sandbox: Sandbox) -> Actions:
    token = sandbox.token(kind="personal_access_token")
    return Actions.with_token(token, connector="figma", api_url=sandbox.url, allow_insecure=True)
