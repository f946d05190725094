"""What every command shares: the corpus it works on, progress, and the two ways of printing.

Results go to standard output; progress and messages go to standard error, so that output can be piped.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import click

if TYPE_CHECKING:
    from corpus.folder import Corpus


ID = 20  # characters: the longest of what is never broken over lines


def current_corpus() -> Corpus:
    """The corpus that -C names or that the current folder is in. Raises NoCorpus."""
    from corpus.folder import find_corpus

    return find_corpus(Path(click.get_current_context().find_root().params.get("folder") or Path.cwd()))


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")


def say(message: str) -> None:
    """A line for the person at the terminal, on standard error."""
    click.echo(message, err=True)


def print_json(value: Any) -> None:
    """One JSON value on standard output, indented."""
    import orjson

    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode("utf-8"))


def print_table(headings: Sequence[str], rows: Iterable[Sequence[object]], *, title: str | None = None) -> None:
    """A table on standard output; numbers stand to the right, ids and dates on one line so that they can be copied."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    rows = [list(row) for row in rows]
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    for index, heading in enumerate(headings):
        numeric = all(isinstance(row[index], int | float) for row in rows) and bool(rows)
        whole = all(len(str(row[index])) <= ID and " " not in str(row[index]) for row in rows)
        table.add_column(heading, justify="right" if numeric else "left", overflow="fold", no_wrap=whole)
    for row in rows:
        table.add_row(
            *(Text("" if cell is None else f"{cell:,}" if isinstance(cell, int) else str(cell)) for cell in row)
        )
    Console(file=sys.stdout, width=None if sys.stdout.isatty() else 120).print(table)


class Step(Protocol):
    """Something that is under way."""

    def advance(self, by: int = 1, note: str = "") -> None:
        """So much more is done."""


class _Quiet:
    def __init__(self) -> None:
        self.done = 0

    def advance(self, by: int = 1, note: str = "") -> None:
        self.done += by


@contextmanager
def progress(what: str, total: int | None = None, *, unit: str = "") -> Iterator[Step]:
    """Show progress on a terminal; without one, print a single line when the step ends."""
    if not sys.stderr.isatty():
        quiet = _Quiet()
        yield quiet
        say(f"{what}: {quiet.done:,} {unit}".rstrip())
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(unit),
        TimeRemainingColumn(),
        TextColumn("{task.fields[note]}"),
        console=Console(stderr=True),
    )
    with bar:
        task = bar.add_task(what, total=total, note="")

        class _Shown:
            def advance(self, by: int = 1, note: str = "") -> None:
                bar.update(task, advance=by, note=note)

        yield _Shown()
