"""Secrets stay where they are used (P4): out of reprs, pickles, error texts and results."""

from __future__ import annotations

import hmac
import re
from base64 import b64encode
from collections.abc import Iterable
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, Self
from unicodedata import normalize
from urllib.parse import quote, unquote

from figwright.json_pointer import index, steps
from figwright.visible import one_line

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, SecretStr
    from pydantic_core import CoreSchema

REDACTED = "[redacted]"
OWN_PREFIX = "fwm_"
"""How the tokens begin that we issue to MCP clients: masked wherever a provider's are."""
_OWN = rf"{OWN_PREFIX}[\w-]{{20,}}"
_LONGEST_TEXT = 500
_LONGEST_NAME = 40
NOT_A_WORD = "a token is one word of at most 16,384 printable ASCII characters, without spaces or line breaks"
_BETWEEN = re.compile(r"[:=<>%&\\,]")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SENDABLE = re.compile(r"[\x21-\x7e]{1,16384}")


def refuse_pickle(holder: object) -> NoReturn:
    """What `__reduce__` does in all that holds a secret. Raises TypeError."""
    raise TypeError(f"a {type(holder).__name__} cannot be pickled: what holds a secret stays in its process")


class Secret:
    """A token, key or password that shows itself only to `reveal()`: not in repr, str, format, JSON or a pickle.

    A copy is the same object, so that what holds a secret can be copied within its process. pydantic takes it as a
    type of fields: text and `SecretStr` become one, and it is dumped as `[redacted]`.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        """A token. Raises ValueError where the value could not stand in an HTTP header (T48), see `word`."""
        if not _SENDABLE.fullmatch(value):
            raise ValueError(NOT_A_WORD)
        self._value = value

    @classmethod
    def text(cls, value: str | Secret | SecretStr) -> Secret:
        """Any text at all, such as an address with a password in it."""
        if isinstance(value, Secret):
            return value
        made = cls.__new__(cls)
        made._value = value if isinstance(value, str) else value.get_secret_value()
        return made

    @classmethod
    def word(cls, value: str | Secret | SecretStr) -> Secret | None:
        """A token without the spaces around it; None where it could not stand in a header, as `NOT_A_WORD` says."""
        found = cls.text(cls.text(value)._value.strip())
        return found if _SENDABLE.fullmatch(found._value) else None

    def reveal(self) -> str:
        return self._value

    def after(self, prefix: str) -> Secret:
        """The same behind a prefix, as a header has it."""
        return Secret.text(prefix + self._value)

    def in_base64(self) -> Secret:
        """The same as Basic has it (RFC 7617)."""
        return Secret.text(b64encode(self._value.encode()).decode())

    def encoded(self) -> Secret:
        """The same as an address or a cookie has it."""
        return Secret.text(quote(self._value, safe=""))

    def __repr__(self) -> str:
        return "Secret(...)"

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(*(each._value.encode("utf-8", "surrogatepass") for each in (self, other)))

    def __hash__(self) -> int:
        return hash((Secret, self._value))

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, _: object) -> Self:
        return self

    def __reduce__(self) -> NoReturn:
        refuse_pickle(self)

    @classmethod
    def __get_pydantic_core_schema__(cls, _: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(
            _as_secret,
            json_schema_input_schema=core_schema.str_schema(),
            serialization=core_schema.plain_serializer_function_ser_schema(lambda _: REDACTED, when_used="json"),
        )


def forget_frames(error: BaseException, handled: BaseException | None) -> None:
    """Take from an error the frames below, and those of what led to it.

    Crash reporters show the locals of every frame, and libraries hold a request as it goes out and an answer as it
    came in. What the caller `handled` already when it called has frames of its own alone: they stay.
    """
    link: BaseException | None = error
    while link is not None and link is not handled:
        link.__traceback__ = None
        if link.__suppress_context__:
            link.__context__ = None
        link = link.__cause__ or link.__context__


def _as_secret(value: object) -> Secret:
    try:
        return Secret.text(value)  # type: ignore[arg-type]
    except AttributeError:
        pass
    raise ValueError("should be text")


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
    names = [place for place, step in enumerate(path) if step != "*" and not step.isdigit()]
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
            keys = list(value) if path[0] == "*" else [path[0]] if path[0] in value else []
            pending += [(value, each, path[1:]) for each in keys]
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
