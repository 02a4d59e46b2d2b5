"""A local provider for every connector."""
