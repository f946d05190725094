"""What a user gets from a captured page: the article, its parts, and an account of everything else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus.errors import BadRecord
from ingest.clean.html import article_text, clean_page
from ingest.clean.result import Cleaned, body_text

PAGES = Path(__file__).parent / "pages"
FRENCH = (PAGES / "fanfare.html").read_text(encoding="utf-8")

ENGLISH = (PAGES / "ferry.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def french() -> Cleaned:
    return clean_page(FRENCH.encode(), url="https://www.phare-plouvec.example/culture/la-fanfare", today="2024-01-01")


@pytest.fixture(scope="module")
def english() -> Cleaned:
    return clean_page(ENGLISH.encode(), today="2024-01-01")


def removed_for(cleaned: Cleaned, words: str) -> str:
    return next(part.reason for part in cleaned.removed if words in part.text)


def test_pieces_in_reading_order(french: Cleaned) -> None:
    kinds = [piece.kind for piece in french.pieces]
    assert [kind for kind in kinds if kind != "caption"] == [
        *("title", "deck", "paragraph", "paragraph", "heading", "paragraph"),
        *("embedded_post", "paragraph", "list_item", "list_item"),
    ]
    assert french.pieces[0].text == french.title == "La fanfare passe au numérique"
    assert french.pieces[1].text == french.deck
    assert french.pieces[2].text.startswith("Le trombone")
    assert "\n" not in french.pieces[2].text


def test_metadata(french: Cleaned) -> None:
    assert french.byline == "Maïwenn Le Goff"
    assert french.outlet == "Le Phare de Plouvec"
    assert french.section == "Culture"
    assert french.tags == ("fanfare", "lycée", "billetterie")
    assert french.language_declared == "fr-FR"
    assert french.canonical_url == "https://www.phare-plouvec.example/culture/la-fanfare-passe-au-numerique"
    assert french.published is not None
    assert (french.published.value, french.published.precision) == ("2019-03-08T06:30:00Z", "second")
    assert french.published.basis == "json-ld"
    assert french.updated is not None
    assert french.updated.value == "2019-03-09T09:00:00Z"
    assert french.notes == ()


def test_the_embedded_tweet_is_a_source_of_its_own(french: Cleaned) -> None:
    (post,) = french.posts
    assert (post.platform, post.account, post.author) == ("twitter", "@fanfareplouvec", "Fanfare de Plouvec")
    assert post.text.startswith("Ce soir, 21 heures, le kiosque.")
    assert "Fanfare de Plouvec" not in post.text
    assert post.native_id == "1103730000000000000"
    assert post.url == "https://twitter.com/fanfareplouvec/status/1103730000000000000"
    assert post.published is not None
    assert (post.published.value, post.published.precision) == ("2019-03-07", "day")
    assert post.links == ("https://t.co/abc123",)
    (piece,) = [piece for piece in french.pieces if piece.kind == "embedded_post"]
    assert piece.post == 0
    assert "(@fanfareplouvec)" in piece.text


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("Nous utilisons des cookies", "consent"),
        ("Tout accepter", "consent"),
        ("Marée", "navigation"),
        ("Accueil > Culture", "breadcrumb"),
        ("Par Maïwenn", "byline"),
        ("8 mars 2019", "date"),
        ("Facebook", "sharing"),
        ("À lire aussi", "related_link"),
        ("Recevez chaque matin", "subscription"),
        ("Je m’inscris", "subscription"),
        ("suit la vie culturelle", "byline"),
        ("2 commentaires", "comment"),
        ("le trombone est mon oncle", "comment"),
        ("Le biniou électrique", "related_link"),
        ("Mentions légales", "footer"),
    ],
)
def test_what_was_removed_and_why(french: Cleaned, words: str, reason: str) -> None:
    assert removed_for(french, words) == reason
    assert words not in body_text(french.pieces)


def test_removed_text_says_where_it_stood(french: Cleaned) -> None:
    related = next(part for part in french.removed if "À lire aussi" in part.text)
    assert french.pieces[related.before - 1].text.startswith("Le trombone")
    assert french.pieces[related.before].text.startswith("En trois semaines")
    assert next(part for part in french.removed if "cookies" in part.text).before == 0
    assert next(part for part in french.removed if "Mentions" in part.text).before == len(french.pieces)


def test_nothing_visible_is_lost(french: Cleaned, english: Cleaned) -> None:
    for cleaned, page in ((french, FRENCH), (english, ENGLISH)):
        told = " ".join([*(piece.text for piece in cleaned.pieces), *(part.text for part in cleaned.removed)])
        body = re.sub(r"<(script|style)\b.*?</\1>", " ", page.split("<body>")[1], flags=re.DOTALL)
        shown = re.sub(r"&\w+;", " ", re.sub(r"<[^>]+>", " ", body))
        assert set(re.findall(r"\w+", shown)) <= set(re.findall(r"\w+", told))


def test_an_english_page_without_json_ld(english: Cleaned) -> None:
    assert english.title == "Ferry pilots learn to post"
    assert english.byline == "Odell Prior"
    assert english.published is not None
    assert (english.published.value, english.published.basis) == ("2021-06-02T09:15:00Z", "meta")
    assert [piece.kind for piece in english.pieces] == ["title", "paragraph", "quotation", "paragraph", "paragraph"]
    assert removed_for(english, "Read more") == "related_link"
    assert removed_for(english, "Share this") == "sharing"
    assert removed_for(english, "Seal naps") in ("related_link", "navigation")
    assert removed_for(english, "All rights") == "footer"
    assert removed_for(english, "Published June 2") == "byline"


def test_article_text_is_the_body_of_the_pieces(french: Cleaned, english: Cleaned) -> None:
    assert article_text(FRENCH.encode()) == body_text(french.pieces)
    assert article_text(ENGLISH.encode()) == body_text(english.pieces)
    assert "La fanfare passe au numérique" not in article_text(FRENCH.encode())


def test_a_body_in_two_boxes_is_one_article() -> None:
    lines = [
        f"Phrase numéro {number} du récit, assez longue pour compter comme un paragraphe de l’article. " * 2
        for number in range(8)
    ]
    boxes = ["".join(f"<p>{line}</p>" for line in part) for part in (lines[:4], lines[4:])]
    advertisement = '<div class="ad-slot"><p>Publicité</p></div>'
    rows = [f'<div class="row"><div class="text">{box}</div></div>' for box in boxes]
    page = f"<html><body><main>{rows[0]}{advertisement}{rows[1]}</main></body></html>"
    text = article_text(page.encode())
    assert all(line.strip() in text for line in lines)
    assert "Publicité" not in text


def test_a_page_without_an_article_is_refused() -> None:
    menu = "".join(f'<li><a href="/{n}">Rubrique {n}</a></li>' for n in range(30))
    login = "<form><label>Email</label><input><button>Sign in</button></form>"
    consent = '<div id="cookies"><p>We use cookies on this site, and you agree by continuing.</p></div>'
    for body in (
        f"<nav><ul>{menu}</ul></nav>",
        login,
        consent + login,
    ):
        page = f"<html><head><title>Journal</title></head><body>{body}</body></html>".encode()
        with pytest.raises(BadRecord) as refused:
            clean_page(page)
        assert refused.value.code == "no-article"
        assert article_text(page) == ""


def test_a_frameset_holds_no_article() -> None:
    with pytest.raises(BadRecord) as refused:
        clean_page(b'<html><head><title>Journal</title></head><frameset><frame src="menu.htm"></frameset></html>')
    assert refused.value.code == "no-article"


def test_a_paywalled_page_says_so() -> None:
    wall = '<div class="paywall"><p>Cet article est réservé aux abonnés.</p></div>'
    page = FRENCH.replace('<div class="newsletter">', wall + '<div class="newsletter">')
    assert "paywalled" in clean_page(page.encode()).notes


def test_an_index_page_says_so() -> None:
    teaser = (
        "<article><h2><a href='/{0}'>Titre {0}</a></h2><p>Le résumé numéro {0} raconte en deux lignes ce que l’article "
        "dira plus longuement. Il se termine par un point.</p></article>"
    )
    page = "<html><body><main>" + "".join(teaser.format(number) for number in range(6)) + "</main></body></html>"
    assert "index page" in clean_page(page.encode()).notes


def test_the_address_noted_by_a_browser_that_saved_the_page() -> None:
    page = (
        "<!DOCTYPE html>\n<!-- saved from url=(0046)https://www.phare-plouvec.example/culture/x.html -->\n"
        + FRENCH[16:]
    )
    assert clean_page(page.encode()).url == "https://www.phare-plouvec.example/culture/x.html"


def test_a_date_in_the_future_is_not_believed() -> None:
    page = ENGLISH.replace("2021-06-02T09:15:00Z", "2031-06-02T09:15:00Z")
    published = clean_page(page.encode(), today="2021-07-01").published
    assert published is not None
    assert (published.value, published.basis) == ("2021-06-02", "text")


def test_a_heading_is_not_judged_by_the_id_made_from_it() -> None:
    paragraph = "La campagne a passé la semaine à compter ses abonnés, puis à les perdre, puis à les recompter. " * 2
    parts = [
        f'<h2 id="{name}">{title}</h2><p>{paragraph}{title}.</p>'
        for name, title in (
            ("avant-le-vote", "Avant le vote"),
            ("social-media-and-newsletters", "Social media and newsletters"),
            ("comments", "Comments that were bought"),
        )
    ]
    page = f"<html><head><title>Compter</title></head><body><article><h1>Compter</h1>{''.join(parts)}</article>"
    headings = [piece.text for piece in clean_page(page.encode()).pieces if piece.kind == "heading"]
    assert headings == ["Avant le vote", "Social media and newsletters", "Comments that were bought"]
