"""Codebook, authority file and cases as they may be published: actors who are private persons under their aliases."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

import msgspec

from corpus.authority import Actor, Authority
from corpus.cases import Case, Cases

if TYPE_CHECKING:
    from corpus.folder import Corpus
    from publish.rights.redacting import Redactor

PLAIN = ("id", "documents", "date", "start", "end")  # of a case: no words


def public_corpus(corpus: Corpus, redactor: Redactor) -> tuple[Corpus, dict[str, str]]:
    """The corpus with the authority file and the cases that may be published, and the new ids of aliased actors."""
    people = redactor.people
    if not people.rules.use:
        return corpus, {}
    private = sorted({*people.aliased_actors, *people.undecided})
    aliased = {id: people.aliases.person(f"actor:{id}").lstrip("@") for id in private}
    public = copy(corpus)
    if private:
        public.authority = Authority(actors=[_actor(actor, aliased) for actor in corpus.authority.actors])
    public.cases = Cases(cases=[_case(case, redactor, aliased) for case in corpus.cases.cases])
    return public, aliased


def _actor(actor: Actor, aliased: dict[str, str]) -> Actor:
    alias = aliased.get(actor.id)
    if alias is None:
        return actor
    return Actor(id=alias, type=actor.type, names={"en": f"@{alias}", "fr": f"@{alias}"})


def _case(case: Case, redactor: Redactor, aliased: dict[str, str]) -> Case:
    def clean(value: Any, field: str = "") -> Any:
        if isinstance(value, str):
            return value if field in PLAIN else aliased.get(value) or redactor.text(value)
        if isinstance(value, dict):
            return {name: clean(item, name) for name, item in value.items()}
        return [clean(item, field) for item in value] if isinstance(value, list) else value

    return msgspec.convert(clean(msgspec.to_builtins(case)), Case)
