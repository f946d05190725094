"""The commands of this floor, declared; what they do is imported when they run."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.console import current_corpus, json_option, print_json, print_table, progress, say

if TYPE_CHECKING:
    from ingest.account import Account


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "format", metavar="NAME", help="Read every file as this format (default: by its content).")
@click.option("--case", metavar="ID", help="The case these documents belong to, where they name none.")
@click.option("--map", "map_file", metavar="FILE", type=click.Path(path_type=Path), help="How to read tables (YAML).")
@click.option(
    "--sketch-map", is_flag=True, help="Write a first such mapping of one table, to correct, and read nothing."
)
@click.option("--workers", metavar="N", type=click.IntRange(min=1), help="Processes that clean (default: the cores).")
@click.option("--dask", metavar="ADDRESS", help="Clean on the Dask cluster of this scheduler; `local` starts one here.")
@click.option("--no-duplicates", is_flag=True, help="Leave near duplicates to `hustings duplicates`.")
@json_option
def ingest(
    paths: tuple[Path, ...],
    format: str | None,
    case: str | None,
    map_file: Path | None,
    sketch_map: bool,
    workers: int | None,
    dask: str | None,
    no_duplicates: bool,
    as_json: bool,
) -> int:
    """Read files and folders, clean what is in them and store it.

    Ends with the account of what became of every record. Run again after a stop, it goes on where it was; run twice, it
    adds nothing.
    """
    from corpus.errors import UsageError
    from ingest.files import files
    from ingest.mapping import load_mapping
    from ingest.run import ingest_paths

    if sketch_map:
        return _sketch(paths)
    mapping = load_mapping(map_file) if map_file is not None else None
    corpus = current_corpus()
    if case is not None and case not in corpus.cases.case:
        known = ", ".join(corpus.cases.case) or "none yet"
        raise UsageError(f"There is no case {case} in cases.yaml.", todo=f"Add it there first. Cases: {known}.")
    total = sum(1 for _ in files(paths, corpus=corpus.root))
    with progress("Reading", total, unit="files") as step:
        account = ingest_paths(
            corpus,
            paths,
            format=format,
            case=case,
            mapping=mapping,
            workers=workers,
            dask=dask,
            duplicates=not no_duplicates,
            step=step,
        )
    if as_json:
        print_json(account.as_json())
    else:
        _print(account)
    for message in account.unreadable:
        say(message)
    return 0 if account.all_well else 1


def _print(account: Account) -> None:
    """The account for a person."""
    from ingest.sources import COLUMNS

    print_table(COLUMNS, account.rows())
    if account.is_shortened:
        click.echo("Every source by itself: hustings sources")
    read, kept, merged = account.number(), account.number("kept"), account.number("merged")
    quarantined = account.number("quarantined")
    click.echo(f"{read:,} read = {kept:,} kept + {merged:,} merged + {quarantined:,} quarantined")
    if account.known:
        click.echo(f"{account.known:,} of {account.sources:,} sources were complete before and were not read again.")
    if account.near_duplicates:
        click.echo(f"{account.near_duplicates:,} documents of this corpus are near duplicates: hustings duplicates")
    for entry in account.quarantined:
        click.echo(f"  {entry['source']}, {entry['place']}: {entry['message']}")
    if quarantined > len(account.quarantined):
        click.echo(f"  ... and {quarantined - len(account.quarantined):,} more: hustings quarantine")


def _sketch(paths: tuple[Path, ...]) -> int:
    """Write the sketch of a mapping to standard output."""
    from corpus.errors import UsageError
    from ingest.sketch import sketch

    if len(paths) != 1 or not paths[0].is_file():
        raise UsageError("A mapping is sketched of one file.", todo="Name one table after --sketch-map.")
    click.echo(sketch(paths[0]), nl=False)
    return 0


@click.command()
@click.argument("record", required=False, metavar="[RECORD]")
@click.option("--retry", "again", is_flag=True, help="Try all of them again first, as after an upgrade.")
@json_option
def quarantine(record: str | None, again: bool, as_json: bool) -> int:
    """List the quarantined records, or write the bytes of one (named as in the list) to standard output."""
    from ingest.account import quarantine as quarantined_records

    corpus = current_corpus()
    if again:
        from ingest.retry import retry

        with progress("Trying again", unit="records") as step:
            done = retry(corpus, step)
        left = done.tried - done.kept - done.merged
        say(f"{done.tried:,} tried = {done.kept:,} kept + {done.merged:,} merged + {left:,} still quarantined")
    with corpus.store() as store:
        entries = list(quarantined_records(store))
    if record is not None:
        from corpus.errors import UsageError

        chosen = next((entry for entry in entries if entry["record"] == record), None)
        if chosen is None:
            raise UsageError(f"No quarantined record is called {record}.", todo="`hustings quarantine` lists them.")
        with corpus.originals() as originals:
            sys.stdout.buffer.write(originals.get(chosen["sha256"]))
    elif as_json:
        print_json(entries)
    else:
        columns = ("record", "source", "place", "reason", "message")
        print_table(columns, ([entry[name] for name in columns] for entry in entries))
    return 0


@click.command()
@json_option
def sources(as_json: bool) -> int:
    """List every source: format, size, when it was retrieved, and what became of its records."""
    from ingest.sources import listed, reasons

    with current_corpus().store() as store:
        rows = list(listed(store))
    if as_json:
        print_json(rows)
        return 0
    names = ("name", "format", "size", "retrieved_at", "retrieved_by", "read", "kept", "merged", "quarantined")
    headings = ("source", "format", "bytes", "retrieved", "says", *names[5:], "why")
    print_table(headings, ([*(row[name] for name in names), reasons(row["why"])] for row in rows))
    for row in rows:
        if not row["complete"]:
            click.echo(f"  {row['name']}: its ingest was stopped; run it again to go on.")
    return 0


@click.command()
@click.option("--format", "format", metavar="NAME", help="Only documents that a record of this format shows.")
@click.option("--source", metavar="NAME", help="Only documents of the source with this name; * stands for anything.")
@click.option("--case", metavar="ID", help="Only documents of this case.")
@click.option("--workers", metavar="N", type=click.IntRange(min=1), help="Processes that clean (default: the cores).")
@json_option
def reclean(format: str | None, source: str | None, case: str | None, workers: int | None, as_json: bool) -> int:
    """Clean what is stored again, from the bytes that were kept, as after an upgrade.

    Writes what changes and nothing else. Annotations stay, and are brought to the new texts by `hustings annotate
    reanchor`.
    """
    from msgspec import to_builtins

    from corpus.errors import UsageError
    from ingest.readers.registry import reader_named
    from ingest.reclean import Choice, chosen_documents
    from ingest.reclean import reclean as clean_again

    corpus = current_corpus()
    if format is not None:
        reader_named(format)
    if case is not None and case not in corpus.cases.case:
        raise UsageError(f"There is no case {case} in cases.yaml.", todo=f"Cases: {', '.join(corpus.cases.case)}.")
    choice = Choice(format=format, source=source, case=case)
    with corpus.store() as store:
        total = len(chosen_documents(corpus, store, choice))
    with progress("Cleaning again", total, unit="documents") as step:
        done = clean_again(corpus, choice, workers=workers, step=step)
    if as_json:
        print_json(to_builtins(done))
    else:
        click.echo(
            f"{done.documents:,} documents = {done.changed:,} changed + {done.unchanged:,} unchanged"
            f" + {done.not_found:,} no longer found + {done.unreadable:,} unreadable"
        )
        if done.new:
            click.echo(f"{done.new:,} documents are new.")
        for one in done.left:
            click.echo(f"  {one['document']}: {one['why']}")
    if done.annotations:
        say(f"{done.annotations:,} annotations are not in their place any more: hustings annotate reanchor")
    return 1 if done.unreadable else 0
