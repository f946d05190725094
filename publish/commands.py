"""The top floor's commands, declared; what they do is imported when they run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.console import current_corpus, json_option, print_json, print_table, progress, say
from publish.export.commands import public_formats
from publish.rights.commands import check, day_option, takedown, tier_option
from publish.static.commands import print_sizes, static, write_static, written

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from corpus.console import Step
    from corpus.terms import Tier

HOST, PORT = "127.0.0.1", 8001

port_option = click.option("--port", type=click.IntRange(1, 65535), default=PORT, show_default=True)


@click.group()
def publish() -> None:
    """Build the site and serve it."""


publish.add_command(check)
publish.add_command(takedown)
publish.add_command(static)


@publish.command()
@tier_option
@day_option
@click.option(
    "--static", "folder", type=click.Path(path_type=Path), help="Write it there as plain files, too, as `static` does."
)
@json_option
def build(tier: Tier, day: str | None, folder: Path | None, as_json: bool) -> None:
    """Build the site from the corpus and put it in the place of the old one."""
    from corpus.rights import day_given
    from publish.building.build import build as build_site

    def doing(what: str, total: int) -> AbstractContextManager[Step]:
        return progress(what, total, unit="documents")

    corpus = current_corpus()
    built = build_site(corpus, doing, tier=tier, day=day_given(day))
    counts = {name: getattr(built, name) for name in ("documents", "words", "annotations", "sources", "records")}
    if as_json:
        left = {name: getattr(built, name) for name in ("left_out", "withheld")}
        files = {"static": written(write_static(corpus, folder))} if folder is not None else {}
        print_json({"site": str(built.path), "hash": built.hash, **counts, **left, **files})
    else:
        print_table(["published", "number"], counts.items())
        say(f"The site is built: {built.path} ({built.hash[:12]}).")
    if built.left_out:
        say(f"{built.left_out} annotations were left out: their texts have changed. See `hustings annotate reanchor`.")
    if built.withheld:
        say(f"{built.withheld} annotations stay here: their words are not published. See `hustings publish check`.")
    if folder is not None and not as_json:
        print_sizes(write_static(corpus, folder))


@publish.command()
@click.option("--host", default=HOST, show_default=True, help="The address to listen on; 0.0.0.0 is every one.")
@port_option
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that answer.")
@click.option(
    "--site",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder `site` by itself: a server needs nothing else of the corpus.",
)
@click.option("--open", "browser", is_flag=True, help="Open it in the browser.")
def serve(host: str, port: int, workers: int, folder: Path | None, browser: bool) -> None:
    """Serve the built site until Ctrl-C."""
    from publish.database import SITE, site_path
    from publish.site.serve import serve_site

    path = folder.resolve() / SITE if folder is not None else site_path(current_corpus())
    serve_site(path, host, port, workers=workers, open_browser=browser)


@click.group()
def export() -> None:
    """Write the corpus for elsewhere.

    `documents` and `annotations` are the holder's own, from the corpus. All others hold what the built site holds, and
    nothing else.
    """


sealed_option = click.option("--sealed", is_flag=True, help="Also what rights.yaml seals.")
public_option = click.option("--public", is_flag=True, help="Only what may be published, as the site has it.")


@export.command("documents")
@sealed_option
@public_option
def export_documents(sealed: bool, public: bool) -> None:
    """Write every document, with its blocks, what was removed, and where it came from."""
    import sys

    from publish.export.own import document_rows, write_rows

    write_rows(document_rows(current_corpus(), sealed=sealed, public=public), sys.stdout.buffer)


@export.command("annotations")
@sealed_option
@public_option
def export_annotations(sealed: bool, public: bool) -> None:
    """Write every annotation that was not deleted, with its state."""
    import sys

    from publish.export.own import annotation_rows, write_rows

    write_rows(annotation_rows(current_corpus(), sealed=sealed, public=public), sys.stdout.buffer)


for _command in public_formats():
    export.add_command(_command)


@click.command()
@click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path),
    default="demo-corpus",
    show_default=True,
    help="Where to make it.",
)
@port_option
@click.option("--open", "browser", is_flag=True, help="Open it in the browser.")
def demo(folder: Path, port: int, browser: bool) -> None:
    """Make the sample corpus, build its site and serve it until Ctrl-C."""
    from publish.demo import prepare
    from publish.site.serve import serve as serve_site

    serve_site(prepare(folder), HOST, port, open_browser=browser)
