"""Our suggesters as spaCy components, for use without a corpus: `nlp.add_pipe("hustings_figures")`.

Each puts its spans into `doc.spans` under its own name, labelled with the code; what a span says stands in
`span._.hustings`: `layer`, `code`, `score`, `agent` and the attributes. The language is the pipeline's.
The factories are registered by entry points (`spacy_factories`), so that spaCy finds them where Hustings is installed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from annotate.figures.find import FigureFinder
from annotate.proposal import Proposal
from annotate.quotations import find_quotations

EXTENSION = "hustings"
FIGURES = "hustings_figures"
QUOTATIONS = "hustings_quotations"


class Component:
    """A suggester in a pipeline; `find` gives proposals with offsets into the document's text."""

    def __init__(self, name: str, find: Callable[[Doc], Iterable[Proposal]]) -> None:
        if not Span.has_extension(EXTENSION):
            Span.set_extension(EXTENSION, default=None)
        self.name = name
        self.find = find

    def __call__(self, doc: Doc) -> Doc:
        """The document, with what was found in `doc.spans[name]`."""
        doc.spans[self.name] = [_span(doc, proposal) for proposal in self.find(doc)]
        return doc


def _span(doc: Doc, proposal: Proposal) -> Span:
    """A proposal as a span of whole tokens; the passage's exact offsets stand among what it says."""
    span: Span | None = doc.char_span(proposal.start, proposal.end, label=proposal.code, alignment_mode="expand")
    if span is None:
        raise ValueError(f"The passage {proposal.start}-{proposal.end} is not within the document.")
    said: dict[str, Any] = {
        "layer": proposal.layer,
        "code": proposal.code,
        "start": proposal.start,
        "end": proposal.end,
        "score": proposal.score,
        "agent": proposal.agent,
        **proposal.attributes,
    }
    span._.set(EXTENSION, said)
    return span


@Language.factory(FIGURES)
def figures(nlp: Language, name: str) -> Component:
    """Figures: money, percentages, spans of time, counts. Needs no file, and a tagger to tell what is counted."""
    return Component(name, FigureFinder(nlp.lang or ""))


@Language.factory(QUOTATIONS)
def quotations(nlp: Language, name: str) -> Component:
    """Quotations and who says them, in French and English; reported speech needs a parser, names need entities."""
    return Component(name, find_quotations)
