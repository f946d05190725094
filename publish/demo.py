"""The sample corpus as a folder of one's own, taken the whole way through."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

from corpus.console import progress, say
from corpus.errors import StoreError, UsageError
from corpus.folder import SETTINGS, Corpus, find_corpus

SAMPLE = files("publish") / "sample"
MARK = ".hustings-demo"  # the folder is ours to fill
EDITABLE = ("actors.yaml", "cases.yaml", SETTINGS)  # the settings last: with them the folder is a corpus


def demo_corpus(folder: Path) -> Corpus:
    """The sample's corpus folder, made where it is not there; what is in it already stays as it is.

    Raises UsageError where the folder holds something else.
    """
    if folder.exists() and not (folder / MARK).exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(
            f"{folder} is there already and is not the sample corpus.", todo="Name another folder with --dir."
        )
    new = {"codebook.yaml": files("corpus") / "codebook.yaml"} | {name: SAMPLE / name for name in EDITABLE}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MARK).touch()
        for name, item in new.items():
            if not (folder / name).exists():
                (folder / name).write_bytes(item.read_bytes())
    except OSError as error:
        raise StoreError(f"{error.strerror}.", where=str(folder), todo="Check that you may write there.") from error
    return find_corpus(folder)


def prepare(folder: Path) -> Corpus:
    """Ingest the sample, propose annotations and build the site. What was done before is not done again.

    After changes to actors.yaml or codebook.yaml, `hustings annotate suggest` proposes anew.
    """
    from annotate.suggest import suggest
    from ingest.files import files as files_in
    from ingest.run import ingest_paths
    from publish.building.build import build
    from publish.database import site_path

    corpus = demo_corpus(folder)
    with as_file(SAMPLE / "sources") as sources:
        total = sum(1 for _ in files_in([sources], corpus=corpus.root))
        with progress("Reading", total, unit="files") as step:
            account = ingest_paths(corpus, [sources], step=step)
    read, kept, merged = account.number(), account.number("kept"), account.number("merged")
    say(f"{read} records read = {kept} kept + {merged} merged + {account.number('quarantined')} quarantined")
    if account.known < account.sources or not site_path(corpus).exists():  # a site is built after everything else
        summary = suggest(corpus)
        say(f"{sum(counts.new for counts in summary.layers.values())} new suggestions")
    built = build(corpus, lambda what, total: progress(what, total, unit="documents"))
    say(f"{built.documents} documents and {built.annotations} annotations published ({built.hash[:12]})")
    return corpus
