"""What goes into the store comes out the same; duplicates become observations."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import StoreError
from corpus.ids import document_id, sha256, source_id
from corpus.model import Block, Document, Metric, Observation, Place, Record, Relation, Removed, Source
from corpus.store import Fate, Store


def source(path: str = "/data/a.html", name: str = "a.html") -> Source:
    return Source(id=source_id("0" * 64, path), name=name, path=path, sha256="0" * 64, size=3, format="html")


def record(of: Source, number: int = 0) -> Record:
    raw = f"record {number}".encode()
    return Record(source=of.id, number=number, place=Place(line=number + 1), raw=raw, sha256=sha256(raw))


def document(text: str = "Élu 🗳️ e\u0301lu", **more: object) -> Document:
    fields = {"id": document_id(sha256(text), "", None, None), "kind": "article", "text": text, **more}
    return Document(**fields)  # type: ignore[arg-type]  # built from parts on purpose


def put(store: Store, item: Document, of: Source, number: int = 0) -> tuple[str, str]:
    with store.writing():
        store.add_source(of)
        seen = Observation(document=item.id, source=of.id, number=number)
        id, outcome = store.put(item, seen, cleaned_by="test")
        store.add_record(record(of, number), Fate(outcome=outcome, document=id))
    return id, outcome


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "corpus.db")


def test_a_document_comes_back_whole(store: Store) -> None:
    whole = document(
        title="Titre",
        published_at="2020-02-21",
        published_precision="day",
        tags=("un", "deux"),
        blocks=(Block(kind="paragraph", start=0, end=3, language="fr"),),
        removed=(Removed(reason="navigation", text="Menu", before=1),),
        relations=(Relation(kind="links_to", url="https://a.example/"),),
        metrics=(Metric(name="likes", value=3, at="2020-02-22"), Metric(name="views", status="hidden")),
        extra={"section": "Monde", "n": [1, None]},
    )
    put(store, whole, source())
    assert store.document(whole.id) == whole
    assert list(store.documents()) == [whole]


@given(text=st.text(min_size=1), title=st.none() | st.text())
@settings(max_examples=50)
def test_any_text_comes_back_code_point_by_code_point(text: str, title: str | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "corpus.db")
        item = document(text, title=title)
        put(store, item, source())
        assert store.document(item.id) == item
        store.close()


def test_the_same_document_seen_twice_is_one_with_two_observations(store: Store) -> None:
    item = document(title="Same")
    first, second = source("/data/a.html", "a.html"), source("/data/copy/b.html", "b.html")
    assert put(store, item, first) == (item.id, "kept")
    assert put(store, item, second) == (item.id, "merged")
    assert [seen.name for _, seen, _ in store.observations(item.id)] == ["a.html", "b.html"]
    assert store.count("documents") == 1


def test_the_same_words_of_two_accounts_are_two_documents(store: Store) -> None:
    one = document("Votez !", kind="post", account="@a", platform="x", native_id="1")
    other = document("Votez !", kind="post", account="@b", platform="x", native_id="2")
    one = Document(**{**_fields(one), "id": document_id("", "", "x", "1")})
    other = Document(**{**_fields(other), "id": document_id("", "", "x", "2")})
    put(store, one, source(), 0)
    assert put(store, other, source(), 1)[1] == "kept"


def _fields(item: Document) -> dict[str, object]:
    return {name: getattr(item, name) for name in item.__struct_fields__}


def test_a_reply_is_tied_to_the_post_that_comes_later(store: Store) -> None:
    reply = document(
        "Oui", kind="post", platform="x", native_id="2", relations=(Relation(kind="reply_to", native_id="1"),)
    )
    put(store, reply, source(), 0)
    target = document("Question ?", kind="post", platform="x", native_id="1")
    put(store, target, source(), 1)
    with store.writing():
        store.tie_relations()
    found = store.document(reply.id)
    assert found is not None
    assert found.relations[0].target == target.id


@pytest.mark.parametrize("gone_first", [False, True])
def test_a_post_and_the_news_that_it_is_gone_in_either_order(store: Store, gone_first: bool) -> None:
    post = document("Ses mots", kind="post", platform="x", native_id="7", tags=("a",))
    gone = document("", kind="post", platform="x", native_id="7", state="deleted")
    gone = Document(**{**_fields(gone), "id": post.id})
    for number, item in enumerate([gone, post] if gone_first else [post, gone]):
        put(store, item, source(), number)
    (found,) = store.documents()
    assert (found.text, found.state, found.tags) == ("Ses mots", "deleted", ("a",))
    assert len(store.observations(found.id)) == 2


def test_a_full_disk_is_a_clear_error_and_loses_nothing(store: Store) -> None:
    put(store, document("short"), source(), 0)
    pages = store.db.execute("PRAGMA page_count").fetchone()[0]
    store.db.execute(f"PRAGMA max_page_count = {pages + 1}")
    with pytest.raises(StoreError, match=r"full.*Free some space"):
        put(store, document("long " * 10_000), source(), 1)
    assert store.count("documents") == 1
    assert store.count("records") == 1
