"""Coming in, going out, and one's own password."""

from __future__ import annotations

import secrets

import msgspec

from annotate.desk import entering
from annotate.desk.ask import Answer, Ask, Json, Page, Redirect, Refused, decoded
from annotate.desk.people import LEAST, Annotator, People


class Given(msgspec.Struct, frozen=True):
    """Name and password, as a page's script sends them."""

    name: str
    password: str


async def login(ask: Ask) -> Answer:
    """The form, and what it sends; from a page's script too, so that nobody has to leave their work."""
    if ask.method != "POST":
        if ask.person is not None:
            return Redirect(_local(ask.one("then")))
        return Page("desk/login.html", {"then": _local(ask.one("then"))})
    given = decoded(ask, Given) if ask.is_json else Given(ask.field("name"), ask.form.get("password", [""])[0])
    entry, wait = await ask.desk.write(lambda log: entering.knocks(log, given.name, ask.address))
    person = None if wait else await _checked(ask, given, entry)
    if person is not None:
        cookie = entering.cookie_of(ask.datasette, entering.opened(person), secure=ask.secure)
        if ask.is_json:
            return Json({"name": person.name, "csrf": ask.csrf()}, cookie=cookie)
        chosen = f"?ui={person.language}" if person.language else ""
        return Redirect(_local(ask.field("then")) + chosen, cookie=cookie)
    reason = "slow" if wait else "wrong"
    if ask.is_json:
        return Json({"reason": reason, "seconds": wait}, status=429 if wait else 401)
    told = {"reason": reason, "seconds": wait, "name": given.name, "then": _local(ask.field("then"))}
    return Page("desk/login.html", told, status=429 if wait else 401)


async def _checked(ask: Ask, given: Given, entry: int) -> Annotator | None:
    person = await ask.desk.read(lambda room: room.people.checked(given.name.strip(), given.password))
    became = entering.comes_in if person is not None else entering.stays_out
    await ask.desk.write(lambda log: became(log, entry))
    return person


def _local(path: str | None) -> str:
    """A path of the desk's to go on to; its front page for anything else, as for //elsewhere."""
    inside = path is not None and path.startswith("/") and not path.startswith(("//", "/\\", "/-/"))
    return path.partition("?")[0] if path is not None and inside else "/"


async def logout(ask: Ask) -> Answer:
    """The cookie goes, and with it this browser's session."""
    name = ask.who.name
    await ask.desk.write(lambda log: entering.goes_out(log, name, ask.address))
    return Redirect("/-/login", said="out", cookie=entering.no_cookie())


async def password(ask: Ask) -> Answer:
    """A new password of one's own. Every other session ends."""
    if ask.method != "POST":
        return Page("desk/password.html", {"least": LEAST})
    now, new, again = (ask.form.get(name, [""])[0] for name in ("now", "new", "again"))
    person = ask.who
    entry, wait = await ask.desk.write(lambda log: entering.knocks(log, person.name, ask.address))
    if wait:
        return Refused(429, "slow", {"count": wait})
    wrong = None
    if await _checked(ask, Given(person.name, now), entry) is None:
        wrong = "now"
    elif len(new) < LEAST:
        wrong = "short"
    elif not secrets.compare_digest(new.encode(), again.encode()):
        wrong = "again"
    if wrong is not None:
        return Page("desk/password.html", {"least": LEAST, "wrong": wrong}, status=422)
    changed = await ask.desk.write(lambda log: _changed(People(log), person.name, new))
    cookie = entering.cookie_of(ask.datasette, entering.opened(changed), secure=ask.secure)
    return Redirect("/", said="password", cookie=cookie)


def _changed(people: People, name: str, new: str) -> Annotator:
    people.set_password(name, new)
    return people.known(name)
