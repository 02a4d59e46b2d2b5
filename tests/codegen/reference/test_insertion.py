"""A key more in YAML that people write: it is there, and every line that was there still is."""

from __future__ import annotations

from pathlib import Path
from random import Random
from textwrap import dedent
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from figwright_codegen.problems import Problems
from figwright_codegen.reference.insertion import InsertionError, block, inserted
from figwright_codegen.sources.documents import Document

CASES: dict[str, tuple[str, tuple[str | int, ...], str, str]] = {
    "at the end": ("b: 1\na: 2\n", (), "c", "b: 1\na: 2\nc: 0\n"),
    "in order": ("a: 1\nd: 2\n", (), "c", "a: 1\nc: 0\nd: 2\n"),
    "first": ("# Top.\nb: 1\nd: 2\n", (), "a", "# Top.\na: 0\nb: 1\nd: 2\n"),
    "inside": ("x:\n  b: 1\ny: 2\n", ("x",), "c", "x:\n  b: 1\n  c: 0\ny: 2\n"),
    "in a list": ("- a: 1\n- b: 1\n", (0,), "c", "- a: 1\n  c: 0\n- b: 1\n"),
    "before a comment of what follows": (
        "x:\n  b: 1\n# y is next\ny: 2\n",
        ("x",),
        "c",
        "x:\n  b: 1\n  c: 0\n# y is next\ny: 2\n",
    ),
    "behind a text of lines": (
        "x:\n  b: |\n    one\n\n    two\n\ny: 2\n",
        ("x",),
        "c",
        "x:\n  b: |\n    one\n\n    two\n  c: 0\n\ny: 2\n",
    ),
    "behind a folded text": (
        "x:\n  b: >-\n    one\n    two\ny: 2\n",
        ("x",),
        "c",
        "x:\n  b: >-\n    one\n    two\n  c: 0\ny: 2\n",
    ),
    "behind braces over lines": (
        "x:\n  b: {d: 1,\n    e: 2}\ny: 2\n",
        ("x",),
        "c",
        "x:\n  b: {d: 1,\n    e: 2}\n  c: 0\ny: 2\n",
    ),
    "behind a plain text over lines": ("b: one\n  two\n", (), "c", "b: one\n  two\nc: 0\n"),
    "behind nothing": ("b:\n", (), "c", "b:\nc: 0\n"),
    "behind an alias": ("a: &x {d: 1}\nb: *x\n", (), "c", "a: &x {d: 1}\nb: *x\nc: 0\n"),
    "where lines are apart": ("a: 1\n\nb: 2\n", (), "c", "a: 1\n\nb: 2\n\nc: 0\n"),
    "without a last line end": ("a: 1", (), "c", "a: 1\nc: 0\n"),
    "with the line ends of Windows": ("a: 1\r\nb: 2\r\n", (), "c", "a: 1\r\nb: 2\r\nc: 0\r\n"),
}


@pytest.mark.parametrize("where", CASES)
def test_a_key_is_put_where_it_belongs_and_nothing_else_moves(where: str) -> None:
    text, pointer, key, expected = CASES[where]
    assert inserted(text, pointer, key, 0) == expected


def test_a_key_stands_behind_the_last_of_those_that_it_belongs_to() -> None:
    text = "a: 1\nb: 2\nc: 3\nd: 4\n"
    assert inserted(text, (), "x", 0, ["a", "c", "gone"]) == "a: 1\nb: 2\nc: 3\nx: 0\nd: 4\n"


@pytest.mark.parametrize(
    ("text", "pointer"), [("{a: 1}", ()), ("a: {b: 1}", ("a",)), ("a: 1", ("a",)), ('{"a": 1}', ()), ("a: 1", ("b",))]
)
def test_what_is_no_block_is_not_written_into(text: str, pointer: tuple[str, ...]) -> None:
    with pytest.raises(InsertionError, match="no block of YAML"):
        inserted(text, pointer, "c", 0)


TEXTS = st.text("ab :#{}[],&*!|>'\"%@`-?=~\n\té0", max_size=6) | st.sampled_from(
    ["yes", "on", "null", "1e3", "0x1", "1:2", "2026-01-01", "TO BE WRITTEN", "~", "=", "<<", ".5", "-", "? a"]
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
KEYS = TEXTS.filter(lambda key: key not in ("", "~"))
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=10
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=4), KEYS, VALUES, st.integers(0, 9))
def test_drawn_data_is_read_as_it_was_written_with_the_key_and_without_losing_a_line(
    tmp_path: Path, data: dict[str, Any], key: str, value: Any, seed: int
) -> None:
    lines = [line for top in block(data) for line in ([top] if Random(f"{seed}{top}").random() < 0.7 else [top, ""])]
    text = "".join(f"{line}\n" for line in lines)
    assert read(tmp_path, text) == data
    holder, pointer = next(
        ((each, (name,)) for name, each in data.items() if isinstance(each, dict) and each), (data, ())
    )
    if key in holder:
        return
    made = inserted(text, pointer, key, value)
    holder[key] = value
    assert read(tmp_path, made) == data
    left = made.splitlines()
    for line in text.splitlines():
        left = left[left.index(line) + 1 :]


def read(folder: Path, text: str) -> Any:
    (folder / "made.yaml").write_bytes(text.encode())
    problems = Problems()
    found = Document(folder / "made.yaml", problems).data
    assert list(problems) == []
    return found


def test_lists_of_scalars_stand_in_a_line_where_they_fit() -> None:
    told = {"enum": ["a", None, "1", True], "list": [{"a": 1, "b": [{"c": 2}]}, []], "long": ["x" * 60, "y" * 60]}
    text = "\n".join(block(told))
    assert yaml.safe_load(text) == told
    assert text == dedent(f"""\
        enum: [a, null, "1", true]
        list:
          - a: 1
            b:
              - c: 2
          - []
        long:
          - {"x" * 60}
          - {"y" * 60}""")
