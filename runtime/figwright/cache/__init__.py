"""Answers kept by version, and served to an account only after its own proof that it may read them now (P15)."""
