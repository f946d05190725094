"""What would go out, and what may not: a private person beside a political code.

What a person thinks or does in politics is among the data that may not be processed at all without a reason that the
law names (GDPR, Article 9). An annotation that codes an actor or a tactic says just that. So whoever is coded must be a
public figure or an organisation, whom somebody has named as such, or stand under an alias.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

import msgspec

from corpus.errors import NotPublishable
from corpus.rights import RIGHTS
from corpus.tombstones import tombstones
from publish.rights.people import author_of
from publish.rights.standing import standing

if TYPE_CHECKING:
    from corpus.events import EventLog
    from corpus.model import Annotation
    from publish.rights.publishing import Rights

POLITICAL = ("actor", "tactic")
SHOWN = 10  # refusals that a message names
SPEAKERS = ("speaker_actor", "speaker_for")
TODO = (
    "Say who they are under `aliases` in rights.yaml: an actor under public_actors, with why they are a public figure,"
    " or under aliased_actors; an account under public_accounts, with why; or let aliases be used."
    " `hustings publish check` lists all."
)


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """A private person who would stand under their own name beside political codes."""

    who: str  # an account, or the id of an actor
    what: str  # a sentence
    documents: list[str]  # in which they are coded


def refuse(rights: Rights, log: EventLog) -> None:
    """Raise NotPublishable where there is anything to refuse."""
    found = list(refusals(rights, log))
    if found:
        more = f" And {len(found) - SHOWN} more." if len(found) > SHOWN else ""
        raise NotPublishable(
            " ".join(one.what for one in found[:SHOWN]) + more, where=str(rights.root / RIGHTS), todo=TODO
        )


def refusals(rights: Rights, log: EventLog) -> Iterator[Refusal]:
    """Everybody who may not be published so, actors first."""
    people = rights.people
    accounts = {} if people.rules.use else _accounts_as_they_are(rights)
    if not people.undecided and not accounts:
        return  # the usual case, in which the log need not be read
    coded_actors: dict[str, list[str]] = {}
    coded_accounts: dict[str, list[str]] = {}
    for id, group in groupby(log.annotations(), key=lambda annotation: annotation.document):
        if id not in rights.out:
            continue
        annotations = [rights.of_today(a) for a in standing(list(group))]
        for actor in sorted({code for a in annotations for code in _actors(a)} & people.undecided.keys()):
            coded_actors.setdefault(actor, []).append(id)
        if id in accounts and any(a.layer in POLITICAL for a in annotations):
            coded_accounts.setdefault(accounts[id], []).append(id)
    for actor, documents in sorted(coded_actors.items()):
        entry = people.undecided[actor]
        handles = ", ".join(account.handle for account in entry.accounts)
        what = f"{actor} ({handles}), of the type {entry.type}, is coded in {len(documents)} documents."
        yield Refusal(who=actor, what=what, documents=documents)
    for account, documents in sorted(coded_accounts.items()):
        what = f"The account {account} is no public one, and its documents are coded ({len(documents)})."
        yield Refusal(who=account, what=what, documents=documents)


def _actors(annotation: Annotation) -> Iterator[str]:
    if annotation.layer == "actor":
        yield annotation.code
    yield from (value for name in SPEAKERS if isinstance(value := annotation.attributes.get(name), str))


def _accounts_as_they_are(rights: Rights) -> dict[str, str]:
    """Where no aliases are used: the documents of private persons, with their accounts."""
    found = {}
    for row in rights.store.db.execute("SELECT id, kind, platform, account, byline FROM documents"):
        author = author_of(row, {})
        name = author.handle or author.name
        if name is not None and not rights.people.would_be_public(author):
            found[row["id"]] = name
    return found


def report(rights: Rights, log: EventLog) -> dict[str, Any]:
    """All that `hustings publish check` says, for a program."""
    held = {id: rule for id, rule in rights.rules.items() if id not in rights.out}
    due = [rule for rule in held.values() if rule.embargo is not None and rule.embargo > rights.day]
    shown = Counter(rights.rules[id].text for id in rights.out)
    people = rights.people
    return {
        "tier": rights.tier,
        "day": rights.day,
        "documents": len(rights.rules),
        "published": len(rights.out),
        "text": {name: shown.get(name, 0) for name in ("whole", "excerpt", "citation")},
        "held": {
            "sealed": sum(rule.tier == "sealed" for rule in held.values()),
            "team": sum(rule.tier == "team" for rule in held.values()),
            "embargo": len(due),
            "next_day": min((rule.embargo for rule in due if rule.embargo), default=None),
        },
        "held_documents": [
            {"document": id, "tier": rule.tier, "embargo": rule.embargo, "why": rule.why} for id, rule in held.items()
        ],
        "aliases": people.rules.use,
        "aliased": {
            "accounts": len(people.accounts),
            "documents": sum(people.accounts.values()),
            "known_handles": len(people.handles),
            "actors": sorted(rights.aliased),
        },
        "names_only_beside_their_account": sorted(people.ordinary),
        "stay": [
            {"account": handle, "platform": platform, "why": why, "documents": people.wrote.get(handle, 0)}
            for (platform, handle), why in sorted(people.stays.items(), key=lambda item: (item[0][1], item[0][0] or ""))
        ],
        "tombstones": len(tombstones(rights.store.db)),
        "refused": [msgspec.to_builtins(one) for one in refusals(rights, log)],
    }
