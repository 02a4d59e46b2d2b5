"""What an operation answers, on both sides, beside the schemas of it."""

from __future__ import annotations

from collections.abc import Iterator

from figwright_codegen.diff.findings import Breaks, Note
from figwright_codegen.diff.shapes import Group
from figwright_codegen.diff.sides import Endpoint


def notes(old: Endpoint, new: Endpoint) -> Iterator[Note]:
    one, other = old.operation.result, new.operation.result
    at = old.operation.source / "responses", new.operation.source / "responses"

    def note(kind: str, text: str, breaks: Breaks) -> Note:
        return Note(kind, f"{new.label}: the answer", text, breaks, *at)

    if (one.reads, one.media) != (other.reads, other.media):
        yield note("result-changed", f"is {other.media or other.reads}, and was {one.media or one.reads}", "callers")
    elif one.schemas and not other.schemas:
        yield note("result-removed", "has no content any more", "callers")
    elif other.schemas and not one.schemas:
        yield note("result-added", "has content now", "nobody")
    elif len(one.schemas) != len(other.schemas):
        text = f"has {len(other.schemas)} forms, and had {len(one.schemas)}"
        yield note("result-changed", text, "callers")
    if one.may_be_nothing != other.may_be_nothing and one.schemas and other.schemas:
        if other.may_be_nothing:
            yield note("result-widened", "can have no content, too", "callers")
        else:
            yield note("result-narrowed", "always has content now", "nobody")
    failures = old.operation.errors.keys() ^ new.operation.errors.keys()
    for status in sorted(failures):
        come = status in new.operation.errors
        yield note(
            "error-added" if come else "error-removed", f"can{'' if come else ' no longer'} be {status}", "nobody"
        )


def schemas(old: Endpoint, new: Endpoint) -> Iterator[tuple[Group, Group]]:
    """The schemas of answers that meet, and of what is sent to callbacks."""
    one, other = old.operation.result.schemas, new.operation.result.schemas
    if len(one) == len(other):
        yield from (((before,), (after,)) for before, after in zip(one, other, strict=True))
    payloads = zip(old.operation.payloads, new.operation.payloads, strict=False)
    yield from (((before,), (after,)) for before, after in payloads)
