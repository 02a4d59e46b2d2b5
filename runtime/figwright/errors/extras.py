"""How an extra is installed here: from where the distribution itself came (PEP 610), since its name is on no index."""

from __future__ import annotations

import json
import shlex
from importlib.metadata import PackageNotFoundError, distribution
from urllib.parse import urlsplit


def install_command(extra: str, name: str = "figwright") -> str:
    """`pip install ...` with the extra, for a checkout, a wheel or a repository, whichever was installed.

    Where that is not recorded, the path is a placeholder: a bare name could fetch a stranger's package.
    """
    from urllib.request import url2pathname  # heavy, and wanted by errors alone

    try:
        origin = json.loads(distribution(name).read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        origin = {}
    url, name_and_extra = str(origin.get("url", "")), f"{name}[{extra}]"
    parts = urlsplit(url)
    if system := origin.get("vcs_info", {}).get("vcs"):
        what = f"{name_and_extra} @ {system}+{url}"
    elif parts.scheme == "file":
        what = f"{url2pathname(parts.path)}[{extra}]"
    else:
        what = f"{name_and_extra} @ {url}" if url else f"path/to/{name_and_extra}"
    editable = "-e " if origin.get("dir_info", {}).get("editable") else ""
    return f"pip install {editable}{shlex.quote(what)}"
