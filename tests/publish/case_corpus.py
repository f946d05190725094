"""A small corpus of which there is much to tell: events, roles, figures that disagree, speakers, names side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from corpus.console import progress
from corpus.events import context
from corpus.folder import Corpus, make_corpus
from corpus.ids import annotation_id, event_id, sha256
from corpus.model import Block, Document, Event, Observation, Place, Record, Source
from corpus.store import Fate
from publish.building.build import build
from publish.database import site_path

MATHS = "Agence $x^2$ & <b>fils</b>"  # a name that matplotlib, XML and HTML would each read as their own
ACTORS = f"""
actors:
  - {{id: jeanne-rivage, type: candidate, names: {{en: Jeanne Rivage, fr: Jeanne Rivage}}, wikidata: Q42}}
  - {{id: agence, type: agency, names: {{en: "{MATHS}", fr: "{MATHS}"}}}}
  - {{id: murmure, type: platform, names: {{en: Murmur, fr: Murmure}}}}
"""
CASES = """
cases:
  - id: port-clair
    title: {en: "Port-Clair's vote", fr: "Le vote à Port-Clair"}
    summary: {en: A harbour town votes., fr: Une ville portuaire vote.}
    period: {start: 2018-05, end: 2018-06}
    documents: ["*.html"]
    strategy: [paid-clicks, {en: To be loved for money., fr: Se faire aimer à prix d'argent.}]
    terrain: [murmure]
    targets: [audience]
    outcomes: {en: Nobody clicked., fr: Personne n'a cliqué.}
    events:
      - {date: 2018-05-12, label: {en: The ballot, fr: Le scrutin}, documents: [vigie.html, "break*.html"]}
      - {date: 2018-06, label: {en: The inquiry, fr: L'enquête}}
  - {id: empty-case, title: {en: Nothing, fr: Rien}}
"""
TEXTS = {
    "vigie": ("fr", "La Vigie", "2018-05-14", [
        "L'agence a payé des clics sur Murmure pour Jeanne Rivage, qui y compte 12 000 abonnés.",
        "« Je ne sais rien de cela », dit Jeanne Rivage. Le 12 mai 2018, la ville a voté.",
    ]),
    "breakwater": ("en", "The $ Breakwater", "2018-05-16", [
        "The agency paid for clicks on Murmur. Jeanne Rivage has 40,000 followers there.",
        "“I never met them,” said Jeanne Rivage. The town voted on 12 May 2018.",
    ]),
    "digest": ("en", None, None, ["The agency says that Jeanne Rivage has 12,000 followers."]),
}  # fmt: skip
FIGURE = {"kind": "followers", "unit": "follower"}
SAID = {"speaker": "Jeanne Rivage", "speaker_actor": "jeanne-rivage"}
DAY = {"value": "2018-05-12", "precision": "day", "basis": "explicit"}
# document, layer, code, words, attributes
ANNOTATIONS: list[tuple[str, str, str, str, dict[str, Any]]] = [
    ("vigie", "actor", "agence", "L'agence", {"role": "supplier"}),
    ("vigie", "tactic", "paid-clicks", "payé des clics", {}),
    ("vigie", "actor", "murmure", "Murmure", {}),
    ("vigie", "actor", "jeanne-rivage", "Jeanne Rivage", {}),
    ("vigie", "figure", "followers", "12 000 abonnés", {**FIGURE, "low": 12000, "high": 12000}),
    ("vigie", "quotation", "quotation", "Je ne sais rien de cela", SAID),
    ("vigie", "date", "date", "12 mai 2018", DAY),
    ("breakwater", "actor", "agence", "The agency", {}),
    ("breakwater", "tactic", "paid-clicks", "paid for clicks", {}),
    ("breakwater", "actor", "jeanne-rivage", "Jeanne Rivage", {}),
    ("breakwater", "figure", "followers", "40,000 followers", {**FIGURE, "low": 40000, "high": 40000}),
    ("breakwater", "quotation", "quotation", "I never met them", SAID),
    ("breakwater", "date", "date", "12 May 2018", DAY),
    ("digest", "actor", "jeanne-rivage", "Jeanne Rivage", {}),
    ("digest", "figure", "followers", "12,000 followers", {**FIGURE, "low": 12000, "high": 12000}),
    ("digest", "figure", "followers", "12,000", {"kind": "followers", "low": "many"}),  # of no use to a comparison
]


def _document(name: str) -> Document:
    language, outlet, published, paragraphs = TEXTS[name]
    text, blocks = "", []
    for paragraph in paragraphs:
        text += "\n\n" if text else ""
        blocks.append(Block(kind="paragraph", start=len(text), end=len(text) + len(paragraph)))
        text += paragraph
    return Document(
        id="d" + name.ljust(16, "a")[:16], kind="article", language=language, outlet=outlet, text=text,
        title=None, blocks=tuple(blocks), published_at=published, published_precision="day" if published else None,
    )  # fmt: skip


def make_case_corpus(root: Path, *, cases: str = CASES) -> Corpus:
    """The corpus, complete on disk but not built."""
    make_corpus(root, title="Harbours & votes")
    (root / "actors.yaml").write_text(ACTORS, encoding="utf-8")
    (root / "cases.yaml").write_text(cases, encoding="utf-8")
    corpus = Corpus(root)
    documents = {name: _document(name) for name in TEXTS}
    with corpus.store() as store, corpus.events() as log:
        with store.writing():
            for name, document in documents.items():
                raw = document.text.encode("utf-8")
                source = Source(
                    id=f"s{document.id[1:]}", name=f"{name}.html", path=name, sha256=sha256(raw), size=len(raw),
                    format="html",
                )  # fmt: skip
                place = Place(offset=0, length=len(raw), line=1)
                record = Record(source=source.id, number=0, place=place, raw=raw, sha256=sha256(raw))
                store.add_source(source)
                seen = Observation(document=document.id, source=source.id, number=0)
                _, outcome = store.put(document, seen, cleaned_by="test 1")
                store.add_record(record, Fate(outcome=outcome, document=document.id))
                store.complete(source.id)
        log.append([_event(documents[name], *rest) for name, *rest in ANNOTATIONS])
    return corpus


def _event(document: Document, layer: Any, code: str, words: str, attributes: dict[str, Any]) -> Event:
    start = document.text.index(words)
    end = start + len(words)
    prefix, suffix = context(document.text, start, end)
    id = annotation_id(document.id, layer, code, start, end, sha256(document.text))
    return Event(
        id=event_id(id, "suggest", "test-model 1"), act="suggest", agent="test-model 1", layer=layer, code=code,
        start=start, end=end, quotation=words, prefix=prefix, suffix=suffix, text_sha256=sha256(document.text),
        score=0.7, attributes=attributes, annotation=id, document=document.id, made_at="2024-02-04T09:00:00Z",
    )  # fmt: skip


def built_case_site(root: Path) -> Path:
    """The corpus made and built; where its site.db is."""
    corpus = make_case_corpus(root)
    build(corpus, lambda what, total: progress(what, total))
    return site_path(corpus)
