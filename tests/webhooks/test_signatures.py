"""The other form that a manifest can say: an HMAC over the raw body, and headers for the delivery and its event."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from figma_tools import CONNECTOR
from figwright.connector import Connector, Signature
from figwright.types import Webhook
from figwright_figma.sandbox import Sandbox

from .post import Post, post

assert CONNECTOR.webhooks is not None
SIGNED: Connector = CONNECTOR._replace(
    webhooks=CONNECTOR.webhooks._replace(
        type="",
        type_header="X-Thing-Event",
        time="",
        webhook="",
        secret="",
        signature=Signature("X-Thing-Signature-256", prefix="sha256="),
        delivery="X-Thing-Delivery",
        stops=(),
    )
)


@pytest.fixture
def signed(figma: Sandbox, tmp_path: Path) -> Iterator[Post]:
    with post(figma, f"sqlite:///{tmp_path}/figwright.db", connector=SIGNED) as running:
        yield running


def headers(post: Post, webhook: Webhook, body: bytes, delivery: str = "d-1") -> dict[str, str]:
    secret: str = post.figma.world.webhooks[webhook.id]["passcode"]
    signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {
        "X-Thing-Event": "FILE_COMMENT",
        "X-Thing-Delivery": delivery,
        "X-Thing-Signature-256": f"sha256={signature}",
    }


def test_T58_a_signature_is_checked_over_the_bytes_that_were_sent(signed: Post) -> None:
    (webhook,) = signed.register()
    body = json.dumps({"file_key": "K", "number": 1}, indent=2).encode()
    good = headers(signed, webhook, body)
    assert signed.send(webhook, body.replace(b"\n", b""), headers=good) == 401
    assert signed.send(webhook, body, headers=good | {"X-Thing-Signature-256": "sha256=0"}) == 401
    assert signed.send(webhook, body) == 401
    assert signed.inbox() == []
    assert signed.send(webhook, body, headers=good) == 200
    (received,) = signed.inbox()
    assert (received.event.type, received.event.subject, received.event.data) == (
        "FILE_COMMENT",
        "K",
        {"file_key": "K", "number": 1},
    )


def test_T59_a_delivery_s_id_tells_a_repetition_and_equal_bodies_apart(signed: Post) -> None:
    (webhook,) = signed.register()
    body = b'{"file_key": "K"}'
    for delivery in ("d-1", "d-1", "d-2"):
        assert signed.send(webhook, body, headers=headers(signed, webhook, body, delivery)) == 200
    assert len(signed.inbox()) == 2


def test_a_body_is_typed_by_its_header(signed: Post) -> None:
    event = signed.actions.parse_event(b'{"file_key": "K"}', headers={"x-thing-event": "FILE_COMMENT"})
    assert (event.type, event.subject, event.happened_at) == ("FILE_COMMENT", "K", None)
