"""What codes and attributes are called on a page, in its language; people's words for what only has an id."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from annotate.desk.adjudication.disagreements import OF_THE_PROGRAM
from corpus.codebook import PROPOSED
from corpus.folder import Corpus
from corpus.model import Annotation
from corpus.web.wording import Wording

CANDIDATE = "candidate:"


class CodeWords:
    """Names in one language over one corpus."""

    def __init__(self, corpus: Corpus, words: Wording) -> None:
        self.corpus, self.words = corpus, words
        self._roles = {role.slug: role.label for role in corpus.codebook.actor_roles}
        self._position = {group.id: number for number, group in enumerate(corpus.codebook.groups)}

    def code(self, layer: str, code: str) -> str:
        """What a code is called."""
        if code.startswith(PROPOSED):
            return str(self.words.t("adjudication.proposed", words=code.removeprefix(PROPOSED)))
        if layer == "tactic":
            tactic = self.corpus.codebook.find(code)
            return self.words.words(tactic.label) if tactic is not None else code
        if layer == "actor":
            if code.startswith(CANDIDATE):
                name = code.removeprefix(CANDIDATE)
                if name == name.lower() and " " not in name:  # a program's, which made it of the name
                    name = name.replace("-", " ").title()
                return str(self.words.t("adjudication.candidate", words=name))
            actor = self.corpus.authority.actor.get(self.corpus.authority.current(code))
            return actor.name(self.words.language) if actor is not None else code
        return code.replace("_", " ").replace("-", " ")

    def colour(self, layer: str, code: str) -> str:
        """The class of its group's colour; empty where it has none."""
        tactic = self.corpus.codebook.find(code) if layer == "tactic" else None
        return f"g-{self._position[tactic.group]}" if tactic is not None else ""

    def attributes(self, annotation: Annotation) -> list[tuple[str, str]]:
        """What an annotation's attributes say, each with its name."""
        return list(self._attributes(annotation))

    def _attributes(self, annotation: Annotation) -> Iterator[tuple[str, str]]:
        known = (*OF_THE_PROGRAM, "name") if annotation.layer == "actor" else OF_THE_PROGRAM
        for name, value in annotation.attributes.items():
            if name not in known and value not in (None, "", [], {}):
                yield self.attribute(name), self._value(name, value)

    def attribute(self, name: str) -> str:
        """What an attribute is called."""
        known = self.corpus.codebook.attributes.get(name)
        if known is not None:
            return self.words.words(known.label)
        key = f"adjudication.attribute.{name}"
        return str(self.words.t(key)) if self.words.has(key) else name.replace("_", " ")

    def _value(self, name: str, value: Any) -> str:
        if isinstance(value, list):
            return ", ".join(map(str, value))
        if name == "role" and value in self._roles:
            return self.words.words(self._roles[value])
        if isinstance(value, bool):
            return str(self.words.t("adjudication.yes" if value else "adjudication.no"))
        if name in ("speaker_actor", "speaker_for"):
            return self.code("actor", str(value))
        return self.words.number(value) if isinstance(value, int) else str(value)
