"""Which error means that an account may not read a subject's content, whatever it may know of the subject."""

from __future__ import annotations

from figwright.errors import Cause, ProviderError

_REFUSED = frozenset({401, 403, 404, 410, 451})
_NOT_ABOUT_RIGHTS = frozenset({Cause.DEAD_TOKEN, Cause.RATE_LIMITED, Cause.PROVIDER_DOWN, Cause.INVALID_INPUT})


def refuses_content(error: ProviderError) -> bool:
    return error.status in _REFUSED and error.cause not in _NOT_ABOUT_RIGHTS
