"""The finder of an authority file's actors, and what the rules of tactics may call them."""

from __future__ import annotations

from annotate.actors.find import ActorFinder
from annotate.actors.names import Names, every_language
from annotate.rules.find import PLATFORM
from annotate.stretches import UNKNOWN
from corpus.authority import Authority
from corpus.codebook import Codebook

# What a rule of tactics may call an actor, by the actor's type.
KINDS = {"platform": PLATFORM} | dict.fromkeys(("candidate", "party", "campaign-team", "government"), "politician")


def actor_finder(authority: Authority, codebook: Codebook, language: str) -> ActorFinder:
    """A finder for texts of one language; of the actors' names in every language where it is not known."""
    languages = [language]
    if language == UNKNOWN:
        languages = sorted({own for actor in authority.actors for own in every_language(actor)})
    people = {slug for slug, kind in codebook.actor_type.items() if kind.stix == "individual"}
    persons = [actor.id for actor in authority.actors if actor.type in people]
    return ActorFinder(Names(authority.actors, languages), persons, language=language)


def kinds_of(authority: Authority) -> dict[str, str]:
    """By an actor's id, what rules may call it; those of other types are left out."""
    return {actor.id: KINDS[actor.type] for actor in authority.actors if actor.type in KINDS}
