"""Where a text names private persons: mentions, e-mail and web addresses, handles, names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from ingest.clean.platforms import PostAddress, post_address
from publish.rights.alias import HIDDEN, folded, handle_key
from publish.rights.people import SOCIAL, People, is_of_ordinary_words
from publish.rights.redact import Replacement

# An e-mail address, an address of the web, a mention: in this order, since each may hold what the next looks like.
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-zA-Z]{2,}\b")
_LINK = re.compile(
    r"(?:https?://|www\.|(?:(?:m|mobile|pic|old|vm)\.)?(?:twitter|x|instagram|facebook|tiktok|threads|reddit|t)\.(?:com|net|co|me)/)"
    r"[^\s<>\"«»“”]+",
    re.IGNORECASE,
)
_MAYBE_LINK = re.compile(r"://|www\.|\.(?:com|net|co|me)/", re.IGNORECASE)
_MENTION = re.compile(r"(?<![\w@＠/.])[@＠](?P<handle>\w(?:[\w.-]*\w)?(?:@\w[\w-]*(?:\.\w[\w-]*)+)?)")
_REDDIT = re.compile(r"(?<![\w])/?\bu/(?P<handle>[\w-]{3,20})\b")
_TOKEN = re.compile(r"\w+(?:[.-]\w+)*")
_WORD = re.compile(r"\w+")
_END = ".,;:!?…)]}'’"
# Where an address says whose page it is. The first is any host's, since mirrors and archives keep the form.
_OWNERS = (
    re.compile(r"/(?P<handle>[\w.-]+)/status(?:es)?/\d+"),
    re.compile(r"/@(?P<handle>[\w.-]+(?:@[\w.-]+)?)"),
    re.compile(r"/users/(?P<handle>[\w.-]+)(?:/statuses/\d+)?/?$"),
    re.compile(r"\.(?:com|app|social)/(?:user|u|profile|channel|c)/(?P<handle>[\w.:-]+)"),
    re.compile(
        r"^(?:https?://)?(?:[\w-]+\.)*(?:twitter|x|instagram|facebook|tiktok|threads|t)\.(?:com|net|me)/(?P<handle>[\w.-]+)/?(?:[?#].*)?$"
    ),
)
# What stands in an address where a handle would, and is the platform's own.
_NOBODY = frozenset(
    (
        *("i", "home", "search", "hashtag", "explore", "p", "reel", "reels", "tv", "watch", "groups", "events"),
        *("share", "intent", "login", "about", "privacy", "tos", "help", "stories", "pages", "story.php"),
        *("permalink.php", "photo.php", "video", "s", "status", "web", "statuses"),
    )
)
_SHORT = re.compile(
    r"(?:https?://)?(?:t\.co|pic\.twitter\.com|pic\.x\.com|instagr\.am|fb\.me|redd\.it)/", re.IGNORECASE
)
DOTLESS = ("twitter", "reddit", "telegram", "facebook")  # platforms whose handles have no full stop
DISTINCT = 6  # characters from which a handle without its @ is looked for in texts, if no dictionary has it
ID_FIGURES, ID_LETTERS = 10, 8  # an id of as many stands in a text for nothing else


class Context:
    """Whose words these are: the platform, whether a private person speaks, and whose names are meant here surely."""

    def __init__(self, platform: str | None = None, *, private: bool = False, keys: Iterable[str] = ()) -> None:
        self.platform = platform
        self.private = private
        self.keys = frozenset(keys)


NOWHERE = Context()


class Finder:
    """Finds what is to be replaced in a text, and by what."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.handles = {handle for handle in people.handles if _is_distinct(handle)}
        ids = (folded(id) for id in people.posts | people.ids.keys() if _is_long(id))
        marked = self.handles.union(ids)
        self.pointed = {one for one in marked if not _WORD.fullmatch(one)}  # with stops or hyphens inside
        self.marked = marked - self.pointed
        self.first_words: dict[str, list[str]] = {}
        for name in (*people.names, *people.ordinary):
            self.first_words.setdefault(_WORD.findall(name)[0], []).append(name)
        self._patterns: dict[str, re.Pattern[str]] = {}

    def replacements(self, text: str, context: Context = NOWHERE, *, any_case: bool = False) -> list[Replacement]:
        """Everything of a text that names a private person; names without their capitals only in `any_case`."""
        if not self.people.rules.use or not text:
            return []
        found: list[Replacement] = []
        if "@" in text or "＠" in text:
            found += self._mails(text)
            found += self._mentions(text, context, [(r.start, r.end) for r in found])
        if "/" in text:
            if _MAYBE_LINK.search(text):
                found += self._links(text, context)
            found += self._reddit(text, context)
        return found + list(self._known(text, context, any_case))

    def _mails(self, text: str) -> Iterator[Replacement]:
        for match in _MAIL.finditer(text):
            if text[match.start() - 1 : match.start()] in ("@", "＠", "/"):
                continue  # `@name@host`, which is a mention, and `host/@name@host`
            yield Replacement(match.start(), match.end(), self.people.aliases.mail(match.group()))

    def _mentions(self, text: str, context: Context, taken: list[tuple[int, int]]) -> Iterator[Replacement]:
        for match in _MENTION.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            handle = self._handle(match["handle"], context.platform)
            if not self.people.is_public_handle(context.platform, handle):
                end = match.start("handle") + len(handle)
                yield Replacement(match.start(), end, self.people.handle_alias(handle))

    def _handle(self, written: str, platform: str | None) -> str:
        """The handle at the head of what was written: the longest that is known, else all that can belong to one."""
        pieces = re.split(r"(?=[.-])", written)
        for count in range(len(pieces), 0, -1):
            head = "".join(pieces[:count])
            if handle_key(head) in self.people.handles or self.people.is_public_handle(platform, head):
                return head
        return pieces[0] if platform in DOTLESS and "@" not in written else written

    def _reddit(self, text: str, context: Context) -> Iterator[Replacement]:
        for match in _REDDIT.finditer(text):
            known = handle_key(match["handle"]) in self.people.handles
            if (known or context.platform == "reddit") and not self.people.is_public_handle("reddit", match["handle"]):
                yield Replacement(match.start(), match.end(), self.people.handle_alias(match["handle"]))

    def _links(self, text: str, context: Context) -> Iterator[Replacement]:
        for match in _LINK.finditer(text):
            link = match.group().rstrip(_END)
            instead = self.instead_of(link, context)
            if instead is not None:
                yield Replacement(match.start(), match.start() + len(link), instead)

    def instead_of(self, address: str, context: Context = NOWHERE, *, known_only: bool = False) -> str | None:
        """What stands in the place of an address that leads to a private person; None where it may stay.

        Whoever is not known is a private person too, unless `known_only`.
        """
        people = self.people
        if not people.rules.use:
            return None
        plain = unquote(address)
        if context.private and _SHORT.match(plain):
            return HIDDEN
        there = post_address(plain)
        owner = self._owner(plain, there, known_only=known_only)
        if owner is not None:
            return owner
        tokens = set(_TOKEN.findall(folded(plain)))
        for token in sorted(tokens & self.handles):
            return people.aliases.person(people.handles[token])
        exact = {*_TOKEN.findall(plain), plain}
        if not exact.isdisjoint(people.posts) or not exact.isdisjoint(people.ids):
            return HIDDEN
        if known_only or there is None or there.native_id is None or there.account is not None:
            return None
        return None if there.native_id in people.public_posts else HIDDEN

    def _owner(self, address: str, there: PostAddress | None, *, known_only: bool) -> str | None:
        """The alias of the private person whose page or post an address is."""
        people, handle = self.people, _handle_in(address, there)
        if handle is None:
            return None
        if handle in people.ids:
            return people.aliases.person(people.ids[handle])
        platform = there.platform if there else _platform_of(address)
        public = handle in people.public_ids or people.is_public_handle(platform, handle)
        unknown = known_only and handle_key(handle) not in people.handles
        return None if public or unknown else people.handle_alias(handle)

    def owner_in(self, address: str) -> str | None:
        """The handle of whose page or post an address is, where it says so."""
        plain = unquote(address)
        return _handle_in(plain, post_address(plain))

    def _known(self, text: str, context: Context, any_case: bool) -> Iterator[Replacement]:
        """Handles without their @, the platform's ids, and names."""
        words = _distinct(_WORD, text)  # most texts name nobody: their words, each once, tell so sooner than the text
        firsts = sorted(words & self.first_words.keys())
        marked = not self.marked.isdisjoint(words)
        if not marked and self.pointed:
            marked = not self.pointed.isdisjoint(_distinct(_TOKEN, text))
        if not marked and not firsts:
            return
        plain = folded(text)
        for match in (*_TOKEN.finditer(plain), *_WORD.finditer(plain)) if marked else ():
            instead = self._instead_of_token(match.group(), text[match.start() : match.end()])
            if instead is not None:
                yield Replacement(match.start(), match.end(), instead)
        for first in firsts:
            for name in self.first_words[first]:
                yield from self._name(name, text, plain, context, any_case)

    def _instead_of_token(self, plain: str, token: str) -> str | None:
        people = self.people
        if plain in self.handles:
            return people.aliases.person(people.handles[plain])
        return HIDDEN if _is_long(token) and (token in people.posts or token in people.ids) else None

    def _name(self, name: str, text: str, plain: str, context: Context, any_case: bool) -> Iterator[Replacement]:
        people = self.people
        key = people.names.get(name)
        if key is None:
            key = people.ordinary[name]
            if key not in context.keys:
                return
        pattern = self._patterns.get(name)
        if pattern is None:
            pattern = re.compile(
                r"(?<!\w)" + r"[ \N{NO-BREAK SPACE}.-]{1,3}".join(map(re.escape, name.split())) + r"(?!\w)"
            )
            self._patterns[name] = pattern
        for match in pattern.finditer(plain):
            if any_case or text[match.start()].isupper():
                yield Replacement(match.start(), match.end(), people.aliases.person(key))

    def in_name(self, name: str, context: Context = NOWHERE) -> list[Replacement]:
        """The same of a file's name, a place in a file or a tag: there a handle stands for itself, short or not."""
        if not self.people.rules.use:
            return []
        found = self.replacements(name, context, any_case=True)
        plain = folded(name)
        for pattern in (_TOKEN, re.compile(r"[^\W_]+"), re.compile(r"[\w.@-]+")):
            for match in pattern.finditer(plain):
                key = self.people.handles.get(match.group().strip("@"))
                if key is not None and len(match.group()) > 2:
                    found.append(Replacement(match.start(), match.end(), self.people.aliases.person(key)))
        return found


def _handle_in(address: str, there: PostAddress | None) -> str | None:
    named = there.account.lstrip("@") if there is not None and there.account is not None else None
    matches = (match["handle"] for pattern in _OWNERS if (match := pattern.search(address)))
    return next((handle for handle in (named, *matches) if handle and folded(handle) not in _NOBODY), None)


def _distinct(pattern: re.Pattern[str], text: str) -> set[str]:
    """The words of a text, folded, each once."""
    return set(folded("\n".join(set(pattern.findall(text)))).split("\n"))


def _is_distinct(handle: str) -> bool:
    """Whether a handle is no word that a text may use otherwise."""
    if " " in handle or len(handle) < 4:
        return False
    if re.search(r"[\d_@]", handle):
        return True
    return len(handle) >= DISTINCT and not is_of_ordinary_words(handle)


def _is_long(id: str) -> bool:
    """Whether an id is no figure or word that a text may use otherwise."""
    return len(id) >= (ID_FIGURES if id.isdigit() else ID_LETTERS)


def _platform_of(address: str) -> str | None:
    host = re.match(r"(?:https?://)?(?:[\w-]+\.)*?(\w+)\.\w+(?:[:/]|$)", address.lower())
    name = {"x": "twitter"}.get(host.group(1), host.group(1)) if host else None
    return name if name in SOCIAL else None
