"""What the pages of cases, actors and tactics count, counted once when the site is built.

Everything here is made of rows that are in the site already, in their order, so that the same site comes out the same.
"""

from __future__ import annotations

import sqlite3

# Two things stand together where they are annotated in one block: a paragraph, a list item, a title.
_TOGETHER = """
CREATE TEMP TABLE named AS
  SELECT DISTINCT document, block, actor FROM annotations WHERE actor IS NOT NULL AND block IS NOT NULL;
CREATE INDEX temp.named_block ON named (document, block, actor);
INSERT INTO together ("case", actor, layer, code, documents, blocks)
  SELECT facets."case", named.actor, 'tactic', done.tactic, count(DISTINCT named.document), count(*)
  FROM (SELECT DISTINCT document, block, tactic FROM annotations WHERE tactic IS NOT NULL AND block IS NOT NULL) AS done
  JOIN named ON named.document = done.document AND named.block = done.block
  JOIN facets ON facets.document = done.document GROUP BY 1, 2, 4 ORDER BY 1, 2, 4;
INSERT INTO together ("case", actor, layer, code, documents, blocks)
  SELECT facets."case", one.actor, 'actor', other.actor, count(DISTINCT one.document), count(*)
  FROM named AS one JOIN named AS other
    ON other.document = one.document AND other.block = one.block AND other.actor > one.actor
  JOIN facets ON facets.document = one.document GROUP BY 1, 2, 4 ORDER BY 1, 2, 4;
DROP TABLE named
"""
_CODES = """
INSERT INTO case_codes ("case", layer, code, documents, annotations)
  SELECT facets."case", layer, coalesce(actor, tactic) AS code, count(DISTINCT annotations.document), count(*)
  FROM annotations JOIN facets ON facets.document = annotations.document
  WHERE coalesce(actor, tactic) IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
_ROLES = """
INSERT INTO actor_roles ("case", actor, role, documents, annotations)
  SELECT facets."case", annotations.actor, roles.slug, count(DISTINCT annotations.document), count(*)
  FROM annotations JOIN roles ON roles.slug = json_extract(annotations.attributes, '$.role')
  JOIN facets ON facets.document = annotations.document
  WHERE annotations.actor IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
_PUBLISHED = """
INSERT INTO published ("case", date, documents)
  SELECT "case", substr(published_at, 1, 10) AS date, count(*) FROM documents WHERE published_at IS NOT NULL
  GROUP BY 1, 2 ORDER BY 1, 2
"""
# A date is as the document says it: what is no date counts for no month.
_MONTHS = """
INSERT INTO months (layer, code, month, documents)
  SELECT layer, code, month, count(*) FROM (
    SELECT DISTINCT annotations.layer, coalesce(actor, tactic) AS code, annotations.document,
      substr(documents.published_at, 1, 7) AS month
    FROM annotations JOIN documents ON documents.number = annotations.document
    WHERE coalesce(actor, tactic) IS NOT NULL)
  WHERE month GLOB '[0-9][0-9][0-9][0-9]' OR month GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]'
  GROUP BY 1, 2, 3
"""
_DATES = """
INSERT INTO told_dates (annotation, "case", date)
  SELECT number, facets."case", substr(value, 1, 10) FROM (
    SELECT number, document, json_extract(attributes, '$.value') AS value FROM annotations WHERE layer = 'date')
  JOIN facets USING (document)
  WHERE value GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]' OR value GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'
    OR value GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T*'
  ORDER BY number;
INSERT INTO days ("case", date, documents, annotations)
  SELECT "case", date, count(DISTINCT document), count(*) FROM told_dates
  JOIN annotations ON annotations.number = told_dates.annotation GROUP BY 1, 2 ORDER BY 1, 2
"""
# One who is known by a code has one name here: the authority file's on a page, otherwise the one used most.
_SPEAKERS = """
INSERT INTO quotations (annotation, "case", speaker, code)
  SELECT number, facets."case", speaker, code FROM (
    SELECT number, document, coalesce(json_extract(attributes, '$.speaker_actor'), '') AS code,
      coalesce(json_extract(attributes, '$.speaker_resolved'), json_extract(attributes, '$.speaker')) AS speaker
    FROM annotations WHERE layer = 'quotation')
  JOIN facets USING (document) WHERE typeof(speaker) = 'text' AND typeof(code) = 'text' ORDER BY number;
INSERT INTO speakers ("case", code, speaker, actor, documents, quotations)
  SELECT "case", code, (SELECT speaker FROM quotations AS q WHERE q.code = told.code
      GROUP BY speaker ORDER BY count(*) DESC, speaker LIMIT 1), actors.id, told.documents, told.n
  FROM (SELECT quotations."case", quotations.code, count(DISTINCT document) AS documents, count(*) AS n
    FROM quotations JOIN annotations ON annotations.number = quotations.annotation
    WHERE quotations.code <> '' GROUP BY 1, 2) AS told
  LEFT JOIN actors ON actors.id = told.code ORDER BY 1, 2
"""


def write_glance(db: sqlite3.Connection) -> None:
    """Fill the tables of schema.sql that are counted out of the others, but for the figures (`compared`)."""
    for script in (_TOGETHER, _CODES, _ROLES, _PUBLISHED, _MONTHS, _DATES, _SPEAKERS):
        for statement in script.split(";"):
            db.execute(statement)
