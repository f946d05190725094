"""A post that an article shows goes out in the article's text only where it goes out itself."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import pytest
from stored import annotate, silent, store

from corpus.folder import Corpus, find_corpus
from corpus.model import Block, Relation
from corpus.takedown import take_down
from publish.building.build import build
from publish.database import open_site
from publish.export.own import document_rows

BEFORE = "A mayor was asked about the bot of the harbour."
SHOWN = "Ask the gulls about it, they have been here for longer than I have."
SIGNED = "- Mayor of Saltmere (@mayor_saltmere) May 26, 2020"
OTHER = "The ferry runs on Sundays again."
AFTER = "Nobody in the town hall said a word of the automated accounts."
TEXT = "\n\n".join((BEFORE, f"{SHOWN}\n{SIGNED}", OTHER, AFTER))


def block(kind: str, words: str) -> Block:
    start = TEXT.index(words)
    return Block(kind=kind, start=start, end=start + len(words))  # type: ignore[arg-type]


BLOCKS = (
    block("paragraph", BEFORE),
    block("embedded_post", f"{SHOWN}\n{SIGNED}"),
    block("embedded_post", OTHER),
    block("paragraph", AFTER),
)
POST = {"kind": "post", "platform": "twitter", "account": "@mayor_saltmere", "language": "en"}


@pytest.fixture
def shown(corpus: Corpus) -> Corpus:
    """An article that shows two posts, with something said of the first and of what comes behind it."""
    ties = tuple(Relation(kind="embeds", target=id) for id in ("dgulls", "dferry"))
    store(
        corpus,
        {**POST, "id": "dgulls", "text": SHOWN},
        {**POST, "id": "dferry", "text": OTHER, "account": "@ferry_line"},
        {"id": "darticle", "text": TEXT, "blocks": BLOCKS, "relations": ties, "outlet": "The Gull", "language": "en"},
    )
    annotate(corpus, "darticle", "the gulls", "actor", "candidate:gulls")
    annotate(corpus, "darticle", "automated accounts", "tactic", "automated-accounts")
    return corpus


def article(corpus: Corpus, rights: str, day: str = "2026-01-01") -> tuple[str, dict[str, Any]]:
    """Build under these rights; the article's text on the site, and what is said in it by layer."""
    (corpus.root / "rights.yaml").write_text(rights, "utf-8")
    corpus = find_corpus(corpus.root)
    build(corpus, silent, day=day)
    with closing(open_site(corpus)) as db:
        number, text = db.execute(
            "SELECT number, text FROM documents JOIN texts ON document = number WHERE id = 'darticle'"
        ).fetchone()
        said = dict(db.execute("SELECT layer, quotation FROM annotations WHERE document = ?", (number,)).fetchall())
        blocks = db.execute('SELECT start, "end" FROM blocks WHERE document = ? ORDER BY start', (number,)).fetchall()
    assert [text[start:end] for start, end in blocks] == text.split("\n\n")
    return str(text), said


def files(corpus: Corpus) -> bytes:
    return b"".join(path.read_bytes() for path in corpus.site.rglob("*") if path.is_file())


def test_without_a_rule_the_article_is_whole(shown: Corpus) -> None:
    text, said = article(shown, "aliases: {use: false}")
    assert text == TEXT
    assert said == {"actor": "the gulls", "tactic": "automated accounts"}


@pytest.mark.parametrize("aliases", ["{use: false}", "{public_accounts: [{account: '@mayor_saltmere', why: Mayor}]}"])
@pytest.mark.parametrize(
    "rule", ["tier: sealed", "tier: team", "embargo: 2026-02-01", "text: citation", "text: excerpt"]
)
def test_what_may_not_be_read_by_itself_may_not_be_read_in_an_article(shown: Corpus, rule: str, aliases: str) -> None:
    rights = f"rules: [{{account: '@mayor_saltmere', {rule}}}]\naliases: {aliases}"
    text, said = article(shown, rights)
    assert text == "\n\n".join((BEFORE, "[…]", OTHER, AFTER))
    assert said == {"tactic": "automated accounts"}
    if "excerpt" not in rule:  # which shows the beginning under the post's own address
        assert b"Ask the gulls" not in files(shown)
    public = {row["id"]: row["text"] for row in document_rows(find_corpus(shown.root), public=True)}
    assert "embargo" in rule or public["darticle"] == text  # that one is of today, when the embargo is over


def test_an_embargo_that_is_over_gives_the_words_back(shown: Corpus) -> None:
    rights = "rules: [{document: dgulls, embargo: 2026-02-01}]\naliases: {use: false}"
    assert article(shown, rights)[0] != TEXT
    assert article(shown, rights, day="2026-02-01")[0] == TEXT


def test_a_post_whose_words_are_not_found_takes_the_blocks_that_may_be_its_own(shown: Corpus) -> None:
    with shown.store() as kept, kept.writing():  # as where the article cut it, or the platform's copy was edited
        kept.db.execute("UPDATE documents SET text = 'Ask the seals.' WHERE id = 'dgulls'")
    text, _ = article(shown, "rules: [{document: dgulls, tier: sealed}]\naliases: {use: false}")
    assert text == "\n\n".join((BEFORE, "[…]", OTHER, AFTER))


def test_what_was_taken_down_is_shown_in_no_article(shown: Corpus) -> None:
    done = take_down(shown, "dgulls", "The author asked for it.")
    assert done.alike == ["darticle"]  # whose text stays in the corpus, as its own
    text, said = article(shown, "aliases: {use: false}")
    assert text == "\n\n".join((BEFORE, "[…]", OTHER, AFTER))
    assert said == {"tactic": "automated accounts"}
    assert b"Ask the gulls" not in files(shown)
    again = {"id": "dagain", "text": TEXT, "blocks": BLOCKS, "outlet": "The Tern", "language": "en"}
    store(shown, again, name="again.jsonl")  # another paper with the same
    build(find_corpus(shown.root), silent)
    assert b"Ask the gulls" not in files(shown)


def test_words_that_lost_their_frame_are_found_in_the_text(shown: Corpus) -> None:
    flat = tuple(Block(kind="paragraph", start=one.start, end=one.end) for one in BLOCKS)
    ties = (Relation(kind="embeds", target="dgulls"),)
    store(shown, {"id": "dflat", "text": TEXT, "blocks": flat, "relations": ties, "language": "en"}, name="flat.jsonl")
    article(shown, "rules: [{document: dgulls, tier: sealed}]\naliases: {use: false}")
    assert SHOWN.encode() not in files(shown)
