"""What a call of a published description is to look like on the wire, by an encoder of its own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote


@dataclass
class Expected:
    """What a call must look like on the wire: decoded where the order or the spelling is nobody's concern."""

    method: str
    path: str
    query: list[tuple[str, str]]
    headers: dict[str, str]
    body: Any


def text_of(value: Any) -> str:
    return json.dumps(value) if isinstance(value, bool) else str(value)


def bracketed(name: str, value: Any) -> list[tuple[str, str]]:
    if isinstance(value, dict):
        return [pair for key, each in value.items() for pair in bracketed(f"{name}[{key}]", each)]
    if isinstance(value, list):
        return [pair for at, each in enumerate(value) for pair in bracketed(f"{name}[{at}]", each)]
    return [(name, text_of(value))]


def pairs(name: str, value: Any, style: str, explode: bool) -> list[tuple[str, str]]:
    if style == "deepObject":
        return bracketed(name, value)
    sign = {"spaceDelimited": " ", "pipeDelimited": "|"}.get(style, ",")
    if isinstance(value, list):
        texts = [text_of(each) for each in value]
        return [(name, each) for each in texts] if explode else [(name, sign.join(texts))]
    if isinstance(value, dict):
        found = [(key, text_of(each)) for key, each in value.items()]
        return found if explode else [(name, sign.join(text for pair in found for text in pair))]
    return [(name, text_of(value))]


def segment(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(quote(text_of(each), safe="") for each in value)
    return quote(text_of(value), safe="")
