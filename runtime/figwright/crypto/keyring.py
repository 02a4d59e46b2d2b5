"""Encryption at rest: AES-256-GCM, each ciphertext bound to its place, under a data key of each grant.

What is encrypted opens only under the context it was sealed with (T30): `("ab", "c")` and `("a", "bc")` are two
contexts, and so are 1 and "1" (T31). A grant's data key encrypts that grant's tokens alone, so no key comes near the
2^32 random nonces that GCM bears (NIST SP 800-38D, section 8.3; T35). An old row that is put back whole
is not found out (T32): its tokens open, and are at worst dead ones, which are renewed as any dead token is.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from collections.abc import Iterable, KeysView, Sequence
from typing import NoReturn

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from figwright.errors import ConfigurationError, FigwrightError
from figwright.redaction.secret import Secret

Context = str | int
Stamp = tuple[int, int, int, int]
_VERSION = b"\x01"
_NONCE = 12
_KEY_ID = 4
_KEY_TEXT = re.compile(r"[A-Za-z0-9_-]{43}=?")
CORRUPT = "corrupt"
"""How the reason of an account begins whose stored secrets do not open."""


class SealBrokenError(FigwrightError):
    """A stored secret does not open. The message is constant: what was wrong with the bytes is nobody's to learn."""

    def __init__(self) -> None:
        super().__init__(
            "A stored secret cannot be decrypted: it was damaged, moved from another place, or sealed with a key that "
            "is not configured. Compare `figwright keys list`, or connect the account again."
        )


class _Kept:
    """Holds key material: does not show it and does not travel (P4)."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(...)"

    def __reduce__(self) -> NoReturn:
        raise TypeError(f"a {type(self).__name__} cannot be pickled or copied")


class KeyRing(_Kept):
    """The configured keys: the newest seals, each of them opens. Safe to share between threads."""

    __slots__ = ("_held",)

    def __init__(self, keys: Sequence[bytes]) -> None:
        """The keys, newest first, 32 random bytes each. Raises ConfigurationError."""
        self._held: tuple[dict[str, AESGCM], Stamp | None] = ciphers_of(keys), None

    @property
    def newest(self) -> str:
        """The newest key's id: 8 hex digits of its SHA-256, which tell nothing of the key."""
        return next(iter(self._current()))

    @property
    def ids(self) -> KeysView[str]:
        """Every key's id, newest first."""
        return self._current().keys()

    def seal(self, plaintext: bytes, *context: Context) -> bytes:
        """Encrypt under the newest key: version, key id, nonce, ciphertext with its tag."""
        key_id, cipher = next(iter(self._current().items()))
        return _VERSION + bytes.fromhex(key_id) + _encrypt(cipher, plaintext, (key_id, *context))

    def open(self, blob: bytes, *context: Context) -> bytes:
        """Raises SealBrokenError."""
        key_id = self.key_id(blob)
        cipher = self._held[0].get(key_id) or self._current().get(key_id)
        if cipher is None:
            raise SealBrokenError
        return _decrypt(cipher, blob[1 + _KEY_ID :], (key_id, *context))

    @staticmethod
    def key_id(blob: bytes) -> str:
        """Which key sealed it. Raises SealBrokenError."""
        if len(blob) <= _KEY_ID or blob[:1] != _VERSION:
            raise SealBrokenError
        return blob[1 : 1 + _KEY_ID].hex()

    def lacks_key_of(self, blob: bytes) -> bool:
        """Whether it was sealed with a key that is not here, and may be sound. A damaged one names no key."""
        try:
            return self.key_id(blob) not in self.ids
        except SealBrokenError:
            return False

    def _current(self) -> dict[str, AESGCM]:
        return self._held[0]


def ciphers_of(keys: Sequence[bytes]) -> dict[str, AESGCM]:
    """By key id, newest first."""
    if not keys or any(len(key) != 32 for key in keys):
        raise ConfigurationError("A key ring takes one or more keys of 32 bytes. Make one: figwright keys new")
    ciphers = {id_of(key): AESGCM(key) for key in keys}
    if len(ciphers) != len(keys):
        raise ConfigurationError("An encryption key stands twice among the configured ones. Take one away.")
    return ciphers


class DataKey(_Kept):
    """A grant's own key, 32 random bytes; `wrapped` is how it is stored, encrypted by the ring."""

    __slots__ = ("_cipher", "_key", "wrapped")

    def __init__(self, key: bytes, wrapped: bytes) -> None:
        self._key, self._cipher, self.wrapped = key, AESGCM(key), wrapped

    @classmethod
    def make(cls, ring: KeyRing, grant_id: str) -> DataKey:
        key = AESGCM.generate_key(256)
        return cls(key, ring.seal(key, "data key", grant_id))

    @classmethod
    def unwrap(cls, ring: KeyRing, wrapped: bytes, grant_id: str) -> DataKey:
        """Raises SealBrokenError."""
        return cls(ring.open(wrapped, "data key", grant_id), wrapped)

    def rewrapped(self, ring: KeyRing, grant_id: str) -> bytes:
        """The same key under the ring's newest key."""
        return ring.seal(self._key, "data key", grant_id)

    def seal(self, plaintext: str, *context: Context) -> bytes:
        """Encrypt: version, nonce, ciphertext with its tag."""
        return _VERSION + _encrypt(self._cipher, plaintext.encode(), context)

    def open(self, blob: bytes, *context: Context) -> str:
        """Raises SealBrokenError."""
        if blob[:1] != _VERSION:
            raise SealBrokenError
        return _decrypt(self._cipher, blob[1:], context).decode()


def _encrypt(cipher: AESGCM, plaintext: bytes, context: tuple[Context, ...]) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + cipher.encrypt(nonce, plaintext, _associated(context))


def _decrypt(cipher: AESGCM, sealed: bytes, context: tuple[Context, ...]) -> bytes:
    try:
        return cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], _associated(context))
    except (InvalidTag, ValueError):
        raise SealBrokenError from None


def _associated(context: tuple[Context, ...]) -> bytes:
    """The associated data: each item with its type and length, so that no two contexts read the same."""
    parts = [_VERSION]
    for item in context:
        data = str(item).encode()
        parts += [b"i" if isinstance(item, int) else b"s", len(data).to_bytes(4), data]
    return b"".join(parts)


def id_of(key: bytes) -> str:
    """The name of a key, as `KeyRing.ids` has it."""
    return hashlib.sha256(b"figwright encryption key id\0" + key).digest()[:_KEY_ID].hex()


def new_key() -> str:
    """A new key as text: base64url of 32 random bytes."""
    return secrets.token_urlsafe(32)


def parse_keys(texts: Iterable[str | Secret]) -> list[bytes]:
    """Keys from text, with or without the closing `=`. ConfigurationError names the faulty one by its position."""
    keys = [Secret.text(text) for text in texts]
    for position, key in enumerate(keys, 1):
        if not _KEY_TEXT.fullmatch(key.reveal().strip()):
            raise ConfigurationError(
                f"Encryption key {position} is not 32 bytes in base64url (43 characters). Make one: figwright keys new"
            )
    return [base64.urlsafe_b64decode(key.reveal().strip()[:43] + "=") for key in keys]
