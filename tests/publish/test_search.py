"""What a search finds, how it is shown, and that nothing anybody types breaks it."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stored import annotate, silent, store

from corpus.errors import QueryError
from corpus.folder import Corpus, find_corpus, make_corpus
from corpus.model import Block
from publish.building.build import build
from publish.database import open_site, open_tokens
from publish.lemmas import WORD, folded, lemma, spelled_out
from publish.search import searching
from publish.search.passage import Passage, Span, best_passage
from publish.search.searching import Results
from publish.tokens.reading import Tokens
from publish.tokens.vocabulary import Vocabulary

ACTORS = """
actors:
  - id: reine-des-abeilles
    type: candidate
    names: {en: Queen Bee, fr: Reine des abeilles}
"""
SWITCHES = "We met. " + "La ruche est l'œuvre de milliers d'ouvrières qui travaillent ensemble sans jamais se reposer."
DOCUMENTS = {
    "dbattre": "Les cœurs de l’organisation relationnelle battaient. Une élection, des élections.",
    "dorganize": "They organized friends: relational organizing, 😀 friend-to-friend, is everywhere.",
    "dqueen": "The Queen Bee gave a speech about nothing in particular.",
    "dreine": "La reine des abeilles n'a rien dit.",
    "dcoded": "Elle écrivait à ses voisines, une à une.",
    "dmixed": SWITCHES,
    "dpost": "Vote!",
    "dund": "Lorem battaient",
}
LANGUAGES = {"dbattre": "fr", "dorganize": "en", "dqueen": "en", "dreine": "fr", "dcoded": "fr", "dmixed": "en"}
MORE = {
    "dpost": {"kind": "post", "account": "@bee", "case": "hive"},
    "dqueen": {"title": "Speeches", "outlet": "The Comb", "published_at": "2018-05", "case": "hive"},
    "dmixed": {
        "blocks": (
            Block(kind="paragraph", start=0, end=7),
            Block(kind="paragraph", start=8, end=len(SWITCHES), language="fr"),
        )
    },
}


class Site(NamedTuple):
    """A built site, opened."""

    db: sqlite3.Connection
    tokens: Tokens


@contextmanager
def opened(corpus: Corpus) -> Iterator[Site]:
    with closing(open_site(corpus)) as db:
        yield Site(db, open_tokens(db, corpus.site))


def search(site: Site, query: str, *, across: bool = True, limit: int = 20, offset: int = 0, **filters: str) -> Results:
    return searching.search(site.db, site.tokens, query, filters, across=across, limit=limit, offset=offset)


def marks_in_text(site: Site, query: str, document: int) -> list[Span]:
    return searching.marks_in_text(site.db, site.tokens, query, document)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    root = tmp_path_factory.mktemp("search") / "corpus"
    corpus = make_corpus(root)
    (root / "actors.yaml").write_text(ACTORS, encoding="utf-8")
    rows = [
        {"id": id, "text": text, "language": LANGUAGES.get(id), **MORE.get(id, {})} for id, text in DOCUMENTS.items()
    ]
    store(corpus, *rows)
    annotate(corpus, "dcoded", "écrivait à ses voisines", "tactic", "relational-organizing")
    corpus = find_corpus(root)
    build(corpus, silent)
    with opened(corpus) as site:
        yield site


def ids(results: Results) -> set[str]:
    return {hit.id for hit in results.hits}


def found(site: Site, query: str) -> set[str]:
    return ids(search(site, query, across=False))


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("organisations", {"dbattre"}),  # any inflection, in the language of the text
        ("battre", {"dbattre"}),
        ("BATTAIENT", {"dbattre", "dund"}),
        ("organize", {"dorganize"}),
        ("travail*", {"dmixed"}),
        ("travaillait", {"dmixed"}),  # a paragraph in another language than its document
        ("meeting", {"dmixed"}),
        ("coeur", {"dbattre"}),  # with or without ligatures and accents
        ("Cœur", {"dbattre"}),
        ("oeuvres", {"dmixed"}),
        ("elections", {"dbattre"}),
        ("election", {"dbattre"}),
        ("l'organisation", {"dbattre"}),
        ("organisation rien", set()),  # all words must be there
        ("organisation OR abeille", {"dbattre", "dreine"}),
        ("rien abeille OR organisation", {"dreine"}),
        ("abeilles -organisation", {"dreine"}),
        ("speech NOT particular", set()),
        ('"organisation relationnelle"', {"dbattre"}),  # in this order and as it stands
        ('"relationnelle organisation"', set()),
        ('"organisations relationnelles"', set()),
        ("« de l'organisation »", {"dbattre"}),
        ('"au coeurs"', set()),
        ('"les coeurs"', {"dbattre"}),
        ("organi*", {"dbattre", "dorganize"}),
        ("bee", {"dqueen"}),
        ("friend-to-friend", {"dorganize"}),
        ("friends-to-friends", {"dorganize"}),
        ("to-friend-friend", set()),
        ("😀 friend", {"dorganize"}),
        ("(speech) AND !particular?", {"dqueen"}),
    ],
)
def test_what_is_found(site: Site, query: str, wanted: set[str]) -> None:
    assert found(site, query) == wanted


def test_a_question_in_one_language_finds_the_other(site: Site) -> None:
    results = search(site, "mobilisation relationnelle")
    assert {hit.id: hit.across for hit in results.hits} == {"dorganize": True, "dcoded": True}
    (expansion,) = results.expansions
    assert (expansion.asked, expansion.code) == ("mobilisation relationnelle", "relational-organizing")
    assert ("en", "relational organizing") in expansion.terms
    assert search(site, "mobilisation relationnelle", across=False).total == 0


def test_a_name_finds_its_translation_in_whatever_place_of_the_query(site: Site) -> None:
    results = search(site, "queen bee")
    assert {hit.id: hit.across for hit in results.hits} == {"dqueen": False, "dreine": True}
    assert ids(search(site, "speech queen bees")) == {"dqueen"}
    assert ids(search(site, "dire Queen Bee")) == {"dreine"}
    assert ids(search(site, '"queen bee"')) == {"dqueen"}  # an exact phrase stays exact


def test_what_was_found_by_its_code_shows_the_passage_that_was_coded(site: Site) -> None:
    hits = {hit.id: hit for hit in search(site, "relational organising").hits}
    assert marked(hits["dcoded"].snippet) == ["écrivait à ses voisines"]


def marked(passage: Passage) -> list[str]:
    return [piece for piece, hit in passage.pieces() if hit]


def test_a_snippet_shows_what_was_written(site: Site) -> None:
    (hit,) = search(site, 'coeur "de l\'organisation"', across=False).hits
    assert marked(hit.snippet) == ["cœurs", "de l’organisation"]
    assert "".join(piece for piece, _ in hit.snippet.pieces()) == DOCUMENTS["dbattre"]


def test_the_page_of_a_hit_can_mark_the_same_words(site: Site) -> None:
    (hit,) = search(site, "election", across=False).hits
    spans = marks_in_text(site, "election", hit.number)
    assert [DOCUMENTS[hit.id][start:end] for start, end in spans] == ["élection", "élections"]
    assert marks_in_text(site, "election", 10_000) == []


def test_a_hit_says_what_it_is(site: Site) -> None:
    (hit,) = search(site, "speech").hits
    assert (hit.label, hit.outlet, hit.published_at, hit.case) == ("Speeches", "The Comb", "2018-05", "hive")
    assert hit.title is not None
    assert marked(hit.title) == ["Speeches"]
    (post,) = search(site, "vote").hits
    assert (post.title, post.label) == (None, "Vote!")
    assert str(post.account).startswith("@person-")  # nobody public


def test_filters_and_what_they_leave_to_choose(site: Site) -> None:
    query = "battre OR speech OR vote OR reine"
    everything = search(site, query, across=False)
    assert everything.total == 4
    assert everything.facets["language"] == [("fr", 2), (None, 1), ("en", 1)]
    assert everything.facets["case"] == [(None, 2), ("hive", 2)]
    assert everything.facets["kind"] == [("article", 3), ("post", 1)]
    french = search(site, query, language="fr", across=False)
    assert (french.total, ids(french)) == (2, {"dbattre", "dreine"})
    assert french.facets["language"] == everything.facets["language"]  # the other choices stay
    assert french.facets["case"] == [(None, 2)]
    assert ids(search(site, query, case="hive", kind="post", across=False)) == {"dpost"}


def test_pages_follow_each_other(site: Site) -> None:
    query = "battre OR speech OR vote OR reine"
    everything = [hit.id for hit in search(site, query).hits]
    paged = [hit.id for offset in range(0, 6, 2) for hit in search(site, query, limit=2, offset=offset).hits]
    assert paged == everything
    assert search(site, query, limit=2).total == len(everything)


def test_a_title_weighs_more_than_the_text(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "c")
    filler = "Nothing else to say here today. " * 3
    store(
        corpus,
        {"id": "da", "text": f"{filler} bees {filler}", "title": "News", "language": "en"},
        {"id": "db", "text": f"{filler} news {filler}", "title": "Bees", "language": "en"},
        *({"id": f"dz{n}", "text": filler + str(n), "title": "Other", "language": "en"} for n in range(8)),
    )
    build(corpus, silent)
    with opened(corpus) as site:
        assert [hit.id for hit in search(site, "bees").hits] == ["db", "da"]
        assert [hit.id for hit in search(site, "news").hits] == ["da", "db"]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("?!", "no word"),
        ('""', "no word"),
        ("-vote", "only what not"),
        ('vote "now', "character 6"),
        ("a*", "too few letters"),
        ("word " * 25, "terms"),
        ("w" * 1_001, "characters"),
    ],
)
def test_a_query_that_cannot_be_understood_says_why(site: Site, query: str, says: str) -> None:
    with pytest.raises(QueryError, match=says):
        search(site, query)


PIECES = st.sampled_from(
    [
        *("NEAR(vote, queen)", "(", "after:2017", "lang:", "said:", "actor:reine", "title:x*"),
        "vote",
        '"',
        "*",
        "-",
        "OR",
        "NOT",
        "AND",
        "NEAR(",
        ")",
        "^",
        ":",
        "text:",
        "{",
        "+",
        "\x00",
        "l'",
        "queen",
        " ",
    ]
)
QUERIES = st.one_of(st.text(), st.lists(PIECES, max_size=12).map(" ".join), st.lists(PIECES, max_size=12).map("".join))


@settings(deadline=None)
@given(QUERIES)
def test_nothing_that_is_typed_breaks_the_search(site: Site, query: str) -> None:
    try:
        results = search(site, query)
    except QueryError as error:
        assert error.what  # noqa: PT017 - either answer is right
    else:
        assert len(results.hits) == results.total


# Token for token


class Tokenizer:
    """What SQLite's tokenizer makes of a text."""

    def __init__(self) -> None:
        self.db = sqlite3.connect(":memory:")
        self.db.execute("CREATE VIRTUAL TABLE t USING fts5 (x, tokenize = 'unicode61 remove_diacritics 2')")
        self.db.execute("CREATE VIRTUAL TABLE v USING fts5vocab (t, 'instance')")

    def __call__(self, text: str) -> list[str]:
        self.db.execute("DELETE FROM t")
        self.db.execute("INSERT INTO t VALUES (?)", (text,))
        return [row[0] for row in self.db.execute("SELECT term FROM v ORDER BY offset")]


TOKENS = Tokenizer()
SCRAPS = st.sampled_from(
    [
        *("l'", "l’", "d’", "-", "–", "'", "_", "œ", "Œuvre", "æ", "ﬁ", "é", "e\u0301", "\u0301", "👩🏽\u200d💻", "🇫🇷"),
        *("ß", "İ", "ı", "Ǆ", "ª", "½", "²", "organisations", "Peut-être", "aujourd'hui", "students", "mice", "\u00ad"),
        *("\u200b", "\ufeff", "ἀγορά", "Москвы", "東京", "ﷺ", "\x00"),
    ]
)
TEXTS = st.one_of(st.text(), st.lists(st.one_of(SCRAPS, st.text(max_size=3))).map("".join))
TONGUES = st.sampled_from(["fr", "en", "de", "ru", "el", "hy", "tr", "und", None])


@settings(deadline=None)  # the first word of a language loads its dictionary
@given(TEXTS, TONGUES, st.data())
def test_a_shadow_has_a_token_for_each_token(text: str, language: str | None, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([text, unicodedata.normalize("NFC", text)]))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=4, unique=True)))
    spaces = [i for i in cuts if i in (0, len(text)) or text[i - 1].isspace() or text[i].isspace()]
    stretches = [(a, b, "en") for a, b in zip(spaces[::2], spaces[1::2], strict=False)]
    vocabulary = Vocabulary()
    pieces = vocabulary.read(text, language, stretches)
    assert text.startswith("".join(vocabulary.pieces[piece] for piece in pieces))
    assert len(TOKENS(vocabulary.shadow(text, pieces))) == len(TOKENS(text))
    assert len(TOKENS(spelled_out(text))) == len(TOKENS(text))


def test_every_letter_that_may_be_replaced_is_part_of_a_token() -> None:
    letters = [chr(c) for c in range(0x3000) if WORD.fullmatch(chr(c))]
    assert len(letters) > 1_000
    assert len(TOKENS(" ".join(f"x{letter}x" for letter in letters))) == len(letters)


@settings(deadline=None)
@given(st.from_regex(WORD, fullmatch=True), TONGUES)
def test_a_lemma_is_one_word(word: str, language: str | None) -> None:
    assert WORD.fullmatch(lemma(word, language))


def test_folding_is_what_the_index_does() -> None:
    for text in ("Élection", "cœurs", "ÇA", "naïve", "Ærø", "İstanbul"):
        assert TOKENS(spelled_out(text)) == TOKENS(folded(text)), text


def test_lemmas() -> None:
    assert [lemma(word, "fr") for word in ("organisations", "cœurs", "Élections")] == [
        "organisation",
        "coeur",
        "élection",
    ]
    assert [lemma(word, "en") for word in ("mice", "organizing", "Obama")] == ["mouse", "organize", "obama"]
    assert {lemma(word, "fr") for word in ("payé", "payés", "payées", "payer")} == {"payer"}
    assert len({lemma(word, "fr") for word in ("œuvre", "œuvres", "oeuvre", "oeuvres")}) == 1
    assert lemma("organisations", None) == "organisations"


# Passages


@given(st.text(alphabet="abc \n", max_size=400), st.data())
def test_a_passage_is_a_stretch_of_the_text_with_its_marks(text: str, data: st.DataObject) -> None:
    ends = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    marks = list(zip(ends[::2], ends[1::2], strict=False))
    passage = best_passage(text, marks, width=60)
    assert text[passage.start :].startswith(passage.text)
    assert "".join(piece for piece, _ in passage.pieces()) == passage.text.replace("\n", " ")
    assert len(passage.text) <= 60
    if marks:
        assert marked(passage)


def test_the_passage_with_most_different_words_is_shown() -> None:
    text = "bee " * 100 + "queen bee " + "hive " * 100
    marks = [(i, i + 3) for i in range(0, 400, 4)] + [(400, 405), (406, 409)]
    passage = best_passage(text, marks)
    assert "queen" in marked(passage)
    assert passage.cut_before
    assert passage.cut_after
    assert not passage.text.startswith(" ")


def test_words_that_every_text_has_need_not_be_there(site: Site) -> None:
    # No document has all of these words; one speaks of the matter.
    assert found(site, "the speech of the queen in those") == {"dqueen"}
    (hit,) = search(site, "le rien de la reine", across=False).hits
    marked = {hit.snippet.text[start - hit.snippet.start : end - hit.snippet.start] for start, end in hit.snippet.marks}
    assert marked == {"reine", "rien"}


def test_a_query_of_nothing_but_such_words_still_finds_them(site: Site) -> None:
    assert found(site, "the") == {"dqueen"}
    assert found(site, '"a speech about"') == {"dqueen"}
