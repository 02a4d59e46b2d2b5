"""A value that is shown nowhere (P4), and what refuses to be pickled or kept in a traceback."""

from __future__ import annotations

import hmac
import re
from base64 import b64encode
from typing import TYPE_CHECKING, NoReturn, Self
from urllib.parse import quote

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, SecretStr
    from pydantic_core import CoreSchema


REDACTED = "[redacted]"
NOT_A_WORD = "a token is one word of at most 16,384 printable ASCII characters, without spaces or line breaks"
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
