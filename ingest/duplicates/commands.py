"""The command `hustings duplicates`, declared; what it does is imported when it runs."""

from __future__ import annotations

from typing import Any

import click

from corpus.console import current_corpus, json_option, print_json, print_table, progress, say


@click.command()
@click.option("--threshold", type=click.FloatRange(0, 1), default=0.0, help="List only copies at least so like.")
@click.option("--limit", type=click.IntRange(min=1), default=20, help="Clusters in the table (default: 20).")
@click.option("--workers", metavar="N", type=click.IntRange(min=1), help="Processes that read (default: the cores).")
@json_option
def duplicates(threshold: float, limit: int, workers: int | None, as_json: bool) -> int:
    """Find near duplicates, tie each to its canonical document, and list them.

    Where no document has come in since the last time, they are only listed.
    """
    from ingest.duplicates.listing import listed
    from ingest.duplicates.stage import tie_near_duplicates

    corpus = current_corpus()
    with corpus.store() as store:
        with progress("Comparing", unit="documents") as step:
            changed = tie_near_duplicates(corpus, store, workers, step)
        if not changed:
            say("No document came in or changed since the last time.")
        clusters = listed(store, threshold)
    if as_json:
        print_json(clusters)
        return 0
    for cluster in clusters[:limit]:
        canonical = cluster["canonical"]
        print_table(
            ["document", "kind", "outlet or account", "date", "score", "what"],
            [_row(canonical, "canonical"), *(_row(copy, copy["what"]) for copy in cluster["copies"])],
            title=canonical["title"],
        )
    copies = sum(len(cluster["copies"]) for cluster in clusters)
    click.echo(f"{copies:,} near duplicates of {len(clusters):,} documents")
    if len(clusters) > limit:
        click.echo(f"The {limit:,} largest clusters are shown: --limit N shows more, --json all.")
    return 0


def _row(document: dict[str, Any], what: str) -> list[object]:
    score = f"{document['score']:.2f}" if "score" in document else ""
    whose = document.get("outlet") or document.get("account")
    return [document["id"], document["kind"], whose, document.get("published_at"), score, what]
