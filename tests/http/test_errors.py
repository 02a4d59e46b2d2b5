"""P6: every answer of the provider that is no success becomes one typed error with a cause."""

from __future__ import annotations

import json
import pickle
import re
from contextlib import closing, suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.intermediaries import PAGES
from support.provider import Provider, reply
from support.toybox import CONNECTOR, TOY_ME

from figwright import Actions, errors
from figwright.connections import find_connector
from figwright.errors import Cause
from figwright.http.json_body import parse_json
from figwright.http.reply import Reply
from figwright.http.response import read_error, read_result
from figwright_figma.sandbox import Sandbox

FIGMA = find_connector("figma")


@pytest.mark.parametrize(
    ("status", "body", "cause", "text"),
    [
        (403, {"status": 403, "err": "Invalid token"}, Cause.DEAD_TOKEN, "Invalid token"),
        (403, {"error": True, "message": "needs the Gold plan"}, Cause.PLAN_TOO_LOW, "Gold plan"),
        (403, {"err": "Request denied"}, Cause.UNKNOWN, "Request denied"),
        (403, b"<html>denied</html>", Cause.PROVIDER_DOWN, r"\(403\) is not in Toybox's words"),
        (403, b"plain words", Cause.PROVIDER_DOWN, "a proxy, a firewall"),
        (403, b"", Cause.PROVIDER_DOWN, "403"),
        (403, [1], Cause.PROVIDER_DOWN, "403"),
        (413, b"<html>nginx</html>", Cause.INVALID_INPUT, "413"),
        (429, b"<html>slow down</html>", Cause.RATE_LIMITED, "429"),
        (400, {"status": 400, "err": "bad ids"}, Cause.INVALID_INPUT, "bad ids"),
        (404, {"message": "Not found"}, Cause.NOT_FOUND, "Not found"),
        (418, {"message": "teapot"}, Cause.UNKNOWN, "teapot"),
        (500, b"\xff\xfe", Cause.PROVIDER_DOWN, "500"),
    ],
)
def test_P6_both_shapes_and_no_shape_at_all_become_a_cause(
    call: Any, toybox: Provider, status: int, body: object, cause: Cause, text: str
) -> None:
    toybox.answer(reply(body, status))
    with pytest.raises(errors.ProviderError, match=text) as raised:
        call("toy_create", {"name": "Bear"})
    assert (raised.value.cause, raised.value.status) == (cause, status)
    assert len(toybox.received) == (3 if status == 429 else 1)


@pytest.mark.parametrize("page", PAGES)
def test_P14_T82_what_is_not_in_the_providers_words_is_no_verdict_of_its(page: str) -> None:
    """The page's words are those of a dead token; whoever wrote them is not Figma, so they count for nothing."""
    status, headers, body = PAGES[page]
    with pytest.raises(errors.ProviderError, match=r"proxy|no JSON") as raised:
        read_result(FIGMA, FIGMA.tools["figma_me_get"], Reply(status, headers, body.encode()), read_only=True)
    assert (raised.value.cause, raised.value.held) == (Cause.PROVIDER_DOWN, ())
    assert raised.value.provider_message == ""


@pytest.mark.parametrize(
    "body",
    [
        {"status": 403, "err": "Invalid token"},
        {"error": True, "status": 403, "message": "Invalid token", "i18n": None},
    ],
)
def test_P14_the_providers_own_shapes_are_a_verdict(body: dict[str, object]) -> None:
    error = read_error(FIGMA, None, Reply(403, {}, json.dumps(body).encode()))
    assert (error.cause, error.provider_message) == (Cause.DEAD_TOKEN, "Invalid token")


@pytest.mark.parametrize("answer", [reply(b"<html>"), reply(b'{"name": "Be'), reply(b"<html>", 403)])
def test_P14_a_write_that_somebody_else_answered_may_have_been_carried_out(
    call: Any, toybox: Provider, answer: Any
) -> None:
    toybox.answer(answer)
    with pytest.raises(errors.ProviderError) as raised:
        call("toy_create", {"name": "Bear"})
    assert raised.value.outcome_unknown
    assert len(toybox.received) == 1


FORBIDDEN: list[object] = [
    {"message": "Forbidden"},
    {"error": "Forbidden"},
    {"error": True, "status": 403, "message": "Invalid token"},
    {"id": "req-1", "message": "Forbidden"},
    {"user-url": "http://portal.invalid", "captive": True},
    [],
    None,
    "Forbidden",
]


@pytest.mark.parametrize("body", FORBIDDEN, ids=str)
@pytest.mark.parametrize(
    "name", ["figma_me_get", "figma_file_get", "figma_component_get", "figma_file_comment_create", "figma_webhook_get"]
)
def test_P14_a_success_that_the_tool_cannot_return_is_somebody_elses(name: str, body: object) -> None:
    tool = FIGMA.tools[name]
    with pytest.raises(errors.InvalidResponseError, match="is not in Figma's words") as raised:
        read_result(FIGMA, tool, Reply(200, {}, json.dumps(body).encode()), read_only=tool.read_only)
    assert (raised.value.cause, raised.value.status) == (Cause.PROVIDER_DOWN, 200)
    assert raised.value.outcome_unknown is not tool.read_only
    assert "Forbidden" not in str(raised.value)


@pytest.mark.parametrize("said", [{"error": True, "status": 403}, {"status": 403, "error": "Forbidden"}], ids=str)
def test_P14_a_success_with_all_names_that_calls_itself_an_error_is_one(said: object) -> None:
    tool = FIGMA.tools["figma_file_comment_delete"]
    with pytest.raises(errors.ProviderError, match=r"did not carry out figma_file_comment_delete: (True|Forbidden)$"):
        read_result(FIGMA, tool, Reply(200, {}, json.dumps(said).encode()), read_only=False)


def test_P14_a_write_that_a_gateway_answered_with_200_is_sent_once_and_may_have_been_carried_out() -> None:
    with Sandbox() as figma, Actions.with_token(figma.token(), api_url=figma.url, allow_insecure=True) as actions:
        figma.fail_next("deleteComment", status=200, body={"error": "Forbidden"}, times=None)
        comment = {"file_key": figma.demo.file_key, "comment_id": figma.demo.comment_id}
        with pytest.raises(errors.InvalidResponseError, match="figma_file_comment_delete got no answer") as raised:
            actions.execute_tool("figma_file_comment_delete", tool_input=comment)
        assert raised.value.outcome_unknown
        assert len(figma.requests.of("deleteComment")) == 1


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("figma_library_analytics_component_usages_get", {"rows": []}),
        ("figma_component_get", {"meta": {}}),
        ("figma_file_images_render", {"err": "Too large", "images": None}),
        ("figma_me_get", {"id": "1", "handle": "Ann"}),
        ("figma_file_get", {"document": {}}),
        ("figma_file_get", {}),
        ("figma_comment_reaction_delete", {"error": False, "status": 200, "i18n": None}),
    ],
)
def test_P10_an_answer_that_lacks_some_of_its_names_is_read(name: str, answer: dict[str, object]) -> None:
    assert read_result(FIGMA, FIGMA.tools[name], Reply(200, {}, json.dumps(answer).encode()), read_only=True) == answer


def test_an_empty_answer_is_none_only_where_the_tool_has_no_result() -> None:
    assert read_result(CONNECTOR, TOY_ME, Reply(204, {}, b""), read_only=True) is None
    with pytest.raises(errors.InvalidResponseError):
        read_result(FIGMA, FIGMA.tools["figma_me_get"], Reply(200, {}, b" "), read_only=True)


def test_P6_a_scope_error_names_what_is_needed_and_corrects_what_the_account_has(call: Any, toybox: Provider) -> None:
    toybox.answer(reply({"err": "has toys:read, toys:old and toys:x, needs toys:write"}, 403))
    kept: list[Any] = []
    with pytest.raises(errors.ProviderError, match="Ask for it") as raised:
        call("toy_create", {"name": "Bear"}, scopes=["toys:write"], setup=kept.append)
    assert raised.value.cause is Cause.MISSING_SCOPE
    assert raised.value.needed == ("toys:write",)
    assert raised.value.held == ("toys:read", "toys:old", "toys:x")
    with closing(kept[0].context.stored()) as stored:
        account = stored.find(kept[0].connection(), "ann").account
    assert account.scopes == {"toys:read", "toys:old", "toys:x"}


def test_P5_a_plan_that_one_file_lacked_is_warned_of_and_the_call_is_sent_again(
    actions: Any, toybox: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    toybox.answer(reply({"err": "needs the gold plan"}, 403))
    for toy_id, warnings in (("t1", 0), ("t1", 1), ("t2", 1)):
        with pytest.raises(errors.ProviderError), caplog.at_level("WARNING", logger="figwright"):
            actions.execute_tool("toy_get", identifier="ann", tool_input={"toy_id": toy_id})
        assert caplog.text.count("for want of a plan") == warnings
    assert len(toybox.received) == 3


def test_T26_the_providers_words_are_masked_cut_and_on_one_line(call: Any, toybox: Provider) -> None:
    toybox.answer(reply({"message": "token toy_CANARYCANARY\r\nis\x1b[31m \u202ebad " + "x" * 9000}, 400))
    with pytest.raises(errors.ProviderError) as raised:
        call("toy_me")
    text = str(raised.value)
    assert "CANARY" not in text
    assert "[redacted]" in text
    assert len(raised.value.provider_message) <= 500
    assert not any(ord(character) < 32 or character in "\x1b\u202e" for character in text)


def test_T80_nothing_hides_in_an_error(call: Any, toybox: Provider) -> None:
    unseen = "\u200b\u202e\x9b\ufeff\ufe0f\u2800\U000e0041\U000e0100"
    toybox.answer(reply({"message": f"no{unseen}pe"}, 400))
    with pytest.raises(errors.ProviderError) as raised:
        call("toy_me")
    assert not set(unseen) & set(f"{raised.value}{raised.value.provider_message}")
    assert "no pe" in str(raised.value)
    with pytest.raises(errors.UnknownToolError) as unknown:
        call(f"toy{unseen}_me")
    with pytest.raises(errors.InvalidToolInputError) as invalid:
        call("toy_me", {f"x{unseen}": 1})
    assert not set(unseen) & set(f"{unknown.value}{invalid.value}")


def test_the_rate_limit_headers_reach_the_error(call: Any, toybox: Provider) -> None:
    toybox.answer(reply({}, 429, Retry_After="396749", X_Plan="tin", X_Upgrade="https://toybox.example/pay"))
    with pytest.raises(errors.ProviderError, match="Try again in 396749 seconds") as raised:
        call("toy_me")
    error = raised.value
    assert (error.cause, error.retry_after) == (Cause.RATE_LIMITED, 396749.0)
    assert (error.plan, error.upgrade_url) == ("tin", "https://toybox.example/pay")


@pytest.mark.parametrize(
    "body", [b"<html></html>", b"{", b'{"a": NaN}', b'{"a": Infinity}', b"\xff", b"1" * 5000, b"nul"]
)
def test_T53_a_success_that_is_no_json_is_a_typed_error(call: Any, toybox: Provider, body: bytes) -> None:
    toybox.answer(reply(body))
    with pytest.raises(errors.InvalidResponseError, match="no JSON"):
        call("toy_me")


def test_a_plain_text_is_the_answer_where_nothing_is_described(call: Any, toybox: Provider) -> None:
    toybox.answer(reply(b"ok", 200, Content_Type="text/plain; charset=utf-8"))
    assert call("toy_me").data == "ok"


MORE_THAN_A_MEGABYTE = '["3e123", 4e-400, "' + "e" * 2**20 + '", '


@pytest.mark.parametrize("number", ["1e400", "-1e309", "1E+0400", "9" * 400 + ".5", "1" + "0" * 250 + "e99", "1e400 "])
@pytest.mark.parametrize("frame", ["{}", '{{"a": [{}]}}', '{{"a": {}, "b": "7e400"}}', MORE_THAN_A_MEGABYTE + "{}]"])
def test_T53_a_number_that_would_be_infinite_is_a_typed_error(number: str, frame: str) -> None:
    with pytest.raises(errors.InvalidResponseError, match=r"a number that is too large to be read \("):
        parse_json(CONNECTOR, frame.format(number).encode())


@given(st.dictionaries(st.text(), st.floats(allow_nan=False, allow_infinity=False) | st.integers() | st.text()))
def test_T53_every_number_that_a_float_holds_is_read(data: dict[str, Any]) -> None:
    data |= {"most": 1.7976931348623157e308, "least": 5e-324, "text": "3e400,", "whole": 10**400}
    assert parse_json(CONNECTOR, json.dumps(data).encode()) == data


def test_T53_nesting_beyond_any_parser_is_a_typed_error(call: Any, toybox: Provider) -> None:
    toybox.answer(reply(b"[" * 200_000 + b"]" * 200_000))
    with pytest.raises(errors.InvalidResponseError):
        call("toy_me")


def test_T53_nesting_of_300_lone_surrogates_and_repeated_keys_are_read(call: Any, toybox: Provider) -> None:
    toybox.answer(reply(b'{"a": 1, "a": 2, "b": "\\ud800", "c": ' + b"[" * 300 + b"]" * 300 + b"}"))
    result = call("toy_me")
    assert result["a"] == 2
    assert result["b"] == "\ud800"
    depth, inner = 0, result["c"]
    while inner:
        depth, inner = depth + 1, inner[0]
    assert depth == 299
    assert '"a":2' in result.text


@given(
    status=st.integers(300, 599),
    body=st.binary(max_size=200),
    headers=st.dictionaries(st.sampled_from(["Retry-After", "x-plan"]), st.text()),
)
def test_P6_no_answer_escapes_the_tree(status: int, body: bytes, headers: dict[str, str]) -> None:
    error = read_error(CONNECTOR, TOY_ME, Reply(status, headers, body))
    assert error.cause in Cause
    assert error.cause is not Cause.DEAD_TOKEN or b"invalid token" in body.lower()


@given(st.binary(max_size=200))
def test_P6_a_success_is_json_or_a_typed_error(body: bytes) -> None:
    with suppress(errors.InvalidResponseError):
        read_result(CONNECTOR, TOY_ME, Reply(200, {}, body), read_only=True)


def test_every_error_is_drawn_in_the_tree() -> None:
    drawn = errors.__doc__ or ""
    classes = [value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, Exception)]
    assert len(classes) >= 15
    assert [error.__name__ for error in classes if error.__name__ not in drawn] == []


def test_an_error_survives_its_way_out_of_a_worker_process(call: Any, toybox: Provider) -> None:
    toybox.answer(reply({"err": "has a, needs toys:write"}, 403))
    with pytest.raises(errors.ProviderError) as raised:
        call("toy_create", {"name": "Bear"})
    for error in (raised.value, errors.UnknownToolError("x", ["y"], 3), errors.InvalidToolInputError("t", {"a": "b"})):
        copy = pickle.loads(pickle.dumps(error))
        assert (type(copy), str(copy), vars(copy)) == (type(error), str(error), vars(error))


@pytest.mark.parametrize("failed", [True, 5, "blocked", {"error": "blocked"}])
def test_P14_a_success_that_reports_failure_in_another_shape_is_an_error_of_ours(failed: object) -> None:
    tool = FIGMA.tools["figma_dev_resource_create"]
    body = json.dumps({"errors": failed}).encode()
    with pytest.raises(errors.ProviderError, match=r"did not carry out .*: (True|5|blocked)$"):
        read_result(FIGMA, tool, Reply(200, {}, body), read_only=False)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (413, "<html>"),
        (414, "<html>"),
        (413, json.dumps({"status": 413, "err": "Payload"})),
        (400, json.dumps({"status": 400, "err": "Render timeout, try requesting fewer or smaller images"})),
        (500, json.dumps({"status": 500, "err": "Render timeout"})),
    ],
)
def test_what_was_too_much_is_asked_for_in_smaller_parts(status: int, said: str) -> None:
    error = read_error(FIGMA, FIGMA.tools["figma_file_images_render"], Reply(status, {}, said.encode()))
    assert error.cause is Cause.INVALID_INPUT
    assert re.search("fewer ids.*smaller scale", str(error))
    assert not re.search("that Figma names|[Tt]ry again", str(error))


@pytest.mark.parametrize(
    ("status", "body", "again"),
    [(200, "<html>", False), (403, "<html>", False), (407, "", False), (200, "[]", False), (502, "<html>", True)],
)
def test_P14_a_page_that_time_does_not_heal_is_no_reason_to_try_again_later(
    status: int, body: str, again: bool
) -> None:
    with pytest.raises(errors.ProviderError) as raised:
        read_result(FIGMA, FIGMA.tools["figma_me_get"], Reply(status, {}, body.encode()), read_only=True)
    assert raised.value.cause is Cause.PROVIDER_DOWN
    assert ("Try again later" in str(raised.value)) is again
    assert again or "The same call gets the same again" in str(raised.value)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b"{"),
        (200, b"<html>"),
        (200, b"[]"),
        (200, b'{"error": true, "status": 200}'),
        (403, b'{"status": 403, "err": "Invalid token"}'),
        (503, b"<html>"),
    ],
)
def test_every_error_of_the_provider_carries_its_request_id(status: int, body: bytes) -> None:
    """It is what the provider's support asks for; the header's name is the connector's."""
    headers = {FIGMA.request_id: "0b5c-7f"}
    with pytest.raises(errors.ProviderError) as raised:
        read_result(FIGMA, FIGMA.tools["figma_file_comment_delete"], Reply(status, headers, body), read_only=False)
    assert raised.value.request_id == "0b5c-7f"
    assert "0b5c-7f" in str(raised.value)
    assert pickle.loads(pickle.dumps(raised.value)).request_id == "0b5c-7f"


def test_the_request_id_of_a_real_call_is_said(sandbox: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", "figwright.calls")
    with (
        Actions.with_token(sandbox.token(), api_url=sandbox.url, allow_insecure=True) as actions,
        pytest.raises(errors.ProviderError) as raised,
    ):
        actions.execute_tool("figma_file_get", tool_input={"file_key": "a" * 22})
    assert raised.value.request_id in caplog.text
    assert f"Request id: {raised.value.request_id}" in str(raised.value)
    assert len(raised.value.request_id) == 36


def test_an_answer_that_is_too_large_or_ends_midway_is_named_too(sandbox: Sandbox) -> None:
    """Its headers came before what went wrong."""
    sandbox.fail_next("GET /v1/me", drop="midway", times=None)
    options: dict[str, Any] = {"api_url": sandbox.url, "allow_insecure": True}
    with (
        Actions.with_token(sandbox.token(), max_response_bytes=60, deadline=20, **options) as actions,
        pytest.raises(errors.ResponseTooLargeError) as large,
    ):
        actions.request(method="GET", path=f"/v1/files/{sandbox.demo.file_key}/meta")
    with Actions.with_token(sandbox.token(), **options) as actions, pytest.raises(errors.ProviderError) as cut:
        actions.request(method="GET", path="/v1/me")
    assert (len(large.value.request_id), len(cut.value.request_id)) == (36, 36)


def test_a_result_has_the_request_id_too(sandbox: Sandbox) -> None:
    with Actions.with_token(sandbox.token(), api_url=sandbox.url, allow_insecure=True) as actions:
        called = [actions.execute_tool("figma_me_get"), actions.request(method="GET", path="/v1/me")]
    assert [len(each.request_id) for each in called] == [36, 36]
