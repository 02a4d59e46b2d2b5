"""From schemas to result types: each test generates from a description of a few lines and uses what comes out."""

from __future__ import annotations

from typing import Any, Literal, NotRequired

import pytest
from support.typed import accepts, hints, plain
from support.workshop import Workshop


def test_an_object_becomes_a_typed_dict_with_what_it_says_about_itself(workshop: Workshop) -> None:
    workshop.answers("""
        Thing:
          description: A thing.
          type: object
          required: [id]
          properties:
            id: {type: integer, description: Its number.}
            size: {type: number}
            tags: {type: array, items: {type: string}}
            more: {type: object}
            names: {type: object, additionalProperties: {type: string}}
    """)
    thing = workshop.models.Thing
    assert thing.__doc__ == "A thing."
    assert hints(thing) == {
        "id": int,
        "more": NotRequired[dict[str, Any]],
        "names": NotRequired[dict[str, str]],
        "size": NotRequired[float],
        "tags": NotRequired[list[str]],
    }
    assert '"""Its number."""' in workshop.files()["types/models.py"]


def test_allOf_is_flattened_and_an_enum_wins_over_a_wider_type_in_either_order(workshop: Workshop) -> None:
    workshop.answers("""
        Thing: {type: object, properties: {a: {$ref: First}, b: {$ref: Last}}}
        First:
          allOf:
            - {type: object, required: [kind], properties: {kind: {type: string, enum: [first]}}}
            - $ref: Base
        Last:
          allOf:
            - $ref: Base
            - {type: object, properties: {kind: {type: string, enum: [last]}}}
        Base: {type: object, required: [name], properties: {kind: {type: string}, name: {type: string}}}
    """)
    assert hints(workshop.models.First) == {"kind": Literal["first"], "name": str}
    assert hints(workshop.models.Last) == {"kind": NotRequired[Literal["last"]], "name": str}
    assert not hasattr(workshop.models, "Base"), "a part that nothing refers to on its own is not emitted"


def test_an_object_that_two_parts_of_allOf_describe_is_one_record(workshop: Workshop) -> None:
    workshop.answers("""
        Thing:
          allOf:
            - {type: object, properties: {at: {type: object, properties: {x: {type: number}}}}}
            - {type: object, properties: {at: {type: object, required: [y], properties: {y: {type: integer}}}}}
    """)
    assert hints(workshop.models.ThingAt) == {"x": NotRequired[float], "y": int}


def test_a_number_and_an_integer_meet_in_the_integer(workshop: Workshop) -> None:
    workshop.answers("""
        Thing:
          allOf:
            - {type: object, properties: {status: {type: number}}}
            - {type: object, properties: {status: {type: number, enum: [404]}, count: {type: integer}}}
            - {type: object, properties: {count: {type: number}}}
    """)
    assert hints(workshop.models.Thing) == {"count": NotRequired[int], "status": NotRequired[Literal[404]]}


def test_what_is_said_beside_oneOf_holds_for_each_option(workshop: Workshop) -> None:
    workshop.answers("""
        Thing:
          type: object
          required: [id]
          properties: {id: {type: string}}
          oneOf:
            - {title: Round thing, type: object, required: [radius], properties: {radius: {type: number}}}
            - {type: object, required: [side], properties: {side: {type: number}}}
    """)
    assert accepts(workshop.models.Thing, {"id": "1", "side": 2.0})
    assert not accepts(workshop.models.Thing, {"side": 2.0})
    assert not accepts(workshop.models.Thing, {"id": "1"})


def test_options_that_only_demand_properties_are_no_union(workshop: Workshop) -> None:
    workshop.answers("""
        Thing:
          type: object
          properties: {a: {type: string}, b: {type: string}}
          anyOf: [{required: [a]}, {required: [b]}]
    """)
    assert hints(workshop.models.Thing) == {"a": NotRequired[str], "b": NotRequired[str]}


@pytest.mark.parametrize(
    "schema",
    [
        "{type: [string, 'null']}",
        "{oneOf: [{type: string}, {type: 'null'}]}",
        "{anyOf: [{type: 'null'}, {$ref: Text}]}",
        "{type: string, nullable: true}",
    ],
)
def test_null_is_read_in_every_style(workshop: Workshop, schema: str) -> None:
    workshop.answers(f"""
        Thing: {{type: object, required: [it], properties: {{it: {schema}}}}}
        Text: {{type: string}}
    """)
    assert hints(workshop.models.Thing) == {"it": str | None}


def test_null_beside_a_reference_in_the_style_of_30(workshop: Workshop) -> None:
    workshop.answers(
        """
        Thing:
          type: object
          required: [it, those]
          properties:
            it: {nullable: true, allOf: [{$ref: Other}]}
            those: {type: array, nullable: true, items: {$ref: Other}}
        Other: {type: object, properties: {id: {type: string}}}
        """,
        version="3.0.3",
    )
    other = workshop.models.Other
    assert hints(workshop.models.Thing) == {"it": other | None, "those": list[other] | None}


def test_a_named_object_that_may_be_null_is_null_wherever_it_is_used(workshop: Workshop) -> None:
    workshop.answers("""
        Thing: {type: object, required: [it], properties: {it: {$ref: Maybe}}}
        Maybe: {type: [object, 'null'], required: [id], properties: {id: {type: string}}}
    """)
    assert hints(workshop.models.Thing) == {"it": workshop.models.Maybe | None}


def test_enums_are_literals_of_what_they_hold(workshop: Workshop) -> None:
    workshop.answers("""
        Thing:
          type: object
          properties:
            level: {type: integer, enum: [1, 2, 3]}
            ok: {type: boolean, enum: [false]}
            only: {const: yes}
            ratio: {type: number, enum: [0.5, 1]}
            state: {type: [string, 'null'], enum: [on, off, null]}
            node: {enum: ['1:2', 1:3]}
    """)
    assert {name: plain(hint) for name, hint in hints(workshop.models.Thing).items()} == {
        "level": Literal[1, 2, 3],
        "node": Literal["1:2", "1:3"],
        "ok": Literal[False],
        "only": Literal["yes"],
        "ratio": float,
        "state": Literal["on", "off"] | None,
    }


def test_names_that_are_no_names_in_python_stay_keys(workshop: Workshop) -> None:
    workshop.answers("""
        Thing:
          type: object
          required: ['1:2', class]
          properties:
            '1:2': {type: string}
            class: {$ref: list}
            from: {type: boolean}
            __secret: {type: integer}
        list: {type: object, properties: {list: {type: array, items: {type: string}}, str: {type: string}}}
    """)
    models = workshop.models
    assert hints(models.Thing) == {
        "1:2": str,
        "__secret": NotRequired[int],
        "class": models.List,
        "from": NotRequired[bool],
    }
    assert hints(models.List) == {"list": NotRequired[list[str]], "str": NotRequired[str]}


def test_a_property_named_as_its_type_is_no_confusion(workshop: Workshop) -> None:
    workshop.answers("""
        Thing: {type: object, properties: {Other: {$ref: Other}, types: {type: string}}}
        Other: {type: object, properties: {id: {type: string}}}
    """)
    assert hints(workshop.models.Thing) == {"Other": NotRequired[workshop.models.Other], "types": NotRequired[str]}


def test_types_may_contain_themselves_directly_and_through_unions(workshop: Workshop) -> None:
    workshop.answers("""
        Thing:
          oneOf: [{$ref: Leaf}, {$ref: Branch}]
        Leaf: {type: object, required: [type], properties: {type: {enum: [LEAF]}, value: {$ref: Json}}}
        Branch:
          type: object
          required: [type, children]
          properties:
            type: {enum: [BRANCH]}
            children: {type: array, items: {$ref: Thing}}
            parent: {$ref: Branch}
        Json:
          anyOf:
            - {type: [string, number, boolean, 'null']}
            - {type: array, items: {$ref: Json}}
            - {type: object, additionalProperties: {$ref: Json}}
    """)
    leaf = {"type": "LEAF", "value": [{"a": [None, "b"]}]}
    assert accepts(workshop.models.Thing, {"type": "BRANCH", "children": [{"type": "BRANCH", "children": [leaf]}]})
    assert not accepts(workshop.models.Thing, {"type": "LEAF", "value": [{"a": [b"no JSON"]}]})


def test_schemas_of_several_files_are_modules_that_may_refer_to_each_other_in_circles(workshop: Workshop) -> None:
    workshop.answers("", response="{$ref: 'schemas/shapes.yaml#/Shape'}")
    workshop.write(
        "schemas/shapes.yaml",
        """
        Shape: {oneOf: [{$ref: 'paints.yaml#/Paint'}, {$ref: '#/Box'}]}
        Box: {type: object, required: [type], properties: {type: {enum: [BOX]}, paints: {$ref: 'paints.yaml#/Paints'}}}
    """,
    )
    workshop.write(
        "schemas/paints.yaml",
        """
        Paint: {type: object, required: [type], properties: {type: {enum: [PAINT]}, of: {$ref: 'shapes.yaml#/Shape'}}}
        Paints: {type: array, items: {oneOf: [{$ref: '#/Paint'}, {$ref: 'shapes.yaml#/Box'}]}}
    """,
    )
    shape = {"type": "BOX", "paints": [{"type": "PAINT", "of": {"type": "BOX"}}]}
    assert accepts(workshop.module("types.shapes").Shape, shape)
    assert accepts(workshop.module("types.paints").Paints, shape["paints"])
    assert set(workshop.files()) >= {"types/shapes.py", "types/paints.py"}


def test_only_what_an_answer_can_hold_is_emitted(workshop: Workshop) -> None:
    workshop.answers("""
        Thing: {type: object, properties: {id: {type: string}}}
        Unused: {type: object, properties: {id: {type: string}}}
    """)
    assert not hasattr(workshop.models, "Unused")


def test_an_answer_in_line_is_named_after_its_operation_and_parts_after_where_they_stand(workshop: Workshop) -> None:
    item = "{type: object, properties: {key: {type: string}}}"
    workshop.answers("", response=f"{{type: object, properties: {{branches: {{type: array, items: {item}}}}}}}")
    models = workshop.models
    assert hints(models.GetThingResponse) == {"branches": NotRequired[list[models.GetThingResponseBranch]]}


def test_an_answer_that_is_no_object_has_a_name_too(workshop: Workshop) -> None:
    workshop.answers("", response="{type: array, items: {type: string}}")
    assert workshop.models.GetThingResponse == list[str]
    assert workshop.tool.output_type == f"{workshop.package}.types.models:GetThingResponse"


def test_an_answer_without_content_is_none(workshop: Workshop) -> None:
    workshop.takes("parameters: [{name: id, in: path, required: true, schema: {type: string}}]")
    assert workshop.tool.output_type == ""
    assert workshop.module("things").shop_thing_get.__annotations__["return"] == "None"


def test_what_a_provider_sends_to_a_webhook_is_a_type_too(workshop: Workshop) -> None:
    workshop.takes(
        """
        parameters: [{name: id, in: path, required: true, schema: {type: string}}]
        callbacks:
          ping:
            '{$request.body#/url}':
              post:
                requestBody: {content: {application/json: {schema: {$ref: Ping}}}}
                responses: {'200': {description: Fine.}}
    """,
        "Ping: {type: object, required: [at], properties: {at: {type: string}}}",
    )
    assert hints(workshop.models.Ping) == {"at": str}


def test_a_demanded_name_without_a_property_is_ignored(workshop: Workshop) -> None:
    workshop.answers("Thing: {type: object, required: [id, ghost], properties: {id: {type: string}}}")
    assert hints(workshop.models.Thing) == {"id": str}


def test_a_property_may_be_null_and_nothing_else(workshop: Workshop) -> None:
    workshop.answers("Thing: {type: object, required: [err], properties: {err: {type: 'null'}}}")
    assert hints(workshop.models.Thing) == {"err": type(None)}


@pytest.mark.slow
def test_a_chain_and_a_circle_of_a_thousand_schemas_are_no_matter(workshop: Workshop) -> None:
    many = 1000
    chain = [f"S{n}: {{type: object, properties: {{next: {{$ref: S{n + 1}}}}}}}" for n in range(many)]
    circle = [f"T{n}: {{oneOf: [{{type: string}}, {{$ref: T{(n + 1) % many}}}]}}" for n in range(many)]
    both = "Thing: {type: object, properties: {chain: {$ref: S0}, circle: {$ref: T0}}}"
    workshop.answers("\n".join([both, *chain, f"S{many}: {{type: string}}", *circle]))
    workshop.generate()
    assert workshop.files()["types/models.py"].count("class S") == many


def test_what_is_deprecated_says_so(workshop: Workshop) -> None:
    workshop.answers("""
        Thing: {type: object, properties: {old: {type: string, deprecated: true, description: The old way.}}}
    """)
    assert '"""The old way. Deprecated."""' in workshop.files()["types/models.py"]


def test_what_is_taken_out_of_a_result_is_no_longer_promised(workshop: Workshop) -> None:
    workshop.answers("""
        Thing: {type: object, required: [items], properties: {items: {type: array, items: {$ref: Hook}}}}
        Hook: {type: object, required: [id, secret], properties: {id: {type: string}, secret: {type: string}}}
    """)
    with workshop.manifest.open("a") as manifest:
        manifest.write("\n".join(["", "  shop_hooks_list:", *HOOKS]))
    assert hints(workshop.models.Hook) == {"id": str, "secret": NotRequired[str]}
    assert "secret" not in str(workshop.schema("shop_hooks_list", "output"))


def test_what_is_taken_out_is_not_in_the_part_that_is_shown_of_a_recursive_result_either(workshop: Workshop) -> None:
    workshop.answers("""
        Thing: {type: object, properties: {it: {$ref: Node}}}
        Node: {type: object, properties: {id: {type: string}, secret: {type: string}, next: {$ref: Node}}}
    """)
    with workshop.manifest.open("a") as manifest:
        manifest.write("\n".join(["", "  shop_hooks_list:", *HOOKS]).replace("/items/*/secret", "/it/secret"))
    shown = workshop.schema("shop_hooks_list", "output")
    assert shown["properties"]["it"]["properties"] == {"id": {"type": "string"}}


HOOKS = [
    "    operation: getThing",
    "    title: List hooks",
    "    description: Lists them.",
    "    toolset: things",
    "    redact: [/items/*/secret]",
]


@pytest.mark.parametrize("name", ["Tool", "Connector", "Le", "WrapValidator"])
def test_a_schema_may_be_called_as_what_the_runtime_has(workshop: Workshop, name: str) -> None:
    own = f"{name}: {{type: object, properties: {{a: {{type: string}}}}}}"
    workshop.answers(f"Thing: {{type: object, properties: {{at: {{$ref: {name}}}}}}}\n{own}")
    code = workshop.files()["types/models.py"]
    assert f"import {name}" not in code
    assert workshop.models.Thing.__annotations__.keys() == {"at"}
