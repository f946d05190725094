"""The commands that count over the token index, declared; what they do is imported when they run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

import click

from corpus.console import json_option, print_json, print_table, say
from publish.search.commands import asking, opened

if TYPE_CHECKING:
    import sqlite3

    from publish.counts.overtime import Group
    from publish.counts.subcorpus import Subcorpus
    from publish.counts.words import Measure
    from publish.search.question import Question

Command = Callable[..., None]

MEASURES = ("log_dice", "log_likelihood", "mutual_information", "count")
SORTED_BY = "document, hit, left1-left3, right1-right3, date, outlet"

query = click.argument("query", nargs=-1)
words = click.argument("query", nargs=-1, required=True)
limit = click.option(
    "--limit", type=click.IntRange(1, 1_000_000), default=50, show_default=True, help="How many to show."
)
as_csv = click.option("--csv", "as_csv", is_flag=True, help="Print CSV instead of a table.")


def least(times: int) -> Callable[[Command], Command]:
    """How often a word must be there."""
    return click.option(
        "--least", type=click.IntRange(1), default=times, show_default=True, help="Leave out what is rarer."
    )


@contextmanager
def _counting(question: Question) -> Iterator[tuple[sqlite3.Connection, Subcorpus, dict[str, Any]]]:
    """The site, the sub-corpus that a question leaves, and what is said of it in every answer."""
    from publish.counts.subcorpus import Subcorpus
    from publish.counts.told import told

    with opened() as (db, tokens):
        subcorpus = Subcorpus(question.select(db, tokens))
        yield db, subcorpus, told(db, question, subcorpus)


def _show(
    columns: Sequence[str], rows: Iterable[dict[str, Any]], about: dict[str, Any], name: str, *, json: bool, csv: bool
) -> None:
    """Rows as a table, with what they are of below it; or as JSON or CSV, which hold both."""
    from publish.counts.told import in_columns
    from publish.sheets import as_csv

    if json:
        print_json({**about, name: list(rows)})
    elif csv:
        click.echo(as_csv(columns, rows, in_columns(about)), nl=False)
    else:
        print_table([column.replace("_", " ") for column in columns], [[row[c] for c in columns] for row in rows])
        of = about["subcorpus"]
        say(f"{about['hits']:,} hits in {about['documents']:,} documents, {about['per_million']:,} in a million words;"
            f" the sub-corpus has {of['documents']:,} documents, {of['words']:,} words.")  # fmt: skip


@click.command()
@words
@asking
@click.option("--sort", default="document", show_default=True, help=f"Up to three, with commas between: {SORTED_BY}.")
@click.option("--side", type=click.IntRange(1, 50), default=10, show_default=True, help="Words on either side.")
@limit
@as_csv
@json_option
def concordance(question: Question, sort: str, side: int, limit: int, as_csv: bool, as_json: bool) -> None:
    """List every hit between the words around it (key word in context).

    QUERY is as in `hustings search`; fields and filters say in which documents.
    """
    from publish.counts.concordance import Concordance, sorts_of
    from publish.counts.rows import line_rows

    keys = sorts_of(sort)
    with _counting(question) as (db, subcorpus, about):
        lines = Concordance(subcorpus, keys).lines(0, limit, side)
        rows = list(line_rows(db, lines, ""))
    if as_json or as_csv:
        columns = list(rows[0]) if rows else ["left", "hit", "right"]
        _show(columns, rows, about, "lines", json=as_json, csv=as_csv)
        return
    _show(["left", "hit", "right", "id"], rows, about, "lines", json=False, csv=False)


@click.command()
@words
@asking
@click.option("--left", type=click.IntRange(0, 10), default=5, show_default=True, help="Words before a hit.")
@click.option("--right", type=click.IntRange(0, 10), default=5, show_default=True, help="Words behind a hit.")
@least(3)
@click.option("--order", type=click.Choice(MEASURES), default="log_dice", show_default=True, help="Which first.")
@limit
@as_csv
@json_option
def collocates(
    question: Question, left: int, right: int, least: int, order: str, limit: int, as_csv: bool, as_json: bool
) -> None:
    """List the words that stand near the hits more often than chance would have it.

    Measured by logDice, log-likelihood and mutual information (docs/search.md).
    """
    from publish.counts.rows import struct_rows
    from publish.counts.words import collocates as near

    with _counting(question) as (db, subcorpus, about):
        measure = cast("Measure", order)
        found = near(db, subcorpus, left=left, right=right, least=least, order=measure, limit=limit)
    columns = ["word", "together", "count", "log_dice", "log_likelihood", "mutual_information"]
    about |= {"window": [left, right]}
    _show(columns, list(struct_rows(found)), about, "collocates", json=as_json, csv=as_csv)


@click.command()
@query
@asking
@click.option("--against", metavar="QUERY", default="", help="The documents to compare with; all others without it.")
@least(5)
@limit
@as_csv
@json_option
def keywords(question: Question, against: str, least: int, limit: int, as_csv: bool, as_json: bool) -> None:
    """List the words that are typical of the documents found, against others.

    As in: hustings keywords outlet:mediapart --against 'outlet:"le monde"'
    """
    from publish.counts.contrast import contrast
    from publish.counts.rows import struct_rows
    from publish.counts.words import keywords as typical

    with _counting(question) as (db, subcorpus, about):
        two = contrast(db, subcorpus.selection, question, against)
        found = typical(db, subcorpus.tokens, two.here, two.there, least=least, limit=limit)
        about |= {"against": two.told()}
    _show(
        ["word", "here", "there", "log_likelihood", "log_ratio"],
        list(struct_rows(found)),
        about,
        "keywords",
        json=as_json,
        csv=as_csv,
    )


@click.command()
@query
@asking
@click.option("--length", type=click.IntRange(2, 5), default=3, show_default=True, help="How many words.")
@least(2)
@limit
@as_csv
@json_option
def ngrams(question: Question, length: int, least: int, limit: int, as_csv: bool, as_json: bool) -> None:
    """List the commonest rows of words that have a hit in them, or of a whole sub-corpus where no word is asked for."""
    from publish.counts.rows import struct_rows
    from publish.counts.words import ngrams as rows_of_words

    with _counting(question) as (db, subcorpus, about):
        found = rows_of_words(db, subcorpus, length, least=least, limit=limit)
    about |= {"length": length}
    _show(["words", "count"], list(struct_rows(found)), about, "ngrams", json=as_json, csv=as_csv)


@click.command()
@words
@asking
@click.option(
    "--by",
    type=click.Choice(["language", "outlet", "kind", "case", "platform"]),
    help="Each of these apart; of many those with most hits.",
)
@as_csv
@json_option
def frequency(question: Question, by: str | None, as_csv: bool, as_json: bool) -> None:
    """Count the hits of each year, and how many there are in a million of its words."""
    from publish.counts.overtime import over_time
    from publish.counts.rows import point_rows

    with _counting(question) as (_, subcorpus, about):
        points = over_time(subcorpus, cast("Group | None", by))
    columns = [*(["group"] if by else []), "year", "hits", "documents", "tokens", "per_million"]
    about |= {"by": by}
    _show(columns, list(point_rows(points)), about, "points", json=as_json, csv=as_csv)
