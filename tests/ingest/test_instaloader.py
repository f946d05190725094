"""Posts of Instagram that instaloader saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading import faults, only, written

from ingest.readers.instaloader import READER
from ingest.readers.registry import recognise

GRAPH = {
    "__typename": "GraphImage",
    "id": "2250000000000000123",
    "shortcode": "B85mxQ4oQB7",
    "taken_at_timestamp": 1582279200,
    "edge_media_to_caption": {"edges": [{"node": {"text": "Samedi à #Lille avec @bob"}}]},
    "edge_media_preview_like": {"count": 12},
    "edge_media_to_comment": {"count": 3},
    "owner": {"id": "77", "username": "ada", "full_name": "Ada"},
    "display_url": "https://x.org/1.jpg",
    "is_video": False,
}
NEWER = {"code": "B85mxQ4oQB7", "taken_at": 1582279200, "caption": {"text": "Samedi à #Lille avec @bob"}}
NEWER |= {"like_count": 12, "comment_count": 3, "user": {"pk": 77, "username": "ada", "full_name": "Ada"}}


@pytest.mark.parametrize("node", [GRAPH, {"iphone_struct": NEWER, "id": "1"}, {**GRAPH, "iphone_struct": NEWER}])
@pytest.mark.parametrize("indent", [None, 4])
def test_a_post_by_either_shape(tmp_path: Path, node: dict[str, object], indent: int | None) -> None:
    about = {"version": "4.10", "node_type": "Post"}
    path = written(tmp_path, "2020-02-21_UTC.json", {"node": node, "instaloader": about}, indent=indent)
    assert recognise(path.read_bytes()).name == "instaloader"
    document = only(READER, path).document
    assert (document.platform, document.native_id, document.account) == ("instagram", "B85mxQ4oQB7", "@ada")
    assert (document.text, document.tags) == ("Samedi à #Lille avec @bob", ("Lille",))
    assert document.published_at == "2020-02-21T10:00:00Z"
    assert {(m.name, m.value) for m in document.metrics} == {("likes", 12), ("replies", 3)}


def test_a_profile_is_no_post(tmp_path: Path) -> None:
    value = {"node": {"username": "ada", "id": "77"}, "instaloader": {"version": "4.10", "node_type": "Profile"}}
    assert faults(READER, written(tmp_path, "ada_77.json", value)) == ["no-document"]
