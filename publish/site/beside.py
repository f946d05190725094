"""What stands beside an actor or a tactic: tactics and actors in one block with them, roles, cases and languages."""

from __future__ import annotations

import sqlite3

from publish.site import passages
from publish.site.passages import Which
from publish.site.queries import Row, rows
from publish.site.tallies import Filter

_TACTIC = (
    "SELECT tactics.slug AS code, tactics.label_en AS name_en, tactics.label_fr AS name_fr,"
    " groups.position AS group_position, found.documents FROM found JOIN tactics ON tactics.slug = found.code"
    ' JOIN groups ON groups.id = tactics."group"'
)
_ACTOR = (
    "SELECT actors.id AS code, actors.name_en, actors.name_fr, NULL AS group_position, found.documents"
    " FROM found JOIN actors ON actors.id = found.code"
)
_ORDER = " ORDER BY found.documents DESC, found.code LIMIT :limit"


def beside_actor(db: sqlite3.Connection, actor: str, layer: str, *, limit: int) -> list[Row]:
    """The tactics (layer `tactic`) or other actors (`actor`) that stand with an actor, in most documents first."""
    either = "SELECT code, documents FROM together WHERE actor = :actor AND layer = :layer"
    if layer == "actor":  # a pair is kept once, under the one that comes first
        either += " UNION ALL SELECT actor, documents FROM together WHERE code = :actor AND layer = 'actor'"
    found = f"WITH found AS (SELECT code, sum(documents) AS documents FROM ({either}) GROUP BY 1) "
    named = {"actor": actor, "layer": layer, "limit": limit}
    return rows(db, found + (_TACTIC if layer == "tactic" else _ACTOR) + _ORDER, **named)


def beside_tactic(db: sqlite3.Connection, slug: str, *, limit: int) -> list[Row]:
    """The actors that stand with a tactic, in most documents first."""
    either = "SELECT actor AS code, sum(documents) AS documents FROM together WHERE code = :slug AND layer = 'tactic'"
    return rows(db, f"WITH found AS ({either} GROUP BY 1) {_ACTOR}{_ORDER}", slug=slug, limit=limit)


def roles(db: sqlite3.Connection, actor: str) -> list[Row]:
    """The roles that an actor has, case by case, in most documents first."""
    return rows(
        db,
        'SELECT actor_roles.role, actor_roles."case", actor_roles.documents, roles.label_en, roles.label_fr,'
        " cases.title_en AS case_en, cases.title_fr AS case_fr FROM actor_roles JOIN roles ON roles.slug = role"
        ' LEFT JOIN cases ON cases.id = actor_roles."case" WHERE actor = ?'
        " ORDER BY actor_roles.documents DESC, roles.position, cases.position",
        actor,
    )


def by_case_and_language(db: sqlite3.Connection, which: Which) -> tuple[list[str], list[tuple[Row, list[int]]]]:
    """How many passages there are by case and language: the languages, and for each case a number for each of them."""
    counted = passages.count(db, which)
    languages = [value for value, _ in counted.of("language", Filter())]
    here = dict(counted.of("case", Filter()))
    found = []
    for case in rows(db, "SELECT id, title_en, title_fr FROM cases ORDER BY position"):
        if case["id"] in here:
            in_each = dict(counted.of("language", Filter(case=case["id"])))
            found.append((case, [in_each.get(language, 0) for language in languages]))
    return languages, found
