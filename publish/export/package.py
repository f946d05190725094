"""The whole public corpus in a folder, for a repository: RO-Crate (https://w3id.org/ro/crate), BagIt (RFC 8493)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bagit  # type: ignore[import-untyped]
import msgspec
import orjson
from rocrate.model.contextentity import ContextEntity  # type: ignore[import-untyped]
from rocrate.rocrate import ROCrate  # type: ignore[import-untyped]

from corpus.clock import now
from corpus.errors import StoreError, UsageError
from publish.database import site_path
from publish.export.formats import FORMATS
from publish.export.outgoing import Chosen, Outgoing, outgoing
from publish.export.site import Site
from publish.export.tables import write_csv
from publish.export.vocabulary import VOCABULARIES

if TYPE_CHECKING:
    from corpus.console import Step
    from corpus.folder import Corpus

HUSTINGS = "#hustings"
CREATE = "#build"


class Part(msgspec.Struct, frozen=True):
    """A file of a package, for its description."""

    name: str
    title: str
    media_type: str
    standard: str | None = None


PARTS = {
    "jsonl": Part("documents.jsonl", "The documents with text, blocks, provenance, annotations", "application/jsonl"),
    "csv": Part("documents.csv", "The documents as a table", "text/csv", "https://www.rfc-editor.org/rfc/rfc4180"),
    "tei": Part("documents.tei.xml", "The documents as TEI P5, annotations stand-off", "application/tei+xml",
                "https://tei-c.org/guidelines/p5/"),
    "w3c": Part("annotations.jsonld", "The annotations as W3C Web Annotations", "application/ld+json",
                "https://www.w3.org/TR/annotation-model/"),
    "bibtex": Part("citations.bib", "Citations of the documents, BibTeX", "application/x-bibtex"),
    "ris": Part("citations.ris", "Citations of the documents, RIS", "application/x-research-info-systems"),
    "csl": Part("citations.csl.json", "Citations of the documents, CSL-JSON",
                "application/vnd.citationstyles.csl+json"),
}  # fmt: skip
OTHERS = {
    "annotations.csv": Part("annotations.csv", "The annotations as a table", "text/csv"),
    "codebook.json": Part("codebook.json", "The codebook: groups, tactics, attributes", "application/json"),
    "actors.json": Part("actors.json", "The authority file: who is who", "application/json"),
    "cases.json": Part("cases.json", "The case studies", "application/json"),
    "sources.json": Part("sources.json", "The files that the documents were read from, by hash", "application/json"),
    "site.db": Part("site.db", "Everything published, as one SQLite database", "application/vnd.sqlite3",
                    "https://www.sqlite.org/fileformat2.html"),
}  # fmt: skip


def write_rocrate(corpus: Corpus, chosen: Chosen, folder: Path, step: Step) -> None:
    """Write an RO-Crate into a new folder. Raises UsageError where the folder has something in it, NoSite."""
    with _new_folder(folder) as draft:
        _fill(corpus, chosen, draft, step)


def write_bag(corpus: Corpus, chosen: Chosen, folder: Path, step: Step) -> None:
    """Write a BagIt bag whose payload is the RO-Crate, and validate it. Raises as `write_rocrate`."""
    with _new_folder(folder) as draft:
        site = _fill(corpus, chosen, draft, step)
        info = {
            "Source-Organization": site.title_en,
            "External-Description": f"{site.title_en}: a corpus published with Hustings {site.hustings}",
            "External-Identifier": site.hash,
            "Bagging-Date": now()[:10],
        }
        try:
            bagit.make_bag(str(draft), info, checksums=["sha256", "sha512"]).validate()
        except bagit.BagError as error:
            raise StoreError(f"The bag is not sound: {error}.", where=str(folder), todo="Write it again.") from error


def _fill(corpus: Corpus, chosen: Chosen, folder: Path, step: Step) -> Site:
    parts = []
    with outgoing(corpus, chosen, step) as out:
        for name, part in PARTS.items():
            with (folder / part.name).open("wb") as file:
                FORMATS[name](out, file)
            parts.append(part)
        with (folder / "annotations.csv").open("wb") as file:
            write_csv(out, file, table="annotations")
        for name, rows in VOCABULARIES.items():
            (folder / name).write_bytes(orjson.dumps(rows(out.db), option=orjson.OPT_INDENT_2) + b"\n")
        if not chosen.asked:  # the database has all documents
            shutil.copyfile(site_path(corpus), folder / "site.db")
        parts += [part for name, part in OTHERS.items() if (folder / name).exists()]
        _describe(out, folder, parts)
        return out.site


def _describe(out: Outgoing, folder: Path, parts: list[Part]) -> None:
    """ro-crate-metadata.json: the corpus, every file of it, the rights in it, and what made it."""
    site = out.site
    crate = ROCrate()
    for part in parts:
        about = {
            "name": part.title,
            "encodingFormat": [part.media_type, {"@id": part.standard}] if part.standard else part.media_type,
            "contentSize": str((folder / part.name).stat().st_size),
        }
        crate.add_file(folder / part.name, dest_path=part.name, properties=about)
    crate.name = site.title_en
    chosen = ", ".join(f"{name} {value}" for name, value in out.chosen.asked.items())
    crate.description = (
        f"Press articles and posts about how campaigns use social media, with who did what marked in their texts: "
        f"{site.title_en}, build {site.hash[:12]}{f', only {chosen}' if chosen else ''}."
    )
    crate.datePublished = now()
    root = crate.root_dataset
    root["alternateName"] = site.title_fr
    root["identifier"] = site.hash
    languages = orjson.loads(out.db.execute("SELECT languages FROM build").fetchone()[0])
    root["inLanguage"] = [language for language in languages if language != "und"]
    if site.address:
        root["url"] = f"{site.address}/"
    rights = ContextEntity(crate, "#rights", properties={"@type": "CreativeWork", "name": "Rights", **_rights(out)})
    crate.license = crate.add(rights)
    program = {"@type": "SoftwareApplication", "name": "Hustings", "version": site.hustings}
    crate.add(ContextEntity(crate, HUSTINGS, properties=program))
    made = {
        "@type": "CreateAction",
        "name": "hustings publish build, hustings export",
        "instrument": {"@id": HUSTINGS},
        "result": {"@id": "./"},
        "description": f"Written from the site's database, whose contents have the sha256 {site.hash}.",
    }
    crate.add(ContextEntity(crate, CREATE, properties=made))
    crate.metadata.write(folder)


def _rights(out: Outgoing) -> dict[str, Any]:
    notes = [
        row[0] for row in out.db.execute("SELECT DISTINCT rights FROM sources WHERE rights IS NOT NULL ORDER BY rights")
    ]
    said = "The texts belong to their authors and publishers; sources.json says what is known of each file's rights."
    return {"description": " ".join([said, *notes[:20]])}


@contextmanager
def _new_folder(folder: Path) -> Iterator[Path]:
    """A draft beside the folder that takes its place when all is written; a folder with something in it stays."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError("It is there already.", where=str(folder), todo="Name a new folder, or an empty one.")
    draft = folder.with_name(folder.name + ".part")
    try:
        if draft.exists():  # of a run that was killed
            shutil.rmtree(draft)
        draft.mkdir(parents=True)
        try:
            yield draft
            if folder.exists():
                folder.rmdir()
            draft.rename(folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    except OSError as error:
        raise StoreError(
            f"{error.strerror or error}.",
            where=str(folder),
            todo="Check that you may write there, and that it has room.",
        ) from error
