"""Where accounts, grants and authorization requests are kept: one set of statements over SQLite or PostgreSQL."""

from __future__ import annotations

from figwright.store.database import Database, Transaction, open_database

__all__ = ["Database", "Transaction", "open_database"]
