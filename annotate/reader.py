"""All suggesters of one language together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from annotate.actors import ActorFinder, settled
from annotate.candidates import CandidateFinder
from annotate.figures import FigureFinder
from annotate.fold import for_pipeline
from annotate.names import Names, every_language
from annotate.pipelines import Pipeline, Pipelines
from annotate.proposal import Proposal
from annotate.quotations import find_quotations
from annotate.stretches import UNKNOWN, Stretch, stretches
from annotate.tactics import TacticFinder
from corpus.folder import Corpus
from corpus.model import Document

BATCH = 16  # texts read at once; with more, memory grows and speed does not


class Reader:
    """Reads stretches of text in one language and proposes annotations."""

    def __init__(self, pipeline: Pipeline, corpus: Corpus) -> None:
        self.pipeline = pipeline
        actors = corpus.authority.actors
        languages = [pipeline.language]
        if pipeline.language == UNKNOWN:
            languages = sorted({language for actor in actors for language in every_language(actor)})
        people = {slug for slug, kind in corpus.codebook.actor_type.items() if kind.stix == "individual"}
        persons = [actor.id for actor in actors if actor.type in people]
        self.actors = ActorFinder(Names(actors, languages), persons, language=pipeline.language)
        self.candidates = (
            None if pipeline.model is None else CandidateFinder(language=pipeline.language, model=pipeline.model)
        )
        self.tactics = TacticFinder(corpus.codebook, pipeline)
        self.figures = FigureFinder(pipeline.language)

    def read(self, texts: Iterable[str]) -> Iterator[list[Proposal]]:
        """What is proposed for each text, with offsets into it."""
        for doc in self.pipeline.nlp.pipe(map(for_pipeline, texts), batch_size=BATCH):
            actors = self.actors(doc)
            candidates = [] if self.candidates is None else self.candidates(doc, actors)
            yield [*actors, *candidates, *self.tactics(doc), *self.figures(doc), *find_quotations(doc, actors)]


class Readers:
    """The readers of a corpus, each made when its language first comes up."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.pipelines = Pipelines(corpus.settings.models, where=str(corpus.root / "hustings.toml"))
        self._readers: dict[str, Reader] = {}

    def of(self, language: str) -> Reader:
        """The reader of a language. SettingsError where its pipeline is not installed."""
        if language not in self._readers:
            self._readers[language] = Reader(self.pipelines.of(language), self.corpus)
        return self._readers[language]

    def propose(self, documents: Sequence[Document]) -> list[list[Proposal]]:
        """What is proposed for each document, with offsets into its text, each passage, layer and code once."""
        found: list[list[Proposal]] = [[] for _ in documents]
        by_language: dict[str, list[tuple[int, Stretch]]] = {}
        for number, document in enumerate(documents):
            for stretch in stretches(document):
                by_language.setdefault(stretch.language, []).append((number, stretch))
        for language, pieces in by_language.items():
            read = self.of(language).read(stretch.text for _, stretch in pieces)
            for (number, stretch), proposals in zip(pieces, read, strict=True):
                found[number] += [proposal.shifted(stretch.start) for proposal in proposals]
        return [settled(sorted(proposals, key=_order)) for proposals in found]


def _order(proposal: Proposal) -> tuple[int, int, str, str]:
    return proposal.start, proposal.end, proposal.layer, proposal.code
