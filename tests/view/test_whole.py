"""Nothing lost, nothing false (P13): whatever a design holds, following all calls that are named shows all of it."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from figwright.texts import Shape
from figwright_figma.sandbox import Sandbox

from .growing import Design
from .reading import Figma, visible

FORMS = ("tree", "json")


BUDGETS = (800, 3000, 25_000)


def follow(seed: int, sizes: tuple[int, ...] = (5, 25), budgets: tuple[int, ...] = BUDGETS) -> None:
    """Read a design as asked at random; fails where a node is lost, a claim is false, or a text is never shown."""
    chance = random.Random(seed)
    figma = Figma(Design(seed, chance.choice(sizes)).document)
    form, tokens = chance.choice(FORMS), chance.choice(budgets)
    shape = Shape(form=form, max_tokens=tokens, max_characters=chance.choice((2 * tokens, 50_000)))
    given: dict[str, Any] = {"file_key": "abcdefghij"}
    name = chance.choice(("figma_file_get", "figma_file_nodes_get"))
    if name == "figma_file_nodes_get":
        given["ids"] = ["0:1"]
    if chance.random() < 0.4:
        given["depth"] = chance.randint(1, 4)
    elif chance.random() < 0.4:
        shape = shape._replace(depth=chance.randint(0, 4))
    found = figma.texts_read(name, given, shape)
    for node in visible(figma.nodes["0:1"]):
        if "characters" in node:
            assert node["characters"] in found[node["id"]], f"seed {seed}: {node['id']} is not read"


def test_following_all_calls_reads_every_text_and_no_claim_of_sameness_is_false() -> None:
    for seed in range(100):
        follow(seed)


@pytest.mark.slow
@pytest.mark.parametrize("start", range(100, 2100, 100))
def test_following_all_calls_reads_every_text_of_2000_designs(start: int) -> None:
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
@pytest.mark.parametrize("tokens", [600, 25_000, 10**6])
def test_following_all_calls_reads_every_text_of_a_file(tokens: int, form: str) -> None:
    for document in _designs():
        figma = Figma(document)
        for depth in (None, 2, 4):
            for fetched in (None, 2, 4):
                shape = Shape(form=form, max_tokens=tokens, max_characters=4 * tokens, depth=depth)
                given = {"file_key": "abcdefghij"} | ({"depth": fetched} if fetched else {})
                found = figma.texts_read("figma_file_get", given, shape)
                for page in document["children"]:
                    for node in visible(page):
                        if "characters" in node:
                            assert node["characters"] in found[node["id"]], f"{node['id']} is not read"
