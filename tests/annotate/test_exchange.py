"""Annotations go to other tools and come back: nothing drifts, nothing is lost unsaid, nothing comes twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from small_corpus import annotations, events, judge, put, small_corpus

from annotate.exchange.formats.registry import format_named, formats, recognise
from annotate.exchange.incoming import Imported, import_annotations
from annotate.exchange.outgoing import Choice, export
from annotate.exchange.places import across
from benchmarks.exchange import STATES, corpus_of, generated, there_and_back
from corpus.cli import hustings as hustings_command
from corpus.errors import Unreadable
from corpus.events import context
from corpus.folder import Corpus
from corpus.ids import sha256
from corpus.model import Annotation, Document, Event
from corpus.verify import verify_corpus

TEXT = "🗳️ L’équipe d’Hélène Morvan a payé 70 comptes 👩‍💻.\nElle envoie des messages préécrits sur Chirper."
BOTH_WAYS = [name for name, format in formats().items() if format.write and format.read]


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return small_corpus(tmp_path / "corpus")


def make(corpus: Corpus, document: Document, words: str, **fields: object) -> str:
    """An annotation by a person, of the first place where these words stand; of the whole document where none."""
    start = document.text.index(words)
    end = start + len(words)
    prefix, suffix = context(document.text, start, end) if words else ("", "")
    id = f"a{len(events(corpus))}"
    passage = {"start": start, "end": end, "quotation": words, "prefix": prefix, "suffix": suffix}
    made = {"layer": "tactic", "code": "sponsored-memes", "text_sha256": sha256(document.text), "agent": "anne"}
    with corpus.events() as log:
        log.append(
            [
                Event(
                    id="e" + id,
                    annotation=id,
                    document=document.id,
                    act="create",
                    made_at="2026-01-01T00:00:00Z",
                    **{**made, **passage, **fields},  # type: ignore[arg-type]
                )
            ]
        )
    return id


def sent(corpus: Corpus, name: str, folder: Path) -> Path:
    """What an export writes."""
    export(corpus, format_named(name), folder, Choice(states=STATES))
    return folder


def take_in(corpus: Corpus, path: Path, coder: str = "ben") -> Imported:
    return import_annotations(corpus, path, recognise(path), coder)


def reviews(corpus: Corpus) -> list[str]:
    with corpus.events() as log:
        return [one.reason for one in log.in_review()]


def by_id(corpus: Corpus, id: str) -> Annotation:
    return next(a for a in annotations(corpus, deleted=True) if a.id == id)


@pytest.mark.slow
@pytest.mark.parametrize("name", BOTH_WAYS)
def test_everything_comes_back_or_is_in_the_report_of_losses(name: str, tmp_path: Path) -> None:
    cases = list(generated(15))
    first = corpus_of(tmp_path / "first", cases, annotated=True)
    second = corpus_of(tmp_path / "second", cases, annotated=False)
    done = there_and_back(format_named(name), first, second, tmp_path / "files")
    assert (done.drifted, done.unreported, done.in_review, done.again) == (0, 0, 0, 0)
    assert done.held + done.shortened + done.lost == done.annotations
    assert not [fault for fault in verify_corpus(second).faults if fault.where.startswith("annotation")]


@pytest.mark.parametrize("name", BOTH_WAYS)
def test_files_are_recognised_and_the_same_files_change_nothing_in_their_own_corpus(name: str, tmp_path: Path) -> None:
    cases = list(generated(4))
    corpus = corpus_of(tmp_path / "corpus", cases, annotated=True)
    folder = sent(corpus, name, tmp_path / "files")
    (folder / "losses.jsonl").unlink(missing_ok=True)
    before = events(corpus)
    assert recognise(folder).name == name
    done = take_in(corpus, folder)
    assert (done.new, done.changed, done.in_review) == (0, 0, 0)
    assert done.already_there == done.read > 0
    assert events(corpus) == before


def test_the_codebook_goes_out_in_each_language_with_the_same_guids(corpus: Corpus, tmp_path: Path) -> None:
    from lxml import etree

    make(corpus, put(corpus, TEXT), "70 comptes")
    folder = tmp_path / "out"
    done = export(corpus, format_named("refi-qdc"), folder, Choice())
    assert (done.files, done.lost) == (len(corpus.codebook.codebook.languages), 1)
    space = {"q": "urn:QDA-XML:codebook:1.0"}
    names, guids = {}, {}
    for language in ("en", "fr"):
        root = etree.parse(folder / f"codebook.{language}.qdc")
        codes = root.xpath("//q:Code[@isCodable='true']", namespaces=space)
        names[language] = [code.get("name") for code in codes]
        guids[language] = [code.get("guid") for code in codes]
        assert [child.tag for child in root.getroot()] == ["{urn:QDA-XML:codebook:1.0}Codes"]
    assert guids["en"] == guids["fr"]
    assert len(set(guids["en"])) == len(corpus.codebook.tactics)
    assert names["fr"] == [
        t.label["fr"] for g in corpus.codebook.groups for t in corpus.codebook.tactics if t.group == g.id
    ]


def test_a_judgement_of_another_tool_is_that_coders(corpus: Corpus, tmp_path: Path) -> None:
    document = put(corpus, TEXT)
    id = make(corpus, document, "Chirper")
    file = sent(corpus, "jsonl", tmp_path / "out") / "annotations.jsonl"
    code = corpus.codebook.tactics[3].slug
    row = {**json.loads(file.read_text()), "id": "m1", "code": code, "agent": "model 1", "state": "suggested"}
    file.write_text(json.dumps(row))
    assert take_in(corpus, file).new == 1
    assert by_id(corpus, "m1").state == "suggested"
    file.write_text(json.dumps({**row, "state": "rejected"}))
    assert take_in(corpus, file).changed == 1
    assert take_in(corpus, file).already_there == 1
    assert (by_id(corpus, "m1").state, events(corpus)[-1].agent) == ("rejected", "ben")
    assert by_id(corpus, id).state == "made"


def test_what_was_deleted_here_waits_and_does_not_come_back_by_itself(corpus: Corpus, tmp_path: Path) -> None:
    id = make(corpus, put(corpus, TEXT), "70 comptes")
    folder = sent(corpus, "w3c", tmp_path / "out")
    judge(corpus, by_id(corpus, id), "delete")
    assert take_in(corpus, folder) == Imported(documents=1, read=1, in_review=1)
    assert by_id(corpus, id).state == "deleted"
    assert reviews(corpus) == ["It was deleted here after it had been exported."]


@pytest.mark.parametrize("name", ["cas-xmi", "cas-json", "webanno", "tei", "refi-qdpx"])
def test_the_text_may_have_changed_since(name: str, corpus: Corpus, tmp_path: Path) -> None:
    document = put(corpus, TEXT)
    sure, gone = make(corpus, document, "messages préécrits"), make(corpus, document, "70 comptes")
    folder = sent(corpus, name, tmp_path / "out")
    other = small_corpus(tmp_path / "other")
    head = "Recevez notre lettre du matin, et lisez le port en cinq minutes.\n"
    put(other, head + TEXT.replace("70 comptes", "des gens"), id=document.id)
    done = import_annotations(other, folder, format_named(name), "ben")
    found = {a.id: a for a in annotations(other)}
    assert (found.keys(), found[sure].quotation) == ({sure}, "messages préécrits")
    assert found[sure].start == by_id(corpus, sure).start + len(head) + len("des gens") - len("70 comptes")
    assert gone not in found
    assert (done.new, len(set(reviews(other)))) == (1, 1)
    assert "changed since" in reviews(other)[0]


@pytest.mark.parametrize("name", ["cas-xmi", "webanno", "tei", "refi-qdpx"])
def test_a_document_is_known_by_its_words_where_the_file_has_lost_its_id(
    name: str, corpus: Corpus, tmp_path: Path
) -> None:
    make(corpus, put(corpus, TEXT), "préécrits")
    folder = sent(corpus, name, tmp_path / "out")
    other = small_corpus(tmp_path / "other")
    put(other, TEXT.replace("\n", "\r\n\r\n"))
    assert import_annotations(other, folder, format_named(name), "ben").in_review == 0
    (found,) = annotations(other)
    assert found.quotation == "préécrits"
    put(other, TEXT)  # which of the two is meant, nobody knows
    assert import_annotations(other, folder, format_named(name), "ben").new == 0


def test_places_are_counted_across_line_ends_and_accents() -> None:
    theirs, ours = "Un e\u0301te\u0301\r\n  déjà 👩‍💻 x", "Un été\ndéjà 👩‍💻 x"
    for words, other in (("e\u0301te\u0301", "été"), ("te\u0301\r\n  dé", "té\ndé"), ("👩‍💻", "👩‍💻"), ("x", "x")):
        start = theirs.index(words)
        place = across(theirs, ours, start, start + len(words))
        assert place is not None
        assert ours[slice(*place)] == other
    assert across(theirs, ours, 4, 5) is None  # a letter without its accent
    assert across(theirs, ours, 9, 11) is None  # white space


def run(corpus: Corpus, *arguments: object) -> Result:
    return CliRunner().invoke(hustings_command, ["-C", str(corpus.root), "annotate", *map(str, arguments)])


def test_the_command_says_what_became_of_each_and_review_lists_and_settles(corpus: Corpus, tmp_path: Path) -> None:
    document = put(corpus, TEXT)
    make(corpus, document, "70 comptes")
    file = sent(corpus, "jsonl", tmp_path / "out") / "annotations.jsonl"
    row = json.loads(file.read_text())
    rows = [
        row,
        {**row, "id": None, "code": "no-such-tactic"},
        {**row, "id": None, "layer": "actor", "code": "nobody-known"},
        {**row, "id": None, "document": "dnothere"},
        {**row, "id": None, "quotation": "70 compteS"},
        {**row, "id": "new", "start": row["start"] + 3, "quotation": "comptes", "prefix": "", "suffix": ""},
        {"document": document.id, "layer": "mood", "code": "x", "start": 0, "end": 1},
    ]
    file.write_text("\n".join(map(json.dumps, rows)) + "\n{cut")
    done = run(corpus, "import", file, "--as", "ben", "--json")
    assert done.exit_code == 0
    (counts,) = json.loads(done.stdout)
    assert (counts["read"], counts["new"], counts["already_there"], counts["in_review"]) == (8, 1, 1, 6)
    assert "hustings annotate review" in run(corpus, "import", file, "--as", "ben").stderr
    listed = json.loads(run(corpus, "review", "--json").stdout)
    assert len(listed) == 6
    assert {one["document"] for one in listed} == {document.id, "dnothere", None}
    shown = run(corpus, "review").stdout
    assert "The codebook has no such tactic." in " ".join(shown.split())
    for one in listed:
        assert run(corpus, "review", "--settle", one["id"]).exit_code == 0
    assert json.loads(run(corpus, "review", "--json").stdout) == []
    assert run(corpus, "review", "--settle", "vnothere").exit_code != 0
    run(corpus, "import", file, "--as", "ben")
    assert json.loads(run(corpus, "review", "--json").stdout) == []


def test_submitted_work_is_the_coders_finished_work(corpus: Corpus, tmp_path: Path) -> None:
    document = put(corpus, TEXT)
    make(corpus, document, "70 comptes")
    folder = sent(corpus, "w3c", tmp_path / "out")
    for _ in range(2):
        run(corpus, "import", folder, "--as", "ben", "--submit", "--format", "w3c")
    assert [(e.act, e.agent) for e in events(corpus) if e.act == "submit"] == [("submit", "ben")]


@pytest.mark.parametrize("name", ["jsonl", "w3c", "cas-xmi", "cas-json", "webanno", "tei", "refi-qdpx"])
def test_a_damaged_file_is_told_of_and_no_traceback(name: str, corpus: Corpus, tmp_path: Path) -> None:
    document = put(corpus, TEXT)
    make(corpus, document, "70 comptes", attributes={"evidence": "alleged"})
    before = annotations(corpus)
    for path in sorted(sent(corpus, name, tmp_path / "out").rglob("*")):
        data = path.read_bytes() if path.is_file() else b""
        for cut in (len(data) // 3, len(data) * 2 // 3, len(data) - 3):
            path.write_bytes(data[:cut])
            done = run(corpus, "import", path.parent, "--as", "ben", "--format", name)
            assert done.exit_code in (0, 1), (path.name, cut, done.output, done.exception)
            assert done.exception is None or isinstance(done.exception, SystemExit | Unreadable), done.exception
        path.write_bytes(data)
    known = {(a.code, a.start, a.end) for a in before}
    assert {(a.code, a.start, a.end) for a in annotations(corpus)} == known


@pytest.mark.parametrize(("name", "ending"), [("cas-xmi", "xmi"), ("tei", "xml")])
def test_xml_that_declares_entities_is_refused(name: str, ending: str, corpus: Corpus, tmp_path: Path) -> None:
    make(corpus, put(corpus, TEXT), "70 comptes")
    (file,) = (f for f in sent(corpus, name, tmp_path / "out").glob(f"*.{ending}") if f.name != "TypeSystem.xml")
    xml = file.read_text("utf-8").partition("?>")[2]
    bomb = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname"><!ENTITY b "&a;&a;">]>'
    file.write_text('<?xml version="1.0" encoding="UTF-8"?>' + bomb + xml.replace("comptes", "&b;"), "utf-8")
    with pytest.raises(Unreadable, match=r"document type|no XML"):
        list(format_named(name).read(file))  # type: ignore[misc]


def test_characters_that_xml_cannot_hold_move_nothing(corpus: Corpus, tmp_path: Path) -> None:
    document = put(corpus, "Un \x01 deux \x0b trois 🗳️ quatre.")
    for words in ("\x01 deux", "trois", "quatre"):
        make(corpus, document, words, attributes={"note": "a\x02b"})
    before = events(corpus)
    for name in ("cas-xmi", "cas-json", "tei", "refi-qdpx"):
        done = take_in(corpus, sent(corpus, name, tmp_path / name))
        assert (done.already_there, done.in_review, events(corpus)) == (3 * done.documents, 0, before)
