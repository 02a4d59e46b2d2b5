"""What schemas share in their description their types share, too: parts of an `allOf` become base classes."""

from __future__ import annotations

import re

from pydantic import TypeAdapter
from support.workshop import Workshop


def bases(workshop: Workshop, module: str = "models") -> dict[str, str]:
    """The class of each record to what stands in its parentheses."""
    text = workshop.files()[f"types/{module}.py"]
    return {
        name: " ".join(given.split()) for name, given in re.findall(r"^class (\w+)\(([^)]*)\):", text, re.MULTILINE)
    }


def test_a_part_that_a_record_has_unchanged_is_its_base_and_is_written_once(workshop: Workshop) -> None:
    workshop.answers("""
        Thing: {type: object, properties: {a: {$ref: Box}, b: {$ref: Ball}}}
        Box: {allOf: [{$ref: Named}, {type: object, required: [edge], properties: {edge: {type: number}}}]}
        Ball: {allOf: [{$ref: Named}, {$ref: Coloured}]}
        Named: {type: object, required: [name], properties: {name: {type: string}}}
        Coloured: {type: object, properties: {colour: {$ref: Colour}}}
        Colour: {type: object, properties: {r: {type: number}}}
    """)
    models = workshop.models
    assert bases(workshop) == {
        "Ball": "Coloured, Named",
        "Box": "Named",
        "Colour": "TypedDict",
        "Coloured": "TypedDict",
        "Named": "TypedDict",
        "Thing": "TypedDict",
    }
    assert workshop.files()["types/models.py"].count("name: str") == 1
    assert TypeAdapter(models.Ball).validate_python({"name": "n", "colour": {"r": 1.0}})


def test_of_a_part_that_a_record_narrows_only_its_own_parts_are_bases(workshop: Workshop) -> None:
    workshop.answers("""
        Thing: {allOf: [{$ref: Middle}, {type: object, properties: {kind: {type: string, enum: [thing]}}}]}
        Middle: {allOf: [{$ref: Named}, {type: object, required: [kind], properties: {kind: {type: string}}}]}
        Named: {type: object, required: [name], properties: {name: {type: string}}}
    """)
    assert bases(workshop) == {"Named": "TypedDict", "Thing": "Named"}
    assert TypeAdapter(workshop.models.Thing).validate_python({"name": "n", "kind": "thing"})


def test_of_two_parts_with_a_field_in_common_one_is_a_base_and_the_other_written_out(workshop: Workshop) -> None:
    workshop.answers("""
        Thing: {allOf: [{$ref: One}, {$ref: Two}]}
        One: {type: object, properties: {id: {type: string}, one: {type: string}}}
        Two: {type: object, properties: {id: {type: string}, two: {type: string}}}
    """)
    assert bases(workshop) == {"One": "TypedDict", "Thing": "One"}
    assert set(workshop.models.Thing.__annotations__) == {"id", "one", "two"}


def test_parts_that_are_made_of_each_other_do_not_inherit_in_a_circle(workshop: Workshop) -> None:
    workshop.answers("""
        Thing: {allOf: [{$ref: Other}, {type: object, properties: {a: {type: string}}}]}
        Other: {allOf: [{$ref: Thing}, {type: object, properties: {b: {type: string}}}]}
    """)
    assert set(workshop.models.Thing.__annotations__) == {"a", "b"}


def test_a_base_in_another_file_is_inherited_unless_the_modules_would_import_in_a_circle(workshop: Workshop) -> None:
    workshop.answers("""
        Thing: {type: object, properties: {a: {$ref: "left.yaml#/Left"}, b: {$ref: "right.yaml#/Right"}}}
    """)
    workshop.write(
        "left.yaml",
        """
        Left: {allOf: [{$ref: "right.yaml#/RightPart"}, {type: object, properties: {left: {type: string}}}]}
        LeftPart: {type: object, properties: {l: {$ref: "#/Left"}}}
        """,
    )
    workshop.write(
        "right.yaml",
        """
        Right: {allOf: [{$ref: "left.yaml#/LeftPart"}, {type: object, properties: {right: {type: string}}}]}
        RightPart: {type: object, properties: {r: {type: string}}}
        """,
    )
    left = workshop.models.Thing  # imports every module that the types need
    assert left
    assert bases(workshop, "left")["Left"].endswith("RightPart")
    assert bases(workshop, "right")["Right"] == "TypedDict"
    value = {"a": {"r": "x", "left": "y"}, "b": {"l": {"r": "x"}, "right": "z"}}
    assert TypeAdapter(workshop.models.Thing).validate_python(value) == value
