"""Quotations in a text: what stands between quotation marks, and who says it where a verb of speech beside it tells."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

import msgspec
from spacy.tokens import Doc, Span, Token

from annotate.candidates import KINDS
from annotate.fold import one_line
from annotate.proposal import Proposal, rules
from annotate.words import forms

AGENT = rules("quotations")

SPOKEN = 0.7  # a speaker stands beside it
CONTINUED = 0.55  # follows the same speaker's words
QUOTED = 0.4  # only quotation marks
FEWEST_WORDS = 3  # what is shorter is a term or irony
REACH = 25  # tokens in which a verb of speech stands from the quotation

_MARKS = re.compile(
    r"«\s*(?P<french>[^«»]+?)\s*»|“\s*(?P<curly>[^“”]+?)\s*”"
    r"|(?<![\w\"])\"(?=\S)(?P<straight>[^\"]+?)(?<=\S)\"(?!\w)"
)
_WORD = re.compile(r"\w+")

SPEECH = frozenset(
    # French
    {"dire", "déclarer", "affirmer", "confirmer", "expliquer", "résumer", "ajouter", "préciser", "estimer", "juger"}
    | {"assurer", "annoncer", "répondre", "raconter", "souligner", "rappeler", "reconnaître", "admettre", "lancer"}
    | {"écrire", "indiquer", "noter", "relever", "conclure", "poursuivre", "dénoncer", "regretter", "soutenir"}
    | {"rapporter", "confier", "insister", "commenter", "plaider", "témoigner", "tweeter", "nuancer", "ironiser"}
    # English
    | {"say", "tell", "declare", "state", "explain", "add", "note", "confirm", "write", "claim", "argue", "announce"}
    | {"reply", "answer", "insist", "admit", "warn", "report", "tweet", "comment", "recall", "stress", "acknowledge"}
    | {"observe", "conclude", "joke", "complain", "remark", "respond", "continue"}
)
_SOURCE = frozenset({"selon", "according"})
_OF = frozenset({"de", "d'", "d’", "du", "des", "of", "for", "at", "'s", "’s"})
_IN_A_NAME = frozenset({"ADJ", "DET", "NOUN", "NUM", "PROPN", "X"})
_BETWEEN_SUBJECT_AND_VERB = frozenset({"ADV", "AUX", "PRON", "PART", "SPACE"})
_SPOKESPERSON = re.compile(r"\b(?:spokes(?:wo)?man|spokesperson|porte-parole|campaign|campagne|team|équipe)\b", re.I)
_MOST_TOKENS = 12


class Quotation(msgspec.Struct, frozen=True):
    """What stands between marks (`start`, `end`), and the marks with it (`outer_start`, `outer_end`)."""

    start: int
    end: int
    outer_start: int
    outer_end: int


def quoted(text: str) -> Iterator[Quotation]:
    """The stretches between quotation marks that are long enough to be somebody's words, and no name or title."""
    for match in _MARKS.finditer(text):
        start, end = match.span(match.lastgroup or 0)
        words = _WORD.findall(text, start, end)
        if len(words) >= FEWEST_WORDS and not all(word[0].isupper() or word[0].isdigit() for word in words):
            yield Quotation(start, end, match.start(), match.end())


def find_quotations(doc: Doc, actors: Sequence[Proposal] = ()) -> list[Proposal]:
    """The quotations in a stretch of text. `actors` are its known actors, for the speaker's id."""
    found: list[Proposal] = []
    before: tuple[Quotation, Span | None] | None = None
    for quotation in quoted(doc.text):
        speaker, score = _with_whole_name(_speaker(doc, quotation), actors), SPOKEN
        if speaker is None and before is not None and _goes_on(doc, *before, quotation):
            speaker, score = before[1], CONTINUED
        attributes = {}
        if speaker is not None:
            attributes["speaker"] = one_line(speaker.text)
            actor = _actor_of(speaker, actors)
            if actor is not None:
                attributes["speaker_actor"] = actor
        found.append(
            Proposal(
                layer="quotation",
                code="quotation",
                start=quotation.start,
                end=quotation.end,
                score=QUOTED if speaker is None else score,
                agent=AGENT,
                attributes=attributes,
            )
        )
        before = quotation, speaker
    return found


def _speaker(doc: Doc, quotation: Quotation) -> Span | None:
    """Who says it: `…, a déclaré X`, `… said X`, `…, X said`, `X said: …`, `selon X, …`."""
    first = bisect_left(doc, quotation.outer_start, key=lambda token: token.idx)
    last = bisect_left(doc, quotation.outer_end, key=lambda token: token.idx)
    before, after = list(doc[max(0, first - REACH) : first]), list(doc[last : last + REACH])
    return _speaker_after(doc, _clause(after)) or _speaker_before(doc, _clause(before[::-1])[::-1])


def _clause(tokens: Sequence[Token]) -> list[Token]:
    """The tokens up to the next sentence end or quotation; a sign right beside the quotation belongs to it."""
    kept: list[Token] = []
    for number, token in enumerate(tokens):
        ends = token.text in '.!?…;«»“”"' or "\n" in token.text
        if ends and number > 0:
            break
        if ends and token.text in ".!?…\n":
            break
        kept.append(token)
    return kept


def _speaker_after(doc: Doc, clause: Sequence[Token]) -> Span | None:
    verb = next((token for token in clause if _is_speech(token)), None)
    if verb is None:
        return None
    return _name_before(doc, verb.i, clause[0].i) or _name_from(doc, verb.i + 1)


def _speaker_before(doc: Doc, clause: Sequence[Token]) -> Span | None:
    for token in reversed(clause):
        if token.norm_ in _SOURCE:
            start = token.i + 1 + (token.norm_ == "according")
            return _name_from(doc, start)
        if _is_speech(token):
            return _name_before(doc, token.i, clause[0].i)
    return None


def _is_speech(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX") and not forms(token).isdisjoint(SPEECH)


def _name_from(doc: Doc, start: int) -> Span | None:
    """The noun phrase that begins at a token."""
    while start < len(doc) and doc[start].is_space:
        start += 1
    end = start
    while end < len(doc) and end - start < _MOST_TOKENS and (doc[end].pos_ in _IN_A_NAME or doc[end].norm_ in _OF):
        if doc[end].pos_ == "DET" and end > start and doc[end - 1].norm_ not in _OF:
            break  # le Daily Beast | la semaine dernière
        end += 1
    return _phrase(doc, start, end)


def _name_before(doc: Doc, verb: int, first: int) -> Span | None:
    """The noun phrase that ends before a verb and its auxiliaries."""
    end = verb
    while end > first and doc[end - 1].pos_ in _BETWEEN_SUBJECT_AND_VERB:
        end -= 1
    start = end
    while (
        start > first
        and end - start < _MOST_TOKENS
        and (doc[start - 1].pos_ in _IN_A_NAME or doc[start - 1].norm_ in _OF)
    ):
        start -= 1
    return _phrase(doc, start, end)


def _phrase(doc: Doc, start: int, end: int) -> Span | None:
    while start < end and doc[start].norm_ in _OF:
        start += 1
    while start < end and (doc[end - 1].norm_ in _OF or doc[end - 1].pos_ in ("DET", "ADJ")):
        end -= 1
    if not any(token.pos_ in ("NOUN", "PROPN") for token in doc[start:end]):
        return None
    return doc[start:end]


def _with_whole_name(speaker: Span | None, actors: Sequence[Proposal]) -> Span | None:
    """A speaker whose last word is the beginning of a longer name, with all of that name."""
    if speaker is None:
        return None
    names = [(entity.start_char, entity.end_char) for entity in speaker.doc.ents if entity.label_ in KINDS]
    for start, end in [*names, *((actor.start, actor.end) for actor in actors)]:
        if start < speaker.end_char < end:
            return speaker.doc.char_span(speaker.start_char, end, alignment_mode="expand") or speaker
    return speaker


def _goes_on(doc: Doc, before: Quotation, speaker: Span | None, quotation: Quotation) -> bool:
    """Whether only the speaker's own sentence stands between two quotations."""
    if speaker is None or not before.outer_end <= speaker.start_char < quotation.outer_start:
        return False
    between = doc.text[speaker.end_char : quotation.outer_start]
    return re.fullmatch(r"[^.!?\n]*[.!?][\s]*", between) is not None


def _actor_of(speaker: Span, actors: Sequence[Proposal]) -> str | None:
    """The actor who is named as the speaker, or for whom the speaker speaks."""
    inside = [a for a in actors if speaker.start_char <= a.start and a.end <= speaker.end_char]
    for actor in inside:
        lead = speaker.text[: actor.start - speaker.start_char]
        if _SPOKESPERSON.search(speaker.text) or not re.search(rf"\b(?:{'|'.join(map(re.escape, _OF))})\b", lead, re.I):
            return actor.code
    return None
