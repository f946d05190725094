"""Who is in a corpus: actors with their counts, and the candidates that the authority file lacks, merged across
spellings and languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import msgspec

from annotate.fold import slug
from corpus.authority import Actor
from corpus.folder import Corpus
from corpus.model import Annotation, AnnotationState

PREFIX = "candidate:"
STANDING: tuple[AnnotationState, ...] = ("made", "accepted", "suggested")
PASSAGES = 3  # shown of each

_FORMS = {"inc", "ltd", "llc", "corp", "co", "sa", "sas", "sarl", "gmbh", "plc", "the", "la", "le", "les", "l"}
_LITTLE = {"of", "for", "and", "de", "du", "des", "d", "et", "pour", "en"}
_ALIKE = {
    "universite": "university", "institut": "institute", "agence": "agency", "parti": "party", "groupe": "group",
    "commission": "commission", "conseil": "council", "comite": "committee", "cour": "court", "societe": "company",
    "association": "association", "federation": "federation", "fondation": "foundation", "nationale": "national",
    "analytique": "analytics", "conseils": "consulting", "numerique": "digital", "federale": "federal",
    "electorale": "election", "electorales": "election",
}  # fmt: skip


class Candidate(msgspec.Struct, frozen=True):
    """A name that the authority file lacks: its codes and spellings, the commonest first, and where it stands."""

    name: str
    kind: str
    codes: list[str]
    spellings: list[str]
    languages: list[str]
    annotations: int
    documents: int
    types: list[str]  # the codebook's actor types that a name of this kind may have
    passages: list[str]


class Counted(msgspec.Struct, frozen=True):
    """An actor of the authority file with its annotations."""

    id: str
    type: str
    name: str
    annotations: int
    documents: int


def actors(corpus: Corpus, *, type: str | None = None) -> list[Counted]:
    """The authority file's actors, those named most first."""
    number: Counter[str] = Counter()
    documents: dict[str, set[str]] = {}
    for a in _annotations(corpus):
        code = corpus.authority.current(a.code)
        number[code] += 1
        documents.setdefault(code, set()).add(a.document)
    language = corpus.settings.languages[0]
    found = [
        Counted(one.id, one.type, one.name(language), number[one.id], len(documents.get(one.id, ())))
        for one in corpus.authority.actors
        if type in (None, one.type)
    ]
    return sorted(found, key=lambda one: (-one.documents, -one.annotations, one.id))


def candidates(corpus: Corpus) -> list[Candidate]:
    """The candidates, those in most documents first."""
    groups: dict[tuple[str, ...], list[Annotation]] = {}
    for a in _annotations(corpus):
        if a.code.startswith(PREFIX) and corpus.authority.current(a.code) == a.code:
            groups.setdefault(key(_name(a), str(a.attributes.get("kind", ""))), []).append(a)
    with corpus.store() as store:
        languages = {document.id: document.language or "und" for document in store.documents()}
    found = [_candidate(corpus, those, languages) for those in _initials_joined(groups)]
    return sorted(found, key=lambda one: (-one.documents, -one.annotations, one.name))


def actor_of(candidate: Candidate, *, id: str | None, type: str, languages: Iterable[str]) -> Actor:
    """An entry for a candidate: its spellings as names and aliases, its codes as what it was formerly."""
    name, *others = candidate.spellings
    if candidate.kind == "account":  # on which platform, a person says
        name, others = name.removeprefix("@"), candidate.spellings
    return Actor(
        id=id or slug(name),
        type=type,
        names=dict.fromkeys(languages, name),
        aliases={"any": list(others)} if others else {},
        formerly=candidate.codes,
    )


def key(name: str, kind: str) -> tuple[str, ...]:
    """What spellings of one name share: no accents, initials, articles, legal forms; general words as in English."""
    words = slug(name).split("-")
    if kind == "person":
        whole = [word for word in words if len(word) > 1]
        return tuple(whole if len(whole) > 1 else words)
    kept = [_ALIKE.get(word, word) for word in words if word not in _FORMS | _LITTLE]
    return tuple(sorted(kept or words))


def _annotations(corpus: Corpus) -> list[Annotation]:
    with corpus.events() as log:
        return [a for a in log.annotations(states=STANDING) if a.layer == "actor"]


def _name(a: Annotation) -> str:
    return str(a.attributes.get("name") or a.quotation)


def _initials_joined(groups: dict[tuple[str, ...], list[Annotation]]) -> list[list[Annotation]]:
    """`D. Green` goes to Donald Green where he is the only one whom it fits."""
    for short in [words for words in groups if len(words) > 1 and len(words[0]) == 1]:
        fits = [
            words
            for words in groups
            if len(words) > 1 and len(words[0]) > 1 and words[0][0] == short[0] and words[-1] == short[-1]
        ]
        if len(fits) == 1:
            groups[fits[0]] += groups.pop(short)
    return list(groups.values())


def _candidate(corpus: Corpus, those: list[Annotation], languages: dict[str, str]) -> Candidate:
    those = sorted(those, key=lambda a: (a.document, a.start))
    spellings = Counter(_name(a) for a in those)
    kind = Counter(str(a.attributes.get("kind", "")) for a in those).most_common(1)[0][0]
    ordered = sorted(spellings, key=lambda name: (-spellings[name], -len(name), name))
    passages = [re.sub(r"\s+", " ", f"{a.prefix}[{a.quotation}]{a.suffix}") for a in those[:PASSAGES]]
    return Candidate(
        name=ordered[0],
        kind=kind,
        codes=sorted({a.code for a in those}),
        spellings=ordered,
        languages=sorted({languages.get(a.document, "und") for a in those}),
        annotations=len(those),
        documents=len({a.document for a in those}),
        types=_types(corpus, kind),
        passages=passages,
    )


def _types(corpus: Corpus, kind: str) -> list[str]:
    """The codebook's actor types for a kind of name, by what its `ner` says."""
    labels = {"person": {"PERSON", "PER"}, "organisation": {"ORG"}}.get(kind)
    if labels is None:
        return [one.slug for one in corpus.codebook.actor_types if not any(one.ner.values())]
    return [one.slug for one in corpus.codebook.actor_types if labels & {x for xs in one.ner.values() for x in xs}]
