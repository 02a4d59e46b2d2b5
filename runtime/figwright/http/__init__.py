"""The wire: one request built from checked inputs, sent within bounds, and its response read."""
