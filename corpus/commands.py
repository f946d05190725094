"""The ground floor's commands, declared; what they do is imported when they run."""

from __future__ import annotations

from pathlib import Path

import click

from corpus.console import current_corpus, json_option, print_json, print_table, say


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--title", help="What the site is called (default: the folder's name).")
def init(folder: Path, title: str | None) -> None:
    """Make a new corpus in DIR, with the shipped codebook."""
    from corpus.folder import make_corpus

    corpus = make_corpus(folder, title=title)
    say(f"A new corpus in {corpus.root}. Next: cd {folder} && hustings ingest FILES")


@click.command()
@json_option
def verify(as_json: bool) -> int:
    """Re-hash the originals and check every offset, quotation, reference and count."""
    from corpus.verify import verify_corpus

    report = verify_corpus(current_corpus())
    if as_json:
        print_json({"checked": report.checked, "faults": [{"where": f.where, "what": f.what} for f in report.faults]})
    else:
        print_table(["checked", "number"], report.checked.items())
        for fault in report.faults:
            click.echo(f"{fault.where}: {fault.what}")
        say("All is well." if not report.faults else f"{len(report.faults)} faults found.")
    return 1 if report.faults else 0
