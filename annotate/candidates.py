"""Names that only the statistical model sees: candidates for the authority file."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Doc, Span

from annotate.actors import starts_sentence
from annotate.fold import one_line, slug
from annotate.proposal import Proposal
from annotate.words import is_common

SCORE = 0.4  # the model's word alone: below every match of the authority file
KINDS = {"PER": "person", "PERSON": "person", "ORG": "organisation"}  # spaCy's labels in French and in English
LONGEST = 6  # tokens; what is longer is a mistake of the model's

_POSSESSIVE = re.compile(r"['’]s?\Z")
_EDGE = frozenset({"DET", "PART", "PUNCT", "SPACE", "SYM"})


class CandidateFinder:
    """Proposes the model's persons and organisations. `model` is its name and version."""

    def __init__(self, *, language: str, model: str) -> None:
        self.language = language
        self.model = model

    def __call__(self, doc: Doc, taken: Sequence[Proposal]) -> list[Proposal]:
        """The names in a stretch of text that touch none of the passages already `taken`."""
        found = []
        for entity in doc.ents:
            kind = KINDS.get(entity.label_)
            name = _trimmed(entity)
            if kind is None or name is None or self._is_no_name(name):
                continue
            text = _POSSESSIVE.sub("", name.text)
            start, end = name.start_char, name.start_char + len(text)
            if any(other.start < end and start < other.end for other in taken):
                continue
            found.append(
                Proposal(
                    layer="actor",
                    code=f"candidate:{slug(text)}",
                    start=start,
                    end=end,
                    score=SCORE,
                    agent=self.model,
                    attributes={"name": one_line(text), "kind": kind},
                )
            )
        return found

    def _is_no_name(self, name: Span) -> bool:
        words = [token for token in name if not token.is_punct]
        if not 0 < len(words) <= LONGEST or _follows_a_sign(name):
            return True
        if any(word.like_url or word.like_email or "\n" in word.text for word in words):
            return True
        if not any(word.text[0].isupper() for word in words) or not re.search(r"[^\W\d_]", slug(name.text)):
            return True
        return len(words) == 1 and starts_sentence(words[0]) and is_common(words[0].text, self.language)


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
