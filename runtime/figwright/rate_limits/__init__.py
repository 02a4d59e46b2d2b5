"""Limits that calls met, remembered by every process until they are over, and what is left of them as estimated."""
