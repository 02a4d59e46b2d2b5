"""Mistakes: all at once, each with its file and line and what to do; nothing is written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.workshop import CONNECTOR, GET_THING, Workshop

from figwright.connector import Downloads, Pagination
from figwright_codegen import GenerationError, generate

SPEC = """\
openapi: 3.1.0
info: {title: Shop, version: "1"}
paths:
  /things/{id}:
    get:
      operationId: getThing
      security: [{OAuth: [things:read]}]
      parameters:
        - {name: id, in: path, required: true, schema: {type: strnig}}  # 1: no such type
        - {name: page, in: query, schema: {type: string}}
      responses:
        '200': {description: It., content: {application/json: {schema: {$ref: 'schemas.yaml#/Thing'}}}}
    put:
      operationId: getThing  # 2: taken
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: Done.}}
  /others:
    get:
      operationId: listOthers
      security: [{OAuth: ['things:raed']}]  # 3: no such scope
      responses: {'204': {description: Done.}}
components:
  securitySchemes:
    OAuth:
      type: oauth2
      flows:
        authorizationCode: {authorizationUrl: /a, tokenUrl: /t, scopes: {'things:read': Read., 'things:write': Write.}}
"""
SCHEMAS = """\
Thing:
  type: object
  properties:
    id: {type: string}
    owner: {$ref: 'people.yaml#/Person'}  # 4: no such file
    other:
      $ref: '#/Othre'  # 5: leads to nothing
"""
TOOLS = """\
tools:
  shop_thing_get:
    operation: getThing
    title: Get a thing
    description: Gets it.
    toolset: things
    scopes: ['things:write']  # 6: contradicts the operation
    credentials: [oauth]
    inputs:
      pages: {api_name: page}
      colour: {description: Which.}  # 7: maps to nothing
  shop_thing_find:
    operation: findThing  # 8: names no operation
    title: Find a thing
    description: Finds it.
    toolset: things
  shop_others_list:  # 9: no such toolset
    {operation: listOthers, title: L, description: L, scopes: ['things:raed'], credentials: [oauth], toolset: tings}
  shop_thing_get:  # 10: given twice
    operation: getThing
"""


def test_P12_ten_mistakes_of_different_kinds_are_ten_errors_on_their_lines(workshop: Workshop) -> None:
    workshop.write("openapi.yaml", SPEC)
    workshop.write("schemas.yaml", SCHEMAS)
    manifest = CONNECTOR + TOOLS
    workshop.write("tools.yaml", manifest)
    first = CONNECTOR.count("\n")
    mistakes = workshop.mistakes()
    assert [text.partition(": ")[0] for text in mistakes] == [
        "openapi.yaml:9",
        "openapi.yaml:14",
        "openapi.yaml:20",
        "schemas.yaml:5",
        "schemas.yaml:7",
        f"tools.yaml:{first + 7}",
        f"tools.yaml:{first + 11}",
        f"tools.yaml:{first + 13}",
        f"tools.yaml:{first + 18}",
        f"tools.yaml:{first + 19}",
    ]
    for text, words in zip(mistakes, WORDS, strict=True):
        assert re.search(words, text), text


WORDS = [
    r"'type' is not OpenAPI",
    r"operationId 'getThing' is taken by openapi.yaml:6; give each its own",
    r"has no scope 'things:raed'; correct it or add it there",
    r"\$ref 'people.yaml#/Person' names no file; correct its path",
    r"\$ref '#/Othre' leads to nothing; correct it or add what it names",
    r"scopes contradict getThing, which takes things:read; leave 'scopes' out, or correct the description",
    r"'colour' maps to nothing that the operation takes; there are id, page",
    r"there is no operation 'findThing'; there are getThing, listOthers",
    r"no toolset 'tings'; did you mean 'things'\?",
    r"'shop_thing_get' is given twice here; rename or remove one",
]

PATH = "{name: id, in: path, required: true, schema: {type: string}}"


TITLES = "{{tool: {}, at: /x, title: /name, ids: size}}"


@pytest.mark.parametrize(
    ("tool", "words"),
    [
        ("plan: gold", r"17: there is no plan 'gold'; there are free, paid"),
        ("tier: x", r"17: 'tier': should be a valid integer;"),
        ("hints: [readonly]", r"17: 'hints': should be 'read_only'"),
        ("redact: [name]", r"17: 'name' is not a JSON pointer such as /meta/images"),
        ("view: shop.view.render", r"17: 'shop.view.render' is not module:function; correct it"),
        ("hint: [read_only]", r"17: 'hint' is no key here; did you mean 'hints'\?"),
        ("credentials: [tokn]", r"17: there is no credential 'tokn'; did you mean 'token'\?"),
        ("inputs: {kind: {caes: lower}}", r"17: 'caes' is no key here; did you mean 'case'\?"),
        ("inputs: {thing: {api_name: identity}}", r"17: the operation takes no 'identity'"),
        ("example: {knd: null}", r"17: 'knd' is no input; .*'kind'"),
        ("inputs: {colour: {type: string}}", r"17: 'colour' maps to nothing: no case"),
        ("inputs: {size: {list: true}}", r"17: 'size' is no text"),
        ("inputs: {sizes: {hidden: true}}", r"17: 'sizes' maps to nothing .*; did you mean 'size'\?"),
        ("inputs: {id: {required: false}}", r"17: 'id' is part of the path, so it is needed; remove 'required'"),
        ("inputs: {id: {ignored: true}}", r"17: 'id' is part of the path, so it is needed; remove 'ignored'"),
        ("inputs: {id: {hidden: true}}", r"17: 'id' must be given and is hidden, so no model could use the tool"),
        ("inputs: {size: {hidden: true, required: for_models}}", r"17: 'size' must be given and is hidden"),
        ("inputs: {size: {required: maybe}}", r"17: 'required': should be true, false or 'for_models'"),
        (
            "inputs: {size: {required: true}}\nchoose: [{when: {kind: a}, send: {size: 1}}]",
            r"17: a case of 'choose' sends 'size', so not everybody can give it; write for_models, or remove",
        ),
        ("inputs: {size: {api_name: kind}}", r"17: 'size' would be two inputs; rename one of them"),
        ("constants: {nothing: 1}", r"17: the operation takes no 'nothing'"),
        ("constants: {size: $nothing}", r"17: '.nothing' names no input|17: 'nothing' is no input"),
        ("flatten: [size]", r"17: getThing takes no body; remove 'flatten'"),
        ("wrap: sizes", r"17: getThing takes no body; remove 'wrap'"),
        ("choose: [{when: {team: '*'}, send: {size: 1}}]", r"17: 'team' is no input of this tool"),
        ("choose: [{when: {size: '*'}, send: {team: 1}}]", r"17: the operation takes no 'team'"),
        ("choose: [{when: {size: '*'}, send: {kind: $team}}]", r"17: 'team' is no input of this tool"),
        ("choose: [{when: {kind: c}, send: {size: 1}}]", r"17: 'kind' is never 'c'"),
        ("pagination: {next: /next, input: cursor}", r"17: '/next' leads to nothing|17: 'cursor' is no input"),
        ("pagination: {input: size}", r"17: 'pagination': give one of next, the pointer to a cursor; links, "),
        (
            "pagination: {input: size, next: /n, links: [/p]}",
            r"17: 'pagination': give one of next, .*; links, .*; header, ",
        ),
        ("pagination: {input: size, links: [/n, /p]}", r"17: 'pagination': which of several links .*: give items"),
        ("pagination: {input: size, links: [/n], id: /id}", r"17: 'pagination': id and date .*: give items"),
        ("pagination: {input: size, links: [/n]}", r"17: '/n' leads to nothing"),
        ("pagination: {input: size, links: [/n], items: /things, id: /id}", r"17: '/things/\*/id' leads to nothing"),
        ("redact: [passcode]", r"17: 'passcode'|17: .*pattern"),
        ("redact: [/passcode]", r"17: '/passcode' leads to nothing in the result of getThing"),
        ("downloads: {at: /files, days: 3}", r"17: '/files' leads to nothing"),
        ("downloads: {at: /files, days: 3}", r"17: the connector names no hosts to download from"),
        ("downloads: {at: /files, days: 0}", r"17: 'days': should be greater than or equal to 1"),
        ("downloads: {at: /files, days: 3, scale: sizes}", r"17: 'sizes' is no input; did you mean 'size'\?"),
        ("downloads: {at: /files, days: 3, pictures: {kidn: [a]}}", r"17: 'kidn' is no input; did you mean 'kind'\?"),
        ("compared: size", r"17: 'size' is compared by no view: give views"),
        (
            f"downloads: {{at: /files, days: 3, titles: {TITLES.format('shop_thing')}}}",
            r"17: there is no tool 'shop_thing'",
        ),
        (
            f"downloads: {{at: /files, days: 3, titles: {TITLES.format('shop_thing_get')}}}",
            r"17: '/x/\*/name' leads to",
        ),
    ],
)
def test_P12_a_mistake_in_a_tool_is_named_where_it_stands(workshop: Workshop, tool: str, words: str) -> None:
    kind = "{name: kind, in: query, schema: {type: string, enum: [a, b]}}"
    workshop.takes(f"parameters: [{PATH}, {{name: size, in: query, schema: {{type: integer}}}}, {kind}]", tool=tool)
    mistakes = workshop.mistakes()
    assert re.search(words, " ".join(mistakes)), mistakes
    assert len({text.partition(": ")[0] for text in mistakes}) == 1, "all about the one line"


def test_an_input_that_takes_the_version_is_one_of_the_tools(workshop: Workshop) -> None:
    workshop.takes(f"parameters: [{PATH}]", tool="view: shop.view:render\nviews: [tree]\ncompared: versoin")
    assert re.search("'versoin' is no input", " ".join(workshop.mistakes()))


@pytest.mark.parametrize(
    ("former", "words"),
    [
        ("hidden: [size, kind]", "write inputs: {size: {hidden: true}, kind: {hidden: true}}"),
        ("ignore: [version]", "write inputs: {version: {ignored: true}}"),
        ("optional: [size]", "write inputs: {size: {required: false}}"),
        ("needed: [size]", "write inputs: {size: {required: for_models}}"),
        ("default: true", "write 'enabled_by_default'"),
        ("inputs: {thing: {rename: id}}", "write 'api_name'"),
    ],
)
def test_a_key_that_manifests_had_is_one_mistake_that_says_what_to_write(
    workshop: Workshop, former: str, words: str
) -> None:
    workshop.takes(f"parameters: [{PATH}]", tool=former)
    [mistake] = workshop.mistakes()
    assert re.fullmatch(r"tools.yaml:17: '(\w+)' is no key here; .*", mistake)
    assert mistake.endswith(words)


def test_a_mistake_in_the_connector_makes_nothing_wrong_that_its_readers_are_for(workshop: Workshop) -> None:
    size = "{name: size, in: query, schema: {type: string}}"
    workshop.takes(f"parameters: [{PATH}, {size}]", tool="inputs: {size: {from: id}}")
    assert "nothing reads 'size'" in " ".join(workshop.mistakes())
    workshop.manifest.write_text(workshop.manifest.read_text().replace("plans: [", "plan: ["))
    [mistake] = workshop.mistakes()
    assert mistake == "tools.yaml:6: 'plan' is no key here; did you mean 'plans'?"


def test_a_former_key_of_the_connector_says_what_to_do(workshop: Workshop) -> None:
    workshop.answers("Thing: {type: object, properties: {id: {type: string}}}")
    text = workshop.manifest.read_text().replace("plans: [free, paid]", "rate_limit: {kind: X-Kind}")
    workshop.manifest.write_text(text)
    [mistake] = workshop.mistakes()
    assert mistake == "tools.yaml:6: 'kind' is no key here; nothing reads it: remove it"


@pytest.mark.parametrize(
    ("way", "sound"), [("links: [/more, /back], items: /all, id: /id", True), ("next: /more", False)]
)
def test_an_input_that_maps_to_nothing_may_take_the_query_of_a_link(workshop: Workshop, way: str, sound: bool) -> None:
    things = "{type: array, items: {type: object, properties: {id: {type: string}}}}"
    text = "{type: string}"
    workshop.answers(f"Thing: {{type: object, properties: {{all: {things}, more: {text}, back: {text}}}}}")
    more = f"toolset: things, inputs: {{page: {text}}}, pagination: {{input: page, {way}}}}}"
    workshop.write("tools.yaml", CONNECTOR + GET_THING.replace("toolset: things}", more))
    if sound:
        assert workshop.tool.pagination == Pagination("page", links=("/more", "/back"), items="/all", id="/id")
        assert "page" in workshop.input_type.__annotations__
        assert not workshop.tool.parameters
    else:
        assert "'page' maps to nothing" in " ".join(workshop.mistakes())


@pytest.mark.parametrize(("at", "sound"), [("/files", True), ("/any", True), ("/name", False)])
def test_downloads_stand_at_an_object(workshop: Workshop, at: str, sound: bool) -> None:
    files = "{type: object, additionalProperties: {type: string}}"
    workshop.answers(f"Thing: {{type: object, properties: {{files: {files}, any: {{}}, name: {{type: string}}}}}}")
    manifest = (CONNECTOR + GET_THING).replace(
        "toolset: things}", f"toolset: things, downloads: {{at: {at}, days: 3}}}}"
    )
    workshop.write("tools.yaml", manifest.replace("  plans", "  download_hosts: [files.shop.test]\n  plans"))
    if sound:
        assert workshop.tool.downloads == Downloads(at, 3)
        assert workshop.module("connector").CONNECTOR.download_hosts == ("files.shop.test",)
    else:
        [mistake] = workshop.mistakes()
        assert "'/name' leads to no object of names and URLs" in mistake


OAUTH = "oauth: {authorization_url: /a, token_url: /t, refresh_url: /r, deprecated_scopes: ['things:raed']}"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("hosts: [shop.test]", "host: [shop.test]", r"'host' is no key here; did you mean 'hosts'"),
        ("  title: Shop\n", "", r"'title' is missing; add it"),
        ("Token: token", "Token: tokne", r"no credential 'tokne'"),
        ("plans: [free, paid]", OAUTH, r"no scope 'things:raed'; there is none"),
        ("plans: [free, paid]", "error_rules: [{cause: DEAD_TOKNE}]", r"'DEAD_TOKEN'.*correct it"),
        ("plans: [free, paid]", "secret_pattern: '('", r"no regular expression"),
        ("plans: [free, paid]", "download_hosts: [127.0.0.1]", r":6: '127.0.0.1' is not a host"),
        (
            "plans: [free, paid]",
            "download_hosts: ['files.shop.test:8443']",
            r":6: 'files.shop.test:8443' is not a host",
        ),
        ("plans: [free, paid]", "identify: shop_me_get", r"no tool 'shop_me_get'; did you mean"),
        ("toolsets:\n", "toolset: {}\ntoolsets:\n", r"'toolset' is no key here"),
        (GET_THING, "tools: {}\n", r"there are no tools; add one"),
        ("things: {title", "types: {title", r"'types' names another module; rename"),
    ],
)
def test_a_mistake_in_the_manifest_is_named(workshop: Workshop, old: str, new: str, words: str) -> None:
    workshop.answers("Thing: {type: object, properties: {id: {type: string}}}")
    text = workshop.manifest.read_text()
    assert old in text
    workshop.manifest.write_text(text.replace(old, new))
    assert re.search(words, " ".join(workshop.mistakes())), workshop.mistakes()


WRONG_TAG = """\
Thing: {oneOf: [{$ref: A}, {type: object}], discriminator: {propertyName: t, mapping: {b: B}}}
A: {type: object, properties: {t: {type: string}}}
"""
ONE_NAME = """\
Thing: {type: object, properties: {a: {$ref: thing_part}, b: {$ref: thingPart}}}
thing_part: {type: object, properties: {a: {type: string}}}
thingPart: {type: object, properties: {b: {type: string}}}
"""


@pytest.mark.parametrize(
    ("schemas", "words"),
    [
        ("Thing: {type: string, pattern: 5}", r"openapi.yaml:\d+: 'pattern' is not OpenAPI"),
        ("Thing: {$ref: Thing}", r"\$ref leads in a circle"),
        (
            "Thing: {oneOf: [{$ref: It}]}\nIt: {allOf: [{$ref: Thing}]}",
            r"nothing but itself",
        ),
        ("Thing: {$ref: 'https://shop.test/thing.yaml'}", r"leads outside the spec's folder"),
        ("Thing: {$ref: '../../etc/passwd'}", r"leads outside the spec's folder"),
        (WRONG_TAG, r"the tag 'b' names 'B', which is no option here"),
        (ONE_NAME, r"ThingPart is also the name of openapi.yaml:\d+; give one of them a title"),
    ],
)
def test_P12_a_mistake_in_a_schema_is_named(workshop: Workshop, schemas: str, words: str) -> None:
    workshop.answers(schemas)
    mistakes = workshop.mistakes()
    assert len(mistakes) == 1
    assert re.search(words, mistakes[0]), mistakes


def test_an_operation_that_no_tool_can_stand_on_matters_only_to_a_tool(workshop: Workshop) -> None:
    workshop.takes(f"parameters: [{PATH}]\nrequestBody: {{required: true, content: {{text/event-stream: {{}}}}}}")
    assert re.search(
        r"openapi.yaml:\d+: the body of getThing is text/event-stream, which no tool can write", workshop.mistakes()[0]
    )
    more = "  /others: {get: {operationId: getOther, responses: {'204': {description: Done.}}}}\n"
    workshop.spec.write_text(workshop.spec.read_text().replace("paths:\n", f"paths:\n{more}"))
    workshop.manifest.write_text(workshop.manifest.read_text().replace("operation: getThing", "operation: getOther"))
    workshop.generate()


def test_a_pattern_that_is_none_is_named(workshop: Workshop) -> None:
    workshop.takes("parameters: [{name: id, in: path, required: true, schema: {type: string, pattern: '('}}]")
    assert re.search(r"openapi.yaml:\d+: is no regular expression: .*; correct it", workshop.mistakes()[0])


def test_aliases_that_unfold_without_end_are_one_mistake(workshop: Workshop) -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12))
    workshop.spec.write_text(f"{bomb}openapi: 3.1.0\n")
    assert workshop.mistakes() == ["openapi.yaml:1: unfolds to more than 5000000 values; use fewer aliases"]


def test_a_description_nested_without_end_is_one_mistake(workshop: Workshop) -> None:
    workshop.spec.write_text("a: " + "[" * 500 + "]" * 500)
    assert workshop.mistakes() == ["openapi.yaml:1: is nested more than 200 levels deep; make it flatter"]


@pytest.mark.parametrize("text", ["", "[1]", "openapi: 2.0.0", "swagger: '2.0'", "a: [", "\x00", "a: b: c"])
def test_what_is_no_description_is_one_mistake(workshop: Workshop, text: str) -> None:
    workshop.spec.write_text(text)
    mistakes = workshop.mistakes()
    assert mistakes
    assert all(re.match(r"(openapi|tools).yaml(:\d+)?: .+; .+", mistake) for mistake in mistakes), mistakes


def test_files_that_are_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(GenerationError) as caught:
        generate(tmp_path / "spec.yaml", tmp_path / "tools.yaml", tmp_path / "out", "made")
    assert [str(problem).split("/")[-1] for problem in caught.value.problems] == [
        "spec.yaml: there is no such file; check its name",
        "tools.yaml: there is no such file; check its name",
    ]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "description: Gets it.",
            "description: See shop_thing_find.",
            "'description' names the tool 'shop_thing_find'",
        ),
        ("Read things first.", "Begin with shop_things_get.", "did you mean 'shop_thing_get'"),
        (
            "  plans: [free, paid]",
            "  plans: [free]\n  error_rules: [{cause: UNKNOWN, advice: 'Call shop_me_get.'}]",
            "'advice' names the tool 'shop_me_get', and there is none",
        ),
        ("toolset: things", "toolset: things, deprecated: Use shop_thing_read.", "names the tool 'shop_thing_read'"),
    ],
)
def test_a_tool_that_a_text_names_must_be_there(workshop: Workshop, old: str, new: str, words: str) -> None:
    workshop.answers("Thing: {type: object, properties: {shop_id: {type: string}}}")
    text = workshop.manifest.read_text()
    assert old in text
    workshop.manifest.write_text(text.replace(old, new))
    [mistake] = workshop.mistakes()
    assert words in mistake
    assert re.match(r"tools.yaml:\d+: ", mistake)


def test_other_names_in_texts_are_no_tools(workshop: Workshop) -> None:
    workshop.answers("Thing: {type: object, properties: {shop_id: {type: string, description: Not shop_thing_of.}}}")
    words = (
        "Gets its shop_id by shop_thing_get; any_thing, https://shop.test/shop_thing_x and shop_thing.get are no tools."
    )
    workshop.manifest.write_text(workshop.manifest.read_text().replace("Gets it.", f"'{words}'"))
    [warning] = workshop.generate().warnings
    assert "'description' names the tool 'shop_thing_of'" in warning.text
