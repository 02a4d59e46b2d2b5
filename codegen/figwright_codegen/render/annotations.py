"""Types as Python writes them: what a result is, what pydantic checks of an input, what a caller may pass."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import TopologicalSorter
from typing import Literal as OneOf

from figwright_codegen.identifiers import Code, module_name
from figwright_codegen.tools.inputs import Input
from figwright_codegen.types.ir import (
    NULL,
    Alias,
    ListOf,
    Literal,
    MapOf,
    Named,
    Record,
    Scalar,
    Type,
    Union,
    is_recursive,
    named_in,
    options,
    parts,
    reachable,
    resolved,
)
from figwright_codegen.types.patterns import fits, is_plain

_SCALARS = {
    "string": "str", "bytes": "bytes", "number": "float", "integer": "int", "boolean": "bool", "null": "None",
    "any": "Any",
}  # fmt: skip
_FIELD_KEYS = {
    "minimum": "ge", "maximum": "le", "exclusiveMinimum": "gt", "exclusiveMaximum": "lt", "multipleOf": "multiple_of",
    "minLength": "min_length", "maxLength": "max_length", "minItems": "min_length", "maxItems": "max_length",
}  # fmt: skip
_BOUND_TYPES = {"minimum": "Ge", "maximum": "Le", "exclusiveMinimum": "Gt", "exclusiveMaximum": "Lt"}


def py(value: object) -> Code:
    """A value as Python writes it, code as it is. What does not print is escaped."""
    match value:
        case Code():
            return value
        case dict():
            return Code("{" + ", ".join(f"{py(key)}: {py(item)}" for key, item in value.items()) + "}")
        case list() | tuple():
            inner = ", ".join(py(item) for item in value)
            return Code(f"[{inner}]" if isinstance(value, list) else f"({inner}{',' if len(value) == 1 else ''})")
        case str() | int() | float() | None:
            return Code(repr(value))
    raise TypeError(f"{value!r} is no plain value")


def quoted(text: str) -> Code:
    """A string's literal, also of a name."""
    return Code(repr(str(text)))


class Annotations:
    """Writes types for one module. A name of another module is written with its package and module before it."""

    def __init__(self, module: str, style: OneOf["result", "checked", "passed"]) -> None:
        self._module, self._style = module, style

    def of(self, type_: Type) -> Code:
        match type_:
            case Named():
                return self._name(type_)
            case Literal():
                code = Code(f"Literal[{', '.join(py(value) for value in type_.values)}]")
                numbers = self._style == "checked" and any(type(value) is int for value in type_.values)
                return self._annotated(code, ["BeforeValidator(not_bool)"] if numbers else [])
            case ListOf():
                outer = "Sequence" if self._style == "passed" else "list"
                return self._annotated(f"{outer}[{self.of(type_.item)}]", self._field(type_.bounds))
            case MapOf():
                outer = "Mapping" if self._style == "passed" else "dict"
                return Code(f"{outer}[str, {self.of(type_.value)}]")
            case Union():
                return self._union(type_)
            case Scalar():
                return self._scalar(type_)

    def alias(self, alias: Alias) -> Code:
        """What an alias stands for, with what reads other texts for it before pydantic checks them."""
        scalar = resolved(alias.type)
        if alias.reader is None or not isinstance(scalar, Scalar) or self._style != "checked":
            return self.of(alias.type)
        return self._scalar(scalar, f"BeforeValidator(reader({py(alias.reader.function)}, {py(alias.reader.plain)}))")

    def input(self, each: Input) -> Code:
        """What pydantic checks of a tool's input."""
        forms = (("join_list", each.joined), ("parse_json", each.json), (f"{each.case}_case", each.case))
        before = [f"BeforeValidator({name})" for name, wanted in forms if wanted]
        return self._annotated(self.of(_sent(each)), before)

    def argument(self, each: Input) -> Code:
        """What a caller may pass."""
        type_ = _sent(each)
        found = resolved(type_)
        text = self.of(type_)
        if isinstance(found, Scalar) and found.kind in ("number", "integer"):
            text = self._annotated(text, [f"{_BOUND_TYPES[k]}({py(v)})" for k, v in found.bounds if k in _BOUND_TYPES])
        numbers = isinstance(found, Scalar) and _takes_numbers(found) and not each.joined
        forms = (
            ("Sequence[str]", each.joined),
            ("str", each.json),
            ("int", numbers),
            ("None", not each.field.required and not each.nullable),
            ("NotGiven", not each.field.required and each.nullable),
        )
        more = [name for name, wanted in forms if wanted and name not in text.split(" | ")]
        return Code(" | ".join([text, *more]))

    def _name(self, named: Named) -> Code:
        definition = named.definition
        if self._style == "passed" and isinstance(resolved(named), Scalar | Literal):
            return self.of(resolved(named))  # type: ignore[arg-type]
        if definition.module == self._module:
            return definition.name
        return Code(f"{named.table.package}.{definition.module}.{definition.name}")

    def _scalar(self, scalar: Scalar, *before: str) -> Code:
        name = _SCALARS[scalar.kind]
        if self._style != "checked":
            return Code("object" if name == "Any" and self._style == "passed" else name)
        more = self._field(scalar.bounds, scalar.pattern)
        if scalar.kind in ("number", "integer"):
            more.append("BeforeValidator(not_bool)")
        if scalar.kind == "number":
            more.append("WrapValidator(whole_if_whole)")
        if scalar.kind == "bytes":
            more.append("BeforeValidator(from_base64)")
        if scalar.words:
            more.append(f"WrapValidator(meant({py(scalar.words)}))")
        return self._annotated(name, [*more, *before])

    def _field(self, bounds: tuple[tuple[str, int | float], ...], pattern: str = "") -> list[str]:
        if self._style != "checked":
            return []
        terms = [f"{_FIELD_KEYS[key]}={py(value)}" for key, value in bounds]
        if pattern:
            code = py(pattern) if is_plain(pattern) else f"compile({py(pattern)})"  # then it is Python's to check
            terms += [f"pattern={code}", "coerce_numbers_to_str=True"]
        return [f"Field({', '.join(terms)})"] if terms else []

    def _union(self, union: Union) -> Code:
        null = " | None" if NULL in union.options else ""
        inner = " | ".join(self.of(option) for option in options(union))
        if not union.tag or self._style == "passed":
            return Code(inner + null)
        if not union.by_option:
            return Code(f"Annotated[{inner}, Field(discriminator={py(union.tag)})]{null}")
        inner = " | ".join(
            f"Annotated[{self.of(option)}, Tag({py(value)})]" for option, values in union.by_option for value in values
        )
        return Code(f"Annotated[{inner}, Discriminator({tag_function(union)})]{null}")

    def _annotated(self, text: str, more: list[str]) -> Code:
        return Code(f"Annotated[{', '.join([text, *more])}]" if more else text)


def _sent(each: Input) -> Type:
    """The type of what goes out: of a list that is joined, the text."""
    joined = each.joined and isinstance(resolved(each.field.type), ListOf)
    return Scalar("string") if joined else each.field.type


def tag_function(union: Union) -> Code:
    """The name of the function that reads the tag for pydantic."""
    return Code(f"_tag_of_{module_name(union.name)}")


def tag_functions(thing: Record | Alias) -> dict[Code, str]:
    """The functions that a definition needs, and the property that each reads."""
    found: dict[Code, str] = {}
    pending = parts(thing)
    while pending:
        type_ = pending.pop()
        if isinstance(type_, Union) and type_.by_option:
            found[tag_function(type_)] = type_.tag
        pending += [] if isinstance(type_, Named) else parts(type_)
    return found


def _takes_numbers(scalar: Scalar) -> bool:
    """Whether a pattern is made for digits, so that a number is as good as its text."""
    return bool(scalar.pattern) and fits(scalar.pattern, "7") and not fits(scalar.pattern, "a")


def in_order(aliases: list[Alias]) -> Iterator[Alias]:
    """Aliases of one module so that each comes after those it is written with; of equals, by name."""
    own = set(aliases)
    sorter = TopologicalSorter[Alias]()
    for alias in aliases:
        sorter.add(alias, *(own.intersection(named_in(alias)) if not is_recursive(alias) else ()))
    sorter.prepare()
    while sorter.is_active():
        ready = sorted(sorter.get_ready(), key=lambda alias: alias.name)
        yield from ready
        sorter.done(*ready)


def config(record: Record) -> Code:
    """How pydantic treats an input record: closed, without numbers that JSON lacks."""
    terms = [f'extra="{"allow" if record.open else "forbid"}"']
    if any(scalar.kind == "number" for scalar in _scalars(record)):
        terms.append("allow_inf_nan=False")
    return Code(", ".join(terms))


def _scalars(record: Record) -> Iterator[Scalar]:
    """The scalars of a record's fields, also through aliases, but not of other records."""
    aliases = [each for each in reachable(parts(record), through_records=False) if isinstance(each, Alias)]
    pending = [*parts(record), *(alias.type for alias in aliases)]
    while pending:
        type_ = pending.pop()
        if isinstance(type_, Scalar):
            yield type_
        pending += parts(type_)
