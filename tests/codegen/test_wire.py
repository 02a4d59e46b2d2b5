"""What a description asks for, on the wire: places, styles, bodies, credentials, answers; and what is refused."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from textwrap import indent
from typing import Any

import pytest
from support.workshop import Workshop

from figwright import Actions
from figwright.connector import NOT_GIVEN
from figwright.errors import InvalidToolInputError, ProviderError
from figwright.schemas import from_strict
from figwright_codegen import GenerationError, generate

HEAD = """\
openapi: VERSION
info: {title: Shop, version: "1"}
SECURITYcomponents:
  securitySchemes: {SCHEMES}
SCHEMAS
"""
MANIFEST = """\
connector:
  name: shop
  title: Shop
  api_url: https://shop.test
  hosts: [shop.test, files.shop.test]
  security: {Token: token}
  credentials: {token: CREDENTIAL}
MORE
toolsets:
  things: {title: Things, instructions: Things.}
tools:
  do_it:
    operation: doIt
    title: Do it
    description: Does it.
    toolset: things
TOOL
"""
OK = "responses: {'200': {description: Done., content: {application/json: {schema: {type: object}}}}}"


@dataclass
class Server:
    """A provider that keeps what it was asked, and answers what it is told to."""

    url: str = ""
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    answer: tuple[int, str, bytes] = (200, "application/json", b"{}")


@pytest.fixture
def server() -> Iterator[Server]:
    kept = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            kept.asked.append((self.command, self.path, dict(self.headers), body))
            status, media, content = kept.answer
            self.send_response(status)
            self.send_header("Content-Type", media)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_PATCH = do_GET  # noqa: N815 - as http.server names them

        def log_message(self, *_: object) -> None:
            pass

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    kept.url = f"http://127.0.0.1:{httpd.server_port}"
    yield kept
    httpd.shutdown()
    httpd.server_close()


class Shop:
    """One operation as a tool, called over a socket."""

    def __init__(self, workshop: Workshop, server: Server) -> None:
        self.workshop, self.server = workshop, server

    def describe(
        self,
        operation: str = "",
        *,
        path: str = "/x",
        method: str = "get",
        schemas: str = "",
        version: str = "3.1.0",
        security: str = "security: [{Token: []}]",
        scheme: str = "{type: http, scheme: bearer}",
        credential: str = "{header: Authorization, prefix: 'Bearer '}",
        more: str = "",
        tool: str = "",
        root: str = "",
        responses: str = OK,
    ) -> None:
        head = HEAD.replace("VERSION", version).replace("SECURITY", f"{security}\n" if security else "")
        head = head.replace("SCHEMES", f"Token: {scheme}").replace(
            "SCHEMAS", f"  schemas: {schemas}" if schemas else ""
        )
        text = f"{head}{root}\npaths:\n  {json.dumps(path)}:\n    {method}:\n      operationId: doIt\n"
        text += indent(f"{operation}\n{responses}\n", " " * 6)
        self.workshop.write("openapi.yaml", text)
        kinds = "    credentials: [token]\n" if security and "security: []" not in operation else ""
        manifest = MANIFEST.replace("CREDENTIAL", credential).replace("MORE", indent(more, "  "))
        self.workshop.write("tools.yaml", manifest.replace("TOOL", kinds + indent(tool, "    ")))

    def actions(self) -> Actions:
        connector = self.workshop.module("connector").CONNECTOR
        return Actions.with_token(
            "tok", kind="token", connector=connector, api_url=self.server.url, allow_insecure=True
        )

    def call(self, given: dict[str, Any] | None = None) -> Any:
        """What came back; what was asked is in `server.asked`."""
        return self.actions().execute_tool("do_it", tool_input=given or {}).data

    def sent(self, given: dict[str, Any] | None = None) -> str:
        """The path and query of the call."""
        self.server.asked.clear()
        self.call(given)
        return self.server.asked[0][1]

    def body(self, given: dict[str, Any] | None = None) -> bytes:
        self.sent(given)
        return self.server.asked[0][3]

    def header(self, name: str) -> str | None:
        return self.server.asked[0][2].get(name)


@pytest.fixture
def shop(workshop: Workshop, server: Server) -> Shop:
    return Shop(workshop, server)


def in_(place: str, schema: str, *, name: str = "f", more: str = "") -> str:
    required = ", required: true" if place == "path" else ""
    return f"parameters: [{{name: {json.dumps(name)}, in: {place}, schema: {schema}{required}{more}}}]"


pytestmark = pytest.mark.slow
STRINGS, NUMBERS = "{type: array, items: {type: string}}", "{type: array, items: {type: integer}}"
PAIR = "{type: object, properties: {a: {type: integer}, b: {type: integer}}}"
QUERIES = [
    (STRINGS, "", ["a", "b c"], "f=a&f=b+c"),
    (STRINGS, ", explode: false", ["a", "b"], "f=a%2Cb"),
    (STRINGS, ", style: spaceDelimited, explode: false", ["a", "b"], "f=a%20b"),
    (STRINGS, ", style: pipeDelimited", ["a", "b"], "f=a%7Cb"),
    ("{type: array, items: {type: boolean}}", "", [True, False], "f=true&f=false"),
    (PAIR, "", {"a": 1, "b": 2}, "a=1&b=2"),
    (PAIR, ", explode: false", {"a": 1, "b": 2}, "f=a%2C1%2Cb%2C2"),
    (PAIR, ", style: deepObject, explode: true", {"a": 1, "b": 2}, "f%5Ba%5D=1&f%5Bb%5D=2"),
    ("{type: number}", "", 5, "f=5"),
    ("{type: number}", "", 0.5, "f=0.5"),
    ("{}", "", "a", "f=a"),
]
PATHS = [
    ("{type: string}", ", style: label", "a", ".a"),
    ("{type: string}", ", style: matrix", "a/b", ";f=a%2Fb"),
    (NUMBERS, "", [1, 2], "1,2"),
    (STRINGS, "", ["a,b", "c"], "a%2Cb,c"),
    (NUMBERS, ", style: label, explode: true", [1, 2], ".1.2"),
    (NUMBERS, ", style: matrix", [1, 2], ";f=1,2"),
    (NUMBERS, ", style: matrix, explode: true", [1, 2], ";f=1;f=2"),
    (PAIR, "", {"a": 1, "b": 2}, "a,1,b,2"),
    (PAIR, ", explode: true", {"a": 1, "b": 2}, "a=1,b=2"),
    (PAIR, ", style: matrix, explode: true", {"a": 1, "b": 2}, ";a=1;b=2"),
]


@pytest.mark.parametrize(("schema", "more", "value", "query"), QUERIES)
def test_a_query_has_lists_and_objects_as_their_style_says(
    shop: Shop, schema: str, more: str, value: Any, query: str
) -> None:
    shop.describe(in_("query", schema, more=more))
    assert shop.sent({"f": value}) == f"/x?{query}"


@pytest.mark.parametrize(("schema", "more", "value", "text"), PATHS)
def test_a_path_has_lists_and_objects_as_their_style_says(
    shop: Shop, schema: str, more: str, value: Any, text: str
) -> None:
    shop.describe(in_("path", schema, more=more), path="/x/{f}")
    assert shop.sent({"f": value}) == f"/x/{text}"


def test_a_parameter_with_content_is_json(shop: Shop) -> None:
    shop.describe(f"parameters: [{{name: f, in: query, content: {{application/json: {{schema: {PAIR}}}}}}}]")
    assert shop.sent({"f": {"a": 1}}) == "/x?f=%7B%22a%22%3A1%7D"


def test_an_item_that_holds_the_sign_between_items_is_refused(shop: Shop) -> None:
    shop.describe(in_("query", STRINGS, more=", explode: false"))
    with pytest.raises(InvalidToolInputError, match="f: holds ',', which ends a value there"):
        shop.call({"f": ["a,b"]})


@pytest.mark.parametrize(
    "schema",
    ["{type: array, items: {type: object, properties: {a: {type: string}}}}",
     "{type: array, items: {type: [string, 'null']}}",
     "{type: object, properties: {a: {type: array, items: {type: string}}}}"],
)  # fmt: skip
def test_a_query_for_which_openapi_has_no_form_is_a_mistake_unless_it_is_left_out(shop: Shop, schema: str) -> None:
    shop.describe(in_("query", schema))
    [mistake] = shop.workshop.mistakes()
    assert "'f' may be lists or objects inside one another, or null, for which the style form has no form" in mistake
    shop.describe(in_("query", schema), tool="ignore: [f]")
    assert shop.sent() == "/x"


def test_tools_that_cannot_be_made_yet_are_left_out_and_listed_where_that_is_asked_for(shop: Shop) -> None:
    shop.describe(in_("query", "{type: array, items: {type: array, items: {type: string}}}"))
    more = f"  /y:\n    get:\n      operationId: doThat\n{indent(OK, ' ' * 6)}\n"
    text, tools = shop.workshop.spec.read_text(), shop.workshop.manifest.read_text()
    shop.workshop.spec.write_text(text + more)
    asked = (shop.workshop.spec, shop.workshop.manifest, shop.workshop.folder / "out", "made_so")
    with pytest.raises(GenerationError):  # nothing would be left
        generate(*asked, skip_unsupported=True)
    other = tools.partition("  do_it:")[2].replace("doIt", "doThat")
    shop.workshop.manifest.write_text(f"{tools}  do_that:{other}")
    made = generate(*asked, skip_unsupported=True)
    assert list(made.skipped) == ["do_it"]
    assert "for which the style form has no form" in str(made.skipped["do_it"])


@pytest.mark.parametrize("name", ["a[b]", "a:b", "0", "a.b", "$filter", "a b"])
@pytest.mark.parametrize("place", ["path", "query"])
def test_a_parameter_may_be_called_anything(shop: Shop, name: str, place: str) -> None:
    shop.describe(in_(place, "{type: string}", name=name), path=f"/x/{{{name}}}" if place == "path" else "/x")
    assert shop.sent({name: "v"}).endswith("/v" if place == "path" else "=v")


def test_a_query_that_stands_in_the_path_is_always_sent(shop: Shop) -> None:
    shop.describe(in_("query", "{type: string}"), path="/x?beta=true")
    assert shop.sent({"f": "1"}) == "/x?f=1&beta=true"


def test_headers_and_cookies_are_inputs_and_those_of_one_value_go_without_saying(shop: Shop) -> None:
    shop.describe("""\
parameters:
  - {name: If-Match, in: header, schema: {type: string}}
  - {name: X-Ids, in: header, schema: {type: array, items: {type: integer}}}
  - {name: X-Version, in: header, required: true, schema: {type: string, const: '2'}}
  - {name: theme, in: cookie, schema: {type: string}}
  - {name: Accept, in: header, schema: {type: string}}""")
    shop.sent({"If-Match": '"7"', "X-Ids": [1, 2], "theme": "dark"})
    assert [shop.header(each) for each in ("If-Match", "X-Ids", "X-Version", "Cookie")] == [
        '"7"',
        "1,2",
        "2",
        "theme=dark",
    ]
    for text in ("a\r\nX-Evil: 1", "é"):
        with pytest.raises(InvalidToolInputError, match="If-Match: holds a sign that no header can"):
            shop.call({"If-Match": text})


def test_a_manifest_states_headers_of_every_request(shop: Shop) -> None:
    shop.describe(more="headers: {Shop-Version: '2026-11-01'}")
    shop.sent()
    assert shop.header("Shop-Version") == "2026-11-01"


BODY = "requestBody: {required: REQUIRED, content: {MEDIA: {schema: SCHEMA}}}"


def body(schema: str, media: str = "application/json", *, required: bool = True) -> str:
    text = BODY.replace("REQUIRED", str(required).lower()).replace("MEDIA", media)
    return text.replace("SCHEMA", schema)


@pytest.mark.parametrize("media", ["application/merge-patch+json", "application/vnd.api+json"])
def test_a_body_of_json_has_the_media_type_of_the_description(shop: Shop, media: str) -> None:
    shop.describe(body("{type: object, properties: {a: {type: string}}}", media), method="patch")
    assert shop.body({"a": "x"}) == b'{"a":"x"}'
    assert shop.header("Content-Type") == media


def test_a_form_is_sent_as_its_encoding_says(shop: Shop) -> None:
    shop.describe(
        """\
requestBody:
  content:
    application/x-www-form-urlencoded:
      schema:
        type: object
        properties:
          amount: {type: integer}
          tags: {type: array, items: {type: string}}
          meta: {type: object, additionalProperties: {type: string}}
      encoding: {meta: {style: deepObject, explode: true}, tags: {explode: true}}""",
        method="post",
    )
    assert shop.body({"amount": 5, "tags": ["a", "b c"], "meta": {"k": "v"}}) == (
        b"amount=5&meta%5Bk%5D=v&tags=a&tags=b+c"
    )
    assert shop.header("Content-Type") == "application/x-www-form-urlencoded"


def test_files_are_parts_of_a_form(shop: Shop) -> None:
    shop.describe(
        body("{type: object, required: [file], properties: {file: {type: string, format: binary}, "
             "name: {type: string}, more: {type: object, properties: {a: {type: integer}}}}}", "multipart/form-data"),
        method="post",
    )  # fmt: skip
    sent = shop.body({"file": base64.b64encode(b"\x00\xff").decode(), "name": "é", "more": {"a": 1}})
    assert b'name="file"; filename="file"\r\nContent-Type: application/octet-stream\r\n\r\n\x00\xff\r\n' in sent
    assert b'name="name"\r\n\r\n' + "é".encode() in sent
    assert b'name="more"\r\nContent-Type: application/json\r\n\r\n{"a":1}\r\n' in sent
    assert (shop.header("Content-Type") or "").startswith("multipart/form-data; boundary=")
    assert shop.body({"file": b"raw"}).count(b"raw") == 1
    with pytest.raises(InvalidToolInputError, match="file: bytes are wanted, as base64"):
        shop.call({"file": "no base64"})


@pytest.mark.parametrize(
    ("media", "given", "wire", "said"),
    [("text/plain", "é", "é".encode(), "text/plain; charset=utf-8"),
     ("application/octet-stream", base64.b64encode(b"\x00\xff").decode(), b"\x00\xff", "application/octet-stream")],
)  # fmt: skip
def test_text_and_bytes_are_one_input(shop: Shop, media: str, given: str, wire: bytes, said: str) -> None:
    shop.describe(body("{type: string}", media), method="post")
    assert shop.body({"body": given}) == wire
    assert shop.header("Content-Type") == said


def test_a_body_that_has_no_properties_is_one_input_where_the_manifest_names_it(shop: Shop) -> None:
    shop.describe(body(NUMBERS), method="post")
    assert "give it some, or name the input for all of it in 'body'" in shop.workshop.mistakes()[0]
    shop.describe(body(NUMBERS), method="post", tool="body: numbers")
    assert shop.body({"numbers": [1, 2]}) == b"[1,2]"


def test_nothing_of_an_optional_body_is_no_body(shop: Shop) -> None:
    shop.describe(
        body("{type: object, required: [a], properties: {a: {type: string}, b: {type: string}}}", required=False),
        method="post",
    )
    assert shop.body() == b""
    assert shop.body({"a": "x"}) == b'{"a":"x"}'
    with pytest.raises(InvalidToolInputError, match="needs a"):
        shop.call({"b": "x"})


NULLABLE = body("{type: object, properties: {to: {type: [string, 'null']}, t: {type: string}}}")


def test_null_is_sent_where_it_is_a_value_and_is_nothing_elsewhere(shop: Shop) -> None:
    shop.describe(NULLABLE, method="patch")
    assert json.loads(shop.body({"to": None, "t": None})) == {"to": None}
    assert json.loads(shop.body({"to": NOT_GIVEN, "t": "x"})) == {"t": "x"}
    function = shop.workshop.module("things").do_it
    account = shop.actions().account()
    for given, wire in (({}, {}), ({"to": None}, {"to": None}), ({"to": "a"}, {"to": "a"})):
        shop.server.asked.clear()
        function(account, **given)
        assert json.loads(shop.server.asked[0][3]) == wire


def test_openapi_3_0_says_nullable(shop: Shop) -> None:
    shop.describe(
        body("{type: object, properties: {to: {type: string, nullable: true}}}"), method="patch", version="3.0.3"
    )
    assert shop.body({"to": None}) == b'{"to":null}'


def test_a_strict_call_can_say_both_null_and_nothing(shop: Shop) -> None:
    shop.describe(NULLABLE, method="patch")
    plain = json.loads(shop.workshop.files()["schemas/do_it.input.json"])
    [strict] = json.loads(shop.workshop.files()["schemas/openai_strict.json"])
    assert strict["parameters"]["properties"]["to"]["anyOf"][-1] == {"type": "string", "enum": ["(not given)"]}
    assert from_strict(plain, {"to": "(not given)", "t": None}) == {}
    assert from_strict(plain, {"to": None, "t": "x"}) == {"to": None, "t": "x"}


def test_one_name_in_two_places_is_two_inputs(shop: Shop) -> None:
    both = (
        in_("path", "{type: string}", name="name") + "\n" + body("{type: object, properties: {name: {type: string}}}")
    )
    shop.describe(both, path="/v/{name}", method="patch")
    assert shop.body({"name": "old", "name_in_body": "new"}) == b'{"name":"new"}'
    assert shop.server.asked[0][1] == "/v/old"


def test_more_properties_than_are_described_are_taken_where_the_body_is_open(shop: Shop) -> None:
    shop.describe(
        body("{type: object, properties: {name: {type: string}}, additionalProperties: {type: integer}}"), method="post"
    )
    assert json.loads(shop.body({"name": "a", "other": 1})) == {"name": "a", "other": 1}
    shop.workshop.module("things").do_it(shop.actions().account(), name="a", other=2)
    assert json.loads(shop.server.asked[-1][3]) == {"name": "a", "other": 2}


A_OR_B = "[{type: object, required: [a], properties: {a: {type: string}}}, {$ref: '#/components/schemas/B'}]"
B = "{B: {type: object, required: [b], properties: {b: {type: string}}}}"


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [(f"{{oneOf: {A_OR_B}}}", {"a": "1"}, {}),
     (f"{{type: object, required: [k], properties: {{k: {{type: string}}}}, oneOf: {A_OR_B}}}",
      {"a": "1", "k": "2"}, {"k": "2"}),
     (f"{{allOf: [{{oneOf: {A_OR_B}}}, {{type: object, properties: {{c: {{type: string}}}}}}]}}",
      {"b": "1", "c": "2"}, {"c": "2"}),
     ("{type: object, properties: {a: {type: string}, b: {type: string}}, anyOf: [{required: [a]}, {required: [b]}]}",
      {"b": "1"}, {})],
)  # fmt: skip
def test_one_of_several_bodies_is_inputs_of_all_of_them_and_checked(
    shop: Shop, schema: str, good: dict[str, Any], bad: dict[str, Any]
) -> None:
    shop.describe(body(schema), method="post", schemas=B)
    assert json.loads(shop.body(good)) == good
    with pytest.raises(InvalidToolInputError, match="fits none of the forms"):
        shop.call(bad)
    assert len(shop.server.asked) == 1


VALUES = [
    ("{type: number, enum: [0.5, 1.5]}", 0.5, 9.25),
    ("{enum: [{a: 1}, {a: 2}]}", {"a": 2}, "zzz"),
    ("{type: integer, enum: [1, 2]}", 1, True),
    ("{const: 2.5}", 2.5, 2),
    ("{type: string, format: date}", "2026-02-28", "2026-02-30"),
    ("{type: string, format: date-time}", "2026-02-28T23:59:60Z", "2026-02-28"),
    ("{type: string, format: uuid}", "12345678-1234-1234-1234-123456789abc", "12345678"),
    ("{type: integer, format: int32}", 2**31 - 1, 2**31),
    ("{type: array, items: {type: integer}, uniqueItems: true}", [1, 2], [1, 1]),
    ("{type: object, minProperties: 1}", {"a": 1}, {}),
    ("{type: object, maxProperties: 1}", {"a": 1}, {"a": 1, "b": 2}),
    ("{type: object, patternProperties: {'^x-': {type: integer}}, additionalProperties: false}", {"x-a": 1}, {"y": 1}),
    ("{type: object, additionalProperties: false}", {}, {"y": "z"}),
    ("{type: object, additionalProperties: {type: integer}, propertyNames: {pattern: '^[a-z]+$'}}", {"a": 1}, {"A": 1}),
    ("{type: object, properties: {a: {}, b: {}}, dependentRequired: {a: [b]}}", {"a": 1, "b": 2}, {"a": 1}),
    ("{type: object, properties: {a: {}, b: {}}, if: {required: [a]}, then: {required: [b]}}", {"b": 1}, {"a": 1}),
    ("{not: {type: string}}", 1, "a"),
    ("{type: array, items: {}, contains: {const: 1}}", [0, 1], [0]),
]


@pytest.mark.parametrize(("schema", "good", "bad"), VALUES)
def test_what_a_schema_asserts_is_enforced_before_anything_is_sent(
    shop: Shop, schema: str, good: Any, bad: Any
) -> None:
    shop.describe(body(f"{{type: object, properties: {{v: {schema}}}}}"), method="post")
    assert json.loads(shop.body({"v": good})) == {"v": good}
    with pytest.raises(InvalidToolInputError, match="v"):
        shop.call({"v": bad})
    assert len(shop.server.asked) == 1


def test_an_option_that_could_never_be_the_only_one_is_not_refused(shop: Shop) -> None:
    wide = "{type: object, required: [r], properties: {r: {type: number}}}"
    narrow = "{type: object, required: [r, a], properties: {r: {type: number}, a: {type: number}}}"
    schema = f"{{type: object, minProperties: 1, properties: {{v: {{oneOf: [{wide}, {narrow}]}}}}}}"
    shop.describe(body(schema), method="post")
    assert json.loads(shop.body({"v": {"r": 1, "a": 2}})) == {"v": {"r": 1, "a": 2}}


def test_every_digit_of_a_whole_number_is_sent(shop: Shop) -> None:
    shop.describe(body("{type: object, properties: {v: {type: number}}}"), method="post")
    assert shop.body({"v": 2**53 + 1}) == b'{"v":9007199254740993}'


def test_enums_that_exclude_each_other_are_a_mistake(shop: Shop) -> None:
    shop.describe(body("{type: object, properties: {v: {allOf: [{enum: [a]}, {enum: [b]}]}}}"), method="post")
    assert "nothing can be valid here: the enums have no value in common" in shop.workshop.mistakes()[0]


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


def test_a_server_that_is_none_of_the_manifests_hosts_gets_no_credential(shop: Shop) -> None:
    shop.describe("servers: [{url: 'https://evil.test/'}]")
    assert "doIt is at evil.test, where no credential may go" in shop.workshop.mistakes()[0]
    shop.describe("servers: [{url: 'https://files.shop.test/up'}]")
    assert shop.sent() == "/up/x"
    assert shop.workshop.module("tools.things").DO_IT.server == "https://files.shop.test/up"


def answers(media: str, schema: str = "{type: string}") -> str:
    return f"responses: {{'200': {{description: It., content: {{{media}: {{schema: {schema}}}}}}}}}"


def test_text_and_bytes_come_back_as_they_are(shop: Shop) -> None:
    shop.describe(responses=answers("image/png", "{type: string, format: binary}"))
    shop.server.answer = (200, "image/png", b"\x89PNG")
    assert shop.call() == b"\x89PNG"
    assert shop.header("Accept") == "image/png"
    result = shop.actions().execute_tool("do_it", tool_input={})
    assert result.text == "4 bytes (image/png), which are no text: .data has them."


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
