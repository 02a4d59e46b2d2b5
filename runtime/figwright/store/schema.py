"""The tables, as numbered migrations.

`{text}`, `{blob}` and `{serial}` are each database's words for text that is sorted by its bytes, bytes, and a counter.
"""

from __future__ import annotations

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """
        CREATE TABLE grants (
          id {text} PRIMARY KEY,
          client_id {text} NOT NULL,
          provider_user {text} NOT NULL,
          kind {text} NOT NULL,
          state {text} NOT NULL,
          state_reason {text} NOT NULL,
          generation BIGINT NOT NULL,
          key_id {text} NOT NULL,
          data_key {blob} NOT NULL,
          access {blob} NOT NULL,
          refresh {blob},
          scopes {text},
          expires_at DOUBLE PRECISION,
          refresh_after DOUBLE PRECISION,
          lease_owner {text} NOT NULL DEFAULT '',
          lease_epoch BIGINT NOT NULL DEFAULT 0,
          lease_until DOUBLE PRECISION NOT NULL DEFAULT 0,
          next_attempt_at DOUBLE PRECISION NOT NULL DEFAULT 0,
          failures BIGINT NOT NULL DEFAULT 0,
          failing_since DOUBLE PRECISION,
          last_failure {text} NOT NULL DEFAULT '',
          heals BIGINT NOT NULL DEFAULT 0,
          heals_since DOUBLE PRECISION NOT NULL DEFAULT 0,
          UNIQUE (client_id, provider_user)
        )
        """,
        "CREATE INDEX grants_due ON grants (client_id, refresh_after) WHERE state = 'live' AND refresh IS NOT NULL",
        "CREATE INDEX grants_ends ON grants (expires_at) WHERE state = 'live' AND refresh IS NULL",
        "CREATE INDEX grants_key ON grants (key_id)",
        """
        CREATE TABLE accounts (
          connection {text} NOT NULL,
          identifier {text} NOT NULL,
          status {text} NOT NULL,
          status_reason {text} NOT NULL,
          plan {text},
          grant_id {text} REFERENCES grants (id),
          created_at DOUBLE PRECISION NOT NULL,
          updated_at DOUBLE PRECISION NOT NULL,
          PRIMARY KEY (connection, identifier)
        )
        """,
        "CREATE INDEX accounts_grant ON accounts (grant_id)",
        """
        CREATE TABLE authorization_requests (
          id {text} PRIMARY KEY,
          connection {text} NOT NULL,
          identifier {text} NOT NULL,
          start_hash {text} UNIQUE,
          state_hash {text} UNIQUE,
          browser_hash {text},
          verifier {blob},
          scopes {text} NOT NULL,
          return_to {text} NOT NULL,
          user_verify_url {text} NOT NULL,
          replaces BIGINT NOT NULL,
          created_at DOUBLE PRECISION NOT NULL,
          expires_at DOUBLE PRECISION NOT NULL,
          used_at DOUBLE PRECISION,
          grant_id {text} REFERENCES grants (id),
          old_status {text} NOT NULL DEFAULT ''
        )
        """,
        "CREATE INDEX authorization_requests_expiry ON authorization_requests (expires_at)",
        "CREATE INDEX authorization_requests_account ON authorization_requests (connection, identifier)",
        "CREATE INDEX authorization_requests_grant ON authorization_requests (grant_id)",
        """
        CREATE TABLE events (
          id {serial},
          at DOUBLE PRECISION NOT NULL,
          connection {text} NOT NULL,
          identifier {text} NOT NULL,
          old_status {text} NOT NULL,
          new_status {text} NOT NULL,
          reason {text} NOT NULL
        )
        """,
        "CREATE INDEX events_account ON events (connection, identifier, id)",
        """
        CREATE TABLE app_faults (
          client_id {text} NOT NULL,
          grant_id {text} NOT NULL,
          at DOUBLE PRECISION NOT NULL,
          PRIMARY KEY (client_id, grant_id)
        )
        """,
        """
        CREATE TABLE breakers (
          client_id {text} PRIMARY KEY,
          open_until DOUBLE PRECISION NOT NULL,
          openings BIGINT NOT NULL,
          reason {text} NOT NULL
        )
        """,
    ),
    (
        """
        CREATE TABLE mcp_tokens (
          hash {text} PRIMARY KEY,
          id {text} NOT NULL UNIQUE,
          connection {text} NOT NULL,
          identifier {text} NOT NULL,
          label {text} NOT NULL,
          read_only BIGINT NOT NULL,
          created_at DOUBLE PRECISION NOT NULL,
          expires_at DOUBLE PRECISION NOT NULL,
          used_at DOUBLE PRECISION,
          FOREIGN KEY (connection, identifier) REFERENCES accounts (connection, identifier) ON DELETE CASCADE
        )
        """,
        "CREATE INDEX mcp_tokens_account ON mcp_tokens (connection, identifier, created_at, id)",
        "CREATE INDEX mcp_tokens_expiry ON mcp_tokens (expires_at)",
    ),
    (
        # A grant is due once both its times are past. Searched by the later one, no other that waits is met on the way.
        "DROP INDEX grants_due",
        """
        CREATE INDEX grants_due ON grants (client_id, (CASE WHEN next_attempt_at > refresh_after THEN next_attempt_at
          ELSE refresh_after END)) WHERE state = 'live' AND refresh IS NOT NULL AND failing_since IS NULL
        """,
        """
        CREATE INDEX grants_failing ON grants (client_id, (CASE WHEN next_attempt_at > refresh_after
          THEN next_attempt_at ELSE refresh_after END))
        WHERE state = 'live' AND refresh IS NOT NULL AND failing_since IS NOT NULL
        """,
        "CREATE INDEX accounts_status ON accounts (status, connection, identifier)",
        "CREATE INDEX accounts_identifier ON accounts (identifier, connection)",
        "DROP INDEX events_account",
        "CREATE INDEX events_connection ON events (connection, id)",
        "CREATE INDEX events_identifier ON events (identifier, id)",
        "CREATE INDEX events_at ON events (at)",
        "CREATE INDEX app_faults_at ON app_faults (client_id, at)",
    ),
    (
        "ALTER TABLE breakers ADD COLUMN probe_at DOUBLE PRECISION NOT NULL DEFAULT 0",
        "ALTER TABLE breakers ADD COLUMN probes BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE breakers ADD COLUMN good_at DOUBLE PRECISION NOT NULL DEFAULT 0",
    ),
    (
        "ALTER TABLE grants ADD COLUMN limited_until DOUBLE PRECISION NOT NULL DEFAULT 0",
        """
        CREATE TABLE rate_limits (
          grant_id {text} NOT NULL REFERENCES grants (id) ON DELETE CASCADE,
          tier BIGINT NOT NULL,
          place {text} NOT NULL,
          not_before DOUBLE PRECISION NOT NULL,
          told_at DOUBLE PRECISION NOT NULL,
          answered_at DOUBLE PRECISION NOT NULL,
          probe_at DOUBLE PRECISION NOT NULL,
          status BIGINT NOT NULL,
          said {text} NOT NULL,
          sentence {text} NOT NULL,
          plan {text} NOT NULL,
          seat {text} NOT NULL,
          upgrade_url {text} NOT NULL,
          noted_at DOUBLE PRECISION NOT NULL,
          PRIMARY KEY (grant_id, tier, place)
        )
        """,
        "CREATE INDEX rate_limits_noted ON rate_limits (noted_at)",
        "CREATE INDEX rate_limits_not_before ON rate_limits (not_before)",
        """
        CREATE TABLE call_counts (
          grant_id {text} NOT NULL REFERENCES grants (id) ON DELETE CASCADE,
          tier BIGINT NOT NULL,
          span {text} NOT NULL,
          start DOUBLE PRECISION NOT NULL,
          calls BIGINT NOT NULL,
          PRIMARY KEY (grant_id, tier, span, start)
        )
        """,
        "CREATE INDEX call_counts_start ON call_counts (span, start)",
    ),
    (
        """
        CREATE TABLE webhooks (
          route {text} PRIMARY KEY,
          connection {text} NOT NULL,
          identifier {text} NOT NULL,
          webhook_id {text} NOT NULL,
          event {text} NOT NULL,
          context {text} NOT NULL,
          context_id {text} NOT NULL,
          endpoint {text} NOT NULL,
          status {text} NOT NULL,
          generation BIGINT NOT NULL,
          secret {blob} NOT NULL,
          previous {blob},
          rotating BIGINT NOT NULL DEFAULT 0,
          rotated_at DOUBLE PRECISION,
          created_at DOUBLE PRECISION NOT NULL,
          UNIQUE (connection, identifier, event, context, context_id),
          FOREIGN KEY (connection, identifier) REFERENCES accounts (connection, identifier) ON DELETE CASCADE
        )
        """,
        """
        CREATE TABLE webhook_events (
          id {serial},
          connection {text} NOT NULL,
          identifier {text} NOT NULL,
          route {text} NOT NULL,
          webhook_id {text} NOT NULL,
          digest {text} NOT NULL,
          type {text} NOT NULL,
          subject {text} NOT NULL,
          happened_at DOUBLE PRECISION NOT NULL,
          payload {text} NOT NULL,
          state {text} NOT NULL,
          received_at DOUBLE PRECISION NOT NULL,
          handled_at DOUBLE PRECISION,
          attempts BIGINT NOT NULL DEFAULT 0,
          next_attempt_at DOUBLE PRECISION NOT NULL DEFAULT 0,
          lease_owner {text} NOT NULL DEFAULT '',
          lease_until DOUBLE PRECISION NOT NULL DEFAULT 0,
          last_failure {text} NOT NULL DEFAULT '',
          UNIQUE (route, digest),
          FOREIGN KEY (connection, identifier) REFERENCES accounts (connection, identifier) ON DELETE CASCADE
        )
        """,
        "CREATE INDEX webhook_events_waiting ON webhook_events (happened_at, id) WHERE state = 'waiting'",
        """
        CREATE INDEX webhook_events_subject ON webhook_events (connection, identifier, subject, happened_at, id)
        WHERE state = 'waiting'
        """,
        "CREATE INDEX webhook_events_account ON webhook_events (connection, identifier, id)",
        "CREATE INDEX webhook_events_received ON webhook_events (received_at)",
    ),
    (
        "ALTER TABLE events ADD COLUMN type {text} NOT NULL DEFAULT ''",
        "ALTER TABLE events ADD COLUMN ends_at DOUBLE PRECISION",
        "ALTER TABLE grants ADD COLUMN end_told BIGINT NOT NULL DEFAULT 0",
        """
        CREATE INDEX grants_end_untold ON grants (expires_at)
        WHERE state = 'live' AND end_told < generation AND (refresh IS NULL OR failing_since IS NOT NULL)
        """,
        """
        CREATE TABLE event_endpoints (
          name {text} PRIMARY KEY,
          url_digest {text} NOT NULL,
          last_event BIGINT NOT NULL,
          off_at DOUBLE PRECISION
        )
        """,
        """
        CREATE TABLE event_deliveries (
          id {serial},
          endpoint {text} NOT NULL,
          event_id BIGINT NOT NULL,
          message_id {text} NOT NULL,
          type {text} NOT NULL,
          connection {text} NOT NULL,
          identifier {text} NOT NULL,
          payload {text} NOT NULL,
          state {text} NOT NULL,
          queued_at DOUBLE PRECISION NOT NULL,
          tried_since DOUBLE PRECISION,
          attempts BIGINT NOT NULL DEFAULT 0,
          next_attempt_at DOUBLE PRECISION NOT NULL DEFAULT 0,
          lease_owner {text} NOT NULL DEFAULT '',
          lease_until DOUBLE PRECISION NOT NULL DEFAULT 0,
          ended_at DOUBLE PRECISION,
          last_failure {text} NOT NULL DEFAULT '',
          UNIQUE (endpoint, event_id)
        )
        """,
        "CREATE INDEX event_deliveries_waiting ON event_deliveries (endpoint, event_id) WHERE state = 'waiting'",
        """
        CREATE INDEX event_deliveries_account ON event_deliveries (endpoint, connection, identifier, event_id)
        WHERE state = 'waiting'
        """,
        "CREATE INDEX event_deliveries_state ON event_deliveries (state, id)",
        "CREATE INDEX event_deliveries_ended ON event_deliveries (ended_at)",
    ),
    ("ALTER TABLE webhook_events ADD COLUMN sealed {blob}",),
    ("CREATE INDEX webhook_events_leased ON webhook_events (connection, identifier, subject) WHERE lease_until > 0",),
)
"""Statements of each version, oldest first; the database keeps the number of the last one applied."""
