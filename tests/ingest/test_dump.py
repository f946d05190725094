"""A dump comes out as its article; what was taken out is told with its reason, and no line is lost."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import BadRecord
from ingest.clean.dump import clean_dump, dump_text
from ingest.clean.result import Cleaned, normalise

# Our own dumps: each line is a mark, a tab and the line. T title, D deck, H heading, B body, P post, x taken out.
OURS = sorted((Path(__file__).parent / "dumps").glob("*.txt"))
KINDS = {
    "T": ("title",),
    "D": ("deck",),
    "H": ("heading",),
    "B": ("paragraph", "list_item"),
    "P": ("embedded_post",),
    "x": ("removed",),
}
SHARED = Path(__file__).parents[2] / "../shared"
GOLD_MARKS = {"title": "T", "deck": "D", "heading": "H", "body": "B", "boilerplate": "x"}


def marked(path: Path) -> list[tuple[str, str]]:
    rows = [row.split("\t", 1) for row in path.read_text(encoding="utf-8").split("\n") if row]
    return [(mark, text) for mark, text in rows]


def kinds_of(cleaned: Cleaned) -> dict[str, list[str]]:
    """What became of each line, by its text."""
    became: dict[str, list[str]] = {}
    for piece in cleaned.pieces:
        for line in piece.text.split("\n"):
            became.setdefault(line.strip(), []).append(piece.kind)
    for removed in cleaned.removed:
        became.setdefault(removed.text.strip(), []).append("removed")
    return became


def wrong(rows: list[tuple[str, str]], cleaned: Cleaned) -> list[str]:
    became = kinds_of(cleaned)
    return [
        f"{mark} became {became.get(text.strip())}: {text}"
        for mark, text in rows
        if text.strip() and not set(KINDS[mark]) & set(became.get(text.strip(), ()))
    ]


def letters(text: str) -> Counter[str]:
    return Counter("".join(text.replace("\ufeff", "").replace("\u200b", "").split()))


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_every_line_of_our_dumps_is_told_for_what_it_is(path: Path) -> None:
    rows = marked(path)
    assert wrong(rows, clean_dump("\n".join(text for _, text in rows))) == []


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_blank_lines_are_not_needed(path: Path) -> None:
    rows = [row for row in marked(path) if row[1].strip()]
    assert wrong(rows, clean_dump("\n".join(text for _, text in rows))) == []


@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_the_source_texts_come_out_as_the_gold_says(name: str) -> None:
    if not (SHARED / "gold/cleaning.json").exists():
        pytest.skip("the source texts and their gold are not beside the project")
    file, gold = next(
        item for item in json.loads((SHARED / "gold/cleaning.json").read_text()).items() if item[0][:3] == name
    )
    lines = (SHARED / "seeds" / file).read_text(encoding="utf-8").split("\n")
    marks = {n: mark for kind, mark in GOLD_MARKS.items() for n in gold.get(f"{kind}_lines", ())}
    marks |= {n: "P" for post in gold.get("embedded_posts", ()) for n in post["lines"]}
    cleaned = clean_dump("\n".join(lines))
    assert wrong([(marks[n], line) for n, line in enumerate(lines, 1) if n in marks], cleaned) == []
    assert (cleaned.title, cleaned.outlet) == (gold["title"], gold["outlet"])
    assert cleaned.tags == tuple(gold.get("keywords", ()))
    found = [(p.platform, p.account, p.author, p.published.value if p.published else None) for p in cleaned.posts]
    wanted = gold.get("embedded_posts", ())
    assert found == [(p["platform"], p["account"], p["author"], p["published"]) for p in wanted]


def ours(name: str) -> Cleaned:
    path = next(path for path in OURS if path.stem == name)
    return clean_dump("\n".join(text for _, text in marked(path)))


def reason(cleaned: Cleaned, start: str) -> str:
    return next(removed.reason for removed in cleaned.removed if removed.text.startswith(start))


def test_what_is_known_of_the_article_is_read_from_around_it() -> None:
    news = ours("fr_news_menus")
    assert news.title == "Port-Lune : des clics achetés pour la primaire"
    assert news.outlet == "Le Courrier du Phare"
    assert news.byline == "Ana Belmonte"
    assert news.published is not None
    assert (news.published.value, news.published.precision) == ("2017-01-12T14:05", "minute")
    blog = ours("en_blog_comments")
    assert blog.published is not None
    assert (blog.published.value, blog.published.precision) == ("2012-11-09", "day")
    assert blog.tags == ("harbor", "elections", "twitter")
    assert ours("fr_traduit_widget").byline == "Nathalie"
    assert ours("fr_cookies").tags == ("Politique", "Primaire", "Réseaux sociaux")
    assert ours("fr_wordpress_comments").byline == "Hélène Marchetti"


def test_lines_go_for_the_right_reason() -> None:
    widget = ours("fr_traduit_widget")
    assert reason(widget, "à lire") == "related_link"
    assert reason(widget, "Le milliardaire loue") == "repeated_title"
    assert reason(widget, "4.7") == "rating"
    assert reason(widget, "Nathalie") == "byline"
    blog = ours("fr_wordpress_comments")
    assert reason(blog, "Très bon article") == "comment"
    assert reason(blog, "Accueil") == "breadcrumb"
    assert reason(ours("en_machine_translated"), "•") == "tags"
    assert reason(ours("en_machine_translated"), "A supporter") == "credit"


def test_a_post_that_lost_its_frame_is_a_post_again() -> None:
    post = ours("en_machine_translated").posts[0]
    assert (post.platform, post.account, post.author) == ("twitter", "@mairieportlune", "Maire de Port-Lune")
    assert post.published is not None
    assert post.published.value == "2020-03-03"
    assert post.text.split("\n")[0].startswith("We are opening")
    assert len(post.text.split("\n")) == 2
    assert post.links == ("https://t.co/a1b2c3d4e5",)
    assert post.place == "lines 9-13"
    first, second = ours("en_two_posts").posts
    assert (first.account, second.account) == ("@anabelmonte", "@gusfarrow")


def test_a_page_title_that_stands_alone_is_parted_from_its_outlet() -> None:
    cleaned = clean_dump(
        "The goats of Lighthouse Bay | The Harbor Post\n\n"
        "The goats of the bay have eaten every poster on the north road, and nobody has asked them to stop.\n\n"
        "The campaigns have ordered new ones, which are expected on the ferry by the end of the week."
    )
    assert cleaned.title == "The goats of Lighthouse Bay"
    assert cleaned.outlet == "The Harbor Post"
    assert [removed.text for removed in cleaned.removed] == ["| The Harbor Post"]


def test_removed_lines_know_their_place() -> None:
    cleaned = ours("fr_short")
    assert [(removed.text, removed.before) for removed in cleaned.removed] == [("Laisser un commentaire", 2)]


@pytest.mark.parametrize("dump", ["", "\n\n", "\ufeff", " \u00a0 \r\n\t"])
def test_nothing_is_an_empty_record(dump: str) -> None:
    with pytest.raises(BadRecord) as error:
        clean_dump(dump)
    assert error.value.code == "empty"
    assert dump_text(dump) == ""


def test_a_menu_is_no_article() -> None:
    with pytest.raises(BadRecord) as error:
        clean_dump("Menu\nAccueil\nPolitique\nSports\nMentions légales")
    assert error.value.code == "no-article"


@pytest.mark.parametrize("path", OURS[:3], ids=lambda path: path.stem)
def test_line_ends_and_byte_order_marks_make_no_difference(path: Path) -> None:
    dump = "\n".join(text for _, text in marked(path))
    assert clean_dump("\ufeff" + dump.replace("\n", "\r\n")) == clean_dump(dump)
    assert clean_dump(dump.replace("\n\n", "\n\u00a0\n")) == clean_dump(dump)


LINES = st.sampled_from(
    [text for path in OURS for _, text in marked(path)] + ["", "", "•", "- x (@y) February 3, 2020"]
)


@given(st.one_of(st.text(max_size=400), st.lists(st.one_of(LINES, st.text(max_size=40)), max_size=30).map("\n".join)))
def test_no_line_is_lost_whatever_the_dump(dump: str) -> None:
    try:
        cleaned = clean_dump(dump)
    except BadRecord:  # and no other error
        return
    kept = " ".join(piece.text for piece in cleaned.pieces)
    gone = " ".join(removed.text for removed in cleaned.removed)
    assert letters(kept + gone) == letters(normalise(dump))
    assert all(0 <= removed.before <= len(cleaned.pieces) for removed in cleaned.removed)
    posts = [piece.post for piece in cleaned.pieces if piece.kind == "embedded_post"]
    assert posts == list(range(len(cleaned.posts)))
    assert [p.kind for p in cleaned.pieces if p.kind in ("title", "deck")] == [
        k for k in ("title", "deck") if getattr(cleaned, k)
    ]
