"""What a manifest says of webhooks: what is sent, how one knows who sent it, and the tools that register it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from figwright_codegen.manifest.forms import Entry, Pointer


class SignatureEntry(Entry):
    """An HMAC over the body as it was sent, in a header."""

    header: str
    """The header that it stands in."""
    prefix: str = ""
    """What stands before it there, such as `sha256=`."""
    hash: Literal["sha256", "sha512"] = "sha256"
    """The hash function of the HMAC. The signature is written in hexadecimal digits."""


class WebhookCallEntry(Entry):
    """A call of a tool that does something about a webhook."""

    tool: str
    """The tool to call."""
    send: dict[str, Any]
    """Its inputs: a value, or one of `$event`, `$endpoint`, `$secret`, `$context`, `$context_id` (what to watch) and
    `$webhook` (the provider's id of the webhook), wherever it stands."""
    at: Pointer | Literal[""] = ""
    """What is read from the result: of `register` the webhook's id, of `deliveries` the list of them."""
    payload: Pointer | Literal[""] = ""
    """Within a delivery, what was sent."""


class WebhooksEntry(Entry):
    """How the provider tells an endpoint of events. `secret` or `signature` is given: it shows who sent a body."""

    events: dict[str, Any] = {}
    """A schema, usually a `$ref` below the description's folder: all that is sent, each event told by the values of
    its type. Without it, the description's `webhooks`, each an event of its name."""
    type: Pointer | Literal[""] = ""
    """Where the body says which event it is."""
    type_header: str = ""
    """The header that says so, where the body does not."""
    time: Pointer | Literal[""] = ""
    """Where the body says when it happened, as RFC 3339 writes it. Events are handled in this order."""
    webhook: Pointer | Literal[""] = ""
    """Where the body has the id of the webhook."""
    subject: Pointer | Literal[""] = ""
    """Where the body has what it is about, such as a file: order is kept within it."""
    secret: Pointer | Literal[""] = ""
    """Where the body has the secret that the webhook was made with."""
    signature: SignatureEntry | None = None
    """How a body is signed with that secret."""
    delivery: str = ""
    """The header with an id of the delivery, the same when it is repeated. Without it, equal bodies are one event."""
    tests: list[str] = []
    """Events that only try the endpoint. Nobody can register them."""
    stops: list[Annotated[int, Field(ge=400, le=599)]] = []
    """Statuses after which it sends nothing more: answered to what somebody else sent, and to nothing else."""
    secret_length: Annotated[int, Field(ge=32)] = 64
    """Characters that the secret may have at most."""
    endpoint_length: Annotated[int, Field(ge=64)] = 2048
    """Characters that the endpoint may have at most."""
    contexts: list[str] = []
    """What can be watched, such as a team or a file; without any, `register` takes no context."""
    register_: Annotated[WebhookCallEntry | None, Field(alias="register")] = None
    """Makes a webhook for one event."""
    rotate: WebhookCallEntry | None = None
    """Gives it another secret."""
    pause: WebhookCallEntry | None = None
    """Lets it rest."""
    resume: WebhookCallEntry | None = None
    """Wakes it."""
    delete: WebhookCallEntry | None = None
    """Ends it."""
    deliveries: WebhookCallEntry | None = None
    """Lists what was sent of late: how what was missed is caught up on."""

    @model_validator(mode="after")
    def _is_whole(self) -> WebhooksEntry:
        if bool(self.secret) == bool(self.signature):
            raise ValueError("give secret, where the body has it, or signature, how the body is signed with it")
        if bool(self.type) == bool(self.type_header):
            raise ValueError("give type, where the body names its event, or type_header, the header that does")
        return self
