"""Style sheets, scripts and pictures: what a browser is sent as it stands, at an address that holds its release."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from datasette import Response

Files = Mapping[str, tuple[bytes, str]]  # by name: the bytes and their media type

HOUSE = Path(str(files("corpus.web"))) / "static"  # the look that site and desk share
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
FOREVER = "public, max-age=31536000, immutable"  # for a file whose address holds a hash of it


def static_files(*folders: Path) -> dict[str, tuple[bytes, str]]:
    """The files of these folders; where two have the same name, the later folder's."""
    return {
        path.name: (path.read_bytes(), TYPES[path.suffix])
        for folder in folders
        for path in sorted(folder.iterdir())
        if path.suffix in TYPES
    }


def static_view(found: Files, release: str) -> Callable[[Any], Any]:
    """A Datasette view of static files; the route's variables are the `release` and the file's `name`."""

    def responding(request: Any) -> Any:
        """A file."""
        file = found.get(request.url_vars["name"])
        if file is None:
            return Response.text("404", status=404)
        body, media_type = file
        fresh = request.url_vars["release"] == release
        return Response(body, content_type=media_type, headers={"Cache-Control": FOREVER if fresh else "no-cache"})

    # Datasette marks what a reader with a cookie gets as private, but for what it knows to be a file.
    responding._datasette_static = True  # type: ignore[attr-defined] # Datasette's own way of knowing
    return responding
