"""The layout of the runtime: what its top level holds, how large its parts are, and that no public name is lost."""

from __future__ import annotations

import ast
import collections.abc
import datetime
import inspect
import pathlib
import re
import typing
from importlib import import_module
from importlib.util import find_spec

import pytest
from test_repository import ROOT, tracked

import figwright.types
from figwright import actions, connections, connector, errors

RUNTIME = ROOT / "runtime" / "figwright"
ADAPTERS = {
    "anthropic",
    "crewai",
    "gemini",
    "google_adk",
    "langchain",
    "llama_index",
    "openai",
    "openai_agents",
    "pydantic_ai",
}
IMPORTED_BY_USERS = {"__init__", "connections", "settings", "toolbox", *ADAPTERS}
KERNEL = ("calls", "http", "oauth", "refresh")
CORE = (*KERNEL, "accounts", "store", "crypto", "actions", "connections.py", "toolbox.py")
LARGEST_KERNEL = 4_286
LARGEST_CORE = 10_785
PUBLIC = [(line.split() * 2)[:2] for line in (ROOT / "tests/public_names.txt").read_text("utf-8").splitlines()]
"""Each name that was public when the modules got their places, and where it is now if that is elsewhere."""
NAME = re.compile(r"(?<![\w.])[A-Z]\w+|\bT\b")
ELSEWHERE = (actions, connections, connector, errors, typing, collections.abc, datetime, pathlib)
TYPE_VARIABLES = {"T", "None", "Listener", "PreModifier", "PostModifier", "AsyncPreModifier", "AsyncPostModifier"}
PUBLIC_HOMES = {module.__name__ for module in ELSEWHERE}
CHANGES = (ROOT / "CHANGELOG.md").read_text("utf-8")


def lines_of(*parts: str) -> int:
    files = [file for part in parts for file in tracked(f"runtime/figwright/{part}")]
    return sum(len(file.read_text("utf-8").splitlines()) for file in files if file.suffix == ".py")


def test_the_top_level_holds_what_users_import_and_every_package_says_its_idea() -> None:
    files = tracked("runtime/figwright")
    top = {file.stem for file in files if file.parent == RUNTIME and file.suffix == ".py"}
    assert top == IMPORTED_BY_USERS
    for package in {file.parent for file in files if file.suffix == ".py"}:
        assert ast.get_docstring(ast.parse((package / "__init__.py").read_text("utf-8"))), package


def test_the_kernel_and_the_core_stay_small() -> None:
    kernel, core = lines_of(*KERNEL), lines_of(*CORE)
    print(f"\nlines: kernel {kernel:,} of {LARGEST_KERNEL:,}, core {core:,} of {LARGEST_CORE:,}")
    for part in CORE:
        print(f"  {part:<15} {lines_of(part):>6,}")
    assert kernel <= LARGEST_KERNEL
    assert core <= LARGEST_CORE


def test_a_public_name_is_where_it_was_or_where_the_changelog_says() -> None:
    lost = [now for _, now in PUBLIC if not is_there(*now.rpartition(".")[::2])]
    assert lost == []
    rooms = {before.split(".")[1] for before, now in PUBLIC if before != now}
    assert {room for room in rooms if not re.search(rf"`(figwright\.)?{room}[`.]", CHANGES)} == set()


def is_there(module: str, name: str) -> bool:
    if module.rpartition(".")[2] in ADAPTERS:  # whose libraries are not installed here
        return name in defined(module)
    return hasattr(import_module(module), name)


def defined(module: str) -> set[str]:
    found = find_spec(module)
    assert found is not None
    assert found.origin is not None
    tree = ast.parse(pathlib.Path(found.origin).read_text("utf-8"))
    names = {node.name for node in tree.body if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)}
    return names | {
        each.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for each in node.targets
        if isinstance(each, ast.Name)
    }


def test_whatever_methods_hand_back_has_a_public_home() -> None:
    faces = (actions.Actions, actions.AsyncActions, actions.Account, actions.AsyncAccount)
    methods = [getattr(face, name) for face in faces for name in dir(face) if not name.startswith("_")]
    annotations = [str(inspect.signature(method).return_annotation) for method in methods if callable(method)]
    names, seen = {name for each in annotations for name in NAME.findall(each)}, set[str]()
    while names - seen:
        name = min(names - seen)
        seen.add(name)
        found = getattr(figwright.types, name, None)
        names |= {each for line in getattr(found, "__annotations__", {}).values() for each in NAME.findall(str(line))}
    assert {name for name in seen if not is_public(name)} <= TYPE_VARIABLES


def is_public(name: str) -> bool:
    if name in actions.__all__:
        return True
    if name in figwright.types.__all__:
        return getattr(figwright.types, name) is not None
    found = [getattr(module, name) for module in ELSEWHERE if hasattr(module, name)]
    return any(
        getattr(each, "__module__", "").split(".")[0] != "figwright" or each.__module__ in PUBLIC_HOMES
        for each in found
    )


def test_a_name_that_is_no_public_type_is_told() -> None:
    with pytest.raises(AttributeError, match=r"module 'figwright\.types' has no attribute 'nothing'"):
        figwright.types.nothing  # noqa: B018
