"""Title, byline, outlet, tags and addresses of a page."""

from __future__ import annotations

import pytest

from ingest.clean.html.head import read_head
from ingest.clean.html.jsonld import article_node
from ingest.clean.html.metadata import Metadata, base_url, read_metadata, signed_by
from ingest.clean.html.title import free_of_site
from ingest.clean.html.tree import parse


def said(head: str, body: str = "<p>x</p>", url: str | None = None) -> Metadata:
    tree = parse(f"<html><head>{head}</head><body>{body}</body></html>")
    return read_metadata(tree, read_head(tree), article_node(tree), base_url(tree, url))


@pytest.mark.parametrize(
    ("title", "outlet", "headings", "expected"),
    [
        ("Un port sans bateaux | Le Phare", None, [], "Un port sans bateaux"),
        ("Un port sans bateaux - Le Phare", "Le Phare", [], "Un port sans bateaux"),
        ("Le Phare - Un port sans bateaux", "Le Phare", [], "Un port sans bateaux"),
        ("Harbour Courier: the inside story", "Harbour Courier", [], "Harbour Courier: the inside story"),
        ("My Journal: A day at sea", None, ["A day at sea"], "A day at sea"),
        ("Un port - sans bateaux - Le Phare", None, ["Un port - sans bateaux"], "Un port - sans bateaux"),
        ("Élections : le port vote", "Le Phare", ["Élections : le port vote"], "Élections : le port vote"),
        ("Ferries — the last crossing", None, [], "Ferries — the last crossing"),
        ("The last crossing", "Harbour Courier", ["Other"], "The last crossing"),
    ],
)
def test_the_title_without_the_site(title: str, outlet: str | None, headings: list[str], expected: str) -> None:
    assert free_of_site(title, outlet, headings) == expected


@pytest.mark.parametrize(
    ("head", "body", "byline"),
    [
        ('<meta name="author" content="Par Jeanne Martin">', "", "Jeanne Martin"),
        ('<script type="application/ld+json">{"@type":"Article","author":["A. Roux",{"name":"B. Noir"}]}</script>', "",
         "A. Roux, B. Noir"),
        ("", '<span class="author">By Odell Prior | June 2, 2021</span>', "Odell Prior"),
        ("", '<div id="comments"><a rel="author">troll42</a></div>', None),
        ('<meta name="author" content="https://www.facebook.com/journal">', "", None),
        ('<meta name="author" content="admin">', '<a rel="author">Ruth Amsel</a>', "Ruth Amsel"),
    ],
)  # fmt: skip
def test_byline(head: str, body: str, byline: str | None) -> None:
    assert said(head, body or "<p>x</p>").byline == byline


def test_a_line_that_signs() -> None:
    assert signed_by("Publié le 25 février 2020 par Sylvie Morvan — 3 commentaires") == "Sylvie Morvan"
    assert signed_by("25 février 2020") is None


def test_tags_section_and_language() -> None:
    found = said(
        '<meta property="article:tag" content="port"><meta property="article:tag" content="vote">'
        '<meta property="article:section" content="Mer"><meta property="og:locale" content="fr_FR">'
    )
    assert (found.tags, found.section, found.language) == (("port", "vote"), "Mer", "fr-FR")
    assert said("", '<a rel="tag">marée</a>').tags == ("marée",)


def test_addresses_are_resolved_against_the_base() -> None:
    found = said('<base href="/archives/"><link rel="canonical" href="port.html">', url="https://phare.example/x/y")
    assert found.canonical_url == "https://phare.example/archives/port.html"
    assert said('<link rel="canonical" href="http://[">').canonical_url is None


def test_broken_json_ld_is_passed_over() -> None:
    head = (
        '<script type="application/ld+json">{"@type":"NewsArticle", "headline": </script>'
        '<script type="application/ld+json">{"@graph":[{"@type":"WebPage","name":"Page"},'
        '{"@type":["Report"],"headline":"Le vrai","isAccessibleForFree":"False"}]}</script>'
    )
    found = said(head)
    assert (found.title, found.free) == ("Le vrai", False)
