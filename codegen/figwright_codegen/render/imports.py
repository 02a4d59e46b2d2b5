"""The import lines of a generated module, from the names that its code uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from figwright_codegen.identifiers import Code

_HOMES = {
    "collections.abc": "Mapping Sequence",
    "re": "compile",
    "typing": "TYPE_CHECKING Annotated Any Literal NotRequired TypeAlias overload",
    "annotated_types": "Ge Gt Le Lt",
    "pydantic": "BeforeValidator Discriminator Field Tag WrapValidator with_config",
    "typing_extensions": "TypeAliasType TypedDict deprecated",
    "figwright.connector": "Account Allowance AsyncAccount Cache Cached Case Connector Credential Downloads ErrorRule "
    "ErrorShape EventType Fixed NOT_GIVEN NotGiven OAuth Pagination Parameter RateLimit Removed Renamed Signature "
    "Titles Tool Tools Toolset WebhookCall Webhooks from_base64 join_list lazy_names lower_case meant not_bool "
    "parse_json reader upper_case whole_if_whole",
    "figwright.schemas": "views",
}
_MODULE_OF = {name: module for module, names in _HOMES.items() for name in names.split()}
_STANDARD = frozenset({"collections.abc", "re", "typing"})
_STRING = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"")
_NAME = re.compile(r"(?<![\w.])[A-Za-z_]\w*(?![\w=])")


def names_in(code: Iterable[str]) -> set[str]:
    """The names that some code uses, but for what stands in strings, after a dot or as a call's keyword."""
    return {name for each in code for name in _NAME.findall(_STRING.sub('""', each))}


def import_lines(used: Iterable[str], own: Mapping[str, str], *, unseen: Iterable[str] = ()) -> Code:
    """Imports in the order that ruff keeps. `own` maps names of the generated package to their modules.

    What is `unseen`, only annotations need: it is imported under TYPE_CHECKING.
    """
    homes = {**_MODULE_OF, **own}
    late = {name for name in unseen if name in homes}
    early = {name for name in used if name in homes} - late
    lines = _sections(early | ({"TYPE_CHECKING"} if late else set()), homes)
    if late:
        lines += ["", "if TYPE_CHECKING:", *(f"    {line}" if line else "" for line in _sections(late, homes))]
    return Code("\n".join(lines))


def _sections(names: set[str], homes: dict[str, str]) -> list[str]:
    modules: dict[str, list[str]] = {}
    for name in names:
        modules.setdefault(homes[name], []).append(name)
    ours = {module for module in modules if module not in _HOMES or module.startswith("figwright.")}
    others = modules.keys() - ours
    lines: list[str] = []
    for section in (others & _STANDARD, others - _STANDARD, ours):
        lines += [""] if lines and section else []
        for module in sorted(section, key=_natural):
            lines.append(f"from {module} import {', '.join(sorted(modules[module], key=_rank))}")
    return lines


def _rank(name: str) -> tuple[int, list[Any]]:
    """Constants, classes, then the rest."""
    return (0 if name.isupper() and len(name) > 1 else 1 if name[0].isupper() else 2), _natural(name)


def _natural(name: str) -> list[Any]:
    """Numbers count as numbers, case as little as it can."""
    parts = re.split(r"([0-9]+)", name.lower())
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts if part] + [(1, 0, name)]
