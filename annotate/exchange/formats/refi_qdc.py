"""REFI-QDA codebook exchange (.qdc): the codes, for NVivo, ATLAS.ti, MAXQDA and others. It holds no annotations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree

from annotate.exchange.formats.refi import CODEBOOK, ORIGIN, Code, add_codes, headings
from annotate.exchange.shapes import Annotated, File, Format, Loss, Vocabulary
from annotate.exchange.xmltext import new_root, serialized

NO_PASSAGES = "A codebook file holds codes and no passages; a project file (refi-qdpx) holds both."


def write(documents: Iterable[Annotated], vocabulary: Vocabulary) -> Iterator[File | Loss]:
    """A file a language of the codebook, `codebook.<language>.qdc`; every annotation is a loss."""
    used: set[Code] = set()
    for one in documents:
        for annotation in one.annotations:
            used.add((annotation.layer, annotation.code))
            yield Loss(annotation, NO_PASSAGES)
    for language in vocabulary.codebook.codebook.languages:
        root = new_root(CODEBOOK, "CodeBook")
        root.set("origin", ORIGIN)
        add_codes(etree.SubElement(root, f"{{{CODEBOOK}}}Codes"), headings(vocabulary, used, language), CODEBOOK)
        yield File(f"codebook.{language}.qdc", serialized(root))


def recognises(path: Path) -> bool:
    """It is not read."""
    return False


FORMAT = Format(name="refi-qdc", title="REFI-QDA codebook", write=write, read=None, recognises=recognises)
