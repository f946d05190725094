"""The published annotations as W3C Web Annotations in JSON-LD: one collection with one page, written as it goes.

Each is as `hustings annotate export w3c` writes it, but for its addresses: where the site has one, an annotation and
its document are named by their pages.
"""

from __future__ import annotations

from typing import Any, BinaryIO
from urllib.parse import quote

import orjson

from annotate.exchange.formats.w3c import ANNO, TERMS, item
from publish.export.outgoing import Outgoing, annotations_of, document_of
from publish.export.site import Site


def write_w3c(out: Outgoing, file: BinaryIO) -> None:
    """An AnnotationCollection; `total` is counted before."""
    count = f"SELECT count(*) FROM annotations JOIN documents ON documents.number = document WHERE {out.chosen.where()}"
    total = out.db.execute(count, out.chosen.asked).fetchone()[0]
    head = {
        "@context": [ANNO, TERMS],
        "id": out.site.page("/about") or "urn:hustings:annotations",
        "type": "AnnotationCollection",
        "label": out.site.title_en,
        "generator": {"type": "Software", "name": f"Hustings {out.site.hustings}"},
        "total": total,
    }
    page = {"id": "urn:hustings:annotations:1", "type": "AnnotationPage", "startIndex": 0}
    # Both objects stay open till all annotations have been written into the inner one.
    file.write(orjson.dumps(head)[:-1] + b',"first":' + orjson.dumps(page)[:-1] + b',"items":[\n')
    between = b""
    for reading, _ in out.readings():
        document = document_of(reading)
        for annotation in annotations_of(reading):
            file.write(between + orjson.dumps(_addressed(item(document, annotation), out.site, document.id)))
            between = b",\n"
    file.write(b"\n]}}\n")


def _addressed(found: dict[str, Any], site: Site, document: str) -> dict[str, Any]:
    if site.address:
        page = site.document(document)
        found["id"] = f"{page}#a-{quote(found['id'].rpartition(':')[2], safe='')}"
        found["target"]["source"]["id"] = page
    return found
