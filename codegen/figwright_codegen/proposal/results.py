"""What an operation's answer looks like it holds: the cursor of a next page, and secrets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from figwright_codegen.identifiers import words
from figwright_codegen.json_pointer import written
from figwright_codegen.openapi.description import Source, Spec
from figwright_codegen.openapi.operations import Operation

_DEEPEST, _MOST = 6, 12
_CURSORS = tuple(
    words(
        "after continuationtoken continue cursor exclusivestarttoken marker nextcursor nextmarker nextpagetoken "
        "nexttoken page pageafter pagecursor pagemarker pagetoken scrollid startcursor starttoken"
    )
)
"""What parameters are called that take a cursor, or the number of a page."""
_NEXT = tuple(
    words(
        "nextcursor nextpagetoken nextpagecursor nexttoken continuationtoken nextmarker endcursor nextpage continue "
        "next marker cursor scrollid"
    )
)
"""What the cursor of the next page is called in an answer, the surest first."""
_PAGES = ("page", "pagenumber")
_AMBIGUOUS = frozenset(("cursor", "marker", "next", "scrollid"))
_MORE = frozenset(("hasmore", "hasnextpage", "hasnext"))
_SECRET = re.compile(
    r".*(password|passwd|passphrase|passcode|secret|privatekey|apikey|accesskey|secretkey)"
    r"|(access|refresh|auth|bearer|session|id)token"
)
_NO_SECRET = re.compile(r"(has|is|last|next|num|reset|requires?|with|hint|policy|length|strength)")


class Pages(NamedTuple):
    """`entry` is the manifest's `pagination`, and `inputs` what goes with it; `check`, what a person should look at.

    `other`: what seems to lead on and cannot be said in it.
    """

    entry: dict[str, Any]
    other: str = ""
    check: str = "check that the pointer holds the cursor of the next page"
    inputs: Mapping[str, Any] = {}


def plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def pages(spec: Spec, operation: Operation) -> Pages:
    """How to get the next page, where an answer names a cursor and a parameter takes one."""
    asked = {plain(each.name): each.name for each in operation.parameters if each.place == "query"}
    cursors = [asked[name] for name in _CURSORS if name in asked]
    answers = list(_answer(spec, operation))
    told = {plain(pointer[-1]): (pointer, schema) for pointer, schema in reversed(answers)}
    for name in _NEXT if operation.method == "GET" else ():
        if name not in told or not cursors:
            continue
        pointer, schema = told[name]
        paired = [each for each in cursors if name in (plain(each), f"next{plain(each)}", f"end{plain(each)}")]
        if name in _AMBIGUOUS and not paired and name != "next":
            continue
        if not _is_scalar(spec, schema):
            continue
        found: dict[str, Any] = {"input": (paired or cursors)[0]}
        if _is_address(spec, schema):
            return Pages({**found, "links": [_pointer(pointer)]})
        found["next"] = _pointer(pointer)
        more = next((p for p, s in answers if plain(p[-1]) in _MORE and p[:-1] == pointer[:-1]), None)
        return Pages({**found, **({"more": _pointer(more)} if more else {})})
    last = told.get("lastid")
    has_more = next((pointer for name in _MORE if name in told for pointer in [told[name][0]]), None)
    if operation.method == "GET" and "after" in asked and last and has_more:
        return Pages({"input": asked["after"], "next": _pointer(last[0]), "more": _pointer(has_more)})
    counted = [asked[name] for name in (*_PAGES, "offset", "skip", "startat", "start") if name in asked]
    if any("link" in (plain(name) for name, _ in (each / "headers").items()) for each in _successes(spec, operation)):
        return _linked(spec, operation, (*cursors, *counted))
    sized = any(name in asked for name in ("perpage", "pagesize", "limit", "count", "maxresults", "size"))
    if operation.method == "GET" and (counted and sized):
        return _counted(spec, operation, counted[0])
    after = [asked[name] for name in ("startingafter", "after", "cursor", "marker") if name in asked]
    return Pages({}, after[0] if after and operation.method == "GET" else "")


def _linked(spec: Spec, operation: Operation, inputs: Sequence[str]) -> Pages:
    if operation.method != "GET" or not inputs:
        return Pages({}, "a Link header")
    known = next(each for each in operation.parameters if each.place == "query" and each.name == inputs[0])
    either = {"schema": {"anyOf": [{"type": "integer"}, {"type": "string"}]}}
    retyped = {} if _is_text(spec.resolve(known.schema)) else {inputs[0]: either}
    return Pages({"input": inputs[0], "header": "Link"}, "", "check that the header links to the next page", retyped)


def _counted(spec: Spec, operation: Operation, name: str) -> Pages:
    """Pages by their number, where it is plain which list of the answer is empty after the last."""
    answers = [part for each in operation.result.schemas for part in _parts(spec, each)]
    whole = any((part / "type").value == "array" for part in answers)
    named = {key for part in answers for key, inner in (part / "properties").items() if _is_list(spec, inner)}
    if not whole and (len(named) != 1 or {"~", "/"} & set("".join(named))):
        return Pages({}, name)
    known = next(each for each in operation.parameters if each.place == "query" and each.name == name)
    pages, told = plain(name) in _PAGES, spec.resolve(known.schema)
    start = next((v for key in ("default", "minimum") if type(v := (told / key).value) is int), 1 if pages else 0)
    found: dict[str, Any] = {"input": name, "counts": "pages" if pages else "items"}
    found |= {"first": start} if start > 0 else {}
    found |= {} if whole else {"items": f"/{next(iter(named))}"}
    return Pages(found, "", f"check what {name} counts, and what the first one is")


def secrets(spec: Spec, operation: Operation) -> list[str]:
    """Pointers to texts in the answer that look like secrets."""
    found: list[str] = []
    for pointer, schema in _answer(spec, operation):
        name, leaf = plain(pointer[-1]), spec.resolve(schema)
        looks = _SECRET.fullmatch(name) and not _NO_SECRET.match(name)
        if (looks or leaf.text("format") == "password") and _is_text(leaf) and _pointer(pointer) not in found:
            found.append(_pointer(pointer))
    return found[:_MOST]


def _pointer(steps: tuple[str, ...]) -> str:
    return written(steps).removeprefix("#")


def _successes(spec: Spec, operation: Operation) -> Iterator[Source]:
    for status, response in (operation.source / "responses").items():
        if str(status).startswith("2"):
            yield spec.resolve(response)


def _answer(spec: Spec, operation: Operation) -> Iterator[tuple[tuple[str, ...], Source]]:
    """The properties of an answer, each by its path, those at the top first; `*` stands for an item."""
    level: list[tuple[tuple[str, ...], Source]] = [((), each) for each in operation.result.schemas]
    for _ in range(_DEEPEST):
        below: list[tuple[tuple[str, ...], Source]] = []
        for pointer, schema in level:
            for part in _parts(spec, schema):
                for name, inner in (part / "properties").items():
                    if not {"~", "/"} & set(name) and name:
                        yield (*pointer, name), inner
                        below.append(((*pointer, name), inner))
                inside = (part / "items", part / "additionalProperties")
                below += [((*pointer, "*"), each) for each in inside if isinstance(each.value, dict)]
        level = below[:2000]


def _parts(spec: Spec, schema: Source, depth: int = 4) -> Iterator[Source]:
    """A schema, and what its `allOf` joins."""
    found = spec.resolve(schema)
    yield found
    for each in (found / "allOf").each() if depth else ():
        yield from _parts(spec, each, depth - 1)


def _is_list(spec: Spec, schema: Source) -> bool:
    return bool((spec.resolve(schema) / "type").value == "array")


def _is_text(schema: Source) -> bool:
    told = (schema / "type").value
    return told == "string" or (isinstance(told, list) and "string" in told)


def _is_scalar(spec: Spec, schema: Source) -> bool:
    told = (spec.resolve(schema) / "type").value
    return set(told if isinstance(told, list) else [told]) <= {"string", "integer", "number", "null"}


def _is_address(spec: Spec, schema: Source) -> bool:
    found = spec.resolve(schema)
    told = f"{(found / 'example').value} {found.text('description')}"
    return found.text("format") in ("uri", "url", "uri-reference") or bool(re.search(r"https?://|\bURLs?\b", told))
