"""What a manifest says of texts that stand for identifiers, given to the types of the inputs and held against them."""

from __future__ import annotations

from collections.abc import Iterable

from figwright_codegen.manifest.file import Manifest
from figwright_codegen.openapi.description import Source
from figwright_codegen.problems import Problems, nearest
from figwright_codegen.tools.link import Tool
from figwright_codegen.types.ir import Alias, Definitions, Reader, Scalar, reader_of, resolved


def give_readers(manifest: Manifest, inputs: Definitions, problems: Problems) -> None:
    """Every named type of an input that has a reader gets it. It must be text with a pattern: what fits is not read."""
    entries = manifest.connector.readers if manifest.connector else {}
    aliases = [each for each in inputs.by_key.values() if isinstance(each, Alias)]
    for name, entry in entries.items():
        place = manifest.root / "connector" / "readers" / name
        found = [alias for alias in aliases if alias.name == name]
        if not found:
            problems.add(place, f"no input has a schema {name!r}; {nearest(name, {alias.name for alias in aliases})}")
        for alias in found:
            scalar = resolved(alias.type)
            if isinstance(scalar, Scalar) and scalar.kind == "string" and scalar.pattern:
                alias.reader = Reader(entry.read, entry.pattern, entry.plain or scalar.pattern)
            else:
                problems.add(place, f"{name!r} is no text with a pattern; give its schema one, or remove this")


def check_sources(manifest: Manifest, tools: Iterable[Tool], problems: Problems) -> None:
    """What is read from another input must have a reader, and the other must be there."""
    for tool in tools:
        inputs = {each.name: each for each in tool.inputs}
        for name, entry in tool.entry.inputs.items():
            if not entry.from_ or name not in inputs:
                continue
            place: Source = tool.source / "inputs" / name / "from"
            if entry.from_ not in inputs or entry.from_ == name:
                others = inputs.keys() - {name}
                problems.add(place, f"{entry.from_!r} is no other input of this tool; {nearest(entry.from_, others)}")
            if manifest.connector and reader_of(inputs[name].field.type) is None:
                problems.add(place, f"nothing reads {name!r}; give its schema a reader, or remove 'from'")
