"""The papers beside the code: what is cited is defined, and what a page names is there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml
from test_repository import ROOT, lines, tracked

CITED = re.compile(r"(?<![A-Za-z0-9])([TFP][1-9]\d{0,2})(?![A-Za-z0-9]|:\d)")
LOOKS_LIKE_ONE = re.compile(r"[TFP][1-9]")
DEFINED = re.compile(r"(?:\||#+) ([TFP]\d+)(?: \||: )")
ROOMS = (
    "runtime/*.py",
    "codegen/*.py",
    "codegen/*.jinja",
    "tests/*.py",
    "*.md",
    "docs/*.py",
    "benchmarks/*.py",
    "examples/*.py",
)
PAGES = {"T": "docs/threats.md", "F": "docs/refresh.md", "P": "docs/promises.md"}


@cache
def names_of_tests() -> frozenset[str]:
    defined = (re.match(r" *(?:async )?def (test_\w+)", line) for _, line in lines("tests/*.py"))
    return frozenset(found[1] for found in defined if found)


def definitions() -> list[str]:
    return [
        found[1]
        for kind, page in PAGES.items()
        for line in (ROOT / page).read_text("utf-8").splitlines()
        if (found := DEFINED.match(line)) and found[1].startswith(kind)
    ]


def cited_in_files() -> Iterator[tuple[str, str]]:
    """(place, number) of each citation."""
    for file in tracked(*ROOMS):
        text = file.read_text("utf-8")
        if file != Path(__file__) and LOOKS_LIKE_ONE.search(text):
            for count, line in enumerate(text.splitlines(), 1):
                yield from ((f"{file.relative_to(ROOT)}:{count}", number) for number in sorted(citations(line)))


def citations(line: str) -> set[str]:
    """Numbers of threats, faults and promises; not the names of lint rules, nor times of day."""
    if not LOOKS_LIKE_ONE.search(line):
        return set()
    return set(CITED.findall(line.partition("# noqa")[0].replace("_", " ")))


@pytest.mark.parametrize(
    ("line", "cited"),
    [
        ("def test_T44_P5_a_path_sends_nothing() -> None:", {"T44", "P5"}),
        ('"""Used up once (T1-T14), F21 to F24; P1: see below."""', {"T1", "T14", "F21", "F24", "P1"}),
        ('f"2026-05-{day}T10:11:12Z"', set()),
        ("import a  # noqa: F401", set()),
        ("UTF8, T0 and XF3", set()),
    ],
)
def test_a_citation_is_told_from_what_looks_like_one(line: str, cited: set[str]) -> None:
    assert citations(line) == cited


def test_every_threat_fault_and_promise_that_is_cited_is_defined_once() -> None:
    defined = definitions()
    assert len(defined) == len(set(defined))
    unknown = [
        f"{place} cites {number}, which {PAGES[number[0]]} does not define"
        for place, number in cited_in_files()
        if number not in defined
    ]
    assert unknown == []


def test_every_test_that_a_page_names_is_there() -> None:
    named = [(place, name) for place, line in lines("*.md") for name in re.findall(r"`(test_\w+)`", line)]
    assert [
        f"{place} names {name}, and there is no such test" for place, name in named if name not in names_of_tests()
    ] == []
    assert len(named) > 200


def test_every_threat_fault_and_promise_names_a_test_that_shows_it_and_one_has_its_number() -> None:
    rows = "\n".join((ROOT / page).read_text("utf-8") for page in PAGES.values())
    parts = re.split(r"^(?:\||#+) (?=[TFP]\d+(?: \||: ))", rows, flags=re.MULTILINE)[1:]
    without = {part.split()[0].rstrip(":") for part in parts if "`test_" not in part and "Not in yet" not in part}
    assert without == set()
    assert set(definitions()) - {number for name in names_of_tests() for number in name.split("_")} == set()


def test_every_link_between_pages_leads_somewhere() -> None:
    links = [
        (page, target)
        for page in tracked("*.md")
        for target in re.findall(r"\]\((?!https?://|#)([^)#\s]+)", page.read_text("utf-8"))
    ]
    assert [f"{page.relative_to(ROOT)}: {link}" for page, link in links if not (page.parent / link).exists()] == []


def test_the_readme_leads_to_every_page() -> None:
    linked = set(re.findall(r"\]\((docs/[a-z_/]+\.md)\)", (ROOT / "README.md").read_text("utf-8")))
    assert {str(page.relative_to(ROOT)) for page in tracked("docs/*.md")} - linked == set()


def test_every_page_that_code_or_a_workflow_names_is_there() -> None:
    found = subprocess.run(
        ["git", "grep", "--untracked", "-IonE", r"(^|[^A-Za-z0-9_/.])docs/[a-z_/]+\.md"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    named = [(line.rpartition(":")[0], line[line.rindex("docs/") :]) for line in found.stdout.splitlines()]
    assert [f"{place} names {name}, which is not there" for place, name in named if not (ROOT / name).exists()] == []
    assert len({name for _, name in named}) > 15


def test_the_commands_that_papers_and_workflows_name_are_there() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {
        (place, target)
        for place, line in lines("*.md", ".github/*", ".devcontainer/*", ".pre-commit-config.yaml")
        for target in re.findall(r"(?:`|run: |entry: |\"|&& |^    )make ([a-z-]+)", line)
    }
    scripts = {
        (place, script)
        for place, line in lines("*.md", ".github/*", ".devcontainer/*")
        for script in re.findall(r"\.ci/[a-z]+", line)
    }
    assert {(place, target) for place, target in named if target not in targets} == set()
    assert {(place, script) for place, script in scripts if not (ROOT / script).is_file()} == set()
    assert len(named) > 10
    assert scripts


def test_github_runs_everything_and_the_quick_tests_on_each_python_that_is_promised() -> None:
    jobs = yaml.safe_load((ROOT / ".github/workflows/checks.yml").read_text("utf-8"))["jobs"]
    runs = [step.get("run") for job in jobs.values() for step in job["steps"]]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    promised = [name.rpartition(" ")[2] for name in project["classifiers"] if re.search(r"Python :: 3\.\d+$", name)]
    assert {".ci/run", "make test"} <= set(runs)
    assert jobs["quick-tests"]["strategy"]["matrix"]["python"] == promised


@pytest.mark.slow
def test_the_quick_tests_run_on_each_python_that_is_installed_and_the_others_are_named() -> None:
    here = f"{sys.version_info.major}.{sys.version_info.minor}"
    command, few = (
        [ROOT / ".ci" / "pythons", "tests/json_pointer"],
        {**os.environ, "PYTHONS": f"{here} 3.99", "JOBS": "1"},
    )
    done = subprocess.run(command, env=few, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == f"== passed: {here}; failed: none; not installed, so not run: 3.99"
    command[1] = "tests/test_that_is_not_there.py"
    done = subprocess.run(command, env=few, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"failed: {here};" in done.stdout.splitlines()[-1]


def test_a_hook_is_a_command_of_this_repository_and_fetches_nothing() -> None:
    repos = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    assert [repo["repo"] for repo in repos] == ["local"]
    for hook in repos[0]["hooks"]:
        assert hook["language"] == "system"
        assert re.match(r"\.venv/bin/(ruff|python) |make ", hook["entry"]), hook
