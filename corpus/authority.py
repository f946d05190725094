"""The authority file, actors.yaml: who is who, under which names, in which language, on which accounts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import msgspec

from corpus.codebook import Codebook, Words, in_language
from corpus.errors import SettingsError
from corpus.model import Annotation
from corpus.yamlfile import load_yaml

ANY = "any"  # the key of names that serve in every language
_ACTORS = ("speaker_actor", "speaker_for")  # attributes of quotations whose values are actors' ids


class ActorAccount(msgspec.Struct, frozen=True):
    """An account and when it was this actor's. The tie is dated and has evidence, because accounts change hands."""

    platform: str
    handle: str
    native_id: str | None = None
    since: str | None = None
    until: str | None = None
    evidence: str | None = None


class Actor(msgspec.Struct, frozen=True):
    """Someone who acts: a person, an organisation, a platform, a network of accounts."""

    id: str
    type: str  # a slug of the codebook's actor types
    names: Words
    aliases: dict[str, list[str]] = {}
    accounts: list[ActorAccount] = []
    wikidata: str | None = None
    description: Words = {}
    formerly: list[str] = []  # ids that annotations may still have: of actors merged into this one, of candidates

    def name(self, language: str) -> str:
        """The name in a language, or in any where it has none."""
        return in_language(self.names, language) or self.id

    def names_in(self, language: str) -> Iterator[str]:
        """Every name and alias that a text in this language may use, full names first, each once."""
        own = [self.names.get(language), *self.names.values()]
        more = [*self.aliases.get(language, []), *self.aliases.get(ANY, [])]
        yield from dict.fromkeys(name for name in (*own, *more) if name)


class Authority(msgspec.Struct, frozen=True, dict=True):
    """All actors of a corpus."""

    actors: list[Actor] = []

    @cached_property
    def actor(self) -> dict[str, Actor]:
        """Actors by id."""
        return {actor.id: actor for actor in self.actors}

    @cached_property
    def _current(self) -> dict[str, str]:
        return {old: actor.id for actor in self.actors for old in actor.formerly}

    def current(self, code: str) -> str:
        """The id that a code stands for now: its own, or the actor's that it was merged into."""
        return code if code in self.actor else self._current.get(code, code)

    def of_today(self, annotation: Annotation) -> Annotation:
        """An annotation under the ids that its actors have now: its own code, and who speaks in a quotation."""
        code = self.current(annotation.code) if annotation.layer == "actor" else annotation.code
        named = {name: annotation.attributes[name] for name in _ACTORS if name in annotation.attributes}
        now = {name: self.current(id) for name, id in named.items() if isinstance(id, str)}
        if code == annotation.code and all(named[name] == id for name, id in now.items()):
            return annotation
        return msgspec.structs.replace(annotation, code=code, attributes=annotation.attributes | now)


def load_authority(path: Path, codebook: Codebook) -> Authority:
    """Read and check the file against the codebook. SettingsError says what is wrong in it."""
    authority = load_yaml(path, Authority)
    seen: set[str] = set()
    for actor in authority.actors:
        if actor.id in seen:
            raise SettingsError(f"The actor {actor.id} stands twice.", where=str(path), todo="Merge the two entries.")
        seen.add(actor.id)
        if not any(actor.names.values()):
            raise SettingsError(f"The actor {actor.id} has no name.", where=str(path), todo="Give it one.")
        if actor.type not in codebook.actor_type:
            raise SettingsError(
                f"The actor {actor.id} is a {actor.type}, which is no actor type of the codebook.",
                where=str(path),
                todo=f"Use one of: {', '.join(sorted(codebook.actor_type))}.",
            )
    former = [old for actor in authority.actors for old in actor.formerly]
    for old in former:
        if old in seen or former.count(old) > 1:
            raise SettingsError(
                f"{old}, which an actor formerly was, is another one too.", where=str(path), todo="Take it out of one."
            )
    return authority
