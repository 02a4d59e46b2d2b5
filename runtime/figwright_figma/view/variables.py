"""Variables as rows: name, collection, type and a value for each mode of the collection, as CSS writes it.

The manifest names `render` as the view of the tools that return variables. What has not the shape that Figma describes
is left as it came, never an error.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from figwright.rendering.answer import Answer, Text
from figwright.rendering.rows import render_rows
from figwright.rendering.shape import ViewName
from figwright_figma.view.css import color, is_number

VIEWS: tuple[ViewName, ...] = ()


def render(answer: Answer) -> Text:
    """One table of all variables, and the modes in whose order their values stand."""
    meta = answer.data.get("meta") if isinstance(answer.data, dict) else None
    names = ("variables", "variableCollections")
    if not isinstance(meta, dict) or not all(isinstance(meta.get(name), dict) for name in names):
        return render_rows(answer)
    book = Variables.of(meta)
    told: dict[str, Any] = {name: value for name, value in meta.items() if name not in names}
    if collections := [[book.titles[name], name, each] for name, each in book.modes.items()]:
        told["collections (name, id, modes)"] = collections
    return render_rows(answer._replace(data={**told, "variables": list(book.rows())}))


class Variables(NamedTuple):
    """A file's variables and collections by id, with what they are called."""

    variables: dict[str, dict[str, Any]]
    collections: dict[str, dict[str, Any]]
    titles: dict[str, str]
    """Collections' names, with the id for those of one name."""
    modes: dict[str, dict[str, str]]
    """By collection, its modes' names by id; the default one comes first."""
    names: Counter[str]
    """How many variables have a name."""

    @classmethod
    def of(cls, meta: dict[str, Any]) -> Variables:
        variables, collections = (
            {name: each for name, each in meta[key].items() if isinstance(each, dict)}
            for key in ("variables", "variableCollections")
        )
        named = Counter(_text(each.get("name")) for each in collections.values())
        titles = {}
        for identifier, each in collections.items():
            name = _text(each.get("name"))
            titles[identifier] = name if name and named[name] == 1 else f"{name} ({identifier})"
        modes = {identifier: _modes(each) for identifier, each in collections.items()}
        names = Counter(_text(each.get("name")) for each in variables.values())
        return cls(variables, collections, titles, modes, names)

    def rows(self) -> Iterator[dict[str, Any]]:
        """A row for each variable, by collection, and for each value that an extension of one has of its own."""
        place = {identifier: at for at, identifier in enumerate(self.collections)}
        for each in sorted(self.variables.values(), key=lambda each: place.get(self._home(each), len(place))):
            yield self._row(each)
        for identifier, each in self.collections.items():
            overrides = each.get("variableOverrides")
            for name, values in overrides.items() if isinstance(overrides, dict) else ():
                if isinstance(values, dict) and values:
                    row = self._row(self.variables.get(name, {"id": name, "name": name}))
                    yield {**row, "collection": self.titles[identifier], "values": self._values(identifier, values)}

    def _row(self, variable: dict[str, Any]) -> dict[str, Any]:
        home, rest = self._home(variable), dict(variable)
        row: dict[str, Any] = {
            "name": rest.pop("name", None),
            "id": rest.pop("id", None),
            "collection": self.titles.get(home, home),
            "type": rest.pop("resolvedType", None) or rest.pop("resolvedDataType", None),
        }
        if isinstance(values := rest.pop("valuesByMode", None), dict):
            row["values"] = self._values(home, values)
        if (scopes := rest.pop("scopes", None)) not in (["ALL_SCOPES"], [], None):
            row["scopes"] = ", ".join(map(str, scopes)) if isinstance(scopes, list) else scopes
        rest.pop("variableCollectionId", None)
        return row | {name: value for name, value in rest.items() if value not in ("", False, {}, [])}

    def _home(self, variable: dict[str, Any]) -> str:
        return _text(variable.get("variableCollectionId"))

    def _values(self, collection: str, values: dict[str, Any]) -> Any:
        """The value where the collection has one mode; else in the order of its modes, null if there is none."""
        modes = self.modes.get(collection, {})
        if modes.keys() >= values.keys():
            found = [self._value(values.get(mode)) for mode in modes]
            return found[0] if len(found) == 1 else found
        return {modes.get(mode, mode): self._value(value) for mode, value in values.items()}

    def _value(self, value: Any) -> Any:
        """A colour as CSS has it, an alias as an arrow to the name."""
        if is_number(value):
            return int(value) if value == int(value) else round(value, 4)
        if not isinstance(value, dict):
            return value
        if isinstance(alias := value.get("id"), str):
            return f"-> {self._called(alias)}"
        if "opacity" in value:
            base, opacity = self._value(value.get("color")), self._value(value["opacity"])
            return f"{base} opacity {opacity}"
        return color(value) or value

    def _called(self, identifier: str) -> str:
        """What a variable is called, with the collection where others have its name."""
        variable = self.variables.get(identifier)
        name = _text(variable.get("name")) if variable else ""
        if variable is None or not name:
            return f"{identifier} (not in this answer)"
        return name if self.names[name] == 1 else f"{name} of {self.titles.get(self._home(variable), '?')}"


def _modes(collection: dict[str, Any]) -> dict[str, str]:
    given = collection.get("modes")
    modes = {
        each["modeId"]: _text(each.get("name")) or each["modeId"]
        for each in (given if isinstance(given, list) else ())
        if isinstance(each, dict) and isinstance(each.get("modeId"), str)
    }
    default = collection.get("defaultModeId")
    return {default: modes[default], **modes} if isinstance(default, str) and default in modes else modes


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
