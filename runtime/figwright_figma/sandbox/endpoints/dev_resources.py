"""Links from nodes to code and tickets. Creating and updating are lists: what fails stands in `errors` of a 200."""

from __future__ import annotations

from figwright_figma.sandbox.auth import role
from figwright_figma.sandbox.calls import Call, operation
from figwright_figma.sandbox.errors import not_found
from figwright_figma.sandbox.nodes import find
from figwright_figma.sandbox.world import File, Json

PER_NODE = 10


@operation("getDevResources")
def get_dev_resources(call: Call) -> Json:
    resources = call.main_file().dev_resources
    if wanted := call.query.get("node_ids"):
        ids = {each.strip().replace("-", ":") for each in wanted.split(",")}
        resources = [each for each in resources if each["node_id"] in ids]
    return {"dev_resources": resources}


@operation("postDevResources")
def post_dev_resources(call: Call) -> Json:
    created, errors = [], []
    for wish in call.body["dev_resources"]:
        file = call.world.files.get(wish["file_key"])
        if problem := _problem(call, file, wish):
            errors.append({"file_key": wish["file_key"], "node_id": wish["node_id"], "error": problem})
        elif file is not None:
            resource = {"id": call.world.id(), **{key: wish[key] for key in ("name", "url", "file_key", "node_id")}}
            file.dev_resources.append(resource)
            created.append(resource)
    return {"links_created": created} | ({"errors": errors} if errors else {})


@operation("putDevResources")
def put_dev_resources(call: Call) -> Json:
    updated, errors = [], []
    for wish in call.body["dev_resources"]:
        found = _by_id(call, wish["id"])
        if found is None:
            errors.append({"id": wish["id"], "error": "not found or no access"})
            continue
        file, resource = found
        if "url" in wish and _taken(file, resource["node_id"], wish["url"], but=resource):
            errors.append({"id": wish["id"], "error": "A dev resource with this url already exists on the node"})
            continue
        resource.update({key: wish[key] for key in ("name", "url") if key in wish})
        updated.append(resource)
    return {"links_updated": updated} | ({"errors": errors} if errors else {})


@operation("deleteDevResource")
def delete_dev_resource(call: Call) -> Json:
    file = call.main_file()
    resource = next((each for each in file.dev_resources if each["id"] == call.path["dev_resource_id"]), None)
    if resource is None:
        raise not_found("Dev resource not found")
    file.dev_resources.remove(resource)
    return {"status": 200, "error": False}


def _problem(call: Call, file: File | None, wish: Json) -> str | None:
    if file is None or role(call.token, file) is None:
        return "File not found"
    if file.main_file is not None:
        return "Dev resources belong to main files, not to branches"
    if find(file.document, wish["node_id"]) is None:
        return "Node not found"
    if not wish["url"].startswith(("http://", "https://")):
        return "Invalid url"
    if _taken(file, wish["node_id"], wish["url"]):
        return "A dev resource with this url already exists on the node"
    if sum(each["node_id"] == wish["node_id"] for each in file.dev_resources) >= PER_NODE:
        return f"The node already has the maximum of {PER_NODE} dev resources"
    return None


def _taken(file: File, node_id: str, url: str, but: Json | None = None) -> bool:
    return any(each["node_id"] == node_id and each["url"] == url and each is not but for each in file.dev_resources)


def _by_id(call: Call, resource_id: str) -> tuple[File, Json] | None:
    for file in call.world.files.values():
        for resource in file.dev_resources:
            if resource["id"] == resource_id and role(call.token, file) is not None:
                return file, resource
    return None
