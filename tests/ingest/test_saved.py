"""Pages as programs save them: what they note of address and time is provenance, what they add is no text."""

from __future__ import annotations

import base64
import io
import os
import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import drafted

from corpus.errors import BadRecord
from ingest.draft import Draft
from ingest.readers import html, mhtml
from ingest.readers.base import RECORD_LIMIT, Found
from ingest.readers.registry import recognise
from ingest.readers.saved import as_published, saved_of
from ingest.readers.stream import Stream

PROSE = "Le conseil s'est réuni mardi soir pour parler de la digue, et personne n'a voté contre le projet. "
URL = "https://ex.org/2023/digue?a=1&b=2"
PARAGRAPHS = "".join(f"<p>{PROSE * 3}</p>" for _ in range(4))


def page(*, before: str = "", head: str = "", body: str = f"<h1>La digue</h1>{PARAGRAPHS}", after: str = "") -> str:
    start = f"<!DOCTYPE html>{before}<html lang='fr'>{head}<head><meta charset='utf-8'><title>La digue</title></head>"
    return f"{start}<body>{body}{after}</body></html>"


def one(data: bytes) -> tuple[Found, Draft]:
    reader = recognise(data[:65_536])
    (found,) = reader.records(Stream(io.BytesIO(data).read, 2**40))
    return found, drafted(reader, found)


SINGLEFILE = f"""<!--
 Page saved with SingleFile
 url: {URL}
 saved date: Sat Mar 04 2023 12:00:00 GMT+0100 (heure normale d’Europe centrale)
-->"""
HTTRACK = (
    "<!-- Mirrored from ex.org/2023/digue by HTTrack Website Copier/3.x [XR&CO'2014], Sat, 04 Mar 2023 11:00:00 GMT -->"
)
NOTED = {
    "SingleFile": (page(head=SINGLEFILE), URL),
    "HTTrack": (page(before=HTTRACK), "http://ex.org/2023/digue"),
    "WebScrapBook": (
        page().replace(
            "<html ", '<html data-scrapbook-source="https://ex.org/d" data-scrapbook-create="20230304110000123" '
        ),
        "https://ex.org/d",
    ),
    "Wayback Machine": (
        page(
            head=f'<script>__wm.wombat("{URL}","20230304110000","https://web.archive.org/","web");</script>',
            before="<!-- saved from url=(0080)https://web.archive.org/web/20230304110000/https://ex.org/2023 -->",
        ),
        URL,
    ),
}


@pytest.mark.parametrize("program", NOTED)
def test_a_program_s_note_is_provenance(program: str) -> None:
    text, url = NOTED[program]
    found, draft = one(text.encode())
    assert (found.retrieved_at, found.retrieved_by) == ("2023-03-04T11:00:00Z", program)
    assert (draft.document.url, draft.document.title) == (url, "La digue")
    assert draft.document.text.count("Le conseil") == 12
    assert draft.document.extra["captured_at"] == "2023-03-04T11:00:00Z"


def test_a_browser_notes_the_address_alone() -> None:
    found, draft = one(page(before=f"<!-- saved from url=(0033){URL} -->").encode())
    assert (found.retrieved_at, draft.document.url) == (None, URL)


def test_the_toolbar_and_the_addresses_of_the_wayback_machine_are_no_part_of_the_page() -> None:
    toolbar = (
        "<!-- BEGIN WAYBACK TOOLBAR INSERT --><div id='wm-ipp-base'><p>132 captures from 2013 to 2022 in this list"
        f"</p></div><!-- END WAYBACK TOOLBAR INSERT --><h1>La digue</h1>{PARAGRAPHS}"
        "<p>Voir aussi <a href='/web/20160305101112/https://ex.org/autre'>un autre article sur la digue du port</a>, ou"
        " https://web.archive.org/web/2015/https://ex.org/ dans le texte.</p>"
    )
    canonical = '<link rel="canonical" href="https://web.archive.org/web/20160305101112/https://ex.org/digue">'
    on = "<!-- FILE ARCHIVED ON 10:11:13 Mar 05, 2016 AND RETRIEVED FROM THE INTERNET ARCHIVE ON 12:00:00 -->"
    text = page(body=toolbar, after=on).replace("</head>", f"{canonical}</head>")
    found, draft = one(text.encode())
    assert (found.retrieved_at, found.retrieved_by) == ("2016-03-05T10:11:13Z", "Wayback Machine")
    assert draft.document.url == "https://ex.org/digue"
    assert "web.archive.org" not in (draft.document.canonical_url or "")
    assert "captures" not in draft.document.text + "".join(part.text for part in draft.document.removed)
    published = as_published(text.encode()).decode()
    assert "href='https://ex.org/autre'" in published
    assert "https://web.archive.org/web/2015/https://ex.org/ dans" in published


def test_a_page_that_was_written_into_a_frame() -> None:
    inner = page().replace("&", "&amp;").replace('"', "&quot;")
    text = page(body=f'<iframe srcdoc="<p>Publicité</p>"></iframe><iframe srcdoc="{inner}"></iframe>', head=SINGLEFILE)
    _, draft = one(text.encode())
    assert draft.document.text.count("Le conseil") == 12
    assert draft.document.url == URL


def test_images_written_into_a_page_do_not_make_it_too_large() -> None:
    image = base64.b64encode(os.urandom(RECORD_LIMIT)).decode()
    text = page(head=SINGLEFILE, after=f'<img src="data:image/png;base64,{image}" alt="La digue">')
    _, draft = one(text.encode())
    assert draft.document.text.count("Le conseil") == 12


@pytest.mark.parametrize("declared", ["iso-8859-1", "utf-8", "x-unknown"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_encodings_that_are_declared_wrongly(declared: str, encoding: str) -> None:
    text = page().replace("charset='utf-8'", f"charset='{declared}'")
    _, draft = one(text.encode(encoding))
    assert draft.document.text.count("réuni") == 12


def test_amp_pages() -> None:
    text = (
        page()
        .replace("<html lang='fr'>", "<html ⚡ lang='fr'>")
        .replace("</head>", '<link rel="canonical" href="https://ex.org/digue"></head>')
    )
    _, draft = one(text.encode())
    assert (draft.document.canonical_url, draft.document.text.count("Le conseil")) == ("https://ex.org/digue", 12)


def message(*parts: tuple[str, str], front: str = f"Snapshot-Content-Location: {URL}\n", packing: str = "q") -> bytes:
    """A message of MIME with pages (address, text), as Chrome writes it."""
    lines = [
        "From: <Saved by Blink>\n" + front + "Subject: =?utf-8?Q?La=20digue?=\nDate: Sat, 4 Mar 2023 11:00:00 -0000\n"
        'MIME-Version: 1.0\nContent-Type: multipart/related;\n\ttype="text/html";\n\tboundary="--b--"\n\n\n'
    ]
    for address, text in parts:
        body = quopri.encodestring(text.encode()) if packing == "q" else base64.encodebytes(text.encode())
        name = "quoted-printable" if packing == "q" else "base64"
        lines.append(
            f"----b--\nContent-Type: text/html\nContent-ID: <{address}>\nContent-Transfer-Encoding: {name}\n"
            f"Content-Location: {address}\n\n{body.decode()}\n"
        )
    image = base64.encodebytes(os.urandom(300)).decode()
    lines.append(f"----b--\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\n{image}\n----b----\n")
    return "".join(lines).encode()


@pytest.mark.parametrize("packing", ["q", "b"])
@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_mhtml_is_a_page_with_its_address_and_time(packing: str, newline: bytes) -> None:
    data = message(("https://ads.example/x", "<p>Publicité</p>"), (URL, page()), packing=packing)
    assert recognise(data[:65_536]).name == "mhtml"
    found, draft = one(data.replace(b"\n", newline))
    assert (found.retrieved_at, found.retrieved_by) == ("2023-03-04T11:00:00Z", "MHTML")
    assert (draft.document.url, draft.document.title) == (URL, "La digue")
    assert draft.document.text.count("Le conseil") == 12


def test_mhtml_whose_page_only_frames_another() -> None:
    frames = "<html><head><title>x</title></head><frameset><frame src='cid:f'></frameset></html>"
    data = message((URL, frames), ("cid:f", page()), ("https://ex.org/menu", "<p>Menu</p>"))
    _, draft = one(data)
    assert draft.document.text.count("Le conseil") == 12
    assert draft.document.url == URL


def test_mhtml_without_a_page_and_e_mail() -> None:
    with pytest.raises(BadRecord, match="holds no page"):
        one(message())
    sent = b"Received: from x\nTo: me@example.org\n" + message((URL, page()))
    with pytest.raises(BadRecord, match="e-mail"):
        recognise(sent)
    assert not mhtml.recognises(b"Subject: no\n\n" + page().encode())


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_a_page_or_a_bad_record(data: bytes) -> None:
    whole = [*mhtml.records(Stream(io.BytesIO(message((URL, "")) + data).read, 2**40))]
    assert len(whole) == 1
    for reader, raw in ((html.READER, data), (mhtml.READER, data), (mhtml.READER, message((URL, "")) + data)):
        try:
            reader.draft(raw)
        except BadRecord:
            continue


@given(st.binary(max_size=200))
def test_notes_of_anything(data: bytes) -> None:
    for begun in (b"<!-- Page saved with SingleFile url: x saved date: ", b'__wm.wombat("', b"<!-- Mirrored from "):
        saved_of(begun + data)
        as_published(begun + data)
