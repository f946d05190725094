"""Names that the authority file lacks: candidates for it, from the statistical model and from patterns (naming)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span

from annotate.actors.doubts import is_headline, starts_sentence
from annotate.actors.lexicon import lexicon
from annotate.actors.naming import OF_SURNAMES, PARTICLE, SURNAME, Named, named
from annotate.actors.roles import role_of
from annotate.fold import folded, one_line, slug
from annotate.once import text_of
from annotate.proposal import Proposal, rules
from annotate.words import is_common

AGENT = rules("naming")
SCORE = 0.4  # the model's word alone: below every match of the authority file
KINDS = {"PER": "person", "PERSON": "person", "ORG": "organisation"}  # spaCy's labels in French and in English
LONGEST = 6  # words; what is longer is a mistake of the model's

_POSSESSIVE = re.compile(r"['’]s?\Z")
_EDGE = frozenset({"DET", "PART", "PUNCT", "SPACE", "SYM"})
_ACRONYM = re.compile(r"\s?[(«“]\s?([A-Z][A-Z&.-]{1,7})\s?[)»”]")
_WORD_BEFORE = re.compile(r"(\w+) \Z")
_PLACE_AFTER = re.compile(r" (?:area|region|islands?|river|peoples?|colony|county|district|peninsula|metro)\b")
_ADDRESS = re.compile(r"(?:https?:|www\.|\w\.(?:com|org|net|fr|example|html?)\b|\S@\S)")
_ELIDED = re.compile(r"\A(?:[cdjlmnst]|qu)['’](?=\w)", re.IGNORECASE)


class CandidateFinder:
    """Proposes persons, organisations and accounts. `model` is the pipeline's name and version, None without one."""

    def __init__(self, *, language: str, model: str | None) -> None:
        self.language = language
        self.model = model
        self.lexicon = words = lexicon(language)
        self.no_names = words.menu | words.laws | words.offices | words.calendar

    def __call__(self, doc: Doc, taken: Sequence[Proposal]) -> list[Proposal]:
        """The names in a stretch of text that touch none of the passages already `taken`."""
        text = text_of(doc)
        headline = is_headline(doc)
        used = [(other.start, other.end) for other in taken]
        found: list[Proposal] = []
        for one, agent in self._seen(doc, headline):
            name = self._name(text, one, headline)
            if name is None or any(start < name.end and name.start < end for start, end in used):
                continue
            proposals = self._proposals(doc, text, name, agent)
            used += [(proposal.start, proposal.end) for proposal in proposals]
            found += proposals
        return found

    def _seen(self, doc: Doc, headline: bool) -> Iterator[tuple[Named, str]]:
        """Names with who sees them: sure patterns, then the model, then the other patterns."""
        patterns = list(named(doc, self.language, headline=headline))
        model = [one for entity in doc.ents if (one := self._entity(entity)) is not None] if self.model else []
        later = []
        for one in patterns:
            longer = next((m for m in model if m.start <= one.start and one.end <= m.end), None)
            if longer is None:
                later.append(one)
        for one in patterns:
            if one.kind == "account":
                yield one, AGENT
        for one in model:
            longer = next((n for n in later if n.start <= one.start and one.end <= n.end and n.kind != "account"), None)
            yield (longer, AGENT) if longer is not None else (one, str(self.model))
        yield from ((one, AGENT) for one in later)

    def _entity(self, entity: Span) -> Named | None:
        """A person or organisation of the model's, without what does not belong to its name."""
        kind = KINDS.get(entity.label_)
        name = _trimmed(entity)
        if kind is None or name is None or _follows_a_sign(name):
            return None
        words = [token for token in name if not token.is_punct]
        if not words or any(word.like_url or word.like_email or "\n" in word.text for word in words):
            return None
        if len(words) == 1 and starts_sentence(words[0]) and is_common(words[0].text, self.language):
            return None
        return Named(name.start_char, self._end(name, kind), "person" if kind == "person" else "organisation")

    def _end(self, name: Span, kind: str) -> int:
        """Where a name ends that the model may have cut: Noor van | den Berg, Conseil | constitutionnel."""
        doc, text, end = name.doc, text_of(name.doc), name.end_char
        if kind == "person":
            start = name.start_char + len(re.sub(r"(?: (?:van|von|de|du|la|der|den))+\Z", "", name.text))
            more = SURNAME.match(text, start)
            is_first_name = " " not in text[name.start_char : start]
            if more is not None and (is_first_name or more["particle"] in OF_SURNAMES):
                return max(end, more.end())
        elif len(name) == 1 and name.text.casefold() in self.lexicon.offices and name.end < len(doc):
            after = doc[name.end]
            if after.pos_ == "ADJ" and after.is_lower:
                return after.idx + len(after)
        return end

    def _name(self, text: str, one: Named, headline: bool) -> Named | None:
        """A name without titles, elision and possessives around it; None where it is none."""
        if one.kind == "account":
            return one
        start, end = one.start, one.end
        passage = text[start:end]
        passage = _POSSESSIVE.sub("", passage).rstrip(" .,;:'’\"»”)")
        if (elided := _ELIDED.match(passage)) is not None and passage[elided.end()].isupper():
            start, passage = start + elided.end(), passage[elided.end() :]
        words = passage.split(" ")
        while (title := self._title(words)) > 0:
            start, words = start + len(" ".join(words[:title])) + 1, words[title:]
        while len(words) > 1 and PARTICLE.match(words[-1]):
            words.pop()
        passage = " ".join(words)
        before = _WORD_BEFORE.search(text, max(0, start - 30), start)
        if before is not None and before.group(1).casefold() in self.lexicon.laws | self.lexicon.places:
            return None  # la loi Sapin, la tour Kermarec
        if " " not in passage and _PLACE_AFTER.match(text, start + len(passage)):
            return None
        if not self._is_name(passage, one.kind, headline):
            return None
        return Named(start, start + len(passage), one.kind)

    def _title(self, words: Sequence[str]) -> int:
        """How many words of a title a name begins with, leaving one at least."""
        for number in (2, 1):
            if len(words) > number and " ".join(words[:number]).casefold().rstrip(".") in self.lexicon.titles:
                return number
        return 0

    def _is_name(self, name: str, kind: str, headline: bool) -> bool:
        """Whether a name may be an actor's: no place, law, event, people, office or word of a menu."""
        lists = self.lexicon
        whole = folded(name).casefold()
        parts = [part.strip(".,") for part in whole.replace("'", " ").split()]
        if not parts or len(parts) > LONGEST or not name[:1].isalnum() or _ADDRESS.search(name):
            return False
        if not any(char.isupper() for char in name) or not re.search(r"[^\W\d_]", slug(name)):
            return False
        if whole in lists.regions or whole in self.no_names:
            return False
        known = [part for part in parts if not PARTICLE.match(part)]
        if len(known) < 3 and all(
            part in self.no_names or part in lists.titles or lists.is_people(part) for part in known
        ):
            return False
        if len(parts) == 1 and (len(whole) < 2 or (name.isupper() and is_common(name, self.language))):
            return False
        if parts[0] in lists.laws or (kind == "organisation" and (parts[-1] in lists.laws or parts[0] in lists.menu)):
            return False
        if parts[-1] in lists.places or parts[0] in lists.places:
            return False
        return not (headline and self._is_title_case(name.split(), kind))

    def _is_title_case(self, words: list[str], kind: str) -> bool:
        """Whether a name in a headline may be only capitalised words."""
        common = [is_common(word, self.language) for word in words]
        return any(common) if kind == "organisation" else common[-1] or len(words) == 1

    def _proposals(self, doc: Doc, text: str, name: Named, agent: str) -> list[Proposal]:
        """The proposal of a name, and of the acronym that is explained behind it."""
        passage = one_line(text[name.start : name.end])
        code = f"candidate:{slug(passage)}"
        role = role_of(doc, name.start, name.end, self.language, person=name.kind == "person")
        made = [self._proposal(code, name, passage, agent, role)]
        short = _ACRONYM.match(text, name.end) if name.kind == "organisation" else None
        if short is not None and _abbreviates(short.group(1), passage):
            span = Named(*short.span(1), name.kind)
            made.append(self._proposal(code, span, short.group(1), AGENT, None))
        return made

    def _proposal(self, code: str, name: Named, passage: str, agent: str, role: str | None) -> Proposal:
        return Proposal(
            layer="actor",
            code=code,
            start=name.start,
            end=name.end,
            score=SCORE,
            agent=agent,
            attributes={"name": passage, "kind": name.kind} | ({} if role is None else {"role": role}),
        )


def _abbreviates(short: str, name: str) -> bool:
    """Whether an acronym's letters begin the words of a name, in order: FEC, Federal Election Commission."""
    initials = "".join(word[0] for word in slug(name).split("-") if word)
    letters = iter(initials)
    return short[0].casefold() == initials[0] and all(char in letters for char in re.sub(r"\W", "", short.casefold()))


def _follows_a_sign(name: Span) -> bool:
    """Whether it is a tag or a handle whose # or @ the pipeline has cut off."""
    return name.start > 0 and name.doc[name.start - 1].text_with_ws.endswith(("#", "@"))


def _trimmed(entity: Span) -> Span | None:
    """An entity without articles and signs at its edges, and only up to a slash in it (`Name / Agency`)."""
    doc, start, end = entity.doc, entity.start, entity.end
    end = next((token.i for token in entity if token.text == "/"), end)
    while start < end and (doc[start].pos_ in _EDGE or not doc[start].text[0].isalnum()):
        start += 1
    while start < end and (doc[end - 1].pos_ in _EDGE or not doc[end - 1].text[-1].isalnum()):
        end -= 1
    return doc[start:end] if start < end else None
