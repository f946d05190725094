"""Mappings: those that ship, those that people write, and the sketch of a first one."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import msgspec
import pytest
from reading import drafts, faults, sample
from running import Run

from corpus.errors import SettingsError
from corpus.folder import Corpus
from ingest.mapping import Mapping, load_mapping, mapping_for, shipped
from ingest.readers.table import READER


def mapping(folder: Path, text: str) -> Mapping:
    path = folder / "map.yaml"
    path.write_text(text, "utf-8")
    return load_mapping(path)


def write(folder: Path, text: str, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_mistake_in_a_mapping_is_named(tmp_path: Path) -> None:
    for wrong, word in (
        ("fields: {text: a, colour: b}", "colour"),
        ("fields: {text: {column: a, zone: Mars/Olympus}}", "Mars/Olympus"),
        ("fields: {text: {column: a, pattern: '('}}", "pattern"),
        ("fields: {text: {pattern: 'x'}}", "neither a column nor a constant"),
        ("fields: {text: a}\nextras: {}", "extras"),
    ):
        with pytest.raises(SettingsError, match=word):
            mapping(tmp_path, wrong)


def test_the_example_in_the_documentation_is_a_mapping(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs/tables.md").read_text("utf-8")
    example = re.search(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert example is not None
    read = mapping(tmp_path, example.group(1))
    assert read.name == "forum"
    names = set(Mapping.__struct_fields__) - {"about", "recognise", "encoding", "delimiter"}
    assert all(f"{name}:" in example.group(1) for name in names)


CROWDTANGLE = (
    "Page Name,User Name,Facebook Id,Page Category,Page Admin Top Country,Page Created,Likes at Posting,Post Created,"
    "Post Created Date,Type,Total Interactions,Likes,Comments,Shares,Love,URL,Message,Link,Link Text,"
    "Overperforming Score\n"
    'Le Phare,lephare,100012345,NEWS_SITE,FR,2010-01-01 00:00:00,5000,2023-03-12 01:30:00 EST,2023-03-12,Photo,"1,280",'
    '1000,80,200,,https://www.facebook.com/100012345/posts/987654321,"La digue\ntient, encore",https://x.fr/a,Digue,3.4\n'
    "Le Phare,lephare,100012345,NEWS_SITE,FR,,5000,2023-07-12 01:30:00 EDT,2023-07-12,Link,7,1,1,5,,"
    "https://www.facebook.com/100012345/posts/987654322,,https://x.fr/b,Le texte du lien,-1.2\n"
)


def test_crowdtangle(tmp_path: Path) -> None:
    path = write(tmp_path, CROWDTANGLE)
    post, link = (draft.document for _, draft in drafts(READER, path))
    assert (post.platform, post.native_id, post.account) == ("facebook", "100012345_987654321", "@lephare")
    assert (post.byline, post.published_at) == ("Le Phare", "2023-03-12T06:30:00Z")
    assert post.text == "La digue\ntient, encore"
    metrics = {metric.name: (metric.value, metric.status) for metric in post.metrics}
    assert metrics["interactions"] == (1280, "known")
    assert metrics["love"] == (None, "not_provided")
    assert post.extra["columns"]["Overperforming Score"] == "3.4"
    assert (link.text, link.published_at) == ("Le texte du lien", "2023-07-12T05:30:00Z")


FOURCAT = (
    "id,thread_id,timestamp,unix_timestamp,link,body,author,author_fullname,author_id,language_guess,retweet_count,"
    "like_count,is_retweet,hashtags,urls,mentions\n"
    '1169250000000000123,1,2020-02-03 12:00:00,1580731200,https://x.com/quai/status/1169250000000000123,"Bon vent",'
    'quai,Le Quai,55,fr,3,4,no,"mer,vent",https://a.fr,"phare,digue"\n'
    "1.16925E+18,1,2020-02-03 12:00:01,1580731201,https://twitter.com/quai/status/1169250000000000124,Encore,quai,"
    "Le Quai,55,fr,,4,no,,,\n"
)


def test_fourcat(tmp_path: Path) -> None:
    first, second = (draft.document for _, draft in drafts(READER, write(tmp_path, FOURCAT)))
    assert (first.platform, first.native_id, first.account) == ("twitter", "1169250000000000123", "@quai")
    assert (first.published_at, first.language_declared, first.tags) == ("2020-02-03T12:00:00Z", "fr", ("mer", "vent"))
    assert first.extra["mentions"] == ["phare", "digue"]
    assert second.native_id == "1169250000000000124"  # the id is destroyed, the address still holds it
    assert "damaged id" in second.notes


def test_shipped_mappings_are_sound_and_recognised_by_what_they_ask_for() -> None:
    assert {mapping.name for mapping in shipped()} >= {"crowdtangle", "fourcat"}
    for one in shipped():
        for columns in one.recognise:
            found = mapping_for(columns)
            assert found is not None
            assert found.name == one.name


def test_the_sample_of_crowdtangle() -> None:
    path = sample("crowdtangle_csv/db2_rows_with_genocide.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = [draft.document for _, draft in drafts(READER, path)]
    assert len(found) == len(rows)
    for row, document in zip(rows, found, strict=True):
        assert document.byline == row["Page Name"]
        assert document.url == row["URL"]
        assert document.native_id == "_".join(row["URL"].split("/")[3:6:2])
        assert document.metrics[0].value == int(row["Shares"])
        hours = {"EST": 5, "EDT": 4}[row["Post Created"][-3:]]
        assert document.published_at is not None
        assert (int(row["Post Created"][11:13]) + hours) % 24 == int(document.published_at[11:13])
    assert (
        faults(READER, sample("crowdtangle_csv/media_outlets_with_fb_page_admin_in_palestine.csv"))
        == ["no-document"] * 58
    )


def test_from_no_mapping_to_documents(corpus: Corpus, tmp_path: Path, hustings: Run) -> None:
    path = write(
        tmp_path,
        "Identifiant;Contenu;Publié le;J'aime\n"
        "1;Le port rouvre ce matin;3 mai 2017;4\n2;Il pleut sur le port;4 mai 2017;5\n",
    )
    first = json.loads(hustings("-C", corpus.root, "ingest", path, "--json").stdout)
    assert (first["read"], first["quarantined"], first["by_format"][0]["reason"]) == (1, 1, "no-mapping")
    sketch = hustings("ingest", "--sketch-map", path)
    assert sketch.returncode == 0
    rules = tmp_path / "map.yaml"
    rules.write_text(sketch.stdout, "utf-8")
    assert msgspec.to_builtins(load_mapping(rules))["fields"]["text"] == {"column": "Contenu"}
    second = json.loads(hustings("-C", corpus.root, "ingest", path, "--map", rules, "--json").stdout)
    assert (second["read"], second["kept"], second["quarantined"]) == (2, 2, 0)
    with corpus.store() as store:
        dates = {document.extra["id"]: document.published_at for document in store.documents()}
    assert dates == {"1": "2017-05-03", "2": "2017-05-04"}
    third = json.loads(hustings("-C", corpus.root, "ingest", path, "--map", rules, "--json").stdout)
    assert third["sources_complete_before"] == 1


def test_a_sketch_warns_of_what_a_machine_cannot_know(tmp_path: Path, hustings: Run) -> None:
    path = write(
        tmp_path,
        "tweet_id,texte,date\n1.2E+18,Il fait beau sur le port,03/04/2020 10:00\n1.3E+18,Il pleut,04/04/2020 11:00\n",
    )
    written = hustings("ingest", "--sketch-map", path).stdout
    assert "SPREADSHEET" in written
    assert "%m/%d/%Y" in written
    assert "zone:" in written
    assert hustings("ingest", "--sketch-map", write(tmp_path, "Rien de tel.\n", "a.txt")).returncode == 2
