"""Who is a private person and who is not: everybody whom the documents' records name, sorted once for a build.

Public are the accounts of the authority file's actors, of outlets, and those that rights.yaml names. Everybody else is
a private person, known by handle, by the platform's id of the account, or by the name alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import msgspec
import simplemma

from annotate.fold import slug
from corpus.terms import POSTS
from publish.rights.alias import Aliases, folded, handle_key

if TYPE_CHECKING:
    from corpus.authority import Actor
    from corpus.folder import Corpus
    from corpus.store import Store

PARTICLES = frozenset(
    (
        *("de", "du", "des", "la", "le", "les", "d", "l", "van", "von", "der", "den", "di", "da", "dos", "del"),
        *("della", "bin", "ibn", "ben", "al", "el", "zu", "ter", "y", "e", "i"),
    )
)
DICTIONARIES = ("en", "fr")  # of simplemma
MEDIA = "media"  # the actor type of outlets
_WORDS = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
# All that the first pass needs; `extra` only where it says something of accounts.
_ROWS = (
    "SELECT id, kind, platform, native_id, outlet, account, byline, url,"
    " CASE WHEN extra LIKE '%\"account_id\"%' OR extra LIKE '%\"mentions\"%' OR extra LIKE '%\"in_reply_to\"%'"
    " OR extra LIKE '%\"verified\"%' OR extra LIKE '%\"tagged\"%' OR extra LIKE '%\"coauthors\"%'"
    " THEN extra ELSE '{}' END AS extra FROM documents"
)


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """One mention of an account in a record."""

    platform: str | None
    handle: str | None = None
    id: str | None = None
    name: str | None = None

    def key(self) -> str | None:
        """What the person is first known by."""
        if self.handle:
            return handle_key(self.handle)
        if self.id:
            return f"id:{self.id}"
        return f"name:{folded(self.name)}" if self.name else None


def author_of(fields: Any, extra: dict[str, Any]) -> Person:
    """Whose account a document is of; `fields` has platform, account, byline and kind as columns have them."""
    name = fields["byline"] if fields["kind"] in POSTS else None
    id = extra.get("account_id")
    return Person(platform=fields["platform"], handle=fields["account"], id=str(id) if id else None, name=name)


def others_in(platform: str | None, extra: dict[str, Any]) -> Iterator[Person]:
    """The accounts that a record names besides its author's: mentioned, answered, tagged."""
    named = [*_objects(extra.get("mentions")), *_objects([extra.get("in_reply_to")])]
    for one in named:
        handle, id, name = (one.get(field) for field in ("handle", "id", "name"))
        yield Person(
            platform=platform,
            handle=handle if isinstance(handle, str) else None,
            id=str(id) if id else None,
            name=name if isinstance(name, str) else None,
        )
    for field in ("tagged", "coauthors"):
        for handle in extra.get(field) or ():
            if isinstance(handle, str):
                yield Person(platform=platform, handle=handle)


def _objects(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def name_words(name: str) -> str | None:
    """What of a display name can be a person's name: two words or more, capitalised, without figures and emoji."""
    words = _WORDS.findall(name)
    if not 2 <= len(words) <= 5 or re.search(r"\d", name):
        return None
    core = name[name.index(words[0]) : name.rindex(words[-1]) + len(words[-1])]
    rest = _WORDS.sub("", core)
    if rest.strip(" .\N{NO-BREAK SPACE}"):
        return None
    proper = words[0][0].isupper() and all(w[0].isupper() or folded(w) in PARTICLES for w in words[1:])
    return " ".join(words) if proper else None


def is_of_ordinary_words(name: str) -> bool:
    """Whether a dictionary has every word of a name: then it may as well be a slogan, or a sentence's beginning."""
    return all(simplemma.is_known(word.lower(), lang=DICTIONARIES) for word in _WORDS.findall(name))


class People:
    """Everybody, sorted. Handles and names are compared folded; names also have to have their capitals."""

    def __init__(self, corpus: Corpus, aliases: Aliases) -> None:
        self.rules = corpus.rights.aliases
        self.aliases = aliases
        self.actors = corpus.authority
        self.aliased_actors = {self.actors.current(id) for id in self.rules.aliased_actors}
        public = {self.actors.current(id) for id in self.rules.public_actors}
        types = corpus.rights.private_types
        # Private persons whom actors.yaml names with their accounts and of whom rights.yaml says nothing.
        self.undecided = {
            actor.id: actor
            for actor in self.actors.actors
            if actor.accounts and actor.type in types and actor.id not in public | self.aliased_actors
        }
        self.stays: dict[tuple[str | None, str], str] = {}  # (platform, folded handle): why
        self.public_handles: set[str] = set()  # of any platform
        self.public_ids: set[str] = set()
        self.outlets: set[str] = set()  # folded names
        self.public_names: set[str] = {folded(name) for name in self.rules.never_names}
        for actor in self.actors.actors:
            if actor.id not in self.aliased_actors and actor.id not in self.undecided:
                self._stay(actor)
        for one in self.rules.public_accounts:
            self._keep(one.platform, one.account, f"rights.yaml: {one.why}")
        self.handles: dict[str, str] = {}  # of private persons: folded handle to key
        self.always_names = {folded(name).strip() for name in self.rules.always_names if _WORDS.search(name)}
        self.names: dict[str, str] = {}  # of private persons: folded name to key, for texts everywhere
        self.ordinary: dict[str, str] = {}  # those of which every word is in a dictionary
        self.slugs: dict[str, str] = {}  # of handles and names, as candidates' codes have them
        self.ids: dict[str, str] = {}  # the platform's ids of private persons' accounts
        self.posts: set[str] = set()  # the platform's ids of private persons' posts
        self.public_posts: set[str] = set()
        self.wrote: dict[str, int] = {}  # how many documents each public account wrote, by folded handle
        self.accounts: dict[str, int] = {}  # how many documents each private person wrote, by key

    def _stay(self, actor: Actor) -> None:
        for account in actor.accounts:
            self._keep(account.platform, account.handle, f"actors.yaml: {actor.id}")
            if account.native_id:
                self.public_ids.add(account.native_id)
        for name in {*actor.names.values(), *(alias for aliases in actor.aliases.values() for alias in aliases)}:
            self.public_names.add(folded(name))
            if actor.type == MEDIA:
                self.outlets.add(folded(name))

    def _keep(self, platform: str | None, handle: str, why: str) -> None:
        self.stays.setdefault((platform, handle_key(handle)), why)
        self.public_handles.add(handle_key(handle))

    def read(self, store: Store) -> None:
        """Take in everybody whom the documents name."""
        press = f"FROM documents WHERE kind NOT IN {POSTS}"
        outlets = store.db.execute(f"SELECT DISTINCT outlet {press} AND outlet IS NOT NULL")
        self.outlets |= {folded(row["outlet"]) for row in outlets}
        signed = store.db.execute(f"SELECT DISTINCT byline {press} AND byline IS NOT NULL")
        self.public_names |= self.outlets | {folded(row["byline"]) for row in signed}
        everybody = list(self._found(store))
        keys = _keys(person for person, _, _ in everybody)
        for person, native_id, wrote in everybody:
            self._sort(person, native_id, wrote, keys)
        for id in sorted(self.aliased_actors | self.undecided.keys()):
            self._alias_actor(self.actors.actor[id])
        for names in (self.names, self.ordinary):
            for name in self.public_names & names.keys():
                del names[name]
        for name in sorted(self.always_names):
            self.names.setdefault(name, f"name:{name}")  # also one that no record has, or whose bearer signs elsewhere
        for known in (self.handles, self.names):
            self.slugs |= {slug(name): key for name, key in known.items()}

    def _found(self, store: Store) -> Iterator[tuple[Person, str | None, bool]]:
        """Everybody with the native id of the post, and whether they wrote it; verified accounts and outlets stay."""
        for row in store.db.execute(_ROWS):
            extra = msgspec.json.decode(row["extra"])
            author = author_of(row, extra)
            if author.key() is not None:
                if author.handle and self._is_outlets(row):
                    self._keep(author.platform, author.handle, "an outlet")
                elif author.handle and self.rules.verified and extra.get("verified") is True:
                    self._keep(author.platform, author.handle, "verified")
                yield author, row["native_id"], True
            elif row["native_id"] and row["kind"] in POSTS:
                self.posts.add(row["native_id"])
            for person in others_in(row["platform"], extra):
                yield person, None, False

    def _is_outlets(self, row: Any) -> bool:
        if row["kind"] not in POSTS:
            return row["outlet"] is not None
        return any(folded(name) in self.outlets for name in (row["byline"], row["outlet"]) if name)

    def _sort(self, person: Person, native_id: str | None, wrote: bool, keys: dict[str, str]) -> None:
        own = person.key()
        if own is None:
            return
        if self.is_public(person):
            if person.name:
                self.public_names.add(folded(person.name))
            if native_id:
                self.public_posts.add(native_id)
            if wrote and person.handle:
                self.wrote[handle_key(person.handle)] = self.wrote.get(handle_key(person.handle), 0) + 1
            return
        key = keys.get(own, own)
        if wrote:
            self.accounts[key] = self.accounts.get(key, 0) + 1
        if person.handle:
            for handle in handle_forms(person.handle):
                self.handles.setdefault(handle, key)
        if person.id:
            self.ids[person.id] = key
        if native_id:
            self.posts.add(native_id)
        for name in (person.name, person.handle):
            if name and (name == person.name or " " in name):  # Telegram knows people by their names alone
                self._name(name, key)

    def _name(self, name: str, key: str) -> None:
        words = name_words(name)
        if words is None:
            return
        ordinary = is_of_ordinary_words(words) and folded(words) not in self.always_names
        found = self.ordinary if ordinary else self.names
        found[folded(words)] = min(key, found.get(folded(words), key))

    def _alias_actor(self, actor: Actor) -> None:
        key = f"actor:{actor.id}"
        for account in actor.accounts:
            self.handles[handle_key(account.handle)] = key
        # Whoever is named as a person to hide: a surname alone, too.
        aliases = (alias for several in actor.aliases.values() for alias in several)
        self.names |= {folded(name): key for name in (*actor.names.values(), *aliases) if _WORDS.search(name)}

    def is_public(self, person: Person) -> bool:
        """Whether a person's account stays as it is; without aliases, everybody's does."""
        return not self.rules.use or self.would_be_public(person)

    def would_be_public(self, person: Person) -> bool:
        """Whether it would stay if aliases were used."""
        if person.id is not None and person.id in self.public_ids:
            return True
        if person.handle is None:
            return person.name is not None and person.id is None and folded(person.name) in self.public_names
        return self._is_kept(person.platform, person.handle)

    def is_public_handle(self, platform: str | None, handle: str) -> bool:
        """The same of a handle; where nobody knows of which platform it is, one of any counts."""
        return not self.rules.use or self._is_kept(platform, handle)

    def _is_kept(self, platform: str | None, handle: str) -> bool:
        key = handle_key(handle)
        if (platform, key) in self.stays or (None, key) in self.stays:
            return True
        return platform not in SOCIAL and key in self.public_handles

    def alias_of(self, person: Person) -> str:
        """The alias of a private person."""
        own = person.key() or "nobody"
        if person.handle:
            return self.handle_alias(person.handle)
        return self.aliases.person(self.ids.get(person.id or "", own))

    def handle_alias(self, handle: str) -> str:
        """The alias of a handle, known or not."""
        key = handle_key(handle)
        return self.aliases.person(self.handles.get(key, key))


SOCIAL = frozenset(
    ("twitter", "instagram", "facebook", "mastodon", "bluesky", "reddit", "telegram", "tiktok", "threads", "youtube")
)


def handle_forms(handle: str) -> list[str]:
    """A handle and how it is written among neighbours: `name@host` is `name` on its own host."""
    key = handle_key(handle)
    local = key.split("@", 1)[0]
    return [key, local] if local and local != key else [key]


def _keys(everybody: Iterable[Person]) -> dict[str, str]:
    """One key for all that a person is known by: the same account id with several handles is one person."""
    handles: defaultdict[tuple[str | None, str], set[str]] = defaultdict(set)
    for person in everybody:
        if person.id and person.handle:
            handles[person.platform, person.id].add(handle_key(person.handle))
    found: dict[str, str] = {}
    for (_, id), known in handles.items():
        first = min(known)
        found[f"id:{id}"] = first
        for handle in known:
            found[handle] = min(first, found.get(handle, first))
    return found
