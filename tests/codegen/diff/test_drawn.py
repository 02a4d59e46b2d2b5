"""Random edits of random schemas: drawn calls and drawn answers decide what breaks whom."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from support.compared import Description, answering, compared, taking
from support.drawn_edits import NAMES, edits, named, respelled, schemas, validator, values
from support.sizes import many

from figwright_codegen.diff import Finding, Report
from figwright_codegen.json_pointer import steps

pytestmark = pytest.mark.timeout(many(180, 1800))
COUNT = settings(max_examples=many(10, 2000), phases=(Phase.generate, Phase.shrink))
VALUES = 12
BODY = "application~1json/schema"
"""How the pointers end that the schema of a body or an answer has."""
OPPOSITE = {
    "added": "removed", "removed": "added", "required": "optional", "optional": "required", "narrowed": "widened",
    "widened": "narrowed", "changed": "changed",
}  # fmt: skip


def found(old: Description, new: Description) -> Report:
    with tempfile.TemporaryDirectory() as folder:
        return compared(Path(folder), old, new)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[str, list[Any], list[Any]]:
    """The pointer of the edited place, and a schema with what it refers to, before and after."""
    before = {"Body": draw(schemas()), **draw(named())}
    name = draw(st.sampled_from(sorted(before)))
    pointer, edited = draw(edits(before[name]))
    after = {**before, name: edited}
    where = f"/components/schemas/{name}" if name in NAMES else BODY
    return f"{where}{''.join(f'/{step}' for step in pointer)}", _split(before), _split(after)


def _split(each: dict[str, Any]) -> list[Any]:
    return [each["Body"], {name: each[name] for name in NAMES}]


@COUNT
@given(pairs(), st.data())
def test_a_call_that_was_valid_and_is_refused_now_breaks_callers(drawn: Any, data: st.DataObject) -> None:
    _, (old, olds), (new, news) = drawn
    report = found(taking(old, **olds), taking(new, **news))
    before, after = validator(old, olds, closed=True), validator(new, news, closed=True)
    for value in data.draw(st.lists(values(old, olds), min_size=VALUES, max_size=VALUES)):
        if before.is_valid(value) and not after.is_valid(value):
            assert any(each.breaks == "callers" for each in report.findings), value
    for value in data.draw(st.lists(values(new, news), min_size=VALUES, max_size=VALUES)):
        if after.is_valid(value) and not before.is_valid(value):
            assert report.findings, value


@COUNT
@given(pairs(), st.data())
def test_an_answer_that_could_not_come_and_can_now_breaks_somebody(drawn: Any, data: st.DataObject) -> None:
    _, (old, olds), (new, news) = drawn
    report = found(answering(old, **olds), answering(new, **news))
    before, after = validator(old, olds, closed=False), validator(new, news, closed=False)
    for value in data.draw(st.lists(values(new, news), min_size=VALUES, max_size=VALUES)):
        if after.is_valid(value) and not before.is_valid(value):
            assert report.breaking or any(each.kind == "result-added" for each in report.findings), value


@COUNT
@given(schemas(), named())
def test_nothing_is_found_where_the_meaning_is_the_same(schema: Any, named: Any) -> None:
    other = respelled(schema)
    for made in (taking, answering):
        old = made(schema, **named)
        assert found(old, old).findings == ()
        report = found(old, made(other, **{name: respelled(each) for name, each in named.items()}))
        assert report.findings == (), [each.sentence for each in report.findings]


@COUNT
@given(pairs())
def test_nothing_is_found_but_where_the_edit_is(drawn: Any) -> None:
    pointer, (old, olds), (new, news) = drawn
    for made in (taking, answering):
        for each in found(made(old, **olds), made(new, **news)).findings:
            at = [place.pointer for place in (each.old, each.new) if place]
            listing = [place for place in at if "anyOf" in json.dumps(standing(made(old, **olds), place))]
            assert any(is_near(pointer, place) for place in at) or listing, (pointer, each.sentence, at)


def is_near(edit: str, place: str) -> bool:
    """Whether a finding stands where the edit is, or on the schema that lists what was edited."""
    return edit in place or re.sub(r"/(properties|anyOf)/\w+$|/(items|additionalProperties)$", "", edit) in place


def standing(found: Any, pointer: str) -> Any:
    """What a pointer leads to; nothing where that is not there."""
    for step in steps(pointer.removeprefix("#")):
        found = dict(enumerate(found)).get(int(step), {}) if isinstance(found, list) else found.get(step, {})
    return found


@COUNT
@given(pairs())
def test_the_other_way_round_each_finding_is_its_opposite(drawn: Any) -> None:
    _, (old, olds), (new, news) = drawn
    for made in (taking, answering):
        there, back = found(made(old, **olds), made(new, **news)), found(made(new, **news), made(old, **olds))
        assert sorted(map(mirrored, there.findings)) == sorted(map(kind_and_places, back.findings))


def mirrored(each: Finding) -> Any:
    first, _, rest = each.kind.partition("-")
    kind = f"{first}-{OPPOSITE[rest]}" if rest in OPPOSITE else each.kind
    return kind, str(each.new and each.new.pointer), str(each.old and each.old.pointer)


def kind_and_places(each: Finding) -> Any:
    return each.kind, str(each.old and each.old.pointer), str(each.new and each.new.pointer)
