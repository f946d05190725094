"""A document's quotations after all of it was read: those that go on from line to line, and whom `she` means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import msgspec

from annotate.fold import one_line
from annotate.proposal import Proposal, rules
from annotate.quotations.heard import Heard, Utterance, Who

AGENT = rules("quotations")

CONTINUED = 0.55  # follows the same speaker's words
WHOLE_BLOCK = 0.5  # a block that the page sets apart as a quotation
MOST_WORDS_OF_A_SURNAME = 2  # M. Kovac
NEAR = 1200  # code points back in which a pronoun looks for its person

_BETWEEN = re.compile(r"[^.!?\n]*[.!?]?[\s]*\Z")


def proposals(heard: Sequence[tuple[int, Heard]], text: str, blocks: Iterable[tuple[int, int]] = ()) -> list[Proposal]:
    """The quotations of a document. `heard`: what each stretch lets hear, with its place among them, in the order of
    the text and with offsets into it; `blocks`: stretches that the page sets apart as quotations."""
    stretches = [one for _, one in sorted(heard, key=lambda pair: pair[0])]
    utterances = sorted((u for one in stretches for u in one.utterances), key=lambda u: (u.start, -u.end))
    utterances = _across_lines(utterances, text)
    utterances = _dialogue(_going_on(utterances, text), text)
    utterances = _introduced(utterances, stretches, text, blocks)
    people = sorted((p for one in stretches for p in one.people), key=lambda p: p.start)
    return [_proposal(u, _resolved(u, utterances, people)) for u in utterances if u.fits or u.speaker is not None]


def _across_lines(utterances: Sequence[Utterance], text: str) -> list[Utterance]:
    """Quotations of several paragraphs, each opened by a mark and only the last one closed: a speaker for all."""
    kept: list[Utterance] = []
    run: list[Utterance] = []  # those not yet closed
    for u in utterances:
        if u.indirect or u.inside:
            kept.append(u)
            continue
        follows = bool(run) and u.opens_line and not text[run[-1].outer_end : u.outer_start].strip()
        if run and not follows:
            kept += _closed(run)
            run = []
        if u.open:
            run.append(msgspec.structs.replace(u, continues=bool(run)))
        elif follows:
            kept += _closed([*run, msgspec.structs.replace(u, continues=True)])
            run = []
        else:
            kept.append(u)
    return sorted([*kept, *_closed(run)], key=lambda u: (u.start, -u.end))


def _closed(run: Sequence[Utterance]) -> list[Utterance]:
    """A quotation's paragraphs with the speaker that one of them has; a single one that nothing closes is dropped
    unless its speaker is told."""
    if len(run) == 1 and run[0].open:
        return [u for u in run if u.speaker is not None]
    speaker = next((u.speaker for u in run if u.speaker is not None), None)
    return [
        msgspec.structs.replace(u, speaker=speaker, score=max(CONTINUED, u.score) if speaker else u.score, fits=True)
        if u.speaker is None
        else u
        for u in run
    ]


def _going_on(utterances: Sequence[Utterance], text: str) -> list[Utterance]:
    """Words after those of a speaker who is named between the two are the same speaker's."""
    found: list[Utterance] = []
    last: Utterance | None = None
    for u in utterances:
        if u.indirect or u.inside:
            found.append(u)
            continue
        if last is not None and last.speaker is not None and last.outer_end <= last.speaker.start < u.outer_start:
            between = text[last.speaker.end : u.outer_start]
            same = u.speaker is None or u.speaker.start == last.speaker.start
            if same and _BETWEEN.match(between) and "\n" not in between:
                goes_on = between.rstrip()[-1:] == ","
                score = CONTINUED if u.speaker is None else u.score
                u = msgspec.structs.replace(
                    u, speaker=last.speaker, score=score, continues=u.continues or goes_on, fits=True
                )
        found.append(u)
        last = u
    return found


def _dialogue(utterances: Sequence[Utterance], text: str) -> list[Utterance]:
    """Lines with a dash are words where one of those beside them says who speaks."""
    found = list(utterances)
    lines = [number for number, u in enumerate(found) if u.dash]
    for order in (lines, lines[::-1]):
        for a, b in pairwise(order):
            first, last = sorted((found[a], found[b]), key=lambda u: u.start)
            if found[a].fits and not found[b].fits and not text[first.outer_end : last.outer_start].strip():
                found[b] = msgspec.structs.replace(found[b], fits=True)
    return found


def _introduced(
    utterances: Sequence[Utterance], stretches: Sequence[Heard], text: str, blocks: Iterable[tuple[int, int]]
) -> list[Utterance]:
    """What a line that ends with `X a déclaré :` leads to, and blocks that are quotations as a whole."""
    found = list(utterances)
    for start, end in blocks:
        if not any(u.start < end and start < u.end and not u.indirect for u in found):
            found.append(Utterance(start, end, start, end, WHOLE_BLOCK, opens_line=True))
    ends = [one.introduces for one in stretches if one.introduces is not None]
    for number, u in enumerate(found):
        if u.speaker is not None or not u.opens_line:
            continue
        lead = text[: u.outer_start].rstrip()
        who = next((w for w in reversed(ends) if w.end <= len(lead) and len(lead) - w.end < 200), None)
        if who is not None and lead.endswith(":") and "\n" not in text[who.end : len(lead)]:
            found[number] = msgspec.structs.replace(u, speaker=who, score=CONTINUED, fits=True)
    return sorted(found, key=lambda u: (u.start, -u.end))


def _resolved(u: Utterance, utterances: Sequence[Utterance], people: Sequence[Who]) -> Who | None:
    """Who is meant by a pronoun or a bare surname; None where that is not sure."""
    who = u.speaker
    if who is None:
        return None
    if not who.pronoun:
        return _full_name(who, people)
    before = [p for p in people if who.start - NEAR < p.start < min(who.start, u.outer_start) or p.start == -1]
    spoken = [
        v.speaker
        for v in utterances
        if v.speaker is not None and v.outer_start < u.outer_start and who.start - NEAR < v.speaker.start < who.start
    ]
    if spoken and (last := _person(spoken[-1], people, utterances)) is not None and _agree(who, last):
        others = [p for p in before if p.start > spoken[-1].start and p.text not in last.text and _agree(who, p)]
        return None if others else last
    fitting = [p for p in before if _agree(who, p)]
    names = {p.text.split()[-1] for p in fitting}
    if len(names) == 1 and who.gender != "p":
        return max(fitting, key=lambda p: len(p.text))
    return None


def _person(who: Who, people: Sequence[Who], utterances: Sequence[Utterance]) -> Who | None:
    """An earlier speaker, as the person that they are; a pronoun says nothing new."""
    if who.pronoun:
        return None
    return _full_name(who, people) or who


def _agree(pronoun: Who, who: Who) -> bool:
    if pronoun.gender == "p":
        return who.gender == "p"
    return who.gender in (None, pronoun.gender)


def _full_name(who: Who, people: Sequence[Who]) -> Who | None:
    """The longer name that a surname is the end of, if one person alone has it before."""
    surname = who.text.split()[-1]
    if not who.person and not surname[:1].isupper():
        return None
    longer = {
        p.text: p
        for p in people
        if p.start < who.start and p.text.endswith(f" {surname}") and len(p.text) > len(who.text)
    }
    if len(longer) == 1 and len(re.findall(r"\w+", who.text)) <= 2:
        return next(iter(longer.values()))
    return None


def _proposal(u: Utterance, resolved: Who | None) -> Proposal:
    said: dict[str, Any] = {}
    if u.speaker is not None:
        said["speaker"] = one_line(u.speaker.text)
        actor = u.speaker.actor
        if resolved is not None and resolved.text != u.speaker.text:
            said["speaker_resolved"] = one_line(resolved.text)
            actor = actor if actor is not None and not actor.startswith("candidate:") else resolved.actor or actor
        if actor is not None:
            said["speaker_actor"] = actor
        if u.speaker.speaks_for is not None:
            said["speaker_for"] = u.speaker.speaks_for
    if u.indirect:
        said["mode"] = "indirect"
    for name in ("denied", "inside", "continues"):
        if getattr(u, name):
            said[name] = True
    return Proposal(
        layer="quotation", code="quotation", start=u.start, end=u.end, score=u.score, agent=AGENT, attributes=said
    )
