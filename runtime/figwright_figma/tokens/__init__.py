"""A file's design tokens: from its variables or from what it shows, as DTCG 2025.10, CSS or a Tailwind theme."""

from figwright_figma.tokens.css import to_css, to_tailwind
from figwright_figma.tokens.dtcg import to_dtcg
from figwright_figma.tokens.model import Lost, Reference, Token, TokenSet
from figwright_figma.tokens.seen import tokens_of_design
from figwright_figma.tokens.variables import tokens_of_variables

__all__ = [
    "Lost",
    "Reference",
    "Token",
    "TokenSet",
    "to_css",
    "to_dtcg",
    "to_tailwind",
    "tokens_of_design",
    "tokens_of_variables",
]
