"""Tables as Excel files: the same mappings, ids and times as a spreadsheet keeps them, damage with a reason."""

from __future__ import annotations

import datetime
import json
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import drafts, faults, founds
from running import Run

from corpus.errors import BadRecord
from corpus.folder import Corpus
from ingest.mapping import Mapping, Value
from ingest.readers.table import Header
from ingest.readers.table.xlsx import READER, mapped

RULES = Mapping(
    name="harbour",
    fields={"platform": Value(constant="twitter"), "native_id": "id", "text": "text", "published_at": "date"},
    metrics={"likes": "likes"},
)
HEADER = ["id", "text", "date", "likes"]


def book(folder: Path, **sheets: list[list[Any]]) -> Path:
    path = folder / "table.xlsx"
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    workbook.save(path)
    return path


def test_rows_of_all_sheets(tmp_path: Path) -> None:
    path = book(
        tmp_path,
        one=[
            HEADER,
            ["11", "Le port", datetime.datetime(2020, 2, 3, 12, 30), 4],
            [12, "La digue", datetime.date(2020, 2, 4), 5.0],
        ],
        empty=[],
        two=[[], HEADER, [None] * 4, ["13", "Le phare", "2020-02-05", None]],
    )
    records = founds(mapped(RULES), path)
    assert [(record.place.member, record.place.line) for record in records] == [("one", 2), ("one", 3), ("two", 4)]
    found = [draft.document for _, draft in drafts(mapped(RULES), path)]
    assert [document.native_id for document in found] == ["11", "12", "13"]
    assert [document.published_at for document in found] == ["2020-02-03T12:30:00", "2020-02-04", "2020-02-05"]
    assert [document.text for document in found] == ["Le port", "La digue", "Le phare"]
    assert [document.metrics[0].value for document in found] == [4, 5, None]


def rewritten(path: Path, old: str, new: str) -> Path:
    """The same file with something else in its first sheet, which openpyxl would not write."""
    changed = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(changed, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            after.writestr(name, data.replace(old.encode(), new.encode()) if name.endswith("sheet1.xml") else data)
    return changed


def test_ids_are_whole_or_flagged(tmp_path: Path) -> None:
    path = book(tmp_path, one=[HEADER, [7777, "A", None, 1], [1.16925e18, "B", None, 1], ["0099", "C", None, 1]])
    path = rewritten(path, "<v>7777</v>", "<v>1169250000000000123</v>")
    found = [draft.document for _, draft in drafts(mapped(RULES), path)]
    assert [document.native_id for document in found] == ["1169250000000000123", None, "0099"]
    assert "damaged id" in found[1].notes


def test_a_sheet_without_a_mapping_and_one_with_a_shipped_one(tmp_path: Path) -> None:
    known = [
        ["Page Name", "URL", "Message", "Post Created"],
        ["P", "https://www.facebook.com/1/posts/2", "M", "2020-01-01 00:00:00 EST"],
    ]
    path = book(tmp_path, people=[["nom", "ville"], ["Anne", "Brest"]], posts=known)
    assert faults(READER, path) == ["no-mapping"]
    ((_, draft),) = drafts(READER, path)
    assert (draft.document.native_id, draft.document.published_at) == ("1_2", "2020-01-01T05:00:00Z")


def test_files_that_are_cut_empty_or_hostile(tmp_path: Path) -> None:
    whole = book(tmp_path, one=[HEADER, [1, "A", None, 1]]).read_bytes()
    path = tmp_path / "cut.xlsx"
    path.write_bytes(whole[:-50])
    assert faults(mapped(RULES), path) == ["truncated"]
    assert faults(mapped(RULES), book(tmp_path, one=[])) == ["no-record"]
    hostile = rewritten(book(tmp_path, one=[HEADER]), "<worksheet", '<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet')
    assert faults(mapped(RULES), hostile) == ["doctype"]


def test_a_zip_of_other_things_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("notes/xl.txt", "xl/workbook.xml")
    assert not READER.recognises(path.read_bytes())


def test_ingest_and_sketch(corpus: Corpus, tmp_path: Path, hustings: Run) -> None:
    path = book(
        tmp_path, one=[["identifiant", "contenu", "date"], [5, "Le port rouvre ce matin, dit-on.", "2020-01-01"]]
    )
    rules = tmp_path / "map.yaml"
    rules.write_text(hustings("ingest", "--sketch-map", path).stdout, "utf-8")
    account = json.loads(hustings("-C", corpus.root, "ingest", path, "--map", rules, "--json").stdout)
    assert (account["read"], account["kept"]) == (1, 1)
    with corpus.store() as store:
        (source,) = store.sources()
        assert source.format == "xlsx"


@settings(deadline=None)
@given(
    st.binary(max_size=100) | st.lists(st.text(max_size=9), max_size=4).map(lambda cells: json.dumps(cells).encode())
)
def test_any_bytes_are_a_row_or_a_bad_record(data: bytes) -> None:
    header = Header(columns=["id", "text"], delimiter=",", mapping=RULES)
    with suppress(BadRecord):
        assert READER.draft(data, msgspec.json.encode(header)).document.text
