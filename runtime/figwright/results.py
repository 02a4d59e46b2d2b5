"""What a tool call hands back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pydantic_core


@dataclass(frozen=True, slots=True, eq=False)
class ToolResult(Mapping[str, Any]):
    """One result: `data` is the JSON that the provider sent (P10), and `result["key"]` reads from it.

    `text` is the same for a model, as compact JSON. Where `data` is not an object, the mapping is empty.
    """

    tool: str
    data: Any

    @property
    def text(self) -> str:
        try:
            return pydantic_core.to_json(self.data).decode()
        except ValueError:
            return json.dumps(self.data, separators=(",", ":"))

    def __getitem__(self, key: str) -> Any:
        if not isinstance(self.data, dict):
            raise KeyError(key)
        return self.data[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.data) if isinstance(self.data, dict) else iter(())

    def __len__(self) -> int:
        return len(self.data) if isinstance(self.data, dict) else 0

    def __bool__(self) -> bool:
        return True
