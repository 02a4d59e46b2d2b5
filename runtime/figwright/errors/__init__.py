"""Every error that figwright raises, and its one warning.

    FigwrightError
    ├── ConfigurationError            a setting, a connection or an argument is wrong; nothing was sent
    ├── MissingExtraError             a library is not installed (an ImportError, too); names the extra
    ├── UnknownToolError              no tool of that name; names the nearest
    │   └── RemovedToolError          there was one; says since when it is gone, and what to do instead
    ├── InvalidToolInputError         the input does not fit the tool; names each field
    ├── ConsentRequiredError          the account's person has to act first; `.link` where there is one to open
    │   ├── NotConnectedError         nobody connected an account under this identifier
    │   └── AccountNotActiveError     the account needs its person before it works again
    ├── ToolBrokenError               code around a tool failed, such as a modifier; your log has it
    ├── AuthorizationError            a consent could not be completed; nothing of it was stored
    ├── StoreError                    the database cannot be read or written; nothing was half-written
    │   ├── StoreBusyError            others hold it; try again
    │   └── OutcomeUnknownError       the connection broke while committing
    ├── RefusedError                  known to fail, so nothing was sent
    │   ├── WrongCredentialKindError  the provider does not take this kind of credential there
    │   ├── MissingScopesError        what the person granted does not cover the tool
    │   ├── EnterpriseRequiredError   needs a higher plan, or to be chosen by name
    │   ├── PublishingStateError      closed to the app in its publishing state
    │   └── PolicyError               your own policy (read-only, allow list) forbids it
    └── ProviderError                 the provider answered with an error, or not at all; see `.cause`
        ├── DeadlineExceededError     the call's time is used up
        ├── ResponseTooLargeError     the answer is larger than allowed
        └── InvalidResponseError      the answer cannot be read

FormerNameWarning is no error: a tool or an input was named as it was once called, and the call went on.

Each message says what is wrong and what to do, for a person or a model. No message holds a secret (P4). `cause` is one
vocabulary for all (P6): a refusal before sending has the cause that the provider would have answered with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from enum import StrEnum
from typing import Any, Self

from figwright.redaction.escaping import make_visible


class Cause(StrEnum):
    """Why a call failed. Only DEAD_TOKEN says anything about the credential itself."""

    DEAD_TOKEN = "DEAD_TOKEN"  # noqa: S105 - a name
    MISSING_SCOPE = "MISSING_SCOPE"
    PLAN_TOO_LOW = "PLAN_TOO_LOW"
    SEAT_TOO_LOW = "SEAT_TOO_LOW"
    NO_ACCESS = "NO_ACCESS"
    NOT_FOUND = "NOT_FOUND"
    WRONG_CREDENTIAL_KIND = "WRONG_CREDENTIAL_KIND"
    RATE_LIMITED = "RATE_LIMITED"
    INVALID_INPUT = "INVALID_INPUT"
    PROVIDER_DOWN = "PROVIDER_DOWN"
    UNKNOWN = "UNKNOWN"


class FigwrightError(Exception):
    """The root of the tree. `cause` and `retry_after` (seconds) are None where they do not apply."""

    cause: Cause | None = None
    retry_after: float | None = None

    def __str__(self) -> str:
        """The message, in which nothing hides: it may hold words of others."""
        return make_visible(super().__str__())

    def __reduce__(self) -> tuple[Any, ...]:
        """Errors survive pickling, on their way out of a worker process."""
        return _rebuilt, (type(self), self.args, self.__dict__)


def _rebuilt(kind: type[FigwrightError], args: tuple[Any, ...], state: dict[str, Any]) -> FigwrightError:
    error = kind.__new__(kind)
    error.args = args
    error.__dict__.update(state)
    return error


class FormerNameWarning(DeprecationWarning):
    """A tool or an input was called by a name that it had: the text has the one of today."""


class ConfigurationError(FigwrightError):
    """Raised where something is set up, and by calls that cannot tell which connection is meant."""


class MissingExtraError(FigwrightError, ImportError):
    """`what` of ours needs the library `name`, which the extra installs."""

    def __init__(self, what: str, extra: str, name: str) -> None:
        from figwright.errors.extras import install_command

        super().__init__(f"{what} needs the extra {extra}: {install_command(extra)} ({name} is not installed).")
        self.what, self.extra, self.name = what, extra, name  # ImportError's own constructor clears the name


class UnknownToolError(FigwrightError):
    def __init__(self, name: str, nearest: Sequence[str], total: int) -> None:
        self.name, self.nearest = name, tuple(nearest)
        hint = f" Did you mean {' or '.join(nearest)}?" if nearest else f" There are {total} tools: see list_tools()."
        super().__init__(f"There is no tool {name!r}.{hint}")


class RemovedToolError(UnknownToolError):
    """`since`: the version or the date; `instead`: what to do now, a sentence."""

    def __init__(self, name: str, since: str, instead: str) -> None:
        self.name, self.nearest, self.since, self.instead = name, (), since, instead
        FigwrightError.__init__(self, f"The tool {name!r} is gone since {since}. {instead}")


class InvalidToolInputError(FigwrightError):
    """`fields` maps each faulty input (dotted where it is nested) to what is wrong with it.

    `fits`: where a list is too long, how many of its items can be sent at once.
    """

    cause = Cause.INVALID_INPUT

    def __init__(self, tool: str, fields: Mapping[str, str], *, fits: int | None = None) -> None:
        self.tool, self.fields, self.fits = tool, dict(fields), fits
        faults = "; ".join(f"{name}: {fault}" if name else fault for name, fault in self.fields.items())
        super().__init__(f"{tool} was not called, its input is wrong. {faults}.")


class ConsentRequiredError(FigwrightError):
    """`link` is where the account's person gives a consent, "" where nobody asked for one."""

    link = ""
    status = ""

    def with_link(self, link: str) -> Self:
        """The same error, with the link in its text."""
        told = copy(self)
        told.args = (f"{self} To connect, they open this link, good for ten minutes and one consent: {link}",)
        told.link = link
        return told


class NotConnectedError(ConsentRequiredError):
    def __init__(self, connection: str, identifier: str) -> None:
        self.connection, self.identifier = connection, identifier
        super().__init__(f"{identifier!r} has no account on the connection {connection!r}. Connect one first.")


_TO_BEGIN = {
    "PENDING": "Its person has to connect first: send them a link.",
    "PENDING_VERIFICATION": "Confirm who gave the consent, with verify_connected_account_user.",
}


class AccountNotActiveError(ConsentRequiredError):
    """`status` is the account's AccountStatus, `reason` what is known beyond it."""

    def __init__(self, connection: str, identifier: str, status: str, reason: str = "") -> None:
        self.connection, self.identifier, self.status, self.reason = connection, identifier, status, reason
        why = f" ({reason})" if reason else ""
        then = _TO_BEGIN.get(status, "Its person must connect again.")
        super().__init__(f"The account of {identifier!r} on {connection!r} is {status}{why}. {then}")


class ToolBrokenError(FigwrightError):
    """What a model is told where the application's own code, or this library's, failed around a tool call.

    `acted` is whether something may have been changed.
    """

    cause = Cause.UNKNOWN

    def __init__(self, tool: str, *, acted: bool) -> None:
        self.tool, self.acted = tool, acted
        done = "It may have been carried out: look before you call it again." if acted else "Nothing was changed."
        super().__init__(
            f"{tool} failed in a way that was not expected. {done} Whoever runs the application finds why in its log."
        )


class AuthorizationError(FigwrightError):
    """`fault` is one word for a program: unknown, expired, used, other_browser, wrong_path, refused, other_user, ..."""

    def __init__(self, fault: str, message: str) -> None:
        self.fault = fault
        super().__init__(message)


class StoreError(FigwrightError):
    pass


class StoreBusyError(StoreError):
    pass


class OutcomeUnknownError(StoreError):
    pass


class RefusedError(FigwrightError):
    """Raised by the checks before a call: the provider would refuse it, or you do not want it."""


class WrongCredentialKindError(RefusedError):
    cause = Cause.WRONG_CREDENTIAL_KIND

    def __init__(self, tool: str, has: str, accepted: Sequence[str], hand_in: str = "") -> None:
        self.tool, self.has, self.accepted = tool, has, tuple(accepted)
        then = f"Get one, say its kind, and {hand_in}." if hand_in else "Connect an account of that kind."
        super().__init__(f"{tool} cannot be called with {has}. It takes: {', '.join(accepted)}. {then}")


class MissingScopesError(RefusedError):
    """`needed`: any one of these is enough. `held`: what the account was granted."""

    cause = Cause.MISSING_SCOPE

    def __init__(self, tool: str, needed: Iterable[str], held: Iterable[str], hand_in: str = "") -> None:
        self.tool, self.needed, self.held = tool, tuple(needed), tuple(sorted(held))
        then = (
            f"Get a token that has it, and {hand_in}."
            if hand_in
            else "Ask its person to connect again with that scope."
        )
        super().__init__(
            f"{tool} needs the scope {' or '.join(self.needed)}; the account has {', '.join(self.held) or 'none'}. "
            + then
        )


class EnterpriseRequiredError(RefusedError):
    cause = Cause.PLAN_TOO_LOW


class PublishingStateError(RefusedError):
    cause = Cause.NO_ACCESS


class PolicyError(RefusedError):
    pass


class ProviderError(FigwrightError):
    """The provider's error, classified.

    `status` is the HTTP status (0 where none came), `provider_message` its own words (secrets masked, shortened),
    `needed` and `held` the scopes where it names them, `plan`, `seat` and `upgrade_url` from its rate-limit headers.
    `remark`: what is left of the provider's limit, as estimated, where that is little.
    Where a limit that an earlier call met is not over, nothing was sent, and all that is what the provider said then.
    `outcome_unknown`: the request was sent and may have been carried out; look before you repeat a write (P7).
    `request_id`: how the provider names the request, for its support; "" where it did not say.
    """

    def __init__(
        self,
        message: str,
        *,
        cause: Cause,
        status: int = 0,
        provider_message: str = "",
        retry_after: float | None = None,
        needed: tuple[str, ...] = (),
        held: tuple[str, ...] = (),
        plan: str = "",
        seat: str = "",
        upgrade_url: str = "",
        outcome_unknown: bool = False,
        request_id: str = "",
    ) -> None:
        super().__init__(message)
        self.cause = cause
        self.status = status
        self.provider_message = provider_message
        self.retry_after = retry_after
        self.needed = needed
        self.held = held
        self.plan = plan
        self.seat = seat
        self.upgrade_url = upgrade_url
        self.outcome_unknown = outcome_unknown
        self.request_id = request_id
        self.remark = ""

    def __str__(self) -> str:
        told = [super().__str__(), f"(Request id: {self.request_id}.)" if self.request_id else "", self.remark]
        return " ".join(filter(None, told))


class DeadlineExceededError(ProviderError):
    pass


class ResponseTooLargeError(ProviderError):
    pass


class InvalidResponseError(ProviderError):
    pass
