"""Annotated documents with what breaks offsets, and their way through a format and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import strategies as st

from annotate.exchange.shapes import Annotated, File, Format, Found, Incoming, Loss, Vocabulary
from annotate.exchange.units import passage, unit_of
from corpus.authority import Actor, Authority
from corpus.codebook import load_codebook
from corpus.events import context
from corpus.ids import sha256
from corpus.model import Annotation, Document

CODEBOOK = Path(__file__).resolve().parents[2] / "corpus" / "codebook.yaml"
VOCABULARY = Vocabulary(
    load_codebook(CODEBOOK),
    Authority([Actor(id="hélène-morvan", type="candidate", names={"en": "Hélène Morvan", "fr": "Hélène Morvan"})]),
)
PIECES = (
    *("a", "é", "e\u0301", "paid", "posts", ".", ",", "’", "#", "@", "|", "\\", "<b>", "&", "_", "[", '"', "12", "%"),
    *(" ", "  ", "\n", "\n\n", "\r\n", "\t", "\u00a0", "\u202f", "\u2028", "\x85", "\x0b"),
    *("👍🏽", "👩‍💻", "🇫🇷", "𝔘", "क्षि", "\u200f", "سلام", "עברית", "\u200b", "\u200d", "\ufeff", "日本"),
)
CODES = (
    *(("tactic", "sponsored-memes"), ("tactic", "paid-micro-influencers"), ("actor", "hélène-morvan")),
    *(("actor", 'candidate:platform:A_1 | "b"\n; %20é 👍'), ("figure", "money"), ("date", "day")),
)
ATTRIBUTES: tuple[dict[str, object], ...] = (
    {},
    {"evidence": "alleged"},
    {"low": 35, "unit": "EUR", "sure": True, "not": False, "note": "a\tb\n\u2028« é »"},
)


def annotation(text: str, number: int, start: int, end: int, **fields: Any) -> Annotation:
    """One on a passage, or with 0 and 0 on the whole document."""
    prefix, suffix = context(text, start, end) if end else ("", "")
    known = {"layer": "tactic", "code": "sponsored-memes", "agent": "anne", "state": "made"} | fields
    return Annotation(
        id=f"a{number}",
        document="d",
        start=start,
        end=end,
        quotation=text[start:end],
        prefix=prefix,
        suffix=suffix,
        text_sha256=sha256(text),
        made_at="2026-01-01T00:00:00Z",
        **known,
    )


def annotated(text: str, *annotations: Annotation, id: str = "d1", language: str = "fr") -> Annotated:
    """A document with its annotations, in the order in which they are exported."""
    ordered = sorted(annotations, key=lambda a: (a.start, a.end, a.id))
    return Annotated(Document(id=id, kind="article", text=text, language=language), tuple(ordered))


@st.composite
def cases(draw: st.DrawFn) -> list[Annotated]:
    """One or two documents whose passages overlap, nest, begin and end anywhere; some of whole documents."""
    found = []
    for number in range(draw(st.integers(1, 2))):
        text = "".join(draw(st.lists(st.sampled_from(PIECES), max_size=25)))
        own = []
        for index in range(draw(st.integers(0, 5))):
            start = draw(st.integers(0, len(text)))
            end = draw(st.integers(start, len(text)))
            if start == end:
                start = end = 0
            (layer, code), state = (
                draw(st.sampled_from(CODES)),
                draw(st.sampled_from(("made", "accepted", "suggested"))),
            )
            fields: dict[str, object] = {
                "layer": layer,
                "code": code,
                "state": state,
                "attributes": draw(st.sampled_from(ATTRIBUTES)),
            }
            fields |= {"score": 0.25, "agent": "rules 1.0"} if state != "made" else {"agent": "Zoé | B."}
            own.append(annotation(text, index, start, end, **fields))
        found.append(annotated(text, *own, id=f"d{number}", language=draw(st.sampled_from(("fr", "en", "und")))))
    return found


def written(format: Format, documents: Iterable[Annotated], folder: Path) -> list[Loss]:
    """The files of an export in a folder; what was lost."""
    losses = []
    assert format.write is not None
    for item in format.write(documents, VOCABULARY):
        if isinstance(item, File):
            path = folder / item.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(item.data)
        else:
            losses.append(item)
    return losses


def read_back(format: Format, path: Path) -> list[Incoming]:
    """What a file or folder says; the format must know it for its own."""
    assert format.read is not None
    assert format.recognises(path)
    return list(format.read(path))


def nothing_drifts(format: Format, documents: Sequence[Annotated]) -> None:
    """What was written comes back in its place, whole unless the losses say otherwise, and nothing else does."""
    with TemporaryDirectory() as name:
        losses = written(format, documents, Path(name))
        back = read_back(format, Path(name)) if any(Path(name).iterdir()) else []
    texts = {one.document.id: one.document.text for one in documents}
    known = [(one, texts[one.document]) for one in back if one.document is not None]
    assert not [problem for one in back for problem in one.problems]
    assert all(one.text in (None, text) or one.text.split() == text.split() for one, text in known if one.text)
    unit = unit_of([(one, one.text if one.text is not None else text) for one, text in known])
    gone = {id(loss.annotation) for loss in losses if loss.whole}
    short = {id(loss.annotation) for loss in losses} - gone
    kept = [(one.document, a) for one in documents for a in one.annotations if id(a) not in gone]
    found = []
    for one, text in known:
        for each in one.found:
            assert unit is not None
            at = passage(one.text if one.text is not None else text, each, unit)
            assert at is not None, each
            found.append((one.document, each, at))
    assert Counter((document, each.layer, each.code, at) for document, each, at in found) == Counter(
        (document.id, a.layer, a.code, (a.start, a.end)) for document, a in kept
    )
    whole = [(document, each) for document, each, _ in found if each.id is not None]
    if not short:
        assert Counter((document, *_said(each)) for document, each in whole) == Counter(
            (document.id, *_said(a)) for document, a in kept
        )


def _said(a: Annotation | Found) -> tuple[object, ...]:
    attributes = sorted((a.attributes or {}).items(), key=lambda item: item[0])
    return a.id, a.layer, a.code, a.agent, a.state, a.score, repr(attributes)
