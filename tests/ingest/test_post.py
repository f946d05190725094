"""Posts of any platform: their text, what is kept verbatim, and the way out and in again."""

from __future__ import annotations

import unicodedata

import msgspec
import orjson
from hypothesis import given
from hypothesis import strategies as st

from corpus.rows import document_row
from ingest.readers import jsonl
from ingest.readers.post import Person, Post, counter, draft_of

WORDS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=80)


def test_the_text_is_composed_and_the_verbatim_is_not() -> None:
    document = draft_of(Post(platform="twitter", id="1", text="De\u0301bat")).document
    assert (document.text, document.extra["verbatim"]) == ("D\u00e9bat", "De\u0301bat")


@given(text=WORDS, handle=st.none() | st.text("abc", min_size=1), count=st.none() | st.integers(0, 10**12))
def test_a_post_that_goes_out_comes_in_the_same(text: str, handle: str | None, count: int | None) -> None:
    quoted = Post(platform="bluesky", id="at://b", text="Ce qui est cité")
    post = Post(
        platform="bluesky", id="at://a", text=text, author=Person(handle=handle), metrics=(counter("likes", count),)
    )
    document = draft_of(msgspec.structs.replace(post, quotes=quoted, tags=("débat",))).document
    assert unicodedata.is_normalized("NFC", document.text)
    back = jsonl.draft(orjson.dumps(msgspec.to_builtins(document_row(document)))).document
    assert back == document
