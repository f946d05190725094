"""Each format as its own tools know it, and what a person changed in them."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import cassis
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from small_corpus import annotations, put, small_corpus
from test_exchange import TEXT, by_id, make, reviews, sent, take_in

from annotate.exchange.formats.registry import format_named
from annotate.exchange.formats.webanno import _text, _value
from annotate.exchange.formats.webanno_read import _unescaped
from annotate.exchange.places import place
from annotate.exchange.segments import sentences
from annotate.exchange.shapes import Annotated, File, Vocabulary
from annotate.exchange.units import in_unit, unit_of
from corpus.folder import Corpus
from corpus.model import Annotation, Document

Q = "{urn:QDA-XML:project:1.0}"
T = "{http://www.tei-c.org/ns/1.0}"
CODE = "paid-micro-influencers"


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return small_corpus(tmp_path / "corpus")


@pytest.fixture
def document(corpus: Corpus) -> Document:
    return put(corpus, TEXT, title="Titre <&>", url="https://example.org/a")


def w3c_edited(file: Path, moved: tuple[int, int], added: tuple[int, int]) -> None:
    """In the file of one annotation: moved and given another code, and a copy made by a client that knows no terms."""
    collection = json.loads(file.read_text())
    (item,) = collection["first"]["items"]
    new = json.loads(json.dumps(item))
    for one, (start, end) in ((item, moved), (new, added)):
        position, quote = one["target"]["selector"]
        position |= {"start": start, "end": end}
        quote |= {"exact": TEXT[start:end], "prefix": TEXT[start - 5 : start], "suffix": ""}
    item["body"][0]["value"] = f"tactic:{CODE}"
    new = {name: value for name, value in new.items() if not name.startswith("hustings")} | {"id": "urn:client:1"}
    new["creator"] = {"type": "Person", "name": "Zoé"}
    file.write_text(json.dumps({"@context": collection["@context"][0], "type": "AnnotationPage", "items": [item, new]}))


def cas_edited(file: Path, moved: tuple[int, int], added: tuple[int, int]) -> None:
    is_xmi = file.suffix == ".xmi"
    types = cassis.load_typesystem(file.with_name("TypeSystem.xml")) if is_xmi else None
    cas = cassis.load_cas_from_xmi(file, typesystem=types) if is_xmi else cassis.load_cas_from_json(file.open("rb"))
    (one,) = cas.select("hustings.Annotation")
    one.begin, one.end = moved
    one.code = CODE
    cas.add(cas.typesystem.get_type("hustings.Annotation")(begin=added[0], end=added[1], layer="tactic", code=CODE))
    other = cas.typesystem.create_type("custom.Mood", "uima.tcas.Annotation")
    cas.typesystem.create_feature(other, "value", "uima.cas.String")
    cas.add(other(begin=0, end=1, value="merry"))
    cas.to_xmi(file) if is_xmi else cas.to_json(file)


def tei_edited(file: Path, moved: tuple[int, int], added: tuple[int, int]) -> None:
    root = etree.parse(file).getroot()
    (one,) = root.iter(T + "annotation")
    parent = one.getparent()
    parent.append(etree.fromstring(etree.tostring(one).replace(b'id="a1"', b'id="a2"')))
    for element, (start, end) in zip(parent, (moved, added), strict=True):
        element.set("target", f"#string-range(p1,{start},{end - start})")
        for note in element.findall(T + "note"):
            if note.get("type") == "quotation" or (element is not one and note.get("type") == "id"):
                element.remove(note)
    root.find(f".//{T}category").set("n", f"tactic:{CODE}")
    file.write_bytes(etree.tostring(root))


def refi_edited(file: Path, moved: tuple[int, int], added: tuple[int, int]) -> None:
    """As a program that counts UTF-16 and writes CRLF, and keeps no description of a new passage."""
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    root = etree.fromstring(members["project.qde"])
    (one,) = root.iter(Q + "PlainTextSelection")
    new = etree.fromstring(etree.tostring(one))
    new.remove(new.find(Q + "Description"))
    one.addnext(new)
    for element, (start, end) in ((one, moved), (new, added)):
        element.set("startPosition", str(in_unit(TEXT, start, "utf-16")))
        element.set("endPosition", str(in_unit(TEXT, end, "utf-16")))
        element.set("name", TEXT[start:end])
    guid = next(code.get("guid") for code in root.iter(Q + "Code") if CODE in (code.findtext(Q + "Description") or ""))
    for reference in root.iter(Q + "CodeRef"):
        reference.set("targetGUID", "{" + guid.upper() + "}")
    members = {name: data.replace(b"\n", b"\r\n") for name, data in members.items()}
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in (members | {"project.qde": etree.tostring(root)}).items():
            archive.writestr(name, data)


EDITED: dict[str, tuple[str, Callable[[Path, tuple[int, int], tuple[int, int]], None], int]] = {
    "w3c": ("annotations.jsonld", w3c_edited, 0),
    "cas-xmi": ("{}.xmi", cas_edited, 1),
    "cas-json": ("{}.json", cas_edited, 1),
    "tei": ("{}.xml", tei_edited, 0),
    "refi-qdpx": ("annotations.fr.qdpx", refi_edited, 0),
}


@pytest.mark.parametrize("name", EDITED)
def test_what_was_moved_changed_or_added_in_the_other_tool(
    name: str, corpus: Corpus, document: Document, tmp_path: Path
) -> None:
    id = make(corpus, document, "70 comptes", attributes={"evidence": "alleged"})
    file_name, edit, in_review = EDITED[name]
    file = sent(corpus, name, tmp_path / "out") / file_name.format(document.id)
    moved, added = (TEXT.index("payé"), TEXT.index("payé") + 15), (TEXT.index("👩‍💻"), TEXT.index("👩‍💻") + 4)
    edit(file, moved, added)
    done = take_in(corpus, file)
    assert (done.new, done.changed, done.in_review) == (1, 1, in_review), reviews(corpus)
    changed = by_id(corpus, id)
    assert (changed.start, changed.end, changed.code, changed.agent) == (*moved, CODE, "anne")
    assert changed.attributes == {"evidence": "alleged"}
    (new,) = (a for a in annotations(corpus) if a.id != id)
    assert (new.start, new.end, new.quotation) == (*added, "👩‍💻.")
    assert take_in(corpus, file).already_there == 2


def test_webanno_as_its_guide_says(corpus: Corpus, document: Document, tmp_path: Path) -> None:
    make(corpus, document, "70 comptes")
    make(corpus, document, "comptes", attributes={"note": "a|b_c [*] -> ;"})
    make(corpus, document, "ayé 70")
    make(corpus, document, "👩‍💻.\nElle")
    file = sent(corpus, "webanno", tmp_path / "out") / f"{document.id}.tsv"
    lines = file.read_text("utf-8").split("\n")
    assert lines[0] == "#FORMAT=WebAnno TSV 3.3"
    assert lines[1].startswith("#T_SP=hustings.Annotation|layer|code|")
    assert lines[4].startswith("#Text=🗳️ L’équipe")
    cells = {row.split("\t")[2]: row.split("\t") for row in lines if re.match(r"\d", row)}
    start = in_unit(TEXT, TEXT.index("comptes"), "utf-16")
    assert cells["comptes"][1] == f"{start}-{start + 7}"
    assert cells["comptes"][3] == "tactic[2]|tactic[3]"
    assert cells["70"][4] == "sponsored-memes[1]|sponsored-memes[2]"
    assert re.fullmatch(r"1-\d+\.1", cells["ayé"][0])
    assert cells["comptes"][5] == r'*[2]|{"note":"a\|b\_c \[\*\] \-> \;"}[3]'
    assert cells["payé"][3:] == ["_"] * 7 + [""]
    file.write_text(file.read_text("utf-8").replace("sponsored-memes[1]", CODE + "[1]"), "utf-8")
    done = take_in(corpus, file)
    assert (done.changed, done.already_there, done.in_review) == (1, 3, 0)
    assert by_id(corpus, "a2").code == CODE


def test_webanno_of_inception_with_other_layers(corpus: Corpus, document: Document, tmp_path: Path) -> None:
    (file := tmp_path / "anne.tsv").write_text(
        "#FORMAT=WebAnno TSV 3.3\r\n#T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue\r\n"
        f"#T_SP=webanno.custom.Tactic|tag\r\n#T_RL=webanno.custom.Rel|kind|BT_webanno.custom.Tactic\r\n\r\n\r\n"
        "#Text=Elle paie.\r\n1-1\t0-4\tElle\tPRON\t_\t_\t_\t\r\n"
        f"1-2\t5-9\tpaie\tVERB\ttactic:{CODE}\tr\t1-1\t\r\n1-3\t9-10\t.\tPUNCT\tother\t_\t_\t\r\n",
        "utf-8",
    )
    put(corpus, "Elle paie.")
    done = take_in(corpus, file)
    assert (done.new, done.in_review) == (1, 2)
    assert [(a.quotation, a.code, a.agent) for a in annotations(corpus)] == [("paie", CODE, "ben")]


@pytest.mark.parametrize("text", ["a\\b\t[x]|_->;*\r", "\\n \\t \x01 \x0b", "->", "\\->"])
def test_webanno_escapes(text: str) -> None:
    assert _unescaped(_value(text)) == text
    assert _unescaped(_text(text)) == text


def test_w3c_has_the_terms_of_the_standard(corpus: Corpus, document: Document, tmp_path: Path) -> None:
    make(corpus, document, "70 comptes")
    make(corpus, document, "")
    collection = json.loads((sent(corpus, "w3c", tmp_path / "out") / "annotations.jsonld").read_text())
    assert collection["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert (collection["type"], collection["total"]) == ("AnnotationCollection", 2)
    whole, passage = collection["first"]["items"]
    assert "selector" not in whole["target"]
    assert whole["motivation"] == whole["body"][0]["purpose"] == "classifying"
    position, quote = passage["target"]["selector"]
    assert position == {"type": "TextPositionSelector", "start": TEXT.index("70"), "end": TEXT.index("70") + 10}
    assert (quote["type"], quote["exact"]) == ("TextQuoteSelector", "70 comptes")
    assert TEXT[: position["start"]].endswith(quote["prefix"])
    assert passage["body"] == [
        {"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": "tactic:sponsored-memes"}
    ]
    assert passage["creator"] == {"type": "Person", "name": "anne"}
    assert re.fullmatch(r"[a-z]+:[!-~]+", passage["id"])
    terms = ["id", "type", "motivation", "created", "creator", "generator", "body", "target"]
    assert {name for name in passage if not name.startswith("hustings:")} <= set(terms)


def test_cas_opens_with_sentences_tokens_and_metadata(corpus: Corpus, document: Document, tmp_path: Path) -> None:
    make(corpus, document, "70 comptes")
    make(corpus, document, "")
    folder = sent(corpus, "cas-xmi", tmp_path / "out")
    cas = cassis.load_cas_from_xmi(
        folder / f"{document.id}.xmi", typesystem=cassis.load_typesystem(folder / "TypeSystem.xml")
    )
    core = cassis.load_dkpro_core_typesystem()  # the types fit those of DKPro, which a project of INCEpTION has
    cassis.merge_typesystems(core, cas.typesystem)
    assert cas.sofa_string == TEXT
    segmentation = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type."
    assert [s.get_covered_text().split()[0] for s in cas.select(segmentation + "Sentence")] == ["🗳️", "Elle"]
    tokens = [t.get_covered_text() for t in cas.select(segmentation + "Token")]
    assert {"70", "comptes", "Chirper"} <= set(tokens)
    (metadata,) = cas.select("de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData")
    assert (metadata.documentId, metadata.documentTitle, metadata.language) == (document.id, "Titre <&>", "fr")
    (passage,) = cas.select("hustings.Annotation")
    assert passage.get_covered_text() == "70 comptes"
    assert len(cas.select("hustings.DocumentCode")) == 1
    begin = etree.parse(folder / f"{document.id}.xmi").xpath("//*[local-name()='Annotation']/@begin")
    assert begin == [str(in_unit(TEXT, TEXT.index("70"), "utf-16"))]


def test_refi_is_in_the_order_of_its_schema(corpus: Corpus, document: Document, tmp_path: Path) -> None:
    make(corpus, document, "70 comptes")
    make(corpus, document, "")
    with zipfile.ZipFile(sent(corpus, "refi-qdpx", tmp_path / "out") / "annotations.fr.qdpx") as archive:
        root = etree.fromstring(archive.read("project.qde"))
        (source,) = root.iter(Q + "TextSource")
        path = source.get("plainTextPath").replace("internal://", "Sources/")
        assert archive.read(path).decode() == TEXT
    assert [child.tag.removeprefix(Q) for child in root] == ["Users", "CodeBook", "Sources", "Notes"]
    assert [child.tag.removeprefix(Q) for child in source] == ["Description", "PlainTextSelection", "Coding"]
    selection = source.find(Q + "PlainTextSelection")
    assert TEXT[int(selection.get("startPosition")) : int(selection.get("endPosition"))] == "70 comptes"
    guid = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    assert all(re.fullmatch(guid, element.get("guid")) for element in root.iter() if element.get("guid"))
    known = {element.get("guid") for element in root.iter()}
    assert all(element.get("targetGUID") in known for element in root.iter() if element.get("targetGUID"))
    colors = {code.get("color") for code in root.iter(Q + "Code")}
    assert all(re.fullmatch("#[0-9A-Fa-f]{6}", color) for color in colors)


def test_tei_has_the_text_and_the_codes_in_both_languages(corpus: Corpus, document: Document, tmp_path: Path) -> None:
    make(corpus, document, "👩‍💻.\nElle")
    root = etree.parse(sent(corpus, "tei", tmp_path / "out") / f"{document.id}.xml").getroot()
    assert [child.tag.removeprefix(T) for child in root] == ["teiHeader", "standOff", "text"]
    lines = {p.get("{http://www.w3.org/XML/1998/namespace}id"): p.text for p in root.iter(T + "p")}
    (annotation,) = root.iter(T + "annotation")
    ranges = re.findall(r"#string-range\((\w+),(\d+),(\d+)\)", annotation.get("target"))
    assert "\n".join(lines[p][int(at) : int(at) + int(size)] for p, at, size in ranges) == "👩‍💻.\nElle"
    said = {c[0].text for c in root.iter(T + "catDesc")}
    tactic = corpus.codebook.tactic["sponsored-memes"]
    assert said == {tactic.label["en"], tactic.label["fr"]}


@st.composite
def annotated_texts(draw: st.DrawFn) -> Annotated:
    """Any text, with passages anywhere in it and a code of the whole."""
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
    edges = draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=6))
    places = [(0, 0), *((min(edge), max(edge)) for edge in edges if edge[0] != edge[1])]
    made = {"document": "d1", "layer": "tactic", "code": CODE, "agent": "anne", "state": "made", "made_at": "2026"}
    return Annotated(
        Document(id="d1", kind="article", text=text, language=draw(st.sampled_from(["fr", "en", None]))),
        tuple(
            Annotation(id=f"a{n}", start=start, end=end, quotation=text[start:end], **made)  # type: ignore[arg-type]
            for n, (start, end) in enumerate(sorted(places))
        ),
    )


@pytest.mark.parametrize("name", ["w3c", "cas-xmi", "cas-json", "webanno", "tei", "refi-qdpx"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=annotated_texts())
def test_any_text_comes_back_to_the_same_places(name: str, one: Annotated, corpus: Corpus) -> None:
    format = format_named(name)
    out = {a.id: (a.start, a.end) for a in one.annotations}
    with TemporaryDirectory() as folder:
        for item in format.write([one], Vocabulary(corpus.codebook, corpus.authority)):  # type: ignore[misc]
            if isinstance(item, File):
                Path(folder, item.name).write_bytes(item.data)
            else:
                del out[item.annotation.id]
        read = list(format.read(Path(folder)))  # type: ignore[misc]
    for incoming in read:
        unit = unit_of([(incoming, one.document.text if incoming.text is None else incoming.text)])
        assert unit is not None
        assert {f.id: place(one.document.text, f, incoming.text, unit) for f in incoming.found} == out
        assert not incoming.problems


@pytest.mark.parametrize("text", [TEXT, "", "  a\u00a0 b\r\n\r\n c\u2028d ", "M. X est là. Oui !\n\nNon."])
@pytest.mark.parametrize("language", ["fr", "en", "und", None])
def test_all_but_white_space_is_in_a_token_of_a_sentence(text: str, language: str | None) -> None:
    found = sentences(text, language)
    tokens = [place for sentence in found for place in sentence.tokens]
    assert "".join(text[start:end] for start, end in tokens) == "".join(text.split())
    assert all("\n" not in text[s.start : s.end] for s in found)
    assert tokens == sorted(tokens)
