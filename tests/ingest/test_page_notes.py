"""A page that stops at a paywall says so, and so does one that lists articles; keywords and updates that only show."""

from __future__ import annotations

import pytest

from corpus.errors import BadRecord
from ingest.clean.html import clean_page
from ingest.clean.result import Cleaned

FRENCH = (
    "Le bac de Plouvec ne partira plus le dimanche, a décidé lundi le conseil, après une soirée de débats houleux.",
    "La mesure, qui doit durer jusqu’à l’automne, permettrait d’économiser 40 000 euros, selon l’adjoint aux finances.",
    "Sur le quai, on n’en revient pas : « C’est notre meilleur jour », soupire une marchande de crêpes.",
)
ENGLISH = (
    "The ferry will no longer leave on Sundays, the council decided on Monday night after an evening of lively debate.",
    "The measure, which is to last until the fall, would save $40,000, according to the finance chair.",
    "On the pier, people couldn’t believe it, said a woman who has sold pancakes here on Sundays for twenty years.",
)


def cleaned(body: str, head: str = "", *, url: str | None = None) -> Cleaned:
    page = f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"
    return clean_page(page.encode(), url=url, today="2024-01-01")


def paragraphs(texts: tuple[str, ...]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def article(inside: str = "", texts: tuple[str, ...] = FRENCH) -> str:
    return f"<article><h1>Le bac</h1>{paragraphs(texts)}{inside}</article>"


@pytest.mark.parametrize(
    "body",
    [
        article("<div><p>Il vous reste 78.5% de cet article à lire. La suite est réservée aux abonnés.</p></div>"),
        article("<div><h3>Article réservé aux abonnés</h3><p>Abonnez-vous pour lire la suite</p></div>"),
        article("<div><h2>Subscribe to continue reading</h2><p>Already a subscriber? Sign in</p></div>", ENGLISH),
        article(texts=ENGLISH) + "<div><p>To read the full story, register or sign in.</p></div>",
        article("<p>Réservé aux abonnés</p>"),
        article("<p>Sur la jetée, la dispute a repris de plus belle, quand soudain le maire…</p><p>S’abonner</p>"),
    ],
)
def test_the_words_of_a_paywall(body: str) -> None:
    assert cleaned(body).notes == ("paywalled",)


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"False"}</script>',
        '<script type="application/ld+json">{"@type":"Article","isAccessibleForFree":"http://schema.org/False"}</script>',
        '<script type="application/ld+json">[{"@type":"Page","isAccessibleForFree":false},{"@type":"Blog"}]</script>',
        '<meta property="article:content_tier" content="locked">',
    ],
)
def test_a_paywall_that_the_head_declares(head: str) -> None:
    assert cleaned(article(), head).notes == ("paywalled",)


@pytest.mark.parametrize(
    "body",
    [
        "<header><a href=/abo>S’abonner</a><a href=/l>Déjà abonné ?</a></header>" + article(),
        article() + "<aside><p>Subscribe to our newsletter</p></aside><footer><p>Subscribe</p></footer>",
        article() + "<section><h2>Plus d’articles</h2><div><span>Réservé aux abonnés</span></div></section>",
        article("<p>Les places sont réservées aux abonnés du théâtre, dit-on sur le quai, où l’on n’en veut pas.</p>"),
    ],
)
def test_a_call_to_subscribe_is_no_paywall(body: str) -> None:
    assert cleaned(body).notes == ()


def teaser(number: int, tag: str = "div") -> str:
    title = f"<h2><a href=/{number}>Le conseil a voté, numéro {number}</a></h2>"
    return f"<{tag}>{title}<p>{FRENCH[number % 3]}</p></{tag}>"


def test_a_page_of_teasers_is_an_index() -> None:
    assert cleaned("<main><h1>Le port</h1>" + "".join(map(teaser, range(6))) + "</main>").notes == ("index page",)


def test_an_article_with_teasers_below_is_none() -> None:
    below = "<section>" + "".join(teaser(number, "article") for number in range(5)) + "</section>"
    assert cleaned(article(texts=FRENCH * 2) + below).notes == ()


def test_a_page_of_nothing_but_titles_is_quarantined_and_says_why() -> None:
    titles = "".join(f"<h3><a href=/{number}>Le conseil a voté {number}</a></h3>" for number in range(9))
    with pytest.raises(BadRecord, match="seems to list others"):
        cleaned(f"<main><h1>Le port</h1>{titles}</main>")


@pytest.mark.parametrize(
    ("shown", "tags"),
    [
        ("<p>Filed under: Ferry, Council, Port</p>", ("Ferry", "Council", "Port")),
        ("<p>Sujets : bac, conseil</p>", ("bac", "conseil")),
        (
            '<div class="tags"><span>Topics:</span> <a href=/f>Ferry</a> <a href=/c>Town council</a></div>',
            ("Ferry", "Town council"),
        ),
        ('<ul class="tags"><li><a href=/b>Bac</a></li><li><a href=/p>Plouvec</a></li></ul>', ("Bac", "Plouvec")),
    ],
)
def test_keywords_that_only_show(shown: str, tags: tuple[str, ...]) -> None:
    assert cleaned(article(shown)).tags == tags


def test_the_head_names_keywords_better() -> None:
    assert cleaned(article("<p>Sujets : bac</p>"), '<meta name="keywords" content="port">').tags == ("port",)


@pytest.mark.parametrize(
    ("line", "came_out", "changed"),
    [
        (
            "Par Jeanne Martin<br>Publié le 2 mai 2017 à 10h00<br>Mis à jour le 3 mai 2017 à 14h30",
            "2017-05-02T10:00",
            "2017-05-03T14:30",
        ),
        ("By Jane Doe | Published May 2, 2017 | Updated May 3, 2017 2:30 p.m.", "2017-05-02", "2017-05-03T14:30"),
    ],
)
def test_an_update_that_only_shows(line: str, came_out: str, changed: str) -> None:
    page = cleaned(f"<article><h1>Le bac</h1><div>{line}</div>{paragraphs(FRENCH)}</article>")
    assert page.published is not None
    assert page.updated is not None
    assert (page.published.value, page.updated.value) == (came_out, changed)
    assert page.byline in ("Jeanne Martin", "Jane Doe")


def test_an_update_in_the_text_stays() -> None:
    said = "Mise à jour : la maire a réagi mardi et promet de demander une aide à la région, puis au ministère."
    assert said in [piece.text for piece in cleaned(article(f"<p>{said}</p>")).pieces]


@pytest.mark.parametrize(
    ("title", "url", "outlet"),
    [
        ("Ferry stops - The Harbour Times", "https://www.harbourtimes.com/x", "The Harbour Times"),
        ("Ferry stops – L’Écho du Large", "https://www.echodularge.example/1", "L’Écho du Large"),
        ("Le Phare : Ferry stops", None, None),
    ],
)
def test_the_site_in_a_title_is_known_by_its_domain(title: str, url: str | None, outlet: str | None) -> None:
    heading = "Council halts the boat" if url else "Ferry stops"
    page = cleaned(f"<h1>{heading}</h1><div>{paragraphs(ENGLISH)}</div>", f"<title>{title}</title>", url=url)
    assert (page.title, page.outlet) == ("Ferry stops", outlet)
