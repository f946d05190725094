"""Where a text or a title has what was searched for."""

from __future__ import annotations

from collections.abc import Iterable

from publish.search.finding import Finder, codes, wanted
from publish.search.passage import Span, united
from publish.search.patterns import Pattern, within
from publish.search.query import Node
from publish.tokens.reading import Stream


class Marker:
    """Marks what a query wants, document by document. Documents are counted from 0, offsets are code points."""

    def __init__(self, finder: Finder, node: Node) -> None:
        self.finder = finder
        self.tokens = finder.tokens
        terms = list(wanted(node))
        self.codes = list(codes(node))
        self.in_text: list[tuple[Pattern, bool]] = [  # and whether only what is quoted counts
            (one, term.field == "said") for term in terms if term.field != "title" for one in finder.patterns(term)
        ]
        self.in_title = [(one, False) for term in terms if term.field != "said" for one in finder.patterns(term)]

    def text(self, document: int) -> list[Span]:
        """Hits in the text; where it was found by its codes alone, the passages that are annotated with these."""
        return self._spans(self.tokens.text, document, self.in_text) or self._coded(document)

    def title(self, document: int) -> list[Span]:
        """Hits in the title."""
        return self._spans(self.tokens.title, document, self.in_title)

    def _spans(self, stream: Stream, document: int, looked_for: Iterable[tuple[Pattern, bool]]) -> list[Span]:
        first, last = int(stream.starts[document]), int(stream.starts[document + 1])
        types = self.tokens.piece_types[stream.pieces[first:last]]
        found: list[tuple[int, int]] = []
        for pattern, quoted in looked_for:
            at = within(types, pattern)
            if quoted:
                at = at[self.tokens.quoted(at + first)]
            found += [(int(one), int(one) + len(pattern) - 1) for one in at]
        if not found:
            return []
        starts, ends = self.tokens.offsets(document, stream)
        return united((int(starts[one]), int(ends[other])) for one, other in found)

    def _coded(self, document: int) -> list[Span]:
        sql = 'SELECT start, "end" FROM annotations WHERE document = ? AND layer = ? AND code = ?'
        rows = (self.finder.db.execute(sql, (document + 1, one.layer, one.code)) for one in self.codes)
        return united((row[0], row[1]) for group in rows for row in group)
