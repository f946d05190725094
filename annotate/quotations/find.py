"""The quotations in one stretch of text, each with what stands beside it about its speaker."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from annotate.once import text_of
from annotate.proposal import Proposal
from annotate.quotations.attribution import Attribution, Attributions
from annotate.quotations.heard import Heard, Utterance, Who
from annotate.quotations.lexicon import lexicon
from annotate.quotations.marks import Quoted, quoted
from annotate.quotations.people import People
from annotate.quotations.reported import reported
from annotate.words import forms

SPOKEN = 0.7  # a speaker stands beside it
INTRODUCED = 0.6  # the sentence before tells of somebody, without a verb of speech right beside it
REPORTED = 0.5  # no marks
QUOTED = 0.4  # only quotation marks
FEWEST_WORDS = 3  # what is shorter is a term or irony, unless somebody says it
FEWEST_SPOKEN = 2
FEWEST_ALONE = 5  # words that stand in a sentence without a speaker

_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?…]\Z")
_DIALOGUE = re.compile(r"^[ \t]*[—–―-]\s+(\S[^\n]*)$", re.MULTILINE)
_INCISE = re.compile(r"[,!?…]")
_LISTED = re.compile(r"\s*(?:,|,? (?:et|ou|and|or))\s*")
_DEFINITE = frozenset({"le", "la", "les", "l'", "l’", "the"})


class Listener:
    """Reads one stretch: `text` as it was written, `doc` as a pipeline read it (offsets are the same)."""

    def __init__(self, doc: Doc, text: str, actors: Sequence[Proposal], persons: frozenset[str]) -> None:
        self.doc = doc
        self.text = text
        self.words = lexicon(doc.lang_)
        self.told = Attributions(doc, self.words)
        self.people = People(doc, self.words, actors, persons)
        self.marks = quoted(text, singles=doc.lang_ == "en")

    def listen(self) -> Heard:
        """Its utterances, people and introduction."""
        direct = [u for mark in self.marks for u in self._of(mark)]
        outside = self.people.outside([(m.outer_start, m.outer_end) for m in self.marks])
        found = [*direct, *self._dialogue(), *self._reported(direct)]
        return Heard(tuple(sorted(found, key=lambda u: (u.start, -u.end))), tuple(outside), self._introduction())

    def _of(self, mark: Quoted) -> Iterator[Utterance]:
        """The utterance between two marks; two where who says it stands in the midst."""
        if mark.start >= mark.end:  # a mark that opens at the very end
            return
        incise = self._incise(mark.start, mark.end) if self.doc.lang_ == "fr" else None
        if incise is not None:
            before, told, after = incise
            speaker = self._who(told)
            yield self._utterance(mark, mark.start, before, speaker, SPOKEN)
            if after < mark.end:
                yield self._utterance(mark, after, mark.end, speaker, SPOKEN, continues=True)
            return
        attribution = self._attribution(mark)
        if attribution is not None and attribution.negated:
            return
        count = len(_WORD.findall(self.text, mark.start, mark.end))
        speaker = self._who(attribution)
        if (
            self._is_term(mark, count)
            or self._is_label(mark, attribution)
            or count < (FEWEST_WORDS if attribution is None else FEWEST_SPOKEN)
        ):
            return
        if self._is_title(mark) and (attribution is None or not self._is_whole(mark)):
            return
        if attribution is not None and count < FEWEST_WORDS and not self._is_whole(mark):
            return
        score = QUOTED if speaker is None else SPOKEN if attribution is not None and attribution.sure else INTRODUCED
        fits = attribution is not None or self._stands_alone(mark, count)
        yield self._utterance(mark, mark.start, mark.end, speaker, score, fits=fits)

    def _utterance(
        self, mark: Quoted, start: int, end: int, speaker: Who | None, score: float, **how: bool
    ) -> Utterance:
        return Utterance(
            start, end, mark.outer_start, mark.outer_end, score, speaker,
            inside=mark.inside, open=mark.open, opens_line=mark.reopens, **how,
        )  # fmt: skip

    def _attribution(self, mark: Quoted) -> Attribution | None:
        low, high = self._neighbourhood(mark)
        first, last = self._token(mark.outer_start), self._token(mark.outer_end)
        lead = self.text[: mark.outer_start].rstrip()
        colon = lead.endswith(":")
        if colon:
            found = self.told.before(low, first, colon=True)
            if found is not None and found.speaker is not None:
                return found
        follows = self.text[mark.outer_end :].lstrip(" \u00a0\u202f")[:1]
        ended = self.text[mark.end - 1] in ".…" and not follows.islower() and follows not in (",", "-", "–", "—")
        after = None if ended or mark.open else self.told.after(last, high)
        if after is not None and after.speaker is not None:
            return after
        if colon:
            return self.told.before(low, first, colon=True)
        alone = not lead or _SENTENCE_END.search(lead) is not None or lead.endswith("\n")
        if not alone or lead.endswith(("»", "”", '"')):
            return after or self.told.before(low, first, colon=False)
        return after or self._sentence_before(mark, low, first)

    def _sentence_before(self, mark: Quoted, low: int, first: int) -> Attribution | None:
        """`X l'a dit à la radio. « ... »`: the sentence before a whole one tells who speaks."""
        if not (self._is_whole(mark) and first > low) or "\n" in self.text[self.doc[first - 1].idx : mark.outer_start]:
            return None
        sentence = self.doc[first - 1].sent
        root = sentence.root
        start = max(low, sentence.start)
        if not self.told.is_speech(root) or any(child.dep_ == "ccomp" for child in root.children):
            return None
        who = self.told.subject(root, start)
        return None if who is None else Attribution(who, start, first, sure=False)

    def _incise(self, start: int, end: int) -> tuple[int, Attribution, int] | None:
        """Who speaks in the midst of a quotation: where the words before end, who it is, where they go on."""
        for sign in _INCISE.finditer(self.text, start, end):
            at = self._token(sign.end())
            stop = min(self._token(end), at + 25)
            attribution = self.told.inverted(at, stop)
            if attribution is None or attribution.speaker is None or attribution.start != at:
                continue
            rest = re.compile(r"[^,.;:!?«»“”\"]*(?:[,.;:!?]\s*|\Z|(?=[«»“”\"]))").match(
                self.text, self.doc[attribution.end - 1].idx + len(self.doc[attribution.end - 1]), end
            )
            if rest is not None:
                before = sign.start() if sign.group() == "," else sign.end()
                return before, attribution, min(end, rest.end())
        return None

    def _dialogue(self) -> Iterator[Utterance]:
        """Lines that begin with a dash. Those that name no speaker are a list, unless one beside them does."""
        if self.doc.lang_ != "fr":
            return
        lines = _DIALOGUE.finditer(self.text)
        heard = [(line, self._incise(line.start(1), line.end(1))) for line in lines]
        for line, incise in heard:
            outer = line.start(), line.end()
            if incise is None:
                if len(_WORD.findall(line.group(1))) >= FEWEST_SPOKEN:
                    yield Utterance(line.start(1), line.end(1), *outer, QUOTED, dash=True, fits=False)
                continue
            before, attribution, after = incise
            speaker = self._who(attribution)
            yield Utterance(line.start(1), before, *outer, SPOKEN, speaker, dash=True)
            if after < line.end(1):
                yield Utterance(after, line.end(1), *outer, SPOKEN, speaker, continues=True)

    def _reported(self, direct: Sequence[Utterance]) -> Iterator[Utterance]:
        for clause in reported(self.doc, self.told):
            span = self.doc[clause.start : clause.end]
            start, end = span.start_char, span.end_char
            if any(u.outer_start < end and start < u.outer_end for u in direct) or self._is_marked(start, end):
                continue
            who = self.people.who(clause.speaker)
            yield Utterance(start, end, start, end, REPORTED, who, indirect=True, denied=clause.denied)

    def _is_marked(self, start: int, end: int) -> bool:
        """Whether most of a stretch stands between marks, or all of it does."""
        between = sum(max(0, min(end, m.end) - max(start, m.start)) for m in self.marks if not m.inside)
        return between * 2 > end - start

    def _introduction(self) -> Who | None:
        """Whom a stretch that ends with a colon introduces."""
        if not self.text.rstrip().endswith(":"):
            return None
        stop = len(self.doc)
        return self._who(self.told.before(0, stop, colon=True))

    def _who(self, attribution: Attribution | None) -> Who | None:
        if attribution is None or attribution.speaker is None:
            return None
        return self.people.who(attribution.speaker)

    def _neighbourhood(self, mark: Quoted) -> tuple[int, int]:
        """The tokens between the quotations before and after, within the one that holds it."""
        low, high = 0, len(self.text)
        for other in self.marks:
            if other.outer_start < mark.outer_start and mark.outer_end < other.outer_end:
                low, high = max(low, other.start), min(high, other.end)
            elif other.outer_end <= mark.outer_start:
                low = max(low, other.outer_end)
            elif other.outer_start >= mark.outer_end:
                high = min(high, other.outer_start)
        return self._token(low), self._token(high)

    def _token(self, offset: int) -> int:
        """The first token that begins at an offset or behind it."""
        return bisect_left(self.doc, offset, key=lambda token: token.idx)

    def _is_whole(self, mark: Quoted) -> bool:
        """Whether it is a sentence of its own: a capital, and a sign at its end or right after it."""
        last, follows = self.text[mark.end - 1], self.text[mark.outer_end : mark.outer_end + 2].lstrip()[:1]
        return self.text[mark.start].isupper() and (last in ".!?…," or follows in (",", "."))

    def _is_title(self, mark: Quoted) -> bool:
        words = _WORD.findall(self.text, mark.start, mark.end)
        return all(word[0].isupper() or word[0].isdigit() for word in words)

    def _stands_alone(self, mark: Quoted, count: int) -> bool:
        """Whether words that nobody is named for are somebody's: a sentence, or a good part of one."""
        inner = self.doc[self._token(mark.start) : self._token(mark.end)]
        if not any(token.pos_ in ("VERB", "AUX") for token in inner) or self._is_a_part_of_speech(mark):
            return False
        return count >= FEWEST_ALONE or self._is_whole(mark)

    def _is_a_part_of_speech(self, mark: Quoted) -> bool:
        """Whether its sentence uses it as a word: `their “click and go” campaign`, `“Yes we can” was everywhere`."""
        first, last = self._token(mark.outer_start), self._token(mark.outer_end)
        after = (
            self.doc[last] if last < len(self.doc) and self.text[mark.outer_end : mark.outer_end + 1] == " " else None
        )
        if after is None or after.is_punct:
            return False
        determined = first > 0 and self.doc[first - 1].pos_ in ("DET", "ADJ", "PART", "NOUN", "PROPN", "PRON")
        return (determined and after.pos_ in ("NOUN", "PROPN", "ADJ")) or (
            after.pos_ in ("VERB", "AUX") and after.text.islower()
        )

    def _is_term(self, mark: Quoted, count: int) -> bool:
        """Whether few words without a verb are used as one, `Dans la « salle des trolls », ...`, or listed as names."""
        first, last = self._token(mark.start), self._token(mark.end)
        if count >= FEWEST_ALONE or any(token.pos_ in ("VERB", "AUX") for token in self.doc[first:last]):
            return False
        if self.text[mark.start].isupper() and any(
            _LISTED.fullmatch(self.text, min(mark.outer_end, other.outer_end), max(mark.outer_start, other.outer_start))
            for other in self.marks
        ):
            return True
        before = self.doc[max(0, self._token(mark.outer_start) - 2) : self._token(mark.outer_start)]
        if len(before) < 2 or before[1].lower_ not in _DEFINITE or before[0].pos_ != "ADP":
            return False
        return before[0].i == 0 or before[0].is_sent_start is True

    def _is_label(self, mark: Quoted, attribution: Attribution | None) -> bool:
        """Whether a word just before makes a name of it: `intitulé`, `le slogan`, `the button says`."""
        first = self._token(mark.outer_start)
        if attribution is not None and attribution.speaker is not None:
            nouns = self.words.labels - self.words.speakers
            if not self.text[: mark.outer_start].rstrip().endswith(":") and _is_among(attribution.speaker.root, nouns):
                return True
        beside = self.doc[first - 1] if first else None
        if beside is not None and beside.pos_ in ("ADP", "DET") and first > 1 and self.doc[first - 2].pos_ == "VERB":
            beside = self.doc[first - 2]  # cliquer sur
        if beside is not None and any(c.dep_ == "nsubj" and _is_among(c, self.words.labels) for c in beside.lefts):
            return attribution is None or attribution.speaker is None  # the button says "..."
        if beside is None or not _is_among(beside, self.words.labels):
            return False
        verb = beside.head if beside.dep_ in ("obj", "dobj") else beside
        calls = attribution is not None and attribution.speaker is not None and beside.pos_ in ("NOUN", "VERB")
        return not (calls and _is_among(verb, self.words.calling))  # she called the video "..."


def _is_among(token: Token, keys: frozenset[str]) -> bool:
    return not forms(token).isdisjoint(keys)


def hear(
    doc: Doc, actors: Sequence[Proposal] = (), *, text: str | None = None, persons: frozenset[str] = frozenset()
) -> Heard:
    """What a stretch of text lets hear.

    `actors` are its known actors and candidates, `persons` the ids of those who are people. `text` is the stretch as
    it was written, where the pipeline read it with plain apostrophes.
    """
    return Listener(doc, text_of(doc) if text is None else text, actors, persons).listen()
