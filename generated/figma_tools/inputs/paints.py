# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools take: paints."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, WrapValidator, with_config
from typing_extensions import TypedDict

from figwright.connector import not_bool, whole_if_whole


@with_config(extra="forbid", allow_inf_nan=False)
class RGB(TypedDict):
    """A colour without transparency. Channels run from 0 to 1, not to 255."""

    b: Annotated[float, Field(ge=0, le=1), BeforeValidator(not_bool), WrapValidator(whole_if_whole)]
    """Blue."""
    g: Annotated[float, Field(ge=0, le=1), BeforeValidator(not_bool), WrapValidator(whole_if_whole)]
    """Green."""
    r: Annotated[float, Field(ge=0, le=1), BeforeValidator(not_bool), WrapValidator(whole_if_whole)]
    """Red."""


@with_config(extra="forbid", allow_inf_nan=False)
class RGBA(TypedDict):
    """A colour. Channels run from 0 to 1, not to 255."""

    a: Annotated[float, Field(ge=0, le=1), BeforeValidator(not_bool), WrapValidator(whole_if_whole)]
    """Alpha, 1 is solid."""
    b: Annotated[float, Field(ge=0, le=1), BeforeValidator(not_bool), WrapValidator(whole_if_whole)]
    """Blue."""
    g: Annotated[float, Field(ge=0, le=1), BeforeValidator(not_bool), WrapValidator(whole_if_whole)]
    """Green."""
    r: Annotated[float, Field(ge=0, le=1), BeforeValidator(not_bool), WrapValidator(whole_if_whole)]
    """Red."""
