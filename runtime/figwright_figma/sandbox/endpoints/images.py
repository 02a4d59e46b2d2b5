"""Pictures: rendered nodes and the images that fills use. The links lead back to the sandbox and take no token."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from urllib.parse import quote, urlencode

from starlette.requests import Request

from figwright.sandbox.serving import Answer
from figwright_figma.sandbox.calls import Call, Named, operation
from figwright_figma.sandbox.errors import Refusal
from figwright_figma.sandbox.images import jpeg, pdf, solid_png, solid_svg
from figwright_figma.sandbox.nodes import find
from figwright_figma.sandbox.world import File, Json, World

MEDIA_TYPES = {"png": "image/png", "jpg": "image/jpeg", "svg": "image/svg+xml", "pdf": "application/pdf"}
MAX_PIXELS = 32_000_000
"""Larger renders are scaled down."""
RENDER_DAYS, FILL_DAYS = 30, 14


@operation("getImages")
def get_images(call: Call) -> Json:
    file, ids = call.file(), [each.strip() for each in call.query["ids"].split(",") if each.strip()]
    if not ids:
        raise Refusal(400, "Invalid value for query parameter ids: it names no node")
    options = {"format": call.query["format"], "scale": call.query.get("scale", 1)}
    options |= {flag: "true" for flag in ("svg_include_id", "svg_include_node_id") if call.query[flag]}
    expires = int(call.world.clock.time()) + RENDER_DAYS * 24 * 3600
    query = urlencode(options | {"expires": expires})
    images = {
        node_id: f"{call.url}/renders/{file.key}/{quote(node_id, safe='')}?{query}" if _drawn(file, node_id) else None
        for node_id in ids
    }
    return {"err": None, "images": images}


@operation("getImageFills")
def get_image_fills(call: Call) -> Json:
    file = call.file()
    expires = int(call.world.clock.time()) + FILL_DAYS * 24 * 3600
    images = {name: f"{call.url}/fills/{file.key}/{name}?expires={expires}" for name in file.images}
    return {"error": False, "status": 200, "meta": {"images": images}}


def _drawn(file: File, node_id: str) -> bool:
    node = find(file.document, node_id)
    return node is not None and node.get("absoluteRenderBounds") is not None


def routes(world: World) -> list[Named]:
    """What the links lead to."""

    def named(name: str, path: str, picture: Picture) -> Named:
        return Named(name, "GET", path, partial(_unless_expired, world, picture))

    return [
        named("images.render", "/renders/{file_key}/{node_id}", _render),
        named("images.fill", "/fills/{file_key}/{name}", _fill),
    ]


Picture = Callable[[World, Request], Answer]


def _unless_expired(world: World, picture: Picture, request: Request, _raw: bytes) -> Answer:
    try:
        expires = float(request.query_params.get("expires", 0))
    except ValueError:
        expires = 0
    return _refused(403, "Request has expired") if expires < world.clock.time() else picture(world, request)


def _refused(status: int, message: str) -> Answer:
    """As stores of files say it, in XML."""
    code = "AccessDenied" if status == 403 else "NoSuchKey"
    text = f"<Error><Code>{code}</Code><Message>{message}</Message></Error>"
    return Answer(text.encode(), status, {"Content-Type": "application/xml"})


def _fill(world: World, request: Request) -> Answer:
    file = world.files.get(request.path_params["file_key"])
    content = file.images.get(request.path_params["name"]) if file else None
    if content is None:
        return _refused(404, "Not found")
    return Answer(content, headers={"Content-Type": "image/png"})


def _render(world: World, request: Request) -> Answer:
    file = world.files.get(request.path_params["file_key"])
    node = find(file.document, request.path_params["node_id"]) if file else None
    if node is None or not node.get("absoluteRenderBounds"):
        return _refused(404, "Not found")
    query, bounds = request.query_params, node["absoluteRenderBounds"]
    scale = float(query.get("scale", 1))
    width, height = bounds["width"] * scale, bounds["height"] * scale
    if width * height > MAX_PIXELS:
        less = (MAX_PIXELS / (width * height)) ** 0.5
        width, height = width * less, height * less
    form = query.get("format", "png")
    if form == "svg":
        name = node["name"] if "svg_include_id" in query else ""
        content = solid_svg(width, height, _colour(node), name, node["id"] if "svg_include_node_id" in query else "")
    elif form == "pdf":
        content = pdf(width, height)
    elif form == "jpg":
        content = jpeg()
    else:
        content = solid_png(max(1, round(width)), max(1, round(height)), _colour(node))
    return Answer(content, headers={"Content-Type": MEDIA_TYPES[form]})


def _colour(node: Json) -> str:
    paint = next((each["color"] for each in node.get("fills", []) if "color" in each), None)
    if paint is None:
        return "#D9D9D9"
    return "#" + "".join(f"{round(paint[channel] * 255):02X}" for channel in "rgb")
