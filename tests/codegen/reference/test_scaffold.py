"""New operations of the reference as files of ours: structure without sentences, where it belongs, all or nothing."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
import yaml
from support.checkout import FILES, GET, ID, REFUND, ROOT, SECRET, THEIRS, Checkout
from support.drawn import Drawing
from support.shop import serving

from figwright import Actions
from figwright_codegen import GenerationError, generate
from figwright_codegen.output import replace
from figwright_codegen.reference.comparing import compared
from figwright_codegen.reference.scaffold import scaffold
from figwright_codegen.tools.unwritten import UNWRITTEN


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_what_is_new_is_put_where_the_like_of_it_stands(checkout: Checkout) -> None:
    before = checkout.texts()
    assert checkout.scaffold().operations == ("refundOrder",)
    after = checkout.texts()
    assert after.keys() == before.keys()
    for name, text in before.items():  # only lines more
        left = after[name].splitlines()
        for line in text.splitlines():
            left = left[left.index(line) + 1 :]
    assert checkout.read("openapi.yaml")["paths"]["/orders/{order_id}/refunds"] == {
        "$ref": "paths/orders.yaml#/~1orders~1{order_id}~1refunds"
    }
    made = checkout.read("paths/orders.yaml")["/orders/{order_id}/refunds"]["post"]
    assert made["parameters"][0] == {"$ref": "../parameters.yaml#/order_id"}
    assert made["parameters"][1]["schema"] == {"$ref": "../schemas/orders.yaml#/Reason"}
    assert made["responses"]["404"] == {"$ref": "../responses.yaml#/Missing"}
    assert made["responses"]["200"]["content"]["application/json"]["schema"] == {
        "$ref": "../schemas/orders.yaml#/Order"
    }
    schemas = checkout.read("schemas/orders.yaml")
    assert list(schemas) == ["Order", "Reason", "RefundLine"]
    assert schemas["RefundLine"]["properties"]["parts"]["items"] == {"$ref": "#/RefundLine"}
    assert schemas["Reason"] == {"description": UNWRITTEN, "type": "string", "enum": ["BROKEN", "LATE", "on"]}
    schemes = checkout.read("openapi.yaml")["components"]["securitySchemes"]
    assert schemes["OAuth2"]["flows"]["authorizationCode"]["scopes"]["orders:refund"] == UNWRITTEN
    assert schemes["Key"]["name"] == "X-Key"
    assert checkout.read("tools.yaml")["tools"]["shop_order_refund"] == {
        "operation": "refundOrder",
        "title": UNWRITTEN,
        "description": UNWRITTEN,
        "toolset": "orders",
    }


def test_no_sentence_of_theirs_comes_over_and_nothing_is_left_to_add(checkout: Checkout) -> None:
    made = checkout.scaffold()
    texts = checkout.texts()
    assert SECRET not in "".join(texts.values())
    assert made.unwritten == sum(text.count(UNWRITTEN) for text in texts.values())
    assert checkout.compared().of("add") == checkout.compared().of("change") == []


def test_twice_changes_nothing(checkout: Checkout) -> None:
    checkout.scaffold()
    before = checkout.texts()
    again = checkout.scaffold()
    assert (again.operations, again.files, checkout.texts()) == ((), {}, before)


def generated(checkout: Checkout) -> list[str]:
    """What is wrong with a generation; nothing if it is done."""
    spec = checkout.folder / "spec"
    try:
        generate(spec / "openapi.yaml", spec / "tools.yaml", checkout.folder / "out", "scaffolded_shop")
    except GenerationError as error:
        return [f"{Path(each.file).name}:{each.line}: {each.text}" for each in error.problems]
    return []


def test_the_generator_names_each_sentence_that_is_to_be_written_then_the_tool_is_called(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = checkout.scaffold()
    told = generated(checkout)
    places = {
        f"{Path(name).name}:{number}"
        for name, text in checkout.texts().items()
        for number, line in enumerate(text.splitlines(), 1)
        if UNWRITTEN in line
    }
    assert {":".join(line.split(":")[:2]) for line in told} == places
    assert len(told) == made.unwritten
    assert (
        "tools.yaml:13: the description of shop_order_refund is still to be written; say what it does, when to use it, "
        "and when to use another tool"
    ) in told
    assert not (checkout.folder / "out").exists()
    for name, text in checkout.texts().items():
        (checkout.folder / "spec" / name).write_text(text.replace(UNWRITTEN, "Said in our words."), "utf-8")
    assert generated(checkout) == []
    monkeypatch.syspath_prepend(str(checkout.folder / "out"))
    from scaffolded_shop.connector import CONNECTOR  # type: ignore[import-not-found]

    with serving() as server:
        server.answer = (200, "application/json", b'{"id": "7"}')
        actions = Actions.with_token(
            "k", kind="key", connector=CONNECTOR, api_url=server.url, allow_insecure=True, tools=["shop_order_refund"]
        )
        given = {"order_id": "7", "why": "LATE", "amount": 2, "parts": [{"amount": 1, "reason": "BROKEN"}]}
        with actions:
            assert actions.execute_tool("shop_order_refund", tool_input=given).data == {"id": "7"}
        [(method, path, headers, body)] = server.asked
    assert (method, path, headers["X-Key"]) == ("POST", "/orders/7/refunds?why=LATE", "k")
    assert json.loads(body) == {"amount": 2, "parts": [{"amount": 1, "reason": "BROKEN"}]}


def test_an_area_of_its_own_gets_files_and_a_toolset_of_its_own(checkout: Checkout) -> None:
    checkout.theirs["paths"]["/gifts"] = {
        "post": {**REFUND, "operationId": "sendGift", "tags": ["Gift cards"], "parameters": []}
    }
    del checkout.theirs["paths"]["/orders/{order_id}/refunds"]
    made = checkout.scaffold()
    names = [file.relative_to(checkout.folder / "spec").as_posix() for file in made.files]
    assert names == ["schemas/gift_cards.yaml", "tools.yaml", "paths/gift_cards.yaml", "openapi.yaml"]
    assert checkout.read("tools.yaml")["toolsets"]["gift_cards"] == {"title": UNWRITTEN, "instructions": UNWRITTEN}
    assert list(checkout.read("schemas/gift_cards.yaml")) == ["Reason", "RefundLine"]
    assert checkout.compared().of("add") == []


def test_several_stand_in_order_behind_the_last_of_their_kind(checkout: Checkout) -> None:
    extra = "  shop_zones_list: {operation: listZones, toolset: zones}\n"
    checkout.write(
        "tools.yaml", dedent(FILES["tools.yaml"]).replace("tools:\n", "  zones: {title: Zones}\ntools:\n") + extra
    )
    for name in ("bill", "art", "cap"):
        checkout.theirs["paths"][f"/orders/{{order_id}}/{name}"] = {"get": {**GET, "operationId": f"get{name.title()}"}}
    checkout.scaffold()
    wanted = [f"/orders/{{order_id}}{end}" for end in ("", "/art", "/bill", "/cap", "/refunds")]
    assert list(checkout.read("openapi.yaml")["paths"]) == list(checkout.read("paths/orders.yaml")) == wanted
    tools = list(checkout.read("tools.yaml")["tools"])
    assert tools == [
        "shop_order_get",
        "shop_art_get",
        "shop_bill_get",
        "shop_cap_get",
        "shop_order_refund",
        "shop_zones_list",
    ]


def test_another_method_of_a_path_goes_beside_the_first(checkout: Checkout) -> None:
    checkout.theirs["paths"]["/orders/{order_id}"]["delete"] = {**GET, "operationId": "deleteOrder"}
    checkout.scaffold()
    assert list(checkout.read("paths/orders.yaml")["/orders/{order_id}"]) == ["get", "delete"]


def test_a_description_in_one_file_keeps_being_one(checkout: Checkout) -> None:
    for name in ("paths/orders.yaml", "schemas/orders.yaml", "parameters.yaml", "responses.yaml"):
        (checkout.folder / "spec" / name).unlink()
    ours = copy.deepcopy(THEIRS)
    del ours["paths"]["/orders/{order_id}/refunds"], ours["components"]["schemas"]
    ours["paths"]["/orders/{order_id}"]["get"]["responses"] = {"200": {"description": "The order."}}
    checkout.write("openapi.yaml", yaml.safe_dump(ours))
    checkout.theirs["paths"]["/orders/{order_id}"]["get"] = ours["paths"]["/orders/{order_id}"]["get"]
    checkout.scaffold()
    assert checkout.texts().keys() == {"openapi.yaml", "tools.yaml"}
    assert list(checkout.read("openapi.yaml")["components"]["schemas"]) == ["Order", "Reason", "RefundLine"]
    assert checkout.compared().of("add") == []


def test_what_a_person_wrote_is_extended_and_never_written_over(checkout: Checkout) -> None:
    checkout.write(
        "schemas/orders.yaml",
        dedent(FILES["schemas/orders.yaml"]) + "# Mine.\nReason:\n  description: Mine.\n  type: integer\n",
    )
    [told] = checkout.mistakes()
    assert told == (
        "spec/schemas/orders.yaml:8: 'Reason' is there already, and is not what the reference has; rename or remove it"
    )


def test_a_file_that_is_there_and_not_used_is_extended(checkout: Checkout) -> None:
    checkout.theirs["paths"]["/gifts"] = {"post": {**REFUND, "operationId": "sendGift", "tags": ["Gifts"]}}
    checkout.write("schemas/gifts.yaml", "# Mine.\nMine:\n  type: string\n")
    checkout.write("paths/gifts.yaml", "")
    checkout.scaffold()
    assert checkout.texts()["schemas/gifts.yaml"].startswith("# Mine.\nMine:\n  type: string\n")
    assert "/gifts" in checkout.read("paths/gifts.yaml")


def test_parts_of_an_interrupted_scaffold_are_completed(checkout: Checkout) -> None:
    made = scaffold(compared(checkout.task())[1])
    for count in range(len(made.files)):
        part = Checkout(checkout.folder)
        replace(dict(list(made.files.items())[:count]))
        part.scaffold()
        assert {file: file.read_text("utf-8") for file in made.files} == made.files


@pytest.mark.parametrize("error", [OSError(30, "Read-only file system"), KeyboardInterrupt("Read-only")])
def test_where_a_file_cannot_be_replaced_all_are_as_they_were(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    before = checkout.texts()
    real = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if target.name == "tools.yaml" and not self.name.endswith(".yaml"):
            raise error
        return real(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(type(error), match="Read-only"):
        checkout.scaffold()
    assert checkout.texts() == before


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (
            "openapi.json",
            "",
            "openapi.json:1: '/orders/{order_id}/refunds' cannot be added: what stands here is no block",
        ),
        (
            "tools.yaml",
            "connector: {name: shop, title: Shop}\ntools: {shop_order_get: {operation: getOrder}}\n",
            "tools.yaml:2: 'shop_order_refund' cannot be added: what stands here is no block of YAML",
        ),
        ("paths/orders.yaml", "{order}", "call its parameters the same first"),
        ("schemas/gifts.yaml", "a: [", "schemas/gifts.yaml:2: is no YAML"),
    ],
    ids=["JSON", "braces", "parameters", "broken"],
)
def test_what_cannot_be_put_there_says_where(checkout: Checkout, name: str, text: str, told: str) -> None:
    if name == "openapi.json":
        (checkout.folder / "spec/openapi.yaml").unlink()
        text = json.dumps(yaml.safe_load(ROOT))
    if name == "schemas/gifts.yaml":
        checkout.theirs["paths"]["/gifts"] = {"post": {**REFUND, "operationId": "sendGift", "tags": ["Gifts"]}}
    if text == "{order}":
        checkout.theirs["paths"]["/orders/{number}"] = {
            "delete": {**GET, "operationId": "x", "parameters": [{**ID, "name": "number"}]}
        }
    else:
        checkout.write(name, text)
    assert any(told in each for each in checkout.mistakes())


def test_an_older_way_to_say_null_and_bounds_is_said_as_ours_says_it(checkout: Checkout) -> None:
    checkout.theirs["openapi"] = "3.0.3"
    lines = checkout.theirs["components"]["schemas"]["RefundLine"]["properties"]
    lines["order"] = {"$ref": "#/components/schemas/Order", "nullable": True}
    lines["amount"] |= {"exclusiveMinimum": True}
    lines["note"] = {"type": "string", "nullable": True, "enum": ["a"]}
    checkout.scaffold()
    made = checkout.read("schemas/orders.yaml")["RefundLine"]["properties"]
    assert made["order"] == {"oneOf": [{"$ref": "#/Order"}, {"type": "null"}]}
    assert made["amount"] == {"type": "number", "description": UNWRITTEN, "exclusiveMinimum": 0}
    assert made["note"] == {"type": ["string", "null"], "enum": ["a", None]}
    assert checkout.compared().of("add") == checkout.compared().of("change") == []


def answer(schema: str) -> Any:
    return {"description": "It.", "content": {"application/json": {"schema": {"$ref": schema}}}}


@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 30))])
def test_of_a_drawn_description_nothing_is_left_to_add_or_change(seed: int, checkout: Checkout) -> None:
    """Ours has its first operation; in files by area, or, every third time, all in one."""
    checkout.theirs = theirs = Drawing(seed, ("3.0.3", "3.1.0")[seed % 2]).description(6).spec()
    apart = bool(seed % 3)
    theirs["components"]["schemas"]["First"] = {"type": "string"}
    theirs["paths"]["/first"] = {
        "get": {"operationId": "getFirst", "responses": {"200": answer("#/components/schemas/First")}}
    }
    first = {"/first": {"$ref": "paths/first.yaml#/~1first"}} if apart else {"/first": theirs["paths"]["/first"]}
    ours = {**{key: theirs[key] for key in ("info", "security")}, "openapi": "3.1.0", "paths": first}
    ours |= {key: theirs[key] for key in ("servers",) if key in theirs}
    ours["components"] = {"securitySchemes": theirs["components"]["securitySchemes"]}
    if not apart:
        ours["components"]["schemas"] = {"First": {"type": "string"}}
    checkout.write("openapi.yaml", yaml.safe_dump(ours))
    first = {"get": {"operationId": "getFirst", "responses": {"200": answer("../schemas/first.yaml#/First")}}}
    checkout.write("paths/first.yaml", yaml.safe_dump({"/first": first}))
    checkout.write("schemas/first.yaml", "First: {type: string}\n")
    checkout.write("tools.yaml", "connector: {name: shop, title: Shop}\ntools:\n  shop_first: {operation: getFirst}\n")
    made = checkout.scaffold()
    assert len(made.operations) == len(theirs["paths"]) - 1
    found = checkout.compared()
    unused = {each.subject for each in found.of("add") if each.kind == "schema"}
    assert unused <= theirs["components"]["schemas"].keys()
    assert [(each.sort, each.kind, each.subject, each.text) for each in found.found if each.subject not in unused] == []
    assert checkout.scaffold().files == {}


def test_what_is_left_out_on_purpose_is_not_scaffolded(checkout: Checkout) -> None:
    checkout.write("deviations.yaml", "'* /orders/*/refunds': {differs: [operation], why: Nobody refunds by a tool.}\n")
    assert checkout.scaffold().operations == ()


def test_servers_and_odd_paths_come_over_without_words(checkout: Checkout) -> None:
    server = {"url": "https://{zone}.shop.test", "description": SECRET}
    server["variables"] = {"zone": {"default": "eu", "description": SECRET}}  # type: ignore[assignment]
    odd = {**GET, "operationId": "getOdd", "parameters": [], "servers": [server]}
    checkout.theirs["paths"] |= {"/100%25~/odd's": {"get": odd}}
    checkout.scaffold()
    made = checkout.read("paths/orders.yaml")["/100%25~/odd's"]["get"]
    assert made["servers"] == [{"url": "https://{zone}.shop.test", "variables": {"zone": {"default": "eu"}}}]
    assert checkout.compared().of("add") == []


def test_parameters_of_the_path_come_over_and_those_that_no_tool_can_send(checkout: Checkout) -> None:
    item = checkout.theirs["paths"]["/orders/{order_id}/refunds"]
    item["parameters"] = [{"name": "why", "in": "header", "schema": {"type": "string"}}, ID]
    item["post"] = {**REFUND, "parameters": [{"name": "all", "in": "querystring", "content": {"text/plain": {}}}]}
    checkout.scaffold()
    made = checkout.read("paths/orders.yaml")["/orders/{order_id}/refunds"]["post"]["parameters"]
    assert [each.get("in", each.get("$ref")) for each in made] == [
        "header",
        "../parameters.yaml#/order_id",
        "querystring",
    ]


def test_a_path_that_shares_its_item_by_an_anchor_is_not_given_more_behind_its_back(checkout: Checkout) -> None:
    ours = dedent(FILES["paths/orders.yaml"]).replace("/orders/{order_id}:", "/orders/{order_id}: &item", 1)
    checkout.write("paths/orders.yaml", f"{ours}/sales/{{order_id}}: *item\n")
    checkout.theirs["paths"]["/orders/{order_id}"]["delete"] = {**GET, "operationId": "deleteOrder"}
    assert any("would not say what it is to say" in each for each in checkout.mistakes())
