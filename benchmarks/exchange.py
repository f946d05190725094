"""Annotations out to every format and back: 1,000 generated documents through each.

The texts have what breaks offsets: emoji of one and of several code points, combining accents, zero-width joiners,
right-to-left marks and words, CRLF, and the characters that formats use for themselves. Passages are whole words, any
stretch of code points, nested, overlapping, stacked, across blocks; some codes are of the whole document. They are
written, read into a second corpus of the same documents, and compared.
"""

from __future__ import annotations

import json
import random
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from annotate.exchange.formats.registry import formats
from annotate.exchange.incoming import Imported, import_annotations
from annotate.exchange.outgoing import LOSSES, Choice, export
from annotate.exchange.shapes import Format
from benchmarks.table import show
from corpus.events import context
from corpus.folder import Corpus, find_corpus, make_corpus
from corpus.ids import sha256
from corpus.model import Annotation, Block, Document, Event, Layer, Observation, Place, Record, Source
from corpus.store import Fate

DOCUMENTS = 1000
STATES = ("made", "accepted", "suggested", "rejected")
ACTORS = """
actors:
  - id: jeanne-rivage
    type: candidate
    names: {en: Jeanne Rivage, fr: Jeanne Rivage}
  - id: hélène-morvan
    type: candidate
    names: {en: Hélène Morvan, fr: Hélène Morvan}
"""
WORDS = (
    *("campagne", "été", "l’équipe", "influence", "d’hier", "Twitter", "the", "paid", "posts", "naïve", "10", "000"),
    *(
        "👩‍💻",
        "👨‍👩‍👧‍👦",
        "🇫🇷",
        "👍🏽",
        "🗳️",
        "𝔘nicode",
        "x\u0301y\u0323\u0302",
        "क्षि",
        "سلام\u200f",
        "\u200eעברית",
        "日本語",
        "ﬁn",
    ),
    *(
        "a\u200db",
        "zéro\u200blargeur",
        "10\u00a0%",
        "«\u202fnon\u202f»",
        "\ufeffbom",
        "[x]",
        "a|b",
        "c_d",
        "->",
        "e;f",
        "*",
    ),
    *(
        "back\\slash",
        "<p>",
        "&amp;",
        '"quoted"',
        "#Text=",
        "]]>",
        "{json}",
        "\\n",
        "T1",
        "O",
        "_",
        "-",
        "…",
        ". Et",
        "! Puis",
    ),
)
BREAKS = ("\n", "\n\n", " \n", "\r\n", "\n\t")
CODES: dict[Layer, tuple[str, ...]] = {
    "tactic": ("sponsored-memes", "paid-micro-influencers", "paid-digital-organizers"),
    "actor": ("jeanne-rivage", "hélène-morvan", "candidate:platform:Chirper & co: \"x\""),
    "figure": ("money", "people"),
    "quotation": ("direct", "indirect"),
    "date": ("day", "month"),
}  # fmt: skip
ATTRIBUTES = (
    {},
    {},
    {"evidence": "alleged"},
    {"low": 35, "high": 70.5, "unit": "EUR", "approximate": True, "per": None},
    {"platform": ["twitter", "tik|tok; _*"], "note": 'l’un\tdit\n« l’autre » 👩‍💻 \\ [x] -> <b> & "y"'},
)


class Outcome(msgspec.Struct, frozen=True):
    """What became of a format's annotations. `drifted`, `unreported` and `in_review` must be 0."""

    annotations: int
    held: int  # back with all that there is to know of them
    shortened: int  # back in their place, without what the report says
    lost: int  # not written, as the report says
    drifted: int  # back, and not what went out
    unreported: int  # not back, or not with all, and not in the report
    in_review: int
    again: int  # new or changed when the same files are read a second time: must be 0


def generated(number: int, seed: int = 4) -> Iterator[tuple[Document, list[Annotation]]]:
    """Documents with their annotations, always the same ones."""
    for index in range(number):
        chance = random.Random(f"{seed} {index}")
        text, blocks = _text(chance)
        language = chance.choice(("fr", "en"))
        document = Document(
            id=f"d{index:04}", kind="article", text=text, language=language, title=f"N° {index} <&>", blocks=blocks
        )
        yield document, [_annotation(chance, document, n) for n in range(chance.randint(1, 12))]


def _text(chance: random.Random) -> tuple[str, tuple[Block, ...]]:
    text, blocks = "", []
    for number in range(chance.randint(1, 6)):
        if number:
            text += chance.choice(BREAKS)
        start = len(text)
        line = " ".join(chance.choices(WORDS, k=chance.randint(1, 25))) + chance.choice((".", " ?", "", "…"))
        text += unicodedata.normalize("NFC", line)
        blocks.append(Block(kind="paragraph", start=start, end=len(text)))
    return text, tuple(blocks)


def _annotation(chance: random.Random, document: Document, number: int) -> Annotation:
    start, end = _passage(chance, document.text)
    text = document.text
    layer = chance.choice(tuple(CODES))
    state = chance.choice(STATES)
    prefix, suffix = context(text, start, end) if end else ("", "")
    return Annotation(
        id=f"a{document.id}-{number}" + chance.choice(("", " é/%:|")),
        document=document.id,
        layer=layer,
        code=chance.choice(CODES[layer]),
        start=start,
        end=end,
        quotation=text[start:end],
        prefix=prefix,
        suffix=suffix,
        text_sha256=sha256(text),
        attributes=chance.choice(ATTRIBUTES),
        agent=chance.choice(("anne", "Zoé | B.")) if state == "made" else "rules 1.0",
        score=None if state == "made" else round(chance.random(), 3),
        state=state,  # type: ignore[arg-type]
        made_at="2026-01-01T00:00:00Z",
    )


def _passage(chance: random.Random, text: str) -> tuple[int, int]:
    """Whole words, any stretch, or the whole document (an empty passage at 0)."""
    kind = chance.random()
    if kind < 0.1:
        return 0, 0
    start = chance.randrange(len(text))
    end = min(len(text), start + 1 + int(chance.expovariate(1 / 25)))
    if kind < 0.7:
        while start and not text[start - 1].isspace():
            start -= 1
        while end < len(text) and not text[end].isspace():
            end += 1
        while start < end - 1 and text[start].isspace():
            start += 1
        while end > start + 1 and text[end - 1].isspace():
            end -= 1
    return start, end


def corpus_of(folder: Path, cases: Sequence[tuple[Document, list[Annotation]]], *, annotated: bool) -> Corpus:
    """A corpus of these documents, with their annotations or without."""
    make_corpus(folder)
    (folder / "actors.yaml").write_text(ACTORS, encoding="utf-8")
    corpus = find_corpus(folder)
    with corpus.store() as store, store.writing():
        for document, _ in cases:
            name = f"{document.id}.txt"
            digest = sha256(document.id + document.text)
            source = Source(id="s" + document.id, name=name, path=name, sha256=digest, size=1, format="dump")
            store.add_source(source)
            store.put(document, Observation(document=document.id, source=source.id, number=0), cleaned_by="benchmark")
            record = Record(source=source.id, number=0, place=Place(), raw=document.text.encode(), sha256=digest)
            store.add_record(record, Fate(outcome="kept", document=document.id))
    if annotated:
        with corpus.events() as log:
            log.append(event for _, own in cases for annotation in own for event in _acts(annotation))
    return corpus


def _acts(a: Annotation) -> Iterator[Event]:
    fields = msgspec.structs.asdict(a)
    passage = {name: value for name, value in fields.items() if name not in ("id", "state", "verdict", "same_as")}
    made = "create" if a.state == "made" else "suggest"
    yield Event(id=f"e{a.document}{a.id}", annotation=a.id, act=made, **passage)  # type: ignore[arg-type]
    if a.state in ("accepted", "rejected"):
        judged = "accept" if a.state == "accepted" else "reject"
        yield Event(
            id=f"j{a.document}{a.id}", annotation=a.id, document=a.document, act=judged, agent="ben", made_at=a.made_at  # type: ignore[arg-type]
        )  # fmt: skip


def there_and_back(format: Format, first: Corpus, second: Corpus, folder: Path) -> Outcome:
    """Export the annotations of one corpus, import them into the other, twice, and compare."""
    export(first, format, folder, Choice(states=STATES))
    losses = folder / LOSSES
    rows = [json.loads(line) for line in losses.read_text("utf-8").splitlines()] if losses.exists() else []
    losses.unlink(missing_ok=True)
    done = import_annotations(second, folder, format, "anne")
    again = import_annotations(second, folder, format, "anne")
    return _compared(_annotations(first), _annotations(second), rows, done, again)


def _annotations(corpus: Corpus) -> list[Annotation]:
    with corpus.events() as log:
        return list(log.annotations())


def _compared(
    out: Sequence[Annotation], back: Sequence[Annotation], losses: Sequence[dict[str, object]], *runs: Imported
) -> Outcome:
    lost = {(row["document"], row["id"]) for row in losses if row["nothing_left"]}
    shortened = {(row["document"], row["id"]) for row in losses} - lost
    whole = Counter(_all(a) for a in out if (a.document, a.id) not in lost | shortened)
    places = Counter(_place(a) for a in out if (a.document, a.id) not in lost)
    back_whole, back_places = Counter(map(_all, back)), Counter(map(_place, back))
    held = (whole & back_whole).total()
    done, again = runs
    return Outcome(
        annotations=len(out),
        held=held,
        shortened=(places & back_places).total() - held,
        lost=len(lost),
        drifted=(back_places - places).total(),
        unreported=(whole - back_whole).total() + (places - back_places).total(),
        in_review=done.in_review,
        again=again.new + again.changed + again.in_review - done.in_review,
    )


def _place(a: Annotation) -> tuple[object, ...]:
    return a.document, a.layer, a.code, a.start, a.end, a.quotation


def _all(a: Annotation) -> tuple[object, ...]:
    said = json.dumps(a.attributes, sort_keys=True)
    return *_place(a), a.prefix, a.suffix, said, a.id, a.agent, a.score, a.state


def main(number: int = DOCUMENTS, names: Sequence[str] = ()) -> None:
    """Print the table, of these formats only where some are named."""
    cases, rows = list(generated(number)), []
    with TemporaryDirectory() as name:
        first = corpus_of(Path(name) / "first", cases, annotated=True)
        for format in formats().values():
            if format.write is None or format.read is None or (names and format.name not in names):
                continue
            second = corpus_of(Path(name) / f"second {format.name}", cases, annotated=False)
            started = time.perf_counter()
            done = there_and_back(format, first, second, Path(name) / format.name)
            rows.append([format.name, number, *msgspec.structs.astuple(done), time.perf_counter() - started])
    headings = [field.replace("_", " ") for field in Outcome.__struct_fields__]
    show(
        "Annotations to other formats and back",
        ["format", "documents", *headings, "seconds"],
        rows,
        "Drifted, unreported, in review and again must be 0. Seconds: written once, read twice.",
    )
