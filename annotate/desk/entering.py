"""Coming in and going out: sessions that end, and log-in that grows slow for whoever guesses.

A session is a signed cookie: who, which of their sessions, since when and until when. It holds for twelve hours after
it was last used and a fortnight in all; a new password or role ends it at once (`Annotator.session`).
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from http.cookies import CookieError, SimpleCookie
from typing import Any

import msgspec
from itsdangerous import BadSignature

from annotate.desk.people import Annotator, People
from corpus.clock import now
from corpus.events import EventLog

COOKIE = "hustings_desk"
NAMESPACE = "hustings-desk"
IDLE = 12 * 3600  # seconds
LONGEST = 14 * 24 * 3600  # seconds
RENEW = 600  # seconds of use after which the cookie is made anew

FREE_TRIES = 4  # of one name, before they grow slow
FREE_TRIES_OF_ADDRESS = 40  # a class of students comes from one address
SLOWEST = 900  # seconds
MEMORY = timedelta(hours=1)  # for which tries count


class Session(msgspec.Struct, frozen=True):
    """What the cookie says; times in seconds since 1970."""

    name: str
    number: int
    since: int
    until: int


def opened(person: Annotator) -> Session:
    """A new session."""
    began = int(time.time())
    return Session(person.name, person.session, began, began + IDLE)


def cookie_of(datasette: Any, session: Session, *, secure: bool) -> str:
    """The value of a Set-Cookie header."""
    signed = datasette.sign(msgspec.structs.asdict(session), NAMESPACE)
    left = max(0, session.until - int(time.time()))
    return f"{COOKIE}={signed}; Path=/; Max-Age={left}; HttpOnly; SameSite=Lax{'; Secure' if secure else ''}"


def no_cookie() -> str:
    """The value of a Set-Cookie header that ends the session."""
    return f"{COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"


def session_in(datasette: Any, cookies: str) -> Session | None:
    """The session that a Cookie header holds, where it is ours and has not ended."""
    try:
        found = SimpleCookie(cookies).get(COOKIE)
        if found is None:
            return None
        session = msgspec.convert(datasette.unsign(found.value, NAMESPACE), Session)
    except (CookieError, BadSignature, msgspec.ValidationError):
        return None
    return session if session.until > time.time() else None


def renewed(session: Session) -> Session | None:
    """The session prolonged, where it has been used for a while; None where the cookie will do."""
    at = int(time.time())
    until = min(at + IDLE, session.since + LONGEST)
    return msgspec.structs.replace(session, until=until) if until - session.until > RENEW else None


def person_of(people: People, session: Session | None) -> Annotator | None:
    """Whose session it is; None where they left, or have a new password or role since."""
    if session is None:
        return None
    person = people.find(session.name)
    return person if person is not None and person.active and person.session == session.number else None


def knocks(log: EventLog, name: str, address: str) -> tuple[int, int]:
    """Note that somebody tries to come in: the number of the try, and how many seconds they must wait (0: none).

    It is written before the password is looked at, so that a hundred tries at once are a hundred tries.
    """
    db, at = log.db, datetime.now(UTC)
    since = (at - MEMORY).strftime("%Y-%m-%dT%H:%M:%SZ")
    of_name = _tries(db, "name", name, since, ("refused", "tried"))
    of_address = _tries(db, "address", address, since, ("refused",))  # a class that comes in at once is no attack
    wait = max(_wait(of_name, FREE_TRIES, at), _wait(of_address, FREE_TRIES_OF_ADDRESS, at))
    if wait:
        return 0, wait
    query = "INSERT INTO entries (at, name, address, what) VALUES (?, ?, ?, 'tried')"
    return db.execute(query, (now(), name[:64], address[:64])).lastrowid or 0, 0


def _tries(db: Any, column: str, value: str, since: str, counted: tuple[str, ...]) -> tuple[int, str | None]:
    """How often in vain since they last came in, and when last."""
    marks = ", ".join("?" * len(counted))
    query = (
        f"SELECT count(*), max(at) FROM entries WHERE {column} = ? AND at > ? AND what IN ({marks}) AND seq >"
        f" coalesce((SELECT max(seq) FROM entries WHERE {column} = ? AND what = 'in'), 0)"
    )
    number, last = db.execute(query, (value, since, *counted, value)).fetchone()
    return int(number), last


def _wait(tries: tuple[int, str | None], free: int, at: datetime) -> int:
    number, last = tries
    if number < free or last is None:
        return 0
    pause = min(2 ** (number - free + 1), SLOWEST)
    waited = (at - datetime.fromisoformat(last)).total_seconds()
    return max(0, int(pause - waited))


def comes_in(log: EventLog, entry: int) -> None:
    """The try succeeded."""
    log.db.execute("UPDATE entries SET what = 'in' WHERE seq = ?", (entry,))


def stays_out(log: EventLog, entry: int) -> None:
    """The try was in vain."""
    log.db.execute("UPDATE entries SET what = 'refused' WHERE seq = ?", (entry,))


def goes_out(log: EventLog, name: str, address: str) -> None:
    """Somebody logged out."""
    log.db.execute("INSERT INTO entries (at, name, address, what) VALUES (?, ?, ?, 'out')", (now(), name, address[:64]))
