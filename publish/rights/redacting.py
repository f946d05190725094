"""A document, its sources and what is said of it, without the names of private persons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from corpus.model import Document, Relation, Source
from corpus.rows import Seen
from corpus.store import StoredRecord
from corpus.terms import POSTS
from publish.rights.alias import handle_key
from publish.rights.finding import NOWHERE, Context, Finder
from publish.rights.people import People, Person, author_of, others_in
from publish.rights.redact import Moves, Replacement, redact

NO_MOVES = Moves()
CANDIDATE = "candidate:"


class Redactor:
    """Puts aliases in the place of private persons, everywhere in what is about to be published."""

    def __init__(self, people: People, finder: Finder) -> None:
        self.people = people
        self.finder = finder

    def text(self, text: str, context: Context = NOWHERE) -> str:
        """Words of a page or a person."""
        return redact(text, self.finder.replacements(text, context))[0]

    def name(self, name: str, context: Context = NOWHERE) -> str:
        """A file's name, a tag, a code: there every handle counts, and capitals do not."""
        return redact(name, self.finder.in_name(name, context))[0]

    def slug(self, slug: str) -> str | None:
        """The alias of a private person whose handle or name makes this code."""
        key = self.people.slugs.get(slug)
        return None if key is None else self.people.aliases.person(key)

    def is_private(self, document: Document) -> bool:
        """Whether a document is a private person's: nobody knows whose a post is that names no author."""
        author = self._author(document)
        if author.key() is None:
            return self.people.rules.use and document.kind in POSTS
        return not self.people.is_public(author)

    def _author(self, document: Document) -> Person:
        return author_of(msgspec.structs.asdict(document), document.extra)

    def _context(self, document: Document, private: bool) -> Context:
        persons = [self._author(document), *others_in(document.platform, document.extra)]
        keys = {self._known(person.handle or "") or person.key() for person in persons}
        mentioned = self.context_of_text(document.text).keys
        return Context(document.platform, private=private, keys={key for key in keys if key} | mentioned)

    def context_of_text(self, text: str) -> Context:
        """Whose names are surely meant in a text, since it mentions their accounts."""
        words = (word.strip("().,;:!?'’\"") for word in text.split() if "@" in word) if "@" in text else ()
        return Context(keys=[key for word in words if (key := self._known(word.partition("@")[2]))])

    def _known(self, handle: str) -> str | None:
        return self.people.handles.get(handle_key(handle))

    def document(
        self, document: Document, out: frozenset[str], withheld: Sequence[Replacement] = ()
    ) -> tuple[Document, Moves]:
        """The document without private persons and what else is `withheld` of it, and where the passages of its text
        are now. `out` are the documents that are published: ties to others say no more than that they are there."""
        if not self.people.rules.use:
            text, moves = redact(document.text, withheld)
            fields: dict[str, Any] = {"text": text, "blocks": _moved(document, moves), "extra": _kept_extra(document)}
            fields["relations"] = tuple(tie for relation in document.relations if (tie := _within(relation, out)))
            return msgspec.structs.replace(document, **fields), moves if moves.replaced else NO_MOVES
        private = self.is_private(document)
        around = self._context(document, private)
        text, moves = redact(document.text, (*withheld, *self.finder.replacements(document.text, around)))
        fields = {"text": text, "blocks": _moved(document, moves)}
        for name in ("title", "deck", "outlet", "byline", "published_verbatim"):
            value = getattr(document, name)
            fields[name] = None if value is None else self.text(value, around)
        for name in ("url", "canonical_url"):
            value = getattr(document, name)
            gone = value is not None and (private or self._leads_to_somebody(value, document))
            fields[name] = None if gone else value
        if private:
            alias = self.people.alias_of(self._author(document)) if self._author(document).key() else None
            fields["account"] = alias if document.account is not None else None
            if document.kind in POSTS and document.byline is not None:  # said once
                fields["byline"] = alias if document.account is None else None
            fields["native_id"] = None
        fields["tags"] = tuple(dict.fromkeys(self.name(tag, around) for tag in document.tags))
        fields["notes"] = tuple(self.text(note, around) for note in document.notes)
        fields["removed"] = tuple(
            msgspec.structs.replace(one, text=self.text(one.text, around)) for one in document.removed
        )
        ties = tuple(tie for relation in document.relations if (tie := _within(relation, out)))
        fields["relations"] = tuple(self._tie(tie, around) for tie in ties)
        fields["extra"] = self.said(_kept_extra(document), around, {})
        return msgspec.structs.replace(document, **fields), moves if moves.replaced else NO_MOVES

    def _leads_to_somebody(self, address: str, document: Document) -> bool:
        return self.finder.instead_of(address, known_only=document.kind not in POSTS) is not None

    def _tie(self, relation: Relation, around: Context) -> Relation:
        """A relation without the address or the id of a post that is not surely public."""
        fields: dict[str, Any] = {}
        url, native_id = relation.url, relation.native_id
        if url is not None and (not url.startswith(("http:", "https:")) or self.finder.instead_of(url, around)):
            fields["url"] = None
        if native_id is not None and native_id not in self.people.public_posts:
            fields["native_id"] = None
            if url is not None and not self._is_public_post(url):
                fields["url"] = None
        if relation.evidence is not None:
            fields["evidence"] = self.text(relation.evidence, around)
        return msgspec.structs.replace(relation, **fields) if fields else relation

    def _is_public_post(self, url: str) -> bool:
        owner = self.finder.owner_in(url)
        return owner is not None and self.people.is_public_handle(None, owner)

    def said(self, value: Any, around: Context, aliased: dict[str, str]) -> Any:
        """Attributes of an annotation: every word in them, and the ids of actors that have an alias."""
        if isinstance(value, str):
            if value.startswith(CANDIDATE) and value not in aliased:
                return CANDIDATE + (
                    self.slug(value.removeprefix(CANDIDATE)) or self.name(value.removeprefix(CANDIDATE))
                )
            return aliased.get(value) or redact(value, self.finder.replacements(value, around, any_case=True))[0]
        if isinstance(value, dict):
            return {key: self.said(item, around, aliased) for key, item in value.items()}
        return [self.said(item, around, aliased) for item in value] if isinstance(value, list) else value

    def seen(self, one: Seen, *, private: bool) -> Seen:
        """Where a document was seen; the part of a record that a post is in is often called by the post's id."""
        observation, source, record = one
        part = observation.part and self._part(observation.part, private)
        observation = msgspec.structs.replace(observation, part=part)
        return observation, self.source(source), self.record(record)

    def _part(self, part: str, private: bool) -> str:
        people = self.people
        if not people.rules.use:
            return part
        words = []
        for word in part.split(" "):
            known = word in people.posts or word in people.ids or (private and word not in people.public_posts)
            words.append(people.aliases.post(word) if known and any(map(str.isdigit, word)) and len(word) > 5 else word)
        return self.name(" ".join(words))

    def source(self, source: Source) -> Source:
        """A source under a name that names nobody; its path stays in the corpus."""
        rights = source.rights and self.text(source.rights)
        return msgspec.structs.replace(source, name=self.name(source.name), path="", rights=rights)

    def record(self, record: StoredRecord) -> StoredRecord:
        """A record with a place that names nobody."""
        place = {name: getattr(record.place, name) for name in ("member", "pointer", "warc_record_id")}
        clean = {name: value and self.name(value) for name, value in place.items()}
        if clean != place:
            record = msgspec.structs.replace(record, place=msgspec.structs.replace(record.place, **clean))
        return msgspec.structs.replace(record, message=None)


def _moved(document: Document, moves: Moves) -> tuple[Any, ...]:
    if not moves.replaced:
        return document.blocks
    places = ((block, moves.span(block.start, block.end)) for block in document.blocks)
    return tuple(msgspec.structs.replace(block, start=at[0], end=at[1]) for block, at in places if at is not None)


def _within(relation: Relation, out: frozenset[str]) -> Relation | None:
    """A relation that tells nothing of a document that is not published; None where nothing is left of it."""
    if relation.target is None or relation.target in out:
        return relation
    if relation.made_by is not None or relation.kind == "embeds":
        return None
    return msgspec.structs.replace(relation, target=None, url=None, native_id=None)


def _kept_extra(document: Document) -> dict[str, Any]:
    """What the site shows of it; all else is the platform's, with ids and names of anybody."""
    return {"translated": document.extra["translated"]} if "translated" in document.extra else {}
