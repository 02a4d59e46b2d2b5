"""Lists of the store on the command line: whole, and never all of it in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from figwright_cli.listing import pages, print_pages


class Page(NamedTuple):
    rows: list[int]
    next_page_token: str | None

    def __iter__(self) -> Iterator[int]:  # type: ignore[override]
        return iter(self.rows)


def shown(found: Iterator[list[int]], *, as_json: bool) -> int:
    return print_pages(
        found,
        as_json=as_json,
        described=lambda row: {"number": row},
        headings=("number", "twice"),
        cells=lambda row: (row, 2 * row),
        wraps="twice",
        nothing="No numbers.",
    )


@pytest.mark.parametrize("rows", [[], [[]], [[1]], [[1, 2], [3]], [[1], []]], ids=str)
def test_pages_make_one_list(rows: list[list[int]], capsys: pytest.CaptureFixture[str]) -> None:
    every = [row for page in rows for row in page]
    assert shown(iter(rows), as_json=True) == len(every)
    assert capsys.readouterr().out == json.dumps([{"number": row} for row in every], indent=2) + "\n"
    assert shown(iter(rows), as_json=False) == len(every)
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    whole = [["number", "twice"], *([str(row), str(2 * row)] for row in every)] if every else [["No", "numbers."]]
    assert lines == whole


@pytest.mark.parametrize("as_json", [True, False])
def test_a_page_is_printed_before_the_next_is_asked_for(as_json: bool, capsys: pytest.CaptureFixture[str]) -> None:
    asked: list[str | None] = []

    def ask(token: str | None) -> Page:
        number = int(token or 0)
        if number:
            assert str(900 + number - 1) in capsys.readouterr().out
        asked.append(token)
        return Page([900 + number], str(number + 1) if number < 5 else None)

    assert shown(pages(ask), as_json=as_json) == 6
    assert asked == [None, "1", "2", "3", "4", "5"]
