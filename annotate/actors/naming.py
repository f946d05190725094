"""Names that their surroundings show, whatever the statistical model says: a firm called X, Senator Y, @handles.

The words that the patterns go by stand in naming.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Literal

import msgspec
from spacy.tokens import Doc, Span, Token

from annotate.actors.doubts import starts_sentence
from annotate.actors.lexicon import Lexicon, lexicon, phrases
from annotate.once import matches, text_of
from annotate.words import forms, is_common

Kind = Literal["person", "organisation", "account"]

INITIALS = r"(?:[A-ZÀ-ÖØ-Þ]\.(?:[ -]?[A-ZÀ-ÖØ-Þ]\.)*)"
CAPITALISED = rf"(?:{INITIALS}|[A-ZÀ-ÖØ-Þ](?:[\w&’'-]*\w)?)"
PARTICLES = (
    r"(?:de la|de|du|des|d'|la|le|van den|van der|van|von|den|der|di|da|del|della|al|el|ben|bin|&|for|of|the|et|pour)"
)
NAME = rf"{CAPITALISED}(?:(?: {PARTICLES})?(?: |(?<=')){CAPITALISED}){{0,4}}"
SURNAME = re.compile(rf" (?P<particle>{PARTICLES}) ?{CAPITALISED}")
OF_SURNAMES = frozenset(
    {"van", "van den", "van der", "von", "den", "der", "di", "da", "del", "della", "al", "el", "ben", "bin"}
)
PARTICLE = re.compile(rf"{PARTICLES}\Z")

_HANDLE = re.compile(r"(?<![\w@./])@(\w[\w.]{1,28}\w)(?!@|\.\w)")
_CAMEL = re.compile(r"(?<![\w#@])(?!Mc|Mac|De|Le|La|Di|Du|O')[A-Z][a-z]+[A-Z]\w+\b")
_OUTLET = re.compile(rf"(?<=[a-z,] )The {CAPITALISED}(?: {CAPITALISED}){{0,3}}")
_INNER_CAPITAL = re.compile(r"[a-z][A-Z]")
_NEXT = re.compile(r"[\s,]*(?P<verb>[\w'’-]+)")
# The models' labels of what is no actor; the French one calls firms places at times, so its LOC is not among them.
_ELSE = frozenset({"GPE", "LOC", "NORP", "DATE", "EVENT", "LAW", "FAC", "LANGUAGE", "TIME", "MONEY", "WORK_OF_ART"})
_SPEECH = (
    "révélé", "déclaré", "confié", "raconté", "dit", "expliqué", "affirmé", "indiqué", "assuré", "assure", "explique",
    "confie", "raconte",
)  # fmt: skip


class Named(msgspec.Struct, frozen=True):
    """A name in a text: code points, and what it is the name of."""

    start: int
    end: int
    kind: Kind


class _Pattern(msgspec.Struct, frozen=True):
    """What shows a name: a match begins with one of some words, so that it is tried at few places."""

    beginnings: frozenset[str]
    pattern: re.Pattern[str]
    kind: Kind


def _beginnings(words: Iterable[str]) -> frozenset[str]:
    """The first words of phrases, those of one word in the plural too."""
    first = {match[0].casefold() for word in words if (match := re.match(r"\w+", word)) is not None}
    return frozenset(first | {f"{word}s" for word in first})


@cache
def _patterns(language: str) -> list[_Pattern]:
    words = lexicon(language)
    nouns, called, titles = phrases(words.organisations), phrases(words.called), phrases(words.titles)
    quoted = rf"(?P<quote>[«“\"]\s?)?(?P<name>{NAME})"
    found: list[tuple[Iterable[str], str, Kind]] = [
        (
            words.organisations,
            rf"\b(?i:{nouns})s?(?: [a-zà-ÿ-]+)?(?: (?i:{called}),?) {quoted}",
            "organisation",
        ),
        (
            words.organisations,
            rf"\b(?i:{nouns})s?,? [«“\"]\s?(?P<name>{CAPITALISED}(?: [\w'’-]+){{0,4}})\s?[»”\"]",
            "organisation",
        ),
        (
            words.organisations,
            rf"\b(?i:{nouns})(?: [a-zà-ÿ-]+)?, (?P<name>{CAPITALISED}(?: (?:& )?{CAPITALISED})+),",
            "organisation",
        ),
        (words.titles, rf"(?<![\w'-])(?P<title>(?i:{titles}))\.? (?P<name>{NAME})", "person"),
    ]
    if language == "fr":
        found += [
            (words.organisations, rf"\b{nouns} (?P<name>{NAME})", "organisation"),
            (
                words.institutions,
                rf"(?P<name>\b{phrases(words.institutions)} (?:de la |de l'|du |des |de |d'){NAME})",
                "organisation",
            ),
            (_SPEECH, rf"\b(?:{'|'.join(_SPEECH)}) (?:au|à la|à l'|aux) ?(?P<name>{NAME})", "organisation"),
        ]
    else:
        found.append((words.organisations, rf"\b{nouns} (?P<name>{NAME})", "organisation"))
    return [_Pattern(_beginnings(first), re.compile(pattern), kind) for first, pattern, kind in found]


def named(doc: Doc, language: str, *, headline: bool) -> Iterator[Named]:
    """The names that patterns find, the surest first; they may overlap. In a headline only @handles are sure."""
    text = text_of(doc)
    if "@" in text:
        for match in _HANDLE.finditer(text):
            yield Named(match.start(), match.end(), "account")
    if headline:
        return
    for one in _patterns(language):
        for match in matches(one.pattern, one.beginnings, text):
            if one.kind != "person" or _is_title(match["title"], text[match.end("title")]):
                yield Named(*match.span("name"), one.kind)
    words = lexicon(language)
    capitalised = [token for token in doc if token.is_alpha and not token.text[0].islower()]
    yield from _subjects(doc, capitalised, words, language)
    if language != "fr" and " The " in text:
        for match in _OUTLET.finditer(text):
            yield Named(*match.span(), "organisation")
    if _INNER_CAPITAL.search(text) is not None:
        for match in _CAMEL.finditer(text):
            yield Named(*match.span(), "organisation")
    yield from _runs(doc, capitalised, words, language)


def _is_title(title: str, after: str) -> bool:
    """Whether a title is one as it is written: `M.` and `Me`, but not `me`, nor a `candidate.` that ends a sentence."""
    is_short = len(title) <= len("prof")
    return (title[0].isupper() or not is_short) and (is_short or after != ".")


def _subjects(doc: Doc, capitalised: Sequence[Token], words: Lexicon, language: str) -> Iterator[Named]:
    """Single capitalised words that say or do what people do, or whose campaign it is."""
    for token in capitalised:
        if not _is_name_like(token) or _touches_capital(token):
            continue
        after = doc[token.i + 1] if token.i + 1 < len(doc) else None
        if starts_sentence(token) and is_common(token.text, language) and not _says(token, after, words):
            continue
        head = token.head
        speaks = token.dep_.startswith("nsubj") and head.pos_ in ("VERB", "AUX") and bool(forms(head) & words.speech)
        speaks = speaks or (after is not None and after.pos_ == "VERB" and bool(forms(after) & words.speech))
        owns = (
            after is not None
            and after.text in ("'s", "’s")
            and after.i + 1 < len(doc)
            and bool(forms(doc[after.i + 1]) & words.people_nouns)
        )
        if (speaks or owns) and token.ent_type_ not in _ELSE:
            yield Named(token.idx, token.idx + len(token), "person")


def _says(token: Token, after: Token | None, words: Lexicon) -> bool:
    """Whether a word that opens a sentence and is in the dictionary (Hale, Banks) is followed by what names do."""
    if after is None or token.pos_ != "PROPN":
        return False
    return after.text in ("'s", "’s") or (after.pos_ in ("VERB", "AUX") and bool(forms(after) & words.speech))


def _is_name_like(token: Token) -> bool:
    return len(token) > 2 and token.is_title and token.pos_ in ("PROPN", "NOUN", "ADJ", "X")


def _touches_capital(token: Token) -> bool:
    """Whether it is part of a longer name, or stands behind an article."""
    doc = token.doc
    before = doc[token.i - 1] if token.i > token.sent.start else None
    after = doc[token.i + 1] if token.i + 1 < token.sent.end else None
    return (before is not None and (before.pos_ == "DET" or before.text[:1].isupper() or before.text in "@#-")) or (
        after is not None and (after.text[:1].isupper() or after.text == "-")
    )


def _in_a_row(doc: Doc, capitalised: Iterable[Token]) -> Iterator[Span]:
    """Capitalised words that stand together in a sentence, two or more."""
    start = end = -1
    for token in capitalised:
        if not token.text[0].isupper():
            continue
        if token.i != end or token.is_sent_start:
            if end - start > 1:
                yield doc[start:end]
            start = token.i
        end = token.i + 1
    if end - start > 1:
        yield doc[start:end]


def _runs(doc: Doc, capitalised: Iterable[Token], words: Lexicon, language: str) -> Iterator[Named]:
    """Two to four capitalised words in a row that the model calls nothing else."""
    for run in _in_a_row(doc, capitalised):
        if run[0].pos_ in ("DET", "ADP", "SCONJ", "CCONJ", "PRON", "AUX", "VERB"):
            run = run[1:]
        if (
            1 < len(run) <= 4
            and not any(token.ent_type_ in _ELSE for token in run)
            and (language == "fr" or any(token.pos_ == "PROPN" for token in run))
            and not all(token.is_upper for token in run)
            and not text_of(doc)[: run.start_char].rstrip().endswith(("«", "“", '"'))  # the title of a book, a song
        ):
            yield Named(run.start_char, run.end_char, _kind_of(run.text, words, language))


def _kind_of(name: str, words: Lexicon, language: str) -> Kind:
    """A person where no word of the name is one of the dictionary's, as far as that tells."""
    parts = name.split()
    common = any(is_common(part, language) or part.casefold() in words.organisations for part in parts[-1:])
    return (
        "person"
        if len(parts) in (2, 3) and not common and not any(part.isupper() for part in parts)
        else "organisation"
    )
