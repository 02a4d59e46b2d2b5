"""Calls are counted in memory and written behind, and what is left is an estimate that refuses nothing."""

from __future__ import annotations

import multiprocessing
import pickle
import threading
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.provider import Provider, reply

from figwright import Actions, errors
from figwright.errors import StoreBusyError
from figwright.rate_limits import counts as counting
from figwright.rate_limits.budget import budgets
from figwright.rate_limits.counts import Counts, Key
from figwright.store.rate_limits import MINUTE, MONTH, Count, Note, Told, month_of

from .conftest import LIMITED, refusal


class Book:
    """What is written, and what may go wrong at that."""

    def __init__(self) -> None:
        self.written: list[Mapping[Key, int]] = []
        self.fails = False

    def write(self, calls: Mapping[Key, int]) -> Mapping[Key, Sequence[Count]]:
        if self.fails:
            raise StoreBusyError("others hold it")
        self.written.append(calls)
        return {}

    def read(self, _: str) -> Sequence[Count]:
        return ()


def test_calls_of_many_threads_are_written_once_in_a_batch() -> None:
    book = Book()
    counts = Counts(book.write, book.read)
    threads = [threading.Thread(target=lambda: [counts.add("g", 1, 1) for _ in range(500)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counts.close()
    assert sum(each["g", 1] for each in book.written) == 4000
    assert len(book.written) < 10
    assert not [each for each in threading.enumerate() if each.name == "figwright-counts"]


def test_what_cannot_be_written_is_written_later() -> None:
    book = Book()
    counts = Counts(book.write, book.read)
    book.fails = True
    counts.add("g", 1, 3)
    counts.flush()
    counts.add("g", 1, 1)
    book.fails = False
    counts.close()
    assert book.written == [{("g", 1): 4}]


def test_the_thread_ends_when_nothing_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "_EVERY", 0.01)
    book = Book()
    counts = Counts(book.write, book.read)
    counts.add("g", 1, 1)
    end = time.monotonic() + 60
    while [each for each in threading.enumerate() if each.name == "figwright-counts"]:
        assert time.monotonic() < end
        time.sleep(0.01)
    counts.add("g", 1, 1)
    counts.close()
    assert book.written == [{("g", 1): 1}] * 2


def test_F36_a_child_counts_its_own_calls_alone() -> None:
    book = Book()
    counts = Counts(book.write, book.read)
    counts.add("g", 1, 7)
    given: Any = multiprocessing.get_context("fork").SimpleQueue()

    def child() -> None:
        counts.close()
        counts.add("g", 1, 1)
        counts.close()
        given.put(book.written)

    process = multiprocessing.get_context("fork").Process(target=child)
    process.start()
    assert given.get() == [{("g", 1): 1}]
    process.join()
    counts.close()
    assert book.written == [{("g", 1): 7}]


def test_all_processes_count_together_and_a_refused_call_does_not_count(toys: Actions, toybox: Provider) -> None:
    toybox.answer(reply({}), reply({}), refusal())
    for _ in range(2):
        toys.execute_tool("toy_me")
    for _ in range(3):
        with pytest.raises(errors.ProviderError):
            toys.execute_tool("toy_me")
    [found] = toys.budget()
    assert (found.calls_this_month, found.allowed, found.monthly, found.left) == (2, 6, True, 0)
    assert found.not_before
    assert found.told.startswith("Calls of tier 0 are refused until ")


def test_P5_nothing_is_refused_on_an_estimate(toys: Actions, toybox: Provider) -> None:
    toybox.answer(refusal(1), reply({"ok": True}))
    # A limit of six calls, of which a result says where little is left.
    texts = [toys.execute_tool("toy_me").text for _ in range(8)]
    said = ["about" in text for text in texts]
    assert said == [False] * 4 + [True] * 4
    assert "Of 6 calls of tier 0 a month for a low seat, about 1 are left, as estimated." in texts[4]
    assert '{"ok":true}' in texts[4].replace(" ", "")
    assert len(toybox.received) == 9
    result = toys.execute_tool("toy_me")
    assert result.render(form="json").text == '{"ok":true}'
    assert len(result.render(max_characters=60).text) <= 60
    assert result.remark in result.noted("Look.").text


def test_an_error_says_so_too(toys: Actions, toybox: Provider) -> None:
    toybox.answer(refusal(1), *[reply({"ok": True})] * 4, reply({"err": "No such toy"}, 404))
    for _ in range(4):
        toys.execute_tool("toy_me")
    with pytest.raises(errors.ProviderError, match="about 1 are left, as estimated") as raised:
        toys.execute_tool("toy_me")
    assert "about" in pickle.loads(pickle.dumps(raised.value)).remark


NOTES = st.builds(
    Note,
    tier=st.integers(0, 3),
    place=st.text(max_size=3),
    seconds=st.floats(0, 1e6),
    lifted=st.booleans(),
    free=st.booleans(),
    told_at=st.floats(0, 1e9),
    answered_at=st.floats(0, 1e9),
    told=st.builds(
        Told,
        st.sampled_from([0, 429]),
        st.just(""),
        st.just(""),
        st.sampled_from(["", "tin"]),
        st.sampled_from(["", "low", "high"]),
        st.just(""),
    ),
)
COUNTS = st.builds(Count, st.integers(0, 3), st.sampled_from([MINUTE, MONTH]), st.just(0.0), st.integers(-5, 500))


@given(st.lists(NOTES, max_size=6), st.lists(COUNTS, max_size=6))
def test_an_estimate_is_never_below_nothing_nor_above_what_is_allowed(notes: list[Note], counts: list[Count]) -> None:
    for each in budgets(LIMITED, notes, counts):
        assert each.left is None or each.left >= 0
        assert each.left is None or each.not_before or each.allowed is not None
        assert each.allowed is None or each.left is not None
        assert (each.left or 0) <= (each.allowed or 0)
        assert min(each.calls_this_minute, each.calls_this_month) >= 0
        if each.not_before:
            assert each.left == 0
            assert each.told


@given(st.floats(1e6, 7e9))
def test_a_month_begins_on_its_first_day(now: float) -> None:
    moment, began = (datetime.fromtimestamp(each, UTC) for each in (now, month_of(now)))
    assert began == datetime(moment.year, moment.month, 1, tzinfo=UTC)
