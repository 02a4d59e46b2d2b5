"""No input reaches another endpoint or host."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.provider import Provider, reply
from support.toybox import CONNECTOR, TOY_GET

from figwright import Actions, Connection, errors
from figwright.calls.raw_request import _decoded
from figwright.connections import BoundConnection
from figwright.http.request import build_request, checked_url

ATTACKS = [
    "..",
    ".",
    "../me",
    "a/../../v2/webhooks",
    "a?x=1",
    "a#f",
    "http://evil/x",
    "//evil/x",
    "..%2fme",
    "%2e%2e",
    "a\\..\\b",
    "a%00",
    "a\x00",
    "a\n",
    "t1\r\nX-Evil: 1",
    "",
    "ｔ１",
]


@pytest.mark.parametrize("toy_id", ATTACKS)
def test_T44_a_path_in_place_of_an_identifier_sends_nothing(call: Any, toybox: Provider, toy_id: str) -> None:
    with pytest.raises(errors.InvalidToolInputError):
        call("toy_get", {"toy_id": toy_id})
    assert toybox.received == []


@given(st.text())
def test_T45_even_without_a_pattern_the_address_stays_below_the_operations(toy_id: str) -> None:
    base = "https://api.toybox.example/base"
    try:
        url = build_request(TOY_GET, {"toy_id": toy_id}, base).url
    except errors.InvalidToolInputError:
        return
    start = f"{base}/v1/toys/"
    assert url.startswith(start)
    assert not set(url[len(start) :]) & set("/?#\\")
    assert url[len(start) :] not in (".", "..")


@pytest.mark.parametrize("path", ["@evil.example/x", "/v1/../me?x=1#y", "x//y?z", ".evil.example/v1"])
def test_T45_a_path_that_leaves_the_api_is_refused(path: str) -> None:
    with pytest.raises(errors.ConfigurationError):
        checked_url("https://api.toybox.example", path, [])


@pytest.mark.parametrize(
    "url",
    [
        "http://api.toybox.example",
        "https://evil.example",
        "https://api.toybox.example.evil.example",
        "https://api.toybox.example@evil.example",
        "https://user:pass@api.toybox.example",
        "https://api.toybox.example:8443",
        "http://169.254.169.254",
        "http://[::ffff:169.254.169.254]",
        "http://2852039166",
        "http://0251.0376.0251.0376",
        "http://127.0.0.1:8000",
        "ftp://api.toybox.example",
        "file:///etc/passwd",
        "//api.toybox.example",
        "https://api.toybox.example?x=1",
    ],
)
def test_T46_another_address_needs_an_explicit_flag(url: str) -> None:
    with pytest.raises(errors.ConfigurationError):
        Actions([Connection(name="toybox", connector=CONNECTOR, api_url=url)])


def test_T46_the_flag_allows_a_local_address_and_nothing_that_is_no_address() -> None:
    make = lambda url: Connection(name="t", connector=CONNECTOR, api_url=url, allow_insecure=True)  # noqa: E731
    assert BoundConnection(make("http://127.0.0.1:9/x/")).api_url == "http://127.0.0.1:9/x"
    for url in ("file:///etc/passwd", "http://user@127.0.0.1", "http://127.0.0.1/?q", "http://[::1", "http://h:99999"):
        with pytest.raises(errors.ConfigurationError):
            Actions([make(url)])


@pytest.mark.parametrize(
    "uri", ["http://[::1/callback/t", "http://localhost:99999/callback/t", "http://h:x/callback/t"]
)
def test_a_redirect_uri_that_cannot_be_read_is_refused_at_once(uri: str) -> None:
    with pytest.raises(errors.ConfigurationError, match="redirect_uri"):
        Actions([Connection(name="t", connector=CONNECTOR, redirect_uri=uri)])


@pytest.mark.parametrize(
    "path",
    [
        "v1/me",
        "//evil/x",
        "http://evil/x",
        "/v1/../me",
        "/v1/%2e%2e/me",
        "/v1/me?x=1",
        "/v1/me#x",
        "/v1/me\r\nX: 1",
        "/v1/a\\b",
        "/v1//me",
        "/v1/me/",
        "/v1/%2e/me",
        "/v1%2Fme",
        "/v1/a%5cb",
        "/v1/me%3Fx=1",
        "/v1/me%23x",
        "/v1/me;x=1",
        "/v1/me%3bx=1",
        "/v1/%2577ebhooks",
        "/v1/me%00",
        "/v1/me%0d%0aX:%201",
        "/v1/me%20",
        "/v1/%c0%af",
        "/v1/%zz",
        "/v1/%",
        None,
        5,
    ],
)
def test_T47_request_takes_a_path_and_nothing_else(actions: Actions, toybox: Provider, path: str) -> None:
    with pytest.raises(errors.InvalidToolInputError):
        actions.request(method="GET", path=path, identifier="ann")
    assert toybox.received == []


def test_T47_request_allows_known_methods_only(actions: Actions, toybox: Provider) -> None:
    for method in ("TRACE", "CONNECT", "GET /v1/me HTTP/1.1\r\nX:"):
        with pytest.raises(errors.InvalidToolInputError, match="GET, POST"):
            actions.request(method=method, path="/v1/me", identifier="ann")
    assert toybox.received == []


def test_T47_request_stands_under_the_checks_of_the_endpoints_tool(
    connection: Callable[..., Connection], toybox: Provider
) -> None:
    toybox.answer(reply({"owner": {"pin": "1234"}}))
    with Actions([connection(read_only=True)]) as actions:
        actions.connect_with_token(identifier="ann", token="t", kind="oauth", scopes=["toys:write"], check=False)
        with pytest.raises(errors.MissingScopesError):
            actions.request(method="get", path="/v1/toys/t1", identifier="ann")
        with pytest.raises(errors.PolicyError, match="read-only"):
            actions.request(method="POST", path="/v1/toys", identifier="ann", body={})
        with pytest.raises(errors.PolicyError, match="read-only"):
            actions.request(method="POST", path="/v9/new", identifier="ann", body={})
        assert toybox.received == []
        assert actions.request(method="GET", path="/v9/new", identifier="ann", query={"a": 1, "b": True, "c": None})[
            "owner"
        ]
        assert toybox.received[0].target == "/v9/new?a=1&b=true"


SPELLINGS = [
    "/v1/toys",
    "/v1/%74oys",
    "/v1/%74%6F%79%73",
    "/%76%31/toys",
    "/V1/Toys",
    "/v1/t%4Fys",
]


@pytest.mark.parametrize("path", SPELLINGS)
def test_T78_another_spelling_of_a_path_stands_under_the_same_checks(
    connection: Callable[..., Connection], toybox: Provider, path: str
) -> None:
    """Scopes, read-only and the tools in use hold for what the provider will read."""

    def post(scopes: list[str], **options: Any) -> None:
        with Actions([connection(**options)]) as actions:
            actions.connect_with_token(identifier="ann", token="t", kind="oauth", scopes=scopes, check=False)
            actions.request(method="POST", path=path, identifier="ann", body={})

    with pytest.raises(errors.PolicyError, match="read-only"):
        post(["toys:write"], read_only=True)
    with pytest.raises(errors.PolicyError, match="not among the tools"):
        post(["toys:write"], tools=["toy_me"])
    with pytest.raises(errors.PolicyError, match="not among the tools"):
        post(["toys:write"], tools=None)
    with pytest.raises(errors.MissingScopesError):
        post(["toys:read"])
    assert toybox.received == []


@pytest.mark.parametrize("path", ["/v1/audit", "/v1/%61udit", "/v1/AUDIT", "/%76%31/a%75dit"])
def test_T78_an_enterprise_tools_path_is_closed_however_it_is_written(
    connection: Callable[..., Connection], toybox: Provider, path: str
) -> None:
    with Actions([connection(tools=None)]) as actions:
        actions.connect_with_token(identifier="ann", token="t", kind="oauth", check=False)
        with pytest.raises(errors.EnterpriseRequiredError):
            actions.request(method="GET", path=path, identifier="ann")
    assert toybox.received == []


@pytest.mark.parametrize("path", SPELLINGS)
def test_T78_no_spelling_of_a_path_shows_the_secret(actions: Actions, toybox: Provider, path: str) -> None:
    toybox.answer(reply({"owner": {"pin": "1234"}, "toys": [{"secret": "5678"}]}))
    result = actions.request(method="POST", path=path, identifier="ann", body={})
    assert result.data == {"owner": {"pin": "[redacted]"}, "toys": [{"secret": "[redacted]"}]}


def test_T78_an_endpoint_without_a_tool_shows_no_secret_of_one(actions: Actions, toybox: Provider) -> None:
    toybox.answer(reply({"pin": "1234", "toys": [{"secret": "5678", "name": "Bear"}]}))
    result = actions.request(method="GET", path="/v9/everything", identifier="ann")
    assert result.data == {"pin": "[redacted]", "toys": [{"secret": "[redacted]", "name": "Bear"}]}


def test_T78_an_escape_that_means_nothing_is_undone_and_one_that_is_needed_stays(
    actions: Actions, toybox: Provider
) -> None:
    actions.request(method="GET", path="/v9/%7Eann/1%3A2/%C3%A9%20x", identifier="ann")
    assert toybox.received[0].target == "/v9/~ann/1:2/%C3%A9%20x"


@given(st.lists(st.text(min_size=1), min_size=1).map(lambda steps: "/" + "/".join(map(quote, steps))))
def test_T78_whatever_path_is_sent_reads_as_what_was_checked(path: str) -> None:
    try:
        steps = _decoded(path)
    except errors.InvalidToolInputError:
        return
    assert steps == [unquote(step) for step in path[1:].split("/")]
    assert not any(set(step) & set("/\\?#%;") or step in (".", "..") for step in steps)


def test_T47_request_takes_the_tools_secrets_out(actions: Actions, toybox: Provider) -> None:
    toybox.answer(reply({"owner": {"pin": "1234"}}))
    assert actions.request(method="POST", path="/v1/toys", identifier="ann", body={})["owner"]["pin"] == "[redacted]"


def test_T47_an_endpoint_without_a_tool_is_closed_where_tools_are_named(
    connection: Callable[..., Connection], toybox: Provider
) -> None:
    with Actions([connection(tools=["toy_me"])]) as actions:
        actions.connect_with_token(identifier="ann", token="t", kind="oauth", check=False)
        with pytest.raises(errors.PolicyError, match="names its tools"):
            actions.request(method="GET", path="/v9/new", identifier="ann")
    assert toybox.received == []


def test_a_template_with_a_missing_value_cannot_be_built() -> None:
    tool = TOY_GET._replace(parameters=())
    with pytest.raises(KeyError):
        build_request(tool, {}, "https://api.toybox.example")
