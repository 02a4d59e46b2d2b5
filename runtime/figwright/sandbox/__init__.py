"""A local provider for every connector, made from the description that its package carries.

with Sandbox("library") as library:
    with Actions([library.connection()]) as actions: ...
"""

from figwright.errors import MissingExtraError

try:
    from .local import Local
    from .oauth import App
    from .people import Person
    from .refusals import Refusal
    from .sandbox import Sandbox
except ModuleNotFoundError as error:
    if (package := (error.name or "").partition(".")[0]) not in ("starlette", "uvicorn"):
        raise
    raise MissingExtraError("The sandbox", "server", package) from None

__all__ = ["App", "Local", "Person", "Refusal", "Sandbox"]
