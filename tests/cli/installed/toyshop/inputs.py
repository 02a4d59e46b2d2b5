"""What the toyshop's tools take."""

from typing import Annotated, NotRequired

from pydantic import BeforeValidator, with_config
from typing_extensions import TypedDict

from figwright.connector import join_list


@with_config(extra="forbid")
class MeInput(TypedDict):
    pass


@with_config(extra="forbid")
class ToyInput(TypedDict):
    toy_key: str
    depth: NotRequired[int]
    parts: NotRequired[Annotated[str, BeforeValidator(join_list)]]
    as_md: NotRequired[bool]


@with_config(extra="forbid")
class OrderInput(TypedDict):
    toy_key: str
    address: NotRequired[dict[str, str]]
    wishes: NotRequired[list[str]]
    hush: NotRequired[str]
