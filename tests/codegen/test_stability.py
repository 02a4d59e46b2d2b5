"""Same input, same bytes (P9); what changes in a description changes its own lines."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.workshop import Workshop

ROOT = Path(__file__).parents[2]
SPEC = ROOT / "spec" / "figma"
FREE = {"allOf", "anyOf", "oneOf", "parameters", "required", "security"}
"""Lists whose order says nothing."""


def shuffled(value: Any, order: random.Random, key: str = "") -> Any:
    if isinstance(value, dict):
        items = list(value.items())
        order.shuffle(items)
        return {name: shuffled(item, order, str(name)) for name, item in items}
    if isinstance(value, list):
        items = [shuffled(item, order) for item in value]
        if key in FREE:
            order.shuffle(items)
        return items
    return value


def rewrite(source: Path, target: Path, change: Any) -> None:
    for file in sorted(source.rglob("*.yaml")):
        document = yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)
        there = target / file.relative_to(source)
        there.parent.mkdir(parents=True, exist_ok=True)
        text = yaml.dump(change(document), Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True)
        there.write_text(text, encoding="utf-8")


def use(workshop: Workshop, folder: Path) -> dict[str, str]:
    workshop.spec, workshop.manifest = folder / "openapi.yaml", folder / "tools.yaml"
    workshop.generate()
    return {name: text for name, text in workshop.files().items() if name != "LOCK.json"}


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_P9_a_shuffled_description_generates_the_same(workshop: Workshop, seed: int) -> None:
    plain, mixed = workshop.folder / "plain", workshop.folder / "mixed"
    rewrite(SPEC, plain, lambda document: document)
    rewrite(SPEC, mixed, lambda document: shuffled(document, random.Random(seed)))
    before = use(workshop, plain)
    after = use(workshop, mixed)
    assert {name for name in before if before[name] != after.get(name)} == set()


def test_one_more_schema_changes_only_its_own_lines(workshop: Workshop) -> None:
    schemas = """
        Thing: {required: [a], type: object, properties: {a: {$ref: Box}, z: {oneOf: [{$ref: Box}, {$ref: Zoo}]}, MORE}}
        Box: {type: object, required: [type], properties: {type: {enum: [BOX]}}}
        Zoo: {type: object, required: [type], properties: {type: {enum: [ZOO]}, box: {$ref: Box}}}
        Mid: {type: object, description: Between., properties: {x: {type: number}}}
    """
    workshop.answers(schemas.replace(", MORE", ""))
    workshop.generate()
    before = workshop.files()
    workshop.answers(schemas.replace("MORE", "m: {$ref: Mid}"))
    result = workshop.generate()
    assert set(result.written) == {"LOCK.json", "openapi.json", "types/models.py", "schemas/things.output.json"}
    old, new = before["types/models.py"].splitlines(), workshop.files()["types/models.py"].splitlines()
    assert [line for line in old if line not in new] == []
    assert [line for line in new if line not in old] == [
        "class Mid(TypedDict):",
        '    """Between."""',
        "    x: NotRequired[float]",
        "    m: NotRequired[Mid]",
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "words", "touched"),
    [
        (
            "schemas/webhooks.yaml",
            "An https URL that answers 200 quickly.",
            ["aio/webhooks.py", "inputs/webhooks.py", "schemas/webhooks.input.json", "webhooks.py"],
        ),
        (
            "schemas/geometry.yaml",
            "Width, more than 0.",
            ["inputs/geometry.py", "schemas/comments.input.json", "schemas/comments.output.json", "types/geometry.py"],
        ),
        (
            "parameters.yaml",
            "Adds outlines; much larger.",
            ["aio/files.py", "files.py", "inputs/files.py", "schemas/files.input.json"],
        ),
    ],
    ids=["an input", "a shared component", "a shared parameter"],
)
def test_another_description_of_an_input_touches_five_files(
    workshop: Workshop, file: str, words: str, touched: list[str]
) -> None:
    spec = shutil.copytree(SPEC, workshop.folder / "spec")
    workshop.spec, workshop.manifest = spec / "openapi.yaml", spec / "tools.yaml"
    workshop.generate()
    text = (spec / file).read_text("utf-8")
    assert words in text
    (spec / file).write_text(text.replace(words, "Something else is to be said of it.", 1), "utf-8")
    result = workshop.generate()
    print(f"\n{file}: {len(result.written)} files: {', '.join(sorted(result.written))}")
    assert sorted(result.written) == ["LOCK.json", *touched]
    assert result.removed == ()


def test_another_description_of_an_input_changes_one_schema(workshop: Workshop) -> None:
    for words in ("Which one it is.", "Which of them it is."):
        workshop.takes(f"parameters: [{{name: id, in: path, required: true, description: {words}, schema: {{}}}}]")
        result = workshop.generate()
    touched = ["LOCK.json", "aio/things.py", "inputs/things.py", "schemas/things.input.json", "things.py"]
    assert sorted(result.written) == touched


@pytest.mark.slow
def test_P9_the_hash_seed_of_the_process_changes_nothing(tmp_path: Path) -> None:
    program = (
        "import sys; from figwright_codegen import generate;"
        f"generate({str(SPEC / 'openapi.yaml')!r}, {str(SPEC / 'tools.yaml')!r}, sys.argv[1], 'made')"
    )
    digests = []
    for seed in ("1", "2"):
        out = tmp_path / seed
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", program, str(out)], check=True, env=environment)
        digests.append({p.relative_to(out): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()})
    assert digests[0] == digests[1]


def test_a_second_generation_writes_nothing(workshop: Workshop) -> None:
    workshop.answers("Thing: {type: object, properties: {id: {type: string}}}")
    assert workshop.generate().stale
    again = workshop.generate()
    assert (again.written, again.removed, again.stale) == ((), (), False)
