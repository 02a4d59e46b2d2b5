"""Realistic files, built in a few lines: pages, frames with auto layout, text, components, styles and variables."""

from .file import FileBuilder
from .library import Collection
from .nodes import NodeBuilder

__all__ = ["Collection", "FileBuilder", "NodeBuilder"]
