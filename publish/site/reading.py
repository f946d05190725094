"""Everything that is known of one document, read from site.db."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from publish.site.queries import DOCUMENT, Row, row, rows

MOST_MENTIONS = 50  # a post may have thousands of copies; the data's own pages list them all
LAYERS = ("tactic", "actor", "quotation", "figure", "date")  # in the order of the notes


@dataclass(frozen=True)
class Reading:
    """One document with all that hangs on it, each list in the order of the text or of the source."""

    document: Row
    text: str
    blocks: list[Row]
    annotations: list[Row]
    removed: list[Row]
    tags: list[str]
    metrics: list[Row]
    relations: list[Row]  # from this document to others
    mentions: list[Row]  # from others to this one, the first of them
    mentioned: int  # how many these are in all
    observations: list[Row]


def read(db: sqlite3.Connection, id: str) -> Reading | None:
    """The document with this id; None where there is none."""
    document = row(
        db,
        "SELECT documents.*, cases.title_en AS case_en, cases.title_fr AS case_fr, texts.text AS text FROM documents"
        ' JOIN texts ON texts.document = documents.number LEFT JOIN cases ON cases.id = documents."case"'
        " WHERE documents.id = ?",
        id,
    )
    if document is None:
        return None
    number = document["number"]
    document["notes"] = json.loads(document["notes"] or "[]")
    document["evidence"] = json.loads(document["evidence"] or "{}")
    return Reading(
        document=document,
        text=document.pop("text"),
        blocks=rows(db, "SELECT * FROM blocks WHERE document = ? ORDER BY number", number),
        annotations=_annotations(db, number),
        removed=rows(db, "SELECT * FROM removed WHERE document = ? ORDER BY number", number),
        tags=[found["tag"] for found in rows(db, "SELECT tag FROM tags WHERE document = ? ORDER BY number", number)],
        metrics=rows(db, "SELECT * FROM metrics WHERE document = ? ORDER BY at, name", number),
        relations=_relations(db, number, near="document", far="target"),
        mentions=_relations(db, number, near="target", far="document", limit=MOST_MENTIONS),
        mentioned=rows(db, "SELECT count(*) AS count FROM relations WHERE target = ?", number)[0]["count"],
        observations=_observations(db, number),
    )


def _annotations(db: sqlite3.Connection, number: int) -> list[Row]:
    found = rows(
        db,
        "SELECT annotations.*, coalesce(actors.name_en, tactics.label_en) AS label_en,"
        " coalesce(actors.name_fr, tactics.label_fr) AS label_fr, groups.position AS group_position"
        " FROM annotations LEFT JOIN actors ON actors.id = annotations.actor"
        " LEFT JOIN tactics ON tactics.slug = annotations.tactic"
        ' LEFT JOIN groups ON groups.id = tactics."group"'
        ' WHERE annotations.document = ? ORDER BY annotations.start, annotations."end", annotations.number',
        number,
    )
    for annotation in found:
        annotation["attributes"] = json.loads(annotation["attributes"] or "{}")
    return found


def _relations(db: sqlite3.Connection, number: int, *, near: str, far: str, limit: int = -1) -> list[Row]:
    return rows(
        db,
        "SELECT relations.kind AS relation, relations.url AS relation_url, relations.native_id AS relation_native_id,"
        f" relations.evidence, {DOCUMENT} FROM relations LEFT JOIN documents ON documents.number = relations.{far}"
        f' LEFT JOIN cases ON cases.id = documents."case" WHERE relations.{near} = ?'
        " ORDER BY relations.number, relations.document LIMIT ?",
        number,
        limit,
    )


def _observations(db: sqlite3.Connection, number: int) -> list[Row]:
    return rows(
        db,
        "SELECT observations.part, observations.first, records.number AS record, records.place, records.line,"
        " records.offset, records.length, records.pointer, records.member, records.warc_record_id,"
        " records.sha256 AS record_sha256, sources.number AS source, sources.name, sources.format, sources.media_type,"
        " sources.size, sources.sha256, sources.rights,"
        # What the record itself says of when it was retrieved is better than what the file says.
        " coalesce(records.retrieved_at, sources.retrieved_at) AS retrieved_at,"
        " iif(records.retrieved_at IS NULL, sources.retrieved_by, records.retrieved_by) AS retrieved_by"
        " FROM observations JOIN records ON records.number = observations.record"
        " JOIN sources ON sources.number = records.source"
        " WHERE observations.document = ? ORDER BY observations.first DESC, records.number, observations.part",
        number,
    )


def embedded(db: sqlite3.Connection, reading: Reading) -> dict[int, Row]:
    """The document that each embedded post of an article is, by the number of its block.

    The words tell which: the block holds the post's, or the post the block's. Those left over are taken in order where
    there are as many blocks as posts.
    """
    blocks = [block for block in reading.blocks if block["kind"] == "embedded_post"]
    posts = [relation for relation in reading.relations if relation["relation"] == "embeds" and relation["number"]]
    if not blocks or not posts:
        return {}
    marks = ", ".join("?" * len(posts))
    sql = f"SELECT document, text FROM texts WHERE document IN ({marks})"
    texts = {found["document"]: _bare(found["text"]) for found in rows(db, sql, *(post["number"] for post in posts))}
    found: dict[int, Row] = {}
    for block in blocks:
        words = _bare(reading.text[block["start"] : block["end"]])
        for post in posts:
            own = texts.get(post["number"], "")
            if own and words and (own in words or words in own) and post not in found.values():
                found[block["number"]] = post
                break
    rest = [block["number"] for block in blocks if block["number"] not in found]
    unclaimed = [post for post in posts if post not in found.values()]
    if len(rest) == len(unclaimed):
        found.update(zip(rest, unclaimed, strict=True))
    return found


def _bare(text: str) -> str:
    return " ".join(text.split()).casefold()


def removed_by_reason(reading: Reading) -> list[tuple[str, list[Row]]]:
    """What cleaning took out, the reasons in the order in which they first occur."""
    first = {found["reason"]: found["number"] for found in reversed(reading.removed)}
    ordered = sorted(reading.removed, key=lambda found: (first[found["reason"]], found["number"]))
    return [(reason, list(members)) for reason, members in groupby(ordered, key=lambda found: str(found["reason"]))]


def as_json(reading: Reading) -> dict[str, Any]:
    """The document as `hustings export documents` writes it, with its annotations."""
    document = reading.document
    first = next(iter(reading.observations), None)
    plain = (
        "id kind platform native_id title deck language published_at published_precision published_basis updated_at"
        " outlet byline account url canonical_url case state notes"
    )
    found: dict[str, Any] = {name: document[name] for name in plain.split()}
    found |= {
        "shown": None if document["shown"] == "whole" else document["shown"],
        "tags": reading.tags,
        "text": reading.text,
        "source": first["name"] if first else None,
        "record": first["place"] if first else None,
        "blocks": [_kept(block, "kind start end language") for block in reading.blocks],
        "removed": [_kept(removed, "reason text before") for removed in reading.removed],
        "relations": [
            _kept({**r, "kind": r["relation"], "target": r["id"], "url": r["relation_url"]}, "kind target url evidence")
            for r in reading.relations
        ],
        "metrics": [_kept(metric, "name at value status") for metric in reading.metrics],
        "observations": [
            _kept(seen, "name format sha256 size retrieved_at retrieved_by rights place record_sha256 part")
            for seen in reading.observations
        ],
        "annotations": [
            _kept(annotation, "id layer code start end quotation attributes agent score state made_at")
            for annotation in reading.annotations
        ],
    }
    return {name: value for name, value in found.items() if value not in (None, [], "")}


def _kept(found: Row, names: str) -> Row:
    return {name: found[name] for name in names.split() if found[name] not in (None, "")}
