"""What cases.yaml tells of a case, as rows of the site: the Casebook's variables and the dated events."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from corpus.cases import VARIABLES
from corpus.codebook import Words, in_language
from corpus.web.wording import LANGUAGES
from publish.building.writer import Row, Writer

if TYPE_CHECKING:
    from corpus.folder import Corpus
    from corpus.store import Store

WILD = ("*", "?", "[")  # what makes a name a pattern


def both(name: str, words: Mapping[str, str]) -> dict[str, str]:
    """Words as the columns of each language."""
    return {f"{name}_{language}": in_language(words, language) for language in LANGUAGES}


def write_told(corpus: Corpus, out: Writer) -> None:
    """Variables and events of all cases; the documents of events come when there are documents (`tie_events`)."""
    for case in corpus.cases.cases:
        for variable in VARIABLES:
            entries = case.told(variable)
            out.insert("case_variables", ({"case": case.id, **_entry(corpus, variable, said)} for said in entries))
        out.insert(
            "case_events",
            ({"case": case.id, "date": event.date, **both("label", event.label)} for event in case.events),
        )


def _entry(corpus: Corpus, variable: str, said: str | Words) -> Row:
    """One entry of a variable; load_cases has seen to it that a name is known."""
    if isinstance(said, dict):
        return {"variable": variable, **both("text", said)}
    tactic = corpus.codebook.find(said)
    if tactic is not None:
        return {"variable": variable, **both("text", tactic.label), "tactic": tactic.slug}
    kind = corpus.codebook.actor_type.get(said)
    if kind is not None:
        return {"variable": variable, **both("text", kind.label)}
    actor = corpus.authority.actor[corpus.authority.current(said)]
    return {"variable": variable, **both("text", actor.names), "actor": actor.id}


def tie_events(corpus: Corpus, store: Store, out: Writer) -> None:
    """The documents that cases.yaml says tell of each event. A name that no document has is passed over.

    They are looked for in the corpus, where sources have the names that cases.yaml knows; the site may have others.
    """
    numbers = dict(out.db.execute("SELECT id, number FROM documents"))
    events = (event for case in corpus.cases.cases for event in case.events)
    for event, said in enumerate(events, start=1):
        told = {numbers[id] for name in said.documents for id in _documents(store, name) if id in numbers}
        out.insert("case_event_documents", ({"event": event, "document": number} for number in sorted(told)))


def _documents(store: Store, name: str) -> list[str]:
    """The ids of the documents that are called so, or were seen in sources that are; a name may be a pattern."""
    is_pattern = any(sign in name for sign in WILD)
    if is_pattern:
        store.db.create_function("fnmatch", 2, fnmatchcase, deterministic=True)  # as corpus.cases reads patterns
    ids, names = (f"fnmatch({c}, :name)" if is_pattern else f"{c} = :name" for c in ("documents.id", "sources.name"))
    rows = store.db.execute(
        f"SELECT id FROM documents WHERE {ids} UNION"
        f" SELECT document FROM observations JOIN sources ON sources.id = observations.source WHERE {names}",
        {"name": name},
    )
    return [id for (id,) in rows]
