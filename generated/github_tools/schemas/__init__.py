# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""GitHub: the tools as model APIs want them."""

from figwright.schemas import views
from github_tools.connector import CONNECTOR

_VIEWS = views(CONNECTOR)
openai = _VIEWS.openai
anthropic = _VIEWS.anthropic
gemini = _VIEWS.gemini
mcp = _VIEWS.mcp
json_schema = _VIEWS.json_schema

__all__ = ["anthropic", "gemini", "json_schema", "mcp", "openai"]
