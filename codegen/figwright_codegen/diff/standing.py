"""What a place of a description is called: the named schema or operation that it is in, and the way from there."""

from __future__ import annotations

from collections.abc import Iterator

from figwright_codegen.openapi.description import Source

_SILENT = {"allOf", "oneOf", "anyOf", "content", "schema", "properties", "responses", "paths", "parameters"}
_OPTIONS = ("oneOf", "anyOf")


def owner(source: Source) -> str:
    """`VariableScope`, or `GetFileMetaResponse.file.name` for what stands inside."""
    top, at, rest = named(source)
    return f"{top}{''.join(_steps(at, rest))}" or source.file.stem


def schema_of(source: Source) -> str:
    """The named schema, or the named response or body, that a place is in."""
    first = str(source.pointer[0]) if source.pointer else ""
    top, at, _ = named(source)
    return "" if first == "paths" or first.startswith("/") or "in" in at else top


def is_named(schema: Source) -> bool:
    """Whether it stands among the named schemas of its file."""
    return len(schema.pointer) == (3 if schema.pointer[:2] == ("components", "schemas") else 1)


def named(source: Source) -> tuple[str, Source, tuple[str | int, ...]]:
    """The component or the operation that a place is in, its name before it, and the pointer from there."""
    pointer = source.pointer
    at = Source(source.document, (), source.document.data)
    for index, step in enumerate(pointer):
        at = at / step
        rest = pointer[index + 1 :]
        if pointer[0] == "components":
            if index == 2:
                return (f"input `{at.text('name')}`" if pointer[1] == "parameters" else str(step)), at, rest
        elif isinstance(at.value, dict) and "responses" in at:
            return at.text("operationId") or f"{str(step).upper()} {pointer[index - 1]}", at, rest
        elif index == 0 and not str(step).startswith(("paths", "/")):
            return (f"input `{at.text('name')}`" if "in" in at else str(step)), at, rest
    return "", at, ()


def _steps(at: Source, pointer: tuple[str | int, ...]) -> Iterator[str]:
    before: str | int = ""
    for step in pointer:
        at = at / step
        if before == "properties":
            yield f".{step}"
        elif before == "parameters":
            yield f": input `{at.text('name')}`"
        elif before == "responses":
            yield f" {step}"
        elif before in _OPTIONS and isinstance(step, int):
            yield f"<{step + 1}>"
        elif step == "items":
            yield "[]"
        elif step == "additionalProperties":
            yield ".*"
        elif step == "requestBody":
            yield " body"
        elif step not in _SILENT and before not in ("content", "allOf"):
            yield f".{step}"
        before = "" if before in ("properties", "responses") else step
