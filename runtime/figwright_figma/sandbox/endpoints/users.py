"""Who the caller is."""

from __future__ import annotations

from figwright_figma.sandbox.calls import Call, operation
from figwright_figma.sandbox.world import Json


@operation("getMe")
def get_me(call: Call) -> Json:
    user = call.user
    return user.public() | {"email": user.email}
