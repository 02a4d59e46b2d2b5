"""A proposal as YAML that a person reads and edits: what to look at stands beside it as a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

_PLAIN = re.compile(r"[A-Za-z_/][A-Za-z0-9_/.-]*")
_WORDS = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))
_WIDTH = 110


def scalar(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if not isinstance(value, str):
        return str(value)
    if _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
        return value
    plain = yaml.safe_dump(value, allow_unicode=True, width=10**6).removesuffix("...\n").rstrip("\n")
    numeric = value[:1] in "+-.0123456789"  # to YAML 1.2, 1e3 is a number
    return plain if value.isprintable() and plain == value and not numeric else _quoted(value)


def _quoted(value: str) -> str:
    return yaml.safe_dump(value, default_style='"', allow_unicode=True, width=10**6).rstrip("\n")


def flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_inner(key)}: {flow(each)}' for key, each in value.items())}}}"
    return f"[{', '.join(map(flow, value))}]" if isinstance(value, list | tuple) else _inner(value)


def _inner(value: Any) -> str:
    """A scalar within brackets, where more signs mean something."""
    text = scalar(value)
    if isinstance(value, str) and text == value and not _PLAIN.fullmatch(value):
        return _quoted(value)
    return text


def lines(values: Mapping[str, Any], notes: Mapping[str, str], indent: int) -> Iterator[str]:
    """A mapping, a line for each key, what is said of it behind it."""
    margin = " " * indent
    for key, value in values.items():
        text = flow(value) if isinstance(value, Mapping | list | tuple) else scalar(value)
        line = f"{margin}{scalar(key)}: {text}"
        note = f"# {remark(notes[key])}" if key in notes else ""
        if note and len(line) + len(note) + 2 > _WIDTH:
            yield f"{margin}{note}"
        yield f"{line}  {note}" if note and len(line) + len(note) + 2 <= _WIDTH else line


def remark(text: str) -> str:
    """Text that can stand in a comment: one line of what can be printed."""
    return "".join(char if char.isprintable() else " " for char in " ".join(text.split()))


def comment(text: str, indent: int = 0) -> Iterator[str]:
    import textwrap

    margin = f"{' ' * indent}# "
    yield from textwrap.wrap(
        remark(text), _WIDTH, initial_indent=margin, subsequent_indent=f"{margin}  ", break_long_words=False
    )
