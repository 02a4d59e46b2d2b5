"""A command whose library nobody has installed."""

import a_library_that_nobody_has  # noqa: F401


def unpack() -> None:
    pass
