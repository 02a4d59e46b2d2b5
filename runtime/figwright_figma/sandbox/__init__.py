"""A local Figma: every operation of its REST API over a small world, on a loopback port, without an account.

with Sandbox() as figma:
    token = figma.token(scopes=["file_content:read"])
    httpx.get(f"{figma.url}/v1/files/{figma.demo.file_key}", headers={"Authorization": f"Bearer {token}"})
"""

from figwright.errors import MissingExtraError

try:
    from .errors import Refusal
    from .sandbox import Sandbox
except ModuleNotFoundError as error:
    if (package := (error.name or "").partition(".")[0]) not in ("jsonschema", "starlette", "uvicorn", "yaml"):
        raise
    raise MissingExtraError("The sandbox", "server", package) from None

__all__ = ["Refusal", "Sandbox"]
