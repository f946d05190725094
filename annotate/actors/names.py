"""Finding the names of the authority file in a text: which stand where, longest first.

Names are looked up by their first word, so the time taken does not grow with the length of the file.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from annotate.fold import Folded, fold, folded
from annotate.once import words_at
from corpus.authority import ANY, Actor

NameKind = Literal["name", "alias", "handle", "hashtag"]

_WORD = re.compile(r"\w+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.\w[\w.-]*")
_OF_ADDRESSES = ("://", "www.", "@")  # no address has none of them
_ARTICLE = re.compile(r"\A(?:(?:the|le|la|les) |l')", re.IGNORECASE)
# What French puts before an apostrophe; after any other word (O'Reilly) the name goes on.
_ELISION = re.compile(r"(?:^|[^\w])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu|quelqu)'$", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]")


class Name(msgspec.Struct, frozen=True):
    """One spelling of an actor, folded. `lead` counts the characters before its first word (an @, a #)."""

    text: str
    actor: str
    kind: NameKind
    words: int
    lead: int = 0
    cut: int = 0  # how many of its first characters belong to no passage: `au ` of `au Monde`

    @property
    def any_case(self) -> bool:
        """Handles, tags and names without a capital are found however they are capitalised."""
        return self.kind in ("handle", "hashtag") or self.text == self.text.lower()

    def fits(self, found: str) -> bool:
        """Whether a stretch of a folded text, as long as this name, is this name."""
        if found == self.text:
            return True
        if self.any_case:
            return found.casefold() == self.text.casefold()
        if self.is_shouted(found):
            return True
        if _ARTICLE.match(self.text) or self.text[0].islower():  # le Monde; L'ancien maire at a sentence's start
            return found[1:] == self.text[1:] and found[0].casefold() == self.text[0].casefold()
        # Parti Socialiste, Socialist party: in a name of several words only the first capital matters.
        if not self.text[0].isalpha():  # 20 Minutes is a newspaper, 20 minutes are not
            return False
        return self.words > 1 and found[:1] == self.text[0] and found.casefold() == self.text.casefold()

    def is_shouted(self, found: str) -> bool:
        """Whether the text has the name in capitals, as headlines do. Too short a name would be any acronym."""
        return len(self.text) > 3 and found == self.text.upper() and found != self.text


class Hit(msgspec.Struct, frozen=True):
    """A name that stands in a text; code points into it."""

    start: int
    end: int
    name: Name
    unaccented: bool = False  # found only when accents were left aside
    shouted: bool = False

    def overlaps(self, other: Hit) -> bool:
        return self.start < other.end and other.start < self.end


class Names:
    """Every spelling of every actor for texts of one language."""

    def __init__(self, actors: Iterable[Actor], languages: Iterable[str]) -> None:
        spellings = list(_spellings(list(actors), list(languages)))
        self._with_accents = _by_first_word(spellings, accents=True)
        self._without = _by_first_word(spellings, accents=False)

    def find(self, text: str) -> list[Hit]:
        """The hits in a text, in order. They do not overlap, but for actors who share a name: those come together."""
        hits = list(_lookup(fold(text), self._with_accents))
        taken = {(hit.start, hit.end, hit.name.actor) for hit in hits}
        for hit in _lookup(fold(text, accents=False), self._without):
            if (hit.start, hit.end, hit.name.actor) not in taken:
                hits.append(msgspec.structs.replace(hit, unaccented=True))
        return _longest(hits)


def _longest(hits: list[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, hit.unaccented, hit.start)):
        clashes = [other for other in kept if hit.overlaps(other)]
        if all((other.start, other.end) == (hit.start, hit.end) for other in clashes) and not any(
            other.name.actor == hit.name.actor or hit.unaccented > other.unaccented for other in clashes
        ):
            kept.append(hit)
    return sorted(kept, key=lambda hit: (hit.start, hit.name.actor))


def _spellings(actors: list[Actor], languages: list[str]) -> Iterator[tuple[str, str, NameKind]]:
    for actor in actors:
        names = dict.fromkeys(name for language in languages for name in actor.names_in(language))
        full = set(actor.names.values())
        for name in names:
            kind: NameKind = "name" if name in full else "alias"
            bare = _ARTICLE.sub("", folded(name), count=1)
            # Of `The Daily Beast` the article is no part of a passage; `Le Monde` is nothing without.
            yield bare if len(_WORD.findall(bare)) > 1 else name, actor.id, kind
            if bare == bare.lower() and " " in bare:
                yield from ((plural, actor.id, kind) for plural in _plurals(bare))
            tag = re.sub(r"[\W_]+", "", bare)
            if len(tag) > 2:  # #X and #LR are anything
                yield f"#{tag}", actor.id, "hashtag"
        for account in actor.accounts:
            handle = account.handle.strip().lstrip("@")
            if handle.startswith("#"):
                yield handle, actor.id, "hashtag"
            elif handle:
                yield f"@{handle}", actor.id, "handle"
                yield f"#{handle}", actor.id, "hashtag"
                if _is_distinctive(handle):
                    yield handle, actor.id, "handle"


def _contracted(name: Name) -> Iterator[Name]:
    """`Le Monde` and `Les Échos` behind a French preposition: au Monde, des Échos."""
    article, _, rest = name.text.partition(" ")
    if name.words == 2:
        for word in {"le": ("au", "du"), "les": ("aux", "des")}.get(article.casefold(), ()):
            yield msgspec.structs.replace(name, text=f"{word} {rest}", cut=len(word) + 1)


def _plurals(description: str) -> set[str]:
    """A description of a role in the plural, as English and French write it: digital organizers, maires adjoints."""
    words = description.split(" ")
    return {f"{description}s", " ".join(word if word.endswith("s") else f"{word}s" for word in words)}


def begins_with_article(name: str) -> bool:
    """Whether a name is an article and one word: Le Monde, The Guardian."""
    return _ARTICLE.match(name) is not None and len(_WORD.findall(name)) == 2


def _is_distinctive(handle: str) -> bool:
    """Whether a handle is known for one without its @: BarackObama, tank.sinatra, but not mike."""
    return len(handle) > 5 and re.search(r"[\d_.]|\w[A-Z]", handle) is not None


def _by_first_word(spellings: list[tuple[str, str, NameKind]], *, accents: bool) -> dict[str, list[Name]]:
    found: dict[str, dict[tuple[str, str], Name]] = defaultdict(dict)
    for spelling, actor, kind in spellings:
        text = folded(spelling, accents=accents)
        words = list(_WORD.finditer(text))
        if not words or not _LETTERS.search(text):
            continue
        name = Name(text, actor, kind, len(words), words[0].start())
        found[words[0].group().casefold()].setdefault((text, actor), name)  # the first kind is the best one
        for contracted in _contracted(name):
            found[contracted.text.split(" ")[0]].setdefault((contracted.text, actor), contracted)
    return {word: sorted(names.values(), key=lambda name: -len(name.text)) for word, names in found.items()}


def _lookup(text: Folded, index: dict[str, list[Name]]) -> Iterator[Hit]:
    if not index:
        return
    has_addresses = any(sign in text.text for sign in _OF_ADDRESSES)
    addresses = [match.span() for match in _ADDRESS.finditer(text.text)] if has_addresses else []
    for word, at in words_at(text.text):
        for name in index.get(word, ()):
            start = at - name.lead
            end = start + len(name.text)
            if start < 0 or not name.fits(text.text[start:end]) or not _stands_alone(text.text, start, end, name):
                continue
            if any(first < end and start < last for first, last in addresses):
                continue
            first, last = text.span(start + name.cut, end)
            yield Hit(first, last, name, shouted=not name.any_case and name.is_shouted(text.text[start:end]))


def _stands_alone(text: str, start: int, end: int, name: Name) -> bool:
    """Whether the characters around belong to other words: elision and possessives do, the rest of a word does not."""
    before, after = text[max(0, start - 10) : start], text[end : end + 2]
    if name.kind in ("handle", "hashtag"):
        return not re.search(r"[\w@#/.]$", before) and not re.match(r"\w|\.\w", after)
    if re.search(r"[\w@#/]$", before) or re.match(r"\w", after):
        return False
    return not re.search(r"\w'$", before) or _ELISION.search(before) is not None


def every_language(actor: Actor) -> list[str]:
    """The languages in which an actor has a name or an alias of its own."""
    return [language for language in dict.fromkeys([*actor.names, *actor.aliases]) if language != ANY]
