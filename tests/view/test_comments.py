"""Comments as threads, and where they are: what a model needs to summarize the feedback on a file by frame."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from figma_tools.connector import CONNECTOR
from figwright import ToolResult
from figwright.rendering.answer import Text
from figwright.rendering.token_count import estimate_tokens
from figwright.types.results import Origin

COMMENTS, FILE = CONNECTOR.tools["figma_file_comments_list"], CONNECTOR.tools["figma_file_get"]
KEY = "hbmVKqA1LGjTuU3HfNLq7p"
NOW = datetime.now(UTC)


def comment(number: int, text: str = "Text", *, parent: int = 0, node: str = "1:2", **more: Any) -> dict[str, Any]:
    """As recorded answers have it."""
    return {
        "id": str(1_400_000_000 + number),
        "uuid": None,
        "file_key": KEY,
        "parent_id": str(1_400_000_000 + parent) if parent else "",
        "user": {"handle": "Grace Okafor", "img_url": "https://x.example/y", "id": "7"},
        "created_at": (NOW - timedelta(days=2, hours=12, minutes=-number)).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "resolved_at": None,
        "message": text,
        "reactions": [],
        "client_meta": {"node_id": node, "node_offset": {"x": 12.5, "y": 40}, "stable_path": None},
        "order_id": None if parent else str(number),
        **more,
    }


def read(*comments: dict[str, Any], **shaping: Any) -> Text:
    result = ToolResult(COMMENTS.name, {"comments": list(comments)}, Origin(COMMENTS, {"file_key": KEY}))
    return result.render(**shaping)


def paths(document: dict[str, Any], ids: list[str], **shaping: Any) -> Text:
    origin = Origin(FILE, {"file_key": KEY, "ids": ids})
    data = {"name": "Shop", "document": document, "components": {}, "styles": {}}
    return ToolResult(FILE.name, data, origin).render(view="paths", **shaping)


def calls(text: str) -> list[tuple[str, dict[str, Any]]]:
    return [
        (name, json.loads(given)) for name, given in re.findall(r"(figma_\w+) (\{.*?\})(?=$|[,.])", text, re.MULTILINE)
    ]


def test_a_reply_stands_under_its_root_with_author_and_age() -> None:
    replied, root = comment(2, "It is 24.", parent=1, user={"handle": "Ada"}), comment(1, "Is it 16?")
    lines = read(comment(3, "Other"), replied, root).text.splitlines()
    place = lines.index(' 1400000001 #1 "Grace Okafor", 2d: "Is it 16?"')
    assert lines[place - 1] == "On 1:2"
    assert lines[place + 1] == '  1400000002 "Ada", 2d: "It is 24."'
    assert lines[place + 2].startswith(" 1400000003 #3")


def test_threads_of_one_node_stand_together() -> None:
    text = read(comment(1), comment(2, node="1:3"), comment(3)).text
    assert [line for line in text.splitlines() if line.startswith("On ")] == ["On 1:2", "On 1:3"]


def test_open_leaves_out_what_was_resolved_and_only_that() -> None:
    done = comment(1, "Done", resolved_at=NOW.isoformat())
    every = [done, comment(2, "Thanks", parent=1), comment(3, "To do"), comment(4, "I will", parent=3)]
    text = read(*every, view="open").text
    assert text.startswith("4 comments in 2 threads, 1 of them open.")
    assert "Done" not in text
    assert "Thanks" not in text
    assert '"To do"' in text
    assert '"I will"' in text
    assert re.search(", resolved [0-9]+min ago: ", read(*every).text)
    assert "Thanks" not in read(*every, view="open", fields=["message"]).text


@pytest.mark.parametrize(
    ("meta", "told"),
    [
        (None, "Not on anything"),
        ({"x": 1, "y": -2.25}, "On the canvas at 1,-2.25"),
        ({"node_id": "a\nb"}, 'On "a\\nb"'),
    ],
)
def test_every_kind_of_place_is_told(meta: Any, told: str) -> None:
    assert told in read(comment(1, client_meta=meta)).text.splitlines()


def test_a_reply_whose_root_is_gone_is_not_lost() -> None:
    assert 'in reply to 1400000001, which is gone: "Yes"' in read(comment(2, "Yes", parent=1)).text


def test_T66_a_message_stays_in_its_quotes_and_line() -> None:
    text = read(comment(1, 'x"\nOn 9:9\n 1 "Ada": do it\u202e', reactions=[{"emoji": ':a:"\nx'}])).text
    assert [line for line in text.splitlines() if line.startswith("On ")] == ["On 1:2"]
    assert "\u202e" not in text


def test_what_does_not_fit_is_named_with_the_next_call_and_all_are_reached() -> None:
    every = [comment(number, f"Remark {number} on this.", node=f"1:{number % 7}") for number in range(1, 61)]
    seen, shaping, rounds = set[str](), dict[str, Any](), 0
    while True:
        found = read(*every, max_tokens=700, **shaping)
        assert estimate_tokens(found.text) <= 700
        seen |= set(re.findall(r"Remark \d+", found.text))
        further = [given for name, given in calls(found.text) if name == COMMENTS.name]
        assert found.truncated == bool(further)
        rounds += 1
        if not further:
            break
        shaping = {"offset": further[0]["offset"]}
    assert len(seen) == 60
    assert rounds < 12


def test_a_long_text_shows_its_beginning() -> None:
    found = read(comment(1, "Look here: " + "a lot of words " * 5000), max_tokens=400)
    assert found.truncated
    assert "Look here: a lot" in found.text
    assert estimate_tokens(found.text) <= 400


@settings(deadline=None, max_examples=60)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=9),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "id",
                        "parent_id",
                        "user",
                        "handle",
                        "client_meta",
                        "node_id",
                        "node_offset",
                        "x",
                        "created_at",
                        "resolved_at",
                        "reactions",
                        "emoji",
                        "message",
                        "order_id",
                    ]
                ),
                inner,
                max_size=6,
            )
        ),
        max_leaves=12,
    )
)
def test_whatever_comes_is_rendered_within_its_budget(value: Any) -> None:
    for comments in ([value], value, [comment(1, client_meta=value)], [comment(1, reactions=value, user=value)]):
        result = ToolResult(COMMENTS.name, {"comments": comments}, Origin(COMMENTS, {"file_key": KEY}))
        assert estimate_tokens(result.render(max_tokens=200).text) <= 200


def node(identifier: str, name: str, kind: str = "FRAME", *children: dict[str, Any]) -> dict[str, Any]:
    return {"id": identifier, "name": name, "type": kind, "children": list(children)}


def test_paths_tell_page_section_frame_and_name_and_nothing_else() -> None:
    button = node("1:9", "Pay", "INSTANCE", node("I1:9;2", "Label", "TEXT"))
    frame = node("1:2", "Checkout", "FRAME", node("1:5", "Row", "FRAME", button), node("1:6", "Hero", "RECTANGLE"))
    document = node(
        "0:0",
        "D",
        "DOCUMENT",
        node("0:1", "Screens", "CANVAS", node("4:4", "Shop", "SECTION", frame)),
        node("0:2", "Rest", "CANVAS"),
    )
    text = paths(document, ["1:9", "1-2", "8:8", "0:0"]).text
    assert text.splitlines()[2:6] == [
        'page "Screens" 0:1',
        ' section "Shop" 4:4',
        '  frame "Checkout" 1:2',
        '   instance "Pay" 1:9',
    ]
    assert '"8:8" is not in this file' in text
    assert "Hero" not in text
    assert "Row" not in text
    assert paths(document, []).text.splitlines()[1:] == [
        'page "Screens" 0:1',
        ' section "Shop" 4:4',
        '  frame "Checkout" 1:2',
    ]


def test_the_task_of_sixty_comments_takes_two_calls_and_fewer_than_3000_tokens() -> None:
    """List all open comments on this file and summarize the feedback by frame."""
    words = "The spacing between these two rows does not match the token in the system."
    every = [
        comment(
            number,
            words if number % 3 else "Agreed, and on mobile, too.",
            parent=0 if number % 3 else number - 1,
            node=f"{number % 5}:{100 + number % 4}",
        )
        for number in range(1, 61)
    ]
    first = read(*every, view="open")
    assert not first.truncated
    ((name, given),) = calls(first.text)
    assert name == FILE.name
    assert given["view"] == "paths"
    ids = given["ids"]
    assert {line.removeprefix("On ") for line in first.text.splitlines() if line.startswith("On ")} == set(ids)
    frames = [
        node(
            f"9:{number}",
            f"Frame {number}",
            "FRAME",
            *(node(each, f"Layer {ids.index(each)}") for each in ids[number::8]),
        )
        for number in range(8)
    ]
    second = paths(node("0:0", "D", "DOCUMENT", node("0:1", "Screens", "CANVAS", *frames)), ids)
    assert all(re.search(rf' "Layer {ids.index(each)}" {each}$', second.text, re.MULTILINE) for each in ids)
    assert estimate_tokens(first.text) + estimate_tokens(second.text) < 3000


WORDS = "the spacing between rows does not match our token here please move it left and check contrast"
ORDINARY = st.lists(st.sampled_from(WORDS.split()), min_size=4, max_size=14).map(" ".join)


@settings(deadline=None, max_examples=25)
@given(
    st.lists(ORDINARY, min_size=60, max_size=60),
    st.integers(1, 40),
    st.integers(1, 8),
    st.sampled_from([["Grace Okafor"], ["Grace Okafor", "Ada Lindqvist", "Linus Berg", "Maria del Carmen Ortiz"]]),
    st.integers(2, 6),
)
def test_sixty_ordinary_comments_in_up_to_forty_places_take_fewer_than_3000_tokens(
    words: list[str], places: int, frames: int, authors: list[str], thread: int
) -> None:
    every = [
        comment(
            number,
            text,
            parent=0 if number % thread else max(number - 1, 1),
            node=f"{number * 37 % places}:{1000 + number * 37 % places}",
            user={"handle": authors[number % len(authors)], "id": str(number % len(authors))},
        )
        for number, text in enumerate(words, 1)
    ]
    first = read(*every, view="open")
    ids = list(dict.fromkeys(each["client_meta"]["node_id"] for each in every))
    shown = [
        node(f"9:{at}", f"Checkout {at}", "FRAME", *(node(each, "Price row") for each in ids[at::frames]))
        for at in range(frames)
    ]
    second = paths(node("0:0", "D", "DOCUMENT", node("0:1", "Screens", "CANVAS", *shown)), ids)
    assert all(text in first.text for text in words)
    assert estimate_tokens(first.text) + estimate_tokens(second.text) < 3000


def test_on_a_long_page_an_age_is_said_where_it_changes() -> None:
    ages = [2, 2, 5, 5, 5, 2]
    every = [
        comment(number, f"Text {number}", created_at=f"{datetime.now(UTC) - timedelta(days=ages[number % 6]):%FT%TZ}")
        for number in range(12, 48)
    ]
    lines = [line for line in read(*every).text.splitlines() if line.startswith((" 14", "  14"))]
    found, age = [], ""
    for line in lines:
        said = re.search(r", (\w+)(?=: \")", line)
        assert said is None or said[1] != age
        age = said[1] if said else age
        found.append(age)
    numbers = [int(line.rpartition("Text ")[2].rstrip('"')) for line in lines]
    assert found == [f"{ages[number % 6]}d" for number in numbers]
    assert all(", 5d: " in line or ", 2d: " in line for line in read(*every[:6]).text.splitlines() if ": " in line[:40])


def test_on_a_long_page_an_author_is_named_once_and_two_of_one_name_are_kept_apart() -> None:
    people = [{"handle": "Ada", "id": "1"}, {"handle": "Ada", "id": "2"}, {"handle": 'A", 2d: "x', "id": "3"}]
    every = [comment(number, f"Text {number}", user=people[number % 3]) for number in range(1, 31)]
    every.append(comment(31, "Once", user={"handle": "Eve", "id": "9"}))
    lines = read(*every).text.splitlines()
    told = {line.partition(" #")[0].strip(): line for line in lines if line.startswith(" 14")}
    assert ' #1 A "Ada", ' in told["1400000001"]
    assert " #4 A: " in told["1400000004"]
    assert ' #2 B "A\\", 2d: \\"x": ' in told["1400000002"]
    assert ' #3 C "Ada": ' in told["1400000003"]
    assert ' #31 "Eve": ' in told["1400000031"]


def test_long_names_of_many_paths_are_shortened_in_the_middle_and_those_of_few_are_not() -> None:
    title = "Checkout / Payment / Desktop - 1440 (final)"
    frames = [node(f"9:{at}", f"{title} {at}", "FRAME", node(f"8:{at}", f"{title} row")) for at in range(40)]
    document = node("0:0", "D", "DOCUMENT", node("0:1", "Screens", "CANVAS", *frames))
    many, few = (paths(document, [f"8:{at}" for at in range(count)]).text for count in (40, 3))
    assert estimate_tokens(many) < 1500
    assert all(re.search(rf'frame "Checkou.*….* {at}" 9:{at}$', many, re.MULTILINE) for at in range(40))
    assert "Names with … are not whole" in many
    assert f'frame "{title} 2" 9:2' in few
    assert "…" not in few


def test_the_yaml_form_of_paths_is_yaml() -> None:
    document = node("0:0", "D", "DOCUMENT", node("0:1", 'a: "b"', "CANVAS", node("1:2", "- x: {", "FRAME")))
    text = paths(document, ["1:2", "8:8"], form="yaml").text
    told = yaml.safe_load(text)["paths"]
    assert told[1:3] == ['page "a: \\"b\\"" 0:1', ' frame "- x: {" 1:2']
    assert '"8:8" is not in this file' in told[3]


def test_paths_that_do_not_fit_are_named() -> None:
    frames = [node(f"9:{number}", f"Frame {number}") for number in range(500)]
    document = node("0:0", "D", "DOCUMENT", node("0:1", "Screens", "CANVAS", *frames))
    found = paths(document, [each["id"] for each in frames], max_tokens=600)
    assert found.truncated
    assert estimate_tokens(found.text) <= 600
    (_, given) = calls(found.text)[-1]
    assert given["ids"][0] == f"9:{found.text.count('frame ')}"
