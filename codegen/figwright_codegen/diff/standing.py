"""What a place of a description is called: the named schema or operation that it is in, and the way from there."""

from __future__ import annotations

from collections.abc import Iterator

from figwright_codegen.openapi.description import Source

_SILENT = {"allOf", "oneOf", "anyOf", "content", "schema", "properties", "responses", "paths", "application/json"}
_METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace", "query"}


def owner(source: Source) -> str:
    """`VariableScope`, or `GetFileMetaResponse.file.name` for what stands inside."""
    top, rest = named(source)
    steps = "".join(_steps(rest))
    return f"{top}{steps}" if top else steps.lstrip(".")


def named(source: Source) -> tuple[str, tuple[str | int, ...]]:
    """The component or the operation that a place is in, and the pointer from there."""
    pointer = source.pointer
    if pointer[:1] == ("components",):
        return str(pointer[2]) if len(pointer) > 2 else "", pointer[3:]
    at = Source(source.document, (), source.document.data)
    for index, step in enumerate(pointer):
        at = at / step
        if str(step) in _METHODS and isinstance(at.value, dict) and "responses" in at:
            return at.text("operationId") or f"{str(step).upper()} {pointer[index - 1]}", pointer[index + 1 :]
    return (str(pointer[0]), pointer[1:]) if pointer else (source.file.stem, ())


def schema_of(source: Source) -> str:
    """The named schema, or the named response or body, that a place is in."""
    inside = source.pointer[:1] == ("components",) or (
        source.pointer and not str(source.pointer[0]).startswith(("paths", "/"))
    )
    return named(source)[0] if inside else ""


def _steps(pointer: tuple[str | int, ...]) -> Iterator[str]:
    for index, step in enumerate(pointer):
        before = pointer[index - 1] if index else ""
        if before == "properties":
            yield f".{step}"
        elif step == "items":
            yield "[]"
        elif step == "additionalProperties":
            yield ".*"
        elif before == "responses":
            yield f" {step}"
        elif step == "requestBody":
            yield " body"
        elif step not in _SILENT and before not in ("content", "allOf") and not isinstance(step, int):
            yield f".{step}"
        elif isinstance(step, int) and before in ("oneOf", "anyOf"):
            yield f"<{step + 1}>"
