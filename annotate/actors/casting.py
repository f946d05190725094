"""Changes to the authority file: actors added, merged and split, with what annotations still say."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from annotate.actors.cast import PREFIX, actor_of, candidates
from annotate.fold import folded, slug
from corpus.actorsfile import ActorsFile
from corpus.authority import ANY, Actor, ActorAccount
from corpus.errors import UsageError
from corpus.folder import Corpus
from corpus.model import Annotation

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_IN_LANGUAGE = re.compile(r"(?P<language>[a-z]{2,3}|any)=(?P<name>.+)\Z", re.DOTALL)


def add_actor(
    corpus: Corpus,
    id: str,
    *,
    type: str,
    candidate: str | None = None,
    names: Sequence[str] = (),
    aliases: Sequence[str] = (),
    accounts: Sequence[str] = (),
    wikidata: str | None = None,
) -> Actor:
    """Write a new entry and return it. UsageError where the id, the type, the candidate or an option is no good."""
    if not _ID.match(id):
        raise UsageError(
            f"{id} is no id.", todo=f"Use small letters, digits and hyphens, as in: {slug(id) or 'an-id'}."
        )
    if id in corpus.authority.actor:
        raise UsageError(f"The actor {id} is there already.", todo="Change it in actors.yaml, or take another id.")
    if type not in corpus.codebook.actor_type:
        known = ", ".join(sorted(corpus.codebook.actor_type))
        raise UsageError(f"{type} is no actor type of the codebook.", todo=f"Use one of: {known}.")
    actor = Actor(id=id, type=type, names={})
    if candidate is not None:
        code = candidate if candidate.startswith(PREFIX) else PREFIX + candidate
        seen = next((one for one in candidates(corpus) if code in one.codes), None)
        if seen is None:
            raise UsageError(f"There is no candidate {candidate}.", todo="`hustings actors candidates` lists them.")
        actor = actor_of(seen, id=id, type=type, languages=corpus.settings.languages)
    actor = msgspec.structs.replace(
        actor,
        names=_names(names, corpus.settings.languages) or actor.names,
        aliases=_joined(actor.aliases, _aliases(aliases)),
        accounts=[*actor.accounts, *map(_account, accounts)],
        wikidata=wikidata,
    )
    if not actor.names:
        raise UsageError("The actor has no name.", todo="Give one with --name, or a candidate with --candidate.")
    file = ActorsFile(corpus.root / "actors.yaml", corpus.codebook)
    file.add(actor)
    file.save()
    return actor


def merge_actors(corpus: Corpus, id: str, other: str) -> Actor:
    """Give one actor the names, accounts and ids of another, which goes. UsageError where one is not there."""
    kept, gone = _actor(corpus, id), _actor(corpus, other)
    if kept is gone:
        raise UsageError(f"{id} is one actor.", todo="Name two.")
    own = {name for names in (kept.names.values(), *kept.aliases.values()) for name in names}
    more: dict[str, list[str]] = {}
    for language, name in gone.names.items():
        kept_there = ANY if len(set(gone.names.values())) == 1 else language
        more.setdefault(kept_there, []).append(name)
    more = _joined(more, gone.aliases)
    more = {language: [name for name in names if name not in own] for language, names in more.items()}
    file = ActorsFile(corpus.root / "actors.yaml", corpus.codebook)
    file.remove(other)
    changed = {
        "aliases": _joined(kept.aliases, {language: names for language, names in more.items() if names}),
        "accounts": [*kept.accounts, *(one for one in gone.accounts if one not in kept.accounts)],
        "wikidata": kept.wikidata or gone.wikidata,
        "formerly": list(dict.fromkeys([*kept.formerly, other, *gone.formerly])),
    }
    file.change(id, **{name: value for name, value in changed.items() if value != getattr(kept, name)})
    file.save()
    return next(actor for actor in file.actors if actor.id == id)


def split_actor(
    corpus: Corpus, id: str, new: str, *, names: Sequence[str], handles: Sequence[str] = ()
) -> list[Annotation]:
    """Make a new actor of names and accounts of another; what people judged to be the old one is returned.

    UsageError where the actor has no such name, or no other would be left.
    """
    actor = _actor(corpus, id)
    if not _ID.match(new) or new in corpus.authority.actor:
        raise UsageError(f"{new} cannot be the new actor's id.", todo="Take one that is free, in small letters.")
    there = {name for group in (actor.names.values(), *actor.aliases.values()) for name in group}
    missing = [name for name in names if name not in there]
    accounts = [one for one in actor.accounts if one.handle.lstrip("@") in {h.lstrip("@") for h in handles}]
    if missing or not names:
        raise UsageError(
            f"{id} has no name {', '.join(missing)}." if missing else "No name would go.",
            todo=f"Name some of: {', '.join(sorted(there))}.",
        )
    kept_names = {language: name for language, name in actor.names.items() if name not in names}
    if not kept_names:
        raise UsageError(f"{id} would have no name left.", todo="Leave it one, or change its id in actors.yaml.")
    aliases = {language: [n for n in group if n not in names] for language, group in actor.aliases.items()}
    file = ActorsFile(corpus.root / "actors.yaml", corpus.codebook)
    changed = {
        "names": kept_names,
        "aliases": {language: group for language, group in aliases.items() if group},
        "accounts": [one for one in actor.accounts if one not in accounts],
        "formerly": [old for old in actor.formerly if old != new],
    }
    file.change(id, **{name: value for name, value in changed.items() if value != getattr(actor, name)})
    first, *others = names
    fresh = Actor(
        id=new,
        type=actor.type,
        names=dict.fromkeys(corpus.settings.languages, first),
        aliases={ANY: list(others)} if others else {},
        accounts=accounts,
    )
    file.add(fresh)
    file.save()
    going = {folded(name).casefold() for name in names}
    with corpus.events() as log:
        judged = [a for a in log.annotations(states=("made", "accepted")) if a.layer == "actor"]
    return [a for a in judged if a.code == id and folded(a.quotation).casefold() in going]


def _actor(corpus: Corpus, id: str) -> Actor:
    actor = corpus.authority.actor.get(id)
    if actor is None:
        raise UsageError(f"There is no actor {id}.", todo="`hustings actors list` lists them.")
    return actor


def _names(given: Sequence[str], languages: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in given:
        said = _IN_LANGUAGE.match(one)
        if said is None:
            found = {**dict.fromkeys(languages, one), **found}
        else:
            found[said["language"]] = said["name"]
    return found


def _aliases(given: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in given:
        said = _IN_LANGUAGE.match(one)
        language, name = (ANY, one) if said is None else (said["language"], said["name"])
        found.setdefault(language, []).append(name)
    return found


def _account(given: str) -> ActorAccount:
    platform, sign, handle = given.partition("=")
    if not sign or not handle:
        raise UsageError(f"{given} is no account.", todo="Write it as in: --account twitter=@handle")
    return ActorAccount(platform=platform, handle=handle)


def _joined(first: dict[str, list[str]], second: dict[str, list[str]]) -> dict[str, list[str]]:
    """The names of both, by language, each once."""
    return {
        language: list(dict.fromkeys([*first.get(language, []), *second.get(language, [])]))
        for language in dict.fromkeys([*first, *second])
    }
