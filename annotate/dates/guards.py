"""Near misses: what looks like a date and is a name, a number or a verb."""

from __future__ import annotations

import re
from collections.abc import Callable

from spacy.tokens import Span

from annotate.dates.grammar import Grammar
from annotate.dates.tense import tense_of
from annotate.figures.counted import kind_of
from annotate.fold import Folded

_DATES = frozenset({"", "CARDINAL", "DATE", "ORDINAL", "QUANTITY", "TIME"})  # what a model may take a date for
_NAMES = frozenset({"adverb", "month", "season", "weekday"})  # readings of words that names are made of
_SENTENCE_START = re.compile(r"(?:\A|[.!?…:;«»\"“”()\n•|>-]) *\Z")

_NO_WEEKDAY_AFTER = re.compile(
    r" (?:gras|saint|noir|fou|en huit|de (?:pâques|pentecôte|l'ascension)|des cendres|for future)(?!\w)|-\w", re.I
)
_NO_WEEKDAY_BEFORE = {
    "fr": re.compile(r"(?<!\w)(?:le|les|chaque|un|du|au|des|super) \Z", re.I),
    "en": re.compile(
        r"(?<!\w)(?:every|each|a|most|many|black|good|ash|super|palm|fat|cyber|giving|holy|bloody|taco|easter|shrove"
        r"|whit|ruby|maundy|small business|casual|girl|man) \Z",
        re.I,
    ),
}

_MONEY_BEFORE = re.compile(
    r"[$€£] ?\Z|(?<!\w)(?:n°|nº|no\.|page|p\.|pp\.|article|art\.|room|windows|office|route) ?\Z", re.I
)
_COUNTED_BEFORE = re.compile(
    r"(?<!\w)(?:plus d[e']|moins d[e']|près d[e']|environ|quelque|au moins|more than|less than|fewer than|over|nearly"
    r"|almost|some|at least|up to) ?\Z",
    re.I,
)
_UNIT_AFTER = re.compile(
    r" ?(?:[%€$£°+]|(?:euros?|dollars?|livres?|pounds?|cents?|km|kg|mètres?|pixels?|mots|words|fois|times|x|m²"
    r"|millions?|milliards?|billions?|hectares?|miles?|meters|heures?|hours?|jours?|days?|ans)(?!\w))",
    re.I,
)
_SURE_BEFORE = {
    "fr": re.compile(
        r"(?<!\w)(?:en|depuis|dès|d'ici|jusqu'en|jusqu'à|l'année|années|l'an|courant|vers|avant|après|printemps|été"
        r"|automne|hiver|présidentielles?|élections?|primaires?|législatives|campagne|municipales|européennes|scrutin"
        r"|édition|saison|budget|copyright|©) ?\Z",
        re.I,
    ),
    "en": re.compile(
        r"(?<!\w)(?:in|since|by|until|till|through|before|after|during|year|from|circa|around|back to|as of|summer"
        r"|spring|copyright|©|class of) ?\Z",
        re.I,
    ),
}
_JOINED_BEFORE = re.compile(r"(?<!\w)(?:de|of|à|to|and|et|ou|or|que|than) \Z", re.I)
_ENDS_AFTER = re.compile(
    r" ?(?:\Z|[.,;:!?)»”\"\]…-]|(?:et|and|ou|or|à|au|in|on|when|where|as|with|for|to|by)(?!\w))", re.I
)
_BRACKETS = re.compile(r"\( ?\Z")
_DETERMINED = re.compile(r"(?<!\w)(?:the|a|his|her|their|its|our|your|my|this|that|both) \Z|'s? \Z", re.I)

_SURNAME = re.compile(r"(?<!\w)[A-Z]\w+ \Z")
_ACTING = frozenset({"nsubj", "nsubjpass", "dobj", "conj"})  # what a name does in a sentence and a day does not

_NEITHER_DAY = re.compile(r"(?<!\w)(?:du jour |de |d'|of )\Z", re.I)
_WATCH = re.compile(
    r" (?:sur|médiatique|technologique|stratégique|concurrentielle|juridique|documentaire|sanitaire|citoyenne)(?!\w)",
    re.I,
)


def stands(grammar: Grammar, reading: str, text: Folded, match: re.Match[str], passage: Span | None) -> bool:
    """Whether a match of a rule is a date, by its case, by what stands around it and by what the pipeline says."""
    if reading in _NAMES and passage is not None and match[0][:1].isupper() and _in_longer_name(passage):
        return False
    guard = _GUARDS.get(reading)
    return guard is None or guard(grammar, text.text, match, passage)


def _in_longer_name(passage: Span) -> bool:
    """Whether a model sees a name that the passage is only a part of: the Tuesday Company, Joe Friday, Theresa May."""
    for entity in passage.doc.ents:
        if entity.label_ in _DATES or entity.end <= passage.start or entity.start >= passage.end:
            continue
        if entity.end > passage.end or (entity.start < passage.start and entity.label_ in ("PERSON", "PER")):
            return True
    return False


def _month(grammar: Grammar, text: str, match: re.Match[str], passage: Span | None) -> bool:
    """English months have a capital; French ones that stand alone have none; neither is a verb or a person."""
    written = match["month"]
    alone = not any(match.groupdict().get(name) for name in ("day", "year", "part", "turn", "year2"))
    if grammar.language == "en":
        verb = passage is not None and any(token.pos_ in ("AUX", "VERB") for token in passage if token.text == written)
        person = passage is not None and any(token.ent_type_ == "PERSON" for token in passage)
        return written[0].isupper() and not (alone and (verb or person))
    return not alone or written[0].islower()


def _calendar(grammar: Grammar, text: str, match: re.Match[str], passage: Span | None) -> bool:
    return grammar.language == "fr" or match["month"][0].isupper()


def _weekday(grammar: Grammar, text: str, match: re.Match[str], passage: Span | None) -> bool:
    start, end = match.span("weekday")
    if _NO_WEEKDAY_AFTER.match(text, end):
        return False
    turn = match.groupdict().get("turn") or match.groupdict().get("this")
    if not turn and _NO_WEEKDAY_BEFORE[grammar.language].search(text, 0, start):
        return False
    if grammar.language == "fr":
        begins = _SENTENCE_START.search(text, 0, start) is not None
        return bool(turn) or text[start].islower() or begins
    if not text[start].isupper():
        return False
    if passage is not None and _SURNAME.search(text, 0, start) and passage[0].dep_ in _ACTING:
        return passage[0].ent_type_ == "DATE"
    return passage is None or not any(
        token.dep_ == "compound" and token.head.pos_ == "PROPN" and token.head.i == passage.end for token in passage
    )


def _year(grammar: Grammar, text: str, match: re.Match[str], passage: Span | None) -> bool:
    """A number of four digits is a year where a preposition, its noun or brackets make it one."""
    if match.groupdict().get("part"):
        return True
    start, end = match.span("year")
    if _MONEY_BEFORE.search(text, 0, start) or _COUNTED_BEFORE.search(text, 0, start) or _UNIT_AFTER.match(text, end):
        return False
    if re.match(r"[-\w]|'\w{2}", text[end:]) and not text.startswith("'s", end):
        return False
    after = None if passage is None or passage.end >= len(passage.doc) else passage.doc[passage.end]
    counted = after is not None and kind_of(after.text, after.lemma_) is not None
    if _SURE_BEFORE[grammar.language].search(text, 0, start):
        return not (counted and _JOINED_BEFORE.search(text, 0, start))
    if not text[:start].strip() or _BRACKETS.search(text, 0, start):
        return _ENDS_AFTER.match(text, end) is not None or bool(_BRACKETS.search(text, 0, start))
    if counted and after is not None and after.text.endswith("s"):
        return False
    if _JOINED_BEFORE.search(text, 0, start):
        return grammar.language == "en" or after is None or after.pos_ not in ("NOUN", "ADJ")
    if passage is not None and any(token.ent_type_ == "DATE" for token in passage):
        return True
    return (
        grammar.language == "en"
        and _DETERMINED.search(text, 0, start) is not None
        and after is not None
        and after.is_alpha
    )


def _adverb(grammar: Grammar, text: str, match: re.Match[str], passage: Span | None) -> bool:
    word, start = match["adverb"].lower(), match.start("adverb")
    if word in ("demain", "aujourd'hui", "tomorrow") and _NEITHER_DAY.search(text, 0, start):
        return False
    capital = text[start].isupper() and _SENTENCE_START.search(text, 0, start) is None
    return not capital or text[start : match.end()].isupper()


def _today(grammar: Grammar, text: str, match: re.Match[str], passage: Span | None) -> bool:
    """`cette nuit de 1960` is another night."""
    return re.match(r" (?:de|du|où|d')(?!\w)|(?: d')", text[match.end() :]) is None


def _eve(grammar: Grammar, text: str, match: re.Match[str], passage: Span | None) -> bool:
    if re.search(r"(?<!\w)(?:du jour|overnight) \Z", text[: match.start()], re.I):
        return False
    return match["eve"].lower() != "veille" or _WATCH.match(text, match.end()) is None


def _ahead(grammar: Grammar, text: str, match: re.Match[str], passage: Span | None) -> bool:
    """`in three months` is a date only of what is to come; else it says how long."""
    if grammar.language == "fr" or match.groupdict().get("sure") or passage is None:
        return True
    return tense_of(passage) == "future"


def _season(grammar: Grammar, text: str, match: re.Match[str], passage: Span | None) -> bool:
    return grammar.language != "en" or not (passage is not None and passage[-1].pos_ in ("VERB", "AUX"))


_GUARDS: dict[str, Callable[[Grammar, str, re.Match[str], Span | None], bool]] = {
    "adverb": _adverb,
    "ahead": _ahead,
    "calendar": _calendar,
    "days": _calendar,
    "eve": _eve,
    "month": _month,
    "months": _calendar,
    "season": _season,
    "today": _today,
    "week_of": _calendar,
    "weekday": _weekday,
    "year": _year,
}
