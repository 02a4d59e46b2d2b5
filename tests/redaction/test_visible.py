"""One table of what nobody sees, by Unicode category (T80)."""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
from pathlib import Path
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

import figwright
from figwright.errors import ConfigurationError
from figwright.redaction.escaping import make_visible, one_line, visible_data
from figwright.redaction.logs import get_logger

HIDDEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
JOINERS = "\u200d\ufe0f"


@given(st.text(st.characters() | st.characters(categories=HIDDEN) | st.sampled_from(JOINERS + "😀♂1\u20e3")))
def test_T80_no_hidden_sign_is_left_and_all_can_be_read_back(text: str) -> None:
    seen = make_visible(text)
    assert not [sign for sign in seen if category(sign) in HIDDEN and sign not in "\t\n" + JOINERS]
    assert json.loads(make_visible(json.dumps(text, ensure_ascii=False))) == text
    assert make_visible(seen) == seen


@pytest.mark.parametrize(
    "hidden",
    [
        *(chr(code) for code in (0, 8, 0x0B, 0x0D, 0x1B, 0x7F, 0x85, 0x9B, 0xAD, 0x34F, 0x61C, 0x115F, 0x180E, 0x180F)),
        *(
            chr(code)
            for code in (*range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070), 0x2800, 0x3164)
        ),
        *(
            chr(code)
            for code in (0x2800, 0x3164, 0xD800, 0xE000, 0xFEFF, 0xFFA0, 0xFFF9, 0xFFFE, 0x1BCA0, 0x1D173, 0x1FFFF)
        ),
        *(chr(code) for code in (*range(0xFE00, 0xFE10), *range(0xE0000, 0xE0080), 0xE0100, 0xE01EF, 0x10FFFD)),
    ],
    ids=ascii,
)
def test_T80_each_kind_of_hidden_sign_is_written_out(hidden: str) -> None:
    assert make_visible(f"a{hidden}b") == f"a{json.dumps(hidden)[1:-1]}b"
    assert make_visible(f"a{hidden}b", "yaml") == f"a\\U{ord(hidden):08x}b"
    assert one_line(f"a{hidden}{hidden}\n\tb") == "a b"


@pytest.mark.parametrize(
    "text",
    [
        "👩‍💻 👨🏽‍🚒 🙋‍♂️ 🙂‍↔️ ❤️ 1️⃣ ↔️ ℹ️ ⚠️",
        "日本語 한국어 עברית العربية ไทย हिन्दी",
        "a\tb\nc",
        "café — “x” \xa0…",
        "\U0001fae9 \U0001f9ff",
    ],
)
def test_what_people_see_stays(text: str) -> None:
    assert make_visible(text) == text
    assert visible_data(text) == text


@pytest.mark.parametrize(
    "text", ["a\ufe0f", "😀\ufe0f\ufe0f", "\ufe0f", "a\u200db", "😀\u200d", "\u200d😀", "😀\u200d\u200d😀"]
)
def test_T80_what_joins_nothing_hides_something(text: str) -> None:
    assert make_visible(text) != text


def test_data_is_the_same_object_where_nothing_hides_in_it() -> None:
    data = {"a": ["b", 1, None, {"c": True}]}
    assert visible_data(data) is data
    assert visible_data({"a\u200b": ["\x1b", 1]}) == {"a\\u200b": ["\\u001b", 1]}


def test_T80_nothing_hides_in_a_line_of_a_log(caplog: pytest.LogCaptureFixture) -> None:
    get_logger("calls").warning("%s failed: %s", "x\u202ey", ConfigurationError("a\x1b[2J\U000e0041"))
    get_logger("calls").warning("%s failed", "plainly")
    assert caplog.messages == ["x\\u202ey failed: a\\u001b[2J\\udb40\\udc41", "plainly failed"]
    assert caplog.records[1].args == ("plainly",)


def test_every_logger_of_ours_lets_nothing_hide() -> None:
    found = [
        path.name
        for path in (Path(figwright.__file__).parent).rglob("*.py")
        if re.search(r"= logging\.getLogger\(.figwright", path.read_text("utf-8"))
    ]
    assert found == []


def test_loggers_are_silent_until_an_application_listens() -> None:
    program = (
        "import logging, figwright.calls.pipeline, figwright.refresh.coordinator, figwright.calls.checks\n"
        "logging.getLogger('figwright.calls').error('nobody asked')\n"
        "logging.basicConfig()\n"
        "logging.getLogger('figwright.calls').error('asked for')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr == "ERROR:figwright.calls:asked for\n"
    assert done.stdout == ""
    assert logging.getLogger("figwright").handlers
