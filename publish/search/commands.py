"""`hustings search`, declared; what it does is imported when it runs. Counting commands ask in the same way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from corpus.console import current_corpus, json_option, print_json

if TYPE_CHECKING:
    import sqlite3

    from publish.search.question import Question
    from publish.search.searching import Order
    from publish.tokens.reading import Tokens

Command = Callable[..., None]

MOST_SHOWN = 100_000
KINDS = ("article", "post", "comment", "page")
FILTERS = (
    click.option("--language", metavar="CODE", help="Only documents in this language, as in: fr."),
    click.option("--case", metavar="ID", help="Only documents of this case."),
    click.option(
        "--kind", type=click.Choice(["article", "post", "comment", "page"]), help="Only documents of this kind."
    ),
    click.option("--outlet", metavar="NAME", help="Only documents of this outlet, as it is written there."),
    click.option("--year", metavar="YEAR", help="Only documents of this year."),
    click.option("--tactic", metavar="SLUG", help="Only documents annotated with this tactic."),
    click.option("--actor", metavar="ID", help="Only documents in which this actor is annotated."),
    click.option("--across/--no-across", default=True, help="Find also what is named in the other language (default)."),
)


def asking(command: Command) -> Command:
    """Give a command the query's options; it is called with `question` in their place."""

    def asked(*, query: tuple[str, ...], across: bool, **options: Any) -> None:
        from publish.search.counting import FACETS
        from publish.search.question import Question

        filters = {name: value for name in FACETS if (value := options.pop(name)) is not None}
        command(question=Question(query=" ".join(query), filters=filters, across=across), **options)

    asked.__doc__ = command.__doc__
    asked.__name__ = command.__name__
    asked.__click_params__ = getattr(command, "__click_params__", [])  # type: ignore[attr-defined] # click's own
    for option in reversed(FILTERS):
        option(asked)
    return asked


@contextmanager
def opened() -> Iterator[tuple[sqlite3.Connection, Tokens]]:
    """The built site of the current corpus and its token index. Raises NoSite."""
    from contextlib import closing

    from publish.database import open_site, open_tokens

    corpus = current_corpus()
    with closing(open_site(corpus)) as db:
        yield db, open_tokens(db, corpus.site)


@click.command()
@click.argument("query", nargs=-1, required=True)
@asking
@click.option(
    "--order", type=click.Choice(["best", "newest", "oldest"]), default="best", show_default=True, help="Which first."
)
@click.option("--limit", type=click.IntRange(1, MOST_SHOWN), default=20, show_default=True, help="How many to show.")
@click.option("--all-copies", is_flag=True, help="Show near duplicates each for itself.")
@json_option
def search(question: Question, order: Order, limit: int, all_copies: bool, as_json: bool) -> None:
    """Search the built site.

    Words find all their inflections and all must be there; "exact phrase", prefix*, NEAR(a b, 5), OR, -without,
    (groups) and fields are understood: title: actor: tactic: outlet: lang: case: kind: account: after: before: said:
    speaker:. Write -- before a query that begins with a dash.
    """
    from publish.search.listing import print_results, results_as_json
    from publish.search.searching import search as search_site

    with opened() as (db, tokens):
        results = search_site(
            db,
            tokens,
            question.query,
            question.filters,
            limit=limit,
            across=question.across,
            order=order,
            collapse=not all_copies,
        )
    if as_json:
        print_json(results_as_json(results))
    else:
        print_results(results)
