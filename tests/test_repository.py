"""What holds for the repository as a whole: where Figma may be named, how long a module may be, what is documented."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import figwright

ROOT = Path(__file__).parents[1]
LONGEST_MODULE = 450
SHARED_EXTRAS = {"all", "codegen", "demo", "dev", "docs", "mcp", "overlay", "postgres", "server"}
REGISTRIES = re.compile("|".join(("pypi" + r"\.org", "python" + "hosted", "registry" + r"\.npm", "index" + "-url")))
MACHINE = re.compile(r"(?<![\w.{/}-])/(?:work|farm|home|root|tmp|opt|Users)/\w")


def tracked(*patterns: str) -> list[Path]:
    """Files that belong to the repository: in the index or new, but not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    files = [ROOT / name for name in listed.split("\0") if name]
    return [file for file in files if file.is_file()]


def lines(*patterns: str) -> list[tuple[str, str]]:
    """(place, line) of every line of the text files that match."""
    found = []
    for file in tracked(*patterns):
        text = file.read_bytes().decode("utf-8", "replace")
        place = file.relative_to(ROOT)
        found += [(f"{place}:{number}", line) for number, line in enumerate(text.splitlines(), 1)]
    return found


def test_runtime_and_generator_name_no_provider() -> None:
    named = [
        line.strip()
        for _, line in lines("runtime/figwright", "runtime/figwright_cli", "codegen")
        if re.search("figma|github", line, re.IGNORECASE)
    ]
    assert named == []


def test_nothing_names_a_registry_or_a_path_of_somebodys_machine() -> None:
    here = str(Path(__file__).relative_to(ROOT))
    found = [
        f"{place}: {line.strip()[:100]}"
        for place, line in lines()
        if (REGISTRIES.search(line) or MACHINE.search(line)) and not place.startswith((here, "Makefile:"))
    ]
    assert found == []


def test_no_source_file_is_ignored() -> None:
    ignored = subprocess.run(
        ["git", "ls-files", "--others", "--ignored", "--exclude-standard", "--", "*.py", "*.yaml", "*.jinja", "*.json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    rooms = ("runtime/", "codegen/", "generated/", "spec/", "tests/", "benchmarks/", "docs/")
    assert [name for name in ignored if name.startswith(rooms) and "_cache/" not in name] == []


def test_the_pages_written_from_the_code_are_fresh() -> None:
    page = subprocess.run([sys.executable, "docs/write.py", "--check"], cwd=ROOT, check=False)
    assert page.returncode == 0, "a page under docs/ is stale: make docs"


def test_the_lock_has_a_hash_for_every_version_and_no_address() -> None:
    lock = (ROOT / "constraints.txt").read_text()
    entries = re.split(r"\n(?=\S)", lock.strip())
    assert len(entries) > 50
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry
    assert "/" not in lock


def test_the_lock_covers_every_dependency_but_those_that_take_an_environment_of_their_own() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]

    def names(lines: list[str]) -> set[str]:
        return {re.split(r"[\[<>=; ]", line)[0].replace("_", "-").lower() for line in lines} - {"figwright"}

    def pinned(file: str) -> set[str]:
        return set(re.findall(r"^([a-z0-9._-]+)==", (ROOT / file).read_text(), re.MULTILINE))

    shared = names([*project["dependencies"], *(line for extra in SHARED_EXTRAS for line in extras[extra])])
    assert shared <= pinned("constraints.txt")
    assert names([line for extra in extras.keys() - SHARED_EXTRAS for line in extras[extra]]) <= pinned(
        "tests/frameworks/versions.txt"
    )


def test_a_module_is_short_enough_to_read() -> None:
    modules = tracked("runtime/**/*.py", "runtime/*.py", "codegen/*.py", "tests/*.py", "benchmarks/*.py")
    lengths = {str(file.relative_to(ROOT)): len(file.read_text().splitlines()) for file in modules}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_every_public_name_exists_and_is_documented() -> None:
    pages = "\n".join(file.read_text() for file in tracked("README.md", "docs/*.md"))
    for name in figwright.__all__:
        assert getattr(figwright, name) is not None
        assert re.search(rf"\b{name}\b", pages), f"{name} stands in no page"


def test_importing_the_package_loads_no_library() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import figwright, figma_tools, sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    heavy = {"httpx", "pydantic", "rich", "typer", "jinja2", "starlette", "yaml", "cryptography", "anyio"}
    assert heavy.isdisjoint(loaded)


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_generated_code_is_what_the_spec_says() -> None:
    check = subprocess.run(
        [sys.executable, "-m", "figwright_cli", "generate", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert check.returncode == 0, check.stdout + check.stderr
