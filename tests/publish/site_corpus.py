"""A small corpus with one of everything that a page may have to show, and some things it must not believe."""

from __future__ import annotations

from pathlib import Path

from corpus.console import progress
from corpus.events import context
from corpus.folder import Corpus, make_corpus
from corpus.ids import annotation_id, event_id, sha256
from corpus.model import Block, Document, Event, Metric, Observation, Place, Record, Relation, Removed, Source
from corpus.store import Fate, Store
from publish.building.build import build
from publish.database import site_path

ACTORS = """
actors:
  - id: jeanne-rivage
    type: candidate
    names: {en: Jeanne Rivage, fr: Jeanne Rivage}
    aliases: {fr: [la maire de Port-Clair], any: [Rivage]}
    accounts: [{platform: twitter, handle: "@JRivage", since: "2015"}]
    wikidata: Q42
    description: {en: "Mayor of Port-Clair, candidate in 2018", fr: "Maire de Port-Clair, candidate en 2018"}
  - id: agence-boussole
    type: agency
    names: {en: Boussole agency, fr: Agence Boussole}
    description: {en: "An agency : posts for hire", fr: "Une agence : des messages à louer"}
"""
CASES = """
cases:
  - id: port-clair-2018
    title: {en: "Port-Clair, 2018", fr: "Port-Clair, 2018"}
    summary:
      en: A harbour town votes; an agency pays people to praise one of the candidates.
      fr: Une ville portuaire vote ; une agence paie des gens pour vanter l'une des candidates.
    period: {start: 2018-03, end: 2018-06}
    documents: ["*.html"]
  - id: empty-case
    title: {en: A case without documents, fr: Un cas sans document}
"""
HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)>'
BIDI = "\N{RIGHT-TO-LEFT OVERRIDE}gnp.exe"


def article(paragraphs: list[tuple[str, str]], **fields: object) -> Document:
    """A document whose blocks are these (kind, text), a blank line between them."""
    text, blocks = "", []
    for kind, words in paragraphs:
        text += "\n\n" if text else ""
        blocks.append(Block(kind=kind, start=len(text), end=len(text) + len(words)))  # type: ignore[arg-type]
        text += words
    return Document(text=text, blocks=tuple(blocks), **fields)  # type: ignore[arg-type]


DOCUMENTS = [
    article(
        [
            ("title", "À Port-Clair, des éloges à trente centimes"),
            ("deck", "Une agence a payé des habitants pour vanter la maire sur les réseaux."),
            ("paragraph", "Au printemps, Jeanne Rivage voit affluer les compliments. L'Agence Boussole, dit un ancien "
             "salarié, versait trente centimes par message publié. « On nous donnait le texte, il suffisait de "
             "copier », raconte-t-il. La mairie dément toute consigne."),
            ("heading", "Un fichier partagé"),
            ("paragraph", "Le fichier comptait 212 comptes. Chacun devait publier trois fois par jour, à heure fixe."),
            ("list_item", "le matin, une photo du port ;"),
            ("list_item", "à midi, un chiffre sur l'emploi ;"),
            ("list_item", "le soir, une critique du rival."),
            ("quotation", "Je ne connais pas cette agence et ne lui ai rien commandé."),
            ("caption", "Le port au petit matin, le jour du scrutin."),
            ("embedded_post", "Fière de ma ville, fière de son port ! #PortClair"),
            ("paragraph", "Le 12 mai 2018, la commission de contrôle a ouvert un dossier."),
        ],
        id="daaaaaaaaaaaaaaaa", kind="article", language="fr",
        title="À Port-Clair, des éloges à trente centimes",
        deck="Une agence a payé des habitants pour vanter la maire sur les réseaux.",
        published_at="2018-05-14", published_precision="day", published_basis="json-ld",
        published_verbatim="14 mai 2018", outlet="La Vigie", byline="Inès Caradec", url="https://vigie.example/eloges",
        tags=("réseaux sociaux", "municipales"), notes=("paywalled",),
        removed=(
            Removed(reason="navigation", text="Accueil · Politique · Culture", before=0),
            Removed(reason="related_link", text="À lire aussi : le port en chiffres", before=4),
            Removed(reason="related_link", text="À lire aussi : qui paie la campagne ?", before=9),
            Removed(reason="footer", text="Mentions légales\nContact", before=12),
        ),
        relations=(
            Relation(kind="embeds", target="dbbbbbbbbbbbbbbbb", url="https://social.example/JRivage/status/1"),
            Relation(kind="links_to", url="https://agency.example/"),
            Relation(kind="translation_of", target="dcccccccccccccccc"),
        ),
    ),
    Document(
        id="dbbbbbbbbbbbbbbbb", kind="post", platform="twitter", native_id="1", language="fr",
        text="Fière de ma ville, fière de son port ! #PortClair", account="@JRivage",
        published_at="2018-05-01T07:30:00Z", published_precision="second", published_basis="record",
        url="https://social.example/JRivage/status/1", case="port-clair-2018",
        metrics=(
            Metric(name="likes", value=1204, at="2018-05-02"),
            Metric(name="reposts", status="hidden"),
        ),
    ),
    article(
        [
            ("paragraph", "In Port-Clair an agency paid residents thirty cents a message to praise Jeanne Rivage. "
             "A shared file listed 212 accounts; the Harbour League says it knew nothing."),
            ("paragraph", "Copied word for word, the praise ran three times a day. " * 6),
        ],
        id="dcccccccccccccccc", kind="article", language="en", title="Thirty cents for a kind word",
        published_at="2018-05", published_precision="month", outlet="The Breakwater",
        url="https://breakwater.example/kind-word",
    ),
    Document(
        id="dddddddddddddddd2", kind="comment", language="en", text=f"{HOSTILE} said {BIDI} about Rivage.",
        title=f"{HOSTILE} & {BIDI}", outlet=HOSTILE, byline=HOSTILE, account=f"@{BIDI}",
        url="javascript:alert(document.domain)", canonical_url="data:text/html,<script>alert(1)</script>",
        published_at="<b>soon</b>", tags=(HOSTILE,), state="deleted",
        blocks=(Block(kind="paragraph", start=0, end=10),),
        removed=(Removed(reason="other", text=HOSTILE),),
        relations=(Relation(kind="reply_to", url="javascript:alert(2)", native_id=HOSTILE),),
    ),
    Document(
        id="deeeeeeeeeeeeeeee", kind="page", language="und", text="212 · 212 · 212", state="suspended",
        relations=(Relation(kind="reply_to", target="dddddddddddddddd2"),),
    ),
    Document(
        id="dffffffffffffffff", kind="post", platform="twitter", native_id="2", language="es", account="@muelle",
        text="El puerto está en venta y nadie dice nada. https://social.example/"
        + "una-direccion-muy-larga-sin-ningun-espacio-para-partirla" * 3,
        published_at="2018", published_precision="year",
    ),
]  # fmt: skip

# document, layer, code, words, which occurrence of them, state, score
ANNOTATIONS = [
    ("daaaaaaaaaaaaaaaa", "actor", "jeanne-rivage", "Jeanne Rivage", "accepted", 0.98),
    ("daaaaaaaaaaaaaaaa", "actor", "agence-boussole", "L'Agence Boussole", "suggested", 0.91),
    ("daaaaaaaaaaaaaaaa", "tactic", "paid-digital-organizers",
     "L'Agence Boussole, dit un ancien salarié, versait trente centimes par message publié", "suggested", 0.7),
    ("daaaaaaaaaaaaaaaa", "figure", "figure", "trente centimes par message", "suggested", 0.8),
    ("daaaaaaaaaaaaaaaa", "quotation", "quotation",
     "On nous donnait le texte, il suffisait de copier", "suggested", 0.8),
    ("daaaaaaaaaaaaaaaa", "tactic", "copy-paste-posting", "il suffisait de copier », raconte-t-il", "made", None),
    ("daaaaaaaaaaaaaaaa", "date", "2018-05-12", "12 mai 2018", "suggested", 0.9),
    ("daaaaaaaaaaaaaaaa", "tactic", "front-groups", "212 comptes. Chacun devait publier trois fois par jour, à heure "
     "fixe.\n\nle matin, une photo du port", "suggested", 0.55),
    ("dcccccccccccccccc", "actor", "jeanne-rivage", "Jeanne Rivage", "suggested", 0.98),
    ("dcccccccccccccccc", "actor", "candidate:the Harbour League", "the Harbour League", "suggested", 0.4),
    ("dcccccccccccccccc", "tactic", "copy-paste-posting", "Copied word for word", "suggested", 0.6),
    ("dddddddddddddddd2", "actor", "candidate:<b>/Rivage?", "Rivage", "suggested", 0.4),
    ("dbbbbbbbbbbbbbbbb", "actor", "jeanne-rivage", "ma ville", "rejected", 0.2),
]  # fmt: skip


def make_site_corpus(root: Path) -> Corpus:
    """The corpus, complete on disk but not built."""
    make_corpus(root, title="Harbours & votes")
    (root / "actors.yaml").write_text(ACTORS, encoding="utf-8")
    (root / "cases.yaml").write_text(CASES, encoding="utf-8")
    corpus = Corpus(root)
    with corpus.store() as store, corpus.events() as log:
        with store.writing():
            store.db.execute("PRAGMA defer_foreign_keys = ON")  # relations may point to documents that come later
            for document in DOCUMENTS:
                _store(store, document)
        log.append(_events())
    return corpus


def _store(store: Store, document: Document) -> None:
    raw = document.text.encode("utf-8")
    name = f"{'press/' if document.kind == 'article' else ''}{document.title or document.id}.html"
    source = Source(
        id=f"s{document.id[1:]}", name=name, path=f"/home/somebody/{document.id}.html", sha256=sha256(raw),
        size=len(raw), format="html", media_type="text/html", retrieved_at="2024-02-03T10:00:00Z",
        retrieved_by="file time", rights="Captured for research; not ours to license.",
    )  # fmt: skip
    record = Record(
        source=source.id, number=0, place=Place(offset=0, length=len(raw), line=1), raw=raw, sha256=sha256(raw)
    )
    store.add_source(source)
    observation = Observation(document=document.id, source=source.id, number=0)
    _, outcome = store.put(document, observation, cleaned_by="test 1")
    store.add_record(record, Fate(outcome=outcome, document=document.id))
    store.complete(source.id)


def _events() -> list[Event]:
    texts = {document.id: document.text for document in DOCUMENTS}
    found = []
    for document, layer, code, words, state, score in ANNOTATIONS:
        text = texts[document]
        start = text.index(words)
        end = start + len(words)
        prefix, suffix = context(text, start, end)
        id = annotation_id(document, layer, code, start, end, sha256(text))
        act = "create" if state == "made" else "suggest"
        agent = "Zoé" if state == "made" else "test-model 1.2"
        common = {"annotation": id, "document": document, "made_at": "2024-02-04T09:00:00Z"}
        found.append(
            Event(
                id=event_id(id, act, agent),
                act=act,
                agent=agent,
                layer=layer,
                code=code,
                start=start,
                end=end,
                quotation=words,
                prefix=prefix,
                suffix=suffix,
                text_sha256=sha256(text),
                score=score,
                attributes={"evidence": "alleged"} if layer == "tactic" else {},
                **common,
            )
        )
        if state in ("accepted", "rejected"):
            verdict = {"accepted": "accept", "rejected": "reject"}[state]
            found.append(Event(id=event_id(id, verdict, "Zoé"), act=verdict, agent="Zoé", **common))
    return found


def built_site(root: Path) -> Path:
    """The corpus made and built; where its site.db is."""
    corpus = make_site_corpus(root)
    build(corpus, lambda what, total: progress(what, total))
    return site_path(corpus)
