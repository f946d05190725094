"""`hustings annotators` and `hustings annotate desk`, declared; what they do is imported when they run."""

from __future__ import annotations

import sys
from typing import Any

import click

from corpus.console import current_corpus, json_option, print_json, print_table, say

ROLES = ("annotator", "adjudicator", "coordinator")


@click.group()
def annotators() -> None:
    """Who may come to the annotation desk.

    An annotator tags the documents they were given; an adjudicator decides where annotators disagree, too; a
    coordinator gives out documents, changes the codebook and sees every act, too.
    """


_PASSWORD = click.option(
    "--password-stdin", "from_stdin", is_flag=True, help="Read the password from standard input, without asking."
)


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


@annotators.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="annotator", show_default=True, help="What they may do.")
@click.option("--language", type=click.Choice(["en", "fr"]), help="Of the desk's pages (default: the browser's).")
@_PASSWORD
def add(name: str, role: str, language: str | None, from_stdin: bool) -> None:
    """Make an account; asks for its password."""
    from annotate.desk.people import People

    with current_corpus().events() as log:
        People(log).add(name, role, _password(from_stdin), language=language)  # type: ignore[arg-type] # click's choice
    say(f"{name} can log in: hustings annotate desk")


@annotators.command("list")
@json_option
def list_annotators(as_json: bool) -> None:
    """Show who may come in, what they have to do, and how far they are."""
    from msgspec import structs

    from annotate.desk.coding.sheet import finished
    from annotate.desk.people import People
    from annotate.desk.work.assigning import Assignments

    rows = []
    with current_corpus().events() as log:
        for person in People(log).everybody():
            given = {one.document for one in Assignments(log).of(person.name)}
            done = len(given & finished(log, person.name))
            rows.append({**structs.asdict(person), "assigned": len(given), "submitted": done})
    if as_json:
        print_json(rows)
        return
    names = ["name", "role", "language", "assigned", "submitted", "added_at"]
    print_table([name.replace("_at", "") for name in names], ([row[name] or "" for name in names] for row in rows))
    if not rows:
        say("Nobody yet: hustings annotators add NAME --role coordinator")


@annotators.command("password")
@click.argument("name")
@_PASSWORD
def password(name: str, from_stdin: bool) -> None:
    """Give somebody a new password; where they are logged in, they are not any more."""
    from annotate.desk.people import People

    with current_corpus().events() as log:
        People(log).known(name)
        People(log).set_password(name, _password(from_stdin))
    say(f"{name} has a new password.")


@annotators.command("role")
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
def role(name: str, role: str) -> None:
    """Change what somebody may do, from now on."""
    from annotate.desk.people import People

    with current_corpus().events() as log:
        People(log).set_role(name, role)  # type: ignore[arg-type] # click's choice
    say(f"{name} is {role} now.")


@annotators.command("remove")
@click.argument("name")
def remove(name: str) -> None:
    """Let somebody come no more. What they did stays, and stays theirs."""
    from annotate.desk.people import People

    with current_corpus().events() as log:
        People(log).remove(name)
    say(f"{name} can no longer log in.")


@click.command("desk")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; others cannot reach 127.0.0.1.")
@click.option("--port", type=click.IntRange(0, 65535), default=8002, show_default=True, help="0 is any that is free.")
@click.option(
    "--base-url",
    default="/",
    show_default=True,
    metavar="PATH",
    help="The path under which a web server in front has it.",
)
@click.option("--open", "open_browser", is_flag=True, help="Open it in the browser.")
def desk(host: str, port: int, base_url: str, open_browser: bool) -> None:
    """Serve the annotation desk, where people tag documents in a browser.

    Make accounts first (hustings annotators add), and give out documents at the desk or with hustings annotate assign.
    """
    from annotate.desk.serve import serve

    path = base_url.strip("/")
    under = f"/{path}/" if path else "/"
    serve(current_corpus(), host, port, base_url=under, open_browser=open_browser)


@click.command("assign")
@click.option("--to", "names", metavar="NAME", multiple=True, required=True, help="To whom (several times).")
@click.option("--each", type=click.IntRange(min=1), help="How many of them get each document (default: all).")
@click.option("--case", metavar="ID", help="Only documents of this case.")
@click.option("--language", metavar="CODE", help="Only documents in this language, as in: fr.")
@click.option("--search", metavar="WORDS", help="Only documents with all these words in their title or text.")
@click.option("--unassigned", is_flag=True, help="Only documents that nobody has.")
@click.option("--document", "documents", metavar="ID", multiple=True, help="Only this document (several times).")
@click.option("--due", metavar="DATE", help="Until when, as in: 2026-12-01.")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many documents.")
@click.option(
    "--order",
    type=click.Choice(["earliest", "latest", "lot"]),
    default="earliest",
    show_default=True,
    help="Which documents come first; by lot it is the same draw every time.",
)
@click.option("--by", metavar="NAME", help="Who assigns (default: the coordinator, where there is only one).")
@click.option("--take-back", is_flag=True, help="Take these documents back instead; what was done in them stays.")
@json_option
def assign(**options: Any) -> None:
    """Give documents to annotators, spread evenly over them.

    What somebody has already counts and stays as it is: run again, it gives nothing twice. The desk's page Work does
    the same.
    """
    from annotate.desk.work.assign import assigned, taken_back

    as_json, back = options.pop("as_json"), options.pop("take_back")
    done = taken_back(current_corpus(), **options) if back else assigned(current_corpus(), **options)
    if as_json:
        print_json([{"annotator": name, "documents": documents} for name, documents in done.items()])
        return
    total = sum(map(len, done.values()))
    print_table(["annotator", "taken back" if back else "given"], [[name, len(some)] for name, some in done.items()])
    if not total:
        say("They do not have these documents." if back else "Nothing to give: they have these documents already.")
