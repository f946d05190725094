"""Search results at the terminal."""

from __future__ import annotations

from typing import Any

import click
import msgspec

from publish.search.passage import Passage
from publish.search.searching import Hit, Results


def results_as_json(results: Results) -> dict[str, Any]:
    """Results for a program; a snippet is {text, start, marks}, with offsets into the document's text."""
    return {
        "query": results.query,
        "total": results.total,
        "expansions": msgspec.to_builtins(results.expansions),
        "shown": results.shown,
        "facets": {
            name: [{"value": value, "documents": number} for value, number in counts]
            for name, counts in results.facets.items()
        },
        "histogram": msgspec.to_builtins(results.histogram),
        "hits": [_hit_as_json(hit) for hit in results.hits],
    }


def _hit_as_json(hit: Hit) -> dict[str, Any]:
    fields: dict[str, Any] = msgspec.to_builtins(hit)
    known = {name: value for name, value in fields.items() if value is not None and name != "number"}
    shown = {"text": hit.snippet.text, "start": hit.snippet.start, "marks": hit.snippet.marks}
    return known | {"title": hit.title.text if hit.title else None, "snippet": shown}


def print_results(results: Results) -> None:
    """Each hit with its title, who published it when, its id and the passage that hit; colours on a terminal only."""
    for expansion in results.expansions:
        terms = ", ".join(term for _, term in expansion.terms)
        more = f", or: {terms}" if terms else ""
        click.echo(f"{expansion.asked}: also documents annotated {expansion.layer} {expansion.code}{more}")
    for place, hit in enumerate(results.hits, start=1):
        click.echo(f"{place:>3}. {click.style(hit.label, bold=True)}{'  (across)' if hit.across else ''}")
        about = (hit.outlet or hit.account or hit.byline, hit.published_at, hit.language, hit.case, hit.id)
        click.echo("     " + " · ".join(part for part in about if part))
        click.echo("     " + _marked(hit.snippet))
    shown = len(results.hits)
    found = "1 document found" if results.total == 1 else f"{results.total:,} documents found"
    click.echo(found + (f", the best {shown} shown" if shown < results.total else ""))


def _marked(passage: Passage) -> str:
    """Hits stand between square brackets where there are no colours to mark them."""
    text = "".join(
        click.style(f"[{piece}]", bold=True, fg="yellow") if hit else piece for piece, hit in passage.pieces()
    )
    text = " ".join(text.split())
    return f"{'… ' if passage.cut_before else ''}{text}{' …' if passage.cut_after else ''}"
