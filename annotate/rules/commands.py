"""`hustings codebook`: its commands, declared; what they do is imported when they run."""

from __future__ import annotations

import click

from corpus.console import current_corpus, json_option, print_json, print_table, say


@click.group()
def codebook() -> None:
    """Check the codebook and its rules."""


@codebook.command()
@click.argument("codes", metavar="[CODE]...", nargs=-1)
@click.option("--limit", default=3, show_default=True, help="Passages shown of each rule.")
@json_option
def check(codes: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Check codebook.yaml and the rules; for each CODE, show what each of its rules finds in the corpus.

    Without a CODE nothing is read: every fault of the files is told with its place, and the rules are counted.
    """
    from msgspec import to_builtins

    from annotate.rules.check import counts, finds

    corpus = current_corpus()
    numbers = counts(corpus.codebook, corpus.rules)
    if not codes:
        if as_json:
            print_json([to_builtins(one) for one in numbers])
        else:
            print_table(["code", "language", "rules", "cues"], [(n.code, n.language, n.rules, n.cues) for n in numbers])
            say(f"The codebook and its {corpus.rules.number()} rules are well written.")
        return
    found = finds(corpus, codes)
    if as_json:
        print_json([to_builtins(one) for one in found])
        return
    for one in found:
        click.echo(f"{one.code}, {one.language}, {one.rule}: {len(one.passages)} found")
        for passage in one.passages[:limit]:
            click.echo(f"    {passage.document}  {passage.quotation}")
        if len(one.passages) > limit:
            click.echo(f"    and {len(one.passages) - limit} more (--limit)")
