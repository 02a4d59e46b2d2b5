"""The tables, as numbered migrations. `{blob}` and `{serial}` are each database's own words for bytes and a counter."""

from __future__ import annotations

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """
        CREATE TABLE grants (
          id TEXT PRIMARY KEY,
          client_id TEXT NOT NULL,
          provider_user TEXT NOT NULL,
          kind TEXT NOT NULL,
          state TEXT NOT NULL,
          state_reason TEXT NOT NULL,
          generation BIGINT NOT NULL,
          key_id TEXT NOT NULL,
          data_key {blob} NOT NULL,
          access {blob} NOT NULL,
          refresh {blob},
          scopes TEXT,
          expires_at DOUBLE PRECISION,
          refresh_after DOUBLE PRECISION,
          lease_owner TEXT NOT NULL DEFAULT '',
          lease_epoch BIGINT NOT NULL DEFAULT 0,
          lease_until DOUBLE PRECISION NOT NULL DEFAULT 0,
          next_attempt_at DOUBLE PRECISION NOT NULL DEFAULT 0,
          failures BIGINT NOT NULL DEFAULT 0,
          failing_since DOUBLE PRECISION,
          last_failure TEXT NOT NULL DEFAULT '',
          heals BIGINT NOT NULL DEFAULT 0,
          heals_since DOUBLE PRECISION NOT NULL DEFAULT 0,
          UNIQUE (client_id, provider_user)
        )
        """,
        "CREATE INDEX grants_due ON grants (client_id, refresh_after) WHERE state = 'live' AND refresh IS NOT NULL",
        "CREATE INDEX grants_key ON grants (key_id)",
        """
        CREATE TABLE accounts (
          connection TEXT NOT NULL,
          identifier TEXT NOT NULL,
          status TEXT NOT NULL,
          status_reason TEXT NOT NULL,
          plan TEXT,
          grant_id TEXT REFERENCES grants (id),
          created_at DOUBLE PRECISION NOT NULL,
          updated_at DOUBLE PRECISION NOT NULL,
          PRIMARY KEY (connection, identifier)
        )
        """,
        "CREATE INDEX accounts_grant ON accounts (grant_id)",
        """
        CREATE TABLE authorization_requests (
          id TEXT PRIMARY KEY,
          connection TEXT NOT NULL,
          identifier TEXT NOT NULL,
          start_hash TEXT UNIQUE,
          state_hash TEXT UNIQUE,
          browser_hash TEXT,
          verifier {blob},
          scopes TEXT NOT NULL,
          return_to TEXT NOT NULL,
          user_verify_url TEXT NOT NULL,
          replaces BIGINT NOT NULL,
          created_at DOUBLE PRECISION NOT NULL,
          expires_at DOUBLE PRECISION NOT NULL,
          used_at DOUBLE PRECISION,
          grant_id TEXT REFERENCES grants (id),
          old_status TEXT NOT NULL DEFAULT ''
        )
        """,
        "CREATE INDEX authorization_requests_expiry ON authorization_requests (expires_at)",
        """
        CREATE TABLE events (
          id {serial},
          at DOUBLE PRECISION NOT NULL,
          connection TEXT NOT NULL,
          identifier TEXT NOT NULL,
          old_status TEXT NOT NULL,
          new_status TEXT NOT NULL,
          reason TEXT NOT NULL
        )
        """,
        "CREATE INDEX events_account ON events (connection, identifier, id)",
        """
        CREATE TABLE app_faults (
          client_id TEXT NOT NULL,
          grant_id TEXT NOT NULL,
          at DOUBLE PRECISION NOT NULL,
          PRIMARY KEY (client_id, grant_id)
        )
        """,
        """
        CREATE TABLE breakers (
          client_id TEXT PRIMARY KEY,
          open_until DOUBLE PRECISION NOT NULL,
          openings BIGINT NOT NULL,
          reason TEXT NOT NULL
        )
        """,
    ),
)
"""Statements of each version, oldest first; the database keeps the number of the last one applied."""
