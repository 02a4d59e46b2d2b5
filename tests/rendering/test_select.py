"""One selection for two writers: rows for a model and JSON over MCP show the same of an answer."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from figma_tools.connector import CONNECTOR
from figwright.mcp.content import within_budget
from figwright.rendering.shape import Shape
from figwright.types.results import Origin, ToolResult

TOOL = CONNECTOR.tools["figma_file_components_list"]._replace(view="", aside=())
ENTRY = re.compile(r"\b([a-d])-(\d+)\b")


def entries(name: str, count: int) -> list[str]:
    return [f"{name}-{number}" for number in range(count)]


def row(entry: str) -> dict[str, Any]:
    return {"id": entry, "name": "Button", "frame": {"name": "Page", "size": len(entry)}}


@st.composite
def answers(draw: st.DrawFn) -> dict[str, Any]:
    """Rows, plain values, and maps with few or many entries, at the root or inside; each entry bears a name."""
    counts = draw(st.lists(st.sampled_from([0, 2, 3, 5, 39, 60]), min_size=4, max_size=4))
    rows, plain, few, many = (entries(name, count) for name, count in zip("abcd", counts, strict=True))
    lists: dict[str, Any] = {
        "rows": list(map(row, rows)), "plain": plain, "few": {each: row(each)["frame"] for each in few},
        "many": dict.fromkeys(many, True) if len(many) > 40 else {},
    }  # fmt: skip
    return {"meta": lists, "error": None} if draw(st.booleans()) else lists


def shown(text: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for name, number in ENTRY.findall(text):
        found.setdefault(name, []).append(int(number))
    return found


@settings(max_examples=60, deadline=None)
@given(answers(), st.integers(30, 1500), st.integers(0, 45), st.sampled_from([None, ("id",), ("id", "nothing")]))
def test_rows_and_json_keep_the_same_entries_and_say_the_same_of_the_others(
    data: dict[str, Any], tokens: int, offset: int, fields: tuple[str, ...] | None
) -> None:
    origin = Origin(TOOL, {"file_key": "abcdefghij"}, Shape(max_tokens=tokens, offset=offset, fields=fields))
    result = ToolResult(TOOL.name, data, origin)
    rows, answer = result.render(), within_budget(result)
    as_rows, as_json = shown(rows.text), shown(answer.text)
    for name in as_rows.keys() | as_json.keys():
        some, more = sorted((as_rows.get(name, []), as_json.get(name, [])), key=len)
        assert more[: len(some)] == some, "one shows more of the same, where the other has less room"
        assert more[:1] in ([], [offset])
    told = answer.structured or {"truncated": True, "note": answer.text}
    if not rows.truncated and "truncated" not in told:
        assert as_rows == as_json
    entries_are_cut = any(
        "texts after" in each or "not even in part" in each for each in (rows.text, told.get("note", ""))
    )
    if as_rows == as_json and not entries_are_cut:
        assert rows.truncated == told.get("truncated", False)
        assert rows.text.replace("\n", " ").endswith(told.get("note", ""))
