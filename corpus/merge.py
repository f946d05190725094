"""When several records tell of one document: what the document then says.

A post comes again and again: cut inside somebody's repost, as an article shows it, whole from the platform. The result
must not depend on which came first, so that merging is choosing the greatest by a rank that each record has of its own;
what the best record does not say is filled in from the next best that says it. That each fact keeps the rank of the
record that it came from (`Stated.ranks`) is what makes the order of merging immaterial.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar, get_args

import msgspec

from corpus.ids import sha256
from corpus.model import Document, Precision, Relation, State

# How good the evidence is: a page shows a post as it likes, a table is somebody's excerpt, a record states it.
SHOWN, LISTED, STATED = 0, 1, 2

Rank = list[Any]  # of the same length and types everywhere, so that ranks can be compared
TEXT = ""  # the name under which `ranks` has the rank of the text, and of every fact that it does not name

WITH_TEXT = ("kind", "text", "title", "deck", "language", "blocks", "removed", "notes")
TEXT_EXTRA = ("verbatim", "display_range")  # speak of the text's own characters
PUBLISHED = ("published_at", "published_precision", "published_basis", "published_verbatim")
UNITED = ("state", "tags", "relations")
APART = ("id", "metrics", "extra", *WITH_TEXT, *PUBLISHED, *UNITED)
ORDINARY = tuple(name for name in Document.__struct_fields__ if name not in APART)
STAYS = "not public"  # a note that no other record takes back
CUT = "cut"
STATES: tuple[State, ...] = ("live", "withheld", "suspended", "deleted")  # the later is the more final
PRECISIONS = get_args(Precision)

Item = TypeVar("Item")


class Stated(msgspec.Struct, frozen=True):
    """A document as its records state it. `ranks` names the facts that another record gave than that of the text."""

    document: Document
    ranks: dict[str, Rank]


def stated(document: Document, evidence: int) -> Stated:
    """A document as one record states it; `evidence` is SHOWN, LISTED or STATED."""
    return Stated(document, {TEXT: rank(document, evidence)})


def rank(document: Document, evidence: int) -> Rank:
    """How good a record is for the text of its document; of two, the greater is taken.

    In this order: one that has the words (a tombstone has none); one whose text is not cut, since a part of the words
    is less than all of them, whoever has it; the better evidence, since a page shortens, translates and decorates
    what it shows; the later version of what was edited; the longer text; the one that says more. Its hash decides
    where all this is equal: by chance, but the same everywhere.
    """
    # As a dictionary: of a struct msgspec leaves out a default only where it is the very same object, so that a
    # document that came from another process would have another hash.
    content = msgspec.structs.asdict(msgspec.structs.replace(document, id="", metrics=()))
    return [
        int(bool(document.text)),
        int(CUT not in document.notes),
        evidence,
        document.updated_at or "",
        len(document.text),
        len(_facts(document)),
        sha256(msgspec.json.encode(content, order="deterministic"))[:16],
    ]


def merged(one: Stated, other: Stated) -> Stated:
    """What two records, or what was merged of more, state together, whichever comes first. The id is that of `one`.

    The text with its blocks, title and language is one record's, never patched together. Every other fact is that of
    the best record that states it; of times the most precise, whosever. Tags and relations are observations: all are
    kept. A post that was found gone once is gone, the most final state counting. Metrics are no part of this: each is
    of its own time.
    """
    best, rest = (one, other) if one.ranks[TEXT] >= other.ranks[TEXT] else (other, one)
    fields = {name: getattr(best.document, name) for name in WITH_TEXT}
    if STAYS in rest.document.notes and STAYS not in fields["notes"]:
        fields["notes"] = (*fields["notes"], STAYS)
    facts, ranks = _best_facts(best, rest)
    fields |= {name: facts.get(name) for name in ORDINARY}
    fields |= dict(zip(PUBLISHED, facts.get("published_at", (None,) * len(PUBLISHED)), strict=True))
    extra = {name.removeprefix("extra."): value for name, value in facts.items() if name.startswith("extra.")}
    a, b = one.document, other.document
    document = Document(
        id=a.id,
        extra=extra,
        tags=tuple(_united(a.tags, b.tags, str, _first)),
        relations=tuple(_united(a.relations, b.relations, _tie, _fuller)),
        state=max(a.state, b.state, key=STATES.index),
        **fields,
    )
    return Stated(document, {TEXT: best.ranks[TEXT], **ranks})


def _facts(document: Document) -> dict[str, Any]:
    """What a document says beside its text, by name; what it does not say is not there."""
    found = {name: value for name in ORDINARY if (value := getattr(document, name)) is not None}
    published = tuple(getattr(document, name) for name in PUBLISHED)
    if any(part is not None for part in published):
        found["published_at"] = published
    return found | {f"extra.{name}": value for name, value in document.extra.items()}


def _best_facts(best: Stated, rest: Stated) -> tuple[dict[str, Any], dict[str, Rank]]:
    """Each fact from whoever is better for it, and the ranks of those that are not the best record's."""
    ours, theirs = _facts(best.document), _facts(rest.document)
    for name in TEXT_EXTRA:
        theirs.pop(f"extra.{name}", None)
    facts: dict[str, Any] = {}
    ranks: dict[str, Rank] = {}
    for name in (*ours, *(name for name in sorted(theirs) if name not in ours)):
        candidates = [(facts_of[name], side) for facts_of, side in ((ours, best), (theirs, rest)) if name in facts_of]
        value, side = max(candidates, key=lambda pair: (_exactness(name, pair[0]), _rank_of(pair[1], name)))
        facts[name] = value
        if _rank_of(side, name) != best.ranks[TEXT]:
            ranks[name] = _rank_of(side, name)
    return facts, ranks


def _rank_of(side: Stated, name: str) -> Rank:
    return side.ranks.get(name, side.ranks[TEXT])


def _exactness(name: str, value: Any) -> tuple[int, bool]:
    """Of a time: its precision, and whether its zone is known."""
    if name != "published_at" or value[0] is None:
        return (-1, False)
    return (PRECISIONS.index(value[1]) if value[1] in PRECISIONS else 0, value[0].endswith("Z"))


def _united(
    one: Sequence[Item], other: Sequence[Item], key: Callable[[Item], Hashable], better: Callable[[Item, Item], Item]
) -> list[Item]:
    """All of both, each once. Where both have the same in the same order this order stays, else they are sorted."""
    found: dict[Any, Item] = {}
    for item in (*one, *other):
        known = found.get(key(item))
        found[key(item)] = item if known is None else better(known, item)
    if [key(item) for item in one] == [key(item) for item in other]:
        return list(found.values())
    return [found[name] for name in sorted(found)]


def _first(one: str, other: str) -> str:
    return one


def _tie(relation: Relation) -> tuple[str, str, str]:
    """What makes two relations of a document one: who found it, and what it points to, by the surest name."""
    far = relation.native_id or relation.url or relation.target or ""
    return (relation.made_by or "", relation.kind, far)


def _fuller(one: Relation, other: Relation) -> Relation:
    """The one that says more of the far end; a target that is known by now stays known."""
    first, second = sorted((one, other), key=lambda relation: (relation.url or "", relation.evidence or ""))
    return msgspec.structs.replace(second, target=second.target or first.target)
