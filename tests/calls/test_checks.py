"""P5: what is known to fail is refused before anything is sent; what is only suspected warns and is sent."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
from support.provider import Provider, reply
from support.toybox import CONNECTOR

from figwright import Actions, AsyncActions, Connection, errors


@pytest.mark.parametrize(
    ("tool", "options", "error", "text"),
    [
        (
            "toy_audit",
            {"kind": "key"},
            errors.WrongCredentialKindError,
            "cannot be called with an API key. It takes: an OAuth",
        ),
        (
            "toy_create",
            {"scopes": ["toys:read"]},
            errors.MissingScopesError,
            "needs the scope toys:write; the account has toys:read",
        ),
        ("toy_me", {"scopes": []}, errors.MissingScopesError, "toys:read; the account has none"),
        (
            "toy_audit",
            {"plan": "tin"},
            errors.EnterpriseRequiredError,
            "needs the gold plan; the account of 'ann' is on tin",
        ),
        (
            "toy_audit",
            {"tools": None},
            errors.EnterpriseRequiredError,
            "add it to the tools of the connection 'toybox'",
        ),
        ("toy_create", {"tools": None}, errors.PolicyError, "not among the tools in use"),
        ("toy_create", {"tools": ["toy_me"]}, errors.PolicyError, "not among the tools in use"),
        ("toy_audit", {"tools": ["toy_me"]}, errors.PolicyError, "not among the tools in use"),
        ("toy_create", {"read_only": True}, errors.PolicyError, "is read-only"),
        (
            "toy_private",
            {"publishing_state": "public"},
            errors.PublishingStateError,
            "closes toy_private to public apps",
        ),
    ],
)
def test_P5_a_call_that_would_fail_is_refused_and_nothing_is_sent(
    call: Any, toybox: Provider, tool: str, options: dict[str, Any], error: type[Exception], text: str
) -> None:
    with pytest.raises(error, match=text):
        call(tool, {"name": "Bear"} if tool == "toy_create" else {}, **options)
    assert toybox.received == []


@pytest.mark.parametrize(
    ("tool", "options"),
    [
        ("toy_me", {"scopes": ["toys"]}),  # deprecated, but enough
        ("toy_me", {"scopes": None}),
        ("toy_me", {"tools": None}),
        ("toy_audit", {"plan": "gold"}),
        ("toy_audit", {}),
        ("toy_me", {"plan": "tin"}),  # for every plan
        ("toy_search", {"read_only": True}),  # a POST that only reads
        ("toy_search", {"tools": None, "scopes_declared": ("toys:read",)}),
        ("toy_private", {"publishing_state": "private"}),
    ],
)
def test_what_can_work_is_sent(
    toybox: Provider, connection: Callable[..., Connection], tool: str, options: dict[str, Any]
) -> None:
    account = {name: options[name] for name in ("scopes", "plan") if name in options}
    setup = {name: value for name, value in options.items() if name not in account}
    if "scopes_declared" in setup:
        setup["scopes"] = setup.pop("scopes_declared")
    with Actions([connection(**setup)]) as actions:
        actions.connect_with_token(identifier="ann", token="t", kind="oauth", **account, check=False)
        actions.execute_tool(tool, identifier="ann", tool_input={})
    assert len(toybox.received) == 1


def test_a_deprecated_scope_is_never_asked_for(call: Any) -> None:
    with pytest.raises(errors.MissingScopesError) as raised:
        call("toy_me", scopes=["toys:write"])
    assert raised.value.needed == ("toys:read",)
    assert raised.value.cause is errors.Cause.MISSING_SCOPE


def test_P5_the_connections_usual_plan_warns_and_is_sent(
    call: Any, toybox: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="figwright"):
        call("toy_audit")
    assert caplog.records == []
    actions = Actions(
        [
            Connection(
                name="toybox",
                connector=CONNECTOR,
                api_url=toybox.url,
                allow_insecure=True,
                plan="tin",
                tools=("toy_audit",),
            )
        ]
    )
    with actions, caplog.at_level(logging.WARNING, logger="figwright"):
        actions.connect_with_token(identifier="ann", token="t", kind="oauth", check=False)
        actions.execute_tool("toy_audit", identifier="ann")
        assert "needs the gold plan" in caplog.text
        caplog.clear()
        actions.connect_with_token(identifier="bob", token="t", kind="oauth", plan="gold", check=False)
        actions.execute_tool("toy_audit", identifier="bob")
    assert caplog.records == []
    assert len(toybox.received) == 3


def test_P5_where_a_plan_was_too_low_the_next_call_warns_and_is_sent(
    actions: Actions, toybox: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    toybox.answer(reply({"message": "This needs the gold plan"}, 403))
    for refused_before in (False, True):
        with pytest.raises(errors.ProviderError) as raised:
            actions.execute_tool("toy_audit", identifier="ann")
        assert raised.value.cause is errors.Cause.PLAN_TOO_LOW
        assert ("refused there before" in caplog.text) is refused_before
    assert len(toybox.received) == 2


def test_list_tools_gives_what_can_be_called_and_why_not_the_rest(connection: Callable[..., Connection]) -> None:
    with Actions([connection(tools=None, scopes=("toys:read",))]) as actions:
        actions.connect_with_token(identifier="ann", token="t", kind="oauth", check=False)
        listed = actions.list_tools(identifier="ann")
        assert [tool.name for tool in listed] == [
            "toy_me",
            "toy_get",
            "toy_list",
            "toy_search",
            "toy_assign",
            "toy_pictures",
            "toy_private",
        ]
        assert isinstance(listed.refused["toy_audit"], errors.EnterpriseRequiredError)
        assert isinstance(listed.refused["toy_create"], errors.PolicyError)
        assert len(listed) + len(listed.refused) == len(CONNECTOR.tools)


async def _listed(connection: Connection) -> list[str]:
    async with AsyncActions([connection]) as actions:
        await actions.connect_with_token(identifier="ann", token="t", kind="key", check=False)
        return [tool.name for tool in await actions.list_tools(identifier="ann")]


def test_list_tools_can_be_awaited(connection: Callable[..., Connection]) -> None:
    import anyio

    assert anyio.run(_listed, connection(tools=["toy_me", "toy_audit"])) == ["toy_me"]


def test_a_call_that_could_mean_two_connections_names_them(
    connection: Callable[..., Connection], toybox: Provider
) -> None:
    with Actions([connection(name="one"), connection(name="two", tools=["toy_get"])]) as actions:
        actions.connect_with_token(connection_name="one", identifier="ann", token="t1", kind="oauth", check=False)
        actions.connect_with_token(connection_name="two", identifier="ann", token="t2", kind="oauth", check=False)
        with pytest.raises(errors.ConfigurationError, match="one of: one, two"):
            actions.execute_tool("toy_get", identifier="ann", tool_input={"toy_id": "t1"})
        actions.execute_tool("toy_get", identifier="ann", tool_input={"toy_id": "t1"}, connection_name="two")
        actions.execute_tool("toy_me", identifier="ann")
    assert [request.headers["authorization"] for request in toybox.received] == ["Bearer t2", "Bearer t1"]


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"tools": ["toy_mee"]}, "no such tool: toy_mee"),
        ({"tools": None, "scopes": ["toys:fly"]}, "no such scope: toys:fly"),
        ({"plan": "silver"}, "'silver' is none of tin, gold"),
    ],
)
def test_a_connection_that_cannot_work_is_refused_at_once(
    connection: Callable[..., Connection], options: dict[str, Any], text: str
) -> None:
    with pytest.raises(errors.ConfigurationError, match=text):
        Actions([connection(**options)])


def test_an_unknown_connector_names_the_installed_ones() -> None:
    with pytest.raises(errors.ConfigurationError, match="No connector 'nosuch' is installed"):
        Actions([Connection(name="nosuch")])


@pytest.mark.parametrize(
    ("account", "text"),
    [
        ({"kind": "password"}, "no credential of Toybox: oauth, key, robot"),
        ({"plan": "silver"}, "no plan of Toybox"),
        ({"token": ""}, "cannot be a token"),
        ({"token": "a b"}, "cannot be a token"),
        ({"token": "fwm_of-an-mcp-client"}, "a token of ours"),
    ],
)
def test_a_token_that_cannot_work_is_refused_at_once(actions: Actions, account: dict[str, Any], text: str) -> None:
    with pytest.raises(errors.ConfigurationError, match=text):
        actions.connect_with_token(identifier="bob", **{"token": "t", "kind": "oauth", **account}, check=False)


def test_with_token_needs_no_identifier(toybox: Provider) -> None:
    with Actions.with_token("t0", kind="key", connector=CONNECTOR, api_url=toybox.url, allow_insecure=True) as actions:
        actions.execute_tool("toy_get", tool_input={"toy_id": "t1"})
    assert toybox.received[0].headers["x-toy-key"] == "t0"


def test_with_token_may_be_read_only(toybox: Provider) -> None:
    options: dict[str, Any] = {"kind": "key", "connector": CONNECTOR, "api_url": toybox.url, "allow_insecure": True}
    with (
        Actions.with_token("t0", read_only=True, **options) as actions,
        pytest.raises(errors.PolicyError, match="read-only"),
    ):
        actions.execute_tool("toy_create", tool_input={"name": "Bear"})
    with Actions.with_token("t0", tools=["toy_me"], **options) as actions, pytest.raises(errors.PolicyError):
        actions.execute_tool("toy_get", tool_input={"toy_id": "t1"})
    assert toybox.received == []
