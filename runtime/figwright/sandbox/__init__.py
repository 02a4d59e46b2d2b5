"""A local provider for every connector, made from the description that its package carries. Needs the extra `server`.

with Sandbox("library") as library:
    with Actions([library.connection()]) as actions: ...
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from figwright.errors import MissingExtraError

if TYPE_CHECKING:
    from .local import Local
    from .oauth import App
    from .people import Person
    from .refusals import Refusal
    from .sandbox import Sandbox

_MODULES = {"App": "oauth", "Local": "local", "Person": "people", "Refusal": "refusals", "Sandbox": "sandbox"}

__all__ = ["App", "Local", "Person", "Refusal", "Sandbox"]


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    except ModuleNotFoundError as error:
        if (package := (error.name or "").partition(".")[0]) not in ("starlette", "uvicorn"):
            raise
        raise MissingExtraError("The sandbox", "server", package) from None
