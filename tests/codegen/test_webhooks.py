"""Events that webhooks tell of become constants with the types of their payloads, and how they come is data."""

from __future__ import annotations

import pytest
from support.workshop import CONNECTOR, GET_THING, HEAD, SECURITY, Workshop

from figwright.connector import EventType, Signature, WebhookCall, Webhooks
from figwright_codegen import GenerationError

PATHS = """\
paths:
  /things/{id}:
    get:
      operationId: getThing
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      security: [{Token: []}]
      responses:
        "200": {description: It., content: {application/json: {schema: {$ref: '#/components/schemas/Sold'}}}}
"""
ONE_SCHEMA = """\
  schemas:
    Sold:
      type: object
      description: It was sold.
      required: [kind, key, price]
      properties: {kind: {const: thing-sold}, key: {type: string}, price: {type: integer}}
    Lost:
      type: object
      required: [kind, key]
      properties: {kind: {enum: [thing-lost, thing-stolen]}, key: {type: string}}
    Event: {oneOf: [{$ref: '#/components/schemas/Sold'}, {$ref: '#/components/schemas/Lost'}]}
"""
SAID = """\
  webhooks:
    events: {$ref: 'openapi.yaml#/components/schemas/Event'}
    type: /kind
    secret: /key
    stops: [410]
    delete: {tool: shop_thing_get, send: {id: $webhook}}
"""
OWN = """\
webhooks:
  thing.sold:
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Sold'}}}}
      responses: {"200": {description: Good.}}
"""
SIGNED = """\
  webhooks:
    type_header: X-Shop-Event
    signature: {header: X-Shop-Signature, prefix: 'sha256='}
    delivery: X-Shop-Delivery
"""


def said(workshop: Workshop, words: str, more: str = "") -> None:
    workshop.spec.write_text(HEAD + PATHS + more + SECURITY + ONE_SCHEMA, encoding="utf-8")
    connector, toolsets = CONNECTOR.split("toolsets:")
    workshop.manifest.write_text(f"{connector}{words}toolsets:{toolsets}{GET_THING}", encoding="utf-8")


def test_each_value_of_the_type_is_an_event_of_the_schema_s_options(workshop: Workshop) -> None:
    said(workshop, SAID)
    events = workshop.module("events")
    assert EventType("thing-sold") == events.THING_SOLD
    assert {name for name in vars(events) if name.isupper() and name.startswith("THING")} == {
        "THING_LOST",
        "THING_SOLD",
        "THING_STOLEN",
    }
    assert (
        'THING_SOLD: EventType[types.models.Sold] = EventType("thing-sold")\n"""It was sold."""'
        in (workshop.files()["events.py"])
    )
    assert workshop.module("connector").CONNECTOR.webhooks == Webhooks(
        events=("thing-lost", "thing-sold", "thing-stolen"),
        type="/kind",
        secret="/key",
        stops=(410,),
        delete=WebhookCall("shop_thing_get", {"id": "$webhook"}),
    )


def test_the_description_s_own_webhooks_are_events_of_their_names(workshop: Workshop) -> None:
    said(workshop, SIGNED, OWN)
    assert EventType("thing.sold") == workshop.module("events").THING_SOLD
    assert workshop.module("connector").CONNECTOR.webhooks == Webhooks(
        events=("thing.sold",),
        type_header="X-Shop-Event",
        signature=Signature("X-Shop-Signature", "sha256="),
        delivery="X-Shop-Delivery",
    )


@pytest.mark.parametrize(
    ("words", "mistake"),
    [
        (SAID.replace("/kind", "/sort"), "'/sort' leads to nothing in any event"),
        (SAID.replace("shop_thing_get", "shop_thing_got"), "there is no tool 'shop_thing_got'"),
        (SAID.replace("{id: $webhook}", "{key: $webhook}"), "'key' is no input of shop_thing_get"),
        (SAID.replace("$webhook", "$webhooks"), "'$webhooks' stands for nothing; did you mean '$webhook'?"),
        (SAID + "    tests: [thing-sole]\n", "there is no event 'thing-sole'; did you mean 'thing-stolen'?"),
        (SAID + "    signature: {header: X}\n", "give secret, where the body has it, or signature"),
        (SAID.replace("    type: /kind\n", ""), "give type, where the body names its event"),
        (SIGNED, "there are no events"),
    ],
)
def test_what_does_not_fit_is_a_mistake_with_its_place(words: str, mistake: str, workshop: Workshop) -> None:
    said(workshop, words)
    with pytest.raises(GenerationError, match=r"tools\.yaml:") as told:
        workshop.generate()
    assert mistake in str(told.value)


def test_without_a_word_of_webhooks_there_are_no_events(workshop: Workshop) -> None:
    said(workshop, "", OWN)
    assert workshop.module("connector").CONNECTOR.webhooks is None
    assert "events.py" not in workshop.files()
