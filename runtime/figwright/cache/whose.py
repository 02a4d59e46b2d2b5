"""Whose call it is, as far as what is kept must tell people apart."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, NamedTuple

from figwright.cache.questions import Place
from figwright.cache.shelf import Shelf
from figwright.connector import Tool
from figwright.types.accounts import Access


class Whose(NamedTuple):
    """A credential: another person's under the same grant has another generation."""

    grant_id: str
    generation: int

    @property
    def digest(self) -> str:
        return _digest(*self)


class Reader(NamedTuple):
    """A person, whatever tokens they get. A token that nothing renews is followed by that of somebody else, maybe."""

    digest: str
    unknown: str
    """Of the credential, where only an answer can tell whether its scopes allow such calls; "" where they are known."""

    @classmethod
    def of(cls, access: Access, tool: Tool[Any]) -> Reader:
        person = access.grant_id, 0 if access.renewable else access.generation
        told = access.account.scopes is not None or not tool.scopes
        return cls(_digest(*person), "" if told else _digest(access.grant_id, access.generation, *sorted(tool.scopes)))

    def is_able(self, shelf: Shelf, place: Place) -> bool:
        return not self.unknown or shelf.notes.is_able(place, self.unknown)

    def note_able(self, shelf: Shelf, place: Place) -> None:
        if self.unknown:
            shelf.notes.note_able(place, self.unknown)


def _digest(*whose: object) -> str:
    return sha256(repr(whose).encode()).hexdigest()[:32]
