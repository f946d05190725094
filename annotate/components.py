"""Our suggesters as spaCy components, for use without a corpus: `nlp.add_pipe("hustings_actors")`.

Each puts its spans into `doc.spans` under its own name, labelled with the code; what a span says stands in
`span._.hustings`: `layer`, `code`, `score`, `agent` and the attributes. The language is the pipeline's unless a setting
says otherwise. The factories are registered by entry points (`spacy_factories`), so that spaCy finds them where
Hustings is installed. A pipeline on disk holds the settings, and the files that they name are read when it is loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property, partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from annotate.actors.candidates import CandidateFinder
from annotate.actors.making import actor_finder, kinds_of
from annotate.actors.settling import settled
from annotate.figures.find import FigureFinder
from annotate.once import text_of
from annotate.pipelines import Pipeline, named
from annotate.proposal import Proposal
from annotate.quotations import find_quotations
from annotate.rules.find import TacticFinder
from annotate.stretches import Stretch
from corpus.authority import Authority, load_authority
from corpus.codebook import Codebook, load_codebook
from corpus.rules import RuleBook, load_rules, read_rules, shipped_rules

EXTENSION = "hustings"
ACTORS = "hustings_actors"
FIGURES = "hustings_figures"
QUOTATIONS = "hustings_quotations"
TACTICS = "hustings_tactics"

Find = Callable[[Doc], Iterable[Proposal]]


class Component:
    """A suggester in a pipeline; `make` makes what finds proposals, with offsets into the document's text.

    It is made with the first document: a pipeline that is being loaded has its components before it has their data.
    """

    def __init__(self, name: str, make: Callable[[], Find]) -> None:
        if not Span.has_extension(EXTENSION):
            Span.set_extension(EXTENSION, getter=_said)
        self.name = name
        self.make = make

    def __getstate__(self) -> dict[str, Any]:
        return {"name": self.name, "make": self.make}  # another process makes its own finder

    @cached_property
    def find(self) -> Find:
        """What finds the proposals in a document."""
        return self.make()

    def __call__(self, doc: Doc) -> Doc:
        """The document, with what was found in `doc.spans[name]`."""
        doc.spans[self.name] = [_span(doc, proposal) for proposal in self.find(doc)]
        return doc


def _span(doc: Doc, proposal: Proposal) -> Span:
    """A proposal as a span of whole tokens; the passage's exact offsets stand among what it says."""
    span: Span | None = doc.char_span(proposal.start, proposal.end, label=proposal.code, alignment_mode="expand")
    if span is None:
        raise ValueError(f"The passage {proposal.start}-{proposal.end} is not within the document.")
    doc.user_data[_key(span)] = {
        "layer": proposal.layer,
        "code": proposal.code,
        "start": proposal.start,
        "end": proposal.end,
        "score": proposal.score,
        "agent": proposal.agent,
        **proposal.attributes,
    }
    return span


def _key(span: Span) -> str:
    """Where what a span says is kept: spaCy's own place for it is the same for every code of a passage."""
    return f"{EXTENSION} {span.start_char} {span.end_char} {span.label_}"


def _said(span: Span) -> dict[str, Any] | None:
    """`span._.hustings`: what a span says, None where it is no suggestion."""
    said: dict[str, Any] | None = span.doc.user_data.get(_key(span))
    return said


def _files(authority: str | None, codebook: str | None) -> tuple[Authority, Codebook]:
    """The files that settings name, else those that Hustings ships. SettingsError says what is wrong in one."""
    shipped = Path(str(files("corpus")))
    book = load_codebook(Path(codebook) if codebook else shipped / "codebook.yaml")
    return load_authority(Path(authority) if authority else shipped / "starter.yaml", book), book


def _from(nlp: Language, name: str) -> list[str]:
    """The components from the one of this name on."""
    return nlp.pipe_names[nlp.pipe_names.index(name) :] if name in nlp.pipe_names else []


@Language.factory(ACTORS, default_config={"authority": None, "codebook": None, "language": None, "candidates": True})
def actors(
    nlp: Language, name: str, authority: str | None, codebook: str | None, language: str | None, candidates: bool
) -> Component:
    """Actors of an authority file (actors.yaml; else the starter that is shipped) and, with `candidates`, other names.

    Needs sentences; parser, tagger and entities make it surer. `codebook` is where the actors' types stand.
    """
    people, book = _files(authority, codebook)
    return Component(name, partial(_actors, nlp, people, book, language or nlp.lang or "", candidates))


def _actors(nlp: Language, authority: Authority, codebook: Codebook, language: str, candidates: bool) -> Find:
    known = actor_finder(authority, codebook, language)
    unknown = CandidateFinder(language=language, model=named(nlp))

    def find(doc: Doc) -> list[Proposal]:
        found: list[Proposal] = list(known(doc))
        if candidates:
            found += unknown(doc, found)
        ordered = sorted(found, key=lambda p: (p.start, p.end, p.code))
        return settled(ordered, [Stretch(0, text_of(doc), language)])

    return find


@Language.factory(TACTICS, default_config={"rules": None, "authority": None, "codebook": None, "language": None})
def tactics(
    nlp: Language, name: str, rules: str | None, authority: str | None, codebook: str | None, language: str | None
) -> Component:
    """Tactics of a codebook (codebook.yaml) by the rules of a folder; those that are shipped, where none is named.

    Rules ask for actors and figures: what components of ours found before is taken, else both are looked for, with
    the authority file. Needs a tagger and a lemmatizer; a parser to tell who does what.
    """
    people, book = _files(authority, codebook)
    ruled = read_rules(Path(rules), book) if rules else load_rules(shipped_rules().parent, book)
    return Component(name, partial(_tactics, nlp, name, people, book, ruled, language or nlp.lang or ""))


def _tactics(nlp: Language, name: str, people: Authority, book: Codebook, ruled: RuleBook, language: str) -> Find:
    with nlp.select_pipes(disable=_from(nlp, name)):  # cues are read as texts are
        finder = TacticFinder(book, ruled, Pipeline(language, nlp, named(nlp)), kinds_of(people))
    return partial(_shown, finder, actor_finder(people, book, language), FigureFinder(language))


def _shown(finder: TacticFinder, people: Find, counted: Find, doc: Doc) -> list[Proposal]:
    known = [proposal for name, look in ((ACTORS, people), (FIGURES, counted)) for proposal in _found(doc, name, look)]
    return finder(doc, known)


def _found(doc: Doc, name: str, find: Find) -> Iterable[Proposal]:
    """What a component found before, or else what is found now."""
    if name not in doc.spans:
        return find(doc)
    fields = ("layer", "code", "start", "end", "score", "agent")
    said = [one for span in doc.spans[name] if (one := _said(span)) is not None]
    return [Proposal(**{field: one[field] for field in fields}) for one in said]


@Language.factory(FIGURES)
def figures(nlp: Language, name: str) -> Component:
    """Figures: money, percentages, spans of time, counts. Needs no file, and a tagger to tell what is counted."""
    return Component(name, partial(FigureFinder, nlp.lang or ""))


@Language.factory(QUOTATIONS)
def quotations(nlp: Language, name: str) -> Component:
    """Quotations and who says them, in French and English; reported speech needs a parser, names need entities."""
    return Component(name, _listener)


def _listener() -> Find:
    return find_quotations
