"""A host of pictures beside the API, results that link to it, and three ways to download them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anyio

from figwright import Actions, AsyncActions, Connection, ToolResult
from figwright.types.files import DownloadResult
from figwright.types.results import Origin
from support.provider import Answer
from support.toybox import TOY_PICTURES

PNG = b"\x89PNG\r\n\x1a\n and the rest of it"
SIGNED = "?X-Amz-Credential=AKIA%2F20260108%2Fus-west-2&X-Amz-Signature=CANARYCANARY~_-"


def pictures(urls: object) -> ToolResult:
    """A result that names these URLs."""
    return ToolResult("toy_pictures", {"found": {"pictures": urls}}, Origin(TOY_PICTURES, connection="toybox"))


class Fetch:
    """Download in one of three ways: waiting, on asyncio, on trio."""

    def __init__(self, kind: str, connection: Connection) -> None:
        self.kind, self.connection = kind, connection

    def __call__(self, urls: object, folder: object, **options: Any) -> DownloadResult:
        return self.of(pictures(urls), folder, **options)

    def of(self, result: ToolResult, folder: object, **options: Any) -> DownloadResult:
        actions_type = Actions if self.kind == "sync" else AsyncActions
        actions: Any = actions_type([self.connection])

        async def download() -> DownloadResult:
            async with actions:
                done: DownloadResult = await actions.download(result, folder, **options)
                return done

        if self.kind != "sync":
            return anyio.run(download, backend=self.kind)
        with actions:
            done: DownloadResult = actions.download(result, folder, **options)
            return done


def by_path(**answers: Answer) -> Answer:
    """Another answer for each path: requests arrive in any order."""
    return lambda socket: answers[socket.request.target.partition("?")[0].strip("/")](socket)


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def faults(done: DownloadResult) -> dict[str, str]:
    return {each.id: each.fault for each in done.failed}
