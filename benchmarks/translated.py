"""Machine translations among originals: how many are found, and how many originals are called so, beside a peer.

    python -m benchmarks.translated [FOLDER ...]

Originals: the French and English pages and treebanks under ../shared, and any FOLDER given here that holds `fr/*.txt`
and `en/*.txt`. Translations: texts written for the tests in the manner of such programs, and the two seeds. The peer
believes a page's address: it calls a text translated whose domain is of a country with the other language.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from benchmarks.table import SHARED, cpu_seconds, show
from corpus.model import Document
from ingest.language import detect
from ingest.translated import NOTE, flagged

OWN = Path(__file__).resolve().parents[1] / "tests" / "ingest" / "translations"
CANDIDATES = ("de", "en", "es", "fr", "it", "nl", "pt")
SPEAKS = {"fr": "fr", "uk": "en", "us": "en", "au": "en", "ie": "en", "nz": "en"}  # top-level domains
SENTENCES = 14  # of a treebank that make one text


class Sample(msgspec.Struct, frozen=True):
    """A text of one language, and whether it is a translation by a machine."""

    group: str
    text: str
    language: str
    translated: bool
    url: str | None = None


def pages() -> Iterator[Sample]:
    path = SHARED / "bench" / "article-extraction" / "ground-truth.json"
    truths = json.loads(path.read_text(encoding="utf-8")).values() if path.is_file() else ()
    for truth in truths:
        language = detect(truth["articleBody"], CANDIDATES)
        if language in ("fr", "en"):
            yield Sample("pages", truth["articleBody"], language, False, truth["url"])


def treebanks() -> Iterator[Sample]:
    """News and encyclopaedia sentences; most of the French ones are translated from English, by people."""
    for path in sorted((SHARED / "bench" / "treebanks").glob("*.conllu")):
        lines = path.read_text(encoding="utf-8").splitlines()
        said = [line.removeprefix("# text = ") for line in lines if line.startswith("# text = ")]
        for at in range(0, len(said), SENTENCES):
            yield Sample("treebanks", " ".join(said[at : at + SENTENCES]), path.name[:2], False)


def folder(path: Path) -> Iterator[Sample]:
    for text in sorted(path.glob("*/*.txt")):
        if text.parent.name in ("fr", "en"):
            yield Sample(path.name, text.read_text(encoding="utf-8"), text.parent.name, False)


def written() -> Iterator[Sample]:
    for path in sorted(OWN.glob("*.txt")):
        translated = "_mt_" in path.name
        group = "written as translations" if translated else "written about the other country"
        yield Sample(group, path.read_text(encoding="utf-8"), path.name[:2], translated)


def seeds() -> Iterator[Sample]:
    from ingest.clean.dump import clean_dump
    from ingest.draft import from_cleaned

    for path in sorted((SHARED / "seeds").glob("*.txt")):
        text = from_cleaned(clean_dump(path.read_text(encoding="utf-8"))).document.text
        translated = path.name.startswith(("001", "003"))
        yield Sample(
            f"seeds {'translated' if translated else 'original'}", text, detect(text, CANDIDATES) or "", translated
        )


def ours(sample: Sample) -> bool:
    text = Document(id="", kind="article", text=sample.text, language=sample.language, url=sample.url)
    return NOTE in flagged(text).notes


def peer(sample: Sample) -> bool:
    domain = (urlsplit(sample.url or "").hostname or "").rpartition(".")[2]
    return SPEAKS.get(domain, sample.language) != sample.language


def main(folders: list[str] | None = None) -> None:
    samples = [*pages(), *treebanks(), *written(), *seeds()]
    for name in folders or ():
        samples += folder(Path(name))
    rows: list[list[object]] = []
    for group, language in dict.fromkeys((sample.group, sample.language) for sample in samples):
        some = [sample for sample in samples if (sample.group, sample.language) == (group, language)]
        told = "yes" if some[0].translated else "no"
        rows.append([group, language, told, len(some), sum(map(ours, some)), sum(map(peer, some))])
    right = [sample.translated for sample in samples if ours(sample)]
    found = [ours(sample) for sample in samples if sample.translated]
    taken = cpu_seconds(lambda: [ours(sample) for sample in samples])
    words = sum(len(sample.text.split()) for sample in samples)
    note = f"precision {sum(right) / max(1, len(right)):.3f}, recall {sum(found) / max(1, len(found)):.3f}, "
    note += f"{1000 * taken / len(samples):.2f} ms for a text of {words // len(samples)} words"
    show("Machine translations", ["texts", "in", "translated", "texts", "flagged", "by domain"], rows, note)


if __name__ == "__main__":
    main(sys.argv[1:])
