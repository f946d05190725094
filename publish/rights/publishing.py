"""The step between the corpus and what leaves it: which documents go out, and what of each.

Everything that is published passes here, whether into the site or into an export: tiers and embargoes decide whether,
rights of the source how much of the text, and private persons become aliases.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from annotate.fold import slug
from corpus.clock import now
from corpus.codebook import Words
from corpus.embedded import blocks_of_posts, where_shown
from corpus.events import context as words_around
from corpus.ids import sha256
from corpus.model import Annotation, Document, Source
from corpus.rights import EXCERPT, Facts, Rule, Shown
from corpus.rows import Seen
from corpus.store import StoredRecord
from corpus.terms import Tier
from corpus.tiers import rules_by_document
from corpus.tombstones import any_taken_down, marked, shown_mark
from publish.rights.alias import Aliases
from publish.rights.finding import Finder
from publish.rights.people import People
from publish.rights.redact import Moves, Replacement, cut
from publish.rights.redacting import CANDIDATE, NO_MOVES, Redactor
from publish.rights.vocabulary import public_corpus

if TYPE_CHECKING:
    from corpus.folder import Corpus
    from corpus.store import Store


INSTEAD = "[…]"  # of words that are withheld


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """What of a document may go out."""

    document: Document
    seen: list[Seen]
    shown: Shown
    why: Words  # why it is not whole, by language


class Rights:
    """What may leave a corpus on a day, for a tier. Made once for a build or an export."""

    def __init__(self, corpus: Corpus, store: Store, *, tier: Tier = "public", day: str | None = None) -> None:
        self.tier = tier
        self.day = day or now()[:10]
        self.root = corpus.root
        self.store = store
        self._corpus = corpus
        self.aliases = Aliases(lambda: _key(corpus))
        self.people = People(corpus, self.aliases)
        self.people.read(store)
        self.redactor = Redactor(self.people, Finder(self.people))
        # Codebook, authority file and cases as they may go out; new ids of actors who are private persons.
        self.corpus, self.aliased = public_corpus(corpus, self.redactor)
        self.rules = dict(rules_by_document(corpus, store))
        self.out = frozenset(id for id, rule in self.rules.items() if rule.is_out(tier, self.day))
        self._moves: dict[str, Moves] = {}  # of the documents whose text is not what it was
        self._left_sources: dict[str, bool] = {}
        self._any_taken_down = any_taken_down(store.db)

    def of_today(self, annotation: Annotation) -> Annotation:
        """An annotation under the ids that its actors really have now."""
        return self._corpus.of_today(annotation)

    def case_of(self, document: Document, seen: Sequence[Seen]) -> str | None:
        """The case of a document, as its sources are really called."""
        return self._corpus.cases.case_of(document.id, document.case, (source.name for _, source, _ in seen))

    def document(self, document: Document, seen: Sequence[Seen]) -> Published | None:
        """What of a document may go out; None where nothing does."""
        if document.id not in self.out:
            return None
        rule = self.rules[document.id]
        clean, moves = self.redactor.document(document, self.out, self._withheld(document))
        if rule.text != "whole":
            clean, moves = _shortened(clean, moves, rule)
        if moves is not NO_MOVES:
            self._moves[document.id] = moves
        own = self.redactor.is_private(document)
        return Published(
            document=clean,
            seen=[self.redactor.seen(one, private=own) for one in seen],
            shown=rule.text,
            why=_both(rule.why) if rule.text != "whole" else {},
        )

    def _withheld(self, document: Document) -> list[Replacement]:
        """What of a text is a post that it shows and that does not go out whole, or was taken down."""
        posts = [tie.target for tie in document.relations if tie.kind == "embeds" and tie.target in self.rules]
        whole = {post: post in self.out and self.rules[post].text == "whole" for post in posts if post is not None}
        found: list[tuple[int, int]] = []
        if not all(whole.values()):
            texts = {post: self.original(post) for post in whole}
            hidden, shown = ([texts[post] for post in whole if whole[post] is so] for so in (False, True))
            found += where_shown(document, hidden, shown)
        if self._any_taken_down:
            places = ((block.start, block.end) for block in blocks_of_posts(document))
            found += [at for at in places if marked(self.store.db, [shown_mark(document.text[slice(*at)])])]
        return [Replacement(start, end, INSTEAD, withheld=True) for start, end in found]

    def annotations(self, document: str, annotations: Iterable[Annotation], text: str) -> list[Annotation]:
        """A document's annotations as they stand in its published `text`, after `document` was asked for it; those
        of what is not published of it are left out."""
        moves = self._moves.get(document, NO_MOVES)
        codes = self._codes(document, moves)
        around = self.redactor.context_of_text(text)
        found = []
        for annotation in map(self._corpus.of_today, annotations):
            place = moves.span(annotation.start, annotation.end)
            if place is None or moves.withholds(annotation.start, annotation.end):
                continue
            prefix, suffix = words_around(text, *place)
            words = text[place[0] : place[1]]
            found.append(
                msgspec.structs.replace(
                    annotation,
                    start=place[0],
                    end=place[1],
                    quotation=words,
                    code=self._code(annotation, words, codes),
                    attributes=self.redactor.said(annotation.attributes, around, codes),
                    prefix=prefix,
                    suffix=suffix,
                    text_sha256=sha256(text),
                )
            )
        return found

    def _codes(self, document: str, moves: Moves) -> dict[str, str]:
        """The codes of those who have an alias, with what takes their place: of actors, and of candidates that are
        named after what is replaced in the text."""
        if not moves.replaced:
            return self.aliased
        text = self.original(document)
        named = {CANDIDATE + slug(text[one.start : one.end]): CANDIDATE + one.words for one in moves.replaced}
        return named | self.aliased

    def _code(self, annotation: Annotation, words: str, codes: dict[str, str]) -> str:
        code = annotation.code
        if annotation.layer == "tactic":
            return code
        if code in codes:
            return codes[code]
        if not code.startswith(CANDIDATE):
            return self.redactor.name(code)
        if words != annotation.quotation:  # it is called after words that are no longer there
            return CANDIDATE + words
        name = code.removeprefix(CANDIDATE)
        return CANDIDATE + (self.redactor.slug(name) or self.redactor.name(name))

    def has_moved(self, document: str) -> bool:
        """Whether a document's published text is not the one that is stored."""
        return document in self._moves

    def original(self, document: str) -> str:
        """The text of a document as it is stored."""
        row = self.store.db.execute("SELECT text FROM documents WHERE id = ?", (document,)).fetchone()
        return str(row["text"])

    def source(self, source: Source) -> Source | None:
        """A source as it may be named; None where no document of it goes out, or a rule for its name forbids it."""
        if source.id not in self._left_sources:
            self._left_sources[source.id] = self._is_left(source)
        return None if self._left_sources[source.id] else self.redactor.source(source)

    def _is_left(self, source: Source) -> bool:
        rows = self.store.db.execute("SELECT DISTINCT document FROM observations WHERE source = ?", (source.id,))
        documents = [row["document"] for row in rows]
        if documents:
            return self.out.isdisjoint(documents)
        return not self._corpus.rights.rule_for(Facts(sources=(source.name,))).is_out(self.tier, self.day)

    def record(self, record: StoredRecord) -> StoredRecord | None:
        """A record as it may be shown; None where its documents stay in the corpus."""
        if len(self.out) < len(self.rules):
            rows = self.store.db.execute(
                "SELECT document FROM observations WHERE source = ? AND number = ?", (record.source, record.number)
            )
            documents = [row["document"] for row in rows]
            if documents and self.out.isdisjoint(documents):
                return None
        return self.redactor.record(record)


def _key(corpus: Corpus) -> bytes:
    with corpus.sealed() as sealed:
        return sealed.alias_key()


def _both(why: str | Words) -> Words:
    return {"en": why, "fr": why} if isinstance(why, str) and why else why if isinstance(why, dict) else {}


def _shortened(document: Document, moves: Moves, rule: Rule) -> tuple[Document, Moves]:
    """The beginning of a document, its title not counted; or of one that is only cited, what a bibliography says."""
    heads = [block.end for block in document.blocks if block.kind == "title" and block.start == 0]
    characters = EXCERPT if rule.characters is None else rule.characters
    length = 0 if rule.text == "citation" else (heads[0] if heads else 0) + characters
    text, short = cut(document.text, moves, length)
    blocks = [
        msgspec.structs.replace(block, end=min(block.end, len(text)))
        for block in document.blocks
        if block.start < len(text)
    ]
    fields: dict[str, Any] = {"text": text, "blocks": tuple(blocks), "removed": (), "deck": None}
    return msgspec.structs.replace(document, **fields), short
