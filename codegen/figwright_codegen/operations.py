"""The operations of a description, read as far as tools need them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

from figwright_codegen.loading import Source, Spec

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A parameter, or a top-level property of the body: what the provider takes, under its own name."""

    name: str
    place: Literal["path", "query", "body"]
    schema: Source
    required: bool
    source: Source
    joined: bool = False
    """A list that goes out as one text with commas."""

    @property
    def description(self) -> str:
        return self.source.text("description") or self.schema.text("description")


@dataclass(frozen=True, slots=True)
class Operation:
    id: str
    method: str
    path: str
    source: Source
    parameters: tuple[Wanted, ...]
    body: Source | None
    """The schema of a JSON body."""
    result: Source | None
    """The schema of the JSON that a success brings; None for no content."""
    errors: dict[str, str]
    """The other statuses, and what they mean."""
    security: dict[str, frozenset[str]]
    """The scopes that each security scheme asks for."""
    payloads: tuple[Source, ...]
    """Schemas of what the provider sends to callbacks of this operation."""
    obstacles: tuple[tuple[Source, str], ...]
    """Why no tool can stand on it."""


def operations(spec: Spec) -> dict[str, Operation]:
    """All operations by their id. An id given twice is a problem."""
    found: dict[str, Operation] = {}
    for path, reference in (spec.root / "paths").items():
        item = spec.resolve(reference)
        for method in _METHODS:
            source = item / method
            name = source.text("operationId")
            if name in found:
                first = found[name].source / "operationId"
                text = f"operationId {name!r} is taken by {first.file.name}:{first.line}; give each its own"
                spec.problems.add(source / "operationId", text)
            elif name:
                found[name] = _operation(spec, name, method, path, source, item)
    return found


def _operation(spec: Spec, name: str, method: str, path: str, source: Source, item: Source) -> Operation:
    responses = {status: spec.resolve(response) for status, response in (source / "responses").items()}
    good = sorted(status for status in responses if status.startswith("2")) or ["default"]
    body = spec.resolve(source / "requestBody")
    schema = _json(body)
    parameters, obstacles = _parameters(spec, name, path, item, source)
    if schema is None and body.flag("required"):
        obstacles.append((source / "requestBody", f"the body of {name} is no JSON; no tool can stand on it"))
    bodies = [_json(responses[status]) for status in good if status in responses]
    result = next((each for each in bodies if each), None)
    return Operation(
        name,
        method.upper(),
        path,
        source,
        tuple(parameters),
        schema,
        result,
        {status: response.text("description") for status, response in responses.items() if status not in good},
        _security(spec, source),
        tuple(_payloads(spec, source)),
        tuple(obstacles),
    )


def _parameters(
    spec: Spec, operation: str, path: str, item: Source, source: Source
) -> tuple[list[Wanted], list[tuple[Source, str]]]:
    """What the operation takes, and what it demands that no tool can send."""
    obstacles: list[tuple[Source, str]] = []
    found: dict[tuple[str, str], Wanted] = {}
    for reference in (*(item / "parameters").each(), *(source / "parameters").each()):
        parameter = spec.resolve(reference)
        name, place = parameter.text("name"), parameter.text("in")
        schema = parameter / "schema" if "schema" in parameter else (_json(parameter) or parameter / "schema")
        if place == "path" and f"{{{name}}}" not in path:
            spec.problems.add(
                reference, f"the path of {operation} has no {{{name}}}; correct the path or the parameter"
            )
        elif place in ("path", "query"):
            joined = place == "query" and (parameter / "explode").value is False
            required = parameter.flag("required") or place == "path"
            found[place, name] = Wanted(name, place, schema, required, parameter, joined)  # type: ignore[arg-type]
        elif parameter.flag("required"):
            text = f"{operation} demands {name!r} in a {place}, which no tool can send; make it optional"
            obstacles.append((reference, text))
    broken = any(spec.resolve(each).value == {} for each in (source / "parameters").each())
    for name in re.findall(r"{([^}]*)}", path) if not broken else ():
        if ("path", name) not in found:
            spec.problems.add(source, f"{operation} declares no parameter for {{{name}}} in its path; add it")
    return list(found.values()), obstacles


def _json(holder: Source) -> Source | None:
    for media, content in (holder / "content").items():
        if media.partition(";")[0].strip().endswith(("/json", "+json")) and "schema" in content:
            return content / "schema"
    return None


def _security(spec: Spec, source: Source) -> dict[str, frozenset[str]]:
    """By scheme; the whole description's where the operation states none."""
    holder = source if "security" in source else spec.root
    schemes = spec.resolve(spec.root / "components" / "securitySchemes")
    found: dict[str, frozenset[str]] = {}
    for requirement in (holder / "security").each():
        for name, scopes in requirement.items():
            scheme = spec.resolve(schemes / name)
            if scheme.value is None:
                spec.problems.add(scopes, f"there is no security scheme {name!r}; add it to the components")
                continue
            known = scopes_of(scheme)
            for scope in scopes.each():
                if scheme.text("type") == "oauth2" and scope.value not in known:
                    spec.problems.add(
                        scope, f"the scheme {name!r} has no scope {scope.value!r}; correct it or add it there"
                    )
            found[name] = found.get(name, frozenset()) | frozenset(map(str, scopes.value or ()))
    return found


def scopes_of(scheme: Source) -> dict[str, Any]:
    """Every scope of an OAuth scheme and its meaning."""
    flows = (scheme / "flows").values()
    return {scope: meaning.value for flow in flows for scope, meaning in (flow / "scopes").items()}


def _payloads(spec: Spec, source: Source) -> list[Source]:
    found = []
    for callback in (source / "callbacks").values():
        for item in spec.resolve(callback).values():
            for method in _METHODS:
                schema = _json(spec.resolve(spec.resolve(item) / method / "requestBody"))
                found += [schema] if schema else []
    return found
