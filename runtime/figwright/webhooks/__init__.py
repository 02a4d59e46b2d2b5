"""Webhooks in: registered as an account, received into an inbox, handled at least once and in order."""
