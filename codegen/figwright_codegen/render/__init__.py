"""Types and tools become the files of a package."""
