"""Feeds: entries as articles, with what their feed says of them; what is no entry has a reason."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import drafts, faults, founds, only, sample

from corpus.errors import BadRecord
from ingest.readers import html
from ingest.readers.feed import MARK, READER

RSS = """<?xml version="1.0" encoding="{encoding}"?>
<!-- made by hand -->
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Le Phare &amp; la mer</title><link>https://phare.example/</link><language>fr</language>{items}</channel></rss>"""
ITEM = """<item><title>La digue &lt;em&gt;tient&lt;/em&gt;</title><link>https://phare.example/digue</link>
<dc:creator>Jeanne Rivage</dc:creator><category>Mer</category><category>Vent</category>
<pubDate>Tue, 14 Mar 2023 07:05:00 +0100</pubDate><guid isPermaLink="false">9</guid>
<description>Les habitants attendent.</description>
<content:encoded><![CDATA[<p>Le vent a soufflé. </item> dit-il.</p><ul><li>Un</li><li>Deux</li></ul>
<p>Voir <a href="/suite">la suite</a>.<script>x()</script></p>]]></content:encoded></item>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="https://tide.example/">
<title>The Tide</title><entry><title type="html">Harbour &amp;amp; wall</title><link href="/a"/><id>urn:1</id>
<updated>2020-02-03T10:00:00Z</updated><author><name>Ann Quay</name><email>ann@tide.example</email></author>
<summary>It opened at noon.</summary></entry>{more}</feed>"""


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "feed.xml"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1"])
def test_rss(tmp_path: Path, encoding: str) -> None:
    document = only(READER, write(tmp_path, RSS.format(encoding=encoding, items=ITEM), encoding)).document
    assert (document.kind, document.title, document.outlet) == ("article", "La digue tient", "Le Phare & la mer")
    assert (document.byline, document.tags, document.language_declared) == ("Jeanne Rivage", ("Mer", "Vent"), "fr")
    assert (document.published_at, document.published_verbatim) == (
        "2023-03-14T06:05:00Z",
        "Tue, 14 Mar 2023 07:05:00 +0100",
    )
    assert document.url == "https://phare.example/digue"
    assert document.deck == "Les habitants attendent."
    assert document.text == (
        "La digue tient\n\nLes habitants attendent.\n\nLe vent a soufflé. dit-il.\n\nUn\nDeux\n\nVoir la suite."
    )
    assert [block.kind for block in document.blocks][-3:] == ["list_item", "list_item", "paragraph"]
    assert document.extra["links"] == [{"url": "https://phare.example/suite"}]
    assert document.extra["guid"] == "9"
    assert document.native_id is None  # such ids are the same in many feeds


def test_atom(tmp_path: Path) -> None:
    document = only(READER, write(tmp_path, ATOM.format(more=""))).document
    assert (document.title, document.outlet, document.byline) == ("Harbour & wall", "The Tide", "Ann Quay")
    assert document.text == "Harbour & wall\n\nIt opened at noon."
    assert (document.url, document.published_at) == ("https://tide.example/a", "2020-02-03T10:00:00Z")
    assert document.deck is None


def test_each_record_is_the_verbatim_entry(tmp_path: Path) -> None:
    path = write(tmp_path, RSS.format(encoding="utf-8", items=ITEM + "\n" + ITEM.replace("digue", "mer")))
    data = path.read_bytes()
    records = founds(READER, path)
    assert len(records) == 2
    for record in records:
        assert record.place.offset is not None
        assert data[record.place.offset :].startswith(record.raw)
        assert record.raw.startswith(b"<item>")
        assert record.raw.endswith(b"</item>")
    assert len({record.context for record in records}) == 1


def test_a_summary_that_the_text_begins_with_is_no_deck(tmp_path: Path) -> None:
    item = ITEM.replace("Les habitants attendent.", "Le vent a soufflé. [...]")
    document = only(READER, write(tmp_path, RSS.format(encoding="utf-8", items=item))).document
    assert document.deck is None


def test_entries_without_a_text_and_without_anything(tmp_path: Path) -> None:
    more = "<entry><title>Only this</title></entry><entry><id>urn:3</id></entry><entry/>"
    path = write(tmp_path, ATOM.format(more=more))
    found = [draft.document for _, draft in drafts(READER, path)]
    assert [document.text for document in found][1:] == ["Only this"]
    assert "title only" in found[1].notes
    assert faults(READER, path) == ["no-document", "no-document"]


def test_a_feed_that_is_cut_keeps_what_came_before(tmp_path: Path) -> None:
    whole = RSS.format(encoding="utf-8", items=ITEM + ITEM.replace("digue", "mer"))
    path = write(tmp_path, whole[: whole.rindex("</content:encoded>")])
    assert [draft.document.title for _, draft in drafts(READER, path)] == ["La digue tient"]
    assert faults(READER, path) == ["cut"]


def test_feeds_without_entries_and_site_maps(tmp_path: Path) -> None:
    assert faults(READER, write(tmp_path, RSS.format(encoding="utf-8", items=""))) == ["no-record"]
    sitemap = '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url/></urlset>'
    assert faults(READER, write(tmp_path, sitemap)) == ["no-document"]


def test_an_xml_entity_does_nothing(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
    text = RSS.format(encoding="utf-8", items=ITEM.replace("habitants", "&b;&f;")).replace("<!--", bomb + "<!--", 1)
    document = only(READER, write(tmp_path, text)).document
    assert "aaaaaaaaaaaaaaaaaaaa" not in document.text
    assert document.title == "La digue tient"


@pytest.mark.parametrize("newline", ["", "\n"])
def test_entities_that_grow_are_not_unpacked(tmp_path: Path, newline: str) -> None:
    grown = newline.join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 6))
    bomb = f'<!DOCTYPE x [<!ENTITY a0 "aaaaaaaaaa">{newline}{grown}]>'
    text = RSS.format(encoding="utf-8", items=ITEM.replace("habitants", "&a5;")).replace("<!--", bomb + "<!--", 1)
    document = only(READER, write(tmp_path, text)).document
    assert len(document.text) < 1000
    assert "aaaaaaaaaa" not in document.text


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_feeds_in_utf_16(tmp_path: Path, encoding: str) -> None:
    expected = only(READER, write(tmp_path, RSS.format(encoding="utf-8", items=ITEM))).document
    (tmp_path / "wide.xml").write_bytes(RSS.format(encoding="utf-16", items=ITEM).encode(encoding))
    assert only(READER, tmp_path / "wide.xml").document == expected


def test_markup_on_which_the_parser_stumbles(tmp_path: Path) -> None:
    items = "<item><title>A & b <image><width></width></title></item>" + ITEM
    path = write(tmp_path, RSS.format(encoding="utf-8", items=items))
    assert faults(READER, path) == ["damaged"]
    assert len(list(drafts(READER, path))) == 1


def test_pages_and_other_xml_are_left_to_others() -> None:
    assert not READER.recognises(b"<!doctype html><html><body><p>RSS is dead</p></body></html>")
    assert not READER.recognises(
        b'<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
    )
    assert not html.READER.recognises(RSS.encode())


def test_the_samples() -> None:
    folder = sample("feeds_feedparser")
    found = {path.name: [draft.document for _, draft in drafts(READER, path)] for path in sorted(folder.glob("*.xml"))}
    assert all(len(documents) == 1 for documents in found.values())
    atom = found["atom10.xml"][0]
    assert (atom.published_at, atom.updated_at) == ("2005-11-09T00:23:47Z", "2005-11-09T11:56:34Z")
    assert atom.url == "http://example.org/entry/3"
    assert found["rss20.xml"][0].published_at == "2002-09-05T00:00:01Z"
    assert found["rss20dc.xml"][0].published_at == "2002-09-04T18:54:20Z"
    assert found["base.xml"][0].url == "http://example.org/archives/000001.html"
    assert all(
        document.outlet == "Sample Feed" for name in ("atom03.xml", "base.xml", "rss20.xml") for document in found[name]
    )


@settings(deadline=None)
@given(st.binary(max_size=200), st.sampled_from([None, b"<rss><channel>" + MARK + b"</channel></rss>"]))
def test_any_bytes_are_an_article_or_a_bad_record(data: bytes, context: bytes | None) -> None:
    for raw in (data, b"<item><title>" + data + b"</title></item>"):
        with suppress(BadRecord):
            assert READER.draft(raw, context).document.text
