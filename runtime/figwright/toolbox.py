"""One account's tools for a model: which it may see, how each is described to it, and a call with its answer.

Every adapter stands on this: agent frameworks, the SDKs of models, the MCP server. Arguments are checked here, because
most frameworks do not. Whose account it is comes from the application and never from the model (T65).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Self, TypedDict, TypeVar, cast, get_args

from figwright.connector import Tool
from figwright.connector.former_names import current_name
from figwright.errors import (
    ConfigurationError,
    ConsentRequiredError,
    FigwrightError,
    InvalidToolInputError,
    MissingExtraError,
    PolicyError,
    StoreError,
    ToolBrokenError,
)
from figwright.redaction.logs import get_logger
from figwright.rendering.pictures import Show, Way, asked_show
from figwright.schemas import Names, Schema, Views
from figwright.types.accounts import AccountStatus

if TYPE_CHECKING:
    from anyio import CapacityLimiter
    from anyio.lowlevel import RunVar

    from figwright.actions import Actions
    from figwright.types.results import ToolResult

logger = get_logger("toolbox")
T = TypeVar("T")
Approve = Literal["destructive", "writes", "nothing"]
_THREADS = 100
"""Calls of one event loop at a time; each waits for the provider in a thread, where its text is written, too."""


class Selection(TypedDict, total=False):
    """Whose tools, and which: what every adapter takes by name. `toolset`, `tools` and `read_only` narrow together."""

    actions: Actions
    """The client to call with; without it one from the environment and `figwright.toml`, shared by all adapters."""
    connection_name: str | None
    identifier: str | None
    toolset: Names | None
    tools: Names | None
    read_only: bool
    approve: Approve
    """Which tools wait for a person's yes, where the framework can ask: those that destroy, or all that write."""
    pictures: bool
    """Whether a result may hold pictures, where the framework takes them (default); else it has their links alone."""


class Described(NamedTuple):
    """A tool, and how it is described to a model."""

    tool: Tool[Any]
    description: str
    parameters: Schema
    """The JSON Schema of its arguments, a copy of its own, as all model APIs take it."""
    needs_approval: bool

    @property
    def hints(self) -> dict[str, Any]:
        """What is known of the tool besides, for frameworks that keep such things with it."""
        tool = self.tool
        return {
            "title": tool.title,
            "toolset": tool.toolset,
            "read_only": tool.read_only,
            "destructive": tool.destructive,
            "idempotent": tool.idempotent,
            "needs_approval": self.needs_approval,
        }


class Toolbox:
    """Safe to share between threads and event loops."""

    def __init__(
        self,
        *,
        actions: Actions | None = None,
        connection_name: str | None = None,
        identifier: str | None = None,
        toolset: Names | None = None,
        tools: Names | None = None,
        read_only: bool = False,
        approve: Approve = "destructive",
        pictures: bool = True,
        takes_pictures: bool = False,
        save_dir: Path | None = None,
    ) -> None:
        """`takes_pictures` says whether what is asked through this can hold them, `save_dir` where files may be saved.

        Raises ConfigurationError or UnknownToolError, with the nearest names, for what is not there.
        """
        self._approve = checked_approve(approve)
        self.actions = shared_actions() if actions is None else actions
        self.connection = self.actions.connection(connection_name)
        self.identifier = identifier
        images: tuple[Way, ...] = ("images",) if pictures and takes_pictures else ()
        files: tuple[Way, ...] = ("files",) if save_dir else ()
        self._ways: tuple[Way, ...] = (*images, "links", *files) if images or files else ()
        self._save_dir = save_dir
        self.views = Views(self.connection.connector, self._ways)
        self.narrowed = toolset is not None or tools is not None or read_only
        self._names = self.views.select(toolset, tools, read_only=read_only)

    def of(self, identifier: object) -> Self:
        """The same tools of another account. Raises ConfigurationError for what names nobody, such as None."""
        if not isinstance(identifier, str) or not identifier:
            raise ConfigurationError(f"Whose account? An identifier is a text that is not empty, not {identifier!r}.")
        toolbox = copy(self)
        toolbox.identifier = identifier
        return toolbox

    def tools(self) -> list[Tool[Any]]:
        """What the account can call now, in the connector's order.

        Where nobody has given a consent yet, what the connection allows: a call then answers with a link.
        """
        try:
            found = self.actions.list_tools(identifier=self.identifier, connection_name=self.connection.name)
        except ConsentRequiredError:
            return self.allowed()
        return [tool for tool in found if tool.name in self._names]

    def allowed(self) -> list[Tool[Any]]:
        """What the connection and the selection allow, whatever an account can call. No account is looked up."""
        found = self.actions.tools_in_use(connection_name=self.connection.name)
        return [tool for tool in found if tool.name in self._names]

    def awaits_consent(self) -> bool:
        """Whether the account's person has not given the consent that a call needs; one to be confirmed is given."""
        try:
            self.actions.list_tools(identifier=self.identifier, connection_name=self.connection.name)
        except ConsentRequiredError as error:
            return error.status != AccountStatus.PENDING_VERIFICATION
        return False

    def described(self, *, strict: bool = False, tools: list[Tool[Any]] | None = None) -> list[Described]:
        """These `tools`, or those that the account can call now, as a model is to read them.

        With `strict`, schemas are as OpenAI's strict mode wants them.
        """
        tools = self.tools() if tools is None else tools
        view = self.views.openai(strict=strict, api="responses", tools=[tool.name for tool in tools])
        told = {each["name"]: each for each in view}
        return [
            Described(tool, each["description"], each["parameters"], self.needs_approval(tool))
            for tool in tools
            for each in (told[tool.name],)
        ]

    def needs_approval(self, tool: Tool[Any]) -> bool:
        """Whether a person is to be asked before the tool is called (T66); what is not understood asks."""
        if self._approve == "nothing":
            return False
        return tool.destructive if self._approve == "destructive" else not tool.read_only

    def call(self, name: str, arguments: Mapping[str, Any] | str | None, *, pictures: bool = True) -> ToolResult:
        """Call a tool with a model's arguments: an object, or its JSON. `.text` is what the model reads.

        Raises FigwrightError, whose text is for the model, too. Where a consent is wanted (ConsentRequiredError) it
        holds a link for the account's person, if this client can make one. `pictures=False` is for a call whose answer
        cannot hold any.
        """
        result = self.result(name, arguments, pictures=pictures)
        with self.unbroken(result.tool):
            assert result.text is not None  # written in this thread, so that no event loop waits for it
        return result

    def result(self, name: str, arguments: Mapping[str, Any] | str | None, *, pictures: bool = True) -> ToolResult:
        """The same, without its text, which is written when it is first read."""
        tools = self.connection.connector.tools
        name = current_name(tools, name, logger.warning)
        if name not in self._names and name in tools:
            raise PolicyError(f"{name} is not among the tools that you were given.")
        given = dict(_parsed(name, arguments))
        show = self._show(name, given, pictures=pictures)
        tool_input, shaping = self.views.taken(name, given)
        try:
            with self.unbroken(name):
                return self.actions.execute_tool(
                    name,
                    identifier=self.identifier,
                    tool_input=tool_input,
                    connection_name=self.connection.name,
                    show=show,
                    **shaping,
                )
        except ConsentRequiredError as error:
            raise self._with_link(error) from None

    async def acall(self, name: str, arguments: Mapping[str, Any] | str | None, *, pictures: bool = True) -> ToolResult:
        """The same, awaitable, in a thread. What is cancelled here ends there, within the call's deadline."""
        return await in_thread(partial(self.call, name, arguments, pictures=pictures))

    def _show(self, name: str, given: dict[str, Any], *, pictures: bool) -> Show | None:
        tool = self.connection.connector.tools.get(name)
        if tool is None:
            return None
        ways: list[Way] = [way for way in self._ways if pictures or way != "images"]
        show = asked_show(tool, given, ways, self._save_dir)
        titles = tool.downloads.titles if tool.downloads else None
        return show and show._replace(titles=titles is not None and titles.tool in self._names)

    @contextmanager
    def unbroken(self, name: str, *, sent: bool = True) -> Iterator[None]:
        """What fails unforeseen, such as a modifier, is logged, and becomes an error without its details for a model.

        `sent` is whether the tool may have been called by then. Raises FigwrightError.
        """
        try:
            yield
        except FigwrightError:
            raise
        except Exception:
            logger.exception("%s broke", name)
            tool = self.connection.connector.tools.get(name)
            raise ToolBrokenError(name, acted=sent and tool is not None and not tool.read_only) from None

    def _with_link(self, error: ConsentRequiredError) -> ConsentRequiredError:
        if error.status == AccountStatus.PENDING_VERIFICATION or self.identifier is None:
            return error
        try:
            link = self.actions.get_authorization_link(
                identifier=self.identifier, connection_name=self.connection.name
            ).link
        except (ConfigurationError, StoreError):
            return error
        return error.with_link(link)


def checked_approve(approve: object) -> Approve:
    """Raises ConfigurationError for another word: a misspelt one must not mean that nobody is asked."""
    known = get_args(Approve)
    if not isinstance(approve, str) or approve not in known:
        words = ", ".join(map(repr, known))
        raise ConfigurationError(f"approve={approve!r} is not one of {words}: which tools wait for a person's yes.")
    return cast(Approve, approve)


@cache
def shared_actions() -> Actions:
    """The client of adapters that were given none, closed when the program ends."""
    import atexit

    from figwright.actions import Actions

    actions = Actions()
    atexit.register(actions.close)
    return actions


def missing(extra: str, error: ModuleNotFoundError) -> MissingExtraError:
    """What to raise where an adapter's framework cannot be imported."""
    return MissingExtraError(f"figwright.{extra.replace('-', '_')}", extra, error.name or extra)


async def in_thread(work: Callable[[], T]) -> T:
    """What blocks, in a thread of the adapters' own. What is cancelled here ends there by itself."""
    import anyio.to_thread

    return await anyio.to_thread.run_sync(work, abandon_on_cancel=True, limiter=_limiter())


def _limiter() -> CapacityLimiter:
    """This event loop's own: what frameworks and the application run in threads besides is not held up."""
    from anyio import CapacityLimiter

    kept = _limiters()
    limiter = kept.get(None)
    if limiter is None:
        limiter = CapacityLimiter(_THREADS)
        kept.set(limiter)
    return limiter


@cache
def _limiters() -> RunVar[CapacityLimiter | None]:
    from anyio.lowlevel import RunVar

    return RunVar("figwright.toolbox")


def _parsed(name: str, arguments: Mapping[str, Any] | str | None) -> Mapping[str, Any]:
    if isinstance(arguments, str):
        try:
            arguments = json.loads(arguments or "{}")
        except ValueError as error:
            raise InvalidToolInputError(name, {"": f"the arguments are not JSON: {error}"}) from None
    if arguments is None:
        return {}
    if not isinstance(arguments, Mapping):
        raise InvalidToolInputError(name, {"": f"the arguments are an object, not {type(arguments).__name__}"})
    return arguments
