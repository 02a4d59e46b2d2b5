"""What a manifest says of answers that may be kept by version."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from figwright_codegen.manifest.forms import Entry, Pointer

Module = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$")]
"""Imported by the runtime when it is first needed."""


class CachedEntry(Entry):
    """The tool's answer is the same for as long as the version of its subject is, so it may be kept."""

    version: Pointer | Literal[""] = ""
    """Where the answer names its version. Without it, a version is asked for before the call."""
    touched: Pointer | Literal[""] = ""
    """Where the answer says when its subject was last changed, as RFC 3339 writes it."""
    days: Annotated[int, Field(ge=0)] = 0
    """How long links in the answer work; that of `downloads`, if not given."""
    unless: list[str] = []
    """Inputs with which the answer depends on more than the version: calls that give them are not kept."""


class CacheEntry(Entry):
    """How an account proves what it may read now. An answer that is kept is served to nobody who did not."""

    tool: str
    """The tool that proves it: a cheap call about the subject that is refused to who may not read it."""
    send: dict[str, Any]
    """Its inputs: a value, or `$subject`."""
    subject: str
    """The input of tools that names what has versions, such as a file."""
    version: Pointer | Literal[""] = ""
    """Where its answer has the version of today."""
    touched: Pointer | Literal[""] = ""
    """Where its answer says when the subject was last changed, as RFC 3339 writes it."""
    version_input: str = ""
    """The input of tools that asks for one version."""
    own: dict[Pointer, Pointer] = {}
    """What an answer says of who asked, or of today, such as their role: by its place in the answer, the place in the
    proof that says the same. It is taken from there."""
    module: Module | Literal[""] = ""
    """Answers further calls from a whole answer that is held: has `pack`, `opened` and `is_whole`."""
