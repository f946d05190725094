"""`hustings annotate assign`: giving documents out and taking them back without the desk."""

from __future__ import annotations

from annotate.desk.ground import Room
from annotate.desk.people import People
from annotate.desk.work.assigning import Assignments
from annotate.desk.work.giving import Order, Wanted, chosen, day, give, ordered
from corpus.database import transaction
from corpus.errors import UsageError
from corpus.events import EventLog
from corpus.folder import Corpus


def assigned(
    corpus: Corpus, *, names: tuple[str, ...], each: int | None, case: str | None, language: str | None,
    search: str | None, unassigned: bool, documents: tuple[str, ...], due: str | None, limit: int | None,
    order: Order, by: str | None,
) -> dict[str, list[str]]:  # fmt: skip
    """Give the documents that fit; what each person got. UsageError where something cannot be."""
    names = tuple(dict.fromkeys(names))
    if each is not None and each > len(names):
        raise UsageError(f"{len(names)} named with --to; {each} cannot get each document.", todo="Name more, or fewer.")
    until = day(due or "")
    wanted = _wanted(corpus, case, language, search, unassigned=unassigned)
    with corpus.events() as log, corpus.store() as store, transaction(log.db):
        giver = _coordinator(log, by)
        found = _found(Room(corpus, log, store), wanted, documents, order)
        pairs = give(log, found, names, each=each or len(names), by=giver, due=until, limit=limit).pairs
    return {name: [document for document, one in pairs if one == name] for name in names}


def taken_back(
    corpus: Corpus, *, names: tuple[str, ...], case: str | None, language: str | None, search: str | None,
    unassigned: bool, documents: tuple[str, ...], limit: int | None, order: Order, each: int | None = None,
    due: str | None = None, by: str | None = None,
) -> dict[str, list[str]]:  # fmt: skip
    """Take the documents that fit out of people's queues; what each had of them. Their work stays."""
    if each is not None or due is not None or unassigned:
        raise UsageError("--each, --due and --unassigned are for giving.", todo="Leave them out with --take-back.")
    names = tuple(dict.fromkeys(names))
    with corpus.events() as log, corpus.store() as store, transaction(log.db):
        room, assignments = Room(corpus, log, store), Assignments(log)
        for name in names:
            People(log).known(name)
        found = _found(room, _wanted(corpus, case, language, search, unassigned=False), documents, order)
        theirs = {name: {one.document for one in assignments.of(name)} for name in names}
        had = [document for document in found if any(document in some for some in theirs.values())][:limit]
        for name in names:
            assignments.take_back(had, name)
    return {name: [document for document in had if document in theirs[name]] for name in names}


def _wanted(corpus: Corpus, case: str | None, language: str | None, search: str | None, *, unassigned: bool) -> Wanted:
    if case is not None and case not in corpus.cases.case:
        known = ", ".join(corpus.cases.case) or "there is none in cases.yaml"
        raise UsageError(f"There is no case {case}.", todo=f"The cases: {known}.")
    return Wanted(case=case, language=language, words=search, number=0 if unassigned else None)


def _found(room: Room, wanted: Wanted, documents: tuple[str, ...], order: Order) -> list[str]:
    entries = chosen(room, wanted)
    if documents:
        strange = [id for id in documents if room.store.document(id) is None]
        if strange:
            raise UsageError(f"There is no document {strange[0]}.", todo="Look at its address on the site or the desk.")
        entries = [one for one in entries if one.id in documents]
    if not entries:
        raise UsageError("No document fits.", todo="Ask for less with --case, --language, --search or --unassigned.")
    return ordered(entries, order)


def _coordinator(log: EventLog, by: str | None) -> str:
    """Who gives: whoever is named, else the only coordinator."""
    if by is not None:
        return People(log).known(by).name
    there = [person.name for person in People(log).everybody() if person.role == "coordinator"]
    if len(there) != 1:
        who = "Several people coordinate." if there else "Nobody coordinates yet."
        raise UsageError(who, todo="Say who gives these documents: --by NAME.")
    return there[0]
