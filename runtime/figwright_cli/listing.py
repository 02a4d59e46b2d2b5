"""Lists of the store: read and printed page by page, so that a million rows take no more memory than a thousand."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Protocol, TypeVar

from figwright_cli.output import console, printable

Row = TypeVar("Row")
Row_co = TypeVar("Row_co", covariant=True)

PAGE = 1000


class Page(Protocol[Row_co]):
    """A page of one of the lists of `Actions`."""

    @property
    def next_page_token(self) -> str | None: ...

    def __iter__(self) -> Iterator[Row_co]: ...


def pages(ask: Callable[[str | None], Page[Row]]) -> Iterator[list[Row]]:
    """Every page, asked for by its token."""
    token: str | None = None
    while True:
        page = ask(token)
        yield list(page)
        if (token := page.next_page_token) is None:
            return


def print_pages(
    found: Iterable[list[Row]],
    *,
    as_json: bool,
    described: Callable[[Row], object],
    headings: Sequence[str],
    cells: Callable[[Row], Sequence[object]],
    wraps: str,
    nothing: str,
) -> int:
    """Print each page as it comes, as one JSON array or as a table whose column `wraps` may wrap; how many rows.

    What fails with the first page fails before anything is printed.
    """
    following = iter(found)
    first = next(following, [])
    if as_json:
        return _print_array(map(described, chain(first, chain.from_iterable(following))))
    if not first:
        console().print(nothing)
    count = 0
    for page in chain([first], following):
        if page:
            _print_table(page, headings, cells, wraps, with_header=not count)
            count += len(page)
    return count


def _print_array(items: Iterator[object]) -> int:
    count = 0
    for item in items:
        text = json.dumps(item, indent=2).replace("\n", "\n  ")
        sys.stdout.write(f"{',' if count else '['}\n  {text}")
        count += 1
    sys.stdout.write("\n]\n" if count else "[]\n")
    return count


def _print_table(
    page: list[Row],
    headings: Sequence[str],
    cells: Callable[[Row], Sequence[object]],
    wraps: str,
    *,
    with_header: bool,
) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold", show_header=with_header)
    for heading in headings:
        table.add_column(heading, no_wrap=heading != wraps)
    for row in page:
        table.add_row(*(Text(printable(str(cell))) for cell in cells(row)))
    console().print(table)
