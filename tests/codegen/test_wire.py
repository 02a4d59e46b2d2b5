"""What a call of one operation sends, where a random description found it wrong: reduced, and quick."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.workshop import Workshop

from figwright import Actions
from figwright.errors import ConfigurationError, InvalidToolInputError
from figwright.http.request import Outgoing, build_request, signed
from figwright.inputs.validation import validate
from figwright.redaction.secret import Secret
from figwright.schemas import views as views_of

ID = "{name: id, in: path, required: true, schema: {type: string}}"
KEY = "security: [{Token: []}]"


def sent(workshop: Workshop, given: dict[str, Any], kind: str = "") -> Outgoing:
    """The request as it goes out, with the credential of a kind."""
    tool = workshop.tool
    outgoing = build_request(tool, validate(tool, {"id": "1", **given}), "https://shop.test")
    secret = Secret("s3sam3") if kind else None
    return signed(workshop.module("connector").CONNECTOR, kind, secret, outgoing)


def refused(workshop: Workshop, given: dict[str, Any]) -> str:
    with pytest.raises(InvalidToolInputError) as caught:
        sent(workshop, given)
    return str(caught.value)


PETS = """
    Pet:
      type: object
      required: [kind]
      properties: {kind: {type: string}, name: {type: string}}
      discriminator: {propertyName: kind, mapping: {bird: Bird, fish: Fish}}
    Bird: {allOf: [{$ref: Pet}, {type: object, required: [wings], properties: {wings: {type: integer}}}]}
    Fish: {allOf: [{$ref: Pet}, {type: object, properties: {caught: {type: string, format: date}}}]}
"""
BIRD, FISH = {"kind": "bird", "wings": 2}, {"kind": "fish", "name": "Bo", "caught": "2026-02-28"}


@pytest.mark.parametrize("inside", [False, True])
def test_where_a_parent_with_a_discriminator_is_wanted_each_of_its_children_is_taken(
    workshop: Workshop, inside: bool
) -> None:
    schema = "{type: object, properties: {pet: {$ref: Pet}}}" if inside else "{$ref: Pet}"
    workshop.takes(
        f"parameters: [{ID}]\nrequestBody: {{required: true, content: {{application/json: {{schema: {schema}}}}}}}",
        PETS,
    )
    for pet in (BIRD, FISH):
        given = {"pet": pet} if inside else pet
        assert json.loads(sent(workshop, given).body) == given  # type: ignore[arg-type]
    for pet in ({"kind": "bird"}, {**FISH, "caught": "yesterday"}, {**FISH, "hands": 2}):
        refused(workshop, {"pet": pet} if inside else pet)


def test_children_that_a_discriminator_knows_by_their_names_are_told_apart(workshop: Workshop) -> None:
    unmapped = PETS.replace(", mapping: {bird: Bird, fish: Fish}", "").replace(
        "{type: string}, name", "{type: string, enum: [Bird, Fish]}, name"
    )
    body = "{type: object, properties: {pet: {$ref: Pet}}}"
    workshop.takes(f"parameters: [{ID}]\nrequestBody: {{content: {{application/json: {{schema: {body}}}}}}}", unmapped)
    assert sent(workshop, {"pet": {"kind": "Bird", "wings": 2}}).body == b'{"pet":{"kind":"Bird","wings":2}}'
    assert "wings" in refused(workshop, {"pet": {"kind": "Fish", "wings": 2}})


CHOICE = """
    Pet:
      oneOf: [{$ref: Bird}, {$ref: Fish}]
      discriminator: {propertyName: kind, mapping: {bird: Bird, hen: Bird, fish: Fish}}
    Bird: {type: object, required: [kind], properties: {kind: {type: string}, wings: {type: integer, multipleOf: 2}}}
    Fish: {type: object, required: [kind], properties: {kind: {type: string}, caught: {type: string, format: date}}}
"""


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize(("kind", "of"), [("kind: {type: string}", ""), ("kind: {type: string, enum: [%s]}", "own")])
def test_options_that_alone_a_discriminator_tells_apart_are_taken_as_it_says(
    workshop: Workshop, inside: bool, kind: str, of: str
) -> None:
    choice = CHOICE
    for name, tags in (("bird, hen", "wings"), ("fish", "caught")) if of else ():
        choice = choice.replace(f"kind: {{type: string}}, {tags}", f"{kind % name}, {tags}")
    schema = "{type: object, properties: {pet: {$ref: Pet}}}" if inside else "{$ref: Pet}"
    workshop.takes(
        f"parameters: [{ID}]\nrequestBody: {{required: true, content: {{application/json: {{schema: {schema}}}}}}}",
        choice,
    )
    for pet in (BIRD, {"kind": "hen", "wings": 4}, {"kind": "bird"}, {"kind": "fish", "caught": "2026-02-28"}):
        given = {"pet": pet} if inside else pet
        assert json.loads(sent(workshop, given).body) == given  # type: ignore[arg-type]
    for pet in ({"kind": "hen", "wings": 3}, {"kind": "fish", "caught": "yesterday"}, {"kind": "cow"}):
        refused(workshop, {"pet": pet} if inside else pet)


def test_a_name_that_holds_what_ends_a_value_in_a_path_is_refused(workshop: Workshop) -> None:
    pair = "{type: object, properties: {a.b: {type: integer}, c: {type: integer}}}"
    workshop.takes(f"parameters: [{{name: id, in: path, required: true, style: label, explode: true, schema: {pair}}}]")
    assert sent(workshop, {"id": {"c": 1}}).url.endswith("/things/.c=1")
    assert "holds '.'" in refused(workshop, {"id": {"a.b": 1}})


@pytest.mark.parametrize(
    ("more", "schema"), [("", "{type: string, enum: ['', all]}"), (", allowEmptyValue: true", "{type: string}")]
)
def test_an_empty_text_in_a_query_is_sent_where_the_description_names_it(
    workshop: Workshop, more: str, schema: str
) -> None:
    other = "{name: plain, in: query, schema: {type: string}}"
    workshop.takes(f"parameters: [{ID}, {other}, {{name: f, in: query, required: true, schema: {schema}{more}}}]")
    assert sent(workshop, {"f": "", "plain": ""}).url.endswith("/things/1?f=")


def test_an_object_of_which_nothing_is_left_in_a_query_is_not_what_is_demanded(workshop: Workshop) -> None:
    schema = "{type: object, properties: {many: {type: array, items: {type: integer}}}}"
    workshop.takes(f"parameters: [{ID}, {{name: f, in: query, required: true, style: deepObject, schema: {schema}}}]")
    assert sent(workshop, {"f": {"many": [7]}}).url.endswith("?f%5Bmany%5D%5B0%5D=7")
    assert "give f" in refused(workshop, {"f": {"many": []}})


def test_a_header_does_not_lose_the_blanks_around_a_value(workshop: Workshop) -> None:
    workshop.takes(f"parameters: [{ID}, {{name: X-Word, in: header, schema: {{type: string}}}}]")
    assert sent(workshop, {"X-Word": "a b"}).headers["X-Word"] == "a b"
    assert "a header would lose" in refused(workshop, {"X-Word": " a"})


def test_what_a_credential_goes_in_is_no_input_and_is_sent_once(workshop: Workshop) -> None:
    header = "{name: x-token, in: header, required: true, schema: {type: string}}"
    workshop.takes(f"parameters: [{ID}, {header}]\n{KEY}", tool="credentials: [token]")
    assert [str(each).partition(": ")[2] for each in workshop.generate().warnings] == [
        "warning: the header 'x-token' is what the credential goes in, so it is no input of shop_thing_get"
    ]
    headers = sent(workshop, {}, "token").headers
    assert [(name, str(value)) for name, value in headers.items() if name.lower() == "x-token"] == [
        ("X-Token", "Secret(...)")
    ]


def test_a_header_that_is_sent_anyway_is_sent_once_in_whichever_case_it_is_described(workshop: Workshop) -> None:
    workshop.takes(f"parameters: [{ID}, {{name: user-agent, in: header, schema: {{type: string}}}}]")
    headers = sent(workshop, {"user-agent": "me"}).headers
    assert [value for name, value in headers.items() if name.lower() == "user-agent"] == ["me"]


def two_at_once(workshop: Workshop, *, second: str = "{type: apiKey, name: app, in: query}") -> None:
    workshop.takes(f"parameters: [{ID}]\nsecurity: [{{Token: [], App: []}}]", tool="credentials: [both]")
    text = workshop.spec.read_text("utf-8")
    workshop.write("openapi.yaml", text.replace("  securitySchemes:\n", f"  securitySchemes:\n    App: {second}\n"))
    text = workshop.manifest.read_text("utf-8").replace("security: {", "security: {App: app, ")
    told = second.partition(", in: ")[2].rstrip("}")
    parts = f"credentials: {{both: {{parts: [token, app]}}, app: {{{told}: app}}, "
    workshop.write("tools.yaml", text.replace("credentials: {", parts, 1))


def test_two_credentials_that_an_operation_wants_at_once_are_both_sent(workshop: Workshop) -> None:
    two_at_once(workshop)
    connector, tool = workshop.module("connector").CONNECTOR, workshop.tool
    outgoing = build_request(tool, validate(tool, {"id": "1"}), "https://shop.test")
    made = signed(connector, "both", Secret('{"app":"a&b","token":"s3sam3"}'), outgoing)
    assert made.whole_url().endswith("/things/1?app=a%26b")
    assert made.headers["X-Token"].reveal() == "s3sam3"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "token", ["s3sam3", '{"token":"t"}', '{"app":"a","token":"two words"}', '{"app":1,"token":"t"}']
)
def test_a_token_that_lacks_one_of_two_credentials_is_refused_when_it_is_handed_in(
    workshop: Workshop, token: str
) -> None:
    two_at_once(workshop)
    connector = workshop.module("connector").CONNECTOR
    with pytest.raises(ConfigurationError) as caught:
        Actions.with_token(token, kind="both", connector=connector)
    assert 'both is several at once, as JSON: {"token": "...", "app": "..."}' in str(caught.value)
    Actions.with_token('{"app": "a", "token": "t"}', kind="both", connector=connector)


def test_two_credentials_in_one_place_are_a_mistake(workshop: Workshop) -> None:
    two_at_once(workshop, second="{type: apiKey, name: X-token, in: header}")
    workshop.write(
        "tools.yaml", workshop.manifest.read_text("utf-8").replace("app: {header: app}", "app: {header: X-token}")
    )
    assert "getThing demands App and Token at once, and no credential is that" in workshop.mistakes()[0]


def test_models_call_an_input_by_a_name_that_every_api_takes(workshop: Workshop) -> None:
    odd = ", ".join(f"{{name: {json.dumps(name)}, in: query, schema: {{type: string}}}}" for name in ("a[b]", "n" * 70))
    needed = "{name: $top, in: query, required: true, schema: {type: integer}}"
    workshop.takes(f"parameters: [{ID}, {odd}, {needed}, {{name: a.b-c, in: query, schema: {{type: string}}}}]")
    views = views_of(workshop.module("connector").CONNECTOR)
    every = (views.openai(api="responses"), views.openai(api="responses", strict=True), views.anthropic(),
             views.anthropic(strict=True), views.gemini(), views.mcp())  # fmt: skip
    for view in every:
        schema = next(each for key, each in view[0].items() if key.startswith(("input", "parameters")))
        assert {"id", "a_b", "a.b-c", "n" * 64, "top"} <= schema["properties"].keys()
        assert set(schema["required"]) >= {"id", "top"}
    asked, _ = views.taken("shop_thing_get", {"id": "1", "a_b": "x", "top": 3, "n" * 64: "y"})
    assert asked == {"id": "1", "a[b]": "x", "$top": 3, "n" * 70: "y"}
    assert sent(workshop, asked).url.endswith(f"?%24top=3&a%5Bb%5D=x&{'n' * 70}=y")


def test_null_of_a_name_that_an_open_body_does_not_know_is_sent_for_a_model_too(workshop: Workshop) -> None:
    schema = "{type: object, properties: {a: {type: string}}, additionalProperties: true}"
    workshop.takes(f"parameters: [{ID}]\nrequestBody: {{content: {{application/json: {{schema: {schema}}}}}}}")
    views = views_of(workshop.module("connector").CONNECTOR)
    asked, shaping = views.taken("shop_thing_get", {"id": "1", "own": None, "fields": None})
    assert sent(workshop, asked).body == b'{"own":null}'
    assert shaping == {}


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [("{allOf: [{type: integer}, {type: number, multipleOf: 0.01}]}", 7, 0.5),
     ("{type: integer, multipleOf: 2.5, minimum: 0.5, exclusiveMaximum: 10.5}", 10, 0),
     ("{type: integer, exclusiveMinimum: 1.5, maximum: 2.5}", 2, 3),
     ("{allOf: [{type: integer, multipleOf: 2}, {multipleOf: 5}]}", 10, 5)],
)  # fmt: skip
def test_a_whole_number_may_have_bounds_that_are_not_whole(
    workshop: Workshop, schema: str, good: int, bad: float
) -> None:
    workshop.takes(f"parameters: [{ID}, {{name: f, in: query, schema: {schema}}}]")
    assert sent(workshop, {"f": good}).url.endswith(f"?f={good}")
    refused(workshop, {"f": bad})


def test_what_only_one_form_of_an_object_demands_can_be_left_out_in_strict_mode(workshop: Workshop) -> None:
    forms = "[{type: object, required: [a], properties: {a: {type: [integer, 'null']}}}, "
    forms += "{type: object, required: [b], properties: {b: {type: string}}}]"
    body = f"{{type: object, properties: {{v: {{anyOf: {forms}}}}}}}"
    workshop.takes(f"parameters: [{ID}]\nrequestBody: {{content: {{application/json: {{schema: {body}}}}}}}")
    views = views_of(workshop.module("connector").CONNECTOR)
    asked, _ = views.taken("shop_thing_get", {"id": "1", "v": {"a": "(not given)", "b": "x"}})
    assert asked == {"id": "1", "v": {"b": "x"}}
    assert views.taken("shop_thing_get", {"id": "1", "v": {"a": None, "b": None}})[0]["v"] == {"a": None}


def test_two_names_that_a_model_could_not_tell_apart_are_a_mistake(workshop: Workshop) -> None:
    both = ", ".join(f"{{name: {'n' * 70}{end}, in: query, schema: {{type: string}}}}" for end in "ab")
    workshop.takes(f"parameters: [{ID}, {both}]")
    assert "are the same name to a model; rename one of them" in workshop.mistakes()[0]


def test_what_a_closed_object_demands_and_does_not_have_is_a_mistake(workshop: Workshop) -> None:
    schema = "{type: object, required: [name], properties: {a: {type: string}}, additionalProperties: false}"
    workshop.takes(f"parameters: [{ID}]\nrequestBody: {{content: {{application/json: {{schema: {schema}}}}}}}")
    text = "'name' is demanded where it is no property, and others are not taken: nothing is valid"
    assert workshop.mistakes() == [f"openapi.yaml:8: {text}; describe it there, or do not demand it"]


def test_what_an_object_demands_and_describes_nowhere_is_an_input_of_any_type(workshop: Workshop) -> None:
    schema = "{type: object, required: [name], properties: {a: {type: string}, ids: {type: array, uniqueItems: true}}}"
    workshop.takes(
        f"parameters: [{ID}]\nrequestBody: {{required: true, content: {{application/json: {{schema: {schema}}}}}}}"
    )
    assert sent(workshop, {"name": {"first": 1}}).body == b'{"name":{"first":1}}'
    assert "name: is needed" in refused(workshop, {"a": "x"})


@pytest.mark.parametrize("more", ["", ", additionalProperties: {type: integer}"])
def test_what_an_object_without_properties_demands_is_held_against_it(workshop: Workshop, more: str) -> None:
    schema = f"{{type: object, properties: {{map: {{type: object, required: [x]{more}}}}}}}"
    workshop.takes(f"parameters: [{ID}]\nrequestBody: {{content: {{application/json: {{schema: {schema}}}}}}}")
    assert sent(workshop, {"map": {"x": 1}}).body == b'{"map":{"x":1}}'
    assert "needs x" in refused(workshop, {"map": {"y": 1}})
