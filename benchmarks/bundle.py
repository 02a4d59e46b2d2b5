"""A description in many files as one document, for generators that read only one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def bundle(root: Path) -> dict[str, Any]:
    """The document at `root` with every `$ref` into another file replaced.

    A schema of another file moves to `#/components/schemas`, under its own name; anything else is put in place.
    """
    return _Bundle(root).document


class _Bundle:
    def __init__(self, root: Path) -> None:
        self._files: dict[Path, Any] = {}
        self._schemas: dict[str, Any] = {}
        self._from: dict[str, tuple[Path, str]] = {}
        self.document: dict[str, Any] = self._copy(self._file(root), root)
        components = self.document.setdefault("components", {})
        components["schemas"] = dict(sorted((components.get("schemas", {}) | self._schemas).items()))

    def _file(self, path: Path) -> Any:
        if path not in self._files:
            self._files[path] = yaml.load(path.read_text("utf-8"), _LOADER)
        return self._files[path]

    def _copy(self, node: Any, path: Path) -> Any:
        if isinstance(node, list):
            return [self._copy(item, path) for item in node]
        if not isinstance(node, dict):
            return node
        if isinstance(node.get("$ref"), str):
            return self._followed(node["$ref"], path)
        return {
            key: self._mapping(value, path) if key == "mapping" else self._copy(value, path)
            for key, value in node.items()
        }

    def _mapping(self, value: Any, path: Path) -> Any:
        """A discriminator's references are plain strings; one to `#/components/schemas` means the joined document."""
        if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
            return self._copy(value, path)
        elsewhere = {key: "#" in item and not item.startswith("#/components/") for key, item in value.items()}
        return {key: self._followed(item, path)["$ref"] if elsewhere[key] else item for key, item in value.items()}

    def _followed(self, reference: str, path: Path) -> Any:
        file, _, pointer = reference.partition("#")
        target = (path.parent / file).resolve() if file else path
        steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.strip("/").split("/")]
        node = self._file(target)
        for step in steps:
            node = node[step]
        if target.parent.name != "schemas" and steps[:2] != ["components", "schemas"]:
            return self._copy(node, target)
        name, place = steps[-1], (target, pointer)
        if self._from.setdefault(name, place) != place:
            raise ValueError(f"Two schemas are called {name}: {self._from[name]} and {place}.")
        if name not in self._schemas:
            self._schemas[name] = None
            self._schemas[name] = self._copy(node, target)
        return {"$ref": f"#/components/schemas/{name}"}
