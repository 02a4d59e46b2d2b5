"""A model class that stands for a tool's JSON Schema, for frameworks that take no schema but a class."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from figwright.schemas import Schema


class Arguments(BaseModel):
    """Tells its schema and lets every argument through as it came: what is checked, the toolbox checks."""

    model_config = ConfigDict(extra="allow")
    told: ClassVar[Schema] = {"type": "object", "properties": {}}

    @classmethod
    def model_json_schema(cls, *args: Any, **options: Any) -> Schema:
        return deepcopy(cls.told)


def arguments_of(name: str, schema: Schema) -> type[Arguments]:
    """The class for one tool; `name` is the tool's."""
    return type(name, (Arguments,), {"__module__": __name__, "told": schema})
