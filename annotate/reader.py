"""All suggesters of one language together."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from functools import cached_property

import msgspec

from annotate.actors.candidates import CandidateFinder
from annotate.actors.making import actor_finder, kinds_of
from annotate.actors.settling import settled
from annotate.dates.anchor import anchor_of
from annotate.dates.find import DateFinder
from annotate.dates.meaning import Mention
from annotate.dates.resolve import proposals as dated
from annotate.figures.find import FigureFinder
from annotate.fold import for_pipeline
from annotate.learn.apply import learned
from annotate.learn.features import Eye, eye
from annotate.meaning.apply import Text, meaning
from annotate.pipelines import Pipeline, Pipelines
from annotate.proposal import Proposal
from annotate.quotations import Heard, hear
from annotate.quotations import proposals as spoken
from annotate.rules.find import TacticFinder, Told
from annotate.stretches import Stretch, stretches
from corpus.folder import Corpus
from corpus.model import Document

BATCH = 16  # documents read, and written, at once


class Read(msgspec.Struct, frozen=True):
    """What one stretch of text holds; its time expressions wait for those before them and for the document's date,
    what it lets hear for the people who are named elsewhere."""

    proposals: list[Proposal]
    told: list[Told]
    mentions: list[Mention]
    heard: Heard


class Reader:
    """Reads stretches of text in one language and proposes annotations."""

    def __init__(self, pipeline: Pipeline, corpus: Corpus) -> None:
        self.pipeline = pipeline
        self.actors = actor_finder(corpus.authority, corpus.codebook, pipeline.language)
        self.persons = self.actors.persons
        self.candidates = CandidateFinder(language=pipeline.language, model=pipeline.model)
        self.tactics = TacticFinder(corpus.codebook, corpus.rules, pipeline, kinds_of(corpus.authority))
        self.figures = FigureFinder(pipeline.language)
        self.dates = DateFinder(pipeline.language)
        self.book = corpus.rules

    @cached_property
    def eye(self) -> Eye:
        """How a learned model sees texts in this language."""
        return eye(self.pipeline.language, self.book, self.tactics.kinds)

    def read(self, texts: Sequence[str]) -> Iterator[Read]:
        """What is proposed for each text, with offsets into it."""
        for doc, text in zip(self.pipeline.docs(map(for_pipeline, texts)), texts, strict=True):
            actors = self.actors(doc)
            candidates = self.candidates(doc, actors)
            figures = self.figures(doc)
            tactics, told = self.tactics.read(doc, [*actors, *figures])
            proposals = [*actors, *candidates, *tactics, *figures]
            heard = hear(doc, [*actors, *candidates], text=text, persons=self.persons)
            yield Read(proposals, told, self.dates(doc), heard)


class Readers:
    """The readers of a corpus, each made when its language first comes up.

    `with_model`: what people taught counts too, where the corpus has a learned model.
    """

    def __init__(self, corpus: Corpus, *, with_model: bool = True) -> None:
        self.corpus = corpus
        self.meaning = meaning(corpus, kinds_of(corpus.authority))
        self.model = learned(corpus) if with_model else None
        self.pipelines = Pipelines(corpus.settings.models, where=str(corpus.root / "hustings.toml"))
        self._readers: dict[str, Reader] = {}

    def of(self, language: str) -> Reader:
        """The reader of a language. SettingsError where its pipeline is not installed."""
        if language not in self._readers:
            self._readers[language] = Reader(self.pipelines.of(language), self.corpus)
            gc.freeze()  # pipelines and rules stay: Python's collector would walk through them again and again
        return self._readers[language]

    def propose(self, documents: Sequence[Document]) -> list[list[Proposal]]:
        """What is proposed for each document, with offsets into its text, each passage, layer and code once."""
        found: list[list[Proposal]] = [[] for _ in documents]
        mentions: list[list[tuple[int, Mention]]] = [[] for _ in documents]  # with the number of their stretch
        heard: list[list[tuple[int, Heard]]] = [[] for _ in documents]  # likewise
        by_language: dict[str, list[tuple[int, int, Stretch]]] = {}
        for number, document in enumerate(documents):
            for place, stretch in enumerate(stretches(document)):
                by_language.setdefault(stretch.language, []).append((number, place, stretch))
        for language, pieces in by_language.items():
            texts = [stretch.text for _, _, stretch in pieces]
            read = list(self.of(language).read(texts))
            proposed = self._judged(language, texts, read)
            for (number, place, stretch), one, proposals in zip(pieces, read, proposed, strict=True):
                found[number] += [proposal.shifted(stretch.start) for proposal in proposals]
                mentions[number] += [(place, mention.shifted(stretch.start)) for mention in one.mentions]
                heard[number].append((place, one.heard.shifted(stretch.start)))
        for number, document in enumerate(documents):
            found[number] += dated(mentions[number], anchor_of(document))
            apart = [(block.start, block.end) for block in document.blocks if block.kind == "quotation"]
            found[number] += spoken(heard[number], document.text, apart)
        read_as = [list(stretches(document)) for document in documents]
        return [settled(sorted(one, key=_order), texts) for one, texts in zip(found, read_as, strict=True)]

    def _judged(self, language: str, texts: Sequence[str], read: Sequence[Read]) -> Sequence[list[Proposal]]:
        """What is proposed of each text after meaning and what people taught have had their say."""
        proposals = [one.proposals for one in read]
        if self.meaning is not None:
            known = [Text(text, one.proposals, one.told) for text, one in zip(texts, read, strict=True)]
            proposals = self.meaning(known, self.of(language).tactics.speaks_of)
        if self.model is not None:
            eye = self.of(language).eye
            proposals = [self.model(text, eye, own) for text, own in zip(texts, proposals, strict=True)]
        return proposals


def _order(proposal: Proposal) -> tuple[int, int, str, str]:
    return proposal.start, proposal.end, proposal.layer, proposal.code
