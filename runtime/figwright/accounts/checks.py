"""What callers say of an account, checked before anything is done: whose it is, its token, its plan."""

from __future__ import annotations

import re
import unicodedata

from figwright.connector import Connector
from figwright.errors import ConfigurationError
from figwright.http.credentials import as_word
from figwright.redaction.cleaning import OWN_PREFIX
from figwright.redaction.secret import Secret

UNWANTED = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_LONGEST_IDENTIFIER = 255


def checked_identifier(identifier: str) -> str:
    """Identifiers are compared byte by byte, so those that merely look alike are refused (T39)."""
    if (
        not isinstance(identifier, str)
        or not 1 <= len(identifier) <= _LONGEST_IDENTIFIER
        or UNWANTED.search(identifier)
        or identifier != identifier.strip()
        or not unicodedata.is_normalized("NFC", identifier)
    ):
        raise ConfigurationError(
            "An identifier is your own name for the user: 1 to 255 characters of NFC text, without control characters "
            "and without spaces at its ends."
        )
    return identifier


def kind_by_beginning(connector: Connector, token: str) -> str | None:
    begins = token.lstrip().startswith
    return next((kind for kind, each in connector.credentials.items() if begins(each.token_prefixes)), None)


def pasted_kind(connector: Connector) -> str:
    """The kind of token that people make and paste: not what a consent gives, and one that tells whose it is.

    Raises ConfigurationError where several are left.
    """
    oauth, kinds = connector.oauth, tuple(connector.credentials)
    kinds = tuple(kind for kind in kinds if kind not in (oauth.credential, oauth.organization_credential)) or kinds
    asking = connector.tools[connector.identify].credentials if len(kinds) > 1 and connector.identify else ()
    kinds = tuple(kind for kind in kinds if kind in asking) or kinds
    if len(kinds) != 1:
        raise ConfigurationError(
            f"What kind of token of {connector.title} is it? Say kind, one of: {', '.join(kinds)}."
        )
    return kinds[0]


def checked_token(connector: Connector, token: Secret, kind: str | None, plan: str | None) -> tuple[str, Secret]:
    """Its kind, and the token without spaces around it. Raises ConfigurationError for what cannot be one.

    Where no kind is given, its beginning tells; else it is what people make and paste.
    """
    kind = kind or kind_by_beginning(connector, token.reveal()) or pasted_kind(connector)
    if kind not in connector.credentials:
        raise ConfigurationError(f"{kind!r} is no credential of {connector.title}: {', '.join(connector.credentials)}.")
    check_plan(connector, plan)
    word = as_word(connector, kind, token)
    if word.reveal().startswith(OWN_PREFIX):
        raise ConfigurationError(f"This is a token of ours, for MCP clients. It is never sent to {connector.title}.")
    return kind, word


def check_plan(connector: Connector, plan: str | None) -> None:
    if plan is not None and not connector.plans:
        raise ConfigurationError(f"{connector.title} is described without plans: leave plan out.")
    if plan is not None and plan not in connector.plans:
        raise ConfigurationError(f"{plan!r} is no plan of {connector.title}: {', '.join(connector.plans)}.")


def check_page_size(page_size: int) -> None:
    if not 1 <= page_size <= 1000:
        raise ConfigurationError("page_size is between 1 and 1000.")
