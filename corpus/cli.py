"""The `hustings` command: finds the groups that are registered and runs one of them.

A command is declared apart from what it does: declarations import click and nothing heavier, and what a command does is
imported when it runs. So `--help` is as fast as the interpreter. Another package adds a command with an entry point in
the group `hustings.commands`.
"""

from __future__ import annotations

import sys
from functools import cached_property
from importlib.metadata import EntryPoint, entry_points

import click

from corpus.errors import HustingsError

GROUP = "hustings.commands"
INTERRUPTED = 130  # 128 + SIGINT, as shells say it
BROKEN_PIPE = 141  # 128 + SIGPIPE


class Commands(click.Group):
    """Looks commands up among the entry points."""

    @cached_property
    def _found(self) -> dict[str, EntryPoint]:
        # Read once: looking through all installed packages takes longer than everything else that `--help` does.
        return {entry.name: entry for entry in entry_points(group=GROUP)}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order in which they are used rather than by letter, others after."""
        usual = ["init", "ingest", "quarantine", "annotate", "publish", "search", "export", "verify", "demo"]
        found = self._found
        return [name for name in usual if name in found] + sorted(set(found) - set(usual))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one declaration."""
        entry = self._found.get(cmd_name)
        if entry is None:
            return None
        command = entry.load()
        assert isinstance(command, click.Command)  # noqa: S101 - an entry point of ours that is no command is our fault
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("-C", "folder", metavar="DIR", help="The corpus to work on (default: the one the current folder is in).")
@click.version_option(package_name="hustings", prog_name="hustings")
def hustings(folder: str | None) -> None:
    """Archives and case studies of how campaigns use social media.

    Exit status: 0 done, 1 something was quarantined or failed, 2 wrong use.
    """


def main() -> None:
    """The entry point: runs the command and turns our errors into one clear message."""
    try:
        status = hustings.main(standalone_mode=False)
    except click.exceptions.Abort:
        _stopped()
    except KeyboardInterrupt:
        _stopped()
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except HustingsError as error:
        click.echo(f"hustings: {error}", err=True)
        sys.exit(error.exit_status)
    except BrokenPipeError:  # `hustings export ... | head` has read enough
        sys.stderr.close()
        sys.exit(BROKEN_PIPE)
    sys.exit(status if isinstance(status, int) else 0)


def _stopped() -> None:
    click.echo("\nStopped. Nothing is half-written; run the same command again to go on.", err=True)
    sys.exit(INTERRUPTED)
