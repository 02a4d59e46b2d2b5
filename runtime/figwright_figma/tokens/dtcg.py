"""Tokens as the Design Tokens Community Group's format of 2025.10: groups in groups, `$type`, `$value`, `$extensions`.

Sources: designtokens.org/TR/2025.10/format and /color. Modes, ids and uses, for which the format has no member, stand
in `$extensions` under `com.figma`; so does, at the root, what is no token.
"""

from __future__ import annotations

from typing import Any

from figwright_figma.tokens.model import Reference, Token, TokenSet, named_apart

VENDOR = "com.figma"
_ROOT = "$root"
"""The name of a token that is a group, too."""
_RESERVED = str.maketrans(".{}", "_()")


def to_dtcg(found: TokenSet) -> dict[str, Any]:
    """A document of all tokens. Of several with one name the later ones get a number; none is dropped."""
    paths = dict(zip((each.id for each in found.tokens), _paths(found.tokens), strict=True))
    tree: dict[str, Any] = {}
    for token in found.tokens:
        *groups, name = paths[token.id]
        group = tree
        for each in groups:
            group = group.setdefault(each, {})
        group[name] = _token(token, paths)
    if found.lost:
        lost = [{"name": each.name, "why": each.why, **each.about} for each in found.lost]
        tree["$extensions"] = {VENDOR: {"notExported": lost}}
    return tree


def _paths(tokens: list[Token]) -> list[tuple[str, ...]]:
    paths = named_apart(tuple(map(_name, each.path)) for each in tokens)
    groups = {path[:length] for path in paths for length in range(1, len(path))}
    return [(*path, _ROOT) if path in groups else path for path in paths]


def _name(name: str) -> str:
    """Names hold no dots or braces, which make references, and no dollar in front."""
    return name.strip().translate(_RESERVED).lstrip("$") or "_"


def _token(token: Token, paths: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    made: dict[str, Any] = {"$type": token.type, "$value": _value(token.value, paths)}
    if token.description:
        made["$description"] = token.description
    about = {"id": token.id, **token.about}
    if len(token.modes) > 1:
        about["modes"] = {mode: _value(value, paths) for mode, value in token.modes.items()}
    return made | {"$extensions": {VENDOR: about}}


def _value(value: Any, paths: dict[str, tuple[str, ...]]) -> Any:
    return f"{{{'.'.join(paths[value.id])}}}" if isinstance(value, Reference) else value
