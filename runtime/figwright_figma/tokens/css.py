"""Tokens as custom properties of CSS, or as a theme of Tailwind 4, whose names say what a property is for.

Values of a collection's default mode hold everywhere; those of another where an element around has the attribute
`data-COLLECTION="MODE"`. References stay references: `var(--name)`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from figwright.redaction.escaping import one_line
from figwright_figma.tokens.model import Reference, Token, TokenSet
from figwright_figma.view import css

_NAMESPACES = {
    "color": "color",
    "gradient": "background-image",
    "fontFamily": "font",
    "fontWeight": "font-weight",
    "shadow": "shadow",
    "typography": "text",
}
_BY_SCOPE = {
    "CORNER_RADIUS": "radius",
    "FONT_SIZE": "text",
    "LETTER_SPACING": "tracking",
    "LINE_HEIGHT": "leading",
    "GAP": "spacing",
    "WIDTH_HEIGHT": "spacing",
    "FONT_WEIGHT": "font-weight",
}
Properties = Iterator[tuple[str, str]]


def to_css(found: TokenSet) -> str:
    """A style sheet with a custom property for each token."""
    return _sheet(found, ":root", lambda token: _slug(token.path), _shorthand)


def to_tailwind(found: TokenSet) -> str:
    """A theme of Tailwind 4: `@theme` with names in its namespaces, such as `--color-…` and `--spacing-…`."""
    return _sheet(found, "@theme", _in_namespace, _parts)


def _sheet(
    found: TokenSet,
    root: str,
    name: Callable[[Token], str],
    typography: Callable[[str, dict[str, Any]], Properties],
) -> str:
    written = [each for each in found.tokens if each.type != "gradient" or "css" in each.about]

    def properties(named: str, token: Token, value: Any) -> Properties:
        if isinstance(value, Reference):
            return iter([(named, f"var(--{names[value.id]})")])
        if token.type == "typography":
            return typography(named, value)
        return iter([(named, token.about["css"] if token.type == "gradient" else _text(value))])

    def lines(token: Token, value: Any) -> Iterator[str]:
        return (f"  --{each}: {text};" for each, text in properties(names[token.id], token, value))

    def claimed(token: Token, named: str) -> set[str]:
        return {named, *(each for each, _ in typography(named, token.value))} if token.type == "typography" else {named}

    names = _apart(written, name, claimed)
    blocks: dict[str, list[str]] = {root: [line for token in written for line in lines(token, token.value)]}
    for token in written:
        for mode, value in token.modes.items():
            if mode != token.mode and value != token.value:
                selector = f"[data-{_slug([str(token.about.get('collection', 'mode'))])}={_string(mode)}]"
                blocks.setdefault(selector, []).extend(lines(token, value))
    sheet = [f"{selector} {{\n" + "\n".join(block) + "\n}" for selector, block in blocks.items()]
    left = [*(each.name for each in found.lost), *("/".join(each.path) for each in found.tokens if each not in written)]
    return "\n\n".join([*_comment(left), *sheet]) + "\n"


def _apart(
    tokens: Sequence[Token], name: Callable[[Token], str], claimed: Callable[[Token, str], set[str]]
) -> dict[str, str]:
    """A name for each token by its id: no property of one is called as that of another is."""
    taken = set[str]().union(*(claimed(token, name(token)) for token in tokens))
    names: dict[str, str] = {}
    seen: set[str] = set()
    for token in tokens:
        apart, number = name(token), 2
        while (found := claimed(token, apart)) & seen or (number > 2 and found & taken):
            apart, number = f"{name(token)}-{number}", number + 1
        seen |= found
        names[token.id] = apart
    return names


def _comment(left: list[str]) -> list[str]:
    if not left:
        return []
    named = "\n".join(f"   {one_line(each).replace('*/', '* /')}" for each in left)
    return [f"/* {len(left)} without a value that CSS has (--format dtcg says why):\n{named} */"]


def _in_namespace(token: Token) -> str:
    """Tailwind makes its classes of what comes after the namespace."""
    space = _NAMESPACES.get(token.type) or next(
        (name for scope, name in _BY_SCOPE.items() if scope in token.scopes), ""
    )
    slug = _slug(token.path)
    return f"{space}-{slug.removeprefix(f'{space}-')}" if space else slug


def _slug(path: Iterable[str]) -> str:
    """Letters, digits and hyphens, such as the name of a property may have."""
    words = re.sub(r"[^\w-]+", "-", "-".join(path)).strip("-_").lower()
    return re.sub(r"-{2,}", "-", words) or "token"


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_shadow, value))
    if isinstance(value, str):
        return _string(value)
    if not isinstance(value, dict):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    if "unit" in value:
        return f"{_text(value['value'])}{value['unit']}"
    return _color(value) if "components" in value else _shadow(value)


def _color(value: dict[str, Any]) -> str:
    return css.color(dict(zip("rgba", (*value["components"], value.get("alpha", 1)), strict=True)))


def _shadow(value: dict[str, Any]) -> str:
    lengths = [_text(value[name]) for name in ("offsetX", "offsetY", "blur", "spread")]
    return " ".join([*(["inset"] if value.get("inset") else []), *lengths, _color(value["color"])])


def _string(text: str) -> str:
    escaped = one_line(text).replace("\\", "\\\\").replace('"', '\\"').replace("<", "\\3c ")
    return f'"{escaped}"'


def _shorthand(name: str, value: dict[str, Any]) -> Properties:
    """The `font` shorthand, and the letter spacing, which it has not."""
    line = f"/{_text(value['lineHeight'])}" if "lineHeight" in value else ""
    weight = [_text(value["fontWeight"])] if "fontWeight" in value else []
    yield name, " ".join([*weight, _text(value["fontSize"]) + line, _text(value["fontFamily"])])
    if value["letterSpacing"]["value"]:
        yield f"{name}-letter-spacing", _text(value["letterSpacing"])


def _parts(name: str, value: dict[str, Any]) -> Properties:
    """A size with what Tailwind sets along with it; the family is one of its own."""
    yield name, _text(value["fontSize"])
    for each, part in (
        ("lineHeight", "line-height"),
        ("letterSpacing", "letter-spacing"),
        ("fontWeight", "font-weight"),
    ):
        if each in value:
            yield f"{name}--{part}", _text(value[each])
    yield f"font-{name.removeprefix('text-')}", _text(value["fontFamily"])
