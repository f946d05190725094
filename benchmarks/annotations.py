"""What `hustings annotate suggest` finds in the test set of benchmarks/gold, and in the seeds' gold where it is there.

An actor of the authority file counts where its id and place are right (overlapping), a candidate where its place is; a
figure where it overlaps and its bounds, and the currency of money, are right; a quotation where it is nine tenths the
same stretch and, as a second figure, its speaker's name is right too; a tactic where its passage has it at all.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from annotate.proposal import Proposal
from annotate.reader import Readers
from benchmarks.goldset import Passage, everything
from benchmarks.table import show
from corpus.folder import make_corpus
from corpus.model import Block, Document

LOWEST = float(os.environ.get("HUSTINGS_LOWEST", "0"))  # score below which a tactic is not counted
ONLY = os.environ.get("HUSTINGS_LAYER", "")  # of the sets marked for one layer, only this one's
DETAILS = "HUSTINGS_MISSES" in os.environ  # print what was missed and what was too much


class Score:
    """Right, too much and missed, of one layer."""

    def __init__(self) -> None:
        self.right = self.extra = self.missed = 0

    def add(self, right: int, extra: int, missed: int) -> None:
        self.right += right
        self.extra += extra
        self.missed += missed

    def row(self, *names: str) -> list[object]:
        precision = self.right / max(1, self.right + self.extra)
        recall = self.right / max(1, self.right + self.missed)
        f1 = 2 * self.right / max(1, 2 * self.right + self.extra + self.missed)
        return [
            *names,
            self.right + self.missed,
            self.right,
            self.extra,
            self.missed,
            *(round(x, 3) for x in (precision, recall, f1)),
        ]


def overlap(a: tuple[int, int], b: tuple[int, int]) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def paired(gold: Sequence[object], found: Sequence[Proposal], fits: object) -> tuple[int, list[object], list[Proposal]]:
    """How many of the gold meet a proposal that fits, each once; what is missed; what is too much."""
    left, missed, right = list(found), [], 0
    for wanted in gold:
        match = next((p for p in left if fits(wanted, p)), None)  # type: ignore[operator]
        if match is None:
            missed.append(wanted)
        else:
            left.remove(match)
            right += 1
    return right, missed, left


def same_place(wanted: object, p: Proposal) -> bool:
    return overlap((wanted.start, wanted.end), (p.start, p.end)) > 0  # type: ignore[attr-defined]


def same_actor(wanted: object, p: Proposal) -> bool:
    return same_place(wanted, p) and p.code == wanted.id  # type: ignore[attr-defined]


def same_figure(wanted: object, p: Proposal) -> bool:
    said = p.attributes
    if not overlap((wanted.start, wanted.end), (p.start, p.end)):  # type: ignore[attr-defined]
        return False
    bounds = (float(said.get("low", "nan")), float(said.get("high", "nan")))
    if bounds != (wanted.low, wanted.high):  # type: ignore[attr-defined]
        return False
    return wanted.kind != "money" or said.get("unit") == wanted.unit  # type: ignore[attr-defined]


def same_in_full(wanted: object, p: Proposal) -> bool:
    marked = (wanted.kind, wanted.per, wanted.approximation)  # type: ignore[attr-defined]
    return same_figure(wanted, p) and marked == (p.code, p.attributes.get("per"), p.attributes.get("approximation"))


def same_stretch(wanted: object, p: Proposal) -> bool:
    both = overlap((wanted.start, wanted.end), (p.start, p.end))  # type: ignore[attr-defined]
    longest = max(wanted.end - wanted.start, p.end - p.start)  # type: ignore[attr-defined]
    return both >= 0.9 * longest


def same_speaker(wanted: object, p: Proposal) -> bool:
    named = str(p.attributes.get("speaker_resolved") or p.attributes.get("speaker") or "").casefold()
    speaker = (wanted.speaker or "").casefold()  # type: ignore[attr-defined]
    return same_stretch(wanted, p) and (named == speaker or bool(named and (speaker in named or named in speaker)))


def measure(passages: Sequence[Passage], readers: Readers, layer: str | None = None) -> dict[str, Score]:
    """Scores by layer, or of the one `layer` that the passages are marked for."""
    scores = {name: Score() for name in LAYERS if _counts(name, layer)}
    for passage in passages:
        document = Document(
            id="d", kind="article", text=passage.text, language=passage.language,
            blocks=(Block(kind="paragraph", start=0, end=len(passage.text)),),
        )  # fmt: skip
        (found,) = readers.propose([document])
        by_layer: dict[str, list[Proposal]] = {}
        for p in found:
            by_layer.setdefault(p.layer, []).append(p)
        actors = by_layer.get("actor", [])
        ids = set(readers.corpus.authority.actor)
        known = [a for a in passage.actors if a.id]
        direct = [q for q in passage.quotations if not q.indirect]
        reported = [p for p in by_layer.get("quotation", []) if p.attributes.get("mode") == "indirect"]
        spoken = [p for p in by_layer.get("quotation", []) if p not in reported]
        report = {
            "actors of the authority file": paired(known, [p for p in actors if p.code in ids], same_actor),
            "actors, candidates too": paired(passage.actors, actors, same_place),
            "figures": paired(passage.figures, by_layer.get("figure", []), same_figure),
            IN_FULL: paired(passage.figures, by_layer.get("figure", []), same_in_full),
            "quotations": paired(direct, spoken, same_stretch),
            "quotations with speaker": paired(direct, spoken, same_speaker),
            REPORTED: paired([q for q in passage.quotations if q.indirect], reported, same_speaker),
        }
        for name, (right, missed, extra) in report.items():
            if name not in scores:
                continue
            scores[name].add(right, len(extra), len(missed))
            if DETAILS and (missed or extra) and name != "quotations":
                print(f"  {passage.name} {name}: missed {[passage.text[m.start : m.end] for m in missed]}"  # type: ignore[attr-defined]
                      f" extra {[passage.text[p.start : p.end] for p in extra]}")  # fmt: skip
        if "tactics" not in scores:
            continue
        tactics = {p.code for p in by_layer.get("tactic", []) if p.score >= LOWEST}
        scores["tactics"].add(
            len(tactics & passage.tactics), len(tactics - passage.tactics), len(passage.tactics - tactics)
        )
        if DETAILS and tactics != passage.tactics:
            missed_codes, extra_codes = sorted(passage.tactics - tactics), sorted(tactics - passage.tactics)
            print(f"  {passage.name} tactics: missed {missed_codes} extra {extra_codes}")
    return scores


IN_FULL = "figures with kind, rate and approximation"
REPORTED = "quotations: reported speech with speaker"
LAYERS = (
    "actors of the authority file",
    "actors, candidates too",
    "tactics",
    "figures",
    IN_FULL,
    "quotations",
    "quotations with speaker",
    REPORTED,
)


def _counts(name: str, layer: str | None) -> bool:
    """Whether a row is measured on a set marked for one layer, or for all (None)."""
    return name not in (IN_FULL, REPORTED) if layer is None else layer in name


HEADINGS = ["set", "language", "layer", "gold", "right", "extra", "missed", "precision", "recall", "F1"]


def main(halves: Iterable[str] = ("dev", "test")) -> None:
    wanted = set(os.environ.get("HUSTINGS_HALF", " ".join(halves)).split())
    with tempfile.TemporaryDirectory() as folder:
        readers = Readers(make_corpus(Path(folder) / "corpus"))
        rows: list[list[object]] = []
        number: Counter[str] = Counter()
        for half, language, layer, passages in everything():
            if half not in wanted or (ONLY and layer not in (None, ONLY)):
                continue
            number[language] += len(passages)
            name_of_set = half if layer is None else f"own {half}"
            for name, score in measure(passages, readers, layer).items():
                rows.append(score.row(name_of_set, language, name))
    counts = ", ".join(f"{count} {language}" for language, count in number.items())
    show(f"Suggestions on the test set of benchmarks/gold ({counts} passages)", HEADINGS, rows)


if __name__ == "__main__":
    main(sys.argv[1:] or ("dev", "test"))
