"""A small codebook with people's comments in it, and what tests do with it."""

from __future__ import annotations

from pathlib import Path

from corpus.codebookchange import Edit, change
from corpus.codebookfile import FILE
from corpus.codebookreview import review
from corpus.events import EventLog
from corpus.folder import Corpus, find_corpus, make_corpus
from corpus.ids import sha256
from corpus.model import Event

TEXT = """\
# Ours. Ask Jeanne before you change it.
codebook: {id: small, version: 0.1.0, languages: [en, fr]}   # raise me
groups:
  - {id: one, label: {en: One, fr: Un}}
  - {id: two, label: {en: Two, fr: Deux}}
tactics:
  # The oldest.
  - id: T01
    slug: clicks   # as we always said
    group: one
    key: c
    label: {en: Clicks, fr: Clics}
    definition:
      en: Clicks are bought.   # see the archive
      fr: Des clics sont achetés.
    cues: {en: [click farm], fr: [ferme à clics]}
    owner: jeanne

  # By hand in 2025.
  - {id: T02, slug: bots, group: one, label: {en: "Bots: many"}, definition: {en: Software posts.}}
  - id: T03
    slug: ads
    group: two
    label: {en: Ads, fr: Publicités}
    definition: {en: Ads are bought, fr: Des publicités sont achetées}
    not: {en: Clicks (T01)}
# The end of the codes.
actor_types:
  - {id: A01, slug: platform, label: {en: Platform}}
"""
DAY = "2026-11-23"


def in_use(root: Path) -> Corpus:
    """A corpus with this codebook."""
    root.mkdir(exist_ok=True)
    (root / FILE).write_text(TEXT, encoding="utf-8")
    (root / "actors.yaml").write_text("actors: []\n", encoding="utf-8")
    return make_corpus(root)


def tag(log: EventLog, corpus: Corpus, code: str, *, by: str = "ana", id: str | None = None) -> str:
    """Somebody tags a passage."""
    number = log.db.execute("SELECT count(*) FROM events").fetchone()[0]
    annotation = id or f"a-{number}"
    log.append([
        Event(
            id=f"e-{number}", annotation=annotation, document="d1", act="create", agent=by,
            made_at="2026-01-01T00:00:00Z", layer="tactic", code=code, start=0, end=4, quotation="some",
            text_sha256=sha256("some"), codebook=corpus.codebook_version(log),
        )
    ])  # fmt: skip
    return annotation


def do(log: EventLog, corpus: Corpus, edit: Edit, *, by: str = "cleo") -> Corpus:
    """An edit, and the corpus as it is then."""
    change(log, corpus.root, edit, by=by)
    return find_corpus(corpus.root)


def waiting(log: EventLog, corpus: Corpus) -> dict[str, str]:
    """Why each annotation is to be looked at again."""
    return {one.annotation.id: one.why for one in review(log, corpus).items}


def file_of(corpus: Corpus) -> str:
    return (corpus.root / FILE).read_text(encoding="utf-8")
