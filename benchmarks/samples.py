"""What becomes of the records of the sample files beside the project: `python -m benchmarks samples > docs/samples.md`.

Names of the files are given, nothing of their contents.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.table import SHARED
from corpus.folder import make_corpus
from corpus.store import Tally
from ingest.run import ingest_paths
from ingest.sources import Became, became

SAMPLES = SHARED / "samples"
HEAD = """# What becomes of the sample files

Every record of every file beside the project (`../shared/samples`), all ingested into one corpus in the order of their
names: how many were read, kept as new documents, merged into documents that were there, and quarantined, and why.
Printed by `python -m benchmarks samples`.

Reasons such as `no-document`, `not-html`, `not-a-response` and `private` are no faults: the files hold such records
([formats](formats.md)). Where records are merged, files of a collection hold the same post.
"""
COLUMNS = ("file", "format", "read", "kept", "merged", "quarantined", "why")


def main() -> None:
    """Print the page."""
    if not SAMPLES.is_dir():
        print(f"The samples are not beside the project ({SAMPLES}): nothing to count.", file=sys.stderr)
        return
    print(page(SAMPLES), end="")


def page(samples: Path) -> str:
    """The page of a folder of samples: a section for each folder in it."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = make_corpus(Path(folder) / "corpus")
        account = ingest_paths(corpus, [samples])
    rows = became(account.tallies, account.names.__getitem__)
    parts = [HEAD]
    for section in sorted({row.source.partition("/")[0] for row in rows}):
        own = [row for row in rows if row.source.partition("/")[0] == section]
        parts.append(f"\n## {section}\n\n{_table(own)}")
    parts.append(f"\n## All\n\n{_table(became(account.tallies, lambda id: 'all files'))}\n{_sum(account.tallies)}\n")
    return "".join(parts)


def _table(rows: list[Became]) -> str:
    lines = [f"| {' | '.join(COLUMNS)} |", f"|{'---|' * 2}{'---:|' * 4}---|"]
    for row in rows:
        _, format, *counts, why = row.row()
        name = row.source.partition("/")[2] or row.source
        lines.append(f"| `{name}` | {format} | {' | '.join(f'{count:,}' for count in counts)} | {why} |")
    return "\n".join(lines) + "\n"


def _sum(tallies: list[Tally]) -> str:
    counts = {name: sum(tally.records for tally in tallies if tally.outcome == name) for name in _OUTCOMES}
    total = sum(tally.records for tally in tallies)
    return f"{total:,} read = " + " + ".join(f"{count:,} {name}" for name, count in counts.items()) + "."


_OUTCOMES = ("kept", "merged", "quarantined")
