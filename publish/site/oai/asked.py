"""What a harvester asks: a verb and its arguments, checked as the protocol says; and where its list goes on."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from corpus.errors import HustingsError

PREFIX = "oai_dc"
SECOND = "%Y-%m-%dT%H:%M:%SZ"
# Of each verb: what it must have, what it may have, and whether a list of it can be gone on with.
VERBS: dict[str, tuple[frozenset[str], frozenset[str], bool]] = {
    "Identify": (frozenset(), frozenset(), False),
    "ListMetadataFormats": (frozenset(), frozenset({"identifier"}), False),
    "ListSets": (frozenset(), frozenset(), True),
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), frozenset(), False),
    "ListIdentifiers": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"}), True),
    "ListRecords": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"}), True),
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
_SECOND = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z")


class Refused(HustingsError):
    """One of the protocol's own errors: its code and a sentence for a person. It becomes an answer."""

    def __init__(self, code: str, what: str) -> None:
        self.code = code
        super().__init__(what)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One question, whole: where a list is gone on with, its first question is in it again."""

    verb: str
    arguments: dict[str, str]  # as they were sent, the verb not among them
    identifier: str | None = None
    set: str | None = None
    since: datetime | None = None
    until: datetime | None = None  # inclusive
    after: str = ""  # the id of the last document that was sent
    cursor: int = 0  # how many were sent before


class _Token(msgspec.Struct, frozen=True, array_like=True):
    """Where a list goes on: everything that the question said, and after which document. Nothing is kept here."""

    verb: str
    set: str | None
    since: str | None
    until: str | None
    after: str
    cursor: int


def read(pairs: Sequence[tuple[str, str]]) -> Asked:
    """The question of the pairs of a request. Raises Refused."""
    verbs = [value for name, value in pairs if name == "verb"]
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise Refused("badVerb", f"The verb must be one of {', '.join(VERBS)}, once.")
    verb = verbs[0]
    arguments = {name: value for name, value in pairs if name != "verb"}
    required, allowed, is_list = VERBS[verb]
    if len(arguments) != len(pairs) - 1:
        raise Refused("badArgument", "An argument stands twice.")
    if is_list and "resumptionToken" in arguments:
        if len(arguments) > 1:
            raise Refused("badArgument", "No other argument may stand beside a resumptionToken.")
        return _resumed(verb, arguments)
    unknown = sorted(arguments.keys() - required - allowed)
    missing = sorted(required - arguments.keys())
    if unknown or missing:
        said = [f"It has no argument {name}." for name in unknown] + [
            f"The argument {name} is missing." for name in missing
        ]
        raise Refused("badArgument", " ".join(said))
    since, until = _span(arguments.get("from"), arguments.get("until"))
    if arguments.get("metadataPrefix", PREFIX) != PREFIX:
        raise Refused("cannotDisseminateFormat", f"The only format is {PREFIX}.")
    return Asked(
        verb=verb,
        arguments=arguments,
        identifier=arguments.get("identifier"),
        set=arguments.get("set"),
        since=since,
        until=until,
    )


def token(asked: Asked, after: str, cursor: int) -> str:
    """The token by which this list goes on after a document, of which `cursor` were sent."""
    since, until = (day.strftime(SECOND) if day else None for day in (asked.since, asked.until))
    packed = msgspec.json.encode(_Token(asked.verb, asked.set, since, until, after, cursor))
    return urlsafe_b64encode(packed).decode("ascii").rstrip("=")


def _resumed(verb: str, arguments: dict[str, str]) -> Asked:
    said = arguments["resumptionToken"]
    try:
        found = msgspec.json.decode(urlsafe_b64decode(said + "=" * (-len(said) % 4)), type=_Token)
        since, until = _moment(found.since), _moment(found.until)
    except (ValueError, msgspec.DecodeError) as error:  # no base64, no JSON of ours, no time
        raise Refused("badResumptionToken", "This token is none of ours.") from error
    if found.verb != verb or found.cursor < 0:
        raise Refused("badResumptionToken", f"This token goes on with a list of {found.verb}.")
    return Asked(
        verb=verb, arguments=arguments, set=found.set, since=since, until=until, after=found.after, cursor=found.cursor
    )


def _span(since: str | None, until: str | None) -> tuple[datetime | None, datetime | None]:
    """From and until when; a day lasts till its last second. Raises Refused."""
    try:
        first, last = _moment(since), _moment(until)
    except ValueError as error:
        raise Refused(
            "badArgument", "A date is written 2024-02-03 or 2024-02-03T10:00:00Z, and has to be one."
        ) from error
    if since and until and len(since) != len(until):
        raise Refused("badArgument", "`from` and `until` must be equally precise.")
    if first and last and first > last:
        raise Refused("badArgument", "`from` is later than `until`.")
    if last and until and _DAY.match(until):
        last += timedelta(days=1, seconds=-1)
    return first, last


def _moment(said: str | None) -> datetime | None:
    """A day's first second, or a second. ValueError for what is neither."""
    if said is None:
        return None
    if not (_DAY.match(said) and said.isascii()) and not (_SECOND.match(said) and said.isascii()):
        raise ValueError(said)
    return datetime.strptime(said, SECOND if "T" in said else "%Y-%m-%d").replace(tzinfo=UTC)
