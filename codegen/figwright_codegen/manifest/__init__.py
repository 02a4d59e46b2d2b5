"""The tool manifest: its models, and its file."""
