"""The codebook at the desk: everybody reads it, whoever coordinates changes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from annotate.desk.ask import Answer, Ask, Page, Redirect, Refused
from annotate.desk.ground import Room
from annotate.desk.pages.codebook_past import past_of
from annotate.desk.pages.codebook_review import unfinished
from corpus.clock import now
from corpus.codebook import Codebook, Tactic
from corpus.codebookchange import (
    Edit,
    Entry,
    Wrong,
    added,
    change,
    edited,
    merged,
    renamed,
    restored,
    retired,
    split,
    taken,
)  # fmt: skip
from corpus.codebookreview import Review, review
from corpus.errors import HustingsError
from corpus.ids import sha256

TEXTS = ("label", "definition", "not")  # fields with a text a language
NEW = 3  # codes that a split may make at once


async def codebook_page(ask: Ask) -> Answer:
    """All codes by group, the retired ones apart."""
    coordinates = ask.who.role == "coordinator"

    def look(room: Room) -> Page:
        book = room.corpus.codebook
        by_group = [
            (number, group, [one for one in book.offered if one.group == group.id])
            for number, group in enumerate(book.groups)
        ]
        waiting = review(room.log, room.corpus, without=unfinished(room, ask)) if coordinates else Review([], [])
        context = {
            "book": book,
            "groups": by_group,
            "retired": [one for one in book.tactics if one.retired is not None],
            "counts": _counts(room) if coordinates else {},
            "waiting": len(waiting.items),
            "proposed": len(waiting.proposed),
        }
        return Page("desk/codebook.html", context)

    return await ask.desk.read(look)


def _counts(room: Room) -> Counter[str]:
    """How many annotations that people made or accepted each code has."""
    found = room.log.annotations(states=("made", "accepted"))
    return Counter(room.corpus.codebook.current(a.code) for a in found if a.layer == "tactic")


async def code_page(ask: Ask) -> Answer:
    """One code: what it says, what became of it, and the forms that change it."""
    book = ask.desk.corpus.codebook
    tactic = book.find(ask.variables["slug"])
    if tactic is None:
        return Refused(404, "page")
    if tactic.slug != ask.variables["slug"]:
        return Redirect(_address(tactic.slug))
    return await _code(ask, tactic)


async def _code(
    ask: Ask, tactic: Tactic, wrong: Wrong | HustingsError | None = None, *, typed: Mapping[str, str] | None = None
) -> Answer:
    """The page of a code, with what was wrong and what the person had typed."""
    coordinates = ask.who.role == "coordinator"

    def look(room: Room) -> Page:
        book = room.corpus.codebook
        there = _as_typed(tactic, book)
        context = {
            "book": book,
            "tactic": tactic,
            "position": next(n for n, group in enumerate(book.groups) if group.id == tactic.group),
            "successors": book.successors(tactic),
            "others": [one for one in book.offered if one.slug != tactic.slug],
            "count": _counts(room)[tactic.slug] if coordinates else None,
            "past": past_of(room.log, book, tactic),
            "seen": sha256(room.corpus.codebook_text),
            "there": there,
            "values": {**there, **(typed or {})},
            "differs": {name for name, value in (typed or {}).items() if name in there and there[name] != value},
            "wrong": _told(ask, wrong),
            "new": NEW,
        }
        return Page("desk/codebook_code.html", context, status=_status(wrong))

    return await ask.desk.read(look)


async def change_code(ask: Ask) -> Answer:
    """Do what one of the forms of a code's page asks for."""
    slug = ask.variables["slug"]
    tactic = ask.desk.corpus.codebook.find(slug)
    if tactic is None:
        return Refused(404, "page")
    edit = _edit(ask, tactic)
    if edit is None:
        return Refused(422, "malformed", {"what": ask.field("do")})
    try:
        after = await _do(ask, edit)
    except HustingsError as error:
        current = ask.desk.corpus.codebook.find(slug)
        return await _code(ask, current or tactic, error, typed=_typed(ask))
    target = ask.field("into") if ask.field("do") == "merge" else ask.field("new") or slug
    found = after.find(target) or after.find(slug)
    return Redirect(_address(found.slug) if found is not None else "/codebook", said="codebook.changed")


def _edit(ask: Ask, tactic: Tactic) -> Edit | None:
    """The change that a form asks for; None for one that there is not."""
    today = now()[:10]
    match ask.field("do"):
        case "edit":
            return edited(tactic.slug, _entry(ask), wording=ask.field("means") == "same")
        case "rename":
            return renamed(tactic.slug, ask.field("new"))
        case "merge":
            return merged(tactic.slug, ask.field("into"))
        case "split":
            return split(tactic.slug, _parts(ask, tactic), today=today)
        case "retire":
            return retired(tactic.slug, today=today)
        case "restore":
            return restored(tactic.slug)
    return None


async def _do(ask: Ask, edit: Edit) -> Codebook:
    """Write a change in the thread that writes; the log is its lock."""
    root, by, seen = ask.desk.root, ask.who.name, ask.field("seen")
    return await ask.desk.write(lambda log: change(log, root, edit, by=by, seen=seen))


def _entry(ask: Ask, before: str = "") -> Entry:
    """What the fields of a form say of a code; names begin with `before`."""
    languages = ask.desk.corpus.codebook.codebook.languages
    label, definition, not_ = (
        {language: ask.field(f"{before}{name}.{language}") for language in languages} for name in TEXTS
    )
    form = ask.form
    cues = {one: ask.field(f"{before}cues.{one}").splitlines() for one in languages}
    return Entry(
        group=ask.field(f"{before}group") or None,
        label=label,
        definition=definition,
        not_=not_,
        key=ask.field(f"{before}key") if f"{before}key" in form else None,
        cues=cues if any(f"{before}cues.{one}" in form for one in languages) else None,
    )


def _parts(ask: Ask, tactic: Tactic) -> list[str | tuple[str, Entry]]:
    """The codes that a split makes or names."""
    parts: list[str | tuple[str, Entry]] = [one.strip() for one in ask.form.get("into", []) if one.strip()]
    for number in range(1, NEW + 1):
        slug = ask.field(f"new{number}.slug")
        if slug:
            said = _entry(ask, f"new{number}.")
            parts.append((slug, Entry(group=tactic.group, label=said.label, definition=said.definition)))
    return parts


async def add_page(ask: Ask) -> Answer:
    """A new code, of one's own or one that annotators propose."""
    proposed = ask.all("code")
    if ask.method != "POST":
        words = proposed[0].partition(":")[2] if proposed else ""
        suggested = "-".join(words.casefold().split())
        language = ask.words.language
        return _add(ask, {"slug": suggested, f"label.{language}": words.capitalize()}, proposed, None)
    slug, take = ask.field("slug"), [code for code in ask.form.get("take", []) if code]
    try:
        await _do(ask, added(slug, _entry(ask), take=take))
    except HustingsError as error:
        return _add(ask, _typed(ask), take, error)
    return Redirect(_address(slug), said="codebook.added")


def _add(ask: Ask, values: Mapping[str, str], take: Sequence[str], wrong: HustingsError | None) -> Page:
    corpus = ask.desk.corpus
    context = {
        "book": corpus.codebook,
        "values": values,
        "there": {},
        "differs": set(),
        "take": take,
        "seen": sha256(corpus.codebook_text),
        "wrong": _told(ask, wrong),
    }
    return Page("desk/codebook_add.html", context, status=_status(wrong))


async def take(ask: Ask) -> Answer:
    """Count the annotations of proposed codes, or of one that the codebook lost, as those of a code that it has."""
    into, codes = ask.field("into"), [code for code in ask.form.get("code", []) if code]

    try:
        await _do(ask, taken(codes, into))
    except Wrong as wrong:
        return Refused(_status(wrong), "said", {"what": _told(ask, wrong)})
    return Redirect("/codebook/review", said="codebook.taken")


def _told(ask: Ask, wrong: HustingsError | None) -> str | None:
    """What was wrong, in the person's language."""
    if isinstance(wrong, Wrong):
        return ask.words.t(f"codebook.wrong.{wrong.key}", **wrong.values)
    return None if wrong is None else str(wrong)


def _status(wrong: HustingsError | None) -> int:
    if wrong is None:
        return 200
    return 409 if isinstance(wrong, Wrong) and wrong.key == "stale" else 422


def _typed(ask: Ask) -> dict[str, str]:
    """What a person had typed, so that nothing of it is lost where it could not be written."""
    ours = ("csrftoken", "seen", "do")
    return {name: values[0].replace("\r\n", "\n") for name, values in ask.form.items() if name not in ours}


def _as_typed(tactic: Tactic, book: Codebook) -> dict[str, str]:
    """A code as the fields of the form have it."""
    found = {"group": tactic.group, "key": tactic.key or ""}
    for language in book.codebook.languages:
        for name, words in (("label", tactic.label), ("definition", tactic.definition), ("not", tactic.not_)):
            found[f"{name}.{language}"] = words.get(language, "")
        found[f"cues.{language}"] = "\n".join(tactic.cues.get(language, []))
    return found


def _address(slug: str) -> str:
    return f"/codebook/code/{quote(slug, safe='')}"
