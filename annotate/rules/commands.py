"""`hustings codebook`: its commands, declared; what they do is imported when they run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from annotate.rules.history import diff, history, review
from corpus.console import current_corpus, json_option, print_json, print_table, say

if TYPE_CHECKING:
    from corpus.codebookchange import Edit, Entry


@click.group()
def codebook() -> None:
    """Check the codebook and its rules, and change the codebook while it is in use.

    A change raises the codebook's version and keeps what was before. No annotation is changed by it: of a code that is
    renamed or merged they count under the other; which to look at again is told by `hustings codebook review`.
    """


codebook.add_command(history)
codebook.add_command(diff)
codebook.add_command(review)


@codebook.command()
@click.argument("codes", metavar="[CODE]...", nargs=-1)
@click.option("--limit", default=3, show_default=True, help="Passages shown of each rule.")
@json_option
def check(codes: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Check codebook.yaml and the rules; for each CODE, show what each of its rules finds in the corpus.

    Without a CODE nothing is read: every fault of the files is told with its place, and the rules are counted.
    """
    from msgspec import to_builtins

    from annotate.rules.check import counts, finds, remarks

    corpus = current_corpus()
    numbers = counts(corpus.codebook, corpus.rules)
    if not codes:
        if as_json:
            print_json([to_builtins(one) for one in numbers])
        else:
            print_table(["code", "language", "rules", "cues"], [(n.code, n.language, n.rules, n.cues) for n in numbers])
            for remark in remarks(corpus):
                say(remark)
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


_BY = click.option("--by", metavar="NAME", help="Who changes it (default: your name on this machine).")
_LANGUAGE = click.option("--language", required=True, metavar="CODE", help="The language of TEXT.")


@codebook.command()
@click.argument("slug")
@click.argument("new")
@_BY
def rename(slug: str, new: str, by: str | None) -> None:
    """Give the code SLUG another slug. Annotations with the old one count under the new one."""
    from corpus.codebookchange import renamed

    _change(renamed(slug, new), by)


@codebook.command()
@click.argument("slug")
@click.argument("text")
@_LANGUAGE
@click.option("--what", type=click.Choice(["definition", "label", "not"]), default="definition", show_default=True)
@click.option("--wording", is_flag=True, help="It means what it meant: no annotation need be looked at again.")
@_BY
def define(slug: str, text: str, language: str, what: str, wording: bool, by: str | None) -> None:
    """Say anew in one language when the code SLUG is to be used, what it is called, or what it is not."""
    from corpus.codebookchange import Entry, Wrong, edited

    tactic = current_corpus().codebook.find(slug)
    if tactic is None:
        raise Wrong("unknown", code=slug)
    if what == "label":
        entry = Entry(label={**tactic.label, language: text})
    elif what == "not":
        entry = Entry(not_={**tactic.not_, language: text})
    else:
        entry = Entry(definition={**tactic.definition, language: text})
    _change(edited(slug, entry, wording=wording), by)


@codebook.command()
@click.argument("slug")
@click.option("--group", metavar="ID", help="The group that it belongs to (default: the first).")
@click.option("--label", "labels", metavar="LANGUAGE=TEXT", multiple=True, required=True, help="What it is called.")
@click.option(
    "--definition", "definitions", metavar="LANGUAGE=TEXT", multiple=True, required=True, help="When it is to be used."
)
@click.option("--key", metavar="LETTER", help="Its key at the desk.")
@click.option("--take", metavar="CODE", multiple=True, help="A proposed code whose annotations count as its own.")
@_BY
def add(
    slug: str,
    group: str | None,
    labels: tuple[str, ...],
    definitions: tuple[str, ...],
    key: str | None,
    take: tuple[str, ...],
    by: str | None,
) -> None:
    """Add the code SLUG, new or proposed by annotators (hustings codebook review lists those)."""
    from corpus.codebookchange import Entry, added

    entry: Entry = Entry(group=group, label=_words(labels), definition=_words(definitions), key=key)
    _change(added(slug, entry, take=take), by)


@codebook.command()
@click.argument("code", metavar="SLUG")
@click.argument("into")
@_BY
def merge(code: str, into: str, by: str | None) -> None:
    """Make the code SLUG part of INTO: its annotations, rules and cues count as INTO's, its entry goes.

    SLUG may also be a code that annotators proposed (proposed:some words), or one that was taken out by hand.
    """
    from corpus.codebookchange import merged

    _change(merged(code, into), by)


@codebook.command()
@click.argument("slug")
@click.argument("into", nargs=-1, required=True, metavar="INTO...")
@_BY
def split(slug: str, into: tuple[str, ...], by: str | None) -> None:
    """Put the codes INTO, new ones or ones that are there, in the place of SLUG, which is retired.

    A new one begins with the definition of SLUG: say what each is with hustings codebook define. Annotations of SLUG
    wait in hustings codebook review, and at the desk, until somebody says which of the codes each has.
    """
    from corpus.clock import now
    from corpus.codebookchange import split as put_in_place

    _change(put_in_place(slug, into, today=now()[:10]), by)


@codebook.command()
@click.argument("slug")
@click.option("--back", is_flag=True, help="Offer it again.")
@_BY
def retire(slug: str, back: bool, by: str | None) -> None:
    """Offer, suggest and match the code SLUG no more. Its annotations stay."""
    from corpus.clock import now
    from corpus.codebookchange import restored, retired

    _change(restored(slug) if back else retired(slug, today=now()[:10]), by)


def _change(edit: Edit, by: str | None) -> None:
    from getpass import getuser

    from corpus.codebookchange import change
    from corpus.codebookreview import review as waiting
    from corpus.folder import find_corpus

    corpus = current_corpus()
    with corpus.events() as log:
        after = change(log, corpus.root, edit, by=by or getuser())
        if after == corpus.codebook:
            say("Nothing changes.")
            return
        say(f"codebook.yaml is version {after.codebook.version} now. Next: hustings annotate suggest")
        number = len(waiting(log, find_corpus(corpus.root)).items)
    if number:
        say(f"{number:,} annotations are to be looked at again: hustings codebook review")


def _words(given: tuple[str, ...]) -> dict[str, str]:
    from corpus.errors import UsageError

    found = {}
    for one in given:
        language, sign, text = one.partition("=")
        if not sign or not language.isalpha():
            raise UsageError(f"{one} has no language.", todo='Write it as in: --label en="Paid clicks"')
        found[language] = text
    return found
