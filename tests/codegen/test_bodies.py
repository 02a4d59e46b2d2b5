"""Bodies on the wire: media types, null and nothing, one of several, and what a schema asserts."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from support.shop import Shop, body, in_

from figwright.connector import NOT_GIVEN
from figwright.errors import InvalidToolInputError
from figwright.schemas import from_strict
from figwright.schemas import views as views_of

pytestmark = pytest.mark.slow
NUMBERS = "{type: array, items: {type: integer}}"


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


def test_a_text_is_held_against_its_schema(shop: Shop) -> None:
    shop.describe(body("{type: string, enum: [a, b]}", "text/plain"), method="post")
    assert shop.body({"body": "a"}) == b"a"
    with pytest.raises(InvalidToolInputError, match="body: should be 'a' or 'b'"):
        shop.call({"body": "zz"})


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
    views = views_of(shop.workshop.module("connector").CONNECTOR)
    [strict], plain = views.openai(strict=True, api="responses"), views.json_schema("do_it")
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


def test_what_an_open_body_holds_beside_its_properties_is_checked_and_null_there_is_sent(shop: Shop) -> None:
    schema = "{type: object, properties: {name: {type: string}}, additionalProperties: {type: [integer, 'null']}}"
    shop.describe(body(schema), method="post")
    assert json.loads(shop.body({"other": None})) == {"other": None}
    with pytest.raises(InvalidToolInputError, match="other"):
        shop.call({"other": {"not": "a number"}})


def test_null_that_is_all_of_a_body_is_sent(shop: Shop) -> None:
    shop.describe(body("{type: [array, 'null'], items: {type: integer}}"), method="post", tool="body: numbers")
    assert shop.body({"numbers": None}) == b"null"


@pytest.mark.parametrize("media", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_an_optional_form_demands_what_it_demands_once_anything_of_it_is_given(shop: Shop, media: str) -> None:
    schema = "{type: object, required: [a], properties: {a: {type: string}, b: {type: string}}}"
    shop.describe(body(schema, media, required=False), method="post")
    assert shop.body() == b""
    assert b"x" in shop.body({"a": "x"})
    with pytest.raises(InvalidToolInputError, match="needs a"):
        shop.call({"b": "y"})


def test_bytes_pass_what_a_form_asserts(shop: Shop) -> None:
    schema = "{type: object, minProperties: 1, properties: {file: {type: string, format: binary, minLength: 9}}}"
    shop.describe(body(schema, "multipart/form-data"), method="post")
    assert b"raw" in shop.body({"file": b"raw"})


def test_a_form_of_files_of_which_nothing_is_given_is_empty(shop: Shop) -> None:
    schema = "{type: object, properties: {tags: {type: array, items: {type: string}}}}"
    shop.describe(body(schema, "multipart/form-data"), method="post")
    assert shop.body({"tags": []}) == b"--empty--\r\n"
    assert shop.header("Content-Type") == "multipart/form-data; boundary=empty"


@pytest.mark.parametrize("values", ["[0, false]", "[1, true]", "[a, 1, true]"])
def test_true_and_1_of_one_enum_are_two_values(shop: Shop, values: str) -> None:
    shop.describe(body(f"{{type: object, properties: {{v: {{enum: {values}}}}}}}"), method="post")
    for value in json.loads(values.replace("a,", '"a",')):
        assert shop.body({"v": value}) == json.dumps({"v": value}, separators=(",", ":")).encode()


def test_enums_of_objects_in_several_kinds_of_one_object_can_be_told(shop: Shop) -> None:
    kinds = [f"{{type: object, required: [k], properties: {{k: {{const: {k}}}, v: {{enum: [{{a: {n}}}]}}}}}}"
             for k, n in (("p", 1), ("q", 2))]  # fmt: skip
    shop.describe(body(f"{{type: object, properties: {{o: {{oneOf: [{', '.join(kinds)}]}}}}}}"), method="post")
    assert json.loads(shop.body({"o": {"k": "q", "v": {"a": 2}}})) == {"o": {"k": "q", "v": {"a": 2}}}


def test_what_is_read_only_is_not_demanded_by_another_part_of_an_all_of(shop: Shop) -> None:
    own = "{type: object, minProperties: 1, properties: {a: {type: string}, id: {type: string, readOnly: true}}}"
    shop.describe(body(f"{{allOf: [{own}, {{required: [a, id]}}]}}"), method="post")
    assert shop.body({"a": "x"}) == b'{"a":"x"}'


@pytest.mark.parametrize("held", ["{$ref: '#/components/schemas/Id'}", "{allOf: [{$ref: '#/components/schemas/Id'}]}"])
def test_what_a_reference_leads_to_may_be_read_only(shop: Shop, held: str) -> None:
    schema = f"{{type: object, required: [a, id], properties: {{a: {{type: string}}, id: {held}}}}}"
    shop.describe(body(schema), method="post", schemas="{Id: {type: string, readOnly: true}}")
    assert shop.body({"a": "x"}) == b'{"a":"x"}'
    with pytest.raises(InvalidToolInputError, match="id: is no input"):
        shop.call({"a": "x", "id": "1"})


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


@pytest.mark.parametrize(
    ("parts", "what"), [("{enum: [a]}, {enum: [b]}", "enums"), ("{type: integer}, {type: string}", "types")]
)
def test_what_excludes_each_other_is_a_mistake(shop: Shop, parts: str, what: str) -> None:
    shop.describe(body(f"{{type: object, properties: {{v: {{allOf: [{parts}]}}}}}}"), method="post")
    assert f"nothing can be valid here: the {what} have no value in common" in shop.workshop.mistakes()[0]


def test_an_option_that_another_part_rules_out_is_not_there(shop: Shop) -> None:
    """Not even as anything at all: what is left keeps its type and its bounds."""
    schema = "{allOf: [{anyOf: [{type: integer, maximum: 20}, {type: 'null'}]}, {type: integer, minimum: 2}]}"
    shop.describe(body(f"{{type: object, properties: {{v: {schema}}}}}"), method="post")
    assert shop.body({"v": 20}) == b'{"v":20}'
    seen = views_of(shop.workshop.module("connector").CONNECTOR).mcp()[0]["inputSchema"]["properties"]
    assert seen == {"v": {"type": "integer", "minimum": 2, "maximum": 20}}
    for wrong in (21, 0, "a"):
        with pytest.raises(InvalidToolInputError):
            shop.body({"v": wrong})


@pytest.mark.parametrize("media", ["application/json", "application/x-www-form-urlencoded"])
def test_an_optional_body_in_which_nothing_can_be_is_not_sent(shop: Shop, media: str) -> None:
    shop.describe(
        body("{type: object, properties: {}, additionalProperties: false}", media, required=False), method="post"
    )
    assert shop.body() == b""


def test_what_is_closed_around_its_options_takes_their_properties(shop: Shop) -> None:
    """To the letter `additionalProperties: false` beside a `oneOf` and no properties would let nothing be valid."""
    cat = "{type: object, required: [lives], properties: {lives: {type: integer}}}"
    dog = "{type: object, required: [tricks], properties: {tricks: {type: integer, not: {const: 0}}}}"
    animal = f"{{type: object, additionalProperties: false, oneOf: [{cat}, {dog}]}}"
    shop.describe(body(f"{{type: object, properties: {{animal: {animal}}}}}"), method="post")
    assert shop.body({"animal": {"lives": 9}}) == b'{"animal":{"lives":9}}'
    with pytest.raises(InvalidToolInputError):
        shop.call({"animal": {"lives": 9, "wings": 2}})


FILE = "{type: string, format: binary}"


def parts(shop: Shop, properties: str, encoding: str = "{}") -> None:
    schema = f"{{type: object, properties: {{{properties}}}}}"
    shop.describe(
        f"requestBody: {{content: {{multipart/form-data: {{schema: {schema}, encoding: {encoding}}}}}}}", method="post"
    )


@pytest.mark.parametrize(
    ("schema", "encoding", "media"),
    [("{type: string, contentMediaType: image/png}", "{}", "application/octet-stream"),
     ("{contentMediaType: application/octet-stream}", "{}", "application/octet-stream"),
     ("{}", "{f: {contentType: 'image/png, image/jpeg'}}", "image/png"),
     (FILE, "{f: {contentType: image/*}}", "application/octet-stream")],
)  # fmt: skip
def test_a_part_is_a_file_in_either_way_to_say_it(shop: Shop, schema: str, encoding: str, media: str) -> None:
    parts(shop, f"f: {schema}", encoding)
    sent = shop.body({"f": base64.b64encode(b"\x00\xff").decode()})
    assert f'filename="f"\r\nContent-Type: {media}\r\n\r\n'.encode() + b"\x00\xff\r\n" in sent


def test_a_text_of_a_media_type_is_a_text(shop: Shop) -> None:
    coded = "{type: string, contentEncoding: base64, contentMediaType: image/png}"
    lists = "{type: array, items: {type: array, items: {type: integer}}}"
    parts(shop, f"f: {{type: string, contentMediaType: text/csv}}, g: {coded}, h: {lists}")
    sent = shop.body({"f": "a;b", "g": "aGk=", "h": [[1, 2], [3]]})
    assert all(f"\r\n\r\n{text}\r\n".encode() in sent for text in ("a;b", "aGk=", "[1,2]", "[3]"))


def test_an_object_in_a_form_is_json_where_its_encoding_says_so(shop: Shop) -> None:
    schema = "{type: object, properties: {a: {type: object, properties: {b: {type: integer}}}}}"
    media = f"{{schema: {schema}, encoding: {{a: {{contentType: application/json}}}}}}"
    shop.describe(f"requestBody: {{content: {{application/x-www-form-urlencoded: {media}}}}}", method="post")
    assert shop.body({"a": {"b": 1}}) == b"a=%7B%22b%22%3A1%7D"


def test_files_go_in_the_form_that_can_hold_them_and_nowhere_else(shop: Shop) -> None:
    media = f"{{schema: {{type: object, properties: {{f: {FILE}}}}}}}"
    shop.describe(
        f"requestBody: {{content: {{application/json: {media}, multipart/form-data: {media}}}}}", method="post"
    )
    assert b"\x00\xff" in shop.body({"f": base64.b64encode(b"\x00\xff").decode()})
    shop.workshop.folder.joinpath("out").rename(shop.workshop.folder / "before")
    shop.describe(f"requestBody: {{content: {{application/json: {media}}}}}", method="post")
    assert "'f' holds bytes, which JSON cannot" in shop.workshop.mistakes()[0]


@pytest.mark.parametrize("header", ["{required: true, schema: {type: string}}", "{$ref: '#/components/headers/Sum'}"])
def test_a_part_that_demands_headers_is_a_mistake(shop: Shop, header: str) -> None:
    parts(shop, f"f: {FILE}", f"{{f: {{headers: {{X-Sum: {header}}}}}}}")
    described = shop.workshop.spec.read_text("utf-8")
    apart = "components:\n  headers: {Sum: {required: true, schema: {type: string}}}"
    shop.workshop.write("openapi.yaml", described.replace("components:", apart, 1))
    assert "the part 'f' demands headers of its own, which no tool can send" in shop.workshop.mistakes()[0]
