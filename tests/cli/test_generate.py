"""`figwright generate`: where it reads and writes, what it says, and how it ends."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from cli.conftest import Run

ROOT = Path(__file__).parents[2]
SPEC = """\
openapi: 3.1.0
info: {title: Toys, version: '1'}
paths:
  /toys/{toy}:
    get:
      operationId: getToy
      summary: One toy.
      parameters: [{name: toy, in: path, required: true, description: Its key., schema: {type: string}}]
      security: [{Key: []}]
      responses:
        '200':
          description: The toy.
          content: {application/json: {schema: {$ref: '#/components/schemas/Toy'}}}
components:
  schemas:
    Toy: {type: object, description: A toy., required: [name], properties: {name: {type: string}}}
  securitySchemes:
    Key: {type: apiKey, name: X-Key, in: header}
"""
MANIFEST = """\
connector:
  name: toys
  title: Toys
  api_url: https://api.toys.example
  hosts: [api.toys.example, t.example]
  plans: [tin]
  secret_pattern: toy_.*
  identify: toy_get
  security: {Key: key}
  scope_rule: any
  credentials: {key: {header: X-Key, title: key}, oauth: {header: Authorization, title: token}}
  oauth: {authorization_url: https://t.example/a, token_url: https://t.example/t, refresh_url: https://t.example/r}
toolsets:
  toys: {title: Toys, instructions: Toys.}
tools:
  toy_get:
    operation: getToy
    title: Get a toy
    description: Get a toy.
    toolset: toys
    credentials: [key]
    hints: [read_only, idempotent]
"""
WORDS = ("generate", "--spec", "openapi.yaml", "--out", "made", "--package", "toys")


@pytest.fixture
def toys(tmp_path: Path) -> Path:
    """A description and a manifest in the folder where commands run."""
    (tmp_path / "openapi.yaml").write_text(SPEC)
    (tmp_path / "tools.yaml").write_text(MANIFEST)
    return tmp_path


def files(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_it_writes_a_package_and_a_second_run_changes_nothing(run: Run, toys: Path) -> None:
    first = run(*WORDS)
    assert (first.code, first.err) == (0, "")
    written = files(toys / "made")
    assert first.out == f"made/toys: {len(written)} files written, 0 removed, 0 unchanged.\n"
    assert run(*WORDS).out == f"made/toys is fresh: {len(written)} files.\n"
    assert files(toys / "made") == written


def test_the_manifest_stands_beside_the_description_unless_it_is_named(run: Run, toys: Path) -> None:
    (toys / "elsewhere").mkdir()
    shutil.move(toys / "tools.yaml", toys / "elsewhere" / "manifest.yaml")
    assert run(*WORDS).code == 2
    assert run(*WORDS, "--manifest", "elsewhere/manifest.yaml").code == 0


def test_check_writes_nothing_and_shows_the_difference(run: Run, toys: Path) -> None:
    run(*WORDS)
    written = files(toys / "made")
    (toys / "openapi.yaml").write_text(SPEC.replace("A toy.", "A toy to play with."))
    stale = run(*WORDS, "--check")
    assert stale.code == 1
    assert '+    """A toy to play with."""\n' in stale.out
    assert "made/toys is stale" in stale.err
    assert files(toys / "made") == written


def test_a_program_reads_what_changed(run: Run, toys: Path) -> None:
    told = json.loads(run(*WORDS, "--check", "--json").out)
    assert told["stale"] is True
    assert "__init__.py" in told["written"]
    assert not (toys / "made").exists()


def test_every_mistake_is_a_line_and_nothing_is_written(run: Run, toys: Path) -> None:
    (toys / "openapi.yaml").write_text(SPEC.replace("schemas/Toy'", "schemas/Tiy'"))
    (toys / "tools.yaml").write_text(MANIFEST.replace("credentials: [key]", "credentials: [kee]"))
    done = run(*WORDS)
    assert (done.code, done.out) == (2, "")
    *mistakes, count = done.err.splitlines()
    assert [line.split(" ")[0] for line in mistakes] == ["openapi.yaml:13:", "tools.yaml:21:"]
    assert count == f"{len(mistakes)} mistakes; nothing was written."
    assert not (toys / "made").exists()
    told = json.loads(run(*WORDS, "--json").err)
    assert [f"{each['file']}:{each['line']}: {each['text']}" for each in told["problems"]] == mistakes


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--spec", "openapi.yaml"), "say --out FOLDER and --package NAME"),
        (("--spec", "openapi.yaml", "--out", "made", "--package", "not-a-name"), "no name of a Python package"),
        (("--spec", "openapi.yaml", "--out", "made", "--package", "class"), "no name of a Python package"),
        (("--spec", "nowhere.yaml", "--out", "made", "--package", "toys"), "nowhere.yaml: there is no such file"),
        (("--spec", "openapi.yaml", "--out", "tools.yaml", "--package", "toys"), "tools.yaml/toys cannot be written"),
    ],
)
def test_a_wrong_command_says_what_to_do(run: Run, toys: Path, words: tuple[str, ...], sentence: str) -> None:
    done = run("generate", *words)
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err


@pytest.mark.slow
def test_P9_an_edit_of_the_shipped_description_makes_the_check_fail(run: Run, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "spec", tmp_path / "spec")
    shutil.copytree(ROOT / "generated", tmp_path / "generated", ignore=shutil.ignore_patterns("__pycache__"))
    users = tmp_path / "spec" / "figma" / "schemas" / "users.yaml"
    fresh = run("generate", "--check")
    users.write_text(users.read_text("utf-8").replace("The name they chose.", "The name that they chose."))
    stale = run("generate", "--check")
    assert (fresh.code, stale.code) == (0, 1)
    assert "types/users.py" in stale.out


def test_a_warning_is_printed_and_stops_nothing(run: Run, toys: Path) -> None:
    wrong = "  /cars:\n    get: {operationId: getCar, parameters: 5, responses: {'204': {description: Done.}}}\n"
    (toys / "openapi.yaml").write_text(SPEC.replace("paths:\n", f"paths:\n{wrong}"))
    done = run(*WORDS)
    assert done.code == 0
    assert done.err == "openapi.yaml:5: warning: 'parameters' is not OpenAPI: Input should be a valid list\n"
    assert [each["line"] for each in json.loads(run(*WORDS, "--json").out)["warnings"]] == [5]


def test_operations_without_a_tool_are_counted_and_listed_where_asked_for(run: Run, toys: Path) -> None:
    cars = "  /cars:\n    get: {operationId: getCar, responses: {'204': {description: Done.}}}\n"
    (toys / "openapi.yaml").write_text(SPEC.replace("paths:\n", f"paths:\n{cars}"))
    assert run(*WORDS).out.splitlines()[-1] == "1 operation has no tool; --list-unused lists it."
    assert run(*WORDS, "--list-unused").out.splitlines()[-1] == "getCar"
    assert json.loads(run(*WORDS, "--json").out)["unused"] == ["getCar"]
