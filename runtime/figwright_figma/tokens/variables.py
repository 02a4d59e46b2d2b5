"""Tokens of a file's variables: one for each, its references kept where what they refer to is a token of its type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from figwright_figma.tokens.model import DIMENSIONS, Lost, Reference, Token, TokenSet, color, dimension, rounded
from figwright_figma.view.css import is_number
from figwright_figma.view.variables import Variables

_ABOUT = ("scopes", "codeSyntax", "hiddenFromPublishing", "remote", "key")
_OWN = {"FONT_WEIGHT": "fontWeight", "FONT_FAMILY": "fontFamily"}


def tokens_of_variables(meta: dict[str, Any]) -> TokenSet:
    """The tokens of `meta` in the answer with a file's local variables.

    Collections and the groups in a variable's name become groups. Deleted variables are not tokens: what refers to them
    has their value. What has no value of a type of the format is among the lost, with the reason.
    """
    book = Variables.of(meta)
    kinds = {name: _kind(each) for name, each in book.variables.items() if not each.get("deletedButReferenced")}
    found = TokenSet([], [])
    for entry in _entries(book):
        made = _token(entry, book, kinds)
        if isinstance(made, Token):
            found.tokens.append(made)
        else:
            found.lost.append(made)
    return found


class _Entry(NamedTuple):
    """A variable, with its values in the collection that it belongs to or in one that extends that."""

    id: str
    variable: dict[str, Any]
    collection: str
    values: dict[str, Any]


def _entries(book: Variables) -> Iterator[_Entry]:
    for identifier, each in book.variables.items():
        values, home = each.get("valuesByMode"), each.get("variableCollectionId")
        if not each.get("deletedButReferenced"):
            yield _Entry(identifier, each, str(home), values if isinstance(values, dict) else {})
    for home, collection in book.collections.items():
        overrides = collection.get("variableOverrides")
        for identifier, values in overrides.items() if isinstance(overrides, dict) else ():
            if identifier in book.variables and isinstance(values, dict) and values:
                yield _Entry(f"{identifier} in {home}", book.variables[identifier], home, values)


def _kind(variable: dict[str, Any]) -> str:
    """The type of the format; "" for texts and booleans, for which it has none."""
    kind, given = variable.get("resolvedType"), variable.get("scopes")
    scopes = {each for each in given if isinstance(each, str)} if isinstance(given, list) else set()
    own = _OWN.get(next(iter(scopes))) if len(scopes) == 1 else None
    if kind == "COLOR":
        return "color"
    if kind == "FLOAT":
        if own == "fontWeight":
            return own
        return "dimension" if scopes and scopes <= DIMENSIONS else "number"
    return own if kind == "STRING" and own == "fontFamily" else ""


def _token(entry: _Entry, book: Variables, kinds: dict[str, str]) -> Token | Lost:
    variable, home = entry.variable, entry.collection
    name, collection = str(variable.get("name") or entry.id), book.titles.get(home, home)
    kind = _kind(variable)
    modes = book.modes.get(home) or dict.fromkeys(entry.values, "")
    about = {each: variable[each] for each in _ABOUT if variable.get(each) not in (None, "", False, {}, [])}
    about = {"collection": collection, **about}
    named = f"{collection}/{name}"
    if not kind:
        values = {modes.get(mode, mode): _plain(book, entry.values[mode], mode) for mode in entry.values}
        why = f"The format has no type for a {str(variable.get('resolvedType')).lower()}."
        return Lost(named, why, {"id": entry.id, **about, "values": values})
    found = {
        modes[mode]: value
        for mode in modes
        if mode in entry.values and (value := _valued(entry.values[mode], mode, kind, book, kinds)) is not None
    }
    if not found:
        targets = [each["id"] for each in entry.values.values() if isinstance(each, dict) and "id" in each]
        why = f"It refers to {', '.join(map(str, targets))}, not in the answer." if targets else "It has no value."
        return Lost(named, why, {"id": entry.id, **about})
    mode = next(iter(found))  # the default one comes first
    if missing := [modes[each] for each in modes if each in entry.values and modes[each] not in found]:
        about["modesNotInTheAnswer"] = missing
    if mode != next(iter(modes.values())):
        about["valueOfMode"] = mode
    scopes = frozenset(each for each in about.get("scopes", ()) if isinstance(each, str) and each != "ALL_SCOPES")
    described = variable.get("description")
    return Token(
        entry.id,
        (collection, *name.split("/")),
        kind,
        found[mode],
        found,
        mode,
        scopes,
        described if isinstance(described, str) else "",
        about,
    )


def _valued(value: Any, mode: str, kind: str, book: Variables, kinds: dict[str, str]) -> Any:
    """A value of a type: a Reference where what it refers to is a token of that type; None if there is none."""
    plain = _plain(book, value, mode)
    if kind == "color":
        found: Any = color(plain)
    elif kind == "fontFamily":
        found = plain if isinstance(plain, str) and plain else None
    elif is_number(plain):
        found = dimension(plain) if kind == "dimension" else rounded(plain)
    else:
        return None
    target = value.get("id") if isinstance(value, dict) else None
    return Reference(target) if found is not None and target is not None and kinds.get(target) == kind else found


def _plain(book: Variables, value: Any, mode: str) -> Any:
    """What a value is in the end, its aliases followed: each in the same mode, or in its collection's default one."""
    seen: set[str] = set()
    while isinstance(value, dict) and isinstance(identifier := value.get("id"), str):
        target = book.variables.get(identifier)
        values = target.get("valuesByMode") if target else None
        if target is None or identifier in seen or not isinstance(values, dict):
            return None
        seen.add(identifier)
        if mode not in values:
            mode = next(
                (each for each in book.modes.get(str(target.get("variableCollectionId")), {}) if each in values), ""
            )
        value = values.get(mode)
    if isinstance(value, dict) and "opacity" in value:
        return _composed(book, value, mode)
    return value


def _composed(book: Variables, value: dict[str, Any], mode: str) -> Any:
    """A colour with an opacity of its own."""
    base = value.get("color")
    nested = isinstance(base, dict) and "opacity" in base
    shade, opacity = None if nested else _plain(book, base, mode), _plain(book, value["opacity"], mode)
    if not isinstance(shade, dict):
        return None
    given = shade.get("a", 1)
    return {**shade, "a": given * opacity} if is_number(opacity) and is_number(given) else shade
