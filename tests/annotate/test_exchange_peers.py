"""Our exports open in the libraries of other tools, and what those write comes back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from exchanged import annotated, annotation, read_back, written
from peers import ask

from annotate.exchange.formats import brat, conll, label_studio

TEXT = "👩‍💻 Des comptes e\u0301te\u0301 payés\u00a0: 35 centimes.\nParis 👍🏽 paie, dit-on.  Fin."

BCONV = """
import bconv, json, sys
documents = bconv.load(sys.argv[1], fmt='conll')
with open(sys.argv[2], 'w', encoding='utf-8') as file:
    bconv.dump(list(documents)[0], file, fmt='brat')
print(json.dumps([
    [document.id, [[e.start, e.end, e.text, e.metadata['type']] for e in document.iter_entities()]]
    for document in documents
]))
"""

CONVERTER = """
import json, sys
from label_studio_sdk.converter import Converter
config = open(sys.argv[2], encoding='utf-8').read()
converter = Converter(config, sys.argv[3])
names = {name: sorted(tag['labels']) for name, tag in converter._schema.items()}
converter.convert(sys.argv[1], sys.argv[3] + '/conll', 'CONLL2003', is_dir=False)
converter.convert(sys.argv[1], sys.argv[3] + '/min', 'JSON_MIN', is_dir=False)
print(json.dumps(names))
"""


def test_bconv_reads_our_columns_and_we_read_its_brat(tmp_path: Path) -> None:
    places = [TEXT.index("Des"), TEXT.index("Paris")]
    ends = [TEXT.index(" payés"), TEXT.index(", dit")]
    money: dict[str, Any] = {
        "layer": "figure",
        "code": "money",
    }  # bconv writes brat's types in letters and underscores alone
    own = [annotation(TEXT, n, *place, **money) for n, place in enumerate(zip(places, ends, strict=True))]
    other = annotated("Rien.", annotation("Rien.", 9, 0, 4, **money), id="d2")
    written(conll.FORMAT, [annotated(TEXT, *own), other], tmp_path)
    file = tmp_path / "brat" / "d1.ann"
    file.parent.mkdir()
    loaded = ask(BCONV, tmp_path / "figure.conll", file)
    assert [id for id, _ in loaded] == ["d1", "d2"]
    found = {(start, end, " ".join(text.split()), type) for start, end, text, type in loaded[0][1]}
    assert found == {(a.start, a.end, " ".join(a.quotation.split()), "figure:money") for a in own}
    file.with_suffix(".txt").write_bytes(TEXT.encode())
    (back,) = read_back(brat.FORMAT, file)
    assert {(f.layer, f.code, TEXT[f.start : f.end]) for f in back.found} == {
        ("figure", "money", a.quotation) for a in own
    }


def test_label_studios_converter_reads_our_tasks_and_we_read_its_rows(tmp_path: Path) -> None:
    start, end = TEXT.index("Paris"), TEXT.index(" 👍🏽")
    own = annotation(TEXT, 1, start, end), annotation(TEXT, 2, 0, 0, code="paid-micro-influencers")
    written(label_studio.FORMAT, [annotated(TEXT, *own)], tmp_path)
    out = tmp_path / "out"
    out.mkdir()
    names = ask(CONVERTER, tmp_path / label_studio.TASKS, tmp_path / label_studio.INTERFACE, out)
    assert names.keys() == {"label", "codes"}
    assert {"tactic:sponsored-memes", "actor:hélène-morvan"} <= set(names["label"])
    tagged = [line for line in (out / "conll" / "result.conll").read_text("utf-8").splitlines() if "tactic:" in line]
    assert tagged == ["Paris -X- _ B-tactic:sponsored-memes"]
    (back,) = read_back(label_studio.FORMAT, out / "min" / "result.json")
    assert (back.document, back.text, back.problems) == ("d1", TEXT, ())
    assert {(f.code, f.start, f.end, f.quotation) for f in back.found} == {
        ("sponsored-memes", start, end, "Paris"), ("paid-micro-influencers", 0, 0, None),
    }  # fmt: skip
