"""Files: the document, single nodes, metadata, versions."""

from __future__ import annotations

import json

from figwright.sandbox.serving import Answer
from figwright_figma.sandbox import big_file
from figwright_figma.sandbox.calls import Call, operation
from figwright_figma.sandbox.errors import Refusal, not_found
from figwright_figma.sandbox.nodes import find, only, used, view
from figwright_figma.sandbox.times import iso
from figwright_figma.sandbox.world import File, Json, Version


@operation("getFile")
def get_file(call: Call) -> Json | Answer:
    file = call.file()
    depth, ids = _depth(call), _ids(call)
    if file.big:
        return _big_file(call, file, depth)
    if file.too_large and depth is None and not ids:
        raise Refusal(400, "Request too large. If applicable, filter by query params")
    version, document = _document(call, file)
    shown = only(document, ids) if ids else document
    tree = view(shown, depth=depth, paths=_paths(call), plugins=_plugins(call))
    return {"document": tree} | used(file, tree) | _about(call, file, version) | _branches(call, file)


def _big_file(call: Call, file: File, depth: int | None) -> Json | Answer:
    about = used(file, file.document) | _about(call, file, file.versions[0])
    if depth is not None:
        return {"document": big_file.outline(file.big, depth)} | about
    return Answer(big_file.stream(json.dumps(about), file.big))


@operation("getFileNodes")
def get_file_nodes(call: Call) -> Json:
    file = call.file()
    version, document = _document(call, file)
    nodes: dict[str, Json | None] = {}
    for node_id in _ids(call):
        node = find(document, node_id)
        tree = node and view(node, depth=_depth(call), paths=_paths(call), plugins=_plugins(call))
        nodes[node_id] = tree and {"document": tree, **used(file, tree)}
    return _about(call, file, version) | {"nodes": nodes}


@operation("getFileMeta")
def get_file_meta(call: Call) -> Json:
    file = call.file()
    return {
        "file": {
            "name": file.name,
            "folder_name": file.folder.name,
            "last_touched_at": iso(file.last_modified),
            "creator": file.creator.public(),
            "last_touched_by": file.last_touched_by.public(),
            "thumbnail_url": file.thumbnail_url,
            "editorType": file.editor_type,
            "role": call.role(file),
            "link_access": file.link_access,
            "url": file.url,
            "version": file.version,
        }
    }


def _about(call: Call, file: File, version: Version) -> Json:
    return {
        "name": file.name,
        "lastModified": iso(file.last_modified if version is file.versions[0] else version.created_at),
        "thumbnailUrl": file.thumbnail_url,
        "version": version.id,
        "role": call.role(file),
        "editorType": file.editor_type,
        "linkAccess": file.link_access,
    }


def _branches(call: Call, file: File) -> Json:
    if not call.query["branch_data"]:
        return {}
    if file.main_file is not None:
        return {"mainFileKey": file.main_file.key}
    return {
        "branches": [
            {
                "key": branch.key,
                "name": branch.name,
                "thumbnail_url": branch.thumbnail_url,
                "last_modified": iso(branch.last_modified),
            }
            for branch in file.branches
        ]
    }


def _document(call: Call, file: File) -> tuple[Version, Json]:
    wanted = call.query.get("version")
    if not wanted:
        return file.versions[0], file.document
    version = next((each for each in file.versions if each.id == wanted), None)
    if version is None:
        raise not_found("Version not found")
    return version, version.document or file.document


def _depth(call: Call) -> int | None:
    depth = call.query.get("depth")
    if depth is not None and (depth < 1 or depth != int(depth)):
        raise Refusal(400, "Invalid value for query parameter depth: it must be a positive integer")
    return None if depth is None else int(depth)


def _ids(call: Call) -> list[str]:
    return [each.strip() for each in call.query.get("ids", "").split(",") if each.strip()]


def _paths(call: Call) -> bool:
    return bool(call.query.get("geometry") == "paths")


def _plugins(call: Call) -> set[str]:
    return {plugin.strip() for plugin in call.query.get("plugin_data", "").split(",")}
