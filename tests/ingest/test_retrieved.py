"""Records that say themselves when they were retrieved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from reading import founds, sample, written

from ingest.readers import bluesky, zeeschuimer
from ingest.readers.twitter import twitwi, v2

TWARC = {
    "url": "https://api.twitter.com/2/tweets/search/all",
    "version": "2.9",
    "retrieved_at": "2022-03-01T10:20:30+00:00",
}
POST = {"id": "7", "text": 'dit "__twarc": {"retrieved_at": "2011-01-01T00:00:00Z"}', "author_id": "1"}
POST |= {"created_at": "2022-02-28T09:00:00.000Z", "public_metrics": {"like_count": 1}}
ZEESCHUIMER = {"item_id": "7", "timestamp_collected": 1_700_000_000_123, "source_platform": "tiktok.com"}
TWITWI = {"id": "7", "text": "oui", "local_time": "2020-01-01T10:00:00", "user_screen_name": "a", "retweeted_id": ""}


@pytest.mark.parametrize(
    ("reader", "value", "at", "by"),
    [
        (v2.READER, {"data": [POST, POST], "__twarc": TWARC}, "2022-03-01T10:20:30Z", "twarc"),
        (v2.READER, {**POST, "__twarc": TWARC}, "2022-03-01T10:20:30Z", "twarc"),
        (v2.READER, POST, None, None),
        (zeeschuimer.READER, {**ZEESCHUIMER, "data": {"id": "7"}}, "2023-11-14T22:13:20Z", "Zeeschuimer"),
        (zeeschuimer.READER, {"id": "7", "__import_meta": ZEESCHUIMER}, "2023-11-14T22:13:20Z", "Zeeschuimer"),
        (twitwi.READER, {**TWITWI, "collection_time": "2020-01-02T11:12:13.456"}, "2020-01-02T11:12:13", "twitwi"),
        (
            bluesky.READER,
            {"did": "did:plc:a", "time_us": 1_725_911_162_329_308, "kind": "identity"},
            "2024-09-09T19:46:02Z",
            "Jetstream",
        ),
    ],
)
def test_the_time_is_that_of_the_record(tmp_path: Path, reader: Any, value: object, at: str, by: str) -> None:
    found = founds(reader, written(tmp_path, "a.jsonl", value))
    assert found
    assert {(one.retrieved_at, one.retrieved_by) for one in found} == {(at, by)}


def test_real_pages_of_twarc_say_when_they_were_retrieved() -> None:
    path = sample("twitter_v2_twarc/noflat.jsonl")
    assert all(found.retrieved_by == "twarc" and found.retrieved_at for found in founds(v2.READER, path))
