"""A desk with documents that have one of everything, and a person who works at it in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

from datasette_auth_passwords.utils import hash_password
from playwright.sync_api import Page, expect
from running import serving

from annotate.desk.app import desk_server
from annotate.desk.work.assigning import Assignments
from corpus.events import context
from corpus.folder import Corpus, make_corpus
from corpus.ids import annotation_id, event_id, sha256
from corpus.model import Annotation, Block, Document, Event, Observation, Place, Record, Source
from corpus.replay import replay
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
    ("paragraph", "👩\u200d👩\u200d👧 Au printemps, e\u0301lue ou non, Jeanne Rivage voit affluer les compliments 🎉. "
     "L'Agence Boussole, dit un ancien salarié, versait trente centimes par message publié. « On nous donnait le "
     "texte, il suffisait de copier », raconte-t-il. L’équipe qu’elle paie dément toute consigne."),
    ("heading", "Un fichier partagé"),
    ("paragraph", "Le fichier comptait 212 comptes. Chacun devait publier trois fois par jour, à heure fixe, et chaque "
     "message était relu."),
    ("list_item", "le matin, une photo du port ;"),
    ("list_item", "à midi, un chiffre sur l'emploi ;"),
    ("quotation", "Je ne connais pas cette agence et ne lui ai rien commandé."),
    ("caption", "Le port au petit matin, le jour du scrutin."),
    ("embedded_post", "Fière de ma ville, fière de son port ! #PortClair"),
    ("paragraph", "Le 12 mai 2018, la commission de contrôle a ouvert un dossier. Chaque message sera relu."),
]  # fmt: skip
ENGLISH = [
    ("paragraph", "In Port-Clair an agency paid residents thirty cents a message to praise Jeanne Rivage. A shared "
     "file listed 212 accounts."),
    ("paragraph", "Copied word for word, the praise ran three times a day."),
]  # fmt: skip
SUGGESTED = [
    ("actor", "jeanne-rivage", "Jeanne Rivage", 0.98),
    ("actor", "agence-boussole", "Agence Boussole", 0.91),
    ("tactic", "paid-digital-organizers",
     "Agence Boussole, dit un ancien salarié, versait trente centimes par message publié", 0.7),
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


def desk_corpus(root: Path) -> Corpus:
    """A corpus with an English document that is Ana's."""
    make_corpus(root, title="Port-Clair")
    (root / "actors.yaml").write_text(ACTORS, encoding="utf-8")
    corpus = Corpus(root)
    put(corpus, [document("denglish", ENGLISH, language="en", title="Thirty cents for a kind word")])
    with corpus.events() as log:
        person(log, NAME)
        Assignments(log).give(["denglish"], NAME, by="cleo")
    return corpus


def give_french(corpus: Corpus, id: str, name: str = NAME) -> None:
    """The French document with its suggestions under this id, given to somebody."""
    title = "À Port-Clair, des éloges à trente centimes"
    blocks = [*FRENCH, ("caption", f"La Vigie, {id}.")]  # no two documents are the same
    made = document(id, blocks, language="fr", title=title, outlet="La Vigie", published_at="2018-05-14")
    put(corpus, [made])
    with corpus.events() as log:
        places = [(layer, code, made.text.index(words), words, score) for layer, code, words, score in SUGGESTED]
        log.append(
            suggestion(made, layer, code, at, at + len(words), score) for layer, code, at, words, score in places
        )
        Assignments(log).give([id], name, by="cleo")


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
    server = desk_server(corpus)
    with serving(server.app()) as address:
        yield address
    server.desk.close()


class Annotator:
    """Somebody at the document page, and what of it stands in annotations.db."""

    def __init__(self, page: Page, address: str, corpus: Corpus, document: str, name: str = NAME) -> None:
        self.page, self.address, self.corpus, self.name, self.document = page, address, corpus, name, document
        page.set_default_timeout(10_000)
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def enter(self) -> None:
        """Log in."""
        self.page.goto(f"{self.address}/-/login")
        self.page.locator("input[name=name]").fill(self.name)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(lambda url: "login" not in url)

    def open(self) -> None:
        """Open the document and wait for its text."""
        self.page.goto(f"{self.address}/document/{self.document}")
        self.page.wait_for_selector("main[data-ready]")

    def press(self, *keys: str) -> None:
        """Press keys, `3*ArrowRight` for one pressed three times."""
        for key in keys:
            times, _, one = key.rpartition("*") if key[:1].isdigit() and "*" in key else ("1", "", key)
            for _ in range(int(times)):
                self.page.keyboard.press(one)

    def choose(self, typed: str) -> None:
        """Type letters over selected words and take the first choice."""
        self.page.keyboard.type(typed)
        self.page.keyboard.press("Enter")

    def select(self, words: str) -> None:
        """Select words of the text by the mouse, from their first letter to their last."""
        box = self.page.evaluate(WHERE, words)
        self.page.mouse.move(box["from"]["x"], box["from"]["y"])
        self.page.mouse.down()
        self.page.mouse.move(box["to"]["x"], box["to"]["y"], steps=4)
        self.page.mouse.up()

    def saved(self) -> None:
        """Wait until nothing waits any more."""
        expect(self.page.locator("#status[data-state=saved]")).to_have_attribute("aria-busy", "false")

    def said(self, words: str) -> None:
        """Wait until the page has said it."""
        expect(self.page.locator("#said")).to_contain_text(words)

    def wrote(self, count: int) -> list[Event]:
        """Wait until this person's acts are so many: on a page that says nothing while all goes well."""
        for _ in range(100):
            if len(self.acts()) >= count:
                break
            self.page.wait_for_timeout(100)
        return self.acts()

    def acts(self) -> list[Event]:
        """What this person did, as it stands in the log."""
        with self.corpus.events() as log:
            return list(log.acts_of(self.document, self.name))

    def annotations(self) -> list[Annotation]:
        """The annotations as they stand, without what is deleted."""
        with self.corpus.events() as log:
            told = groupby(log.events(self.document), key=lambda act: act.annotation)
            found = [replay(acts) for id, acts in told if id]
        return [one for one in found if one is not None and one.state != "deleted"]

    def text(self) -> str:
        """The text as the store has it."""
        with self.corpus.store() as store:
            found = store.document(self.document)
            assert found is not None
            return found.text


WHERE = """(words) => {
  const walker = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
  const nodes = [];
  for (let node = walker.nextNode(), at = 0; node; node = walker.nextNode()) {
    nodes.push({ node, at });
    at += node.length;
  }
  const start = nodes.map(({ node }) => node.data).join("").indexOf(words);
  const box = (place) => {
    const { node, at } = nodes.findLast((one) => one.at <= place);
    const range = document.createRange();
    range.setStart(node, place - at);
    range.setEnd(node, place - at + 1);
    if (place === start) node.parentElement.scrollIntoView({ block: "center" });
    return range.getBoundingClientRect();
  };
  const first = box(start);
  const last = box(start + words.length - 1);
  const from = { x: first.left + 1, y: first.top + first.height / 2 };
  return { from, to: { x: last.right - 1, y: last.top + last.height / 2 } };
}"""
