"""Lines that recur across an outlet's documents: what goes, what stays, and that the order of things is immaterial."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.folder import Corpus, find_corpus, make_corpus
from corpus.ids import sha256
from corpus.model import Block, Document, Observation, Place, Record, Relation, Removed, Source
from corpus.store import Fate
from ingest.clean.result import Piece, assemble
from ingest.recurring import take_out_recurring
from ingest.recurring.lines import line_key
from ingest.recurring.outlets import articles, site_of
from ingest.recurring.taking import lines_of, to_take, without

CALL = "Sign up for our evening letter and get the harbour in five minutes."
PLAIN = "All day long the tide gauge of Port-Clair measures the level of the water."
Content = Sequence[Piece | str]


def article(id: str, content: Content, **fields: object) -> Document:
    """A document of these pieces; what is only a text is a paragraph."""
    pieces = [piece if isinstance(piece, Piece) else Piece("paragraph", piece) for piece in content]
    text, blocks = assemble(pieces)
    more = {"kind": "article", "outlet": "The Lantern", "language": "en", **fields}
    return Document(id=id, text=text, blocks=blocks, **more)  # type: ignore[arg-type]


def put(corpus: Corpus, *documents: Document, format: str = "html") -> None:
    """Store documents as if readers of this format had given them."""
    with corpus.store() as store, store.writing():
        for document in documents:
            raw = f"{document.id}: {document.text}".encode()
            source = Source(
                id=f"s-{document.id}",
                name=f"{document.id}.html",
                path=f"/in/{document.id}.html",
                sha256=sha256(raw),
                size=len(raw),
                format=format,
            )
            store.add_source(source)
            seen = Observation(document=document.id, source=source.id, number=0)
            store.put(document, seen, cleaned_by="test")
            record = Record(source=source.id, number=0, place=Place(), raw=raw, sha256=sha256(raw), format=format)
            store.add_record(record, Fate(outcome="kept", document=document.id))


def take(corpus: Corpus, *whole: Document) -> int:
    """Run the step; documents are made again as these."""
    again = {document.id: document for document in whole}
    with corpus.store() as store:
        return take_out_recurring(store, again.get)


def stored(corpus: Corpus, id: str) -> Document:
    with corpus.store() as store:
        document = store.document(id)
    assert document is not None
    return document


def own(number: int, part: int = 0) -> str:
    """A sentence that no other document has."""
    words = ("quay", "ferry", "mayor", "ballot", "winter", "market", "lamp", "school", "bridge", "rain")
    chosen = [words[int(digit)] for digit in f"{number:02d}{part:02d}"]
    return f"On the {chosen[0]} the {chosen[1]} of the {chosen[2]} spoke about the {chosen[3]} for a long time."


def five(*lines: Piece | str, **fields: object) -> list[Document]:
    """Five articles of one outlet with their own beginnings and these lines at the end."""
    return [article(f"d{n}", [own(n), own(n, 1), *lines], **fields) for n in range(5)]


def texts(corpus: Corpus, documents: Sequence[Document]) -> list[str]:
    return [stored(corpus, document.id).text for document in documents]


def test_a_line_of_three_articles_goes_with_its_reason_and_the_other_blocks_keep_their_words(corpus: Corpus) -> None:
    documents = [article(f"d{n}", [Piece("title", f"Title {n}"), own(n), CALL, own(n, 1)]) for n in range(3)]
    put(corpus, *documents)
    assert take(corpus) == 3
    for n in range(3):
        after = stored(corpus, f"d{n}")
        assert CALL not in after.text
        assert after.removed == (Removed(reason="recurring", text=CALL, before=2),)
        assert [after.text[b.start : b.end] for b in after.blocks] == [f"Title {n}", own(n), own(n, 1)]
        assert "\n\n".join(line.text for line in lines_of(after)) == documents[n].text


def test_two_articles_are_not_enough(corpus: Corpus) -> None:
    put(corpus, *five(CALL)[:2])
    assert take(corpus) == 0


def test_digits_case_and_accents_do_not_make_lines_different(corpus: Corpus) -> None:
    lines = (
        "Mis à jour par notre équipe à 10:30",
        "mis a jour par notre equipe à 9:05",
        "MIS À JOUR par notre équipe à 8:15",
    )
    put(corpus, *(article(f"d{n}", [own(n), line]) for n, line in enumerate(lines)))
    assert take(corpus) == 3


def test_outlets_do_not_count_together_and_a_site_or_a_folder_stands_for_a_name(corpus: Corpus) -> None:
    documents = five(CALL)
    put(corpus, *(article(d.id, [d.text], outlet=f"Outlet {d.id}") for d in documents))
    assert take(corpus) == 0
    by_site = [
        article(f"s{n}", [own(n), PLAIN], outlet=None, url=f"https://{prefix}fanal.example/{n}")
        for n, prefix in enumerate(("www.", "", "m."))
    ]
    put(corpus, *by_site)
    assert take(corpus) == 3
    put(corpus, *(article(f"f{n}", [own(n, 2), PLAIN], outlet=None) for n in range(3)))
    assert take(corpus) == 3


def test_versions_of_one_article_count_once(corpus: Corpus) -> None:
    documents = five(PLAIN)[:3]
    copy = Relation(kind="near_duplicate_of", target="d0", score=0.9)
    put(corpus, documents[0], *(msgspec.structs.replace(d, relations=(copy,)) for d in documents[1:]))
    assert take(corpus) == 0


@pytest.mark.parametrize(
    "line",
    [
        Piece("heading", "Analysis"),
        "Jean Dupont",
        "Thank you, and may the wind be with all of you.",
        "Vive la République, et vive la France.",
        "« On ne lâche rien, on ne lâchera jamais rien »",
        "“We shall not be moved,” they sang all night",
        "Contactée par nos soins, la mairie n'a pas répondu à nos questions.",
        "The campaign declined to say more about its own accounts.",
        "The campaign spent $ 300 million between the summer and the winter.",
        Piece("embedded_post", "Follow us on our newsletter, all of you who are at sea"),
        Piece("quotation", "Nothing is lost as long as somebody is still there."),
    ],
)
def test_what_articles_have_again_and_again_stays(corpus: Corpus, line: Piece | str) -> None:
    documents = five(line, "An end.")
    put(corpus, *documents)
    assert take(corpus) == 0


def test_a_line_that_does_not_say_what_it_is_goes_only_where_it_stands_in_a_quarter_of_the_articles(
    corpus: Corpus,
) -> None:
    documents = [article(f"d{n:02d}", [own(n), *([PLAIN] if n < 4 else []), own(n, 1)]) for n in range(17)]
    put(corpus, *documents[:16])
    assert take(corpus) == 4
    put(corpus, documents[16])  # four of seventeen: it comes back, as if it had never gone
    assert take(corpus, *documents) == 4
    assert texts(corpus, documents) == [document.text for document in documents]


def test_a_refrain_stays(corpus: Corpus) -> None:
    documents = [article(f"d{n}", [own(n), PLAIN, own(n, 1), PLAIN]) for n in range(4)]
    put(corpus, *documents)
    assert take(corpus) == 0


def test_a_heading_goes_only_with_what_stands_under_it(corpus: Corpus) -> None:
    heading = Piece("heading", "More from our own pages")
    put(corpus, *(article(f"d{n}", [own(n), heading, CALL]) for n in range(3)))
    put(corpus, *(article(f"e{n}", [own(n, 3), heading, own(n, 4)]) for n in range(3)))
    take(corpus)
    assert heading.text not in stored(corpus, "d0").text
    assert heading.text in stored(corpus, "e0").text


def test_no_document_becomes_empty(corpus: Corpus) -> None:
    put(corpus, *five(CALL), article("all", [Piece("title", "A title"), Piece("heading", "A heading"), CALL]))
    take(corpus)
    assert CALL in stored(corpus, "all").text


@pytest.mark.parametrize(("format", "kind"), [("jsonl", "article"), ("europresse", "article"), ("html", "post")])
def test_a_text_that_we_did_not_clean_is_left_alone(corpus: Corpus, format: str, kind: str) -> None:
    put(corpus, *five(CALL, kind=kind), format=format)
    assert take(corpus) == 0


def test_a_link_to_another_article_of_the_outlet_goes(corpus: Corpus) -> None:
    headline = "The mayor leaves the ferry to her successor"
    documents = [article(f"d{n}", [own(n), Piece("list_item", headline)]) for n in range(3)]
    others = [article(f"e{n}", [own(n, 5)]) for n in range(20)]
    put(corpus, *documents, *others, article("m", [own(9, 9)], title=headline))
    assert take(corpus) == 3


def test_a_second_run_changes_nothing_and_the_order_of_ingestion_is_immaterial(tmp_path: Path) -> None:
    documents = [*five(CALL, PLAIN), *(article(f"x{n}", [own(n, 7), CALL]) for n in range(4))]
    results = []
    for run in range(4):
        make_corpus(tmp_path / str(run))
        corpus = find_corpus(tmp_path / str(run))
        shuffled = documents[:]
        random.Random(run).shuffle(shuffled)
        for document in shuffled:
            put(corpus, document)
            if run % 2:  # after each of them, or once for all
                take(corpus, *documents)
        take(corpus, *documents)
        assert take(corpus, *documents) == 0
        with corpus.store() as store:
            results.append(list(store.documents()))
    assert results[0] == results[1] == results[2] == results[3]
    assert any(document.removed for document in results[0])


PIECES = st.lists(
    st.tuples(
        st.sampled_from(["heading", "paragraph", "list_item", "caption", "quotation"]),
        st.sampled_from(["Ein Satz", "Read more here", "a b c d", "é́ 🧵 x y", "um 10", "um 20", "zzz"]),
    ),
    min_size=1,
    max_size=12,
)


@given(PIECES, st.sets(st.sampled_from(["Ein Satz", "Read more here", "a b c d", "um 10"])), st.sets(st.just("zzz")))
def test_nothing_is_lost_whatever_goes(pieces: list[tuple[str, str]], first: set[str], more: set[str]) -> None:
    document = article("d", [Piece(kind, text) for kind, text in pieces])  # type: ignore[arg-type]
    before = [line.text for line in lines_of(document)]
    keys = {line_key(text) for text in first}
    once = without(document, to_take(lines_of(document), keys).__contains__)
    assert [line.text for line in lines_of(once)] == before
    assert once.blocks
    assert _blocks_fit(once)
    again = without(once, to_take(lines_of(once), keys).__contains__)
    assert again == once
    keys |= {line_key(text) for text in more}
    both = without(once, to_take(lines_of(once), keys).__contains__)
    assert [line.text for line in lines_of(both)] == before
    assert _blocks_fit(both)


def _blocks_fit(document: Document) -> bool:
    blocks: tuple[Block, ...] = document.blocks
    return all(document.text[b.start : b.end].strip() == document.text[b.start : b.end] != "" for b in blocks)


def test_sites_and_articles() -> None:
    assert site_of("https://www.lefanal.example/a/b") == "lefanal.example"
    assert site_of("https://web.archive.org/web/2012id_/http://m.lefanal.example/x") == "lefanal.example"
    assert site_of("not an address") is None
    assert articles(["a", "b", "c", "d"], [("c", "b"), ("b", "a"), ("x", "d")]) == {
        "a": "a",
        "b": "a",
        "c": "a",
        "d": "d",
    }
