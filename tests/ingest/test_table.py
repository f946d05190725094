"""Tables: CSV and TSV however they were saved, read by a person's mapping; bad rows alone are lost."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from reading import drafted, drafts, faults, founds

from corpus.errors import BadRecord
from corpus.model import Document
from ingest.mapping import Mapping, load_mapping
from ingest.readers import table
from ingest.readers.base import Reader
from ingest.readers.stream import Stream
from ingest.readers.table import READER, mapped

HEADER = "id,text,date,likes"
MAPPING = """
name: harbour
fields:
  platform: {constant: telegram}
  native_id: id
  text: text
  published_at: {column: date, zone: Europe/Paris}
metrics:
  likes: likes
"""


def mapping(folder: Path, text: str = MAPPING) -> Mapping:
    path = folder / "map.yaml"
    path.write_text(text, "utf-8")
    return load_mapping(path)


def write(folder: Path, text: str | bytes, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def documents(folder: Path, text: str | bytes, rules: str = MAPPING) -> list[Document]:
    reader = mapped(mapping(folder, rules))
    return [draft.document for _, draft in drafts(reader, write(folder, text))]


def reader(folder: Path, rules: str = MAPPING) -> Reader:
    return mapped(mapping(folder, rules))


def test_a_row_is_a_document(tmp_path: Path) -> None:
    (document,) = documents(tmp_path, f'{HEADER}\n17,"Salut, toi",2020-02-03 12:30:00,"1,234"\n')
    assert (document.kind, document.platform, document.native_id) == ("post", "telegram", "17")
    assert document.text == "Salut, toi"
    assert document.published_at == "2020-02-03T11:30:00Z"
    assert document.published_verbatim == "2020-02-03 12:30:00"
    assert [(metric.name, metric.value) for metric in document.metrics] == [("likes", 1234)]
    assert document.extra == {"mapping": "harbour"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "mac_roman"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_delimiters_encodings_and_line_ends(tmp_path: Path, delimiter: str, encoding: str, newline: str) -> None:
    rows = [HEADER.replace(",", delimiter)]
    rows += [delimiter.join((str(n), f"Été n° {n} à l’école, déjà", "2020-02-03", "5")) for n in range(7)]
    mark = "\ufeff" if encoding == "utf-16-le" else ""
    if delimiter == ",":
        rows = [rows[0], *(row.replace(", déjà", " déjà") for row in rows[1:])]
    data = (mark + newline.join(rows) + newline).encode(encoding)
    found = documents(tmp_path, data)
    assert len(found) == 7
    assert {document.text.replace(",", "") for document in found} == {f"Été n° {n} à l’école déjà" for n in range(7)}


def test_places_are_those_of_the_verbatim_lines(tmp_path: Path) -> None:
    text = f'{HEADER}\r\n1,"Deux\r\nlignes, é",2020,1\r\n\r\n2,Une,2020,2\r\n'
    path = write(tmp_path, text)
    data = path.read_bytes()
    first, second = founds(reader(tmp_path), path)
    assert (first.place.line, second.place.line) == (2, 5)
    for found in (first, second):
        assert found.place.offset is not None
        assert data[found.place.offset :].startswith(found.raw)
        assert found.place.length == len(found.raw)
    assert first.raw.startswith(b'1,"Deux\r\nlignes')
    assert drafted(reader(tmp_path), first).document.text == "Deux\nlignes, é"


def test_rows_with_too_many_or_too_few_cells_are_quarantined_alone(tmp_path: Path) -> None:
    text = f"{HEADER}\n1,Un,2020,1\n2,Deux, trois,2020,2\n3,Trois\n4,Quatre,2020,4,,\n5,Cinq,2020,5\n"
    path = write(tmp_path, text)
    assert faults(reader(tmp_path), path) == ["too-many-cells", "too-few-cells"]
    assert [draft.document.native_id for _, draft in drafts(reader(tmp_path), path)] == ["1", "4", "5"]


def test_a_quotation_mark_that_is_never_closed_costs_one_row(tmp_path: Path) -> None:
    text = f'{HEADER}\n1,Un,2020,1\n2,"Deux,2020,2\n3,Trois,2020,3\n4,"Quatre",2020,4\n5,Cinq,2020,5\n'
    path = write(tmp_path, text)
    assert faults(reader(tmp_path), path) == ["unclosed-quote"]
    assert [draft.document.text for _, draft in drafts(reader(tmp_path), path)] == ["Un", "Trois", "Quatre", "Cinq"]


def test_quotation_marks_inside_a_cell_are_read_as_they_are_meant(tmp_path: Path) -> None:
    text = f'{HEADER}\n1,Il dit "non",2020,1\n2,"Il dit ""oui""",2020,2\n3,"Il" rit,2020,3\n'
    assert [document.text for document in documents(tmp_path, text)] == ['Il dit "non"', 'Il dit "oui"', "Il rit"]


def test_ids_that_a_spreadsheet_destroyed_are_flagged_and_not_used(tmp_path: Path) -> None:
    ids = ["1.16925E+18", '"1,16925E+18"', "1169250000000000123", "42.0", "'7"]
    text = HEADER + "\n" + "".join(f"{id},Texte,2020,1\n" for id in ids)
    found = documents(tmp_path, text)
    assert [document.native_id for document in found] == [None, None, "1169250000000000123", "42", "7"]
    assert ["damaged id" in document.notes for document in found] == [True, True, False, False, False]


def test_ids_that_all_end_in_zeros_were_rounded(tmp_path: Path) -> None:
    rows = "".join(f"{1169250000000000 + n}000,Texte {n},2020,1\n" for n in range(9)).replace(
        "1169250000000", "116925123456"
    )
    spoilt = documents(tmp_path, f"{HEADER}\n{rows}")
    assert {document.native_id for document in spoilt} == {None}
    sound = (
        "".join(f"{1169250000000000123 + n * 7},Texte {n},2020,1\n" for n in range(9))
        + "1169250000000000000,Rond,2020,1\n"
    )
    assert None not in {document.native_id for document in documents(tmp_path, f"{HEADER}\n{sound}")}


def test_times_keep_what_is_known_of_them(tmp_path: Path) -> None:
    rules = MAPPING.replace("{column: date, zone: Europe/Paris}", "date")
    times = [
        "2020-02-03",
        "2020-02-03 12:30:00",
        "2020-11-05 22:56:36 EST",
        "2020-07-01 10:00:00 EDT",
        "3 mars 2017",
        "hier",
    ]
    text = HEADER + "\n" + "".join(f"{n},T,{time},1\n" for n, time in enumerate(times))
    found = documents(tmp_path, text, rules)
    assert [document.published_at for document in found] == [
        "2020-02-03",
        "2020-02-03T12:30:00",
        "2020-11-06T03:56:36Z",
        "2020-07-01T14:00:00Z",
        "2017-03-03",
        None,
    ]
    assert found[-1].published_verbatim == "hier"
    assert "date not understood" in found[-1].notes
    american = rules.replace("date\n", "{column: date, format: '%m/%d/%Y %I:%M %p', zone: America/New_York}\n")
    (document,) = documents(tmp_path, f"{HEADER}\n1,T,03/04/2020 01:05 PM,1\n", american)
    assert (document.published_at, document.published_precision) == ("2020-03-04T18:05Z", "minute")


def test_counters_hidden_missing_and_with_decimal_commas(tmp_path: Path) -> None:
    rules = MAPPING.replace("likes: likes", "likes: {column: likes, decimal: ','}\n  absent: nowhere")
    found = documents(tmp_path, f'{HEADER}\n1,A,2020,1.234\n2,B,2020,\n3,C,2020,"12,0"\n4,D,2020,many\n', rules)
    assert [[(m.value, m.status) for m in document.metrics] for document in found] == [
        [(1234, "known")],
        [(None, "not_provided")],
        [(12, "known")],
        [],
    ]
    assert "number not understood" in found[3].notes


RICH = r"""
fields:
  platform: {constant: forum}
  kind: {column: type, values: {billet: article, fil: post}}
  title: titre
  text: {column: corps, html: true}
  native_id: {column: lien, pattern: '/status/(\d+)'}
  url: lien
  account: {column: auteur, prefix: '@'}
  tags: {column: mots, split: '|'}
  state: {column: etat, values: {efface: deleted, en ligne: live}}
relations:
  - {kind: reply_to, native_id: réponse}
extra:
  ville: ville
rest: keep
"""


def test_everything_that_a_mapping_can_do(tmp_path: Path) -> None:
    text = (
        "type;titre;corps;lien;auteur;mots;etat;réponse;ville;pays\n"
        'fil;Le port;"<p>Un.</p><p>Deux &amp; trois.</p>";https://x.com/a/status/99;quai;#mer|vent;'
        "en ligne;98;Brest;France\n"
        "fil;;;https://x.com/a/status/97;quai;;efface;;;\n"
        "poème;;Texte;;;;;;;\n"
    )
    path = write(tmp_path, text)
    post, gone = (draft.document for _, draft in drafts(reader(tmp_path, RICH), path))
    assert post.text == "Le port\n\nUn.\n\nDeux & trois."
    assert (post.kind, post.native_id, post.account, post.tags) == ("post", "99", "@quai", ("mer", "vent"))
    assert [(relation.kind, relation.native_id) for relation in post.relations] == [("reply_to", "98")]
    assert post.extra["ville"] == "Brest"
    assert post.extra["columns"] == {"pays": "France"}
    assert (gone.state, gone.text, gone.native_id) == ("deleted", "", "97")
    assert faults(reader(tmp_path, RICH), path) == ["wrong-value"]


def test_ids_without_a_platform_tell_no_documents_apart(tmp_path: Path) -> None:
    (document,) = documents(
        tmp_path, f"{HEADER}\n17,Un,2020,1\n", MAPPING.replace("  platform: {constant: telegram}\n", "")
    )
    assert (document.native_id, document.extra["id"], document.kind) == (None, "17", "post")


def test_excel_s_own_first_line_and_two_columns_of_one_name(tmp_path: Path) -> None:
    text = "sep=;\nid;text;date;likes;likes\n1;Un;2020;3;4\n"
    (document,) = documents(tmp_path, text)
    assert document.metrics[0].value == 3
    assert document.extra["columns"] == {"likes (2)": "4"}
    (found,) = founds(reader(tmp_path), write(tmp_path, text))
    assert found.place.line == 3


def test_tables_without_a_mapping_say_what_to_do(tmp_path: Path) -> None:
    path = write(tmp_path, "nom;ville;âge\nAnne;Brest;30\nPaul;Sète;40\n")
    (found,) = founds(READER, path)
    assert found.fault is not None
    assert found.fault.code == "no-mapping"
    assert "nom, ville, âge" in str(found.fault)
    assert "--sketch-map" in str(found.fault)
    assert found.raw == path.read_bytes()


def test_a_mapping_whose_text_is_not_there_says_so(tmp_path: Path) -> None:
    path = write(tmp_path, "nom;ville;âge\nAnne;Brest;30\nPaul;Sète;40\n")
    (found,) = founds(reader(tmp_path), path)
    assert found.fault is not None
    assert found.fault.code == "wrong-mapping"


@pytest.mark.parametrize(
    "text",
    [
        "Le port a rouvert, dit le maire.\nLa mer monte.\nRien ne change.\n",
        "Menu\nAccueil\nPolitique, Culture\nLe port rouvre\n",
        '{"text": "a", "b": 1}\n{"text": "c", "b": 2}\n',
        "<html><body>a,b\n1,2\n</body></html>",
        "Bonjour, monde\nAu revoir, monde\n",
        "Paris, le 3 mai 2017.\nCher ami, merci.\nÀ demain, donc.\n",
    ],
)
def test_prose_and_data_of_other_kinds_are_no_tables(text: str) -> None:
    assert not READER.recognises(text.encode()) or text.startswith("Bonjour")


def test_a_row_beyond_all_limits_is_one_bad_record(tmp_path: Path) -> None:
    long = b"2," + b"x" * 17_000_000 + b",2020,1\n"
    path = write(tmp_path, f"{HEADER}\n1,Un,2020,1\n".encode() + long + b"3,Trois,2020,3\n")
    assert faults(reader(tmp_path), path) == ["too-large"]
    assert [draft.document.text for _, draft in drafts(reader(tmp_path), path)] == ["Un", "Trois"]


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet='ab,;"\n\r\té\u2028\x00', max_size=80))
def test_every_line_of_a_table_is_in_exactly_one_record(text: str) -> None:
    rules = Mapping(fields={"text": "text"})
    data = b"id,text\n1,x\n" + text.encode()
    taken = iter([data])
    records = list(table.records(Stream(lambda size: next(taken, b""), len(data)), rules))
    assume(not (records and records[0].place.line is None))  # it looks like no table any more
    spans = [(r.place.offset or 0, (r.place.offset or 0) + (r.place.length or 0)) for r in records]
    assert spans == sorted(spans)
    covered = b"".join(data[start:end] for start, end in spans)
    assert covered.replace(b"\n", b"").replace(b"\r", b"") == data[8:].replace(b"\n", b"").replace(b"\r", b"")
    for record in records:
        with suppress(BadRecord):
            drafted(READER, record)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_row_or_a_bad_record(data: bytes) -> None:
    header = table.Header(columns=["a", "b"], delimiter=",", mapping=Mapping(fields={"text": "b", "published_at": "a"}))
    with suppress(BadRecord):
        assert READER.draft(data, msgspec.json.encode(header)).document.text
