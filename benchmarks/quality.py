"""Quality of extraction on the pages kept beside the project, beside trafilatura: the shared scoring programs, run."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.table import SHARED

RUNS = (
    ("score_articles.py", "ingest.clean:article_text", "trafilatura"),
    ("score_text_dumps.py", "ingest.clean:dump_text", "raw"),
)


def main() -> None:
    if not (SHARED / "tools").is_dir():
        print(f"\nQuality of extraction: skipped, there is no folder {SHARED.name} beside the project.")
        return
    for tool, *names in RUNS:
        print(f"\nQuality of extraction: {tool} {' '.join(names)}", flush=True)
        subprocess.run([sys.executable, SHARED / "tools" / tool, *names], check=True)


if __name__ == "__main__":
    main()
