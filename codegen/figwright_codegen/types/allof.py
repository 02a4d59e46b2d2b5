"""What the leaves of a schema say together.

Leaves are the schemas that must all hold: a schema, what it refers to and the parts of its `allOf`, in any nesting.
Where they disagree the narrower one counts, in whichever order they stand, so a tag survives a wider property.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import ceil, floor, lcm
from typing import Any

from figwright_codegen.openapi.description import Source, Spec, is_reference
from figwright_codegen.openapi.media_types import are_bytes
from figwright_codegen.types.ir import Bounds

KINDS = ("boolean", "integer", "number", "string", "array", "object", "null")
BRANCHES = ("oneOf", "anyOf")
REMARKS = {
    "$comment", "default", "deprecated", "description", "example", "examples", "externalDocs", "readOnly", "summary",
    "title", "writeOnly",
}  # fmt: skip
"""Keys that say nothing about which values are valid."""
_INHERITING = ("$ref", "allOf", *BRANCHES)
_STRUCTURE = {"discriminator", "not", "nullable", "required", "type", *_INHERITING}
_BOUNDS = {
    "string": ("minLength", "maxLength"),
    "array": ("minItems", "maxItems"),
    "number": ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf"),
}


_OPPOSITE = (
    ("minLength", "maxLength"), ("minItems", "maxItems"),
    *((low, high) for low in ("minimum", "exclusiveMinimum") for high in ("maximum", "exclusiveMaximum")),
)  # fmt: skip
_JSON_TYPES: dict[type, set[str]] = {
    bool: {"boolean"}, int: {"integer", "number"}, float: {"number"}, str: {"string"}, list: {"array"},
    dict: {"object"}, type(None): {"null"},
}  # fmt: skip


def leaves_of(spec: Spec, schemas: Iterable[Source]) -> list[Source]:
    """The first schema first, the rest in an order that their document's does not change."""
    leaves: dict[object, Source] = {}
    pending = list(schemas)
    while pending:
        schema = pending.pop(0)
        if isinstance(schema.value, dict) and schema.key not in leaves:
            leaves[schema.key] = schema
            pending += (schema / "allOf").each()
            if is_reference(schema):
                pending.append(spec.resolve(schema))
    found = list(leaves.values())
    return found[:1] + sorted(found[1:], key=lambda leaf: (str(leaf.file), str(leaf.pointer)))


def reference(schema: Source) -> Source | None:
    """The `$ref` that a schema is, but for remarks, also as the only part of an `allOf`."""
    keys = schema.value.keys() - REMARKS - {"nullable"} if isinstance(schema.value, dict) else set()
    if keys == {"$ref"} and is_reference(schema):
        return schema
    parts = list((schema / "allOf").each())
    return reference(parts[0]) if keys in ({"allOf"}, {"allOf", "type"}) and len(parts) == 1 else None


def kinds(leaves: Sequence[Source]) -> list[str]:
    """The JSON types that all leaves allow; where none states any, what their keys are about.

    Empty for any, and for none: see `is_contradiction`.
    """
    found: set[str] | None = None
    for leaf in leaves:
        stated = leaf.value.get("type")
        if isinstance(stated, str | list):
            own = {stated} if isinstance(stated, str) else set(stated)
            if found is None:
                found = own
            else:  # an integer is a number, too
                found = (found & own) | ({"integer"} if {"integer", "number"} <= found ^ own else set())
    if found is None:
        keys = {key for leaf in leaves for key in leaf.value}
        about = {
            "object": {"properties", "additionalProperties"},
            "array": {"items"},
            "string": {"pattern", "contentMediaType"},
        }
        found = set(next(([kind] for kind, telling in about.items() if keys & telling), []))
    return [kind for kind in KINDS if kind in found]


def is_contradiction(leaves: Sequence[Source]) -> bool:
    """Whether no value is of all the types that the leaves state; one that JSON has not is another mistake."""
    stated = [leaf.value["type"] for leaf in leaves if "type" in leaf]
    named = {str(kind) for each in stated for kind in (each if isinstance(each, list) else [each])}
    return bool(named) and named <= set(KINDS) and not kinds(leaves)


def contradiction(leaves: Sequence[Source], values: Sequence[Any] | None) -> str:
    """Why no value can be valid, of which `values` are the constants; empty if one can."""
    if values == []:
        return "the enums have no value in common"
    if is_contradiction(leaves):
        return "the types have no value in common"
    if values and not any(value is None or is_of_type(value, leaves) for value in values):
        return "no value of the enum is of the type"
    if any(leaf.value.get(key) == [] for leaf in leaves for key in BRANCHES):
        return "there is nothing to choose from"
    if any("not" in leaf and leaf.value["not"] in (True, {}) for leaf in leaves):
        return "'not' excludes everything"
    only = kinds(leaves)
    kind = "number" if only == ["integer"] else only[0] if len(only) == 1 else ""
    crossed = _crossed(bounds(kind, leaves)) if kind in _BOUNDS else ()
    return f"{' and '.join(crossed)} leave nothing between them" if crossed else ""


def is_of_type(value: Any, leaves: Sequence[Source]) -> bool:
    """Whether a value is of a type that the leaves allow."""
    stated = any("type" in leaf for leaf in leaves)
    whole_number = isinstance(value, float) and value.is_integer()
    named = _JSON_TYPES[type(value)] | ({"integer"} if whole_number else set())
    return not stated or bool(named & set(kinds(leaves)))


def _crossed(bounds: Bounds) -> Sequence[str]:
    """The lower and the upper bound of those that no value is between."""
    found = dict(bounds)
    for low, high in _OPPOSITE:
        least, most = found.get(low), found.get(high)
        if least is not None and most is not None:
            exclusive = low.startswith("exclusive") or high.startswith("exclusive")
            if least > most or (exclusive and least == most):
                return low, high
    return ()


def is_binary(leaf: Source) -> bool:
    """Whether a text is bytes: as OpenAPI 3.0 says it, or by a media type of bytes that are not encoded (since 3.1)."""
    media = leaf.text("contentMediaType")
    return leaf.text("format") == "binary" or (bool(media) and "contentEncoding" not in leaf and are_bytes(media))


def is_record(leaves: Sequence[Source]) -> bool:
    """Whether they describe one object with known properties."""
    if any(says_something(case) for leaf in leaves for branch in BRANCHES for case in (leaf / branch).each()):
        return False
    return set(kinds(leaves)) - {"null"} == {"object"} and any((leaf / "properties").value for leaf in leaves)


def required(leaves: Iterable[Source]) -> set[str]:
    """The properties that any leaf demands."""
    return {str(name) for leaf in leaves for name in (leaf / "required").value or ()}


def is_open(leaves: Sequence[Source]) -> bool:
    """Whether an object may have more properties than those that are named."""
    more = any((leaf / "additionalProperties").value not in (None, False) for leaf in leaves)
    return more or any((leaf / "patternProperties").value for leaf in leaves)


def is_nullable(leaves: Sequence[Source]) -> bool:
    """In either style: null among the types of all that state them; `nullable: true` on the first, or on all of those.

    What stands around a reference is the first of its leaves: there `nullable` is meant to widen what is referred to.
    """
    stated = [leaf.value["type"] for leaf in leaves if "type" in leaf]
    listed = bool(stated) and all("null" in kinds if isinstance(kinds, list) else kinds == "null" for kinds in stated)
    typed = [leaf for leaf in leaves if "type" in leaf]
    flagged = any_flag(leaves, "nullable") and all(leaf.flag("nullable") for leaf in typed)
    return listed or flagged or any_flag(leaves[:1], "nullable")


def constants(leaves: Sequence[Source]) -> list[Any] | None:
    """What all `enum` and `const` have in common; None if there are none."""
    found: list[Any] | None = None
    for leaf in leaves:
        values = [leaf.value["const"]] if "const" in leaf else (leaf / "enum").value
        if isinstance(values, list):
            common = values if found is None else [value for value in found if _is_in(value, values)]
            found = [value for index, value in enumerate(common) if not _is_in(value, common[:index])]
    return found


def is_literal(values: Iterable[Any]) -> bool:
    """Whether Python's Literal can say these: to it, true is 1."""
    kinds = {type(value) for value in values}
    return kinds <= {str, int, bool, type(None)} and not {int, bool} <= kinds


def _is_in(value: Any, values: Sequence[Any]) -> bool:
    return any(value == other and type(value) is type(other) for other in values)


def bounds(kind: str, leaves: Sequence[Source]) -> Bounds:
    found: dict[str, int | float] = {}
    for leaf in leaves:
        for key in _BOUNDS[kind]:
            value = (leaf / key).value
            if value is True and key.startswith("exclusive"):  # OpenAPI 3.0
                value = (leaf / key.removeprefix("exclusive").lower()).value
            if isinstance(value, int | float) and not isinstance(value, bool):
                narrower = _common_multiple if key == "multipleOf" else max if "min" in key.lower() else min
                found[key] = narrower(found.get(key, value), value)
    return tuple((key, found[key]) for key in _BOUNDS[kind] if key in found)


def whole(bounds: Bounds) -> Bounds:
    """What bounds of a number mean for a whole one, whose validator takes no others."""
    found: dict[str, int | float] = {}
    for key, value in bounds:
        up = key in ("minimum", "exclusiveMaximum")
        found[key] = Fraction(str(value)).numerator if key == "multipleOf" else ceil(value) if up else floor(value)
    return tuple((key, value) for key, value in found.items() if (key, value) != ("multipleOf", 1))


def _common_multiple(one: float, other: float) -> int | float:
    first, second = Fraction(str(one)), Fraction(str(other))
    found = Fraction(lcm(first.numerator * second.denominator, second.numerator * first.denominator),
                     first.denominator * second.denominator)  # fmt: skip
    return found.numerator if found.denominator == 1 else float(found)


def says_something(schema: Source, *, inherits: bool = True) -> bool:
    """Whether a schema says more than that it is an object and what it demands, or `inherits` something else."""
    if not isinstance(schema.value, dict):
        return False
    if inherits and any(key in schema for key in _INHERITING):
        return True
    return bool(schema.value.keys() - REMARKS - _STRUCTURE) or schema.value.get("type", "object") != "object"


def any_flag(schemas: Iterable[Source], flag: str) -> bool:
    return any(schema.flag(flag) for schema in schemas)


def example(schemas: Iterable[Source]) -> object:
    """The first that is given: as `example`, in a list of `examples`, or among those that a parameter names."""
    for schema in schemas:
        named = next((schema / "examples").values(), None)
        given = [schema / "example", schema / "examples" / 0, *([named / "value"] if named else [])]
        if (found := next((each.value for each in given if each.value is not None), None)) is not None:
            return found
    return None


def description(schemas: Sequence[Source]) -> str:
    """The words of the schema that narrows most; of equals, the first in the order of the alphabet."""
    texts = [("enum" not in schema, text) for schema in schemas if (text := schema.text("description"))]
    return min(texts)[1] if texts else ""


def words(schemas: Sequence[Source]) -> str:
    """What a text should be, with an example, as it stands behind "should be"; empty where nobody says."""
    said = re.split(r"\.(?:\s|$)", description(schemas).strip(), maxsplit=1)[0]
    given = example(schemas)
    if not said:
        return f"a text such as {given}" if given is not None else ""
    said = said if said[1:2].isupper() else said[:1].lower() + said[1:]
    return said if given is None or " such as " in said else f"{said}, such as {given}"
