"""What search finds: inflections of a word, and sentences in the other language, on the PUD treebanks.

The treebanks (1,000 sentences in each language, translations of each other) stand beside the project.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from pathlib import Path

import conllu

from benchmarks.goldset import Passage, passages
from benchmarks.sitecorpus import store, suggestion
from benchmarks.table import SHARED, show
from corpus.folder import Corpus, make_corpus
from corpus.model import Block, Document
from publish.building.build import build
from publish.database import open_site, open_tokens
from publish.lemmas import folded
from publish.search.searching import search

TREEBANKS = SHARED / "bench" / "treebanks"
CONTENT = {"NOUN", "VERB", "ADJ", "ADV", "PROPN", "NUM"}  # words that somebody would look for
SETS = ("dev", "test", "own4-a", "own4-b", "own5")  # of benchmarks/gold: each passage with the tactics that it shows
FIRST = 10  # places in which a twin must be


def sentences(language: str) -> list[conllu.TokenList]:
    return conllu.parse((TREEBANKS / f"{language}_pud-ud-test.conllu").read_text(encoding="utf-8"))


def document(language: str, number: int, text: str) -> Document:
    block = Block(kind="paragraph", start=0, end=len(text))
    return Document(id=f"d{language}{number:05}", kind="article", text=text, language=language, blocks=(block,))


def built(folder: Path, made: Iterable[Document], *, semantic: bool = False) -> Corpus:
    corpus = prepared(folder, semantic=semantic)
    store(corpus, made)
    build(corpus, lambda what, total: nullcontext(_Still()))
    return corpus


def prepared(folder: Path, *, semantic: bool) -> Corpus:
    make_corpus(folder)
    if semantic:
        settings = folder / "hustings.toml"
        settings.write_text(settings.read_text("utf-8").replace("semantic = false", "semantic = true"), "utf-8")
    return Corpus(folder)


class _Still:
    def advance(self, by: int = 1, note: str = "") -> None: ...


def finder(corpus: Corpus) -> tuple[Callable[..., list[str]], Callable[[], None]]:
    db = open_site(corpus)
    tokens = open_tokens(db, corpus.site)

    def find(query: str, limit: int = 10_000, *, across: bool = False, **filters: str) -> list[str]:
        return [hit.id for hit in search(db, tokens, query, filters, limit=limit, across=across).hits]

    return find, db.close


def inflections(folder: Path) -> None:
    rows = []
    for language in ("en", "fr"):
        parsed = sentences(language)
        corpus = built(folder / language, (document(language, n, s.metadata["text"]) for n, s in enumerate(parsed)))
        relevant: dict[str, set[str]] = defaultdict(set)
        forms: dict[str, set[str]] = defaultdict(set)
        for number, sentence in enumerate(parsed):
            for token in sentence:
                lemma, form = str(token["lemma"]).lower(), token["form"].lower()
                relevant[lemma].add(f"d{language}{number:05}")  # as a verb or as an auxiliary, say
                if token["upos"] in CONTENT and form.isalpha():
                    forms[lemma].add(form)
        find, close = finder(corpus)
        for name, asked in (
            ("words", lambda word: word),
            ("as it stands", lambda word: f'"{word}"'),
        ):
            found_right = found = wanted = 0
            for lemma, sentences_with in sorted(relevant.items()):
                if len(forms[lemma]) < 2:  # nothing to inflect
                    continue
                for form in sorted(forms[lemma]):
                    hits = set(find(asked(form)))
                    found_right += len(hits & sentences_with)
                    found += len(hits)
                    wanted += len(sentences_with)
            rows.append([language, name, round(found_right / wanted, 3), round(found_right / found, 3), wanted])
        close()
    show(
        "Every form of every inflected word of the treebanks as a query: the sentences with its lemma",
        ["language", "query", "recall", "precision", "pairs"],
        rows,
        "Gold lemmas are the treebanks'. Asked for: recall .92 at precision .95.",
    )


def twins(folder: Path) -> None:
    """A French sentence's own words as a query among 1,000 English ones, and the other way."""
    parsed = {language: sentences(language) for language in ("en", "fr")}
    rows = []
    for semantic in (False, True):
        made = [document(lang, n, s.metadata["text"]) for lang in parsed for n, s in enumerate(parsed[lang])]
        corpus = built(folder / f"twins-{semantic}", made, semantic=semantic)
        find, close = finder(corpus)
        for asked, sought in (("fr", "en"), ("en", "fr")):
            firsts = tens = 0
            for number, sentence in enumerate(parsed[asked]):
                words = " ".join(folded(t["form"]) for t in sentence if t["form"].isalpha())
                words = " ".join(words.split()[:24])  # the most that a query may have
                hits = find(words, FIRST, across=True, language=sought)
                firsts += hits[:1] == [f"d{sought}{number:05}"]
                tens += f"d{sought}{number:05}" in hits
            rows.append([f"{asked} to {sought}", "semantic" if semantic else "without", firsts / 1000, tens / 1000])
        close()
    show(
        "A sentence's own words finding its translation among 1,000",
        ["", "build", "the first", f"in the first {FIRST}"],
        rows,
        "Asked for, with meaning: .98 in the first ten.",
    )


def labels(folder: Path) -> None:
    """Each of the codebook's labels in one language as a query among the passages of the other (benchmarks/gold)."""
    gold = [one for part in SETS for language in ("en", "fr") for one in passages(part, language)]
    rows: list[list[object]] = []
    for semantic in (False, True):
        for coded in (False, True):
            corpus = labelled(folder / f"labels-{semantic}-{coded}", gold, semantic=semantic, coded=coded)
            find, close = finder(corpus)
            for asked, sought in (("fr", "en"), ("en", "fr")):
                has = {one.name: one.tactics for one in gold if one.language == sought}
                known = [t for t in corpus.codebook.tactics if any(t.slug in codes for codes in has.values())]
                firsts, right, shown = 0, 0, 0
                for tactic in known:
                    hits = find(tactic.label[asked], FIRST, across=True, language=sought)
                    good = [id for id in hits if tactic.slug in has[id]]
                    firsts, right, shown = firsts + bool(good), right + len(good), shown + len(hits)
                build_of = ("semantic" if semantic else "without", "annotated" if coded else "not annotated")
                rows.append([f"{asked} to {sought}", *build_of, len(known), firsts, round(right / max(1, shown), 2)])
            close()
    show(
        f"Labels of the codebook finding passages of theirs in the other language, in the first {FIRST}",
        ["", "build", "passages", "labels", "that find one", "right of those shown"],
        rows,
        f"{len(gold):,} passages of {', '.join(SETS)}.",
    )


def labelled(folder: Path, gold: Sequence[Passage], *, semantic: bool, coded: bool) -> Corpus:
    def made(one: Passage) -> Document:
        block = Block(kind="paragraph", start=0, end=len(one.text))
        return Document(id=one.name, kind="article", text=one.text, language=one.language, blocks=(block,))

    corpus = prepared(folder, semantic=semantic)
    store(corpus, map(made, gold))
    if coded:
        with corpus.events() as log:
            log.append([suggestion(made(one), "tactic", code, 0) for one in gold for code in sorted(one.tactics)])
    build(corpus, lambda what, total: nullcontext(_Still()))
    return corpus


def main() -> None:
    if not TREEBANKS.exists():
        print("The treebanks are not there: nothing was measured.")
        return
    with tempfile.TemporaryDirectory() as folder:
        inflections(Path(folder))
        twins(Path(folder))
        labels(Path(folder))


if __name__ == "__main__":
    main()
