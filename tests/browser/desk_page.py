"""A desk with documents that have one of everything, and a person who works at it in a real browser."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from datasette_auth_passwords.utils import hash_password

from annotate.desk.app import desk_server
from annotate.desk.assigning import Assignments
from corpus.events import context
from corpus.folder import Corpus, make_corpus
from corpus.ids import annotation_id, event_id, sha256
from corpus.model import Block, Document, Event, Observation, Place, Record, Source
from corpus.store import Fate

NAME, PASSWORD = "ana", "four words of hers"
MACHINE = "hustings-rules 0.1.0"
ACTORS = """
actors:
  - id: jeanne-rivage
    type: candidate
    names: {en: Jeanne Rivage, fr: Jeanne Rivage}
    aliases: {fr: [la maire de Port-Clair], any: [Rivage]}
    description: {en: "Mayor of Port-Clair, candidate in 2018", fr: "Maire de Port-Clair, candidate en 2018"}
  - id: agence-boussole
    type: agency
    names: {en: Boussole agency, fr: Agence Boussole}
"""
FRENCH = [
    ("title", "À Port-Clair, des éloges à trente centimes"),
    ("deck", "Une agence a payé des habitants pour vanter la maire sur les réseaux."),
    ("paragraph", "👩\u200d👩\u200d👧 Au printemps, e\u0301lue ou non, Jeanne Rivage voit affluer les compliments 🎉. L'Agence Boussole, dit un ancien "
     "salarié, versait trente centimes par message publié. « On nous donnait le texte, il suffisait de copier », raconte-t-il. "
     "L’équipe qu’elle paie dément toute consigne."),
    ("heading", "Un fichier partagé"),
    ("paragraph", "Le fichier comptait 212 comptes. Chacun devait publier trois fois par jour, à heure fixe, et chaque message était relu."),
    ("list_item", "le matin, une photo du port ;"),
    ("list_item", "à midi, un chiffre sur l'emploi ;"),
    ("quotation", "Je ne connais pas cette agence et ne lui ai rien commandé."),
    ("caption", "Le port au petit matin, le jour du scrutin."),
    ("embedded_post", "Fière de ma ville, fière de son port ! #PortClair"),
    ("paragraph", "Le 12 mai 2018, la commission de contrôle a ouvert un dossier. Chaque message sera relu."),
]  # fmt: skip
ENGLISH = [
    ("paragraph", "In Port-Clair an agency paid residents thirty cents a message to praise Jeanne Rivage. A shared file listed 212 accounts."),
    ("paragraph", "Copied word for word, the praise ran three times a day."),
]  # fmt: skip
SUGGESTED = [
    ("actor", "jeanne-rivage", "Jeanne Rivage", 0.98),
    ("actor", "agence-boussole", "Agence Boussole", 0.91),
    ("tactic", "paid-digital-organizers", "Agence Boussole, dit un ancien salarié, versait trente centimes par message publié", 0.7),
    ("figure", "money", "trente centimes par message", 0.8),
    ("quotation", "quotation", "On nous donnait le texte, il suffisait de copier", 0.8),
    ("tactic", "copy-paste-posting", "il suffisait de copier », raconte-t-il", 0.64),
    ("date", "day", "12 mai 2018", 0.9),
]  # fmt: skip


def document(id: str, blocks: list[tuple[str, str]], **fields: Any) -> Document:
    """A document whose blocks are these (kind, text), a blank line between them."""
    text, made = "", []
    for kind, words in blocks:
        text += "\n\n" if text else ""
        made.append(Block(kind=kind, start=len(text), end=len(text) + len(words)))  # type: ignore[arg-type]
        text += words
    return Document(id=id, kind="article", text=text, blocks=tuple(made), **fields)


def suggestion(document: Document, layer: str, code: str, start: int, end: int, score: float) -> Event:
    """What a machine proposes, as its program would write it."""
    id = annotation_id(document.id, layer, code, start, end, MACHINE)
    before, after = context(document.text, start, end)
    return Event(
        id=event_id(id, "suggest", MACHINE, "0"), annotation=id, document=document.id, act="suggest", agent=MACHINE,
        made_at="2026-01-01T00:00:00Z", layer=layer, code=code, start=start, end=end,  # type: ignore[arg-type]
        quotation=document.text[start:end], prefix=before, suffix=after, text_sha256=sha256(document.text), score=score,
    )  # fmt: skip


def desk_corpus(root: Path, names: tuple[str, ...] = (NAME,)) -> Corpus:
    """A corpus with two documents in French and English, suggestions in the first, given to everybody of these names."""
    corpus = make_corpus(root, title="Port-Clair")
    (root / "actors.yaml").write_text(ACTORS, encoding="utf-8")
    corpus = Corpus(root)
    french = document(
        "dfrench",
        FRENCH,
        language="fr",
        title="À Port-Clair, des éloges à trente centimes",
        outlet="La Vigie",
        published_at="2018-05-14",
    )
    english = document(
        "denglish", ENGLISH, language="en", title="Thirty cents for a kind word", outlet="The Breakwater"
    )
    put(corpus, [french, english])
    with corpus.events() as log:
        places = [(layer, code, french.text.index(words), words, score) for layer, code, words, score in SUGGESTED]
        log.append(
            suggestion(french, layer, code, start, start + len(words), score)
            for layer, code, start, words, score in places
        )
        for name in names:
            person(log, name)
            Assignments(log).give(["dfrench", "denglish"], name, by="cleo")
    return corpus


def put(corpus: Corpus, documents: list[Document]) -> None:
    """Documents into the store, each from a source of its own."""
    with corpus.store() as store, store.writing():
        for document in documents:
            raw = document.text.encode("utf-8")
            source = Source(
                id=f"s{document.id}",
                name=f"{document.id}.html",
                path="",
                sha256=sha256(raw),
                size=len(raw),
                format="html",
            )
            record = Record(source=source.id, number=0, place=Place(line=1), raw=raw, sha256=sha256(raw))
            store.add_source(source)
            seen = Observation(document=document.id, source=source.id, number=0)
            _, outcome = store.put(document, seen, cleaned_by="test 1")
            store.add_record(record, Fate(outcome=outcome, document=document.id))
            store.complete(source.id)


def person(log: Any, name: str) -> None:
    """An annotator, whose password is hashed quickly."""
    hashed = hash_password(PASSWORD, iterations=1)
    log.db.execute(
        "INSERT INTO annotators (name, role, password, added_at) VALUES (?, 'annotator', ?, '')", (name, hashed)
    )
    log.db.commit()


@contextmanager
def served(corpus: Corpus) -> Iterator[str]:
    """The desk on a port that was free, in a thread."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        desk = desk_server(corpus)
        server = uvicorn.Server(uvicorn.Config(desk.app(), log_level="warning", lifespan="on"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=10)
        desk.desk.close()
