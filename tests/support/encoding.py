"""The request that an operation's values make, from the OpenAPI specification (Parameter and Encoding Object).

Shares nothing with what it tests.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

SIGNS = {"form": ",", "simple": ",", "matrix": ",", "label": ",", "spaceDelimited": " ", "pipeDelimited": "|"}
Pairs = list[tuple[str, str]]


class NoFormError(Exception):
    """OpenAPI has no form for this value there."""


TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


def cookies(parameter: Mapping[str, Any], value: Any) -> Pairs:
    found = pairs(parameter, value)
    if not all(TOKEN.fullmatch(name) for name, _ in found):
        raise NoFormError(value)
    return found


def scalar(value: Any) -> str:
    if value is None or isinstance(value, dict | list):
        raise NoFormError(value)
    return value if isinstance(value, str) else json.dumps(value)


def path_text(parameter: Mapping[str, Any], value: Any) -> str:
    """The text in place of `{name}`, percent-encoded."""
    name, style, explode = quote(parameter["name"], safe=""), parameter.get("style", "simple"), exploded(parameter)
    if "content" in parameter:
        return quote(json.dumps(value, separators=(",", ":"), ensure_ascii=False), safe="")
    if value in ([], {}) and isinstance(value, list | dict):
        raise NoFormError(value)
    start = {"simple": "", "label": ".", "matrix": ";"}[style]
    sign = start if explode and style != "simple" else ","
    inner = [(name, quote(scalar(each), safe="")) for each in value] if isinstance(value, list) else []
    if isinstance(value, dict):
        inner = [(quote(key, safe=""), quote(scalar(each), safe="")) for key, each in value.items()]
        texts = [f"{key}={each}" if explode else f"{key}{sign}{each}" for key, each in inner]
    elif isinstance(value, list):
        texts = [f"{key}={each}" if explode and style == "matrix" else each for key, each in inner]
    else:
        texts = [quote(scalar(value), safe="")]
    if style == "label" and sign == "." and isinstance(value, list | dict) and any("." in each for each in texts):
        raise NoFormError(value)
    text = sign.join(texts)
    if style == "matrix" and not (explode and isinstance(value, list | dict)):
        text = f"{name}={text}"
    if start + text in ("", ".", ".."):  # of an address, no step of its own
        raise NoFormError(value)
    return start + text


def exploded(parameter: Mapping[str, Any]) -> bool:
    usual = "form" if parameter.get("in") in ("query", "cookie", None) else "simple"
    return bool(parameter.get("explode", parameter.get("style", usual) == "form"))


def pairs(parameter: Mapping[str, Any], value: Any) -> Pairs:
    """Names and values of a query, a cookie or a form, before they are percent-encoded."""
    name, style, explode = parameter["name"], parameter.get("style", "form"), exploded(parameter)
    if "content" in parameter:
        return [(name, json.dumps(value, separators=(",", ":"), ensure_ascii=False))]
    if style == "deepObject":
        return bracketed(name, value)
    if isinstance(value, list):
        texts = [scalar(each) for each in value]
        return [(name, each) for each in texts] if explode else joined(name, texts, SIGNS[style])
    if isinstance(value, dict):
        if explode:
            return [(key, scalar(each)) for key, each in value.items()]
        return joined(name, [text for key, each in value.items() for text in (key, scalar(each))], SIGNS[style])
    return [(name, scalar(value))]


def bracketed(name: str, value: Any) -> Pairs:
    """What OpenAPI leaves open is as docs/generate.md says."""
    if not isinstance(value, dict | list):
        return [(name, scalar(value))]
    named = value.items() if isinstance(value, dict) else enumerate(value)
    return [pair for key, each in named for pair in bracketed(f"{name}[{key}]", each)]


def joined(name: str, texts: list[str], sign: str) -> Pairs:
    if any(sign in each for each in texts):
        raise NoFormError(texts)
    return [(name, sign.join(texts))] if texts else []


def header(parameter: Mapping[str, Any], value: Any) -> str:
    if "content" in parameter:
        text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    elif isinstance(value, dict) and exploded(parameter):
        text = ",".join(f"{key}={scalar(each)}" for key, each in value.items())
        if any("," in each for pair in value.items() for each in map(scalar, pair)):
            raise NoFormError(value)
    else:
        found = pairs({**parameter, "style": "form", "explode": False}, value)
        text = found[0][1] if found else ""
    if not text.isascii() or not text.isprintable() or text != text.strip():
        raise NoFormError(value)
    return text
