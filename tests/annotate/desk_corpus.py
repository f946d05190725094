"""A small corpus with people at its desk, its server on a port of its own, and people who talk to it over HTTP."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import small_corpus
from running import serving

from annotate.desk.app import desk_server
from annotate.desk.people import People
from annotate.desk.work.assigning import Assignments
from corpus.events import context
from corpus.folder import Corpus, make_corpus
from corpus.ids import sha256
from corpus.model import Event

PASSWORD = "four words and more"  # noqa: S105 - of people whom only tests know
PEOPLE = {"ana": "annotator", "ben": "annotator", "ada": "adjudicator", "cleo": "coordinator"}
FRENCH = "👋 Une équipe paie des clics.\nLe lendemain, 40 comptes répondent."
ENGLISH = "The campaign pays 500 people to text their friends.\nTheir friends do not know."
SUGGESTED = "40 comptes répondent"


def desk_corpus(root: Path) -> Corpus:
    """Two documents, a suggestion in the first; d1 is ana's and ben's, d2 ana's."""
    corpus = make_corpus(root, title="A small desk")
    small_corpus.put(corpus, FRENCH, "fr", id="d1", title="Des clics payés")
    small_corpus.put(corpus, ENGLISH, "en", id="d2", title="Texts to friends")
    with corpus.events() as log:
        people = People(log)
        for name, role in PEOPLE.items():
            people.add(name, role, PASSWORD)  # type: ignore[arg-type]
        for name in ("ana", "ben"):
            Assignments(log).give(["d1"], name, by="cleo")
        Assignments(log).give(["d2"], "ana", by="cleo", due="2026-12-01")
        log.append([suggestion()])
    return corpus


def suggestion() -> Event:
    """What a machine proposed in d1."""
    start = FRENCH.index(SUGGESTED)
    before, after = context(FRENCH, start, start + len(SUGGESTED))
    return Event(
        id="machine-1", annotation="suggested-1", document="d1", act="suggest", agent="hustings-rules 1",
        made_at="2026-01-01T00:00:00Z", layer="tactic", code="multiple-accounts", start=start,
        end=start + len(SUGGESTED), quotation=SUGGESTED, prefix=before, suffix=after, text_sha256=sha256(FRENCH),
        score=0.5,
    )  # fmt: skip


@contextmanager
def served(corpus: Corpus, *, base_url: str = "/") -> Iterator[str]:
    """The desk's address while it is served, in a thread."""
    server = desk_server(corpus, base_url=base_url)
    with serving(server.app()) as address:
        yield address
    server.desk.close()


class Visitor:
    """Somebody with a browser that shows nothing."""

    def __init__(self, address: str, name: str | None = None, password: str = PASSWORD) -> None:
        self.http = httpx.Client(base_url=address, timeout=30)
        self.name = name
        self.number = 0
        if name is not None:
            answer = self.log_in(name, password)
            assert answer.status_code == 303, answer.text

    def close(self) -> None:
        self.http.close()

    def get(self, path: str) -> httpx.Response:
        return self.http.get(path)

    def log_in(self, name: str, password: str, **fields: str) -> httpx.Response:
        return self.post("/-/login", {"name": name, "password": password, **fields})

    def token(self) -> str:
        """The token of a form, from a page that everybody sees."""
        if "ds_csrftoken" not in self.http.cookies:
            self.get("/-/login")
            if "ds_csrftoken" not in self.http.cookies:  # whoever is logged in is sent on to a page with a form
                self.get("/")
        return str(self.http.cookies["ds_csrftoken"])

    def post(self, path: str, fields: dict[str, Any]) -> httpx.Response:
        """Send a form."""
        return self.http.post(path, data={"csrftoken": self.token(), **fields})

    def send(self, path: str, value: Any) -> httpx.Response:
        """Send JSON, as a page's script does."""
        return self.http.post(path, json=value, headers={"x-csrftoken": self.token()})

    def acts(self, document: str, *acts: dict[str, Any], **more: Any) -> httpx.Response:
        """Send one group of acts."""
        self.number += 1
        text = FRENCH if document == "d1" else ENGLISH
        group = {"id": f"{self.name}-group-{self.number}", "document": document, "text_sha256": sha256(text)}
        return self.send(f"/document/{document}/acts", {**group, "acts": list(acts), **more})

    def tag(self, words: str, code: str = "paid-clicks", *, annotation: str, document: str = "d1") -> dict[str, Any]:
        """The act that tags the first occurrence of some words."""
        start = (FRENCH if document == "d1" else ENGLISH).index(words)
        passage = {"start": start, "end": start + len(words), "quotation": words}
        return {"act": "create", "annotation": annotation, "layer": "tactic", "code": code, **passage}


def text_of(page: httpx.Response) -> str:
    """What a page says, without its tags and what its script would say."""
    shown = re.sub(r"<script\b.*?</script>", " ", page.text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown))
