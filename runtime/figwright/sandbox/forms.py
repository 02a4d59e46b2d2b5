"""What comes to a token endpoint: a form, an app's credentials, the answer to a PKCE challenge."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import secrets
from urllib.parse import parse_qsl

from starlette.requests import Request

from .refusals import Refusal

FORM = "application/x-www-form-urlencoded"
CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")


def read_form(request: Request, raw: bytes) -> dict[str, str]:
    """The fields of a form, each given once."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise Refusal(400, f"Content-Type must be {FORM}")
    try:
        pairs = parse_qsl(raw.decode("ascii"), keep_blank_values=True, strict_parsing=bool(raw), errors="strict")
    except ValueError:
        raise Refusal(400, "The body is not a form") from None
    form = dict(pairs)
    if len(form) != len(pairs):
        raise Refusal(400, "Parameters must be given once")
    return form


def basic(header: str) -> tuple[str, str] | None:
    """The id and the secret of an `Authorization: Basic`; None for any other header."""
    if not header.lower().startswith("basic "):
        return None
    try:
        client_id, colon, secret = base64.b64decode(header[6:], validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (client_id, secret) if colon else None


def verifies(challenge: str | None, verifier: str | None) -> bool:
    """Whether a code verifier answers an S256 challenge (RFC 7636 section 4.6); without a challenge none may come."""
    if challenge is None or verifier is None:
        return challenge is None and verifier is None
    if not _VERIFIER.fullmatch(verifier):
        return False
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    return secrets.compare_digest(digest, challenge)
