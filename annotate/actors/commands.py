"""`hustings actors`, declared; what it does is imported when it runs."""

from __future__ import annotations

import click

from corpus.console import current_corpus, json_option, print_json, print_table, say


@click.group()
def actors() -> None:
    """Keep the authority file: who is who."""


@actors.command("list")
@click.option("--type", metavar="TYPE", help="Only actors of this type.")
@json_option
def list_actors(type: str | None, as_json: bool) -> None:
    """List the actors of actors.yaml with how often they are named."""
    from msgspec import to_builtins

    from annotate.actors.cast import actors as counted

    found = counted(current_corpus(), type=type)
    if as_json:
        print_json(to_builtins(found))
        return
    rows = ([one.id, one.type, one.name, one.annotations, one.documents] for one in found)
    print_table(["id", "type", "name", "annotations", "documents"], rows)


@actors.command("candidates")
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="How many.")
@json_option
def list_candidates(limit: int, as_json: bool) -> None:
    """List the names that suggestions saw and actors.yaml lacks, those in most documents first."""
    from msgspec import to_builtins

    from annotate.actors.cast import candidates

    found = candidates(current_corpus())
    if as_json:
        print_json(to_builtins(found[:limit]))
        return
    print_table(
        ["code", "spellings", "kind", "annotations", "documents", "passage"],
        (
            [one.codes[0], "\n".join(one.spellings), one.kind, one.annotations, one.documents, one.passages[0]]
            for one in found[:limit]
        ),
    )
    if len(found) > limit:
        say(f"{len(found) - limit:,} more: --limit {len(found)}")


@actors.command()
@click.argument("id")
@click.option("--type", required=True, metavar="TYPE", help="One of the codebook's actor types.")
@click.option("--candidate", metavar="CODE", help="Take names and annotations of this candidate.")
@click.option("--name", "names", metavar="[LANGUAGE=]NAME", multiple=True, help="A full name (several times).")
@click.option("--alias", "aliases", metavar="[LANGUAGE=]NAME", multiple=True, help="Another name (several times).")
@click.option("--account", "accounts", metavar="PLATFORM=HANDLE", multiple=True, help="An account (several times).")
@click.option("--wikidata", metavar="Q...", help="The Wikidata id.")
def add(
    id: str,
    type: str,
    candidate: str | None,
    names: tuple[str, ...],
    aliases: tuple[str, ...],
    accounts: tuple[str, ...],
    wikidata: str | None,
) -> None:
    """Add the actor ID to actors.yaml, from a candidate, from the options, or from both."""
    from annotate.actors.casting import add_actor

    actor = add_actor(
        current_corpus(),
        id,
        type=type,
        candidate=candidate,
        names=names,
        aliases=aliases,
        accounts=accounts,
        wikidata=wikidata,
    )
    say(f"{actor.id} is in actors.yaml. Next: hustings annotate suggest")


@actors.command()
@click.argument("id")
@click.argument("other", metavar="OTHER")
def merge(id: str, other: str) -> None:
    """Make OTHER part of the actor ID: its names, accounts and annotations are ID's from now on."""
    from annotate.actors.casting import merge_actors

    merge_actors(current_corpus(), id, other)
    say(f"{other} is {id} now. Annotations keep their id and count as {id}'s.")


@actors.command()
@click.argument("id")
@click.argument("new", metavar="NEW")
@click.option("--name", "names", metavar="NAME", multiple=True, help="A name or alias that goes (several times).")
@click.option("--account", "handles", metavar="HANDLE", multiple=True, help="An account that goes (several times).")
@json_option
def split(id: str, new: str, names: tuple[str, ...], handles: tuple[str, ...], as_json: bool) -> None:
    """Take names and accounts of the actor ID out and make the actor NEW of them.

    Suggestions follow at the next `hustings annotate suggest`. Annotations that people made or accepted on those names
    are listed: whose they are is for a person to say. Of a NEW that was merged into ID before, they come back.
    """
    from msgspec import to_builtins

    from annotate.actors.casting import split_actor

    left = split_actor(current_corpus(), id, new, names=names, handles=handles)
    if as_json:
        print_json(to_builtins(left))
        return
    if left:
        rows = ([a.id, a.document, a.quotation] for a in left)
        print_table(["annotation", "document", "quotation"], rows, title=f"Judged to be {id}")
    say(f"{new} is in actors.yaml. Next: hustings annotate suggest")
