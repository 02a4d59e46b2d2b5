"""A quick check: done at once where nothing changed, and by no means where anything did."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from support.workshop import Workshop

import figwright_codegen
from figwright_codegen import lock

ROOT = Path(__file__).parents[2]


@pytest.fixture
def made(workshop: Workshop) -> Workshop:
    """A package of a description in two files."""
    workshop.answers("", response="{$ref: 'parts/a.yaml#/A'}")
    workshop.write("parts/a.yaml", "A: {type: object, properties: {id: {type: string}}}")
    workshop.generate()
    return workshop


def is_fresh(made: Workshop, module: ModuleType = lock, **other: str) -> bool:
    package = other.get("package", made.package)
    return module.fresh(made.spec, made.manifest, made.folder / "out" / made.package, package) is not None


def test_nothing_changed_is_fresh(made: Workshop) -> None:
    assert is_fresh(made)
    (made.folder / "out" / made.package / "__pycache__").mkdir()
    (made.folder / "out" / made.package / "__pycache__" / "things.pyc").write_bytes(b"x")
    assert is_fresh(made), "what Python keeps is no output"


CHANGES: dict[str, Callable[[Path, Path], object]] = {
    "the description": lambda folder, _: append(folder / "openapi.yaml"),
    "a part of it": lambda folder, _: append(folder / "parts" / "a.yaml"),
    "a part is gone": lambda folder, _: (folder / "parts" / "a.yaml").unlink(),
    "the manifest": lambda folder, _: append(folder / "tools.yaml"),
    "a module": lambda _, package: append(package / "things.py"),
    "a schema": lambda _, package: append(package / "schemas" / "things.input.json"),
    "a file is gone": lambda _, package: (package / "aio" / "things.py").unlink(),
    "an empty file is gone": lambda _, package: (package / "py.typed").unlink(),
    "a file is new": lambda _, package: (package / "more.py").write_text(""),
    "a file has another name": lambda _, package: (package / "things.py").rename(package / "thongs.py"),
    "the lock": lambda _, package: append(package / "LOCK.json"),
    "the lock is gone": lambda _, package: (package / "LOCK.json").unlink(),
    "the lock is another": lambda _, package: (package / "LOCK.json").write_text('{"spec": 5}'),
    "the lock is a list": lambda _, package: (package / "LOCK.json").write_text("[]"),
}


def append(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"\n")


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_makes_it_do_the_work(made: Workshop, change: str) -> None:
    CHANGES[change](made.folder, made.folder / "out" / made.package)
    assert not is_fresh(made)


def test_another_package_or_root_is_not_what_was_made(made: Workshop) -> None:
    assert not is_fresh(made, package="other")
    made.spec = made.spec.rename(made.folder / "parts.yaml")
    assert not is_fresh(made)


@pytest.mark.parametrize("name", ["render/package.py", "render/templates/tools.jinja", "more.py"])
def test_other_code_of_the_generator_makes_it_do_the_work(made: Workshop, tmp_path: Path, name: str) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(Path(figwright_codegen.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    found = spec_from_file_location("copied_lock", copy / "lock.py")
    assert found
    assert found.loader
    module = module_from_spec(found)
    sys.modules[found.name] = module
    found.loader.exec_module(module)
    assert is_fresh(made, module)
    (copy / name).write_text((copy / name).read_text() + "\n" if (copy / name).exists() else "")
    assert not is_fresh(made, module)


def test_another_version_of_a_library_makes_it_do_the_work_and_is_no_difference(
    made: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = made.files()
    monkeypatch.setattr(lock, "version", lambda name: "0" if name == "ruff" else "1")
    assert not is_fresh(made)
    assert not made.generate(check=True).stale
    assert not made.generate().stale
    assert made.files() == before


def test_a_quick_check_loads_no_library_of_the_generator(made: Workshop) -> None:
    words = ["generate", "--check", "--spec", made.spec, "--manifest", made.manifest]
    words += ["--out", made.folder / "out", "--package", made.package]
    program = f"""
import sys
from figwright_cli import main
code = main({list(map(str, words))!r})
print(code, {{"jinja2", "yaml", "openapi_pydantic", "httpx"}} & sys.modules.keys())
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines()[-1] == "0 set()", done.stdout
