"""`spec/figma/deviations.yaml` says where ours contradicts Figma's description: ours is so, and Figma's is not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.published import downloaded

from figwright_codegen.openapi.description import Source, Spec
from figwright_codegen.problems import Problems
from figwright_codegen.types.allof import BRANCHES, kinds, leaves_of

FOLDER = Path(__file__).parents[2] / "spec/figma"
DEVIATIONS: dict[str, dict[str, Any]] = yaml.safe_load((FOLDER / "deviations.yaml").read_text("utf-8"))
STEPS = re.compile(r"\.(?P<name>\w+)|(?P<item>\[\])|<(?P<tag>\w+)>")


class Description:
    """Facts of a description, by place."""

    def __init__(self, file: Path) -> None:
        self._spec = Spec(file, Problems())

    def facts(self, place: str) -> dict[str, object]:
        """The type of what stands at a place, and whether it is required; nothing if there is nothing."""
        method, path, inside = place.split(" ")
        operation = self._spec.resolve(self._spec.root / "paths" / path) / method.lower()
        first, steps = re.match(r"([\w:]+)(.*)", inside).groups()  # type: ignore[union-attr]
        if first.startswith("query:"):
            parameters = (self._spec.resolve(each) for each in (operation / "parameters").each())
            found = [each for each in parameters if f"query:{each.text('name')}" == first]
            schemas, required = [each / "schema" for each in found], any(each.flag("required") for each in found)
        else:
            holder = operation / "requestBody" if first == "body" else operation / "responses" / first
            schemas, required = [self._spec.resolve(holder) / "content" / "application/json" / "schema"], True
        for step in STEPS.finditer(steps):
            leaves = leaves_of(self._spec, schemas)
            required = any(step["name"] in leaf.value.get("required", ()) for leaf in leaves)
            schemas = list(self._below(leaves, step.groupdict()))
        leaves = leaves_of(self._spec, schemas)
        return {"type": "/".join(kinds(leaves)), "required": required} if leaves else {}

    def _below(self, leaves: Iterable[Source], step: Mapping[str, str | None]) -> Iterator[Source]:
        for leaf in leaves:
            if step["name"]:
                yield leaf / "properties" / step["name"]
            elif step["item"]:
                yield leaf / "items"
            else:
                yield from (each for each in self._options(leaf) if step["tag"] in self._tags(each))

    def _options(self, leaf: Source) -> Iterator[Source]:
        """The options of a union, of unions among them, too."""
        for option in (each for key in BRANCHES for each in (leaf / key).each()):
            inner = leaves_of(self._spec, [option])
            found = [each for below in inner for each in self._options(below)]
            yield from found or [option]

    def _tags(self, option: Source) -> list[str]:
        named = [leaf / "properties" / "type" for leaf in leaves_of(self._spec, [option])]
        return [value for leaf in leaves_of(self._spec, named) for value in leaf.value.get("enum", ())]


OURS = Description(FOLDER / "openapi.yaml")


def test_what_each_deviation_says_of_ours_is_so() -> None:
    assert all(each["why"].endswith(".") and len(each) > 1 for each in DEVIATIONS.values())
    facts = {place: OURS.facts(place) for place in DEVIATIONS}
    wrong = [place for place, said in DEVIATIONS.items() if facts[place] | said != {**facts[place], "why": said["why"]}]
    assert wrong == []


def test_a_place_that_is_not_there_has_no_facts() -> None:
    assert OURS.facts("GET /v1/files/{file_key} 200.document.children[].name") == {"type": "string", "required": True}
    assert OURS.facts("GET /v1/files/{file_key} 200.document.children[].nane") == {}
    assert OURS.facts("GET /v1/files/{file_key} 200.document.children[].children[]<FRAMES>") == {}


@pytest.mark.slow
def test_figmas_own_description_says_otherwise_so_each_deviation_applies() -> None:
    theirs = Description(downloaded("figma"))
    assert theirs.facts("GET /v1/files/{file_key} 200.document.children[].name") == {"type": "string", "required": True}
    for place, said in DEVIATIONS.items():
        facts = theirs.facts(place)
        assert facts, f"Figma has no {place}"
        assert any(facts[key] != value for key, value in said.items() if key != "why"), f"{place} no longer applies"
