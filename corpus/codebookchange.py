"""Changes to a codebook that is in use: each raises its version, and what was before is kept.

Annotations are not touched. Those of a code that is renamed or merged count under the other by its `formerly`; which
of the rest a person must look at again is told by `corpus.codebookreview`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from corpus.codebook import Codebook, Tactic, Words
from corpus.codebookfile import FILE, CodebookFile, next_id
from corpus.codebookhistory import Level, ids_ever, in_use, raised, versions
from corpus.database import explained, transaction
from corpus.errors import UsageError
from corpus.events import EventLog

SLUG = re.compile(r"(?=.{1,64}\Z)[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_ENGLISH = {
    "stale": ("The codebook has been changed since you looked at it.", "Look at it again."),
    "unknown": ("The codebook has no code {code}.", "`hustings codebook check` lists them."),
    "slug": ("{code} cannot be a code.", "Use small letters, digits and hyphens, 64 at most."),
    "taken": ("There is a code {code} already.", "Choose another name, or merge the two."),
    "former": ("Annotations that had {code} count as {into}'s.", "Choose another name."),
    "itself": ("{code} is one code.", "Name two."),
    "retired": ("{code} is retired.", "Bring it back first, or choose another."),
    "offered": ("{code} is not retired.", "There is nothing to bring back."),
    "into": ("It is not said into which codes {code} is split.", "Name two or more."),
    "group": ("The codebook has no group {group}.", "Its groups are: {groups}."),
    "key": ("The key {key} is that of {code}.", "Choose another letter."),
    "letter": ("{key} cannot be a key.", "It is one letter or digit."),
    "label": ("The code has no name.", "Give it one in each language."),
    "definition": ("The code has no definition.", "Say in one sentence when it is to be used."),
}


class Wrong(UsageError):
    """A change that cannot be. `key` and `values` say why to whoever speaks another language than English."""

    def __init__(self, key: str, /, **values: str) -> None:
        what, todo = _ENGLISH[key]
        super().__init__(what.format(**values), todo=todo.format(**values))
        self.key = key
        self.values = values

    def __reduce__(self) -> tuple[Callable[..., Wrong], tuple[object, ...]]:
        return _wrong, (self.key, self.values)


def _wrong(key: str, values: Mapping[str, str]) -> Wrong:
    return Wrong(key, **values)


class Done(msgspec.Struct, frozen=True):
    """What an edit did: how much it raises the version, and to which codes, as `["merge", "one", "other"]`."""

    level: Level
    note: list[str]


Edit = Callable[[CodebookFile, list[str]], Done]  # given the file and all ids that there ever were


def change(log: EventLog, root: Path, edit: Edit, *, by: str, seen: str | None = None) -> Codebook:
    """Do an edit to the codebook of the corpus in `root`, and return the codebook as it is then.

    `seen` is the sha256 of the file that the person saw. Raises Wrong where the file is another by now or the edit
    cannot be, SettingsError where it cannot be written; the file is then as it was. The log's lock keeps others who
    change the codebook out meanwhile.
    """
    with explained(log.path), transaction(log.db):
        file = CodebookFile.of(root)
        if seen is not None and seen != file.sha256:
            raise Wrong("stale")
        in_use(log, file.book, file.read)
        before = file.book
        done = edit(file, ids_ever(log, file.book))
        if file.book == before:
            return before
        taken = {one.version.rpartition(" ")[2] for one in versions(log)}
        file.set_version(raised(before.codebook.version, done.level, taken))
        file.save(root / FILE)
        in_use(log, file.book, file.text, by=by, note=done.note)
        return file.book


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What a person says of a code; what is absent stays as it is."""

    group: str | None = None
    label: Words | None = None
    definition: Words | None = None
    not_: Words | None = None
    key: str | None = None  # empty takes it away
    cues: dict[str, list[str]] | None = None


def edited(slug: str, entry: Entry, *, wording: bool = False) -> Edit:
    """Change what is said of a code. With `wording` its definition means what it meant: nobody need look again."""

    def edit(file: CodebookFile, ids: list[str]) -> Done:
        tactic = _known(file, slug)
        fields = _fields(file, entry, tactic)
        after = file.change(tactic.slug, **fields)
        means, meant = after.means(), tactic.means()
        same = all(means.get(language) == said for language, said in meant.items())
        return Done("patch" if wording or same else "minor", ["edit", tactic.slug])

    return edit


def added(slug: str, entry: Entry, *, take: Sequence[str] = ()) -> Edit:
    """A new code. Annotations of codes in `take`, proposed ones or ones that the codebook lost, count as its own."""

    def edit(file: CodebookFile, ids: list[str]) -> Done:
        _put(file, slug, entry, ids)
        for code in take:
            _take(file, code, slug)
        return Done("minor", ["add", slug, *take])

    return edit


def renamed(slug: str, new: str) -> Edit:
    """Another slug for a code; annotations with the old one count under it."""

    def edit(file: CodebookFile, ids: list[str]) -> Done:
        tactic = _known(file, slug)
        if new == tactic.slug:
            return Done("minor", [])
        _free(file, new, but=tactic)
        former = [old for old in (*tactic.formerly, tactic.slug) if old != new]
        file.change(tactic.slug, slug=new, formerly=former)
        return Done("minor", ["rename", tactic.slug, new])

    return edit


def merged(code: str, into: str) -> Edit:
    """Make a code part of another: its annotations, cues and ties count as the other's, its entry goes.

    `code` may also be a proposed one, or one that the codebook lost.
    """

    def edit(file: CodebookFile, ids: list[str]) -> Done:
        gone = file.book.find(code)
        if gone is None:
            return taken([code], into)(file, ids)
        target = _offered(file, into)
        if gone.slug == target.slug:
            raise Wrong("itself", code=target.slug)
        file.remove(gone.slug)
        languages = dict.fromkeys([*target.cues, *gone.cues])
        cues = {one: list(dict.fromkeys([*target.cues.get(one, []), *gone.cues.get(one, [])])) for one in languages}
        ties = {tie.id: tie for tie in (*gone.disarm, *target.disarm)}
        free = gone.key if gone.retired is None else None
        file.change(
            target.slug,
            cues=cues,
            disarm=[*target.disarm, *(tie for tie in ties.values() if tie not in target.disarm)],
            key=target.key or free,
            formerly=list(dict.fromkeys([*target.formerly, gone.slug, *gone.formerly])),
        )
        return Done("major", ["merge", gone.slug, target.slug])

    return edit


def taken(codes: Sequence[str], into: str) -> Edit:
    """Count annotations of codes that the codebook does not have, proposed or lost ones, as those of one it has."""

    def edit(file: CodebookFile, ids: list[str]) -> Done:
        target = _offered(file, into)
        for code in codes:
            _take(file, code, target.slug)
        return Done("minor", ["take", target.slug, *codes])

    return edit


def split(slug: str, into: Sequence[str | tuple[str, Entry]], *, today: str) -> Edit:
    """Put codes in a code's place: it is retired, and its annotations wait until somebody chooses one for each.

    `into` names codes that are there, or new ones; a new one of which nothing is said begins as the old one was. One
    that was merged into the code before comes out of it again, with its annotations.
    """

    def edit(file: CodebookFile, ids: list[str]) -> Done:
        old = _offered(file, slug)
        names = list(dict.fromkeys(one if isinstance(one, str) else one[0] for one in into))
        if len(names) < 2 or old.slug in names:
            raise Wrong("into", code=old.slug)
        file.change(old.slug, retired=today, formerly=[one for one in old.formerly if one not in names])
        for one in into:
            name, entry = (one, None) if isinstance(one, str) else one
            if entry is not None or file.book.find(name) is None:
                label = dict.fromkeys(old.label, name.replace("-", " ").capitalize())
                said = entry or Entry(group=old.group, label=label, definition=old.definition, not_=old.not_)
                _put(file, name, said, ids)
            else:
                _offered(file, name)
        current = list(dict.fromkeys(file.book.current(name) for name in names))
        file.change(old.slug, split_into=current)
        return Done("major", ["split", old.slug, *current])

    return edit


def retired(slug: str, *, today: str) -> Edit:
    """Offer, suggest and match a code no more; its annotations stay."""

    def edit(file: CodebookFile, ids: list[str]) -> Done:
        tactic = _offered(file, slug)
        file.change(tactic.slug, retired=today)
        return Done("major", ["retire", tactic.slug])

    return edit


def restored(slug: str) -> Edit:
    """Offer a retired code again."""

    def edit(file: CodebookFile, ids: list[str]) -> Done:
        tactic = _known(file, slug)
        if tactic.retired is None:
            raise Wrong("offered", code=tactic.slug)
        keys = {one.key for one in file.book.offered}
        file.change(tactic.slug, retired=None, split_into=[], key=None if tactic.key in keys else tactic.key)
        return Done("minor", ["restore", tactic.slug])

    return edit


def _known(file: CodebookFile, code: str) -> Tactic:
    tactic = file.book.find(code)
    if tactic is None:
        raise Wrong("unknown", code=code)
    return tactic


def _offered(file: CodebookFile, code: str) -> Tactic:
    tactic = _known(file, code)
    if tactic.retired is not None:
        raise Wrong("retired", code=tactic.slug)
    return tactic


def _free(file: CodebookFile, slug: str, *, but: Tactic | None = None) -> None:
    """That no other code has this slug or had it."""
    if not SLUG.match(slug):
        raise Wrong("slug", code=slug)
    if slug in file.book.tactic:
        raise Wrong("taken", code=slug)
    into = file.book.current(slug)
    if into != slug and (but is None or into != but.slug):
        raise Wrong("former", code=slug, into=into)


def _put(file: CodebookFile, slug: str, entry: Entry, ids: list[str]) -> None:
    """Add a code under an id that no code ever had."""
    _free(file, slug)
    group = entry.group if entry.group is not None else next((one.id for one in file.book.groups), "")
    blank = Tactic(id=next_id(ids), slug=slug, group=group, label={}, definition={})
    file.add(msgspec.structs.replace(blank, **_fields(file, entry, blank)))
    ids.append(blank.id)


def _take(file: CodebookFile, code: str, into: str) -> None:
    """Count the annotations of a code that the codebook does not have as those of one that it has."""
    other = file.book.find(code)
    if other is not None and other.slug != into:
        raise Wrong("former", code=code, into=other.slug)
    target = file.book.tactic[into]
    file.change(into, formerly=list(dict.fromkeys([*target.formerly, code])))


def _fields(file: CodebookFile, entry: Entry, before: Tactic) -> dict[str, Any]:
    """What an entry changes of a code, checked."""
    fields: dict[str, Any] = {}
    for name in ("label", "definition", "not_"):
        words = getattr(entry, name)
        if words is not None:
            fields[name] = {language: " ".join(text.split()) for language, text in words.items() if text.strip()}
    if entry.cues is not None:
        clean = {
            one: list(dict.fromkeys(" ".join(c.split()) for c in cues if c.strip())) for one, cues in entry.cues.items()
        }
        fields["cues"] = {language: cues for language, cues in clean.items() if cues}
    if entry.group is not None:
        if entry.group not in file.book.group:
            raise Wrong("group", group=entry.group, groups=", ".join(file.book.group))
        fields["group"] = entry.group
    if entry.key is not None:
        key = entry.key.strip()
        other = next((t for t in file.book.offered if key and t.key == key and t.id != before.id), None)
        if other is not None:
            raise Wrong("key", key=key, code=other.slug)
        if key != (before.key or "") and not (key == "" or (len(key) == 1 and key.isalnum())):
            raise Wrong("letter", key=key)
        fields["key"] = key or None
    for name in ("label", "definition"):
        if not fields.get(name, getattr(before, name)):
            raise Wrong(name)
    return fields
