"""Secrets taken out of what others say and of what is handed on: error texts and results (P4)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from html import unescape
from typing import Any, NamedTuple
from unicodedata import normalize
from urllib.parse import unquote

from figwright.json_pointer import index, is_index, steps
from figwright.redaction.escaping import one_line
from figwright.redaction.secret import REDACTED

OWN_PREFIX = "fwm_"
"""How the tokens begin that we issue to MCP clients: masked wherever a provider's are."""
_OWN = rf"{OWN_PREFIX}[\w-]{{20,}}"
_LONGEST_TEXT = 500
_LONGEST_NAME = 40
_BETWEEN = re.compile(r"[:=<>%&\\,]")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def clean_text(text: str, secret_pattern: str) -> str:
    """A provider's words as they may be shown: one line, at most 500 characters, tokens masked (T26)."""
    line = one_line(text)
    for pattern in filter(None, (secret_pattern, _OWN)):
        line = re.sub(pattern, REDACTED, line)
    return line if len(line) <= _LONGEST_TEXT else line[: _LONGEST_TEXT - 1] + "…"


def take_out(data: Any, pointers: Iterable[str], *, anywhere: bool = False) -> Any:
    """The data with `[redacted]` at these JSON pointers, in which `*` stands for every key or index; changed in place.

    It fails closed: a field of the last name in a pointer is taken out wherever it stands and however it is written
    (`Webhook-Passcode`), and so are the value in a pair with that name, a text in place of an object on a pointer's way
    and a whole text that gives the name a value (`passcode=...`, JSON, XML, a query, escaped or not).

    The line is drawn at prose (`the passcode is ...`), at truths, and at results without pointers: what a design says
    of a passcode is its content. `anywhere` heeds the names alone.
    """
    paths = [steps(pointer) for pointer in pointers]
    if not paths:
        return data
    root = [data]
    for path in () if anywhere else paths:
        _replace(root, 0, path)
    for name, *rest in {_from_last_name(path) for path in paths} - {()}:
        _replace_named(root, name, tuple(rest))
    return root[0]


def _from_last_name(path: tuple[str, ...]) -> tuple[str, ...]:
    """The end of a path, from its last step that names a field."""
    names = [place for place, step in enumerate(path) if step != "*" and not is_index(step)]
    return path[names[-1] :] if names else ()


def _replace(holder: Any, key: Any, path: tuple[str, ...]) -> None:
    pending = [(holder, key, path)]
    while pending:
        holder, key, path = pending.pop()
        value = holder[key]
        if isinstance(value, bool) or value in (None, "", [], {}):
            continue
        if not path or not isinstance(value, dict | list):
            holder[key] = REDACTED
        elif isinstance(value, dict):
            named = [path[0]] if path[0] in value else []
            every = path[0] == "*" or (is_index(path[0]) and not named)
            pending += [(value, each, path[1:]) for each in (list(value) if every else named)]
        elif isinstance(value, list):
            place = index(path[0], value)
            if path[0] == "*":
                pending += [(value, each, path[1:]) for each in range(len(value))]
            elif place is not None:
                pending.append((value, place, path[1:]))
            else:
                pending += [(value, each, path) for each in range(len(value))]


def _replace_named(root: list[Any], name: str, rest: tuple[str, ...]) -> None:
    spelling, known = _spelling(name), dict[str, bool]()
    pending: list[Any] = [root]
    while pending:
        holder = pending.pop()
        for key in list(holder) if isinstance(holder, dict) else range(len(holder)):
            if isinstance(key, str) and key not in known:
                known[key] = spelling.names(key)
            if isinstance(key, str) and known[key]:
                _replace(holder, key, rest)
            elif isinstance(text := holder[key], str):
                if spelling.is_written_in(text):
                    holder[key] = REDACTED
                elif len(text) <= _LONGEST_NAME and spelling.names(text):
                    _replace_partners(holder, key)
            if isinstance(holder[key], dict | list):
                pending.append(holder[key])


def _replace_partners(holder: Any, name_at: Any) -> None:
    """The value beside a name: of an object's `value`, or the other one where there are two."""
    for key in list(holder) if isinstance(holder, dict) else range(len(holder)):
        if key != name_at and (len(holder) == 2 or (isinstance(key, str) and key.casefold() == "value")):
            _replace(holder, key, ())


class _Spelling(NamedTuple):
    """What finds a name: its letters, a word with it, and that word beside a sign that gives or names a value."""

    letters: re.Pattern[str]
    word: re.Pattern[str]
    written: re.Pattern[str]

    def names(self, key: str) -> bool:
        plain = _unescaped(key)
        return self._has(plain) and self.word.search(_apart(plain)) is not None

    def is_written_in(self, text: str) -> bool:
        if not _BETWEEN.search(text):
            return False
        plain = _unescaped(text)
        return self._has(plain) and self.written.search(_apart(plain)) is not None

    def _has(self, plain: str) -> bool:
        """Rules out most texts, quickly."""
        return self.letters.search(plain.casefold()) is not None


@lru_cache(maxsize=256)
def _spelling(name: str) -> _Spelling:
    letters = [re.escape(each) for each in _unescaped(name).casefold() if each.isalnum()]
    spelled = r"[\W_]{0,3}".join(letters) if letters else re.escape(name)
    word = rf"(?<![^\W_]){spelled}s?(?![^\W\d_])" if letters else spelled
    quotes = r"[\"'\\\s\])]{0,20}"
    written = rf"[:=]{quotes}{word}|<\W?{word}|{word}[\w-]{{0,40}}(?:{quotes}[:=>]|[\"'\\]{{1,20}}\s?,)"
    return _Spelling(re.compile(spelled), re.compile(word, re.IGNORECASE), re.compile(written, re.IGNORECASE))


def _apart(text: str) -> str:
    """The text as it is, and again with its camel case taken apart."""
    return f"{text}\n{_HUMP.sub('_', text)}"


def _unescaped(text: str) -> str:
    """A text without the escapes of URLs, HTML and JSON, with one sign for all of a kind."""
    for _ in range(3):
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), unescape(unquote(text)))
    return normalize("NFKC", text)
