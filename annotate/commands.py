"""The annotation floor's commands, declared; what they do is imported when they run."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from annotate.desk.commands import assign, desk
from corpus.console import current_corpus, json_option, print_json, print_table, progress, say
from corpus.terms import LAYERS, AnnotationState, Layer


@click.group()
def annotate() -> None:
    """Propose annotations by machine and judge them by hand."""


annotate.add_command(desk)
annotate.add_command(assign)


@annotate.command()
@click.option("--document", "documents", metavar="ID", multiple=True, help="Read only this document (several times).")
@click.option("--language", metavar="CODE", help="Read only documents in this language, as in: fr.")
@json_option
def suggest(documents: tuple[str, ...], language: str | None, as_json: bool) -> None:
    """Propose actors, tactics, figures, quotations and dates.

    Suggestions are for people to judge. Running it again adds nothing that is there already, in whatever state. Of
    suggestions that nobody has touched it withdraws those that are no longer made and makes those anew of which it
    now says something else.
    """
    from msgspec import to_builtins

    from annotate.suggest import rows
    from annotate.suggest import suggest as run

    summary = run(current_corpus(), documents=documents, language=language)
    if as_json:
        print_json(to_builtins(summary))
    else:
        print_table(["layer", "proposed", "new", "changed", "already there", "withdrawn"], rows(summary))
    for code, number in sorted(summary.without_model.items()):
        say(
            f"{number} {'document' if number == 1 else 'documents'} in"
            f" {'an unknown language' if code == 'und' else code} read by rules alone:"
            " hustings.toml names no model for it under [models]."
        )


@annotate.command()
@json_option
def learn(as_json: bool) -> None:
    """Learn tactics from what people accepted, corrected and rejected.

    Measured on documents that the model has not seen: the rules alone, and the rules with the model. A code with too
    few judged passages, or whose model is not surely better than the rules, is left to the rules. Suggestions follow
    the new model from the next hustings annotate suggest on, unless hustings.toml says learned = false.
    """
    from msgspec import to_builtins

    from annotate.learn.report import HEADINGS, in_words, table
    from annotate.learn.run import learn as run

    done = run(current_corpus())
    if as_json:
        print_json(to_builtins(done))
        return
    print_table(HEADINGS, table(done))
    for line in in_words(done):
        say(line)


@annotate.command("next")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many.")
@json_option
def next_to_annotate(limit: int, as_json: bool) -> None:
    """List the documents whose annotation would teach most for the time that it takes.

    Those that the suggestions are unsure of, that have codes with few judged passages, or in which rules and the
    learned model differ; of documents that say the same one, and none that says the same as an annotated one.
    """
    from msgspec import to_builtins

    from annotate.next import next_documents

    found = next_documents(current_corpus(), limit=limit)
    if as_json:
        print_json(to_builtins(found))
        return
    rows = ([one.document, one.title, one.points, one.minutes, one.why] for one in found)
    print_table(["document", "title", "points", "minutes", "why"], rows)
    if not found:
        say("Nothing is suggested in documents that nobody has annotated: hustings annotate suggest")


@annotate.command()
@click.option("--coder", "coders", metavar="NAME", multiple=True, help="Only this person (several times).")
@click.option("--layer", "layers", multiple=True, type=click.Choice(LAYERS), help="Only this layer.")
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
@click.option("--layer", "layers", multiple=True, type=click.Choice(LAYERS), help="Only this layer.")
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


@annotate.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(exists=True, path_type=Path))
@click.option("--format", "format_name", metavar="NAME", help="The format (default: recognised by content).")
@click.option("--as", "coder", metavar="NAME", required=True, help="Whose acts these are.")
@click.option("--submit", is_flag=True, help="The documents are this person's finished work.")
@json_option
def import_annotations(
    files: tuple[Path, ...], format_name: str | None, coder: str, submit: bool, as_json: bool
) -> None:
    """Take in annotations that were made or changed with another tool; a FILE may be a folder.

    Every quotation is checked against the text. What does not fit waits: hustings annotate review.
    """
    from msgspec import to_builtins

    from annotate.exchange.formats.registry import format_named, recognise
    from annotate.exchange.incoming import Imported
    from annotate.exchange.incoming import import_annotations as take_in
    from corpus.errors import Unreadable

    corpus, done, unreadable = current_corpus(), [], 0
    for path in files:
        try:
            format = format_named(format_name) if format_name else recognise(path)
            done.append((path.name, format.name, take_in(corpus, path, format, coder, submit=submit)))
        except Unreadable as error:
            say(str(error))
            unreadable += 1
    if as_json:
        print_json([{"file": name, "format": format, **to_builtins(counts)} for name, format, counts in done])
    else:
        names = [name.replace("_", " ") for name in Imported.__struct_fields__]
        print_table(["file", "format", *names], [[*first, *to_builtins(c).values()] for *first, c in done])
        if any(counts.in_review for *_, counts in done):
            say("What waits for you: hustings annotate review")
    if unreadable:
        raise SystemExit(1)


@annotate.command("reanchor")
@click.argument("annotation", required=False, metavar="[ID")
@click.argument("start", required=False, type=click.IntRange(min=0), metavar="START")
@click.argument("end", required=False, type=click.IntRange(min=1), metavar="END]")
@click.option("--by", metavar="NAME", help="Who says so (default: your name on this machine).")
@json_option
def reanchor_annotations(
    annotation: str | None, start: int | None, end: int | None, by: str | None, as_json: bool
) -> None:
    """Bring annotations to texts that have changed since they were made.

    A passage is found again by its words and by what stood around it. Where it may be another that looks alike, the
    annotation waits (`hustings annotate review`) until you say where it stands: its ID, and the START and END of the
    passage in code points.
    """
    from getpass import getuser

    from msgspec import to_builtins

    from annotate.anchoring.reanchor import place, reanchor
    from corpus.errors import UsageError

    if annotation is not None:
        if start is None or end is None:
            raise UsageError("The passage's place is missing.", todo="Give its START and END after the ID.")
        place(current_corpus(), annotation, start, end, by=by or getuser())
        return
    done = reanchor(current_corpus())
    if as_json:
        print_json(to_builtins(done))
        return
    say(f"{done.moved:,} annotations of {done.documents:,} documents are brought to the text as it is now.")
    if done.close:
        say(f"{done.close:,} of them stand on words that differ a little from those they were made on.")
    if done.doubtful:
        say(f"{done.doubtful:,} wait for a person: hustings annotate review")
    if done.suggestions:
        say(f"{done.suggestions:,} suggestions that nobody has looked at are made anew by: hustings annotate suggest")


@annotate.command("review")
@click.option("--settle", "settled", metavar="ID", multiple=True, help="You have looked at this one of an import.")
@json_option
def review_annotations(settled: tuple[str, ...], as_json: bool) -> None:
    """List what a person must look at.

    That is annotations whose place in a changed text is not sure (say where with hustings annotate reanchor ID START
    END), and what an import brought that does not fit (settle it when you have looked).
    """
    from msgspec import to_builtins

    from annotate.anchoring.reanchor import review
    from annotate.exchange.waiting import in_review, in_words, settle

    corpus = current_corpus()
    if settled:
        settle(corpus, settled)
        return
    waiting, brought = review(corpus), in_review(corpus)
    if as_json:
        print_json(
            [{**to_builtins(one.annotation), **to_builtins(one.found)} for one in waiting] + to_builtins(brought)
        )
        return
    print_table(
        ["annotation", "document", "state", "code", "quotation", "why", "places"],
        (
            [
                *(one.annotation.id, one.annotation.document, one.annotation.state, one.annotation.code),
                *(one.annotation.quotation, one.found.why),
                "\n".join(f"{c.start}-{c.end} {c.quotation}" for c in one.found.candidates),
            ]
            for one in waiting
        ),
    )
    if brought:
        print_table(
            ["id", "document", "why", "what the file says"],
            ([one.id, one.document, one.reason, in_words(one)] for one in brought),
            title="Of imports",
        )
