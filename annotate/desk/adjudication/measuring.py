"""Agreement while work goes on: measured beside the requests, and again only when something was submitted or judged."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import msgspec

from annotate.agreement.report import Agreement, agreement
from corpus.clock import now
from corpus.errors import UsageError
from corpus.events import EventLog
from corpus.folder import Corpus

PATIENCE = 1.5  # seconds that a page waits for figures
KEPT = 50  # questions whose answer is remembered
_COUNTS = (  # acts that change what is compared
    "SELECT max(seq) FROM events WHERE annotation = '' OR act IN ('adjudicate', 'reanchor', 'recode')"
    " OR (act = 'undo' AND json_extract(attributes, '$.what') = 'adjudicate')"
)


class Question(msgspec.Struct, frozen=True):
    """What is asked: without suggestions that were only accepted, with the gold as one more coder; not of `but`."""

    without_accepted: bool = False
    with_gold: bool = False
    but: frozenset[str] = frozenset()


class Measured(msgspec.Struct, frozen=True):
    """The figures, by layer and code; none where nobody finished what somebody else finished too."""

    found: list[Agreement]
    at: str


_one_at_a_time = ThreadPoolExecutor(max_workers=1, thread_name_prefix="hustings-agreement")
_lock = threading.Lock()
_answers: dict[tuple[Path, Question], tuple[int, Future[Measured]]] = {}
_last: dict[tuple[Path, Question], Measured] = {}


def state_of(log: EventLog) -> int:
    """A number that grows whenever something is submitted, opened again or judged."""
    return int(log.db.execute(_COUNTS).fetchone()[0] or 0)


async def measured(corpus: Corpus, question: Question, state: int) -> tuple[Measured | None, bool]:
    """The figures of now and whether they are; otherwise those of before, or None, while they are being measured."""
    key = (corpus.root, question)
    with _lock:
        kept = _answers.get(key)
        if kept is None or kept[0] != state:
            if kept is not None:
                kept[1].cancel()
            kept = _answers[key] = (state, _one_at_a_time.submit(_measure, corpus, question))
            while len(_answers) > KEPT:
                oldest = next(iter(_answers))
                _answers.pop(oldest)
                _last.pop(oldest, None)
    try:
        found = await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(kept[1])), PATIENCE)
    except TimeoutError:
        return _last.get(key), False
    except asyncio.CancelledError:
        if not kept[1].cancelled():
            raise  # it is the request that ends
        return _last.get(key), False
    _last[key] = found
    return found, True


def _measure(corpus: Corpus, question: Question) -> Measured:
    at = now()
    try:
        found = agreement(
            corpus,
            without_accepted=question.without_accepted,
            with_gold=question.with_gold,
            only_submitted=True,
            but=question.but,
        )
    except UsageError:  # nobody finished what somebody else finished too
        found = []
    return Measured(found, at)
