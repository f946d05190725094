"""Which rule of rights.yaml each document falls under."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from corpus.folder import Corpus
from corpus.rights import PUBLIC, Facts, Rule
from corpus.store import Store


def rules_by_document(corpus: Corpus, store: Store) -> Iterator[tuple[str, Rule]]:
    """Every document's id with its rule, by id."""
    if not corpus.rights.rules:
        yield from ((id, PUBLIC) for id in store.document_ids())
        return
    rows = store.db.execute(
        'SELECT documents.id, outlet, account, platform, kind, documents."case",'
        " json_group_array(DISTINCT sources.name) AS names FROM documents"
        " LEFT JOIN observations ON observations.document = documents.id"
        " LEFT JOIN sources ON sources.id = observations.source GROUP BY documents.id ORDER BY documents.id"
    )
    for row in rows:
        names = tuple(name for name in msgspec.json.decode(row["names"]) if name is not None)
        facts = Facts(
            document=row["id"],
            sources=names,
            case=corpus.cases.case_of(row["id"], row["case"], names),
            **{name: row[name] for name in ("outlet", "account", "platform", "kind")},
        )
        yield row["id"], corpus.rights.rule_for(facts)


def sealed_documents(corpus: Corpus, store: Store) -> frozenset[str]:
    """The ids of the documents that do not leave the corpus."""
    if not any(rule.tier == "sealed" for rule in corpus.rights.rules):
        return frozenset()
    return frozenset(id for id, rule in rules_by_document(corpus, store) if rule.tier == "sealed")
