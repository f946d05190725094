"""What each rule of a code finds in a corpus, so that whoever writes it sees what it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from annotate.fold import for_pipeline, one_line
from annotate.reader import Readers
from annotate.stretches import Stretch, stretches
from corpus.codebook import Codebook
from corpus.codebookhistory import lost
from corpus.console import progress
from corpus.errors import UsageError
from corpus.folder import Corpus
from corpus.rules import RuleBook


class Count(msgspec.Struct, frozen=True):
    """How many rules and cues a code has in a language."""

    code: str
    language: str
    rules: int
    cues: int


class Passage(msgspec.Struct, frozen=True):
    """What a rule found: the clause, and where it stands in its document (code points)."""

    document: str
    start: int
    end: int
    quotation: str


class Finds(msgspec.Struct):
    """All passages that one rule finds, whether or not another finds them too."""

    code: str
    language: str
    rule: str
    passages: list[Passage]


def counts(codebook: Codebook, book: RuleBook) -> list[Count]:
    """The rules and cues of every code in every language of the codebook."""
    return [
        Count(t.slug, language, len(book.of(t.slug, language)), len(t.cues.get(language, ())))
        for t in codebook.offered
        for language in codebook.codebook.languages
    ]


def remarks(corpus: Corpus) -> Iterator[str]:
    """What is no fault and is to be known: rules under codes of before, codes that were lost by hand."""
    for one in corpus.rules.elsewhere:
        if one.retired:
            yield f"rules/{one.file}: {one.code} is retired; its rules serve nobody."
        else:
            yield f"rules/{one.file}: {one.code} is {one.now} now; its rules serve that."
    with corpus.events() as log:
        for gone in lost(log, corpus.codebook):
            todo = f"hustings codebook merge {gone.code} {gone.now or 'INTO'}"
            said = f" (its id is that of {gone.now} now)" if gone.now else ""
            yield f"codebook.yaml: {gone.code} of {gone.version} is gone{said}. For its annotations to count: {todo}"


def finds(corpus: Corpus, codes: Sequence[str]) -> list[Finds]:
    """What each rule of the codes finds in the corpus's documents; those that find nothing are there too.

    Codes are slugs or ids. UsageError where the codebook has no such code.
    """
    slugs = {t.id: t.slug for t in corpus.codebook.tactics} | {slug: slug for slug in corpus.codebook.tactic}
    codes = [corpus.codebook.current(code) for code in codes]
    unknown = [code for code in codes if code not in slugs]
    if unknown:
        raise UsageError(
            f"The codebook has no code {', '.join(unknown)}.", todo="Without a code, the command lists them all."
        )
    wanted = [slugs[code] for code in codes]
    found = {
        (code, language, rule.name): Finds(code, language, rule.name, [])
        for code in wanted
        for language in corpus.rules.rules.get(code, {})
        for rule in corpus.rules.of(code, language)
    }
    readers = Readers(corpus)
    languages = {language for _, language, _ in found}
    with corpus.store() as store:
        ids = store.document_ids()
        with progress("Reading documents", len(ids), unit="documents") as step:
            for id in ids:
                document = store.document(id)
                for stretch in stretches(document) if document is not None else ():
                    if stretch.language in languages:
                        _read(readers, id, stretch, set(wanted), found)
                step.advance()
    return list(found.values())


def _read(
    readers: Readers, id: str, stretch: Stretch, wanted: set[str], found: dict[tuple[str, str, str], Finds]
) -> None:
    reader = readers.of(stretch.language)
    doc = reader.pipeline.nlp(for_pipeline(stretch.text))
    known = [*reader.actors(doc), *reader.figures(doc)]
    for hit, start, end in reader.tactics.hits(doc, known):
        if hit.code in wanted:
            passage = Passage(id, stretch.start + start, stretch.start + end, one_line(stretch.text[start:end]))
            found[hit.code, stretch.language, hit.rule.name].passages.append(passage)
