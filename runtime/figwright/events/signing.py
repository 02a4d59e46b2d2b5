"""Signatures of Standard Webhooks (standardwebhooks.com): HMAC-SHA256 over id, time and body.

Twenty lines in place of its library, which brings an HTTP client and three more packages; the tests let that library
verify what is signed here.
"""

from __future__ import annotations

import hmac
import secrets
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Sequence

from figwright.errors import ConfigurationError
from figwright.redaction.secret import Secret

_PREFIX = "whsec_"
_SHORTEST, _LONGEST = 24, 64


def new_secret() -> str:
    """A secret of 256 random bits."""
    return _PREFIX + b64encode(secrets.token_bytes(32)).decode()


def key_of(secret: Secret, whose: str) -> Secret:
    """The secret, if it can sign. Raises ConfigurationError."""
    try:
        length = len(_raw(secret))
    except (Error, ValueError):
        length = 0
    if not secret.reveal().startswith(_PREFIX) or not _SHORTEST <= length <= _LONGEST:
        raise ConfigurationError(
            f"{whose}: the secret is not whsec_ and {_SHORTEST} to {_LONGEST} bytes in base64. Make one: figwright "
            "events new-secret"
        )
    return secret


def headers(message_id: str, timestamp: int, body: bytes, keys: Sequence[Secret]) -> dict[str, str]:
    """The three headers of a delivery, with a signature by each key."""
    signed = b".".join((message_id.encode(), str(timestamp).encode(), body))
    found = (b64encode(hmac.digest(_raw(key), signed, "sha256")).decode() for key in keys)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(f"v1,{each}" for each in found),
    }


def _raw(secret: Secret) -> bytes:
    return b64decode(secret.reveal().removeprefix(_PREFIX), validate=True)
