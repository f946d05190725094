"""Citations as BibTeX, for BibTeX and BibLaTeX both: `date` beside `year` and `month`, titles kept as they are written.

The file is UTF-8. What TeX would take for a command is escaped with commands that stand in braces of their own, since
BibTeX counts braces even where they are escaped. The key of an entry is the document's id, which never changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bibtexparser.library import Library
from bibtexparser.model import Entry, Field
from bibtexparser.writer import write

from publish.export.citation import Citation, date_parts
from publish.export.names import Name

MEDIA_TYPE = "application/x-bibtex; charset=utf-8"
ESCAPED = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: "\\" + sign for sign in "&%$#_"},
}
_ESCAPES = str.maketrans(ESCAPED)
_IN_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})  # an address is verbatim but for these
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LANGIDS = {
    "en": "english", "fr": "french", "de": "german", "es": "spanish", "it": "italian", "nl": "dutch",
    "pt": "portuguese",
}  # fmt: skip


def bibtex(cited: Iterable[Citation]) -> Iterator[bytes]:
    """Entries of a .bib file, one after the other."""
    for one in cited:
        yield (write(Library([_entry(one)])).strip() + "\n\n").encode("utf-8")


def escaped(text: str) -> str:
    """A text so that TeX prints it as it is."""
    return text.translate(_ESCAPES)


def _entry(one: Citation) -> Entry:
    paper = one.type == "article-newspaper"
    values = {
        "title": f"{{{{{escaped(one.title)}}}}}",
        "author": " and ".join(_name(name) for name in one.author),
        "journal" if paper else "howpublished": escaped(_where(one)),
        **_dates(one),
        "url": (one.URL or "").translate(_IN_ADDRESS),
        "urldate": one.accessed or "",
        "langid": LANGIDS.get(one.language or "", ""),
        "abstract": escaped(one.abstract or ""),
        # \url takes what stands in it as it is.
        "note": escaped(f"{one.archive}, ") + rf"\url{{{one.archive_location.translate(_IN_ADDRESS)}}}",
    }
    fields = [Field(name, value if name in ("title", "month") else f"{{{value}}}") for name, value in values.items()]
    return Entry("article" if paper else "misc", one.id, [field for field in fields if field.value not in ("", "{}")])


def _where(one: Citation) -> str:
    return ", ".join(dict.fromkeys(part for part in (one.genre, one.container_title) if part))


def _name(name: Name) -> str:
    """A name of a list with « and »; a literal one in braces, so that it is not taken apart."""
    if name.literal:
        return f"{{{escaped(name.literal)}}}"
    return escaped(name.sorted)


def _dates(one: Citation) -> dict[str, str]:
    parts = date_parts(one.issued)
    found = {"date": one.issued or ""}
    if parts:
        found["year"] = f"{parts[0]:04}"
    if len(parts) > 1:
        found["month"] = MONTHS[parts[1] - 1]
    return found
