"""Aliases: the same person has the same one wherever they are named, and only the corpus's key leads from one to it.

HMAC-SHA256 (RFC 2104) over the folded handle, cut to 40 bits: with 50,000 persons two have the same once in a
thousand corpora.
"""

from __future__ import annotations

import base64
import hmac
import unicodedata
from collections.abc import Callable
from functools import cached_property

BYTES = 5  # of the digest: eight letters or digits
HIDDEN = "[…]"  # in the place of an address that leads to a person


class _Fold(dict[int, str]):
    """Every character without its accent, in lower case, and always one character: offsets stay."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKD", chr(code))[0].lower()[:1]
        self[code] = plain
        return plain


_FOLD = _Fold()


def folded(text: str) -> str:
    """The text without accents and capitals, character for character."""
    return text.lower() if text.isascii() else text.translate(_FOLD)


def handle_key(handle: str) -> str:
    """A handle as it is compared: `@Zoé` and `zoe` are one."""
    return folded(handle.strip().lstrip("@＠"))


class Aliases:
    """Makes aliases with a key, which is asked for when the first is made."""

    def __init__(self, key: Callable[[], bytes]) -> None:
        self._ask = key
        self._made: dict[tuple[str, str], str] = {}

    @cached_property
    def _key(self) -> bytes:
        return self._ask()

    def person(self, key: str) -> str:
        """`@person-k3f7q2xa`, of a person's folded handle."""
        return self._of("person", key)

    def mail(self, address: str) -> str:
        """`@mail-k3f7q2xa`, of an e-mail address."""
        return self._of("mail", folded(address))

    def post(self, native_id: str) -> str:
        """`post-k3f7q2xa`, of a platform's id."""
        return self._of("post", native_id).lstrip("@")

    def _of(self, kind: str, key: str) -> str:
        known = self._made.get((kind, key))
        if known is None:
            digest = hmac.new(self._key, f"{kind}\x1f{key}".encode(), "sha256").digest()
            known = f"@{kind}-{base64.b32encode(digest[:BYTES]).decode('ascii').lower()}"
            self._made[kind, key] = known
        return known
