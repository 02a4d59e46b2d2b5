"""What people wrote beside a node for developers: annotations, how far the work is, what to export, variable modes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from figwright_figma.view import css
from figwright_figma.view.css import quoted

_COLLECTION = "VariableCollectionId:"


def noted(node: dict[str, Any], found: dict[str, str]) -> None:
    get = node.get
    if given := get("annotations"):
        found["note"] = ", ".join(filter(None, _annotations(given)))
    if given := get("exportSettings"):
        found["export"] = exports(given)
    if isinstance(status := get("devStatus"), dict):
        word, said = css.lower(status.get("type")), status.get("description")
        words = [word if word != "none" else "", quoted(said) if isinstance(said, str) and said else ""]
        found["status"] = " ".join(filter(None, words))
    if isinstance(variables := get("boundVariables"), dict) and "visible" in variables:
        found["visible"] = "by variable"
    if isinstance(modes := get("explicitVariableModes"), dict):
        pairs = ((css.token(name.removeprefix(_COLLECTION)), css.token(mode)) for name, mode in modes.items())
        found["modes"] = ", ".join(f"{name}={mode}" for name, mode in pairs if name and mode)


def _annotations(given: Any) -> Iterator[str]:
    """What was noted, and the properties that it points to."""
    for each in given if isinstance(given, list) else ():
        if isinstance(each, dict):
            said = each.get("label") or each.get("labelMarkdown")
            about = each.get("properties")
            kinds = (
                [css.lower(one.get("type")) for one in about if isinstance(one, dict)]
                if isinstance(about, list)
                else []
            )
            words = [
                quoted(said) if isinstance(said, str) else "",
                f"on {' '.join(filter(None, kinds))}" if kinds else "",
            ]
            yield " ".join(filter(None, words))


def exports(given: Any) -> str:
    found = []
    for each in given if isinstance(given, list) else ():
        if isinstance(each, dict):
            size, suffix = each.get("constraint"), each.get("suffix")
            scale = css.number(size.get("value")) if isinstance(size, dict) else ""
            unit = {"WIDTH": "w", "HEIGHT": "h"}.get(str(size.get("type")), "x") if isinstance(size, dict) else ""
            found.append(css.lower(each.get("format")) + (f"@{scale}{unit}" if scale else ""))
            if isinstance(suffix, str) and suffix:
                found.append(f"suffix {quoted(suffix)}")
    return " ".join(filter(None, found))
