"""The annotation floor's commands, declared; what they do is imported when they run."""

from __future__ import annotations

import click

from corpus.console import current_corpus, json_option, print_json, print_table, say


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
