"""The annotation floor's commands, declared; what they do is imported when they run."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from corpus.console import current_corpus, json_option, print_json, print_table, progress, say
from corpus.model import AnnotationState, Layer


@click.group()
def annotate() -> None:
    """Propose annotations by machine and judge them by hand."""


@annotate.command()
@click.option("--document", "documents", metavar="ID", multiple=True, help="Read only this document (several times).")
@click.option("--language", metavar="CODE", help="Read only documents in this language, as in: fr.")
@json_option
def suggest(documents: tuple[str, ...], language: str | None, as_json: bool) -> None:
    """Propose actors, tactics, figures and quotations.

    Suggestions are for people to judge. Running it again adds nothing that is there already, in whatever state, and
    withdraws suggestions that nobody has touched and that are no longer made.
    """
    from msgspec import to_builtins

    from annotate.suggest import rows
    from annotate.suggest import suggest as run

    summary = run(current_corpus(), documents=documents, language=language)
    if as_json:
        print_json(to_builtins(summary))
    else:
        print_table(["layer", "proposed", "new", "already there", "withdrawn"], rows(summary))
    for code, number in sorted(summary.without_model.items()):
        say(
            f"{number} {'document' if number == 1 else 'documents'} in"
            f" {'an unknown language' if code == 'und' else code} read by rules alone:"
            " hustings.toml names no model for it under [models]."
        )


@annotate.command()
@click.option("--coder", "coders", metavar="NAME", multiple=True, help="Only this person (several times).")
@click.option("--layer", "layers", multiple=True, type=click.Choice(get_args(Layer)), help="Only this layer.")
@click.option("--without-accepted", is_flag=True, help="Leave out suggestions that were only accepted.")
@click.option("--with-gold", is_flag=True, help="Compare with what was adjudicated too.")
@json_option
def agreement(
    coders: tuple[str, ...], layers: tuple[Layer, ...], without_accepted: bool, with_gold: bool, as_json: bool
) -> None:
    """How far the people who annotated the same documents agree, by layer and code.

    Over whole documents (do they have the code?) Krippendorff's alpha and, of two people, Cohen's kappa; over passages
    alpha for unitizing and F1. Each with the interval of 1,000 bootstrap samples over documents.
    """
    from msgspec import to_builtins

    from annotate.agreement.report import agreement as measured
    from annotate.agreement.report import table

    found = measured(
        current_corpus(), coders=coders, layers=layers, without_accepted=without_accepted, with_gold=with_gold
    )
    if as_json:
        print_json(to_builtins(found))
    else:
        for layer in dict.fromkeys(one.layer for one in found):
            print_table(*table(found, layer))


@annotate.command("export")
@click.argument("format_name", metavar="FORMAT")
@click.option("--to", "folder", metavar="DIR", required=True, type=click.Path(path_type=Path), help="A new folder.")
@click.option("--document", "documents", metavar="ID", multiple=True, help="Only this document (several times).")
@click.option("--layer", "layers", multiple=True, type=click.Choice(get_args(Layer)), help="Only this layer.")
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice(get_args(AnnotationState)),
    default=("made", "accepted"),
    help="In this state (default: made, accepted).",
)
@click.option("--coder", metavar="NAME", help="What this person made or accepted, whatever others did.")
@click.option("--gold", is_flag=True, help="What was adjudicated right.")
@json_option
def export(
    format_name: str,
    folder: Path,
    documents: tuple[str, ...],
    layers: tuple[Layer, ...],
    states: tuple[AnnotationState, ...],
    coder: str | None,
    gold: bool,
    as_json: bool,
) -> None:
    """Write annotations for another tool.

    What the format cannot hold is told, and stands whole in losses.jsonl beside the files.
    """
    from msgspec import to_builtins

    from annotate.exchange.formats.registry import format_named
    from annotate.exchange.outgoing import Choice
    from annotate.exchange.outgoing import export as write

    choice = Choice(states=states, layers=layers, documents=documents, coder=coder, gold=gold)
    format = format_named(format_name)
    with progress("Writing", unit="documents") as step:
        done = write(current_corpus(), format, folder, choice, step)
    if as_json:
        print_json(to_builtins(done))
        return
    say(f"{done.annotations:,} annotations of {done.documents:,} documents in {done.files:,} files: {done.folder}")
    for what, number in sorted(done.reasons.items()):
        say(f"  {number:,}: {what}")
    if done.lost or done.shortened:
        say(f"{done.lost:,} are not in the files and {done.shortened:,} not all of them: see losses.jsonl there.")
