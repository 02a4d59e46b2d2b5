"""What a node refers to: its component and properties, where a click leads, what is exported."""

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

    @classmethod
    def of(cls, *sources: Any) -> Book:
        """Each map from the first source that has it."""
        maps: list[dict[str, Any]] = []
        for name in ("components", "componentSets", "styles", "variables"):
            held = [
                source[name] for source in sources if isinstance(source, dict) and isinstance(source.get(name), dict)
            ]
            maps.append(held[0] if held else {})
        return cls(*maps)

    def name(self, table: dict[str, Any], identifier: Any) -> str:
        entry = table.get(identifier) if isinstance(identifier, str) else None
        found = entry.get("name") if isinstance(entry, dict) else None
        return found if isinstance(found, str) else ""


def component(node: dict[str, Any], kind: str, book: Book, found: dict[str, str]) -> None:
    given = node.get("componentProperties")
    words: list[str] = []
    if kind == "INSTANCE":
        identifier = node.get("componentId")
        entry = book.components.get(identifier) if isinstance(identifier, str) else None
        entry = entry if isinstance(entry, dict) else {}
        own, of_set = entry.get("name"), book.name(book.sets, entry.get("componentSetId"))
        if title := of_set or (own if isinstance(own, str) else ""):
            if title != node.get("name"):
                found["component"] = quoted(title)
        elif reference := css.token(identifier):
            found["component"] = reference
        if of_set and isinstance(own, str):
            words.append(own)
        words += _properties(given, book, variants=not words)
    else:
        entry = book.components.get(node.get("id", "")) if isinstance(node.get("id"), str) else None
        if isinstance(entry, dict) and isinstance(entry.get("description"), str) and entry["description"]:
            found["description"] = quoted(entry["description"])
        words += _definitions(node.get("componentPropertyDefinitions"))
    if words:
        found["properties"] = quoted(", ".join(words))


def _properties(given: Any, book: Book, *, variants: bool) -> Iterator[str]:
    for name, entry in given.items() if isinstance(given, dict) else ():
        if not isinstance(entry, dict) or (entry.get("type") == "VARIANT" and not variants):
            continue
        value = entry.get("value")
        if entry.get("type") == "INSTANCE_SWAP":
            value = book.name(book.components, value) or value
        if isinstance(value, str | bool | int | float):
            text = str(value).lower() if isinstance(value, bool) else str(value)
            yield f"{name.partition('#')[0]}={text}"


def _definitions(given: Any) -> Iterator[str]:
    for name, entry in given.items() if isinstance(given, dict) else ():
        if not isinstance(entry, dict):
            continue
        choices, default = entry.get("variantOptions"), entry.get("defaultValue")
        if isinstance(choices, list):
            said = "|".join(choice for choice in choices if isinstance(choice, str))
        else:
            said = css.lower(entry.get("type"))
        if isinstance(default, bool):
            default = str(default).lower()
        yield f"{name.partition('#')[0]}: {said}" + (f" = {default}" if isinstance(default, str) else "")


def interactions(node: dict[str, Any]) -> str:
    found = []
    given = node.get("interactions")
    for each in given if isinstance(given, list) else ():
        if not isinstance(each, dict):
            continue
        trigger, actions = each.get("trigger"), each.get("actions")
        when = css.lower(trigger.get("type")) if isinstance(trigger, dict) else ""
        for action in actions if isinstance(actions, list) else ():
            if isinstance(action, dict):
                what = css.lower(action.get("navigation")) or css.lower(action.get("type"))
                url = action.get("url")
                where = quoted(url) if isinstance(url, str) else css.token(action.get("destinationId"))
                found.append(" ".join(filter(None, [when, what, where])))
    if not found and (target := css.token(node.get("transitionNodeID"))):
        found.append(f"on-click navigate {target}")
    return "; ".join(found)


def exports(given: Any) -> str:
    found = []
    for each in given if isinstance(given, list) else ():
        if isinstance(each, dict):
            size = each.get("constraint")
            scale = css.number(size.get("value")) if isinstance(size, dict) else ""
            unit = {"WIDTH": "w", "HEIGHT": "h"}.get(str(size.get("type")), "x") if isinstance(size, dict) else ""
            found.append(css.lower(each.get("format")) + (f"@{scale}{unit}" if scale else ""))
    return " ".join(filter(None, found))
