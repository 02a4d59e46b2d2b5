"""What of a generated package loads when it is first used: the records of its tools, and its names (PEP 562)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from figwright.connector import Removed, Renamed, Tool


class Tools(Mapping[str, "Tool[Any]"]):
    """A connector's tools by name; a tool's record is imported when it is first asked for.

    `modules` maps each tool's name to the module that defines it as `NAME` in capitals. It holds and lists the names of
    today; `renamed` and `removed` have those that there were.
    """

    def __init__(
        self,
        package: str,
        modules: Mapping[str, str],
        renamed: Mapping[str, Renamed] = {},
        removed: Mapping[str, Removed] = {},
    ) -> None:
        self._package, self._modules, self.renamed, self.removed = package, modules, renamed, removed

    def current(self, name: str) -> str:
        """Today's name for a former one; any other name as it is."""
        return self.renamed[name].name if name in self.renamed else name

    def __getitem__(self, name: str) -> Tool[Any]:
        tool: Tool[Any] = getattr(import_module(f"{self._package}.{self._modules[name]}"), name.upper())
        return tool

    def __contains__(self, name: object) -> bool:
        return name in self._modules

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)


def lazy_names(
    package: str, modules: Mapping[str, str], removed: Mapping[str, tuple[str, str]] = {}
) -> Callable[[str], object]:
    """A module `__getattr__` (PEP 562) that imports each name's module when the name is first used.

    `removed`: tools that are gone, each with since when and what to do instead.
    """

    def get(name: str) -> object:
        if name in removed:
            from figwright.errors import RemovedToolError

            raise RemovedToolError(name, *removed[name])
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{modules[name]}"), name)

    return get
