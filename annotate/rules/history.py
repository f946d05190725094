"""`hustings codebook history`, `diff` and `review`, declared; what they do is imported when they run."""

from __future__ import annotations

import click

from corpus.console import current_corpus, json_option, print_json, print_table, say


@click.command()
@json_option
def history(as_json: bool) -> None:
    """List the codebooks that were in use, the first one first, with what was done to each."""
    from msgspec import to_builtins

    from corpus.codebookhistory import versions

    corpus = current_corpus()
    with corpus.events() as log:
        corpus.codebook_version(log)
        told = versions(log)
    if as_json:
        print_json(to_builtins(told))
        return
    rows = ([one.number, one.version, one.since, one.by or "by hand", " ".join(one.note)] for one in told)
    print_table(["number", "version", "since", "by", "what"], rows)


@click.command()
@click.argument("version", required=False)
@json_option
def diff(version: str | None, as_json: bool) -> None:
    """Show what a VERSION (as 0.2.0, or its number in the history) changed of the one before it; without, the last."""
    from msgspec import to_builtins

    from corpus.codebookhistory import book_of, differences, versions
    from corpus.errors import UsageError

    corpus = current_corpus()
    with corpus.events() as log:
        corpus.codebook_version(log)
        told = versions(log)
        fits = (one for one in reversed(told) if version in (None, str(one.number), one.version, _number(one.version)))
        chosen = next(fits, None)
        if chosen is None:
            raise UsageError(f"No codebook {version} was in use.", todo="`hustings codebook history` lists them.")
        place = told.index(chosen)
        found = list(differences(book_of(log, told[place - 1]), book_of(log, chosen))) if place else []
    if as_json:
        print_json(to_builtins(found))
        return
    if not place:
        say(f"{chosen.version} is the first that was in use.")
        return
    print_table(
        ["code", "what", "field", "before", "after"],
        ([one.code, one.what, one.field, one.before, one.after] for one in found),
        title=f"{told[place - 1].version} → {chosen.version}",
    )


def _number(version: str) -> str:
    return version.rpartition(" ")[2]


@click.command()
@json_option
def review(as_json: bool) -> None:
    """List the annotations to look at again because the codebook changed, and the codes that annotators ask for.

    Made under an older definition, of a code that was split or retired, of one that was merged into a code of another
    definition, or of one that is gone. Somebody who coordinates decides each at the desk (/codebook/review).
    """
    from msgspec import to_builtins

    from corpus.codebookreview import review as waiting

    corpus = current_corpus()
    with corpus.events() as log:
        corpus.codebook_version(log)
        found = waiting(log, corpus)
    if as_json:
        print_json(to_builtins(found))
        return
    print_table(
        ["code", "why", "choices", "annotation", "document", "by", "quotation"],
        (
            [
                *(one.annotation.code, one.why, "\n".join(one.choices), one.annotation.id, one.annotation.document),
                *(one.annotation.agent, " ".join(one.annotation.quotation.split())),
            ]
            for one in found.items
        ),
    )
    if found.proposed:
        print_table(
            ["proposed", "annotations", "documents", "by", "passage"],
            (
                ["\n".join(one.codes), one.annotations, one.documents, ", ".join(one.people), *one.passages[:1]]
                for one in found.proposed
            ),
            title="Codes that annotators ask for",
        )
