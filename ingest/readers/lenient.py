"""Fields of JSON that nobody promised: what is missing, or of another type than expected, is None and no error."""

from __future__ import annotations

import re
from typing import Any

import orjson

from corpus.errors import BadRecord

_WHOLE = re.compile(r"-?\d{1,18}\Z")
_MOST = 2**63  # beyond what a platform counts, and what SQLite holds
_ID = re.compile(r"[1-9]\d{0,24}\Z")
_LONE_SURROGATE = re.compile(
    rb"(?i)((?:\\u(?!d[89a-f])[0-9a-f]{4}|\\[^u]|\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2})++)|\\ud[89a-f][0-9a-f]{2}"
)


def parsed(raw: bytes) -> Any:
    """The JSON value. Raises BadRecord (`not-json`).

    Half of an emoji, which old exports hold where a text was cut, becomes the replacement character.
    """
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        first = error
    try:
        return orjson.loads(_LONE_SURROGATE.sub(lambda match: match.group(1) or rb"\ufffd", raw))
    except orjson.JSONDecodeError:
        raise BadRecord("not-json", f"This is no JSON: {first}.") from first


def at(value: Any, *path: str | int) -> Any:
    """What stands at the end of a path of keys and indices."""
    for step in path:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and -len(value) <= step < len(value):
            value = value[step]
        else:
            return None
    return value


def text(value: Any, *path: str | int) -> str | None:
    """A text that is not empty, without NULs, at which programs end a text."""
    found = at(value, *path)
    return found.replace("\x00", "") or None if isinstance(found, str) else None


def mapping(value: Any, *path: str | int) -> dict[str, Any]:
    """An object; an empty one where there is none."""
    found = at(value, *path)
    return found if isinstance(found, dict) else {}


def objects(value: Any, *path: str | int) -> list[dict[str, Any]]:
    """The objects of a list."""
    found = at(value, *path)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def texts(value: Any, *path: str | int) -> list[str]:
    """The texts of a list that are not empty."""
    found = at(value, *path)
    return [item for item in found if isinstance(item, str) and item] if isinstance(found, list) else []


def number(value: Any, *path: str | int) -> int | None:
    """A whole number, also where it is written as text; None for one that no counter and no time has."""
    found = at(value, *path)
    if isinstance(found, str) and _WHOLE.match(found.strip()):
        return int(found)
    if isinstance(found, float) and found.is_integer() and abs(found) < 2**53:
        return int(found)
    return found if isinstance(found, int) and not isinstance(found, bool) and abs(found) < _MOST else None


def identifier(value: Any, *path: str | int) -> str | None:
    """A numeric id as text; None for one that lost its digits (1.16925E+18)."""
    found = at(value, *path)
    if isinstance(found, int) and not isinstance(found, bool) and found > 0:
        return str(found)
    return found.strip() if isinstance(found, str) and _ID.match(found.strip()) else None
