"""Citations as RIS, which Zotero, EndNote and most catalogues read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import rispy  # type: ignore[import-untyped]

from publish.export.citation import Citation, date_parts

MEDIA_TYPE = "application/x-research-info-systems; charset=utf-8"
TYPES = {"article-newspaper": "NEWS", "webpage": "ELEC", "post": "ICOMM"}


class _Writer(rispy.RisWriter):  # type: ignore[misc] # it comes without types
    """As rispy writes, but without a number of its own before every reference."""

    def set_header(self, count: int) -> str:
        return ""


def ris(cited: Iterable[Citation]) -> Iterator[bytes]:
    """The references of a .ris file, one after the other, a blank line between them."""
    for one in cited:
        yield (rispy.dumps([_reference(one)], implementation=_Writer).strip("\n") + "\n\n").encode("utf-8")


def _reference(one: Citation) -> dict[str, Any]:
    parts = date_parts(one.issued)
    # Addresses of a list stand apart by semicolons in RIS: one inside an address is encoded.
    addresses = [one.URL, one.archive_location if one.archive_location.startswith("http") else None]
    found: dict[str, Any] = {
        "type_of_reference": TYPES.get(one.type, "GEN"),
        "id": one.id,
        "title": one.title,
        "authors": [name.sorted for name in one.author],
        "secondary_title": one.container_title,
        "year": f"{parts[0]:04}" if parts else None,
        "date": _slashed(parts),
        "type_of_work": one.genre,
        "language": one.language,
        "abstract": one.abstract,
        "urls": [address.replace(";", "%3B") for address in addresses if address],
        "access_date": _slashed(date_parts(one.accessed)),
        "name_of_database": one.archive,
        "accession_number": one.id,
    }
    return {name: value for name, value in found.items() if value}


def _slashed(parts: list[int]) -> str | None:
    """A date as RIS has it, YYYY/MM/DD/, the parts that are not known empty."""
    if not parts:
        return None
    year, *rest = parts
    padded = [f"{part:02}" for part in rest] + [""] * (2 - len(rest))
    return f"{year:04}/{'/'.join(padded)}/"
