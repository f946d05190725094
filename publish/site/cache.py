"""Answers kept as they were sent: the database never changes under a running site, so neither does a page.

An answer is known by address, language, coding, build and the release of the software; its ETag is a hash of these.
A reader who holds it already gets 304 without the page being made.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

from corpus.web.asgi import App, Headers, Message, Receive, Scope, Send, header, with_headers
from corpus.web.choice import CHOSEN
from publish.site.compress import coding

LIMIT = 64 * 1024 * 1024  # bytes of bodies kept in all
LARGEST = 1024 * 1024  # bytes of one body that is still kept
VARY = (b"vary", b"Accept-Encoding, Accept-Language, Cookie")
# A reader's copy is asked about each time; the answer is nearly always 304.
FRESH = (b"cache-control", b"public, no-cache")


@dataclass(frozen=True)
class Answer:
    """A response whole, status 200."""

    headers: Headers
    body: bytes


class Answers:
    """The answers used last, together no larger than `limit` bytes."""

    def __init__(self, limit: int = LIMIT) -> None:
        self.limit = limit
        self.size = 0
        self._kept: OrderedDict[str, Answer] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str) -> Answer | None:
        """The answer under this key, which is from now on the one used last."""
        with self._lock:
            answer = self._kept.get(key)
            if answer is not None:
                self._kept.move_to_end(key)
            return answer

    def keep(self, key: str, answer: Answer) -> None:
        """Keep an answer, letting go of those that have not been used for longest."""
        with self._lock:
            if key in self._kept:
                self.size -= len(self._kept.pop(key).body)
            self._kept[key] = answer
            self.size += len(answer.body)
            while self.size > self.limit:
                self.size -= len(self._kept.popitem(last=False)[1].body)


def cached(app: App, *, release: str) -> App:
    """The application with an ETag on each of its good answers, and the answers kept.

    `release` names the build and the software that shows it. Requests that may belong to a person (an authorization, a
    cookie of Datasette's) and Datasette's own `/-/` pages, which tell of the running process, pass by untouched.
    """
    kept = Answers()

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _is_public(scope):
            await app(scope, receive, send)
            return
        key = _key(scope, release)
        etag = (b"etag", f'"{key}"'.encode("ascii"))
        if _has(header(scope, b"if-none-match"), key):
            await send({"type": "http.response.start", "status": 304, "headers": [etag, FRESH, VARY]})
            await send({"type": "http.response.body", "body": b""})
            return
        answer = kept.get(key)
        if answer is None:
            # The answer to HEAD may have no body, and would then be no answer to GET.
            await app(scope, receive, _Keeper(send, kept if scope["method"] == "GET" else None, key, etag))
            return
        await send({"type": "http.response.start", "status": 200, "headers": answer.headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else answer.body})

    return wrapped


class _Keeper:
    """Passes a response on and, where it is good and not too large, keeps it."""

    def __init__(self, send: Send, answers: Answers | None, key: str, etag: tuple[bytes, bytes]) -> None:
        self.send = send
        self.answers = answers
        self.key = key
        self.etag = etag
        self.headers: Headers | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            kept_by_nobody = header(message, b"set-cookie") or "no-store" in header(message, b"cache-control")
            if message["status"] == 200 and not kept_by_nobody:
                message = with_headers(message, [self.etag, FRESH, VARY])
                self.headers = message["headers"] if self.answers is not None else None
            else:
                message = with_headers(message, [VARY])
        elif self.headers is not None and self.answers is not None:
            self.body += message.get("body", b"")
            if len(self.body) > LARGEST:
                self.headers = None
            elif not message.get("more_body"):
                self.answers.keep(self.key, Answer(self.headers, self.body))
        await self.send(message)


def _is_public(scope: Scope) -> bool:
    return (
        scope["method"] in ("GET", "HEAD")
        and not str(scope["path"]).startswith("/-/")
        and not header(scope, b"authorization")
        and "ds_" not in header(scope, b"cookie")
    )


def _key(scope: Scope, release: str) -> str:
    path = scope.get("raw_path") or str(scope["path"]).encode("utf-8")
    # Datasette puts the host into the addresses of its JSON.
    parts = (release, coding(scope), scope[CHOSEN], header(scope, b"host"), scope.get("scheme", ""))
    address = path.partition(b"?")[0] + b"?" + (scope.get("query_string") or b"")
    return sha256("\x1f".join(parts).encode("utf-8") + b"\x1f" + address).hexdigest()[:32]


def _has(if_none_match: str, key: str) -> bool:
    tags = (tag.strip().removeprefix("W/") for tag in if_none_match.split(","))
    return any(tag == f'"{key}"' for tag in tags)
