"""Who paid for a plugin, widget or Community file. Only what the caller made can be asked about."""

from __future__ import annotations

from figwright_figma.sandbox.calls import Call, operation
from figwright_figma.sandbox.errors import Refusal
from figwright_figma.sandbox.world import Json

KINDS = {"plugin_id": "PLUGIN", "widget_id": "WIDGET", "community_file_id": "COMMUNITY_FILE"}


@operation("getPayments")
def get_payments(call: Call) -> Json:
    return {"status": 200, "error": False, "meta": _payment(call)}


def _payment(call: Call) -> Json:
    query = call.query
    if token := query.get("plugin_payment_token"):
        payment = next((each for each in call.world.payments if each["token"] == token), None)
        if payment is None:
            raise Refusal(401, "Invalid plugin payment token")
        return _shown(payment)
    named = [name for name in KINDS if query.get(name)]
    if not query.get("user_id") or len(named) != 1:
        raise Refusal(400, "Give user_id and exactly one of plugin_id, widget_id and community_file_id")
    resource = query[named[0]], KINDS[named[0]]
    about = [each for each in call.world.payments if (each["resource_id"], each["resource_type"]) == resource]
    if not any(each["owner_id"] == call.user.id for each in about):
        raise Refusal(403, "You do not have access to this resource")
    payment = next((each for each in about if each["user_id"] == query["user_id"]), None)
    return _shown(payment) if payment else _unpaid(query["user_id"], *resource)


def _shown(payment: Json) -> Json:
    return {key: value for key, value in payment.items() if key not in ("token", "owner_id")}


def _unpaid(user_id: str, resource_id: str, resource_type: str) -> Json:
    return {
        "user_id": user_id,
        "resource_id": resource_id,
        "resource_type": resource_type,
        "payment_status": {"type": "UNPAID"},
    }
