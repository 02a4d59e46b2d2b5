"""What happens on a click, or whatever else triggers it, as a prototype of Figma plays it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from figwright_figma.view import css
from figwright_figma.view.css import number, quoted
from figwright_figma.view.paints import vector

_DEEPEST = 4
"""Conditions inside conditions; what lies deeper is in the full view alone."""
CUT = "..."
"""In place of them."""
_FLAGS = {
    "preserveScrollPosition": "keep-scroll",
    "resetScrollPosition": "reset-scroll",
    "resetVideoPosition": "reset-video",
    "resetInteractiveComponents": "reset-components",
    "openInNewTab": "new-tab",
}
_FUNCTIONS = {
    "ADDITION": "+",
    "SUBTRACTION": "-",
    "MULTIPLICATION": "*",
    "DIVISION": "/",
    "EQUALS": "==",
    "NOT_EQUAL": "!=",
    "LESS_THAN": "<",
    "LESS_THAN_OR_EQUAL": "<=",
    "GREATER_THAN": ">",
    "GREATER_THAN_OR_EQUAL": ">=",
}


def interactions(node: dict[str, Any]) -> str:
    """`on-click navigate 1:2 dissolve 300ms ease-out`, one after another."""
    found = []
    given = node.get("interactions")
    for each in given if isinstance(given, list) else ():
        if isinstance(each, dict):
            when = _trigger(each.get("trigger"))
            found += [" ".join(filter(None, [when, what])) for what in _actions(each.get("actions"), _DEEPEST)]
    if not found and (target := css.token(node.get("transitionNodeID"))):
        old = {"duration": node.get("transitionDuration"), "easing": {"type": node.get("transitionEasing")}}
        found.append(" ".join(filter(None, ["on-click navigate", target, *_transition(old)])))
    return "; ".join(found)


def _trigger(given: Any) -> str:
    if not isinstance(given, dict):
        return ""
    words = [css.lower(given.get("type"))]
    for name, word, unit in (("timeout", "", "ms"), ("delay", "after ", "ms"), ("mediaHitTime", "at ", "s")):
        if (time := number(given.get(name))) not in ("", "0"):
            words.append(f"{word}{time}{unit}")
    if keys := css.numbers(given.get("keyCodes")):
        words.append(f"keys {' '.join(keys)}")
    device = css.lower(given.get("device"))
    return " ".join(filter(None, [*words, "" if device == "keyboard" else device]))


def _actions(given: Any, deepest: int) -> Iterator[str]:
    for action in given if isinstance(given, list) else ():
        if isinstance(action, dict) and (text := " ".join(filter(None, _action(action, deepest)))):
            yield text


def _action(action: dict[str, Any], deepest: int) -> Iterator[str]:
    get = action.get
    yield css.lower(get("navigation")) or css.lower(get("mediaAction")) or css.lower(get("type"))
    yield quoted(url) if isinstance(url := get("url"), str) else css.token(get("destinationId"))
    for name, unit in (("amountToSkip", "s"), ("newTimestamp", "s")):
        if time := number(get(name)):
            yield f"{time}{unit}"
    if get("type") == "SET_VARIABLE":
        yield f"{css.token(get('variableId'))} = {_value(get('variableValue'), deepest)}"
    elif get("type") == "SET_VARIABLE_MODE":
        yield f"{css.token(get('variableCollectionId'))} = {css.token(get('variableModeId'))}"
    elif get("type") == "CONDITIONAL":
        yield from _blocks(get("conditionalBlocks"), deepest - 1)
    if place := vector(get("overlayRelativePosition")):
        yield f"at {place}"
    yield from _transition(get("transition"))
    yield from (word for name, word in _FLAGS.items() if get(name) is True)


def _blocks(given: Any, deepest: int) -> Iterator[str]:
    for block in given if isinstance(given, list) else ():
        if isinstance(block, dict):
            inside = " and ".join(_actions(block.get("actions"), deepest)) if deepest > 0 else CUT
            held = block.get("condition")
            yield f"{f'if {_value(held, deepest)}' if held else 'else'} ({inside})"


def _value(given: Any, deepest: int) -> str:
    value = given.get("value") if isinstance(given, dict) else None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return quoted(value)
    if not isinstance(value, dict):
        return number(value) or "?"
    arguments = value.get("expressionArguments")
    if not isinstance(arguments, list):
        return css.color(value) or css.token(value.get("id")) or "?"
    if deepest <= 0:
        return CUT
    sign, said = value.get("expressionFunction"), [_value(each, deepest - 1) for each in arguments]
    if isinstance(sign, str) and sign in _FUNCTIONS and len(said) == 2:
        first, second = (
            f"({text})" if _is_reckoned(each) else text for each, text in zip(arguments, said, strict=True)
        )
        return f"{first} {_FUNCTIONS[sign]} {second}"
    return f"{css.lower(sign)}({', '.join(said)})"


def _is_reckoned(given: Any) -> bool:
    """Whether a value is written with a sign between two others."""
    value = given.get("value") if isinstance(given, dict) else None
    arguments = value.get("expressionArguments") if isinstance(value, dict) else None
    return (
        isinstance(value, dict) and isinstance(arguments, list) and str(value.get("expressionFunction")) in _FUNCTIONS
    )


def _transition(given: Any) -> Iterator[str]:
    if not isinstance(given, dict):
        return
    yield css.lower(given.get("type"))
    yield css.lower(given.get("direction"))
    if time := number(given.get("duration")):
        yield f"{time}ms"
    if isinstance(easing := given.get("easing"), dict):
        yield _easing(easing)
    if given.get("matchLayers") is True:
        yield "match-layers"


def _easing(easing: dict[str, Any]) -> str:
    for name, word, keys in (
        ("easingFunctionCubicBezier", "cubic-bezier", ("x1", "y1", "x2", "y2")),
        ("easingFunctionSpring", "spring", ("mass", "stiffness", "damping")),
    ):
        if isinstance(curve := easing.get(name), dict):
            return f"{word}({','.join(number(curve.get(key)) or '0' for key in keys)})"
    return css.lower(easing.get("type")).replace("-and-", "-")
