"""What all entries of a manifest are, and the forms that its texts have."""

from __future__ import annotations

from typing import Annotated

import pydantic
from pydantic import Field, StringConstraints

NAME = r"^[a-z][a-z0-9_]{0,63}$"
POINTER = r"^(/([^/~]|~[01])+)+$"
HOST = r"^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$"
FUNCTION = r"^[A-Za-z_][\w.]*:[A-Za-z_]\w*$"
FORMS = {
    NAME: "a name of a-z, 0-9 and _, at most 64",
    POINTER: "a JSON pointer such as /meta/images (in a key, ~ is ~0 and / is ~1)",
    HOST: "a host in lower case such as files.example.com, no number and no port",
    FUNCTION: "module:function",
}
"""What a text of each pattern is, in words."""
Name = Annotated[str, StringConstraints(pattern=NAME)]
Pointer = Annotated[str, StringConstraints(pattern=POINTER)]
"""A JSON pointer (RFC 6901)."""
Host = Annotated[str, StringConstraints(pattern=HOST)]
Function = Annotated[str, StringConstraints(pattern=FUNCTION)]
"""Imported by the runtime when it is first needed."""
Since = Annotated[str, Field(min_length=1)]
"""A version or a date."""


class Entry(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)
