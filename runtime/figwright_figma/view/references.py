"""What a node refers to: its component, its properties, and the layers that they set."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from figwright_figma.view import css
from figwright_figma.view.css import quoted


class Book(NamedTuple):
    """What a response says beside its trees, by id."""

    components: dict[str, Any]
    sets: dict[str, Any]
    styles: dict[str, Any]
    variables: dict[str, Any]
    shared: frozenset[str] = frozenset()
    """Names that several components have, sets counted as one."""

    @classmethod
    def of(cls, *sources: Any) -> Book:
        """Each map from the first source that has it."""
        maps: list[dict[str, Any]] = []
        for name in ("components", "componentSets", "styles", "variables"):
            held = [
                source[name] for source in sources if isinstance(source, dict) and isinstance(source.get(name), dict)
            ]
            maps.append(held[0] if held else {})
        components, sets, styles, variables = maps
        return cls(components, sets, styles, variables, _shared(components, sets))

    def name(self, table: dict[str, Any], identifier: Any) -> str:
        entry = table.get(identifier) if isinstance(identifier, str) else None
        found = entry.get("name") if isinstance(entry, dict) else None
        return found if isinstance(found, str) else ""


def written(entry: Any) -> str:
    """What people wrote about a component or a style where they published it."""
    if not isinstance(entry, dict):
        return ""
    said, links = entry.get("description"), _links(entry.get("documentationLinks"))
    return " ".join(
        filter(None, [quoted(said) if isinstance(said, str) and said else "", f"docs {links}" if links else ""])
    )


def about_component(node: dict[str, Any], book: Book) -> Iterator[tuple[str, str]]:
    """What was written about the component behind an instance, and about the set that it is of."""
    identifier = node.get("componentId")
    entry = book.components.get(identifier) if isinstance(identifier, str) else None
    if isinstance(entry, dict):
        group = entry.get("componentSetId")
        names = [name for name in (book.name(book.sets, group), book.name(book.components, identifier)) if name]
        if text := written(entry):
            yield f"component {' '.join(map(quoted, names))}", text
        if isinstance(group, str) and (text := written(book.sets.get(group))):
            yield f"component {quoted(names[0])}", text


def _shared(components: dict[str, Any], sets: dict[str, Any]) -> frozenset[str]:
    holders: dict[str, set[object]] = {}
    for identifier, entry in components.items():
        if isinstance(entry, dict):
            outer = entry.get("componentSetId")
            one = sets.get(outer) if isinstance(outer, str) else None
            name = (one if isinstance(one, dict) else entry).get("name")
            if isinstance(name, str):
                holders.setdefault(name, set()).add(outer if isinstance(one, dict) else identifier)
    return frozenset(name for name, ids in holders.items() if len(ids) > 1)


def component(node: dict[str, Any], kind: str, book: Book, found: dict[str, str]) -> None:
    given = node.get("componentProperties")
    words: list[str] = []
    if kind == "INSTANCE":
        identifier = node.get("componentId")
        entry = book.components.get(identifier) if isinstance(identifier, str) else None
        entry = entry if isinstance(entry, dict) else {}
        own, of_set = entry.get("name"), book.name(book.sets, entry.get("componentSetId"))
        if title := of_set or (own if isinstance(own, str) else ""):
            words_of = ["" if title == node.get("name") else quoted(title)]
            words_of += [css.token(identifier)] if title in book.shared else []
            found["component"] = " ".join(filter(None, words_of))
        elif reference := css.token(identifier):
            found["component"] = reference
        if of_set and isinstance(own, str):
            words.append(quoted(own))
        words += _properties(node, given, book, variants=not words)
    else:
        table = book.sets if kind == "COMPONENT_SET" else book.components
        entry = table.get(node.get("id", "")) if isinstance(node.get("id"), str) else None
        if isinstance(entry, dict) and isinstance(entry.get("description"), str) and entry["description"]:
            found["description"] = quoted(entry["description"])
        if isinstance(entry, dict) and (links := _links(entry.get("documentationLinks"))):
            found["docs"] = links
        words += _definitions(node, book)
    if words:
        found["properties"] = ", ".join(words)


def _links(given: Any) -> str:
    uris = [each.get("uri") for each in given if isinstance(each, dict)] if isinstance(given, list) else []
    return " ".join(quoted(uri) for uri in uris if isinstance(uri, str))


def _properties(node: dict[str, Any], given: Any, book: Book, *, variants: bool) -> Iterator[str]:
    layers: dict[str, list[tuple[str, dict[str, Any]]]] | None = None
    for name, entry in given.items() if isinstance(given, dict) else ():
        if not isinstance(entry, dict) or (entry.get("type") == "VARIANT" and not variants):
            continue
        value = entry.get("value")
        if entry.get("type") == "INSTANCE_SWAP":
            value = book.name(book.components, value) or value
        if not isinstance(value, _VALUES):
            continue
        text = _said(value)
        if value is False:
            layers = _layers(node) if layers is None else layers
            names = dict.fromkeys(_title(each) for what, each in layers.get(name, []) if what == "visible")
            text += f" hides {' and '.join(names)}" if names else ""
        yield f"{_called(name, entry)}: {text}"


def _said(value: str | float) -> str:
    """A property's value: in quotes where it is text, so that no part of it reads as the next property."""
    if isinstance(value, str):
        return quoted(value)
    return str(value).lower() if -1e300 < value < 1e300 else "out of range"


def _title(node: dict[str, Any]) -> str:
    return quoted(name) if isinstance(name := node.get("name"), str) else "a layer without a name"


def _called(name: str, entry: dict[str, Any]) -> str:
    """A property's name in quotes, without the id after its last `#`, which those of variants have not."""
    title, sign, _ = name.rpartition("#")
    return quoted(title if sign and entry.get("type") != "VARIANT" else name)


def _definitions(node: dict[str, Any], book: Book) -> Iterator[str]:
    given = node.get("componentPropertyDefinitions")
    layers = _layers(node) if given else {}
    for name, entry in given.items() if isinstance(given, dict) else ():
        if not isinstance(entry, dict):
            continue
        choices, default = entry.get("variantOptions"), entry.get("defaultValue")
        if isinstance(choices, list):
            said = "|".join(quoted(choice) for choice in choices if isinstance(choice, str))
        else:
            said = css.lower(entry.get("type"))
        if entry.get("type") == "INSTANCE_SWAP":
            default = book.name(book.components, default) or book.name(book.sets, default) or default
        text = f"{_called(name, entry)}: {said}" + (
            f" default {_said(default)}" if isinstance(default, _VALUES) else ""
        )
        yield " ".join([text, *_set(layers.get(name, [])), *_preferred(entry.get("preferredValues"), book)])


def _preferred(given: Any, book: Book) -> Iterator[str]:
    """What a swap offers first, by name where the answer has one; of others only how many there are."""
    keys = [each.get("key") for each in given if isinstance(each, dict)] if isinstance(given, list) else []
    if keys:
        entries = [each for each in (*book.components.values(), *book.sets.values()) if isinstance(each, dict)]
        names = [each["name"] for each in entries if each.get("key") in keys and isinstance(each.get("name"), str)]
        rest = len(keys) - len(names)
        yield f"prefers {'|'.join([*map(quoted, names), *([f'{rest} of other files'] if rest > 0 else [])])}"


_VALUES = (str, bool, int, float)
_SETS = {"visible": "shows", "characters": "sets", "mainComponent": "swaps"}


def _set(layers: list[tuple[str, dict[str, Any]]]) -> Iterator[str]:
    """What a property does to which layers; of those of one name, in the variants of a set, the first one's id."""
    named: dict[tuple[str, str], list[str]] = {}
    for what, each in layers:
        named.setdefault((_SETS.get(what) or css.lower(what), _title(each)), []).append(css.token(each.get("id")))
    for (word, name), ids in named.items():
        more = f"and {len(ids) - 1} more" if len(ids) > 1 else ""
        yield " ".join(filter(None, [word, name, ids[0], more]))


def _layers(node: dict[str, Any]) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """By a property's name, the layers inside that it sets, hidden ones too, and what of them."""
    found: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    stack = [node]
    while stack:
        below = stack.pop().get("children")
        inside = [each for each in below if isinstance(each, dict)] if isinstance(below, list) else []
        for each in inside:
            referred = each.get("componentPropertyReferences")
            for what, name in referred.items() if isinstance(referred, dict) else ():
                if isinstance(name, str):
                    found.setdefault(name, []).append((what, each))
        stack += [each for each in reversed(inside) if each.get("type") != "INSTANCE"]
    return found
