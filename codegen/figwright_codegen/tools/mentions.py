"""Tools that texts name must exist: a renamed tool leaves its old name in what is said of others."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from figwright_codegen.manifest.file import Manifest
from figwright_codegen.openapi.description import Source
from figwright_codegen.problems import Problems, nearest

_TEXTS = frozenset({"advice", "deprecated", "description", "instead", "instructions", "missing", "title", "upgrade"})
_WORD = re.compile(r"(?<![\w./$-])[a-z][a-z0-9]*(?:_[a-z0-9]+)+(?![\w/-]|\.\w)")


def check_mentions(manifest: Manifest, described: Iterable[Source], known: Collection[str], problems: Problems) -> None:
    """What looks like a tool's name in the manifest's texts is one, or one of the other names that are `known`.

    Texts of the description are the provider's: there it is worth a warning.
    """
    tools = (manifest.root / "tools").value
    if not isinstance(tools, dict):
        return
    looks = Names(tools)
    for place in _texts(manifest.root):
        for name in looks.names(str(place.value), known):
            text = f"names the tool {name!r}, and there is none; {nearest(name, tools)}"
            problems.add(place, f"{place.pointer[-1]!r} {text}")
    for place in described:
        for name in looks.names(place.text("description"), known):
            text = f"names the tool {name!r}, and there is none; {nearest(name, tools)}"
            problems.warn(place / "description", f"'description' {text}")


class Names:
    """What a tool's name looks like: it begins as all tools do, or begins as one does and ends as one does."""

    def __init__(self, tools: Iterable[str]) -> None:
        self._tools = {name for name in tools if "_" in name}
        self._first = {name.partition("_")[0] for name in self._tools}
        self._last = {name.rpartition("_")[2] for name in self._tools}

    def names(self, text: str, known: Collection[str]) -> Iterator[str]:
        for name in dict.fromkeys(_WORD.findall(text)):
            alike = name.partition("_")[0] in self._first
            ends = len(self._first) == 1 or name.rpartition("_")[2] in self._last
            if alike and ends and name not in self._tools and name not in known:
                yield name


def _texts(source: Source) -> Iterator[Source]:
    """Every text of the manifest that a person or a model reads."""
    pending = [source]
    while pending:
        at = pending.pop()
        for each in (*at.values(), *at.each()):
            if isinstance(each.value, str) and each.pointer[-1] in _TEXTS:
                yield each
            elif isinstance(each.value, dict | list):
                pending.append(each)
