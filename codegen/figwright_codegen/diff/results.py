"""What an operation answers, on both sides, beside the schemas of it."""

from __future__ import annotations

from collections.abc import Iterator, Set

from figwright_codegen.diff.findings import Breaks, Note
from figwright_codegen.diff.shapes import Group
from figwright_codegen.diff.sides import Endpoint


def notes(old: Endpoint, new: Endpoint) -> Iterator[Note]:
    told = list(_content_notes(old, new))
    yield from told
    for kind, before, after in (
        ("status", _successes(old), _successes(new)),
        ("error", old.operation.errors.keys(), new.operation.errors.keys()),
    ):
        if kind == "error" or not told:
            for status in sorted(before ^ after):
                come = status in after
                text = f"can{'' if come else ' no longer'} be {status}"
                yield _note(old, new, f"{kind}-{'added' if come else 'removed'}", text, "nobody")


def _content_notes(old: Endpoint, new: Endpoint) -> Iterator[Note]:
    one, other = old.operation.result, new.operation.result
    if (one.reads, one.media) != (other.reads, other.media):
        text = f"is {other.media or other.reads}, and was {one.media or one.reads}"
        yield _note(old, new, "result-changed", text, "callers")
    elif one.schemas and not other.schemas:
        yield _note(old, new, "result-removed", "has no content any more", "callers")
    elif other.schemas and not one.schemas:
        yield _note(old, new, "result-added", "has content now", "nobody")
    elif len(one.schemas) != len(other.schemas):
        text = f"has {len(other.schemas)} forms, and had {len(one.schemas)}"
        yield _note(old, new, "result-changed", text, "callers")
    if one.may_be_nothing != other.may_be_nothing and one.schemas and other.schemas:
        if other.may_be_nothing:
            yield _note(old, new, "result-widened", "can have no content, too", "callers")
        else:
            yield _note(old, new, "result-narrowed", "always has content now", "nobody")


def _note(old: Endpoint, new: Endpoint, kind: str, text: str, breaks: Breaks) -> Note:
    at = old.operation.source / "responses", new.operation.source / "responses"
    return Note(kind, f"{new.label}: the answer", text, breaks, *at)


def _successes(endpoint: Endpoint) -> Set[str]:
    return {
        status for status, _ in (endpoint.operation.source / "responses").items()
    } - endpoint.operation.errors.keys()


def schemas(old: Endpoint, new: Endpoint) -> Iterator[tuple[Group, Group]]:
    """The schemas of answers that meet, and of what is sent to callbacks."""
    answers = old.operation.result.schemas, new.operation.result.schemas
    for olds, news in (answers, (old.operation.payloads, new.operation.payloads)):
        if len(olds) == len(news):
            yield from (((one,), (other,)) for one, other in zip(olds, news, strict=True))
        else:
            there = {each.pointer: each for each in news}
            yield from (((one,), (there[one.pointer],)) for one in olds if one.pointer in there)
