"""Posts that pass on another: what they share with it is said already, or can be said for certain.

A platform's own repost states its original. What begins with `RT @name` or `MT @name` and has the very words of a post
of that account is a repost too, made by hand.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from corpus.store import Store
from ingest.duplicates.canonical import Text, latest, standing
from ingest.duplicates.signatures import Sketches
from ingest.duplicates.texts import rows


class Stated(msgspec.Struct, frozen=True):
    """What a document says that it reposts: the id of the document, and what names the original in any case."""

    target: str | None
    original: str | None


def stated_reposts(store: Store) -> dict[str, Stated]:
    """By document, of those that say themselves that they repost another."""
    sql = (
        "SELECT document, target, coalesce(target, platform || ' ' || relations.native_id, relations.url) AS original"
        " FROM relations JOIN documents ON documents.id = document"
        " WHERE relations.kind = 'reposts' AND made_by IS NULL ORDER BY document, number DESC"
    )
    return {row["document"]: Stated(row["target"], row["original"]) for row in rows(store, sql)}


def spoken_for(texts: Sequence[Text], stated: dict[str, Stated]) -> set[int]:
    """Reposts whose original is here; and of the reposts of an original that is not here all but one, which stands
    for it."""
    here = {text.id for text in texts}
    found, by_original = set(), dict[str, list[int]]()
    for number, text in enumerate(texts):
        said = stated.get(text.id)
        if said is None or said.original is None:
            continue
        if said.target in here and said.target != text.id:
            found.add(number)
        else:
            by_original.setdefault(said.original, []).append(number)
    for reposts in by_original.values():
        found |= set(reposts) - {min(reposts, key=lambda number: standing(texts[number]))}
    return found


def by_hand(texts: Sequence[Text], sketches: Sketches, stated: dict[str, Stated]) -> dict[int, int]:
    """Posts that pass on a post by hand, with that post: the same words, of the account that is named, not later."""
    wanted = {
        (text.platform, text.passed_on_from, sketches.keys[number])
        for number, text in enumerate(texts)
        if text.passed_on_from is not None and text.id not in stated and sketches.extents[number]
    }
    originals: dict[tuple[str | None, str, bytes], int] = {}
    for number, text in enumerate(texts):
        if text.passed_on or text.account is None or text.press:
            continue
        key = (text.platform, text.account.lstrip("@").casefold(), sketches.keys[number])
        if key in wanted and (key not in originals or standing(text) < standing(texts[originals[key]])):
            originals[key] = number
    found = {}
    for number, text in enumerate(texts):
        if text.passed_on_from is None or text.id in stated:
            continue
        original = originals.get((text.platform, text.passed_on_from, sketches.keys[number]))
        if original is not None and latest(texts[original].published_at) <= latest(text.published_at):
            found[number] = original
    return found
