"""Who may call what and where it goes, and in which form an answer comes back."""

from __future__ import annotations

import base64

import pytest
from support.shop import Shop, answers, in_

from figwright import Actions
from figwright.errors import ProviderError
from figwright_codegen import GenerationError

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("security", ["", "security: [{Token: []}]"])
def test_an_operation_without_security_is_called_without_a_credential(shop: Shop, security: str) -> None:
    shop.describe("security: []" if security else "", security=security)
    shop.sent()
    assert shop.header("Authorization") is None


@pytest.mark.parametrize(
    ("scheme", "credential", "place", "wire"),
    [("{type: apiKey, in: header, name: X-Key}", "{header: X-Key}", "X-Key", "tok"),
     ("{type: apiKey, in: cookie, name: key}", "{cookie: key}", "Cookie", "key=tok"),
     ("{type: http, scheme: basic}", "{header: Authorization, prefix: 'Basic ', base64: true}", "Authorization",
      f"Basic {base64.b64encode(b'tok').decode()}")],
)  # fmt: skip
def test_a_connector_without_oauth_presents_its_credential_as_the_scheme_says(
    shop: Shop, scheme: str, credential: str, place: str, wire: str
) -> None:
    shop.describe(scheme=scheme, credential=credential)
    shop.sent()
    assert shop.header(place) == wire


def test_a_key_in_the_query_is_in_no_log_and_no_error(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    shop.describe(
        in_("query", "{type: string}"), scheme="{type: apiKey, in: query, name: key}", credential="{query: key}"
    )
    connector = shop.workshop.module("connector").CONNECTOR
    actions = Actions.with_token(
        "sesame-7357", kind="token", connector=connector, api_url=shop.server.url, allow_insecure=True
    )
    shop.server.answer = (500, "text/plain", b"no")
    with pytest.raises(ProviderError) as caught:
        actions.execute_tool("do_it", tool_input={"f": "1"})
    assert shop.server.asked[0][1] == "/x?f=1&key=sesame-7357"
    assert "sesame-7357" not in f"{caught.value!r}{caplog.text}"


def test_a_credential_that_the_manifest_presents_otherwise_is_a_mistake(shop: Shop) -> None:
    shop.describe(scheme="{type: apiKey, in: query, name: key}", credential="{header: X-Key}")
    assert (
        "'Token' is presented otherwise; write query: 'key', or correct the description" in shop.workshop.mistakes()[0]
    )


def test_the_path_of_a_server_is_part_of_the_address(shop: Shop) -> None:
    shop.describe(root="servers: [{url: 'https://shop.test/{v}', variables: {v: {default: v2}}}]")
    assert shop.sent() == "/v2/x"


def test_a_server_beside_the_connectors_address_is_a_mistake(shop: Shop) -> None:
    root = "servers: [{url: 'https://shop.test/v10'}]"
    shop.describe(root=root)
    text = shop.workshop.manifest.read_text().replace("api_url: https://shop.test", "api_url: https://shop.test/v1")
    shop.workshop.manifest.write_text(text)
    assert "'https://shop.test/v1' is not above 'https://shop.test/v10', where doIt is" in shop.workshop.mistakes()[0]


def test_no_credential_goes_to_a_server_that_others_can_listen_to(shop: Shop) -> None:
    shop.describe("servers: [{url: 'http://files.shop.test/up'}]")
    assert "where a credential could be read on the way; write https" in shop.workshop.mistakes()[0]


def test_a_server_that_is_none_of_the_manifests_hosts_gets_no_credential(shop: Shop) -> None:
    shop.describe("servers: [{url: 'https://evil.test/'}]")
    assert "doIt is at evil.test, where no credential may go" in shop.workshop.mistakes()[0]
    shop.describe("servers: [{url: 'https://files.shop.test/up'}]")
    assert shop.sent() == "/up/x"
    assert shop.workshop.module("tools.things").DO_IT.server == "https://files.shop.test/up"


def test_a_call_by_path_asks_the_server_of_the_tool_that_stands_there(shop: Shop) -> None:
    shop.describe("servers: [{url: 'https://files.shop.test/up'}]")
    shop.actions().request(method="get", path="/x")
    shop.actions().request(method="get", path="/y")
    assert [target for _, target, *_ in shop.server.asked] == ["/up/x", "/y"]


def test_text_and_bytes_come_back_as_they_are(shop: Shop) -> None:
    shop.describe(responses=answers("image/png", "{type: string, format: binary}"))
    shop.server.answer = (200, "image/png", b"\x89PNG")
    assert shop.call() == b"\x89PNG"
    assert shop.header("Accept") == "image/png"
    result = shop.actions().execute_tool("do_it", tool_input={})
    assert result.text == "4 bytes (image/png), which are no text: .data has them."


def test_P14_a_page_for_a_browser_is_no_file(shop: Shop) -> None:
    shop.describe(responses=answers("image/png", "{type: string, format: binary}"))
    shop.server.answer = (200, "text/html; charset=utf-8", b"<html>Sign in")
    with pytest.raises(ProviderError, match="do_it got no answer"):
        shop.call()


def test_text_is_read_in_its_charset(shop: Shop) -> None:
    shop.describe(responses=answers("text/plain"), method="post")
    shop.server.answer = (200, "text/plain; charset=iso-8859-1", b"caf\xe9")
    assert shop.call() == "café"


def test_all_successes_are_in_the_results_type(shop: Shop) -> None:
    each = "'STATUS': {description: It., content: {application/json: {schema: {type: object, properties: {NAME: {}}}}}}"
    both = ", ".join(each.replace("STATUS", s).replace("NAME", n) for s, n in (("200", "a"), ("202", "job")))
    shop.describe(responses=f"responses: {{{both}}}")
    shop.server.answer = (202, "application/json", b'{"job":"j"}')
    assert shop.call() == {"job": "j"}


def test_a_success_may_bring_nothing_where_another_brings_something(shop: Shop) -> None:
    found = answers("application/json", "{type: object, required: [a], properties: {a: {type: integer}}}")
    shop.describe(responses=found.removesuffix("}") + ", '204': {description: Nothing.}}")
    shop.server.answer = (204, "application/json", b"")
    assert shop.call() is None
    shop.server.answer = (200, "application/json", b'{"a":1}')
    assert shop.call() == {"a": 1}


@pytest.mark.parametrize("media", ["application/x-ndjson", "text/event-stream"])
def test_an_answer_that_no_tool_can_read_is_a_mistake(shop: Shop, media: str) -> None:
    shop.describe(responses=answers(media))
    with pytest.raises(GenerationError, match=f"doIt answers as {media}, which no tool can read"):
        shop.workshop.generate()


def test_scopes_are_all_needed_unless_the_manifest_says_any(shop: Shop) -> None:
    oauth = "{type: oauth2, flows: {clientCredentials: {tokenUrl: /t, scopes: {a: A., b: B.}}}}"
    for rule, all_ in (("", True), ("scope_rule: any", False)):
        shop.describe(security="security: [{Token: [a, b]}]", scheme=oauth, tool="scopes: [a, b]", more=rule)
        shop.workshop.generate()
        text = shop.workshop.files()["connector.py"]
        assert ("all_scopes=True" in text) is all_


def test_a_success_without_content_has_none_whatever_the_description_says(shop: Shop) -> None:
    shop.describe(responses=answers("application/json", "{type: object}").replace("200", "204"), method="post")
    shop.server.answer = (204, "application/json", b"")
    assert shop.call() is None
