"""The project's own files over HTTP: Plotly's script, the plot component's modules, fonts.

Every address carries a hash of the content (``/assets/v-1a2b3c4d5e6f/view.js``), so browsers may keep
the files for ever and modules find each other by relative addresses. Without the hash the same files
answer too (``/assets/fonts/...`` in a configuration file), to be asked for again each time.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from functools import cache
from pathlib import Path

import plotly
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

FOLDER = Path(__file__).parent / "assets"
PLOTLY_SCRIPT = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
_TEXT_SUFFIXES = frozenset({".js", ".css", ".svg", ".json"})
FOREVER = "public, max-age=31536000, immutable"
"""For what never changes under its address."""


@cache
def asset_files() -> dict[str, Path]:
    """Every file that is served, by its address below ``/assets``; nothing else can be asked for."""
    files = {
        path.relative_to(FOLDER).as_posix(): path for path in sorted(FOLDER.rglob("*")) if path.is_file()
    }
    return {**files, "plotly.min.js": PLOTLY_SCRIPT}


@cache
def asset_version() -> str:
    """``v-`` and 12 hexadecimal digits that change with any served file.

    Plotly's script counts by its version and size, fonts by name and size: hashing megabytes would
    delay the first page.
    """
    digest = hashlib.sha256(plotly.__version__.encode())
    for name, path in asset_files().items():
        small = path.suffix in _TEXT_SUFFIXES and path != PLOTLY_SCRIPT
        digest.update(name.encode() + (path.read_bytes() if small else str(path.stat().st_size).encode()))
    return f"v-{digest.hexdigest()[:12]}"


def base_address(base_path: str) -> str:
    """``server.baseUrlPath`` as a prefix for addresses: ``""`` or ``"/name"``."""
    trimmed = base_path.strip("/")
    return f"/{trimmed}" if trimmed else ""


def assets_address(base_path: str = "") -> str:
    """Where the files of this version lie, for example ``/assets/v-1a2b3c4d5e6f``."""
    return f"{base_address(base_path)}/assets/{asset_version()}"


@cache
def _body(name: str) -> tuple[bytes, bool]:
    """The file's bytes, and whether they are compressed (once, not for every request)."""
    path = asset_files()[name]
    content = path.read_bytes()
    if path.suffix in _TEXT_SUFFIXES:
        return gzip.compress(content, compresslevel=6, mtime=0), True
    return content, False


def _headers(immutable: bool, compressed: bool) -> dict[str, str]:
    headers = {"Cache-Control": FOREVER if immutable else "no-cache", "Vary": "Accept-Encoding"}
    return {**headers, "Content-Encoding": "gzip"} if compressed else headers


def serve_asset(request: Request) -> Response:
    """The file, compressed where the browser takes that; 404 for any name that is not in the list."""
    first, _, rest = request.path_params["path"].partition("/")
    immutable = first == asset_version()
    name = rest if first.startswith("v-") else request.path_params["path"]
    if name not in asset_files():
        return PlainTextResponse("There is no such file.", status_code=404)
    content, compressed = _body(name)
    if compressed and "gzip" not in request.headers.get("accept-encoding", ""):
        content, compressed = gzip.decompress(content), False
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Response(content, headers=_headers(immutable, compressed), media_type=media_type)


def asset_routes(base_path: str = "") -> list[Route]:
    """The Starlette routes for ``st.App(..., routes=...)``; ``base_path`` is ``server.baseUrlPath``."""
    return [Route(f"{base_address(base_path)}/assets/{{path:path}}", serve_asset, methods=["GET"])]
