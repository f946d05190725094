"""A page cut into the blocks that its markup draws."""

from __future__ import annotations

import pytest

from ingest.clean.html.blocks import page_blocks
from ingest.clean.html.tree import parse, strip_unread


def texts(body: str) -> list[str]:
    tree = parse(f"<html><head><title>Titre</title></head><body>{body}</body></html>")
    strip_unread(tree)
    return [block.text for block in page_blocks(tree.body)]


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        ("<p>Un <b>mot</b> en gras<i>.</i></p><p>Deux</p>", ["Un mot en gras.", "Deux"]),
        ("avant<div>dedans</div>après", ["avant", "dedans", "après"]),
        ("<p>une ligne<br>la suivante</p>", ["une ligne\nla suivante"]),
        ("un paragraphe<br><br>le suivant<br> <br>encore", ["un paragraphe", "le suivant", "encore"]),
        ("<p>coupé\n   par la\tsource</p>", ["coupé par la source"]),
        ("<p>« cité\u00a0»</p>", ["« cité\u00a0»"]),
        ("<nav><a>Un</a><a>Deux</a></nav>", ["Un Deux"]),
        ("<table><tr><th>Année</th><th>Voix</th></tr><tr><td>2012</td><td>51 %</td></tr></table>",
         ["Année\tVoix", "2012\t51 %"]),
        ("<table><tr><td>menu</td><td><p>un texte</p><p>et sa suite</p></td></tr></table>",
         ["menu", "un texte", "et sa suite"]),
        ("<script>x()</script><style>p{}</style><svg><text>x</text></svg><p>vu</p><noscript>y</noscript>", ["vu"]),
        ("<iframe>repli</iframe><button>Envoyer</button>", ["Envoyer"]),
    ],
)  # fmt: skip
def test_blocks(body: str, blocks: list[str]) -> None:
    assert texts(body) == blocks


def test_hidden_blocks_say_so() -> None:
    tree = parse('<div style="display: none"><p>caché</p></div><p hidden>aussi</p><p>vu</p>')
    assert [(block.text, block.hidden) for block in page_blocks(tree)] == [
        ("caché", True),
        ("aussi", True),
        ("vu", False),
    ]


def test_an_xhtml_page_with_its_declaration() -> None:
    page = (
        '<?xml version="1.0" encoding="iso-8859-1"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x.dtd">'
        '<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="fr"><head><title>T</title></head><body><p>déjà</p></body>'
        "</html>"
    )
    assert [block.text for block in page_blocks(parse(page).body)] == ["déjà"]


def test_references_are_read_as_browsers_read_them() -> None:
    assert texts("<p>l&#146;&eacute;t&#233; &#150; &#1;fini</p>") == ["l’été – fini"]
