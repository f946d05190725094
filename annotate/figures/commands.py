"""`hustings figures`, declared; what it does is imported when it runs."""

from __future__ import annotations

import click

from corpus.console import current_corpus, json_option, print_json, print_table, say


@click.command()
@click.option("--case", metavar="ID", help="Only documents of this case.")
@click.option("--all", "everything", is_flag=True, help="What only one document speaks of too.")
@click.option("--contradictions", is_flag=True, help="Only where two documents cannot both be right.")
@json_option
def figures(case: str | None, everything: bool, contradictions: bool, as_json: bool) -> None:
    """List what each document says of the same thing: so many followers, so much a month.

    Figures are the annotations of that layer, suggested ones too, without those that somebody rejected. Each group is
    of one kind, unit, rate and subject (the actor named nearest in the sentence).
    """
    from msgspec import to_builtins

    from annotate.figures.told import comparisons
    from annotate.figures.told import rows as table

    found = [
        one
        for one in comparisons(current_corpus(), case=case)
        if (everything or one.documents > 1) and (one.contradicts or not contradictions)
    ]
    if as_json:
        print_json(to_builtins(found))
        return
    print_table(["what", "subject", "document", "source", "date", "value", "passage", ""], table(found))
    apart = sum(one.contradicts for one in found)
    say(f"{len(found):,} things that {'documents speak' if everything else 'several documents speak'} of;"
        f" on {apart:,} they contradict each other.")  # fmt: skip
