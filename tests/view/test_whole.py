"""Nothing lost, nothing false (P13): whatever a design holds, following all calls that are named shows all of it."""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.sizes import many

from figma_tools.connector import CONNECTOR
from figwright.rendering.answer import Answer
from figwright.rendering.render import render
from figwright.rendering.shape import Shape
from figwright.rendering.token_count import estimate_tokens
from figwright_figma.sandbox import Sandbox

from .growing import Design
from .reading import Figma, check, everything, read, visible

FORMS = ("tree", "json", "yaml")
READ = ("layout", "outline", "full")
BUDGETS = (800, 3000, 25_000)


def follow(seed: int, sizes: tuple[int, ...] = (5, 25), budgets: tuple[int, ...] = BUDGETS) -> None:
    """Read a design as asked at random; fails where a node is lost, a claim is false, or a text is never shown."""
    chance = random.Random(seed)
    figma = Figma(Design(seed, chance.choice(sizes)).document)
    form, tokens = chance.choice(FORMS), chance.choice((*budgets, chance.randint(budgets[0], budgets[-1])))
    shape = Shape(form=form, max_tokens=tokens, max_characters=chance.choice((2 * tokens, 50_000)))
    given: dict[str, Any] = {"file_key": "abcdefghij", "view": chance.choice(READ)}
    name = chance.choice(("figma_file_get", "figma_file_nodes_get"))
    if name == "figma_file_nodes_get":
        given["ids"] = ["0:1"]
    if chance.random() < 0.4:
        given["depth"] = chance.randint(1, 6)
    elif chance.random() < 0.4:
        shape = shape._replace(depth=chance.randint(0, 6))
    found = figma.texts_read(name, given, shape)
    for node in (everything if given["view"] == "full" else visible)(figma.nodes["0:1"]):
        if "characters" in node:
            assert node["characters"] in found[node["id"]], f"seed {seed}: {node['id']} is not read"


def test_following_all_calls_reads_every_text_and_no_claim_of_sameness_is_false() -> None:
    for seed in range(30):
        follow(seed)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("start", range(100, 100 + many(200, 2000), 100))
def test_following_all_calls_reads_every_text_of_many_designs(start: int) -> None:
    for seed in range(start, start + 100):
        follow(seed, (5, 40, 120), (250, 400, *BUDGETS))


def _designs() -> Iterator[Any]:
    """Responses of Figma's API that are named as for the benchmarks, and the sandbox's own files."""
    for path in filter(None, os.environ.get("FIGWRIGHT_DESIGNS", "").split(os.pathsep)):
        data = json.loads(Path(path).read_text())
        entries = data["nodes"].values() if "nodes" in data else [data]
        for entry in entries:
            document = entry["document"]
            yield document if document["type"] == "DOCUMENT" else {**_DOCUMENT, "children": [document]}
    with Sandbox() as running:
        yield from [file.document for file in running.world.files.values()]


_DOCUMENT = {"id": "0:0", "name": "Document", "type": "DOCUMENT"}


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("view", READ)
@pytest.mark.parametrize("tokens", [600, 25_000, 10**6])
def test_following_all_calls_reads_every_text_of_a_file(tokens: int, view: str, form: str) -> None:
    for document in _designs():
        figma = Figma(document)
        for depth in (None, 2, 4):
            for fetched in (None, 2, 4):
                shape = Shape(form=form, max_tokens=tokens, max_characters=4 * tokens, depth=depth)
                given = {"file_key": "abcdefghij", "view": view} | ({"depth": fetched} if fetched else {})
                found = figma.texts_read("figma_file_get", given, shape)
                for page in document["children"]:
                    for node in visible(page):
                        if "characters" in node:
                            assert node["characters"] in found[node["id"]], f"{node['id']} is not read"


def answered(name: str, data: Any, shape: Shape | None = None, **given: Any) -> str:
    asked = {"file_key": "abcdefghij", **given}
    return render(Answer(name, data, shape or Shape(), CONNECTOR.tools[name], asked)).text


def frame(identifier: str, *children: Any, **more: Any) -> dict[str, Any]:
    return {"id": identifier, "name": "Frame", "type": "FRAME", "children": list(children), **more}


def words(identifier: str, said: str) -> dict[str, Any]:
    return {"id": identifier, "name": "label", "type": "TEXT", "characters": said}


def card(number: int) -> dict[str, Any]:
    return frame(f"{number}:1", frame(f"{number}:2", words(f"{number}:3", "A title of some length")))


def file_of(*nodes: Any) -> dict[str, Any]:
    page = {"id": "0:1", "name": "Page", "type": "CANVAS", "children": list(nodes)}
    return {"document": {**_DOCUMENT, "children": [page]}}


@pytest.mark.parametrize("depth", range(5))
def test_bodies_that_are_cut_by_depth_are_counted_and_named_each(depth: int) -> None:
    answer = Figma(file_of(*map(card, range(1, 9)))["document"]).answer(
        "figma_file_get", {"file_key": "a" * 22}, Shape()
    )
    answer = answer._replace(shape=Shape(depth=depth))
    check(answer, read(render(answer).text, ""))


def test_a_body_repeats_only_one_that_is_shown_whole() -> None:
    figma = Figma(file_of(*map(card, range(1, 60)))["document"])
    for tokens in range(250, 1500, 50):
        answer = figma.answer("figma_file_get", {"file_key": "a" * 22}, Shape(max_tokens=tokens))
        check(answer, read(render(answer).text, ""))


@pytest.mark.parametrize("kind", ["TABLE", "SLOT", "WIDGET", "SECTION", "A_TYPE_OF_TOMORROW"])
def test_what_may_hold_more_is_named_where_the_fetched_depth_ends(kind: str) -> None:
    holder = {"id": "1:2", "name": "T", "type": kind}
    text = answered("figma_file_get", file_of(holder, words("1:3", "leaf")), depth=2)
    assert "what is inside 1 nodes, if anything, is not here. For them call figma_file_nodes_get" in text
    assert '"ids": ["1:2"]' in text
    assert "not shown" not in text


def test_what_was_not_fetched_is_not_counted_and_not_the_same() -> None:
    figma = Figma(file_of(frame("5:1", card(1), card(2), card(3)))["document"])
    answer = figma.answer("figma_file_get", {"file_key": "a" * 22, "depth": 4}, Shape())
    text = render(answer).text
    assert "= 1:1" not in text
    assert "inside 3 nodes, if anything, is not here" in text
    assert '"ids": ["1:2", "2:2", "3:2"]' in text


def test_bodies_around_the_ids_of_a_file_are_not_the_same_and_said_to_be_partial() -> None:
    text = answered("figma_file_get", file_of(card(1), card(2)), ids="1:2,2:2")
    assert "= 1:1" not in text
    assert "only what leads to them is here" in text


@pytest.mark.parametrize("asked", [["1:1", "7-7", "8:8"], "1:1,7-7,8:8"], ids=str)
def test_ids_that_were_asked_for_and_not_answered_are_named(asked: Any) -> None:
    for text in (
        answered("figma_file_nodes_get", {"nodes": {"1:1": {"document": card(1)}, "7:7": None}}, ids=asked),
        answered("figma_file_get", file_of(card(1)), ids=asked),
    ):
        assert '"7:7" is not in this file; "8:8" is not in this file' in text
        assert '"1:1" is not' not in text


def test_ids_that_were_not_answered_leave_room_for_what_was() -> None:
    """The words on each are counted, not only the ids."""
    absent = [f"7:{number}" for number in range(300)]
    response = {"nodes": {"1:1": {"document": card(1)}, **dict.fromkeys(absent)}}
    text = answered("figma_file_nodes_get", response, Shape(max_tokens=400), ids=["1:1", *absent])
    told = re.search(r"nor are (\d+) more", text)
    assert told
    assert int(told[1]) + text.count("is not in this file") == len(absent)
    assert "Cut " not in text


def test_an_answer_to_ids_that_holds_nothing_names_them() -> None:
    assert '"1:1" is not in this file' in answered("figma_file_nodes_get", {"nodes": {}}, ids=["1:1"])


def test_a_hidden_node_that_was_asked_for_is_shown_as_hidden() -> None:
    text = answered("figma_file_nodes_get", {"nodes": {"1:1": {"document": {**card(1), "visible": False}}}}, ids="1:1")
    assert 'frame "Frame" 1:1 hidden true' in text


def test_the_full_view_names_hidden_nodes_that_were_cut() -> None:
    hidden = frame("1:1", {**words("1:2", "behind"), "visible": False})
    text = answered("figma_file_nodes_get", {"nodes": {"1:1": {"document": hidden}}}, Shape(view="full", depth=0))
    assert "1 of 2 nodes are not shown" in text
    assert '"ids": ["1:2"]' in text


def test_the_full_view_names_hidden_nodes_at_whose_depth_the_answer_ends() -> None:
    text = answered("figma_file_get", file_of({**frame("1:1"), "visible": False}), Shape("full"), depth=2)
    assert "Fetched with depth=2: what is inside 1 nodes" in text
    assert '"ids": ["1:1"]' in text


@pytest.mark.parametrize("form", ["tree", "yaml", "json"])
@pytest.mark.parametrize("said", ["lorem ipsum ", "soft\u00adhyphen \u200b"])
def test_a_text_longer_than_the_budget_shows_how_it_begins_and_how_much_is_missing(said: str, form: str) -> None:
    whole = said * 9000
    text = answered("figma_file_nodes_get", {"nodes": {"1:1": {"document": words("1:1", whole)}}}, Shape(form=form))
    assert said.replace("\u00ad", "\\u00ad").replace("\u200b", "\\u200b")[:14] in text.replace("U0000", "u")
    missing = re.search(r"… \+(\d+) characters", text)
    assert missing
    assert 0 < int(missing[1]) < len(whole)
    assert '"max_tokens' in text.replace("\\", "")


def test_the_calls_at_the_end_are_whole_where_signs_that_nobody_sees_are_written_out() -> None:
    page = frame(
        "1:1", *(words(f"2:{n}", f"soft\u00adhyphen\u200b zero\u200bwidth\u2028line {n}") for n in range(1500))
    )
    text = answered("figma_file_nodes_get", {"nodes": {"1:1": {"document": page}}})
    assert text.endswith("}.")
    assert estimate_tokens(text) > 0.8 * 25_000


SMALL = {"characters": 330, "tokens": 130}
"""What an outline may take in any case, if the layout does."""


@pytest.mark.parametrize("form", FORMS)
def test_an_outline_is_a_third_of_the_layout_or_a_line_or_two_and_never_longer_than_it(form: str) -> None:
    for seed, size in enumerate((1, 5, 20, 60, 150, 400)):
        figma = Figma(Design(seed, size).document)
        for tokens in (800, 5000, 25_000):
            shape = Shape(form=form, max_tokens=tokens)
            answer = figma.answer("figma_file_get", {"file_key": "abcdefghij"}, shape)
            layout = render(answer).text
            outline = render(answer._replace(shape=shape._replace(view="outline"))).text
            assert len(outline) <= min(len(layout), max(SMALL["characters"], len(layout) // 3))
            assert estimate_tokens(outline) <= min(
                estimate_tokens(layout), max(SMALL["tokens"], estimate_tokens(layout) // 3)
            )


def leaf(kind: str, number: int) -> dict[str, Any]:
    box = {"x": 0, "y": 0, "width": 90, "height": 90}
    return {
        "id": f"1:{number}",
        "name": "Leaf",
        "type": kind,
        "absoluteBoundingBox": box,
        "characters": f"Idea {number}",
    }


def test_an_outline_of_one_text_says_it() -> None:
    said = "Pay now, or within the next thirty days"
    text = answered("figma_file_nodes_get", {"nodes": {"1:1": {"document": words("1:1", said)}}}, Shape("outline"))
    assert f'text "label" 1:1 says "{said}"' in text


def test_an_outline_has_the_screens_of_a_small_file() -> None:
    screens = [frame(f"1:{n}", frame(f"2:{n}", words(f"3:{n}", f"Hello {n}"))) for n in range(2)]
    text = answered("figma_file_get", file_of(*screens), Shape("outline"))
    for n in range(2):
        assert f' frame "Frame" 1:{n}\n  frame "Frame" 2:{n} inside 1 text says "Hello {n}"' in text
    assert text.endswith('For what has no line call figma_file_get {"file_key": "abcdefghij", "view": "layout"}.')


@pytest.mark.parametrize("kind", ["STICKY", "TABLE_CELL", "EMBED", "LINK_UNFURL", "SHAPE_WITH_TEXT", "CONNECTOR"])
def test_an_outline_counts_what_has_no_line_and_names_a_call_for_it(kind: str) -> None:
    table = {"id": "2:1", "name": "t", "type": "TABLE", "children": [leaf(kind, n) for n in range(30)]}
    text = answered("figma_file_get", file_of(table, *(leaf(kind, n) for n in range(50, 57))), Shape("outline"))
    word = {"SHAPE_WITH_TEXT": "shape"}.get(kind, kind.lower().replace("_", "-"))
    assert f'page "Page" 0:1 inside 7 {word} says "Idea 50"' in text
    assert f'table "t" 2:1 inside 30 {word} says "Idea 0"' in text
    assert re.search(r'call figma_\w+ {"file_key": "abcdefghij",( "ids": \["0:1"\],)? "view": "layout"}', text)


def test_an_outline_counts_the_drawings_of_an_instance_that_is_called_no_icon() -> None:
    drawn = [{"id": f"I1:2;1:{n}", "name": "Vector", "type": "VECTOR"} for n in range(3)]
    instance = {"id": "1:2", "name": "Star", "type": "INSTANCE", "children": drawn}
    text = answered("figma_file_get", file_of(frame("1:1", instance)), Shape("outline"))
    assert 'instance "Star" 1:2 inside 3 vector' in text


def test_an_outline_of_an_instance_opens_it() -> None:
    instance = {
        "id": "1:2",
        "name": "Card",
        "type": "INSTANCE",
        "children": [frame("I1:2;1:3", words("I1:2;1:4", "a"))],
    }
    text = answered("figma_file_nodes_get", {"nodes": {"1:2": {"document": instance}}}, Shape("outline"))
    assert 'instance "Card" 1:2\n frame "Frame" ;1:3 inside 1 text says "a"' in text


def test_all_views_count_the_same_nodes() -> None:
    file = file_of(frame("1:1", words("1:2", "a")), {**frame("1:3", words("1:4", "b")), "visible": False})
    for view in ("layout", "outline"):
        assert "A file: 3 nodes" in answered("figma_file_get", file, Shape(view))
    assert '"nodes that are shown":3' in answered("figma_file_get", file, Shape("tokens"))
