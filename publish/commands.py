"""The top floor's commands, declared; what they do is imported when they run."""

from __future__ import annotations

from pathlib import Path

import click

from corpus.console import current_corpus, json_option, print_json, print_table, progress, say

HOST, PORT = "127.0.0.1", 8001

port_option = click.option("--port", type=click.IntRange(1, 65535), default=PORT, show_default=True)


@click.group()
def publish() -> None:
    """Build the site and serve it."""


@publish.command()
@json_option
def build(as_json: bool) -> None:
    """Build the site from the corpus and put it in the place of the old one."""
    from publish.build import build as build_site

    built = build_site(current_corpus(), lambda what, total: progress(what, total, unit="documents"))
    counts = {name: getattr(built, name) for name in ("documents", "words", "annotations", "sources", "records")}
    if as_json:
        print_json({"site": str(built.path), "hash": built.hash, **counts, "left_out": built.left_out})
    else:
        print_table(["published", "number"], counts.items())
        say(f"The site is built: {built.path} ({built.hash[:12]}).")
    if built.left_out:
        say(
            f"{built.left_out} annotations were left out: their words are no longer in the text. See `hustings verify`."
        )
