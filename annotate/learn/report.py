"""What learning gave, as a table and in words."""

from __future__ import annotations

from collections.abc import Iterator

from annotate.learn.run import LEAST_DOCUMENTS, LEAST_PASSAGES, Learning
from annotate.learn.stored import OfCode, Scores

HEADINGS = [
    *("code", "passages", "documents", "rules: P R F1", "with model: P R F1", "F1 from-to", "Brier", "ECE"),
    "what becomes of it",
]


def table(done: Learning) -> list[list[object]]:
    """A row a code, those with most passages first, and one for all that had enough."""
    rows = [_row(one) for one in sorted(done.codes, key=lambda one: (-one.passages, one.code))]
    if done.rules is not None and done.both is not None:
        rows.append(["all with enough", done.rules.passages, "", *_measures(done.rules, done.both), "", "", ""])
    return rows


def _row(of: OfCode) -> list[object]:
    first: list[object] = [of.code, of.passages, of.documents]
    if of.rules is None or of.both is None:
        return [*first, "", "", "", "", "", of.why]
    return [*first, *_measures(of.rules, of.both), f"{of.brier:.3f}", f"{of.calibration_error:.3f}", of.why]


def _measures(rules: Scores, both: Scores) -> list[object]:
    low, high = both.f1[1:]
    return [_three(rules), _three(both), f"{low:.2f}-{high:.2f}"]


def _three(of: Scores) -> str:
    return f"{of.precision[0]:.2f} {of.recall[0]:.2f} {of.f1[0]:.2f}"


def in_words(done: Learning) -> Iterator[str]:
    """What a person must know besides."""
    yield f"Learned from {done.sentences:,} sentences of {done.documents:,} judged documents."
    if done.moved:
        yield f"{done.moved:,} judgements stand on texts that have changed since: hustings annotate reanchor"
    if done.folder is None:
        yield (
            f"Nothing was learned: a code needs {LEAST_PASSAGES} passages in {LEAST_DOCUMENTS} documents."
            " Which to read next: hustings annotate next"
        )
        return
    used = sum(one.used for one in done.codes)
    yield f"The model is in {done.folder}; {used} of {len(done.codes)} codes follow it."
    if used:
        yield "To see what it proposes: hustings annotate suggest"
