"""Figma's OAuth: apps, the consent page, codes, tokens and their end.

Rules and shapes are those of Figma's documentation. Figma publishes the texts of few OAuth errors; wherever a comment
does not say otherwise, a text here is made up and stands in for one that nobody has seen.
"""

from .grants import OAuth
from .routes import routes

__all__ = ["OAuth", "routes"]
