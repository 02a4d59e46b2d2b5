"""Variables: reading what a file holds and what it publishes, and changing it in one step or not at all."""

from __future__ import annotations

import copy

from figwright_figma.sandbox.calls import Call, operation
from figwright_figma.sandbox.errors import Refusal
from figwright_figma.sandbox.variable_changes import Changes
from figwright_figma.sandbox.world import File, Json

LARGEST_BODY = 4 * 1024 * 1024


@operation("getLocalVariables")
def get_local_variables(call: Call) -> Json:
    file = _open_to_members(call, call.file())
    return _ok({"variables": file.variables, "variableCollections": file.collections})


@operation("getPublishedVariables")
def get_published_variables(call: Call) -> Json:
    return _ok(_open_to_members(call, call.main_file()).published_variables)


@operation("postVariables")
def post_variables(call: Call) -> Json:
    file = _open_to_members(call, call.file())
    if call.user.seat != "full":
        raise Refusal(403, "Incorrect account type")
    if call.size > LARGEST_BODY:
        raise Refusal(400, "Request body must be 4 MB or less")
    draft = copy.copy(file)
    draft.variables, draft.collections = copy.deepcopy(file.variables), copy.deepcopy(file.collections)
    real_ids = Changes(call.world, draft).apply(call.body)
    file.variables, file.collections, file.next_id = draft.variables, draft.collections, draft.next_id
    file.last_modified, file.last_touched_by = call.world.clock.now(), call.user
    return _ok({"tempIdToRealId": real_ids})


def _open_to_members(call: Call, file: File) -> File:
    if file.plan.tier != "enterprise":
        raise Refusal(403, "Limited by Figma plan")
    if call.token.plan is not file.plan:
        raise Refusal(403, "Incorrect account type")
    return file


def _ok(meta: Json) -> Json:
    return {"status": 200, "error": False, "meta": meta}
