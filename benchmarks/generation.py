"""Generation of one description by ours and by the other generators, each as its user would run it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

from benchmarks.bundle import bundle
from benchmarks.peers import PEERS, environment, installed
from benchmarks.processes import Bench, Ended, Say, Section, median, watched

ROOT = Path(__file__).parents[1]
SPEC = ROOT / "spec" / "figma"
ROUNDS = 5
_OTHERS = ("openapi-python-client", "datamodel-code-generator")


@dataclass(frozen=True)
class Generator:
    """`command` writes into the folder that it is given. `client`: whether endpoints come out too, not only types."""

    name: str
    client: str
    command: Callable[[Path], list[str | Path]]


def measure(bench: Bench) -> Section:
    work, say, spec = bench.work, bench.say, bench.spec
    rounds = bench.size(ROUNDS, 1)
    document = _copied(spec, work) if spec else _own(work)
    generators = _generators(document, work, say)
    ended: dict[str, list[Ended]] = {generator.name: [] for generator in generators}
    folders = {generator.name: work / "out" / generator.name.replace(" ", "-") for generator in generators}
    for round_ in range(bench.size(0, 1), rounds + 1):  # the first warms up
        for generator in generators:
            say(f"{generator.name}, round {round_} of {rounds}")
            folder = folders[generator.name]
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            result = watched(generator.command(folder), folder)
            if round_:
                ended[generator.name].append(result)
    section = Section(
        f"Generation of {document.name if spec else 'spec/figma'} (medians of {rounds} fresh processes, empty folders)",
        f"make bench   # or: python -m benchmarks generation{f' --spec {spec}' if spec else ''}",
        ("", "seconds", "lowest", "peak MB", "endpoints", "files", "lines"),
    )
    for generator in generators:
        seconds = [result.seconds for result in ended[generator.name]]
        files = list(folders[generator.name].rglob("*.py"))
        peak = median([result.peak_mb for result in ended[generator.name]])
        section.rows.append(
            (
                generator.name,
                f"{median(seconds):.2f}",
                f"{min(seconds):.2f}",
                f"{peak:.0f}",
                generator.client,
                str(len(files)),
                f"{_lines(files):,}",
            )
        )
    section.notes = [
        f"all read {document.name}, one file{'' if spec else ' joined from spec/figma'}",
        f"the others: {', '.join(PEERS[name][0] for name in _OTHERS)}",
        "ours reads the manifest too, and also writes the JSON schemas of every tool's input and output",
        "goals: half the time of the fastest that writes endpoints too, under 2 s, under 15,000 lines",
    ]
    own = list((ROOT / "generated" / "figma_tools").rglob("*.py"))
    section.notes.append(
        f"generated/figma_tools, from spec/figma in its parts: {len(own)} files, {_lines(own):,} lines"
    )
    return section


def _lines(files: list[Path]) -> int:
    return sum(len(file.read_bytes().splitlines()) for file in files)


def _own(work: Path) -> Path:
    """Our description as one YAML file, as Figma publishes its own, in a folder with what the manifest refers to."""
    document = _folder(work) / "figma.yaml"
    document.write_text(yaml.safe_dump(bundle(SPEC / "openapi.yaml"), sort_keys=False))
    shutil.copy(SPEC / "tools.yaml", document.parent)
    return document


def _copied(spec: Path, work: Path) -> Path:
    """Another description beside our manifest, without its pagination: it may lack the inputs that ours names."""
    document = Path(shutil.copy(spec, _folder(work)))
    manifest = yaml.safe_load((SPEC / "tools.yaml").read_text("utf-8"))
    for tool in manifest["tools"].values():
        paged = tool.pop("pagination", None) or {}
        if paged.get("links"):  # an input of ours alone
            tool.get("inputs", {}).pop(paged["input"], None)
    (document.parent / "tools.yaml").write_text(yaml.safe_dump(manifest, sort_keys=False))
    return document


def _folder(work: Path) -> Path:
    """The generator follows no reference out of the description's folder, and the manifest's are to `schemas/`."""
    folder = work / "description"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(SPEC / "schemas", folder / "schemas")
    return folder


def _generators(document: Path, work: Path, say: Say) -> list[Generator]:
    client = environment("openapi-python-client", work, say)
    models = environment("datamodel-code-generator", work, say)
    ours: list[str | Path] = [installed(work, say).with_name("figwright"), "generate"]
    ours += ["--manifest", document.with_name("tools.yaml"), "--package", "figma_tools"]
    ours += ["--spec", document]
    codegen: list[str | Path] = [models / "datamodel-codegen", "--input", document, "--input-file-type", "openapi"]
    codegen += ["--formatters", "builtin", "--output-model-type", "pydantic_v2.BaseModel"]
    return [
        Generator("figwright", "sync + async", lambda out: [*ours, "--out", out]),
        Generator(
            "openapi-python-client",
            "sync + async",
            lambda out: [
                client / "openapi-python-client",
                "generate",
                "--path",
                document,
                "--output-path",
                out,
                "--overwrite",
            ],
        ),
        Generator("datamodel-code-generator", "none", lambda out: [*codegen, "--output", out / "models.py"]),
        Generator(
            "the same with its client",
            "sync + async",
            lambda out: [
                *codegen,
                *("--output", out / "models.py", "--generate-client", "httpx2", "--client-output", out / "client"),
                *("--client-package", "out.client", "--client-model-package", "out.models"),
            ],
        ),
    ]
