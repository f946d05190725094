"""Near duplicates from the user's side: what is tied to what, why, and what never is."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from running import Run
from snapshot import snapshot

from corpus.folder import Corpus
from corpus.model import Document, Relation
from ingest.run import ingest_paths

WORDS = [f"{a}{b}" for a in "bdfgklmnprstvz" for b in ("alo", "eri", "ino", "onde", "ura", "ette", "ard", "oir")]
SENTENCE = "Nobody paid us to say that the candidate keeps every promise that he makes to our town"


def prose(seed: int, count: int) -> str:
    """So many words that no other seed gives in the same order."""
    chance = random.Random(seed)
    return " ".join(chance.choice(WORDS) for _ in range(count))


def edited(text: str, share: float, seed: int = 0) -> str:
    """The text with this share of its words replaced."""
    chance = random.Random(seed)
    return " ".join("changed" + str(n) if chance.random() < share else w for n, w in enumerate(text.split()))


def post(n: int, text: str, account: str = "@somebody", **more: Any) -> dict[str, Any]:
    return {"kind": "post", "platform": "x", "native_id": str(n), "account": account, "text": text, **more}


def article(text: str, outlet: str | None = None, **more: Any) -> dict[str, Any]:
    return {"kind": "article", "text": text, "outlet": outlet, **more}


class Stored:
    """A corpus of these documents, each known by its place in the list."""

    def __init__(self, corpus: Corpus, folder: Path, items: list[dict[str, Any]]) -> None:
        path = folder / "in.jsonl"
        path.write_text("".join(json.dumps({**i, "tags": [str(n)]}) + "\n" for n, i in enumerate(items)))
        self.account = ingest_paths(corpus, [path])
        with corpus.store() as store:
            documents = list(store.documents())
        self.number = {document.id: int(document.tags[0]) for document in documents}
        self.documents: dict[int, Document] = {int(document.tags[0]): document for document in documents}

    def ties(self) -> dict[int, int]:
        """Near duplicates with their canonical documents."""
        return {n: self.number[tie.target or ""] for n, tie in self.relations("near_duplicate_of")}

    def what(self) -> dict[int, str]:
        """Near duplicates, and what they are said to be."""
        return {n: (tie.evidence or "").split(":")[0] for n, tie in self.relations("near_duplicate_of")}

    def relations(self, kind: str) -> list[tuple[int, Relation]]:
        return [
            (number, relation)
            for number, document in sorted(self.documents.items())
            for relation in document.relations
            if relation.kind == kind
        ]


@pytest.fixture
def store(corpus: Corpus, tmp_path: Path) -> Any:
    return lambda *items: Stored(corpus, tmp_path, list(items))


def test_the_same_sentence_of_twenty_accounts_is_found_through_its_disguises(store: Any) -> None:
    forms = [SENTENCE, SENTENCE.upper(), f"{SENTENCE}!!! https://t.co/{'x' * 8}", f"@a @b {SENTENCE}", f"#{SENTENCE}"]
    posts = [post(n, forms[n % 5], f"@account{n}", published_at=f"2020-02-{n + 1:02}") for n in range(20)]
    found = store(*posts, post(99, "An honest opinion that is nobody's but mine, for what it is worth to you", "@c"))
    assert found.ties() == dict.fromkeys(range(1, 20), 0)
    assert set(found.what().values()) == {"copied post"}
    assert found.account.near_duplicates == 19


def test_accents_do_not_hide_a_copy_nor_does_a_changed_word(store: Any) -> None:
    text = "L'été dernier déjà, personne n'avait été payé pour dire du bien du maire de la commune"
    plain = "L’ete dernier deja, personne n’avait ete paye pour dire du bien du maire de la commune"
    found = store(post(1, text, "@a"), post(2, plain, "@b"), post(3, text.replace("maire", "député"), "@c"))
    assert len(found.ties()) == 2


def test_short_posts_are_nobodys_copies(store: Any) -> None:
    same = ["Vote!", "Vote Obama", "Four more years", "🎉🎉🎉", "https://t.co/abc", "@a @b", "#vote"]
    assert store(*(post(n, text, f"@{n}") for n, text in enumerate(same * 3))).ties() == {}


def test_an_account_that_repeats_itself_is_told_from_one_that_copies(store: Any) -> None:
    found = store(post(1, SENTENCE, "@a", published_at="2020"), post(2, SENTENCE, "@a"), post(3, SENTENCE, "@b"))
    assert found.what() == {1: "repeated post", 2: "copied post"}


@pytest.mark.parametrize("share", [0.0, 0.02, 0.1, 0.2])
def test_articles_with_some_words_changed_are_tied_with_their_score(store: Any, share: float) -> None:
    text = prose(1, 400)
    found = store(article(text, "A", published_at="2020"), article(edited(text, share), "B"), article(prose(2, 400)))
    assert found.ties() == {1: 0}
    assert found.what() == {1: "syndicated copy"}
    ((_, tie),) = found.relations("near_duplicate_of")
    assert tie.made_by == "duplicates 1"
    assert 0.4 <= tie.score <= 1
    assert (tie.score == 1) == (share == 0)


def test_agency_copy_with_other_title_cut_and_added_paragraphs(store: Any) -> None:
    agency = "\n\n".join(prose(n, 60) for n in range(6))
    cut = "\n\n".join(agency.split("\n\n")[:4])
    more = agency + "\n\n" + "\n\n".join(prose(n, 60) for n in range(20, 24))
    own = cut + "\n\n" + prose(30, 30)
    found = store(
        article(agency, "Agency", title="First title", published_at="2020-01-01"),
        article(cut, "B", title="Something else", published_at="2020-01-02"),
        article(more, "C", published_at="2020-01-02"),
        article(own, "D", published_at="2020-01-02"),
    )
    assert found.ties() == {1: 0, 2: 0, 3: 0}


def test_an_excerpt_is_tied_to_the_whole_even_when_it_came_first(store: Any) -> None:
    whole = prose(1, 600)
    teaser = " ".join(whole.split()[:80])
    found = store(article(teaser, published_at="2020-01-01"), article(whole, published_at="2020-01-02"))
    assert found.ties() == {0: 1}
    assert found.what() == {0: "excerpt"}


def test_a_quotation_a_quoted_post_and_a_shared_notice_tie_nothing(store: Any) -> None:
    quotation, notice = prose(50, 60), prose(51, 70)
    articles = [article(f"{prose(n, 250)} {quotation} {prose(n + 20, 150)} {notice}", f"O{n}") for n in range(8)]
    assert (
        store(*articles, post(1, quotation), article(prose(60, 200) + " " + SENTENCE), post(2, SENTENCE)).ties() == {}
    )


def test_what_an_outlet_prints_under_everything_ties_nothing_however_long(store: Any) -> None:
    notice = prose(50, 150)
    articles = [article(f"{prose(n, 60)} {notice}", "The Lantern") for n in range(12)]
    assert store(*articles).ties() == {}


def test_what_says_that_it_reposts_is_not_tied_again(store: Any) -> None:
    native = {"relations": [{"kind": "reposts", "native_id": "1"}]}
    absent = {"relations": [{"kind": "reposts", "native_id": "777"}]}
    other = "Our volunteers called each of the nine thousand households of the valley before the polls opened"
    found = store(
        post(1, SENTENCE, "@a", published_at="2020-01-02"),
        post(2, SENTENCE, "@b", published_at="2020-01-01", **native),
        *(post(n, other, f"@c{n}", **absent) for n in range(10, 15)),
        post(30, other, "@d", published_at="2021"),
    )
    # One of the reposts of a post that is not here stands for it; the post of @d is no repost, so it is canonical.
    assert list(found.ties().values()) == [7]
    assert {kind for (kind,) in {(r.made_by,) for _, r in found.relations("reposts")}} == {None}


def test_a_repost_by_hand_is_a_repost_when_it_is_certain(store: Any) -> None:
    found = store(
        post(1, SENTENCE, "@Name", published_at="2020-01-01"),
        post(2, f"RT @name: {SENTENCE} https://t.co/1", "@b", published_at="2020-01-02"),
        post(3, f"RT @other: {SENTENCE}", "@c", published_at="2020-01-02"),
    )
    ((number, tie),) = found.relations("reposts")
    assert (number, found.number[tie.target], tie.made_by) == (1, 0, "duplicates 1")
    assert found.ties() == {2: 0}


def test_a_chain_whose_ends_differ_is_not_one_cluster(store: Any) -> None:
    chance = random.Random(4)
    texts = [prose(1, 300).split()]
    for _ in range(12):
        texts.append([chance.choice(WORDS) if chance.random() < 0.08 else word for word in texts[-1]])
    found = store(*(article(" ".join(t), published_at=f"2020-01-{n + 1:02}") for n, t in enumerate(texts)))
    ties = found.ties()
    assert len(set(ties.values())) > 1
    assert not set(ties) & set(ties.values())


def test_texts_in_a_script_without_spaces_are_compared_by_character(store: Any) -> None:
    chance = random.Random(2)
    one, other = ("".join(chr(0x4E00 + chance.randrange(2000)) for _ in range(200)) for _ in range(2))
    found = store(article(one, published_at="2020"), article(one[:90] + "新" + one[90:]), article(other))
    assert found.ties() == {1: 0}


def test_a_corpus_of_one_of_none_and_of_empty_texts(store: Any, corpus: Corpus) -> None:
    assert store(article(prose(1, 100)), post(1, "", state="deleted"), post(2, "", state="deleted")).ties() == {}


def test_the_command_lists_clusters_and_compares_only_when_something_came_in(
    corpus: Corpus, tmp_path: Path, hustings: Run
) -> None:
    items = [post(n, SENTENCE, f"@account{n}", published_at=f"2020-01-0{n}") for n in range(1, 5)]
    path = tmp_path / "posts.jsonl"
    path.write_text("".join(json.dumps(item) + "\n" for item in items))
    done = hustings("-C", corpus.root, "ingest", path, "--no-duplicates", "--json")
    assert json.loads(done.stdout)["near_duplicates"] == 0
    first = hustings("-C", corpus.root, "duplicates", "--json")
    assert "4 documents" in first.stderr
    (cluster,) = json.loads(first.stdout)
    assert cluster["canonical"]["account"] == "@account1"
    assert [copy["account"] for copy in cluster["copies"]] == ["@account2", "@account3", "@account4"]
    assert {(copy["score"], copy["what"]) for copy in cluster["copies"]} == {(1.0, "copied post")}
    second = hustings("-C", corpus.root, "duplicates")
    assert "No document came in" in second.stderr
    assert "3 near duplicates of 1 documents" in second.stdout
    assert "3 documents of this corpus are near duplicates" in hustings("-C", corpus.root, "ingest", path).stdout


def test_an_export_read_again_has_each_tie_once(corpus: Corpus, store: Any, tmp_path: Path, hustings: Run) -> None:
    store(*(post(n, SENTENCE, f"@{n}") for n in range(4)))
    before = snapshot(corpus.root)["relations"]
    export = hustings("-C", corpus.root, "export", "documents").stdout
    tied = [r for line in export.splitlines() for r in json.loads(line).get("relations", [])]
    assert {tie["made_by"] for tie in tied} == {"duplicates 1"}
    assert all(tie["score"] == 1 and tie["evidence"] for tie in tied)
    (tmp_path / "export.jsonl").write_text(export)
    hustings("init", tmp_path / "other")
    hustings("-C", tmp_path / "other", "ingest", tmp_path / "export.jsonl")
    hustings("-C", corpus.root, "ingest", tmp_path / "export.jsonl")
    assert snapshot(corpus.root)["relations"] == before
    assert snapshot(tmp_path / "other")["relations"] == before
