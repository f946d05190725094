"""The desk as an application: Datasette with our pages and our policy, and none of its own pages."""

from __future__ import annotations

from functools import cached_property
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from datasette.app import Datasette
from datasette.plugins import pm

from annotate.desk.ground import Desk
from corpus.folder import Corpus
from corpus.web.colours import stylesheet
from corpus.web.files import HOUSE, TYPES, static_files

HERE = Path(str(files("annotate.desk")))


class DeskServer(Datasette):  # type: ignore[misc] # Datasette comes without types
    """Datasette over a corpus's desk. It knows its desk before it is set up, since it asks the plugins while it is."""

    def __init__(self, corpus: Corpus, *, base_url: str = "/") -> None:
        self.desk = Desk(corpus)
        super().__init__(
            files=[],
            memory=True,
            settings={"base_url": base_url, "default_cache_ttl": 0},
            template_dir=str(HERE / "templates"),
            secret=self.desk.secret,
            metadata={"title": corpus.settings.title_in("en")},
        )

    @cached_property
    def files_sent(self) -> dict[str, tuple[bytes, str]]:
        """Our static files by name, with their media types."""
        found = static_files(HOUSE, HERE / "static")
        groups = [{"position": n, "color": group.color} for n, group in enumerate(self.desk.corpus.codebook.groups)]
        return {**found, "groups.css": (stylesheet(groups).encode("ascii"), TYPES[".css"])}

    @cached_property
    def release(self) -> str:
        """A hash of what browsers are sent: with it, addresses change."""
        digest = sha256()
        for name, (body, _) in sorted(self.files_sent.items()):
            digest.update(name.encode("utf-8") + body)
        return digest.hexdigest()[:16]


def desk_server(corpus: Corpus, *, base_url: str = "/") -> DeskServer:
    """Datasette with our plugin over one corpus; `.app()` is the ASGI application, `.client` serves tests."""
    from annotate.desk import plugin

    if not pm.is_registered(plugin):
        # Known to every Datasette of this process, its hooks answer only those that are ours.
        pm.register(plugin)
    return DeskServer(corpus, base_url=base_url)


def server_of(datasette: object) -> DeskServer | None:
    """The desk's Datasette; None for one that is not ours."""
    return datasette if isinstance(datasette, DeskServer) else None
