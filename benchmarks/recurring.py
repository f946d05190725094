"""Lines that recur across an outlet: what taking them out does to texts of which the gold is known.

Two sets: the pages kept beside the project, as pages and as flattened dumps, by site; and outlets written here by a
seeded generator, many articles each, with furniture and with lines that are the articles' and recur all the same. The
measure is that of ../shared/tools: precision, recall and F1 of four-word shingles, the mean over pages. A line that was
taken out is right where its words are not in the gold text.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from benchmarks.table import SHARED, show
from corpus.folder import find_corpus, make_corpus
from ingest.recurring.outlets import site_of
from ingest.recurring.taking import lines_of
from ingest.run import ingest_paths

WORD = re.compile(r"\w+")
SEED = 2012
OUTLETS, ARTICLES = 3, 40  # of each language

# What an outlet puts into its pages. Some of it says what it is, some does not.
FURNITURE = {
    "en": (
        "Sign up for {outlet}'s letter and start the day with the news from the coast.",
        "Have you seen something that we should know about? Write to desk@{site}.",
        "{author} has covered city politics for {outlet} since {year}.",
        "Every evening, the five stories that moved the region.",
        "Last updated {day} March {year} at {hour}:{minute}",
        "The most read stories of the week in one place",
        "Reporting for this series was paid for by the readers of the paper.",
    ),
    "fr": (
        "Recevez chaque matin la lettre de {outlet} et commencez la journée bien informé.",
        "Vous avez vu quelque chose que nous devrions savoir ? Écrivez à redaction@{site}.",
        "{author} suit la vie politique locale pour {outlet} depuis {year}.",
        "Chaque soir, les cinq sujets qui ont marqué la région.",
        "Mis à jour le {day} mars {year} à {hour}h{minute}",
        "Les sujets les plus partagés de la semaine au même endroit",
        "Cette série a été financée par celles et ceux qui lisent le journal.",
    ),
}
# What articles have again and again: each stands in some of an outlet's articles.
THEIRS = {
    "en": (
        "The mayor's office did not respond to our questions before this article went to press.",
        "Thank you all, and God bless this harbour.",
        "Analysis",
        "“We shall not be bought,” the candidate has said at every meeting since the spring.",
        "The case began when a former employee handed the contracts to two reporters and to the court.",
        "Who knew of it, and since when?",
    ),
    "fr": (
        "Contactée à plusieurs reprises, la mairie n'a pas répondu à nos questions.",
        "Merci à toutes et à tous, vive le port, et vive la République.",
        "Analyse",
        "« Personne ne nous achètera », répète le candidat à chaque réunion depuis le printemps.",
        "L'affaire a commencé quand une ancienne salariée a remis les contrats à deux journalistes et au tribunal.",
        "Qui le savait, et depuis quand ?",
    ),
}
PARTS = {
    "en": (
        (
            "the committee",
            "a volunteer",
            "the agency",
            "one of the organisers",
            "the rival",
            "a judge",
            "the treasurer",
        ),
        ("paid for", "questioned", "defended", "counted", "published", "deleted", "shared", "denied"),
        ("the messages", "the accounts", "a video", "the contract", "two invoices", "the leaflets", "a list of names"),
        ("in the old town hall", "before the vote", "without a word", "after the debate", "on the quay", "at night"),
        "and",
    ),
    "fr": (
        ("le comité", "une bénévole", "l'agence", "un des organisateurs", "le rival", "une juge", "la trésorière"),
        ("a payé", "a contesté", "a défendu", "a compté", "a publié", "a supprimé", "a partagé", "a démenti"),
        ("les messages", "les comptes", "une vidéo", "le contrat", "deux factures", "les tracts", "une liste de noms"),
        ("à l'ancienne mairie", "avant le vote", "sans un mot", "après le débat", "sur le quai", "dans la nuit"),
        "et",
    ),
}


class Page(NamedTuple):
    """A page to ingest and what its article says."""

    name: str
    content: bytes
    gold: str


class Scores(NamedTuple):
    """Of a set: pages, how many of them lost lines, F1 before and after, lines taken out and how many of them right."""

    pages: int
    changed: int
    before: float
    after: float
    lines: int
    right: int


def generated(*, dumps: bool) -> Iterator[Page]:
    """Outlets in both languages, with the same furniture on most of their pages."""
    chance = random.Random(SEED)
    for language in ("en", "fr"):
        for number in range(OUTLETS):
            name = f"{'The Lantern' if language == 'en' else 'Le Fanal'} {'ABC'[number]}"
            site = f"{name.replace(' ', '').lower()}.example"
            for article in range(ARTICLES):
                head, body, gold = _article(chance, language, name, site)
                folder = f"{site}/{article:03d}"
                if dumps:
                    text = "\n\n".join([head, *body])
                    yield Page(f"{folder}.txt", text.encode(), "\n".join(gold))
                else:
                    yield Page(f"{folder}.html", _html(language, name, site, head, body, article), "\n".join(gold))


def _article(chance: random.Random, language: str, outlet: str, site: str) -> tuple[str, list[str], list[str]]:
    gold = [_paragraph(chance, language) for _ in range(chance.randint(4, 9))]
    for line in THEIRS[language]:
        if chance.random() < 0.15:
            gold.insert(chance.randint(1, len(gold)), line)
    body = gold[:]
    fields = {
        "outlet": outlet,
        "site": site,
        "author": chance.choice(("Jeanne Rivage", "Paul Morvan")),
        "year": 2012,
        "day": chance.randint(1, 28),
        "hour": chance.randint(6, 22),
        "minute": chance.randint(10, 59),
    }
    for line in FURNITURE[language]:
        if chance.random() < 0.6:
            body.insert(chance.choice((1, 2, len(body), len(body))), line.format(**fields))
    return _paragraph(chance, language).split(",")[0].rstrip("."), body, gold


def _paragraph(chance: random.Random, language: str) -> str:
    who, did, what, where, joined = PARTS[language]
    sentences = []
    for _ in range(chance.randint(2, 4)):
        first, second = (
            " ".join((chance.choice(who), _name(chance), chance.choice(did), chance.choice(what), chance.choice(where)))
            for _ in range(2)
        )
        sentences.append(f"{first[0].upper()}{first[1:]}, {joined} {second}.")
    return " ".join(sentences)


def _name(chance: random.Random) -> str:
    """Names that no other article has, so that two articles are not alike."""
    syllables = ("mor", "van", "riv", "kel", "dou", "tan", "ber", "lec", "sou", "gal", "nev", "per")
    return " ".join("".join(chance.choice(syllables) for _ in range(2)).capitalize() for _ in range(2))


def _html(language: str, outlet: str, site: str, head: str, body: list[str], number: int) -> bytes:
    paragraphs = "".join(f"<p>{line}</p>" for line in body)
    return f"""<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{head} | {outlet}</title>
<link rel="canonical" href="https://www.{site}/{number}"></head><body><nav><a href="/">{outlet}</a></nav>
<article><h1>{head}</h1>{paragraphs}</article></body></html>""".encode()


def kept_beside(*, dumps: bool) -> Iterator[Page]:
    """The pages with whole gold texts, each in the folder of its site."""
    data = SHARED / "bench"
    gold = json.loads((data / "article-extraction" / "ground-truth.json").read_text(encoding="utf-8"))
    texts: Mapping[str, str] = {}
    if dumps:
        with gzip.open(data / "text-dumps" / "pages.jsonl.gz", "rt", encoding="utf-8") as lines:
            texts = {row["id"]: row["text"] for row in map(json.loads, lines)}
    for id, truth in gold.items():
        site = site_of(truth.get("url") or "") or "unknown"
        if dumps:
            yield Page(f"{site}/{id}.txt", texts[id].encode(), truth.get("articleBody") or "")
        else:
            page = gzip.decompress((data / "article-extraction" / "html" / f"{id}.html.gz").read_bytes())
            yield Page(f"{site}/{id}.html", page, truth.get("articleBody") or "")


def scores(pages: list[Page], *, one_outlet: bool = False) -> Scores:
    """Ingest the pages and compare their texts with and without what recurs."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for page in pages:
            place = root / "in" / (page.name.replace("/", " ") if one_outlet else page.name)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(page.content)
        gold = {page.name.replace("/", " ") if one_outlet else page.name: page.gold for page in pages}
        make_corpus(root / "corpus")
        corpus = find_corpus(root / "corpus")
        ingest_paths(corpus, [root / "in"], workers=1)
        before, after, taken, right, changed = [], [], 0, 0, 0
        with corpus.store() as store:
            for document in store.documents():
                if document.kind == "post":  # of what stands inside a page
                    continue
                name = store.observations(document.id)[0][1].name
                lines = [
                    line for line in lines_of(document) if not line.block or line.block.kind not in ("title", "deck")
                ]
                gone = [line.text for line in lines if line.block is None]
                before.append(_score(gold[name], "\n".join(line.text for line in lines)))
                after.append(_score(gold[name], "\n".join(line.text for line in lines if line.block is not None)))
                flat = " ".join(WORD.findall(gold[name]))
                taken += len(gone)
                right += sum(" ".join(WORD.findall(text)) not in flat for text in gone)
                changed += bool(gone)
    return Scores(len(before), changed, _f1(before), _f1(after), taken, right)


def _score(gold: str, found: str) -> tuple[float | None, float | None]:
    want, got = _shingles(gold), _shingles(found)
    shared = sum((want & got).values())
    return (shared / got.total() if got else None), (shared / want.total() if want else None)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = WORD.findall(text)
    grams = (tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)))
    return Counter(gram for gram in grams if gram)


def _f1(pages: list[tuple[float | None, float | None]]) -> float:
    precision, recall = (
        sum(known) / len(known)
        for known in ([page[side] for page in pages if page[side] is not None] for side in (0, 1))
    )
    return 2 * precision * recall / (precision + recall)


def main() -> None:
    sets = [
        ("generated, dumps", list(generated(dumps=True)), False),
        ("generated, pages", list(generated(dumps=False)), False),
    ]
    if (SHARED / "bench").is_dir():
        for dumps, what in ((True, "dumps"), (False, "pages")):
            sets.append((f"shared, {what} by site", list(kept_beside(dumps=dumps)), False))
        sets.append(("shared, dumps as if of one outlet", list(kept_beside(dumps=True)), True))
    rows = []
    for name, pages, one_outlet in sets:
        s = scores(pages, one_outlet=one_outlet)
        precision = f"{s.right / s.lines:.3f}" if s.lines else "-"
        rows.append([name, s.pages, s.changed, f"{s.before:.4f}", f"{s.after:.4f}", s.lines, precision])
    headings = ["set", "documents", "changed", "F1 before", "F1 after", "lines out", "not in the gold"]
    note = "No site has three pages among the shared ones, so that by site nothing can recur there."
    show("Lines that recur across an outlet", headings, rows, note if len(sets) > 2 else "")


if __name__ == "__main__":
    main()
