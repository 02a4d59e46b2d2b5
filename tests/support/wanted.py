"""What a call of a drawn operation should send, and how what was sent differs from it."""

from __future__ import annotations

import json
import re
from email import message_from_bytes, policy
from typing import Any
from urllib.parse import parse_qsl, unquote

from figwright.http.request import Outgoing
from support.descriptions import Operation, constant_of, inputs_of
from support.encoding import NoFormError, cookies, header, pairs, path_text

HOME = "https://shop.test"
_EXPONENT = re.compile(r"(\d)[eE](?:\+|(-)?)0*(\d)")
Values = dict[tuple[str, str], Any]
"""By place and name; the body under ("body", "")."""


class Wanted:
    """The request that some values should make."""

    def __init__(self, operation: Operation, values: Values) -> None:
        self.operation = operation
        self.path = operation.served()
        self.query: list[tuple[str, str]] = list(operation.fixed)
        constants = {each["name"]: constant_of(each) for each in operation.parameters}
        self.headers = {name: text for name, text in constants.items() if text}
        self.cookies: list[tuple[str, str]] = []
        for each in sorted(inputs_of(operation), key=lambda each: (not each.get("required"), each["name"])):
            if (each["in"], each["name"]) not in values:
                continue
            value = values[each["in"], each["name"]]
            if each.get("required") and value in ([], {}) and "content" not in each:
                raise NoFormError(value)
            match each["in"]:
                case "path":
                    self.path = self.path.replace(f"{{{each['name']}}}", path_text(each, value))
                case "query":
                    found = pairs(each, value)
                    if each.get("required") and not found:
                        raise NoFormError(value)
                    self.query += found
                case "header" if text := header(each, value):
                    self.headers[each["name"]] = text
                case "cookie":
                    self.cookies += cookies(each, value)
        self.body = values.get(("body", ""))
        self.has_body = ("body", "") in values
        if self.body == {} and not operation.required_body and not operation.whole:
            self.has_body = False  # an optional body of which nothing is given
        if not self.has_body and operation.body and operation.required_body:
            self.has_body, self.body = True, {}

        if self.has_body and operation.media == "application/x-www-form-urlencoded":
            encoding = (operation.body or {}).get("encoding", {})
            named = [({"name": name, **encoding.get(name, {})}, each) for name, each in (self.body or {}).items()]
            self.form = [pair for part, each in named for pair in pairs(part, each)]

    def differs(self, made: Outgoing) -> str:
        url = made.url.removeprefix(HOME)
        path, _, query = url.partition("?")
        if [_said(unquote(each), each) for each in path.split("/")] != [
            _said(unquote(each), each) for each in self.path.split("/")
        ]:
            return f"path {path!r} is not {self.path!r}"
        if not _same(parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query)), self.query):
            return f"query {query!r} is not {self.query!r}"
        for name, text in self.headers.items():
            if _said(str(made.headers.get(name))) != _said(text):
                return f"header {name} of {made.headers} is not {text!r}"
        sent = str(made.headers.get("Cookie", ""))
        cookies = [(each.partition("=")[0], unquote(each.partition("=")[2])) for each in sent.split("; ") if each]
        if not _same(cookies, self.cookies):
            return f"cookies {sent!r} are not {self.cookies!r}"
        if not self.has_body:
            return "" if made.body is None else f"body {made.body!r} where there is none"
        return self._differs_body(made)

    def _differs_body(self, made: Outgoing) -> str:
        assert isinstance(made.body, bytes)
        media = self.operation.media
        wanted: Any = self.body
        said = str(made.headers.get("Content-Type", "application/json"))
        if not said.startswith(media):
            return f"the media type {said!r} is not {media!r}"
        if "json" in media:
            return "" if _exact(json.loads(made.body), wanted) else f"body {made.body!r} is not {wanted!r}"
        if media in ("text/plain", "application/octet-stream"):
            return "" if made.body == wanted.encode() else f"{made.body!r}"
        if media == "multipart/form-data":
            found, expected = _parts(said, made.body), _multipart(wanted, self.operation.body or {})
            return "" if found == expected else f"parts {found} are not {expected}"
        found = parse_qsl(made.body.decode(), keep_blank_values=True)
        return "" if _same(found, self.form) else f"form {found} is not {self.form}"


def _multipart(value: dict[str, Any], body: dict[str, Any]) -> dict[str, list[tuple[bool, str, Any]]]:
    """By name, of each part whether it is a file, its media type and content.

    Each item of a list is a part; objects are JSON (OpenAPI 3.0.3 and 3.1.0, Encoding Object).
    """
    found: dict[str, list[tuple[bool, str, Any]]] = {}
    for name, each in value.items():
        schema = body["schema"]["properties"].get(name, {})
        is_file = "binary" in (schema.get("format"), schema.get("items", {}).get("format"))
        said = body.get("encoding", {}).get(name, {}).get("contentType", "")
        for item in each if isinstance(each, list) else [each]:
            text = item if isinstance(item, str) else json.dumps(item, separators=(",", ":"), ensure_ascii=False)
            media = said or ("application/octet-stream" if is_file else "application/json" if isinstance(item, dict)
                             else "text/plain")  # fmt: skip
            found.setdefault(name, []).append((is_file, media, _said(text)))
    return found


def _parts(media: str, content: bytes) -> dict[str, list[tuple[bool, str, Any]]]:
    message: Any = message_from_bytes(f"Content-Type: {media}\r\n\r\n".encode() + content, policy=policy.HTTP)
    found: dict[str, list[tuple[bool, str, Any]]] = {}
    for part in message.iter_parts():
        name = str(part.get_param("name", header="content-disposition")).replace("%22", '"')  # as browsers write it
        is_file = part.get_param("filename", header="content-disposition") is not None
        text = part.get_payload(decode=True).decode()
        found.setdefault(name, []).append((is_file, part.get_content_type(), _said(text)))
    return found


def _same(found: Any, wanted: Any) -> bool:
    """The same pairs; of one name in the same order. Numbers may be written in any way that is the same number."""

    def by_name(listed: Any) -> dict[str, list[Any]]:
        names: dict[str, list[Any]] = {}
        for name, text in listed:
            names.setdefault(name, []).append(_said(text))
        return names

    return by_name(found) == by_name(wanted)


def _said(text: str, plain: str = "") -> Any:
    """What a text says where JSON or a number may be written in several ways; else the text, or `plain` for it."""
    text, plain = (_EXPONENT.sub(r"\1e\2\3", each) for each in (text, plain))
    start = text.find("{") if "{" in text else text.find("[")
    try:
        if start >= 0:
            return text[:start], json.dumps(json.loads(text[start:]), sort_keys=True)
        return [float(each) if "e" in each else each for each in text.split(",")] if "e" in text else plain or text
    except ValueError:
        return plain or text


def _exact(one: Any, other: Any) -> bool:
    """Equal as JSON: true is not 1; 5.0 is 5."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_exact(each, other[key]) for key, each in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_exact, one, other))
    return one == other and isinstance(one, bool) == isinstance(other, bool)
