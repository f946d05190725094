"""Texts as they were cleaned, before lines that recur were taken out of them.

What compares texts must compare these: else it would find something else in its second run than in its first, when
those lines were still there.
"""

from __future__ import annotations

import json

from corpus.store import Store
from ingest.recurring.taking import RECURRING, lines_of

# Documents with the text that they were cleaned to, as a table to select from; line ends between blocks are single.
# `note_as_cleaned` comes before it.
AS_CLEANED = """
(SELECT documents.*, coalesce(as_cleaned.whole, replace(text, char(10, 10), char(10))) AS whole
 FROM documents LEFT JOIN temp.as_cleaned USING (id))
"""

# Of the table `documents`: what was taken out of a document, as a JSON list.
TAKEN = f"(SELECT json_group_array(text) FROM removed WHERE document = documents.id AND reason = '{RECURRING}')"


def lines_as_cleaned(text: str, taken: str) -> list[str]:
    """The lines that a text had before some were `taken` out of it, sorted: the same list before and after."""
    return sorted(line for part in (text, *json.loads(taken)) for line in part.split("\n") if line)


def note_as_cleaned(store: Store) -> None:
    """Fill the temporary table of the documents that had such lines, with their whole texts."""
    store.db.execute("CREATE TEMP TABLE IF NOT EXISTS as_cleaned (id TEXT PRIMARY KEY, whole TEXT NOT NULL)")
    with store.writing():
        store.db.execute("DELETE FROM as_cleaned")
        rows = store.db.execute("SELECT DISTINCT document FROM removed WHERE reason = ?", (RECURRING,)).fetchall()
        for (id,) in rows:
            document = store.document(id)
            if document is not None:
                whole = "\n".join(line.text for line in lines_of(document)).replace("\n\n", "\n")
                store.db.execute("INSERT INTO as_cleaned VALUES (?, ?)", (id, whole))
