"""The operations of a description, read as far as tools need them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from figwright_codegen.openapi.description import Source, Spec, is_reference
from figwright_codegen.openapi.media_types import Body, Result, is_json, read_body, read_results, schemas_by_media

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_OF_PATHS = {"additionalOperations", "parameters", "servers", *_METHODS}
_STYLES = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form",),
}
"""By place, the styles that OpenAPI knows; the first is what goes without saying."""
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_NOT_PARAMETERS = {"accept", "authorization", "content-type"}
"""Headers that a description may not state as parameters (OpenAPI, Parameter Object): they are ignored."""
_EMPTY = ("204", "205")
"""Successes that bring no content, whatever a description says of it (RFC 9110, 15.3.5)."""
Place = Literal["path", "query", "header", "cookie", "body"]
Obstacle = tuple[Source, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A parameter, or a top-level property of the body: what the provider takes, under its own name."""

    name: str
    place: Place
    schema: Source
    required: bool
    source: Source
    style: str = ""
    """How a list or an object becomes text, as OpenAPI calls it, or `json`; empty for what goes out as JSON anyway."""
    explode: bool = False
    nullable: bool = False
    """Whether null is a value that can be sent, and not the same as nothing."""
    obstacle: str = ""
    """Why no tool can send it."""

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
    body: Body | None
    result: Result
    errors: dict[str, str]
    """The other statuses, and what they mean."""
    security: tuple[dict[str, tuple[str, ...]], ...] | None
    """The ways to be authorised: the scopes that each scheme of one asks for. An empty way asks for nothing; None where
    the description does not say."""
    server: Source | None
    """Where it is, as the description says."""
    payloads: tuple[Source, ...]
    """Schemas of what the provider sends to callbacks of this operation."""
    obstacles: tuple[Obstacle, ...]
    """Why no tool can stand on it."""


def operations(spec: Spec, named: Collection[str]) -> dict[str, Operation]:
    """All operations by their id, or by `GET /path` where they have none or are `named` so.

    An id given twice is a problem.
    """
    found: dict[str, Operation] = {}
    for path, source, reference in endpoints(spec):
        placed = by_path(source, path)
        name = placed if placed in named else source.text("operationId") or placed
        if name in found:
            first = found[name].source / "operationId"
            text = f"operationId {name!r} is taken by {first.file.name}:{first.line}; give each its own, or name"
            spec.problems.add(source / "operationId", f"{text} them as in '{placed}' in the manifest")
        else:
            found[name] = read_operation(spec, name, path, source, reference)
    return found


def endpoints(spec: Spec) -> Iterator[tuple[str, Source, Source]]:
    """Each operation: its path, where it stands, and what stands at the path."""
    for path, reference in paths(spec):
        item = spec.resolve(reference)
        more = (item / "additionalOperations").values()
        for source in (*(item / method for method in _METHODS), *more):
            if isinstance(source.value, dict):
                yield path, source, reference


def paths(spec: Spec) -> Iterator[tuple[str, Source]]:
    """The paths of a description, each with what stands there; a name that begins with x- is an extension."""
    return ((path, each) for path, each in (spec.root / "paths").items() if not path.startswith("x-"))


def by_path(operation: Source, path: str) -> str:
    """`GET /things/{id}`: what an operation is called by its method and path."""
    return f"{str(operation.pointer[-1]).upper()} {path}"


def unread(path: Source) -> Iterator[Source]:
    """What stands beside the `$ref` of a path, which OpenAPI leaves without a meaning."""
    return (each for key, each in path.items() if key in _OF_PATHS) if is_reference(path) else iter(())


def read_operation(spec: Spec, name: str, path: str, source: Source, reference: Source) -> Operation:
    """One operation. `name` is what its problems call it, and `reference` what stands at its path."""
    item = spec.resolve(reference)
    responses = {status: spec.resolve(response) for status, response in (source / "responses").items()}
    good = sorted(status for status in responses if status.startswith("2")) or ["default"]
    parameters, obstacles = _parameters(spec, name, path, item, source)
    if not path.startswith("/"):
        obstacles.append((source, f"the path {path!r} does not begin with '/'; write it so"))
    elsewhere = sorted(status for status in responses if status.startswith("3"))
    if elsewhere and not responses.keys() & set(good):
        text = f"{name} succeeds with a redirection alone ({', '.join(elsewhere)}), which no tool follows"
        obstacles.append((source / "responses", f"{text}; describe what is there"))
    text = "stands beside the $ref of a path, where it is not read; move it to what that names"
    obstacles += [(each, f"{each.pointer[-1]!r} {text}") for each in unread(reference)]
    body = read_body(spec, name, source, obstacles)
    brings = [responses[status] for status in good if status in responses and status not in _EMPTY]
    result = read_results(spec, name, brings, obstacles, empty=any(status in _EMPTY for status in responses))
    return Operation(
        name,
        str(source.pointer[-1]).upper(),
        path,
        source,
        tuple(parameters),
        body,
        result,
        {status: response.text("description") for status, response in responses.items() if status not in good},
        _security(spec, source),
        next((each for holder in (source, item, spec.root) for each in (holder / "servers").each()), None),
        tuple(_payloads(spec, source)),
        tuple(obstacles),
    )


def _parameters(
    spec: Spec, operation: str, path: str, item: Source, source: Source
) -> tuple[list[Wanted], list[tuple[Source, str]]]:
    """What the operation takes, and what it demands that no tool can send."""
    obstacles: list[Obstacle] = []
    found: dict[tuple[str, str], Wanted] = {}
    for reference in (*(item / "parameters").each(), *(source / "parameters").each()):
        parameter = spec.resolve(reference)
        name, place = parameter.text("name"), parameter.text("in")
        if place == "path" and f"{{{name}}}" not in path:
            text = f"the path of {operation} has no {{{name}}}; correct the path or the parameter"
            spec.problems.add(reference, text)
        elif place == "header" and name.lower() in _NOT_PARAMETERS:
            continue
        elif place in _STYLES:
            found[place, name] = _wanted(operation, parameter)
        elif place == "querystring":
            text = f"{operation} takes all of its query as {name!r}, which no tool can send; describe its parameters"
            obstacles.append((reference, text))
        elif parameter.flag("required"):
            text = f"{operation} demands {name!r} in a {place}, which no tool can send; make it optional"
            obstacles.append((reference, text))
    broken = any(spec.resolve(each).value == {} for each in (source / "parameters").each())
    for name in re.findall(r"{([^}]*)}", path) if not broken else ():
        if ("path", name) not in found:
            spec.problems.add(source, f"{operation} declares no parameter for {{{name}}} in its path; add it")
    return list(found.values()), obstacles


def _wanted(operation: str, parameter: Source) -> Wanted:
    name, place = parameter.text("name"), parameter.text("in")
    required = parameter.flag("required") or place == "path"
    content = next((parameter / "content").items(), None)
    obstacle = ""
    if content and "schema" not in parameter:
        media, holder = content
        if not is_json(media):
            obstacle = f"{operation} takes {name!r} as {media}, which no tool can write; describe it with a schema"
        return Wanted(name, place, holder / "schema", required, parameter, "json", obstacle=obstacle)  # type: ignore[arg-type]
    style = parameter.text("style") or _STYLES[place][0]
    if style not in _STYLES[place]:
        obstacle = f"{name!r} has the style {style!r}, which a {place} has not; it has {', '.join(_STYLES[place])}"
    if not name:
        obstacle = f"a {place} has no name; give it one"
    elif place in ("header", "cookie") and not _TOKEN.fullmatch(name):
        obstacle = f"{name!r} is no name that a {place} can have (RFC 9110, 5.6.2); correct it"
    explode = parameter.flag("explode") if "explode" in parameter else style == "form"
    return Wanted(name, place, parameter / "schema", required, parameter, style, explode, obstacle=obstacle)  # type: ignore[arg-type]


def _security(spec: Spec, source: Source) -> tuple[dict[str, tuple[str, ...]], ...] | None:
    """The whole description's where the operation states none."""
    holder = source if "security" in source else spec.root
    if "security" not in holder:
        return None
    schemes = spec.resolve(spec.root / "components" / "securitySchemes")
    found: list[dict[str, tuple[str, ...]]] = []
    for requirement in (holder / "security").each():
        way: dict[str, tuple[str, ...]] = {}
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
            way[name] = tuple(dict.fromkeys(map(str, scopes.value or ())))
        found.append(way)
    return tuple(found)


def scopes_of(scheme: Source) -> dict[str, Any]:
    """Every scope of an OAuth scheme and its meaning."""
    flows = (scheme / "flows").values()
    return {scope: meaning.value for flow in flows for scope, meaning in (flow / "scopes").items()}


def _payloads(spec: Spec, source: Source) -> list[Source]:
    found = []
    for callback in (source / "callbacks").values():
        for item in spec.resolve(callback).values():
            for method in _METHODS:
                body = spec.resolve(spec.resolve(item) / method / "requestBody")
                found += [schema for media, schema in schemas_by_media(body) if is_json(media)][:1]
    return found
