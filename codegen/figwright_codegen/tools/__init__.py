"""Each tool of the manifest meets its operation."""
