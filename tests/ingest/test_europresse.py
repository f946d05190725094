"""Europresse exports: every layout, articles whole, certificates apart, and nothing lost without a reason."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import drafted, drafts, founds, only, sample

from corpus.errors import BadRecord
from ingest.readers import html
from ingest.readers.press import europresse
from ingest.readers.press.europresse import READER

CERTIFICATE = """<div id="divPubliC"><div class="publiC-lblNodoc">{number}</div>
<div><span>Ce certificat est émis à <b>Université de Nulle-Part</b> à des fins personnelles.</span></div>
<div><span>Date d'émission : <b>2024-02-03</b></span></div></div>"""


def modern(*, head: str, body: str, name: str = "Le Phare, no. 4301", number: str = "news·20230314·PH·0x1") -> str:
    """An article of the layout that has been in use since about 2018."""
    return f"""<article><header><div class="rdp__DocPublicationName"><span class="DocPublicationName">{name}
                <br>National</span></div>{head}</header>
<section><div class="DocText clearfix"><div class="docOcurrContainer">{body}</div></div></section>
<aside><div><b>Note(s) : </b><p>Mise à jour le soir.</p></div></aside>
<footer><div class="Doc-LegalInfo"><small>© 2023 Le Phare. Tous droits réservés.</small></div>
{CERTIFICATE.format(number=number)}</footer></article>"""


HEAD = """<div class="rdp__DocHeader"><span class="DocHeader">Politique, mardi 14 mars 2023 564 mots, p. 12</span></div>
<div class="titreArticle"><p class="sm-margin-TopNews titreArticleVisu rdp__articletitle">
La digue <mark>tient</mark></p>
<p class="sm-margin-TopNews rdp__subtitle">Les habitants attendent</p></div>
<p class="sm-margin-bottomNews">Par Jeanne Rivage</p>"""
BODY = "<p>Le vent a soufflé toute la nuit.</p><p>Au matin, <mark>la digue</mark> tenait <i>encore</i>.</p>"


def page(*articles: str) -> str:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>{''.join(articles)}</body></html>"


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "export.HTML"
    path.write_bytes(text.encode(encoding))
    return path


def test_the_modern_layout(tmp_path: Path) -> None:
    document = only(READER, write(tmp_path, page(modern(head=HEAD, body=BODY)))).document
    assert document.title == "La digue tient"
    assert document.deck == "Les habitants attendent"
    assert document.outlet == "Le Phare"
    assert document.byline == "Jeanne Rivage"
    assert (document.published_at, document.published_precision) == ("2023-03-14", "day")
    assert (document.platform, document.native_id) == ("europresse", "news·20230314·PH·0x1")
    assert document.text == (
        "La digue tient\n\nLes habitants attendent\n\n"
        "Le vent a soufflé toute la nuit.\n\nAu matin, la digue tenait encore."
    )
    assert [block.kind for block in document.blocks] == ["title", "deck", "paragraph", "paragraph"]
    extra = document.extra
    assert (extra["section"], extra["page"], extra["words"]) == ("Politique", "12", 564)
    assert (extra["issue"], extra["edition"]) == ("no. 4301", "National")
    assert extra["notes"] == "Mise à jour le soir."
    assert extra["certificate"]["issued_to"] == "Université de Nulle-Part"
    assert extra["certificate"]["issued_on"] == "2024-02-03"
    assert "certificat" not in document.text
    assert "Tous droits" not in document.text


def test_english_headings_and_times_with_a_zone(tmp_path: Path) -> None:
    head = HEAD.replace(
        "Politique, mardi 14 mars 2023 564 mots, p. 12", "Thursday, December 22, 2022 13887 mots, p. 819(40)"
    )
    web = HEAD.replace("Politique, mardi 14 mars 2023 564 mots, p. 12", "mardi 14 mars 2023 - 18:12 UTC +01:00 90 mots")
    path = write(tmp_path, page(modern(head=head, body=BODY), modern(head=web, body=BODY, number="web·20230314·PH·x2")))
    review, online = (draft.document for _, draft in drafts(READER, path))
    assert (review.published_at, review.extra["page"], review.extra["words"]) == ("2022-12-22", "819(40)", 13887)
    assert (online.published_at, online.published_precision) == ("2023-03-14T17:12Z", "minute")
    assert online.native_id == "web·20230314·PH·x2"


@pytest.mark.parametrize(
    ("head", "date", "page_number", "words"),
    [
        ("Une, dimanche 1er janvier 2017 1 204 mots, p. Une", "2017-01-01", "Une", 1204),
        ("Une, mercredi 31 décembre 2014 - 08:00:00 UTC +0100 432 mots", "2014-12-31T07:00Z", None, 432),
        ("Une, Saturday, March 4, 2017 1,204 words, p. A12", "2017-03-04", "A12", 1204),
        ("Une, 3 févr. 2017, pp. 4-5", "2017-02-03", "4-5", None),
        ("Une, février 2017, p. 3", "2017-02", "3", None),
    ],
)
def test_headings_with_long_dates(
    tmp_path: Path, head: str, date: str, page_number: str | None, words: int | None
) -> None:
    text = modern(head=HEAD.replace("Politique, mardi 14 mars 2023 564 mots, p. 12", head), body=BODY)
    document = only(READER, write(tmp_path, page(text))).document
    assert (document.published_at, document.extra["section"]) == (date, "Une")
    assert (document.extra.get("page"), document.extra.get("words")) == (page_number, words)


def test_each_record_is_the_verbatim_article(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        page(modern(head=HEAD, body=BODY), modern(head=HEAD, body="<p>Autre.</p>", number="news·20230315·PH·1")),
    )
    data = path.read_bytes()
    records = founds(READER, path)
    assert len(records) == 2
    for record in records:
        place = record.place
        assert place.offset is not None
        assert place.length is not None
        assert data[place.offset : place.offset + place.length] == record.raw
        assert record.raw.startswith(b"<article")
        assert record.raw.endswith(b"</article>")


OLD = """<p><br><br><table width="96%"><tr><td><table id="tbHeaderImages"><tr><td><img src="x.gif"></td></tr></table>
<span class="DocPublicationName">Le Phare</span><br><span class="DocHeader">Culture, </span>
<span class="DocHeader">samedi
 </span><span class="DocHeader">4 mai 2013</span><span class="DocHeader">, p. 7</span><br><br>
<span class="TitreArticleVisu">Le <span style="color:red">phare</span> rouvre</span><br><br>Paul Écueil<br><p></p>
<font style="font-weight:bold;">On y monte à nouveau.</font> Trois cents marches.<p></p>Copyright, dit-il, d'une photo
 ancienne qui lui appartient depuis quarante ans.<p></p>La vue est belle.<p></p>Le gardien aussi.<p></p>Fin.<p></p>
<b><i>© 2013 Le Phare. Tous droits réservés.</i></b><p></p>Numéro de document : news·20130504·PH·77<br>
<table><tr><td align="center">news·20130504·PH·77</td></tr>
<tr><td>Ce certificat est émis à <b>Une bibliothèque</b> à des fins
 personnelles.</td></tr><tr><td>Date d'émission : <b>2013-06-01</b></td></tr></table></td></tr></table>"""


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_the_old_layout_whatever_its_encoding_declaration_says(tmp_path: Path, encoding: str) -> None:
    head = '<html><head><META content="text/html; charset=ISO-8859-1"></head>'
    text = f"{head}<body>{OLD}{OLD.replace('77', '78')}</body></html>"
    first, second = (draft.document for _, draft in drafts(READER, write(tmp_path, text, encoding)))
    assert first.title == "Le phare rouvre"
    assert (first.byline, first.outlet) == ("Paul Écueil", "Le Phare")
    assert (first.published_at, first.extra["page"], first.extra["section"]) == ("2013-05-04", "7", "Culture")
    assert first.text.startswith("Le phare rouvre\n\nOn y monte à nouveau. Trois cents marches.\n\nCopyright, dit-il")
    assert first.text.endswith("Le gardien aussi.\n\nFin.")
    assert (first.native_id, second.native_id) == ("news·20130504·PH·77", "news·20130504·PH·78")
    assert first.extra["certificate"]["issued_to"] == "Une bibliothèque"


CONTAINED = """<div id="docContain"><span id="docNameVisu">PH</span>
<span class="DocPublicationName">Le Phare, no. 12</span><br>
<span class="DocHeader">Monde, vendredi 3 mai 2013, p. 5</span><div class="titreArticleVisu">La barre</div>
<div><p>Un récif.</p><p>Une balise.</p></div><p>© 2013 Le Phare. Tous droits réservés.</p>
<table><tr><td><span id="ucPubliC_lblNodoc">news·20130503·PH·5</span></td></tr><tr><td>
<span id="ucPubliC_lblCertificatIssuedTo">Ce certificat est émis à <b>Une bibliothèque</b>.</span>
</td></tr></table></div>"""


def test_the_layout_in_containers(tmp_path: Path) -> None:
    path = write(tmp_path, f"<html><body>{CONTAINED}{CONTAINED.replace('PH·5', 'PH·6')}</body></html>")
    first, second = (draft.document for _, draft in drafts(READER, path))
    assert first.text == "La barre\n\nUn récif.\n\nUne balise."
    assert (first.outlet, first.published_at, first.extra["page"]) == ("Le Phare", "2013-05-03", "5")
    assert first.extra["certificate"]["issued_to"] == "Une bibliothèque"
    assert (first.native_id, second.native_id) == ("news·20130503·PH·5", "news·20130503·PH·6")


def test_an_export_without_articles_says_so(tmp_path: Path) -> None:
    path = write(tmp_path, page("<style>.DocPublicationName{} .titreArticle{}</style><p>Aucun résultat</p>"))
    (record,) = founds(READER, path)
    assert record.fault is not None
    assert record.fault.code == "no-article"
    assert record.raw == path.read_bytes()


def test_an_article_that_names_no_publication_is_one_bad_record(tmp_path: Path) -> None:
    path = write(tmp_path, page("<article><p>rien</p></article>", modern(head=HEAD, body=BODY)))
    bad, good = founds(READER, path)
    with pytest.raises(BadRecord, match="names no publication"):
        drafted(READER, bad)
    assert drafted(READER, good).document.title == "La digue tient"


def test_an_unknown_date_is_kept_as_it_stands(tmp_path: Path) -> None:
    head = HEAD.replace("mardi 14 mars 2023", "un beau jour de printemps")
    document = only(READER, write(tmp_path, page(modern(head=head, body=BODY)))).document
    assert document.published_at is None
    assert "date not understood" in document.notes
    assert "printemps" in (document.published_verbatim or "")


def test_tags_that_were_escaped_once_too_often(tmp_path: Path) -> None:
    body = "&lt;p&gt;Une vague.&lt;/p&gt;&lt;p&gt;Une autre.&lt;/p&gt;"
    document = only(READER, write(tmp_path, page(modern(head=HEAD, body=body)))).document
    assert document.text.endswith("\n\nUne vague.\n\nUne autre.")


def test_ordinary_pages_are_left_to_others() -> None:
    assert not READER.recognises(
        b"<!doctype html><html><body><article><p>Europresse est une base.</p></article></body>"
    )
    assert html.READER.recognises(page(modern(head=HEAD, body=BODY)).encode())


def test_the_samples() -> None:
    old = [draft.document for _, draft in drafts(READER, sample("press_europresse/europresse_test1.html"))]
    assert [document.published_at for document in old] == ["2013-10-05", "2012-10-03", "2012-10-04"]
    assert [document.extra.get("page") for document in old] == [None, None, "03"]
    new = [draft.document for _, draft in drafts(READER, sample("press_europresse/europresse_test2.html"))]
    assert [document.extra["page"] for document in new] == ["16", "12", "MDE6", "32"]
    assert [document.published_at for document in new] == ["2006-03-14", "2006-03-14", "2006-03-13", "2006-03-13"]
    numbers = [document.native_id for document in [*old, *new]]
    assert len(set(numbers)) == 7
    assert all(number and number.startswith("news·") for number in numbers)
    assert all("certificat" not in document.text for document in [*old, *new])
    raw = sample("press_europresse/europresse_test1.html").read_text("utf-8")
    assert all(document.native_id in raw for document in old if document.native_id)


@settings(deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_an_article_or_a_bad_record(data: bytes) -> None:
    for raw in (
        data,
        b'<article><span class="DocPublicationName">' + data,
        b'<span class="DocPublicationName">x</span>' + data,
    ):
        with suppress(BadRecord):
            assert europresse.draft(raw).document.text
