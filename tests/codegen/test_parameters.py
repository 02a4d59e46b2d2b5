"""Parameters on the wire: styles, names, headers and cookies, and what OpenAPI has no form for."""

from __future__ import annotations

from textwrap import indent
from typing import Any

import pytest
from support.shop import OK, Shop, in_

from figwright.errors import InvalidToolInputError
from figwright_codegen import GenerationError, generate

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
    (
        f"{{anyOf: [{STRINGS}, {{type: string, enum: ['']}}]}}",
        ", style: deepObject, explode: true",
        ["a"],
        "f%5B0%5D=a",
    ),
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


@pytest.mark.parametrize("style", ["form", "spaceDelimited", "pipeDelimited"])
@pytest.mark.parametrize("explode", ["true", "false"])
def test_an_empty_list_in_a_query_is_no_value(shop: Shop, style: str, explode: str) -> None:
    more = f", style: {style}, explode: {explode}"
    shop.describe(in_("query", STRINGS, more=more))
    assert shop.sent({"f": []}) == "/x"


def test_an_empty_list_that_is_demanded_is_refused(shop: Shop) -> None:
    shop.describe(in_("query", STRINGS, more=", required: true"))
    with pytest.raises(InvalidToolInputError, match="give f"):
        shop.call({"f": []})
    assert shop.server.asked == []


def test_an_empty_list_in_a_path_is_refused(shop: Shop) -> None:
    shop.describe(in_("path", STRINGS, more=", style: matrix"), path="/x/{f}")
    with pytest.raises(InvalidToolInputError, match="f: is empty, and a path has no form for that"):
        shop.call({"f": []})
    assert shop.server.asked == []


def test_names_inside_a_path_are_encoded_as_values_are(shop: Shop) -> None:
    open_ = "{type: object, additionalProperties: {type: integer}}"
    shop.describe(in_("path", open_, more=", style: matrix, explode: true"), path="/x/{f}")
    assert shop.sent({"f": {"a/b": 1}}) == "/x/;a%2Fb=1"


def test_a_text_with_dots_stands_behind_a_label(shop: Shop) -> None:
    shop.describe(in_("path", "{type: string}", more=", style: label, explode: true"), path="/x/{f}")
    assert shop.sent({"f": "a.b"}) == "/x/.a.b"


def test_a_header_or_a_cookie_with_content_is_json(shop: Shop) -> None:
    content = f"content: {{application/json: {{schema: {PAIR}}}}}"
    shop.describe(f"parameters: [{{name: X-F, in: header, {content}}}, {{name: g, in: cookie, {content}}}]")
    shop.sent({"X-F": {"a": 1}, "g": {"b": 2}})
    assert shop.header("X-F") == '{"a":1}'
    assert shop.header("Cookie") == "g={%22b%22:2}"


@pytest.mark.parametrize("place", ["header", "cookie"])
def test_a_name_that_no_header_can_have_is_a_mistake(shop: Shop, place: str) -> None:
    shop.describe(in_(place, "{type: string}", name="a b"))
    assert f"'a b' is no name that a {place} can have" in shop.workshop.mistakes()[0]


def test_a_name_that_no_cookie_can_have_is_refused(shop: Shop) -> None:
    shop.describe(in_("cookie", "{type: object, additionalProperties: {type: integer}}"))
    with pytest.raises(InvalidToolInputError, match="f: 'a; b' is no name that a cookie can have"):
        shop.call({"f": {"a; b": 1}})


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
    shop.describe(in_("query", schema), tool="inputs: {f: {ignored: true}}")
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
