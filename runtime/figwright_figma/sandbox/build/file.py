"""A file under construction: pages, styles, variables, comments, versions, and publishing it as a library."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from hashlib import sha256
from typing import Literal
from urllib.parse import urlencode

from figwright_figma.sandbox.times import iso
from figwright_figma.sandbox.world import File, Folder, Json, Published, User, Version, World

from . import shapes
from .imports import Imports, subscribed_id
from .library import Collection
from .nodes import NodeBuilder, image_reference


class FileBuilder:
    """Builds into a file of the world, which the sandbox serves as it stands at any moment."""

    def __init__(self, world: World, file: File) -> None:
        self.world, self.file = world, file
        self.imports = Imports(file)

    @property
    def key(self) -> str:
        return self.file.key

    def page(self, name: str) -> NodeBuilder:
        number = len(self.file.document["children"]) + 1
        node = shapes.page(f"0:{number}", name)
        self.file.document["children"].append(node)
        return NodeBuilder(self, node, number)

    def style(self, name: str, kind: Literal["FILL", "TEXT", "EFFECT", "GRID"], description: str = "") -> str:
        """Add a style; returns its id, which `NodeBuilder.styled` takes."""
        style_id = self.new_id(0)
        self.file.styles[style_id] = {
            "key": self.world.hash(),
            "name": name,
            "styleType": kind,
            "remote": False,
            "description": description,
        }
        return style_id

    def collection(self, name: str, modes: list[str] | None = None) -> Collection:
        return Collection(self.world, self.file, name, modes or ["Mode 1"])

    def comment(
        self, message: str, *, by: User | None = None, on: NodeBuilder | None = None, reply_to: Json | None = None
    ) -> Json:
        """Leave a comment on a node, or a reply to another comment."""
        place: Json = {"node_id": on.id, "node_offset": {"x": 12, "y": 12}} if on else {"x": 100, "y": 100}
        place = reply_to["client_meta"] if reply_to else place
        return new_comment(self.world, self.file, by or self.file.creator, message, place, reply_to)

    def version(self, label: str | None = None, description: str | None = None, by: User | None = None) -> Version:
        """Save a version of the file as it is now."""
        return self.version_at(self.world.clock.now(), label, description, by, copy.deepcopy(self.file.document))

    def version_at(
        self,
        when: datetime,
        label: str | None = None,
        description: str | None = None,
        by: User | None = None,
        document: Json | None = None,
    ) -> Version:
        """Save a version at another time; no file is younger than its oldest version."""
        first = self.file.versions[-1]
        first.created_at = self.file.created_at = min(first.created_at, when)
        version = Version(self.world.id(), when, by or self.file.creator, label, description, document)
        self.file.versions.insert(0, version)
        self.file.last_modified = version.created_at
        return version

    def dev_resource(self, node: NodeBuilder, name: str, url: str) -> Json:
        resource = {"id": self.world.id(), "name": name, "url": url, "file_key": self.file.key, "node_id": node.id}
        self.file.dev_resources.append(resource)
        return resource

    def branch(self, name: str) -> FileBuilder:
        """A branch of the file: a copy with a key of its own."""
        main = self.file
        branch = copy.copy(main)
        branch.key, branch.name, branch.main_file = self.world.key(), name, main
        branch.document = copy.deepcopy(main.document)
        branch.comments, branch.dev_resources, branch.branches = [], [], []
        branch.variables, branch.collections = copy.deepcopy(main.variables), copy.deepcopy(main.collections)
        branch.versions = [Version(self.world.id(), main.last_modified, main.creator)]
        main.branches.append(branch)
        self.world.files[branch.key] = branch
        return FileBuilder(self.world, branch)

    def publish(self) -> None:
        """Publish the file's components, component sets, styles and variables as a library."""
        places = {node["id"]: (node, page, frame) for node, page, frame in _walk(self.file.document)}
        file, now = self.file, iso(self.world.clock.now())
        for kind, source in (("components", file.components), ("component_sets", file.component_sets)):
            local = {node_id: each for node_id, each in source.items() if not each["remote"]}
            file.published[kind] = [
                Published(
                    self.world.number(),
                    self._published(node_id, each, now) | {"containing_frame": _frame(node_id, places)},
                )
                for node_id, each in local.items()
            ]
        file.published["styles"] = [
            Published(
                self.world.number(),
                self._published(node_id, style, now)
                | {"style_type": style["styleType"], "sort_position": _sign(index)},
            )
            for index, (node_id, style) in enumerate(file.styles.items())
            if not style["remote"]
        ]
        file.published_variables = _published_variables(file, now)

    def new_id(self, page: int = 1) -> str:
        return self.file.node_id(page)

    def add_image(self, content: bytes) -> str:
        reference = image_reference(content)
        self.file.images[reference] = content
        return reference

    def register_component(self, node_id: str, name: str, description: str, within: str | None) -> None:
        component = {"key": self.world.hash(), "name": name, "description": description, "remote": False}
        if within:
            component["componentSetId"] = within
        self.file.components[node_id] = component | {"documentationLinks": []}

    def register_component_set(self, node_id: str, name: str, description: str) -> None:
        self.file.component_sets[node_id] = {"key": self.world.hash(), "name": name, "description": description}
        self.file.component_sets[node_id] |= {"documentationLinks": [], "remote": False}

    def _published(self, node_id: str, item: Json, when: str) -> Json:
        return {
            "key": item["key"],
            "file_key": self.file.key,
            "node_id": node_id,
            "thumbnail_url": _presigned(f"checkpoints/{item['key']}.png", self.world.clock.now()),
            "name": item["name"],
            "description": item["description"],
            "created_at": iso(self.file.created_at),
            "updated_at": when,
            "user": self.file.creator.public(),
        }


def new_file(world: World, folder: Folder, name: str, creator: User, *, key: str = "", editor: str = "figma") -> File:
    """An empty file with its first version."""
    now = world.clock.now()
    file = File(
        key=key or world.key(),
        name=name,
        editor_type=editor,
        folder=folder,
        creator=creator,
        created_at=now,
        last_modified=now,
        last_touched_by=creator,
        document=shapes.document(),
    )
    file.versions.append(Version(world.id(), now, creator))
    world.files[file.key] = file
    return file


def new_comment(world: World, file: File, user: User, message: str, place: Json, parent: Json | None) -> Json:
    """Leave a comment at a place, or a reply to the first of a thread, as recorded answers have it."""
    roots = sum(not each["parent_id"] for each in file.comments)
    comment: Json = {
        "id": world.comment_id(),
        "uuid": None,
        "file_key": file.key,
        "parent_id": parent["id"] if parent else "",
        "user": user.public(),
        "created_at": iso(world.clock.now()),
        "resolved_at": None,
        "message": message,
        "reactions": [],
        "client_meta": {**place, "stable_path": None} if "node_id" in place else place,
        "order_id": None if parent else str(roots + 1),
    }
    file.comments.append(comment)
    return comment


def _walk(document: Json) -> list[tuple[Json, Json, Json | None]]:
    """Every node with its page and the top-level frame that holds it."""
    found: list[tuple[Json, Json, Json | None]] = []

    def visit(node: Json, page: Json, frame: Json | None) -> None:
        found.append((node, page, frame))
        for child in node.get("children", []):
            visit(child, page, frame or node)

    for page in document["children"]:
        for node in page["children"]:
            visit(node, page, None)
    return found


def _frame(node_id: str, places: dict[str, tuple[Json, Json, Json | None]]) -> Json:
    _, page, frame = places[node_id]
    info: Json = {"pageId": page["id"], "pageName": page["name"]}
    if frame is not None:
        info |= {"nodeId": frame["id"], "name": frame["name"], "backgroundColor": "#FFFFFF"}
        if frame["type"] == "COMPONENT_SET":
            info["containingComponentSet"] = {"nodeId": frame["id"], "name": frame["name"]}
    return info


def _sign(index: int) -> str:
    """A position among others, to be compared as text: `!`, `"`, `#` and so on."""
    rounds, place = divmod(index, ord("~") - ord("!"))
    return "~" * rounds + chr(ord("!") + place)


def _presigned(path: str, when: datetime) -> str:
    """A link of Figma's store of pictures, signed as Amazon's S3 does it, good for seven days."""
    moment = when.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    query = {
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        "X-Amz-Credential": f"SANDBOX/{moment[:8]}/us-west-2/s3/aws4_request",
        "X-Amz-Date": moment,
        "X-Amz-Expires": 7 * 24 * 3600,
        "X-Amz-SignedHeaders": "host",
        "X-Amz-Signature": sha256(f"{path} {moment}".encode()).hexdigest(),
    }
    return f"https://s3-alpha.figma.com/{path}?{urlencode(query)}"


def _published_variables(file: File, when: str) -> Json:
    variables = {
        own_id: {
            "id": own_id,
            "subscribed_id": subscribed_id(each),
            "name": each["name"],
            "key": each["key"],
            "variableCollectionId": each["variableCollectionId"],
            "resolvedDataType": each["resolvedType"],
            "updatedAt": when,
        }
        for own_id, each in file.variables.items()
        if not each["hiddenFromPublishing"] and not each["remote"]
    }
    collections = {
        own_id: {
            "id": own_id,
            "subscribed_id": subscribed_id(each),
            "name": each["name"],
            "key": each["key"],
            "updatedAt": when,
        }
        for own_id, each in file.collections.items()
        if not each["hiddenFromPublishing"] and not each["remote"]
    }
    return {"variables": variables, "variableCollections": collections}
