"""The files that are read: their values, each with its file, pointer and line."""
