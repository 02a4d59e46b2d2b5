"""Renewing a token exactly once per generation."""
