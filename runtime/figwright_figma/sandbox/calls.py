"""A call as endpoints see it, and the table of endpoints by operation id."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from figwright.sandbox.serving import Answer, Handler

from .auth import role, visible_file
from .description import Operation
from .errors import Refusal, not_found
from .world import File, Folder, Json, Role, Team, Token, User, World


@dataclass
class Call:
    """One request that has passed authentication and validation."""

    world: World
    operation: Operation
    token: Token
    path: dict[str, str]
    query: dict[str, Any]
    """Typed, with the description's defaults filled in."""
    body: Any
    url: str
    """Where this sandbox answers, `http://127.0.0.1:1234`."""
    size: int = 0
    """Bytes of the body."""

    @property
    def user(self) -> User:
        """The person behind the token."""
        if self.token.user is None:
            raise Refusal(403, "Plan access tokens are not supported by this endpoint")
        return self.token.user

    def file(self) -> File:
        """The file that the path names, if the caller sees it."""
        return visible_file(self.world, self.token, self.path["file_key"])

    def main_file(self) -> File:
        """The file that the path names, where Figma takes no branch."""
        file = self.file()
        if file.main_file is not None:
            raise Refusal(400, "This endpoint takes the key of a main file, not of a branch")
        return file

    def role(self, file: File) -> Role | None:
        return role(self.token, file)

    def team(self) -> Team:
        team = self.world.teams.get(self.path["team_id"])
        if team is None:
            raise not_found()
        if team.plan is not self.token.plan:
            raise Refusal(403, "You do not have access to this team")
        return team

    def folder(self, name: str = "folder_id") -> Folder:
        folder = self.world.folders.get(self.path[name])
        if folder is None:
            raise not_found()
        if folder.team.plan is not self.token.plan:
            raise Refusal(403, "You do not have access to this folder")
        return folder


class Named(NamedTuple):
    """A route beside the operations, with the name by which the request log and faults know it."""

    name: str
    method: str
    path: str
    handle: Handler


Endpoint = Callable[[Call], Json | Answer]
ENDPOINTS: dict[str, Endpoint] = {}


def operation(operation_id: str) -> Callable[[Endpoint], Endpoint]:
    """Register the function below as what answers the operation."""

    def register(endpoint: Endpoint) -> Endpoint:
        ENDPOINTS[operation_id] = endpoint
        return endpoint

    return register
