"""Tokens and consents sealed under a key, stored as the runtime stores them."""

from __future__ import annotations

from figwright.accounts.stored import StoredAccounts
from figwright.crypto.keyring import KeyRing
from figwright.http.limits import Limits
from figwright.oauth.protocol import TokenResponse
from figwright.oauth.token_endpoint import TokenEndpoint
from figwright.redaction.secret import Secret
from figwright.refresh.schedule import Schedule
from figwright.refresh.sealing import open_access
from figwright.store import Database, authorization_requests, grants


def keep(database: Database, ring: KeyRing, user: str) -> str:
    """Store a consent's tokens, named after the user, as the runtime does."""
    stored = StoredAccounts(database, ring, TokenEndpoint(Limits()), 10.0)
    tokens = TokenResponse(Secret(f"access-{user}-1"), Secret(f"refresh-{user}-1"), 3600, user)
    with database.write() as transaction:
        return stored.store_consent(
            transaction,
            client_id="app",
            provider_user=user,
            kind="oauth",
            tokens=tokens,
            when=lambda _: Schedule(None, None),
            scopes=None,
        )


def access_tokens(database: Database, ring: KeyRing, grant_ids: list[str]) -> list[str]:
    opened = []
    for grant_id in grant_ids:
        state = grants.read(database, grant_id)
        assert state is not None
        opened.append(open_access(ring, grant_id, state.data_key, state.access, state.generation).secret.reveal())
    return opened


def first_tokens(kept: dict[str, str]) -> list[str]:
    return [f"access-{user}-1" for user in kept.values()]


def pend(database: Database, ring: KeyRing, lifetime: float = 600.0) -> None:
    """A consent under way, whose code verifier the ring seals."""
    with database.write() as transaction:
        authorization_requests.add(
            transaction,
            id=f"request{lifetime}",
            connection="toybox",
            identifier="ann",
            start_hash=None,
            state_hash=f"hash{lifetime}",
            browser_hash=None,
            verifier=ring.seal(b"verifier", "request", "verifier"),
            scopes="",
            return_to="",
            user_verify_url="",
            replaces=False,
            lifetime=lifetime,
        )
