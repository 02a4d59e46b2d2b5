"""Comments, replies and reactions."""

from __future__ import annotations

import re

from figwright_figma.sandbox.build.file import new_comment
from figwright_figma.sandbox.calls import Call, operation
from figwright_figma.sandbox.errors import Refusal, not_found
from figwright_figma.sandbox.events import emit
from figwright_figma.sandbox.nodes import find
from figwright_figma.sandbox.paging import linked
from figwright_figma.sandbox.times import iso
from figwright_figma.sandbox.world import File, Json

REACTIONS_PER_PAGE = 30
_EMOJI = re.compile(r":[a-z0-9_+-]+:(:skin-tone-[2-6]:)?")
DONE = {"error": False, "status": 200, "i18n": None}


@operation("getComments")
def get_comments(call: Call) -> Json:
    file = call.file()
    return {"comments": [_shown(comment, call.query.get("as_md", False)) for comment in file.comments]}


@operation("postComment")
def post_comment(call: Call) -> Json:
    file, body, user = call.file(), call.body, call.user
    if not body["message"].strip():
        raise Refusal(400, "Message cannot be empty")
    parent = None
    if body.get("comment_id"):
        parent = _comment(file, body["comment_id"])
        if parent["parent_id"]:
            raise Refusal(400, "Only root comments can be replied to")
    place: Json = body.get("client_meta") or (parent["client_meta"] if parent else {"x": 0, "y": 0})
    if "node_id" in place and find(file.document, place["node_id"]) is None:
        raise Refusal(400, f"Node {place['node_id']} does not exist in this file")
    comment = new_comment(call.world, file, user, body["message"], place, parent)
    emit(
        call.world,
        "FILE_COMMENT",
        file,
        triggered_by=user,
        comment=[{"text": comment["message"]}],
        comment_id=comment["id"],
        created_at=comment["created_at"],
        mentions=[],
    )
    return comment


@operation("deleteComment")
def delete_comment(call: Call) -> Json:
    file = call.file()
    comment = _comment(file, call.path["comment_id"])
    if comment["user"]["id"] != call.user.id:
        raise Refusal(403, "You do not have permission to delete this comment")
    file.comments[:] = [each for each in file.comments if comment["id"] not in (each["id"], each["parent_id"])]
    return DONE


@operation("getCommentReactions")
def get_comment_reactions(call: Call) -> Json:
    comment = _comment(call.file(), call.path["comment_id"])
    base = f"{call.url}{call.operation.path.format(**call.path)}"
    page, pagination = linked(base, comment["reactions"], call.query.get("cursor"), REACTIONS_PER_PAGE)
    return {"reactions": page, "pagination": pagination}


@operation("postCommentReaction")
def post_comment_reaction(call: Call) -> Json:
    comment, emoji = _comment(call.file(), call.path["comment_id"]), call.body["emoji"]
    if not _EMOJI.fullmatch(emoji):
        raise Refusal(400, f"Invalid emoji: {emoji}")
    if _reaction(comment, call.user.id, emoji) is None:
        now = iso(call.world.clock.now())
        comment["reactions"].append({"user": call.user.public(), "emoji": emoji, "created_at": now})
    return DONE


@operation("deleteCommentReaction")
def delete_comment_reaction(call: Call) -> Json:
    comment = _comment(call.file(), call.path["comment_id"])
    reaction = _reaction(comment, call.user.id, call.query["emoji"])
    if reaction is None:
        raise not_found("Reaction not found")
    comment["reactions"].remove(reaction)
    return DONE


def _comment(file: File, comment_id: str) -> Json:
    comment = next((each for each in file.comments if each["id"] == comment_id), None)
    if comment is None:
        raise not_found("Comment not found")
    return comment


def _reaction(comment: Json, user_id: str, emoji: str) -> Json | None:
    mine = (each for each in comment["reactions"] if each["user"]["id"] == user_id and each["emoji"] == emoji)
    return next(mine, None)


def _shown(comment: Json, as_md: bool) -> Json:
    return comment | {"message": comment["message"].replace("*", "\\*")} if as_md else comment
