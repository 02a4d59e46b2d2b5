"""What a request's body is written as, and what an answer is read as, by their media types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from figwright_codegen.openapi.description import Source, Spec

JSON, FORM, MULTIPART = "application/json", "application/x-www-form-urlencoded", "multipart/form-data"
_STREAMS = ("ndjson", "jsonl", "json-seq", "jsonlines", "event-stream", "stream+json")
"""Beginnings and ends of media types that hold many values, one after the other."""
_TEXTS = ("+xml", "/xml", "yaml", "/javascript", "/sql", "/jwt", "/graphql", "-www-form-urlencoded")
"""Endings of media types that are texts."""
_ITEMS = "many values, one after the other, which no tool can take"
Reads = Literal["json", "text", "bytes"]


@dataclass(frozen=True, slots=True)
class Body:
    """What goes in a request's body."""

    schema: Source
    media: str
    required: bool
    encoding: Source
    """How single properties of a form are written, by their names."""

    @property
    def kind(self) -> Literal["json", "form", "multipart", "text", "bytes"]:
        if is_json(self.media):
            return "json"
        kinds: dict[str, Literal["form", "multipart"]] = {FORM: "form", MULTIPART: "multipart"}
        return kinds.get(_bare(self.media)) or ("text" if _bare(self.media).startswith("text/") else "bytes")


@dataclass(frozen=True, slots=True)
class Result:
    """What a success brings."""

    schemas: tuple[Source, ...] = ()
    """Of JSON, one for each status that brings another; none for no content."""
    reads: Reads = "json"
    media: str = ""
    """What to ask for, where it is not JSON."""
    may_be_nothing: bool = False
    """Whether another success brings nothing."""


def is_json(media: str) -> bool:
    bare = _bare(media)
    return bare.endswith(("/json", "+json")) and not _is_stream(media)


def are_bytes(media: str) -> bool:
    """Whether what a media type names is no text."""
    bare = _bare(media)
    return bool(bare) and not (bare.startswith(("text/", "message/")) or bare.endswith(_TEXTS) or is_json(bare))


def schemas_by_media(holder: Source) -> Iterator[tuple[str, Source]]:
    """The schema of each media type that a body or an answer may have."""
    for media, content in (holder / "content").items():
        if "schema" in content:
            yield media, content / "schema"


def read_body(spec: Spec, operation: str, source: Source, obstacles: list[tuple[Source, str]]) -> Body | None:
    """The body in the form that says most: JSON, a form, a form with files, text, bytes."""
    place = source / "requestBody"
    holder = spec.resolve(place)
    contents = _contents(spec, holder)
    if not contents:
        return None
    media = min(contents, key=_body_rank)
    files = next((each for each in contents if _bare(each) == MULTIPART), "")
    if is_json(media) and files and _has_files(spec, contents[media] / "schema"):  # JSON has no bytes
        media = files
    if _is_stream(media) or ("*" in media and media != "*/*"):
        text = f"the body of {operation} is {media}, which no tool can write"
        if holder.flag("required"):
            obstacles.append((place, f"{text}; describe one that is JSON"))
        elif spec.problems.matters(place):
            spec.problems.warn(place, f"{text}; it sends none")
        return None
    content = contents[media]
    if not holder.flag("required") and _is_empty(spec, content / "schema"):
        return None
    if "itemSchema" in content and "schema" not in content:
        obstacles.append((content / "itemSchema", f"the body of {operation} is {_ITEMS}; describe one with a schema"))
        return None
    return Body(content / "schema", media.replace("*/*", JSON), holder.flag("required"), content / "encoding")


def read_results(
    spec: Spec, operation: str, responses: Sequence[Source], obstacles: list[tuple[Source, str]], *, empty: bool
) -> Result:
    """JSON where any success brings some, else text or bytes as they come. `empty`: another brings nothing at all."""
    schemas: dict[object, Source] = {}
    others: dict[str, Source] = {}
    nothing = empty
    for response in responses:
        contents = _contents(spec, response)
        nothing = nothing or not contents
        obstacles += [
            (content / "itemSchema", f"{operation} answers with {_ITEMS}; describe one form with a schema")
            for media, content in contents.items()
            if "itemSchema" in content and "schema" not in content and not _is_stream(media) and len(contents) == 1
        ]
        media = next((media for media, content in contents.items() if is_json(media) or _is_any(media, content)), "")
        if media and "schema" in contents[media]:
            schema = contents[media] / "schema"
            schemas.setdefault(spec.resolve(schema).key, schema)
        elif media:
            continue
        else:
            others.update({media: contents[media] for media in list(contents)[:1]})
    if not others:
        return Result(tuple(schemas.values()), may_be_nothing=nothing and bool(schemas))
    media, content = next(iter(others.items()))
    if schemas or _is_stream(media):
        what = "JSON and also as " if schemas else ""
        text = f"{operation} answers as {what}{media}, which no tool can read; describe one form that is JSON"
        obstacles.append((content, text))
    return Result((), "text" if _bare(media).startswith("text/") else "bytes", media)


def _contents(spec: Spec, holder: Source) -> dict[str, Source]:
    """By media type; since OpenAPI 3.2 one may be a reference."""
    return {media: spec.resolve(content) for media, content in (holder / "content").items()}


def _has_files(spec: Spec, schema: Source) -> bool:
    schemas = [spec.resolve(each) for each in (spec.resolve(schema) / "properties").values()]
    schemas += [spec.resolve(each / "items") for each in schemas]
    return any(each.text("format") == "binary" for each in schemas)


def _is_empty(spec: Spec, schema: Source) -> bool:
    """Whether nothing can be in an object: it has no properties, and takes none."""
    schema = spec.resolve(schema)
    closed = (schema / "additionalProperties").value is False
    return (
        closed
        and set(schema.value) <= {"additionalProperties", "properties", "type"}
        and not (schema / "properties").value
    )


def _is_any(media: str, content: Source) -> bool:
    """Whether a type that says nothing is JSON all the same: something that a text cannot be."""
    return media == "*/*" and (content / "schema").text("type") != "string"


def _bare(media: str) -> str:
    return media.partition(";")[0].strip().lower()


def _is_stream(media: str) -> bool:
    return any(_bare(media).partition("/")[2].removeprefix("x-") == name for name in _STREAMS)


def _body_rank(media: str) -> tuple[int, str]:
    bare = _bare(media)
    ranks = {JSON: 0, FORM: 3, MULTIPART: 4, "*/*": 2}
    return ranks.get(bare, 1 if is_json(media) else 5 if bare.startswith("text/") else 6), media
