"""The commands about what may be published, declared; what they do is imported when they run."""

from __future__ import annotations

import click

from corpus.console import current_corpus, json_option, print_json, print_table, progress, say
from corpus.terms import Tier

TIERS: tuple[Tier, ...] = ("public", "team")
LISTED = 10

tier_option = click.option(
    "--tier", type=click.Choice(TIERS), default="public", show_default=True, help="For whom it is."
)
day_option = click.option("--day", metavar="DAY", help="As of this day (default: today), as in: 2027-01-31.")


@click.command()
@tier_option
@day_option
@json_option
def check(tier: Tier, day: str | None, as_json: bool) -> int:
    """List what would go out, what stays and why, and who becomes an alias; refuse what may not go out.

    Ends with status 1 where a private person would stand beside a political code: no site is built then.
    """
    from corpus.rights import day_given
    from publish.rights.check import TODO, report
    from publish.rights.publishing import Rights

    corpus = current_corpus()
    with corpus.events() as log, corpus.store() as store:
        found = report(Rights(corpus, store, tier=tier, day=day_given(day)), log)
    if as_json:
        print_json(found)
        return 1 if found["refused"] else 0
    from publish.rights.showing import summary

    print_table(["what", "number"], summary(found))
    stays = [[one["account"], one["platform"], one["why"]] for one in found["stay"] if one["documents"]]
    if stays:
        print_table(["account that stays", "platform", "why"], stays[:LISTED])
    if len(stays) > LISTED:
        click.echo(f"  ... and {len(stays) - LISTED:,} more: --json")
    for one in found["refused"]:
        click.echo(f"Refused: {one['what']}")
    say(TODO if found["refused"] else "Nothing of this is refused.")
    return 1 if found["refused"] else 0


@click.command()
@click.argument("document", required=False)
@click.option("--reason", help="Why, in words that everybody may read: the site shows them in the document's place.")
@click.option("--by", metavar="NAME", help="Who takes it down; stays in the corpus.")
@click.option("--list", "listing", is_flag=True, help="List what was taken down.")
@json_option
def takedown(document: str | None, reason: str | None, by: str | None, listing: bool, as_json: bool) -> int:
    """Take a document out of the corpus and the site for good. No later ingest brings it back.

    Its text, its bytes and the words of its annotations are deleted; a tombstone with the reason stays. There is no way
    back.
    """
    from corpus.errors import UsageError

    if listing:
        return _list(as_json)
    if document is None or not (reason or "").strip():
        raise UsageError(
            "A document and a reason are needed.", todo="As in: hustings publish takedown dabc --reason '...'"
        )
    from publish.rights.gone import take_off_site

    done = _taken_down(document, str(reason).strip(), by, as_json)
    rebuilt = take_off_site(current_corpus(), lambda what, total: progress(what, total, unit="documents"))
    if rebuilt:
        say("The site was built again without it.")
    return done


def _taken_down(document: str, reason: str, by: str | None, as_json: bool) -> int:
    from msgspec import to_builtins

    from corpus.takedown import take_down

    done = take_down(current_corpus(), document, reason, by)
    if as_json:
        print_json(to_builtins(done))
        return 0
    say(f"{document} is taken down: {done.tombstone.reason}")
    if done.alike:
        say(f"Its words stand in other documents too: {', '.join(done.alike)}")
    if done.kept_in:
        say(f"It was part of records that others are made of, whose bytes stay: {', '.join(done.kept_in)}")
    return 0


def _list(as_json: bool) -> int:
    from msgspec import to_builtins

    from corpus.tombstones import tombstones

    with current_corpus().store() as store:
        stones = tombstones(store.db)
    if as_json:
        print_json(to_builtins(stones))
    else:
        columns = ("document", "at", "by", "reason")
        print_table(columns, ([getattr(stone, name) for name in columns] for stone in stones))
    return 0
