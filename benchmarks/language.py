"""Language of short posts, beside plain langdetect on the same posts."""

from __future__ import annotations

from collections.abc import Callable

import langdetect
from langdetect.lang_detect_exception import LangDetectException

from benchmarks.table import SHARED, cpu_seconds, show
from corpus.folder import Settings
from ingest.language import UNDETERMINED, detect

POSTS = SHARED / "bench" / "languages" / "posts.tsv"
PLAIN_EVERY = 10  # plain langdetect is slow; it gets every tenth post


def plain(text: str) -> str | None:
    try:
        return str(langdetect.detect(text))
    except LangDetectException:
        return None


def share(found: list[str | None], wanted: set[str]) -> float:
    return sum(language in wanted for language in found) / len(found) if found else 0.0


def main() -> None:
    if not POSTS.is_file():
        print(f"\nLanguage of posts: skipped, there is no folder {SHARED.name} beside the project.")
        return
    langdetect.DetectorFactory.seed = 0
    lines = POSTS.read_text(encoding="utf-8").splitlines()
    posts = [(language, text) for language, text in (line.split("\t", 1) for line in lines)]
    candidates = Settings().detect
    rows: list[list[object]] = []
    for name, tool, sample in (
        ("hustings", lambda text: detect(text, candidates), posts),
        ("langdetect", plain, posts[::PLAIN_EVERY]),
    ):
        rows.append([name, *measure(tool, sample)])
    headings = ["tool", "posts", "French right", "English right", "und", "others called fr or en", "posts/CPU s"]
    show("Language of short posts in six languages", headings, rows)


def measure(tool: Callable[[str], str | None], posts: list[tuple[str, str]]) -> list[object]:
    tool("warm up, s'il vous plaît")
    found: list[str | None] = []
    taken = cpu_seconds(lambda: found.extend(tool(text) for _, text in posts))
    by_language = {
        wanted: [answer for (language, _), answer in zip(posts, found, strict=True) if language == wanted]
        for wanted in ("fr", "en")
    }
    ours = by_language["fr"] + by_language["en"]
    others = [answer for (language, _), answer in zip(posts, found, strict=True) if language not in by_language]
    return [
        len(posts),
        round(share(by_language["fr"], {"fr"}), 4),
        round(share(by_language["en"], {"en"}), 4),
        round(sum(answer in (None, UNDETERMINED) for answer in ours) / len(ours), 4),
        round(share(others, {"fr", "en"}), 4),
        round(len(posts) / taken),
    ]


if __name__ == "__main__":
    main()
