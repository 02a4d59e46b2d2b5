"""Which answers of a provider may be kept by version, and how an account proves that it may read one now: as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Cached(NamedTuple):
    """Of a tool: its answer is the same for as long as the version of its subject is."""

    version: str = ""
    """JSON pointer to the version in the answer; "" where the answer does not name it."""
    touched: str = ""
    """JSON pointer to when the subject was last changed, as of the answer (RFC 3339)."""
    days: int = 0
    """How long links in the answer work; 0 where none end that matter."""
    unless: tuple[str, ...] = ()
    """Inputs with which the answer depends on more than the version."""


class Cache(NamedTuple):
    """The call that proves what an account may read now, and what it tells of it."""

    tool: str
    send: Mapping[str, object]
    """Its inputs: a value, or `$subject`."""
    subject: str
    """The input of tools that names what has versions."""
    version: str = ""
    """JSON pointer in its answer to the version of today. It may be missing there."""
    touched: str = ""
    """JSON pointer in its answer to when the subject was last changed (RFC 3339)."""
    version_input: str = ""
    """The input of tools that asks for one version."""
    own: Mapping[str, str] = {}
    """What an answer says of who asked, or of today: by JSON pointer in it, the pointer in the proof to the same."""
    module: str = ""
    """The module that answers further calls from a whole answer that is held; "" where there is none."""
