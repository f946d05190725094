"""The command that writes the site as plain files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.console import current_corpus, json_option, print_json, print_table, progress, say

if TYPE_CHECKING:
    from corpus.folder import Corpus
    from publish.static.make import Size

MB = 1_000_000


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@json_option
def static(folder: Path, as_json: bool) -> None:
    """Write the built site into FOLDER as plain files, which any web server or a USB stick serves."""
    sizes = write_static(current_corpus(), folder)
    if as_json:
        print_json(written(sizes))
    else:
        print_sizes(sizes)


def write_static(corpus: Corpus, folder: Path) -> list[Size]:
    """Write it, and say where it is."""
    from publish.static.make import make_static

    folder = folder.absolute()
    sizes = make_static(corpus, folder, lambda what: progress(what, unit="files"))
    say(f"The site is written: open {folder / 'index.html'}.")
    if not corpus.settings.address:
        say("It has no address in hustings.toml: its citations name documents by URNs, and it has no feed.")
    return sizes


def written(sizes: list[Size]) -> dict[str, dict[str, int]]:
    """What was written, for a program."""
    return {one.kind: {"files": one.files, "bytes": one.bytes} for one in sizes}


def print_sizes(sizes: list[Size]) -> None:
    """A table of what was written."""
    rows = [(one.kind, one.files, f"{one.bytes / MB:.1f}") for one in sizes]
    total = (sum(one.files for one in sizes), f"{sum(one.bytes for one in sizes) / MB:.1f}")
    print_table(["written", "files", "MB"], [*rows, ("in all", *total)])
