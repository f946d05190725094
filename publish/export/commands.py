"""The commands that write the published corpus in public formats. What they do is imported when they run."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from corpus.console import current_corpus, progress, say

if TYPE_CHECKING:
    from publish.export.outgoing import Outgoing

KINDS = ["article", "post", "comment", "page"]
# What each writes, for the list of commands and, with what follows it, for its own help.
FILES = {
    "jsonl": ("Published documents as JSON Lines.", "With their annotations, as `/document/ID.json` of the site."),
    "csv": ("Published documents as a table.", "For spreadsheets and R: UTF-8, a row a document or annotation."),
    "parquet": ("The same table as Parquet.", "Needs the extra: pip install 'hustings[parquet]'."),
    "tei": ("Published documents as TEI P5.", "One teiCorpus; annotations stand off and point into the texts."),
    "w3c": ("Published annotations, W3C JSON-LD.", "A Web Annotation collection."),
    "bibtex": ("Citations as BibTeX.", "For BibTeX and BibLaTeX; the keys are the documents' ids."),
    "ris": ("Citations as RIS.", "For Zotero, EndNote and catalogues."),
    "csl": ("Citations as CSL-JSON.", "For Pandoc, citeproc and Zotero."),
}
FOLDERS = {
    "rocrate": ("All of it as an RO-Crate.", "A new folder with every format but Parquet, each file described."),
    "bagit": ("The RO-Crate in a BagIt bag.", "With checksums, for a repository or an archive; validated."),
}


def _filters(command: Callable[..., None]) -> Callable[..., None]:
    options = [
        click.option("--case", metavar="ID", help="Only documents of this case."),
        click.option("--language", metavar="CODE", help="Only documents in this language, as in: fr."),
        click.option("--kind", type=click.Choice(KINDS), help="Only documents of this kind."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def _table(command: Callable[..., None]) -> Callable[..., None]:
    command = click.option("--no-text", is_flag=True, help="Leave out the column of texts.")(command)
    kinds = click.Choice(["documents", "annotations"])
    return click.option("--table", type=kinds, default="documents", show_default=True, help="What its rows are.")(
        command
    )


def _to_file(name: str, file: Path | None, **options: Any) -> None:
    """`hustings export NAME [-o FILE]`"""
    import sys

    from publish.export.files import write_file
    from publish.export.formats import FORMATS
    from publish.export.outgoing import Chosen, outgoing

    chosen = Chosen(**{option: options.pop(option) for option in ("case", "language", "kind")})
    if "no_text" in options:
        options = {"table": options["table"], "text": not options["no_text"]}

    def write(out: Outgoing, to: BinaryIO) -> None:
        FORMATS[name](out, to, **options)

    with progress("Exporting", unit="rows") as step:
        if file is None:
            with outgoing(current_corpus(), chosen, step) as out:
                write(out, sys.stdout.buffer)
        else:
            write_file(current_corpus(), chosen, file, write, step)
    if file is not None:
        say(f"Written: {file}.")


def _to_folder(name: str, folder: Path, **options: Any) -> None:
    """`hustings export NAME -o DIR`"""
    from publish.export import package
    from publish.export.outgoing import Chosen

    write = {"rocrate": package.write_rocrate, "bagit": package.write_bag}[name]
    with progress("Exporting", unit="rows") as step:
        write(current_corpus(), Chosen(**options), folder, step)
    say(f"Written: {folder}.")


def public_formats() -> list[click.Command]:
    """The commands, for the group `hustings export`."""
    found = []
    for name, (short, more) in FILES.items():
        run = _filters(partial(_to_file, name))
        run = _table(run) if name in ("csv", "parquet") else run
        path = click.Path(path_type=Path, dir_okay=False)
        run = click.option("-o", "--output", "file", type=path, help="Where to write it; else standard output.")(run)
        found.append(click.command(name, help=f"{short}\n\n{more}", short_help=short)(run))
    for name, (short, more) in FOLDERS.items():
        run = _filters(partial(_to_folder, name))
        path = click.Path(path_type=Path, file_okay=False)
        run = click.option("-o", "--output", "folder", type=path, required=True, help="A new folder.")(run)
        found.append(click.command(name, help=f"{short}\n\n{more}", short_help=short)(run))
    return found
