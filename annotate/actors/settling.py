"""What the whole of a document settles: shared names, surnames after full names, names seen in one place only."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from annotate.actors.candidates import AGENT as NAMING
from annotate.actors.find import AGENT, ALIAS, ALIAS_WORD, FULL_WORD, Mention
from annotate.actors.lexicon import lexicon
from annotate.actors.naming import PARTICLE
from annotate.fold import for_pipeline, one_line, slug
from annotate.proposal import Proposal
from annotate.stretches import Stretch
from annotate.words import is_common

SHARED = 0.45  # several actors have this name and nothing tells which is meant
AGAIN = 0.4  # a candidate's name, found again

_GENERATION = re.compile(r"(?:jr|sr|junior|senior|ii|iii|iv)\.?\Z", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"(?P<word>[\w.'-]+)(?P<gap>[^\S\n]+)\Z")
_ELIDED = re.compile(r"(?:\A|\W)(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'\Z", re.IGNORECASE)
_GLUED = re.compile(r"[\w@#/-]\Z")
_SENTENCE_END = re.compile(r"(?:\A|[.!?…:;«“\"(|–—]\s*|\n\s*)\Z")
_GOES_ON = re.compile(r"\w|-[A-ZÀ-Þ]|\.\w|@| (?:(?:de|du|van|von) )?[A-ZÀ-Þ]\w| & [A-ZÀ-Þ]")


class Bearer(msgspec.Struct, frozen=True):
    """Whose a surname or a name is in a document: the code, where it was first given in full, and a proposal of it."""

    code: str
    first: int
    like: Proposal


def settled(proposals: Sequence[Proposal], stretches: Sequence[Stretch] = ()) -> list[Proposal]:
    """A document's proposals after all of it was read; `stretches` are its text.

    A surname is surer where the full name stands somewhere in the document, and a common word is a name where it is
    one elsewhere; else it is none. A name that several actors share is the one's who is named in full, doubtful where
    none or several are. A person's surname is theirs after the full name, and a candidate's name is one wherever it
    stands.
    """
    kept = list(_weighed(proposals))
    if not stretches:
        return kept
    actors = [p for p in kept if p.layer == "actor"]
    rest = [p for p in kept if p.layer != "actor"]
    texts = [msgspec.structs.replace(stretch, text=for_pipeline(stretch.text)) for stretch in stretches]
    bearers = _bearers(actors, texts)
    actors = [_whose(p, bearers) for p in actors]
    names = {str(p.attributes["name"]): Bearer(p.code, 0, p) for p in reversed(actors) if _is_found_again(p)}
    for wanted in (names, {surname: one for surname, one in bearers.items() if surname not in names}):
        actors += list(_elsewhere(wanted, actors, texts))
    return sorted([*actors, *rest], key=lambda p: (p.start, p.end, p.layer, p.code))


def _weighed(proposals: Sequence[Proposal]) -> Iterator[Proposal]:
    mentions = [p for p in proposals if isinstance(p, Mention)]
    full = {m.code for m in mentions if m.words > 1}
    sure = {m.code for m in mentions if m.doubt is None and m.attributes["matched"] in ("name", "alias")}
    rivals: dict[tuple[int, int], set[str]] = defaultdict(set)
    for m in mentions:
        rivals[m.start, m.end].add(m.code)
    for p in proposals:
        if not isinstance(p, Mention):
            yield p
        elif (score := _settled_score(p, full, sure, rivals[p.start, p.end] - {p.code})) > 0:
            yield msgspec.structs.replace(p, score=score)


def _settled_score(mention: Mention, full: set[str], sure: set[str], rivals: set[str]) -> float:
    named, rival_named = mention.code in full, bool(rivals & full)
    if rivals and rival_named and not named:
        return 0.0
    if rivals and rival_named == named:
        return min(mention.score, SHARED)
    if mention.doubt in ("common word", "short name"):
        if mention.code not in sure:
            return 0.0
        return FULL_WORD if mention.attributes["matched"] == "name" else ALIAS_WORD
    if named and mention.score == ALIAS_WORD:
        return ALIAS
    return mention.score


def _is_candidate(p: Proposal) -> bool:
    return not isinstance(p, Mention) and p.attributes.get("kind") in ("person", "organisation")


def _is_found_again(p: Proposal) -> bool:
    """Whether a candidate's name is distinctive enough to be looked for in the rest of the document."""
    name = str(p.attributes.get("name", ""))
    return _is_candidate(p) and len(name) > 2 and (" " in name or not (is_common(name, "en") or is_common(name, "fr")))


def surnames(name: str) -> list[str]:
    """What a person is called after their full name: `van den Berg`, `Van den Berg` and `Berg`; none for one word."""
    words = [word for word in name.split(" ") if not _GENERATION.match(word)]
    if len(words) < 2 or not words[-1][:1].isupper() or len(words[-1]) < 3:
        return []
    first = len(words) - 1
    while first > 1 and PARTICLE.match(words[first - 1].casefold()):
        first -= 1
    whole = " ".join(words[first:])
    return list(dict.fromkeys([whole, whole[0].upper() + whole[1:], words[-1]]))


def _bearers(actors: Iterable[Proposal], texts: Sequence[Stretch]) -> dict[str, Bearer]:
    """By surname: the one person of the document who bears it."""
    found: dict[str, dict[str, Bearer]] = defaultdict(dict)
    for p in actors:
        if isinstance(p, Mention):
            is_full = p.person and p.words > 1 and p.attributes["matched"] in ("name", "alias")
            name = _quotation(p, texts) if is_full else ""
        else:
            name = str(p.attributes["name"]) if p.attributes.get("kind") == "person" else ""
        for surname in surnames(name):
            found[surname].setdefault(p.code, Bearer(p.code, p.start, p))
    return {surname: next(iter(those.values())) for surname, those in found.items() if len(those) == 1}


def _quotation(p: Proposal, texts: Sequence[Stretch]) -> str:
    for stretch in texts:
        if stretch.start <= p.start < stretch.start + len(stretch.text):
            quotation = one_line(stretch.text[p.start - stretch.start : p.end - stretch.start])
            return quotation if quotation[:1].isupper() else ""  # `maire de Paris` has no surname
    return ""


def _whose(p: Proposal, bearers: dict[str, Bearer]) -> Proposal:
    """A candidate that is only a surname becomes the person's who is named in full."""
    bearer = bearers.get(str(p.attributes.get("name"))) if _is_candidate(p) else None
    return p if bearer is None else _again(bearer, p.start, p.end, str(p.attributes["name"]))


def _again(bearer: Bearer, start: int, end: int, name: str) -> Proposal:
    """The same actor at another place, by a shorter name."""
    if isinstance(bearer.like, Mention):
        return Proposal(
            layer="actor",
            code=bearer.code,
            start=start,
            end=end,
            score=ALIAS_WORD,
            agent=AGENT,
            attributes={"matched": "surname"},
        )
    full = bearer.like.attributes
    attributes = {"name": full["name"], "kind": full["kind"]}
    return Proposal(
        layer="actor", code=bearer.code, start=start, end=end, score=AGAIN, agent=NAMING, attributes=attributes
    )


def _elsewhere(names: dict[str, Bearer], actors: Sequence[Proposal], texts: Sequence[Stretch]) -> list[Proposal]:
    """Where else the names stand, after their bearers were named, touching no other actor."""
    if not names:
        return []
    pattern = re.compile("|".join(re.escape(name) for name in sorted(names, key=lambda name: -len(name))))
    taken = sorted((p.start, p.end) for p in actors)
    found = []
    for stretch in texts:
        for match in pattern.finditer(stretch.text):
            start, end = stretch.start + match.start(), stretch.start + match.end()
            bearer = names[match.group()]
            if start < bearer.first or any(first < end and start < last for first, last in taken):
                continue
            if _stands_alone(stretch, match.start(), match.end()):
                found.append(_again(bearer, start, end, match.group()))
    return found


def _stands_alone(stretch: Stretch, start: int, end: int) -> bool:
    """Whether nothing around makes it part of another name: `Trump`, but not `Trump Tower` or `Ivanka Trump`."""
    text, words = stretch.text, lexicon(stretch.language)
    before = text[max(0, start - 40) : start]
    if _GOES_ON.match(text, end) or _GLUED.search(before):
        return False
    if before.endswith("'") and not _ELIDED.search(before):
        return False
    previous = _WORD_BEFORE.search(before)
    if previous is None:
        return True
    word = previous["word"]
    small = word.casefold().rstrip(".")
    if small in words.places or small in words.laws:
        return False
    if not word[0].isupper() or small in words.titles:
        return True
    if word.endswith("."):
        return len(word) > 2
    opens = _SENTENCE_END.search(before[: previous.start()]) is not None
    return opens and (is_common(word, stretch.language) or slug(word) in words.calendar)
