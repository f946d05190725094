"""Where some words stand in one document, or in all that wait in a person's queue; to be tagged at once."""

from __future__ import annotations

from itertools import islice

from annotate.desk.ask import Answer, Ask, Json, Page, Refused
from annotate.desk.coding.concordance import Hit, occurrences, with_codes
from annotate.desk.coding.sheet import waiting
from annotate.desk.ground import Room
from annotate.desk.wording import script_words
from annotate.desk.work.assigning import Assignments

MOST_HITS = 2_000  # of one concordance: as many as one group may have acts


async def concordance_page(ask: Ask) -> Answer:
    """The page over all of a person's documents; what stands in it comes when its script asks."""
    return Page(
        "desk/concordance.html", {"sought": ask.one("q") or "", "script_words": script_words(ask.words.language)}
    )


async def concordance_json(ask: Ask) -> Answer:
    """Every occurrence, as docs/desk-protocol.md has it."""
    words, only = ask.one("q") or "", ask.one("document")

    def look(room: Room) -> Answer:
        ids = [one.document for one in waiting(room.log, ask.who.name)]
        if only is not None:
            if Assignments(room.log).find(only, ask.who.name) is None:
                return Refused(403, "not-yours", {"id": only})
            ids = [only]
        documents = (room.store.document(id) for id in ids)
        hits = (hit for document in documents if document is not None for hit in occurrences(document, words))
        found: list[Hit] = list(islice(with_codes(room.log, hits, ask.who.name), MOST_HITS + 1))
        return Json({"hits": found[:MOST_HITS], "more": len(found) > MOST_HITS})

    return await ask.desk.read(look)
